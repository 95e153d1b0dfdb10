#include "plot/axes.h"

#include <float.h>
#include <math.h>
#include <string.h>

static bool can_show(enum plot_scale scale, double v)
{
	return isfinite(v) && (scale != PLOT_LOG || v > 0);
}

static void take(struct range *r, enum plot_scale scale, double v)
{
	/* Most values change nothing; the smallest magnitude counts for symlog only. */
	if (v >= r->lo && v <= r->hi && r->fraction && scale != PLOT_SYMLOG)
		return;
	if (!can_show(scale, v))
		return;
	r->lo = v < r->lo ? v : r->lo;
	r->hi = v > r->hi ? v : r->hi;
	if (v != 0 && fabs(v) < r->least)
		r->least = fabs(v);
	r->fraction = r->fraction || v != rint(v);
	r->any = true;
}

/* What a mark covers beyond its value. */
static void take_edge(struct range *r, enum plot_scale scale, double v)
{
	bool fraction = r->fraction;

	take(r, scale, v);
	r->fraction = fraction;
}

struct extent {
	const struct plot *plot;
	struct range *x, *y;
};

/* What a fixed x axis hides does not stretch y. */
static void take_point(const struct extent *e, double x, double y)
{
	const struct plot_axis *ax = &e->plot->x;

	if (isnan(x) || isnan(y) || (ax->fixed && !(x >= ax->lo && x <= ax->hi)))
		return;
	if ((ax->scale == PLOT_LOG && x <= 0) || (e->plot->y.scale == PLOT_LOG && y <= 0))
		return;
	take(e->x, ax->scale, x);
	take(e->y, e->plot->y.scale, y);
}

static void take_grid(const struct extent *e, const struct plot_series *s)
{
	double half_x = s->nx > 1 ? (s->x1 - s->x0) / (double)(s->nx - 1) / 2 : 0.5;
	double half_y = s->ny > 1 ? (s->y1 - s->y0) / (double)(s->ny - 1) / 2 : 0.5;

	if (!s->nx || !s->ny)
		return;
	take_point(e, s->x0, s->y0);
	take_point(e, s->x1, s->y1);
	e->x->fraction = e->x->fraction || 2 * half_x != floor(2 * half_x);
	e->y->fraction = e->y->fraction || 2 * half_y != floor(2 * half_y);
	if (s->kind == PLOT_HEAT) {
		take_edge(e->x, e->plot->x.scale, s->x0 - half_x);
		take_edge(e->x, e->plot->x.scale, s->x1 + half_x);
		take_edge(e->y, e->plot->y.scale, s->y0 - half_y);
		take_edge(e->y, e->plot->y.scale, s->y1 + half_y);
	}
}

/* The outer bars' outer halves. */
static void take_bar_edges(const struct extent *e, const struct plot_series *s, double spacing)
{
	double lo = INFINITY, hi = -INFINITY;

	for (size_t i = 0; i < s->n; i++) {
		if (!isfinite(s->x[i]))
			continue;
		lo = s->x[i] < lo ? s->x[i] : lo;
		hi = s->x[i] > hi ? s->x[i] : hi;
	}
	take_edge(e->x, e->plot->x.scale, lo - spacing / 2);
	take_edge(e->x, e->plot->x.scale, hi + spacing / 2);
}

static void take_series(const struct extent *e, const struct plot_series *s, double spacing)
{
	bool is_bars = s->kind == PLOT_BARS;
	size_t n = s->kind == PLOT_HISTOGRAM && s->n ? s->n - 1 : s->n;

	if (s->kind == PLOT_HEAT || s->kind == PLOT_CONTOUR) {
		take_grid(e, s);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		take_point(e, s->x[i], s->y[i]);
		if (s->kind == PLOT_BAND)
			take_point(e, s->x[i], s->y2[i]);
	}
	if (s->kind == PLOT_HISTOGRAM && n)
		take_point(e, s->x[n], e->plot->y.scale == PLOT_LOG ? s->y[n - 1] : 0);
	if (is_bars)
		take_bar_edges(e, s, spacing);
	if ((is_bars || s->kind == PLOT_HISTOGRAM) && n)
		take(e->y, e->plot->y.scale, 0);
}

double axes_bar_spacing(const struct plot *plot)
{
	double least = INFINITY;

	for (size_t k = 0; k < plot->n_series; k++) {
		const struct plot_series *s = &plot->series[k];

		for (size_t i = 1; s->kind == PLOT_BARS && i < s->n; i++) {
			double gap = fabs(s->x[i] - s->x[i - 1]);

			if (gap > 0 && gap < least)
				least = gap;
		}
	}
	return isfinite(least) ? least : 1;
}

void axes_ranges(const struct plot *plot, struct range *x, struct range *y)
{
	const struct extent e = {.plot = plot, .x = x, .y = y};
	double spacing = axes_bar_spacing(plot);

	*x = *y = (struct range){.lo = INFINITY, .hi = -INFINITY, .least = INFINITY};
	for (size_t i = 0; i < plot->n_series; i++)
		take_series(&e, &plot->series[i], spacing);
}

static bool is_fixed(const struct plot_axis *a)
{
	if (!a->fixed || !isfinite(a->lo) || !isfinite(a->hi))
		return false;
	return a->scale == PLOT_LOG ? a->lo > 0 && log10(a->hi) - log10(a->lo) > 1e-9
				    : a->hi - a->lo > 1e-12 * fmax(fabs(a->lo), fabs(a->hi)) &&
					      a->hi - a->lo > 1e-300;
}

/* A range of one value, or of hardly more, becomes one about it. */
static void widen(struct range *r, enum plot_scale scale)
{
	double most = fmax(fabs(r->lo), fabs(r->hi));
	double middle = r->lo / 2 + r->hi / 2;

	if (scale == PLOT_LOG) {
		if (log10(r->hi) - log10(r->lo) > 1e-9)
			return;
		r->lo = fmax(middle / 10, DBL_TRUE_MIN);
		r->hi = fmin(middle * 10, DBL_MAX);
		if (!(r->lo < r->hi))
			r->hi = r->lo * 4;
	} else if (most < 1e-300) {
		r->lo = most > 0 ? -1e-300 : -1;
		r->hi = -r->lo;
	} else if (!(r->hi - r->lo > 1e-12 * most)) {
		r->lo = fmax(middle - fabs(middle), -DBL_MAX);
		r->hi = fmin(middle + fabs(middle), DBL_MAX);
	}
}

/* To the decades outside, where they are near. */
static void snap_decades(struct range *r)
{
	double lo = log10(r->lo), hi = log10(r->hi), near = 0.08 * (hi - lo);
	double below = pow(10, floor(lo)), above = pow(10, ceil(hi));

	if (lo - floor(lo) <= near && below > 0)
		r->lo = fmin(r->lo, below);
	if (ceil(hi) - hi <= near && isfinite(above))
		r->hi = fmax(r->hi, above);
}

/* Is x a variable that curves run along? Then the picture ends where they do. */
static bool is_tight(const struct plot *plot)
{
	for (size_t i = 0; i < plot->n_series; i++)
		if (plot->series[i].kind != PLOT_POINTS && plot->series[i].kind != PLOT_REFERENCE)
			return true;
	return false;
}

static bool has_grid(const struct plot *plot)
{
	for (size_t i = 0; i < plot->n_series; i++)
		if (plot->series[i].kind == PLOT_HEAT || plot->series[i].kind == PLOT_CONTOUR)
			return true;
	return false;
}

/* Linear up to the least magnitude's decade, but never over more than twelve. */
static double symlog_threshold(const struct plot_axis *a, const struct range *r)
{
	double most = fmax(fabs(r->lo), fabs(r->hi));
	double least = is_fixed(a) ? most * 1e-4 : fmax(fmin(r->least, most), most * 1e-12);
	double threshold = pow(10, floor(log10(least)));

	if (is_fixed(a) && a->threshold > 0)
		return a->threshold;
	return threshold > 0 && isfinite(threshold) ? threshold : DBL_MIN;
}

static bool set_axis(struct scale *s, const struct plot_axis *a, struct range *r, bool tight,
	struct tick_room room)
{
	if (is_fixed(a)) {
		r->lo = a->lo;
		r->hi = a->hi;
	} else if (!r->any) {
		return false;
	} else {
		widen(r, a->scale);
		if (!tight && a->scale == PLOT_LINEAR)
			ticks_snap(&r->lo, &r->hi, room);
		else if (!tight && a->scale == PLOT_LOG)
			snap_decades(r);
	}
	scale_set(s, a->scale, r->lo, r->hi, symlog_threshold(a, r));
	return true;
}

bool axes_scale_x(const struct plot *plot, struct range r, int cols, struct scale *x)
{
	return set_axis(x, &plot->x, &r, is_tight(plot),
		(struct tick_room){.cells = cols, .whole = !r.fraction});
}

bool axes_scale_y(const struct plot *plot, struct range r, int rows, struct scale *y)
{
	return set_axis(y, &plot->y, &r, has_grid(plot),
		(struct tick_room){.cells = rows, .vertical = true, .whole = !r.fraction});
}

int axes_label_cells(const struct ticks *t)
{
	int most = 0;

	for (int i = 0; i < t->n; i++) {
		int n = (int)strlen(t->major[i].text);

		most = n > most ? n : most;
	}
	return most;
}

static const struct style dim = {.role = ROLE_DIM};

static const char *form(const struct view *v, const char *utf8, const char *ascii)
{
	return v->canvas->ascii ? ascii : utf8;
}

static int row_of(const struct view *v, double y)
{
	return (int)floor(view_v(v, y) + 0.5 + 1e-7) / 4;
}

static int column_of(const struct view *v, double x)
{
	if (v->slots) /* in the middle of its bar */
		return (int)floor(scale_at(&v->x, x) * v->cols + 1e-7);
	return (int)floor(view_u(v, x) + 0.5 + 1e-7) / 2;
}

void axes_draw_y(const struct view *v, const struct ticks *t)
{
	struct canvas *c = v->canvas;
	int col = v->left - v->margin - 1;

	for (int row = 0; row < v->rows; row++)
		canvas_text(c, col, v->top + row, dim, form(v, "│", "|"), 1);
	for (int i = 0; i < t->n_minor; i++)
		canvas_text(c, col, v->top + row_of(v, t->minor[i]), dim, form(v, "├", "|"), 1);
	for (int i = 0; i < t->n; i++) {
		int row = v->top + row_of(v, t->major[i].value);
		int n = (int)strlen(t->major[i].text);

		canvas_text(c, col, row, dim, form(v, "┤", "+"), 1);
		canvas_text(c, col - 1 - n, row, dim, t->major[i].text, n);
	}
}

/* Labels are centered below their tick, as far as the canvas goes. */
static int label_start(const struct view *v, const struct tick *tick, int n)
{
	int start = v->left + column_of(v, tick->value) - (n - 1) / 2;

	if (start + n > v->canvas->width)
		start = v->canvas->width - n;
	return start < 0 ? 0 : start;
}

void axes_draw_x(const struct view *v, const struct ticks *t)
{
	struct canvas *c = v->canvas;
	int row = v->top + v->rows, end = -1;

	canvas_text(c, v->left - v->margin - 1, row, dim, form(v, "└", "+"), 1);
	for (int col = -v->margin; col < v->cols; col++)
		canvas_text(c, v->left + col, row, dim, form(v, "─", "-"), 1);
	for (int i = 0; i < t->n_minor; i++)
		canvas_text(c, v->left + column_of(v, t->minor[i]), row, dim, form(v, "┴", "'"), 1);
	for (int i = 0; i < t->n; i++) {
		int n = (int)strlen(t->major[i].text), start = label_start(v, &t->major[i], n);

		canvas_text(c, v->left + column_of(v, t->major[i].value), row, dim,
			form(v, "┬", "+"), 1);
		if (start <= end)
			continue;
		canvas_text(c, start, row + 1, dim, t->major[i].text, n);
		end = start + n;
	}
}

int axes_x_label_column(const struct view *v, const struct ticks *t, int label_cells)
{
	const struct tick *last = t->n ? &t->major[t->n - 1] : NULL;
	int n = last ? (int)strlen(last->text) : 0;
	int end = last ? label_start(v, last, n) + n + 2 : v->left;
	int start = v->left + v->cols - label_cells;

	if (start < end)
		start = end;
	return start + label_cells <= v->canvas->width ? start : -1;
}
