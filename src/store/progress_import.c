/* Exported lines into the log. */
#include "store/progress_records.h"

#include <ctype.h>
#include <jansson.h>
#include <string.h>

/* Where and why a line can't be taken; its number is the caller's. */
struct line_reader {
	struct progress *p;
	const char *path;
	size_t number;
};

static enum status refuse(struct line_reader *r, const char *what, const char *name)
{
	buf_clear(&r->p->error);
	buf_printf(&r->p->error, "%s:%zu: %s", r->path, r->number, what);
	if (name)
		buf_printf(&r->p->error, " '%s'", name);
	buf_puts(&r->p->error, "; nothing was imported");
	return STATUS_INVALID;
}

static int hex_digit(char c)
{
	const char *digits = "0123456789abcdef", *at = c ? strchr(digits, tolower(c)) : NULL;

	return at ? (int)(at - digits) : -1;
}

static bool read_id(const char *text, unsigned char id[PROGRESS_ID_BYTES])
{
	if (!text || strlen(text) != (size_t)2 * PROGRESS_ID_BYTES)
		return false;
	for (size_t i = 0; i < PROGRESS_ID_BYTES; i++, text += 2) {
		int high = hex_digit(text[0]), low = hex_digit(text[1]);

		if (high < 0 || low < 0)
			return false;
		id[i] = (unsigned char)(16 * high + low);
	}
	return true;
}

/* STATUS_NOT_FOUND: it is not of that type. */
static enum status bind_value(
	struct progress *p, sqlite3_stmt *s, int at, enum record_type type, const json_t *value)
{
	const char *text = json_string_value(value);
	unsigned char id[PROGRESS_ID_BYTES];
	int64_t item;
	enum status status;

	switch (type) {
	case RECORD_ID:
		if (!read_id(text, id))
			return STATUS_NOT_FOUND;
		sqlite3_bind_blob(s, at, id, PROGRESS_ID_BYTES, SQLITE_TRANSIENT);
		return STATUS_OK;
	case RECORD_INT:
		sqlite3_bind_int64(s, at, json_integer_value(value));
		return json_is_integer(value) ? STATUS_OK : STATUS_NOT_FOUND;
	case RECORD_BOOL:
		sqlite3_bind_int(s, at, json_is_true(value));
		return json_is_boolean(value) ? STATUS_OK : STATUS_NOT_FOUND;
	case RECORD_TEXT:
		sqlite3_bind_text(s, at, text, -1, SQLITE_TRANSIENT);
		return text ? STATUS_OK : STATUS_NOT_FOUND;
	default:
		status = text ? progress_item(p, text, &item) : STATUS_NOT_FOUND;
		if (status == STATUS_OK)
			sqlite3_bind_int64(s, at, item);
		return status;
	}
}

static enum status insert_record(struct line_reader *r, const struct record_kind *kind,
	const json_t *record, struct progress_merged *merged)
{
	sqlite3_stmt *s = progress_prepare(r->p, kind->insert);
	enum status status = s ? STATUS_OK : STATUS_IO;
	int code;

	for (int i = 0; kind->fields[i].name && status == STATUS_OK; i++) {
		status = bind_value(r->p, s, i + 1, kind->fields[i].type,
			json_object_get(record, kind->fields[i].name));
		if (status == STATUS_NOT_FOUND || status == STATUS_INVALID)
			status = refuse(r, "there is no valid", kind->fields[i].name);
	}
	if (status != STATUS_OK) {
		sqlite3_finalize(s);
		return status;
	}
	code = sqlite3_step(s);
	if (code == SQLITE_DONE)
		record_count(merged, kind, (size_t)sqlite3_changes(r->p->db));
	status = progress_finish(r->p, s, code);
	if (status == STATUS_INVALID)
		return refuse(r, "a value is out of its range", NULL);
	return status;
}

static enum status import_record(
	struct line_reader *r, const json_t *record, struct progress_merged *merged)
{
	const char *kind = json_string_value(json_object_get(record, "kind"));

	for (size_t i = 0; kind && i < RECORD_N_KINDS; i++)
		if (strcmp(record_kinds[i].name, kind) == 0)
			return insert_record(r, &record_kinds[i], record, merged);
	return refuse(r, kind ? "an unknown kind of record" : "no record", kind);
}

static enum status import_line(
	struct line_reader *r, const char *line, size_t n, struct progress_merged *merged)
{
	json_error_t error;
	json_t *record = json_loadb(line, n, 0, &error);
	enum status status =
		record ? import_record(r, record, merged) : refuse(r, "not JSON:", error.text);

	json_decref(record);
	return status;
}

static enum status import_lines(
	struct line_reader *r, const struct buf *lines, struct progress_merged *merged)
{
	const char *line = lines->data, *end = line + lines->n;
	/* A record may refer to one that comes later. */
	enum status status = progress_exec(r->p, "PRAGMA defer_foreign_keys = ON");

	while (line < end && status == STATUS_OK) {
		size_t n = strcspn(line, "\n");

		r->number++;
		if (n)
			status = import_line(r, line, n, merged);
		line += n + 1;
	}
	return status;
}

/* Of what refers to something that is in neither file. */
static enum status check_references(struct line_reader *r)
{
	sqlite3_stmt *s = progress_prepare(r->p, "PRAGMA foreign_key_check");
	int code = sqlite3_step(s);
	enum status status = progress_finish(r->p, s, code);

	return status == STATUS_OK && code == SQLITE_ROW
		       ? refuse(r, "up to here a record refers to one that is missing", NULL)
		       : status;
}

enum status progress_import(struct progress *progress, const char *path, const struct buf *lines,
	struct progress_merged *merged)
{
	struct line_reader r = {.p = progress, .path = path};
	size_t n_cards, n_differ;
	enum status status = progress_begin(progress);

	*merged = (struct progress_merged){0};
	if (status != STATUS_OK)
		return status;
	status = import_lines(&r, lines, merged);
	if (status == STATUS_OK)
		status = check_references(&r);
	if (status == STATUS_OK)
		status = derive_all(progress, &n_cards, &n_differ);
	return progress_end(progress, status);
}
