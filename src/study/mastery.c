#include "study/mastery.h"

#include "store/interview_log.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MAX_INTERVIEWS = 10, NOWHERE = -1 };

static const double prior = 0.5; /* of one observation */

struct observed {
	double recall; /* sum over known cards */
	double share;  /* sum over interviews */
	size_t n_shares;
};

struct watch {
	struct mastery *mastery;
	const struct deck *deck;
	struct progress *progress;
	struct observed *observed; /* by page */
	int64_t now_ms;
	size_t n_interviews;
	long *places; /* of the present interview: place to page, or NOWHERE */
	enum status status;
};

/* ---- cards */

static bool watch_card(void *context, const char *item, const struct fsrs_card *card)
{
	struct watch *w = context;
	long i = deck_find(w->deck, item);
	size_t page;

	if (i == DECK_NONE || card->state == CARD_NEW)
		return true;
	page = deck_card(w->deck, (size_t)i)->page;
	w->mastery->pages[page].n_known++;
	w->observed[page].recall +=
		fsrs_retrievability(progress_fsrs(w->progress), card, w->now_ms);
	return true;
}

/* ---- interviews */

static bool watch_drawn(void *context, int place, const struct interview_drawn *drawn)
{
	struct watch *w = context;
	long i = deck_find(w->deck, drawn->name);

	if (i != DECK_NONE && place < INTERVIEW_MAX_QUESTIONS) {
		w->places[place] = (long)deck_card(w->deck, (size_t)i)->page;
		w->mastery->pages[w->places[place]].n_interviews++;
	}
	return true;
}

static bool watch_event(void *context, const struct interview_event *e)
{
	struct watch *w = context;
	long page = e->place < INTERVIEW_MAX_QUESTIONS ? w->places[e->place] : NOWHERE;

	if (e->kind == INTERVIEW_POINTS && e->n && page != NOWHERE) {
		w->observed[page].share += (double)e->n_made / e->n;
		w->observed[page].n_shares++;
	}
	return true;
}

static bool watch_interview(
	void *context, const struct interview_start *start, const struct interview_score *score)
{
	struct watch *w = context;

	(void)score;
	for (size_t i = 0; i < INTERVIEW_MAX_QUESTIONS; i++)
		w->places[i] = NOWHERE;
	w->status = interview_log_drawn(w->progress, start->id, watch_drawn, w);
	if (w->status == STATUS_OK)
		w->status = interview_log_events(w->progress, start->id, watch_event, w);
	return w->status == STATUS_OK && ++w->n_interviews < MAX_INTERVIEWS;
}

/* ---- sums */

static void finish_page(struct mastery_page *page, const struct observed *o)
{
	page->mastery = page->n_cards ? o->recall / (double)page->n_cards : 0;
	page->strength =
		(prior + o->recall + o->share) / (1 + (double)page->n_known + (double)o->n_shares);
}

/* Sums; strength is a sum with `n` until finish_row. */
static void add_page(struct mastery_row *row, const struct mastery_page *page)
{
	row->n_pages++;
	row->n_started += page->n_known > 0;
	row->n_mastered += page->mastery * 100 >= MASTERY_PERCENT;
	row->mastery += page->mastery;
}

static void finish_row(struct mastery_row *row, const struct observed *o, size_t n_known)
{
	if (row->n_pages)
		row->mastery /= (double)row->n_pages;
	row->strength = (prior + o->recall + o->share) / (1 + (double)(n_known + o->n_shares));
}

static struct mastery_row *find_topic(const struct mastery *m, const char *name)
{
	for (size_t i = 0; i < m->n_topics; i++)
		if (strcasecmp(m->topics[i].name, name) == 0)
			return &m->topics[i];
	return NULL;
}

static enum status note_topic(struct mastery *m, size_t *cap, const char *name)
{
	size_t more = *cap ? 2 * *cap : 32;
	struct mastery_row *grown = m->topics;

	if (find_topic(m, name))
		return STATUS_OK;
	if (m->n_topics == *cap) {
		grown = realloc(grown, more * sizeof(*grown));
		if (!grown)
			return STATUS_NO_MEMORY;
		m->topics = grown;
		*cap = more;
	}
	grown[m->n_topics++] = (struct mastery_row){.name = name};
	return STATUS_OK;
}

static int compare_rows(const void *a, const void *b)
{
	return strcasecmp(
		((const struct mastery_row *)a)->name, ((const struct mastery_row *)b)->name);
}

static bool is_first_of_page(const struct deck *deck, size_t i)
{
	return !i || deck_card(deck, i)->page != deck_card(deck, i - 1)->page;
}

static bool has_topic(const struct deck_card *card, const char *topic)
{
	const struct front_matter *front = &card->document->front;

	for (size_t i = 0; i < front->n_topics; i++)
		if (strcasecmp(front->topics[i], topic) == 0)
			return true;
	return false;
}

static bool is_of_row(const struct deck_card *card, const struct mastery_row *row, bool is_level)
{
	if (!is_level)
		return has_topic(card, row->name);
	return card->ref->question && card->ref->question->level != LEVEL_NONE &&
	       strcmp(level_name(card->ref->question->level), row->name) == 0;
}

static void fill_row(struct watch *w, struct mastery_row *row, bool is_level)
{
	struct observed all = {0};
	size_t n_known = 0;

	for (size_t i = 0; i < deck_n(w->deck); i++) {
		const struct deck_card *card = deck_card(w->deck, i);
		const struct observed *o = &w->observed[card->page];

		if (!is_first_of_page(w->deck, i) || !is_of_row(card, row, is_level))
			continue;
		add_page(row, &w->mastery->pages[card->page]);
		n_known += w->mastery->pages[card->page].n_known;
		all.recall += o->recall;
		all.share += o->share;
		all.n_shares += o->n_shares;
	}
	finish_row(row, &all, n_known);
}

static enum status list_topics(struct mastery *m, const struct deck *deck)
{
	enum status status = STATUS_OK;
	size_t cap = 0;

	for (size_t i = 0; i < deck_n(deck); i++) {
		const struct front_matter *front = &deck_card(deck, i)->document->front;

		for (size_t j = 0;
			is_first_of_page(deck, i) && j < front->n_topics && status == STATUS_OK;
			j++)
			status = note_topic(m, &cap, front->topics[j]);
	}
	if (m->n_topics)
		qsort(m->topics, m->n_topics, sizeof(*m->topics), compare_rows);
	return status;
}

static enum status fill(struct watch *w)
{
	struct mastery *m = w->mastery;
	enum status status;

	for (size_t i = 0; i < deck_n(w->deck); i++)
		m->pages[deck_card(w->deck, i)->page].n_cards++;
	status = progress_cards(w->progress, watch_card, w);
	if (status == STATUS_OK)
		status = interview_log_each(w->progress, watch_interview, w);
	if (status == STATUS_OK)
		status = w->status;
	if (status == STATUS_OK)
		status = list_topics(m, w->deck);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < m->n_pages; i++)
		finish_page(&m->pages[i], &w->observed[i]);
	for (size_t i = 0; i < MASTERY_N_LEVELS; i++) {
		m->levels[i].name = level_name((enum level)i);
		fill_row(w, &m->levels[i], true);
	}
	for (size_t i = 0; i < m->n_topics; i++)
		fill_row(w, &m->topics[i], false);
	return STATUS_OK;
}

enum status mastery_init(
	struct mastery *mastery, const struct deck *deck, struct progress *progress, int64_t now_ms)
{
	size_t n = deck_n_pages(deck);
	struct watch w = {.mastery = mastery,
		.deck = deck,
		.progress = progress,
		.now_ms = now_ms,
		.status = STATUS_OK};
	enum status status = STATUS_NO_MEMORY;

	*mastery = (struct mastery){.n_pages = n};
	mastery->pages = calloc(n + 1, sizeof(*mastery->pages));
	w.observed = calloc(n + 1, sizeof(*w.observed));
	w.places = calloc(INTERVIEW_MAX_QUESTIONS, sizeof(*w.places));
	if (mastery->pages && w.observed && w.places)
		status = fill(&w);
	free(w.observed);
	free(w.places);
	if (status != STATUS_OK)
		mastery_done(mastery);
	return status;
}

void mastery_done(struct mastery *mastery)
{
	free(mastery->pages);
	free(mastery->topics);
	*mastery = (struct mastery){0};
}

double mastery_weakest(const struct mastery *mastery, const struct deck_card *card)
{
	const struct front_matter *front = &card->document->front;
	double weakest = 1;

	for (size_t i = 0; i < front->n_topics; i++) {
		const struct mastery_row *row = find_topic(mastery, front->topics[i]);

		if (row && row->strength < weakest)
			weakest = row->strength;
	}
	return front->n_topics ? weakest : prior;
}
