/*
 * Boxes: rectangles of cells with a baseline, placed in one another and drawn
 * once, at the end. They live in an arena; their text is borrowed.
 */
#ifndef GRADUS_MATH_BOX_H
#define GRADUS_MATH_BOX_H

#include "base/arena.h"
#include "base/lines.h"

#include <stdbool.h>

struct box {
	int width;
	int above, below; /* rows above and below the one on the baseline */
	/* The same for what delimiters must cover: a script that sticks out by a
	 * row does not count. */
	int core_above, core_below;
	int x, y;         /* of the baseline's left end, in the box that it is in */
	const char *text; /* NULL, or what is drawn on the baseline */
	size_t n_text;
	int repeat; /* times that `text` is drawn */
	struct style style;
	struct box *first, *next;
};

struct canvas {
	struct arena *arena;
	bool ascii;
};

/* A box of one row; `s` may be any bytes. NULL, as all here, on no memory;
 * NULL boxes may be given to all of these functions. */
struct box *box_text(const struct canvas *c, const char *s, size_t n, struct style style);

/* `s` repeated to `cells` cells; `s` has one cell. */
struct box *box_rule(const struct canvas *c, const char *s, int cells, struct style style);

/* An empty box of one row, `width` cells wide. */
struct box *box_new(const struct canvas *c, int width);

/* Places `kid` (once) with its baseline's left end at x >= 0, y rows below
 * that of `box`, which grows to hold it. */
void box_put(struct box *box, struct box *kid, int x, int y);

/* Places `kid` in the middle of `width` cells. */
void box_put_centred(struct box *box, struct box *kid, int width, int y);

/* Makes the core what the box is now. */
void box_set_core(struct box *box);

/* As tall as what is shown. */
int box_rows(const struct box *box);

/* Appends the box as lines of `width` cells or of its own if that is more. */
enum status box_draw(const struct canvas *c, const struct box *box, int width, struct lines *out);

#endif
