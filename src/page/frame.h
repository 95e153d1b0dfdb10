/*
 * What stands left of a page's text: margin, indentation, quote bars, list
 * markers. Each line of output begins with it. Borrows the lines.
 */
#ifndef GRADUS_PAGE_FRAME_H
#define GRADUS_PAGE_FRAME_H

#include "base/lines.h"
#include "page/flow.h"

#include <stdbool.h>
#include <stdint.h>

/* A prefix takes at most half of a page's text. */
enum { FRAME_MAX_PREFIX = 64 };

struct frame {
	struct lines *out;
	int width;                         /* cells of a line, prefix included */
	int n;                             /* cells of the prefix */
	int max;                           /* which it doesn't exceed */
	bool ascii;                        /* draw in ASCII */
	uint32_t prefix[FRAME_MAX_PREFIX]; /* a character a cell */
	uint32_t first[FRAME_MAX_PREFIX];  /* the same with markers, for the next line only */
	bool has_marker;
	bool has_bars; /* the prefix is not just spaces */
};

/* Cells left for text; at least 1. */
int frame_room(const struct frame *f);

/* Adds `cells` of indentation, with a bar in its first one or without; not
 * past f->max. frame_pop goes back to what f->n was. */
void frame_push(struct frame *f, int cells, bool bar);
void frame_pop(struct frame *f, int n);

/* Writes a marker, `s` in UTF-8, right-aligned before the text of the next
 * line, a space between. */
void frame_mark(struct frame *f, const char *s);

/* Begins a line with the prefix; a blank line. */
void frame_begin(struct frame *f);
void frame_blank(struct frame *f);

/* Writes bytes begin..end of a flow as broken lines. */
void frame_write(struct frame *f, const struct flow *flow, size_t begin, size_t end);

#endif
