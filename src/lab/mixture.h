/*
 * Mixtures of Gaussians on the line: the data distributions of which density,
 * score and denoiser are known exactly, whatever Gaussian noise is added. A
 * mixture is a value; nothing is owned.
 */
#ifndef LAB_MIXTURE_H
#define LAB_MIXTURE_H

#include "lab/random.h"

#include <stddef.h>

enum { MIXTURE_MAX = 8 };

/* p(x) = sum_i weight_i N(x; mean_i, sigma_i²), i < k <= MIXTURE_MAX. Weights are
 * >= 0 and add up to 1; sigma_i > 0 is a standard deviation. */
struct mixture {
	size_t k;
	double weight[MIXTURE_MAX], mean[MIXTURE_MAX], sigma[MIXTURE_MAX];
};

/* ln p(x) by log-sum-exp: finite up to 1e150 sigma from every component. */
double mixture_log_density(const struct mixture *m, double x);

/* p(x), which underflows to 0 far out. */
double mixture_density(const struct mixture *m, double x);

/* d ln p / dx; with the energy E = -ln p it is the force -dE/dx. */
double mixture_score(const struct mixture *m, double x);

/* The probability that component i has drawn x; r is out, k, and adds up to 1. */
void mixture_responsibilities(const struct mixture *m, double x, double *r);

double mixture_mean(const struct mixture *m);
double mixture_variance(const struct mixture *m);

/* P(X <= x), and the x at which it is 0 < p < 1, to 1e-12 of the mixture's width
 * as far as the distribution function itself can tell (by bisection). */
double mixture_cdf(const struct mixture *m, double x);
double mixture_quantile(const struct mixture *m, double p);

/*
 * The entropy E[-ln p] in nats, and E[score²], the Fisher information of a shift,
 * by the trapezoidal rule with steps of an eighth of the least sigma out to 9 sigma
 * of each component. Accuracy 1e-9; 1e-12 where two components of one sigma hardly
 * overlap or are within 3 sigma (between, p has zeros close to the real axis). Time:
 * as the width of it all over the least sigma.
 */
double mixture_entropy(const struct mixture *m);
double mixture_fisher(const struct mixture *m);

/* The distribution of scale X + noise ε, ε standard normal: a mixture again, with
 * means scale mean_i and variances scale² sigma_i² + noise². Not both are 0. */
struct mixture mixture_noised(const struct mixture *m, double scale, double noise);

/*
 * E[X | scale X + noise ε = y]: the best guess of X in the mean square, by Bayes'
 * rule in each component:
 *
 *     sum_i r_i(y) (mean_i + scale sigma_i² (y - scale mean_i) / v_i),
 *     v_i = scale² sigma_i² + noise²,  r_i  responsibilities of the noised mixture
 *
 * It uses no score, so that Tweedie's formula can be held against it.
 */
double mixture_denoise(const struct mixture *m, double scale, double noise, double y);

/* One draw, and n independent ones. */
double mixture_draw(const struct mixture *m, struct random *r);
void mixture_draws(const struct mixture *m, struct random *r, double *x, size_t n);

#endif
