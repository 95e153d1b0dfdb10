/*
 * Exploding gradients in recurrent networks, in two experiments.
 *
 * 1. h_t = W h_{t-1}, and h_t = tanh(W h_{t-1}), 16 units: how long is the gradient
 *    that arrives k steps before the end, if all eigenvalues of W have size rho?
 * 2. One ReLU unit, h_t = max(w h_{t-1}, 0), h_0 = 1, cost 1/2 (h_K - 1)^2: a cliff in
 *    w, and gradient descent that comes to it with and without clipping.
 */
#include "lab/demo.h"
#include "lab/random.h"
#include "lab/signal.h"

#include <complex.h>
#include <gsl/gsl_cblas.h>
#include <gsl/gsl_math.h>
#include <math.h>

enum { N = 16, MAX_STEPS = 200, MAX_DESCENT = 1000, SHAPE = 141 };
enum matrix { ROTATION, SHEAR };

/* W = rho times a rotation (random, by Gram and Schmidt), or eight blocks
 * (rho 1; 0 rho), each a stretch and a shear. */
static void make_matrix(enum matrix kind, double rho, struct random *r, double *w)
{
	random_normals(r, w, (size_t)N * N, 0, 1);
	if (kind == SHEAR)
		for (int i = 0; i < N * N; i++)
			w[i] = i % (N + 1) == 0 ? rho : i % (2 * N + 2) == 1;
	for (int j = 0; kind == ROTATION && j < N; j++) {
		for (int i = 0; i < j; i++)
			cblas_daxpy(N, -cblas_ddot(N, w + i, N, w + j, N) / rho / rho, w + i, N,
				w + j, N);
		cblas_dscal(N, rho / cblas_dnrm2(N, w + j, N), w + j, N);
	}
}

/* States h and gradients g = dJ/dh at times 0..K, where J = c'h_K is read out;
 * slope[t] is of the step into time t. */
struct run {
	int K;
	double h[MAX_STEPS + 1][N], slope[MAX_STEPS + 1][N], g[MAX_STEPS + 1][N];
	double back[MAX_STEPS + 1], length[MAX_STEPS + 1]; /* k, and |g| k steps back */
};

static void forward(struct run *run, const double *w, bool linear)
{
	for (int t = 1; t <= run->K; t++)
		for (int i = 0; i < N; i++) {
			double z = cblas_ddot(N, w + (size_t)i * N, 1, run->h[t - 1], 1);

			run->h[t][i] = linear ? z : tanh(z);
			run->slope[t][i] = linear ? 1 : 1 - tanh(z) * tanh(z);
		}
}

/* [backward] */
/* Backpropagation through time: the same W at every step. */
static void backward(struct run *run, const double *w)
{
	for (int t = run->K; t >= 1; t--)
		for (int j = 0; j < N; j++) {
			double sum = 0;

			for (int i = 0; i < N; i++)
				sum += w[i * N + j] * run->slope[t][i] * run->g[t][i];
			run->g[t - 1][j] = sum;
		}
}
/* [end] */

static struct run *make_run(struct demo *d, const double *w, int K, bool linear, unsigned seed)
{
	struct run *run = demo_alloc(d, 1, sizeof(*run));

	run->K = K;
	random_normals(random_new(d, seed), run->h[0], N, 0, 1);
	for (int i = 0; i < N; i += 2)
		run->g[K][i] = 1 / sqrt(N / 2.0); /* c, of length 1 */
	forward(run, w, linear);
	backward(run, w);
	for (int k = 0; k <= K; k++) {
		run->back[k] = k;
		run->length[k] = cblas_dnrm2(N, run->g[K - k], 1);
	}
	return run;
}

/* c'h_K if h_t has a small imaginary part along its gradient: its imaginary part
 * then is the slope along it, which must be |g_t|. No gradient is used after t. */
static double slope_along(const struct run *run, const double *w, int t)
{
	double complex h[N], z[N], out = 0;
	double size = cblas_dnrm2(N, run->g[t], 1);

	for (int i = 0; i < N; i++)
		h[i] = run->h[t][i] + 1e-30 * I * run->g[t][i] / size;
	for (int s = t + 1; s <= run->K; s++) {
		for (int i = 0; i < N; i++) {
			z[i] = 0;
			for (int j = 0; j < N; j++)
				z[i] += w[i * N + j] * h[j];
		}
		for (int i = 0; i < N; i++)
			h[i] = ctanh(z[i]);
	}
	for (int i = 0; i < N; i++)
		out += run->g[run->K][i] * h[i];
	return cimag(out) / 1e-30;
}

/* Degrees by which a limit on each component turns the gradient, if the limit is a
 * tenth of the gradient's length. */
static double turned(const double *g)
{
	double size = cblas_dnrm2(N, g, 1), limit = size / 10, clipped[N];

	for (int i = 0; i < N; i++)
		clipped[i] = fmin(fmax(g[i], -limit), limit);
	return acos(cblas_ddot(N, g, 1, clipped, 1) / size / cblas_dnrm2(N, clipped, 1)) * 180 /
	       M_PI;
}

static void show_time(struct demo *d, enum matrix kind, double rho, int K, unsigned seed)
{
	double w[N * N], theory[MAX_STEPS + 1], off = 0, off_tanh = 0;
	int top = 0;

	make_matrix(kind, rho, random_new(d, seed), w);
	struct run *linear = make_run(d, w, K, true, seed), *run = make_run(d, w, K, false, seed);

	for (int k = 0; k <= K; k++) {
		double shear = kind == SHEAR ? hypot(1, k / rho) : 1;

		theory[k] = pow(rho, k);
		off = fmax(off, fabs(linear->length[k] / theory[k] / shear - 1));
		off_tanh = fmax(off_tanh, fabs(slope_along(run, w, K - k) / run->length[k] - 1));
		if (linear->length[k] > linear->length[top])
			top = k;
		demo_progress(d, (double)k / K);
	}
	demo_value(d, "growth", linear->length[K], "linear: |g|, K steps");
	demo_value(d, "growth_squared", gsl_pow_2(linear->length[K]), "its square");
	demo_value(d, "growth_tanh", run->length[K], "tanh: |g|, K steps");
	demo_value(d, "power", theory[K], "ρ^K");
	demo_value(d, "stretch", signal_spectral_norm(w, N), "largest singular value");
	demo_value(d, "top", linear->length[top], "linear: greatest |g|");
	demo_value(d, "top_at", linear->back[top], "so many steps back");
	demo_value(d, "turned", turned(linear->g[0]), "turned by value clip [°]");
	demo_check(
		d, "linear", off, 0, 1e-9, kind == SHEAR ? "closed form ρ^k √(1 + k²/ρ²)" : "ρ^k");
	/* Rounding grows with the gradient, where that grows. */
	demo_check(d, "tanh", off_tanh, 0, 1e-8, "complex step in the state at each time");

	struct demo_plot *plot =
		demo_plot(d, "time", "steps back in time", "length of the gradient", DEMO_LOG_Y);
	demo_plot_title(plot, "The gradient on its way back in time");
	demo_line(plot, "linear", linear->back, linear->length, (size_t)K + 1);
	demo_line(plot, "tanh", run->back, run->length, (size_t)K + 1);
	demo_reference(plot, "ρ^k", run->back, theory, (size_t)K + 1);
}

/* ---- the cliff */

struct slope {
	double cost, gradient;
};

/* [unit] */
/* One unit through K steps and back: h_0 = 1, h_t = max(w h, 0). */
static struct slope unit(double w, int K)
{
	double h[MAX_STEPS + 1] = {1}, g, dw = 0;

	for (int t = 1; t <= K; t++)
		h[t] = fmax(w * h[t - 1], 0);
	g = h[K] - 1;
	for (int t = K; t >= 1; t--) {
		double slope = h[t] > 0 ? 1 : 0;

		dw += g * slope * h[t - 1];
		g *= slope * w;
	}
	return (struct slope){(h[K] - 1) * (h[K] - 1) / 2, dw};
}

static double clip(double gradient, double limit)
{
	double length = fabs(gradient);

	return length > limit ? gradient * limit / length : gradient;
}
/* [end] */

/* The same without a network: h_K is w^K, or 0. */
static double gradient_in_closed_form(double w, int K)
{
	return w > 0 ? K * (gsl_pow_int(w, 2 * K - 1) - gsl_pow_int(w, K - 1)) : 0;
}

struct descent {
	int steps;
	double step[MAX_DESCENT + 1], w[MAX_DESCENT + 1], cost[MAX_DESCENT + 1];
};

static struct descent descend(double w, int K, double eta, double limit, int steps)
{
	struct descent s = {.steps = steps};

	for (int k = 0; k <= steps; k++) {
		struct slope here = unit(w, K);

		s.step[k] = k;
		s.w[k] = w;
		s.cost[k] = here.cost;
		w -= eta * clip(here.gradient, limit);
	}
	return s;
}

/* Each step anew from the closed form; its length must be the shorter of two. */
static double step_error(const struct descent *s, int K, double eta, double limit)
{
	double worst = 0;

	for (int k = 0; k < s->steps; k++) {
		double g = gradient_in_closed_form(s->w[k], K);
		double want = copysign(fmin(eta * fabs(g), eta * limit), -g);
		double got = s->w[k + 1] - s->w[k];

		/* A step is a difference: it loses eps of w, and g eps K of its parts. */
		worst = fmax(worst, fabs(got - want) / (fabs(want) + fabs(s->w[k]) + eta * K));
	}
	return worst;
}

static void show_cliff(struct demo *d, double start, int K, double eta, double limit, int steps)
{
	struct descent plain = descend(start, K, eta, INFINITY, steps);
	struct descent clipped = descend(start, K, eta, limit, steps);
	int arrived = 0;
	double w[SHAPE], cost[SHAPE], curve = 0;
	struct demo_plot *plot;

	for (int i = 0; i < SHAPE; i++) {
		w[i] = 0.5 + 0.8 * i / (SHAPE - 1);
		cost[i] = unit(w[i], K).cost;
		curve = fmax(
			curve, fabs(cost[i] - gsl_pow_2(gsl_pow_int(fmax(w[i], 0), K) - 1) / 2) /
				       (1 + cost[i]));
	}
	while (arrived < steps && clipped.cost[arrived] > 1e-6)
		arrived++;
	demo_value(d, "wall", cost[SHAPE - 1], "cost at w = 1.3");
	demo_value(d, "arrived", clipped.step[arrived], "clipped: steps to 1e-6");
	demo_value(d, "gradient", unit(start, K).gradient, "gradient at the start");
	demo_value(d, "plain_first", plain.w[1], "w after a plain step");
	demo_value(d, "plain_cost", plain.cost[steps], "plain: cost at the end");
	demo_value(d, "plain_gradient", unit(plain.w[steps], K).gradient, "plain: gradient then");
	demo_value(d, "clipped_first", clipped.w[1], "w after a clipped step");
	demo_value(d, "forgot_eta", start - clip(unit(start, K).gradient, limit),
		"the same without η");
	demo_value(d, "clipped_cost", clipped.cost[steps], "clipped: cost at the end");
	demo_check(d, "cliff", curve, 0, 1e-12, "cost in closed form, (w^K - 1)²/2");
	demo_check(d, "plain_steps", step_error(&plain, K, eta, INFINITY), 0, 1e-10,
		"each step by the closed form K (w^(2K-1) - w^(K-1))");
	demo_check(d, "clipped_steps", step_error(&clipped, K, eta, limit), 0, 1e-10,
		"the same, no longer than η c");
	plot = demo_plot(d, "cliff", "w", "cost", DEMO_LINEAR);
	demo_plot_title(plot, "The cost of one recurrent unit, and where clipped steps go");
	demo_range_x(plot, w[0], w[SHAPE - 1]); /* a step too long leaves the picture */
	demo_range_y(plot, 0, 3);
	demo_line(plot, "cost", w, cost, SHAPE);
	demo_points(plot, "clipped steps", clipped.w, clipped.cost, (size_t)steps + 1);
	plot = demo_plot(d, "descent", "step", "cost", DEMO_LOG_Y);
	demo_plot_title(plot, "Gradient descent from the cliff");
	demo_range_y(plot, 1e-12, 1e4);
	demo_line(plot, "plain", plain.step, plain.cost, (size_t)steps + 1);
	demo_line(plot, "clipped", clipped.step, clipped.cost, (size_t)steps + 1);
}

int main(int argc, char **argv)
{
	struct demo *d =
		demo_open(argc, argv, "Exploding gradients: the same matrix again and again");
	double rho = demo_real(d, "rho", 1.1, 0.5, 1.5, "size of W's eigenvalues");
	int K = demo_int(d, "steps", 50, 1, MAX_STEPS, "steps of time");
	int kind = demo_choice(d, "matrix", "rotation|shear", "W is a stretch and a");
	unsigned seed = (unsigned)demo_int(d, "seed", 1, 1, 1000, "seed of W and the state");
	double start = demo_real(d, "start", 1.2, 0.5, 1.5, "cliff: w at the start");
	int length = demo_int(d, "length", 20, 2, 50, "cliff: steps of time");
	double eta = demo_log(d, "eta", 0.004, 1e-5, 0.1, "cliff: learning rate η");
	double limit = demo_log(d, "clip", 1, 0.01, 1e6, "cliff: greatest length of a gradient");
	int updates = demo_int(d, "updates", 120, 10, MAX_DESCENT, "cliff: steps of descent");

	show_time(d, kind == 0 ? ROTATION : SHEAR, rho, K, seed);
	show_cliff(d, start, length, eta, limit, updates);
	return demo_close(d);
}
