/* What the parts of asking share: asking.c draws and shows, asking_judge.c
 * judges. */
#ifndef GRADUS_STUDY_ASKING_IMPL_H
#define GRADUS_STUDY_ASKING_IMPL_H

#include "base/arena.h"
#include "base/buf.h"
#include "learn/draw.h"
#include "study/asking.h"
#include "verify/view.h"

enum { ASKING_MAX_PARAMS = 3 };

/* A number that a demo computes: the key, or a wrong one with a name. */
struct computed {
	const char *target; /* as written */
	size_t index;       /* in live */
	bool is_wanted;
};

struct asking {
	const struct deck_card *card;
	struct arena *arena;
	struct live_view view;
	char values[ASKING_MAX_PARAMS][DRAW_TEXT_BYTES];
	size_t order[ANSWER_MAX_CHOICES]; /* order[shown] is the item's choice */
	struct buf prompt;
	struct computed key, *wrong; /* wrong: as many as the item has */
	size_t n_hints_given;
	bool is_revealed;
	/* The verdict. */
	bool has_verdict;
	struct verdict verdict;
	struct buf explanation;
	bool picked[ANSWER_MAX_CHOICES]; /* by the item's choice */
};

/* Is the answer a number? */
bool asking_is_number(const struct asking *a);

/* A number that is there; false if the demo did not compute it. */
bool asking_number(const struct asking *a, const struct computed *c, double *number);

#endif
