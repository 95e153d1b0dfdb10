#include "math/layout.h"

#include <string.h>

struct cell {
	struct box *box;
	int column;
};

struct grid {
	const struct node *table;
	struct box **cell;  /* all rows' cells, in order */
	int *width;         /* of each column */
	int *above, *below; /* of each row */
	int n_rows, n_columns;
	int blank; /* rows between rows */
};

static int max(int a, int b)
{
	return a > b ? a : b;
}

/* 'l', 'c' or 'r' of a column. */
static char alignment(const struct node *table, int column)
{
	const char *spec = table->environment->columns;
	size_t n = strlen(spec);

	for (size_t i = 0, k = 0; i < table->n_columns; i++) {
		char at = table->columns[i];

		if ((at == 'l' || at == 'c' || at == 'r') && k++ == (size_t)column)
			return at;
	}
	return spec[(size_t)column % n];
}

/* Cells that a | before the column takes in an array: 0 if there is none. */
static int rule_cells(const struct node *table, int column)
{
	int k = 0;

	for (size_t i = 0; i < table->n_columns; i++) {
		char at = table->columns[i];

		if (at == '|' && k == column)
			return column ? 1 : 2;
		k += at == 'l' || at == 'c' || at == 'r';
	}
	return 0;
}

/* Cells of space before a column. */
static int gap_before(const struct node *table, int column)
{
	size_t cycle = strlen(table->environment->columns);

	if (!column || table->environment->kind == TABLE_STACK)
		return 0;
	if (table->environment->kind == TABLE_CASES)
		return 3;
	if (table->environment->kind == TABLE_ALIGNED && (size_t)column % cycle)
		return 0;
	return table->environment->kind == TABLE_ALIGNED ? 4 : 2;
}

static enum math_size cell_size(const struct node *table, enum math_size size)
{
	if (size == SIZE_SCRIPT || table->environment->kind == TABLE_STACK)
		return SIZE_SCRIPT;
	return table->environment->kind == TABLE_ALIGNED ||
			       !strcmp(table->environment->name, "dcases")
		       ? SIZE_DISPLAY
		       : SIZE_TEXT;
}

static bool count(const struct canvas *c, const struct node *table, struct grid *grid)
{
	size_t n_cells = 0;

	*grid = (struct grid){.table = table};
	for (const struct node *row = table->first; row; row = row->next) {
		int n = 0;

		for (const struct node *cell = row->first; cell; cell = cell->next)
			n++;
		n_cells += (size_t)n;
		grid->n_columns = max(grid->n_columns, n);
		grid->n_rows++;
	}
	grid->cell = arena_array(c->arena, n_cells + 1, sizeof(struct box *));
	grid->width = arena_array(c->arena, (size_t)grid->n_columns + 1, sizeof(int));
	grid->above = arena_array(c->arena, (size_t)grid->n_rows + 1, sizeof(int));
	grid->below = arena_array(c->arena, (size_t)grid->n_rows + 1, sizeof(int));
	return grid->cell && grid->width && grid->above && grid->below;
}

/* Rows are set apart where one is tall, and where the axis needs a middle. */
static int blank_rows(const struct grid *grid)
{
	enum table_kind kind = grid->table->environment->kind;

	if (kind == TABLE_STACK || grid->n_rows < 2)
		return 0;
	for (int r = 0; r < grid->n_rows; r++) {
		if (grid->above[r] + grid->below[r] > 0)
			return 1;
	}
	if (kind == TABLE_CASES)
		return grid->n_rows % 2 == 0;
	return kind == TABLE_MATRIX && grid->n_rows == 2;
}

static bool measure(const struct canvas *c, struct grid *grid, enum math_size size)
{
	struct box **cell = grid->cell;
	bool aligned = grid->table->environment->kind == TABLE_ALIGNED;
	int r = 0;

	size = cell_size(grid->table, size);
	for (const struct node *row = grid->table->first; row; row = row->next, r++) {
		int column = 0;

		for (const struct node *node = row->first; node; node = node->next, column++) {
			unsigned flags = aligned && !gap_before(grid->table, column) && column
						 ? ITEMS_FOLLOW
						 : 0;
			struct box *box = layout_row(c, node, size, flags);

			if (!box)
				return false;
			*cell++ = box;
			grid->width[column] = max(grid->width[column], box->width);
			grid->above[r] = max(grid->above[r], box->above);
			grid->below[r] = max(grid->below[r], box->below);
		}
	}
	grid->blank = blank_rows(grid);
	return true;
}

static void put_row(
	struct box *box, const struct grid *grid, const struct node *row, struct box ***cell, int y)
{
	int column = 0, x = 0;

	for (const struct node *node = row->first; node; node = node->next, column++) {
		struct box *kid = *(*cell)++;
		int slack = grid->width[column] - kid->width;
		char align = alignment(grid->table, column);

		x += gap_before(grid->table, column) + rule_cells(grid->table, column);
		box_put(box, kid, x + (align == 'l' ? 0 : align == 'r' ? slack : slack / 2), y);
		x += grid->width[column];
	}
}

static void put_rules(const struct canvas *c, struct box *box, const struct grid *grid)
{
	struct style style = {.role = ROLE_MATH};
	int x = 0, above = box->above, below = box->below;

	if (!grid->table->n_columns)
		return;
	for (int column = 0; column < grid->n_columns; column++) {
		for (int y = -above; y <= below && rule_cells(grid->table, column); y++)
			box_put(box, box_text(c, "│", strlen("│"), style), column ? x + 1 : x, y);
		x += gap_before(grid->table, column) + rule_cells(grid->table, column) +
		     grid->width[column];
	}
}

static int total_rows(const struct grid *grid)
{
	int rows = 0;

	for (int r = 0; r < grid->n_rows; r++)
		rows += grid->above[r] + 1 + grid->below[r] + (r ? grid->blank : 0);
	return rows;
}

static struct box *put_rows(const struct canvas *c, const struct grid *grid)
{
	struct box *box = box_new(c, 0), **cell = grid->cell;
	int y = -(total_rows(grid) - 1) / 2, r = 0, width = 0;

	if (!box)
		return NULL;
	for (const struct node *row = grid->table->first; row; row = row->next, r++) {
		y += grid->above[r];
		put_row(box, grid, row, &cell, y);
		y += grid->below[r] + 1 + grid->blank;
	}
	for (int column = 0; column < grid->n_columns; column++)
		width += gap_before(grid->table, column) + grid->width[column] +
			 rule_cells(grid->table, column);
	box->width = max(box->width, width);
	put_rules(c, box, grid);
	box_set_core(box);
	return box;
}

static const struct symbol *delimiter(const char *s)
{
	const struct symbol *symbol = s ? symbol_of_character(s, strlen(s)) : NULL;

	return s && !symbol ? symbol_of_command(s, strlen(s)) : symbol;
}

struct box *layout_table(const struct canvas *c, const struct node *node, enum math_size size)
{
	const struct environment *e = node->environment;
	struct box *body, *padded = box_new(c, 0);
	struct grid grid;

	if (!padded || !count(c, node, &grid) || !measure(c, &grid, size))
		return NULL;
	body = put_rows(c, &grid);
	if (!body || (!e->left && !e->right))
		return body;
	/* Delimiters of one row keep their distance too: ( a  b ) is a matrix. */
	if (body->core_above + body->core_below == 0) {
		box_put(padded, body, 1, 0);
		padded->width = body->width + 2;
		body = padded;
	}
	return layout_between(
		c, delimiter(e->left), body, delimiter(e->right), math_style_of(node));
}
