/* Series drawn into a view: paths, points, bars, bands. */
#ifndef GRADUS_PLOT_SERIES_H
#define GRADUS_PLOT_SERIES_H

#include "plot/canvas.h"

/* How one series is told from the others, with color and without. */
struct look {
	uint8_t role;
	const char *mark;          /* its marker */
	bool marked;               /* a line carries its marker at intervals */
	int n_marked;              /* of how many such lines */
	bool dotted;               /* points are braille dots, not markers */
	bool outlined;             /* a histogram is its outline */
	unsigned int dash, period; /* of a reference, as in struct pen */
	const char *fill;          /* of bars: "█", or a character of its own */
	int slot, n_slots;         /* of bars: which of how many side by side */
	double spacing;            /* of bars */
	size_t order;              /* among the series */
	int *trace;                /* NULL, or for each column of dots the line's row, or -1 */
};

/* Returns STATUS_NO_MEMORY if the arena gives none for scratch. */
enum status series_draw(const struct view *v, const struct plot_series *s, const struct look *look,
	struct arena *arena);

/* Markers on the line that was traced. */
void series_draw_marks(const struct view *v, const struct look *look);

#endif
