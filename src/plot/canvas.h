/*
 * A picture of cells, each a character, up to 2x4 braille dots, or two halves
 * of a heat map; and a view, the part of it that series are drawn in. Owns
 * nothing: its cells live in the caller's arena.
 */
#ifndef GRADUS_PLOT_CANVAS_H
#define GRADUS_PLOT_CANVAS_H

#include "base/arena.h"
#include "base/lines.h"
#include "plot/scale.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GLYPH_BYTES = 11 };

struct cell {
	char glyph[GLYPH_BYTES]; /* one cluster in UTF-8; "" for none */
	uint8_t bits;            /* braille dots, as in U+2800 + bits */
	bool soft;               /* shading: gives way to what comes after it */
	bool covered;            /* the right half of a wide character */
	uint8_t role, attr;      /* of the glyph or the dots */
	uint8_t upper, lower;    /* heat roles of the halves; 0 for none */
};

struct canvas {
	int width, height;
	bool ascii;
	struct cell *cells;
};

/* Where the data are drawn: cols x rows cells from (left, top), which is
 * 2 cols x 4 rows dots. Dot (0, 0) is at the left and the top. */
struct view {
	struct canvas *canvas;
	struct scale x, y;
	int left, top, cols, rows;
	int margin; /* cells between the axis of y and the view, for labels of lines */
	int slots;  /* of bars side by side, all of the same cells; 0: none, or they are not */
	bool no_color;
};

/* What a line is drawn with. */
struct pen {
	uint8_t role;
	bool soft;
	unsigned int dash, period; /* bit i: is dot i of the period drawn? 0: all are */
	unsigned int phase;        /* dots gone */
	int last_u, last_v;        /* the dot drawn last; -1 before the first */
	int *trace;                /* NULL, or for each column of dots the last row */
};

/* STATUS_NO_MEMORY, or a blank canvas. */
enum status canvas_init(struct canvas *c, struct arena *arena, int width, int height, bool ascii);

/* NULL outside. */
struct cell *canvas_cell(const struct canvas *c, int col, int row);

/* Text from a cell on, cut at `cells` and at the canvas's edge. Returns the
 * cells used. */
int canvas_text(struct canvas *c, int col, int row, struct style style, const char *s, int cells);

/* As canvas_text, but with an ellipsis where text is cut at `cells`. */
int canvas_text_cut(
	struct canvas *c, int col, int row, struct style style, const char *s, int cells);

/* Is nothing there: no character, no bar, no firm dot? */
bool canvas_is_free(const struct canvas *c, int col, int row, int cells);

/* Appends all rows as lines. */
void canvas_write(const struct canvas *c, struct lines *out);

/* Dots of a view. */
static inline int view_dots_across(const struct view *v)
{
	return 2 * v->cols;
}

static inline int view_dots_down(const struct view *v)
{
	return 4 * v->rows;
}

/* Values in dots, not yet clipped. The ends of an axis are the middles of the
 * outer dots. */
static inline double view_u(const struct view *v, double x)
{
	return scale_at(&v->x, x) * (view_dots_across(v) - 1);
}

static inline double view_v(const struct view *v, double y)
{
	return (1 - scale_at(&v->y, y)) * (view_dots_down(v) - 1);
}

/* The nearest of `dots` dots, -1 for none. What is nearly half goes down or
 * right, on every machine. */
static inline int view_nearest(double x, int dots)
{
	x += 0.5 + 1e-7;
	return x >= 0 && x < dots ? (int)x : -1;
}

/* NULL outside. */
struct cell *view_cell(const struct view *v, int col, int row);

void view_dot(const struct view *v, struct pen *pen, int u, int w);

/* The part of a segment that is inside the view, by Liang and Barsky; false if
 * there is none. An end at infinity is met in the direction of its axis. */
bool view_clip(const struct view *v, double *u0, double *v0, double *u1, double *v1);
void view_segment(
	const struct view *v, struct pen *pen, double u0, double v0, double u1, double v1);

/* A path of many points: neighbours in one column of dots are drawn as one
 * span, which are the same dots as segment by segment. */
struct path {
	const struct view *view;
	struct pen *pen;
	bool open, waiting; /* is there a last point; a span not yet drawn? */
	double u, v;        /* the last point */
	int col, lo, hi;    /* the span, and where in it */
	int row;            /* the last point is */
	const char *mark;   /* for a point alone, that no segment reaches */
	bool alone;
};

void path_to(struct path *p, double x, double y);
void path_end(struct path *p);

#endif
