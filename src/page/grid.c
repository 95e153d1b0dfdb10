#include "page/grid.h"

#include <stdlib.h>
#include <string.h>

enum {
	MOST_GAP_CELLS = 2,
	MAX_COLUMNS = 48,     /* more never fit beside each other */
	LEAST_WORD_CELLS = 14 /* longer words may be cut before columns are given up */
};

struct column {
	int natural, least; /* cells that it asks for, and those that it must have */
	int cells;          /* that it gets */
};

enum status grid_init(struct grid *g, const struct flow *flow, size_t n_columns)
{
	*g = (struct grid){.flow = flow, .n_columns = n_columns};
	g->aligns = calloc(n_columns, sizeof(*g->aligns));
	if (!g->aligns)
		g->status = STATUS_NO_MEMORY;
	return g->status;
}

void grid_done(struct grid *g)
{
	free(g->cells);
	free(g->aligns);
	*g = (struct grid){0};
}

void grid_add(struct grid *g, size_t begin, size_t end)
{
	size_t cap = g->cap_cells ? g->cap_cells * 2 : 64;
	struct grid_cell *grown;

	if (g->n_cells == g->cap_cells) {
		grown = realloc(g->cells, cap * sizeof(*grown));
		if (!grown) {
			g->status = STATUS_NO_MEMORY;
			return;
		}
		g->cells = grown;
		g->cap_cells = cap;
	}
	g->cells[g->n_cells++] = (struct grid_cell){begin, end};
}

void grid_fill(struct grid *g)
{
	while (g->status == STATUS_OK && g->n_cells % g->n_columns)
		grid_add(g, 0, 0);
}

/* A way to make a table fit. */
struct attempt {
	int most_word;  /* cells; longer words may be cut */
	int gap;        /* cells between columns */
	bool whole_row; /* only the header may wrap */
};

static void measure(const struct grid *g, struct column *columns, const struct attempt *try)
{
	memset(columns, 0, g->n_columns * sizeof(*columns));
	for (size_t i = 0; i < g->n_cells; i++) {
		struct column *c = &columns[i % g->n_columns];
		int word, cells = flow_cells(g->flow, g->cells[i].begin, g->cells[i].end, &word);

		word = word < try->most_word ? word : try->most_word;
		if (try->whole_row && i >= g->n_columns)
			word = cells;
		c->natural = cells > c->natural ? cells : c->natural;
		c->least = word > c->least ? word : c->least;
	}
}

/* Columns without cells yet share the room. */
struct share {
	int room;
	int n_left;
};

/* Settles the columns that an even share of the room is too little for, or
 * enough; false if there are none. */
static bool settle(struct column *columns, size_t n, bool too_little, struct share *share)
{
	int even = share->n_left > 0 ? share->room / share->n_left : 0;
	bool is_settled = false;

	for (size_t i = 0; i < n; i++) {
		struct column *c = &columns[i];

		if (c->cells || (too_little ? c->least < even : c->natural > even))
			continue;
		c->cells = too_little ? c->least : c->natural;
		share->room -= c->cells;
		share->n_left--;
		is_settled = true;
	}
	return is_settled;
}

/* Gives each column its cells: what it asks for where that is less than an
 * even share, which the others then have more of. False if even the least
 * don't fit. */
static bool fit_columns(struct column *columns, size_t n, int room, int gap)
{
	struct share share = {room - ((int)n - 1) * gap, (int)n};
	int least = 0;

	for (size_t i = 0; i < n; i++) {
		columns[i].natural += !columns[i].natural;
		columns[i].least += !columns[i].least;
		least += columns[i].least;
	}
	if (least > share.room)
		return false;
	while (settle(columns, n, true, &share))
		continue;
	while (settle(columns, n, false, &share))
		continue;
	for (size_t i = 0; i < n; i++) {
		if (columns[i].cells)
			continue;
		columns[i].cells = share.n_left > 1 ? share.room / share.n_left : share.room;
		share.room -= columns[i].cells;
		share.n_left--;
	}
	return true;
}

static void write_aligned(const struct grid *g, struct lines *out, const struct flow_line *line,
	enum align align, int cells)
{
	int spare = cells - line->cells;
	int before = align == ALIGN_RIGHT ? spare : align == ALIGN_CENTER ? spare / 2 : 0;

	lines_pad(out, (struct style){0}, before);
	flow_write(g->flow, line->begin, line->end, out);
	lines_pad(out, (struct style){0}, spare - before);
}

static void write_row(const struct grid *g, struct frame *frame, const struct column *columns,
	const struct grid_cell *cells, int gap)
{
	size_t at[MAX_COLUMNS];
	size_t left;

	for (size_t i = 0; i < g->n_columns; i++)
		at[i] = cells[i].begin;
	do {
		left = 0;
		frame_begin(frame);
		for (size_t i = 0; i < g->n_columns; i++) {
			struct flow_line line = {0};
			bool more =
				flow_next(g->flow, &at[i], cells[i].end, columns[i].cells, &line);

			if (i)
				lines_pad(frame->out, (struct style){0}, gap);
			write_aligned(g, frame->out, &line, g->aligns[i], columns[i].cells);
			left += more && at[i] < cells[i].end;
		}
		lines_end(frame->out);
	} while (left);
}

static void write_rule(
	const struct grid *g, struct frame *frame, const struct column *columns, int gap)
{
	const struct style dim = {.role = ROLE_DIM};

	frame_begin(frame);
	for (size_t i = 0; i < g->n_columns; i++) {
		if (i)
			lines_pad(frame->out, (struct style){0}, gap);
		lines_repeat(frame->out, dim, frame->ascii ? "-" : "─", columns[i].cells);
	}
	lines_end(frame->out);
}

/* Rows of more than one line are set apart by a blank one. */
static void write_columns(
	const struct grid *g, struct frame *frame, const struct column *columns, int gap)
{
	size_t n_rows = g->n_cells / g->n_columns;
	bool is_tall = false;

	for (size_t i = 0; i < g->n_cells; i++)
		is_tall |= i >= g->n_columns &&
			   flow_cells(g->flow, g->cells[i].begin, g->cells[i].end, &(int){0}) >
				   columns[i % g->n_columns].cells;
	write_row(g, frame, columns, g->cells, gap);
	write_rule(g, frame, columns, gap);
	for (size_t row = 1; row < n_rows; row++) {
		if (is_tall && row > 1)
			frame_blank(frame);
		write_row(g, frame, columns, g->cells + row * g->n_columns, gap);
	}
}

/* "column: value" of one cell, wrapped. */
static void write_pair(const struct grid *g, struct frame *frame, struct flow *pair, size_t i)
{
	const struct grid_cell *head = &g->cells[i % g->n_columns], *cell = &g->cells[i];

	if (cell->begin == cell->end)
		return;
	flow_clear(pair);
	flow_copy(pair, g->flow, head->begin, head->end);
	if (head->begin < head->end)
		flow_put(pair, (struct ink){0}, ": ", 2);
	flow_copy(pair, g->flow, cell->begin, cell->end);
	frame_write(frame, pair, 0, pair->text.n);
}

static enum status write_pairs(const struct grid *g, struct frame *frame)
{
	struct flow pair;
	enum status status;

	flow_init(&pair);
	/* A table that has but a header is its header. */
	for (size_t i = 0; g->n_cells == g->n_columns && i < g->n_cells; i++)
		frame_write(frame, g->flow, g->cells[i].begin, g->cells[i].end);
	for (size_t i = g->n_columns; i < g->n_cells; i++) {
		if (i % g->n_columns == 0 && i > g->n_columns && g->n_columns > 1)
			frame_blank(frame);
		write_pair(g, frame, &pair, i);
	}
	status = flow_status(&pair);
	flow_done(&pair);
	return status;
}

enum status grid_write(const struct grid *g, struct frame *frame, bool spoken)
{
	struct column columns[MAX_COLUMNS] = {{0}};
	bool may_fit = !spoken && g->n_columns <= MAX_COLUMNS, fits = false;
	int room = frame_room(frame);
	const struct attempt tries[] = {
		{room / 2, MOST_GAP_CELLS, true},
		{room / 2, 1, true},
		{room / 2, MOST_GAP_CELLS, false},
		{room / 2, 1, false},
		{LEAST_WORD_CELLS, MOST_GAP_CELLS, false},
	};
	size_t n_tries = sizeof(tries) / sizeof(tries[0]), i = 0;

	if (g->status != STATUS_OK)
		return g->status;
	for (; i < n_tries && may_fit; i++) {
		measure(g, columns, &tries[i]);
		fits = fit_columns(columns, g->n_columns, room, tries[i].gap);
		if (fits)
			break;
	}
	if (!fits)
		return write_pairs(g, frame);
	write_columns(g, frame, columns, tries[i].gap);
	return STATUS_OK;
}
