/* Page: one page read, its links followed, its numbers appearing. */
#include "base/arena.h"
#include "base/text.h"
#include "tui/chrome.h"
#include "tui/outline.h"
#include "tui/reader.h"
#include "tui/screens.h"
#include "tui/text_view.h"
#include "tui/visits.h"
#include "verify/claim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NOTE_LINES = 5, NO_LINK = 0 };

struct page_screen {
	struct app *app;
	struct visits visits;
	struct reader *reader;
	struct text_view view;
	struct outline outline;
	struct place place; /* of the first line that is seen */
	uint32_t link;      /* 1 + index of the selected one */
	struct buf note;    /* shown below the text until the next key */
	int first_row;      /* of the text on the screen */
};

static const struct key_line keys[] = {
	{"\xE2\x86\x91\xE2\x86\x93", "scroll", "scroll"},
	{"tab", "the next link; shift-tab the one before", "next link"},
	{"enter", "follow the link, or open the demo", "open"},
	{"d", "the page's demo", "demo"},
	{"o", "outline", "outline"},
	{"t", "a quiz on this page", "quiz"},
	{"a", "answer its question yourself, and compare key points", NULL},
	{"/  n  N", "find in the page, formulas' TeX too; the next hit, the one before", NULL},
	{"{  }", "the heading before, the next heading", NULL},
	{"[  ]", "the question before, the next one", NULL},
	{"\xE2\x86\x90  \xE2\x86\x92", "back and forward along the links", NULL},
	{"x", "show a formula's TeX; again: the next one", NULL},
	{"s", "the source of the page's demo", NULL},
	{NULL, NULL, NULL},
};

static const struct page_ref *present(const struct page_screen *s)
{
	return &s->visits.pages[s->visits.at];
}

static const struct page *page_of(const struct page_screen *s)
{
	return reader_page(s->reader);
}

/* ---- from page to page */

static void remember_place(struct page_screen *s)
{
	struct place *known = app_place(s->app, present(s)->path);

	if (known)
		*known = s->place;
}

/* Reads the present page instead of what is shown. */
static enum status read_present(struct page_screen *s)
{
	struct reader *reader;
	enum status status =
		reader_open(&reader, app_library(s->app), app_runner(s->app), present(s));
	const struct place *known;

	if (status != STATUS_OK)
		return status;
	text_view_done(&s->view);
	s->view = (struct text_view){0};
	s->outline.is_open = false;
	reader_free(s->reader);
	s->reader = reader;
	s->link = NO_LINK;
	known = app_place(s->app, present(s)->path);
	s->place = known ? *known : (struct place){0};
	return STATUS_OK;
}

static void go_to(struct page_screen *s, const struct page_ref *ref)
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
		go_to(s, &ref);
	else
		app_say(s->app, by < 0 ? "This is the first one that is written."
				       : "This is the last one that is written.");
}

/* ---- places in the page */

static void go_to_line(struct page_screen *s, size_t line)
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
	go_to_line(s, to);
}

/* The line of References that holds the key. */
static void go_to_citation(struct page_screen *s, const char *key)
{
	const struct page *p = page_of(s);
	const struct lines *l = &p->lines;
	size_t from = p->n_headings ? p->headings[p->n_headings - 1].line : 0;

	for (size_t i = from; i < l->n_lines; i++) {
		const struct line *line = &l->line[i];
		const struct run *first = &l->runs[line->run];
		size_t n;

		if (!line->n_runs)
			continue;
		n = first[line->n_runs - 1].at + first[line->n_runs - 1].n_bytes - first->at;
		if (memmem(l->text.data + first->at, n, key, strlen(key))) {
			go_to_line(s, i);
			return;
		}
	}
	app_say(s->app, "References don't have %s.", key);
}

/* ---- links */

static bool is_link_to_select(const struct page_link *link, bool formulas)
{
	return (link->kind == PAGE_LINK_MATH) == formulas;
}

/* Selects the next link that can be seen from here, or formula. */
static void select_next(struct page_screen *s, int by, bool formulas)
{
	const struct page *p = page_of(s);
	size_t top = s->view.scroll.top, n = p->n_links, at;
	bool seen = s->link && p->links[s->link - 1].line >= top &&
		    p->links[s->link - 1].line < top + s->view.scroll.rows;

	if (seen) {
		at = s->link - 1;
	} else {
		for (at = 0; at < n && p->links[at].line < top; at++)
			;
		at = by > 0 ? at + n - 1 : at;
	}
	for (size_t i = 0; i < n; i++) {
		at = (at + (by > 0 ? 1 : n - 1)) % n;
		if (!is_link_to_select(&p->links[at], formulas))
			continue;
		s->link = (uint32_t)at + 1;
		text_view_reveal(&s->view, p->links[at].line);
		return;
	}
	app_say(s->app, formulas ? "This page has no formulas." : "This page has no links.");
}

/* A demo at the setting of a live: or set: link. */
static void follow_to_demo(struct page_screen *s, const struct page_link *link)
{
	struct page_ref ref = *present(s);
	struct arena *arena = arena_new();
	struct target target;
	const char *text = link->target;

	/* A set: link is the question mark's part of a target alone. */
	if (arena && link->kind == PAGE_LINK_SET)
		text = arena_printf(arena, "set?%s", link->target);
	if (!arena || !text || !target_parse(&target, arena, text))
		app_say(s->app, "This link can't be read.");
	else if (target.demo && !library_find(app_library(s->app), ref.pack, target.demo, &ref))
		app_say(s->app, "There is no page %s.", target.demo);
	else
		demo_show(s->app, &ref, target.arguments, target.n_arguments);
	arena_free(arena);
}

static void follow_to_page(struct page_screen *s, const struct page_link *link)
{
	struct page_ref ref;
	struct buf name;

	buf_init(&name);
	buf_printf(&name, "%s:%s", link->kind == PAGE_LINK_LESSON ? "lesson" : "question",
		link->target);
	if (buf_status(&name) == STATUS_OK &&
		library_find(app_library(s->app), present(s)->pack, name.data, &ref))
		go_to(s, &ref);
	else
		app_say(s->app, "There is no page %s.", link->target);
	buf_done(&name);
}

static void follow(struct page_screen *s, size_t index)
{
	const struct page_link *link = &page_of(s)->links[index];

	s->link = (uint32_t)index + 1;
	switch (link->kind) {
	case PAGE_LINK_QUESTION:
	case PAGE_LINK_LESSON:
		follow_to_page(s, link);
		break;
	case PAGE_LINK_LIVE:
	case PAGE_LINK_SET:
		follow_to_demo(s, link);
		break;
	case PAGE_LINK_CITE:
		go_to_citation(s, link->target);
		break;
	case PAGE_LINK_MATH:
	case PAGE_LINK_URL:
		buf_puts(&s->note, link->target);
		break;
	}
}

static void show_next_formula(struct page_screen *s)
{
	select_next(s, 1, true);
	if (s->link && page_of(s)->links[s->link - 1].kind == PAGE_LINK_MATH)
		follow(s, s->link - 1);
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
static void put_about(const struct page_screen *s, struct buf *out)
{
	const struct front_matter *front = &reader_document(s->reader)->front;
	size_t n = page_of(s)->lines.n_lines, end = s->view.scroll.top + s->view.scroll.rows;
	size_t pending = reader_n_pending(s->reader);

	if (present(s)->kind == DOCUMENT_QUESTION)
		buf_puts(out, level_name(front->level));
	if (front->reviewed)
		buf_printf(out, "%sreviewed %s", out->n ? " \xC2\xB7 " : "", front->reviewed);
	if (pending)
		buf_printf(out, "%scomputing %zu", out->n ? " \xC2\xB7 " : "", pending);
	buf_printf(out, "%s%3zu %%", out->n ? "  " : "", !n || end >= n ? 100 : 100 * end / n);
}

static void put_header(struct page_screen *s, const struct area *area, struct lines *out)
{
	const struct page_ref *ref = present(s);
	const struct front_matter *front = &reader_document(s->reader)->front;
	char number[16] = "";
	struct buf about;

	buf_init(&about);
	put_about(s, &about);
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
		select_next(s, key == PRESS_TAB ? 1 : -1, false);
		return true;
	case PRESS_ENTER:
		if (s->link)
			follow(s, s->link - 1);
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
		show_next_formula(s);
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
			go_to_line(s, page_of(s)->headings[s->outline.pick.at].line);
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

static void click_text(struct page_screen *s, size_t line, int col)
{
	const struct lines *l = &page_of(s)->lines;
	uint32_t cells = 0;

	if (line >= l->n_lines)
		return;
	for (uint32_t i = 0; i < l->line[line].n_runs; i++) {
		const struct run *r = &l->runs[l->line[line].run + i];

		cells += r->n_cells;
		if ((uint32_t)col >= cells)
			continue;
		if (r->link)
			follow(s, r->link - 1);
		return;
	}
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
		click_text(s, s->view.scroll.top + at, col);
	} else if (s->outline.pick.seen.top + at < page_of(s)->n_headings) {
		s->outline.is_open = false;
		go_to_line(s, page_of(s)->headings[s->outline.pick.seen.top + at].line);
	}
	keep_place(s, before, top);
}

static bool is_typing(const void *self)
{
	const struct page_screen *s = self;

	return s->view.is_typing;
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
