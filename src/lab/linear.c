#include "lab/linear.h"

#include <float.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

/* ---- sums */

static double dot(const double *a, const double *b, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

/* x_j'r, column j of X times r. */
static double column_dot(const struct dataset *set, size_t j, const double *r)
{
	double sum = 0;

	for (size_t i = 0; i < set->n; i++)
		sum += set->x[i * set->d + j] * r[i];
	return sum;
}

void linear_residual(const struct dataset *set, const double *w, double *r)
{
	for (size_t i = 0; i < set->n; i++)
		r[i] = set->y[i] - dot(set->x + i * set->d, w, set->d);
}

double linear_r2(const struct dataset *set, const double *w)
{
	double mean = 0, residual_squares = 0, total_squares = 0;

	for (size_t i = 0; i < set->n; i++)
		mean += set->y[i] / (double)set->n;
	for (size_t i = 0; i < set->n; i++) {
		double residual = set->y[i] - dot(set->x + i * set->d, w, set->d);
		double from_mean = set->y[i] - mean;

		residual_squares += residual * residual;
		total_squares += from_mean * from_mean;
	}
	return 1 - residual_squares / total_squares;
}

/* ---- least squares */

/* Is a diagonal element of R nothing but rounding? */
static bool is_dependent(const gsl_matrix *qr)
{
	double largest = 0;

	for (size_t j = 0; j < qr->size2; j++)
		largest = fmax(largest, fabs(gsl_matrix_get(qr, j, j)));
	for (size_t j = 0; j < qr->size2; j++)
		if (!(fabs(gsl_matrix_get(qr, j, j)) > (double)qr->size1 * DBL_EPSILON * largest))
			return true;
	return false;
}

bool linear_least_squares(struct demo *d, const struct dataset *set, double *w)
{
	double *x = demo_vector(d, set->n * set->d);
	gsl_matrix_view qr;
	gsl_vector_view tau, y, weights, residual;

	memset(w, 0, set->d * sizeof(double));
	if (set->n < set->d || set->d == 0)
		return false;
	memcpy(x, set->x, set->n * set->d * sizeof(double));
	qr = gsl_matrix_view_array(x, set->n, set->d);
	tau = gsl_vector_view_array(demo_vector(d, set->d), set->d);
	gsl_linalg_QR_decomp(&qr.matrix, &tau.vector);
	if (is_dependent(&qr.matrix))
		return false;
	y = gsl_vector_view_array(set->y, set->n);
	weights = gsl_vector_view_array(w, set->d);
	residual = gsl_vector_view_array(demo_vector(d, set->n), set->n);
	gsl_linalg_QR_lssolve(
		&qr.matrix, &tau.vector, &y.vector, &weights.vector, &residual.vector);
	return true;
}

/* ---- ridge */

/* X, or its transpose where that is the taller one, as GSL wants it. */
static double *copy_tall(struct demo *d, const struct dataset *set, size_t rows, size_t columns)
{
	double *tall = demo_vector(d, rows * columns);

	for (size_t i = 0; i < rows; i++)
		for (size_t j = 0; j < columns; j++)
			tall[i * columns + j] =
				set->n >= set->d ? set->x[i * columns + j] : set->x[j * rows + i];
	return tall;
}

struct linear_svd *linear_svd_new(struct demo *d, const struct dataset *set)
{
	struct linear_svd *svd = demo_alloc(d, 1, sizeof(*svd));
	bool is_tall = set->n >= set->d;
	size_t rows = is_tall ? set->n : set->d, k = is_tall ? set->d : set->n;
	double *tall = copy_tall(d, set, rows, k), *square = demo_vector(d, k * k);
	gsl_matrix_view a, v, work_matrix;
	gsl_vector_view s, work;

	*svd = (struct linear_svd){.n = set->n, .d = set->d, .k = k, .s = demo_vector(d, k)};
	svd->u = is_tall ? tall : square;
	svd->v = is_tall ? square : tall;
	if (k == 0)
		return svd;
	a = gsl_matrix_view_array(tall, rows, k);
	v = gsl_matrix_view_array(square, k, k);
	s = gsl_vector_view_array(svd->s, k);
	work_matrix = gsl_matrix_view_array(demo_vector(d, k * k), k, k);
	work = gsl_vector_view_array(demo_vector(d, k), k);
	gsl_linalg_SV_decomp_mod(
		&a.matrix, &work_matrix.matrix, &v.matrix, &s.vector, &work.vector);
	return svd;
}

void linear_ridge(const struct linear_svd *svd, const double *y, double lambda, double *w)
{
	double larger = (double)(svd->n > svd->d ? svd->n : svd->d);

	memset(w, 0, svd->d * sizeof(double));
	for (size_t c = 0; c < svd->k; c++) {
		double s = svd->s[c], along = 0;

		if (lambda == 0 && s <= larger * DBL_EPSILON * svd->s[0])
			continue;
		for (size_t i = 0; i < svd->n; i++)
			along += svd->u[i * svd->k + c] * y[i];
		for (size_t j = 0; j < svd->d; j++)
			w[j] += svd->v[j * svd->k + c] * (along * s / (s * s + lambda));
	}
}

double linear_ridge_shrinkage(const struct linear_svd *svd, double lambda, size_t c)
{
	double s = svd->s[c];

	return s > 0 ? s * s / (s * s + lambda) : 0;
}

double linear_ridge_df(const struct linear_svd *svd, double lambda)
{
	double sum = 0;

	for (size_t c = 0; c < svd->k; c++)
		sum += linear_ridge_shrinkage(svd, lambda, c);
	return sum;
}

double linear_ridge_cost(const struct dataset *set, double lambda, const double *w, double *grad)
{
	double squares = 0;

	for (size_t j = 0; grad && j < set->d; j++)
		grad[j] = lambda * w[j];
	for (size_t i = 0; i < set->n; i++) {
		const double *x = set->x + i * set->d;
		double residual = set->y[i] - dot(x, w, set->d);

		squares += residual * residual;
		for (size_t j = 0; grad && j < set->d; j++)
			grad[j] -= residual * x[j];
	}
	return (squares + lambda * dot(w, w, set->d)) / 2;
}

/* ---- lasso */

double soft_threshold(double z, double threshold)
{
	if (z > threshold)
		return z - threshold;
	if (z < -threshold)
		return z + threshold;
	return 0;
}

struct lasso *lasso_new(struct demo *d, const struct dataset *set)
{
	struct lasso *l = demo_alloc(d, 1, sizeof(*l));

	l->set = set;
	l->w = demo_vector(d, set->d);
	l->residual = demo_vector(d, set->n);
	l->square = demo_vector(d, set->d);
	for (size_t i = 0; i < set->n; i++)
		for (size_t j = 0; j < set->d; j++)
			l->square[j] += set->x[i * set->d + j] * set->x[i * set->d + j];
	linear_residual(set, l->w, l->residual);
	return l;
}

/* Takes weight j to its own minimum, the others held. */
static void descend(struct lasso *l, double lambda, size_t j)
{
	const struct dataset *set = l->set;
	double old = l->w[j], step;

	if (l->square[j] == 0)
		return;
	l->w[j] = soft_threshold(column_dot(set, j, l->residual) + l->square[j] * old, lambda) /
		  l->square[j];
	step = l->w[j] - old;
	if (step == 0)
		return;
	for (size_t i = 0; i < set->n; i++)
		l->residual[i] -= step * set->x[i * set->d + j];
}

bool lasso_fit(struct lasso *l, double lambda, double tolerance, size_t max_sweeps)
{
	double small = tolerance * dot(l->set->y, l->set->y, l->set->n) / 2;

	for (l->n_sweeps = 1; l->n_sweeps <= max_sweeps; l->n_sweeps++) {
		for (size_t j = 0; j < l->set->d; j++)
			descend(l, lambda, j);
		/* Anew, so that the rounding of updates does not add up. */
		linear_residual(l->set, l->w, l->residual);
		if (lasso_gap(l, lambda) <= small)
			return true;
	}
	l->n_sweeps = max_sweeps;
	return false;
}

double lasso_gap(const struct lasso *l, double lambda)
{
	const struct dataset *set = l->set;
	const double *r = l->residual, *y = set->y;
	double rr = dot(r, r, set->n), ry = dot(r, y, set->n);
	double steepest = 0, norm1 = 0, scale;

	for (size_t j = 0; j < set->d; j++) {
		steepest = fmax(steepest, fabs(column_dot(set, j, r)));
		norm1 += fabs(l->w[j]);
	}
	scale = steepest > lambda ? lambda / steepest : 1;
	/* 1/2 r'r + lambda |w|_1 less 1/2 y'y - 1/2 |y - scale r|^2 */
	return (1 + scale * scale) * rr / 2 - scale * ry + lambda * norm1;
}

double lasso_kkt(const struct lasso *l, double lambda)
{
	double worst = 0;

	for (size_t j = 0; j < l->set->d; j++) {
		double slope = column_dot(l->set, j, l->residual), w = l->w[j];
		double breach = w != 0 ? fabs(slope - copysign(lambda, w)) : fabs(slope) - lambda;

		worst = fmax(worst, breach);
	}
	return worst;
}
