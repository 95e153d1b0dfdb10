/*
 * Mean squared error. One number for all patients: the best is the mean, by the cost and by the
 * normal distribution. Then least squares with up to ten variables, its errors, and its R².
 */
#include "lab/data.h"
#include "lab/demo.h"
#include "lab/golden.h"
#include "lab/grid.h"
#include "lab/linear.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

enum { SHOWN = 151, BINS = 20, PATIENTS = 442, TOP = 350, NARROW = 20, WIDE = 200 };

/* Columns of the data, the most useful first: the lasso takes them in so. */
static const size_t order[] = {2, 8, 3, 6, 1, 9, 4, 7, 5, 0};

/* Predictions f of the scores y; sigma is the width of a normal distribution around f. */
struct model {
	const double *y;
	double f[PATIENTS], sigma;
};

/* [cost] */
static double mse(const double *f, const double *y)
{
	double sum = 0;

	for (int i = 0; i < PATIENTS; i++)
		sum += (f[i] - y[i]) * (f[i] - y[i]);
	return sum / PATIENTS;
}

/* The same if all get the prediction c. */
static double mse_of_constant(double c, const double *y)
{
	double f[PATIENTS];

	for (int i = 0; i < PATIENTS; i++)
		f[i] = c;
	return mse(f, y);
}
/* [end] */

static double mean(const double *x)
{
	return gsl_stats_mean(x, 1, PATIENTS);
}

static double variance(const double *x)
{
	return mse_of_constant(mean(x), x);
}

/* Mean of -ln density of y in the model's normal distribution, moved by a shift. */
static double surprise(double shift, const void *model)
{
	const struct model *m = model;
	double sum = 0;

	for (int i = 0; i < PATIENTS; i++)
		sum -= log(gsl_ran_gaussian_pdf(m->y[i] - m->f[i] - shift, m->sigma));
	return sum / PATIENTS;
}

static double surprise_by_sigma(double sigma, const void *model)
{
	struct model m = *(const struct model *)model;

	m.sigma = sigma;
	return surprise(0, &m);
}

static void draw_bowl(struct demo *d, const struct model *zero, double c)
{
	double x[SHOWN], cost[SHOWN], worst = 0;
	double bar = mean(zero->y), least = variance(zero->y), at_c = mse_of_constant(c, zero->y);
	double twice = 2 * zero->sigma * zero->sigma, constant = log(zero->sigma * sqrt(2 * M_PI));

	grid_even(x, SHOWN, 0, TOP);
	for (int i = 0; i < SHOWN; i++) {
		cost[i] = mse_of_constant(x[i], zero->y);
		worst = fmax(worst, fabs(twice * (surprise(x[i], zero) - constant) - cost[i]));
	}
	demo_check_at_most(d, "bowl", worst, 1e-13 * twice * 160,
		"2σ² (mean of -ln density - ln σ√2π), everywhere"); /* -ln density < 160 */
	struct demo_plot *p = demo_plot(
		d, "bowl", "one prediction for all [points]", "mean squared error", DEMO_LINEAR);
	demo_plot_title(p, "One number for all: the cost is a parabola over the mean");
	demo_range_y(p, 0, 40000);
	demo_line(p, "cost", x, cost, SHOWN);
	demo_points(p, "mean", &bar, &least, 1);
	demo_points(p, "guess", &c, &at_c, 1);
}

static void show_constant(struct demo *d, const double *y, double c, double sigma)
{
	const struct model zero = {y, {0}, sigma};
	double bar = mean(y), at_mean = variance(y), at_c = mse_of_constant(c, y);
	double miss = c - bar, likeliest = golden_section(surprise, &zero, 0, TOP);

	demo_value(d, "mean", bar, "mean score, the best constant");
	demo_value(d, "mse_mean", at_mean, "its mean squared error: the variance");
	demo_value(d, "mse_guess", at_c, "mean squared error of the guess");
	demo_value(d, "squared_miss", miss * miss, "(guess - mean)²");
	demo_value(d, "r2_guess", 1 - at_c / at_mean, "R² of the guess");
	demo_value(d, "likeliest", likeliest, "the constant that makes the scores most probable");
	/* Rounding hides the bottom of a bowl that is sigma wide. */
	demo_check(d, "likeliest", likeliest, bar, 1e-6 * sigma,
		"golden section on normal densities, against the mean");
	draw_bowl(d, &zero, c);
}

/* Least squares with the first k variables. The columns have mean 0, so the
 * constant is the mean score; with k = 0 it is the whole model. */
static void fit(struct demo *d, const struct dataset *all, size_t k, double *f)
{
	double w[10] = {0}, bar = mean(all->y);
	struct dataset set = {PATIENTS, k, NULL, demo_vector(d, PATIENTS * (k + 1)), all->y};

	for (size_t i = 0; i < PATIENTS; i++)
		for (size_t j = 0; j < k; j++)
			set.x[i * k + j] = all->x[i * all->d + order[j]];
	if (k > 0 && !linear_least_squares(d, &set, w))
		demo_fail(d, "the variables are dependent");
	for (size_t i = 0; i < PATIENTS; i++) {
		f[i] = bar;
		for (size_t j = 0; j < k; j++)
			f[i] += w[j] * set.x[i * k + j];
	}
}

/* The fit with each number of variables; R² = 1 - MSE / variance. One row is chosen. */
static void show_table(struct demo *d, const struct dataset *all, size_t chosen)
{
	double f[PATIENTS], total = variance(all->y), worst = 0, tilt = 0;
	struct demo_table *t = demo_table(d, "fits", "added|variables|MSE|RMSE|R²",
		"Least squares, one variable more each row");

	for (size_t k = 0; k <= all->d; k++) {
		fit(d, all, k, f);
		double cost = mse(f, all->y), rmse = sqrt(cost), r2 = 1 - cost / total;
		const char *added = k == 0 ? "none" : all->names[order[k - 1]];
		worst = fmax(worst, fabs(r2 - variance(f) / total));
		for (size_t j = 0; j < k; j++) {
			double sum = 0;

			for (size_t i = 0; i < PATIENTS; i++)
				sum += (all->y[i] - f[i]) * all->x[i * all->d + order[j]];
			tilt = fmax(tilt, fabs(sum) / PATIENTS / rmse);
		}
		demo_named_row(t, added, (double[]){(double)k, cost, rmse, r2});
		if (k != chosen)
			continue;
		demo_text(d, "added", added, "the variable added last");
		demo_value(d, "mse", cost, "mean squared error of the fit");
		demo_value(d, "rmse", rmse, "its root [points]");
		demo_value(d, "r2", r2, "R² of the fit");
	}
	demo_check_at_most(
		d, "table", worst, 1e-12, "R² = variance of f / variance of y, each row");
	demo_check_at_most(d, "normal", tilt, 1e-12, "normal equations, each row");
}

/* How much of the cost comes from the largest errors: a share `top` of all. */
static void show_top(struct demo *d, const struct model *m, double top)
{
	double size[PATIENTS], squares = 0, sizes = 0, z = gsl_cdf_ugaussian_Qinv(top / 2);

	for (int i = 0; i < PATIENTS; i++)
		size[i] = fabs(m->f[i] - m->y[i]);
	gsl_sort(size, 1, PATIENTS);
	for (long i = PATIENTS - lround(top * PATIENTS); i < PATIENTS; i++) {
		squares += size[i] * size[i] / PATIENTS;
		sizes += size[i] / PATIENTS;
	}
	demo_value(d, "top_cost", squares / mse(m->f, m->y), "their share of the squared errors");
	demo_value(d, "top_cost_normal", top + 2 * z * gsl_ran_ugaussian_pdf(z), "same if normal");
	demo_value(d, "top_size", sizes / mean(size), "their share of the absolute errors");
}

static void draw_errors(struct demo *d, const struct model *m)
{
	double error[PATIENTS], center[BINS], expected[BINS], worst = 0, width;

	grid_even(center, BINS, -190, 190);
	width = center[1] - center[0];
	for (int i = 0; i < PATIENTS; i++)
		error[i] = m->y[i] - m->f[i];
	for (int b = 0; b < BINS; b++) {
		expected[b] = PATIENTS * width * gsl_ran_gaussian_pdf(center[b], m->sigma);
		double left = -200 + 400.0 * b / BINS, right = left + 400.0 / BINS;
		double exact =
			gsl_cdf_gaussian_P(right, m->sigma) - gsl_cdf_gaussian_P(left, m->sigma);
		worst = fmax(worst, fabs(expected[b] - exact * PATIENTS));
	}
	demo_check(d, "errors", gsl_stats_variance_with_fixed_mean(error, 1, PATIENTS, 0),
		m->sigma * m->sigma, 1e-9, "GSL's mean square of the errors, against the cost");
	/* The midpoint rule is off by width³/24 times the density's curvature. */
	demo_check_at_most(d, "bins", worst,
		PATIENTS * gsl_pow_3(width / m->sigma) / 24 / sqrt(2 * M_PI),
		"distribution function at both ends of each bin");
	struct demo_plot *p = demo_plot(d, "errors", "score - prediction", "patients", DEMO_LINEAR);
	demo_plot_title(p, "The errors, and a normal distribution with the MSE for a variance");
	demo_histogram(p, "errors", error, PATIENTS, -200, 200, BINS);
	demo_reference(p, "normal", center, expected, BINS);
}

/* Predictions in a column, scores in a row: array libraries pair each with each. */
static void show_paired(struct demo *d, const struct model *m)
{
	double sum = 0, bias = mean(m->f) - mean(m->y);

	for (int i = 0; i < PATIENTS; i++)
		sum += mse_of_constant(m->f[i], m->y) / PATIENTS;
	demo_value(d, "mse_paired", sum, "mean over all pairs of a prediction and a score");
	demo_check(d, "paired", sum, variance(m->f) + variance(m->y) + bias * bias, 1e-12 * sum,
		"both variances, and the square of the means' distance");
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Mean squared error: mean, normal errors, R²");
	double guess = demo_real(d, "guess", 100, 25, 346, "one prediction for all [points]");
	double sigma =
		demo_real(d, "sigma", 60, NARROW, WIDE, "σ of the normal densities [points]");
	size_t k = (size_t)demo_int(d, "variables", 10, 0, 10, "variables of the fit");
	double top = demo_real(d, "top", 0.1, 0.01, 0.5, "share of the errors, the largest");
	struct dataset *all = data_diabetes(d);
	struct model m = {all->y, {0}, 0};

	data_standardize(d, all, DATA_UNIT_VARIANCE);
	show_constant(d, all->y, guess, sigma);
	fit(d, all, k, m.f);
	m.sigma = sqrt(mse(m.f, all->y));
	double best = golden_section(surprise_by_sigma, &m, NARROW, WIDE);
	demo_value(d, "likeliest_sigma", best, "the σ that makes the scores most probable");
	demo_check(d, "likeliest_sigma", best, m.sigma, 1e-6 * m.sigma,
		"golden section on normal densities, against the root of the cost");
	show_top(d, &m, top);
	show_paired(d, &m);
	draw_errors(d, &m);
	show_table(d, all, k);
	return demo_close(d);
}
