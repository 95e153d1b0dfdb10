#include "base/arena.h"
#include "plot/plot.h"

#include <math.h>
#include <string.h>

static bool is_grid(const struct plot_series *s)
{
	return s->kind == PLOT_HEAT || s->kind == PLOT_CONTOUR;
}

static size_t count_values(const struct plot_series *s)
{
	return is_grid(s) ? s->nx * s->ny : s->n;
}

static size_t count_rows(const struct plot_series *s)
{
	size_t n = count_values(s);

	return n < PLOT_TABLE_ROWS ? n : PLOT_TABLE_ROWS;
}

/* The value that row r of n_rows shows. */
static size_t value_of_row(const struct plot_series *s, size_t r, size_t n_rows)
{
	size_t n = count_values(s);

	return n_rows < 2 ? 0 : (size_t)((double)r * (double)(n - 1) / (double)(n_rows - 1) + 0.5);
}

/* May they share one column of x? */
static bool share_x(const struct plot *plot)
{
	const struct plot_series *first = plot->series;

	for (size_t i = 0; i < plot->n_series; i++) {
		const struct plot_series *s = &plot->series[i];

		if (is_grid(s) || s->n != first->n ||
			(s->n && memcmp(s->x, first->x, s->n * sizeof(*s->x)) != 0))
			return false;
	}
	return plot->n_series > 0;
}

static const char *or_else(const char *s, const char *other)
{
	return s && *s ? s : other;
}

static struct table_cell number(double v)
{
	return (struct table_cell){.is_number = true, .number = v, .text = ""};
}

static enum status make(struct table *out, const char **columns, size_t n_columns,
	struct table_cell *cells, size_t n_rows)
{
	out->columns = columns;
	out->n_columns = n_columns;
	out->cells = cells;
	out->n_rows = n_rows;
	return STATUS_OK;
}

/* One column of x, then each series' y; a band has two. */
static enum status table_beside(struct table *out, const struct plot *plot, struct arena *arena)
{
	size_t n_rows = count_rows(plot->series), n_columns = 1, at = 0;
	const char **columns = arena_array(arena, 1 + 2 * plot->n_series, sizeof(*columns));
	struct table_cell *cells =
		arena_array(arena, n_rows * (1 + 2 * plot->n_series), sizeof(*cells));

	if (!columns || !cells)
		return STATUS_NO_MEMORY;
	columns[0] = or_else(plot->x.label, "x");
	for (size_t i = 0; i < plot->n_series; i++) {
		const struct plot_series *s = &plot->series[i];
		bool band = s->kind == PLOT_BAND;
		const char *name = or_else(s->name, or_else(plot->y.label, "y"));

		columns[n_columns++] = band ? arena_printf(arena, "%s, from", name) : name;
		if (band)
			columns[n_columns++] = arena_printf(arena, "%s, to", name);
	}
	for (size_t r = 0; r < n_rows; r++) {
		size_t k = value_of_row(plot->series, r, n_rows);

		cells[at++] = number(plot->series[0].x[k]);
		for (size_t i = 0; i < plot->n_series; i++) {
			cells[at++] = number(plot->series[i].y[k]);
			if (plot->series[i].kind == PLOT_BAND)
				cells[at++] = number(plot->series[i].y2[k]);
		}
	}
	make(out, columns, n_columns, cells, n_rows);
	return arena_status(arena);
}

static double grid_at(double first, double last, size_t i, size_t n)
{
	return n > 1 ? first + (last - first) * (double)i / (double)(n - 1) : first;
}

/* One row a value: series, x, y and, where bands or grids are, a third number. */
static void fill_row(
	struct table_cell *row, size_t n_columns, const struct plot_series *s, size_t k)
{
	row[0] = (struct table_cell){.text = or_else(s->name, "")};
	if (is_grid(s)) {
		row[1] = number(grid_at(s->x0, s->x1, k % s->nx, s->nx));
		row[2] = number(grid_at(s->y0, s->y1, k / s->nx, s->ny));
		row[3] = number(s->z[k]);
		return;
	}
	row[1] = number(s->x[k]);
	row[2] = number(s->y[k]);
	if (n_columns > 3)
		row[3] = s->kind == PLOT_BAND ? number(s->y2[k]) : number(NAN);
}

static enum status table_below(struct table *out, const struct plot *plot, struct arena *arena)
{
	size_t n_rows = 0, n_columns = 3, at = 0;
	const char **columns = arena_array(arena, 4, sizeof(*columns));
	bool grids = false, bands = false;
	struct table_cell *cells;

	for (size_t i = 0; i < plot->n_series; i++) {
		n_rows += count_rows(&plot->series[i]);
		grids = grids || is_grid(&plot->series[i]);
		bands = bands || plot->series[i].kind == PLOT_BAND;
	}
	n_columns += grids || bands;
	cells = arena_array(arena, n_rows * n_columns, sizeof(*cells));
	if (!columns || !cells)
		return STATUS_NO_MEMORY;
	columns[0] = "series";
	columns[1] = or_else(plot->x.label, "x");
	columns[2] = or_else(plot->y.label, "y");
	columns[3] = grids && bands ? "value or upper end" : grids ? "value" : "upper end";
	for (size_t i = 0; i < plot->n_series; i++) {
		const struct plot_series *s = &plot->series[i];
		size_t n = count_rows(s);

		for (size_t r = 0; r < n; r++, at += n_columns)
			fill_row(cells + at, n_columns, s, value_of_row(s, r, n));
	}
	return make(out, columns, n_columns, cells, n_rows);
}

enum status plot_table(struct table *out, const struct plot *plot, struct arena *arena)
{
	enum status status;

	*out = (struct table){.name = or_else(plot->name, ""), .title = or_else(plot->title, "")};
	status = share_x(plot) ? table_beside(out, plot, arena) : table_below(out, plot, arena);
	if (status != STATUS_OK)
		*out = (struct table){.name = "", .title = ""};
	return status;
}
