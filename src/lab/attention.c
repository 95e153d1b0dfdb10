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

double attention_entropy(const struct matrix *weights)
{
	double sum = 0;

	for (size_t i = 0; i < weights->n_rows * weights->n_cols; i++)
		if (weights->x[i] > 0)
			sum -= weights->x[i] * log(weights->x[i]);
	return sum / (double)weights->n_rows;
}

double attention_entropy_bound(double norm, size_t n)
{
	double others = (double)n - 1;
	double gap = norm * sqrt((double)n / others), e = others * exp(-gap);

	/* Of an infinite gap nothing is left. */
	return isinf(gap) ? 0 : log1p(e) + gap * e / (1 + e);
}
