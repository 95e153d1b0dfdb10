/*
 * Ranges of a demo's plots that hold while its parameters move: those of the
 * first result, which grow where a later one needs more, so that a curve moves
 * and not its axes.
 */
#ifndef GRADUS_TUI_HELD_H
#define GRADUS_TUI_HELD_H

#include "plot/plot.h"

#include <stdbool.h>
#include <stddef.h>

enum { HELD_MAX = 16 };

struct held {
	struct held_axis {
		bool any;
		double lo, hi;
		double threshold; /* PLOT_SYMLOG: the linear part's end */
	} x[HELD_MAX], y[HELD_MAX];
};

/* The plot, a copy over the same data, with the ranges of number `index` held;
 * takes them, or more of them, from it. */
struct plot held_plot(struct held *held, size_t index, const struct plot *plot);

#endif
