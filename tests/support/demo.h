/* Shipped demos as programs: their values, with all their checks held. */
#ifndef SUPPORT_DEMO_H
#define SUPPORT_DEMO_H

#include <stddef.h>

/* The value `name` of build/demos/cost-functions/DEMO run with `arguments`
 * ("a=1 b=2"). Fails the test unless the demo ends well, all its checks hold
 * and it has such a value. The last run is kept, so that asking for all values
 * of one setting in turn runs it once. */
double demo_says(const char *demo, const char *arguments, const char *name);

/* Compares each row of tests/oracles/FILE that is of this demo with it. The
 * file's columns are [demo,] arguments, name, and the other program's value.
 * A value may differ by `tolerance`, or by its share of values above 1. Fails
 * if there are fewer than `least` rows. */
void demo_agrees(const char *demo, const char *file, double tolerance, size_t least);

#endif
