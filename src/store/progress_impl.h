/* What the parts of progress share: progress_schema.c says what a file is,
 * progress.c opens, progress_log.c appends
 * and reads, progress_derive.c makes cards, progress_stats.c counts,
 * progress_records.c says what records there are, progress_copy.c merges and
 * backs up, progress_export.c and progress_import.c write and read lines. */
#ifndef GRADUS_STORE_PROGRESS_IMPL_H
#define GRADUS_STORE_PROGRESS_IMPL_H

#include "store/progress.h"

#include <sqlite3.h>

struct progress {
	sqlite3 *db;
	struct fsrs fsrs;
	char *path;
	struct buf error;
	struct progress_watch watch;
};

/* A card and when it was first answered. */
struct derived {
	struct fsrs_card card;
	int64_t first_ms;
};

/* What a day's reviews add up to. */
struct day_sums {
	int64_t n, n_right;
	int64_t n_recall;   /* those a day or more after the last, past learning */
	int64_t n_recalled; /* of these, remembered */
	int64_t predicted;  /* the model's probabilities for them, in billionths */
};

/* What brings a file from one schema to the next, in order. */
extern const char *const progress_migrations[PROGRESS_SCHEMA];

#define PROGRESS_DAY_MS INT64_C(86400000)

/* The status of an SQLite code; where it is a failure, p->error says it. */
enum status progress_status(struct progress *p, int code);

/* Runs statements without results. */
enum status progress_exec(struct progress *p, const char *sql);

/* A statement to be finalized by progress_finish; NULL on failure, of which
 * progress_finish then tells. */
sqlite3_stmt *progress_prepare(struct progress *p, const char *sql);

/* Ends a statement of which the last step answered `code`. */
enum status progress_finish(struct progress *p, sqlite3_stmt *s, int code);

/* Everything between these is done together or, if `status` is no STATUS_OK,
 * not at all; progress_end returns the status of the whole. */
enum status progress_begin(struct progress *p);
enum status progress_end(struct progress *p, enum status status);

/* Opens another's file for reading only, of our schema or an older one;
 * progress_close closes. */
enum status progress_open_other(
	struct progress **other, const char *path, int64_t *schema, struct buf *message);

/* A new random id. */
enum status progress_new_id(struct progress *p, unsigned char id[PROGRESS_ID_BYTES]);

/* progress_add within the caller's transaction. */
enum status progress_add_within(struct progress *p, struct review *review, struct fsrs_card *card);

/* The number of an item in the file; makes it if it is not there. */
enum status progress_item(struct progress *p, const char *name, int64_t *item);

/* One review more; `name` seeds the fuzz. What it adds to its day. */
struct day_sums derive_review(const struct fsrs *fsrs, const char *name, enum rating rating,
	bool is_right, int64_t at_ms, struct derived *d);

/* Adds to the sums of the day of `at_ms`, or takes away from them (sign -1). */
enum status derive_day(struct progress *p, int64_t at_ms, const struct day_sums *sums, int sign);

/* Reads and writes the kept card of an item; a zeroed one is none. */
enum status derive_load(struct progress *p, int64_t item, struct derived *d);
enum status derive_store(struct progress *p, int64_t item, const struct derived *d);

/* An item's card from its whole log, and what that adds to the days. Before
 * the log of an item is changed anywhere but at its end, derive_forget takes
 * away from the days what it added. */
enum status derive_item(struct progress *p, int64_t item, const char *name);
enum status derive_forget(struct progress *p, int64_t item, const char *name);

/* All cards, days and the note of the parameters from the log, in the caller's
 * transaction. */
enum status derive_all(struct progress *p, size_t *n_cards, size_t *n_differ);

/* Are the cards those of p->fsrs? */
enum status derive_is_current(struct progress *p, bool *is_current);

#endif
