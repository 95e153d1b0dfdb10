#include "plot/series.h"

#include <math.h>
#include <string.h>

static struct pen pen_of(const struct look *look)
{
	return (struct pen){.role = look->role,
		.dash = look->dash,
		.period = look->period,
		.last_u = -1,
		.last_v = -1,
		.trace = look->trace};
}

static void draw_line(const struct view *v, const struct plot_series *s, const struct look *look)
{
	struct pen pen = pen_of(look);
	struct path path = {.view = v, .pen = &pen, .mark = look->mark};

	for (size_t i = 0; i < s->n; i++)
		path_to(&path, s->x[i], s->y[i]);
	path_end(&path);
}

/* The first n_steps values hold up to the next x. */
static void draw_steps(
	const struct view *v, const struct plot_series *s, const struct look *look, size_t n_steps)
{
	struct pen pen = pen_of(look);
	struct path path = {.view = v, .pen = &pen, .mark = look->mark};

	for (size_t i = 0; i < s->n; i++) {
		if (i && i <= n_steps)
			path_to(&path, s->x[i], s->y[i - 1]);
		if (i < n_steps)
			path_to(&path, s->x[i], s->y[i]);
	}
	path_end(&path);
}

static void put_mark(const struct view *v, const struct look *look, int u, int w)
{
	if (u >= 0 && w >= 0)
		canvas_text(v->canvas, v->left + u / 2, v->top + w / 4,
			(struct style){.role = look->role}, look->mark, 1);
}

static void draw_points(const struct view *v, const struct plot_series *s, const struct look *look)
{
	struct pen pen = pen_of(look);

	for (size_t i = 0; i < s->n; i++) {
		int u = view_nearest(view_u(v, s->x[i]), view_dots_across(v));
		int w = view_nearest(view_v(v, s->y[i]), view_dots_down(v));

		if (!look->dotted)
			put_mark(v, look, u, w);
		else if (u >= 0 && w >= 0)
			view_dot(v, &pen, u, w);
	}
}

/* What bars come to in each column of cells, in eighths of a cell from the
 * bottom: the highest and the lowest; the base where there is none. */
struct columns {
	int *high, *low;
	int base;
};

static int eighths(const struct view *v, double y)
{
	double all = 8.0 * v->rows;
	double e = (scale_at(&v->y, y) * (view_dots_down(v) - 1) + 0.5) * 2 + 0.5 + 1e-7;

	return e >= all ? (int)all : e > 0 ? (int)e : 0;
}

static enum status start_columns(struct columns *c, const struct view *v, struct arena *arena)
{
	double base = v->y.kind == PLOT_LOG ? v->y.lo : 0;

	c->high = arena_array(arena, (size_t)v->cols, sizeof(*c->high));
	c->low = arena_array(arena, (size_t)v->cols, sizeof(*c->low));
	if (!c->high || !c->low)
		return STATUS_NO_MEMORY;
	/* To whole cells, so that bars stand on one line; the bottom is one. */
	c->base = scale_at(&v->y, base) <= 0 ? 0 : (eighths(v, base) + 4) / 8 * 8;
	for (int i = 0; i < v->cols; i++)
		c->high[i] = c->low[i] = c->base;
	return STATUS_OK;
}

static void raise_columns(struct columns *c, const struct view *v, int from, int to, double y)
{
	int e;

	if (isnan(scale_at(&v->y, y)) || y == 0)
		return;
	e = eighths(v, y);
	for (int i = from < 0 ? 0 : from; i <= to && i < v->cols; i++) {
		c->high[i] = e > c->high[i] ? e : c->high[i];
		c->low[i] = e < c->low[i] ? e : c->low[i];
	}
}

/* The character that fills `n` eighths of a cell from below or from above. */
static const char *part_of_cell(const struct view *v, const struct look *look, int n, bool above)
{
	static const char *const lower[] = {"", "▁", "▂", "▃", "▄", "▅", "▆", "▇"};
	bool blocks = !v->canvas->ascii && strcmp(look->fill, "█") == 0;

	if (n >= 8)
		return look->fill;
	if (n <= 0)
		return "";
	if (!blocks)
		return n >= 4 ? look->fill : v->canvas->ascii && n >= 2 ? (above ? "'" : "_") : "";
	if (!above)
		return lower[n];
	return n >= 6 ? "█" : n >= 3 ? "▀" : "▔";
}

static void draw_columns(const struct columns *c, const struct view *v, const struct look *look)
{
	const struct style style = {.role = look->role};

	for (int col = 0; col < v->cols; col++) {
		for (int row = 0; row < v->rows; row++) {
			int bottom = 8 * (v->rows - 1 - row);
			bool above = bottom < c->base;
			int n = above ? bottom + 8 - c->low[col] : c->high[col] - bottom;

			if (canvas_text(v->canvas, v->left + col, v->top + row, style,
				    part_of_cell(v, look, n, above), 1))
				view_cell(v, col, row)->soft = true; /* curves go over bars */
		}
	}
}

static double bound(double x, double lo, double hi)
{
	return !(x > lo) ? lo : x > hi ? hi : x; /* NaN: lo */
}

/* The column of cells at x; just outside for what is beyond. */
static int column_at(const struct view *v, double x)
{
	return (int)bound(floor((view_u(v, x) + 0.5) / 2 + 1e-7), -1, v->cols);
}

static enum status draw_bars(const struct view *v, const struct plot_series *s,
	const struct look *look, struct arena *arena)
{
	struct columns c;
	int n = look->n_slots;

	if (start_columns(&c, v, arena) != STATUS_OK)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < s->n; i++) {
		double u = view_u(v, s->x[i]);
		double slot = view_u(v, s->x[i] + look->spacing / 2) - u + 0.25;
		double room, cells, from;

		if (!isfinite(u) || isnan(scale_at(&v->y, s->y[i])))
			continue;
		/* All of one width, with a gap of a fifth and at least a cell, if
		 * there is room for that; bars of a group touch. */
		room = slot > 0 && isfinite(slot) ? fmin(slot, v->cols) : 0;
		cells = fmin(floor(0.8 * room / n + 0.5), floor((floor(room) - 1) / n));
		cells = fmax(1, cells);
		/* By cells, not dots, of which a half would be lost on the way. */
		from = floor(scale_at(&v->x, s->x[i]) * v->cols - n * cells / 2 + 0.5 + 1e-7);
		from += look->slot * cells;
		from = bound(from, -cells, v->cols);
		raise_columns(&c, v, (int)from, (int)(from + cells) - 1, s->y[i]);
	}
	draw_columns(&c, v, look);
	return STATUS_OK;
}

static enum status draw_histogram(const struct view *v, const struct plot_series *s,
	const struct look *look, struct arena *arena)
{
	struct columns c;

	if (s->n && look->outlined) {
		draw_steps(v, s, look, s->n - 1);
		return STATUS_OK;
	}
	if (start_columns(&c, v, arena) != STATUS_OK)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i + 1 < s->n; i++) {
		int from, to;

		if (isnan(view_u(v, s->x[i])) || isnan(view_u(v, s->x[i + 1])))
			continue;
		from = column_at(v, s->x[i]);
		to = column_at(v, s->x[i + 1]) - (s->x[i + 1] < v->x.hi);
		raise_columns(&c, v, from, to < from ? from : to, s->y[i]);
	}
	draw_columns(&c, v, look);
	return STATUS_OK;
}

/* For each column of dots the span that a band covers; lo > hi where none. */
struct spans {
	double *lo, *hi;
	int n;
};

static void stretch(struct spans *b, int u, double v0, double v1)
{
	if (u < 0 || u >= b->n || isnan(v0) || isnan(v1))
		return;
	if (v0 > v1) {
		double swap = v0;

		v0 = v1;
		v1 = swap;
	}
	b->lo[u] = v0 < b->lo[u] ? v0 : b->lo[u];
	b->hi[u] = v1 > b->hi[u] ? v1 : b->hi[u];
}

/* Between two points the band's edges are straight. */
static void stretch_between(
	struct spans *b, const struct view *v, const struct plot_series *s, size_t i)
{
	double u0 = view_u(v, s->x[i]), u1 = view_u(v, s->x[i + 1]);
	int from, to;
	double a0, a1, b0, b1;

	/* Many points lie between two columns of dots. */
	if (!isfinite(u0) || !isfinite(u1) || u0 == u1)
		return;
	from = (int)bound(ceil(u0 < u1 ? u0 : u1), 0, b->n);
	to = (int)bound(floor(u0 < u1 ? u1 : u0), -1, b->n - 1);
	if (from > to)
		return;
	a0 = view_v(v, s->y[i]);
	a1 = view_v(v, s->y[i + 1]);
	b0 = view_v(v, s->y2[i]);
	b1 = view_v(v, s->y2[i + 1]);
	for (int u = from; u <= to; u++) {
		double t = (u - u0) / (u1 - u0);

		stretch(b, u, a0 * (1 - t) + a1 * t, b0 * (1 - t) + b1 * t);
	}
}

static void fill_spans(const struct spans *b, const struct view *v, struct pen *pen, size_t order)
{
	int bottom = view_dots_down(v) - 1;

	for (int u = 0; u < b->n; u++) {
		int from = (int)bound(ceil(b->lo[u] - 0.5), 0, bottom + 1);
		int to = (int)bound(floor(b->hi[u] + 0.5), -1, bottom);

		/* Two dots of eight; bands that overlap have them elsewhere. */
		for (int w = from; w <= to; w++)
			if ((w + 2 * (u & 1) + (int)(order % 4)) % 4 == 0)
				view_dot(v, pen, u, w);
	}
}

static enum status draw_band(const struct view *v, const struct plot_series *s,
	const struct look *look, struct arena *arena)
{
	struct pen pen = pen_of(look);
	struct spans b = {.n = view_dots_across(v)};

	pen.soft = true;
	pen.trace = NULL;
	b.lo = arena_array(arena, (size_t)b.n, sizeof(*b.lo));
	b.hi = arena_array(arena, (size_t)b.n, sizeof(*b.hi));
	if (!b.lo || !b.hi)
		return STATUS_NO_MEMORY;
	for (int u = 0; u < b.n; u++) {
		b.lo[u] = INFINITY;
		b.hi[u] = -INFINITY;
	}
	for (size_t i = 0; i < s->n; i++) {
		stretch(&b, view_nearest(view_u(v, s->x[i]), b.n), view_v(v, s->y[i]),
			view_v(v, s->y2[i]));
		if (i + 1 < s->n)
			stretch_between(&b, v, s, i);
	}
	fill_spans(&b, v, &pen, look->order);
	return STATUS_OK;
}

enum status series_draw(const struct view *v, const struct plot_series *s, const struct look *look,
	struct arena *arena)
{
	switch (s->kind) {
	case PLOT_POINTS:
		draw_points(v, s, look);
		return STATUS_OK;
	case PLOT_STEP:
		draw_steps(v, s, look, s->n);
		return STATUS_OK;
	case PLOT_BARS:
		return draw_bars(v, s, look, arena);
	case PLOT_HISTOGRAM:
		return draw_histogram(v, s, look, arena);
	case PLOT_BAND:
		return draw_band(v, s, look, arena);
	default:
		draw_line(v, s, look);
		return STATUS_OK;
	}
}

void series_draw_marks(const struct view *v, const struct look *look)
{
	/* A mark each three cells in all, none twice in twelve, each line's twice. */
	int across = view_dots_across(v);
	int stride = look->n_marked > 4 ? 6 * look->n_marked : 24;
	int most = look->n_marked > 4 ? across / 2 : across / 4, first;

	stride = stride < most ? stride : most > 0 ? most : 1;
	first = 6 + (int)(look->order * 7) % stride;
	for (int u = first; look->trace && u < across; u += stride)
		put_mark(v, look, look->trace[u] < 0 ? -1 : u, look->trace[u]);
}
