/*
 * The whole lasso path at once, by homotopy (least angle regression with the
 * lasso's rule for leaving). An oracle for iterative solvers: no iteration, no
 * tolerance, exact up to rounding. Needs nothing but libc.
 */
#ifndef LAB_LARS_H
#define LAB_LARS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * w(lambda) = argmin  w'Gw / 2 - c'w + lambda sum |w_j|
 *
 * is linear in lambda between knots, at which one variable enters or leaves.
 */
struct lars_path {
	size_t d;       /* variables */
	size_t n_knots; /* lambda = max |c_j| first, lambda = 0 last */
	double *lambda; /* n_knots, decreasing */
	double *w;      /* n_knots rows of d: the minimizer at each knot */
	int *event;     /* n_knots: j + 1 where variable j enters, -(j + 1) where it leaves,
			   0 at the end */
};

/*
 * G   in, d x d, X'X, positive definite (its diagonal need not be 1)
 * c   in, d, X'y, not all zero
 *
 * False, and an empty path, if G is not positive definite on the variables
 * that enter, c is zero, the path has more than 16 d knots, or memory runs out.
 * Two variables that enter at the very same lambda are taken one after the
 * other; of two equal columns the second never enters. The caller frees by lars_done.
 * Source: Efron, Hastie, Johnstone & Tibshirani 2004, sections 2 and 3.1.
 */
bool lars_fit(struct lars_path *path, const double *G, const double *c, size_t d);

/* The minimizer at lambda >= 0 between the knots; w is out, d. */
void lars_at(const struct lars_path *path, double lambda, double *w);

/* Who enters, in order, and with a minus who leaves: "bmi s5 -s3"; names is d names, text
 * has room for size > 0 bytes and is cut there. Returns how often one leaves. */
int lars_order(const struct lars_path *path, const char *const *names, char *text, size_t size);

void lars_done(struct lars_path *path);

#endif
