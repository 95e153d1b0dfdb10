/*
 * Pipe tables, which CommonMark has none of: a paragraph whose second line is
 * a row of dashes, rebuilt from its inline nodes, so that cells keep markup.
 */
#ifndef GRADUS_PAGE_PIPE_H
#define GRADUS_PAGE_PIPE_H

#include "page/grid.h"
#include "page/inline.h"

#include <cmark.h>
#include <stdbool.h>
#include <stddef.h>

/* The markdown, read forward line by line: nodes don't tell an escaped pipe
 * from another, their source does. (Lines that end in a lone carriage return
 * aren't told apart; pipes then count as not escaped.) */
struct source {
	const char *s;
	size_t n, at;
	int line; /* that `at` begins, from 1 */
};

bool pipe_is_table(cmark_node *paragraph);

/* Reads the table; in->iter stands at the paragraph's entry before and at its
 * exit after. The cells' text is in in->flow. grid_done frees in any case. */
enum status pipe_read(
	struct inlines *in, cmark_node *paragraph, struct source *source, struct grid *grid);

#endif
