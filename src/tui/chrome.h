/* What all screens look like: styles, header, status line, notes. */
#ifndef GRADUS_TUI_CHROME_H
#define GRADUS_TUI_CHROME_H

#include "base/lines.h"
#include "tui/screen.h"

static const struct style style_plain = {.role = ROLE_TEXT};
static const struct style style_dim = {.role = ROLE_DIM};
static const struct style style_heading = {.role = ROLE_HEADING, .attr = ATTR_BOLD};
static const struct style style_accent = {.role = ROLE_ACCENT, .attr = ATTR_BOLD};
static const struct style style_mark = {.role = ROLE_MARK};
static const struct style style_bad = {.role = ROLE_BAD};
static const struct style style_good = {.role = ROLE_GOOD};
static const struct style style_live = {.role = ROLE_LIVE};

/* A line: `number` dim (may be NULL), a title bold, what is known about it at
 * the right end, where there is room; then an empty line. */
void chrome_header(struct lines *out, const struct area *area, const char *number,
	const char *title, const char *about);

/* Text in at most `cells`, cut at its end with a mark; returns the cells. */
int chrome_put(struct lines *out, struct style style, const char *s, int cells);

/* The same, filled up with spaces. */
void chrome_column(struct lines *out, struct style style, const char *s, int cells);

/* The mark of a selected row, or as much space: two cells. */
void chrome_pointer(struct lines *out, bool selected);

/* Appends text broken at spaces, `indent` cells in, in at most `max_lines`. */
void chrome_wrap(
	struct lines *out, struct style style, const char *s, int indent, int cols, int max_lines);

/* A place to type: what was typed behind a label, and a cursor. */
void chrome_entry(struct lines *out, const char *label, const char *text, int cols);

/* The status line: the keys of a screen, the first one or another; those while
 * something is typed (NULL: of a line); a message. */
void chrome_keys(
	struct lines *out, const struct area *area, const struct key_line *keys, bool is_first);
void chrome_typing_keys(struct lines *out, const struct area *area, const struct key_line *keys);
void chrome_message(struct lines *out, const struct area *area, const char *message);

void chrome_too_small(struct lines *out, int rows, int cols, int min_rows, int min_cols);

#endif
