#include "learn/session.h"
#include "study/asking_impl.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void explain_choices(struct asking *a)
{
	const struct quiz_item *item = a->card->item;
	struct buf *out = &a->explanation;

	for (size_t i = 0; i < item->n_choices && item->kind != ITEM_ORDER; i++) {
		const struct choice *c = &item->choices[i];

		if (a->picked[i] || c->is_right)
			buf_printf(out, "**%s%s:** %s\n\n%s\n\n", c->is_right ? "Right" : "Wrong",
				a->picked[i] ? ", you chose" : ", not chosen", c->text,
				c->explanation ? c->explanation : "");
	}
	for (size_t i = 0; i < item->n_choices && item->kind == ITEM_ORDER; i++)
		buf_printf(out, "%zu. %s\n", i + 1, item->choices[i].text);
	if (item->explanation)
		buf_printf(out, "\n%s\n", item->explanation);
}

static void explain_recall(struct asking *a)
{
	const struct document *d = a->card->document;
	struct verdict *v = &a->verdict;

	buf_printf(&a->explanation, "%zu of %zu key points.\n\n", v->n_made, v->n_points);
	if (v->n_made < v->n_points)
		buf_puts(&a->explanation, "Not made:\n\n");
	for (size_t i = 0; i < d->n_key_points; i++)
		if (!a->picked[i])
			buf_printf(&a->explanation, "- %s\n", d->key_points[i]);
}

static bool refuse(char hint[ANSWER_HINT_BYTES], const char *why)
{
	snprintf(hint, ANSWER_HINT_BYTES, "%s", why);
	return false;
}

static void begin_verdict(struct asking *a)
{
	memset(a->picked, 0, sizeof(a->picked));
	buf_clear(&a->explanation);
	a->verdict = (struct verdict){0};
	a->has_verdict = false;
}

static bool end_verdict(struct asking *a, char hint[ANSWER_HINT_BYTES])
{
	if (buf_status(&a->explanation) != STATUS_OK)
		return refuse(hint, "out of memory");
	a->verdict.explanation = a->explanation.data;
	a->has_verdict = true;
	return true;
}

static bool pick_points(
	struct asking *a, const size_t *shown, size_t n, char hint[ANSWER_HINT_BYTES])
{
	begin_verdict(a);
	for (size_t i = 0; i < n; i++)
		a->picked[shown[i]] = true;
	a->verdict.n_made = n;
	a->verdict.n_points = a->card->document->n_key_points;
	a->verdict.is_right = session_recall_grade(n, a->verdict.n_points) != RATING_AGAIN;
	explain_recall(a);
	return end_verdict(a, hint);
}

static bool pick_choices(
	struct asking *a, const size_t *shown, size_t n, char hint[ANSWER_HINT_BYTES])
{
	const struct quiz_item *item = a->card->item;
	size_t picked[ANSWER_MAX_CHOICES];

	if (item->kind == ITEM_SINGLE && n != 1)
		return refuse(hint, "write one letter");
	if (item->kind == ITEM_ORDER && n != item->n_choices) {
		snprintf(hint, ANSWER_HINT_BYTES, "write all %zu letters, the first one first",
			item->n_choices);
		return false;
	}
	begin_verdict(a);
	for (size_t i = 0; i < n; i++) {
		picked[i] = a->order[shown[i]];
		a->picked[picked[i]] = true;
	}
	a->verdict.is_right = answer_choices_right(item, picked, n);
	explain_choices(a);
	return end_verdict(a, hint);
}

bool asking_pick(struct asking *asking, const size_t *shown, size_t n, char hint[ANSWER_HINT_BYTES])
{
	bool seen[ANSWER_MAX_CHOICES] = {false};

	hint[0] = '\0';
	if (asking_is_number(asking))
		return refuse(hint, "write a number");
	for (size_t i = 0; i < n; i++) {
		if (shown[i] >= asking_n_options(asking) || seen[shown[i]])
			return refuse(hint, "pick each option at most once");
		seen[shown[i]] = true;
	}
	if (asking->card->item)
		return pick_choices(asking, shown, n, hint);
	if (!asking->is_revealed)
		return refuse(hint, "answer first, then compare");
	return pick_points(asking, shown, n, hint);
}

static void diagnose(struct asking *a, double given)
{
	const struct quiz_item *item = a->card->item;
	double *wrong = arena_array(a->arena, item->n_wrong + 1, sizeof(*wrong));
	int known;

	if (!wrong)
		return;
	for (size_t i = 0; i < item->n_wrong; i++)
		if (!asking_number(a, &a->wrong[i], &wrong[i]))
			wrong[i] = (double)NAN;
	known = answer_diagnose(
		given, wrong, item->n_wrong, item->tolerance, item->tolerance_is_relative);
	if (known == ANSWER_NO_DIAGNOSIS)
		return;
	a->verdict.diagnosis = item->wrong[known].explanation;
	buf_printf(&a->explanation, "%s\n\n", a->verdict.diagnosis);
}

static void explain_number(struct asking *a)
{
	const struct quiz_item *item = a->card->item;
	const struct verdict *v = &a->verdict;

	buf_printf(&a->explanation, "The demo computes **%.6g**; accepted within \xC2\xB1 %g%s",
		v->key, item->tolerance_is_relative ? item->tolerance * 100 : item->tolerance,
		item->tolerance_is_relative ? " %" : "");
	if (!v->is_right && v->key != 0) {
		double off = 100 * fabs(v->given - v->key) / fabs(v->key);

		/* Of what is of another order a share tells nothing. */
		if (off < 1000)
			buf_printf(&a->explanation, ", yours is %.3g %% off", off);
		else
			buf_puts(&a->explanation, ", yours is far off");
	}
	buf_puts(&a->explanation, ".\n\n");
	if (item->explanation)
		buf_puts(&a->explanation, item->explanation);
}

static bool answer_number(struct asking *a, const char *text, char hint[ANSWER_HINT_BYTES])
{
	const struct quiz_item *item = a->card->item;
	double given, key;

	if (!answer_read_number(text, &given, hint))
		return false;
	if (asking_state(a, NULL) != ASKING_READY || !asking_number(a, &a->key, &key))
		return refuse(hint, "the demo has not computed the answer yet");
	begin_verdict(a);
	a->verdict.given = given;
	a->verdict.key = key;
	a->verdict.is_right =
		answer_number_right(given, key, item->tolerance, item->tolerance_is_relative);
	if (!a->verdict.is_right)
		diagnose(a, given);
	explain_number(a);
	return end_verdict(a, hint);
}

bool asking_answer(struct asking *asking, const char *text, char hint[ANSWER_HINT_BYTES])
{
	size_t picked[ANSWER_MAX_CHOICES] = {0}, n = 0;

	hint[0] = '\0';
	if (asking_is_number(asking))
		return answer_number(asking, text, hint);
	if (!asking->card->item && (!text[0] || strcmp(text, "-") == 0))
		return asking_pick(asking, picked, 0, hint);
	return answer_read_choices(text, asking_n_options(asking), picked, &n, hint) &&
	       asking_pick(asking, picked, n, hint);
}

const struct verdict *asking_verdict(const struct asking *asking)
{
	return asking->has_verdict ? &asking->verdict : NULL;
}

enum rating asking_grade(const struct asking *asking, bool is_new, int64_t took_ms)
{
	const struct verdict *v = &asking->verdict;

	if (!asking->card->item)
		return session_recall_grade(v->n_made, v->n_points);
	return session_grade(
		asking->card->item->kind, is_new, v->is_right, (int)asking->n_hints_given, took_ms);
}
