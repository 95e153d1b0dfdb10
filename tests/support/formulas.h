/* Formulas of tests/data: number, name and TeX, with tabs between. */
#ifndef TESTS_SUPPORT_FORMULAS_H
#define TESTS_SUPPORT_FORMULAS_H

#include <stddef.h>

struct formula {
	char *name; /* number and name */
	char *tex;
};

struct formulas {
	struct formula *item;
	size_t n;
};

/* Reads both files; fails the test if it can't. */
void formulas_load(struct formulas *f);
void formulas_done(struct formulas *f);

#endif
