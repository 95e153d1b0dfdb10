/*
 * The ridge path of the diabetes data by the singular value decomposition
 *
 *     X = U diag(s_k) V',   J(w) = 1/2 |y - Xw|^2 + lambda/2 |w|^2,
 *     w(lambda) = sum_k  s_k^2 / (s_k^2 + lambda)  (u_k'y / s_k)  v_k,
 *
 * against gradient descent and plain least squares, which know nothing of it.
 * X and y are centered: the intercept, the mean of y, is not penalized.
 */
#include "lab/data.h"
#include "lab/demo.h"
#include "lab/grid.h"
#include "lab/leave_out.h"
#include "lab/linear.h"

#include <gsl/gsl_cblas.h>
#include <math.h>

enum { D = 10, POINTS = 61 };

/* X and y, and X = U diag(s) V'. */
struct problem {
	struct dataset *set;
	struct linear_svd *svd;
};

static double length(const double *w)
{
	return cblas_dnrm2(D, w, 1);
}

/* [ridge] */
/* How much of principal direction k the penalty leaves. */
static double share(const struct problem *p, size_t k, double lambda)
{
	double s = p->svd->s[k];

	return s * s / (s * s + lambda);
}

static void ridge(const struct problem *p, double lambda, double *w)
{
	const struct linear_svd *svd = p->svd;

	for (size_t j = 0; j < D; j++)
		w[j] = 0;
	for (size_t k = 0; k < D; k++) {
		double along = 0; /* u_k'y */

		for (size_t i = 0; i < svd->n; i++)
			along += svd->u[i * D + k] * p->set->y[i];
		along *= share(p, k, lambda) / svd->s[k];
		for (size_t j = 0; j < D; j++)
			w[j] += along * svd->v[j * D + k];
	}
}
/* [end] */

/* Gradient descent on the loss alone; in each step the weights decay as well. */
static void descend(
	const struct dataset *set, double lambda, double eta, int steps, double *w, double *r)
{
	for (int t = 0; t < steps; t++) {
		linear_residual(set, w, r); /* r = y - Xw */
		for (size_t j = 0; j < D; j++) {
			w[j] *= 1 - eta * lambda;
			for (size_t i = 0; i < set->n; i++)
				w[j] += eta * set->x[i * D + j] * r[i];
		}
	}
}

/* Along v_k, t steps from 0 go 1 - (1 - eta (s_k^2 + lambda))^t of the way to
 * w(lambda): so does descent? Also how far it is then. */
static void show_descent(
	struct demo *d, const struct problem *p, double lambda, int steps, const double *target)
{
	const struct linear_svd *svd = p->svd;
	double eta = 1 / (svd->s[0] * svd->s[0] + lambda), w[D] = {0}, worst = 0;

	descend(p->set, lambda, eta, steps, w, demo_vector(d, svd->n));
	for (size_t k = 0; k < D; k++) {
		double way = 1 - pow(1 - eta * (svd->s[k] * svd->s[k] + lambda), steps), left = 0;

		for (size_t j = 0; j < D; j++)
			left += svd->v[j * D + k] * (way * target[j] - w[j]);
		worst = fmax(worst, fabs(left));
	}
	demo_check(d, "descent", worst / length(target), 0, 1e-9,
		"gradient descent with weight decay, each direction after t steps");
	for (size_t j = 0; j < D; j++)
		w[j] -= target[j];
	demo_value(
		d, "distance", length(w) / length(target), "gradient descent's distance, over |w|");
}

/* Plain least squares knows it all: ridge is a fit with ten more rows, and the
 * error on a patient left out is that of a fit to the others. */
static void show_refits(struct demo *d, const struct problem *p, double lambda, const double *w)
{
	const struct dataset *set = p->set;
	double again[D], *error = demo_vector(d, set->n), worst = 0;

	leave_out_refit(d, set, lambda, set->n, again);
	for (size_t j = 0; j < D; j++)
		worst = fmax(worst, fabs(again[j] - w[j]));
	demo_check(d, "more_rows", worst / length(w), 0, 1e-9,
		"least squares (QR) with ten more rows, √λ I, of target 0");
	demo_value(d, "error_ols", leave_out_error(d, p->svd, set, 0, NULL),
		"error on patients left out, λ = 0");
	demo_value(d, "error", leave_out_error(d, p->svd, set, lambda, error),
		"error on patients left out");
	worst = 0;
	for (size_t i = 0; i < set->n; i += set->n / 8)
		worst = fmax(worst, fabs(error[i] - leave_out_refit(d, set, lambda, i, again)));
	demo_check(d, "left_out", worst, 0, 1e-6,
		"least squares (QR) without the patient, for some of them");
}

/* How far the cost's gradient -X'(y - Xw) + lambda w is from 0, over its rounding. */
static double slope(const struct problem *p, double lambda, const double *w, double *r)
{
	const struct dataset *set = p->set;
	double s = p->svd->s[0], size = cblas_dnrm2((int)set->n, set->y, 1) + s * length(w),
	       worst = 0;

	linear_residual(set, w, r);
	for (size_t j = 0; j < D; j++) {
		double g = lambda * w[j];

		for (size_t i = 0; i < set->n; i++)
			g -= set->x[i * D + j] * r[i];
		worst = fmax(worst, fabs(g) / (s * size));
	}
	return worst;
}

/* Weights and error over lambda; the range of weights is that of lambda = 0. */
static void draw_path(struct demo *d, const struct problem *p, double range)
{
	double lambda[POINTS], weight[D][POINTS], error[POINTS], w[D], worst = 0;
	double *residual = demo_vector(d, p->set->n);
	size_t best = 0;
	struct demo_plot *plot;

	grid_log(lambda, POINTS, 1e-3, 1e3);
	for (size_t i = 0; i < POINTS; i++) {
		ridge(p, lambda[i], w);
		for (size_t j = 0; j < D; j++)
			weight[j][i] = w[j];
		error[i] = leave_out_error(d, p->svd, p->set, lambda[i], NULL);
		if (error[i] < error[best])
			best = i;
	}
	for (size_t i = 0; i < POINTS; i++) {
		for (size_t j = 0; j < D; j++)
			w[j] = weight[j][i];
		worst = fmax(worst, slope(p, lambda[i], w, residual));
	}
	demo_check_at_most(d, "path", worst, 1e-13,
		"the cost's gradient at each λ of the path, over what rounds off in it");
	demo_value(d, "best_lambda", lambda[best], "λ of the least error, of the plot's 61");
	demo_value(d, "best_error", error[best], "error on patients left out, there");
	plot = demo_plot(d, "path", "λ", "weight", DEMO_LOG_X);
	demo_plot_title(plot, "Ridge path: the ten weights over λ");
	demo_range_y(plot, -range, range);
	for (size_t j = 0; j < D; j++)
		demo_line(plot, p->set->names[j], lambda, weight[j], POINTS);
	plot = demo_plot(d, "errors", "λ", "error [points of the score]", DEMO_LOG_X);
	demo_plot_title(plot, "Root mean squared error on patients left out of the fit");
	demo_line(plot, "left out", lambda, error, POINTS);
}

static double condition(const struct problem *p, double lambda)
{
	double widest = p->svd->s[0], narrowest = p->svd->s[D - 1];

	return (widest * widest + lambda) / (narrowest * narrowest + lambda);
}

static void draw_shares(struct demo *d, const struct problem *p, double lambda)
{
	const double *s = p->svd->s;
	double number[D], kept[D], df = 0;
	struct demo_plot *plot = demo_plot(
		d, "shares", "principal direction, widest first", "share kept", DEMO_LINEAR);

	grid_even(number, D, 1, D);
	for (size_t k = 0; k < D; k++) {
		kept[k] = share(p, k, lambda);
		df += kept[k];
	}
	demo_plot_title(plot, "What λ leaves of each principal direction");
	demo_range_y(plot, 0, 1);
	demo_bars(plot, "share kept", number, kept, D);
	demo_value(d, "share_first", kept[0], "share kept of the widest direction");
	demo_value(d, "share_unsquared", s[0] / (s[0] + lambda), "the same with s for s²: wrong");
	demo_value(d, "share_last", kept[D - 1], "share kept of the narrowest");
	demo_value(d, "df", df, "effective degrees of freedom");
	demo_value(d, "condition_ols", condition(p, 0),
		"condition number of the cost's Hessian at λ = 0");
	demo_value(d, "condition", condition(p, lambda), "condition number of the cost's Hessian");
}

int main(int argc, char **argv)
{
	static const enum data_scale scales[] = {DATA_UNIT_NORM, DATA_UNIT_VARIANCE, DATA_CENTERED};
	struct demo *d =
		demo_open(argc, argv, "L2 regularization: the ridge path of the diabetes data");
	double lambda = demo_log(d, "lambda", 1, 1e-3, 1e3, "penalty λ");
	int n = demo_int(d, "patients", 442, 20, 442, "patients to fit");
	int scaling = demo_choice(d, "scaling", "unit|standard|raw", "columns of X");
	int steps = demo_int(d, "steps", 50, 1, 10000, "steps of gradient descent");
	struct problem p = {.set = data_diabetes(d)};
	double w[D], ols[D], mean, range = 0;
	int zeros = 0;

	p.set->n = (size_t)n;
	data_standardize(d, p.set, scales[scaling]);
	mean = data_center_target(p.set);
	p.svd = linear_svd_new(d, p.set);
	ridge(&p, 0, ols);
	ridge(&p, lambda, w);
	for (size_t j = 0; j < D; j++) {
		demo_value(d, p.set->names[j], w[j], "weight");
		zeros += w[j] == 0;
		range = fmax(range, 1.1 * fabs(ols[j]));
	}
	demo_value(d, "zeros", zeros, "weights that are exactly 0");
	demo_value(d, "s1_ols", ols[4], "weight of s1 at λ = 0");
	demo_value(d, "s2_ols", ols[5], "weight of s2 at λ = 0");
	demo_value(d, "length", length(w), "|w|");
	demo_value(d, "length_ols", length(ols), "|w| at λ = 0");
	demo_value(d, "mean", mean, "intercept: the mean of y");
	demo_value(d, "mean_shrunk", mean * n / (n + lambda), "intercept if it were penalized too");
	show_refits(d, &p, lambda, w);
	show_descent(d, &p, lambda, steps, w);
	draw_path(d, &p, range);
	draw_shares(d, &p, lambda);
	return demo_close(d);
}
