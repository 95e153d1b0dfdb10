#include "learn/session.h"

#include "learn/draw.h"

#include <stdlib.h>

enum { N_TIMES = 4 };

static bool is_in_steps(const struct fsrs_card *card)
{
	return card->state == CARD_LEARNING || card->state == CARD_RELEARNING;
}

/* Learning steps, reviews, new items: 0, 1, 2. */
static int turn(const struct candidate *c)
{
	return is_in_steps(&c->card) ? 0 : c->card.state == CARD_REVIEW ? 1 : 2;
}

static bool is_before(const struct candidate *a, const struct candidate *b)
{
	if (turn(a) != turn(b))
		return turn(a) < turn(b);
	if (turn(a) == 0)
		return a->card.due_ms < b->card.due_ms;
	return turn(a) == 1 && a->recall > b->recall;
}

/* Merges two sorted runs of `order`, the earlier first among equals. */
static void merge(const struct candidate *c, const size_t *a, size_t n_a, const size_t *b,
	size_t n_b, size_t *out)
{
	while (n_a || n_b) {
		bool take_b = !n_a || (n_b && is_before(&c[*b], &c[*a]));

		*out++ = take_b ? *b++ : *a++;
		n_a -= !take_b;
		n_b -= take_b;
	}
}

/* qsort takes no context: a merge sort, with room for n indices. */
static void sort(const struct candidate *c, size_t *order, size_t n, size_t *room)
{
	size_t half = n / 2;

	if (n < 2)
		return;
	sort(c, order, half, room);
	sort(c, order + half, n - half, room);
	merge(c, order, half, order + half, n - half, room);
	for (size_t i = 0; i < n; i++)
		order[i] = room[i];
}

static bool is_due(const struct candidate *c, int64_t now_ms)
{
	return !c->is_suspended && (c->card.state == CARD_NEW || c->card.due_ms <= now_ms);
}

/* Was an item of each page asked today? */
static void mark_pages(
	const struct candidate *candidates, size_t n, int64_t now_ms, bool *is_buried)
{
	for (size_t i = 0; i < n; i++)
		if (candidates[i].card.state != CARD_NEW &&
			fsrs_elapsed_days(candidates[i].card.last_ms, now_ms) == 0)
			is_buried[candidates[i].page] = true;
}

static size_t pick(const struct candidate *candidates, const size_t *order, size_t n,
	const struct session_limits *limits, bool *is_buried, size_t *picked)
{
	size_t n_picked = 0, n_new = 0;

	for (size_t i = 0; i < n && n_picked < limits->count; i++) {
		const struct candidate *c = &candidates[order[i]];
		bool is_new = c->card.state == CARD_NEW;

		if (!is_due(c, limits->now_ms) || (is_new && n_new == limits->n_new) ||
			(is_buried[c->page] && !is_in_steps(&c->card)))
			continue;
		is_buried[c->page] = true;
		n_new += is_new;
		picked[n_picked++] = order[i];
	}
	return n_picked;
}

size_t session_review(const struct candidate *candidates, size_t n,
	const struct session_limits *limits, size_t *picked)
{
	size_t *order = calloc(2 * n + 1, sizeof(*order)), n_pages = 0, n_picked = 0;
	bool *is_buried;

	for (size_t i = 0; i < n; i++)
		if (candidates[i].page >= n_pages)
			n_pages = candidates[i].page + 1;
	is_buried = calloc(n_pages + 1, sizeof(*is_buried));
	if (order && is_buried) {
		for (size_t i = 0; i < n; i++)
			order[i] = i;
		sort(candidates, order, n, order + n);
		mark_pages(candidates, n, limits->now_ms, is_buried);
		n_picked = pick(candidates, order, n, limits, is_buried, picked);
	}
	free(order);
	free(is_buried);
	return n_picked;
}

size_t session_quiz(size_t n, const struct session_limits *limits, size_t *picked)
{
	struct draw d = draw_begin(limits->seed, "session");

	draw_order(&d, picked, n);
	return n < limits->count ? n : limits->count;
}

enum rating session_grade(
	enum item_kind kind, bool is_new, bool is_right, int n_hints, int64_t took_ms)
{
	static const int64_t usual_ms[N_TIMES] = {[ITEM_SINGLE] = 40000,
		[ITEM_MULTIPLE] = 60000,
		[ITEM_ORDER] = 75000,
		[ITEM_NUMERIC] = 90000};

	if (!is_right)
		return RATING_AGAIN;
	if (n_hints || took_ms > 2 * usual_ms[kind])
		return RATING_HARD;
	return !is_new && took_ms < usual_ms[kind] / 8 ? RATING_EASY : RATING_GOOD;
}

enum rating session_recall_grade(size_t n_made, size_t n_points)
{
	if (2 * n_made < n_points)
		return RATING_AGAIN;
	return 5 * n_made < 4 * n_points ? RATING_HARD : RATING_GOOD;
}
