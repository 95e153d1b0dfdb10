/* What the parts of progress share: progress.c opens, progress_log.c appends
 * and reads, progress_derive.c makes cards, progress_stats.c counts,
 * progress_copy.c merges, exports, backs up. */
#ifndef GRADUS_STORE_PROGRESS_IMPL_H
#define GRADUS_STORE_PROGRESS_IMPL_H

#include "store/progress.h"

#include <sqlite3.h>

struct progress {
	sqlite3 *db;
	struct fsrs fsrs;
	char *path;
	struct buf error;
};

/* A card and what is counted along with it. */
struct derived {
	struct fsrs_card card;
	int64_t first_ms;
	int n_recall;     /* reviews a day or more after the last, past learning */
	int n_recalled;   /* of these, remembered */
	double predicted; /* sum of the model's probabilities for them */
};

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

/* Opens another's file for reading only; progress_close closes. */
enum status progress_open_other(struct progress **other, const char *path, struct buf *message);

/* The number of an item in the file; makes it if it is not there. */
enum status progress_item(struct progress *p, const char *name, int64_t *item);

/* One review more; `name` seeds the fuzz. */
void derive_review(const struct fsrs *fsrs, const char *name, enum rating rating, int64_t at_ms,
	struct derived *d);

/* Reads and writes the kept card of an item; a zeroed one is none. */
enum status derive_load(struct progress *p, int64_t item, struct derived *d);
enum status derive_store(struct progress *p, int64_t item, const struct derived *d);

/* An item's card from its whole log. */
enum status derive_item(struct progress *p, int64_t item, const char *name);

/* All cards, days and the note of the parameters from the log, in the caller's
 * transaction. */
enum status derive_all(struct progress *p, size_t *n_cards, size_t *n_differ);

/* Are the cards those of p->fsrs? */
enum status derive_is_current(struct progress *p, bool *is_current);

#endif
