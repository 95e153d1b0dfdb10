/*
 * How much gradient reaches each layer of a deep network at its random start:
 * a_l = skip a_{l-1} + branch f(W_l a_{l-1}), all layers equally wide, no
 * biases, and the cost J = (c·a_L - 1)²/2 of one example.
 */
#include "lab/demo.h"
#include "lab/grid.h"
#include "lab/random.h"
#include "lab/signal.h"

#include <gsl/gsl_cblas.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

struct network {
	struct signal_network shape;
	double **w;          /* w[l], l = 1..L: n x n, row by row */
	double **z, **a;     /* z[l] and a[l], l = 0..L: n; a[0] is the input */
	double **g, **delta; /* ∂J/∂a_l and ∂J/∂z_l */
	double *c;           /* n */
};

static double dot(const double *x, const double *y, int n)
{
	return cblas_ddot(n, x, 1, y, 1);
}

static double norm(const double *x, int n)
{
	return cblas_dnrm2(n, x, 1); /* squares of a vanished gradient would be 0 */
}

static double rms(const double *x, int n)
{
	return norm(x, n) / sqrt(n);
}

static double **rows(struct demo *d, int n_rows, size_t n)
{
	double **x = demo_alloc(d, (size_t)n_rows, sizeof(*x));

	for (int l = 0; l < n_rows; l++)
		x[l] = demo_vector(d, n);
	return x;
}

static struct network draw(struct demo *d, struct signal_network s, unsigned seed)
{
	size_t n = (size_t)s.width;
	int count = s.depth + 1;
	struct random *r = random_new(d, seed);
	struct network net = {s, rows(d, count, n * n), rows(d, count, n), rows(d, count, n),
		rows(d, count, n), rows(d, count, n), demo_vector(d, n)};

	random_normals(r, net.a[0], n, 0, 1);
	random_normals(r, net.c, n, 0, 1 / sqrt(s.width));
	for (int l = 1; l <= s.depth; l++)
		random_normals(r, net.w[l], n * n, 0, sqrt(s.sigma2 / s.width));
	return net;
}

static void forward(struct network *net)
{
	double **w = net->w, **z = net->z, **a = net->a;
	struct signal_network s = net->shape;

	for (int l = 1; l <= s.depth; l++)
		for (int i = 0; i < s.width; i++) {
			for (int j = 0; j < s.width; j++)
				z[l][i] += w[l][i * s.width + j] * a[l - 1][j];
			a[l][i] = s.skip * a[l - 1][i] + s.branch * mlp_activate(s.f, z[l][i]);
		}
}

/* [backward] */
static void backward(struct network *net)
{
	double **w = net->w, **z = net->z, **g = net->g, **delta = net->delta;
	struct signal_network s = net->shape;
	int L = s.depth, n = s.width;
	double error = dot(net->c, net->a[L], n) - 1; /* ∂J/∂output */

	for (int i = 0; i < n; i++)
		g[L][i] = error * net->c[i];
	for (int l = L; l >= 1; l--) {
		for (int j = 0; j < n; j++)
			g[l - 1][j] = s.skip * g[l][j];
		for (int i = 0; i < n; i++) {
			delta[l][i] = s.branch * mlp_slope(s.f, z[l][i]) * g[l][i];
			for (int j = 0; j < n; j++)
				g[l - 1][j] += w[l][i * n + j] * delta[l][i];
		}
	}
}
/* [end] */

/* Slope of J where the weights of layer k all move along a random p qᵀ: by
 * backpropagation, by a complex step, which subtracts nothing, and by a central
 * difference. `size` is the most that it can be for |p| = |q| = 1; `rounding` what the
 * difference sees of the rounding of J, some epsilons over h. */
struct slopes {
	double backprop, complex_step, difference, size, rounding;
};

static struct slopes slopes_along(struct demo *d, const struct network *net, int k)
{
	int n = net->shape.width;
	double *p = demo_vector(d, 2 * (size_t)n), *q = p + n, h = 1e-6;
	const double *delta = net->delta[k], *below = net->a[k - 1];
	struct random *r = random_new(d, (unsigned)k);

	random_normals(r, p, 2 * (size_t)n, 0, 1); /* q as well */
	const double complex steps[] = {h, -h, 1e-20 * I};
	double complex cost[3];
	for (int i = 0; i < 3; i++)
		cost[i] = signal_cost(d, &net->shape, net->w, net->a[0], net->c,
			(struct signal_nudge){k, p, q, steps[i]});
	return (struct slopes){dot(p, delta, n) * dot(q, below, n), cimag(cost[2]) / 1e-20,
		creal(cost[0] - cost[1]) / (2 * h), norm(delta, n) * norm(below, n),
		1e-14 * creal(cost[0]) / h};
}

/* What is said of the network, by layer: entry l - 1 is layer l's, but size[l]. */
struct profile {
	double *layer, *gradient, *theory, *weights, *size, *steepest;
	double log_squared, variance;
};

static struct profile measure(struct demo *d, const struct network *net)
{
	struct signal_network s = net->shape;
	int L = s.depth, n = s.width;
	size_t size = (size_t)L + 1;
	double *chi = demo_vector(d, size);
	struct profile p = {demo_vector(d, size), demo_vector(d, size), demo_vector(d, size),
		demo_vector(d, size), demo_vector(d, size), demo_vector(d, size), 0, 0};

	grid_even(p.layer, (size_t)L, 1, L);
	for (int l = 0; l <= L; l++)
		p.size[l] = rms(net->a[l], n);
	p.variance = signal_mean_field(
		&s, gsl_stats_mean(net->a[0], 1, (size_t)n), gsl_pow_2(p.size[0]), chi);
	for (int l = L; l >= 1; l--) {
		for (int i = 0; i < n; i++)
			p.steepest[l - 1] = fmax(p.steepest[l - 1], mlp_slope(s.f, net->z[l][i]));
		p.gradient[l - 1] = norm(net->g[l], n) / norm(net->g[L], n);
		p.theory[l - 1] = exp(p.log_squared / 2);
		p.weights[l - 1] = n * rms(net->delta[l], n) * p.size[l - 1];
		if (l > 1)
			p.log_squared += log(chi[l]);
	}
	return p;
}

/* No layer multiplies the gradient by more than its steepest slope times its norm. */
static double product_bound(const struct network *net, const struct profile *p)
{
	struct signal_network s = net->shape;
	double bound = 1;

	for (int l = 2; l <= s.depth; l++)
		bound *= s.skip +
			 s.branch * p->steepest[l - 1] * signal_spectral_norm(net->w[l], s.width);
	return bound;
}

/* Mean-field theory: ln of the squared gradient is normal. How many deviations off? */
static double off_theory(const struct profile *p)
{
	double log_squared = 2 * log(p->gradient[0]);

	return (log_squared - p->log_squared + p->variance / 2) / sqrt(p->variance);
}

static void check(struct demo *d, const struct network *net, const struct profile *p)
{
	int L = net->shape.depth;
	double worst = 0, shrink = p->gradient[0], bound = product_bound(net, p);
	struct slopes first = slopes_along(d, net, 1);
	double seen = first.difference / first.backprop;

	for (int k = L; k >= 1; k -= 1 + L / 12) {
		struct slopes s = slopes_along(d, net, k);
		worst = fmax(worst, fabs(s.complex_step - s.backprop) / fmax(s.size, 1e-300));
		demo_progress(d, 1 - (double)k / L);
	}
	demo_value(d, "seen", seen, "what a central difference sees of layer 1's gradient");
	/* A chaotic network multiplies its own rounding as it does the gradient. */
	demo_check(d, "complex_step", worst, 0, 1e-9 * fmax(1, shrink),
		"slope of J along random directions of weights");
	demo_value(d, "bound", bound, "product of steepest slopes and spectral norms");
	demo_check_at_most(d, "bound", shrink, bound, "product bound, eigenvalues of WᵀW");
	/* Within what ReLU's kinks can hide. */
	demo_check(d, "difference", first.difference, first.backprop,
		fmax(1, shrink) * (first.size / 1000 + first.rounding),
		"central difference along one of them, in layer 1");
}

static void draw_layers(
	struct demo *d, int L, const struct profile *p, const struct profile *he, bool has_theory)
{
	struct demo_plot *plot =
		demo_plot(d, "by_layer", "layer", "gradient / last layer's", DEMO_LOG_Y);
	demo_plot_title(plot, "The gradient that arrives at each layer");
	demo_line(plot, "this network", p->layer, p->gradient, (size_t)L);
	demo_line(plot, "ReLU, He", p->layer, he->gradient, (size_t)L);
	if (has_theory)
		demo_reference(plot, "theory", p->layer, p->theory, (size_t)L);
	plot = demo_plot(d, "weights", "layer", "norm", DEMO_LOG_Y);
	demo_plot_title(plot, "What the optimizer sees");
	demo_line(plot, "gradient of W", p->layer, p->weights, (size_t)L);
	demo_line(plot, "activation (rms)", p->layer, p->size + 1, (size_t)L);
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Gradient by layer at the random start");
	int L = demo_int(d, "depth", 20, 2, 100, "layers L");
	int n = demo_int(d, "width", 32, 16, 128, "units in a layer n");
	int activation = demo_choice(d, "activation", "sigmoid|tanh|relu", "activation");
	int init = demo_choice(d, "init", "xavier|he|torch|small",
		"variance of the weights: 1/n, 2/n, 1/(3n), 0.0001");
	int residual = demo_choice(d, "residual", "none|sum|scaled",
		"add a layer's input to its output; scaled: the output over √L");
	double gain = demo_log(d, "gain", 1, 0.5, 2, "factor on all weights");
	unsigned seed = (unsigned)demo_int(d, "seed", 1, 1, 1000, "seed of the random weights");

	const enum mlp_activation activations[] = {MLP_SIGMOID, MLP_TANH, MLP_RELU};
	const double sigma2[] = {1, 2, 1.0 / 3, 1e-4 * n};
	struct signal_network shape = {activations[activation], L, n, residual > 0,
		residual == 2 ? 1 / sqrt(L) : 1, gain * gain * sigma2[init]};
	struct network net = draw(d, shape, seed);
	struct network relu = draw(d, (struct signal_network){MLP_RELU, L, n, 0, 1, 2}, seed);
	forward(&net);
	backward(&net);
	forward(&relu);
	backward(&relu);
	struct profile p = measure(d, &net), he = measure(d, &relu);
	double shrink = p.gradient[0];

	demo_value(d, "shrink", shrink, "gradient at layer 1 over the last layer's");
	demo_value(d, "per_layer", pow(shrink, 1.0 / (L - 1)), "the same, per layer");
	demo_value(d, "theory", p.theory[0], "root mean square over weights, in theory");
	demo_value(d, "theory_squared", exp(p.log_squared), "its square");
	demo_value(d, "typical", exp(p.log_squared / 2 - p.variance / 4), "median, in theory");
	demo_value(d, "max_slope", gsl_stats_max(p.steepest, 1, (size_t)L),
		"steepest slope of the activation met");
	demo_value(d, "quarter", pow(0.25, L - 1), "0.25^(L-1)");
	demo_value(d, "weight_gradient", p.weights[0], "norm of W₁'s gradient");
	demo_value(d, "weight_shrink", p.weights[0] / fmax(p.weights[L - 1], 1e-300),
		"the same over the last layer's");
	/* The theory takes weights and gradient for independent; they are not
	 * where ReLU's output, never negative, adds up along the skips. */
	bool has_theory = residual == 0 || shape.f != MLP_RELU;
	check(d, &net, &p);
	demo_check(
		d, "he", he.log_squared, 0, 1e-12, "with He's weights nothing vanishes in theory");
	demo_check(d, "rate_he", off_theory(&he), 0, 5,
		"mean-field theory for ReLU with He's weights");
	if (has_theory && shrink > 0)
		demo_check(d, "rate", off_theory(&p), 0, 5,
			"mean-field theory, in standard deviations at this width");
	draw_layers(d, L, &p, &he, has_theory);
	return demo_close(d);
}
