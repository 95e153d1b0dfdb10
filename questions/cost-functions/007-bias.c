/*
 * Bias, measured: an estimate's mean over many training sets less the truth. The truth
 * is known because we make it: the weights w* that least squares finds in the diabetes
 * data. A set is the first n patients with new targets y = Xw* + noise; to it we fit
 *
 *     1/2 |y - Zw|^2 + lambda/2 |w|^2,     Z: the first k columns of X,
 *
 * so that both kinds of bias can be had: from lambda > 0, and from k < 10.
 */
#include "lab/data.h"
#include "lab/demo.h"
#include "lab/linear.h"
#include "lab/random.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

enum { D = 10, GRID = 51, BINS = 40 };

/* The columns in the order in which the lasso lets them in: bmi, s5, bp... */
static const size_t order[D] = {2, 8, 3, 6, 1, 9, 4, 7, 5, 0};

struct world {
	size_t n, k;
	struct dataset z;       /* n patients, the k features of the model */
	double truth[D], *fxw;  /* w* in that order; Xw*, n: targets without noise */
	double sigma, g[D * D]; /* noise; g = Z'Z, k x k */
	struct linear_svd *svd; /* of z */
};

static struct world make_world(struct demo *d, size_t n, size_t k, double noise)
{
	struct world w = {.n = n, .k = k};
	struct dataset *set = data_diabetes(d);
	double all[D], rss = 0, *r = demo_vector(d, set->n);

	data_standardize(d, set, DATA_UNIT_VARIANCE);
	data_center_target(set);
	if (!linear_least_squares(d, set, all))
		demo_fail(d, "the columns are dependent");
	linear_residual(set, all, r);
	for (size_t i = 0; i < set->n; i++)
		rss += r[i] * r[i];
	w.sigma = noise * sqrt(rss / (double)(set->n - D - 1));
	w.z = (struct dataset){n, k, NULL, demo_vector(d, n * k), NULL};
	w.fxw = demo_vector(d, n);
	for (size_t j = 0; j < D; j++)
		w.truth[j] = all[order[j]];
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < D; j++) {
			double x = set->x[i * D + order[j]];

			w.fxw[i] += x * w.truth[j];
			if (j < k)
				w.z.x[i * k + j] = x;
		}
	for (size_t j = 0; j < k * k; j++)
		for (size_t i = 0; i < n; i++)
			w.g[j] += w.z.x[i * k + j / k] * w.z.x[i * k + j % k];
	w.svd = linear_svd_new(d, &w.z);
	return w;
}

/* What weights w say of patient i. */
static double predict(const struct world *world, size_t i, const double *w)
{
	return cblas_ddot((int)world->k, world->z.x + i * world->k, 1, w, 1);
}

/* Of the prediction, on average over the n patients. */
struct parts {
	double bias2, variance;
};

/* [parts] */
/* Along direction c of Z the fit keeps the share s²/(s² + lambda): of the
 * truth, which leaves bias, and of the noise, which leaves variance. What
 * lies in no direction of Z is lost altogether. */
static struct parts split(const struct world *w, double lambda)
{
	const struct linear_svd *svd = w->svd;
	struct parts p = {0, 0};
	double outside = 0;

	for (size_t i = 0; i < w->n; i++)
		outside += w->fxw[i] * w->fxw[i];
	for (size_t c = 0; c < svd->k; c++) {
		double share = linear_ridge_shrinkage(svd, lambda, c), along = 0;

		for (size_t i = 0; i < w->n; i++)
			along += svd->u[i * svd->k + c] * w->fxw[i];
		outside -= along * along;
		p.bias2 += (1 - share) * (1 - share) * along * along;
		p.variance += w->sigma * w->sigma * share * share;
	}
	p.bias2 = (p.bias2 + fmax(outside, 0)) / (double)w->n;
	p.variance /= (double)w->n;
	return p;
}
/* [end] */

/* What the sets would say on average, by an inverse instead of directions: with
 * A = (Z'Z + lambda I)^-1 the weights A Z'y have the mean A Z'Xw* and the covariance
 * sigma² A Z'Z A. */
struct closed {
	double mean[D], deviation[D];
	struct parts parts;
};

static struct closed by_inverse(const struct world *w, double lambda)
{
	size_t n = w->n, k = w->k;
	struct closed c = {{0}, {0}, {0, 0}};
	double a_data[D * D], b_data[D * D], zy[D] = {0}, s2 = w->sigma * w->sigma;
	gsl_matrix_const_view g = gsl_matrix_const_view_array(w->g, k, k);
	gsl_matrix_view a = gsl_matrix_view_array(a_data, k, k);
	gsl_matrix_view b = gsl_matrix_view_array(b_data, k, k); /* A Z'Z */

	gsl_matrix_memcpy(&a.matrix, &g.matrix);
	gsl_matrix_add_diagonal(&a.matrix, lambda);
	gsl_linalg_cholesky_decomp1(&a.matrix);
	gsl_linalg_cholesky_invert(&a.matrix);
	gsl_blas_dgemm(CblasNoTrans, CblasNoTrans, 1, &a.matrix, &g.matrix, 0, &b.matrix);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < k; j++)
			zy[j] += w->z.x[i * k + j] * w->fxw[i];
	for (size_t j = 0; j < k; j++) {
		double variance = 0;

		for (size_t l = 0; l < k; l++) {
			c.mean[j] += a_data[j * k + l] * zy[l];
			variance += s2 * b_data[j * k + l] * a_data[l * k + j];
			c.parts.variance += s2 * b_data[j * k + l] * b_data[l * k + j] / (double)n;
		}
		c.deviation[j] = sqrt(variance);
	}
	for (size_t i = 0; i < n; i++) {
		double off = predict(w, i, c.mean) - w->fxw[i];

		c.parts.bias2 += off * off / (double)n;
	}
	return c;
}

/* The fits to all sets: their weights (sets x D), and of each fit the squared error of
 * its prediction and its training cost, per patient. */
struct sample {
	size_t sets;
	double *w, *error, *train;
};

/* Draws new targets again and again, and fits each time. */
static struct sample fit_sets(
	struct demo *d, const struct world *w, double lambda, size_t sets, unsigned seed)
{
	struct random *noise = random_new(d, seed);
	struct sample s = {
		sets, demo_vector(d, sets * D), demo_vector(d, sets), demo_vector(d, sets)};
	double *y = demo_vector(d, w->n), n = (double)w->n;

	/* [sets] */
	for (size_t t = 0; t < sets; t++) {
		double *fit = s.w + t * D;

		for (size_t i = 0; i < w->n; i++)
			y[i] = w->fxw[i] + random_normal(noise, 0, w->sigma);
		linear_ridge(w->svd, y, lambda, fit);
		for (size_t i = 0; i < w->n; i++) {
			double off = predict(w, i, fit) - w->fxw[i];
			double miss = predict(w, i, fit) - y[i];

			s.error[t] += off * off / n; /* of the prediction */
			s.train[t] += miss * miss / n;
		}
	}
	/* [end] */
	return s;
}

/* How far a mean over sets is from `want`, in standard errors of that mean. */
static double away(const double *x, size_t stride, size_t n, double want)
{
	double error = gsl_stats_sd(x, stride, n) / sqrt((double)n);

	return fabs(gsl_stats_mean(x, stride, n) - want) / (error + 1e-9);
}

static void show_sets(struct demo *d, const struct world *w, const struct sample *s,
	const struct closed *c, double train)
{
	double mean = 0, spread = 0, n = (double)s->sets;

	for (size_t j = 0; j < w->k; j++) {
		double seen = gsl_stats_sd(s->w + j, D, s->sets);

		mean = fmax(mean, away(s->w + j, D, s->sets, c->mean[j]));
		/* A deviation from n normals has the relative deviation 1/√(2(n-1)). */
		spread = fmax(spread, fabs(seen - c->deviation[j]) / (c->deviation[j] + 1e-9) *
					      sqrt(2 * (n - 1)));
	}
	demo_value(d, "train", train, "mean training cost");
	demo_value(d, "mean_seen", gsl_stats_mean(s->w, D, s->sets), "mean over the sets");
	demo_check(d, "mean", mean, 0, 6, "mean weights of the sets, in standard errors");
	demo_check(d, "deviation", spread, 0, 6, "their deviations, in standard errors");
	demo_check(d, "identity", away(s->error, 1, s->sets, c->parts.bias2 + c->parts.variance), 0,
		7, "measured error = bias² + variance, in standard errors");
	demo_check(d, "train", away(s->train, 1, s->sets, train), 0, 7,
		"mean training cost in closed form, in standard errors");
}

static void draw_parts(struct demo *d, const struct world *w)
{
	double lambda[GRID], bias2[GRID], variance[GRID], sum[GRID], off = 0;
	struct demo_plot *plot;
	size_t best = 0;

	for (size_t i = 0; i < GRID; i++) {
		lambda[i] = pow(10, -2 + 6.0 * (double)i / (GRID - 1));
		struct parts p = split(w, lambda[i]), q = by_inverse(w, lambda[i]).parts;
		bias2[i] = p.bias2;
		variance[i] = p.variance;
		sum[i] = p.bias2 + p.variance;
		off = fmax(
			off, (fabs(bias2[i] - q.bias2) + fabs(variance[i] - q.variance)) / sum[i]);
		if (sum[i] < sum[best])
			best = i;
	}
	/* Bias may be 1e-8 of what it is the difference of. */
	demo_check(d, "inverse", off, 0, 1e-7, "bias² and variance over λ by an inverse");
	demo_value(d, "best_lambda", lambda[best], "λ of the least sum");
	demo_value(d, "best", sum[best], "least bias² + variance");
	plot = demo_plot(d, "parts", "λ", "squared error", DEMO_LOG_X + DEMO_LOG_Y);
	demo_plot_title(plot, "What λ does to both parts");
	demo_range_y(plot, 1, 1e4);
	demo_line(plot, "bias²", lambda, bias2, GRID);
	demo_line(plot, "variance", lambda, variance, GRID);
	demo_line(plot, "sum", lambda, sum, GRID);
}

static void draw_weight(
	struct demo *d, const struct world *w, const struct sample *plain, const struct sample *s)
{
	double *x = demo_vector(d, s->sets), zero = 0;
	double reach = fmax(4 * gsl_stats_sd(plain->w, D, s->sets), 10);
	double low = w->truth[0] - reach, high = w->truth[0] + reach;
	struct demo_plot *plot = demo_plot(d, "weight", "weight of bmi", "sets", DEMO_LINEAR);

	demo_plot_title(plot, "One weight, estimated from many training sets");
	for (size_t t = 0; t < s->sets; t++)
		x[t] = plain->w[t * D];
	demo_check(d, "unbiased", away(x, 1, s->sets, w->truth[0]), 0, 6,
		"mean of least squares, away from the truth in standard errors");
	demo_histogram(plot, "least squares", x, s->sets, low, high, BINS);
	for (size_t t = 0; t < s->sets; t++)
		x[t] = s->w[t * D];
	demo_value(d, "deviation_seen", gsl_stats_sd(x, 1, s->sets), "deviation over the sets");
	demo_histogram(plot, "this fit", x, s->sets, low, high, BINS);
	demo_points(plot, "truth", &w->truth[0], &zero, 1);
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Bias of ridge, and of a model that is too small");
	double lambda = demo_log(d, "lambda", 10, 0.01, 1e4, "penalty λ");
	size_t k = (size_t)demo_int(d, "features", 10, 1, D, "features in the model");
	size_t n = (size_t)demo_int(d, "patients", 50, 20, 442, "patients in a training set");
	double noise = demo_real(d, "noise", 1, 0, 3, "noise, in units of the data's");
	size_t sets = (size_t)demo_int(d, "sets", 500, 50, 2000, "training sets");
	unsigned seed = (unsigned)demo_int(d, "seed", 1, 1, 1000, "seed of the noise");
	struct world full = make_world(d, n, D, noise), w = make_world(d, n, k, noise);
	struct sample plain = fit_sets(d, &full, 0, sets, seed);
	struct sample s = fit_sets(d, &w, lambda, sets, seed);
	struct closed c = by_inverse(&w, lambda), exact = by_inverse(&full, 0);
	struct parts p = split(&w, lambda);
	double s2 = w.sigma * w.sigma, train = p.bias2 + s2 + p.variance;

	/* y and the prediction share the noise: twice the trace of the hat matrix. */
	train -= 2 * s2 * linear_ridge_df(w.svd, lambda) / (double)n;
	demo_value(d, "truth", w.truth[0], "true weight of bmi");
	demo_value(d, "mean", c.mean[0], "mean estimate of it");
	demo_value(d, "bias", c.mean[0] - w.truth[0], "bias: mean less truth");
	demo_value(d, "deviation", c.deviation[0], "its deviation");
	demo_value(d, "plain_deviation", exact.deviation[0], "least squares' deviation");
	demo_value(d, "plain_total", exact.parts.bias2 + exact.parts.variance,
		"least squares' sum of both");
	demo_value(d, "bias2", p.bias2, "bias² of predictions");
	demo_value(d, "variance", p.variance, "variance of predictions");
	demo_value(d, "total", p.bias2 + p.variance, "their sum");
	demo_value(d, "noise2", s2, "noise²");
	show_sets(d, &w, &s, &c, train);
	demo_value(d, "flattery", s2 > 0 ? train / s2 : 0, "the same, over noise²");
	demo_value(
		d, "fresh", s2 > 0 ? 1 + (p.bias2 + p.variance) / s2 : 0, "of fresh targets, too");
	demo_value(d, "one_mean", 2 * 4 / (4 + lambda), "mean if w = 2, s² = 4");
	demo_value(d, "one_bias", 2 * 4 / (4 + lambda) - 2, "its bias");
	draw_weight(d, &w, &plain, &s);
	draw_parts(d, &w);
	return demo_close(d);
}
