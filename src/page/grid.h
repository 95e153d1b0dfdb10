/*
 * Cells in rows and columns to lines: what pipe tables and demos' tables
 * share. Columns are as wide as they ask for, else cells wrap, else (or where
 * that takes clearly fewer lines) each row becomes "column: value" lines.
 */
#ifndef GRADUS_PAGE_GRID_H
#define GRADUS_PAGE_GRID_H

#include "page/flow.h"
#include "page/frame.h"

#include <stdbool.h>
#include <stddef.h>

enum align { ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };

struct grid_cell {
	size_t begin, end; /* bytes of the flow */
};

/* Row 0 is the header. Owns its cells and aligns, borrows the flow. */
struct grid {
	const struct flow *flow;
	struct grid_cell *cells; /* row by row */
	size_t n_cells, cap_cells;
	enum align *aligns; /* a column each */
	size_t n_columns;
	enum status status;
};

/* STATUS_NO_MEMORY leaves a grid that grid_done takes. */
enum status grid_init(struct grid *g, const struct flow *flow, size_t n_columns);
void grid_done(struct grid *g);

/* Adds the next cell of a row; grid_fill completes the row with empty ones. */
void grid_add(struct grid *g, size_t begin, size_t end);
void grid_fill(struct grid *g);

/* Writes the table; `spoken`: as "column: value" lines in any case. */
enum status grid_write(const struct grid *g, struct frame *frame, bool spoken);

#endif
