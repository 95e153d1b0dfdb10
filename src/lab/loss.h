/*
 * Costs over a batch, in forms that neither overflow nor lose digits, with
 * their gradients. Each is the mean over n examples.
 */
#ifndef LAB_LOSS_H
#define LAB_LOSS_H

#include <math.h>
#include <stddef.h>

/* 1 / (1 + e^-z), for any z. (Here and not in loss.c, so that a compiler sees that this,
 * sigmoid(-z) and softplus(z) take the same exponential, and computes it once.) */
static inline double sigmoid(double z)
{
	double e = exp(-fabs(z));

	return z >= 0 ? 1 / (1 + e) : e / (1 + e);
}

/* ln(1 + e^z). */
static inline double softplus(double z)
{
	return (z > 0 ? z : 0) + log1p(exp(-fabs(z)));
}

/* ln sum_j e^z_j, n >= 1 finite numbers; the largest is taken out first. */
double log_sum_exp(const double *z, size_t n);

/* p_j = e^z_j / sum_k e^z_k, n each; p may be z. */
void softmax(const double *z, double *p, size_t n);

/*
 * Mean squared error  J = 1/n sum (f_i - y_i)^2,  dJ/df_i = 2/n (f_i - y_i)
 *
 * f, y        n predictions and targets
 * grad        out, n, or NULL
 */
double loss_squared(const double *f, const double *y, double *grad, size_t n);

/*
 * Logistic loss, the cross-entropy of labels and sigmoid(z):
 * J = 1/n sum softplus(z_i) - y_i z_i,  dJ/dz_i = 1/n (sigmoid(z_i) - y_i)
 *
 * z           n logits
 * y           n labels, 0 or 1 (or probabilities)
 * grad        out, n, or NULL
 */
double loss_logistic(const double *z, const double *y, double *grad, size_t n);

/*
 * Cross-entropy of classes and softmax(z), in nats:
 * J = 1/n sum_i log_sum_exp(z_i) - z_i[label_i],
 * dJ/dz_ij = 1/n (softmax(z_i)_j - [j = label_i])
 *
 * z           n x k logits
 * labels      n, each below k
 * grad        out, n x k, or NULL
 */
double loss_cross_entropy(const double *z, const size_t *labels, double *grad, size_t n, size_t k);

#endif
