/*
 * Adam in its smallest experiments: a gradient that never changes (what bias
 * correction is for), a narrow bowl, straight or turned, Reddi's example where
 * it walks to the worst point, and weight decay inside or outside the gradient.
 */
#include "lab/demo.h"
#include "lab/grid.h"
#include "lab/thin.h"

#include <math.h>

struct adam {
	double eta, beta1, beta2, eps;
	bool amsgrad;
	double beta1_t, beta2_t;       /* β1^t, β2^t: both start at 1 */
	double m[2], v[2], largest[2]; /* all start at 0 */
};

/* [update] */
static void adam_step(struct adam *a, const double g[2], double theta[2])
{
	a->beta1_t *= a->beta1;
	a->beta2_t *= a->beta2;
	for (int i = 0; i < 2; i++) {
		a->m[i] = a->beta1 * a->m[i] + (1 - a->beta1) * g[i];
		a->v[i] = a->beta2 * a->v[i] + (1 - a->beta2) * g[i] * g[i];
		a->largest[i] = fmax(a->largest[i], a->v[i]);
		double m_hat = a->m[i] / (1 - a->beta1_t);
		double v = a->amsgrad ? a->largest[i] : a->v[i];
		double v_hat = v / (1 - a->beta2_t);
		theta[i] -= a->eta * m_hat / (sqrt(v_hat) + a->eps);
	}
}
/* [end] */

/* A constant gradient: how long is a step, with and without the correction? */
static void constant_gradient(struct demo *d, struct adam a)
{
	enum { STEPS = 3000 };
	const double g[2] = {3, 1e-8}, eta = a.eta;
	double *t = demo_vector(d, STEPS), *with = demo_vector(d, STEPS);
	double *without = demo_vector(d, STEPS), x[2] = {1, 1}, worst = 0, worst_without = 0;
	int peak = 0;

	for (int k = 0; k < STEPS; k++) {
		double before = x[0];
		adam_step(&a, g, x);
		if (k == 0) {
			demo_value(d, "first_x", x[0], "1 after a step with gradient 3");
			demo_value(d, "tiny_step", (1 - x[1]) / eta, "step / η with gradient 1e-8");
		}
		t[k] = k + 1;
		with[k] = (before - x[0]) / eta;
		without[k] = a.m[0] / sqrt(a.v[0]);
		double closed = (1 - pow(a.beta1, t[k])) / sqrt(1 - pow(a.beta2, t[k]));
		worst = fmax(worst, fabs(with[k] - g[0] / (g[0] + a.eps)));
		worst_without = fmax(worst_without, fabs(without[k] / closed - 1));
		if (without[k] > without[peak])
			peak = k;
	}
	demo_value(d, "first_corrected", with[0], "first step / η");
	demo_value(d, "first_uncorrected", without[0], "first step / η without correction");
	demo_value(d, "peak", without[peak], "longest step / η without correction");
	demo_value(d, "peak_at", peak + 1, "the step that is longest");
	demo_check(d, "constant_step", worst, 0, 1e-10 / eta, "closed form: ηg / (|g| + ε)");
	demo_check(d, "uncorrected", worst_without, 0, 1e-9, "closed form: (1-β1^t) / √(1-β2^t)");

	struct demo_plot *p = demo_plot(d, "bias", "step", "step length / η", DEMO_LOG_X);
	demo_plot_title(p, "A constant gradient, with and without bias correction");
	size_t n = thin_log((double *[]){t, without, with}, 3, STEPS);
	demo_line(p, "without", t, without, n);
	demo_line(p, "with", t, with, n);
}

/* The step after gradients that change, against means of all of them whose
 * weights β^age are divided by their sum: no recursion and no bias. */
static void check_means(struct demo *d, struct adam a)
{
	enum { STEPS = 20 };
	double g[2] = {0, 0}, before = 0, x[2] = {0, 0}, m = 0, v = 0, m_weights = 0, v_weights = 0;

	for (int t = 0; t < STEPS; t++) {
		double age = STEPS - 1 - t;
		g[0] = sin(t + 1);
		m += pow(a.beta1, age) * g[0];
		v += pow(a.beta2, age) * g[0] * g[0];
		m_weights += pow(a.beta1, age);
		v_weights += pow(a.beta2, age);
		before = x[0];
		adam_step(&a, g, x);
	}
	demo_check(d, "means", (before - x[0]) / a.eta,
		(m / m_weights) / (sqrt(v / v_weights) + a.eps), 1e-10,
		"step 20 from weighted means of 20 gradients");
}

/* J = (u² + κ w²) / 2 in coordinates u, w turned against x by an angle. */
struct bowl {
	double kappa, cosine, sine;
};

/* The cost at steps 0..steps from u = w = 1: by Adam on `scale` times the cost
 * or, without it, by gradient descent with momentum β. */
static void descend(struct bowl b, struct adam *adam, double scale, double eta, double beta,
	double *cost, int steps)
{
	double x[2] = {b.cosine - b.sine, b.sine + b.cosine}, velocity[2] = {0, 0};

	for (int k = 0; k <= steps; k++) {
		double u = b.cosine * x[0] + b.sine * x[1], w = b.cosine * x[1] - b.sine * x[0];
		double g[2] = {scale * (b.cosine * u - b.sine * b.kappa * w),
			scale * (b.sine * u + b.cosine * b.kappa * w)};
		cost[k] = (u * u + b.kappa * w * w) / 2;
		if (adam)
			adam_step(adam, g, x);
		for (int i = 0; i < 2 && !adam; i++) {
			velocity[i] = beta * velocity[i] + g[i];
			x[i] -= eta * velocity[i];
		}
	}
}

/* Steps after which the cost stays under a millionth of the start's. */
static int steps_needed(const double *cost, int steps)
{
	while (steps >= 0 && cost[steps] < 1e-6 * cost[0])
		steps--;
	return steps + 1;
}

static void race(struct demo *d, struct bowl b, struct adam a, int steps)
{
	enum { LATE = 20 };
	size_t n = (size_t)steps + 1;
	double *t = demo_vector(d, n), *gd = demo_vector(d, n), *heavy = demo_vector(d, n);
	double *adam = demo_vector(d, n), *other = demo_vector(d, n), *scaled = demo_vector(d, n);
	double root = sqrt(b.kappa), eta = 2 / (1 + b.kappa), worst = 0;
	double eta_heavy = 4 / ((root + 1) * (root + 1)), r = (root - 1) / (root + 1);
	struct adam first = a, exact = a, again;

	exact.eps = 0; /* then a power of two on the cost leaves every bit alone */
	again = exact;
	descend(b, NULL, 1, eta, 0, gd, steps);
	descend(b, NULL, 1, eta_heavy, r * r, heavy, steps);
	descend(b, &first, 1, 0, 0, adam, steps);
	descend(b, &exact, 1, 0, 0, other, steps);
	descend(b, &again, 1024, 0, 0, scaled, steps);
	grid_even(t, n, 0, steps);
	for (int k = 0; k <= steps; k++)
		worst = fmax(worst, fabs(other[k] - scaled[k]));
	demo_value(d, "steps_gd", steps_needed(gd, steps),
		"gradient descent: last step above 1e-6, plus 1");
	demo_value(d, "steps_momentum", steps_needed(heavy, steps), "momentum: the same");
	demo_value(d, "steps_adam", steps_needed(adam, steps), "Adam: the same");

	demo_check(d, "gd_rate", sqrt(2 * gd[LATE] / (1 + b.kappa)),
		pow((b.kappa - 1) / (b.kappa + 1), LATE), 1e-9, "closed form: ((κ-1)/(κ+1))^k");
	/* u and w are (1 + ck) r^k: the roots r and -r are double. */
	double u = (1 + LATE * ((1 - eta_heavy) / r - 1)) * pow(r, LATE);
	double w = (1 + LATE * ((eta_heavy * b.kappa - 1) / r - 1)) * pow(r, LATE);
	demo_check(d, "momentum_rate", heavy[LATE] / heavy[0],
		(u * u + b.kappa * w * w) / (1 + b.kappa), 1e-9, "closed form with double roots");
	demo_check(d, "scale", worst, 0, 0, "1024 J gives the same path, bit by bit");

	struct demo_plot *p = demo_plot(d, "bowl", "step", "cost", DEMO_LOG_Y);
	demo_plot_title(p, "A narrow bowl");
	demo_range_y(p, 1e-10, 1e4);
	demo_line(p, "gradient descent", t, gd, n);
	demo_line(p, "momentum", t, heavy, n);
	demo_line(p, "Adam", t, adam, n);
}

/* Reddi, Kale and Kumar: on [-1, 1] the gradient is C, -1, -1, C, -1, -1 ...;
 * -1 is best. Who ends where? `regret` is the mean cost above the best. */
static double reddi(struct adam a, double c, int cycles, double *x_at, double *regret)
{
	double x[2] = {1, 0}, eta = a.eta;

	*regret = 0;
	for (int t = 1; t <= 3 * cycles; t++) {
		double g[2] = {t % 3 == 1 ? c : -1, 0};
		*regret += g[0] * (x[0] + 1) / (3 * cycles);
		a.eta = eta / sqrt(t);
		adam_step(&a, g, x);
		x[0] = fmin(fmax(x[0], -1), 1);
		x_at[(t - 1) / 3] = x[0];
	}
	return x_at[cycles - 1];
}

/* How far 1/√v lets x go up in a cycle, for η = 1: v after C, -1 and -1 when it
 * has settled. Positive: Adam walks to the worst point. */
static double drift(double c, double beta2)
{
	double sum = 1 + beta2 + beta2 * beta2, v[3];

	v[0] = (c * c + beta2 + beta2 * beta2) / sum;
	v[1] = (1 + beta2 * c * c + beta2 * beta2) / sum;
	v[2] = (1 + beta2 + beta2 * beta2 * c * c) / sum;
	return -c / sqrt(v[0]) + 1 / sqrt(v[1]) + 1 / sqrt(v[2]);
}

static void non_convergence(struct demo *d, struct adam a, double c, bool is_long)
{
	enum { CYCLES = 10000 };
	double *t = demo_vector(d, CYCLES), *adam = demo_vector(d, CYCLES);
	double *amsgrad = demo_vector(d, CYCLES), regret, regret_amsgrad, low = 0, high = 1;

	a.eta = 0.5;
	a.beta1 = 0;
	if (!is_long)
		a.beta2 = 1 / (1 + c * c);
	double x = reddi(a, c, CYCLES, adam, &regret);
	a.amsgrad = true;
	double x_amsgrad = reddi(a, c, CYCLES, amsgrad, &regret_amsgrad);
	grid_even(t, CYCLES, 3, 3 * CYCLES);
	for (int k = 0; k < 60; k++) {
		double middle = (low + high) / 2;
		*(drift(c, middle) > 0 ? &low : &high) = middle;
	}
	demo_value(d, "reddi_x", x, "where Adam ends; -1 is best");
	demo_value(d, "reddi_regret", regret, "its mean cost above the best");
	demo_value(d, "amsgrad_x", x_amsgrad, "where AMSGrad ends");
	demo_value(d, "amsgrad_regret", regret_amsgrad, "its mean cost above the best");
	demo_value(d, "beta2_needed", low, "Adam goes the right way from this β2 on");

	/* The steps 1/√t of all cycles add up to about 2√(cycles/3). Where the
	 * way down is too long to be done by then, nothing is claimed. */
	double walk = a.eta * drift(c, a.beta2) * 2 * sqrt(CYCLES / 3.0);
	if (walk > 0 || walk < -4)
		demo_check(d, "reddi_end", x, walk > 0 ? 1 : -1, 0.1, "drift of a settled cycle");
	if (walk > 0)
		demo_check(d, "regret", regret, (c - 2) * 2 / 3, 0.02, "its limit (C-2)2/3");
	demo_check(d, "amsgrad_end", x_amsgrad, -1, 0.1, "the minimum");

	struct demo_plot *p = demo_plot(d, "reddi", "step", "x", DEMO_LOG_X);
	demo_plot_title(p, "Reddi's example: -1 is the minimum, 1 the worst point");
	demo_range_y(p, -1.1, 1.1);
	size_t n = thin_log((double *[]){t, adam, amsgrad}, 3, CYCLES);
	demo_line(p, "Adam", t, adam, n);
	demo_line(p, "AMSGrad", t, amsgrad, n);
}

/* A hundred steps from 1, λ in the gradient (L2) or beside it (AdamW). The
 * first weight has no gradient of its own, the second +10, -10, +10 ... */
static void decay(struct adam a, double lambda, bool decoupled, double w[2])
{
	w[0] = w[1] = 1;
	for (int t = 0; t < 100; t++) {
		double g[2] = {0, t % 2 == 0 ? 10 : -10};
		for (int i = 0; i < 2; i++) {
			if (decoupled)
				w[i] -= a.eta * lambda * w[i];
			else
				g[i] += lambda * w[i];
		}
		adam_step(&a, g, w);
	}
}

static void weight_decay(struct demo *d, struct adam a, double lambda)
{
	double w[2], l2[2], weak[2], other[2];

	a.eta = 0.01;
	decay(a, lambda, true, w);
	decay(a, lambda, false, l2);
	demo_value(d, "adamw_quiet", w[0], "AdamW: weight without gradient");
	demo_value(d, "adamw_loud", w[1], "AdamW: weight with gradient ±10");
	demo_value(d, "l2_quiet", l2[0], "Adam + L2: weight without gradient");
	demo_value(d, "l2_loud", l2[1], "Adam + L2: weight with gradient ±10");
	demo_check(d, "adamw", w[0], pow(1 - a.eta * lambda, 100), 1e-12, "closed form (1-ηλ)^100");
	a.eps = 0;
	decay(a, lambda, false, other);
	decay(a, lambda / 1024, false, weak);
	demo_check(d, "l2", weak[0], other[0], 0, "λ/1024 shrinks it as fast, bit by bit");
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Adam: step, bowl, failure, decay");
	struct adam a = {.beta1_t = 1, .beta2_t = 1};

	a.eta = demo_log(d, "eta", 0.1, 1e-3, 1, "learning rate η");
	a.beta1 = demo_real(d, "beta1", 0.9, 0, 0.99, "β1, memory of the gradient");
	a.beta2 = demo_real(d, "beta2", 0.999, 0.5, 0.9999, "β2, memory of its square");
	a.eps = demo_log(d, "eps", 1e-8, 1e-12, 1e-2, "ε");
	double kappa = demo_log(d, "kappa", 100, 2, 1e4, "κ, steepest over flattest curvature");
	double angle = demo_real(d, "angle", 0, 0, 45, "angle of the bowl [°]");
	int steps = demo_int(d, "steps", 500, 50, 5000, "steps on the bowl");
	double c = demo_real(d, "c", 3, 2.1, 20, "Reddi's C, the rare large gradient");
	int memory = demo_choice(d, "memory", "short|long", "Reddi's β2: 1/(1+C²), or β2");
	double lambda = demo_log(d, "lambda", 0.1, 1e-4, 1, "weight decay λ");
	struct bowl b = {kappa, cos(angle * acos(-1) / 180), sin(angle * acos(-1) / 180)};

	constant_gradient(d, a);
	check_means(d, a);
	race(d, b, a, steps);
	non_convergence(d, a, c, memory == 1);
	weight_decay(d, a, lambda);
	return demo_close(d);
}
