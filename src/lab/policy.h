/*
 * Policies over finitely many answers (actions), as arrays of n probabilities,
 * and the objective of entropy- and KL-regularized learning,
 *
 *     J(pi) = sum_y pi_y r_y - beta KL(pi || ref),
 *
 * where ref is a reference policy; with a uniform ref it is, up to the constant
 * beta ln n, reward plus beta times the entropy. A policy from logits is
 * softmax (loss.h). r has n rewards.
 */
#ifndef LAB_POLICY_H
#define LAB_POLICY_H

#include <stddef.h>

/* sum_y pi_y f_y */
double policy_mean(const double *pi, const double *f, size_t n);

/* - sum_y pi_y ln pi_y, in nats; 0 ln 0 is 0. */
double policy_entropy(const double *pi, size_t n);

/* KL(p || q) = sum_y p_y ln(p_y / q_y), in nats; infinite where q_y = 0 < p_y. */
double policy_kl(const double *p, const double *q, size_t n);

/* J(pi), as above. */
double policy_value(const double *pi, const double *ref, const double *r, double beta, size_t n);

/* Total variation, 1/2 sum_y |p_y - q_y|: 0 to 1. */
double policy_distance(const double *p, const double *q, size_t n);

/*
 * Where J is largest, the tilted (Gibbs) distribution
 *     pi_y = ref_y e^(r_y / beta) / Z,  Z = sum_y ref_y e^(r_y / beta).
 *
 * ref         n probabilities, each > 0
 * beta        > 0
 * pi          out, n; may be ref or r
 * Returns beta ln Z, which is J(pi). Neither overflows.
 */
double policy_tilt(const double *ref, const double *r, double beta, double *pi, size_t n);

/*
 * dJ/dz of pi = softmax(z): pi_y (A_y - sum_k pi_k A_k), A = r - beta ln(pi / ref).
 * The exact policy gradient; REINFORCE estimates it from samples.
 *
 * pi, ref     n probabilities, each > 0
 * grad        out, n
 */
void policy_gradient(
	const double *pi, const double *ref, const double *r, double beta, double *grad, size_t n);

/*
 * A step z += eta A up J's natural gradient (Kakade 2001): the Fisher matrix
 * takes the pi_y away, and a constant on all logits means nothing. The distance
 * from the optimum shrinks by 1 - eta beta: 0 < eta < 2 / beta.
 *
 * z           in/out, n logits
 */
void policy_natural_step(
	double *z, const double *ref, const double *r, double beta, double eta, size_t n);

/* Bradley & Terry 1952: how often an answer of reward r_a is preferred to one of
 * r_b, sigmoid(r_a - r_b). */
double policy_preference(double r_a, double r_b);

#endif
