#include "tui/quiz_keys.h"

#define ARROWS "\xE2\x86\x91\xE2\x86\x93"

#define KEY_ANSWER \
	{ \
		"enter", "answer", "answer" \
	}
#define KEY_MOVE \
	{ \
		ARROWS, "move", "move" \
	}
#define KEY_PICK \
	{ \
		"1-9", "pick an option; again: not", "pick" \
	}
#define KEY_PICK_MARKED \
	{ \
		"space", "pick the option with the mark", NULL \
	}
#define KEY_NUMBER \
	{ \
		"enter", "answer: 0.5, 1e-3, 1/3, 5 %, 2.3*10^-7", "answer" \
	}
#define KEY_HINT \
	{ \
		"h", "a hint, which counts", "hint" \
	}
#define KEY_SKIP \
	{ \
		"s", "skip", "skip" \
	}
#define KEYS_END \
	{ \
		NULL, NULL, NULL \
	}

static const struct key_line keys_choose[] = {
	KEY_ANSWER, KEY_MOVE, KEY_PICK, KEY_PICK_MARKED, KEY_SKIP, KEYS_END};
static const struct key_line keys_choose_hint[] = {
	KEY_ANSWER, KEY_MOVE, KEY_PICK, KEY_PICK_MARKED, KEY_HINT, KEY_SKIP, KEYS_END};
static const struct key_line keys_number[] = {KEY_NUMBER, KEY_SKIP, KEYS_END};
static const struct key_line keys_number_hint[] = {KEY_NUMBER, KEY_HINT, KEY_SKIP, KEYS_END};

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
