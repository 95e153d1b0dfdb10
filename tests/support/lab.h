/*
 * For tests of the lab: demos without a terminal, programs whose output is
 * caught, and the tables of tests/oracles.
 */
#ifndef TESTS_SUPPORT_LAB_H
#define TESTS_SUPPORT_LAB_H

#include "lab/demo.h"

#include <stddef.h>

/* A demo that says nothing; end it by demo_close. */
struct demo *quiet_demo(void);

struct caught {
	char *out; /* what it wrote, NUL-terminated; free it */
	size_t n;
	int exit_status; /* -1 if it ended by a signal */
};

enum { MAX_ARGS = 8 };

/* Runs `body` as a program "003-try" with `args` (up to NULL) in a process of
 * its own, and catches what it writes to standard output. */
struct caught catch_program(int (*body)(int argc, char **argv), const char *const args[MAX_ARGS]);

/*
 * Runs the shipped demo build/demos/cost-functions/`demo` with `arguments` and
 * returns the value `name`. Fails the test if it ends badly, has no such value,
 * or if one of its checks doesn't hold. (In records a demo says what it found and
 * wanted, and ends with status 0; judging is the reader's part.)
 */
double shipped_demo_says(const char *demo, const char *arguments, const char *name);

/* A CSV file of tests/oracles: cells of row r >= 1 (row 0 has the names). */
struct oracle {
	size_t n_rows, n_columns;
	char **cells; /* [row * n_columns + column] */
	char *text;
};
struct oracle oracle_read(const char *name);
void oracle_free(struct oracle *o);
const char *oracle_text(const struct oracle *o, size_t row, size_t column);
double oracle_number(const struct oracle *o, size_t row, size_t column);

#endif
