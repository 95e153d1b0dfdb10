/*
 * A review or a quiz being taken: which card comes next, its asking, and the
 * answers, each saved as it is given. Owns the present asking; borrows deck,
 * progress and live.
 *
 * How a screen drives it:
 *
 *     sitting_new
 *     while (sitting_next(s, now) == STATUS_OK) {
 *             show sitting_asking(s) and take an answer, as in asking.h,
 *               or sitting_skip(s)
 *             sitting_save(s, took_ms, now)      it is on the disk now
 *             show the verdict, sitting_answer(s)->rating as the grade, and
 *               sitting_preview(s) as what each grade leads to
 *             keys 1 to 4: sitting_grade(s, rating, now), as often as one likes
 *             u: sitting_undo(s, now), then on to sitting_next: it asks that
 *               card again
 *     }
 *     show sitting_counts(s); sitting_free. Leaving at any time loses nothing.
 *
 * Times are milliseconds since 1970 in UTC. After a failure of the store
 * sitting_error says what the reader is to know; the sitting can go on.
 */
#ifndef GRADUS_STUDY_SITTING_H
#define GRADUS_STUDY_SITTING_H

#include "base/status.h"
#include "learn/fsrs.h"
#include "store/progress.h"
#include "study/asking.h"
#include "study/deck.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SITTING_MAX_CARDS = 1000, SITTING_N_GRADES = 4 };

struct sitting_wish {
	bool is_review;   /* what is due, then new cards; else a quiz: any, drawn by the seed */
	size_t count;     /* cards at most */
	size_t new_a_day; /* a review: never asked before, at most, counting today's (settings.h) */
	uint64_t seed;
};

struct sitting;

/* Plans; sitting_free frees. */
enum status sitting_new(struct sitting **sitting, const struct deck *deck,
	struct progress *progress, struct live *live, const struct sitting_wish *wish,
	int64_t now_ms);
void sitting_free(struct sitting *sitting);

/* One sentence about the last failure; "" if there was none. */
const char *sitting_error(const struct sitting *sitting);

/* ---- from card to card */

/*
 * Goes to the next card: one that was taken back, else one of this sitting
 * whose learning step is over, else the next of the plan. STATUS_NOT_FOUND if
 * there is none: the sitting is over (one may still undo). A card that can't
 * be asked is passed over.
 */
enum status sitting_next(struct sitting *sitting, int64_t now_ms);

/* The present card's asking; NULL before the first and after the last. */
struct asking *sitting_asking(const struct sitting *sitting);

/* The present card as the schedule had it before this answer; a zeroed one is
 * new. */
const struct fsrs_card *sitting_card(const struct sitting *sitting);

/* The present card is not to be asked in this sitting. */
void sitting_skip(struct sitting *sitting);

/* The present card is not to be asked in any review, until progress_suspend
 * takes that back; an answer that is saved stays. Then on to sitting_next. */
enum status sitting_suspend(struct sitting *sitting, int64_t now_ms);

/* ---- the answer */

/* Saves the present asking's verdict under the grade that follows from it.
 * STATUS_INVALID if there is no verdict or it is saved already. */
enum status sitting_save(struct sitting *sitting, int64_t took_ms, int64_t now_ms);

struct sitting_answer {
	enum rating rating;
	bool is_right;
	struct fsrs_card card; /* as it is scheduled now */
};

/* The last saved answer that may still be graded anew: that of the present
 * card, or, before it is answered, of the one before. NULL if there is none. */
const struct sitting_answer *sitting_answer(const struct sitting *sitting);

/*
 * The same answer under another grade, in place of the first. A wrong answer
 * graded hard, good or easy counts as right: there is a way past a refusal
 * that the reader knows to be mistaken; one graded again counts as wrong.
 * STATUS_NOT_FOUND if there is none.
 */
enum status sitting_grade(struct sitting *sitting, enum rating rating, int64_t now_ms);

/* What the present card becomes by each grade: cards[rating - 1].due_ms and
 * .interval, as it was or will be saved at `now_ms`. */
enum status sitting_preview(
	struct sitting *sitting, int64_t now_ms, struct fsrs_card cards[SITTING_N_GRADES]);

/*
 * Takes the last answer back, of this sitting, and when there is none left, of
 * the log; as often as there are answers. The schedule is as before it, and
 * sitting_next asks the card again if the deck has it. *name (may be NULL) gets
 * its name, valid until the next call. STATUS_NOT_FOUND if there is none.
 */
enum status sitting_undo(struct sitting *sitting, int64_t now_ms, const char **name);

/* ---- where one stands */

struct sitting_counts {
	size_t n_planned;  /* cards of the plan */
	size_t n_left;     /* to come, without the present one */
	size_t n_answered; /* and not taken back */
	size_t n_right;
	size_t n_later;  /* answered, in a learning step that is not over */
	int64_t next_ms; /* when the first of these is due; 0 if there are none */
};

struct sitting_counts sitting_counts(const struct sitting *sitting, int64_t now_ms);

#endif
