#include "study/asking_impl.h"
#include "study/markdown.h"
#include "verify/claim.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- live numbers at what was drawn */

/* Puts what was drawn in place of the samples; true if there is any. */
static bool set_drawn(const struct asking *a, struct target *target)
{
	const struct quiz_item *item = a->card->item;
	bool is_any = false;

	for (size_t i = 0; item && i < item->n_params; i++)
		if (target_set(target, a->arena, item->params[i].name, a->values[i]))
			is_any = true;
	return is_any;
}

void asking_live(void *asking, const char *target, const char *written, struct live_item *item)
{
	struct asking *a = asking;
	struct live_setting setting;
	struct target parsed;
	size_t index;
	bool is_drawn;

	item->state = LIVE_UNKNOWN;
	if (!target_parse(&parsed, a->arena, target)) {
		item->message = "the target is not NAME or NAME?PARAMETER=VALUE";
		return;
	}
	is_drawn = set_drawn(a, &parsed);
	/* What asking_new did not foresee is computed with the next pump. */
	if (view_setting(&a->view, &parsed, &setting, NULL))
		live_want(a->view.live, &setting, &index);
	view_target(&a->view, &parsed, written, item);
	/* The text was written at the sample: another number is no news here. */
	if (is_drawn && item->state == LIVE_STALE)
		item->state = LIVE_COMPUTED;
}

static bool want(struct asking *a, const char *text, size_t *index)
{
	struct live_setting setting;
	struct target target;

	if (!text || !target_parse(&target, a->arena, text))
		return false;
	set_drawn(a, &target);
	return view_setting(&a->view, &target, &setting, NULL) &&
	       live_want(a->view.live, &setting, index) == STATUS_OK;
}

static struct computed want_number(struct asking *a, const char *text)
{
	struct computed c = {.target = text};

	c.is_wanted = want(a, text, &c.index);
	return c;
}

static bool is_pending(const struct asking *a, const struct computed *c)
{
	return c->is_wanted && !live_is_done(a->view.live, c->index);
}

bool asking_number(const struct asking *a, const struct computed *c, double *number)
{
	const struct demo_value *value;
	struct target target;

	if (!c->is_wanted || !live_is_done(a->view.live, c->index) ||
		!target_parse(&target, a->arena, c->target))
		return false;
	value = result_value(job_result(live_job(a->view.live, c->index)), target.name);
	if (!value || value->is_text || !isfinite(value->number))
		return false;
	*number = value->number;
	return true;
}

/* Lines of the page, from `first` on and before `end`, that the card shows. */
static bool belongs(const struct asking *a, const struct reference *r, int first, int end)
{
	static const char *const recalled[] = {"Short answer", "Key points", "Follow-up questions"};

	if (r->kind != REFERENCE_CLAIM && r->kind != REFERENCE_FIGURE)
		return false;
	if (a->card->item)
		return r->at.line >= first && r->at.line < end;
	for (size_t i = 0; i < sizeof(recalled) / sizeof(recalled[0]); i++)
		if (strcasecmp(r->section, recalled[i]) == 0)
			return true;
	return false;
}

static void want_texts(struct asking *a)
{
	const struct document *d = a->card->document;
	const struct quiz_item *item = a->card->item;
	int first = item ? item->at.line : 0, end = INT_MAX;
	size_t index;

	for (size_t i = 0; i < d->n_items && item; i++)
		if (d->items[i].at.line > first && d->items[i].at.line < end)
			end = d->items[i].at.line;
	for (size_t i = 0; i < d->n_sections && item; i++)
		if (d->sections[i].at.line > first && d->sections[i].at.line < end)
			end = d->sections[i].at.line;
	for (size_t i = 0; i < d->n_references; i++)
		if (belongs(a, &d->references[i], first, end))
			want(a, d->references[i].target, &index);
}

/* ---- the question */

static void draw_all(struct asking *a, uint64_t seed)
{
	const struct quiz_item *item = a->card->item;
	struct draw d = draw_begin(seed, a->card->name);

	for (size_t i = 0; i < item->n_params; i++)
		draw_param(&d, &item->params[i], a->values[i]);
	draw_order(&d, a->order, item->n_choices);
	draw_prompt(&a->prompt, item, a->values);
}

static enum status prepare_item(struct asking *a, uint64_t seed)
{
	const struct quiz_item *item = a->card->item;

	if (item->n_choices > ANSWER_MAX_CHOICES || item->n_params > ASKING_MAX_PARAMS)
		return STATUS_LIMIT;
	draw_all(a, seed);
	if (item->kind != ITEM_NUMERIC)
		return STATUS_OK;
	a->wrong = arena_array(a->arena, item->n_wrong + 1, sizeof(*a->wrong));
	if (!a->wrong)
		return STATUS_NO_MEMORY;
	a->key = want_number(a, item->answer_target);
	for (size_t i = 0; i < item->n_wrong; i++)
		a->wrong[i] = want_number(a, item->wrong[i].target);
	return STATUS_OK;
}

static enum status prepare_recall(struct asking *a)
{
	const struct question *q = a->card->ref->question;

	if (a->card->document->n_key_points > ANSWER_MAX_CHOICES)
		return STATUS_LIMIT;
	markdown_put_plain(&a->prompt, q && q->asked ? q->asked : a->card->ref->title);
	return STATUS_OK;
}

static struct asking *new_asking(
	const struct deck_card *card, struct library *library, struct live *live)
{
	struct asking *a = calloc(1, sizeof(*a));

	if (!a)
		return NULL;
	buf_init(&a->prompt);
	buf_init(&a->explanation);
	a->card = card;
	a->arena = arena_new();
	a->view = (struct live_view){
		.library = library, .page = *card->ref, .live = live, .arena = a->arena};
	if (a->arena)
		return a;
	asking_free(a);
	return NULL;
}

enum status asking_new(struct asking **asking, const struct deck_card *card,
	struct library *library, struct live *live, uint64_t seed)
{
	struct asking *a = new_asking(card, library, live);
	enum status status = STATUS_NO_MEMORY;

	*asking = NULL;
	if (a)
		status = card->item ? prepare_item(a, seed) : prepare_recall(a);
	if (status == STATUS_OK) {
		want_texts(a);
		status = arena_status(a->arena);
	}
	if (status == STATUS_OK)
		status = buf_status(&a->prompt);
	if (status == STATUS_OK)
		*asking = a;
	else
		asking_free(a);
	return status;
}

void asking_free(struct asking *asking)
{
	if (!asking)
		return;
	buf_done(&asking->prompt);
	buf_done(&asking->explanation);
	arena_free(asking->arena);
	free(asking);
}

const struct deck_card *asking_card(const struct asking *asking)
{
	return asking->card;
}

bool asking_is_number(const struct asking *a)
{
	return a->card->item && a->card->item->kind == ITEM_NUMERIC;
}

enum asking_state asking_state(const struct asking *asking, const char **message)
{
	double key;

	if (message)
		*message = NULL;
	if (!asking_is_number(asking))
		return ASKING_READY;
	if (is_pending(asking, &asking->key))
		return ASKING_PENDING;
	if (!asking_number(asking, &asking->key, &key)) {
		if (message)
			*message = "the demo does not compute the answer; 'gradus check' tells";
		return ASKING_FAILED;
	}
	for (size_t i = 0; i < asking->card->item->n_wrong; i++)
		if (is_pending(asking, &asking->wrong[i]))
			return ASKING_PENDING;
	return ASKING_READY;
}

const char *asking_prompt(const struct asking *asking)
{
	return asking->prompt.data;
}

bool asking_is_drawn(const struct asking *asking)
{
	return asking->card->item && asking->card->item->n_params;
}

size_t asking_n_options(const struct asking *asking)
{
	return asking->card->item ? asking->card->item->n_choices
				  : asking->card->document->n_key_points;
}

struct asked_option asking_option(const struct asking *asking, size_t shown)
{
	const struct choice *c;
	size_t i;

	if (!asking->card->item)
		return (struct asked_option){.text = asking->card->document->key_points[shown],
			.is_right = true,
			.place = shown,
			.is_picked = asking->picked[shown]};
	i = asking->order[shown];
	c = &asking->card->item->choices[i];
	return (struct asked_option){.text = c->text,
		.explanation = c->explanation,
		.is_right = c->is_right,
		.place = i,
		.is_picked = asking->picked[i]};
}

const char *asking_wanted(const struct asking *asking)
{
	static const char *const wanted[] = {[ITEM_SINGLE] = "one letter",
		[ITEM_MULTIPLE] = "all letters that apply",
		[ITEM_ORDER] = "all letters in order",
		[ITEM_NUMERIC] = "a number"};

	return asking->card->item ? wanted[asking->card->item->kind]
				  : "letters of the points you made, - for none";
}

const char *asking_hint(struct asking *asking)
{
	if (asking->n_hints_given == asking_n_hints(asking))
		return NULL;
	return asking->card->item->hints[asking->n_hints_given++];
}

size_t asking_n_hints(const struct asking *asking)
{
	return asking->card->item ? asking->card->item->n_hints : 0;
}

size_t asking_n_hints_given(const struct asking *asking)
{
	return asking->n_hints_given;
}

const char *asking_reveal(struct asking *asking)
{
	const struct section *s = document_section(asking->card->document, "Short answer");
	const char *begin, *end, *text;

	asking->is_revealed = true;
	if (!s)
		return "";
	begin = asking->card->document->text + s->begin;
	end = asking->card->document->text + s->end;
	begin = memchr(begin, '\n', (size_t)(end - begin)); /* behind the heading */
	text = begin ? arena_strndup(asking->arena, begin, (size_t)(end - begin)) : NULL;
	return text ? text : "";
}

/* ---- the demo behind it */

static bool demo_of(const struct asking *a, const char *text, struct page_ref *ref,
	const char *const **arguments, size_t *n_arguments)
{
	struct target target;

	if (!target_parse(&target, a->arena, text))
		return false;
	set_drawn(a, &target);
	*ref = *a->card->ref;
	if (target.demo && !library_find(a->view.library, a->card->ref->pack, target.demo, ref))
		return false;
	*arguments = target.arguments;
	*n_arguments = target.n_arguments;
	return ref->demo;
}

bool asking_demo(const struct asking *asking, struct page_ref *ref, const char *const **arguments,
	size_t *n_arguments)
{
	if (asking_is_number(asking))
		return demo_of(
			asking, asking->card->item->answer_target, ref, arguments, n_arguments);
	*ref = *asking->card->ref;
	*arguments = NULL;
	*n_arguments = 0;
	return ref->demo;
}
