/*
 * Softmax attention on the tape, and its entropy.
 * Source: Vaswani et al. 2017, equation 1
 */
#ifndef LAB_ATTENTION_H
#define LAB_ATTENTION_H

#include "lab/tape.h"

/* What a head computes, each a matrix of the tape. */
struct attention {
	struct matrix *scores;  /* S = scale Q Kᵀ, queries x keys */
	struct matrix *weights; /* P = softmax(S), by rows */
	struct matrix *out;     /* P V */
};

/* q and k have one width, k and v one number of rows; `allowed` (queries x keys,
 * borrowed; NULL: all) is the mask. The usual scale is 1 / √width. */
struct attention attention_head(struct tape *t, struct matrix *q, struct matrix *k,
	struct matrix *v, double scale, const bool *allowed);

/* allowed[i * n + j] = (j <= i): n tokens, each sees itself and those before. */
void attention_causal(bool *allowed, size_t n);

/* Mean over rows of -Σ p ln p [nats], from 0 to ln n_cols. */
double attention_entropy(const struct matrix *weights);

/*
 * The least entropy that softmax(s) can have if |s - mean(s)| <= norm, n >= 2
 * scores:  ln(1 + (n-1) e^-g) + g (n-1) e^-g / (1 + (n-1) e^-g),
 * g = norm √(n / (n-1)). It is reached by one score above n - 1 equal ones.
 * Source: Zhai et al. 2023, whose bound is this one by the norm of all scores
 */
double attention_entropy_bound(double norm, size_t n);

/* By how much a row's entropy exceeds the bound for its scores: the least over
 * rows. Never below 0 but for rounding, if weights = softmax(scores). */
double attention_excess(const struct matrix *scores, const struct matrix *weights);

#endif
