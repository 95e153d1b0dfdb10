#include "plot/legend.h"

#include "base/text.h"
#include "plot/axes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N_MARKS = 16, N_FILLS = 4, N_DASHES = 3, MAX_NAME_CELLS = 32 };

static const char *const marks[2][N_MARKS] = {
	{"●", "■", "▲", "◆", "○", "□", "△", "◇", "▼", "★", "✚", "✖", "▽", "☆", "+", "×"},
	{"o", "x", "*", "+", "@", "%", "&", "$", "A", "B", "C", "D", "E", "F", "G", "H"}};
static const char *const fills[2][N_FILLS] = {{"█", "▒", "░", "▓"}, {"#", "=", "+", ":"}};
static const struct {
	unsigned int dash, period;
	const char *symbol[2];
} dashes[N_DASHES] = {{0xF, 6, {"╌╌", "- "}}, {0x1, 3, {"··", ".."}}, {0x4F, 9, {"─·", "-."}}};

static bool is_path(enum plot_kind kind)
{
	return kind == PLOT_LINE || kind == PLOT_STEP || kind == PLOT_REFERENCE;
}

static size_t count_kind(const struct plot *plot, enum plot_kind a, enum plot_kind b)
{
	size_t n = 0;

	for (size_t i = 0; i < plot->n_series; i++)
		n += plot->series[i].kind == a || plot->series[i].kind == b;
	return n;
}

static bool same_text(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

/* The first series of the same name: a mean and its spread look alike. */
static size_t first_of_name(const struct plot *plot, size_t i)
{
	const char *name = plot->series[i].name;

	for (size_t j = 0; name && *name && j < i; j++)
		if (same_text(plot->series[j].name, name))
			return j;
	return i;
}

/* Is the name what the label says, but for its unit? */
static bool says_same(const char *label, const char *name)
{
	size_t n = strlen(name);

	return label && strncmp(label, name, n) == 0 &&
	       (!label[n] || strncmp(label + n, " [", 2) == 0);
}

/* Are all others points, or bounds and theories of what this one shows? */
static bool is_the_subject(const struct plot *plot, size_t i)
{
	for (size_t j = 0; j < plot->n_series; j++)
		if (j != i && plot->series[j].kind != PLOT_REFERENCE &&
			plot->series[j].kind != PLOT_POINTS)
			return false;
	return plot->series[i].kind != PLOT_CONTOUR && plot->series[i].kind != PLOT_REFERENCE &&
	       plot->series[i].kind != PLOT_POINTS;
}

/* Not what the axis or the title says already, nor another series of the name. */
static bool needs_name(const struct plot *plot, size_t i)
{
	const struct plot_series *s = &plot->series[i];

	if (!s->name || !*s->name)
		return s->kind == PLOT_CONTOUR;
	if (plot->n_series == 1 && s->kind != PLOT_CONTOUR &&
		(same_text(s->name, plot->y.label) || same_text(s->name, plot->title)))
		return false;
	if (is_the_subject(plot, i) && says_same(plot->y.label, s->name))
		return false;
	for (size_t j = 0; j < plot->n_series; j++) {
		const struct plot_series *other = &plot->series[j];

		if (j != i && same_text(other->name, s->name) && other->kind != PLOT_BAND &&
			(s->kind == PLOT_BAND || j < i))
			return false;
	}
	return true;
}

/* Points as dots where markers would cover each other, or the lines among them. */
static bool are_dense(const struct plot *plot, const struct plot_options *o)
{
	size_t n = 0;
	int room = o->width * o->height / 12;

	for (size_t i = 0; i < plot->n_series; i++)
		n += plot->series[i].kind == PLOT_POINTS ? plot->series[i].n : 0;
	if (count_kind(plot, PLOT_LINE, PLOT_LINE) > 0)
		room /= 2;
	return n > (size_t)room && !(o->no_color && count_kind(plot, PLOT_POINTS, PLOT_POINTS) > 1);
}

/* Is a line told apart by more than its color? From others, and without color from
 * contours, which are lines as well. */
static bool needs_mark(const struct items *items, const struct plot_options *o, size_t order,
	size_t n_lines, bool has_contours)
{
	bool plain = o->no_color || o->ascii;

	if (n_lines < 2)
		return plain && has_contours;
	return plain || items->names == NAMES_IN_LEGEND || order >= ROLE_N_SERIES;
}

static void set_looks(struct items *items, const struct plot *plot, const struct plot_options *o)
{
	bool plain = o->no_color || o->ascii, dense = are_dense(plot, o);
	size_t n_lines = count_kind(plot, PLOT_LINE, PLOT_STEP);
	size_t n_bars = count_kind(plot, PLOT_BARS, PLOT_BARS);
	size_t n_histograms = count_kind(plot, PLOT_HISTOGRAM, PLOT_HISTOGRAM);
	double spacing = axes_bar_spacing(plot);
	bool has_contours = count_kind(plot, PLOT_CONTOUR, PLOT_CONTOUR) > 0;
	size_t bars = 0, dashed = 0, filled = 0, outlines = 0;

	for (size_t i = 0; i < plot->n_series; i++) {
		const struct plot_series *s = &plot->series[i];
		bool is_line = s->kind == PLOT_LINE || s->kind == PLOT_STEP;
		size_t order = first_of_name(plot, i);
		struct look *look = &items->item[i].look;

		*look = (struct look){.role = (uint8_t)(ROLE_SERIES + order % ROLE_N_SERIES),
			.mark = marks[o->ascii][order % N_MARKS],
			.marked = is_line && needs_mark(items, o, order, n_lines, has_contours),
			.n_marked = (int)n_lines,
			.dotted = dense,
			.outlined = n_histograms > 1,
			.fill = fills[o->ascii][plain ? filled % N_FILLS : 0],
			.slot = (int)bars,
			.n_slots = n_bars ? (int)n_bars : 1,
			.spacing = spacing,
			.order = order};
		bars += s->kind == PLOT_BARS;
		filled += s->kind == PLOT_BARS;
		if (s->kind == PLOT_REFERENCE)
			look->role = ROLE_TEXT;
		if (s->kind == PLOT_REFERENCE ||
			(plain && s->kind == PLOT_HISTOGRAM && outlines++)) {
			look->dash = dashes[dashed % N_DASHES].dash;
			look->period = dashes[dashed++ % N_DASHES].period;
		}
	}
}

/* Where a line ends to the right. */
static double greatest_x(const struct plot_series *s)
{
	double most = -INFINITY;

	for (size_t i = 0; i < s->n; i++)
		if (s->x[i] > most && isfinite(s->x[i]) && isfinite(s->y[i]))
			most = s->x[i];
	return most;
}

static int min_int(int a, int b)
{
	return a < b ? a : b;
}

enum status items_init(struct items *items, const struct plot *plot,
	const struct plot_options *options, enum names names, struct arena *arena)
{
	items->names = names;
	items->n = plot->n_series;
	items->heading = plot->y.label ? plot->y.label : "";
	items->item = arena_array(arena, items->n, sizeof(*items->item));
	if (!items->item)
		return STATUS_NO_MEMORY;
	set_looks(items, plot, options);
	for (size_t i = 0; i < items->n; i++) {
		struct item *item = &items->item[i];
		const char *name = plot->series[i].name ? plot->series[i].name : "";

		item->series = &plot->series[i];
		item->named = needs_name(plot, i);
		item->direct =
			names != NAMES_IN_LEGEND && item->named && is_path(item->series->kind);
		item->last_x = item->direct ? greatest_x(item->series) : 0;
		item->name_cells = min_int((int)text_cells(name, strlen(name)), MAX_NAME_CELLS);
		if (item->series->kind == PLOT_CONTOUR) {
			item->levels = arena_alloc(arena, sizeof(*item->levels));
			if (!item->levels)
				return STATUS_NO_MEMORY;
			contour_levels(item->series, options->width, item->levels);
		}
	}
	return STATUS_OK;
}

static int label_cells(const struct item *item)
{
	return item->name_cells + (item->look.marked ? 2 : 0);
}

size_t items_count_direct(const struct items *items)
{
	size_t n = 0;

	for (size_t i = 0; i < items->n; i++)
		n += items->item[i].direct;
	return n;
}

void items_find_ends(struct items *items, const struct view *v)
{
	for (size_t i = 0; i < items->n; i++) {
		struct item *item = &items->item[i];

		item->inside = items->names == NAMES_RIGHT && item->direct &&
			       view_u(v, item->last_x) / 2 < v->cols - 4;
	}
}

int items_label_cells(const struct items *items)
{
	int most = 0;

	for (size_t i = 0; i < items->n; i++)
		if (items->item[i].direct && !items->item[i].inside &&
			label_cells(&items->item[i]) > most)
			most = label_cells(&items->item[i]);
	return most;
}

/* A pen that writes the legend, or only counts. */
struct writer {
	struct canvas *canvas;
	int col, row;
	bool measure;
};

static void write_text(struct writer *w, uint8_t role, const char *s, int cells)
{
	struct style style = {.role = role};
	int n = min_int((int)text_cells(s, strlen(s)), cells);

	if (!w->measure)
		canvas_text_cut(w->canvas, w->col, w->row, style, s, n);
	w->col += n;
}

static const char *line_symbol(const struct item *item, bool ascii)
{
	for (int i = 0; i < N_DASHES; i++)
		if (dashes[i].period == item->look.period)
			return dashes[i].symbol[ascii];
	return ascii ? "--" : "──";
}

/* A full block would run into a bar below the legend. */
static const char *swatch_of(const struct look *look)
{
	return strcmp(look->fill, "█") == 0 ? "■" : look->fill;
}

static void write_symbol(struct writer *w, const struct item *item)
{
	const struct look *look = &item->look;
	bool ascii = w->canvas->ascii;

	switch (item->series->kind) {
	case PLOT_POINTS:
		write_text(w, look->role, !look->dotted ? look->mark : ascii ? ":" : "⠪", 2);
		break;
	case PLOT_BARS:
	case PLOT_HISTOGRAM:
		for (int i = 0; i < 2 && !look->outlined; i++)
			write_text(w, look->role, swatch_of(look), 1);
		if (look->outlined)
			write_text(w, look->role, line_symbol(item, ascii), 2);
		break;
	case PLOT_BAND:
		write_text(w, look->role, ascii ? "::" : "⠢⠢", 2);
		break;
	case PLOT_HEAT:
	case PLOT_CONTOUR:
		return;
	default:
		if (look->marked) {
			write_text(w, look->role, ascii ? "-" : "─", 1);
			write_text(w, look->role, look->mark, 1);
			write_text(w, look->role, ascii ? "-" : "─", 1);
		} else {
			write_text(w, look->role, line_symbol(item, ascii), 2);
		}
	}
	w->col++;
}

static void write_levels(struct writer *w, const struct item *item)
{
	for (int i = 0; i < item->levels->n; i++) {
		int n = (int)strlen(item->levels->major[i].text) + 1;

		if (w->col + n > w->canvas->width)
			return;
		w->col++;
		write_text(w, contour_role(item->levels, i), item->levels->major[i].text, n);
	}
}

static int entry_cells(const struct item *item, struct writer w)
{
	int from = w.col = 0;

	w.measure = true;
	write_symbol(&w, item);
	w.col += item->name_cells;
	if (item->levels)
		write_levels(&w, item);
	return w.col - from;
}

static bool in_legend(const struct item *item)
{
	return item->named && !item->direct;
}

int items_legend(
	const struct items *items, struct canvas *c, int left, int top, int max_rows, bool measure)
{
	struct writer w = {.canvas = c, .col = left, .row = top, .measure = measure};
	bool any = *items->heading != '\0';

	write_text(&w, ROLE_DIM, items->heading, c->width - left);
	for (size_t i = 0; i < items->n; i++) {
		const struct item *item = &items->item[i];
		int need;

		if (!in_legend(item))
			continue;
		need = entry_cells(item, w);
		if (any)
			w.col += 3;
		if (any && w.col + need > c->width) {
			if (w.row + 1 >= top + max_rows) {
				w.col = min_int(w.col - 1, c->width - 1);
				write_text(&w, ROLE_DIM, c->ascii ? "~" : "…", 1);
				break;
			}
			w.row++;
			w.col = left;
		}
		any = true;
		write_symbol(&w, item);
		write_text(&w,
			item->series->kind == PLOT_CONTOUR || item->series->kind == PLOT_HEAT
				? ROLE_DIM
				: item->look.role,
			item->series->name ? item->series->name : "", item->name_cells);
		if (item->levels)
			write_levels(&w, item);
	}
	return any ? w.row - top + 1 : 0;
}

/* A label that goes beside the view, at the row of its line's end if it can. */
struct label {
	const struct item *item;
	double wanted; /* row, with a fraction */
	int row;
};

static int compare_labels(const void *a, const void *b)
{
	const struct label *x = a, *y = b;

	if (x->wanted != y->wanted)
		return x->wanted < y->wanted ? -1 : 1;
	return (x->item->look.order > y->item->look.order) -
	       (x->item->look.order < y->item->look.order);
}

/*
 * Gives sorted labels rows of their own, as near as can be to those wanted:
 * least squares under an order is pooling of neighbours that are too near.
 */
static void spread_labels(struct label *labels, int n, int rows)
{
	for (int i = 0; i < n;) {
		double sum = 0, best = INFINITY;
		int last = i;

		/* The pool from i on is the one of the least mean. */
		for (int j = i; j < n; j++) {
			sum += labels[j].wanted - j;
			if (sum / (j - i + 1) <= best) {
				best = sum / (j - i + 1);
				last = j;
			}
		}
		best = floor(best + 0.5 + 1e-9);
		best = best < 0 ? 0 : best > rows - n ? rows - n : best;
		for (; i <= last; i++)
			labels[i].row = (int)best + i;
	}
}

static void write_label(const struct item *item, const struct view *v, int col, int row, int cells)
{
	struct style style = {.role = item->look.role};

	if (item->look.marked) {
		canvas_text(v->canvas, col, row, style, item->look.mark, 1);
		col += 2;
		cells -= 2;
	}
	canvas_text_cut(v->canvas, col, row, style, item->series->name, cells);
}

/* Beside an end in the middle of the picture, where nothing is. */
static bool place_inside(const struct item *item, const struct view *v, int col, int row)
{
	int n = label_cells(item), before = -n - 1;
	const int tries[][2] = {{2, 0}, {2, -1}, {2, 1}, {0, -1}, {0, 1}, {2, -2}, {2, 2},
		{before, 0}, {before, -1}, {before, 1}};

	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
		int c = v->left + col + tries[i][0], r = row + tries[i][1];

		if (r < 0 || r >= v->rows || c < v->left || c + n > v->left + v->cols)
			continue;
		if (!canvas_is_free(v->canvas, c - (tries[i][0] > 1), v->top + r, n + 1))
			continue;
		write_label(item, v, c, v->top + r, n);
		return true;
	}
	return false;
}

/* The end of what is seen of a line, in dots. */
static bool find_end(const struct item *item, const struct view *v, bool left, int *u, int *w)
{
	int across = view_dots_across(v);

	for (int i = 0; i < across; i++) {
		*u = left ? i : across - 1 - i;
		*w = item->look.trace[*u];
		if (*w >= 0)
			return true;
	}
	return false;
}

bool items_draw_labels(const struct items *items, const struct view *v)
{
	enum { MOST = 60 };
	struct label labels[MOST];
	bool left = items->names == NAMES_LEFT, at_edge;
	int n = 0, u, w, col = left ? v->left - v->margin : v->left + v->cols + 1;
	double reach = left ? 1 : v->rows / 8 > 2 ? v->rows / 8 : 2;

	for (size_t i = 0; i < items->n; i++) {
		const struct item *item = &items->item[i];

		if (!item->direct)
			continue;
		if (!find_end(item, v, left, &u, &w))
			return false;
		at_edge = left ? u / 2 < 3 : u / 2 >= v->cols - 3;
		if (!at_edge && !left && place_inside(item, v, u / 2, w / 4))
			continue;
		if (!at_edge || item->inside || n == MOST || n == v->rows)
			return false;
		labels[n++] = (struct label){.item = item, .wanted = (w - 1.5) / 4};
	}
	qsort(labels, (size_t)n, sizeof(*labels), compare_labels);
	spread_labels(labels, n, v->rows);
	for (int i = 0; i < n; i++)
		if (fabs(labels[i].row - labels[i].wanted) > reach + 0.5)
			return false;
	for (int i = 0; i < n; i++)
		write_label(labels[i].item, v, col, v->top + labels[i].row,
			label_cells(labels[i].item));
	return true;
}
