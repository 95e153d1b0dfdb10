#include "study/interview.h"

#include "base/arena.h"
#include "base/buf.h"
#include "learn/draw.h"
#include "learn/session.h"
#include "study/mastery.h"

#include <stdlib.h>
#include <string.h>

/* What has happened to one question. */
struct step {
	struct interview_drawn drawn;
	long card; /* of the deck; DECK_NONE: it is gone */
	int64_t used_ms;
	bool is_locked, is_ticked;
	size_t n_followed;
};

struct interview {
	const struct deck *deck;
	struct progress *progress;
	struct live *live;
	struct arena *arena;
	unsigned char id[PROGRESS_ID_BYTES];
	struct step *steps;
	size_t n, place;
	bool is_ended;
	struct asking *asking; /* of the present one */
	size_t asked;          /* the place that `asking` is of */
	struct buf error;
};

static enum status fail(struct interview *iv, enum status status)
{
	const char *why = progress_error(iv->progress);

	buf_clear(&iv->error);
	if (status != STATUS_OK)
		buf_puts(&iv->error, why[0] ? why : status_text(status));
	return status;
}

/* ---- phases */

static const struct document *document_of(const struct interview *iv, size_t place)
{
	return deck_card(iv->deck, (size_t)iv->steps[place].card)->document;
}

static bool is_done(const struct interview *iv, size_t place)
{
	const struct step *step = &iv->steps[place];

	return step->card == DECK_NONE ||
	       (step->is_ticked && step->n_followed >= document_of(iv, place)->n_follow_ups);
}

enum interview_phase interview_phase(const struct interview *interview)
{
	const struct step *step;

	if (interview->is_ended || interview->place >= interview->n)
		return INTERVIEW_OVER;
	step = &interview->steps[interview->place];
	if (!step->is_locked)
		return INTERVIEW_ASKING;
	return step->is_ticked ? INTERVIEW_FOLLOWING : INTERVIEW_TICKING;
}

/* Goes to the first question that is not done, and makes its asking. */
static enum status advance(struct interview *iv)
{
	enum status status = STATUS_OK;

	while (iv->place < iv->n && is_done(iv, iv->place))
		iv->place++;
	if (iv->asking && (iv->place >= iv->n || iv->asked != iv->place)) {
		asking_free(iv->asking);
		iv->asking = NULL;
	}
	if (!iv->asking && interview_phase(iv) != INTERVIEW_OVER) {
		const struct deck_card *card =
			deck_card(iv->deck, (size_t)iv->steps[iv->place].card);

		status = asking_new(&iv->asking, card, deck_library(iv->deck), iv->live, 0);
		iv->asked = iv->place;
	}
	if (status == STATUS_OK && iv->asking && iv->steps[iv->place].is_locked)
		asking_reveal(iv->asking);
	return status;
}

/* ---- the log of one */

static enum status add_event(struct interview *iv, struct interview_event *e, struct review *review)
{
	e->place = e->kind == INTERVIEW_ENDED ? 0 : (int)iv->place;
	return fail(iv, interview_log_add(iv->progress, iv->id, e, review));
}

/* The interview ends with its last question. */
static enum status settle(struct interview *iv, int64_t now_ms)
{
	struct interview_event end = {.kind = INTERVIEW_ENDED, .at_ms = now_ms};
	enum status status = advance(iv);

	if (status != STATUS_OK || iv->is_ended || iv->place < iv->n)
		return fail(iv, status);
	status = add_event(iv, &end, NULL);
	iv->is_ended = status == STATUS_OK;
	return status;
}

/* ---- drawing */

static const char *topics_of(struct arena *arena, const struct document *document)
{
	const char *topics = "";

	for (size_t i = 0; topics && i < document->front.n_topics; i++)
		topics = arena_printf(
			arena, "%s%s%s", topics, i ? "\n" : "", document->front.topics[i]);
	return topics;
}

static int suggested_s(const struct deck_card *card, int wished)
{
	static const int by_level[] = {
		[LEVEL_BEGINNER] = 120, [LEVEL_INTERMEDIATE] = 180, [LEVEL_SENIOR] = 240};
	enum level level = card->ref->question ? card->ref->question->level : LEVEL_NONE;

	if (wished > 0)
		return wished;
	return level == LEVEL_NONE ? by_level[LEVEL_INTERMEDIATE] : by_level[level];
}

static void draw_step(struct interview *iv, size_t card, int wished_s)
{
	const struct deck_card *c = deck_card(iv->deck, card);
	const struct question *q = c->ref->question;

	iv->steps[iv->n++] = (struct step){.card = (long)card,
		.drawn = {.name = c->name,
			.title = q->asked ? q->asked : c->ref->title,
			.level = level_name(q->level),
			.topics = topics_of(iv->arena, c->document),
			.suggested_s = suggested_s(c, wished_s)}};
}

struct chance {
	size_t card;
	double strength; /* 0 where it does not matter */
	size_t n_interviews;
	size_t order; /* as shuffled */
};

static int compare_chances(const void *a, const void *b)
{
	const struct chance *x = a, *y = b;

	if (x->strength != y->strength)
		return x->strength < y->strength ? -1 : 1;
	if (x->n_interviews != y->n_interviews)
		return x->n_interviews < y->n_interviews ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

/* Recall cards with how early they are to come; NULL when out of memory. */
static struct chance *list_chances(struct interview *iv, const struct mastery *mastery,
	const struct interview_wish *wish, size_t *n)
{
	struct chance *chances = arena_array(iv->arena, deck_n(iv->deck) + 1, sizeof(*chances));
	size_t *order = arena_array(iv->arena, deck_n(iv->deck) + 1, sizeof(*order));
	struct draw d = draw_begin(wish->seed, "interview");

	*n = 0;
	if (!chances || !order)
		return NULL;
	for (size_t i = 0; i < deck_n(iv->deck); i++) {
		const struct deck_card *card = deck_card(iv->deck, i);

		if (!card->item)
			chances[(*n)++] = (struct chance){.card = i,
				.strength = wish->is_weak ? mastery_weakest(mastery, card) : 0,
				.n_interviews = mastery->pages[card->page].n_interviews};
	}
	draw_order(&d, order, *n);
	for (size_t i = 0; i < *n; i++)
		chances[i].order = order[i];
	qsort(chances, *n, sizeof(*chances), compare_chances);
	return chances;
}

static enum status draw_all(struct interview *iv, const struct interview_wish *wish, int64_t now_ms)
{
	struct mastery mastery;
	struct chance *chances;
	enum status status = mastery_init(&mastery, iv->deck, iv->progress, now_ms);
	size_t n;

	if (status != STATUS_OK)
		return status;
	chances = list_chances(iv, &mastery, wish, &n);
	mastery_done(&mastery);
	if (n > wish->count)
		n = wish->count;
	if (n > INTERVIEW_MAX_QUESTIONS)
		n = INTERVIEW_MAX_QUESTIONS;
	iv->steps = arena_array(iv->arena, n + 1, sizeof(*iv->steps));
	if (!chances || !iv->steps)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < n; i++)
		draw_step(iv, chances[i].card, wish->suggested_s);
	if (!n)
		return STATUS_NOT_FOUND;
	return arena_status(iv->arena);
}

static enum status log_begin(
	struct interview *iv, const struct interview_wish *wish, int64_t now_ms)
{
	struct interview_start start = {.at_ms = now_ms,
		.level = wish->level,
		.topic = wish->topic,
		.is_weak = wish->is_weak,
		.seed = wish->seed};
	struct interview_drawn *drawn = arena_array(iv->arena, iv->n, sizeof(*drawn));
	enum status status;

	if (!drawn)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < iv->n; i++)
		drawn[i] = iv->steps[i].drawn;
	status = interview_log_begin(iv->progress, &start, drawn, iv->n);
	memcpy(iv->id, start.id, PROGRESS_ID_BYTES);
	return status;
}

/* ---- beginning, resuming */

static struct interview *new_interview(
	const struct deck *deck, struct progress *progress, struct live *live)
{
	struct interview *iv = calloc(1, sizeof(*iv));

	if (!iv)
		return NULL;
	buf_init(&iv->error);
	iv->deck = deck;
	iv->progress = progress;
	iv->live = live;
	iv->arena = arena_new();
	if (iv->arena)
		return iv;
	interview_free(iv);
	return NULL;
}

static enum status hand_out(struct interview **interview, struct interview *iv, enum status status)
{
	*interview = status == STATUS_OK ? iv : NULL;
	if (status != STATUS_OK)
		interview_free(iv);
	return status;
}

enum status interview_begin(struct interview **interview, const struct deck *deck,
	struct progress *progress, struct live *live, const struct interview_wish *wish,
	int64_t now_ms)
{
	struct interview *iv = new_interview(deck, progress, live);
	enum status status = iv ? draw_all(iv, wish, now_ms) : STATUS_NO_MEMORY;

	if (status == STATUS_OK)
		status = log_begin(iv, wish, now_ms);
	if (status == STATUS_OK)
		status = advance(iv);
	return hand_out(interview, iv, status);
}

struct last {
	bool is_open;
	struct interview_start start;
	struct interview_score score;
};

static bool take_last(
	void *context, const struct interview_start *start, const struct interview_score *score)
{
	struct last *last = context;

	last->is_open = !score->is_ended;
	last->start = *start;
	last->score = *score;
	return false;
}

static enum status find_last(struct progress *progress, struct last *last)
{
	enum status status;

	*last = (struct last){0};
	status = interview_log_each(progress, take_last, last);
	return status == STATUS_OK && !last->is_open ? STATUS_NOT_FOUND : status;
}

bool interview_is_open(struct progress *progress, int64_t *at_ms, size_t *n_done, size_t *n)
{
	struct last last;

	if (find_last(progress, &last) != STATUS_OK)
		return false;
	*at_ms = last.start.at_ms;
	*n_done = last.score.n_answered;
	*n = last.score.n_questions;
	return true;
}

static bool restore_step(void *context, int place, const struct interview_drawn *drawn)
{
	struct interview *iv = context;
	struct step *step = &iv->steps[iv->n];

	if (place != (int)iv->n || iv->n == INTERVIEW_MAX_QUESTIONS)
		return false;
	*step = (struct step){.drawn = {.name = arena_strdup(iv->arena, drawn->name),
				      .title = arena_strdup(iv->arena, drawn->title),
				      .level = arena_strdup(iv->arena, drawn->level),
				      .topics = arena_strdup(iv->arena, drawn->topics),
				      .suggested_s = drawn->suggested_s}};
	step->card = step->drawn.name ? deck_find(iv->deck, step->drawn.name) : DECK_NONE;
	iv->n++;
	return true;
}

static bool restore_event(void *context, const struct interview_event *e)
{
	struct interview *iv = context;
	struct step *step;

	if (e->place < 0 || (size_t)e->place >= iv->n)
		return true;
	step = &iv->steps[e->place];
	if (e->kind == INTERVIEW_CLOCK || e->kind == INTERVIEW_ANSWERED)
		step->used_ms = e->took_ms;
	step->is_locked = step->is_locked || e->kind == INTERVIEW_ANSWERED;
	step->is_ticked = step->is_ticked || e->kind == INTERVIEW_POINTS;
	step->n_followed += e->kind == INTERVIEW_FOLLOW_UP;
	return true;
}

static enum status restore(struct interview *iv)
{
	struct last last;
	enum status status = find_last(iv->progress, &last);

	iv->steps = arena_array(iv->arena, INTERVIEW_MAX_QUESTIONS, sizeof(*iv->steps));
	if (!iv->steps)
		return STATUS_NO_MEMORY;
	memcpy(iv->id, last.start.id, PROGRESS_ID_BYTES);
	if (status == STATUS_OK)
		status = interview_log_drawn(iv->progress, iv->id, restore_step, iv);
	if (status == STATUS_OK)
		status = interview_log_events(iv->progress, iv->id, restore_event, iv);
	return status == STATUS_OK ? arena_status(iv->arena) : status;
}

enum status interview_resume(struct interview **interview, const struct deck *deck,
	struct progress *progress, struct live *live, int64_t now_ms)
{
	struct interview *iv = new_interview(deck, progress, live);
	enum status status = iv ? restore(iv) : STATUS_NO_MEMORY;

	if (status == STATUS_OK)
		status = settle(iv, now_ms);
	return hand_out(interview, iv, status);
}

void interview_free(struct interview *interview)
{
	if (!interview)
		return;
	asking_free(interview->asking);
	arena_free(interview->arena);
	buf_done(&interview->error);
	free(interview);
}

const char *interview_error(const struct interview *interview)
{
	return interview->error.data;
}

/* ---- where one stands */

size_t interview_n(const struct interview *interview)
{
	return interview->n;
}

size_t interview_place(const struct interview *interview)
{
	return interview->place;
}

struct asking *interview_asking(const struct interview *interview)
{
	return interview->asking;
}

int interview_suggested_s(const struct interview *interview)
{
	return interview->place < interview->n
		       ? interview->steps[interview->place].drawn.suggested_s
		       : 0;
}

int64_t interview_used_ms(const struct interview *interview)
{
	return interview->place < interview->n ? interview->steps[interview->place].used_ms : 0;
}

const struct follow_up *interview_follow_up(
	const struct interview *interview, size_t *place, size_t *n)
{
	const struct document *d;

	if (interview_phase(interview) != INTERVIEW_FOLLOWING)
		return NULL;
	d = document_of(interview, interview->place);
	*place = interview->steps[interview->place].n_followed;
	*n = d->n_follow_ups;
	return &d->follow_ups[*place];
}

/* ---- steps */

enum status interview_lock(
	struct interview *interview, const char *written, int64_t took_ms, int64_t now_ms)
{
	struct interview_event e = {.kind = INTERVIEW_ANSWERED,
		.at_ms = now_ms,
		.took_ms = took_ms < 0 ? 0 : took_ms,
		.text = written};
	struct step *step = &interview->steps[interview->place];
	enum status status;

	if (interview_phase(interview) != INTERVIEW_ASKING)
		return STATUS_INVALID;
	status = add_event(interview, &e, NULL);
	if (status != STATUS_OK)
		return status;
	step->is_locked = true;
	step->used_ms = e.took_ms;
	return fail(interview, advance(interview));
}

/* One line each: a point may be wrapped in the page. */
static void put_line(struct buf *out, bool is_made, const char *text)
{
	buf_puts(out, is_made ? "+ " : "- ");
	for (; *text; text++)
		buf_putc(out, *text == '\n' || *text == '\r' ? ' ' : *text);
	buf_putc(out, '\n');
}

static enum status tick(struct interview *iv, const bool *made, int64_t now_ms, struct buf *text)
{
	const struct document *d = document_of(iv, iv->place);
	struct step *step = &iv->steps[iv->place];
	struct interview_event e = {
		.kind = INTERVIEW_POINTS, .at_ms = now_ms, .n = (int)d->n_key_points};
	struct review review = {
		.item = step->drawn.name, .at_ms = now_ms, .took_ms = step->used_ms};
	enum status status;

	for (size_t i = 0; i < d->n_key_points; i++) {
		put_line(text, made[i], d->key_points[i]);
		e.n_made += made[i];
	}
	e.text = text->data;
	review.rating = session_recall_grade((size_t)e.n_made, d->n_key_points);
	review.is_right = review.rating != RATING_AGAIN;
	status = buf_status(text);
	if (status == STATUS_OK)
		status = add_event(iv, &e, &review);
	step->is_ticked = status == STATUS_OK;
	return status == STATUS_OK ? settle(iv, now_ms) : status;
}

enum status interview_tick(struct interview *interview, const bool *made, int64_t now_ms)
{
	enum status status;
	struct buf text;

	if (interview_phase(interview) != INTERVIEW_TICKING)
		return STATUS_INVALID;
	buf_init(&text);
	status = tick(interview, made, now_ms, &text);
	buf_done(&text);
	return status;
}

enum status interview_follow(struct interview *interview, enum follow_up_end end, int64_t now_ms)
{
	struct interview_event e = {.kind = INTERVIEW_FOLLOW_UP,
		.at_ms = now_ms,
		.n = end != FOLLOW_UP_PASSED,
		.n_made = end == FOLLOW_UP_HAD};
	const struct follow_up *follow_up;
	enum status status;
	struct buf text;
	size_t place, n;

	follow_up = interview_follow_up(interview, &place, &n);
	if (!follow_up)
		return STATUS_INVALID;
	buf_init(&text);
	put_line(&text, end == FOLLOW_UP_HAD, follow_up->question);
	e.part = (int)place;
	e.text = text.data;
	status = buf_status(&text);
	if (status == STATUS_OK)
		status = add_event(interview, &e, NULL);
	buf_done(&text);
	if (status != STATUS_OK)
		return status;
	interview->steps[interview->place].n_followed++;
	return settle(interview, now_ms);
}

enum status interview_pause(struct interview *interview, int64_t used_ms, int64_t now_ms)
{
	struct interview_event e = {
		.kind = INTERVIEW_CLOCK, .at_ms = now_ms, .took_ms = used_ms < 0 ? 0 : used_ms};
	enum status status;

	if (interview_phase(interview) != INTERVIEW_ASKING)
		return STATUS_INVALID;
	status = add_event(interview, &e, NULL);
	if (status == STATUS_OK)
		interview->steps[interview->place].used_ms = e.took_ms;
	return status;
}

enum status interview_finish(struct interview *interview, int64_t now_ms)
{
	struct interview_event end = {.kind = INTERVIEW_ENDED, .at_ms = now_ms};
	enum status status;

	if (interview_phase(interview) == INTERVIEW_OVER)
		return STATUS_INVALID;
	status = add_event(interview, &end, NULL);
	if (status != STATUS_OK)
		return status;
	interview->is_ended = true;
	return fail(interview, advance(interview));
}
