/*
 * A text that is being edited: a cursor, inserting, deleting, undo. Knows
 * neither keys nor the screen. Bytes that are no UTF-8 stay as they are.
 */
#ifndef GRADUS_TUI_EDIT_TEXT_H
#define GRADUS_TUI_EDIT_TEXT_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

enum { EDIT_TAB_CELLS = 4 };

struct edit_change;

struct edit_text {
	struct buf text;
	size_t at;   /* the cursor, in bytes */
	size_t goal; /* the column that up and down keep to, in cells */
	struct edit_change *changes;
	size_t n_changes, cap_changes;
};

void edit_text_init(struct edit_text *t);
void edit_text_done(struct edit_text *t);

/* Each is a change that undo takes back; false when out of memory, or where
 * there is nothing to delete. Letters typed in a row are one change. */
bool edit_text_insert(struct edit_text *t, const char *bytes, size_t n);
bool edit_text_delete(struct edit_text *t, bool before_cursor);
bool edit_text_undo(struct edit_text *t);

/* By letters, lines, and to the ends of the line. */
void edit_text_move(struct edit_text *t, int letters);
void edit_text_move_lines(struct edit_text *t, long lines);
void edit_text_move_to_end(struct edit_text *t, bool beginning);

/* To the beginning of a line, from 0; the last one if there are fewer. */
void edit_text_go_to(struct edit_text *t, size_t line);

/* Where the cursor is: its line, from 0, and cells from its left. */
void edit_text_cursor(const struct edit_text *t, size_t *line, size_t *col);

/* Where a line begins; false if there are not so many. */
bool edit_text_line(const struct edit_text *t, size_t line, size_t *begin);

/* Cells from a line's left with the code point at `at` added, whose bytes are
 * *n. */
size_t edit_text_step(const struct edit_text *t, size_t at, size_t col, size_t *n);

#endif
