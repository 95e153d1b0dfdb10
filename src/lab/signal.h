/*
 * Signal propagation: what theory says of the gradient in a deep network with
 * random weights, to compare a network with.
 */
#ifndef LAB_SIGNAL_H
#define LAB_SIGNAL_H

#include "lab/mlp.h"

#include <complex.h>

/*
 * a_l = skip a_{l-1} + branch f(W_l a_{l-1}), l = 1..depth, all layers `width`
 * wide, no biases, weights normal with mean 0 and variance sigma2 / width.
 */
struct signal_network {
	enum mlp_activation f;
	int depth, width;
	double skip, branch; /* 0 and 1 without residual connections */
	double sigma2;
};

/*
 * Mean-field theory of the gradient. chi[l], l = 1..depth (chi has depth + 1
 * places), is the factor by which layer l changes the expected squared norm of
 * the gradient on its way from a_l to a_{l-1}:
 *
 *     chi_l = skip² + branch² sigma2 E f'(√q_l Z)²,   q_l = sigma2 E a²
 *
 * mean, square  means of the input's components and of their squares
 * returns       variance that the finite width leaves in ln |g_1|² - ln |g_L|²;
 *               its mean is Σ ln chi_l - variance / 2, l = 2..depth
 * Accuracy      exact for infinite width. Assumes that gradient and weights are
 *               independent; with skip > 0 and a slope that is not even (ReLU)
 *               they are not, and the gradient grows faster.
 * Source        Schoenholz et al. 2017; Hanin & Nica 2020 for the variance,
 *               which is 5 / width a layer for ReLU
 */
double signal_mean_field(const struct signal_network *net, double mean, double square, double *chi);

/*
 * The cost J = (c·a_L - 1)²/2 of one such network for the input a0, with h p qᵀ
 * added to the weights of one layer. For complex h it is the analytic function,
 * so that Im J / |h| at a tiny imaginary h is the slope without a subtraction.
 *
 * w           w[l], l = 1..depth: width x width, row by row
 * a0, c       width each
 * nudge       layer 1..depth; p and q have `width` numbers each
 * Source      Squire & Trapp 1998
 */
struct signal_nudge {
	int layer;
	const double *p, *q;
	double complex h;
};
double complex signal_cost(struct demo *d, const struct signal_network *net, double *const *w,
	const double *a0, const double *c, struct signal_nudge nudge);

/* E h(√q Z)^power for a standard normal Z, where h is mlp_activate or mlp_slope
 * of f; to 1e-6 for 0 <= q <= 1e4. */
double signal_gaussian_mean(
	double (*h)(enum mlp_activation, double), enum mlp_activation f, double q, int power);

/* Largest singular value of the n x n matrix w; exact up to rounding. */
double signal_spectral_norm(const double *w, int n);

#endif
