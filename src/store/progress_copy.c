/* The log to and from other files: merging, backup. */
#include "store/progress_records.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* ---- merging */

/* A record of the other file, whose step answered a row, into the statement. */
static enum status bind_record(
	struct progress *to, sqlite3_stmt *out, sqlite3_stmt *in, const struct record_kind *kind)
{
	enum status status = STATUS_OK;

	for (int i = 0; kind->fields[i].name && status == STATUS_OK; i++) {
		const char *name;
		int64_t item;

		if (kind->fields[i].type != RECORD_ITEM) {
			sqlite3_bind_value(out, i + 1, sqlite3_column_value(in, i));
			continue;
		}
		name = (const char *)sqlite3_column_text(in, i);
		status = progress_item(to, name ? name : "", &item);
		sqlite3_bind_int64(out, i + 1, item);
	}
	return status;
}

/* What a hostile file may hold is refused by the CHECKs of ours. */
static enum status copy_kind(
	struct progress *to, struct progress *from, const struct record_kind *kind, size_t *n)
{
	sqlite3_stmt *in = progress_prepare(from, kind->select);
	sqlite3_stmt *out = progress_prepare(to, kind->insert);
	enum status status = in && out ? STATUS_OK : STATUS_IO, end;
	int code = SQLITE_OK;

	*n = 0;
	while (status == STATUS_OK && (code = sqlite3_step(in)) == SQLITE_ROW) {
		status = bind_record(to, out, in, kind);
		if (status == STATUS_OK && sqlite3_step(out) == SQLITE_DONE)
			*n += (size_t)sqlite3_changes(to->db);
		if (status == STATUS_OK)
			status = progress_status(to, sqlite3_reset(out));
	}
	sqlite3_finalize(out);
	end = progress_finish(from, in, code);
	return status == STATUS_OK ? end : status;
}

static enum status copy_all(
	struct progress *to, struct progress *from, int64_t schema, struct progress_merged *merged)
{
	enum status status = STATUS_OK;
	size_t n_cards, n_differ, n;

	for (size_t i = 0; i < RECORD_N_KINDS && status == STATUS_OK; i++) {
		if (record_kinds[i].schema > schema)
			continue;
		status = copy_kind(to, from, &record_kinds[i], &n);
		record_count(merged, &record_kinds[i], n);
	}
	return status == STATUS_OK ? derive_all(to, &n_cards, &n_differ) : status;
}

enum status progress_merge(
	struct progress *progress, const char *path, struct progress_merged *merged)
{
	struct progress *other = NULL;
	enum status status;
	int64_t schema;

	*merged = (struct progress_merged){0};
	buf_clear(&progress->error);
	if (access(path, R_OK) != 0) {
		buf_printf(&progress->error, "%s can't be read", path);
		return STATUS_NOT_FOUND;
	}
	status = progress_open_other(&other, path, &schema, &progress->error);
	if (status != STATUS_OK)
		return status;
	status = progress_begin(progress);
	if (status == STATUS_OK)
		status = progress_end(progress, copy_all(progress, other, schema, merged));
	if (status != STATUS_OK && !progress->error.n)
		buf_puts(&progress->error, progress_error(other));
	progress_close(other);
	return status;
}

/* ---- backup */

static int copy_file(struct progress *p, const char *path)
{
	sqlite3 *copy = NULL;
	sqlite3_backup *backup = NULL;
	int code = sqlite3_open(path, &copy);

	if (code == SQLITE_OK)
		backup = sqlite3_backup_init(copy, "main", p->db, "main");
	if (backup)
		sqlite3_backup_step(backup, -1);
	if (code == SQLITE_OK)
		code = backup ? sqlite3_backup_finish(backup) : sqlite3_errcode(copy);
	sqlite3_close(copy);
	return code;
}

enum status progress_backup(struct progress *progress, const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600), code;

	buf_clear(&progress->error);
	if (fd < 0 && errno == EEXIST) {
		buf_printf(&progress->error, "%s is there already; name another file", path);
		return STATUS_DENIED;
	}
	if (fd < 0) {
		buf_printf(&progress->error, "%s can't be written: %s", path, strerror(errno));
		return STATUS_IO;
	}
	close(fd);
	code = copy_file(progress, path);
	if (code == SQLITE_OK)
		return STATUS_OK;
	unlink(path); /* half a copy is none */
	buf_printf(&progress->error, "%s can't be written: %s", path, sqlite3_errstr(code));
	return STATUS_IO;
}
