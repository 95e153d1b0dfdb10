#include "plot/heat.h"

#include <math.h>
#include <string.h>

enum { CELLS_PER_LEVEL = 8 }; /* of the picture's width: more lines run into each other */

/* Leaves out every second level until their lines have room in a picture this wide. */
static void thin_levels(struct ticks *levels, int width)
{
	int most = width / CELLS_PER_LEVEL > 3 ? width / CELLS_PER_LEVEL : 3;

	while (levels->n > most) {
		int n = 0;

		for (int i = 0; i < levels->n; i += 2)
			levels->major[n++] = levels->major[i];
		levels->n = n;
	}
}

/* Of skewed values, two decades up to the greatest: 1, 2, 5, 10... */
void contour_levels(const struct plot_series *s, int width, struct ticks *levels)
{
	struct heat_range r = heat_range(s);
	struct scale z;
	int n = 0;

	levels->n = 0;
	if (!heat_scale(s, &z))
		return;
	if (r.skewed && r.hi / 95 > r.lo)
		scale_set(&z, PLOT_LOG, r.hi / 95, r.hi, 1);
	ticks_make(levels, &z, (struct tick_room){.cells = 30, .vertical = true});
	/* A level at the very end has no line. */
	for (int i = 0; i < levels->n; i++)
		if (levels->major[i].value > r.lo && levels->major[i].value < r.hi &&
			n < CONTOUR_MAX)
			levels->major[n++] = levels->major[i];
	levels->n = n;
	thin_levels(levels, width);
}

uint8_t contour_role(const struct ticks *levels, int i)
{
	int last = ROLE_N_CONTOUR - 1;

	return (uint8_t)(ROLE_CONTOUR + (levels->n > 1 ? i * last / (levels->n - 1) : last));
}

struct tracer {
	const struct view *view;
	const struct plot_series *s;
	struct pen pen;
	double level;
};

/* Where the level is between two corners, as a fraction of the way. */
static double crossing(double a, double b, double level)
{
	double t = (level / 2 - a / 2) / (b / 2 - a / 2);

	return t < 0 ? 0 : t > 1 ? 1 : t;
}

/* The point of side 0..3 (bottom, right, top, left) of a square of the grid. */
static void side_point(const struct tracer *t, const double z[4], size_t ix, size_t iy, int side,
	double *u, double *v)
{
	const struct plot_series *s = t->s;
	double dx = (s->x1 - s->x0) / (double)(s->nx - 1);
	double dy = (s->y1 - s->y0) / (double)(s->ny - 1);
	double gx = (double)ix, gy = (double)iy;

	switch (side) {
	case 0:
		gx += crossing(z[0], z[1], t->level);
		break;
	case 1:
		gx += 1;
		gy += crossing(z[1], z[2], t->level);
		break;
	case 2:
		gx += crossing(z[3], z[2], t->level);
		gy += 1;
		break;
	default:
		gy += crossing(z[0], z[3], t->level);
		break;
	}
	*u = view_u(t->view, s->x0 + gx * dx);
	*v = view_v(t->view, s->y0 + gy * dy);
}

/*
 * Marching squares. Corners count from the lower left, against the clock; bit
 * i of a case says that corner i is at the level or above. The saddles, 5 and
 * 10, go by the mean of the corners.
 */
static void trace_square(struct tracer *t, const double z[4], size_t ix, size_t iy)
{
	static const signed char sides[16][4] = {{-1, -1, -1, -1}, {3, 0, -1, -1}, {0, 1, -1, -1},
		{3, 1, -1, -1}, {1, 2, -1, -1}, {3, 2, 0, 1}, {0, 2, -1, -1}, {3, 2, -1, -1},
		{2, 3, -1, -1}, {2, 0, -1, -1}, {0, 3, 1, 2}, {2, 1, -1, -1}, {1, 3, -1, -1},
		{1, 0, -1, -1}, {0, 3, -1, -1}, {-1, -1, -1, -1}};
	int kind = 0;

	for (int i = 0; i < 4; i++) {
		if (!isfinite(z[i]))
			return;
		kind |= (z[i] >= t->level) << i;
	}
	if ((kind == 5 || kind == 10) && z[0] / 4 + z[1] / 4 + z[2] / 4 + z[3] / 4 < t->level)
		kind = 15 - kind;
	for (int i = 0; i < 4 && sides[kind][i] >= 0; i += 2) {
		double u0, v0, u1, v1;

		side_point(t, z, ix, iy, sides[kind][i], &u0, &v0);
		side_point(t, z, ix, iy, sides[kind][i + 1], &u1, &v1);
		view_segment(t->view, &t->pen, u0, v0, u1, v1);
	}
}

static void trace_level(struct tracer *t)
{
	const struct plot_series *s = t->s;

	for (size_t iy = 0; iy + 1 < s->ny; iy++) {
		for (size_t ix = 0; ix + 1 < s->nx; ix++) {
			const double *row = s->z + iy * s->nx + ix;
			const double z[4] = {row[0], row[1], row[s->nx + 1], row[s->nx]};

			trace_square(t, z, ix, iy);
		}
	}
}

/* Writes the level on its line, where it runs flat and the cells before and
 * behind are of the same line or blank. */
static void label_level(const struct view *v, const struct tick *level, uint8_t role, int turn)
{
	int n = (int)strlen(level->text), best_row = -1, best_col = 0, best = 0;

	for (int row = 1; row + 1 < v->rows; row++) {
		for (int col = 1; col + n + 1 < v->cols; col++) {
			int on_line = 0, other = 0, score;

			for (int i = -1; i <= n; i++) {
				const struct cell *cell = view_cell(v, col + i, row);

				on_line += cell->bits && cell->role == role;
				other += cell->glyph[0] || (cell->bits && cell->role != role);
			}
			/* The middle of the picture is for the data. */
			score = 8 * on_line +
				(turn % 2 ? col > v->cols / 2 : col < v->cols / 2) * 4 +
				(row > v->rows / 2 ? 1 : 0);
			if (!other && on_line >= n && score > best) {
				best = score;
				best_row = row;
				best_col = col;
			}
		}
	}
	if (best_row >= 0)
		canvas_text(v->canvas, v->left + best_col, v->top + best_row,
			(struct style){.role = role}, level->text, n);
}

void contour_draw(const struct view *v, const struct plot_series *s, const struct ticks *levels)
{
	if (s->nx < 2 || s->ny < 2)
		return;
	for (int i = 0; i < levels->n; i++) {
		struct tracer t = {.view = v, .s = s, .level = levels->major[i].value};

		t.pen = (struct pen){.role = contour_role(levels, i), .last_u = -1, .last_v = -1};
		trace_level(&t);
	}
	for (int i = 0; i < levels->n; i++)
		label_level(v, &levels->major[i], contour_role(levels, i), i);
}
