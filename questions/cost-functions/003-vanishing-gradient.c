/*
 * How much gradient reaches each layer of a deep network at its random start:
 * a_l = skip a_{l-1} + branch f(W_l a_{l-1}), all layers equally wide, no
 * biases, and the cost J = (c·a_L - 1)²/2 of one example.
 */
#include "lab/demo.h"
#include "lab/random.h"
#include "lab/signal.h"

#include <complex.h>
#include <gsl/gsl_cblas.h>
#include <math.h>

struct network {
	struct signal_network shape;
	int L, n;
	double *w;         /* L x n x n: weights of the layers 1..L */
	double *z, *a;     /* (L + 1) x n; a_0 is the input */
	double *g, *delta; /* (L + 1) x n: ∂J/∂a_l and ∂J/∂z_l */
	double *c;         /* n */
};

static double dot(const double *x, const double *y, int n)
{
	return cblas_ddot(n, x, 1, y, 1);
}

static double norm(const double *x, int n)
{
	return cblas_dnrm2(n, x, 1); /* squares of a vanished gradient would be 0 */
}

/* Draws a network, sends an example through it and the gradient back. */
static struct network run(struct demo *d, struct signal_network s, unsigned seed)
{
	int L = s.depth, n = s.width;
	size_t units = (size_t)(L + 1) * (size_t)n, weights = (size_t)(L * n) * (size_t)n;
	struct random *r = random_new(d, seed);
	double *w = demo_vector(d, weights), *c = demo_vector(d, (size_t)n);
	double *z = demo_vector(d, units), *a = demo_vector(d, units);
	double *g = demo_vector(d, units), *delta = demo_vector(d, units);

	random_normals(r, a, (size_t)n, 0, 1);
	random_normals(r, c, (size_t)n, 0, 1 / sqrt(n));
	random_normals(r, w, weights, 0, sqrt(s.sigma2 / n));
	/* [forward] */
	for (int l = 1; l <= L; l++)
		for (int i = 0; i < n; i++) {
			z[l * n + i] = dot(w + ((l - 1) * n + i) * n, a + (l - 1) * n, n);
			a[l * n + i] = s.skip * a[(l - 1) * n + i] +
				       s.branch * mlp_activate(s.f, z[l * n + i]);
		}
	/* [end] */
	double error = dot(c, a + L * n, n) - 1;
	/* [backward] */
	for (int i = 0; i < n; i++)
		g[L * n + i] = error * c[i];
	for (int l = L; l >= 1; l--) {
		for (int j = 0; j < n; j++)
			g[(l - 1) * n + j] = s.skip * g[l * n + j];
		for (int i = 0; i < n; i++) {
			delta[l * n + i] = s.branch * mlp_slope(s.f, z[l * n + i]) * g[l * n + i];
			for (int j = 0; j < n; j++)
				g[(l - 1) * n + j] +=
					w[((l - 1) * n + i) * n + j] * delta[l * n + i];
		}
	}
	/* [end] */
	return (struct network){s, L, n, w, z, a, g, delta, c};
}

/* J with h p qᵀ added to the weights of layer k, for real or complex h. */
static double complex cost_near(struct demo *d, const struct network *net, int k, const double *p,
	const double *q, double complex h)
{
	int n = net->n;
	double complex *a = demo_alloc(d, (size_t)n, sizeof(*a));
	double complex *f = demo_alloc(d, (size_t)n, sizeof(*f)), output = -1;

	for (int i = 0; i < n; i++)
		a[i] = net->a[i];
	for (int l = 1; l <= net->L; l++) {
		const double *w = net->w + (l - 1) * n * n;
		for (int i = 0; i < n; i++) {
			double complex z = 0;
			for (int j = 0; j < n; j++)
				z += (w[i * n + j] + (l == k ? h * p[i] * q[j] : 0)) * a[j];
			f[i] = net->shape.f == MLP_SIGMOID ? 1 / (1 + cexp(-z))
			       : net->shape.f == MLP_TANH  ? ctanh(z)
			       : creal(z) > 0              ? z
							   : 0;
		}
		for (int i = 0; i < n; i++)
			a[i] = net->shape.skip * a[i] + net->shape.branch * f[i];
	}
	for (int i = 0; i < n; i++)
		output += net->c[i] * a[i];
	return output * output / 2;
}

/* Slope of J where all weights of layer k move along a random p qᵀ: by
 * backpropagation, by a complex step, which subtracts nothing, and by a central
 * difference. `size` is what the slope may be at most, for |p| = |q| = 1. */
struct slopes {
	double backprop, complex_step, difference, size;
};

static struct slopes slopes_along(struct demo *d, const struct network *net, int k)
{
	int n = net->n;
	double *p = demo_vector(d, (size_t)n), *q = demo_vector(d, (size_t)n), h = 1e-6;
	const double *delta = net->delta + k * n, *below = net->a + (k - 1) * n;
	struct random *r = random_new(d, (unsigned)k);

	random_normals(r, p, (size_t)n, 0, 1);
	random_normals(r, q, (size_t)n, 0, 1);
	double up = creal(cost_near(d, net, k, p, q, h)),
	       down = creal(cost_near(d, net, k, p, q, -h));
	return (struct slopes){dot(p, delta, n) * dot(q, below, n),
		cimag(cost_near(d, net, k, p, q, 1e-20 * I)) / 1e-20, (up - down) / (2 * h),
		norm(delta, n) * norm(below, n)};
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
		"add its input to a layer's output; scaled: the output over √L");
	double gain = demo_log(d, "gain", 1, 0.5, 2, "factor on all weights");
	unsigned seed = (unsigned)demo_int(d, "seed", 1, 1, 1000, "seed of the random weights");

	const enum mlp_activation activations[] = {MLP_SIGMOID, MLP_TANH, MLP_RELU};
	const double sigma2[] = {1, 2, 1.0 / 3, 1e-4 * n};
	struct signal_network shape = {activations[activation], L, n, residual > 0,
		residual == 2 ? 1 / sqrt(L) : 1, gain * gain * sigma2[init]};
	struct network net = run(d, shape, seed);
	struct network relu = run(d, (struct signal_network){MLP_RELU, L, n, 0, 1, 2}, seed);

	size_t points = (size_t)L;
	double *layer = demo_vector(d, points), *gradient = demo_vector(d, points);
	double *he = demo_vector(d, points), *theory = demo_vector(d, points);
	double *weights = demo_vector(d, points), *size = demo_vector(d, points);
	double *chi = demo_vector(d, points + 1), mean = 0, square = dot(net.a, net.a, n) / n;
	for (int i = 0; i < n; i++)
		mean += net.a[i] / n;
	double variance = signal_mean_field(&shape, mean, square, chi);
	double bound = 1, steepest = 0, log_squared = 0;
	for (int l = L; l >= 1; l--) {
		double steep = 0;
		layer[l - 1] = l;
		gradient[l - 1] = norm(net.g + l * n, n) / norm(net.g + L * n, n);
		he[l - 1] = norm(relu.g + l * n, n) / norm(relu.g + L * n, n);
		theory[l - 1] = exp(log_squared / 2);
		weights[l - 1] = norm(net.delta + l * n, n) * norm(net.a + (l - 1) * n, n);
		size[l - 1] = norm(net.a + l * n, n) / sqrt(n);
		for (int i = 0; i < n; i++)
			steep = fmax(steep, mlp_slope(shape.f, net.z[l * n + i]));
		steepest = fmax(steepest, steep);
		if (l == 1)
			break;
		bound *= shape.skip +
			 shape.branch * steep * signal_spectral_norm(net.w + (l - 1) * n * n, n);
		log_squared += log(chi[l]);
	}
	double shrink = gradient[0];

	demo_value(d, "shrink", shrink, "gradient at layer 1 over the last layer's");
	demo_value(d, "per_layer", pow(shrink, 1.0 / (L - 1)), "the same, per layer");
	demo_value(d, "theory", theory[0], "root mean square over weights, in theory");
	demo_value(d, "theory_squared", theory[0] * theory[0], "its square");
	demo_value(d, "typical", theory[0] * exp(-variance / 4), "median over weights, in theory");
	demo_value(d, "max_slope", steepest, "steepest slope of the activation met");
	demo_value(d, "quarter", pow(0.25, L - 1), "0.25^(L-1)");
	demo_value(d, "bound", bound, "product of steepest slopes and spectral norms");
	demo_value(d, "weight_gradient", weights[0], "norm of W₁'s gradient");
	demo_value(d, "weight_shrink", weights[0] / fmax(weights[L - 1], 1e-300),
		"the same over the last layer's");

	double worst = 0;
	for (int k = L; k >= 1; k -= 1 + L / 12) {
		struct slopes s = slopes_along(d, &net, k);
		worst = fmax(worst, fabs(s.complex_step - s.backprop) / fmax(s.size, 1e-300));
	}
	struct slopes first = slopes_along(d, &net, 1);
	demo_value(d, "seen", first.difference / first.backprop,
		"what a central difference sees of layer 1's gradient");
	/* A chaotic network multiplies its own rounding as it does the gradient. */
	demo_check(d, "complex_step", worst, 0, 1e-9 * fmax(1, shrink),
		"slope of J along a random direction of weights");
	demo_check_at_most(d, "bound", shrink, bound, "product bound, eigenvalues of WᵀW");
	bool has_theory = residual == 0 || shape.f != MLP_RELU;
	if (has_theory && shrink > 0)
		demo_check(d, "rate",
			(2 * log(shrink) - log_squared + variance / 2) / sqrt(variance), 0, 5,
			"mean-field theory, in standard deviations at this width");

	struct demo_plot *p =
		demo_plot(d, "by_layer", "layer", "gradient / last layer's", DEMO_LOG_Y);
	demo_plot_title(p, "The gradient that arrives at each layer");
	demo_line(p, "this network", layer, gradient, points);
	demo_line(p, "ReLU, He", layer, he, points);
	if (has_theory)
		demo_reference(p, "theory", layer, theory, points);
	p = demo_plot(d, "weights", "layer", "norm", DEMO_LOG_Y);
	demo_plot_title(p, "What the optimizer sees");
	demo_line(p, "gradient of W", layer, weights, points);
	demo_line(p, "activation (root mean square)", layer, size, points);
	return demo_close(d);
}
