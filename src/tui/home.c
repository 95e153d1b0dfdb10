/* Home: where to begin, how much there is of each level, the lessons. */
#include "tui/chrome.h"
#include "tui/move.h"
#include "tui/screens.h"

#include <stdlib.h>

#include "base/text.h"

enum row_kind { ROW_PAGE, ROW_LEVEL };

struct row {
	enum row_kind kind;
	enum level level;
	struct page_ref page;
	size_t n_written, n; /* of a level */
};

struct home {
	struct app *app;
	struct row *rows; /* what can be opened: to begin with, levels, lessons */
	size_t n_rows, n_begin;
	struct pick pick;
	int first_line;    /* of what is drawn below the header, by scrolling */
	int line_of_click; /* rows of the screen that the header takes */
	int *row_at;       /* the row that each line of the body shows, or -1 */
	size_t n_lines;
};

static const struct key_line keys[] = {
	{"enter", "open what is selected", "open"},
	{"\xE2\x86\x91\xE2\x86\x93", "move", "move"},
	{"/", "search all titles and texts", "search"},
	{"l", "the library: all questions and lessons", "library"},
	{"r", "review what is due today, then new cards", "review"},
	{"t", "a quiz on all pages", "quiz"},
	{NULL, NULL, NULL},
};

static const char *const level_titles[] = {"Beginner", "Intermediate", "Senior"};

static void add_level(struct home *h, enum level level)
{
	const struct library *library = app_library(h->app);
	struct row row = {.kind = ROW_LEVEL, .level = level};

	for (size_t i = 0; i < library->n_packs; i++) {
		const struct pack *pack = library->packs[i];

		for (size_t j = 0; j < pack->n_questions; j++) {
			row.n += pack->questions[j].level == level;
			row.n_written +=
				pack->questions[j].level == level && pack->questions[j].path;
		}
	}
	h->rows[h->n_rows++] = row;
}

/* The first written answer of a level, to begin with. */
static void add_first(struct home *h, enum level level)
{
	const struct library *library = app_library(h->app);

	for (size_t i = 0; i < library->n_packs; i++) {
		const struct pack *pack = library->packs[i];

		for (size_t j = 0; j < pack->n_questions; j++) {
			const struct question *q = &pack->questions[j];

			if (q->level != level || !q->path)
				continue;
			h->rows[h->n_rows++] = (struct row){.kind = ROW_PAGE,
				.level = level,
				.page = library_question(pack, q)};
			return;
		}
	}
}

static enum status make_rows(struct home *h)
{
	const struct library *library = app_library(h->app);

	h->rows = calloc(2 * (size_t)LEVEL_NONE + library->lessons.n, sizeof(*h->rows));
	if (!h->rows)
		return STATUS_NO_MEMORY;
	for (enum level level = LEVEL_BEGINNER; level < LEVEL_NONE; level++)
		add_first(h, level);
	h->n_begin = h->n_rows;
	for (enum level level = LEVEL_BEGINNER; level < LEVEL_NONE; level++)
		add_level(h, level);
	for (size_t i = 0; i < library->lessons.n; i++)
		h->rows[h->n_rows++] = (struct row){.kind = ROW_PAGE,
			.level = LEVEL_NONE,
			.page = library_lesson(&library->lessons.items[i])};
	h->pick.n = h->n_rows;
	return STATUS_OK;
}

static void put_row(struct lines *out, const struct row *r, bool selected, int cols)
{
	struct style style = selected ? style_accent : style_plain;
	int text = cols < 90 ? cols - 22 : 68;

	lines_pad(out, style_plain, 1);
	chrome_pointer(out, selected);
	if (r->kind == ROW_LEVEL) {
		chrome_column(out, style, level_titles[r->level], 20);
		lines_printf(out, style_dim, "%3zu questions, %zu written", r->n, r->n_written);
	} else {
		if (r->page.question)
			lines_printf(out, style_dim, "%3d  ", r->page.question->number);
		chrome_column(out, style, r->page.title, text);
		lines_puts(out, style_dim, level_name(r->level));
	}
	lines_end(out);
}

static void put_title(struct lines *out, const char *title)
{
	lines_end(out);
	lines_pad(out, style_plain, 3);
	lines_puts(out, style_heading, title);
	lines_end(out);
}

/* All of it; *line_of gets the line of the selected row. */
static void put_body(struct home *h, struct lines *out, int cols, size_t *line_of)
{
	chrome_wrap(out, style_plain,
		"Every number on a page is computed while you read it, by a small C program "
		"that you can change and run again.",
		3, cols < 90 ? cols : 90, 4);
	for (size_t i = 0; i < h->n_rows; i++) {
		if (i == 0 && h->n_begin)
			put_title(out, "Begin here");
		else if (i == h->n_begin)
			put_title(out, "Questions");
		else if (i == h->n_begin + LEVEL_NONE)
			put_title(out, "Lessons");
		if (i == h->pick.at)
			*line_of = out->n_lines;
		put_row(out, &h->rows[i], i == h->pick.at, cols);
	}
}

/* Whatever stands on each line of the body, found again by a click. */
static enum status map_lines(struct home *h, const struct lines *body)
{
	int *row_at = realloc(h->row_at, (body->n_lines + 1) * sizeof(*row_at));
	size_t line = body->n_lines;
	size_t n_lessons = h->n_rows - h->n_begin - LEVEL_NONE;
	const size_t blocks[] = {n_lessons, LEVEL_NONE, h->n_begin};
	size_t row = h->n_rows;

	if (!row_at)
		return STATUS_NO_MEMORY;
	h->row_at = row_at;
	h->n_lines = body->n_lines;
	for (size_t i = 0; i < body->n_lines; i++)
		row_at[i] = -1;
	for (size_t b = 0; b < 3; b++) {
		for (size_t i = 0; i < blocks[b]; i++)
			row_at[--line] = (int)--row;
		line -= blocks[b] ? 2 : 0; /* the block's title, an empty line */
	}
	return STATUS_OK;
}

static enum status draw(void *self, const struct area *area, struct lines *out)
{
	struct home *h = self;
	struct lines body;
	struct buf about;
	enum status status;
	size_t line_of = 0, rows, top;
	size_t n = 0;

	for (size_t i = 0; i < LEVEL_NONE; i++)
		n += h->rows[h->n_begin + i].n;
	buf_init(&about);
	buf_printf(&about, "cost functions \xC2\xB7 %zu questions", n);
	chrome_header(out, area, NULL, "gradus", about.data);
	buf_done(&about);
	h->line_of_click = (int)out->n_lines;
	lines_init(&body);
	put_body(h, &body, area->cols, &line_of);
	status = map_lines(h, &body);
	rows = (size_t)area->rows - out->n_lines;
	pick_clamp(&h->pick, h->n_rows, rows);
	top = line_of >= rows ? line_of - rows + 1 : 0;
	h->first_line = (int)top;
	for (size_t i = top; i < body.n_lines && i < top + rows; i++) {
		lines_copy_line(out, &body, i, 0);
		lines_end(out);
	}
	status = status == STATUS_OK ? lines_status(&body) : status;
	lines_done(&body);
	return status;
}

static void open_row(struct home *h)
{
	const struct row *r = &h->rows[h->pick.at];

	if (r->kind == ROW_LEVEL)
		browse_show(h->app, r->level, false);
	else
		page_show(h->app, &r->page);
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
	else
		return pick_press(&h->pick, key);
	return true;
}

static void click(void *self, int row, int col)
{
	struct home *h = self;
	int line = row - h->line_of_click + h->first_line;

	(void)col;
	if (row < h->line_of_click || line >= (int)h->n_lines || h->row_at[line] < 0)
		return;
	h->pick.at = (size_t)h->row_at[line];
	open_row(h);
}

static void close_home(void *self)
{
	struct home *h = self;

	free(h->rows);
	free(h->row_at);
	free(h);
}

static const struct screen_ops home_ops = {.name = "Home",
	.keys = keys,
	.close = close_home,
	.draw = draw,
	.press = press,
	.click = click};

void home_show(struct app *app)
{
	struct home *h = calloc(1, sizeof(*h));
	enum status status = STATUS_NO_MEMORY;

	if (h) {
		h->app = app;
		status = make_rows(h);
	}
	app_push(app, &home_ops, h, status);
}
