/* The topics that pages name in their front matter, and who names them. */
#ifndef GRADUS_TUI_TOPICS_H
#define GRADUS_TUI_TOPICS_H

#include "base/status.h"
#include "pack/library.h"

struct topics {
	struct topic {
		const char *name;
		size_t page;
	} * items; /* by name, then page: one for each topic of each page */
	size_t n_items, cap;
	size_t *first; /* the first item of each topic; [n] is n_items */
	size_t n;
	struct arena *arena;
};

/* Reads the front matter of all pages that are written. topics_done frees, also
 * an empty one. */
enum status topics_open(struct topics *topics, const struct page_ref *pages, size_t n);
void topics_done(struct topics *topics);

const char *topics_name(const struct topics *topics, size_t topic);

/* Does the page of that index name the topic? */
bool topics_has(const struct topics *topics, size_t topic, size_t page);

#endif
