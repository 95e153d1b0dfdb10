/*
 * Data sets for demos, which may open no file: the CSV files of content/data
 * are bytes of the lab (see content/data/README.md for sources and licences).
 * Everything lives as long as the demo.
 */
#ifndef LAB_DATA_H
#define LAB_DATA_H

#include "lab/demo.h"

#include <stddef.h>

struct dataset {
	size_t n, d;
	const char *const *names; /* d, of the columns of x; NULL if it has none */
	double *x;                /* n x d, row-major: x[i * d + j] */
	double *y;                /* n: the target */
};

/*
 * 442 patients, 10 variables at the start and y, how far diabetes has
 * progressed a year later (a score, 25..346). All raw: age [years], sex (1, 2),
 * bmi [kg/m^2], bp (average blood pressure), s1..s6 (blood serum; s3 is HDL).
 * Source: Efron, Hastie, Johnstone & Tibshirani 2004
 */
struct dataset *data_diabetes(struct demo *d);

/*
 * 1797 images of handwritten digits, 8 x 8, row by row: p00..p63, ink 0..16,
 * and y, the digit 0..9.
 * Source: Alpaydin & Kaynak 1998
 */
struct dataset *data_digits(struct demo *d);

/*
 * Reads CSV: a line of names, then lines of as many decimal numbers (at most 15
 * digits, no exponent, no blanks, no quotes), each line ended by a newline. The
 * last column is y. Anything else fails the demo, with `file`:line:column.
 */
struct dataset *data_read_csv(struct demo *d, const char *file, const char *bytes, size_t n_bytes);

enum data_scale {
	DATA_UNIT_NORM,     /* sum of squares 1: the scale of the lasso's papers */
	DATA_UNIT_VARIANCE, /* mean square 1 (divided by n, not n - 1) */
	DATA_CENTERED       /* the scale it has */
};

/* x' = (x - mean) / scale, column by column. */
struct data_scaling {
	const double *mean, *scale; /* d each */
};

/* The scaling that centers and scales the columns of `set`; a constant column
 * has scale 1, and with DATA_CENTERED each has. Found on training data, it can be applied to test
 * data. */
struct data_scaling data_find_scaling(
	struct demo *d, const struct dataset *set, enum data_scale scale);
void data_apply_scaling(struct dataset *set, struct data_scaling scaling);

/* Both at once; y stays. */
void data_standardize(struct demo *d, struct dataset *set, enum data_scale scale);

/* Takes the mean off y, and returns it. */
double data_center_target(struct dataset *set);

/* Copies rows order[0..n_first) to *first, the others to *rest; `order` is a
 * permutation of the rows (random_permutation), n_first <= n. */
void data_split(struct demo *d, const struct dataset *set, const size_t *order, size_t n_first,
	struct dataset **first, struct dataset **rest);

#endif
