#include "plot/plot.h"

#include "base/text.h"
#include "plot/axes.h"
#include "plot/canvas.h"
#include "plot/heat.h"
#include "plot/legend.h"
#include "plot/series.h"

#include <math.h>
#include <string.h>

enum {
	MIN_WIDTH = 30,
	MAX_WIDTH = 200,
	MIN_HEIGHT = 8,
	MAX_HEIGHT = 60,
	MAX_TITLE_ROWS = 3,
	MIN_CHOSEN_HEIGHT = 12, /* of rows chosen by width */
	MAX_CHOSEN_HEIGHT = 18,
	MIN_MAP_HEIGHT = 16, /* contours need room to be told apart */
	MAX_PATHS = 12,      /* that ask for a row each */
	LOW_HEIGHT = 10,
	FEWEST_ROWS = 7, /* of a picture whose legend is long */
	NARROW = 56,     /* cells of a line that names are wrapped in, each in a row or two */
	NAME_CELLS = 8   /* of a legend's entry besides the name */
};

/* One try at a picture. */
struct picture {
	const struct plot *plot;
	struct plot_options options;
	struct range data_x, data_y;
	struct items items;
	struct canvas canvas;
	struct view view;
	struct ticks x, y;
	const struct plot_series *heat; /* the one that has a color bar, or NULL */
	bool x_label_below;             /* in a row of its own */
};

static int clamp(int n, int lo, int hi)
{
	return n < lo ? lo : n > hi ? hi : n;
}

static bool has_text(const char *s)
{
	return s && *s;
}

static int cells_of(const char *s)
{
	return has_text(s) ? (int)text_cells(s, strlen(s)) : 0;
}

static const struct plot_series *find_heat(const struct plot *plot)
{
	for (size_t i = 0; i < plot->n_series; i++)
		if (plot->series[i].kind == PLOT_HEAT)
			return &plot->series[i];
	return NULL;
}

/* Cells right of the view: labels of lines, a color bar, or a little air. */
static int right_cells(const struct picture *p)
{
	int labels = p->items.names == NAMES_RIGHT ? items_label_cells(&p->items) : 0;
	int bar = p->heat ? heat_bar_cells(p->heat, p->view.rows) : 0;

	return (labels ? labels + 1 : 0) + bar + (labels || bar ? 0 : 2);
}

/* Bytes of a title's next row: up to a space, if it does not fit. */
static size_t title_cut(const char *s, int width)
{
	size_t n = strlen(s), fit = text_fit(s, n, (size_t)width, NULL);

	for (size_t i = fit; fit < n && i > fit / 2; i--)
		if (s[i] == ' ')
			return i;
	return fit;
}

/* Too low for a long title and a label of x in a row of its own: data go first. */
static bool is_low(const struct picture *p)
{
	return p->options.height < LOW_HEIGHT;
}

static int title_rows(const struct picture *p)
{
	const char *s = has_text(p->plot->title) ? p->plot->title : "";
	int rows = 0;

	while (*s && rows < (is_low(p) ? 1 : MAX_TITLE_ROWS)) {
		s += title_cut(s, p->options.width);
		s += *s == ' ';
		rows++;
	}
	return rows;
}

/* Is that many rows enough for all of the title, without a cut in a word? */
static bool wraps_into(const char *s, int rows, int width)
{
	for (; *s && rows; rows--) {
		s += title_cut(s, width);
		if (*s && *s++ != ' ')
			return false;
	}
	return !*s;
}

/* The least that needs no more rows: the last is then not a word alone. */
static int title_width(const struct picture *p, int rows)
{
	int width = p->options.width;

	while (rows > 1 && wraps_into(p->plot->title, rows, width - 1))
		width--;
	return width;
}

/* Where the axis of y stands. */
static int axis_column(const struct view *v)
{
	return v->left - v->margin - 1;
}

/* Takes as many of the columns as give all bars the same cells. */
static void even_out(const struct picture *p, struct view *v)
{
	double n = 0, cells;

	v->slots = 0;
	for (size_t i = 0; i < p->plot->n_series && p->plot->x.scale == PLOT_LINEAR; i++)
		if (p->plot->series[i].kind == PLOT_BARS)
			n = (v->x.hi - v->x.lo) / axes_bar_spacing(p->plot);
	if (!(n >= 1) || n > TICKS_MAX || fabs(n - rint(n)) > 1e-6)
		return;
	cells = floor(v->cols / rint(n));
	if (cells < 3)
		return;
	v->slots = (int)rint(n);
	v->cols = (int)cells * v->slots;
}

/* Rows that a legend may take: a quarter, and all that leave the picture enough. */
static int legend_rows(int height, int title)
{
	int spare = height - title - FEWEST_ROWS - 2;

	return clamp(spare > height / 4 ? spare : height / 4, 1, 6);
}

/*
 * The width of the labels of y depends on the ticks, these on the rows, these on the
 * legend's rows, and these on where it begins: settled by going round.
 */
static bool lay_out(struct picture *p)
{
	struct view *v = &p->view;
	const struct plot_options *o = &p->options;
	int label = cells_of(p->plot->x.label), title = title_rows(p);
	int margin = p->items.names == NAMES_LEFT ? items_label_cells(&p->items) + 1 : 0;

	*v = (struct view){
		.canvas = &p->canvas, .left = 8, .margin = margin, .no_color = o->no_color};
	p->x_label_below = false;
	for (int round = 0; round < 4; round++) {
		v->top = title + items_legend(&p->items, &p->canvas, axis_column(v), title,
					 legend_rows(o->height, title), true);
		v->rows = o->height - v->top - 2 - p->x_label_below;
		v->cols = clamp(o->width - v->left - right_cells(p), 8, MAX_WIDTH);
		if (!axes_scale_x(p->plot, p->data_x, v->cols, &v->x) ||
			!axes_scale_y(p->plot, p->data_y, v->rows, &v->y))
			return false;
		ticks_make(&p->y, &v->y,
			(struct tick_room){
				.cells = v->rows, .vertical = true, .whole = !p->data_y.fraction});
		v->left = axes_label_cells(&p->y) + 2 + margin;
		v->cols = clamp(o->width - v->left - right_cells(p), 8, MAX_WIDTH);
		even_out(p, v);
		items_find_ends(&p->items, v);
		ticks_make(&p->x, &v->x,
			(struct tick_room){.cells = v->cols,
				.whole = !p->data_x.fraction,
				.wanted = v->slots > 1 ? v->slots : 0});
		if (label && !is_low(p) && axes_x_label_column(v, &p->x, label) < 0)
			p->x_label_below = true;
	}
	return true;
}

/* A thin line at zero, where the picture goes below. */
static void draw_zero(const struct view *v)
{
	struct pen pen = {.role = ROLE_DIM, .soft = true, .dash = 1, .period = 4, .last_u = -1};
	double zero = view_v(v, 0), right = view_dots_across(v) - 1;

	if (v->y.kind != PLOT_LOG && v->y.lo < 0 && v->y.hi > 0)
		view_segment(v, &pen, 0, zero, right, zero);
}

/* What is drawn first is drawn over. */
static int layer_of(enum plot_kind kind)
{
	static const int layers[] = {[PLOT_HEAT] = 0,
		[PLOT_BAND] = 1,
		[PLOT_BARS] = 2,
		[PLOT_HISTOGRAM] = 2,
		[PLOT_CONTOUR] = 3,
		[PLOT_REFERENCE] = 4,
		[PLOT_LINE] = 5,
		[PLOT_STEP] = 5,
		[PLOT_POINTS] = 6};

	return layers[kind];
}

static enum status draw_item(struct picture *p, struct item *item, struct arena *arena)
{
	size_t n = (size_t)view_dots_across(&p->view);

	if (item->series->kind == PLOT_HEAT) {
		heat_draw(&p->view, item->series);
		return STATUS_OK;
	}
	if (item->series->kind == PLOT_CONTOUR) {
		contour_draw(&p->view, item->series, item->levels);
		return STATUS_OK;
	}
	if (item->direct || item->look.marked) {
		item->look.trace = arena_array(arena, n, sizeof(*item->look.trace));
		if (!item->look.trace)
			return STATUS_NO_MEMORY;
		memset(item->look.trace, -1, n * sizeof(*item->look.trace));
	}
	return series_draw(&p->view, item->series, &item->look, arena);
}

static enum status draw_data(struct picture *p, struct arena *arena)
{
	if (!p->heat)
		draw_zero(&p->view);
	for (int layer = 0; layer <= 6; layer++) {
		for (size_t i = 0; i < p->items.n; i++) {
			struct item *item = &p->items.item[i];
			enum status status = STATUS_OK;

			if (layer_of(item->series->kind) == layer)
				status = draw_item(p, item, arena);
			if (status != STATUS_OK)
				return status;
		}
	}
	for (size_t i = 0; i < p->items.n; i++)
		if (p->items.item[i].look.marked)
			series_draw_marks(&p->view, &p->items.item[i].look);
	return STATUS_OK;
}

/* Above the axis if it fits there, else from the left on, in a few rows. */
static void draw_title(struct picture *p)
{
	const struct style bold = {.role = ROLE_HEADING};
	int width = p->canvas.width, rows = title_rows(p), even = title_width(p, rows);
	int col = axis_column(&p->view) + cells_of(p->plot->title) > width ? 0
									   : axis_column(&p->view);
	const char *s = p->plot->title;

	for (int row = 0; row < rows; row++) {
		size_t cut = title_cut(s, even);

		if (row + 1 == rows)
			canvas_text_cut(&p->canvas, col, row, bold, s, width);
		else
			canvas_text(&p->canvas, col, row, bold, s, (int)text_cells(s, cut));
		s += cut;
		s += *s == ' ';
	}
}

static void draw_frame(struct picture *p)
{
	const struct style dim = {.role = ROLE_DIM};
	struct view *v = &p->view;
	int title = title_rows(p), label = cells_of(p->plot->x.label);
	int bar_left = v->left + v->cols + 1, col, row = v->top + v->rows + 1;

	draw_title(p);
	items_legend(&p->items, &p->canvas, axis_column(v), title, v->top - title, false);
	axes_draw_y(v, &p->y);
	axes_draw_x(v, &p->x);
	if (p->heat) {
		heat_draw_bar(v, p->heat,
			bar_left + 1 + right_cells(p) - heat_bar_cells(p->heat, v->rows));
	}
	if (!label)
		return;
	col = axes_x_label_column(v, &p->x, label);
	if (p->x_label_below) {
		row++;
		col = v->left + v->cols - label;
	} else if (col < 0 && is_low(p)) {
		return;
	}
	canvas_text(&p->canvas, col < 0 ? 0 : col, row, dim, p->plot->x.label, p->canvas.width);
}

/* Says so where there is nothing to draw, and why. */
static void write_nothing(struct lines *out, const struct picture *p)
{
	const struct plot *plot = p->plot;
	bool has_log = plot->x.scale == PLOT_LOG || plot->y.scale == PLOT_LOG;
	const char *title = has_text(plot->title)  ? plot->title
			    : has_text(plot->name) ? plot->name
						   : "Plot";

	lines_puts(out, (struct style){.role = ROLE_HEADING}, title);
	lines_puts(out, (struct style){.role = ROLE_DIM},
		plot->n_series == 0 ? ": nothing to draw, no series."
		: has_log           ? ": nothing to draw, no value is finite and positive."
				    : ": nothing to draw, no value is finite.");
	lines_end(out);
}

/* Labels may not take too much of the width; left ones, which part the lines
 * from their axis, are for what makes a long legend. */
static bool may_label(const struct items *items, int width)
{
	int cells = items_label_cells(items);

	if (items->names == NAMES_LEFT)
		return cells <= width / 6 && items_count_direct(items) >= 4;
	return cells <= 3 * width / 10;
}

/* *fits is false where names that are not in a legend found no room. */
static enum status draw_picture(
	struct picture *p, enum names names, struct arena *arena, bool *fits, bool *empty)
{
	enum status status = items_init(&p->items, p->plot, &p->options, names, arena);

	*fits = true;
	*empty = false;
	if (status != STATUS_OK)
		return status;
	if (!may_label(&p->items, p->options.width)) {
		*fits = false;
		return STATUS_OK;
	}
	status = canvas_init(
		&p->canvas, arena, p->options.width, p->options.height, p->options.ascii);
	if (status != STATUS_OK)
		return status;
	if (!lay_out(p)) {
		*empty = true;
		return STATUS_OK;
	}
	status = draw_data(p, arena);
	if (status != STATUS_OK)
		return status;
	draw_frame(p);
	*fits = items_draw_labels(&p->items, &p->view);
	return STATUS_OK;
}

/* A name's ASCII form, so that it is measured as it will be written. */
static const char *ascii_text(const char *s, struct arena *arena)
{
	const char *copy;
	struct buf b;

	if (!has_text(s))
		return "";
	buf_init(&b);
	text_to_ascii(&b, s, strlen(s));
	copy = buf_status(&b) == STATUS_OK ? arena_strdup(arena, b.data) : NULL;
	buf_done(&b);
	return copy;
}

/* The plot with all names in ASCII; NULL when out of memory. */
static const struct plot *ascii_plot(const struct plot *plot, struct arena *arena)
{
	struct plot *p = arena_alloc(arena, sizeof(*p));
	struct plot_series *series = arena_array(arena, plot->n_series, sizeof(*series));
	bool named = true;

	if (!p || !series)
		return NULL;
	*p = *plot;
	p->series = series;
	p->title = ascii_text(plot->title, arena);
	p->x.label = ascii_text(plot->x.label, arena);
	p->y.label = ascii_text(plot->y.label, arena);
	for (size_t i = 0; i < plot->n_series; i++) {
		series[i] = plot->series[i];
		series[i].name = ascii_text(plot->series[i].name, arena);
		named = named && series[i].name;
	}
	return p->title && p->x.label && p->y.label && named ? p : NULL;
}

/* Rows beyond the first that all names take in a narrow picture. */
static int name_rows(const struct plot *plot, int width)
{
	int rows = 0, used = cells_of(plot->y.label);

	for (size_t i = 0; i < plot->n_series && rows < 4; i++) {
		int n = cells_of(plot->series[i].name) + NAME_CELLS;

		rows += used + n > width;
		used = used + n > width ? n : used + n;
	}
	return rows;
}

int plot_height(const struct plot *plot, int width)
{
	int height = clamp(width / 5, MIN_CHOSEN_HEIGHT, MAX_CHOSEN_HEIGHT), n_paths = 0;

	for (size_t i = 0; i < plot->n_series && n_paths < MAX_PATHS; i++) {
		n_paths += plot->series[i].kind == PLOT_LINE || plot->series[i].kind == PLOT_STEP;
		if (plot->series[i].kind == PLOT_CONTOUR && height < MIN_MAP_HEIGHT)
			height = MIN_MAP_HEIGHT;
	}
	height = height > 10 + n_paths ? height : 10 + n_paths;
	height += width < NARROW ? name_rows(plot, width) : 0;
	return height + cells_of(plot->title) / (width > 0 ? width : 1); /* where it wraps */
}

enum status plot_render(
	struct lines *out, const struct plot *plot, const struct plot_options *options)
{
	struct arena *arena = arena_new();
	struct picture p = {.plot = plot, .options = *options};
	enum status status = STATUS_NO_MEMORY;
	bool fits = false, empty = false;

	if (!arena)
		return status;
	p.options.width = clamp(options->width, MIN_WIDTH, MAX_WIDTH);
	p.options.height = clamp(options->height, MIN_HEIGHT, MAX_HEIGHT);
	if (options->ascii)
		p.plot = ascii_plot(plot, arena);
	if (!p.plot)
		goto out;
	p.heat = find_heat(p.plot);
	axes_ranges(p.plot, &p.data_x, &p.data_y);
	status = STATUS_OK;
	for (int names = NAMES_RIGHT; names <= NAMES_IN_LEGEND && status == STATUS_OK && !fits;
		names++)
		status = draw_picture(&p, (enum names)names, arena, &fits, &empty);
	if (status == STATUS_OK && empty)
		write_nothing(out, &p);
	else if (status == STATUS_OK)
		canvas_write(&p.canvas, out);
out:
	arena_free(arena);
	return status != STATUS_OK ? status : lines_status(out);
}
