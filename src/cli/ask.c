#include "cli/ask.h"

#include "base/arena.h"
#include "base/text.h"
#include "learn/answer.h"
#include "learn/draw.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX_PARAMS = 3 };

/* What was drawn for one asking. */
struct drawn {
	char values[MAX_PARAMS][DRAW_TEXT_BYTES];
	size_t order[ANSWER_MAX_CHOICES]; /* order[shown] is the item's choice */
};

/* ---- live numbers, each computed when it is first asked for */

static void live_now(void *context, const char *text, const char *written, struct live_item *item)
{
	struct live_view *view = context;
	struct live_setting setting;
	struct target target;
	size_t index;

	if (target_parse(&target, view->arena, text) &&
		view_setting(view, &target, &setting, NULL) &&
		live_want(view->live, &setting, &index) == STATUS_OK)
		live_finish(view->live, NULL, NULL);
	view_item(context, text, written, item);
}

bool ask_print(struct asking *asking, const char *markdown)
{
	struct page_options options = cli_page_options(asking->cli);
	struct page page;
	enum status status;
	bool done;

	options.live = live_now;
	options.live_context = &asking->view;
	status = page_layout(&page, markdown, strlen(markdown), &options);
	if (status != STATUS_OK) {
		cli_error("%s", status_text(status));
		return false;
	}
	done = cli_print_lines(asking->cli, &page.lines);
	page_done(&page);
	return done;
}

/* ---- numbers that the demo computes for what was drawn */

/* Puts what was drawn in place of the samples in a target's arguments. */
static bool set_drawn(struct asking *a, const struct drawn *drawn, struct target *target)
{
	for (size_t i = 0; i < a->item->n_params; i++) {
		const char *name = a->item->params[i].name;
		size_t n = strlen(name);

		for (size_t j = 0; j < target->n_arguments; j++)
			if (strncmp(target->arguments[j], name, n) == 0 &&
				target->arguments[j][n] == '=')
				target->arguments[j] = arena_printf(
					a->view.arena, "%s=%s", name, drawn->values[i]);
	}
	return arena_status(a->view.arena) == STATUS_OK;
}

static bool compute(struct asking *a, const struct drawn *drawn, const char *text, double *number)
{
	const struct demo_value *value;
	struct live_setting setting;
	struct target target;
	size_t index;

	if (!target_parse(&target, a->view.arena, text) || !set_drawn(a, drawn, &target) ||
		!view_setting(&a->view, &target, &setting, NULL) ||
		live_want(a->view.live, &setting, &index) != STATUS_OK ||
		live_finish(a->view.live, NULL, NULL) != STATUS_OK)
		return false;
	value = result_value(job_result(live_job(a->view.live, index)), target.name);
	if (!value || value->is_text)
		return false;
	*number = value->number;
	return true;
}

/* ---- the question */

static void draw_all(struct asking *a, struct drawn *drawn)
{
	struct draw d = draw_begin(a->seed, a->name);

	for (size_t i = 0; i < a->item->n_params && i < MAX_PARAMS; i++)
		draw_param(&d, &a->item->params[i], drawn->values[i]);
	if (a->item->n_choices <= ANSWER_MAX_CHOICES)
		draw_order(&d, drawn->order, a->item->n_choices);
}

static bool print_question(struct asking *a, struct drawn *drawn)
{
	struct buf text;
	bool done;

	buf_init(&text);
	draw_prompt(&text, a->item, drawn->values);
	buf_puts(&text, "\n\n");
	for (size_t i = 0; i < a->item->n_choices; i++)
		buf_printf(&text, "**%c)** %s\n\n", (char)('a' + i),
			a->item->choices[drawn->order[i]].text);
	done = buf_status(&text) == STATUS_OK && ask_print(a, text.data);
	buf_done(&text);
	return done;
}

static void print_request(const struct quiz_item *item)
{
	static const char *const wanted[] = {[ITEM_SINGLE] = "one letter",
		[ITEM_MULTIPLE] = "all letters that apply",
		[ITEM_ORDER] = "all letters in order",
		[ITEM_NUMERIC] = "a number"};

	printf("%s%s, skip or quit> ", wanted[item->kind], item->n_hints ? ", ? for a hint" : "");
	fflush(stdout);
}

/* ---- the answer */

static void explain(struct buf *out, const struct quiz_item *item, const size_t *picked, size_t n)
{
	for (size_t i = 0; i < item->n_choices && item->kind != ITEM_ORDER; i++) {
		const struct choice *c = &item->choices[i];
		bool is_picked = false;

		for (size_t j = 0; j < n; j++)
			is_picked = is_picked || picked[j] == i;
		if (!is_picked && !c->is_right)
			continue;
		buf_printf(out, "**%s%s:** %s\n\n%s\n\n", c->is_right ? "Right" : "Wrong",
			is_picked ? ", you chose" : ", not chosen", c->text,
			c->explanation ? c->explanation : "");
	}
	for (size_t i = 0; i < item->n_choices && item->kind == ITEM_ORDER; i++)
		buf_printf(out, "%zu. %s\n", i + 1, item->choices[i].text);
	if (item->explanation)
		buf_printf(out, "\n%s\n", item->explanation);
}

/* False if the text is no answer, which `hint` says. */
static bool judge_choices(struct asking *a, const struct drawn *drawn, const char *text,
	struct verdict *v, char hint[ANSWER_HINT_BYTES])
{
	size_t picked[ANSWER_MAX_CHOICES], n;

	if (!answer_read_choices(text, a->item->n_choices, picked, &n, hint))
		return false;
	if (a->item->kind == ITEM_SINGLE && n != 1) {
		snprintf(hint, ANSWER_HINT_BYTES, "write one letter");
		return false;
	}
	if (a->item->kind == ITEM_ORDER && n != a->item->n_choices) {
		snprintf(hint, ANSWER_HINT_BYTES, "write all %zu letters, the first one first",
			a->item->n_choices);
		return false;
	}
	for (size_t i = 0; i < n; i++)
		picked[i] = drawn->order[picked[i]];
	v->is_right = answer_choices_right(a->item, picked, n);
	explain(&v->explanation, a->item, picked, n);
	return true;
}

static void diagnose(struct asking *a, const struct drawn *drawn, double given, struct verdict *v)
{
	const struct quiz_item *item = a->item;
	double *wrong = arena_array(a->view.arena, item->n_wrong + 1, sizeof(*wrong));
	int known;

	if (!wrong)
		return;
	for (size_t i = 0; i < item->n_wrong; i++)
		if (!compute(a, drawn, item->wrong[i].target, &wrong[i]))
			wrong[i] = (double)NAN;
	known = answer_diagnose(
		given, wrong, item->n_wrong, item->tolerance, item->tolerance_is_relative);
	if (known >= 0)
		buf_printf(&v->explanation, "%s\n\n", item->wrong[known].explanation);
}

static bool judge_number(struct asking *a, const struct drawn *drawn, double key, const char *text,
	struct verdict *v, char hint[ANSWER_HINT_BYTES])
{
	const struct quiz_item *item = a->item;
	double given;

	if (!answer_read_number(text, &given, hint))
		return false;
	v->is_right = answer_number_right(given, key, item->tolerance, item->tolerance_is_relative);
	if (!v->is_right)
		diagnose(a, drawn, given, v);
	buf_printf(&v->explanation,
		"The demo computes **%.6g**; accepted within \xC2\xB1 %g%s.\n\n", key,
		item->tolerance_is_relative ? item->tolerance * 100 : item->tolerance,
		item->tolerance_is_relative ? " %" : "");
	if (item->explanation)
		buf_puts(&v->explanation, item->explanation);
	return true;
}

static int64_t clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

static bool give_hint(struct asking *a, struct verdict *v)
{
	if ((size_t)v->n_hints >= a->item->n_hints) {
		puts("There is no further hint.");
		return true;
	}
	return ask_print(a, a->item->hints[v->n_hints++]);
}

static enum ask_end read_answer(
	struct asking *a, const struct drawn *drawn, double key, struct verdict *v)
{
	int64_t begin = clock_ms();
	char hint[ANSWER_HINT_BYTES];
	enum ask_end end = ASK_QUIT;
	char *line = NULL;
	size_t cap = 0;
	bool is_answer = false;

	for (print_request(a->item); !is_answer && getline(&line, &cap, stdin) >= 0;) {
		line[strcspn(line, "\r\n")] = '\0';
		end = strcmp(line, "skip") == 0 ? ASK_SKIPPED : ASK_QUIT;
		if (end == ASK_SKIPPED || strcmp(line, "quit") == 0)
			break;
		hint[0] = '\0';
		if (strcmp(line, "?") == 0)
			give_hint(a, v);
		else if (!a->obey(a->context, line))
			is_answer = a->item->kind == ITEM_NUMERIC
					    ? judge_number(a, drawn, key, line, v, hint)
					    : judge_choices(a, drawn, line, v, hint);
		if (hint[0]) {
			struct buf safe;

			buf_init(&safe);
			text_clean(&safe, hint, strlen(hint));
			printf("Not read: %s\n", safe.data);
			buf_done(&safe);
		}
		if (!is_answer)
			print_request(a->item);
	}
	free(line);
	putchar('\n');
	v->took_ms = clock_ms() - begin;
	return is_answer ? ASK_ANSWERED : end;
}

enum ask_end ask_item(struct asking *asking, struct verdict *verdict)
{
	struct drawn drawn = {0};
	double key = 0;
	enum ask_end end;

	*verdict = (struct verdict){0};
	if (asking->item->n_choices > ANSWER_MAX_CHOICES || asking->item->n_params > MAX_PARAMS)
		return ASK_FAILED;
	buf_init(&verdict->explanation);
	draw_all(asking, &drawn);
	if (asking->item->kind == ITEM_NUMERIC &&
		!compute(asking, &drawn, asking->item->answer_target, &key)) {
		cli_error("%s: the demo does not compute the answer; 'gradus check' tells",
			asking->name);
		end = ASK_FAILED;
	} else {
		end = print_question(asking, &drawn) ? read_answer(asking, &drawn, key, verdict)
						     : ASK_FAILED;
	}
	if (end == ASK_ANSWERED && buf_status(&verdict->explanation) != STATUS_OK)
		end = ASK_FAILED;
	if (end != ASK_ANSWERED)
		verdict_done(verdict);
	return end;
}

void verdict_done(struct verdict *verdict)
{
	buf_done(&verdict->explanation);
}
