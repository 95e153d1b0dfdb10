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
#include "lab/golden.h"
#include "lab/linear.h"
#include "lab/random.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

enum { MAX = 40, SIZES = 18, LEFT = 2, RIGHT = 15, FURTHEST = 3, DRAWS = 501, RIDGED = 3 };
static const double ratio[SIZES] = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.35,
	1.5, 1.75, 2, 2.5, FURTHEST};

struct world {
	size_t n;
	double reach, sigma;
};

/* What p features can learn, |w|², and the variance of all else in y. */
struct task {
	double signal, noise;
};

static struct task task_of(const struct world *w, double p)
{
	return (struct task){-expm1(-p / w->reach), w->sigma * w->sigma + exp(-p / w->reach)};
}

/* Expected test error of the fit of minimum norm. */
static double formula(double n, double p, struct task t)
{
	if (p < n - 1)
		return t.noise * (1 + p / (n - p - 1));
	if (p > n + 1)
		return t.signal * (1 - n / p) + t.noise * (1 + n / (p - n - 1));
	return INFINITY;
}

/* [given] */
/* Expected test error of ridge, given the singular values s of X: the
 * mean over label noise and over all directions that w may have.
 * λ = 0 gives the minimum norm. */
static double error_given(const struct linear_svd *x, struct task t, double lambda)
{
	double lost = (double)(x->d - x->k); /* directions without data */
	double noise = 1;

	for (size_t c = 0; c < x->k; c++) {
		double s2 = x->s[c] * x->s[c], kept = s2 / (s2 + lambda);

		lost += (1 - kept) * (1 - kept);
		noise += kept * kept / s2;
	}
	return t.signal * lost / (double)x->d + t.noise * noise;
}
/* [end] */

/* tr (G + λI)^-1 for the first m rows and columns of G, by Cholesky: G + λI = U'U. */
static double inverse_trace(
	const double *gram, size_t width, size_t m, double lambda, double *last_pivot)
{
	double u[MAX][MAX], z[MAX], trace = 0;

	*last_pivot = 0;
	for (size_t i = 0; i < m; i++)
		for (size_t j = i; j < m; j++)
			u[i][j] = gram[i * width + j] + (i == j ? lambda : 0);
	for (size_t k = 0; k < m; k++) {
		double root = sqrt(u[k][k]);

		*last_pivot = u[k][k];
		for (size_t j = k; j < m; j++)
			u[k][j] /= root;
		for (size_t i = k + 1; i < m; i++)
			for (size_t j = i; j < m; j++)
				u[i][j] -= u[k][i] * u[k][j];
	}
	for (size_t column = 0; column < m; column++) { /* of the inverse of U' */
		for (size_t i = column; i < m; i++)
			z[i] = i == column;
		for (size_t i = column; i < m; i++) {
			z[i] /= u[i][i];
			trace += z[i] * z[i];
			for (size_t j = i + 1; j < m; j++)
				z[j] -= u[i][j] * z[i];
		}
	}
	return trace;
}

/* What one random X of r rows and n columns shows, for all r = ratio n. As XX' and X'X have
 * the same eigenvalues but for zeros, it stands for n features on r examples and for r
 * features on n examples. */
struct draw {
	double trace[SIZES], pivot[SIZES];   /* of (X'X)^-1 or (XX')^-1, the smaller one */
	double over_p[SIZES], over_n[SIZES]; /* test error of the best ridge */
};

static double size_of(const struct world *w, int k)
{
	return round(ratio[k] * (double)w->n);
}

/* error_given at its least, λ = p noise / signal, where the two sums become one. */
static double best_ridge(const double *gram, const struct world *w, double p, size_t m)
{
	struct task t = task_of(w, p);
	double pivot, trace = inverse_trace(gram, w->n, m, p * t.noise / t.signal, &pivot);

	return t.noise * (1 + trace) + t.signal * (1 - (double)m / p);
}

static void add_row(double *gram, const double *row, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = i; j < n; j++)
			gram[i * n + j] += row[i] * row[j];
}

static void draw_once(const struct world *w, struct random *random, double *x, struct draw *out)
{
	size_t n = w->n, rows = 0;
	double by_rows[MAX * MAX] = {0}, by_columns[MAX * MAX] = {0};

	random_normals(random, x, FURTHEST * n * n, 0, 1);
	for (size_t i = 0; i < n; i++)
		for (size_t j = i; j < n; j++)
			for (size_t c = 0; c < n; c++)
				by_rows[i * n + j] += x[i * n + c] * x[j * n + c];
	for (int k = 0; k < SIZES; k++) {
		size_t r = (size_t)size_of(w, k), m = r < n ? r : n;
		const double *gram = r < n ? by_rows : by_columns;

		for (; rows < r; rows++)
			add_row(by_columns, x + rows * n, n);
		out->trace[k] = inverse_trace(gram, n, m, 0, &out->pivot[k]);
		out->over_p[k] = best_ridge(gram, w, (double)r, m);
		out->over_n[k] = best_ridge(gram, w, (double)n, m);
	}
}

/* How strange is such a sum of χ² with so many degrees of freedom in all? At most 1/2. */
static double strangeness(double sum, double freedom)
{
	return fabs(gsl_cdf_chisq_P(sum, freedom) - 0.5);
}

/* The median error at p = n. */
static double show_peak(struct demo *d, const struct world *w, struct random *random, int n_draws)
{
	struct task t = task_of(w, (double)w->n);
	double error[DRAWS], x[MAX * MAX], pivot, pivots = 0;

	for (int i = 0; i < n_draws; i++) {
		double gram[MAX * MAX] = {0};

		random_normals(random, x, w->n * w->n, 0, 1);
		for (size_t r = 0; r < w->n; r++)
			add_row(gram, x + r * w->n, w->n);
		error[i] = t.noise * (1 + inverse_trace(gram, w->n, w->n, 0, &pivot));
		pivots += pivot;
	}
	demo_check_at_most(d, "peak", strangeness(pivots, n_draws), 0.5 - 1e-9,
		"last pivots at p = n add up to χ² with 1 degree of freedom a draw: GSL");
	gsl_sort(error, 1, (size_t)n_draws);
	double median = gsl_stats_median_from_sorted_data(error, 1, (size_t)n_draws);
	demo_value(d, "peak", median, "median test error at p = n");
	return median;
}

/* The curve over p, element p - 1 for p features. */
static void show_features(struct demo *d, const double *curve, size_t n)
{
	size_t left = 1, right = FURTHEST * n;

	for (size_t p = 1; p <= FURTHEST * n; p++) {
		size_t *best = p < n ? &left : &right;

		if (curve[p - 1] < curve[*best - 1])
			*best = p;
	}
	demo_value(d, "left_p", (double)left, "first valley: features");
	demo_value(d, "left", curve[left - 1], "its test error");
	demo_value(d, "right_p", (double)right, "second valley: features");
	demo_value(d, "right", curve[right - 1], "its test error");
	demo_value(d, "end", curve[FURTHEST * n - 1], "test error at p = 3n");
}

/* The curve over the number of examples, at n features. */
static void show_examples(struct demo *d, const double *curve, size_t n)
{
	demo_value(d, "half", curve[n / 2 - 1], "n features, n/2 examples");
	demo_value(d, "almost", curve[n - 3], "n features, n - 2 examples");
	demo_value(d, "twice", curve[2 * n - 1], "n features, 2n examples");
}

/* Formula and best ridge over p at n examples, or over the number of examples at n features. */
static void draw_curve(
	struct demo *d, const struct world *w, const struct draw *draws, double peak, bool over_p)
{
	double n = (double)w->n, null = task_of(w, 0).noise, below = 0;
	double at[SIZES], ridge[SIZES] = {0}, x[FURTHEST * MAX], curve[FURTHEST * MAX];
	size_t shown = FURTHEST * w->n;

	for (int k = 0; k < SIZES; k++) {
		double r = at[k] = size_of(w, k), p = over_p ? r : n;
		struct task t = task_of(w, p);

		for (int i = 0; i < RIDGED; i++) {
			double best = over_p ? draws[i].over_p[k] : draws[i].over_n[k];
			double plain =
				t.noise * (1 + draws[i].trace[k]) + t.signal * (1 - fmin(r, n) / p);

			ridge[k] += best / RIDGED;
			below = fmax(below, best / plain);
		}
		if (over_p && r == n)
			demo_value(d, "peak_ridge", ridge[k], "best ridge at p = n");
	}
	demo_check_at_most(d, over_p ? "below_p" : "below_n", below, 1 + 1e-9,
		"best ridge over minimum norm, on each X");
	for (size_t i = 0; i < shown; i++) {
		x[i] = (double)(i + 1);
		curve[i] = over_p ? formula(n, x[i], task_of(w, x[i]))
				  : formula(x[i], n, task_of(w, n));
	}
	if (over_p)
		show_features(d, curve, w->n);
	else
		show_examples(d, curve, w->n);
	struct demo_plot *plot = demo_plot(d, over_p ? "features" : "examples",
		over_p ? "features p" : "examples n", "test error", DEMO_LOG_Y);
	demo_plot_title(plot, over_p ? "Test error over features, at fixed n"
				     : "Test error over examples, at fixed p");
	demo_range_y(plot, 0.15 * null, 15 * null);
	demo_line(plot, "minimum norm", x, curve, shown);
	demo_points(plot, "its median", &n, &peak, 1);
	demo_line(plot, "best ridge", at, ridge, SIZES);
	demo_reference(plot, "always 0", (double[]){1, x[shown - 1]}, (double[]){null, null}, 2);
}

/* The formula has noise (1 + m mean of 1/χ²); the draws' last pivots are such a χ². */
static void check_draws(struct demo *d, const struct world *w, const struct draw *draws)
{
	double strange = 0, law = 0, more = 0;

	for (int k = 0; k < SIZES; k++) {
		double r = size_of(w, k), free = fabs(r - (double)w->n) + 1, pivots = 0, mean = 0;

		for (int i = 0; i < RIDGED; i++) {
			pivots += draws[i].pivot[k];
			if (k > 0)
				more = fmax(more, draws[i].over_n[k] / draws[i].over_n[k - 1]);
		}
		strange = fmax(strange, strangeness(pivots, RIDGED * free));
		if (k != LEFT && k != RIGHT)
			continue;
		double step = 0.5 / sqrt(free); /* in ln x, where sums are as good as integrals */
		for (int i = -100; i <= 100; i++)
			mean += step * gsl_ran_chisq_pdf(free * exp(i * step), free);
		double theory = formula((double)w->n, r, (struct task){0, 1});
		law = fmax(law, fabs(1 + fmin(r, (double)w->n) * mean - theory));
	}
	demo_check_at_most(
		d, "pivots", strange, 0.5 - 1e-9, "the same with |n - p| + 1, for all p");
	demo_check(d, "law", law, 0, 1e-9, "formula, by the mean of 1/χ² as an integral");
	demo_check_at_most(d, "more_data", more, 1 + 1e-12,
		"best ridge with more examples over the same with fewer, on each X");
}

/* The draw of size k again, by singular values. X has r rows and n columns, or is turned. */
static void check_svd(
	struct demo *d, const struct world *w, double *x, const struct draw *draw, int k)
{
	double r = size_of(w, k), n = (double)w->n, worst;
	struct linear_svd svd =
		*linear_svd_new(d, &(struct dataset){(size_t)r, w->n, NULL, x, NULL});
	struct task t = task_of(w, n);

	worst = fabs(error_given(&svd, (struct task){0, 1}, 0) - 1 - draw->trace[k]);
	worst = fmax(worst, fabs(error_given(&svd, t, n * t.noise / t.signal) - draw->over_n[k]));
	svd.d = (size_t)r;
	t = task_of(w, r);
	worst = fmax(worst, fabs(error_given(&svd, t, r * t.noise / t.signal) - draw->over_p[k]));
	demo_check(d, k == LEFT ? "svd_left" : "svd_right", worst, 0, 1e-9 * (1 + t.noise),
		"traces and best ridge, by singular values");
}

/* One training set with p features. */
struct single {
	struct task t;
	struct dataset set;
	struct linear_svd *svd;
	double *w, *shortest; /* truth, and fit of minimum norm */
};

static struct single make_single(
	struct demo *d, const struct world *w, size_t p, struct random *random)
{
	struct single s = {.t = task_of(w, (double)p), .set = {.n = w->n, .d = p}};

	s.w = demo_vector(d, p);
	s.shortest = demo_vector(d, p);
	s.set.x = demo_vector(d, w->n * p);
	s.set.y = demo_vector(d, w->n);
	for (size_t j = 0; j < p; j++)
		s.w[j] = sqrt(-expm1(-1 / w->reach) * exp(-(double)j / w->reach));
	random_normals(random, s.set.x, w->n * p, 0, 1);
	random_normals(random, s.set.y, w->n, 0, sqrt(s.t.noise));
	for (size_t i = 0; i < w->n; i++)
		for (size_t j = 0; j < p; j++)
			s.set.y[i] += s.set.x[i * p + j] * s.w[j];
	s.svd = linear_svd_new(d, &s.set);
	linear_ridge(s.svd, s.set.y, 0, s.shortest);
	return s;
}

static double distance2(const double *a, const double *b, size_t n)
{
	double sum = 0;

	for (size_t j = 0; j < n; j++)
		sum += (a[j] - b[j]) * (a[j] - b[j]);
	return sum;
}

/* The features are independent with variance 1, so that no test set is needed. */
static double test_error(const struct single *s, const double *w)
{
	return s->t.noise + distance2(w, s->w, s->set.d);
}

/* error_given again, by fits: to the noise of one example after the other, and to one
 * weight after the other. */
static double error_by_fits(struct demo *d, const struct single *s, double lambda)
{
	size_t n = s->set.n, p = s->set.d;
	double *y = demo_vector(d, n), *fit = demo_vector(d, p), *w = demo_vector(d, p);
	double error = s->t.noise;

	for (size_t i = 0; i < n; i++) {
		y[i] = 1;
		linear_ridge(s->svd, y, lambda, fit);
		error += s->t.noise * distance2(fit, w, p);
		y[i] = 0;
	}
	for (size_t j = 0; j < p; j++) {
		w[j] = 1;
		for (size_t i = 0; i < n; i++)
			y[i] = s->set.x[i * p + j];
		linear_ridge(s->svd, y, lambda, fit);
		error += s->t.signal * distance2(fit, w, p) / (double)p;
		w[j] = 0;
	}
	return error;
}

static double error_at(double log_lambda, const void *single)
{
	const struct single *s = single;

	return error_given(s->svd, s->t, exp(log_lambda));
}

static void show_single(struct demo *d, const struct world *w, const struct single *s)
{
	double n = (double)w->n, p = (double)s->set.d;
	double bare = formula(n, p, (struct task){0, 1}), best = p * s->t.noise / s->t.signal;
	double middle = log(best), ridge = error_at(middle, s);

	demo_value(d, "signal", s->t.signal, "what p features can learn");
	demo_value(d, "noise", s->t.noise, "variance of all else in y");
	demo_value(d, "lost", s->t.signal * fmax(0, 1 - n / p), "signal that minimum norm loses");
	if (isfinite(bare)) {
		demo_value(d, "expected", formula(n, p, s->t), "expected test error");
		demo_value(d, "label_only", w->sigma * w->sigma * bare, "noise: with σ² only");
	}
	demo_value(d, "at_training", s->t.noise * (1 + p / n), "noise: (1 + p / n)");
	demo_value(d, "lambda", best, "best λ");
	demo_value(d, "ridge", ridge, "expected test error with it, given X");
	demo_value(d, "test", test_error(s, s->shortest), "minimum norm: test error");
	demo_value(d, "s_min", s->svd->s[s->svd->k - 1], "smallest singular value of X");
	demo_check_at_most(d, "best", ridge,
		error_at(golden_section(error_at, s, middle - 9, middle + 9), s) * (1 + 1e-12),
		"no better λ by golden section");
	demo_check(d, "fits", error_by_fits(d, s, best), ridge, 1e-9 * ridge,
		"fits to each unit of noise and each unit weight");
}

/* Gradient descent on ½|y - Xw|² with η = 1 / s_max², from a random start. */
static void show_descent(
	struct demo *d, const struct single *s, double length, int steps, struct random *random)
{
	size_t p = s->set.d, k = s->svd->k;
	double *v = demo_vector(d, p), *theory = demo_vector(d, p), *grad = demo_vector(d, p);
	double eta = 1 / gsl_pow_2(s->svd->s[0]), early = INFINITY, when = 0;

	random_normals(random, v, p, 0, 1);
	double scale = length / sqrt(distance2(v, grad, p));
	for (size_t j = 0; j < p; j++)
		theory[j] = v[j] *= scale;
	for (size_t c = 0; c < k; c++) {
		const double *direction = s->svd->v + c;
		double move = 0, done = 1 - gsl_pow_int(1 - eta * gsl_pow_2(s->svd->s[c]), steps);

		for (size_t j = 0; j < p; j++)
			move += direction[j * k] * (s->shortest[j] - v[j]);
		for (size_t j = 0; j < p; j++)
			theory[j] += direction[j * k] * move * done;
	}
	for (int t = 1; t <= steps; t++) {
		linear_ridge_cost(&s->set, 0, v, grad);
		for (size_t j = 0; j < p; j++)
			v[j] -= eta * grad[j];
		if (test_error(s, v) < early) {
			early = test_error(s, v);
			when = t;
		}
	}
	demo_value(d, "descent", test_error(s, v), "gradient descent: test error");
	demo_value(d, "early", early, "least test error on the way");
	demo_value(d, "early_step", when, "after steps");
	demo_check(d, "descent", sqrt(distance2(v, theory, p)), 0,
		1e-9 * (1 + test_error(s, s->shortest)),
		"1 - (1 - η s²)^t of the way in each singular direction, nothing in the others");
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Double descent: minimum norm on n examples");
	int n = demo_int(d, "n", 20, 12, MAX, "n: examples (second plot: features)");
	double reach = demo_log(d, "reach", 8, 2, 200, "features that carry most of the signal");
	double sigma = demo_real(d, "sigma", 0.2, 0, 2, "label noise (deviation)");
	int p = demo_int(d, "p", 40, 2, FURTHEST * MAX, "p: features of the single training set");
	double start = demo_real(d, "start", 0, 0, 3, "length of gradient descent's start");
	int steps = demo_int(d, "steps", 200, 1, 5000, "its steps");
	int n_draws = demo_int(d, "draws", 31, 11, DRAWS, "draws of X at p = n");
	int seed = demo_int(d, "seed", 38, 1, 1000, "seed");
	struct world w = {(size_t)n, reach, sigma};
	struct random *random = random_new(d, (unsigned)seed);
	struct draw draws[RIDGED];
	double *x = demo_vector(d, FURTHEST * w.n * w.n);

	for (int i = 0; i < RIDGED; i++)
		draw_once(&w, random, x, &draws[i]);
	check_svd(d, &w, x, &draws[RIDGED - 1], LEFT);
	check_svd(d, &w, x, &draws[RIDGED - 1], RIGHT);
	demo_value(d, "null", task_of(&w, 0).noise, "test error of always 0");
	double peak = show_peak(d, &w, random, n_draws);
	check_draws(d, &w, draws);
	draw_curve(d, &w, draws, peak, true);
	draw_curve(d, &w, draws, peak, false);
	struct single s = make_single(d, &w, (size_t)p, random);
	show_single(d, &w, &s);
	show_descent(d, &s, start, steps, random);
	return demo_close(d);
}
