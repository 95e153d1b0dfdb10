#include "lab/elastic.h"

#include <math.h>

void elastic_sums(const struct dataset *set, double *G, double *c)
{
	for (size_t j = 0; j < set->d; j++) {
		c[j] = 0;
		for (size_t i = 0; i < set->n; i++)
			c[j] += set->x[i * set->d + j] * set->y[i];
		for (size_t k = 0; k < set->d; k++) {
			double sum = 0;

			for (size_t i = 0; i < set->n; i++)
				sum += set->x[i * set->d + j] * set->x[i * set->d + k];
			G[j * set->d + k] = sum;
		}
	}
}

/* r = y - Xw (n); returns g_j = x_j'r - l2 w_j for each j (d). */
static double *slopes(
	struct demo *d, const struct dataset *set, double l2, const double *w, double *r)
{
	double *g = demo_vector(d, set->d);

	linear_residual(set, w, r);
	for (size_t j = 0; j < set->d; j++) {
		g[j] = -l2 * w[j];
		for (size_t i = 0; i < set->n; i++)
			g[j] += set->x[i * set->d + j] * r[i];
	}
	return g;
}

double elastic_kkt(struct demo *d, const struct dataset *set, double l1, double l2, const double *w)
{
	const double *g = slopes(d, set, l2, w, demo_vector(d, set->n));
	double worst = 0;

	for (size_t j = 0; j < set->d; j++)
		worst = fmax(worst, w[j] != 0 ? fabs(g[j] - copysign(l1, w[j])) : fabs(g[j]) - l1);
	return worst;
}

double elastic_gap(struct demo *d, const struct dataset *set, double l1, double l2, const double *w)
{
	double *r = demo_vector(d, set->n), *g = slopes(d, set, l2, w, r);
	double steepest = 0, norm1 = 0, ww = 0, rr = 0, ry = 0, t;

	for (size_t j = 0; j < set->d; j++) {
		steepest = fmax(steepest, fabs(g[j]));
		norm1 += fabs(w[j]);
		ww += w[j] * w[j];
	}
	for (size_t i = 0; i < set->n; i++) {
		rr += r[i] * r[i];
		ry += r[i] * set->y[i];
	}
	t = steepest > l1 ? l1 / steepest : 1;
	/* J less 1/2 y'y - 1/2 |y - t r|^2 - 1/2 t^2 l2 |w|^2 */
	return (1 + t * t) * (rr + l2 * ww) / 2 - t * ry + l1 * norm1;
}
