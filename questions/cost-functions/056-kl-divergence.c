/*
 * KL divergence as a cost. One Gaussian is fitted to two modes, in both directions: one
 * fit covers both, the other seeks one. Then KL from draws: three estimators, their bias
 * and spread, and what each does as a loss, where its gradient is what counts.
 */
#include "lab/demo.h"
#include "lab/downhill.h"
#include "lab/grid.h"
#include "lab/mixture.h"
#include "lab/random.h"

#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_lambert.h>
#include <math.h>

enum { SHOWN = 121, CURVE = 31, K = 3 };
enum { FINE = 16, REACH = 8 }; /* steps a sigma, and to how many sigmas integrals go */
enum { RULE = 961, FIRST = RULE / 2 - FINE * REACH, LAST = RULE / 2 + FINE * REACH };

/* E f(ε), ε standard normal, is the sum of weight[i] f(at[i]): the trapezoidal rule to
 * ±30 with steps of 1/16. FIRST to LAST, ±8, is enough where f doesn't grow like e^ε². */
struct rule {
	double at[RULE], weight[RULE];
};

struct target {
	struct mixture p;
	const struct rule *normal;
};

struct gap {
	double kl, tv; /* KL(p || q), and the total variation E_p (1 - q/p)+ */
};

static struct gap compare(const struct mixture *p, const struct mixture *q)
{
	double lo = INFINITY, hi = -INFINITY, dx = q->sigma[0] / FINE;
	struct gap gap = {0, 0};

	for (size_t k = 0; k < p->k; k++) {
		lo = fmin(lo, p->mean[k] - REACH * p->sigma[k]);
		hi = fmax(hi, p->mean[k] + REACH * p->sigma[k]);
		dx = fmin(dx, p->sigma[k] / FINE);
	}
	/* [kl] */
	for (int i = 0; lo + i * dx < hi; i++) {
		double log_p = mixture_log_density(p, lo + i * dx);
		double log_q = mixture_log_density(q, lo + i * dx);
		double share = exp(log_p) * dx; /* of p */

		gap.kl += share * (log_p - log_q);
		gap.tv += share * fmax(0, 1 - exp(log_q - log_p));
	}
	/* [end] */
	return gap;
}

static struct mixture gaussian(double mean, double sigma)
{
	return (struct mixture){1, {1}, {mean}, {sigma}};
}

/* KL(N(m, s²) || N(0, 1)). */
static double gaussian_kl(double m, double s)
{
	return (m * m + s * s - 1) / 2 - log(s);
}

/* Both directions; the variation must keep to the smaller bound. */
static void check_pinsker(struct demo *d, const char *name, struct gap gap, struct gap back)
{
	demo_check_at_most(d, name, gap.tv, sqrt(fmin(gap.kl, back.kl) / 2),
		"Pinsker: variation ≤ √(KL/2), either way");
}

/* The least KL(p || q) has the mean and the variance of p. */
static struct mixture cover(struct demo *d, const struct target *target)
{
	double mean = mixture_mean(&target->p), sd = sqrt(mixture_variance(&target->p));
	struct mixture q = gaussian(mean, sd), other = gaussian(1, 2);
	struct gap gap = compare(&target->p, &q), back = compare(&q, &target->p);

	demo_value(d, "cover_mean", mean, "covering fit: mean");
	demo_value(d, "cover_sd", sd, "its standard deviation");
	demo_value(d, "cover_kl", gap.kl, "its KL(p || q), the least");
	demo_value(d, "cover_back", back.kl, "its KL(q || p)");
	demo_value(d, "hole", mixture_density(&target->p, mean), "density of p at its peak");
	demo_check(d, "excess", gap.kl,
		log(sd) + (1 + M_LN2 + M_LNPI) / 2 - mixture_entropy(&target->p), 1e-8,
		"cross-entropy less entropy");
	demo_check(d, "pythagoras", compare(&target->p, &other).kl,
		gap.kl + gaussian_kl((mean - 1) / 2, sd / 2), 1e-8,
		"any other Gaussian costs KL(fit || other) more");
	check_pinsker(d, "pinsker_cover", gap, back);
	return q;
}

/* KL(q || p) of q = N(w[0], e^2w[1]), its gradient and Hessian: with u = ∇ln q these are
 * E u ln(q/p) and E (∇u + u uᵀ) ln(q/p) + E u uᵀ. */
static struct place reverse(const double w[2], const void *context)
{
	const struct target *target = context;
	double sigma = exp(w[1]);
	struct place here = {0, {0, 0}, {1 / (sigma * sigma), 0, 2}};

	for (int i = FIRST; i <= LAST; i++) {
		double e = target->normal->at[i], u0 = e / sigma, u1 = e * e - 1;
		double log_q = -e * e / 2 - w[1] - (M_LN2 + M_LNPI) / 2;
		double log_p = mixture_log_density(&target->p, w[0] + sigma * e);
		double ratio = target->normal->weight[i] * (log_q - log_p);

		here.cost += ratio;
		here.grad[0] += u0 * ratio;
		here.grad[1] += u1 * ratio;
		here.hess[0] += (u0 * u0 - 1 / (sigma * sigma)) * ratio;
		here.hess[1] += (u0 * u1 - 2 * u0) * ratio;
		here.hess[2] += (u1 * u1 - 2 * e * e) * ratio;
	}
	return here;
}

/* Gradient and Hessian at a point of no special kind. */
static void check_slopes(struct demo *d, const struct target *target)
{
	const double at[] = {target->p.mean[0] / 2, -0.3}, h = 1e-5;
	struct place here = reverse(at, target);
	double off = 0;

	for (int k = 0; k < 2; k++) {
		double up[] = {at[0], at[1]}, down[] = {at[0], at[1]};

		up[k] += h;
		down[k] -= h;
		struct place a = reverse(up, target), b = reverse(down, target);
		off = fmax(off, fabs((a.cost - b.cost) / (2 * h) - here.grad[k]));
		for (int l = 0; l < 2; l++)
			off = fmax(off, fabs((a.grad[l] - b.grad[l]) / (2 * h) - here.hess[k + l]));
	}
	demo_check(d, "slopes", off, 0, 1e-6, "central differences");
}

/* The lower of the two ends of descents on KL(q || p) from the modes. */
static struct mixture seek(struct demo *d, const struct target *target)
{
	double w[2][2], kl[2], first = 0, second = 0;

	for (int k = 0; k < 2; k++) {
		w[k][0] = target->p.mean[k];
		w[k][1] = log(target->p.sigma[k]);
		downhill_descend(reverse, target, w[k]);
		kl[k] = reverse(w[k], target).cost;
		demo_check_at_most(d, k == 0 ? "left" : "right", kl[k],
			1e-12 - log(target->p.weight[k]), "p ≥ weight · mode: KL ≤ -ln weight");
	}
	const double *best = w[kl[1] < kl[0]];
	struct mixture q = gaussian(best[0], exp(best[1]));
	struct gap gap = compare(&q, &target->p), back = compare(&target->p, &q);
	for (int i = FIRST; i <= LAST; i++) {
		double away = q.sigma[0] * target->normal->at[i];
		double score = mixture_score(&target->p, best[0] + away);

		first += target->normal->weight[i] * score;
		second += target->normal->weight[i] * away * score;
	}
	demo_value(d, "left_kl", kl[0], "KL(q || p) from the left mode");
	demo_value(d, "right_kl", kl[1], "the same from the right");
	demo_value(d, "seek_mean", best[0], "seeking fit: mean");
	demo_value(d, "seek_sd", q.sigma[0], "its standard deviation");
	demo_value(d, "seek_kl", gap.kl, "its KL(q || p)");
	demo_value(d, "seek_back", back.kl, "its KL(p || q)");
	demo_check(d, "definition", fmin(kl[0], kl[1]), gap.kl, 1e-8, "integral over x");
	demo_check(d, "stein", hypot(first, second + 1), 0, 1e-6,
		"E s = 0 and E (x - μ) s = -1, s being the score of p");
	check_pinsker(d, "pinsker_seek", gap, back);
	return q;
}

/* What both directions want at the covering fit; there E_q ∇k3 = E_q (1 - r) u is 0. */
static void show_loss(struct demo *d, const struct target *target, const struct mixture *q)
{
	double w[] = {q->mean[0], log(q->sigma[0])}, grad[2] = {0, 0};

	for (int i = FIRST; i <= LAST; i++) {
		double e = target->normal->at[i], x = q->mean[0] + q->sigma[0] * e;
		double r = exp(mixture_log_density(&target->p, x) - mixture_log_density(q, x));

		grad[0] += target->normal->weight[i] * (1 - r) * e;
		grad[1] += target->normal->weight[i] * (1 - r) * (e * e - 1);
	}
	demo_check(d, "k3_covers", hypot(grad[0], grad[1]), 0, 1e-6,
		"the loss k3 rests where the moments match");
	demo_value(d, "cover_slope", reverse(w, target).grad[1], "slope of KL(q || p) by ln σ");
}

static void draw_fits(struct demo *d, const struct target *target, const struct mixture *covering,
	const struct mixture *seeking)
{
	static const char *const names[] = {"target p", "least KL(p‖q)", "least KL(q‖p)"};
	const struct mixture *const all[] = {&target->p, covering, seeking};
	double x[SHOWN], y[SHOWN], end = target->p.mean[1] + 4, mean = 0;
	struct demo_plot *plot = demo_plot(d, "fits", "x", "density", DEMO_LINEAR);

	demo_plot_title(plot, "One Gaussian for two modes");
	grid_even(x, SHOWN, -end, end);
	for (int j = 0; j < 3; j++) {
		for (int i = 0; i < SHOWN; i++) {
			y[i] = mixture_density(all[j], x[i]);
			mean += j == 0 ? x[i] * y[i] * (x[1] - x[0]) : 0;
		}
		if (j == 0)
			demo_reference(plot, names[j], x, y, SHOWN);
		else
			demo_line(plot, names[j], x, y, SHOWN);
	}
	demo_check(d, "drawn", mean, mixture_mean(&target->p), 1e-3, "mean of the curve");
}

/* [estimators] */
/* KL(q || p) from one draw x of q; log_r is ln p(x) - ln q(x). */
static void estimate(double log_r, double k[K])
{
	k[0] = -log_r;
	k[1] = log_r * log_r / 2;
	k[2] = expm1(log_r) - log_r; /* r - 1 - ln r */
}
/* [end] */

/* For p = N(0, 1) and q = N(m, s²). */
static double log_ratio(double x, double m, double s)
{
	double z = (x - m) / s;

	return (z * z - x * x) / 2 + log(s);
}

struct moments {
	double mean[K], sd[K];
};

/* -ln r is kl + b ε + c (ε² - 1), with the cumulants below. The variance of k3 is
 * χ² - 2 (kl + back) + that of k1, since E_q r ln r is E_p ln r. */
static struct moments in_theory(double m, double s)
{
	double b = m * s, c = (s * s - 1) / 2, v = 2 * s * s - 1;
	double kl = gaussian_kl(m, s), back = gaussian_kl(-m / s, 1 / s);
	double second = b * b + 2 * c * c, third = 6 * b * b * c + 8 * c * c * c;
	double fourth = 48 * c * c * (b * b + c * c);
	double of_k2 = kl * kl * second + kl * third + fourth / 4 + second * second / 2;
	double chi2 = s * s / sqrt(v) * exp(m * m / v) - 1;

	return (struct moments){{kl, (second + kl * kl) / 2, kl},
		{sqrt(second), sqrt(of_k2), sqrt(chi2 - 2 * (kl + back) + second)}};
}

/* The same by the rule; ε beyond ±most counts as ±most. */
static struct moments by_rule(const struct rule *normal, double m, double s, double most)
{
	struct moments out = {{0, 0, 0}, {0, 0, 0}};
	double k[K];

	for (int i = 0; i < RULE; i++) {
		double e = fmax(-most, fmin(most, normal->at[i]));

		estimate(log_ratio(m + s * e, m, s), k);
		for (int j = 0; j < K; j++) {
			out.mean[j] += normal->weight[i] * k[j];
			out.sd[j] += normal->weight[i] * k[j] * k[j];
		}
	}
	for (int j = 0; j < K; j++)
		out.sd[j] = sqrt(out.sd[j] - out.mean[j] * out.mean[j]);
	return out;
}

static const char *const k_names[K] = {"k1", "k2", "k3"};

static void show_draws(
	struct demo *d, const struct rule *normal, struct random *r, double m, double s, int n)
{
	static const char *const names[K][3] = {{"k1_mean", "k1_sd", "k1_draws"},
		{"k2_mean", "k2_sd", "k2_draws"}, {"k3_mean", "k3_sd", "k3_draws"}};
	struct moments theory = in_theory(m, s), rule = by_rule(normal, m, s, INFINITY);
	struct moments cut = by_rule(normal, m, s, 2);
	double k[K], mean[K] = {0, 0, 0}, low[K] = {0, 0, 0}, kl = theory.mean[0];
	struct demo_table *t = demo_table(d, "estimators", "one draw|mean|deviation|mean of draws",
		"KL(q‖p) from draws of q");

	for (int i = 0; i < n; i++) {
		double e = random_normal(r, 0, 1);

		estimate(log_ratio(m + s * e, m, s), k);
		for (int j = 0; j < K; j++)
			mean[j] += k[j] / n;
		estimate(log_ratio(m + s * fmax(-2, fmin(2, e)), m, s), k);
		for (int j = 0; j < K; j++)
			low[j] += k[j] / n;
	}
	for (int j = 0; j < K; j++) {
		demo_named_row(t, k_names[j], (double[]){theory.mean[j], theory.sd[j], mean[j]});
		demo_value(d, names[j][0], theory.mean[j] / kl, "mean over KL");
		demo_value(d, names[j][1], theory.sd[j] / kl, "deviation of one draw over KL");
		demo_value(d, names[j][2], mean[j], "mean of the draws");
		demo_check(d, names[j][0], rule.mean[j], theory.mean[j], 1e-9 * theory.mean[j],
			"closed form against quadrature");
		demo_check(d, names[j][1], rule.sd[j], theory.sd[j], 1e-6 * theory.sd[j],
			"closed form against quadrature");
		demo_check(d, names[j][2], low[j], cut.mean[j], 6 * cut.sd[j] / sqrt(n),
			"quadrature, both with ε cut at ±2, 6 standard errors");
	}
}

/* E_q of the gradient by m and ln s, where x is drawn first and then held. */
static void show_gradients(struct demo *d, const struct rule *normal, double m, double s)
{
	static const char *const names[K] = {"k1_by_sd", "k2_by_sd", "k3_by_sd"};
	static const char *const methods[K] = {
		"E ∇ln q = 0", "∇KL(q || p) in closed form", "∇KL(p || q), the other way round"};
	const double h = 1e-5, want[K][2] = {{0, 0}, {m, s * s - 1},
				       {m / (s * s), 1 - (1 + m * m) / (s * s)}};
	double grad[K][2] = {{0, 0}, {0, 0}, {0, 0}}, up[K], down[K];
	struct demo_table *t = demo_table(
		d, "gradients", "loss|by the mean|by ln σ", "Expected gradient, draws held");

	for (int i = 0; i < RULE; i++)
		for (int by = 0; by < 2; by++) {
			double x = m + s * normal->at[i], dm = by == 0 ? h : 0, dt = h - dm;

			estimate(log_ratio(x, m + dm, s * exp(dt)), up);
			estimate(log_ratio(x, m - dm, s * exp(-dt)), down);
			for (int j = 0; j < K; j++)
				grad[j][by] += normal->weight[i] * (up[j] - down[j]) / (2 * h);
		}
	for (int j = 0; j < K; j++) {
		demo_check(d, k_names[j], hypot(grad[j][0] - want[j][0], grad[j][1] - want[j][1]),
			0, 1e-6, methods[j]);
		for (int by = 0; by < 2; by++)
			grad[j][by] = round(1e6 * grad[j][by]) / 1e6 + 0.0; /* no -0 */
		demo_named_row(t, k_names[j], grad[j]);
		demo_value(d, names[j], grad[j][1], "expected slope by ln σ");
	}
}

static void draw_spreads(struct demo *d, const struct rule *normal, double s)
{
	static const char *const names[K] = {"k1_end", "k2_end", "k3_end"};
	double m[CURVE], spread[K][CURVE], even = sqrt(-0.5 - gsl_sf_lambert_Wm1(-exp(-0.5) / 2));
	struct demo_plot *plot = demo_plot(
		d, "spreads", "mean of q [σ of p]", "deviation / KL", DEMO_LOG_X | DEMO_LOG_Y);

	grid_log(m, CURVE, 0.05, 2);
	for (int i = 0; i < CURVE; i++)
		for (int j = 0; j < K; j++)
			spread[j][i] = in_theory(m[i], s).sd[j] / gaussian_kl(m[i], s);
	demo_plot_title(plot, "Noise of one draw");
	struct moments end = by_rule(normal, 2, s, INFINITY);
	for (int j = 0; j < K; j++) {
		demo_line(plot, k_names[j], m, spread[j], CURVE);
		demo_check(d, names[j], spread[j][CURVE - 1], end.sd[j] / end.mean[0],
			1e-6 * spread[j][CURVE - 1], "quadrature at the right end");
	}
	demo_value(d, "even", even, "mean where k3 is as noisy as k1, for σ = 1");
	demo_check(d, "even", in_theory(even, 1).sd[2], in_theory(even, 1).sd[0], 1e-9,
		"e^m² = 1 + 2 m², by Lambert's W");
}

static void show_gaussians(struct demo *d, double m, double s)
{
	struct mixture p = gaussian(0, 1), q = gaussian(m, s);
	struct gap gap = compare(&q, &p), back = compare(&p, &q);

	demo_value(d, "kl", gaussian_kl(m, s), "KL(q || p) of the two Gaussians");
	demo_value(d, "kl_back", gaussian_kl(-m / s, 1 / s), "KL(p || q)");
	demo_value(d, "kl_variance", gaussian_kl(m, sqrt(s)), "KL if σ is taken for the variance");
	demo_value(d, "tv", gap.tv, "their total variation");
	demo_value(d, "pinsker", sqrt(gap.kl / 2), "Pinsker's bound on it");
	demo_check(d, "kl", gap.kl, gaussian_kl(m, s), 1e-9, "quadrature");
	demo_check(d, "kl_back", back.kl, gaussian_kl(-m / s, 1 / s), 1e-9, "quadrature");
	check_pinsker(d, "pinsker", gap, back);
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "KL divergence: two directions, three estimators");
	double weight = demo_real(d, "weight", 0.6, 0.5, 0.95, "weight of the left mode");
	double apart = demo_real(d, "apart", 3, 1, 4, "modes at minus and plus this");
	double narrow = demo_real(d, "narrow", 0.5, 0.4, 1, "σ of the right mode (left: 1)");
	double shift = demo_log(d, "shift", 1, 0.05, 2, "mean of q against p = N(0, 1)");
	double width = demo_real(d, "width", 1, 0.8, 2, "σ of that q");
	int n = demo_int(d, "draws", 5000, 1000, 20000, "draws of q");
	int seed = demo_int(d, "seed", 1, 1, 1000, "seed");
	struct rule *normal = demo_alloc(d, 1, sizeof(*normal));
	struct target target = {{2, {weight, 1 - weight}, {-apart, apart}, {1, narrow}}, normal};

	grid_even(normal->at, RULE, -30, 30);
	for (int i = 0; i < RULE; i++)
		normal->weight[i] = exp(-pow(normal->at[i], 2) / 2) / (FINE * M_SQRT2 * M_SQRTPI);
	struct mixture covering = cover(d, &target), seeking = seek(d, &target);
	check_slopes(d, &target);
	show_loss(d, &target, &covering);
	draw_fits(d, &target, &covering, &seeking);
	show_gaussians(d, shift, width);
	show_draws(d, normal, random_new(d, (unsigned)seed), shift, width, n);
	show_gradients(d, normal, shift, width);
	draw_spreads(d, normal, width);
	return demo_close(d);
}
