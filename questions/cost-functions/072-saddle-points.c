/*
 * Saddles. How often has a random symmetric matrix, in place of a Hessian, only positive
 * eigenvalues? How many are negative at which height of the cost? Then a network of two
 * weights: it waits at its saddle, the longer the nearer it passes, and noise frees it.
 */
#include "lab/demo.h"
#include "lab/downhill.h"
#include "lab/grid.h"
#include "lab/random.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sort_vector.h>
#include <math.h>

enum { MOST = 10, COMPARED = 100, CURVE = 101, RUNS = 400 };

/* [grow] */
/* Draws rows of a random symmetric matrix h and of its Cholesky factor l,
 * until a pivot is not positive. Returns how many rows that took: the
 * block without the last has only positive eigenvalues. */
static int grow(struct random *noise, double h[MOST][MOST])
{
	double l[MOST][MOST];

	for (int i = 0; i < MOST; i++) {
		double pivot = h[i][i] = random_normal(noise, 0, sqrt(2));

		for (int j = 0; j < i; j++) {
			l[i][j] = h[i][j] = h[j][i] = random_normal(noise, 0, 1);
			for (int k = 0; k < j; k++)
				l[i][j] -= l[i][k] * l[j][k];
			l[i][j] /= l[j][j];
			pivot -= l[i][j] * l[i][j];
		}
		if (!(pivot > 0))
			return i + 1;
		l[i][i] = sqrt(pivot);
	}
	return MOST + 1;
}
/* [end] */

/* The eigenvalues of a symmetric n x n matrix, rising; a is overwritten. */
static void eigenvalues(gsl_matrix *a, double *lambda)
{
	gsl_eigen_symm_workspace *work = gsl_eigen_symm_alloc(a->size1);
	gsl_vector_view v = gsl_vector_view_array(lambda, a->size1);

	gsl_eigen_symm(a, &v.vector, work);
	gsl_sort_vector(&v.vector);
	gsl_eigen_symm_free(work);
}

/* Has the block of the first n rows only positive eigenvalues, by GSL's QR method? */
static bool only_positive(double h[MOST][MOST], int n)
{
	double copy[MOST * MOST], lambda[MOST];

	for (int i = 0; i < n * n; i++)
		copy[i] = h[i / n][i % n];
	gsl_matrix_view a = gsl_matrix_view_array(copy, (size_t)n, (size_t)n);
	eigenvalues(&a.matrix, lambda);
	return lambda[0] > 0;
}

/*
 * The exact share, 2^(n(n-5)/4) √det S: the eigenvalues' joint density over the positive ones
 * is a Pfaffian (de Bruijn 1955). S_jk is how much likelier it is that a chi variable of j
 * degrees of freedom is the smaller than that one of k is; an odd n has a border of ones.
 */
static double exact_share(size_t n)
{
	size_t m = n + n % 2;
	double size = (double)n;
	gsl_matrix *s = gsl_matrix_calloc(m, m);
	gsl_permutation *rows = gsl_permutation_alloc(m);
	int sign;

	for (size_t k = 1; k <= m; k++)
		for (size_t j = 1; j < k; j++) {
			double smaller = gsl_cdf_beta_P(0.5, (double)j / 2, (double)k / 2);
			double s_jk = k > n ? 1 : 2 * smaller - 1;

			gsl_matrix_set(s, j - 1, k - 1, s_jk);
			gsl_matrix_set(s, k - 1, j - 1, -s_jk);
		}
	gsl_linalg_LU_decomp(s, rows, &sign);
	double share = pow(2, size * (size - 5) / 4) * sqrt(gsl_linalg_LU_det(s, sign));
	gsl_permutation_free(rows);
	gsl_matrix_free(s);
	return share;
}

/* A share of p is measured in n draws: by Bernstein's inequality one in 10^8 is farther off. */
static double bernstein(double p, double n)
{
	double log_chance = log(2e8), third = log_chance / 3;

	return (third + sqrt(third * third + 2 * log_chance * n * p * (1 - p))) / n;
}

static void show_shares(struct demo *d, int draws, struct random *noise)
{
	static const char *const shares[] = {"share_1", "share_2", "share_3"};
	static const char *const exacts[] = {"exact_1", "exact_2", "exact_3"};
	const double closed[] = {0.5, (2 - M_SQRT2) / 4, (M_PI - 2 * M_SQRT2) / (4 * M_PI)};
	double n[MOST], measured[MOST] = {0}, exact[MOST], coins[MOST], h[MOST][MOST];
	double astray = 0, bend = 0;
	int differ = 0;

	for (int t = 0; t < draws; t++) {
		int rows = grow(noise, h);

		for (int i = 0; i < rows - 1; i++)
			measured[i] += 1.0 / draws;
		if (t < COMPARED && rows <= MOST)
			differ +=
				only_positive(h, rows) + (rows > 1 && !only_positive(h, rows - 1));
	}
	for (int i = 0; i < MOST; i++) {
		n[i] = i + 1;
		exact[i] = exact_share((size_t)i + 1);
		coins[i] = pow(0.5, n[i]);
		astray = fmax(astray, fabs(measured[i] - exact[i]) / bernstein(exact[i], draws));
	}
	for (int i = 1; i < MOST - 1; i++) {
		double second = log(exact[i + 1] * exact[i - 1] / (exact[i] * exact[i]));

		second += log(3) / 2 - 1 / (24 * n[i] * n[i]);
		bend = fmax(bend, fabs(second) * pow(n[i], 3));
	}
	for (int i = 0; i < 3; i++) {
		demo_value(d, shares[i], measured[i], "share without a negative eigenvalue");
		demo_value(d, exacts[i], exact[i], "the same exactly");
		demo_check(d, exacts[i], exact[i], closed[i], 1e-12, "½, (2-√2)/4, (π-2√2)/4π");
	}
	demo_value(d, "exact_10", exact[9], "exactly, dimension 10");
	demo_value(d, "coins_10", coins[9], "ten coins that all fall heads");
	demo_check(d, "inertia", differ, 0, 0, "Cholesky's verdict against GSL's eigenvalues");
	demo_check_at_most(d, "shares", astray, 1, "draws against the Pfaffian, Bernstein's bound");
	demo_check_at_most(
		d, "decay", bend, 0.05, "second differences of 3^(-n²/4) n^(-1/24), up to 1/n³");
	struct demo_plot *p = demo_plot(d, "minima", "dimension", "share", DEMO_LOG_Y);
	demo_plot_title(p, "Random Hessians without a negative eigenvalue");
	demo_range_y(p, 1e-14, 1);
	demo_reference(p, "fair coins", n, coins, MOST);
	demo_line(p, "exact", n, exact, MOST);
	demo_points(p, "drawn", n, measured, MOST);
}

/* Of a semicircle from -1 to 1, the share below x. */
static double below(double x)
{
	x = fmax(-1, fmin(1, x));
	return 0.5 + (x * sqrt(1 - x * x) + asin(x)) / M_PI;
}

/* One large matrix with semicircle radius 1: height lowers all its eigenvalues alike. */
static void show_index(struct demo *d, size_t n, double height, struct random *noise)
{
	double size = (double)n, sigma = 1 / (2 * sqrt(size)), square = 0, off = 0, bent = 0;
	double negative = 0;
	double *lambda = demo_vector(d, n), *up = demo_vector(d, n), x[CURVE], curve[CURVE];
	gsl_matrix *h = gsl_matrix_alloc(n, n);

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j <= i; j++) {
			double entry = random_normal(noise, 0, i == j ? M_SQRT2 * sigma : sigma);

			gsl_matrix_set(h, i, j, entry);
			gsl_matrix_set(h, j, i, entry);
		}
	eigenvalues(h, lambda);
	gsl_matrix_free(h);
	for (size_t i = 0; i < n; i++) {
		up[i] = (double)(i + 1) / size;
		square += lambda[i] * lambda[i];
		negative += lambda[i] - height < 0;
		off = fmax(
			off, fmax(up[i] - below(lambda[i]), below(lambda[i]) - up[i] + 1 / size));
	}
	demo_value(d, "index", negative / size, "share of negative eigenvalues at this height");
	demo_value(d, "index_theory", below(height), "the same by the semicircle");
	demo_value(d, "index_linear", (1 + height) / 2, "if eigenvalues were spread evenly");
	demo_value(
		d, "index_above", below(-height), "the share of positive ones, by the semicircle");
	/* Σλ² is the sum of squared entries, of which n(n+1)/2 are free. */
	double chi = square / (2 * sigma * sigma);
	demo_check(d, "moment", gsl_cdf_chisq_P(chi, size * (size + 1) / 2), 0.5, 0.5 - 1e-8,
		"Σλ² / 2σ² is chi-square, no stranger than one in 10^8");
	/* How many are below a point varies by about √(2 ln n)/π only (Mehta, number variance). */
	demo_check_at_most(d, "semicircle", off, (1 + 4 * sqrt(2 * log(size)) / M_PI) / size,
		"Wigner's law, at each eigenvalue");
	grid_even(x, CURVE, -1, 1);
	for (int i = 0; i < CURVE; i++) {
		curve[i] = below(x[i]);
		bent = fmax(bent, fabs(curve[i] - gsl_cdf_beta_P((1 + x[i]) / 2, 1.5, 1.5)));
	}
	demo_check(d, "curve", bent, 0, 1e-12, "a semicircle is a beta distribution: GSL's");
	double now = negative / size;
	struct demo_plot *p =
		demo_plot(d, "index_plot", "height of the cost", "negative share", DEMO_LINEAR);
	demo_plot_title(p, "The lower the cost, the fewer ways down");
	demo_range_x(p, -1.1, 1.1);
	demo_range_y(p, 0, 1);
	demo_steps(p, "one matrix", lambda, up, n);
	demo_reference(p, "semicircle", x, curve, CURVE);
	demo_points(p, "this height", &height, &now, 1);
}

/* [network] */
/* Input 1, weights w0 and w1 in a row, target 1: the cost, its slopes and curvatures. */
static struct place network(const double w[2])
{
	double r = w[0] * w[1] - 1;

	return (struct place){
		r * r / 2, {r * w[1], r * w[0]}, {w[1] * w[1], r + w[0] * w[1], w[0] * w[0]}};
}
/* [end] */

/* Slopes and curvatures at a point of no special kind. */
static void check_network(struct demo *d)
{
	const double h = 1e-5, w[2] = {0.7, -0.4};
	struct place at = network(w);
	double worst = 0;

	for (int i = 0; i < 2; i++) {
		double more[2] = {w[0], w[1]}, less[2] = {w[0], w[1]};

		more[i] += h;
		less[i] -= h;
		struct place up = network(more), down = network(less);
		worst = fmax(worst, fabs((up.cost - down.cost) / (2 * h) - at.grad[i]));
		for (int j = 0; j < 2; j++)
			worst = fmax(worst,
				fabs((up.grad[j] - down.grad[j]) / (2 * h) - at.hess[i + j]));
	}
	demo_check(d, "network", worst, 0, 1e-9, "central differences");
}

/* Gradient descent from beside the ridge w0 = -w1, which leads into the saddle at 0. */
static void show_path(struct demo *d, double start, double eta)
{
	int most = (int)(60 / eta), left = 0;
	double w[2] = {1 + start, start - 1}, ridge[2] = {1, -1}, low = INFINITY, broken = 0;
	double *t = demo_vector(d, (size_t)most), *cost = demo_vector(d, (size_t)most);
	double *norm = demo_vector(d, (size_t)most);
	struct place at = network(w), on = network(ridge), plateau = at;
	size_t n = 0;

	for (int step = 0; step < most && at.cost > 1e-12; step++) {
		double slope = hypot(at.grad[0], at.grad[1]), r = w[0] * w[1] - 1;
		double kept = (w[0] * w[0] - w[1] * w[1]) * (1 - eta * eta * r * r);

		t[n] = step;
		cost[n] = at.cost;
		norm[n++] = slope;
		if (at.cost > 0.25)
			left = step + 1;
		if (at.cost > 0.25 && slope < low) {
			low = slope;
			plateau = at;
		}
		for (int i = 0; i < 2; i++) {
			w[i] -= eta * at.grad[i];
			ridge[i] -= eta * on.grad[i];
		}
		at = network(w);
		on = network(ridge);
		broken = fmax(broken, fabs(w[0] * w[0] - w[1] * w[1] - kept));
	}
	demo_value(d, "plateau_slope", low, "smallest gradient norm on the plateau");
	demo_value(d, "plateau_cost", plateau.cost, "cost there");
	demo_value(d, "plateau_curvature", downhill_least_curvature(plateau.hess),
		"smallest eigenvalue of the Hessian there");
	demo_value(d, "left", left, "steps until the cost is below ¼");
	demo_value(d, "end_curvature", downhill_least_curvature(at.hess),
		"smallest eigenvalue at the end");
	demo_value(d, "end_trace", at.hess[0] + at.hess[2], "sum of both eigenvalues at the end");
	demo_value(d, "ridge_cost", on.cost, "cost if the start is exactly on the ridge");
	demo_check(d, "conserved", broken, 0, 1e-14, "w0² - w1² shrinks by 1 - η²r², each step");
	demo_check(d, "ridge", ridge[0] + ridge[1], 0, 0, "from the ridge it stays on the ridge");
	demo_check(d, "global", w[0] * w[1], 1, 2e-6, "the only minima: w0 w1 = 1");
	struct demo_plot *p = demo_plot(d, "plateau", "step", "cost, gradient norm", DEMO_LOG_Y);
	demo_plot_title(p, "Two weights: a plateau that looks like a minimum");
	demo_line(p, "cost", t, cost, n);
	demo_line(p, "gradient", t, norm, n);
}

/* Gradient descent on ½(x² - curvature y²) from y = start until y = 1; and from y = 0 with
 * noise in each gradient, which makes y normal: when are half of the runs out? */
static void show_escape(
	struct demo *d, double start, double eta, double curvature, double sd, struct random *noise)
{
	double rate = eta * curvature, theory = log(1 / start) / log1p(rate);
	double y = start, variance, chance, summed = 0, far = 0;
	int steps = 0, half = 0, out = 0;

	for (; y < 1; steps++)
		y -= eta * (-curvature * y);
	do {
		half++;
		variance = pow(eta * sd, 2) * expm1(2 * half * log1p(rate)) / (rate * (2 + rate));
		chance = 2 * gsl_cdf_ugaussian_Q(1 / sqrt(variance));
	} while (chance < 0.5);
	for (int t = 0; t < half; t++)
		summed = pow(1 + rate, 2) * summed + pow(eta * sd, 2);
	for (int run = 0; run < RUNS; run++) {
		y = 0;
		for (int t = 0; t < half; t++)
			y -= eta * (-curvature * y + random_normal(noise, 0, sd));
		out += fabs(y) >= 1;
		far += y * y / variance;
	}
	demo_value(d, "escape", theory, "steps from the saddle, in closed form");
	demo_value(d, "escape_log10", theory / log(10), "with log10 in place of ln");
	demo_value(d, "escape_flow", log(1 / start) / rate, "by gradient flow");
	demo_value(d, "escape_inverse", 1 / (rate * start), "if y kept its first speed");
	demo_value(d, "noisy", half, "step at which noise has freed half of the runs");
	demo_value(d, "noisy_share", (double)out / RUNS, "share of 400 runs that are out then");
	/* Rounding the count up adds less than 1, and rounding y hardly anything. */
	demo_check(d, "escape", steps, theory + 0.5, 0.5 + 1e-6, "ln(1/y) / ln(1 + ηλ)");
	demo_check(d, "noise", (double)out / RUNS, chance, bernstein(chance, RUNS),
		"y is normal, its variance a geometric sum; Bernstein's bound");
	demo_check(d, "variance", variance, summed, 1e-9 * summed, "noise added step by step");
	demo_check(d, "far", gsl_cdf_chisq_P(far, RUNS), 0.5, 0.5 - 1e-8,
		"Σy² over the variance is chi-square, no stranger than one in 10^8");
}

/* The same cost with `layers` equal weights w: how fast descent raises each of them. */
static double climb(double w, int layers)
{
	double others = w;

	for (int i = 2; i < layers; i++)
		others *= w;
	return others * (1 - others * w);
}

static double flow_time(double log_w, void *layers)
{
	return exp(log_w) / climb(exp(log_w), *(const int *)layers);
}

/* How long do small equal weights wait near 0, until their product is ¼? */
static void show_depth(struct demo *d, double small, double eta)
{
	static const char *const names[] = {"wait_2", "wait_3", "wait_4"};
	struct demo_table *table =
		demo_table(d, "depth", "layers|steps|by the flow", "Waiting at 0");

	for (int layers = 2; layers <= 4; layers++) {
		double target = pow(0.25, 1.0 / layers), flow, error;
		int weights = layers, steps = 0;
		gsl_function time = {flow_time, &weights};
		size_t calls;

		for (double w = small; w < target; steps++)
			w += eta * climb(w, layers);
		gsl_integration_qng(&time, log(small), log(target), 0, 1e-8, &flow, &error, &calls);
		/* A step takes the flow at most 1, and at least the ratio of speeds. */
		double lag = 1 + log(climb(target, layers) / climb(small, layers));
		demo_value(
			d, names[layers - 2], steps, "steps from small weights to a product of ¼");
		demo_check(d, names[layers - 2], steps, flow / eta + lag / 2, lag / 2,
			"time of the gradient flow by quadrature, and a proven lag");
		demo_row(table, (double[]){layers, steps, flow / eta});
	}
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Saddles: how many, and how long");
	int draws = demo_int(d, "draws", 10000, 1000, 200000, "random matrices");
	int size = demo_int(d, "size", 40, 4, 120, "rows of the large matrix");
	double height = demo_real(d, "height", -0.5, -1, 1, "height of the cost: 0 is the mean");
	double eta = demo_log(d, "eta", 0.1, 0.01, 0.5, "learning rate");
	double start = demo_log(d, "start", 1e-10, 1e-12, 0.1, "start: how far off the ridge");
	double curvature = demo_log(d, "curvature", 1, 0.1, 1, "negative curvature of the saddle");
	double sd = demo_log(d, "noise", 1e-3, 1e-12, 0.1, "noise of the gradient");
	double small = demo_log(d, "small", 0.02, 0.005, 0.05, "first weights, 2 to 4 layers");
	int seed = demo_int(d, "seed", 1, 1, 1000, "seed");
	struct random *noise = random_new(d, (unsigned)seed);

	show_shares(d, draws, noise);
	show_index(d, (size_t)size, height, noise);
	check_network(d);
	show_path(d, start, eta);
	show_escape(d, start, eta, curvature, sd, noise);
	show_depth(d, small, eta);
	return demo_close(d);
}
