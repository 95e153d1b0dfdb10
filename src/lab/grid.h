/*
 * Where a curve is drawn: n places from lo to hi, both included, n >= 2.
 */
#ifndef LAB_GRID_H
#define LAB_GRID_H

#include <stddef.h>

/* The same distance apart. */
void grid_even(double *x, size_t n, double lo, double hi);

/* Each the same factor above the one before; 0 < lo. */
void grid_log(double *x, size_t n, double lo, double hi);

#endif
