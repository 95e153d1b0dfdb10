/* Cards from the log: one review more, one item, all. */
#include "store/progress_impl.h"

#include "learn/draw.h"

#include <string.h>

enum { TELL_EVERY = 1000 }; /* reviews: some milliseconds */

#define NOT_UNDONE " NOT EXISTS (SELECT 1 FROM undo WHERE undo.review = review.id) "

struct day_sums derive_review(const struct fsrs *fsrs, const char *name, enum rating rating,
	bool is_right, int64_t at_ms, struct derived *d)
{
	struct draw chance = draw_begin((uint64_t)d->card.n_reviews, name);
	struct day_sums sums = {.n = 1, .n_right = is_right};

	if (d->card.state == CARD_NEW)
		d->first_ms = at_ms;
	if (d->card.state == CARD_REVIEW && fsrs_elapsed_days(d->card.last_ms, at_ms) > 0) {
		sums.n_recall = 1;
		sums.n_recalled = rating != RATING_AGAIN;
		sums.predicted = (int64_t)(fsrs_retrievability(fsrs, &d->card, at_ms) * 1e9);
	}
	d->card = fsrs_review(fsrs, &d->card, rating, at_ms, draw_unit(&chance));
	return sums;
}

/* Binds ?1 to ?6 of a statement that adds to a day. */
static void bind_day(sqlite3_stmt *s, int64_t at_ms, const struct day_sums *sums, int sign)
{
	sqlite3_bind_int64(s, 1, at_ms / PROGRESS_DAY_MS);
	sqlite3_bind_int64(s, 2, sign * sums->n);
	sqlite3_bind_int64(s, 3, sign * sums->n_right);
	sqlite3_bind_int64(s, 4, sign * sums->n_recall);
	sqlite3_bind_int64(s, 5, sign * sums->n_recalled);
	sqlite3_bind_int64(s, 6, sign * sums->predicted);
}

#define ADD_TO_DAY(table) \
	"INSERT INTO " table " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT(day) DO UPDATE SET" \
	" n = n + ?2, n_right = n_right + ?3, n_recall = n_recall + ?4," \
	" n_recalled = n_recalled + ?5, predicted = predicted + ?6"

enum status derive_day(struct progress *p, int64_t at_ms, const struct day_sums *sums, int sign)
{
	sqlite3_stmt *s = progress_prepare(p, ADD_TO_DAY("day"));
	enum status status;

	bind_day(s, at_ms, sums, sign);
	status = progress_finish(p, s, sqlite3_step(s));
	if (status != STATUS_OK || sign > 0)
		return status;
	s = progress_prepare(p, "DELETE FROM day WHERE day = ?1 AND n = 0");
	sqlite3_bind_int64(s, 1, at_ms / PROGRESS_DAY_MS);
	return progress_finish(p, s, sqlite3_step(s));
}

enum status derive_load(struct progress *p, int64_t item, struct derived *d)
{
	sqlite3_stmt *s = progress_prepare(p,
		"SELECT state, step, stability, difficulty, interval, lapses, n_reviews, last,"
		" due, first FROM card WHERE item = ?1");
	int code;

	*d = (struct derived){0};
	sqlite3_bind_int64(s, 1, item);
	code = sqlite3_step(s);
	if (code == SQLITE_ROW) {
		d->card = (struct fsrs_card){.state = (enum card_state)sqlite3_column_int(s, 0),
			.step = sqlite3_column_int(s, 1),
			.stability = sqlite3_column_double(s, 2),
			.difficulty = sqlite3_column_double(s, 3),
			.interval = sqlite3_column_int(s, 4),
			.lapses = sqlite3_column_int(s, 5),
			.n_reviews = sqlite3_column_int(s, 6),
			.last_ms = sqlite3_column_int64(s, 7),
			.due_ms = sqlite3_column_int64(s, 8)};
		d->first_ms = sqlite3_column_int64(s, 9);
	}
	return progress_finish(p, s, code);
}

static enum status drop(struct progress *p, int64_t item)
{
	sqlite3_stmt *s = progress_prepare(p, "DELETE FROM card WHERE item = ?1");

	sqlite3_bind_int64(s, 1, item);
	return progress_finish(p, s, sqlite3_step(s));
}

enum status derive_store(struct progress *p, int64_t item, const struct derived *d)
{
	const struct fsrs_card *c = &d->card;
	sqlite3_stmt *s;

	if (c->state == CARD_NEW)
		return drop(p, item);
	s = progress_prepare(p, "INSERT OR REPLACE INTO card VALUES"
				" (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
	sqlite3_bind_int64(s, 1, item);
	sqlite3_bind_int(s, 2, (int)c->state);
	sqlite3_bind_int(s, 3, c->step);
	sqlite3_bind_double(s, 4, c->stability);
	sqlite3_bind_double(s, 5, c->difficulty);
	sqlite3_bind_int(s, 6, c->interval);
	sqlite3_bind_int(s, 7, c->lapses);
	sqlite3_bind_int(s, 8, c->n_reviews);
	sqlite3_bind_int64(s, 9, c->last_ms);
	sqlite3_bind_int64(s, 10, c->due_ms);
	sqlite3_bind_int64(s, 11, d->first_ms);
	return progress_finish(p, s, sqlite3_step(s));
}

/* Goes through an item's log; its days get or lose what it adds. */
static enum status replay(
	struct progress *p, int64_t item, const char *name, int sign, struct derived *d)
{
	enum status status = STATUS_OK, end;
	sqlite3_stmt *s;
	int code;

	*d = (struct derived){0};
	s = progress_prepare(p,
		"SELECT rating, is_right, at FROM review WHERE item = ?1 AND" NOT_UNDONE
		"ORDER BY at, id");
	sqlite3_bind_int64(s, 1, item);
	while ((code = sqlite3_step(s)) == SQLITE_ROW && status == STATUS_OK) {
		int64_t at_ms = sqlite3_column_int64(s, 2);
		struct day_sums sums = derive_review(&p->fsrs, name,
			(enum rating)sqlite3_column_int(s, 0), sqlite3_column_int(s, 1), at_ms, d);

		status = derive_day(p, at_ms, &sums, sign);
	}
	end = progress_finish(p, s, code);
	return status == STATUS_OK ? end : status;
}

enum status derive_item(struct progress *p, int64_t item, const char *name)
{
	struct derived d;
	enum status status = replay(p, item, name, 1, &d);

	return status == STATUS_OK ? derive_store(p, item, &d) : status;
}

enum status derive_forget(struct progress *p, int64_t item, const char *name)
{
	struct derived d;

	return replay(p, item, name, -1, &d);
}

/* ---- all */

static bool same_card(const struct derived *a, const struct derived *b)
{
	const struct fsrs_card *x = &a->card, *y = &b->card;

	return x->state == y->state && x->step == y->step && x->stability == y->stability &&
	       x->difficulty == y->difficulty && x->interval == y->interval &&
	       x->lapses == y->lapses && x->n_reviews == y->n_reviews && x->last_ms == y->last_ms &&
	       x->due_ms == y->due_ms && a->first_ms == b->first_ms;
}

/* Holds a card against the kept one and replaces it where they differ. */
static enum status settle(struct progress *p, int64_t item, const struct derived *d,
	size_t *n_cards, size_t *n_differ)
{
	struct derived kept;
	enum status status = derive_load(p, item, &kept);

	++*n_cards;
	if (status != STATUS_OK || same_card(&kept, d))
		return status;
	++*n_differ;
	return derive_store(p, item, d);
}

static enum status add_review(
	struct progress *p, sqlite3_stmt *log, sqlite3_stmt *add, struct derived *d)
{
	int64_t at_ms = sqlite3_column_int64(log, 3);
	struct day_sums sums = derive_review(&p->fsrs, (const char *)sqlite3_column_text(log, 4),
		(enum rating)sqlite3_column_int(log, 1), sqlite3_column_int(log, 2), at_ms, d);

	bind_day(add, at_ms, &sums, 1);
	sqlite3_step(add);
	return progress_status(p, sqlite3_reset(add));
}

static enum status count_log(struct progress *p, size_t *n)
{
	sqlite3_stmt *s = progress_prepare(p, "SELECT count(*) FROM review WHERE" NOT_UNDONE);
	int code = sqlite3_step(s);

	*n = code == SQLITE_ROW ? (size_t)sqlite3_column_int64(s, 0) : 0;
	return progress_finish(p, s, code);
}

/* Also fills new_day. */
static enum status derive_cards(struct progress *p, size_t *n_cards, size_t *n_differ)
{
	struct derived d = {0};
	size_t n_done = 0, n = 0;
	sqlite3_stmt *s, *add = progress_prepare(p, ADD_TO_DAY("new_day"));
	enum status status = add ? STATUS_OK : STATUS_IO, end;
	int64_t item = 0;
	int code;

	if (status == STATUS_OK && p->watch.tell)
		status = count_log(p, &n);
	s = progress_prepare(p,
		"SELECT review.item, rating, is_right, at, name FROM review JOIN item ON item.id ="
		" review.item WHERE" NOT_UNDONE "ORDER BY review.item, at, review.id");
	while ((code = sqlite3_step(s)) == SQLITE_ROW && status == STATUS_OK) {
		if (sqlite3_column_int64(s, 0) != item) {
			if (item)
				status = settle(p, item, &d, n_cards, n_differ);
			d = (struct derived){0};
			item = sqlite3_column_int64(s, 0);
		}
		if (status == STATUS_OK)
			status = add_review(p, s, add, &d);
		if (p->watch.tell && (++n_done % TELL_EVERY == 0 || n_done == n))
			p->watch.tell(p->watch.context, n_done, n);
	}
	sqlite3_finalize(add);
	end = progress_finish(p, s, code);
	if (status == STATUS_OK)
		status = end;
	if (status == STATUS_OK && item)
		status = settle(p, item, &d, n_cards, n_differ);
	return status;
}

/* Cards of items of which every review was taken back. */
static enum status drop_orphans(struct progress *p, size_t *n_differ)
{
	enum status status = progress_exec(p,
		"DELETE FROM card WHERE NOT EXISTS"
		" (SELECT 1 FROM review WHERE review.item = card.item AND" NOT_UNDONE ")");

	if (status == STATUS_OK)
		*n_differ += (size_t)sqlite3_changes(p->db);
	return status;
}

static enum status settle_days(struct progress *p, size_t *n_differ)
{
	sqlite3_stmt *s = progress_prepare(p,
		"SELECT (SELECT count(*) FROM (SELECT * FROM new_day EXCEPT SELECT * FROM day))"
		" + (SELECT count(*) FROM (SELECT * FROM day EXCEPT SELECT * FROM new_day))");
	int code = sqlite3_step(s);
	enum status status;

	if (code == SQLITE_ROW)
		*n_differ += (size_t)sqlite3_column_int64(s, 0);
	status = progress_finish(p, s, code);
	if (status != STATUS_OK)
		return status;
	return progress_exec(p, "DELETE FROM day; INSERT INTO day SELECT * FROM new_day;"
				"DROP TABLE temp.new_day");
}

/* The parameters as bytes: those of one machine's doubles, which is all that
 * "were the cards made with these?" needs. */
static void put_parameters(struct buf *out, const struct fsrs *f)
{
	for (size_t i = 0; i < FSRS_N_WEIGHTS; i++)
		buf_printf(out, "%.17g ", f->w[i]);
	buf_printf(out, "%.17g %d %d", f->retention, f->max_interval, f->is_long_term);
	for (size_t i = 0; i < f->learning.n; i++)
		buf_printf(out, " %d", f->learning.minutes[i]);
	buf_puts(out, " /");
	for (size_t i = 0; i < f->relearning.n; i++)
		buf_printf(out, " %d", f->relearning.minutes[i]);
}

static enum status note_parameters(struct progress *p)
{
	enum status status = progress_exec(p, "DELETE FROM scheduler");
	sqlite3_stmt *s;
	struct buf parameters;

	if (status != STATUS_OK)
		return status;
	buf_init(&parameters);
	put_parameters(&parameters, &p->fsrs);
	s = progress_prepare(p, "INSERT INTO scheduler VALUES (?1)");
	sqlite3_bind_blob(s, 1, parameters.data, (int)parameters.n, SQLITE_TRANSIENT);
	status = buf_status(&parameters);
	if (status == STATUS_OK)
		status = progress_finish(p, s, sqlite3_step(s));
	else
		sqlite3_finalize(s);
	buf_done(&parameters);
	return status;
}

enum status derive_is_current(struct progress *p, bool *is_current)
{
	sqlite3_stmt *s = progress_prepare(p, "SELECT parameters FROM scheduler");
	struct buf parameters;
	int code = sqlite3_step(s);

	buf_init(&parameters);
	put_parameters(&parameters, &p->fsrs);
	*is_current = code == SQLITE_ROW && (size_t)sqlite3_column_bytes(s, 0) == parameters.n &&
		      memcmp(sqlite3_column_blob(s, 0), parameters.data, parameters.n) == 0;
	buf_done(&parameters);
	return progress_finish(p, s, code);
}

enum status derive_all(struct progress *p, size_t *n_cards, size_t *n_differ)
{
	enum status status;

	*n_cards = *n_differ = 0;
	status = progress_exec(p, "CREATE TEMP TABLE new_day(day INTEGER PRIMARY KEY, n, n_right,"
				  " n_recall, n_recalled, predicted)");
	if (status == STATUS_OK)
		status = derive_cards(p, n_cards, n_differ);
	if (status == STATUS_OK)
		status = drop_orphans(p, n_differ);
	if (status == STATUS_OK)
		status = settle_days(p, n_differ);
	return status == STATUS_OK ? note_parameters(p) : status;
}

static enum status check_whole(struct progress *p)
{
	sqlite3_stmt *s = progress_prepare(p, "PRAGMA quick_check(1)");
	int code = sqlite3_step(s);
	bool is_damaged =
		code == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(s, 0), "ok") != 0;

	return progress_finish(p, s, is_damaged ? SQLITE_CORRUPT : code);
}

enum status progress_rebuild(struct progress *progress, size_t *n_cards, size_t *n_differ)
{
	enum status status = check_whole(progress);

	*n_cards = *n_differ = 0;
	if (status == STATUS_OK)
		status = progress_begin(progress);
	if (status != STATUS_OK)
		return status;
	return progress_end(progress, derive_all(progress, n_cards, n_differ));
}
