#include "tui/demo_impl.h"

#include "base/arena.h"
#include "base/text.h"
#include "tui/chrome.h"

#include <string.h>

enum {
	SIDE_BY_SIDE_COLS = 110,
	MIN_PLOT_ROWS = 8,
	MAX_PLOT_ROWS = 24,
	TABLE_ROWS = 4, /* a table with fewer isn't begun */
	ABOUT_LINES = 2,
	TIMED_COLS = 60,
	TIGHT_ROWS = 16, /* of so few none is given to white space */
	BAR_CELLS = 12
};

size_t demo_n_pictures(const struct demo_screen *s)
{
	const struct demo_result *r = trial_result(&s->trial);

	return r->n_plots + r->n_tables;
}

/* ---- header */

static void put_run(const struct demo_screen *s, struct buf *about)
{
	const struct trial *t = &s->trial;

	if (t->progress > 0) {
		size_t full = (size_t)(t->progress * BAR_CELLS);

		buf_puts(about, "computing ");
		for (size_t i = 0; i < BAR_CELLS; i++)
			buf_puts(about, i < full ? "\xE2\x96\x88" : "\xE2\x96\x91");
		buf_printf(about, " %.0f %%", 100 * t->progress);
	} else {
		buf_puts(about, "computing");
	}
	if (t->seconds > 0)
		buf_printf(about, "  %d s", t->seconds);
}

static void put_outcome(const struct demo_result *r, struct buf *about, bool timed)
{
	size_t n_good = 0;

	for (size_t i = 0; i < r->n_checks; i++)
		n_good += r->checks[i].pass;
	if (!r->complete)
		buf_puts(about, r->refused ? "refused" : "failed");
	else if (n_good < r->n_checks)
		buf_printf(about, "%zu of %zu checks fail", r->n_checks - n_good, r->n_checks);
	else
		buf_printf(about, "verified: %zu check%s", n_good, n_good == 1 ? "" : "s");
	if (timed && r->complete)
		buf_printf(about, "  %.1f ms", r->elapsed_ms);
}

static void put_header(const struct demo_screen *s, const struct area *area, struct lines *out)
{
	const struct demo_result *r = trial_result(&s->trial);
	struct lines header;
	struct buf about;

	buf_init(&about);
	lines_init(&header);
	if (s->runs_copy)
		buf_puts(&about, "your edited copy \xC2\xB7 ");
	if (s->guess.state == GUESS_SETTING)
		buf_printf(&about, "guess %s", s->guess.name);
	else if (trial_is_slow(&s->trial))
		put_run(s, &about);
	else if (s->trial.shown)
		put_outcome(r, &about, area->cols >= TIMED_COLS);
	chrome_header(&header, area, NULL, r->title && r->title[0] ? r->title : s->page.title,
		about.data);
	for (size_t i = 0; i < header.n_lines && (i == 0 || area->rows >= TIGHT_ROWS); i++) {
		lines_copy_line(out, &header, i, 0);
		lines_end(out);
	}
	lines_done(&header);
	buf_done(&about);
}

/* ---- pictures */

static const char *picture_name(const struct demo_result *r, size_t i)
{
	return i < r->n_plots ? r->plots[i].name : r->tables[i - r->n_plots].name;
}

/* The names of all pictures where there are several, the first shown one in
 * the accent color. */
static void put_tabs(struct demo_screen *s, struct lines *out, int cols)
{
	const struct demo_result *r = trial_result(&s->trial);
	size_t n = demo_n_pictures(s);
	int cells = 1;

	s->n_tabs = n < MAX_TABS ? n : MAX_TABS;
	for (size_t i = 0; i < n; i++)
		cells += (int)text_cells(picture_name(r, i), strlen(picture_name(r, i))) + 3;
	lines_pad(out, style_plain, 1);
	if (cells > cols) {
		s->n_tabs = 0;
		chrome_put(out, style_accent, picture_name(r, s->picture), cols - 14);
		lines_printf(out, style_dim, "  %zu of %zu", s->picture + 1, n);
	}
	for (size_t i = 0; i < s->n_tabs; i++) {
		bool is_shown = i == s->picture;

		s->tabs[i].col = lines_open_cells(out);
		lines_puts(out, is_shown ? style_accent : style_dim, picture_name(r, i));
		s->tabs[i].cells = lines_open_cells(out) - s->tabs[i].col;
		lines_pad(out, style_plain, 3);
	}
	lines_end(out);
}

/* One plot or table. A plot takes exactly `rows` lines, or its most. */
static enum status put_picture(struct demo_screen *s, const struct area *area, size_t index,
	struct lines *out, int cols, int rows)
{
	const struct demo_result *r = trial_result(&s->trial);
	const struct page_options page = {
		.width = cols, .ascii = area->ascii, .no_color = area->no_color};
	const struct plot_options options = {.width = cols,
		.height = rows < MAX_PLOT_ROWS || s->is_large ? rows : MAX_PLOT_ROWS,
		.ascii = area->ascii,
		.no_color = area->no_color};
	struct arena *arena;
	struct plot plot;
	enum status status;

	if (index >= r->n_plots)
		return page_table(out, &r->tables[index - r->n_plots], &page);
	arena = arena_new();
	if (!arena)
		return STATUS_NO_MEMORY;
	plot = pins_plot(&s->pins, &r->plots[index], arena);
	plot = held_plot(&s->held, index, &plot);
	status = plot_render(out, &plot, &options);
	arena_free(arena);
	return status;
}

/* As many pictures as there is room for, from the chosen one on. */
static enum status put_pictures(
	struct demo_screen *s, const struct area *area, struct lines *out, int cols, int rows)
{
	size_t n = demo_n_pictures(s);
	int each = rows >= 4 * MIN_PLOT_ROWS && n > 1 && !s->is_large ? (rows - 1) / 2 : rows;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		size_t index = (s->picture + i) % n;
		bool is_plot = index < trial_result(&s->trial)->n_plots;

		if (i && (int)out->n_lines + (is_plot ? each : TABLE_ROWS) > rows)
			break;
		status = put_picture(s, area, index, out, cols, each);
		/* Two pictures stand apart by a line where one is free. */
		if (each < rows && (int)out->n_lines < rows)
			lines_end(out);
	}
	return status;
}

/* Tabs and pictures in exactly `rows` lines; *tab_row gets the tabs' line. */
static enum status put_pane(struct demo_screen *s, const struct area *area, struct lines *out,
	int cols, int rows, int *tab_row)
{
	size_t n = demo_n_pictures(s);
	enum status status;
	struct lines pane;

	*tab_row = -1;
	if (s->picture >= n)
		s->picture = 0;
	lines_init(&pane);
	if (n > 1 && rows > MIN_PLOT_ROWS) {
		*tab_row = (int)out->n_lines;
		put_tabs(s, out, cols);
		rows--;
	}
	status = put_pictures(s, area, &pane, cols, rows);
	if (!s->trial.shown && trial_is_slow(&s->trial)) {
		lines_pad(&pane, style_plain, 3);
		lines_puts(&pane, style_dim, "computing\xE2\x80\xA6");
		lines_end(&pane);
	}
	for (size_t i = 0; i < (size_t)rows; i++) {
		if (i < pane.n_lines)
			lines_copy_line(out, &pane, i, 0);
		lines_end(out);
	}
	if (status == STATUS_OK)
		status = lines_status(&pane);
	lines_done(&pane);
	return status;
}

/* ---- the list */

/* What is selected is seen. */
static void scroll_list(struct demo_screen *s, size_t n_lines, size_t rows)
{
	size_t line = s->pick.at < s->list.n_rows ? s->list.rows[s->pick.at].line : 0;

	if (line < s->scroll.top)
		s->scroll.top = line;
	if (rows && line >= s->scroll.top + rows)
		s->scroll.top = line - rows + 1;
	scroll_clamp(&s->scroll, n_lines, rows);
}

/* The list in exactly `rows` lines, below it what there is to say of the
 * selected row. */
static enum status put_list(struct demo_screen *s, struct lines *out, int cols, int rows)
{
	int about = rows >= 2 * MIN_PLOT_ROWS ? ABOUT_LINES : 0;
	size_t seen = (size_t)(rows - about - (about > 0)), end = out->n_lines + (size_t)rows;
	struct lines all;
	enum status status;

	lines_init(&all);
	s->list.sliders = &s->sliders;
	s->list.result = trial_result(&s->trial);
	s->list.pins = &s->pins;
	s->list.guess = &s->guess;
	status = demo_list_put(&s->list, &all, s->pick.at, cols);
	s->pick.n = s->list.n_rows;
	s->pick.seen.rows = seen;
	scroll_list(s, all.n_lines, seen);
	for (size_t i = s->scroll.top; i < all.n_lines && i < s->scroll.top + seen; i++) {
		lines_copy_line(out, &all, i, 0);
		lines_end(out);
	}
	if (about && s->list.n_rows) {
		struct buf words;

		buf_init(&words);
		demo_row_about(&s->list, s->pick.at, &words);
		lines_end(out);
		chrome_wrap(out, style_dim, words.data, 3, cols, about);
		buf_done(&words);
	}
	while (out->n_lines < end && lines_status(out) == STATUS_OK)
		lines_end(out);
	if (status == STATUS_OK)
		status = lines_status(&all);
	lines_done(&all);
	return status;
}

/* ---- the whole */

static enum status put_beside(
	struct demo_screen *s, const struct area *area, struct lines *out, int rows)
{
	int left_cols = area->cols * 45 / 100, right = left_cols + 2;
	int first = (int)out->n_lines;
	struct lines list, pane;
	enum status status;

	lines_init(&list);
	lines_init(&pane);
	s->list_row = first;
	status = put_list(s, &list, left_cols, rows);
	if (status == STATUS_OK)
		status = put_pane(s, area, &pane, area->cols - right - 1, rows, &s->tab_row);
	for (size_t i = 0; i < (size_t)rows && status == STATUS_OK; i++) {
		lines_copy_line(out, &list, i, 0);
		lines_pad(out, style_plain, right - lines_open_cells(out));
		lines_copy_line(out, &pane, i, 0);
		lines_end(out);
	}
	for (size_t i = 0; i < s->n_tabs; i++)
		s->tabs[i].col += right;
	s->tab_row += s->tab_row >= 0 ? first : 0;
	lines_done(&list);
	lines_done(&pane);
	return status;
}

static enum status put_below(
	struct demo_screen *s, const struct area *area, struct lines *out, int rows)
{
	bool has_pane = demo_n_pictures(s) || !s->trial.shown;
	int pane_rows = has_pane ? rows * 55 / 100 : 0, gap;
	enum status status = STATUS_OK;

	if (pane_rows && pane_rows < MIN_PLOT_ROWS)
		pane_rows = MIN_PLOT_ROWS;
	gap = pane_rows && rows >= 2 * MIN_PLOT_ROWS;
	if (pane_rows)
		status = put_pane(s, area, out, area->cols, pane_rows, &s->tab_row);
	if (gap)
		lines_end(out);
	s->list_row = (int)out->n_lines;
	return status == STATUS_OK ? put_list(s, out, area->cols, rows - pane_rows - gap) : status;
}

/* What stands below all: where something is typed, what is to be done for a
 * guess, or how it came out. */
static void put_foot(struct demo_screen *s, const struct area *area, struct lines *out)
{
	bool is_tight = area->rows < TIGHT_ROWS;
	int cols = area->cols;
	struct buf text;

	buf_init(&text);
	if (s->typing == TYPING_VALUE) {
		chrome_entry(out, " value: ", s->entry.text, cols);
	} else if (s->typing == TYPING_GUESS) {
		buf_printf(&text, " %s will be: ", s->guess.name);
		chrome_entry(out, text.data, s->entry.text, cols);
	} else if (s->guess.state == GUESS_SETTING) {
		buf_printf(&text, "%shen enter: what will %s be?",
			is_tight ? "T" : "Nothing runs now. Move what you like, t", s->guess.name);
		chrome_wrap(out, style_accent, text.data, 1, cols, is_tight ? 1 : 2);
	} else if (s->guess.verdict.n) {
		chrome_wrap(out, style_accent, s->guess.verdict.data, 1, cols, 2);
	}
	buf_done(&text);
}

enum status demo_draw(void *self, const struct area *area, struct lines *out)
{
	struct demo_screen *s = self;
	struct lines foot;
	enum status status;
	int rows;

	s->list_row = s->tab_row = -1;
	s->n_tabs = 0;
	lines_init(&foot);
	put_foot(s, area, &foot);
	put_header(s, area, out);
	rows = area->rows - (int)out->n_lines - (int)foot.n_lines;
	if (s->is_large && demo_n_pictures(s))
		status = put_pane(s, area, out, area->cols, rows, &s->tab_row);
	else if (area->cols >= SIDE_BY_SIDE_COLS)
		status = put_beside(s, area, out, rows);
	else
		status = put_below(s, area, out, rows);
	for (size_t i = 0; i < foot.n_lines; i++) {
		lines_copy_line(out, &foot, i, 0);
		lines_end(out);
	}
	lines_done(&foot);
	return status;
}
