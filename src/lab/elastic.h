/*
 * What proves a minimum of the elastic net, by whatever method it was found,
 *
 *     J(w) = 1/2 |y - Xw|^2 + l1 |w|_1 + l2/2 |w|^2,      l1, l2 >= 0,
 *
 * and the sums through which a solver that goes round the columns sees the data.
 * With l2 = 0 it is the lasso, with l1 = 0 ridge.
 */
#ifndef LAB_ELASTIC_H
#define LAB_ELASTIC_H

#include "lab/linear.h"

/* G = X'X (d x d) and c = X'y (d). */
void elastic_sums(const struct dataset *set, double *G, double *c);

/*
 * With g = X'(y - Xw) - l2 w, the largest breach of what holds at the minimum only:
 * g_j = l1 sign(w_j) where w_j is not 0, |g_j| <= l1 where it is.
 */
double elastic_kkt(
	struct demo *d, const struct dataset *set, double l1, double l2, const double *w);

/*
 * J(w) less the dual's cost at t r, r = y - Xw, t <= 1 the largest with |t g_j| <= l1: so
 * far at most is J(w) above its minimum. Needs l1 > 0 to be of use. Rounding can make it
 * negative, by about eps |y|^2.
 * Source: the lasso's dual, on the rows sqrt(l2) I, of target 0, below X (Zou & Hastie
 * 2005, lemma 1)
 */
double elastic_gap(
	struct demo *d, const struct dataset *set, double l1, double l2, const double *w);

#endif
