/*
 * Series of numbers to lines of a terminal: axes, ticks, a braille canvas.
 * Pure: borrows the data, writes styled lines. Also the data types in which
 * demos' plots and tables travel.
 */
#ifndef GRADUS_PLOT_PLOT_H
#define GRADUS_PLOT_PLOT_H

#include "base/buf.h"
#include "base/lines.h"

#include <stdbool.h>
#include <stddef.h>

enum plot_kind {
	PLOT_LINE,      /* x, y */
	PLOT_POINTS,    /* x, y */
	PLOT_STEP,      /* x, y: y holds from its x to the next */
	PLOT_BARS,      /* x, y: bars from the axis (from the bottom on a log axis) */
	PLOT_HISTOGRAM, /* x, y: y[i] counts from x[i] to x[i+1]; y[n-1] is not drawn */
	PLOT_BAND,      /* x, y, y2: from y to y2 */
	PLOT_REFERENCE, /* x, y: a bound or a theory curve, drawn apart from data */
	PLOT_HEAT,      /* z, a grid */
	PLOT_CONTOUR    /* z, a grid */
};

enum plot_scale { PLOT_LINEAR, PLOT_LOG, PLOT_SYMLOG };

struct plot_axis {
	const char *label; /* with its unit: "learning rate", "time [s]" */
	enum plot_scale scale;
	bool fixed;       /* use lo..hi, which hold while a parameter moves */
	double lo, hi;    /* lo < hi */
	double threshold; /* fixed, PLOT_SYMLOG: linear up to there; 0: 1e-4 of the larger end */
};

struct plot_series {
	enum plot_kind kind;
	const char *name;
	size_t n;        /* points; of x, y (and y2) */
	const double *x; /* NaN: a gap; infinite: clipped */
	const double *y;
	const double *y2; /* PLOT_BAND */
	size_t nx, ny;    /* PLOT_HEAT, PLOT_CONTOUR: z[iy * nx + ix], rows upwards */
	const double *z;
	double x0, x1, y0, y1; /* centers of the grid's outer cells */
};

struct plot {
	const char *name;
	const char *title; /* may be "" */
	struct plot_axis x, y;
	const struct plot_series *series;
	size_t n_series;
};

struct plot_options {
	int width, height; /* cells, everything included; 30x8 to 200x60 */
	bool ascii;
	bool no_color; /* nothing may be told by color: pipes, NO_COLOR */
};

/* Appends exactly `height` lines (one that says why if there is nothing to
 * draw) of at most `width` cells. Sizes out of range are clamped. A line to or
 * from an infinite coordinate leaves the picture straight at its finite end. */
enum status plot_render(
	struct lines *out, const struct plot *plot, const struct plot_options *options);

/* Rows that suit a plot at a width; many lines need more to be told apart. */
int plot_height(const struct plot *plot, int width);

/* Appends a spoken summary, a sentence or two a line: what is drawn, ranges,
 * trends, extremes. */
enum status plot_describe(struct buf *out, const struct plot *plot);

/* A table of a demo. Cells are text or numbers, row by row. */
struct table_cell {
	bool is_number;
	double number;
	const char *text; /* when not a number */
};

struct table {
	const char *name;
	const char *title; /* may be "" */
	const char *const *columns;
	size_t n_columns, n_rows;
	const struct table_cell *cells; /* n_rows * n_columns */
};

struct arena;
enum { PLOT_TABLE_ROWS = 12 };

/* The data as a table: at most PLOT_TABLE_ROWS rows a series, evenly chosen,
 * the first and the last among them. Series over the same x stand side by side,
 * others one after the other. A missing value is a number that is NaN. Lives as
 * long as the arena and the plot. */
enum status plot_table(struct table *out, const struct plot *plot, struct arena *arena);

#endif
