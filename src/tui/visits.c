#include "tui/visits.h"

#include <string.h>

void visits_add(struct visits *visits, const struct page_ref *page)
{
	if (visits->n)
		visits->n = visits->at + 1;
	if (visits->n == MAX_VISITS)
		memmove(visits->pages, visits->pages + 1, --visits->n * sizeof(visits->pages[0]));
	visits->at = visits->n++;
	visits->pages[visits->at] = *page;
}

bool visits_go(struct visits *visits, int by)
{
	if (by < 0 ? !visits->at : visits->at + 1 >= visits->n)
		return false;
	visits->at = by < 0 ? visits->at - 1 : visits->at + 1;
	return true;
}

void visits_name(const struct page_ref *page, struct buf *out)
{
	if (page->question)
		buf_printf(out, "%s/%s", page->pack->name, page->name);
	else if (page->kind == DOCUMENT_LESSON)
		buf_printf(out, "lesson:%s", page->name);
	else
		buf_puts(out, page->path ? page->path : page->name);
}

struct mark *visits_mark(struct marks *marks, const struct page_ref *page)
{
	struct mark *mark = NULL;
	struct buf name;

	buf_init(&name);
	visits_name(page, &name);
	if (buf_status(&name) == STATUS_OK)
		mark = marks_get(marks, name.data);
	buf_done(&name);
	return mark;
}

int visits_percent(struct marks *marks, const struct page_ref *page)
{
	const struct mark *mark = visits_mark(marks, page);

	return mark && mark->read_at ? mark->percent : -1;
}

static bool neighbour_question(const struct page_ref *page, int by, struct page_ref *neighbour)
{
	const struct pack *pack = page->pack;
	size_t i = (size_t)(page->question - pack->questions);

	while (by < 0 ? i > 0 : i + 1 < pack->n_questions) {
		i = by < 0 ? i - 1 : i + 1;
		if (!pack->questions[i].path)
			continue;
		*neighbour = library_question(pack, &pack->questions[i]);
		return true;
	}
	return false;
}

bool visits_neighbour(const struct library *library, const struct page_ref *page, int by,
	struct page_ref *neighbour)
{
	const struct lessons *l = &library->lessons;

	if (page->question)
		return neighbour_question(page, by, neighbour);
	for (size_t i = 0; i < l->n; i++) {
		if (strcmp(l->items[i].path, page->path) != 0)
			continue;
		if (by < 0 ? i == 0 : i + 1 == l->n)
			return false;
		*neighbour = library_lesson(&l->items[by < 0 ? i - 1 : i + 1]);
		return true;
	}
	return false;
}
