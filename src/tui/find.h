/*
 * Finding words in lines: case, accents and line ends don't matter. Formulas
 * are found by what is seen and by their TeX.
 */
#ifndef GRADUS_TUI_FIND_H
#define GRADUS_TUI_FIND_H

#include "base/lines.h"
#include "page/page.h"

#include <stddef.h>
#include <stdint.h>

/* Bytes of lines.text that belong to a hit. */
struct find_mark {
	uint32_t from, to;
	size_t hit;
};

struct find {
	struct find_mark *marks; /* in the order of the text; a hit may have several */
	size_t n_marks, cap_marks;
	size_t n_hits;
};

/* Finds all. `page` is for its formulas and may be NULL. `words` "" finds
 * nothing. find_done frees, also what find_all failed to make. */
enum status find_all(
	struct find *find, const struct lines *lines, const struct page *page, const char *words);
void find_done(struct find *find);

/* The line on which a hit begins. */
size_t find_line(const struct find *find, const struct lines *lines, size_t hit);

#endif
