/*
 * Polynomials fitted to points by least squares, every degree from one QR
 * decomposition. They are sums of Chebyshev polynomials, c_0 T_0(x) + ... +
 * c_k T_k(x), and x is in [-1, 1]: powers of x would lose the digits that
 * degree 15 needs.
 */
#ifndef LAB_POLY_H
#define LAB_POLY_H

#include "lab/demo.h"

#include <stddef.h>

/* t[k] = T_k(x) = cos(k arccos x) for k = 0..degree; |x| <= 1. */
void poly_basis(double x, size_t degree, double *t);

/* sum_k c[k] T_k(x), k = 0..degree (Clenshaw 1955); |x| <= 1. */
double poly_at(const double *c, size_t degree, double x);

/* f[i] = poly_at(c, degree, x[i]), n of them, side by side and so in less time. */
void poly_at_each(const double *c, size_t degree, const double *x, double *f, size_t n);

/*
 * The matrix T_j(x_i) = QR (Householder, by GSL). The first k + 1 columns of Q
 * are an orthonormal basis of the polynomials of degree k on the points, so one
 * decomposition serves all degrees and any y. Lives as long as the demo.
 */
struct poly {
	size_t n, degree; /* points, largest degree; degree < n */
	double *q;        /* n x (degree + 1), q[i * (degree + 1) + j] */
	double *r;        /* the same columns square, zero below the diagonal */
};

/* For n points x in [-1, 1]. NULL where they don't determine the polynomial: fewer
 * than degree + 1 of them are apart, to working precision. */
struct poly *poly_new(struct demo *d, const double *x, size_t n, size_t degree);

/* The c (degree + 1) that minimizes sum_i (y_i - poly_at(c, x_i))^2; degree <= p->degree. */
void poly_fit(const struct poly *p, const double *y, size_t degree, double *c);

/* The same in two steps, of which many degrees share the first: u = Q'y (p->degree + 1). */
void poly_project(const struct poly *p, const double *y, double *u);
void poly_solve(const struct poly *p, const double *u, size_t degree, double *c);

/* h_i = sum_j q_ij^2, j = 0..degree: how much y_i moves the fit at its own point.
 * In (0, 1]; the sum over i is degree + 1. */
double poly_leverage(const struct poly *p, size_t degree, size_t i);

/* For every degree k at once, h[k] = |u_0..u_k|^2 with R'u = the basis at x: what a fit
 * of degree k at x varies, if each y varies by 1. At x_i it is poly_leverage; |x| <= 1. */
void poly_variances(const struct poly *p, double x, double *h);

#endif
