/*
 * A stretch of styled text on its way to lines: a paragraph, a heading, the
 * cells of a table. Text is made safe on entry and broken at UAX 14's
 * opportunities. Owns its bytes; knows nothing of markdown.
 */
#ifndef GRADUS_PAGE_FLOW_H
#define GRADUS_PAGE_FLOW_H

#include "base/buf.h"
#include "base/lines.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Control characters are gone from a flow's text, so two of them are free. */
enum {
	FLOW_GLUE = 1, /* a space at which no line ends unless it must */
	FLOW_BREAK = 2 /* the line ends here */
};

/* How a piece of text is to look. `solid`: no line ends inside of its words. */
struct ink {
	struct style style;
	uint32_t link;
	bool solid;
};

/* Reaches from the end of the span before it to its own. */
struct span {
	size_t end;
	struct ink ink;
};

struct flow {
	struct buf text;
	struct span *spans;
	size_t n_spans, cap_spans;
	enum status status;
};

/* One line's bytes of a flow, and the cells they take. */
struct flow_line {
	size_t begin, end;
	int cells;
};

void flow_init(struct flow *f);
void flow_done(struct flow *f);
void flow_clear(struct flow *f);

/* Appends text; white space of any kind becomes a space, what is unsafe
 * U+FFFD. flow_put_glued makes every space of it FLOW_GLUE. */
void flow_put(struct flow *f, struct ink ink, const char *s, size_t n);
void flow_put_glued(struct flow *f, struct ink ink, const char *s, size_t n);
void flow_break(struct flow *f);

/* Appends bytes begin..end of another flow, with their inks. */
void flow_copy(struct flow *f, const struct flow *from, size_t begin, size_t end);

/* Takes spaces and breaks off the end, down to `begin`. */
void flow_trim(struct flow *f, size_t begin);

/* The next line of at most `width` cells from *at, which moves on; false at
 * `limit`. Wider only where one grapheme cluster is. Costs no more than the
 * line is long. */
bool flow_next(const struct flow *f, size_t *at, size_t limit, int width, struct flow_line *line);

/* Bytes of s[0..n) that fit `width` cells, cut between grapheme clusters; a
 * cluster wider than that is cut between code points, of which there is at
 * least one. */
size_t flow_fit(const char *s, size_t n, int width);

/* Appends bytes begin..end to the open line of `out`. */
void flow_write(const struct flow *f, size_t begin, size_t end, struct lines *out);

/* Cells of begin..end on one line, and those of its widest word. */
int flow_cells(const struct flow *f, size_t begin, size_t end, int *widest_word);

/* A heap copy of begin..end as plain text; NULL when out of memory. */
char *flow_text(const struct flow *f, size_t begin, size_t end);

/* STATUS_OK or STATUS_NO_MEMORY. */
enum status flow_status(const struct flow *f);

#endif
