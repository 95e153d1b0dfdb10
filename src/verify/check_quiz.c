/*
 * Numeric quiz items: the right answer is computed for what is drawn, so the
 * named wrong answers must stay outside of what is accepted for every draw.
 */
#include "verify/check_impl.h"

#include <float.h>
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

/* The numbers of an item at each draw: the right one, then the wrong ones. NAN where
 * there is none. */
struct drawn_item {
	const struct quiz_item *item;
	const char *file;
	size_t n_draws, n_numbers;
	double *numbers;
};

static bool draw_item(struct check *c, struct checked_page *page, const struct quiz_item *item,
	struct drawn_item *drawn)
{
	*drawn = (struct drawn_item){.item = item,
		.file = page->document.file,
		.n_draws = n_draws(item),
		.n_numbers = item->n_wrong + 1};
	drawn->numbers =
		arena_array(c->arena, drawn->n_draws * drawn->n_numbers, sizeof(*drawn->numbers));
	if (!drawn->numbers)
		return false;
	for (size_t draw = 0; draw < drawn->n_draws; draw++)
		for (size_t i = 0; i < drawn->n_numbers; i++) {
			const char *text = i ? item->wrong[i - 1].target : item->answer_target;
			double *number = &drawn->numbers[draw * drawn->n_numbers + i];

			if (!drawn_number(c, page, item, draw, text, number))
				*number = NAN;
		}
	return true;
}

/* Number 0 is the right one, 1 the first wrong one. */
static double number_at(const struct drawn_item *d, size_t draw, size_t i)
{
	return d->numbers[draw * d->n_numbers + i];
}

/* How far from a number an answer still counts as that number. */
static double room_of(const struct quiz_item *item, double number)
{
	return item->tolerance_is_relative ? item->tolerance * fabs(number) : item->tolerance;
}

/* Tells the first draw at which wrong answer i would be accepted. */
static void judge_wrong(struct check *c, const struct drawn_item *d, size_t i)
{
	const struct wrong_answer *wrong = &d->item->wrong[i - 1];

	for (size_t draw = 0; draw < d->n_draws; draw++) {
		double right = number_at(d, draw, 0), other = number_at(d, draw, i);
		double room = room_of(d->item, right);

		if (!(fabs(other - right) <= room))
			continue;
		diags_add(c->diags, d->file, wrong->at.line, wrong->at.col,
			"this wrong answer would be accepted at %s: it is %.6g, the right one %.6g"
			" \xC2\xB1 %.3g; expected it outside",
			draw_text(c, d->item, draw), other, right, room);
		return;
	}
}

/* Are two wrong answers, i and j, one and the same number at a draw? Who gives it would
 * be told of a mistake that may be another's. */
static bool meet(const struct drawn_item *d, size_t draw, size_t i, size_t j)
{
	double a = number_at(d, draw, i), b = number_at(d, draw, j);

	return fabs(a - b) <= fmin(room_of(d->item, a), room_of(d->item, b));
}

/* Tells the first two wrong answers that meet, and where. */
static void judge_pairs(struct check *c, const struct drawn_item *d)
{
	for (size_t j = 2; j < d->n_numbers; j++)
		for (size_t i = 1; i < j; i++)
			for (size_t draw = 0; draw < d->n_draws; draw++) {
				const struct wrong_answer *one = &d->item->wrong[i - 1],
							  *two = &d->item->wrong[j - 1];

				if (!meet(d, draw, i, j))
					continue;
				diags_add(c->diags, d->file, two->at.line, two->at.col,
					"this wrong answer can't be told from that of line %d at"
					" %s: it is %.6g, that %.6g; expected them apart by more"
					" than the tolerance",
					one->at.line, draw_text(c, d->item, draw),
					number_at(d, draw, j), number_at(d, draw, i));
				return;
			}
}

/* A range relative to a right answer of 0 is empty. Tells the first draw at which it is 0
 * or has another sign than at first: then it is 0 in between. */
static void judge_relative(struct check *c, const struct drawn_item *d)
{
	const char *at[2];

	for (size_t draw = 0; d->item->tolerance_is_relative && draw < d->n_draws; draw++) {
		double right = number_at(d, draw, 0), first = number_at(d, 0, 0);

		if (!(fabs(right) < DBL_MIN || right * first < 0))
			continue;
		at[0] = draw_text(c, d->item, 0);
		at[1] = draw_text(c, d->item, draw);
		if (right * first < 0)
			diags_add(c->diags, d->file, d->item->at.line, d->item->at.col,
				"the tolerance is relative, but the right answer passes 0 between"
				" %s, where it is %.6g, and %s, where it is %.6g; expected an"
				" absolute one",
				at[0], first, at[1], right);
		else
			diags_add(c->diags, d->file, d->item->at.line, d->item->at.col,
				"the tolerance is relative, but the right answer is 0 at %s;"
				" expected an absolute one",
				at[1]);
		return;
	}
}

void judge_quiz(struct check *c, struct checked_page *page)
{
	const struct document *document = &page->document;

	for (size_t i = 0; i < document->n_items; i++) {
		struct drawn_item d;

		if (document->items[i].kind != ITEM_NUMERIC ||
			!draw_item(c, page, &document->items[i], &d))
			continue;
		judge_relative(c, &d);
		for (size_t j = 1; j < d.n_numbers; j++)
			judge_wrong(c, &d, j);
		judge_pairs(c, &d);
	}
}
