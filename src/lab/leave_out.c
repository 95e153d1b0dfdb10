#include "lab/leave_out.h"

#include <math.h>

double leave_out_error(struct demo *d, const struct linear_svd *svd, const struct dataset *set,
	double lambda, double *error)
{
	double *w = demo_vector(d, set->d), *r = error ? error : demo_vector(d, set->n), total = 0;

	linear_ridge(svd, set->y, lambda, w);
	linear_residual(set, w, r);
	for (size_t i = 0; i < set->n; i++) {
		double h = 1 / (double)set->n;

		for (size_t k = 0; k < svd->k; k++)
			h += svd->u[i * svd->k + k] * svd->u[i * svd->k + k] *
			     linear_ridge_shrinkage(svd, lambda, k);
		r[i] = h < 1 ? r[i] / (1 - h) : INFINITY;
		total += r[i] * r[i];
	}
	return sqrt(total / (double)set->n);
}

/* The rows without `out`, their columns centered anew, and sqrt(lambda) I below. All
 * rows sum to zero, so the mean of the others is -row / (n - 1). The target's mean has
 * no influence on w then. */
static struct dataset rows_without(
	struct demo *d, const struct dataset *set, double lambda, size_t out)
{
	size_t n = out < set->n ? set->n - 1 : set->n, to = 0;
	struct dataset rows = {.n = n + set->d, .d = set->d};

	rows.x = demo_vector(d, rows.n * rows.d);
	rows.y = demo_vector(d, rows.n);
	for (size_t i = 0; i < set->n; i++) {
		if (i == out)
			continue;
		for (size_t j = 0; j < set->d; j++) {
			rows.x[to * set->d + j] = set->x[i * set->d + j];
			if (out < set->n)
				rows.x[to * set->d + j] += set->x[out * set->d + j] / (double)n;
		}
		rows.y[to++] = set->y[i];
	}
	for (size_t j = 0; j < set->d; j++)
		rows.x[(n + j) * set->d + j] = sqrt(lambda);
	return rows;
}

double leave_out_refit(
	struct demo *d, const struct dataset *set, double lambda, size_t i, double *w)
{
	struct dataset rows = rows_without(d, set, lambda, i);
	double error, again = (double)set->n / ((double)set->n - 1);

	if (!linear_least_squares(d, &rows, w))
		demo_fail(d, "the columns are dependent");
	if (i >= set->n)
		return 0;
	/* The example's distance from the others' means is n / (n - 1) times its own. */
	error = again * set->y[i];
	for (size_t j = 0; j < set->d; j++)
		error -= again * set->x[i * set->d + j] * w[j];
	return error;
}
