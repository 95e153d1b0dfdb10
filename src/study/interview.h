/*
 * A mock interview being sat: questions drawn, answered aloud or in writing
 * against a suggested time, compared with the page. Every step is on the disk
 * when its call returns, so that an interview goes on after a pause or a
 * crash. Owns the present asking; borrows deck, progress and live.
 *
 * How a screen drives it, by interview_phase:
 *
 *   INTERVIEW_ASKING    Show asking_prompt and a clock: interview_used_ms plus
 *                       what has passed since, of interview_suggested_s. When
 *                       the reader is done: interview_lock.
 *   INTERVIEW_TICKING   Show asking_reveal, the short answer, and the options,
 *                       the key points. interview_tick with those made: the
 *                       question's recall card is graded by them and scheduled.
 *   INTERVIEW_FOLLOWING Show interview_follow_up's question, on a key its
 *                       answer; then interview_follow with whether they had it.
 *   INTERVIEW_OVER      Show the report, interview_report.h.
 *
 * asking.h says how its texts are laid out (with asking_live); those of
 * follow-ups are laid out in the same way. interview_pause before leaving keeps
 * the time used; without it, after a crash, the present question's clock begins
 * again. interview_finish ends it early.
 */
#ifndef GRADUS_STUDY_INTERVIEW_H
#define GRADUS_STUDY_INTERVIEW_H

#include "base/status.h"
#include "store/interview_log.h"
#include "store/progress.h"
#include "study/asking.h"
#include "study/deck.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct interview_wish {
	const char *level, *topic; /* what the deck was filtered by, for the report; "" */
	size_t count;              /* questions at most, up to INTERVIEW_MAX_QUESTIONS */
	int suggested_s;           /* for each; 0: by its level, 2, 3 or 4 minutes */
	bool is_weak;              /* questions of weak topics first */
	uint64_t seed;
};

struct interview;

/*
 * Draws from the recall cards of the deck, without repeats: those asked least
 * often in the last interviews first, or where is_weak, those of the weakest
 * topic; what is equal is drawn by the seed. STATUS_NOT_FOUND if the deck has
 * none. interview_free frees.
 */
enum status interview_begin(struct interview **interview, const struct deck *deck,
	struct progress *progress, struct live *live, const struct interview_wish *wish,
	int64_t now_ms);

/* Goes on with the last one that was begun, if it is not over. STATUS_NOT_FOUND
 * if there is none. The deck should be unfiltered; a question that it lacks is
 * passed over. */
enum status interview_resume(struct interview **interview, const struct deck *deck,
	struct progress *progress, struct live *live, int64_t now_ms);
void interview_free(struct interview *interview);

/* Is there one to resume? Its beginning in *at_ms, how far it is in *n_done of
 * *n questions. */
bool interview_is_open(struct progress *progress, int64_t *at_ms, size_t *n_done, size_t *n);

/* One sentence about the last failure; "" if there was none. */
const char *interview_error(const struct interview *interview);

/* ---- where one stands */

enum interview_phase { INTERVIEW_ASKING, INTERVIEW_TICKING, INTERVIEW_FOLLOWING, INTERVIEW_OVER };

enum interview_phase interview_phase(const struct interview *interview);
size_t interview_n(const struct interview *interview);
size_t interview_place(const struct interview *interview); /* of the present question, from 0 */

/* The present question's recall card; NULL when it is over. */
struct asking *interview_asking(const struct interview *interview);

int interview_suggested_s(const struct interview *interview);
int64_t interview_used_ms(const struct interview *interview);

/* The present follow-up, and how many there are; NULL outside that phase. */
const struct follow_up *interview_follow_up(
	const struct interview *interview, size_t *place, size_t *n);

/* ---- steps; STATUS_INVALID in another phase */

/* Ends the answer. `written` is kept, "" for one that was spoken; took_ms is
 * all the time used, with interview_used_ms. */
enum status interview_lock(
	struct interview *interview, const char *written, int64_t took_ms, int64_t now_ms);

/* made[i]: key point i was made. */
enum status interview_tick(struct interview *interview, const bool *made, int64_t now_ms);

enum follow_up_end { FOLLOW_UP_MISSED, FOLLOW_UP_HAD, FOLLOW_UP_PASSED };

/* FOLLOW_UP_PASSED: not asked, and not counted. */
enum status interview_follow(struct interview *interview, enum follow_up_end end, int64_t now_ms);

/* Keeps the time used for the present answer. */
enum status interview_pause(struct interview *interview, int64_t used_ms, int64_t now_ms);

/* Ends it now; what was not answered does not count. */
enum status interview_finish(struct interview *interview, int64_t now_ms);

#endif
