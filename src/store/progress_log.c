/* The log: append, take back, and what follows for cards and days. */
#include "store/progress_impl.h"

#include <string.h>
#include <sys/random.h>

enum status progress_new_id(struct progress *p, unsigned char id[PROGRESS_ID_BYTES])
{
	if (getrandom(id, PROGRESS_ID_BYTES, 0) == PROGRESS_ID_BYTES)
		return STATUS_OK;
	return progress_status(p, SQLITE_IOERR);
}

/* *item is 0 if there is none of that name. */
static enum status find_item(struct progress *p, const char *name, int64_t *item)
{
	sqlite3_stmt *s = progress_prepare(p, "SELECT id FROM item WHERE name = ?1");
	int code;

	sqlite3_bind_text(s, 1, name, -1, SQLITE_STATIC);
	code = sqlite3_step(s);
	*item = code == SQLITE_ROW ? sqlite3_column_int64(s, 0) : 0;
	return progress_finish(p, s, code);
}

enum status progress_item(struct progress *p, const char *name, int64_t *item)
{
	enum status status = find_item(p, name, item);
	sqlite3_stmt *s;

	if (status != STATUS_OK || *item)
		return status;
	s = progress_prepare(p, "INSERT INTO item(name) VALUES (?1)");
	sqlite3_bind_text(s, 1, name, -1, SQLITE_STATIC);
	status = progress_finish(p, s, sqlite3_step(s));
	*item = sqlite3_last_insert_rowid(p->db);
	return status;
}

static enum status insert(struct progress *p, const struct review *r, int64_t item)
{
	sqlite3_stmt *s = progress_prepare(p,
		"INSERT INTO review(id, item, at, rating, is_right, n_hints, took_ms)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");

	sqlite3_bind_blob(s, 1, r->id, PROGRESS_ID_BYTES, SQLITE_STATIC);
	sqlite3_bind_int64(s, 2, item);
	sqlite3_bind_int64(s, 3, r->at_ms);
	sqlite3_bind_int(s, 4, (int)r->rating);
	sqlite3_bind_int(s, 5, r->is_right);
	sqlite3_bind_int(s, 6, r->n_hints);
	sqlite3_bind_int64(s, 7, r->took_ms);
	return progress_finish(p, s, sqlite3_step(s));
}

/* One step more for a card whose last review this is. */
static enum status advance(
	struct progress *p, const struct review *r, int64_t item, struct derived *d)
{
	struct day_sums sums =
		derive_review(&p->fsrs, r->item, r->rating, r->is_right, r->at_ms, d);
	enum status status = derive_store(p, item, d);

	return status == STATUS_OK ? derive_day(p, r->at_ms, &sums, 1) : status;
}

/* The whole log of an item, into which a review comes. */
static enum status insert_between(
	struct progress *p, const struct review *r, int64_t item, struct derived *d)
{
	enum status status = derive_forget(p, item, r->item);

	if (status == STATUS_OK)
		status = insert(p, r, item);
	if (status == STATUS_OK)
		status = derive_item(p, item, r->item);
	return status == STATUS_OK ? derive_load(p, item, d) : status;
}

enum status progress_add_within(struct progress *p, struct review *review, struct fsrs_card *card)
{
	struct derived d = {0};
	int64_t item = 0;
	enum status status = progress_new_id(p, review->id);

	if (status == STATUS_OK)
		status = progress_item(p, review->item, &item);
	if (status == STATUS_OK)
		status = derive_load(p, item, &d);
	if (status != STATUS_OK)
		return status;
	if (d.card.state != CARD_NEW && review->at_ms <= d.card.last_ms) {
		status = insert_between(p, review, item, &d);
	} else {
		status = insert(p, review, item);
		if (status == STATUS_OK)
			status = advance(p, review, item, &d);
	}
	if (card)
		*card = d.card;
	return status;
}

enum status progress_add(struct progress *progress, struct review *review, struct fsrs_card *card)
{
	enum status status = progress_begin(progress);

	if (status != STATUS_OK)
		return status;
	return progress_end(progress, progress_add_within(progress, review, card));
}

/* ---- taking back */

struct found {
	int64_t item;
	bool is_undone;
	struct buf name;
};

static enum status find_review(struct progress *p, const unsigned char *id, struct found *f)
{
	sqlite3_stmt *s = progress_prepare(p,
		"SELECT item, name,"
		" EXISTS (SELECT 1 FROM undo WHERE undo.review = review.id)"
		" FROM review JOIN item ON item.id = item WHERE review.id = ?1");
	int code;

	sqlite3_bind_blob(s, 1, id, PROGRESS_ID_BYTES, SQLITE_STATIC);
	code = sqlite3_step(s);
	if (code == SQLITE_ROW) {
		f->item = sqlite3_column_int64(s, 0);
		buf_puts(&f->name, (const char *)sqlite3_column_text(s, 1));
		f->is_undone = sqlite3_column_int(s, 2);
	}
	if (progress_finish(p, s, code) != STATUS_OK)
		return progress_status(p, code);
	return code == SQLITE_ROW ? buf_status(&f->name) : STATUS_NOT_FOUND;
}

static enum status insert_undo(struct progress *p, const unsigned char *review, int64_t at_ms)
{
	unsigned char id[PROGRESS_ID_BYTES];
	sqlite3_stmt *s;
	enum status status = progress_new_id(p, id);

	if (status != STATUS_OK)
		return status;
	s = progress_prepare(p, "INSERT INTO undo VALUES (?1, ?2, ?3)");
	sqlite3_bind_blob(s, 1, id, PROGRESS_ID_BYTES, SQLITE_STATIC);
	sqlite3_bind_blob(s, 2, review, PROGRESS_ID_BYTES, SQLITE_STATIC);
	sqlite3_bind_int64(s, 3, at_ms);
	return progress_finish(p, s, sqlite3_step(s));
}

enum status progress_undo(
	struct progress *progress, const unsigned char id[PROGRESS_ID_BYTES], int64_t at_ms)
{
	struct found f = {0};
	enum status status = progress_begin(progress);

	if (status != STATUS_OK)
		return status;
	buf_init(&f.name);
	status = find_review(progress, id, &f);
	if (status == STATUS_OK && !f.is_undone) {
		status = derive_forget(progress, f.item, f.name.data);
		if (status == STATUS_OK)
			status = insert_undo(progress, id, at_ms);
		if (status == STATUS_OK)
			status = derive_item(progress, f.item, f.name.data);
	}
	buf_done(&f.name);
	return progress_end(progress, status);
}

/* The new record is there before the old one is taken back; both or none. */
static enum status replace(struct progress *p, const unsigned char *old, const struct found *f,
	struct review *r, int64_t at_ms)
{
	enum status status = derive_forget(p, f->item, f->name.data);

	if (status == STATUS_OK)
		status = insert(p, r, f->item);
	if (status == STATUS_OK)
		status = insert_undo(p, old, at_ms);
	return status == STATUS_OK ? derive_item(p, f->item, f->name.data) : status;
}

enum status progress_replace(
	struct progress *progress, struct review *review, int64_t at_ms, struct fsrs_card *card)
{
	unsigned char old[PROGRESS_ID_BYTES];
	struct found f = {0};
	struct derived d = {0};
	enum status status = progress_begin(progress);

	if (status != STATUS_OK)
		return status;
	memcpy(old, review->id, PROGRESS_ID_BYTES);
	buf_init(&f.name);
	status = find_review(progress, old, &f);
	if (status == STATUS_OK && f.is_undone)
		status = STATUS_NOT_FOUND;
	if (status == STATUS_OK)
		status = progress_new_id(progress, review->id);
	if (status == STATUS_OK)
		status = replace(progress, old, &f, review, at_ms);
	if (status == STATUS_OK)
		status = derive_load(progress, f.item, &d);
	buf_done(&f.name);
	status = progress_end(progress, status);
	if (status != STATUS_OK)
		memcpy(review->id, old, PROGRESS_ID_BYTES);
	else if (card)
		*card = d.card;
	return status;
}

enum status progress_last(
	struct progress *progress, unsigned char id[PROGRESS_ID_BYTES], struct buf *item)
{
	sqlite3_stmt *s = progress_prepare(progress,
		"SELECT review.id, name FROM review JOIN item ON item.id = item WHERE at ="
		" (SELECT at FROM review r WHERE NOT EXISTS"
		" (SELECT 1 FROM undo WHERE undo.review = r.id) ORDER BY at DESC LIMIT 1)"
		" AND NOT EXISTS (SELECT 1 FROM undo WHERE undo.review = review.id)"
		" ORDER BY number DESC LIMIT 1");
	int code = sqlite3_step(s);
	enum status status;

	if (code == SQLITE_ROW) {
		memcpy(id, sqlite3_column_blob(s, 0), PROGRESS_ID_BYTES);
		buf_puts(item, (const char *)sqlite3_column_text(s, 1));
	}
	status = progress_finish(progress, s, code);
	if (status == STATUS_OK && code != SQLITE_ROW)
		return STATUS_NOT_FOUND;
	return status == STATUS_OK ? buf_status(item) : status;
}

/* ---- reading cards */

void progress_preview(const struct progress *progress, const char *item,
	const struct fsrs_card *before, int64_t at_ms, struct fsrs_card cards[PROGRESS_N_RATINGS])
{
	for (int i = 0; i < PROGRESS_N_RATINGS; i++) {
		struct derived d = {.card = *before};

		derive_review(&progress->fsrs, item, (enum rating)(i + 1), true, at_ms, &d);
		cards[i] = d.card;
	}
}

enum status progress_card(struct progress *progress, const char *item, struct fsrs_card *card)
{
	struct derived d = {0};
	int64_t number;
	enum status status = find_item(progress, item, &number);

	if (status == STATUS_OK && number)
		status = derive_load(progress, number, &d);
	*card = d.card;
	return status;
}

/* Steps through rows of name, state, step, stability, difficulty, interval,
 * lapses, n_reviews, last, due. */
static enum status each_row(
	struct progress *p, sqlite3_stmt *s, progress_card_fn *each, void *context)
{
	bool go_on = true;
	int code;

	while (go_on && (code = sqlite3_step(s)) == SQLITE_ROW) {
		const struct fsrs_card card = {.state = (enum card_state)sqlite3_column_int(s, 1),
			.step = sqlite3_column_int(s, 2),
			.stability = sqlite3_column_double(s, 3),
			.difficulty = sqlite3_column_double(s, 4),
			.interval = sqlite3_column_int(s, 5),
			.lapses = sqlite3_column_int(s, 6),
			.n_reviews = sqlite3_column_int(s, 7),
			.last_ms = sqlite3_column_int64(s, 8),
			.due_ms = sqlite3_column_int64(s, 9)};

		go_on = each(context, (const char *)sqlite3_column_text(s, 0), &card);
	}
	return progress_finish(p, s, go_on ? code : SQLITE_OK);
}

#define CARD_ROWS \
	"SELECT name, state, step, stability, difficulty, interval, lapses, n_reviews, last, due" \
	" FROM card JOIN item ON item.id = card.item"

enum status progress_cards(struct progress *progress, progress_card_fn *each, void *context)
{
	return each_row(progress, progress_prepare(progress, CARD_ROWS), each, context);
}

enum status progress_due(
	struct progress *progress, int64_t now_ms, progress_card_fn *each, void *context)
{
	sqlite3_stmt *s = progress_prepare(progress,
		CARD_ROWS " WHERE due <= ?1 AND card.item NOT IN suspended ORDER BY due, name");

	sqlite3_bind_int64(s, 1, now_ms);
	return each_row(progress, s, each, context);
}

enum status progress_leeches(struct progress *progress, progress_card_fn *each, void *context)
{
	sqlite3_stmt *s = progress_prepare(
		progress, CARD_ROWS " WHERE lapses >= ?1 ORDER BY lapses DESC, name");

	sqlite3_bind_int(s, 1, PROGRESS_LEECH_LAPSES);
	return each_row(progress, s, each, context);
}

enum status progress_n_new_since(struct progress *progress, int64_t from_ms, size_t *n)
{
	sqlite3_stmt *s = progress_prepare(progress, "SELECT count(*) FROM card WHERE first >= ?1");
	int code;

	sqlite3_bind_int64(s, 1, from_ms);
	code = sqlite3_step(s);
	*n = code == SQLITE_ROW ? (size_t)sqlite3_column_int64(s, 0) : 0;
	return progress_finish(progress, s, code);
}
