#include "lab/mixture.h"

#include <gsl/gsl_math.h>
#include <math.h>

/* The parts of √(2π) e^nearest p(x), in part[], where nearest is z²/2 of the nearest
 * component: none overflows, and not all underflow. Returns their sum. */
static double split(const struct mixture *m, double x, double *part, double *nearest)
{
	double sum = 0;

	*nearest = INFINITY;
	for (size_t i = 0; i < m->k; i++) {
		double z = (x - m->mean[i]) / m->sigma[i];

		part[i] = z * z / 2;
		if (m->weight[i] > 0 && part[i] < *nearest)
			*nearest = part[i];
	}
	for (size_t i = 0; i < m->k; i++) {
		double below = *nearest - part[i], share = m->weight[i] / m->sigma[i];

		/* A component of weight 0 may be nearer, where 0 e^∞ is no number; of the
		 * nearest one we know e^0 without asking. */
		if (!(m->weight[i] > 0))
			share = 0;
		else if (below != 0)
			share *= exp(below);
		sum += part[i] = share;
	}
	return sum;
}

static double log_density(double sum, double nearest)
{
	return log(sum) - nearest - (M_LN2 + M_LNPI) / 2;
}

static double density(double sum, double nearest)
{
	return sum * exp(-nearest) / (M_SQRT2 * M_SQRTPI);
}

static double score(const struct mixture *m, double x, const double *part, double sum)
{
	double score = 0;

	for (size_t i = 0; i < m->k; i++)
		score += part[i] / sum * (m->mean[i] - x) / (m->sigma[i] * m->sigma[i]);
	return score;
}

double mixture_log_density(const struct mixture *m, double x)
{
	double part[MIXTURE_MAX], nearest, sum = split(m, x, part, &nearest);

	return log_density(sum, nearest);
}

double mixture_density(const struct mixture *m, double x)
{
	double part[MIXTURE_MAX], nearest, sum = split(m, x, part, &nearest);

	return density(sum, nearest);
}

void mixture_responsibilities(const struct mixture *m, double x, double *r)
{
	double nearest, sum = split(m, x, r, &nearest);

	for (size_t i = 0; i < m->k; i++)
		r[i] /= sum;
}

double mixture_score(const struct mixture *m, double x)
{
	double part[MIXTURE_MAX], nearest, sum = split(m, x, part, &nearest);

	return score(m, x, part, sum);
}

double mixture_mean(const struct mixture *m)
{
	double mean = 0;

	for (size_t i = 0; i < m->k; i++)
		mean += m->weight[i] * m->mean[i];
	return mean;
}

double mixture_variance(const struct mixture *m)
{
	double mean = mixture_mean(m), variance = 0;

	for (size_t i = 0; i < m->k; i++) {
		double from_mean = m->mean[i] - mean;

		variance += m->weight[i] * (m->sigma[i] * m->sigma[i] + from_mean * from_mean);
	}
	return variance;
}

double mixture_cdf(const struct mixture *m, double x)
{
	double p = 0;

	for (size_t i = 0; i < m->k; i++)
		p += m->weight[i] * erfc((m->mean[i] - x) / (m->sigma[i] * M_SQRT2)) / 2;
	return p;
}

double mixture_quantile(const struct mixture *m, double p)
{
	double low = INFINITY, high = -INFINITY;

	for (size_t i = 0; i < m->k; i++) {
		low = fmin(low, m->mean[i] - 40 * m->sigma[i]);
		high = fmax(high, m->mean[i] + 40 * m->sigma[i]);
	}
	for (int step = 0; step < 50; step++) {
		double middle = (low + high) / 2;

		*(mixture_cdf(m, middle) < p ? &low : &high) = middle;
	}
	return (low + high) / 2;
}

/* E[-ln p(X)], or E score²: both from one split of p at each place. */
static double expect(const struct mixture *m, bool of_score)
{
	double low = INFINITY, high = -INFINITY, least = INFINITY, sum = 0;

	for (size_t i = 0; i < m->k; i++) {
		low = fmin(low, m->mean[i] - 9 * m->sigma[i]);
		high = fmax(high, m->mean[i] + 9 * m->sigma[i]);
		least = fmin(least, m->sigma[i]);
	}
	size_t n = (size_t)ceil((high - low) / (least / 8));
	double h = (high - low) / (double)n;
	for (size_t i = 0; i <= n; i++) {
		double x = low + (double)i * h, part[MIXTURE_MAX], nearest;
		double parts = split(m, x, part, &nearest), f = -log_density(parts, nearest);

		if (of_score)
			f = gsl_pow_2(score(m, x, part, parts));
		sum += h * density(parts, nearest) * f;
	}
	return sum;
}

double mixture_entropy(const struct mixture *m)
{
	return expect(m, false);
}

double mixture_fisher(const struct mixture *m)
{
	return expect(m, true);
}

struct mixture mixture_noised(const struct mixture *m, double scale, double noise)
{
	struct mixture noised = *m;

	for (size_t i = 0; i < m->k; i++) {
		noised.mean[i] = scale * m->mean[i];
		noised.sigma[i] = hypot(scale * m->sigma[i], noise);
	}
	return noised;
}

double mixture_denoise(const struct mixture *m, double scale, double noise, double y)
{
	struct mixture noised = mixture_noised(m, scale, noise);
	double r[MIXTURE_MAX] = {0}, guess = 0;

	mixture_responsibilities(&noised, y, r);
	for (size_t i = 0; i < m->k; i++) {
		double gain = m->sigma[i] / noised.sigma[i];

		guess += r[i] * (m->mean[i] + scale * gain * gain * (y - noised.mean[i]));
	}
	return guess;
}

double mixture_draw(const struct mixture *m, struct random *r)
{
	double u = random_uniform(r, 0, 1);
	size_t i = 0;

	while (i + 1 < m->k && u >= m->weight[i])
		u -= m->weight[i++];
	return random_normal(r, m->mean[i], m->sigma[i]);
}

void mixture_draws(const struct mixture *m, struct random *r, double *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		x[i] = mixture_draw(m, r);
}
