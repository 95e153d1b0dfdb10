/*
 * Numeric quiz items: the right answer is computed for what is drawn, so the
 * named wrong answers must stay outside of what is accepted for every draw.
 */
#include "verify/check_impl.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MAX_VALUES = 6, MAX_VALUES_OF_MANY = 3, DRAWN_BYTES = 32 };

/* How many values of a parameter are tried: all of a short range of integers,
 * else some from end to end. */
static size_t n_values(const struct quiz_item *item, const struct drawn_param *p)
{
	size_t most = item->n_params > 1 ? MAX_VALUES_OF_MANY : MAX_VALUES;
	double span = p->to - p->from + 1;

	return p->is_integer && span < (double)most ? (size_t)span : most;
}

static double nth_value(const struct drawn_param *p, size_t i, size_t n)
{
	double t = n > 1 ? (double)i / (double)(n - 1) : 0;
	double x = p->is_log ? p->from * pow(p->to / p->from, t) : p->from + t * (p->to - p->from);

	return p->is_integer ? floor(x + 0.5) : x;
}

static size_t n_draws(const struct quiz_item *item)
{
	size_t n = 1;

	for (size_t i = 0; i < item->n_params; i++)
		n *= n_values(item, &item->params[i]);
	return n;
}

/* Puts the values of a draw in place of the samples in a target's arguments. */
static bool draw_target(struct check *c, const struct quiz_item *item, size_t draw,
	const char *text, struct target *target)
{
	if (!target_parse(target, c->arena, text))
		return false;
	for (size_t i = 0; i < item->n_params; i++) {
		const struct drawn_param *p = &item->params[i];
		size_t n = n_values(item, p);
		char value[DRAWN_BYTES];

		snprintf(value, sizeof(value), "%.10g", nth_value(p, draw % n, n));
		target_set(target, c->arena, p->name, value);
		draw /= n;
	}
	return arena_status(c->arena) == STATUS_OK;
}

static bool draw_setting(struct check *c, struct checked_page *page, const struct quiz_item *item,
	size_t draw, const char *text, struct target *target, struct live_setting *setting)
{
	return text && draw_target(c, item, draw, text, target) &&
	       view_setting(&page->view, target, setting, NULL);
}

static enum status want_draw(
	struct check *c, struct checked_page *page, const struct quiz_item *item, size_t draw)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i <= item->n_wrong && status == STATUS_OK; i++) {
		const char *text = i ? item->wrong[i - 1].target : item->answer_target;
		struct live_setting setting;
		struct target target;
		size_t index;

		if (draw_setting(c, page, item, draw, text, &target, &setting))
			status = check_want(c, &setting, page->document.file, item->at, &index);
	}
	return status;
}

enum status want_quiz(struct check *c, struct checked_page *page)
{
	const struct document *d = &page->document;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < d->n_items; i++)
		for (size_t draw = 0; d->items[i].kind == ITEM_NUMERIC &&
				      draw < n_draws(&d->items[i]) && status == STATUS_OK;
			draw++)
			status = want_draw(c, page, &d->items[i], draw);
	return status;
}

/* The live number behind a target at a draw; false if there is none (told
 * elsewhere: by its run, or as an unknown value of the sample). */
static bool drawn_number(struct check *c, struct checked_page *page, const struct quiz_item *item,
	size_t draw, const char *text, double *number)
{
	const struct demo_result *r;
	const struct demo_value *v;
	struct live_setting setting;
	struct target target;

	if (!draw_setting(c, page, item, draw, text, &target, &setting))
		return false;
	r = check_result(c, &setting);
	v = r ? result_value(r, target.name) : NULL;
	if (!v || v->is_text)
		return false;
	*number = v->number;
	return true;
}

static const char *draw_text(struct check *c, const struct quiz_item *item, size_t draw)
{
	const char *text = "";

	for (size_t i = 0; text && i < item->n_params; i++) {
		const struct drawn_param *p = &item->params[i];
		size_t n = n_values(item, p);

		text = arena_printf(c->arena, "%s%s%s=%.6g", text, i ? ", " : "", p->name,
			nth_value(p, draw % n, n));
		draw /= n;
	}
	return text && text[0] ? text : "the sample";
}

/* Tells the first draw at which a wrong answer would be accepted. */
static void judge_wrong(struct check *c, struct checked_page *page, const struct quiz_item *item,
	const struct wrong_answer *wrong)
{
	for (size_t draw = 0; draw < n_draws(item); draw++) {
		double right, other, room;

		if (!drawn_number(c, page, item, draw, item->answer_target, &right) ||
			!drawn_number(c, page, item, draw, wrong->target, &other))
			continue;
		room = item->tolerance_is_relative ? item->tolerance * fabs(right)
						   : item->tolerance;
		if (!(fabs(other - right) <= room))
			continue;
		diags_add(c->diags, page->document.file, wrong->at.line, wrong->at.col,
			"this wrong answer would be accepted at %s: it is %.6g, the right one %.6g"
			" \xC2\xB1 %.3g; expected it outside",
			draw_text(c, item, draw), other, right, room);
		return;
	}
}

void judge_quiz(struct check *c, struct checked_page *page)
{
	const struct document *d = &page->document;

	for (size_t i = 0; i < d->n_items; i++) {
		const struct quiz_item *item = &d->items[i];

		for (size_t j = 0; j < item->n_wrong; j++)
			judge_wrong(c, page, item, &item->wrong[j]);
	}
}
