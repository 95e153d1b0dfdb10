/* Two runs of a demo compared as a reader would. */
#ifndef TESTS_MUTATE_OUTPUT_H
#define TESTS_MUTATE_OUTPUT_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Do the records (docs/DEMOS.md) a[0..n_a) and b[0..n_b) show the same? If not, `what`
 * gets where they part: "value x", "plot path". Titles, captions, ranges, parameters and
 * progress don't count. Numbers count to nine digits. Checks count by their names only:
 * whether they hold is judged elsewhere, and how well they hold is their own business (a
 * step of differences may be halved).
 */
bool output_is_same(const char *a, size_t n_a, const char *b, size_t n_b, struct buf *what);

#endif
