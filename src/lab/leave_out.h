/*
 * Leave-one-out errors of ridge regression with an intercept that is not
 * penalized: without a refit, and by refits. The set is centered as a whole
 * (columns and target); the patient left out is taken out of the means too.
 */
#ifndef LAB_LEAVE_OUT_H
#define LAB_LEAVE_OUT_H

#include "lab/linear.h"

/*
 * error[i] = r_i / (1 - h_i),  r = y - Xw(lambda),
 * h_i = 1/n + sum_k u_ik^2 s_k^2 / (s_k^2 + lambda), the leverage (it counts the
 * intercept). What a fit to the others would miss on example i, exactly.
 *
 * svd         of set, n > d
 * error       out, n, or NULL
 * Returns the root of the mean square. Loses eps / (1 - h); infinity, or noise, where h is 1.
 * Source: Golub, Heath & Wahba 1979 (PRESS)
 */
double leave_out_error(struct demo *d, const struct linear_svd *svd, const struct dataset *set,
	double lambda, double *error);

/*
 * The same for example i alone, by force: the others are centered anew and
 * fitted, by least squares (QR) with d more rows sqrt(lambda) I of target 0.
 * With i = n nobody is left out, and it returns 0.
 *
 * w           out, d: the weights of that fit
 * Fails the demo where the columns are dependent (lambda = 0 only).
 */
double leave_out_refit(
	struct demo *d, const struct dataset *set, double lambda, size_t i, double *w);

#endif
