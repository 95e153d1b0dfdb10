/* Hostile TeX: random tokens, mutated formulas and long repetitions, the same for the same seed. */
#ifndef TESTS_SUPPORT_TEX_SOUP_H
#define TESTS_SUPPORT_TEX_SOUP_H

#include "base/buf.h"

#include <stdint.h>

/* Appends `n` random tokens, balanced or not. */
void soup_tokens(struct buf *out, uint64_t *seed, int n);

/* Appends `tex` with a few bytes or tokens deleted, doubled or put in. */
void soup_mutate(struct buf *out, uint64_t *seed, const char *tex);

/* Appends a well-formed formula with exactly *count letters Q in it. */
void soup_formula(struct buf *out, uint64_t *seed, int depth, int *count);

/* What repeated to a megabyte might cost most; static, `n` of them. */
const char *const *soup_hostile(size_t *n);

#endif
