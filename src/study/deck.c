#include "study/deck.h"

#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct deck_page {
	struct page_ref ref;
	struct document document;
};

struct deck {
	struct library *library;
	struct arena *arena;
	struct deck_page **pages;
	size_t n_pages, cap_pages;
	struct deck_card *cards;
	size_t n, cap;
	size_t *by_name; /* indices of cards */
};

static bool has_topic(const struct front_matter *front, const char *topic)
{
	for (size_t i = 0; topic && i < front->n_topics; i++)
		if (strcasecmp(front->topics[i], topic) == 0)
			return true;
	return !topic;
}

bool deck_page_name(const struct page_ref *ref, char *out, size_t size)
{
	int n;

	if (ref->pack && ref->question)
		n = snprintf(out, size, "%s/%s", ref->pack->name, ref->question->slug);
	else if (ref->kind == DOCUMENT_LESSON)
		n = snprintf(out, size, "lesson:%s", ref->name);
	else
		return false;
	return n > 0 && (size_t)n < size;
}

/* ---- cards of a page */

static enum status add_card(struct deck *d, const struct deck_page *page, const char *name,
	const struct quiz_item *item)
{
	struct deck_card *grown = arena_grow(d->arena, d->cards, d->n, &d->cap, sizeof(*grown));

	if (!grown || !name)
		return STATUS_NO_MEMORY;
	d->cards = grown;
	grown[d->n++] = (struct deck_card){.name = name,
		.page = d->n_pages - 1,
		.ref = &page->ref,
		.document = &page->document,
		.item = item};
	return STATUS_OK;
}

static enum status add_cards(
	struct deck *d, const struct deck_page *page, const char *name, unsigned kinds)
{
	const struct document *doc = &page->document;
	enum status status = STATUS_OK;

	for (size_t i = 0; kinds & DECK_QUIZ && i < doc->n_items && status == STATUS_OK; i++)
		if (doc->items[i].id[0])
			status = add_card(d, page,
				arena_printf(d->arena, "%s#%s", name, doc->items[i].id),
				&doc->items[i]);
	if (status == STATUS_OK && kinds & DECK_RECALL && page->ref.question && doc->n_key_points)
		status = add_card(d, page, arena_strdup(d->arena, name), NULL);
	return status;
}

static enum status keep_page(
	struct deck *d, struct deck_page *page, const char *name, unsigned kinds)
{
	struct deck_page **grown = arena_grow(
		d->arena, d->pages, d->n_pages, &d->cap_pages, sizeof(struct deck_page *));

	if (!grown) {
		document_done(&page->document);
		return STATUS_NO_MEMORY;
	}
	d->pages = grown;
	grown[d->n_pages++] = page;
	return add_cards(d, page, name, kinds);
}

/* ---- pages */

static enum status add_page(
	struct deck *d, const struct page_ref *ref, const struct deck_filter *filter)
{
	struct deck_page *page;
	struct diags diags;
	char name[512];
	enum status status;

	if (!ref->path || !deck_page_name(ref, name, sizeof(name)) ||
		(filter->page && strcmp(filter->page, name) != 0))
		return STATUS_OK;
	page = arena_alloc(d->arena, sizeof(*page));
	if (!page)
		return STATUS_NO_MEMORY;
	page->ref = *ref;
	diags_init(&diags);
	status = document_read(&page->document, ref->path, ref->kind, &diags);
	if (status == STATUS_OK && (diags.n || !has_topic(&page->document.front, filter->topic))) {
		document_done(&page->document);
		status = STATUS_NOT_FOUND;
	}
	diags_done(&diags);
	if (status == STATUS_OK)
		return keep_page(d, page, name, filter->kinds);
	return status == STATUS_NO_MEMORY ? status : STATUS_OK;
}

static enum status add_pack(
	struct deck *d, const struct pack *pack, const struct deck_filter *filter)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < pack->n_questions && status == STATUS_OK; i++) {
		const struct question *q = &pack->questions[i];
		const struct page_ref ref = library_question(pack, q);

		if (filter->level == LEVEL_NONE || filter->level == q->level)
			status = add_page(d, &ref, filter);
	}
	return status;
}

static enum status add_lessons(struct deck *d, const struct deck_filter *filter)
{
	const struct lessons *lessons = &d->library->lessons;
	enum status status = STATUS_OK;

	if (filter->level != LEVEL_NONE)
		return STATUS_OK;
	for (size_t i = 0; i < lessons->n && status == STATUS_OK; i++) {
		const struct page_ref ref = library_lesson(&lessons->items[i]);

		status = add_page(d, &ref, filter);
	}
	return status;
}

/* ---- by name */

static int compare_names(const void *a, const void *b, void *context)
{
	const struct deck_card *cards = context;

	return strcmp(cards[*(const size_t *)a].name, cards[*(const size_t *)b].name);
}

static enum status sort_names(struct deck *d)
{
	d->by_name = arena_array(d->arena, d->n + 1, sizeof(*d->by_name));
	if (!d->by_name)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < d->n; i++)
		d->by_name[i] = i;
	qsort_r(d->by_name, d->n, sizeof(*d->by_name), compare_names, d->cards);
	return STATUS_OK;
}

long deck_find(const struct deck *deck, const char *name)
{
	size_t low = 0, high = deck->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(deck->cards[deck->by_name[middle]].name, name);

		if (!order)
			return (long)deck->by_name[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return DECK_NONE;
}

/* ---- the whole */

enum status deck_open(struct deck **deck, struct library *library, const struct deck_filter *filter)
{
	struct deck *d = calloc(1, sizeof(*d));
	enum status status = STATUS_OK;

	*deck = NULL;
	if (!d)
		return STATUS_NO_MEMORY;
	d->library = library;
	d->arena = arena_new();
	if (!d->arena)
		status = STATUS_NO_MEMORY;
	for (size_t i = 0; i < library->n_packs && status == STATUS_OK; i++)
		status = add_pack(d, library->packs[i], filter);
	if (status == STATUS_OK)
		status = add_lessons(d, filter);
	if (status == STATUS_OK)
		status = sort_names(d);
	if (status == STATUS_OK)
		*deck = d;
	else
		deck_free(d);
	return status;
}

void deck_free(struct deck *deck)
{
	if (!deck)
		return;
	for (size_t i = 0; i < deck->n_pages; i++)
		document_done(&deck->pages[i]->document);
	arena_free(deck->arena);
	free(deck);
}

size_t deck_n(const struct deck *deck)
{
	return deck->n;
}

size_t deck_n_pages(const struct deck *deck)
{
	return deck->n_pages;
}

const struct deck_card *deck_card(const struct deck *deck, size_t i)
{
	return &deck->cards[i];
}

struct library *deck_library(const struct deck *deck)
{
	return deck->library;
}
