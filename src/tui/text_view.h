/*
 * A long text on the screen: scrolled, searched, one of its links selected.
 * Borrows the lines, which may change by text_view_show only.
 */
#ifndef GRADUS_TUI_TEXT_VIEW_H
#define GRADUS_TUI_TEXT_VIEW_H

#include "page/page.h"
#include "tui/app.h"
#include "tui/find.h"
#include "tui/move.h"

struct text_view {
	const struct lines *lines;
	const struct page *page; /* NULL for lines that are no page */
	struct scroll scroll;
	struct entry words;
	bool is_typing;
	struct find find;
	size_t hit;
};

void text_view_done(struct text_view *view);

/* Other lines; what was searched for is found in them anew. */
void text_view_show(struct text_view *view, const struct lines *lines, const struct page *page);

/* Moves, searches (/ n N); false if the key is none of those. */
bool text_view_press(struct text_view *view, struct app *app, int key);

/* Appends `rows` lines, the last of them where words are typed. `link`: 1 + the
 * selected link's index, or 0. */
void text_view_draw(
	struct text_view *view, struct lines *out, size_t rows, int cols, uint32_t link);

/* Scrolls as little as is needed to have the line on the screen. */
void text_view_reveal(struct text_view *view, size_t line);

#endif
