/* The log to and from other files. */
#include "store/progress_impl.h"

#include <string.h>
#include <unistd.h>

/* ---- merging */

/* Names that a hostile file may hold are refused by its CHECK or ours; rows
 * pass through ours. */
static enum status copy_reviews(struct progress *to, struct progress *from, size_t *n)
{
	sqlite3_stmt *in = progress_prepare(from,
		"SELECT review.id, name, at, rating, is_right, n_hints, took_ms"
		" FROM review JOIN item ON item.id = item ORDER BY number");
	sqlite3_stmt *out = progress_prepare(to,
		"INSERT INTO review(id, item, at, rating, is_right, n_hints, took_ms)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT(id) DO NOTHING");
	enum status status = in && out ? STATUS_OK : STATUS_IO, end;
	int code = SQLITE_OK;

	while (status == STATUS_OK && (code = sqlite3_step(in)) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(in, 1);
		int64_t item;

		status = progress_item(to, name ? name : "", &item);
		sqlite3_bind_value(out, 1, sqlite3_column_value(in, 0));
		sqlite3_bind_int64(out, 2, item);
		for (int i = 2; i <= 6; i++)
			sqlite3_bind_value(out, i + 1, sqlite3_column_value(in, i));
		if (status == STATUS_OK && sqlite3_step(out) == SQLITE_DONE)
			*n += (size_t)sqlite3_changes(to->db);
		if (status == STATUS_OK)
			status = progress_status(to, sqlite3_reset(out));
	}
	sqlite3_finalize(out);
	end = progress_finish(from, in, code);
	return status == STATUS_OK ? end : status;
}

static enum status copy_undos(struct progress *to, struct progress *from, size_t *n)
{
	sqlite3_stmt *in = progress_prepare(from, "SELECT id, review, at FROM undo ORDER BY id");
	sqlite3_stmt *out = progress_prepare(
		to, "INSERT INTO undo VALUES (?1, ?2, ?3) ON CONFLICT(id) DO NOTHING");
	enum status status = in && out ? STATUS_OK : STATUS_IO, end;
	int code = SQLITE_OK;

	while (status == STATUS_OK && (code = sqlite3_step(in)) == SQLITE_ROW) {
		for (int i = 0; i < 3; i++)
			sqlite3_bind_value(out, i + 1, sqlite3_column_value(in, i));
		if (sqlite3_step(out) == SQLITE_DONE)
			*n += (size_t)sqlite3_changes(to->db);
		status = progress_status(to, sqlite3_reset(out));
	}
	sqlite3_finalize(out);
	end = progress_finish(from, in, code);
	return status == STATUS_OK ? end : status;
}

enum status progress_merge(
	struct progress *progress, const char *path, size_t *n_reviews, size_t *n_undone)
{
	struct progress *other = NULL;
	size_t n_cards, n_differ;
	enum status status;

	*n_reviews = *n_undone = 0;
	buf_clear(&progress->error);
	if (access(path, R_OK) != 0) {
		buf_printf(&progress->error, "%s can't be read", path);
		return STATUS_NOT_FOUND;
	}
	status = progress_open_other(&other, path, &progress->error);
	if (status != STATUS_OK)
		return status;
	status = progress_begin(progress);
	if (status == STATUS_OK) {
		status = copy_reviews(progress, other, n_reviews);
		if (status == STATUS_OK)
			status = copy_undos(progress, other, n_undone);
		if (status == STATUS_OK)
			status = derive_all(progress, &n_cards, &n_differ);
		status = progress_end(progress, status);
	}
	if (status != STATUS_OK && !progress->error.n)
		buf_puts(&progress->error, progress_error(other));
	progress_close(other);
	return status;
}

/* ---- export */

static void put_hex(struct buf *out, const void *bytes)
{
	const unsigned char *b = bytes;

	for (int i = 0; b && i < PROGRESS_ID_BYTES; i++)
		buf_printf(out, "%02x", b[i]);
}

/* In quotes, for JSON (a backslash before quotes and itself) or CSV (quotes
 * twice). Item names are slugs; whatever else a file may hold is replaced. */
static void put_text(struct buf *out, const char *s, enum progress_format format)
{
	buf_putc(out, '"');
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (c == '"' || (c == '\\' && format == PROGRESS_JSON_LINES))
			buf_putc(out, format == PROGRESS_CSV ? '"' : '\\');
		buf_putc(out, c < 0x20 || c >= 0x7F ? '?' : *s);
	}
	buf_putc(out, '"');
}

static void put_record(struct buf *out, sqlite3_stmt *s, enum progress_format format)
{
	static const char *const names[] = {
		"rating", "right", "hints", "took_ms"}; /* columns 4 to 7 */
	bool is_json = format == PROGRESS_JSON_LINES, is_undo = sqlite3_column_int(s, 1);
	const char *kind = is_undo ? "undo" : "review";

	buf_puts(out, is_json ? "{\"id\":\"" : "");
	put_hex(out, sqlite3_column_blob(s, 2));
	buf_printf(out, is_json ? "\",\"kind\":\"%s\",\"at_ms\":%lld" : ",%s,%lld", kind,
		(long long)sqlite3_column_int64(s, 0));
	if (is_undo) {
		buf_puts(out, is_json ? ",\"review\":\"" : ",,,,,,");
		put_hex(out, sqlite3_column_blob(s, 3));
		buf_puts(out, is_json ? "\"}\n" : "\n");
		return;
	}
	buf_puts(out, is_json ? ",\"item\":" : ",");
	put_text(out, (const char *)sqlite3_column_text(s, 8), format);
	for (int i = 0; i < 4; i++) {
		if (is_json)
			buf_printf(out, ",\"%s\":", names[i]);
		else
			buf_putc(out, ',');
		if (is_json && i == 1)
			buf_puts(out, sqlite3_column_int(s, 5) ? "true" : "false");
		else
			buf_printf(out, "%lld", (long long)sqlite3_column_int64(s, 4 + i));
	}
	buf_puts(out, is_json ? "}\n" : ",\n");
}

enum status progress_export(struct progress *progress, enum progress_format format, struct buf *out)
{
	sqlite3_stmt *s = progress_prepare(progress,
		"SELECT at, 0, review.id, NULL, rating, is_right, n_hints, took_ms, name"
		" FROM review JOIN item ON item.id = item"
		" UNION ALL SELECT at, 1, id, review, 0, 0, 0, 0, '' FROM undo ORDER BY 1, 2, 3");
	enum status status;
	int code;

	if (format == PROGRESS_CSV)
		buf_puts(out, "id,kind,at_ms,item,rating,right,hints,took_ms,review\n");
	while ((code = sqlite3_step(s)) == SQLITE_ROW)
		put_record(out, s, format);
	status = progress_finish(progress, s, code);
	return status == STATUS_OK ? buf_status(out) : status;
}

/* ---- backup */

enum status progress_backup(struct progress *progress, const char *path)
{
	sqlite3 *copy = NULL;
	sqlite3_backup *backup = NULL;
	int code;

	buf_clear(&progress->error);
	if (access(path, F_OK) == 0) {
		buf_printf(&progress->error, "%s is there already; name another file", path);
		return STATUS_DENIED;
	}
	code = sqlite3_open(path, &copy);
	if (code == SQLITE_OK)
		backup = sqlite3_backup_init(copy, "main", progress->db, "main");
	if (backup)
		sqlite3_backup_step(backup, -1);
	if (code == SQLITE_OK)
		code = backup ? sqlite3_backup_finish(backup) : sqlite3_errcode(copy);
	if (code != SQLITE_OK)
		buf_printf(&progress->error, "%s can't be written: %s", path, sqlite3_errstr(code));
	sqlite3_close(copy);
	return code == SQLITE_OK ? STATUS_OK : STATUS_IO;
}
