/* Replays sequences of reviews in the form of tests/data/fsrs-vectors.csv. */
#ifndef SUPPORT_FSRS_VECTORS_H
#define SUPPORT_FSRS_VECTORS_H

#include <stdio.h>

/* Prints each row of `in` that our schedule does not give, with what it gives,
 * to `out`; returns how many, or -1 if a row can't be read (told too). *n gets
 * the number of rows. */
int fsrs_replay(FILE *in, FILE *out, int *n);

#endif
