#include "lab/poly.h"

#include <float.h>
#include <gsl/gsl_linalg.h>
#include <math.h>

void poly_basis(double x, size_t degree, double *t)
{
	t[0] = 1;
	if (degree > 0)
		t[1] = x;
	for (size_t k = 2; k <= degree; k++)
		t[k] = 2 * x * t[k - 1] - t[k - 2];
}

double poly_at(const double *c, size_t degree, double x)
{
	double b1 = 0, b2 = 0; /* b_(k+1), b_(k+2) */

	for (size_t k = degree; k > 0; k--) {
		double b = c[k] + 2 * x * b1 - b2;

		b2 = b1;
		b1 = b;
	}
	return c[0] + x * b1 - b2;
}

/* Is a column of T, but for rounding, a combination of those before it? */
static bool is_dependent(const struct poly *p)
{
	size_t m = p->degree + 1;

	for (size_t j = 0; j < m; j++) {
		double square = 0;

		for (size_t k = 0; k <= j; k++)
			square += p->r[k * m + j] * p->r[k * m + j];
		if (!(fabs(p->r[j * m + j]) > (double)p->n * DBL_EPSILON * sqrt(square)))
			return true;
	}
	return false;
}

struct poly *poly_new(struct demo *d, const double *x, size_t n, size_t degree)
{
	size_t m = degree + 1;
	struct poly *p = demo_alloc(d, 1, sizeof(*p));
	gsl_matrix_view a, q, r;
	gsl_vector_view tau;

	if (n < m)
		return NULL;
	*p = (struct poly){n, degree, demo_vector(d, n * m), demo_vector(d, m * m)};
	a = gsl_matrix_view_array(demo_vector(d, n * m), n, m);
	for (size_t i = 0; i < n; i++)
		poly_basis(x[i], degree, gsl_matrix_ptr(&a.matrix, i, 0));
	tau = gsl_vector_view_array(demo_vector(d, m), m);
	gsl_linalg_QR_decomp(&a.matrix, &tau.vector);
	r = gsl_matrix_view_array(p->r, m, m);
	for (size_t k = 0; k < m; k++)
		for (size_t j = k; j < m; j++)
			gsl_matrix_set(&r.matrix, k, j, gsl_matrix_get(&a.matrix, k, j));
	if (is_dependent(p))
		return NULL;
	q = gsl_matrix_view_array(p->q, n, m);
	gsl_matrix_set_identity(&q.matrix);
	for (size_t j = 0; j < m; j++) {
		gsl_vector_view column = gsl_matrix_column(&q.matrix, j);

		gsl_linalg_QR_Qvec(&a.matrix, &tau.vector, &column.vector);
	}
	return p;
}

void poly_fit(const struct poly *p, const double *y, size_t degree, double *c)
{
	size_t m = p->degree + 1;

	for (size_t j = 0; j <= degree; j++) {
		c[j] = 0;
		for (size_t i = 0; i < p->n; i++)
			c[j] += p->q[i * m + j] * y[i];
	}
	for (size_t j = degree + 1; j-- > 0;) {
		c[j] /= p->r[j * m + j];
		for (size_t k = 0; k < j; k++)
			c[k] -= p->r[k * m + j] * c[j];
	}
}

double poly_leverage(const struct poly *p, size_t degree, size_t i)
{
	double h = 0;

	for (size_t j = 0; j <= degree; j++)
		h += p->q[i * (p->degree + 1) + j] * p->q[i * (p->degree + 1) + j];
	return h;
}

void poly_variances(const struct poly *p, double x, double *h)
{
	size_t m = p->degree + 1;
	double sum = 0;

	poly_basis(x, p->degree, h);
	for (size_t j = 0; j < m; j++) { /* h becomes u */
		for (size_t k = 0; k < j; k++)
			h[j] -= p->r[k * m + j] * h[k];
		h[j] /= p->r[j * m + j];
	}
	for (size_t j = 0; j < m; j++)
		h[j] = sum += h[j] * h[j];
}
