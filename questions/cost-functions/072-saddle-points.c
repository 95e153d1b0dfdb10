/*
 * Saddles. How often has a random symmetric matrix, in place of a Hessian, only positive
 * eigenvalues? How often has a critical point of a random surface? How many eigenvalues are
 * negative at which height? Then two weights in a row wait at their saddle.
 */
#include "lab/demo.h"
#include "lab/downhill.h"
#include "lab/grid.h"
#include "lab/random.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sort_vector.h>
#include <math.h>

enum { MOST = 10, CURVE = 101 };

/* [grow] */
/* Draws a random symmetric matrix, making each row one of its Cholesky
 * factor l, until a pivot is not positive. Returns how many rows that
 * took: the block without the last has only positive eigenvalues. */
static int grow(struct random *noise)
{
	double l[MOST][MOST];

	for (int i = 0; i < MOST; i++) {
		double pivot = random_normal(noise, 0, sqrt(2));

		for (int j = 0; j < i; j++) {
			l[i][j] = random_normal(noise, 0, 1);
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

/*
 * The exact share, 2^(n(n-5)/4) √det S: the joint density of the eigenvalues, integrated over
 * positive ones, is a Pfaffian. S_jk is how much likelier it is that a chi variable of j degrees
 * of freedom is smaller than one of k, than that it is larger; an odd n has a border of ones.
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

/*
 * Of the critical points of a random surface over two and three dimensions: which share are
 * minima? Kac and Rice: H is a matrix as above plus one normal number on the whole diagonal,
 * and counts by |det H|. It is positive if its leading minors are.
 */
static void show_surface(struct demo *d, int draws, struct random *noise, double minima[2])
{
	double all[2] = {0}, e[7];

	for (int t = 0; t < draws; t++) {
		random_normals(noise, e, 7, 0, 1);
		double a = M_SQRT2 * e[0] + e[6], b = M_SQRT2 * e[1] + e[6];
		double c = M_SQRT2 * e[2] + e[6], two = a * b - e[3] * e[3];
		double three = two * c + 2 * e[3] * e[4] * e[5] - a * e[4] * e[4] - b * e[5] * e[5];

		all[0] += fabs(two);
		all[1] += fabs(three);
		if (a > 0 && two > 0) {
			minima[0] += two;
			minima[1] += fmax(three, 0);
		}
	}
	for (int i = 0; i < 2; i++)
		minima[i] /= all[i];
	demo_value(d, "surface_2", minima[0], "minima among critical points, 2 dimensions");
	demo_value(d, "surface_3", minima[1], "the same, 3 dimensions");
	double exact = (29 - 6 * M_SQRT2 * M_SQRT3) / 116;
	demo_value(d, "surface_exact", exact, "the same exactly, 3 dimensions");
	/* Weighted so, a share scatters by 0.73 over the root of the draws (simulated). */
	double error = 7 * 0.73 / sqrt(draws);
	demo_check(
		d, "surface_2", minima[0], 0.25, error, "a quarter by symmetry, 7 standard errors");
	demo_check(d, "surface_3", minima[1], exact, error,
		"Bardeen and others 1986, 7 standard errors");
}

static void show_shares(struct demo *d, int draws, struct random *noise)
{
	static const char *const shares[] = {"share_1", "share_2", "share_3"};
	static const char *const exacts[] = {"exact_1", "exact_2", "exact_3"};
	const double closed[] = {0.5, (2 - M_SQRT2) / 4, (M_PI - 2 * M_SQRT2) / (4 * M_PI)};
	double n[MOST], measured[MOST] = {0}, exact[MOST], coins[MOST];
	double minima[2] = {0}, astray = 0, bend = 0;

	for (int t = 0; t < draws; t++) {
		int rows = grow(noise);

		for (int i = 0; i < rows - 1; i++)
			measured[i] += 1.0 / draws;
	}
	show_surface(d, draws, noise, minima);
	for (int i = 0; i < MOST; i++) {
		n[i] = i + 1;
		exact[i] = exact_share((size_t)i + 1);
		coins[i] = pow(0.5, n[i]);
		/* By Bernstein's inequality one share in 10^8 is farther off than this. */
		double limit = (13 + sqrt(39 * draws * exact[i] * (1 - exact[i]))) / draws;
		astray = fmax(astray, fabs(measured[i] - exact[i]) / limit);
	}
	for (int i = 1; i < MOST - 1; i++) {
		double second = log(exact[i + 1] * exact[i - 1] / (exact[i] * exact[i]));

		bend = fmax(bend, fabs(second + log(3) / 2) * n[i] * n[i]);
	}
	for (int i = 0; i < 3; i++) {
		demo_value(d, shares[i], measured[i], "share without a negative eigenvalue");
		demo_value(d, exacts[i], exact[i], "the same exactly");
		demo_check(d, exacts[i], exact[i], closed[i], 1e-12, "½, (2-√2)/4, (π-2√2)/4π");
	}
	demo_value(d, "exact_10", exact[9], "exactly, dimension 10");
	demo_value(d, "coins_10", coins[9], "ten coins that all fall heads");
	demo_check_at_most(d, "shares", astray, 1, "draws against the Pfaffian, Bernstein's bound");
	demo_check_at_most(d, "decay", bend, 0.05,
		"second differences of -n² ln 3 / 4 (Dean and Majumdar), up to 1/20n²");
	struct demo_plot *p = demo_plot(d, "minima", "dimension", "share", DEMO_LOG_Y);
	demo_plot_title(p, "All eigenvalues positive: how often?");
	demo_range_y(p, 1e-14, 1);
	demo_reference(p, "fair coins", n, coins, MOST);
	demo_line(p, "exact", n, exact, MOST);
	demo_points(p, "drawn", n, measured, MOST);
	demo_points(p, "on a surface", n + 1, minima, 2);
}

/* Of a semicircle from -1 to 1, the share below x. */
static double below(double x)
{
	x = fmax(-1, fmin(1, x));
	return 0.5 + (x * sqrt(1 - x * x) + asin(x)) / M_PI;
}

/* The eigenvalues of a large random matrix, rising, with semicircle radius 1. */
static void draw_spectrum(double *lambda, size_t n, struct random *noise)
{
	double sigma = 0.5 / sqrt((double)n);
	gsl_matrix *h = gsl_matrix_calloc(n, n);
	gsl_eigen_symm_workspace *work = gsl_eigen_symm_alloc(n);
	gsl_vector_view v = gsl_vector_view_array(lambda, n);

	for (size_t i = 0; i < n; i++) /* GSL reads the lower triangle */
		for (size_t j = 0; j <= i; j++)
			gsl_matrix_set(
				h, i, j, random_normal(noise, 0, i == j ? M_SQRT2 * sigma : sigma));
	gsl_eigen_symm(h, &v.vector, work);
	gsl_sort_vector(&v.vector);
	gsl_eigen_symm_free(work);
	gsl_matrix_free(h);
}

/* Height lowers all eigenvalues of one matrix alike. */
static void show_index(struct demo *d, size_t n, double height, struct random *noise)
{
	double size = (double)n, off = 0, negative = 0, x[CURVE], curve[CURVE];
	double *lambda = demo_vector(d, n), *up = demo_vector(d, n);

	draw_spectrum(lambda, n, noise);
	for (size_t i = 0; i < n; i++) {
		double share = below(lambda[i]);

		up[i] = (double)(i + 1) / size;
		off = fmax(off, fmax(up[i] - share, share - up[i] + 1 / size));
		negative += (lambda[i] < height) / size;
	}
	grid_even(x, CURVE, -1, 1);
	for (int i = 0; i < CURVE; i++)
		curve[i] = below(x[i]);
	demo_value(d, "index", negative, "share of negative eigenvalues at this height");
	demo_value(d, "index_theory", below(height), "the same by the semicircle");
	demo_value(d, "index_linear", (1 + height) / 2, "if eigenvalues were spread evenly");
	demo_value(d, "index_above", below(-height), "positive ones, by the semicircle");
	/* None of 400,000 matrices of 4 rows, nor of 40,000 of 40, was so far off. */
	demo_check_at_most(d, "semicircle", off, (1 + 1.8 * sqrt(log(size))) / size,
		"Wigner's law, at each eigenvalue");
	demo_check(d, "theory", below(height), gsl_cdf_beta_P((1 + height) / 2, 1.5, 1.5), 1e-12,
		"a semicircle is a beta distribution: GSL's");
	struct demo_plot *p =
		demo_plot(d, "index_plot", "height of the cost", "negative share", DEMO_LINEAR);
	demo_plot_title(p, "The lower the cost, the fewer ways down");
	demo_range_x(p, -1.1, 1.1);
	demo_range_y(p, 0, 1);
	demo_steps(p, "one matrix", lambda, up, n);
	demo_reference(p, "semicircle", x, curve, CURVE);
	demo_points(p, "this height", &height, &negative, 1);
}

/* Input 1, two weights in a row, target 1: the cost, its slopes and second derivatives. */
static struct place network(const double w[2])
{
	double r = w[0] * w[1] - 1;

	return (struct place){
		r * r / 2, {r * w[1], r * w[0]}, {w[1] * w[1], r + w[0] * w[1], w[0] * w[0]}};
}

/* Gradient descent from beside the ridge w1 = -w2, which leads into the saddle at 0. */
static void show_path(struct demo *d, double start, double eta)
{
	size_t most = (size_t)(60 / eta), n = 0;
	double w[2] = {1 + start, start - 1}, low = INFINITY, left = 0, broken = 0;
	double *t = demo_vector(d, most), *cost = demo_vector(d, most);
	double *norm = demo_vector(d, most);
	struct place at = network(w), plateau = at;

	for (; n < most && at.cost > 1e-12; n++) {
		double gap = w[0] * w[0] - w[1] * w[1], r = w[0] * w[1] - 1;

		t[n] = (double)n;
		cost[n] = at.cost;
		norm[n] = hypot(at.grad[0], at.grad[1]);
		if (at.cost > 0.25)
			left = t[n] + 1;
		if (at.cost > 0.25 && norm[n] < low) {
			low = norm[n];
			plateau = at;
		}
		for (int i = 0; i < 2; i++)
			w[i] -= eta * at.grad[i];
		at = network(w);
		gap *= 1 - eta * eta * r * r;
		broken = fmax(broken, fabs(w[0] * w[0] - w[1] * w[1] - gap));
	}
	demo_value(d, "plateau_slope", low, "smallest gradient norm on the plateau");
	demo_value(d, "plateau_cost", plateau.cost, "cost there");
	demo_value(d, "plateau_curvature", downhill_least_curvature(plateau.hess),
		"smallest eigenvalue of the Hessian there");
	demo_value(d, "left", left, "steps until the cost is below ¼");
	demo_value(d, "end_curvature", downhill_least_curvature(at.hess),
		"smallest eigenvalue at the end");
	demo_value(d, "end_trace", at.hess[0] + at.hess[2], "sum of both eigenvalues at the end");
	demo_check(d, "conserved", broken, 0, 1e-14, "w1² - w2² shrinks by 1 - η²r², each step");
	demo_check(d, "global", w[0] * w[1], 1, 2e-6, "the only minima: w1 w2 = 1");
	struct demo_plot *p = demo_plot(d, "plateau", "step", "cost, gradient norm", DEMO_LOG_Y);
	demo_plot_title(p, "Two weights: a plateau that looks like a minimum");
	demo_line(p, "cost", t, cost, n);
	demo_line(p, "gradient", t, norm, n);
}

/* Gradient descent on -½ curvature y², from y = start until y = 1. */
static void show_escape(struct demo *d, double start, double eta, double curvature)
{
	double rate = eta * curvature, theory = log(1 / start) / log1p(rate);
	int steps = 0;

	for (double y = start; y < 1; steps++)
		y += eta * curvature * y;
	demo_value(d, "escape", theory, "steps from the saddle, in closed form");
	demo_value(d, "escape_log10", theory / log(10), "with log10 in place of ln");
	demo_value(d, "escape_flow", log(1 / start) / rate, "by gradient flow");
	demo_value(d, "escape_inverse", 1 / (rate * start), "if y kept its first speed");
	/* Rounding the count up adds less than 1, and rounding y hardly anything. */
	demo_check(d, "escape", steps, theory + 0.5, 0.5 + 1e-6, "step by step");
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
	int seed = demo_int(d, "seed", 1, 1, 1000, "seed");
	struct random *noise = random_new(d, (unsigned)seed);

	show_shares(d, draws, noise);
	show_index(d, (size_t)size, height, noise);
	show_path(d, start, eta);
	show_escape(d, start, eta, curvature);
	return demo_close(d);
}
