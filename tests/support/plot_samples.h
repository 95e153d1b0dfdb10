/* Plots of the kinds that demos make, from closed forms and fixed seeds. */
#ifndef SUPPORT_PLOT_SAMPLES_H
#define SUPPORT_PLOT_SAMPLES_H

#include "base/arena.h"
#include "plot/plot.h"

enum { N_PLOT_SAMPLES = 18 };

/* Sample i, in `arena`; NULL when out of memory. Its name is its own. */
const struct plot *plot_sample(struct arena *arena, size_t i);

/* Even numbers in 0..1; the state may start at anything. */
double sample_random(unsigned long long *state);

#endif
