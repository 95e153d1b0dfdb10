/* Home: where to go on or begin, what is due, how well each level is known, the
 * lessons. */
#include "tui/chrome.h"
#include "tui/move.h"
#include "tui/screens.h"
#include "tui/standing.h"
#include "tui/visits.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum row_kind { ROW_PAGE, ROW_LEVEL, ROW_REVIEW, ROW_INTERVIEW };

enum {
	LABEL_CELLS = 16,
	BAR_CELLS = 20,
	CARD_SECONDS = 45,
	NARROW_COLS = 60,
	INTRODUCTION_ROWS = 16 /* with fewer there is none */
};

struct row {
	enum row_kind kind;
	const char *section; /* its title stands above the first of them */
	enum level level;
	struct page_ref page;
	size_t n_written, n; /* of a level */
	int percent;         /* of a page that was read; else -1 */
};

struct home {
	struct app *app;
	struct row *rows;
	size_t n_rows, cap_rows;
	size_t n_questions;
	struct standing standing;
	bool is_stale; /* the standing is to be read again */
	struct pick pick;
	size_t top;    /* first line of the body that is seen */
	int first_row; /* of the body on the screen */
	int *row_at;   /* the row that each line of the body shows, or -1 */
	size_t n_lines, cap_lines;
};

static const struct key_line keys[] = {
	{"enter", "open what is selected", "open"},
	{"\xE2\x86\x91\xE2\x86\x93", "move", "move"},
	{"/", "search all titles and texts", "search"},
	{"l", "the library: all questions and lessons", "library"},
	{"r", "review what is due today, then new cards", "review"},
	{"t", "a quiz on all pages", "quiz"},
	{"i", "a mock interview; the reports of those before", "interview"},
	{"s", "statistics", "statistics"},
	{NULL, NULL, NULL},
};

static const char *const level_titles[] = {"Beginner", "Intermediate", "Senior"};

/* ---- the rows */

/* A new one, zeroed; NULL when out of memory. */
static struct row *add_row(struct home *h, const char *section)
{
	size_t cap = h->cap_rows ? h->cap_rows * 2 : 64;
	struct row *grown = h->rows;

	if (h->n_rows == h->cap_rows) {
		grown = realloc(grown, cap * sizeof(*grown));
		if (!grown)
			return NULL;
		h->rows = grown;
		h->cap_rows = cap;
	}
	h->rows[h->n_rows] = (struct row){.section = section, .level = LEVEL_NONE, .percent = -1};
	return &h->rows[h->n_rows++];
}

static bool add_page(struct home *h, const char *section, const struct page_ref *page, int percent)
{
	struct row *row = add_row(h, section);

	if (!row)
		return false;
	row->page = *page;
	row->percent = percent;
	if (page->question)
		row->level = page->question->level;
	return true;
}

/* The page that was read last, if it is still there. */
static bool add_last_read(struct home *h)
{
	const struct marks *marks = app_marks(h->app);
	const struct mark *last = NULL;
	struct page_ref page;

	for (size_t i = 0; i < marks_count(marks); i++) {
		const struct mark *m = marks_at(marks, i);

		if (m->read_at && (!last || m->read_at >= last->read_at))
			last = m;
	}
	if (!last || !library_find(app_library(h->app), NULL, last->name, &page) || !page.path)
		return true;
	return add_page(h, "Continue", &page, last->percent);
}

static bool add_bookmarks(struct home *h)
{
	const struct marks *marks = app_marks(h->app);
	for (size_t i = 0; i < marks_count(marks); i++) {
		const struct mark *m = marks_at(marks, i);
		struct page_ref page;

		if (!m->is_marked || !library_find(app_library(h->app), NULL, m->name, &page) ||
			!page.path)
			continue;
		if (!add_page(h, "Bookmarks", &page, m->percent))
			return false;
	}
	return true;
}

/* The first lesson, for who begins with nothing. */
static bool add_first_lesson(struct home *h)
{
	const struct library *library = app_library(h->app);
	struct page_ref page;

	if (!library->lessons.n)
		return true;
	page = library_lesson(&library->lessons.items[0]);
	return add_page(h, "Begin here", &page, -1);
}

/* The first written answer of a level that the course leads to. */
static bool find_in_course(struct library *library, enum level level, struct page_ref *page)
{
	for (size_t i = 0; i < library->lessons.n; i++) {
		const struct lesson *l = &library->lessons.items[i];

		for (size_t j = 0; j < l->n_see; j++)
			if (library_find(library, NULL, l->see[j], page) && page->question &&
				page->question->level == level && page->path)
				return true;
	}
	return false;
}

/* The first written answer of a level. */
static bool find_first(const struct library *library, enum level level, struct page_ref *page)
{
	for (size_t i = 0; i < library->n_packs; i++) {
		const struct pack *pack = library->packs[i];

		for (size_t j = 0; j < pack->n_questions; j++) {
			const struct question *q = &pack->questions[j];

			if (q->level != level || !q->path)
				continue;
			*page = library_question(pack, q);
			return true;
		}
	}
	return false;
}

/* An answer of a level, to begin with. */
static bool add_first(struct home *h, enum level level)
{
	struct library *library = app_library(h->app);
	struct page_ref page;

	if (!find_in_course(library, level, &page) && !find_first(library, level, &page))
		return true;
	return add_page(h, "Begin here", &page, -1);
}

static bool add_level(struct home *h, enum level level)
{
	const struct library *library = app_library(h->app);
	struct row *row = add_row(h, "Questions");

	if (!row)
		return false;
	row->kind = ROW_LEVEL;
	row->level = level;
	for (size_t i = 0; i < library->n_packs; i++) {
		const struct pack *pack = library->packs[i];

		for (size_t j = 0; j < pack->n_questions; j++) {
			bool counts = pack->questions[j].level == level;

			row->n += counts;
			row->n_written += counts && pack->questions[j].path;
		}
	}
	h->n_questions += row->n;
	return true;
}

/* What is due, and interviews, once something was answered. */
static bool add_today(struct home *h)
{
	struct row *row;

	if (!h->standing.is_read)
		return true;
	row = add_row(h, "Today");
	if (row)
		row->kind = ROW_REVIEW;
	row = row ? add_row(h, "Today") : NULL;
	if (row)
		row->kind = ROW_INTERVIEW;
	return row;
}

/* A newcomer is told where to begin, a reader where she was. */
static enum status make_rows(struct home *h)
{
	const struct library *library = app_library(h->app);
	bool ok, is_newcomer;

	h->n_rows = h->n_questions = 0;
	ok = add_last_read(h);
	is_newcomer = !h->n_rows;
	ok = ok && (!is_newcomer || add_first_lesson(h));
	for (int level = 0; level < LEVEL_NONE && ok && is_newcomer; level++)
		ok = add_first(h, (enum level)level);
	ok = ok && add_today(h) && add_bookmarks(h);
	for (int level = 0; level < LEVEL_NONE && ok; level++)
		ok = add_level(h, (enum level)level);
	for (size_t i = 0; i < library->lessons.n && ok; i++) {
		struct page_ref page = library_lesson(&library->lessons.items[i]);

		ok = add_page(h, "Lessons", &page, visits_percent(app_marks(h->app), &page));
	}
	return ok ? STATUS_OK : STATUS_NO_MEMORY;
}

static bool same_row(const struct row *a, const struct row *b)
{
	return strcmp(a->section, b->section) == 0 && a->kind == b->kind && a->level == b->level &&
	       (a->kind != ROW_PAGE || strcmp(a->page.name, b->page.name) == 0);
}

/* What was read or bookmarked meanwhile comes in; what was selected stays so. */
static enum status refresh(struct home *h)
{
	struct row selected = {0};
	enum status status;

	if (h->pick.at < h->n_rows)
		selected = h->rows[h->pick.at];
	status = make_rows(h);
	h->pick.at = 0;
	for (size_t i = 0; i < h->n_rows && selected.section; i++)
		if (same_row(&h->rows[i], &selected))
			h->pick.at = i;
	return status;
}

/* ---- drawing */

static void put_review(const struct home *h, struct lines *out, struct style style, int cols)
{
	size_t n = h->standing.n_due, minutes = (n * CARD_SECONDS + 59) / 60;
	bool is_narrow = cols < NARROW_COLS;

	chrome_column(out, style, "Review", LABEL_CELLS);
	if (!n)
		lines_puts(out, style_dim, is_narrow ? "new cards" : "nothing is due; new cards");
	else if (is_narrow)
		lines_printf(out, style_dim, "%zu due, %zu min", n, minutes);
	else
		lines_printf(out, style_dim, "%zu due, about %zu minute%s", n, minutes,
			minutes == 1 ? "" : "s");
}

static void put_interview(const struct home *h, struct lines *out, struct style style, int cols)
{
	const struct standing *st = &h->standing;

	chrome_column(out, style, "Interview", LABEL_CELLS);
	if (st->has_interview)
		lines_printf(out, style_dim, "last one %.0f %%", 100 * st->interview_share);
	if (st->weakest && cols - lines_open_cells(out) > 24) {
		lines_puts(out, style_dim, st->has_interview ? ", weakest: " : "weakest: ");
		chrome_put(out, style_dim, st->weakest, cols - lines_open_cells(out) - 1);
	} else if (!st->has_interview) {
		lines_puts(out, style_dim, "none yet");
	}
}

/* How many are known, as a bar, where the reader has begun. */
static void put_level(const struct home *h, struct lines *out, const struct row *r,
	struct style style, const struct area *area)
{
	const struct standing *st = &h->standing;
	const struct mastery_row *known = &st->mastery.levels[r->level];

	chrome_column(out, style, level_titles[r->level], LABEL_CELLS);
	if (st->has_mastery && area->cols >= NARROW_COLS) {
		int full = (int)(known->mastery * BAR_CELLS + 0.5);

		lines_repeat(out, style_live, area->ascii ? "#" : "\xE2\x96\x88", full);
		lines_repeat(out, style_dim, area->ascii ? "-" : "\xE2\x96\x91", BAR_CELLS - full);
		lines_printf(out, style_dim, " %3.0f %%  ", 100 * known->mastery);
	}
	lines_printf(out, style_dim, "%3zu questions", r->n);
	if (r->n_written < r->n && area->cols >= NARROW_COLS)
		lines_printf(out, style_dim, ", %zu written", r->n_written);
}

static void put_page(struct lines *out, const struct row *r, struct style style, int cols)
{
	bool narrow = cols < NARROW_COLS;
	int end = narrow ? cols - (r->percent >= 0 ? 7 : 1) : cols < 90 ? cols - 14 : 76;

	if (r->page.question)
		lines_printf(out, style_dim, "%3d  ", r->page.question->number);
	else if (strcmp(r->section, "Lessons") != 0)
		lines_puts(out, style_dim, "  \xC2\xA7  ");
	chrome_put(out, style, r->page.title[0] ? r->page.title : r->page.name,
		end - lines_open_cells(out) - 1);
	lines_pad(out, style_plain, end - lines_open_cells(out));
	if (r->percent >= 0)
		lines_printf(out, style_dim, "%3d %%", r->percent);
	else if (!narrow)
		lines_puts(out, style_dim, level_name(r->level));
}

static void put_row(const struct home *h, struct lines *out, const struct row *r, bool selected,
	const struct area *area)
{
	struct style style = selected ? style_accent : style_plain;

	lines_pad(out, style_plain, 1);
	chrome_pointer(out, selected);
	switch (r->kind) {
	case ROW_REVIEW:
		put_review(h, out, style, area->cols);
		break;
	case ROW_INTERVIEW:
		put_interview(h, out, style, area->cols);
		break;
	case ROW_LEVEL:
		put_level(h, out, r, style, area);
		break;
	case ROW_PAGE:
		put_page(out, r, style, area->cols);
		break;
	}
}

/* Ends the open line of the body, which shows a row, or none (-1). */
static enum status end_line(struct home *h, struct lines *body, int row)
{
	size_t cap = h->cap_lines ? h->cap_lines * 2 : 64;
	int *grown = h->row_at;

	lines_end(body);
	while (h->n_lines < body->n_lines) {
		if (h->n_lines == h->cap_lines) {
			grown = realloc(grown, cap * sizeof(*grown));
			if (!grown)
				return STATUS_NO_MEMORY;
			h->row_at = grown;
			h->cap_lines = cap;
			cap *= 2;
		}
		h->row_at[h->n_lines++] = -1;
	}
	h->row_at[h->n_lines - 1] = row;
	return STATUS_OK;
}

/* All of it; *line_of gets the line of the selected row. */
static enum status put_body(
	struct home *h, struct lines *out, const struct area *area, size_t *line_of)
{
	enum status status = STATUS_OK;

	h->n_lines = 0;
	if (area->rows >= INTRODUCTION_ROWS)
		chrome_wrap(out, style_plain,
			"Every number on a page is computed while you read it, by a small C "
			"program "
			"that you can change and run again.",
			3, area->cols < 90 ? area->cols : 90, 4);
	for (size_t i = 0; i < h->n_rows && status == STATUS_OK; i++) {
		if (!i || strcmp(h->rows[i].section, h->rows[i - 1].section) != 0) {
			if (out->n_lines)
				lines_end(out);
			lines_pad(out, style_plain, 3);
			lines_puts(out, style_heading, h->rows[i].section);
			lines_end(out);
		}
		if (i == h->pick.at)
			*line_of = out->n_lines;
		put_row(h, out, &h->rows[i], i == h->pick.at, area);
		status = end_line(h, out, (int)i);
	}
	return status;
}

static void put_header(const struct home *h, const struct area *area, struct lines *out)
{
	struct buf about;

	buf_init(&about);
	buf_printf(&about, "cost functions \xC2\xB7 %zu questions", h->n_questions);
	chrome_header(out, area, NULL, "gradus", about.data);
	buf_done(&about);
}

static enum status draw(void *self, const struct area *area, struct lines *out)
{
	struct home *h = self;
	enum status status = refresh(h);
	size_t line_of = 0, rows;
	struct lines body;

	if (status != STATUS_OK)
		return status;
	put_header(h, area, out);
	h->first_row = (int)out->n_lines;
	rows = (size_t)area->rows - out->n_lines;
	pick_clamp(&h->pick, h->n_rows, rows);
	lines_init(&body);
	status = put_body(h, &body, area, &line_of);
	h->top = line_of >= rows ? line_of - rows + 1 : 0;
	for (size_t i = h->top; i < body.n_lines && i < h->top + rows; i++) {
		lines_copy_line(out, &body, i, 0);
		lines_end(out);
	}
	status = status == STATUS_OK ? lines_status(&body) : status;
	lines_done(&body);
	return status;
}

/* ---- keys */

static void open_row(struct home *h)
{
	const struct row *r = &h->rows[h->pick.at];

	switch (r->kind) {
	case ROW_REVIEW:
		review_show(h->app);
		break;
	case ROW_INTERVIEW:
		interviews_show(h->app);
		break;
	case ROW_LEVEL:
		browse_show(h->app, r->level, false);
		break;
	case ROW_PAGE:
		page_show(h->app, &r->page);
		break;
	}
}

static bool press(void *self, int key)
{
	struct home *h = self;

	if (key == PRESS_ENTER || key == PRESS_RIGHT)
		open_row(h);
	else if (key == 'l')
		browse_show(h->app, LEVEL_NONE, false);
	else if (key == 'r')
		review_show(h->app);
	else if (key == 't')
		quiz_show(h->app, NULL);
	else if (key == 'i')
		interviews_show(h->app);
	else if (key == 's')
		stats_show(h->app);
	else
		return pick_press(&h->pick, key);
	return true;
}

static void click(void *self, int row, int col)
{
	struct home *h = self;
	size_t line;

	(void)col;
	if (row < h->first_row)
		return;
	line = h->top + (size_t)(row - h->first_row);
	if (line >= h->n_lines || h->row_at[line] < 0)
		return;
	h->pick.at = (size_t)h->row_at[line];
	open_row(h);
}

static void resume(void *self)
{
	struct home *h = self;

	h->is_stale = true;
}

/* Not before the first screen is there. */
static int timeout_ms(const void *self)
{
	const struct home *h = self;

	return h->is_stale ? 0 : -1;
}

static bool pump(void *self)
{
	struct home *h = self;

	if (!h->is_stale)
		return false;
	h->is_stale = false;
	standing_read(&h->standing, h->app);
	return h->standing.is_read;
}

static void close_home(void *self)
{
	struct home *h = self;

	standing_done(&h->standing);
	free(h->rows);
	free(h->row_at);
	free(h);
}

static const struct screen_ops home_ops = {.name = "Home",
	.keys = keys,
	.close = close_home,
	.resume = resume,
	.draw = draw,
	.press = press,
	.click = click,
	.timeout_ms = timeout_ms,
	.pump = pump};

void home_show(struct app *app)
{
	struct home *h = calloc(1, sizeof(*h));
	enum status status = STATUS_NO_MEMORY;

	if (h) {
		h->app = app;
		h->is_stale = true;
		status = make_rows(h);
	}
	app_push(app, &home_ops, h, status);
}
