/*
 * One asking of one card: what chance draws for it, what it says, which numbers
 * demos must compute for that, and what an answer is worth. Reads no clock,
 * saves nothing, never waits. Owns its texts; borrows the card and `live`.
 *
 * How a screen uses it (a sitting, sitting.h, makes askings and saves answers):
 *
 *  1. asking_new asks `live` for all that is needed at what was drawn. The
 *     screen pumps `live` in its loop and may draw meanwhile.
 *  2. It lays out asking_prompt and the texts of asking_option with asking_live
 *     as page_options.live and the asking as its context, again after each pump
 *     that brought something.
 *  3. While asking_state is ASKING_PENDING an answer waits; ASKING_FAILED: this
 *     item can't be asked now, say the message and pass on.
 *  4. asking_hint gives the next hint, and counts it.
 *  5. A line typed goes to asking_answer, options picked with a cursor to
 *     asking_pick. False: it was no answer, show `hint` and let them mend it.
 *     A recall card: first the reader answers aloud or in writing, then
 *     asking_reveal gives the short answer, then its options, the key points,
 *     are shown and ticked with asking_pick.
 *  6. asking_verdict tells; asking_demo says what `d` opens.
 */
#ifndef GRADUS_STUDY_ASKING_H
#define GRADUS_STUDY_ASKING_H

#include "base/status.h"
#include "learn/answer.h"
#include "learn/fsrs.h"
#include "page/page.h"
#include "study/deck.h"
#include "verify/live.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct asking;

/* What is drawn follows from the seed and the card's name. asking_free frees.
 * STATUS_LIMIT for an item with more options or parameters than can be asked. */
enum status asking_new(struct asking **asking, const struct deck_card *card,
	struct library *library, struct live *live, uint64_t seed);
void asking_free(struct asking *asking);

const struct deck_card *asking_card(const struct asking *asking);

enum asking_state { ASKING_PENDING, ASKING_READY, ASKING_FAILED };

/* Can an answer be judged? *message (may be NULL) says why it has failed. */
enum asking_state asking_state(const struct asking *asking, const char **message);

/* A page_live_fn: live numbers at what was drawn. `asking` is a struct asking. */
void asking_live(void *asking, const char *target, const char *written, struct live_item *item);

/* ---- the question, as markdown */

const char *asking_prompt(const struct asking *asking);

/* Does it show values that were drawn? */
bool asking_is_drawn(const struct asking *asking);

struct asked_option {
	const char *text;        /* markdown */
	const char *explanation; /* markdown; NULL if there is none */
	/* Not to be shown before the verdict: */
	bool is_right;  /* single, multiple */
	size_t place;   /* order: where it belongs, from 0 */
	bool is_picked; /* by the answer that was given */
};

/* Options as they are shown, shuffled; of a recall card its key points in their
 * order, to be shown once it is revealed. None for a number. */
size_t asking_n_options(const struct asking *asking);
struct asked_option asking_option(const struct asking *asking, size_t shown);

/* What an answer is, in words: "one letter", "a number". */
const char *asking_wanted(const struct asking *asking);

/* The next hint, which then counts; NULL if there is no further one. */
const char *asking_hint(struct asking *asking);
size_t asking_n_hints(const struct asking *asking);       /* there are */
size_t asking_n_hints_given(const struct asking *asking); /* of them shown */

/* A recall card: the short answer. Its key points may be ticked from now on. */
const char *asking_reveal(struct asking *asking);

/* ---- the answer */

/*
 * Judges a line of text: letters of options as shown, or a number. Of a recall
 * card letters of the key points made, or "-" or nothing for none. False with
 * one line in `hint` if it is no answer (of that kind); nothing has changed
 * then. A second answer replaces the first: whether that is allowed is the
 * caller's business. Not while ASKING_PENDING: it is refused.
 */
bool asking_answer(struct asking *asking, const char *text, char hint[ANSWER_HINT_BYTES]);

/* Judges options picked as shown: in the order of picking where order counts. */
bool asking_pick(
	struct asking *asking, const size_t *shown, size_t n, char hint[ANSWER_HINT_BYTES]);

struct verdict {
	bool is_right;           /* a recall card: at least half of the points */
	size_t n_made, n_points; /* a recall card: key points made, of how many */
	double given, key;       /* a number */
	const char *diagnosis;   /* a named wrong number: what went wrong; else NULL */
	const char *explanation; /* all of it: of what was chosen and of what is right */
};

/* NULL before an answer. Texts are markdown. Lives until the next answer. */
const struct verdict *asking_verdict(const struct asking *asking);

/* The grade that follows from the verdict, the hints given and the time. */
enum rating asking_grade(const struct asking *asking, bool is_new, int64_t took_ms);

/* The demo behind the item, at what was drawn: the page that has it, and
 * arguments "name=value" as for demo_show, borrowed. False if there is none. */
bool asking_demo(const struct asking *asking, struct page_ref *ref, const char *const **arguments,
	size_t *n_arguments);

#endif
