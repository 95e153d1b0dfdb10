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

void poly_at_each(
	const double *c, size_t degree, const double *restrict x, double *restrict f, size_t n)
{
	enum { SIDE_BY_SIDE = 8 };
	size_t i = 0;

	for (; i + SIDE_BY_SIDE <= n; i += SIDE_BY_SIDE) {
		double b1[SIDE_BY_SIDE] = {0}, b2[SIDE_BY_SIDE] = {0};

		for (size_t k = degree; k > 0; k--)
			for (size_t s = 0; s < SIDE_BY_SIDE; s++) {
				double b = c[k] + 2 * x[i + s] * b1[s] - b2[s];

				b2[s] = b1[s];
				b1[s] = b;
			}
		for (size_t s = 0; s < SIDE_BY_SIDE; s++)
			f[i + s] = c[0] + x[i + s] * b1[s] - b2[s];
	}
	for (; i < n; i++)
		f[i] = poly_at(c, degree, x[i]);
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

/* H_k = 1 - tau v vᵀ times the columns from k on of Q; v is 0 above row k, 1 there, and
 * below in column k of a. As gsl_linalg_householder_hv does it to one column, but to all
 * side by side: row after row, in sums that don't wait for each other. */
static void reflect(
	const struct poly *p, const double *a, size_t k, double tau, double *restrict along)
{
	size_t m = p->degree + 1;
	double *top = p->q + k * m;

	for (size_t j = k; j < m; j++)
		along[j] = 0;
	for (size_t i = k + 1; i < p->n; i++) {
		const double v = a[i * m + k], *q = p->q + i * m;

		for (size_t j = k; j < m; j++)
			along[j] += v * q[j];
	}
	for (size_t j = k; j < m; j++) {
		along[j] = -tau * (top[j] + along[j]);
		top[j] += along[j];
	}
	for (size_t i = k + 1; i < p->n; i++) {
		const double v = a[i * m + k];
		double *q = p->q + i * m;

		for (size_t j = k; j < m; j++)
			q[j] += along[j] * v;
	}
}

struct poly *poly_new(struct demo *d, const double *x, size_t n, size_t degree)
{
	size_t m = degree + 1;
	struct poly *p = demo_alloc(d, 1, sizeof(*p));
	double *along = demo_vector(d, m);
	gsl_vector_view tau = gsl_vector_view_array(demo_vector(d, m), m);
	gsl_matrix *a;

	if (n < m)
		return NULL;
	*p = (struct poly){n, degree, demo_vector(d, n * m), demo_vector(d, m * m)};
	a = gsl_matrix_alloc(n, m);
	for (size_t i = 0; i < n; i++)
		poly_basis(x[i], degree, gsl_matrix_ptr(a, i, 0));
	gsl_linalg_QR_decomp(a, &tau.vector);
	for (size_t k = 0; k < m; k++)
		for (size_t j = k; j < m; j++)
			p->r[k * m + j] = gsl_matrix_get(a, k, j);
	/* Q = H_0 H_1 ..., of which column k is a unit vector until H_k comes. */
	for (size_t k = m; k-- > 0;) {
		p->q[k * m + k] = 1;
		reflect(p, a->data, k, gsl_vector_get(&tau.vector, k), along);
	}
	gsl_matrix_free(a);
	return is_dependent(p) ? NULL : p;
}

/* The first m numbers of Q'y. */
static void project(const struct poly *p, const double *y, size_t m, double *restrict u)
{
	for (size_t j = 0; j < m; j++)
		u[j] = 0;
	for (size_t i = 0; i < p->n; i++)
		for (size_t j = 0; j < m; j++)
			u[j] += p->q[i * (p->degree + 1) + j] * y[i];
}

void poly_project(const struct poly *p, const double *y, double *u)
{
	project(p, y, p->degree + 1, u);
}

void poly_solve(const struct poly *p, const double *u, size_t degree, double *c)
{
	size_t m = p->degree + 1;

	for (size_t j = 0; j <= degree; j++)
		c[j] = u[j];
	for (size_t j = degree + 1; j-- > 0;) {
		c[j] /= p->r[j * m + j];
		for (size_t k = 0; k < j; k++)
			c[k] -= p->r[k * m + j] * c[j];
	}
}

void poly_fit(const struct poly *p, const double *y, size_t degree, double *c)
{
	project(p, y, degree + 1, c);
	poly_solve(p, c, degree, c);
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
