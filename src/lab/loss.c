#include "lab/loss.h"

#include <math.h>

static size_t index_of_largest(const double *z, size_t n)
{
	size_t best = 0;

	for (size_t j = 1; j < n; j++)
		if (z[j] > z[best])
			best = j;
	return best;
}

/* ln sum_j e^(z_j - z_top): the largest adds e^0 = 1, which log1p takes without
 * losing the others. */
static double log_sum_exp_above(const double *z, size_t top, size_t n)
{
	double others = 0;

	for (size_t j = 0; j < n; j++)
		if (j != top)
			others += exp(z[j] - z[top]);
	return log1p(others);
}

double log_sum_exp(const double *z, size_t n)
{
	size_t top = index_of_largest(z, n);

	return z[top] + log_sum_exp_above(z, top, n);
}

void softmax(const double *z, double *p, size_t n)
{
	double largest = z[index_of_largest(z, n)], sum = 0;

	for (size_t j = 0; j < n; j++) {
		p[j] = exp(z[j] - largest);
		sum += p[j];
	}
	for (size_t j = 0; j < n; j++)
		p[j] /= sum;
}

double loss_squared(const double *f, const double *y, double *grad, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		double residual = f[i] - y[i];

		sum += residual * residual;
		if (grad)
			grad[i] = 2 * residual / (double)n;
	}
	return sum / (double)n;
}

/* softplus(z) - y z without subtracting two large numbers. */
static double logistic(double z, double y)
{
	return (z >= 0 ? (1 - y) * z : -y * z) + log1p(exp(-fabs(z)));
}

/* sigmoid(z) - y; near y = 1 it is -sigmoid(-z), which keeps its digits. */
static double logistic_slope(double z, double y)
{
	return z >= 0 ? (1 - y) - sigmoid(-z) : sigmoid(z) - y;
}

double loss_logistic(const double *z, const double *y, double *grad, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		sum += logistic(z[i], y[i]);
		if (grad)
			grad[i] = logistic_slope(z[i], y[i]) / (double)n;
	}
	return sum / (double)n;
}

/* log_sum_exp(z) - z[label], without subtracting two large numbers. */
static double cross_entropy(const double *z, size_t label, size_t k)
{
	size_t top = index_of_largest(z, k);

	return (z[top] - z[label]) + log_sum_exp_above(z, top, k);
}

/* The same and its slope, one n-th of it, from one exponential a class. p_label - 1 is
 * minus the sum of the others, which keeps its digits. */
static double cross_entropy_slope(const double *z, size_t label, double *grad, size_t n, size_t k)
{
	size_t top = index_of_largest(z, k);
	double sum = 0, below = 0, others = 0;

	for (size_t j = 0; j < k; j++) {
		grad[j] = exp(z[j] - z[top]);
		sum += grad[j];
		below += j != top ? grad[j] : 0;
	}
	for (size_t j = 0; j < k; j++) {
		grad[j] /= sum;
		others += j != label ? grad[j] : 0;
	}
	grad[label] = -others;
	for (size_t j = 0; j < k; j++)
		grad[j] /= (double)n;
	return (z[top] - z[label]) + log1p(below);
}

double loss_cross_entropy(const double *z, const size_t *labels, double *grad, size_t n, size_t k)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		if (grad)
			sum += cross_entropy_slope(z + i * k, labels[i], grad + i * k, n, k);
		else
			sum += cross_entropy(z + i * k, labels[i], k);
	}
	return sum / (double)n;
}
