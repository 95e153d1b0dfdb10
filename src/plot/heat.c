#include "plot/heat.h"

#include <math.h>
#include <string.h>

struct heat_range heat_range(const struct plot_series *s)
{
	struct heat_range r = {.lo = INFINITY, .hi = -INFINITY};
	double mean = 0, n = 0;

	for (size_t i = 0; i < s->nx * s->ny; i++) {
		double z = s->z[i];

		if (!isfinite(z))
			continue;
		r.lo = fmin(r.lo, z);
		r.hi = fmax(r.hi, z);
		mean += (z - mean) / ++n;
	}
	r.any = n > 0;
	r.skewed = r.lo >= 0 && mean - r.lo < 0.2 * (r.hi - r.lo);
	return r;
}

bool heat_scale(const struct plot_series *s, struct scale *z)
{
	struct heat_range r = heat_range(s);

	if (!r.any)
		return false;
	if (!(r.hi - r.lo > 1e-12 * fmax(fabs(r.lo), fabs(r.hi))) || !(r.hi - r.lo > 1e-300)) {
		double half = fmax(fabs(r.lo) / 2, 1e-300);

		r.lo -= r.lo == 0 ? 1 : half;
		r.hi = fmin(r.hi + (r.hi == 0 ? 1 : half), 1.7e308);
		r.skewed = false;
	}
	scale_set(z, r.skewed ? PLOT_SYMLOG : PLOT_LINEAR, r.lo, r.hi,
		r.skewed ? pow(10, floor(log10(r.hi) - 1.5)) : 1);
	return true;
}

/* Cells of a grid's axis that a stretch of the picture shows: first..last. */
struct stretch {
	size_t first, last;
	bool any;
};

/* The grid's cells from fraction f0 to f1 of a view's axis; the nearest one,
 * where cells are wider than that. */
static struct stretch grid_stretch(
	const struct scale *axis, double f0, double f1, double first, double last, size_t n)
{
	double half = n > 1 ? (last - first) / (double)(n - 1) / 2 : 0.5;
	double lo = first - half, wide = n > 1 ? 2 * half : 1;
	double a = (scale_invert(axis, f0) - lo) / wide, b = (scale_invert(axis, f1) - lo) / wide;
	double middle = (scale_invert(axis, (f0 + f1) / 2) - lo) / wide;
	double from = floor(fmin(a, b) + 0.5), to = ceil(fmax(a, b) - 0.5) - 1;
	struct stretch r = {0};

	/* The view's last cells go half a dot beyond its ends. */
	if (!(middle > -0.5 && middle < (double)n + 0.5))
		return r;
	if (to < from)
		from = to = floor(middle + 1e-9);
	from = from < 0 ? 0 : from > (double)n - 1 ? (double)n - 1 : from;
	to = to < from ? from : to > (double)n - 1 ? (double)n - 1 : to;
	return (struct stretch){.first = (size_t)from, .last = (size_t)to, .any = true};
}

/* Fractions of an axis that dots from..to-1 of `dots` take. */
static double dot_edge(int dot, int dots)
{
	return (dot - 0.5) / (dots - 1);
}

static struct stretch column_stretch(const struct view *v, const struct plot_series *s, int col)
{
	int dots = view_dots_across(v);

	return grid_stretch(
		&v->x, dot_edge(2 * col, dots), dot_edge(2 * col + 2, dots), s->x0, s->x1, s->nx);
}

/* Dots from..to-1 from the top. */
static struct stretch row_stretch(
	const struct view *v, const struct plot_series *s, int from, int to)
{
	int dots = view_dots_down(v);

	return grid_stretch(
		&v->y, 1 - dot_edge(to, dots), 1 - dot_edge(from, dots), s->y0, s->y1, s->ny);
}

/* The mean fraction of the scale over a block of the grid; NaN where no value is. */
static double mean_fraction(const struct plot_series *s, const struct scale *z,
	struct stretch across, struct stretch down)
{
	double sum = 0;
	size_t n = 0;

	if (!across.any || !down.any)
		return NAN;
	for (size_t iy = down.first; iy <= down.last; iy++) {
		for (size_t ix = across.first; ix <= across.last; ix++) {
			double f = scale_at(z, s->z[iy * s->nx + ix]);

			if (isfinite(f)) {
				sum += f;
				n++;
			}
		}
	}
	return n ? sum / (double)n : NAN;
}

/* Step 0..n-1 of a fraction. */
static int step_of(double f, int n)
{
	int step = (int)floor(f * n + 1e-9);

	return step < 0 ? 0 : step >= n ? n - 1 : step;
}

static uint8_t heat_role(double f)
{
	return isnan(f) ? 0 : (uint8_t)(ROLE_HEAT + step_of(f, ROLE_N_HEAT));
}

/* Ink for what has no color to say it. */
static void put_density(const struct view *v, struct cell *cell, double f)
{
	static const char *const shades[] = {" ", "░", "▒", "▓", "█"};
	static const char ascii[] = " .:-=+*#%@";
	char one[2] = "?";
	const char *glyph = one;

	if (isnan(f))
		glyph = v->canvas->ascii ? "?" : "×";
	else if (v->canvas->ascii)
		one[0] = ascii[step_of(f, (int)sizeof(ascii) - 1)];
	else
		glyph = shades[step_of(f, sizeof(shades) / sizeof(shades[0]))];
	memcpy(cell->glyph, glyph, strlen(glyph) + 1);
	cell->role = v->no_color || isnan(f) ? ROLE_TEXT : heat_role(f);
	cell->soft = true;
}

static bool is_dense(const struct view *v)
{
	return v->no_color || v->canvas->ascii;
}

void heat_draw(const struct view *v, const struct plot_series *s)
{
	struct scale z;

	if (!heat_scale(s, &z))
		return;
	for (int row = 0; row < v->rows; row++) {
		for (int col = 0; col < v->cols; col++) {
			struct stretch across = column_stretch(v, s, col);
			struct cell *cell = view_cell(v, col, row);

			if (is_dense(v)) {
				put_density(v, cell,
					mean_fraction(s, &z, across,
						row_stretch(v, s, 4 * row, 4 * row + 4)));
				continue;
			}
			cell->upper = heat_role(mean_fraction(
				s, &z, across, row_stretch(v, s, 4 * row, 4 * row + 2)));
			cell->lower = heat_role(mean_fraction(
				s, &z, across, row_stretch(v, s, 4 * row + 2, 4 * row + 4)));
		}
	}
}

/* Ticks of the bar: like a y axis, over all rows. */
static bool bar_ticks(const struct plot_series *s, int rows, struct scale *z, struct ticks *t)
{
	if (!heat_scale(s, z))
		return false;
	ticks_make(t, z, (struct tick_room){.cells = rows, .vertical = true});
	return true;
}

static int longest(const struct ticks *t)
{
	int most = 0;

	for (int i = 0; i < t->n; i++) {
		int n = (int)strlen(t->major[i].text);

		most = n > most ? n : most;
	}
	return most;
}

int heat_bar_cells(const struct plot_series *s, int rows)
{
	struct scale z;
	struct ticks t;

	return bar_ticks(s, rows, &z, &t) ? 2 + 2 + 1 + longest(&t) : 0;
}

void heat_draw_bar(const struct view *v, const struct plot_series *s, int left)
{
	const struct style dim = {.role = ROLE_DIM};
	int dots = view_dots_down(v);
	struct scale z;
	struct ticks t;

	if (!bar_ticks(s, v->rows, &z, &t))
		return;
	for (int row = 0; row < v->rows; row++) {
		double upper = 1 - (4 * row + 0.5) / (dots - 1);
		double lower = 1 - (4 * row + 2.5) / (dots - 1);

		for (int i = 0; i < 2; i++) {
			struct cell *cell = canvas_cell(v->canvas, left + i, v->top + row);

			if (!cell)
				continue;
			if (is_dense(v)) {
				put_density(v, cell, (upper + lower) / 2);
			} else {
				cell->upper = heat_role(upper);
				cell->lower = heat_role(lower);
			}
		}
	}
	for (int i = 0; i < t.n; i++) {
		double from_top = (1 - scale_at(&z, t.major[i].value)) * (dots - 1);

		canvas_text(v->canvas, left + 3, v->top + (int)floor(from_top + 0.5 + 1e-7) / 4,
			dim, t.major[i].text, TICK_BYTES);
	}
}
