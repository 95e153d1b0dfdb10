/*
 * Full-text search over pages, by SQLite's FTS5 in memory: nothing is stored.
 * Words match without regard to case, accents and English endings.
 */
#ifndef GRADUS_STORE_FULLTEXT_H
#define GRADUS_STORE_FULLTEXT_H

#include "base/buf.h"
#include "base/status.h"

#include <stddef.h>

struct fulltext;

/* An empty index; fulltext_free frees. */
enum status fulltext_new(struct fulltext **index);
void fulltext_free(struct fulltext *index);

/* Adds a text under the caller's number. Words of its name and title weigh more. */
enum status fulltext_add(
	struct fulltext *index, size_t id, const char *name, const char *title, const char *body);

struct fulltext_hit {
	size_t id;
	struct buf body; /* the text, matched words between FULLTEXT_BEGIN and _END */
};

enum { FULLTEXT_BEGIN = '\1', FULLTEXT_END = '\2' };

/* At most `max` texts: those that have all words; where none has, those that
 * have any. The one of just that name comes first, those without a body last,
 * the best (BM25) first between. Whatever the reader typed is taken as words,
 * the last one as a beginning. *n gets how many. Free with fulltext_hits_done. */
enum status fulltext_search(struct fulltext *index, const char *words, struct fulltext_hit *hits,
	size_t max, size_t *n);
void fulltext_hits_done(struct fulltext_hit *hits, size_t n);

#endif
