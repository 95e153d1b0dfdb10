#include "page/grid.h"

#include <stdlib.h>
#include <string.h>

enum {
	MOST_GAP_CELLS = 2,
	MAX_COLUMNS = 48,    /* more never fit beside each other */
	MOST_WEIGHED = 1000, /* cells of a table that say how wide its columns are */
	HANGING_CELLS = 2    /* of the second line of a "column: value" */
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
	int room;       /* cells of a line */
	int most_word;  /* cells; longer words may be cut */
	int gap;        /* cells between columns */
	bool whole_row; /* only the header may wrap */
};

/* What a cell takes on one line, and its longest word. */
struct extent {
	int cells, word;
};

static void measure_cells(const struct grid *g, struct extent *extents)
{
	for (size_t i = 0; i < g->n_cells; i++)
		extents[i].cells =
			flow_cells(g->flow, g->cells[i].begin, g->cells[i].end, &extents[i].word);
}

static void measure_columns(const struct grid *g, const struct extent *extents,
	struct column *columns, const struct attempt *try)
{
	memset(columns, 0, g->n_columns * sizeof(*columns));
	for (size_t i = 0; i < g->n_cells; i++) {
		struct column *c = &columns[i % g->n_columns];
		int cells = extents[i].cells, word = extents[i].word;

		word = word < try->most_word ? word : try->most_word;
		if (try->whole_row && i >= g->n_columns)
			word = cells;
		c->natural = cells > c->natural ? cells : c->natural;
		c->least = word > c->least ? word : c->least;
	}
}

/* Rows of lines that the table comes to, about: a row is as tall as its tallest cell.
 * `wider` is a column that has a cell more than it has. */
static double total_height(const struct extent *extents, size_t n_cells,
	const struct column *columns, size_t n, size_t wider)
{
	double sum = 0;

	for (size_t i = 0; i < n_cells; i += n) {
		double most = 1;

		for (size_t k = 0; k < n; k++) {
			double height =
				(double)extents[i + k].cells / (columns[k].cells + (k == wider));

			most = height > most ? height : most;
		}
		sum += most;
	}
	return sum;
}

/* The column that a cell more makes the table lowest by; n if none asks for one. */
static size_t most_wanting(
	const struct extent *extents, size_t n_cells, const struct column *columns, size_t n)
{
	size_t best = n;
	double least = 0;

	for (size_t k = 0; k < n; k++) {
		double height;

		if (columns[k].cells >= columns[k].natural)
			continue;
		/* Among equals the one that is farthest from what it asks for. */
		height = total_height(extents, n_cells, columns, n, k) -
			 1e-6 * columns[k].natural / columns[k].cells;
		if (best == n || height < least) {
			least = height;
			best = k;
		}
	}
	return best;
}

/* Gives the cells that are left one by one to where they do most. */
static void share_out(
	const struct extent *extents, size_t n_cells, struct column *columns, size_t n, int spare)
{
	for (; spare > 0; spare--) {
		size_t best = most_wanting(extents, n_cells, columns, n);

		if (best == n)
			return;
		columns[best].cells++;
	}
}

/* Gives each column its cells: the least, and of what is left what makes the table low.
 * False if even the least don't fit. */
static bool fit_columns(const struct grid *g, const struct extent *extents, struct column *columns,
	const struct attempt *try)
{
	size_t n = g->n_columns;
	size_t n_cells = g->n_cells < MOST_WEIGHED ? g->n_cells : MOST_WEIGHED / n * n;
	int room = try->room - ((int)n - 1) * try->gap, natural = 0;

	for (size_t i = 0; i < n; i++) {
		columns[i].natural += !columns[i].natural;
		columns[i].cells = columns[i].least += !columns[i].least;
		room -= columns[i].cells;
		natural += columns[i].natural - columns[i].cells;
	}
	if (room < 0)
		return false;
	for (size_t i = 0; i < n && natural <= room; i++)
		columns[i].cells = columns[i].natural;
	if (natural <= room)
		return true;
	share_out(extents, n_cells, columns, n, room);
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

/* "column: value" of one cell, wrapped, `hang` cells further in from the second line on. */
static void write_pair(
	const struct grid *g, struct frame *frame, struct flow *pair, size_t i, int hang)
{
	const struct grid_cell *head = &g->cells[i % g->n_columns], *cell = &g->cells[i];
	struct flow_line line;
	size_t at = 0;
	int n = frame->n;

	if (cell->begin == cell->end)
		return;
	flow_clear(pair);
	flow_copy(pair, g->flow, head->begin, head->end);
	if (head->begin < head->end)
		flow_put(pair, (struct ink){0}, ": ", 2);
	flow_copy(pair, g->flow, cell->begin, cell->end);
	while (flow_next(pair, &at, pair->text.n, frame_room(frame), &line)) {
		frame_begin(frame);
		flow_write(pair, line.begin, line.end, frame->out);
		lines_end(frame->out);
		if (frame->n == n && hang)
			frame_push(frame, hang, false);
	}
	frame_pop(frame, n);
}

static enum status write_pairs(const struct grid *g, struct frame *frame, int hang)
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
		write_pair(g, frame, &pair, i, hang);
	}
	status = flow_status(&pair);
	flow_done(&pair);
	return status;
}

/* The widest word of those that fit `most` cells. */
static int widest_word(const struct grid *g, const struct extent *extents, int most)
{
	int widest = 0;

	for (size_t i = 0; i < g->n_cells; i++)
		if (extents[i].word > widest && extents[i].word <= most)
			widest = extents[i].word;
	return widest;
}

/* Tries what looks best first. False if nothing fits. The last try cuts words; those only
 * that "column: value" cuts as well. */
static bool find_fit(const struct grid *g, const struct extent *extents, struct column *columns,
	int room, int *gap)
{
	const struct attempt tries[] = {
		{room, room, MOST_GAP_CELLS, true},
		{room, room, 1, true},
		{room, room, MOST_GAP_CELLS, false},
		{room, room, 1, false},
		{room, room / 2, MOST_GAP_CELLS, false},
	};

	size_t n = sizeof(tries) / sizeof(tries[0]);

	n -= widest_word(g, extents, room - HANGING_CELLS) > room / 2;
	for (size_t i = 0; i < n; i++) {
		measure_columns(g, extents, columns, &tries[i]);
		*gap = tries[i].gap;
		if (fit_columns(g, extents, columns, &tries[i]))
			return true;
	}
	return false;
}

static size_t count_lines(const struct flow *flow, size_t at, size_t end, int first, int rest)
{
	struct flow_line line;
	size_t n = 0;

	while (flow_next(flow, &at, end, n ? rest : first, &line))
		n++;
	return n;
}

/* Whether "column: value" takes fewer lines by more than a fifth: then the columns are so
 * narrow that they tear sentences to pieces. The first MOST_WEIGHED cells tell. */
static bool is_better_as_pairs(const struct grid *g, const struct column *columns, int room)
{
	size_t n = g->n_columns, n_cells = g->n_cells < MOST_WEIGHED ? g->n_cells : MOST_WEIGHED;
	size_t in_columns = 0, in_pairs = 0, tallest = 0, whole = 0;

	while (whole < n && columns[whole].cells >= columns[whole].natural)
		whole++;
	if (whole == n)
		return false; /* each row is a line */
	for (size_t i = n; i < n_cells; i++) {
		const struct grid_cell *head = &g->cells[i % n], *cell = &g->cells[i];
		int label = flow_cells(g->flow, head->begin, head->end, &(int){0}) + 2;
		size_t height = count_lines(g->flow, cell->begin, cell->end, columns[i % n].cells,
			columns[i % n].cells);

		tallest = i % n && tallest > height ? tallest : height;
		in_columns += i % n == n - 1 ? tallest : 0;
		in_pairs += cell->begin < cell->end
				    ? count_lines(g->flow, cell->begin, cell->end,
					      label < room ? room - label : 1, room - HANGING_CELLS)
				    : 0;
	}
	return in_pairs * 5 < in_columns * 4;
}

enum status grid_write(const struct grid *g, struct frame *frame, bool spoken)
{
	struct column columns[MAX_COLUMNS] = {{0}};
	struct extent *extents;
	int gap;
	bool fits;

	if (g->status != STATUS_OK)
		return g->status;
	if (spoken || g->n_columns > MAX_COLUMNS)
		return write_pairs(g, frame, 0);
	extents = calloc(g->n_cells + 1, sizeof(*extents));
	if (!extents)
		return STATUS_NO_MEMORY;
	measure_cells(g, extents);
	fits = find_fit(g, extents, columns, frame_room(frame), &gap) &&
	       !is_better_as_pairs(g, columns, frame_room(frame));
	free(extents);
	if (!fits)
		return write_pairs(g, frame, HANGING_CELLS);
	write_columns(g, frame, columns, gap);
	return STATUS_OK;
}
