#include "tui/quiz_keys.h"

#define ARROWS "\xE2\x86\x91\xE2\x86\x93"

/* While a hint is left, and when there is none. */
static const struct key_line keys_choose_hint[] = {
	{"enter", "answer", "answer"},
	{ARROWS, "move", "move"},
	{"1-9", "pick an option; again: not", "pick"},
	{"space", "pick the option with the mark", NULL},
	{"h", "a hint, which counts", "hint"},
	{"s", "skip", "skip"},
	{NULL, NULL, NULL},
};

static const struct key_line keys_choose[] = {
	{"enter", "answer", "answer"},
	{ARROWS, "move", "move"},
	{"1-9", "pick an option; again: not", "pick"},
	{"space", "pick the option with the mark", NULL},
	{"s", "skip", "skip"},
	{NULL, NULL, NULL},
};

static const struct key_line keys_number_hint[] = {
	{"enter", "answer: 0.5, 1e-3, 1/3, 5 %, 2.3*10^-7", "answer"},
	{"h", "a hint, which counts", "hint"},
	{"s", "skip", "skip"},
	{NULL, NULL, NULL},
};

static const struct key_line keys_number[] = {
	{"enter", "answer: 0.5, 1e-3, 1/3, 5 %, 2.3*10^-7", "answer"},
	{"s", "skip", "skip"},
	{NULL, NULL, NULL},
};

static const struct key_line keys_recall[] = {
	{"enter", "compare with the answer", "compare"},
	{"w", "write your answer", "write"},
	{"s", "skip", "skip"},
	{NULL, NULL, NULL},
};

static const struct key_line keys_tick[] = {
	{"enter", "done: what is not ticked was not said", "done"},
	{ARROWS, "move", "move"},
	{"space", "tick the point with the mark", "tick"},
	{"1-9", "tick a point; again: not", NULL},
	{NULL, NULL, NULL},
};

static const struct key_line keys_verdict[] = {
	{"enter", "the next one", "next"},
	{"1-4", "grade: again, hard, good, easy; also a right answer that was refused", "grade"},
	{"d", "the demo, as it was drawn for you", "demo"},
	{"u", "take the answer back", "undo"},
	{"p", "read the page", "page"},
	{NULL, NULL, NULL},
};

static const struct key_line keys_over[] = {
	{"u", "take the last answer back", "undo"},
	{NULL, NULL, NULL},
};

const struct key_line quiz_keys_all[] = {
	{"enter", "answer; compare; the next one", "answer"},
	{ARROWS, "move among the options, scroll", NULL},
	{"1-9", "pick an option; again: not", NULL},
	{"space", "pick the option with the mark", NULL},
	{"w", "write an answer to a question", NULL},
	{"h", "a hint, which counts", "hint"},
	{"s", "skip this one", NULL},
	{"1-4", "after an answer: again, hard, good, easy", NULL},
	{"d", "after an answer: the demo, as it was drawn for you", NULL},
	{"p", "after an answer: the page", NULL},
	{"u", "take the last answer back, as often as there are some", "undo"},
	{NULL, NULL, NULL},
};

const struct key_line *quiz_keys_now(const struct quiz_view *view)
{
	switch (view->phase) {
	case QUIZ_ASK:
		if (quiz_view_has_hint(view))
			return quiz_view_is_number(view) ? keys_number_hint : keys_choose_hint;
		return quiz_view_is_number(view) ? keys_number : keys_choose;
	case QUIZ_TICK:
		return keys_tick;
	case QUIZ_RECALL:
		return keys_recall;
	case QUIZ_VERDICT:
		return keys_verdict;
	default:
		return keys_over;
	}
}
