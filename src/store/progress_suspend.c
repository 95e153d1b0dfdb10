/* Items that are not asked, whatever their schedule says. */
#include "store/progress_impl.h"

static enum status append(struct progress *p, int64_t item, bool is_on, int64_t at_ms)
{
	unsigned char id[PROGRESS_ID_BYTES];
	enum status status = progress_new_id(p, id);
	sqlite3_stmt *s;

	if (status != STATUS_OK)
		return status;
	s = progress_prepare(
		p, "INSERT INTO suspension(id, item, at, is_on) VALUES (?1, ?2, ?3, ?4)");
	sqlite3_bind_blob(s, 1, id, PROGRESS_ID_BYTES, SQLITE_STATIC);
	sqlite3_bind_int64(s, 2, item);
	sqlite3_bind_int64(s, 3, at_ms);
	sqlite3_bind_int(s, 4, is_on);
	return progress_finish(p, s, sqlite3_step(s));
}

/* Two records in one millisecond would be ordered by chance. */
static enum status after_last(struct progress *p, int64_t item, int64_t *at_ms)
{
	sqlite3_stmt *s = progress_prepare(p, "SELECT max(at) FROM suspension WHERE item = ?1");
	int code;

	sqlite3_bind_int64(s, 1, item);
	code = sqlite3_step(s);
	if (code == SQLITE_ROW && sqlite3_column_type(s, 0) != SQLITE_NULL &&
		sqlite3_column_int64(s, 0) >= *at_ms)
		*at_ms = sqlite3_column_int64(s, 0) + 1;
	return progress_finish(p, s, code);
}

enum status progress_suspend(struct progress *progress, const char *item, bool is_on, int64_t at_ms)
{
	int64_t number;
	enum status status = progress_begin(progress);

	if (status != STATUS_OK)
		return status;
	status = progress_item(progress, item, &number);
	if (status == STATUS_OK)
		status = after_last(progress, number, &at_ms);
	if (status == STATUS_OK)
		status = append(progress, number, is_on, at_ms);
	return progress_end(progress, status);
}

enum status progress_suspended(struct progress *progress, progress_name_fn *each, void *context)
{
	sqlite3_stmt *s = progress_prepare(
		progress, "SELECT name FROM item WHERE id IN suspended ORDER BY name");
	bool go_on = true;
	int code;

	while (go_on && (code = sqlite3_step(s)) == SQLITE_ROW)
		go_on = each(context, (const char *)sqlite3_column_text(s, 0));
	return progress_finish(progress, s, go_on ? code : SQLITE_OK);
}
