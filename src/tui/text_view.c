#include "tui/text_view.h"

#include "tui/chrome.h"

enum { CONTEXT = 2 };

void text_view_done(struct text_view *view)
{
	find_done(&view->find);
}

static void search(struct text_view *v)
{
	if (v->lines && find_all(&v->find, v->lines, v->page, v->words.text) != STATUS_OK)
		find_done(&v->find);
}

void text_view_show(struct text_view *view, const struct lines *lines, const struct page *page)
{
	view->lines = lines;
	view->page = page;
	search(view);
}

void text_view_reveal(struct text_view *view, size_t line)
{
	size_t rows = view->scroll.rows;

	if (line < view->scroll.top)
		view->scroll.top = line > CONTEXT ? line - CONTEXT : 0;
	else if (line >= view->scroll.top + rows)
		view->scroll.top = line + CONTEXT >= rows ? line + CONTEXT - rows + 1 : 0;
}

/* The first hit at or below the top, else the very first. */
static void go_to_first(struct text_view *v)
{
	v->hit = 0;
	while (v->hit < v->find.n_hits && find_line(&v->find, v->lines, v->hit) < v->scroll.top)
		v->hit++;
	if (v->hit == v->find.n_hits)
		v->hit = 0;
	if (v->find.n_hits)
		text_view_reveal(v, find_line(&v->find, v->lines, v->hit));
}

static void go_to_next(struct text_view *v, struct app *app, bool back)
{
	size_t n = v->find.n_hits;

	if (!v->words.n) {
		app_say(app, "Search first, by /.");
		return;
	}
	if (!n) {
		app_say(app, "'%s' is nowhere here.", v->words.text);
		return;
	}
	v->hit = (v->hit + (back ? n - 1 : 1)) % n;
	text_view_reveal(v, find_line(&v->find, v->lines, v->hit));
	app_say(app, "%zu of %zu: %s", v->hit + 1, n, v->words.text);
}

static bool press_typing(struct text_view *v, struct app *app, int key)
{
	if (key == PRESS_ESCAPE) {
		v->words = (struct entry){0};
		v->is_typing = false;
		search(v);
	} else if (key == PRESS_ENTER) {
		v->is_typing = false;
		if (v->words.n && !v->find.n_hits)
			app_say(app, "'%s' is nowhere here.", v->words.text);
	} else if (entry_press(&v->words, key)) {
		search(v);
		go_to_first(v);
	}
	return true;
}

bool text_view_press(struct text_view *view, struct app *app, int key)
{
	if (view->is_typing)
		return press_typing(view, app, key);
	if (key == '/') {
		view->words = (struct entry){0};
		view->is_typing = true;
		search(view);
	} else if (key == 'n' || key == 'N') {
		go_to_next(view, app, key == 'N');
	} else if (key == PRESS_ESCAPE && view->words.n) {
		return press_typing(view, app, key);
	} else {
		return scroll_press(&view->scroll, key);
	}
	return true;
}

/* The first mark that ends behind a byte. */
static size_t first_mark(const struct find *f, uint32_t at)
{
	size_t lo = 0, hi = f->n_marks;

	while (lo < hi) {
		size_t middle = (lo + hi) / 2;

		if (f->marks[middle].to <= at)
			lo = middle + 1;
		else
			hi = middle;
	}
	return lo;
}

/* A run, its found parts marked. */
static void put_run(
	const struct text_view *v, struct lines *out, const struct run *r, struct style style)
{
	const struct find *f = &v->find;
	uint32_t at = r->at, end = r->at + r->n_bytes;

	for (size_t i = first_mark(f, at); at < end; i++) {
		uint32_t from = i < f->n_marks && f->marks[i].from < end ? f->marks[i].from : end;
		uint32_t to = i < f->n_marks && f->marks[i].to < end ? f->marks[i].to : end;
		struct style marked = style_mark;

		if (from > at)
			lines_put(out, style, 0, v->lines->text.data + at, from - at);
		at = from > at ? from : at;
		if (i < f->n_marks && f->marks[i].hit == v->hit)
			marked.attr = ATTR_BOLD | ATTR_UNDERLINE;
		if (to > at)
			lines_put(out, marked, 0, v->lines->text.data + at, to - at);
		at = to > at ? to : at;
	}
}

static void put_line(const struct text_view *v, struct lines *out, size_t line, uint32_t link)
{
	const struct line *l = &v->lines->line[line];

	for (uint32_t i = 0; i < l->n_runs; i++) {
		const struct run *r = &v->lines->runs[l->run + i];
		struct style style = r->style;

		if (link && r->link == link)
			style = (struct style){
				.role = ROLE_ACCENT, .attr = ATTR_BOLD | ATTR_REVERSE};
		put_run(v, out, r, style);
	}
	lines_end(out);
}

void text_view_draw(struct text_view *view, struct lines *out, size_t rows, int cols, uint32_t link)
{
	size_t n = view->lines->n_lines, shown = rows - view->is_typing;

	scroll_clamp(&view->scroll, n, shown);
	for (size_t i = view->scroll.top; i < view->scroll.top + shown; i++) {
		if (i < n)
			put_line(view, out, i, link);
		else
			lines_end(out);
	}
	if (view->is_typing)
		chrome_entry(out, " find: ", view->words.text, cols);
}
