/* The headings of a page as a list to choose from: a part of the page's screen. */
#ifndef GRADUS_TUI_OUTLINE_H
#define GRADUS_TUI_OUTLINE_H

#include "page/page.h"
#include "tui/move.h"
#include "tui/screen.h"

struct outline {
	bool is_open;
	struct pick pick;
};

/* Opens it at the heading above a line. */
void outline_open(struct outline *outline, const struct page *page, size_t line);

/* True if a heading was chosen: outline->pick.at; it is closed then. */
bool outline_press(struct outline *outline, int key);

void outline_draw(
	struct outline *outline, const struct page *page, struct lines *out, int rows, int cols);

#endif
