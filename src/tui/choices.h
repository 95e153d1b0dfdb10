/* Options that are picked by keys: the right one of a quiz item, several, an
 * order, the key points that were made. */
#ifndef GRADUS_TUI_CHOICES_H
#define GRADUS_TUI_CHOICES_H

#include "learn/answer.h"
#include "tui/move.h"
#include "tui/study.h"

enum choices_kind { CHOICES_ONE, CHOICES_MANY, CHOICES_ORDER };

enum { CHOICES_MARK_CELLS = 7 }; /* of what stands before an option */

struct choices {
	enum choices_kind kind;
	struct pick at;
	size_t picked[ANSWER_MAX_CHOICES], n_picked; /* in the order of picking */
	size_t line[ANSWER_MAX_CHOICES + 1];         /* where each was drawn last */
};

bool choices_has(const struct choices *choices, size_t option);

/* Picks it; again: not, but for CHOICES_ONE. */
void choices_toggle(struct choices *choices, size_t option);

/* Digits and space pick, arrows move; false for other keys. */
bool choices_press(struct choices *choices, size_t n_options, int key);

/* Picks what stands at a line of what was drawn last, if anything does. */
void choices_click(struct choices *choices, size_t n_options, size_t line);

/* Appends the asking's options, each behind its mark. */
bool choices_put(struct choices *choices, const struct study_text *how, struct lines *out);

#endif
