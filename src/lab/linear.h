/*
 * Linear models f(x) = x'w on a data set: least squares, ridge, lasso. There
 * is no intercept: center the columns and the target (data.h). Costs are sums
 * over the examples; for a cost of means multiply its lambda by n.
 */
#ifndef LAB_LINEAR_H
#define LAB_LINEAR_H

#include "lab/data.h"
#include "lab/demo.h"

#include <stdbool.h>
#include <stddef.h>

/* r = y - Xw, n; w has set->d weights. */
void linear_residual(const struct dataset *set, const double *w, double *r);

/* 1 - |y - Xw|^2 / |y - mean(y)|^2 */
double linear_r2(const struct dataset *set, const double *w);

/* Least squares by Householder's QR; false, and w zero, where n < d or the
 * columns of X are dependent to working precision. */
bool linear_least_squares(struct demo *d, const struct dataset *set, double *w);

/*
 * X = U diag(s) V', the thin singular value decomposition (Golub & Reinsch,
 * by GSL), for any n and d; k = min(n, d). Lives as long as the demo.
 */
struct linear_svd {
	size_t n, d, k;
	double *u; /* n x k, u[i * k + c] */
	double *s; /* k, falling */
	double *v; /* d x k: column c is the c-th principal direction */
};
struct linear_svd *linear_svd_new(struct demo *d, const struct dataset *set);

/*
 * Ridge: the w that minimizes 1/2 |y - Xw|^2 + lambda/2 |w|^2,
 *     w = V diag(s / (s^2 + lambda)) U'y = (X'X + lambda I)^-1 X'y
 *
 * y           n
 * lambda      >= 0; 0 gives the least-squares solution of smallest norm, where
 *             singular values below max(n, d) eps s[0] count as 0
 * w           out, d
 * Source      Hoerl & Kennard 1970
 */
void linear_ridge(const struct linear_svd *svd, const double *y, double lambda, double *w);

/* What ridge leaves of the fit along direction c: s^2 / (s^2 + lambda); and the
 * sum of these, the effective degrees of freedom. */
double linear_ridge_shrinkage(const struct linear_svd *svd, double lambda, size_t c);
double linear_ridge_df(const struct linear_svd *svd, double lambda);

/* Ridge's cost at w, and its gradient X'(Xw - y) + lambda w (d, or NULL). */
double linear_ridge_cost(const struct dataset *set, double lambda, const double *w, double *grad);

/* sign(z) max(|z| - threshold, 0): the prox of threshold |.|. */
double soft_threshold(double z, double threshold);

/*
 * Lasso: the w that minimizes 1/2 |y - Xw|^2 + lambda |w|_1, by cyclic
 * coordinate descent from the w that is there (a warm start along a path).
 * Source      Friedman, Hastie & Tibshirani 2010
 */
struct lasso {
	const struct dataset *set;
	double *w;        /* d, zero at first */
	double *residual; /* n, y - Xw after lasso_fit */
	double *square;   /* d, sums of squares of the columns */
	size_t n_sweeps;  /* of the last fit */
};

/* Borrows `set`; lives as long as the demo. */
struct lasso *lasso_new(struct demo *d, const struct dataset *set);

/* Sweeps until the duality gap is at most `tolerance` (1e-12, say) times
 * 1/2 |y|^2; false if it is not after max_sweeps. */
bool lasso_fit(struct lasso *l, double lambda, double tolerance, size_t max_sweeps);

/* Cost now less the dual cost at the residual scaled into the dual's feasible
 * set: an upper bound of how far the cost is from its minimum. */
double lasso_gap(const struct lasso *l, double lambda);

/* The largest breach of what holds at the minimum: x_j'r = lambda sign(w_j)
 * where w_j is not 0, |x_j'r| <= lambda where it is. */
double lasso_kkt(const struct lasso *l, double lambda);

#endif
