/*
 * Markdown to cmark's tree, in memory of its own that goes all at once.
 * cmark ends the program where its allocator fails, and its allocator takes a
 * third of the time; this one does neither. Owns the tree and an iterator.
 */
#ifndef GRADUS_PAGE_TREE_H
#define GRADUS_PAGE_TREE_H

#include "base/status.h"

#include <cmark.h>
#include <stddef.h>

struct pool;

struct tree {
	cmark_node *document;
	cmark_iter *iter; /* stands before the document */
	struct pool *pool;
};

/* Parses any bytes. The tree may be read, not changed: cmark has no way to say
 * that memory ran out. STATUS_NO_MEMORY leaves an empty tree. */
enum status tree_parse(struct tree *tree, const char *markdown, size_t n);
void tree_done(struct tree *tree);

#endif
