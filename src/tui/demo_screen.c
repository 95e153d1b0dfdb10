/* Demo: parameters moved, plots and values following. */
#include "base/arena.h"
#include "base/text.h"
#include "tui/chrome.h"
#include "tui/demo_rows.h"
#include "tui/held.h"
#include "tui/move.h"
#include "tui/screens.h"
#include "verify/claim.h"

#include <stdlib.h>
#include <string.h>

enum { SIDE_BY_SIDE_COLS = 110, MIN_PLOT_ROWS = 8, MAX_PLOT_ROWS = 24, ABOUT_LINES = 2 };

struct demo_screen {
	struct app *app;
	struct page_ref page;
	struct arena *arena;    /* of the parameters and the presets */
	const char **arguments; /* of the first run */
	size_t n_arguments;
	struct sliders sliders;
	struct demo_list list;
	struct job *shown, *running; /* NULL: none */
	bool is_moved;               /* what runs, or is shown, is of another setting */
	double progress;
	struct held held;
	size_t picture; /* the first plot or table that is shown */
	struct pick pick;
	struct scroll scroll; /* of the list */
	struct entry number;
	bool is_typing;
	int list_row; /* first row of the list on the screen */
};

static const struct key_line keys[] = {
	{"\xE2\x86\x90\xE2\x86\x92", "change the parameter; also h l", "change"},
	{"shift-\xE2\x86\x90\xE2\x86\x92", "change it in large steps; also H L", NULL},
	{"\xE2\x86\x91\xE2\x86\x93", "the parameter above, below; values, checks, settings",
		"move"},
	{"enter", "type a value; set what the page says to try", "type or set"},
	{"0", "the parameter to its default", "default"},
	{"r", "all parameters to their defaults, the axes anew", "reset"},
	{"tab", "the next plot or table", "next plot"},
	{"s", "the source", "source"},
	{"esc", "cancel a run; else back", NULL},
	{NULL, NULL, NULL},
};

/* Before the first result there is none of anything. */
static const struct demo_result nothing;

static const struct demo_result *result_of(const struct demo_screen *s)
{
	return s->shown ? job_result(s->shown) : NULL;
}

/* ---- runs */

static void start(struct demo_screen *s)
{
	struct arena *own = arena_new();
	const char **arguments = s->arguments;
	struct demo_order order = {.source = s->page.demo, .n_arguments = s->n_arguments};
	enum status status = STATUS_NO_MEMORY;

	if (s->sliders.n && own)
		arguments = sliders_arguments(&s->sliders, own, &order.n_arguments);
	order.arguments = arguments;
	job_free(s->running);
	s->running = NULL;
	s->is_moved = false;
	s->progress = 0;
	if (own && arguments)
		status = job_start(&s->running, app_runner(s->app), &order);
	if (status != STATUS_OK)
		app_say(s->app, "The demo can't be run: %s.", status_text(status));
	arena_free(own);
}

static void take_result(struct demo_screen *s)
{
	const struct demo_result *r = job_result(s->running);

	/* A setting that the demo refuses has no curve: its words are enough. */
	job_free(s->shown);
	s->shown = s->running;
	s->running = NULL;
	if (!s->sliders.n && r->n_params)
		sliders_init(&s->sliders, s->arena, r->params, r->n_params);
	for (size_t i = 0; i < job_compile_errors(s->shown)->n; i++)
		app_say(s->app, "line %d: %s", job_compile_errors(s->shown)->items[i].line,
			job_compile_errors(s->shown)->items[i].message);
}

static bool pump(void *self)
{
	struct demo_screen *s = self;
	double before = s->progress;

	if (s->is_moved)
		start(s);
	if (!s->running)
		return false;
	if (job_pump(s->running) == JOB_DONE) {
		take_result(s);
		return true;
	}
	s->progress = job_result(s->running)->progress;
	return s->progress != before;
}

static size_t fds(const void *self, struct pollfd *list, size_t max)
{
	const struct demo_screen *s = self;

	return s->running && max >= JOB_MAX_FDS ? job_fds(s->running, list) : 0;
}

static int timeout_ms(const void *self)
{
	const struct demo_screen *s = self;

	return s->running ? job_timeout_ms(s->running) : -1;
}

/* ---- drawing */

static void put_header(struct demo_screen *s, const struct area *area, struct lines *out)
{
	const struct demo_result *r = result_of(s);
	const char *title = r && r->title ? r->title : s->page.title;
	size_t n_good = 0;
	struct buf about;

	buf_init(&about);
	for (size_t i = 0; r && i < r->n_checks; i++)
		n_good += r->checks[i].pass;
	if (s->running && s->progress > 0)
		buf_printf(&about, "computing %.0f %%", 100 * s->progress);
	else if (s->running)
		buf_puts(&about, "computing");
	else if (r && !r->complete)
		buf_puts(&about, "failed");
	else if (r && n_good == r->n_checks)
		buf_printf(&about, "verified: %zu checks  %.1f ms", n_good, r->elapsed_ms);
	else if (r)
		buf_printf(&about, "%zu of %zu checks fail", r->n_checks - n_good, r->n_checks);
	chrome_header(out, area, NULL, title, about.data);
	buf_done(&about);
}

/* One plot or table, at most `rows` lines. */
static enum status put_picture(struct demo_screen *s, const struct area *area, size_t index,
	struct lines *out, int cols, int rows)
{
	const struct demo_result *r = result_of(s);
	const struct page_options page = {
		.width = cols, .ascii = area->ascii, .no_color = area->no_color};
	const struct plot_options options = {.width = cols,
		.height = rows < MAX_PLOT_ROWS ? rows : MAX_PLOT_ROWS,
		.ascii = area->ascii,
		.no_color = area->no_color};
	struct plot plot;

	if (index >= r->n_plots)
		return page_table(out, &r->tables[index - r->n_plots], &page);
	plot = held_plot(&s->held, index, &r->plots[index]);
	return plot_render(out, &plot, &options);
}

static size_t n_pictures(const struct demo_screen *s)
{
	const struct demo_result *r = result_of(s);

	return r ? r->n_plots + r->n_tables : 0;
}

/* As many pictures as there is room for, from the chosen one on. */
static enum status put_pictures(
	struct demo_screen *s, const struct area *area, struct lines *out, int cols, int rows)
{
	size_t n = n_pictures(s);
	int each = rows >= 4 * MIN_PLOT_ROWS && n > 1 ? rows / 2 : rows;
	enum status status = STATUS_OK;

	if (s->picture >= n)
		s->picture = 0;
	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		size_t index = (s->picture + i) % n;
		bool is_plot = index < result_of(s)->n_plots;

		if (i && (int)out->n_lines + (is_plot ? each : 4) > rows)
			break;
		status = put_picture(s, area, index, out, cols, each);
		/* Two pictures stand apart by a line where one is free. */
		if (each < rows && (int)out->n_lines < rows)
			lines_end(out);
	}
	if (!n && s->running) {
		lines_pad(out, style_plain, 3);
		lines_puts(out, style_dim, "computing\xE2\x80\xA6");
		lines_end(out);
	}
	return status;
}

/* What is selected is seen. */
static void scroll_list(struct demo_screen *s, size_t n_lines, size_t rows)
{
	size_t line = s->pick.at < s->list.n_rows ? s->list.rows[s->pick.at].line : 0;

	if (line < s->scroll.top)
		s->scroll.top = line;
	if (line >= s->scroll.top + rows)
		s->scroll.top = line - rows + 1;
	scroll_clamp(&s->scroll, n_lines, rows);
}

/* The list in `rows` lines, below it what there is to say of the selected row. */
static enum status put_list(struct demo_screen *s, struct lines *out, int cols, int rows)
{
	int about = rows >= 2 * MIN_PLOT_ROWS ? ABOUT_LINES : 0;
	size_t seen = (size_t)(rows - about - (about > 0));
	struct lines all;
	enum status status;

	lines_init(&all);
	s->list.sliders = &s->sliders;
	s->list.result = s->shown ? result_of(s) : &nothing;
	status = demo_list_put(&s->list, &all, s->pick.at, cols);
	s->pick.n = s->list.n_rows;
	s->pick.seen.rows = seen;
	scroll_list(s, all.n_lines, seen);
	for (size_t i = s->scroll.top; i < s->scroll.top + seen; i++) {
		if (i < all.n_lines)
			lines_copy_line(out, &all, i, 0);
		lines_end(out);
	}
	if (about && s->list.n_rows) {
		lines_end(out);
		chrome_wrap(out, style_dim, demo_row_about(&s->list, s->pick.at), 3, cols, about);
	}
	if (status == STATUS_OK)
		status = lines_status(&all);
	lines_done(&all);
	return status;
}

static enum status put_beside(
	struct demo_screen *s, const struct area *area, struct lines *out, int rows)
{
	int left_cols = area->cols * 45 / 100, right_cols = area->cols - left_cols - 3;
	struct lines left, right;
	enum status status;

	lines_init(&left);
	lines_init(&right);
	s->list_row = (int)out->n_lines;
	status = put_list(s, &left, left_cols, rows);
	if (status == STATUS_OK)
		status = put_pictures(s, area, &right, right_cols, rows);
	for (size_t i = 0; i < (size_t)rows && status == STATUS_OK; i++) {
		if (i < left.n_lines)
			lines_copy_line(out, &left, i, 0);
		lines_pad(out, style_plain, left_cols + 2 - lines_open_cells(out));
		if (i < right.n_lines)
			lines_copy_line(out, &right, i, 0);
		lines_end(out);
	}
	lines_done(&left);
	lines_done(&right);
	return status;
}

static enum status put_below(
	struct demo_screen *s, const struct area *area, struct lines *out, int rows)
{
	int plot_rows = n_pictures(s) || s->running ? rows * 55 / 100 : 0, gap;
	struct lines picture;
	enum status status;

	if (plot_rows && plot_rows < MIN_PLOT_ROWS)
		plot_rows = MIN_PLOT_ROWS;
	gap = plot_rows && rows >= 2 * MIN_PLOT_ROWS;
	lines_init(&picture);
	status = put_pictures(s, area, &picture, area->cols, plot_rows);
	for (size_t i = 0; i < (size_t)plot_rows; i++) {
		if (i < picture.n_lines)
			lines_copy_line(out, &picture, i, 0);
		lines_end(out);
	}
	lines_done(&picture);
	if (gap)
		lines_end(out);
	s->list_row = (int)out->n_lines;
	return status == STATUS_OK ? put_list(s, out, area->cols, rows - plot_rows - gap) : status;
}

static enum status draw(void *self, const struct area *area, struct lines *out)
{
	struct demo_screen *s = self;
	enum status status;
	int rows;

	put_header(s, area, out);
	rows = area->rows - (int)out->n_lines - s->is_typing;
	status = area->cols >= SIDE_BY_SIDE_COLS ? put_beside(s, area, out, rows)
						 : put_below(s, area, out, rows);
	if (status != STATUS_OK)
		return status;
	if (s->is_typing) {
		while (out->n_lines < (size_t)area->rows - 1 && lines_status(out) == STATUS_OK)
			lines_end(out);
		chrome_entry(out, " value: ", s->number.text, area->cols);
	}
	return STATUS_OK;
}

/* ---- keys */

/* The selected parameter; NULL if another row is selected. */
static struct demo_param *selected_param(struct demo_screen *s)
{
	const struct demo_row *r = &s->list.rows[s->pick.at];

	if (s->pick.at >= s->list.n_rows || r->kind != ROW_PARAM)
		return NULL;
	return &s->sliders.params[r->index];
}

static void change(struct demo_screen *s, int steps, bool far)
{
	struct demo_param *p = selected_param(s);

	if (p && slider_move(p, steps, far))
		s->is_moved = true;
}

static void set_all(struct demo_screen *s, const char *const *arguments, size_t n)
{
	sliders_set(&s->sliders, arguments, n);
	s->is_moved = true;
}

static void begin_typing(struct demo_screen *s, int key)
{
	const struct demo_param *p = selected_param(s);

	if (!p || p->type == PARAM_CHOICE)
		return;
	s->number = (struct entry){0};
	s->is_typing = true;
	if (key != PRESS_ENTER)
		entry_press(&s->number, key);
}

static bool press_typing(struct demo_screen *s, int key)
{
	struct demo_param *p = selected_param(s);

	if (key == PRESS_ESCAPE) {
		s->is_typing = false;
	} else if (key == PRESS_ENTER) {
		s->is_typing = false;
		if (p && slider_type(p, s->number.text))
			s->is_moved = true;
		else if (p && s->number.n)
			app_say(s->app, "%s takes %s from %.6g to %.6g, not '%s'.", p->name,
				p->type == PARAM_INT ? "whole numbers" : "numbers", p->min, p->max,
				s->number.text);
	} else {
		entry_press(&s->number, key);
	}
	return true;
}

static void enter(struct demo_screen *s)
{
	const struct demo_row *r = &s->list.rows[s->pick.at];

	if (s->pick.at >= s->list.n_rows)
		return;
	if (r->kind == ROW_PRESET)
		set_all(s, s->list.presets[r->index].arguments,
			s->list.presets[r->index].n_arguments);
	else
		begin_typing(s, PRESS_ENTER);
}

static bool press_escape(struct demo_screen *s)
{
	if (!s->running || !s->shown)
		return false;
	job_free(s->running);
	s->running = NULL;
	app_say(s->app, "Cancelled: what you see is of the setting before.");
	return true;
}

static void to_default(struct demo_screen *s)
{
	struct demo_param *p = selected_param(s);

	if (!p || p->value == p->fallback)
		return;
	p->value = p->fallback;
	s->is_moved = true;
}

static bool press_change(struct demo_screen *s, int key)
{
	switch (key) {
	case PRESS_LEFT:
	case 'h':
		change(s, -1, false);
		return true;
	case PRESS_RIGHT:
	case 'l':
		change(s, 1, false);
		return true;
	case PRESS_FAR_LEFT:
	case 'H':
		change(s, -1, true);
		return true;
	case PRESS_FAR_RIGHT:
	case 'L':
		change(s, 1, true);
		return true;
	case '0':
		to_default(s);
		return true;
	case 'r':
		s->held = (struct held){0};
		set_all(s, NULL, 0);
		return true;
	default:
		return false;
	}
}

static bool press(void *self, int key)
{
	struct demo_screen *s = self;

	if (s->is_typing)
		return press_typing(s, key);
	if (press_change(s, key))
		return true;
	if ((key >= '1' && key <= '9') || key == '-' || key == '.')
		begin_typing(s, key);
	else if (key == PRESS_ENTER)
		enter(s);
	else if (key == PRESS_TAB)
		s->picture++;
	else if (key == PRESS_BACK_TAB)
		s->picture = s->picture ? s->picture - 1 : n_pictures(s) ? n_pictures(s) - 1 : 0;
	else if (key == 's')
		source_show(s->app, &s->page);
	else if (key == PRESS_ESCAPE)
		return press_escape(s);
	else
		return pick_press(&s->pick, key);
	return true;
}

static void click(void *self, int row, int col)
{
	struct demo_screen *s = self;
	size_t line = s->scroll.top + (size_t)(row - s->list_row);

	if (row < s->list_row || s->is_typing)
		return;
	for (size_t i = 0; i < s->list.n_rows; i++) {
		const struct demo_row *r = &s->list.rows[i];
		int at = col - r->track.col - 1;

		if (r->line != line)
			continue;
		s->pick.at = i;
		if (r->kind == ROW_PRESET)
			enter(s);
		if (r->track.cells && at >= 0 && at <= r->track.cells - 3) {
			slider_place(&s->sliders.params[r->index], at / (r->track.cells - 3.0));
			s->is_moved = true;
		}
	}
}

static bool is_typing(const void *self)
{
	const struct demo_screen *s = self;

	return s->is_typing;
}

/* ---- opening, closing */

static void close_demo(void *self)
{
	struct demo_screen *s = self;

	job_free(s->running);
	job_free(s->shown);
	free(s->list.rows);
	arena_free(s->arena);
	free(s);
}

static const struct screen_ops demo_ops = {.name = "Demo",
	.keys = keys,
	.close = close_demo,
	.draw = draw,
	.press = press,
	.click = click,
	.is_typing = is_typing,
	.fds = fds,
	.timeout_ms = timeout_ms,
	.pump = pump};

/* The settings that the page links to. A page that can't be read has none. */
static void read_presets(struct demo_screen *s)
{
	struct preset *presets;
	struct document d;
	struct diags ignored;
	enum status status;

	if (!s->page.path)
		return;
	diags_init(&ignored);
	status = document_read(&d, s->page.path, s->page.kind, &ignored);
	diags_done(&ignored);
	if (status != STATUS_OK)
		return;
	presets = arena_array(s->arena, d.n_references + 1, sizeof(*presets));
	for (size_t i = 0; presets && i < d.n_references; i++) {
		struct target target;
		const char *text = arena_printf(s->arena, "set?%s", d.references[i].target);

		if (d.references[i].kind != REFERENCE_SET || !text ||
			!target_parse(&target, s->arena, text))
			continue;
		presets[s->list.n_presets++] =
			(struct preset){.text = arena_strdup(s->arena, d.references[i].text),
				.arguments = target.arguments,
				.n_arguments = target.n_arguments};
	}
	s->list.presets = presets;
	document_done(&d);
}

static enum status prepare(struct demo_screen *s, const char *const *arguments, size_t n)
{
	s->arena = arena_new();
	if (!s->arena)
		return STATUS_NO_MEMORY;
	s->arguments = arena_array(s->arena, n + 1, sizeof(*s->arguments));
	for (size_t i = 0; s->arguments && i < n; i++)
		s->arguments[i] = arena_strdup(s->arena, arguments[i]);
	s->n_arguments = n;
	read_presets(s);
	s->is_moved = true;
	return arena_status(s->arena);
}

void demo_show(struct app *app, const struct page_ref *ref, const char *const *arguments,
	size_t n_arguments)
{
	struct demo_screen *s;
	enum status status = STATUS_NO_MEMORY;

	if (!ref->demo) {
		app_say(app, "This page has no demo.");
		return;
	}
	s = calloc(1, sizeof(*s));
	if (s) {
		s->app = app;
		s->page = *ref;
		status = prepare(s, arguments, n_arguments);
	}
	app_push(app, &demo_ops, s, status);
}
