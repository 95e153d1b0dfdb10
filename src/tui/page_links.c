/* The links of a page: selected, followed, copied. */
#include "base/arena.h"
#include "tui/page_impl.h"
#include "tui/screens.h"
#include "verify/claim.h"

#include <string.h>

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
			page_go_to_line(s, i);
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

void page_select_next(struct page_screen *s, int by, bool formulas)
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
		page_go_to(s, &ref);
	else
		app_say(s->app, "There is no page %s.", link->target);
	buf_done(&name);
}

void page_follow(struct page_screen *s, size_t index)
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

void page_show_next_formula(struct page_screen *s)
{
	page_select_next(s, 1, true);
	if (s->link && page_of(s)->links[s->link - 1].kind == PAGE_LINK_MATH)
		page_follow(s, s->link - 1);
}

/* What a link is worth to another program: TeX, an address, else its text. */
static const char *worth(const struct page_link *link)
{
	return link->kind == PAGE_LINK_MATH || link->kind == PAGE_LINK_URL ? link->target
									   : link->text;
}

void page_copy_selected(struct page_screen *s)
{
	const char *text;
	enum status status;

	if (!s->link) {
		app_say(s->app, "Select a link by tab, or a formula by x, then copy it.");
		return;
	}
	text = worth(&page_of(s)->links[s->link - 1]);
	status = app_copy(s->app, text);
	buf_puts(&s->note, text);
	if (status == STATUS_OK)
		app_say(s->app, "Sent to the terminal's clipboard, if it lets programs.");
	else if (status == STATUS_LIMIT)
		app_say(s->app, "Too long for the terminal's clipboard.");
	else
		app_say(s->app, "This terminal has no clipboard for programs.");
}

void page_click(struct page_screen *s, size_t line, int col)
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
			page_follow(s, r->link - 1);
		return;
	}
}
