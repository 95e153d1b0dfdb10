#include "lab/attention.h"

#include <math.h>

struct attention attention_head(struct tape *t, struct matrix *q, struct matrix *k,
	struct matrix *v, double scale, const bool *allowed)
{
	struct attention a;

	a.scores = tape_scale(t, tape_matmul(t, q, tape_transpose(t, k)), scale);
	a.weights = tape_softmax(t, a.scores, allowed);
	a.out = tape_matmul(t, a.weights, v);
	return a;
}

void attention_causal(bool *allowed, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++)
			allowed[i * n + j] = j <= i;
}

static double entropy(const double *p, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		if (p[i] > 0)
			sum -= p[i] * log(p[i]);
	return sum;
}

double attention_entropy(const struct matrix *weights)
{
	return entropy(weights->x, weights->n_rows * weights->n_cols) / (double)weights->n_rows;
}

double attention_entropy_bound(double norm, size_t n)
{
	double others = (double)n - 1;
	double gap = norm * sqrt((double)n / others), e = others * exp(-gap);

	/* Of an infinite gap nothing is left. */
	return isinf(gap) ? 0 : log1p(e) + gap * e / (1 + e);
}

/* |s - mean(s)| */
static double spread(const double *s, size_t n)
{
	double mean = 0, squares = 0;

	for (size_t j = 0; j < n; j++)
		mean += s[j] / (double)n;
	for (size_t j = 0; j < n; j++)
		squares += (s[j] - mean) * (s[j] - mean);
	return sqrt(squares);
}

double attention_excess(const struct matrix *scores, const struct matrix *weights)
{
	size_t n = scores->n_cols;
	double least = INFINITY;

	for (size_t i = 0; i < scores->n_rows; i++) {
		double bound = attention_entropy_bound(spread(scores->x + i * n, n), n);

		least = fmin(least, entropy(weights->x + i * n, n) - bound);
	}
	return least;
}
