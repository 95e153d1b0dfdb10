/* The log as lines of text. */
#include "store/progress_records.h"

#include "base/text.h"

#include <string.h>

static void put_hex(struct buf *out, const void *bytes)
{
	const unsigned char *b = bytes;

	for (int i = 0; b && i < PROGRESS_ID_BYTES; i++)
		buf_printf(out, "%02x", b[i]);
}

/* ---- JSON */

static void put_json_text(struct buf *out, const char *s)
{
	size_t n = strlen(s);

	buf_putc(out, '"');
	while (n) {
		uint32_t cp;
		size_t bytes = text_decode(s, n, &cp);
		char utf8[4];

		if (cp == '"' || cp == '\\')
			buf_printf(out, "\\%c", (char)cp);
		else if (cp == '\n')
			buf_puts(out, "\\n");
		else if (!text_is_safe(cp) && cp < 0x10000)
			buf_printf(out, "\\u%04x", cp);
		else
			buf_add(out, utf8, text_encode(cp, utf8));
		s += bytes;
		n -= bytes;
	}
	buf_putc(out, '"');
}

static void put_json_value(struct buf *out, sqlite3_stmt *s, int column, enum record_type type)
{
	const char *text;

	switch (type) {
	case RECORD_ID:
		buf_putc(out, '"');
		put_hex(out, sqlite3_column_blob(s, column));
		buf_putc(out, '"');
		break;
	case RECORD_BOOL:
		buf_puts(out, sqlite3_column_int(s, column) ? "true" : "false");
		break;
	case RECORD_INT:
		buf_printf(out, "%lld", (long long)sqlite3_column_int64(s, column));
		break;
	default:
		text = (const char *)sqlite3_column_text(s, column);
		put_json_text(out, text ? text : "");
	}
}

static enum status export_kind(struct progress *p, const struct record_kind *kind, struct buf *out)
{
	sqlite3_stmt *s = progress_prepare(p, kind->select);
	int code;

	while ((code = sqlite3_step(s)) == SQLITE_ROW) {
		buf_printf(out, "{\"kind\":\"%s\"", kind->name);
		for (int i = 0; kind->fields[i].name; i++) {
			buf_printf(out, ",\"%s\":", kind->fields[i].name);
			put_json_value(out, s, i, kind->fields[i].type);
		}
		buf_puts(out, "}\n");
	}
	return progress_finish(p, s, code);
}

static enum status export_json(struct progress *p, struct buf *out)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < RECORD_N_KINDS && status == STATUS_OK; i++)
		status = export_kind(p, &record_kinds[i], out);
	return status;
}

/* ---- CSV */

/* Item names are slugs; whatever else a file may hold is replaced. */
static void put_csv_text(struct buf *out, const char *s)
{
	buf_putc(out, '"');
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (c == '"')
			buf_putc(out, '"');
		buf_putc(out, c < 0x20 || c >= 0x7F ? '?' : *s);
	}
	buf_putc(out, '"');
}

static void put_csv_record(struct buf *out, sqlite3_stmt *s)
{
	bool is_undo = sqlite3_column_int(s, 1);

	put_hex(out, sqlite3_column_blob(s, 2));
	buf_printf(out, ",%s,%lld", is_undo ? "undo" : "review",
		(long long)sqlite3_column_int64(s, 0));
	if (is_undo) {
		buf_puts(out, ",,,,,,");
		put_hex(out, sqlite3_column_blob(s, 3));
		buf_putc(out, '\n');
		return;
	}
	buf_putc(out, ',');
	put_csv_text(out, (const char *)sqlite3_column_text(s, 8));
	for (int i = 4; i < 8; i++)
		buf_printf(out, ",%lld", (long long)sqlite3_column_int64(s, i));
	buf_puts(out, ",\n");
}

static enum status export_csv(struct progress *p, struct buf *out)
{
	sqlite3_stmt *s = progress_prepare(p,
		"SELECT at, 0, review.id, NULL, rating, is_right, n_hints, took_ms, name"
		" FROM review JOIN item ON item.id = item"
		" UNION ALL SELECT at, 1, id, review, 0, 0, 0, 0, '' FROM undo ORDER BY 1, 2, 3");
	int code;

	buf_puts(out, "id,kind,at_ms,item,rating,right,hints,took_ms,review\n");
	while ((code = sqlite3_step(s)) == SQLITE_ROW)
		put_csv_record(out, s);
	return progress_finish(p, s, code);
}

enum status progress_export(struct progress *progress, enum progress_format format, struct buf *out)
{
	enum status status =
		format == PROGRESS_CSV ? export_csv(progress, out) : export_json(progress, out);

	return status == STATUS_OK ? buf_status(out) : status;
}
