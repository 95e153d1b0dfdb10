/*
 * Double descent: least squares with p Gaussian features on n examples. Where many
 * weights fit best, the shortest are taken: the minimum norm. The label is
 *
 *     y = x_1 w_1 + x_2 w_2 + ... + noise of deviation σ
 *
 * The first p of the w² add up to 1 - exp(-p / reach), all of them to 1. A feature that
 * is left out is independent of the others, so its share of y acts as noise.
 */
#include "lab/demo.h"
#include "lab/linear.h"
#include "lab/random.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_psi.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

enum { MAX = 40, FURTHEST = 3, DRAWS = 501, SIZES = 13, AT_PEAK = 4, RIDGED = 3 };

struct world {
	size_t n;
	double reach, sigma;
};

/* What p features can learn, |w|², and the variance of all else in y. */
struct task {
	double p, signal, noise;
};

static struct task task_of(const struct world *w, double p)
{
	return (struct task){p, -expm1(-p / w->reach), w->sigma * w->sigma + exp(-p / w->reach)};
}

/* Expected test error of the fit of minimum norm to n examples. */
static double formula(double n, struct task t)
{
	if (t.p < n - 1)
		return t.noise * (1 + t.p / (n - t.p - 1));
	if (t.p > n + 1)
		return t.signal * (1 - n / t.p) + t.noise * (1 + n / (t.p - n - 1));
	return INFINITY;
}

/* The squares of the k singular values of X, or of its transpose, which has the same: the
 * eigenvalues of XX' or X'X, whichever is smaller. Returns k, the lesser dimension. */
static size_t singular_values2(const double *x, size_t rows, size_t columns, double *s2)
{
	size_t k = rows < columns ? rows : columns;
	double gram[MAX * MAX];
	gsl_matrix_const_view view = gsl_matrix_const_view_array(x, rows, columns);
	gsl_matrix_view square = gsl_matrix_view_array(gram, k, k);
	gsl_vector_view values = gsl_vector_view_array(s2, k);
	gsl_eigen_symm_workspace *work = gsl_eigen_symm_alloc(k);

	gsl_blas_dsyrk(CblasLower, rows < columns ? CblasNoTrans : CblasTrans, 1, &view.matrix, 0,
		&square.matrix);
	gsl_eigen_symm(&square.matrix, &values.vector, work);
	gsl_eigen_symm_free(work);
	return k;
}

/* [given] */
/* The risk, expected test error, of ridge, given the squares of the k singular
 * values of X: the mean over label noise and over all directions that w
 * may have. λ = 0 gives the minimum norm. */
static double risk(const double *s2, size_t k, struct task t, double lambda)
{
	double lost = t.p - (double)k; /* directions without data */
	double noise = 1;

	for (size_t c = 0; c < k; c++) {
		double kept = s2[c] / (s2[c] + lambda);

		lost += (1 - kept) * (1 - kept);
		noise += kept * kept / s2[c];
	}
	return t.signal * lost / t.p + t.noise * noise;
}
/* [end] */

static double best_lambda(struct task t)
{
	return t.p * t.noise / t.signal;
}

/* With n features: the median error on n examples, and formulas for other numbers of them.
 * The determinant of X'X is a product of independent χ² with n, n - 1, ... 1 degrees of
 * freedom: what each column has that those before it lack. */
static double show_peak(struct demo *d, const struct world *w, struct random *random, int n_draws)
{
	double n = (double)w->n, error[DRAWS], x[MAX * MAX], s2[MAX], logs = 0, mean = 0,
	       variance = 0;
	struct task t = task_of(w, n);

	for (int i = 0; i < n_draws; i++) {
		random_normals(random, x, w->n * w->n, 0, 1);
		error[i] = risk(s2, singular_values2(x, w->n, w->n, s2), t, 0);
		for (size_t c = 0; c < w->n; c++)
			logs += log(s2[c]) / n_draws;
	}
	for (size_t freedom = 1; freedom <= w->n; freedom++) {
		mean += M_LN2 + gsl_sf_psi((double)freedom / 2);
		variance += gsl_sf_psi_1((double)freedom / 2) / n_draws;
	}
	demo_check(d, "draws", logs, mean, 7 * sqrt(variance),
		"mean ln det X'X at p = n, by the mean of ln χ²: 7 standard errors");
	double median = gsl_stats_median(error, 1, (size_t)n_draws);
	demo_value(d, "peak", median, "median test error at p = n");
	demo_value(d, "half", formula(floor(n / 2), t), "n features, n/2 examples");
	demo_value(d, "almost", formula(n - 2, t), "n features, n - 2 examples");
	demo_value(d, "twice", formula(2 * n, t), "n features, 2n examples");
	return median;
}

/* Test errors over p features for n examples. */
static void show_features(struct demo *d, const struct world *w, double peak, struct random *random)
{
	double n = (double)w->n, null = task_of(w, 0).noise, law = 0;
	double at[SIZES], ridge[SIZES] = {0}, s2[MAX], p[FURTHEST * MAX], curve[FURTHEST * MAX];
	double *x = demo_vector(d, FURTHEST * w->n * w->n);

	for (size_t i = 0; i < FURTHEST * w->n; i++) {
		p[i] = (double)i + 1;
		curve[i] = formula(n, task_of(w, p[i]));
		double half = (fabs(p[i] - n) + 1) / 2; /* the degrees of freedom */
		double mean = tgamma(half - 1) / tgamma(half) / 2, bare = fmin(p[i], n) * mean;
		if (half > 1)
			law = fmax(law, fabs(formula(n, (struct task){p[i], 0, 1}) - 1 - bare));
	}
	for (int i = 0; i < RIDGED; i++) {
		random_normals(random, x, FURTHEST * w->n * w->n, 0, 1);
		for (int k = 0; k < SIZES; k++) {
			at[k] = fmax(1, round(n * k / AT_PEAK));
			struct task t = task_of(w, at[k]);
			size_t m = singular_values2(x, (size_t)at[k], w->n, s2);
			ridge[k] += risk(s2, m, t, best_lambda(t)) / RIDGED;
		}
	}
	size_t left = gsl_stats_min_index(curve, 1, w->n);
	size_t right = w->n + gsl_stats_min_index(curve + w->n, 1, (FURTHEST - 1) * w->n);
	demo_value(d, "null", null, "test error of always 0");
	demo_value(d, "left_p", p[left], "least error below p = n: features");
	demo_value(d, "left", curve[left], "its test error");
	demo_value(d, "right_p", p[right], "least error beyond: features");
	demo_value(d, "right", curve[right], "its test error");
	demo_value(d, "end", curve[FURTHEST * w->n - 1], "test error at p = 3n");
	demo_value(d, "peak_ridge", ridge[AT_PEAK], "best ridge at p = n");
	demo_check_at_most(d, "law", law, 1e-9, "the mean of 1/χ² by the gamma function, each p");
	struct demo_plot *plot = demo_plot(d, "features", "features p", "test error", DEMO_LOG_Y);
	demo_plot_title(plot, "Test error over features, at fixed n");
	demo_range_y(plot, 0.15 * null, 15 * null);
	demo_line(plot, "minimum norm", p, curve, FURTHEST * w->n);
	demo_points(plot, "its median", &n, &peak, 1);
	demo_line(plot, "best ridge", at, ridge, SIZES);
	demo_reference(plot, "always 0", (double[]){1, FURTHEST * n}, (double[]){null, null}, 2);
}

/* One training set with p features. */
struct single {
	struct task t;
	struct dataset set;
	struct linear_svd *svd;
	double *w, *shortest; /* truth, and fit of minimum norm */
};

static struct single make_single(struct demo *d, const struct world *w, size_t p, struct random *r)
{
	struct single s = {.t = task_of(w, (double)p), .set = {.n = w->n, .d = p}};

	s.w = demo_vector(d, p);
	s.shortest = demo_vector(d, p);
	s.set.x = demo_vector(d, w->n * p);
	s.set.y = demo_vector(d, w->n);
	for (size_t j = 0; j < p; j++)
		s.w[j] = sqrt(task_of(w, (double)j + 1).signal - task_of(w, (double)j).signal);
	random_normals(r, s.set.x, w->n * p, 0, 1);
	random_normals(r, s.set.y, w->n, 0, sqrt(s.t.noise));
	for (size_t i = 0; i < w->n; i++)
		for (size_t j = 0; j < p; j++)
			s.set.y[i] += s.set.x[i * p + j] * s.w[j];
	s.svd = linear_svd_new(d, &s.set);
	linear_ridge(s.svd, s.set.y, 0, s.shortest);
	return s;
}

/* The features are independent with variance 1, so that no test set is needed. */
static double test_error(const struct single *s, const double *w)
{
	double error = s->t.noise;

	for (size_t j = 0; j < s->set.d; j++)
		error += gsl_pow_2(w[j] - s->w[j]);
	return error;
}

/* risk again, by fits: to one unit of noise after the other, then to what one weight
 * after the other alone gives. */
static double error_by_fits(struct demo *d, const struct single *s, double lambda)
{
	size_t n = s->set.n, p = s->set.d;
	double *y = demo_vector(d, n), *fit = demo_vector(d, p), error = s->t.noise;

	for (size_t i = 0; i < n + p; i++) {
		for (size_t r = 0; r < n; r++)
			y[r] = i < n ? r == i : s->set.x[r * p + i - n];
		linear_ridge(s->svd, y, lambda, fit);
		for (size_t j = 0; j < p; j++)
			error += (i < n ? s->t.noise : s->t.signal / s->t.p) *
				 gsl_pow_2(fit[j] - (j + n == i));
	}
	return error;
}

static void show_single(struct demo *d, const struct world *w, const struct single *s)
{
	double n = (double)w->n, p = s->t.p, s2[MAX], trace = 0, lambda = best_lambda(s->t);
	size_t k = singular_values2(s->set.x, w->n, s->set.d, s2);
	double best = risk(s2, k, s->t, lambda);
	double near = fmin(risk(s2, k, s->t, 0.99 * lambda), risk(s2, k, s->t, 1.01 * lambda));

	demo_value(d, "lost", s->t.signal * fmax(0, 1 - n / p), "signal that minimum norm loses");
	if (isfinite(formula(n, s->t))) {
		demo_value(d, "expected", formula(n, s->t), "expected test error");
		demo_value(d, "label_only", formula(n, (struct task){p, 0, w->sigma * w->sigma}),
			"noise: with σ² only");
	}
	demo_value(d, "at_training", s->t.noise * (1 + p / n), "noise: (1 + p / n)");
	demo_value(d, "test", test_error(s, s->shortest), "minimum norm: test error");
	demo_value(d, "s_min", s->svd->s[s->svd->k - 1], "smallest singular value of X");
	for (size_t c = 0; c < s->set.d; c++)
		trace += 1 / (lambda + (c < k ? gsl_pow_2(s->svd->s[c]) : 0));
	demo_check(d, "trace", best, s->t.noise * (1 + trace), 1e-10 * best,
		"best ridge: noise (1 + tr (X'X + λI)^-1), by singular values");
	demo_check(d, "fits", best, error_by_fits(d, s, lambda), 1e-10 * best,
		"fits to each unit of noise and each unit weight");
	demo_check_at_most(d, "best", best, near, "best ridge, by λ 1 % off");
	k = singular_values2(s->set.x, w->n - 1, s->set.d, s2);
	demo_check_at_most(d, "more_data", best, risk(s2, k, s->t, lambda),
		"best ridge, with one example less");
}

/* Gradient descent on ½|y - Xw|² with η = 1 / s_max², from 0 but for the last weight. */
static void show_descent(struct demo *d, const struct single *s, double start, int steps)
{
	size_t p = s->set.d, k = s->svd->k;
	double *v = demo_vector(d, p), *theory = demo_vector(d, p), *grad = demo_vector(d, p);
	double *error = demo_vector(d, (size_t)steps), eta = 1 / gsl_pow_2(s->svd->s[0]);
	double train = 0, off = 0;

	v[p - 1] = theory[p - 1] = start;
	for (size_t c = 0; c < k; c++) {
		double way = 0, done = 1 - gsl_pow_int(1 - eta * gsl_pow_2(s->svd->s[c]), steps);

		for (size_t j = 0; j < p; j++)
			way += s->svd->v[j * k + c] * (s->shortest[j] - v[j]);
		for (size_t j = 0; j < p; j++)
			theory[j] += s->svd->v[j * k + c] * way * done;
	}
	for (int t = 0; t < steps; t++) {
		train = 2 * linear_ridge_cost(&s->set, 0, v, grad) / (double)s->set.n;
		for (size_t j = 0; j < p; j++)
			v[j] -= eta * grad[j];
		error[t] = test_error(s, v);
	}
	for (size_t j = 0; j < p; j++)
		off = fmax(off, fabs(v[j] - theory[j]));
	size_t best = gsl_stats_min_index(error, 1, (size_t)steps);
	demo_value(d, "train", train, "gradient descent: training error before its last step");
	demo_value(d, "descent", error[steps - 1], "test error at its end");
	demo_value(d, "early", error[best], "least test error on the way");
	demo_value(d, "early_step", (double)best + 1, "after steps");
	demo_check(d, "descent", off, 0, 1e-9 * (1 + test_error(s, s->shortest)),
		"1 - (1 - η s²)^t of the way in each singular direction, nothing in the others");
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Double descent: minimum norm on n examples");
	int n = demo_int(d, "n", 20, 12, MAX, "n: examples");
	double reach = demo_log(d, "reach", 8, 2, 200, "features that carry most of the signal");
	double sigma = demo_real(d, "sigma", 0.2, 0, 2, "label noise (deviation)");
	int p = demo_int(d, "p", 40, 2, FURTHEST * MAX, "p: features of the single training set");
	double start = demo_real(d, "start", 0, 0, 3, "last weight, where gradient descent starts");
	int steps = demo_int(d, "steps", 200, 1, 5000, "its steps");
	int n_draws = demo_int(d, "draws", 31, 11, DRAWS, "draws of X at p = n");
	int seed = demo_int(d, "seed", 100, 1, 1000, "seed");
	struct world w = {(size_t)n, reach, sigma};
	struct random *random = random_new(d, (unsigned)seed);

	show_features(d, &w, show_peak(d, &w, random, n_draws), random);
	struct single s = make_single(d, &w, (size_t)p, random);
	show_single(d, &w, &s);
	show_descent(d, &s, start, steps);
	return demo_close(d);
}
