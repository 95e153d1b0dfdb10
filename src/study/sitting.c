#include "study/sitting.h"

#include "base/buf.h"
#include "learn/session.h"

#include <stdlib.h>
#include <string.h>

#define DAY_MS INT64_C(86400000)

/* What the sitting knows of each card of the deck. */
struct known {
	struct fsrs_card card;
	unsigned n_asked;
	bool is_answered; /* in this sitting, and not taken back */
	bool is_skipped, is_suspended;
};

/* An answer of this sitting. */
struct given {
	size_t card; /* of the deck */
	struct review review;
	struct sitting_answer answer;
};

struct stack {
	size_t *items;
	size_t n, cap;
};

struct sitting {
	const struct deck *deck;
	struct progress *progress;
	struct live *live;
	struct sitting_wish wish;
	struct known *known;
	size_t *plan, n_plan, next;
	struct stack returned; /* cards to ask before all others, the last first */
	struct given *given;   /* the last one last */
	size_t n_given, cap_given;
	size_t present; /* of the deck, while `asking` is there */
	struct asking *asking;
	struct fsrs_card before;
	bool is_saved;
	struct buf error, undone;
};

static enum status fail(struct sitting *s, enum status status)
{
	const char *why = progress_error(s->progress);

	buf_clear(&s->error);
	if (status != STATUS_OK)
		buf_puts(&s->error, why[0] ? why : status_text(status));
	return status;
}

static bool is_in_steps(const struct fsrs_card *card)
{
	return card->state == CARD_LEARNING || card->state == CARD_RELEARNING;
}

/* ---- the plan */

static bool know_card(void *context, const char *item, const struct fsrs_card *card)
{
	struct sitting *s = context;
	long i = deck_find(s->deck, item);

	if (i != DECK_NONE)
		s->known[i].card = *card;
	return true;
}

static bool know_suspended(void *context, const char *item)
{
	struct sitting *s = context;
	long i = deck_find(s->deck, item);

	if (i != DECK_NONE)
		s->known[i].is_suspended = true;
	return true;
}

static enum status plan_review(struct sitting *s, int64_t now_ms)
{
	size_t n = deck_n(s->deck), n_new;
	struct candidate *c = calloc(n + 1, sizeof(*c));
	struct session_limits limits = {.count = s->wish.count, .now_ms = now_ms};
	enum status status = c ? progress_n_new_since(s->progress, now_ms - now_ms % DAY_MS, &n_new)
			       : STATUS_NO_MEMORY;

	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		c[i].page = deck_card(s->deck, i)->page;
		c[i].card = s->known[i].card;
		c[i].is_suspended = s->known[i].is_suspended;
		c[i].recall = fsrs_retrievability(progress_fsrs(s->progress), &c[i].card, now_ms);
	}
	if (status == STATUS_OK) {
		limits.n_new = n_new < s->wish.new_a_day ? s->wish.new_a_day - n_new : 0;
		s->n_plan = session_review(c, n, &limits, s->plan);
	}
	free(c);
	return status;
}

static enum status plan(struct sitting *s, int64_t now_ms)
{
	const struct session_limits limits = {.count = s->wish.count, .seed = s->wish.seed};
	size_t n = deck_n(s->deck);
	enum status status;

	s->known = calloc(n + 1, sizeof(*s->known));
	s->plan = calloc(n + 1, sizeof(*s->plan));
	if (!s->known || !s->plan)
		return STATUS_NO_MEMORY;
	status = progress_cards(s->progress, know_card, s);
	if (status == STATUS_OK)
		status = progress_suspended(s->progress, know_suspended, s);
	if (status != STATUS_OK)
		return status;
	if (s->wish.is_review)
		return plan_review(s, now_ms);
	s->n_plan = session_quiz(n, &limits, s->plan);
	return STATUS_OK;
}

enum status sitting_new(struct sitting **sitting, const struct deck *deck,
	struct progress *progress, struct live *live, const struct sitting_wish *wish,
	int64_t now_ms)
{
	struct sitting *s = calloc(1, sizeof(*s));
	enum status status;

	*sitting = NULL;
	if (!s)
		return STATUS_NO_MEMORY;
	s->deck = deck;
	s->progress = progress;
	s->live = live;
	s->wish = *wish;
	buf_init(&s->error);
	buf_init(&s->undone);
	status = plan(s, now_ms);
	if (status == STATUS_OK)
		*sitting = s;
	else
		sitting_free(s);
	return status;
}

void sitting_free(struct sitting *sitting)
{
	if (!sitting)
		return;
	asking_free(sitting->asking);
	free(sitting->known);
	free(sitting->plan);
	free(sitting->returned.items);
	free(sitting->given);
	buf_done(&sitting->error);
	buf_done(&sitting->undone);
	free(sitting);
}

const char *sitting_error(const struct sitting *sitting)
{
	return sitting->error.data;
}

/* ---- from card to card */

static enum status push(struct stack *stack, size_t item)
{
	size_t cap = stack->cap ? 2 * stack->cap : 16;
	size_t *grown = stack->items;

	if (stack->n == stack->cap) {
		grown = realloc(grown, cap * sizeof(*grown));
		if (!grown)
			return STATUS_NO_MEMORY;
		stack->items = grown;
		stack->cap = cap;
	}
	grown[stack->n++] = item;
	return STATUS_OK;
}

static bool waits_in_steps(const struct known *k)
{
	return k->is_answered && !k->is_skipped && is_in_steps(&k->card);
}

/* The card answered before whose step has been over for longest. */
static bool find_step_over(const struct sitting *s, int64_t now_ms, size_t *card)
{
	bool is_found = false;

	for (size_t i = 0; s->wish.is_review && i < deck_n(s->deck); i++) {
		const struct known *k = &s->known[i];

		if (!waits_in_steps(k) || k->card.due_ms > now_ms ||
			(is_found && k->card.due_ms >= s->known[*card].card.due_ms))
			continue;
		*card = i;
		is_found = true;
	}
	return is_found;
}

static bool is_to_come(const struct sitting *s, size_t card)
{
	return !s->known[card].is_answered && !s->known[card].is_skipped;
}

static bool choose(struct sitting *s, int64_t now_ms, size_t *card)
{
	while (s->returned.n) {
		*card = s->returned.items[--s->returned.n];
		if (is_to_come(s, *card))
			return true;
	}
	if (find_step_over(s, now_ms, card))
		return true;
	while (s->next < s->n_plan) {
		*card = s->plan[s->next++];
		if (is_to_come(s, *card))
			return true;
	}
	return false;
}

/* Forgets the present card; one that was not answered is skipped. */
static void leave(struct sitting *s)
{
	if (s->asking && !s->is_saved)
		s->known[s->present].is_skipped = true;
	asking_free(s->asking);
	s->asking = NULL;
	s->is_saved = false;
}

static enum status ask(struct sitting *s, size_t card)
{
	struct known *k = &s->known[card];
	const struct deck_card *c = deck_card(s->deck, card);
	enum status status = progress_card(s->progress, c->name, &s->before);

	/* Asked twice in one sitting: other numbers, another order. */
	if (status == STATUS_OK)
		status = asking_new(
			&s->asking, c, deck_library(s->deck), s->live, s->wish.seed + k->n_asked);
	if (status != STATUS_OK)
		return status;
	s->present = card;
	k->is_skipped = false;
	return STATUS_OK;
}

enum status sitting_next(struct sitting *sitting, int64_t now_ms)
{
	enum status status = STATUS_LIMIT;
	size_t card;

	leave(sitting);
	while (status == STATUS_LIMIT) {
		if (!choose(sitting, now_ms, &card))
			return STATUS_NOT_FOUND;
		status = ask(sitting, card);
		if (status == STATUS_LIMIT)
			sitting->known[card].is_skipped = true;
	}
	return fail(sitting, status);
}

struct asking *sitting_asking(const struct sitting *sitting)
{
	return sitting->asking;
}

const struct fsrs_card *sitting_card(const struct sitting *sitting)
{
	return &sitting->before;
}

void sitting_skip(struct sitting *sitting)
{
	leave(sitting);
}

enum status sitting_suspend(struct sitting *sitting, int64_t now_ms)
{
	enum status status;

	if (!sitting->asking)
		return STATUS_NOT_FOUND;
	status = progress_suspend(
		sitting->progress, asking_card(sitting->asking)->name, true, now_ms);
	if (status != STATUS_OK)
		return fail(sitting, status);
	sitting->known[sitting->present].is_skipped = true;
	leave(sitting);
	return fail(sitting, STATUS_OK);
}

/* ---- the answer */

static struct given *new_given(struct sitting *s)
{
	size_t cap = s->cap_given ? 2 * s->cap_given : 16;
	struct given *grown = s->given;

	if (s->n_given == s->cap_given) {
		grown = realloc(grown, cap * sizeof(*grown));
		if (!grown)
			return NULL;
		s->given = grown;
		s->cap_given = cap;
	}
	return &grown[s->n_given];
}

enum status sitting_save(struct sitting *sitting, int64_t took_ms, int64_t now_ms)
{
	const struct verdict *v = sitting->asking ? asking_verdict(sitting->asking) : NULL;
	struct known *k = &sitting->known[sitting->present];
	struct given *g = new_given(sitting);
	enum status status;

	if (!v || sitting->is_saved)
		return STATUS_INVALID;
	if (!g)
		return STATUS_NO_MEMORY;
	*g = (struct given){.card = sitting->present};
	g->review = (struct review){.item = asking_card(sitting->asking)->name,
		.at_ms = now_ms,
		.rating = asking_grade(sitting->asking, sitting->before.state == CARD_NEW, took_ms),
		.is_right = v->is_right,
		.n_hints = (int)asking_n_hints_given(sitting->asking),
		.took_ms = took_ms};
	status = progress_add(sitting->progress, &g->review, &g->answer.card);
	if (status != STATUS_OK)
		return fail(sitting, status);
	g->answer.rating = g->review.rating;
	g->answer.is_right = g->review.is_right;
	k->card = g->answer.card;
	k->is_answered = true;
	k->n_asked++;
	sitting->n_given++;
	sitting->is_saved = true;
	return fail(sitting, STATUS_OK);
}

static struct given *last_given(const struct sitting *s)
{
	return s->n_given ? &s->given[s->n_given - 1] : NULL;
}

const struct sitting_answer *sitting_answer(const struct sitting *sitting)
{
	const struct given *g = last_given(sitting);

	return g ? &g->answer : NULL;
}

enum status sitting_grade(struct sitting *sitting, enum rating rating, int64_t now_ms)
{
	struct given *g = last_given(sitting);
	struct review review;
	enum status status;

	if (!g)
		return STATUS_NOT_FOUND;
	if (g->review.rating == rating)
		return STATUS_OK;
	review = g->review;
	review.rating = rating;
	review.is_right = rating != RATING_AGAIN;
	status = progress_replace(sitting->progress, &review, now_ms, &g->answer.card);
	if (status != STATUS_OK)
		return fail(sitting, status);
	g->review = review;
	g->answer.rating = rating;
	g->answer.is_right = review.is_right;
	sitting->known[g->card].card = g->answer.card;
	return fail(sitting, STATUS_OK);
}

enum status sitting_preview(
	struct sitting *sitting, int64_t now_ms, struct fsrs_card cards[SITTING_N_GRADES])
{
	const struct given *g = last_given(sitting);

	if (!sitting->asking)
		return STATUS_NOT_FOUND;
	progress_preview(sitting->progress, asking_card(sitting->asking)->name, &sitting->before,
		sitting->is_saved && g ? g->review.at_ms : now_ms, cards);
	return STATUS_OK;
}

/* ---- taking back */

/* The present card, not answered, comes again behind the one taken back. */
static enum status put_aside(struct sitting *s)
{
	enum status status;

	if (!s->asking)
		return STATUS_OK;
	status = s->is_saved ? STATUS_OK : push(&s->returned, s->present);
	if (!s->is_saved)
		s->known[s->present].is_answered = false;
	asking_free(s->asking);
	s->asking = NULL;
	s->is_saved = false;
	return status;
}

static enum status bring_back(struct sitting *s, const char *name)
{
	long card = deck_find(s->deck, name);
	enum status status = put_aside(s);
	struct known *k;

	if (card == DECK_NONE || status != STATUS_OK)
		return status;
	k = &s->known[card];
	k->is_answered = k->is_skipped = false;
	k->n_asked -= k->n_asked > 0; /* the same draw again */
	status = progress_card(s->progress, name, &k->card);
	return status == STATUS_OK ? push(&s->returned, (size_t)card) : status;
}

enum status sitting_undo(struct sitting *sitting, int64_t now_ms, const char **name)
{
	const struct given *g = last_given(sitting);
	unsigned char id[PROGRESS_ID_BYTES];
	enum status status = STATUS_OK;

	if (name)
		*name = "";
	buf_clear(&sitting->undone);
	if (g) {
		memcpy(id, g->review.id, PROGRESS_ID_BYTES);
		buf_puts(&sitting->undone, g->review.item);
	} else {
		status = progress_last(sitting->progress, id, &sitting->undone);
	}
	if (status == STATUS_OK)
		status = progress_undo(sitting->progress, id, now_ms);
	if (status == STATUS_NOT_FOUND)
		return status;
	if (status != STATUS_OK)
		return fail(sitting, status);
	sitting->n_given -= g != NULL;
	if (name)
		*name = sitting->undone.data;
	return fail(sitting, bring_back(sitting, sitting->undone.data));
}

/* ---- where one stands */

struct sitting_counts sitting_counts(const struct sitting *sitting, int64_t now_ms)
{
	struct sitting_counts c = {.n_planned = sitting->n_plan,
		.n_left = sitting->returned.n,
		.n_answered = sitting->n_given};

	for (size_t i = sitting->next; i < sitting->n_plan; i++)
		c.n_left += is_to_come(sitting, sitting->plan[i]);
	for (size_t i = 0; i < sitting->n_given; i++)
		c.n_right += sitting->given[i].answer.is_right;
	for (size_t i = 0; sitting->wish.is_review && i < deck_n(sitting->deck); i++) {
		const struct known *k = &sitting->known[i];

		if (!waits_in_steps(k))
			continue;
		if (k->card.due_ms <= now_ms) {
			c.n_left++;
			continue;
		}
		c.n_later++;
		if (!c.next_ms || k->card.due_ms < c.next_ms)
			c.next_ms = k->card.due_ms;
	}
	return c;
}
