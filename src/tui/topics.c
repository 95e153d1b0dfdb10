#include "tui/topics.h"

#include "base/arena.h"
#include "base/buf.h"

#include <stdlib.h>
#include <string.h>

void topics_done(struct topics *topics)
{
	free(topics->first);
	arena_free(topics->arena);
	*topics = (struct topics){0};
}

/* Pages that can't be read have no topics. */
static void read_page(struct topics *t, const char *path, size_t page)
{
	struct front_matter front = {0};
	struct diags ignored;
	struct buf text;

	buf_init(&text);
	diags_init(&ignored);
	if (buf_read_file(&text, path, DOCUMENT_MAX_BYTES) == STATUS_OK)
		front_matter_parse(&front, t->arena, path, text.data, text.n, &ignored);
	for (size_t i = 0; i < front.n_topics; i++) {
		struct topic *items =
			arena_grow(t->arena, t->items, t->n_items, &t->cap, sizeof(*items));

		if (!items)
			break;
		t->items = items;
		t->items[t->n_items++] = (struct topic){front.topics[i], page};
	}
	diags_done(&ignored);
	buf_done(&text);
}

static int compare(const void *a, const void *b)
{
	const struct topic *s = a, *t = b;
	int order = strcmp(s->name, t->name);

	return order ? order : (s->page > t->page) - (s->page < t->page);
}

enum status topics_open(struct topics *topics, const struct page_ref *pages, size_t n)
{
	struct topics *t = topics;

	*t = (struct topics){.arena = arena_new()};
	if (!t->arena)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < n; i++)
		if (pages[i].path)
			read_page(t, pages[i].path, i);
	t->first = calloc(t->n_items + 1, sizeof(*t->first));
	if (!t->first || arena_status(t->arena) != STATUS_OK) {
		topics_done(t);
		return STATUS_NO_MEMORY;
	}
	if (t->n_items)
		qsort(t->items, t->n_items, sizeof(*t->items), compare);
	for (size_t i = 0; i < t->n_items; i++)
		if (i == 0 || strcmp(t->items[i].name, t->items[i - 1].name) != 0)
			t->first[t->n++] = i;
	t->first[t->n] = t->n_items;
	return STATUS_OK;
}

const char *topics_name(const struct topics *topics, size_t topic)
{
	return topics->items[topics->first[topic]].name;
}

bool topics_has(const struct topics *topics, size_t topic, size_t page)
{
	for (size_t i = topics->first[topic]; i < topics->first[topic + 1]; i++)
		if (topics->items[i].page == page)
			return true;
	return false;
}
