/* The pages that were read one after the other, back and forward. */
#ifndef GRADUS_TUI_VISITS_H
#define GRADUS_TUI_VISITS_H

#include "base/buf.h"
#include "pack/library.h"
#include "store/marks.h"

#include <stdbool.h>
#include <stddef.h>

enum { MAX_VISITS = 64 };

struct visits {
	struct page_ref pages[MAX_VISITS];
	size_t n, at;
};

/* A page behind the present one; those that were further on are forgotten, and
 * the first one where there are too many. */
void visits_add(struct visits *visits, const struct page_ref *page);

/* Goes one back (-1) or forward (1); false if there is none. */
bool visits_go(struct visits *visits, int by);

/* Appends the name by which a page is known from one time to the next:
 * "pack/slug", "lesson:slug", or a path. */
void visits_name(const struct page_ref *page, struct buf *out);

/* The mark of a page; NULL when out of memory, or if its name can't be kept. */
struct mark *visits_mark(struct marks *marks, const struct page_ref *page);

/* How much of a page was read; -1: it never was. */
int visits_percent(struct marks *marks, const struct page_ref *page);

/* The written page before (-1) or behind (1) a question in its pack, or a
 * lesson; false if there is none. */
bool visits_neighbour(const struct library *library, const struct page_ref *page, int by,
	struct page_ref *neighbour);

#endif
