#include "tui/quiz_view.h"

#include "tui/chrome.h"

#include <stdio.h>
#include <string.h>

enum { HINT_CELLS = 7, TEXT_INDENT = 3 };

static const struct study_mark no_mark = {NULL, {.role = ROLE_TEXT}, 0};

static struct asking *asking_of(const struct quiz_view *v)
{
	return sitting_asking(v->sitting);
}

bool quiz_view_is_number(const struct quiz_view *view)
{
	const struct quiz_item *item = asking_card(asking_of(view))->item;

	return item && item->kind == ITEM_NUMERIC;
}

bool quiz_view_has_hint(const struct quiz_view *view)
{
	const struct asking *asking = asking_of(view);

	return asking_n_hints_given(asking) < asking_n_hints(asking);
}

bool quiz_view_is_ordered(const struct quiz_view *view)
{
	const struct quiz_item *item = asking_card(asking_of(view))->item;

	return item && item->kind == ITEM_ORDER;
}

static void put_text(struct lines *out, struct style style, const char *text)
{
	lines_pad(out, style_plain, TEXT_INDENT);
	lines_puts(out, style, text);
	lines_end(out);
}

/* ---- options */

/* What an option turned out to be: its place, right, wrongly chosen, or nothing. */
static struct study_mark mark_judged(const struct quiz_view *v, const struct asked_option *o,
	const struct area *area, char *text, size_t size)
{
	const char *tick = area->ascii ? "+" : "\xE2\x9C\x93",
		   *cross = area->ascii ? "x" : "\xE2\x9C\x97";
	bool is_recall = !asking_card(asking_of(v))->item;

	if (quiz_view_is_ordered(v)) {
		snprintf(text, size, "   %zu.", o->place + 1);
		return (struct study_mark){text, style_dim, CHOICES_MARK_CELLS};
	}
	if (is_recall) {
		snprintf(text, size, "   %s", o->is_picked ? tick : " ");
		return (struct study_mark){text, style_good, CHOICES_MARK_CELLS};
	}
	snprintf(text, size, "   %s %s",
		o->is_right    ? tick
		: o->is_picked ? cross
			       : " ",
		o->is_picked ? (area->ascii ? "<" : "\xE2\x97\x82") : " ");
	return (struct study_mark){text,
		o->is_right    ? style_good
		: o->is_picked ? style_bad
			       : style_dim,
		CHOICES_MARK_CELLS};
}

/* The option that stands at a row: an order that is judged is shown right. */
static size_t option_at(const struct quiz_view *v, size_t row)
{
	size_t n = asking_n_options(asking_of(v));

	for (size_t i = 0; i < n && quiz_view_is_ordered(v); i++)
		if (asking_option(asking_of(v), i).place == row)
			return i;
	return row;
}

static bool put_judged(struct quiz_view *v, const struct study_text *how, struct lines *out)
{
	const struct study_mark below = {"", style_plain, CHOICES_MARK_CELLS};
	size_t n = asking_n_options(how->asking);
	bool done = true;
	char text[64];

	for (size_t row = 0; row < n && done; row++) {
		struct asked_option o = asking_option(how->asking, option_at(v, row));
		struct study_mark mark = mark_judged(v, &o, how->area, text, sizeof(text));

		done = study_put(out, how, &mark, o.text);
		if (!done || !o.explanation)
			continue;
		done = study_put(out, how, &below, o.explanation);
		lines_end(out);
	}
	return done;
}

/* ---- what is asked */

static bool put_hints(struct quiz_view *v, const struct study_text *how, struct lines *out)
{
	const struct study_mark mark = {"   hint", style_dim, HINT_CELLS};

	for (size_t i = 0; i < v->n_hints; i++) {
		const char *text = v->hints[i];

		text += strncmp(text, "Hint:", 5) == 0 ? 5 : 0;
		if (!study_put(out, how, &mark, text))
			return false;
		lines_end(out);
	}
	return true;
}

static void put_entry(struct quiz_view *v, const struct area *area, struct lines *out)
{
	v->focus = out->n_lines;
	chrome_entry(out, area->ascii ? "   > " : "   \xE2\x80\xBA ", v->number.text, area->cols);
}

static void put_written(struct quiz_view *v, const struct area *area, struct lines *out)
{
	size_t before = out->n_lines;

	writing_put(&v->writing, v->phase == QUIZ_RECALL ? style_plain : style_dim, area, out);
	if (out->n_lines > before)
		v->focus = out->n_lines - 1;
}

static void put_recall(struct quiz_view *v, const struct area *area, struct lines *out)
{
	int cols = area->cols < PAGE_MAX_TEXT_CELLS ? area->cols : PAGE_MAX_TEXT_CELLS;

	put_written(v, area, out);
	if (!v->writing.is_on)
		chrome_wrap(out, style_dim,
			"Say your answer aloud, as in an interview, or write it (w). Then press "
			"enter and compare.",
			TEXT_INDENT, cols, 3);
}

/* ---- the verdict */

static void put_result(struct quiz_view *v, const struct area *area, struct lines *out)
{
	const struct sitting_answer *answer = sitting_answer(v->sitting);
	const struct verdict *verdict = asking_verdict(asking_of(v));
	bool is_right = answer ? answer->is_right : verdict->is_right;

	v->focus = out->n_lines;
	lines_pad(out, style_plain, TEXT_INDENT);
	if (verdict->n_points)
		lines_printf(out, is_right ? style_good : style_bad, "%zu of %zu key points",
			verdict->n_made, verdict->n_points);
	else if (area->ascii)
		lines_puts(out, is_right ? style_good : style_bad, is_right ? "Right" : "Wrong");
	else
		lines_puts(out, is_right ? style_good : style_bad,
			is_right ? "\xE2\x9C\x93  Right" : "\xE2\x9C\x97  Wrong");
	if (is_right && !verdict->is_right)
		lines_puts(out, style_dim, "  by your own judgment");
	lines_end(out);
	lines_end(out);
}

static bool put_verdict(struct quiz_view *v, const struct study_text *how, struct lines *out)
{
	struct asking *a = asking_of(v);
	const struct quiz_item *item = asking_card(a)->item;
	bool done = true;

	put_written(v, how->area, out);
	put_result(v, how->area, out);
	if (!item && v->short_answer) {
		done = study_put(out, how, &no_mark, v->short_answer);
		lines_end(out);
	}
	done = done && put_judged(v, how, out);
	if (item && item->n_choices && item->explanation)
		done = done && study_put(out, how, &no_mark, item->explanation);
	if (item && !item->n_choices)
		done = done && study_put(out, how, &no_mark, asking_verdict(a)->explanation);
	return done;
}

/* ---- all of it */

static void put_over(struct quiz_view *v, struct lines *out)
{
	struct sitting_counts c = sitting_counts(v->sitting, v->now_ms);
	struct buf text;

	buf_init(&text);
	if (!c.n_answered && !c.n_planned)
		buf_puts(&text, v->is_review ? "Nothing is due. Come back tomorrow, or take a quiz."
					     : "There is nothing to ask here.");
	else
		buf_printf(&text, "%zu answered, %zu right. All of it is saved.", c.n_answered,
			c.n_right);
	put_text(out, style_heading, buf_status(&text) == STATUS_OK ? text.data : "");
	buf_clear(&text);
	if (c.n_later) {
		buf_printf(&text, "%zu still being learnt, the next one in ", c.n_later);
		study_put_wait(&text, c.next_ms - v->now_ms);
		buf_puts(&text, ".");
		lines_end(out);
		put_text(out, style_plain, buf_status(&text) == STATUS_OK ? text.data : "");
	}
	buf_done(&text);
}

static bool put_phase(struct quiz_view *v, const struct study_text *how, struct lines *out)
{
	bool done = true;

	switch (v->phase) {
	case QUIZ_ASK:
		if (quiz_view_is_number(v)) {
			put_entry(v, how->area, out);
		} else {
			done = choices_put(&v->choices, how, out);
			v->focus = v->choices.line[v->choices.at.at];
		}
		break;
	case QUIZ_TICK:
		put_written(v, how->area, out);
		done = v->short_answer && study_put(out, how, &no_mark, v->short_answer);
		lines_end(out);
		put_text(out, style_heading, "Which of these did you say?");
		lines_end(out);
		done = done && choices_put(&v->choices, how, out);
		v->focus = v->choices.line[v->choices.at.at];
		break;
	case QUIZ_RECALL:
		put_recall(v, how->area, out);
		break;
	case QUIZ_VERDICT:
		done = put_verdict(v, how, out);
		break;
	case QUIZ_COMPUTING:
		put_text(out, style_dim, "The demo computes what was drawn for you \xE2\x80\xA6");
		break;
	case QUIZ_OVER:
		break;
	}
	return done;
}

enum status quiz_view_body(struct quiz_view *view, const struct area *area, struct lines *out)
{
	struct study_text how = {area, asking_of(view)};

	view->focus = 0;
	if (view->phase == QUIZ_OVER) {
		put_over(view, out);
		return lines_status(out);
	}
	if (!study_put(out, &how, &no_mark, asking_prompt(how.asking)))
		return STATUS_NO_MEMORY;
	lines_end(out);
	if (view->phase != QUIZ_VERDICT && !put_hints(view, &how, out))
		return STATUS_NO_MEMORY;
	if (!put_phase(view, &how, out))
		return STATUS_NO_MEMORY;
	if (view->refusal[0]) {
		lines_end(out);
		chrome_wrap(out, style_bad, view->refusal, TEXT_INDENT, area->cols, 3);
		view->focus = out->n_lines - 1;
	}
	return lines_status(out);
}

enum status quiz_view_grades(struct quiz_view *view, const struct area *area, struct lines *out,
	int grade_col[SITTING_N_GRADES + 1])
{
	const struct sitting_answer *answer = sitting_answer(view->sitting);
	struct fsrs_card cards[SITTING_N_GRADES];
	enum status status = sitting_preview(view->sitting, view->now_ms, cards);
	struct buf wait;

	if (status != STATUS_OK || !answer)
		return status;
	buf_init(&wait);
	lines_pad(out, style_plain, 1);
	for (int i = 0; i < SITTING_N_GRADES; i++) {
		bool is_chosen = answer->rating == (enum rating)(i + 1);

		grade_col[i] = lines_open_cells(out);
		chrome_pointer(out, is_chosen);
		lines_printf(out, is_chosen ? style_accent : style_plain, "%d %s", i + 1,
			rating_name((enum rating)(i + 1)));
		buf_clear(&wait);
		study_put_wait(&wait, cards[i].due_ms - view->now_ms);
		if (area->cols >= 70 || is_chosen)
			lines_printf(out, style_dim, " %s", wait.n ? wait.data : "");
		lines_pad(out, style_plain, area->cols >= 70 ? 4 : 0);
	}
	grade_col[SITTING_N_GRADES] = lines_open_cells(out);
	lines_end(out);
	buf_done(&wait);
	return lines_status(out);
}

void quiz_view_about(const struct quiz_view *view, struct buf *out)
{
	static const char *const kinds[] = {
		"one is right", "several are right", "put in order", "a number"};
	const struct asking *a = asking_of(view);
	const struct quiz_item *item = a ? asking_card(a)->item : NULL;
	int64_t s = view->took_ms / 1000;

	if (!a || view->phase == QUIZ_OVER)
		return;
	buf_printf(out, "%s%s   %d:%02d", item ? kinds[item->kind] : "answer freely",
		asking_is_drawn(a) ? " \xC2\xB7 drawn for you" : "", (int)(s / 60), (int)(s % 60));
}
