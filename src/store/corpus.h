/*
 * All pages of a library, for searching: titles and texts in a full-text
 * index, and the line of a hit to show. Borrows the library.
 */
#ifndef GRADUS_STORE_CORPUS_H
#define GRADUS_STORE_CORPUS_H

#include "base/lines.h"
#include "pack/library.h"
#include "store/fulltext.h"

struct corpus {
	struct page_ref *pages; /* by the number of a hit: questions, then lessons */
	size_t n, cap;
	struct fulltext *index;
};

/* Reads all pages. On failure *corpus is empty; corpus_done frees. */
enum status corpus_open(struct corpus *corpus, const struct library *library);
void corpus_done(struct corpus *corpus);

/* The line of a hit's body, below its front matter, with the most marked words, its bytes in *n and
 * its number, from 1, in *number: 0 if no line has one (only the title matched). */
const char *corpus_best_line(const char *body, size_t *n, int *number);

/* Appends such a line, s[0..n), to the open line and ends it, in `width` cells in all,
 * from a little before its first hit, its hits marked. */
void corpus_put_line(struct lines *out, const char *s, size_t n, int width);

#endif
