/*
 * Fewer points for a logarithmic axis: of 100,000 steps a plot can show some
 * hundred, and each point is a line of the demo's output.
 */
#ifndef LAB_THIN_H
#define LAB_THIN_H

#include <stddef.h>

/* Keeps rows 0, 1, 2... of the columns (n numbers each), at first all, later one in
 * 1 + k / 25 at row k, moved to the front. Returns how many, about 25 (1 + ln(n / 25)). */
size_t thin_log(double *const *columns, size_t n_columns, size_t n);

#endif
