/*
 * What a quiz or review shows: the present card in its phase as lines. Pure but
 * for the asking's own state; knows no keys.
 */
#ifndef GRADUS_TUI_QUIZ_VIEW_H
#define GRADUS_TUI_QUIZ_VIEW_H

#include "study/sitting.h"
#include "tui/choices.h"
#include "tui/move.h"
#include "tui/screen.h"
#include "tui/study.h"
#include "tui/writing.h"

enum quiz_phase {
	QUIZ_COMPUTING, /* demos compute what was drawn */
	QUIZ_ASK,       /* options or a number */
	QUIZ_RECALL,    /* the reader answers a question freely */
	QUIZ_TICK,      /* and ticks the key points made */
	QUIZ_VERDICT,
	QUIZ_OVER
};

enum { QUIZ_MAX_HINTS = 8 };

struct quiz_view {
	enum quiz_phase phase;
	struct sitting *sitting;
	bool is_review;
	int64_t now_ms; /* since 1970 */
	int64_t took_ms;
	struct entry number;
	struct writing writing; /* an answer to a question, if it is written */
	struct choices choices;
	const char *hints[QUIZ_MAX_HINTS];
	size_t n_hints;
	const char *short_answer; /* once revealed */
	char refusal[ANSWER_HINT_BYTES];
	size_t focus; /* a line of what was drawn last that the reader is to see */
};

bool quiz_view_is_number(const struct quiz_view *view);
bool quiz_view_has_hint(const struct quiz_view *view); /* one that was not given yet */
bool quiz_view_is_ordered(const struct quiz_view *view);

/* The whole of it, to be scrolled. */
enum status quiz_view_body(struct quiz_view *view, const struct area *area, struct lines *out);

/* The row of grades below a verdict; grade_col[i] is the column where grade i+1
 * begins, and the last one where they end. */
enum status quiz_view_grades(struct quiz_view *view, const struct area *area, struct lines *out,
	int grade_col[SITTING_N_GRADES + 1]);

/* "numeric, drawn for you   0:41" */
void quiz_view_about(const struct quiz_view *view, struct buf *out);

#endif
