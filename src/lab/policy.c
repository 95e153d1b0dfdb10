#include "lab/policy.h"

#include "lab/loss.h"

#include <math.h>

double policy_mean(const double *pi, const double *f, size_t n)
{
	double sum = 0;

	for (size_t y = 0; y < n; y++)
		sum += pi[y] * f[y];
	return sum;
}

double policy_entropy(const double *pi, size_t n)
{
	double sum = 0;

	for (size_t y = 0; y < n; y++)
		if (pi[y] > 0)
			sum -= pi[y] * log(pi[y]);
	return sum;
}

double policy_kl(const double *p, const double *q, size_t n)
{
	double sum = 0;

	for (size_t y = 0; y < n; y++)
		if (p[y] > 0) /* the quotient may overflow, or be 0 */
			sum += p[y] * (log(p[y]) - log(q[y]));
	return sum;
}

double policy_value(const double *pi, const double *ref, const double *r, double beta, size_t n)
{
	return policy_mean(pi, r, n) - beta * policy_kl(pi, ref, n);
}

double policy_distance(const double *p, const double *q, size_t n)
{
	double sum = 0;

	for (size_t y = 0; y < n; y++)
		sum += fabs(p[y] - q[y]) / 2;
	return sum;
}

double policy_tilt(const double *ref, const double *r, double beta, double *pi, size_t n)
{
	double log_z;

	for (size_t y = 0; y < n; y++)
		pi[y] = log(ref[y]) + r[y] / beta;
	log_z = log_sum_exp(pi, n);
	softmax(pi, pi, n);
	return beta * log_z;
}

void policy_gradient(
	const double *pi, const double *ref, const double *r, double beta, double *grad, size_t n)
{
	double mean;

	for (size_t y = 0; y < n; y++)
		grad[y] = r[y] - beta * (log(pi[y]) - log(ref[y]));
	mean = policy_mean(pi, grad, n);
	for (size_t y = 0; y < n; y++)
		grad[y] = pi[y] * (grad[y] - mean);
}

void policy_natural_step(
	double *z, const double *ref, const double *r, double beta, double eta, size_t n)
{
	double log_sum = log_sum_exp(z, n);

	for (size_t y = 0; y < n; y++)
		z[y] += eta * (r[y] - beta * (z[y] - log_sum - log(ref[y])));
}

double policy_preference(double r_a, double r_b)
{
	return sigmoid(r_a - r_b);
}
