/* Page: one page read, its links followed, its numbers appearing. */
#include "tui/chrome.h"
#include "tui/page_impl.h"
#include "tui/screens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* What is known about a page is said where there is room for it. */
enum { NOTE_LINES = 5, LEVEL_COLS = 72, REVIEWED_COLS = 100 };

static const struct key_line keys[] = {
	{"\xE2\x86\x91\xE2\x86\x93", "scroll", "scroll"},
	{"tab", "the next link; shift-tab the one before", "next link"},
	{"enter", "follow the link, or open the demo", "open"},
	{"d", "the page's demo", "demo"},
	{"o", "outline", "outline"},
	{"t", "a quiz on this page", "quiz"},
	{"a", "answer its question yourself, and compare key points", NULL},
	{"/  n  N", "find, in formulas' TeX too; the next hit, the last", NULL},
	{"{  }", "the heading before, the next heading", NULL},
	{"[  ]", "the question before, the next one", NULL},
	{"\xE2\x86\x90  \xE2\x86\x92", "back and forward along the links", NULL},
	{"x", "show a formula's TeX; again: the next one", NULL},
	{"y", "copy the selected formula's TeX, address or number", NULL},
	{"m", "bookmark the page, or no longer; Home lists them", NULL},
	{"s", "the source of the page's demo", NULL},
	{NULL, NULL, NULL},
};

static const struct key_line outline_keys[] = {
	{"enter", "go to the heading", "go there"},
	{"\xE2\x86\x91\xE2\x86\x93", "move", "move"},
	{"esc", "close the outline", "close"},
	{NULL, NULL, NULL},
};

/* ---- from page to page */

/* What is kept of the present page; NULL when out of memory. */
static struct mark *mark_of(const struct page_screen *s)
{
	return visits_mark(app_marks(s->app), present(s));
}

/* How much of the page has been seen. */
static int percent(const struct page_screen *s)
{
	size_t n = page_of(s)->lines.n_lines, end = s->view.scroll.top + s->view.scroll.rows;

	return !n || end >= n ? 100 : (int)(100 * end / n);
}

static void remember_place(struct page_screen *s)
{
	struct mark *mark = mark_of(s);

	if (!mark)
		return;
	mark->heading = s->place.heading;
	mark->letters = s->place.letters;
	mark->percent = percent(s);
	mark->read_at = time(NULL);
	mark->is_changed = true;
	app_save_marks(s->app);
}

static void toggle_bookmark(struct page_screen *s)
{
	struct mark *mark = mark_of(s);

	if (!mark)
		return;
	mark->is_marked = !mark->is_marked;
	app_say(s->app, mark->is_marked ? "Bookmarked; Home lists it." : "No longer bookmarked.");
	remember_place(s);
}

/* Reads the present page instead of what is shown. */
static enum status read_present(struct page_screen *s)
{
	struct reader *reader;
	enum status status =
		reader_open(&reader, app_library(s->app), app_runner(s->app), present(s));
	const struct mark *known;

	if (status != STATUS_OK)
		return status;
	text_view_done(&s->view);
	s->view = (struct text_view){0};
	s->outline.is_open = false;
	reader_free(s->reader);
	s->reader = reader;
	s->link = NO_LINK;
	known = mark_of(s);
	s->place = (struct place){0};
	if (known)
		s->place = (struct place){known->heading, known->letters};
	return STATUS_OK;
}

void page_go_to(struct page_screen *s, const struct page_ref *ref)
{
	struct visits before = s->visits;

	if (!ref->path) {
		app_say(s->app, "This answer is planned: it is not yet written.");
		return;
	}
	remember_place(s);
	visits_add(&s->visits, ref);
	if (read_present(s) == STATUS_OK)
		return;
	s->visits = before;
	app_say(s->app, "This page can't be read.");
}

/* False if there is no page before or behind. */
static bool go_along(struct page_screen *s, int by)
{
	remember_place(s);
	if (!visits_go(&s->visits, by))
		return false;
	if (read_present(s) != STATUS_OK) {
		visits_go(&s->visits, -by);
		app_say(s->app, "This page can't be read any more.");
	}
	return true;
}

static void go_to_neighbour(struct page_screen *s, int by)
{
	struct page_ref ref;

	if (visits_neighbour(app_library(s->app), present(s), by, &ref))
		page_go_to(s, &ref);
	else
		app_say(s->app, by < 0 ? "This is the first one that is written."
				       : "This is the last one that is written.");
}

/* ---- places in the page */

void page_go_to_line(struct page_screen *s, size_t line)
{
	s->view.scroll.top = line;
	s->link = NO_LINK;
}

static void go_to_heading(struct page_screen *s, int by)
{
	const struct page *p = page_of(s);
	size_t top = s->view.scroll.top, to = by < 0 ? 0 : top;

	for (size_t i = 0; i < p->n_headings; i++) {
		size_t line = p->headings[i].line;

		if (by < 0 && line < top)
			to = line;
		if (by > 0 && line > top) {
			to = line;
			break;
		}
	}
	page_go_to_line(s, to);
}

static void open_demo(struct page_screen *s)
{
	if (present(s)->demo)
		demo_show(s->app, present(s), NULL, 0);
	else
		app_say(s->app, "This page has no demo.");
}

/* ---- operations */

/* "intermediate · reviewed 2026-11-23 · 12 %", as far as it is known. */
static void put_about(const struct page_screen *s, const struct area *area, struct buf *out)
{
	const struct front_matter *front = &reader_document(s->reader)->front;
	size_t pending = reader_n_pending(s->reader);
	const struct mark *mark = mark_of(s);

	if (present(s)->kind == DOCUMENT_QUESTION && area->cols >= LEVEL_COLS)
		buf_puts(out, level_name(front->level));
	if (front->reviewed && area->cols >= REVIEWED_COLS)
		buf_printf(out, "%sreviewed %s", out->n ? " \xC2\xB7 " : "", front->reviewed);
	if (pending)
		buf_printf(out, "%scomputing %zu", out->n ? " \xC2\xB7 " : "", pending);
	if (mark && mark->is_marked)
		buf_printf(out, "%sbookmarked", out->n ? " \xC2\xB7 " : "");
	buf_printf(out, "%s%3d %%", out->n ? "  " : "", percent(s));
}

static void put_header(struct page_screen *s, const struct area *area, struct lines *out)
{
	const struct page_ref *ref = present(s);
	const struct front_matter *front = &reader_document(s->reader)->front;
	char number[16] = "";
	struct buf about;

	buf_init(&about);
	put_about(s, area, &about);
	if (ref->question)
		snprintf(number, sizeof(number), "%d", ref->question->number);
	chrome_header(out, area, number,
		ref->title[0]  ? ref->title
		: front->title ? front->title
			       : ref->name,
		about.data);
	buf_done(&about);
}

/* Lays out what must be; the first line that was seen stays the first. */
static enum status layout(struct page_screen *s, const struct area *area, size_t rows)
{
	const struct page_options options = {
		.width = area->cols, .ascii = area->ascii, .no_color = area->no_color};
	bool changed;
	enum status status = reader_layout(s->reader, &options, &changed);

	if (status != STATUS_OK || !changed)
		return status;
	text_view_show(&s->view, &page_of(s)->lines, page_of(s));
	s->view.scroll.top = reader_line(s->reader, &s->place);
	scroll_clamp(&s->view.scroll, page_of(s)->lines.n_lines, rows);
	return STATUS_OK;
}

static enum status draw(void *self, const struct area *area, struct lines *out)
{
	struct page_screen *s = self;
	size_t rows = (size_t)area->rows - 2;
	struct lines note;
	enum status status = layout(s, area, rows);

	if (status != STATUS_OK)
		return status;
	lines_init(&note);
	chrome_wrap(&note, style_accent, s->note.data, 1, area->cols, NOTE_LINES);
	scroll_clamp(&s->view.scroll, page_of(s)->lines.n_lines, rows);
	put_header(s, area, out);
	s->first_row = (int)out->n_lines;
	if (s->outline.is_open)
		outline_draw(&s->outline, page_of(s), out, (int)rows, area->cols);
	else
		text_view_draw(&s->view, out, rows - note.n_lines, area->cols, s->link);
	for (size_t i = 0; i < note.n_lines && !s->outline.is_open; i++) {
		lines_copy_line(out, &note, i, 0);
		lines_end(out);
	}
	lines_done(&note);
	return STATUS_OK;
}

static bool press_page(struct page_screen *s, int key)
{
	switch (key) {
	case PRESS_TAB:
	case PRESS_BACK_TAB:
		page_select_next(s, key == PRESS_TAB ? 1 : -1, false);
		return true;
	case PRESS_ENTER:
		if (s->link)
			page_follow(s, s->link - 1);
		else
			open_demo(s);
		return true;
	case 'd':
		open_demo(s);
		return true;
	case 's':
		source_show(s->app, present(s));
		return true;
	case 't':
		quiz_show(s->app, present(s));
		return true;
	case 'a':
		recall_show(s->app, present(s));
		return true;
	case 'x':
		page_show_next_formula(s);
		return true;
	case 'y':
		page_copy_selected(s);
		return true;
	case 'm':
		toggle_bookmark(s);
		return true;
	case 'o':
		outline_open(&s->outline, page_of(s), s->view.scroll.top);
		return true;
	case '{':
	case '}':
		go_to_heading(s, key == '{' ? -1 : 1);
		return true;
	case '[':
	case ']':
		go_to_neighbour(s, key == '[' ? -1 : 1);
		return true;
	case PRESS_RIGHT:
	case 'l':
		if (!go_along(s, 1))
			app_say(s->app, "There is no page further on.");
		return true;
	case PRESS_LEFT:
	case 'h':
	case PRESS_BACKSPACE:
		return go_along(s, -1);
	default:
		return false;
	}
}

static bool press_any(struct page_screen *s, int key)
{
	bool had_note = s->note.n;

	buf_clear(&s->note);
	if (s->outline.is_open) {
		if (outline_press(&s->outline, key))
			page_go_to_line(s, page_of(s)->headings[s->outline.pick.at].line);
		return true;
	}
	if (s->view.is_typing)
		return text_view_press(&s->view, s->app, key);
	if (key == PRESS_ESCAPE && (s->link || had_note)) {
		s->link = NO_LINK;
		return true;
	}
	return press_page(s, key) || text_view_press(&s->view, s->app, key);
}

/* The place changes when the reader moves, not when numbers come; at once, for
 * the next layout is made for it. */
static void keep_place(struct page_screen *s, const struct reader *before, size_t top)
{
	if (s->reader == before && s->view.scroll.top != top)
		s->place = reader_place(s->reader, s->view.scroll.top);
}

static bool press(void *self, int key)
{
	struct page_screen *s = self;
	const struct reader *before = s->reader;
	size_t top = s->view.scroll.top;
	bool is_ours = press_any(s, key);

	keep_place(s, before, top);
	return is_ours;
}

static void click(void *self, int row, int col)
{
	struct page_screen *s = self;
	const struct reader *before = s->reader;
	size_t at, top = s->view.scroll.top;

	buf_clear(&s->note);
	if (row < s->first_row)
		return;
	at = (size_t)(row - s->first_row);
	if (!s->outline.is_open) {
		page_click(s, s->view.scroll.top + at, col);
	} else if (s->outline.pick.seen.top + at < page_of(s)->n_headings) {
		s->outline.is_open = false;
		page_go_to_line(s, page_of(s)->headings[s->outline.pick.seen.top + at].line);
	}
	keep_place(s, before, top);
}

static bool is_typing(const void *self)
{
	const struct page_screen *s = self;

	return s->view.is_typing;
}

static const struct key_line *keys_now(const void *self)
{
	const struct page_screen *s = self;

	return s->outline.is_open ? outline_keys : keys;
}

static size_t fds(const void *self, struct pollfd *list, size_t max)
{
	const struct page_screen *s = self;

	return reader_fds(s->reader, list, max);
}

/* Nothing runs before the first pump, which comes with the first event. */
static int timeout_ms(const void *self)
{
	const struct page_screen *s = self;

	return reader_timeout_ms(s->reader);
}

static bool pump(void *self)
{
	struct page_screen *s = self;

	return reader_pump(s->reader);
}

static void close_page(void *self)
{
	struct page_screen *s = self;

	if (s->reader)
		remember_place(s);
	reader_free(s->reader);
	text_view_done(&s->view);
	buf_done(&s->note);
	free(s);
}

static const struct screen_ops page_ops = {.name = "Page",
	.keys = keys,
	.close = close_page,
	.draw = draw,
	.press = press,
	.click = click,
	.is_typing = is_typing,
	.keys_now = keys_now,
	.fds = fds,
	.timeout_ms = timeout_ms,
	.pump = pump};

void page_show(struct app *app, const struct page_ref *ref)
{
	struct page_screen *s = calloc(1, sizeof(*s));
	enum status status = STATUS_NO_MEMORY;

	if (s) {
		s->app = app;
		buf_init(&s->note);
		visits_add(&s->visits, ref);
		status = read_present(s);
	}
	app_push(app, &page_ops, s, status);
}
