/*
 * Plots and tables: the one opened last may be filled, so that nothing is
 * kept of what was said.
 */
#include "lab/demo_impl.h"

#include <math.h>
#include <string.h>

/* ---- plots */

struct demo_plot *demo_plot(
	struct demo *d, const char *name, const char *x_label, const char *y_label, int axes)
{
	struct demo_plot *p;

	demo_settle(d);
	p = demo_alloc(d, 1, sizeof(*p));
	p->demo = d;
	p->name = demo_name(d, &d->names, name);
	p->x_label = demo_copy(d, x_label, strlen(x_label));
	p->y_label = demo_copy(d, y_label, strlen(y_label));
	p->axes = axes;
	d->open_block = p;
	d->sink->plot(d, p);
	return p;
}

static struct demo *need_open(struct demo *d, const void *block, const char *name)
{
	if (d->open_block != block)
		demo_fail(d, "'%s' is added to after another plot or table was opened", name);
	return d;
}

void demo_plot_title(struct demo_plot *p, const char *title)
{
	struct demo *d = need_open(p->demo, p, p->name);

	d->sink->caption(d, title);
}

static void set_range(struct demo_plot *p, char axis, int log_axis, double lo, double hi)
{
	struct demo *d = need_open(p->demo, p, p->name);

	if (!(lo < hi && isfinite(hi - lo)))
		demo_fail(d, "the %c range of plot '%s' is empty or not finite", axis, p->name);
	if ((p->axes & log_axis) && !(lo > 0))
		demo_fail(d, "the %c range of plot '%s' is logarithmic, but starts at 0 or less",
			axis, p->name);
	d->sink->range(d, axis, lo, hi);
}

void demo_range_x(struct demo_plot *p, double lo, double hi)
{
	set_range(p, 'x', DEMO_LOG_X, lo, hi);
}

void demo_range_y(struct demo_plot *p, double lo, double hi)
{
	set_range(p, 'y', DEMO_LOG_Y, lo, hi);
}

static void add_series(struct demo_plot *p, struct demo_series s)
{
	struct demo *d = need_open(p->demo, p, p->name);

	demo_add_name(d, &p->series, "series", s.name);
	d->sink->series(d, &s);
}

void demo_line(struct demo_plot *p, const char *name, const double *x, const double *y, size_t n)
{
	add_series(p, (struct demo_series){.kind = "line", .name = name, .x = x, .y = y, .n = n});
}

void demo_points(struct demo_plot *p, const char *name, const double *x, const double *y, size_t n)
{
	add_series(p, (struct demo_series){.kind = "points", .name = name, .x = x, .y = y, .n = n});
}

void demo_steps(struct demo_plot *p, const char *name, const double *x, const double *y, size_t n)
{
	add_series(p, (struct demo_series){.kind = "step", .name = name, .x = x, .y = y, .n = n});
}

void demo_bars(struct demo_plot *p, const char *name, const double *x, const double *y, size_t n)
{
	add_series(p, (struct demo_series){.kind = "bars", .name = name, .x = x, .y = y, .n = n});
}

void demo_reference(
	struct demo_plot *p, const char *name, const double *x, const double *y, size_t n)
{
	add_series(
		p, (struct demo_series){.kind = "reference", .name = name, .x = x, .y = y, .n = n});
}

void demo_band(struct demo_plot *p, const char *name, const double *x, const double *low,
	const double *high, size_t n)
{
	add_series(p, (struct demo_series){
			      .kind = "band", .name = name, .x = x, .y = low, .y2 = high, .n = n});
}

void demo_histogram(struct demo_plot *p, const char *name, const double *samples, size_t n,
	double lo, double hi, size_t n_bins)
{
	struct demo *d = need_open(p->demo, p, p->name);
	double *edges, *counts;

	if (!(lo < hi && isfinite(hi - lo)) || n_bins == 0)
		demo_fail(d, "histogram '%s' has no bins", name);
	edges = demo_vector(d, n_bins + 1);
	counts = demo_vector(d, n_bins + 1); /* the last edge starts no bin: 0 */
	for (size_t b = 0; b <= n_bins; b++)
		edges[b] = lo + (hi - lo) * ((double)b / (double)n_bins);
	for (size_t i = 0; i < n; i++) {
		if (!(samples[i] >= lo && samples[i] <= hi))
			continue;
		size_t b = (size_t)((samples[i] - lo) / (hi - lo) * (double)n_bins);

		counts[b < n_bins ? b : n_bins - 1]++;
	}
	add_series(p, (struct demo_series){.kind = "histogram",
			      .name = name,
			      .x = edges,
			      .y = counts,
			      .n = n_bins + 1});
}

static void add_grid(struct demo_plot *p, const char *kind, const char *name, const double *z,
	const struct demo_grid *grid)
{
	struct demo *d = need_open(p->demo, p, p->name);

	if (grid->nx == 0 || grid->ny == 0 || !(grid->x0 < grid->x1) || !(grid->y0 < grid->y1))
		demo_fail(d, "the grid of '%s' is empty", name);
	for (size_t i = 0; i < grid->nx * grid->ny; i++)
		demo_need_finite(d, "a point of grid", name, z[i]);
	demo_add_name(d, &p->series, "series", name);
	d->sink->grid(d, kind, name, z, grid);
}

void demo_heat(struct demo_plot *p, const char *name, const double *z, struct demo_grid grid)
{
	add_grid(p, "heat", name, z, &grid);
}

void demo_contour(struct demo_plot *p, const char *name, const double *z, struct demo_grid grid)
{
	add_grid(p, "contour", name, z, &grid);
}

/* ---- tables */

struct demo_table *demo_table(
	struct demo *d, const char *name, const char *columns, const char *title)
{
	struct demo_table *t;

	demo_settle(d);
	t = demo_alloc(d, 1, sizeof(*t));
	t->demo = d;
	t->name = demo_name(d, &d->names, name);
	t->title = demo_copy(d, title, strlen(title));
	t->columns = demo_copy(d, columns, strlen(columns));
	t->n_columns = demo_count_parts(columns);
	d->open_block = t;
	d->sink->table(d, t);
	return t;
}

static void add_row(struct demo_table *t, const char *first, const double *cells, size_t n)
{
	struct demo *d = need_open(t->demo, t, t->name);

	for (size_t i = 0; i < n; i++)
		if (isinf(cells[i]))
			demo_fail(d, "a cell of table '%s' is infinite", t->name);
	d->sink->row(d, first, cells, n);
}

void demo_row(struct demo_table *t, const double *cells)
{
	add_row(t, NULL, cells, t->n_columns);
}

void demo_named_row(struct demo_table *t, const char *first, const double *cells)
{
	add_row(t, first, cells, t->n_columns - 1);
}
