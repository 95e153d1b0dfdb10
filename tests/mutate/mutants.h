/*
 * The small mistakes that one can make in a demo: each mutant is the source
 * with one change. Left alone is what is no computation: comments, strings, declarations
 * of parameters and sizes, plots and their grids, tolerances, seeds.
 */
#ifndef TESTS_MUTATE_MUTANTS_H
#define TESTS_MUTATE_MUTANTS_H

#include "base/arena.h"
#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

struct mutant {
	size_t begin, n;  /* bytes of the source that are replaced */
	const char *with; /* by these */
	int line, col;    /* where, from 1 */
};

struct mutants {
	struct mutant *items;
	size_t n, cap;
};

/* All changes of a NUL-terminated source, in its order. They live in `arena`.
 * False if memory runs out or the source's brackets don't pair. */
bool mutants_find(struct mutants *mutants, struct arena *arena, const char *source);

/* Keeps `n` of them, spread evenly. */
void mutants_sample(struct mutants *mutants, size_t n);

/* The source with the change made. */
void mutant_write(const struct mutant *mutant, const char *source, struct buf *out);

#endif
