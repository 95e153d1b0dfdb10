/*
 * What the reader has answered: an append-only log of reviews in SQLite, and
 * the cards that follow from it. Logs of two machines are united by merging;
 * an answer is taken back by a record that says so. Packs hold no state: an
 * item is known by name, "pack/question#item".
 *
 * Several programs may use one file at once. What progress_add said OK to is
 * on the disk.
 */
#ifndef GRADUS_STORE_PROGRESS_H
#define GRADUS_STORE_PROGRESS_H

#include "base/buf.h"
#include "base/status.h"
#include "learn/fsrs.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress;

enum { PROGRESS_SCHEMA = 2, PROGRESS_MAX_NAME_BYTES = 400, PROGRESS_ID_BYTES = 16 };

/*
 * Opens the file, makes it if there is none, brings an older schema up to
 * ours. Cards are derived with `fsrs` (copied); where they were derived with
 * other parameters they are made anew.
 *
 * On failure *progress is NULL, the file is as it was, and `message` has one
 * sentence with a way out: STATUS_UNSUPPORTED for a newer schema,
 * STATUS_INVALID for a damaged file or one that is not ours, STATUS_DENIED,
 * STATUS_IO (also a full disk), STATUS_NO_MEMORY.
 */
enum status progress_open(
	struct progress **progress, const char *path, const struct fsrs *fsrs, struct buf *message);
void progress_close(struct progress *progress);

/* Told now and then, and at the end, how far the work is of making all cards anew from the
 * log: of `n` reviews. A zeroed one tells nobody. */
struct progress_watch {
	void (*tell)(void *context, size_t n_done, size_t n);
	void *context;
};

/* The same as progress_open, watched; whatever makes all cards anew later is told too,
 * until progress_watch changes that. */
enum status progress_open_watched(struct progress **progress, const char *path,
	const struct fsrs *fsrs, const struct progress_watch *watch, struct buf *message);
void progress_watch(struct progress *progress, const struct progress_watch *watch);

/* The same for reading only, where the file, its folder or its disk takes no writing: whatever
 * writes fails. Cards are as they were left. STATUS_NOT_FOUND if there is no file. */
enum status progress_open_reading(
	struct progress **progress, const char *path, const struct fsrs *fsrs, struct buf *message);

/* The last failure as one sentence for the reader; "" if there was none. */
const char *progress_error(const struct progress *progress);

/* The parameters that cards are derived with. */
const struct fsrs *progress_fsrs(const struct progress *progress);

struct review {
	unsigned char id[PROGRESS_ID_BYTES]; /* set by progress_add */
	const char *item;                    /* borrowed */
	int64_t at_ms;                       /* since 1970, UTC */
	enum rating rating;
	bool is_right;
	int n_hints;
	int64_t took_ms;
};

/* Appends a review under a new random id and updates its card; *card, if not
 * NULL, gets it. All or nothing. */
enum status progress_add(struct progress *progress, struct review *review, struct fsrs_card *card);

/* What progress_add would make of a card by each rating: cards[rating - 1]. */
enum { PROGRESS_N_RATINGS = 4 };
void progress_preview(const struct progress *progress, const char *item,
	const struct fsrs_card *before, int64_t at_ms, struct fsrs_card cards[PROGRESS_N_RATINGS]);

/* Appends `review` in place of the one whose id it has, which is taken back at `at_ms`; it gets an
 * id of its own. All or nothing; STATUS_NOT_FOUND if there is none, or it is taken back already. */
enum status progress_replace(
	struct progress *progress, struct review *review, int64_t at_ms, struct fsrs_card *card);

/* Appends a record that takes back the review `id`; STATUS_NOT_FOUND if there
 * is none. Taking back twice is as once. */
enum status progress_undo(
	struct progress *progress, const unsigned char id[PROGRESS_ID_BYTES], int64_t at_ms);

/* The last review, by time, that is not taken back: its id, and a copy of its item's name in
 * `item`. STATUS_NOT_FOUND if there is none. */
enum status progress_last(
	struct progress *progress, unsigned char id[PROGRESS_ID_BYTES], struct buf *item);

/* Appends a record that an item is not to be asked any more, or is again. */
enum status progress_suspend(
	struct progress *progress, const char *item, bool is_on, int64_t at_ms);

/* Calls `each` with the name of every item that is suspended. */
typedef bool progress_name_fn(void *context, const char *item);
enum status progress_suspended(struct progress *progress, progress_name_fn *each, void *context);

/* An item's card; a zeroed one if it was never reviewed. */
enum status progress_card(struct progress *progress, const char *item, struct fsrs_card *card);

/* Calls `each` with every card in no order; ends early if it returns false. */
typedef bool progress_card_fn(void *context, const char *item, const struct fsrs_card *card);
enum status progress_cards(struct progress *progress, progress_card_fn *each, void *context);

/* The same of the cards that are due at a time and not suspended, the earliest first. */
enum status progress_due(
	struct progress *progress, int64_t now_ms, progress_card_fn *each, void *context);

/* Items first answered at or after a time: what counts against a day's new ones. */
enum status progress_n_new_since(struct progress *progress, int64_t from_ms, size_t *n);

enum { PROGRESS_FORECAST_DAYS = 30 };

struct progress_stats {
	size_t n_reviews, n_right; /* not counting what was taken back */
	size_t n_undone;
	size_t n_items, n_learning, n_mature; /* mature: intervals from 21 days */
	size_t n_leeches;                     /* lapses from PROGRESS_LEECH_LAPSES */
	size_t n_suspended;
	size_t n_due;
	int streak_days; /* days up to today or yesterday with a review */
	size_t n_today;
	double recall;    /* share of reviews remembered, of items past learning */
	size_t n_recall;  /* of how many */
	double predicted; /* mean of what the model gave for the same reviews */
	size_t forecast[PROGRESS_FORECAST_DAYS]; /* due by day, overdue ones today */
};

enum { PROGRESS_LEECH_LAPSES = 8, PROGRESS_MATURE_DAYS = 21 };

/* Days are counted in UTC, as the schedule does. */
enum status progress_stats(struct progress *progress, int64_t now_ms, struct progress_stats *stats);

/* What one day's answers came to. */
struct progress_day {
	int64_t day; /* since 1970, in UTC */
	size_t n, n_right;
	size_t n_recall;   /* a day or more after the last one, of items past learning */
	size_t n_recalled; /* of these, remembered */
	double predicted;  /* the model's probabilities for them, added up */
};

/* Calls `each` with every day that has answers, from `first` on, in their order. */
typedef bool progress_day_fn(void *context, const struct progress_day *day);
enum status progress_days(
	struct progress *progress, int64_t first, progress_day_fn *each, void *context);

/* The cards with PROGRESS_LEECH_LAPSES and more, the most often forgotten first. */
enum status progress_leeches(struct progress *progress, progress_card_fn *each, void *context);

/* Derives every card anew from the log, also checking the file; *n_differ gets
 * how many were different from what was kept. */
enum status progress_rebuild(struct progress *progress, size_t *n_cards, size_t *n_differ);

/* Records that were new to a log. */
struct progress_merged {
	size_t n_reviews, n_undone, n_suspensions, n_interviews;
};

/* Adds to this log what is in that of another file, which is only read; it may
 * be of an older schema. All or nothing. */
enum status progress_merge(
	struct progress *progress, const char *path, struct progress_merged *merged);

/* The log as lines: JSON objects, a kind after the other and each in the order
 * of time, or CSV with a line of names, answers and what takes them back only. */
enum progress_format { PROGRESS_JSON_LINES, PROGRESS_CSV };
enum status progress_export(
	struct progress *progress, enum progress_format format, struct buf *out);

/* Adds what such JSON lines hold; what is there already stays. All or nothing:
 * progress_error names path, line, and what was expected there. */
enum status progress_import(struct progress *progress, const char *path, const struct buf *lines,
	struct progress_merged *merged);

/* A copy of the whole file, also while others write. Refuses to overwrite:
 * STATUS_DENIED. */
enum status progress_backup(struct progress *progress, const char *path);

#endif
