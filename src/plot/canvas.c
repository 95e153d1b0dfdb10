#include "plot/canvas.h"

#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum status canvas_init(struct canvas *c, struct arena *arena, int width, int height, bool ascii)
{
	*c = (struct canvas){.width = width, .height = height, .ascii = ascii};
	c->cells = arena_array(arena, (size_t)width * (size_t)height, sizeof(*c->cells));
	return c->cells ? STATUS_OK : STATUS_NO_MEMORY;
}

struct cell *canvas_cell(const struct canvas *c, int col, int row)
{
	if (col < 0 || row < 0 || col >= c->width || row >= c->height)
		return NULL;
	return &c->cells[(size_t)row * (size_t)c->width + (size_t)col];
}

static void set_glyph(struct cell *cell, struct style style, const char *s, size_t n)
{
	memcpy(cell->glyph, s, n);
	cell->glyph[n] = '\0';
	cell->covered = cell->soft = false;
	cell->role = style.role;
	cell->attr = style.attr;
}

/* A mark that takes no cell joins the character before it, if it fits. */
static void join_mark(struct cell *cell, const char *s, size_t n)
{
	size_t used = strlen(cell->glyph);

	if (used && used + n < GLYPH_BYTES) {
		memcpy(cell->glyph + used, s, n);
		cell->glyph[used + n] = '\0';
	}
}

int canvas_text(struct canvas *c, int col, int row, struct style style, const char *s, int cells)
{
	int used = 0;
	uint32_t cp;

	for (size_t i = 0, n = strlen(s); i < n;) {
		size_t size = text_decode(s + i, n - i, &cp);
		int wide = text_cp_cells(cp);
		struct cell *cell = canvas_cell(c, col + used - (wide == 0), row);
		struct cell *second = wide == 2 ? canvas_cell(c, col + used + 1, row) : cell;

		if (used + wide > cells || !cell || !second)
			break;
		if (wide == 0) {
			if (used)
				join_mark(cell, s + i, size);
		} else {
			set_glyph(cell, style, s + i, size);
			if (wide == 2) {
				set_glyph(second, style, "", 0);
				second->covered = true;
			}
		}
		used += wide;
		i += size;
	}
	return used;
}

int canvas_text_cut(
	struct canvas *c, int col, int row, struct style style, const char *s, int cells)
{
	int used;

	if ((int)text_cells(s, strlen(s)) <= cells)
		return canvas_text(c, col, row, style, s, cells);
	used = canvas_text(c, col, row, style, s, cells - 1);
	return used + canvas_text(c, col + used, row, style, c->ascii ? "~" : "…", 1);
}

/* Is the cell half full or more of a bar, in blocks that a terminal draws without a gap? */
static bool is_bar(const struct cell *cell)
{
	const char *s = cell->glyph;

	return cell->soft && cell->role >= ROLE_SERIES && cell->role < ROLE_HEAT &&
	       (strcmp(s, "▀") == 0 || (strcmp(s, "▄") >= 0 && strcmp(s, "█") <= 0));
}

bool canvas_is_free(const struct canvas *c, int col, int row, int cells)
{
	for (int i = 0; i < cells; i++) {
		const struct cell *cell = canvas_cell(c, col + i, row);

		if (!cell || cell->covered || ((cell->glyph[0] || cell->bits) && !cell->soft) ||
			is_bar(cell))
			return false;
	}
	return true;
}

/* Rows of dots that a column of the braille pattern has, the top one is bit 0. */
static unsigned int column_rows(uint8_t bits, bool right)
{
	unsigned int upper = right ? bits >> 3 & 7U : bits & 7U;
	unsigned int lowest = right ? bits >> 7 : bits >> 6 & 1U;

	return upper | lowest << 3;
}

/* Twice the mean height of the set rows from the top, 0 to 6. */
static int mean_row(unsigned int rows)
{
	int sum = 0, n = 0;

	for (int i = 0; i < 4; i++)
		if (rows >> i & 1U) {
			sum += i;
			n++;
		}
	return n ? 2 * sum / n : 0;
}

/* The ASCII character whose ink is most like the dots. */
static char ascii_dots(uint8_t bits, bool soft)
{
	unsigned int left = column_rows(bits, false), right = column_rows(bits, true);
	unsigned int both = left | right;
	bool tall = (both & 7U) == 7 || (both & 14U) == 14 || (both & 9U) == 9;
	int mean = mean_row(both);

	if (soft)
		return both & (both - 1) ? ':' : '.';
	if (bits == 0xFF)
		return '#';
	if (tall && left && right && mean_row(left) != mean_row(right))
		return mean_row(left) > mean_row(right) ? '/' : '\\';
	if (tall)
		return '|';
	if (mean <= 1)
		return '\'';
	if (mean <= 4)
		return '-';
	return left && right ? '_' : '.';
}

static void put_cell(struct lines *out, const struct cell *cell, bool ascii)
{
	/* Not on a heat map's color: no line's color is readable on all of them. */
	struct style style = {.role = cell->role, .attr = cell->attr};
	char glyph[4];

	if (cell->covered)
		return;
	if (cell->glyph[0]) {
		lines_put(out, style, 0, cell->glyph, strlen(cell->glyph));
	} else if (cell->bits && ascii) {
		glyph[0] = ascii_dots(cell->bits, cell->soft);
		lines_put(out, style, 0, glyph, 1);
	} else if (cell->bits) {
		lines_put(out, style, 0, glyph, text_encode(0x2800U + cell->bits, glyph));
	} else if (cell->upper) {
		style = (struct style){.role = cell->upper, .back = cell->lower};
		lines_puts(out, style, "▀");
	} else if (cell->lower) {
		lines_puts(out, (struct style){.role = cell->lower}, "▄");
	} else {
		lines_puts(out, (struct style){0}, " ");
	}
}

static bool is_blank(const struct cell *cell)
{
	return !cell->glyph[0] && !cell->bits && !cell->covered && !cell->upper && !cell->lower;
}

void canvas_write(const struct canvas *c, struct lines *out)
{
	for (int row = 0; row < c->height; row++) {
		const struct cell *cells = canvas_cell(c, 0, row);
		int n = c->width;

		while (n && is_blank(&cells[n - 1]))
			n--;
		for (int col = 0; col < n; col++)
			put_cell(out, &cells[col], c->ascii);
		lines_end(out);
	}
}

struct cell *view_cell(const struct view *v, int col, int row)
{
	if (col < 0 || row < 0 || col >= v->cols || row >= v->rows)
		return NULL;
	return canvas_cell(v->canvas, v->left + col, v->top + row);
}

/* Shading, bars and contours give way to data. A line is cut out of a bar, which stays whole
 * so, and the line is seen on any color. */
static void give_way(struct cell *cell, const struct pen *pen)
{
	bool over = cell->soft && !pen->soft;

	if (over && is_bar(cell))
		cell->attr = ATTR_REVERSE;
	if (over || (cell->role >= ROLE_HEAT && pen->role < ROLE_HEAT))
		cell->bits = 0;
	if (over)
		cell->glyph[0] = '\0';
	if (cell->attr != ATTR_REVERSE)
		cell->role = pen->role;
	cell->soft = pen->soft;
}

void view_dot(const struct view *v, struct pen *pen, int u, int w)
{
	static const uint8_t bits[4][2] = {{1, 8}, {2, 16}, {4, 32}, {64, 128}};
	struct cell *cell;

	if (u == pen->last_u && w == pen->last_v)
		return;
	cell = view_cell(v, u >> 1, w >> 2);
	if (!cell)
		return;
	pen->last_u = u;
	pen->last_v = w;
	if (pen->trace)
		pen->trace[u] = w;
	if (pen->dash && !(pen->dash >> pen->phase++ % pen->period & 1U))
		return;
	if (!cell->soft && (cell->glyph[0] || cell->covered || (pen->soft && cell->bits)))
		return;
	give_way(cell, pen);
	cell->bits |= bits[w & 3][u & 1];
}

/* Just under half a dot: what is clipped there rounds to a dot inside. */
static const double clip_edge = 0.499999;

/* A far end at infinity becomes one straight beyond the near end; false where
 * both ends are out there. */
static bool tame(double *u0, double *v0, double *u1, double *v1)
{
	const double far = 1e6;

	if (isnan(*u0) || isnan(*v0) || isnan(*u1) || isnan(*v1))
		return false;
	if ((isinf(*u0) || isinf(*v0)) && (isinf(*u1) || isinf(*v1)))
		return false;
	if (isinf(*u0) || isinf(*v0)) {
		*u0 = isinf(*u0) ? copysign(far, *u0) : *u1;
		*v0 = isinf(*v0) ? copysign(far, *v0) : *v1;
	} else if (isinf(*u1) || isinf(*v1)) {
		*u1 = isinf(*u1) ? copysign(far, *u1) : *u0;
		*v1 = isinf(*v1) ? copysign(far, *v1) : *v0;
	}
	return true;
}

/* Where a segment meets an edge: how far along it, and the edge's coordinate. */
struct crossing {
	double t;
	int axis; /* 0: u, 1: v, -1: no edge, an end of the segment */
	double at;
};

/* Shortens from..to to where side * (start + t * step) <= side * edge. Halves,
 * as differences could overflow. */
static void cut(double start, double step, int axis, double edge, int side, struct crossing *from,
	struct crossing *to)
{
	double room = side * (edge / 2 - start / 2), t;

	if (step == 0) {
		if (room < 0)
			to->t = -1;
		return;
	}
	t = room / (side * step);
	if (side * step > 0 && t < to->t)
		*to = (struct crossing){t, axis, edge};
	else if (side * step < 0 && t > from->t)
		*from = (struct crossing){t, axis, edge};
}

/* The point of a crossing: on its edge exactly, however far its ends are. */
static void move_to(const struct crossing *c, double u, double du, double v, double dv,
	const double hi[2], double *out_u, double *out_v)
{
	if (c->axis < 0)
		return;
	*out_u = c->axis == 0 ? c->at : fmin(fmax(u + 2 * (c->t * du), -clip_edge), hi[0]);
	*out_v = c->axis == 1 ? c->at : fmin(fmax(v + 2 * (c->t * dv), -clip_edge), hi[1]);
}

bool view_clip(const struct view *v, double *u0, double *v0, double *u1, double *v1)
{
	const double hi[2] = {
		view_dots_across(v) - 1 + clip_edge, view_dots_down(v) - 1 + clip_edge};
	struct crossing from = {0, -1, 0}, to = {1, -1, 0};
	double u, w, du, dv;

	if (!tame(u0, v0, u1, v1))
		return false;
	u = *u0;
	w = *v0;
	du = *u1 / 2 - u / 2;
	dv = *v1 / 2 - w / 2;
	cut(u, du, 0, hi[0], 1, &from, &to);
	cut(u, du, 0, -clip_edge, -1, &from, &to);
	cut(w, dv, 1, hi[1], 1, &from, &to);
	cut(w, dv, 1, -clip_edge, -1, &from, &to);
	if (!(from.t <= to.t))
		return false;
	move_to(&to, u, du, w, dv, hi, u1, v1);
	move_to(&from, u, du, w, dv, hi, u0, v0);
	return true;
}

void view_segment(const struct view *v, struct pen *pen, double u0, double v0, double u1, double v1)
{
	int dots_u = view_dots_across(v), dots_v = view_dots_down(v);
	int from_u, from_v, across, down, steps;

	if (!view_clip(v, &u0, &v0, &u1, &v1))
		return;
	from_u = view_nearest(u0, dots_u);
	from_v = view_nearest(v0, dots_v);
	across = view_nearest(u1, dots_u) - from_u;
	down = view_nearest(v1, dots_v) - from_v;
	steps = abs(across) > abs(down) ? abs(across) : abs(down);
	for (int i = 0; i <= steps; i++) {
		double t = steps ? (double)i / steps : 0;

		view_dot(v, pen, (int)(from_u + t * across + 0.5 + 1e-7),
			(int)(from_v + t * down + 0.5 + 1e-7));
	}
}

static void draw_span(struct path *p)
{
	int last = p->row;

	if (!p->waiting)
		return;
	p->waiting = false;
	/* Ends where the path goes on, so that dashes and the trace do too. */
	if (p->hi == last)
		for (int w = p->lo; w <= p->hi; w++)
			view_dot(p->view, p->pen, p->col, w);
	else
		for (int w = p->hi; w >= p->lo; w--)
			view_dot(p->view, p->pen, p->col, w);
	if (p->pen->trace)
		p->pen->trace[p->col] = last;
}

static void end_part(struct path *p)
{
	bool alone = p->alone && p->waiting;
	struct cell *cell;

	draw_span(p);
	p->open = false;
	if (!alone || !p->mark)
		return;
	cell = view_cell(p->view, p->col >> 1, p->row >> 2);
	if (cell)
		set_glyph(cell, (struct style){.role = p->pen->role}, p->mark, strlen(p->mark));
}

void path_to(struct path *p, double x, double y)
{
	double u = view_u(p->view, x), v = view_v(p->view, y);
	int col = view_nearest(u, view_dots_across(p->view)),
	    row = view_nearest(v, view_dots_down(p->view));
	bool inside = col >= 0 && row >= 0;

	if (isnan(u) || isnan(v)) {
		end_part(p);
		return;
	}
	p->alone = !p->open;
	if (p->open && p->waiting && inside && col == p->col) {
		p->lo = row < p->lo ? row : p->lo;
		p->hi = row > p->hi ? row : p->hi;
		p->row = row;
		p->u = u;
		p->v = v;
		return;
	}
	draw_span(p);
	if (p->open)
		view_segment(p->view, p->pen, p->u, p->v, u, v);
	p->open = true;
	p->u = u;
	p->v = v;
	p->waiting = inside;
	if (inside) {
		p->col = col;
		p->lo = p->hi = p->row = row;
	}
}

void path_end(struct path *p)
{
	end_part(p);
}
