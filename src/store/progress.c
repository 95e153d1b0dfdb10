#include "store/progress_impl.h"

#include "base/paths.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	APPLICATION_ID = 0x67726164, /* "grad" */
	BUSY_MS = 10000,
	RETRY_MS = 5,
	/* Files up to this size are checked whole when they are opened (20 ms);
	 * larger ones by rebuild and merge. */
	MAX_CHECKED_BYTES = 16 << 20
};

__attribute__((format(printf, 2, 3))) static void tell(struct progress *p, const char *format, ...)
{
	va_list args;

	buf_clear(&p->error);
	va_start(args, format);
	buf_vprintf(&p->error, format, args);
	va_end(args);
}

static void tell_damaged(struct progress *p, const char *what)
{
	tell(p,
		"%s is damaged (%s); what can be read of it is saved by: mv '%s' '%s.damaged' &&"
		" sqlite3 '%s.damaged' .recover | sqlite3 '%s'",
		p->path, what, p->path, p->path, p->path, p->path);
}

/* The primary code of an extended one. A full disk does not always say
 * SQLITE_FULL: the shared memory of the log can't be made then, either. */
static int primary_code(const struct progress *p, int code)
{
	int error = p->db ? sqlite3_system_errno(p->db) : 0;

	code &= 0xFF;
	if (code == SQLITE_IOERR && (error == ENOSPC || error == EDQUOT || error == EFBIG))
		return SQLITE_FULL;
	return code;
}

enum status progress_status(struct progress *p, int code)
{
	const char *what = p->db ? sqlite3_errmsg(p->db) : sqlite3_errstr(code);

	switch (primary_code(p, code)) {
	case SQLITE_OK:
	case SQLITE_DONE:
	case SQLITE_ROW:
		return STATUS_OK;
	case SQLITE_NOMEM:
		tell(p, "out of memory");
		return STATUS_NO_MEMORY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		tell_damaged(p, what);
		return STATUS_INVALID;
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_CANTOPEN:
	case SQLITE_AUTH:
		tell(p,
			"%s can't be written (%s); make it and its folder writable, or set"
			" XDG_DATA_HOME to another folder",
			p->path, what);
		return STATUS_DENIED;
	case SQLITE_FULL:
		tell(p, "the disk is full: nothing more was saved to %s; make room and go on",
			p->path);
		return STATUS_IO;
	case SQLITE_BUSY:
		tell(p, "another program has kept %s locked for %d s; try again", p->path,
			BUSY_MS / 1000);
		return STATUS_IO;
	case SQLITE_CONSTRAINT:
		tell(p, "%s: a record is not valid: %s", p->path, what);
		return STATUS_INVALID;
	default:
		tell(p, "%s: %s", p->path, what);
		return STATUS_IO;
	}
}

const char *progress_error(const struct progress *progress)
{
	return progress->error.data;
}

const struct fsrs *progress_fsrs(const struct progress *progress)
{
	return &progress->fsrs;
}

enum status progress_exec(struct progress *p, const char *sql)
{
	return progress_status(p, sqlite3_exec(p->db, sql, NULL, NULL, NULL));
}

sqlite3_stmt *progress_prepare(struct progress *p, const char *sql)
{
	sqlite3_stmt *s = NULL;

	progress_status(p, sqlite3_prepare_v2(p->db, sql, -1, &s, NULL));
	return s;
}

enum status progress_finish(struct progress *p, sqlite3_stmt *s, int code)
{
	int failure = sqlite3_errcode(p->db);
	enum status status;

	/* No statement, and SQLite knows of no failure: it was given none. */
	if (!s)
		code = failure == SQLITE_OK ? SQLITE_NOMEM : failure;
	status = progress_status(p, code);
	sqlite3_finalize(s);
	return status;
}

enum status progress_begin(struct progress *p)
{
	return progress_exec(p, "BEGIN IMMEDIATE");
}

enum status progress_end(struct progress *p, enum status status)
{
	if (status == STATUS_OK)
		status = progress_exec(p, "COMMIT");
	if (status != STATUS_OK && !sqlite3_get_autocommit(p->db))
		sqlite3_exec(p->db, "ROLLBACK", NULL, NULL, NULL);
	return status;
}

/* One number that a statement without arguments answers. */
static enum status ask(struct progress *p, const char *sql, int64_t *number)
{
	sqlite3_stmt *s = progress_prepare(p, sql);
	int code = sqlite3_step(s);

	*number = code == SQLITE_ROW ? sqlite3_column_int64(s, 0) : 0;
	return progress_finish(p, s, code);
}

static enum status check_file(struct progress *p)
{
	sqlite3_stmt *s;
	int64_t pages, page_bytes;
	enum status status = ask(p, "PRAGMA page_count", &pages);
	int code;

	if (status == STATUS_OK)
		status = ask(p, "PRAGMA page_size", &page_bytes);
	if (status != STATUS_OK || pages * page_bytes > MAX_CHECKED_BYTES)
		return status;
	s = progress_prepare(p, "PRAGMA quick_check(1)");
	code = sqlite3_step(s);
	if (code == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(s, 0), "ok") != 0) {
		tell_damaged(p, (const char *)sqlite3_column_text(s, 0));
		sqlite3_finalize(s);
		return STATUS_INVALID;
	}
	return progress_finish(p, s, code);
}

/* Is this a file of ours, of a schema that we know? *version gets it: 0 for an
 * empty file. */
static enum status probe(struct progress *p, int64_t *version)
{
	int64_t application, n_tables;
	enum status status = ask(p, "SELECT count(*) FROM sqlite_schema", &n_tables);

	if (status == STATUS_OK)
		status = ask(p, "PRAGMA application_id", &application);
	if (status == STATUS_OK)
		status = ask(p, "PRAGMA user_version", version);
	if (status != STATUS_OK || (!n_tables && !application && !*version))
		return status;
	if (application != APPLICATION_ID || *version < 1) {
		tell(p, "%s is a database of another program; move it away: mv '%s' '%s.other'",
			p->path, p->path, p->path);
		return STATUS_INVALID;
	}
	if (*version > PROGRESS_SCHEMA) {
		tell(p,
			"%s was written by a newer gradus (its schema is %lld, ours %d); update"
			" gradus, or begin anew beside it: mv '%s' '%s.newer'",
			p->path, (long long)*version, PROGRESS_SCHEMA, p->path, p->path);
		return STATUS_UNSUPPORTED;
	}
	return check_file(p);
}

static enum status connect_to(struct progress *p, const char *file, int flags)
{
	int code = sqlite3_open_v2(file, &p->db, flags, NULL);

	if (code == SQLITE_OK) {
		sqlite3_extended_result_codes(p->db, 1);
		code = sqlite3_busy_timeout(p->db, BUSY_MS);
	}
	return progress_status(p, code);
}

static enum status connect(struct progress *p, int flags)
{
	return connect_to(p, p->path, flags);
}

/* Without locks and shared memory, which a folder that takes no writing can't
 * hold: for a file that nobody can change. */
static enum status connect_immutable(struct progress *p)
{
	enum status status;
	struct buf uri;

	buf_init(&uri);
	buf_puts(&uri, "file:");
	for (const char *s = p->path; *s; s++)
		if (isalnum((unsigned char)*s) || strchr("/._-", *s))
			buf_putc(&uri, *s);
		else
			buf_printf(&uri, "%%%02X", (unsigned char)*s);
	buf_puts(&uri, "?immutable=1");
	status = buf_status(&uri);
	if (status == STATUS_OK)
		status = connect_to(p, uri.data, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
	buf_done(&uri);
	return status;
}

/* Can a file not be read before someone with the right to write has undone or
 * finished what a killed program left? */
static bool needs_recovery(const struct progress *p)
{
	int code = p->db ? sqlite3_extended_errcode(p->db) : SQLITE_OK;

	return code == SQLITE_READONLY_ROLLBACK || code == SQLITE_READONLY_RECOVERY ||
	       code == SQLITE_READONLY_CANTINIT;
}

static enum status look(struct progress *p, int flags, bool *is_left_behind)
{
	enum status status = connect(p, flags);
	int64_t version;

	if (status == STATUS_OK)
		status = probe(p, &version);
	*is_left_behind = status != STATUS_OK && needs_recovery(p);
	sqlite3_close(p->db);
	p->db = NULL;
	return status;
}

/* Looks at a file that is there without a right to change it. */
static enum status look_first(struct progress *p)
{
	enum status status;
	bool is_left_behind;
	struct stat st;

	if (stat(p->path, &st) != 0 || !st.st_size)
		return STATUS_OK;
	status = look(p, SQLITE_OPEN_READONLY, &is_left_behind);
	if (is_left_behind) {
		buf_clear(&p->error);
		status = look(p, SQLITE_OPEN_READWRITE, &is_left_behind);
	}
	return status;
}

/* In one transaction, so that two programs that start at once don't meet. */
static enum status migrate(struct progress *p)
{
	enum status status = progress_begin(p);
	int64_t version = 0;
	char sql[96];

	if (status != STATUS_OK)
		return status;
	status = probe(p, &version);
	for (int64_t v = version; v < PROGRESS_SCHEMA && status == STATUS_OK; v++)
		status = progress_exec(p, progress_migrations[v]);
	snprintf(sql, sizeof(sql), "PRAGMA application_id = %d; PRAGMA user_version = %d",
		APPLICATION_ID, PROGRESS_SCHEMA);
	if (status == STATUS_OK && version < PROGRESS_SCHEMA)
		status = progress_exec(p, sql);
	return progress_end(p, status);
}

static enum status derive_if_stale(struct progress *p)
{
	size_t n_cards, n_differ;
	bool is_current;
	enum status status = derive_is_current(p, &is_current);

	if (status != STATUS_OK || is_current)
		return status;
	status = progress_begin(p);
	if (status == STATUS_OK)
		status = progress_end(p, derive_all(p, &n_cards, &n_differ));
	return status;
}

static enum status make_folder(const char *path)
{
	char *folder = strdup(path), *slash = folder ? strrchr(folder, '/') : NULL;
	enum status status = folder ? STATUS_OK : STATUS_NO_MEMORY;

	if (slash && slash > folder) {
		*slash = '\0';
		/* If it can't be made, opening the file says so. */
		paths_make_folder(folder);
	}
	free(folder);
	return status;
}

/* Where two programs make a file at once SQLite does not wait for its lock but
 * fails at once: waiting could be for ever, each holding what the other needs.
 * So each lets go and tries again. */
static enum status use_write_ahead_log(struct progress *p)
{
	const struct timespec pause = {.tv_nsec = RETRY_MS * 1000000L};
	int code = SQLITE_BUSY;

	for (int waited = 0; (code & 0xff) == SQLITE_BUSY && waited < BUSY_MS; waited += RETRY_MS) {
		if (waited)
			nanosleep(&pause, NULL);
		code = sqlite3_exec(p->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
	}
	return progress_status(p, code);
}

static enum status open_file(struct progress *p)
{
	enum status status = make_folder(p->path);

	if (status == STATUS_OK)
		status = look_first(p);
	if (status == STATUS_OK)
		status = connect(p, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
	if (status == STATUS_OK && sqlite3_db_readonly(p->db, "main") == 1)
		status = progress_status(p, SQLITE_READONLY);
	if (status == STATUS_OK)
		status = use_write_ahead_log(p);
	/* FULL: what was acknowledged outlives a power cut as well. */
	if (status == STATUS_OK)
		status = progress_exec(p, "PRAGMA synchronous = FULL;"
					  "PRAGMA foreign_keys = ON;"
					  "PRAGMA cache_size = -16000;" /* KiB, at most */);
	if (status == STATUS_OK)
		status = migrate(p);
	return status == STATUS_OK ? derive_if_stale(p) : status;
}

/* Hands out `p` or, on failure, its message. p may be NULL. */
static enum status hand_out(
	struct progress **progress, struct progress *p, enum status status, struct buf *message)
{
	*progress = NULL;
	if (status == STATUS_OK) {
		*progress = p;
		return STATUS_OK;
	}
	buf_puts(message, p && p->error.n ? p->error.data : status_text(status));
	progress_close(p);
	return status;
}

static struct progress *new_progress(const char *path)
{
	struct progress *p = calloc(1, sizeof(*p));

	if (!p)
		return NULL;
	buf_init(&p->error);
	p->path = strdup(path);
	if (p->path)
		return p;
	progress_close(p);
	return NULL;
}

enum status progress_open(
	struct progress **progress, const char *path, const struct fsrs *fsrs, struct buf *message)
{
	return progress_open_watched(progress, path, fsrs, &(struct progress_watch){0}, message);
}

void progress_watch(struct progress *progress, const struct progress_watch *watch)
{
	progress->watch = *watch;
}

enum status progress_open_watched(struct progress **progress, const char *path,
	const struct fsrs *fsrs, const struct progress_watch *watch, struct buf *message)
{
	struct progress *p = new_progress(path);
	enum status status = STATUS_NO_MEMORY;

	if (p) {
		p->fsrs = *fsrs;
		p->watch = *watch;
		fsrs_clamp(&p->fsrs);
		status = open_file(p);
	}
	return hand_out(progress, p, status, message);
}

static bool has_wal(const struct progress *p)
{
	struct stat st;
	struct buf path;
	bool has;

	buf_init(&path);
	buf_printf(&path, "%s-wal", p->path);
	has = stat(path.data, &st) == 0 && st.st_size;
	buf_done(&path);
	return has;
}

static enum status read_file(struct progress *p)
{
	enum status status;
	int64_t version = 0;

	if (access(p->path, F_OK) != 0) {
		tell(p, "there is no %s", p->path);
		return STATUS_NOT_FOUND;
	}
	status = connect(p, SQLITE_OPEN_READONLY);
	if (status == STATUS_OK)
		status = probe(p, &version);
	if (status != STATUS_OK && status != STATUS_INVALID && status != STATUS_UNSUPPORTED &&
		!has_wal(p)) {
		sqlite3_close(p->db);
		p->db = NULL;
		status = connect_immutable(p);
		if (status == STATUS_OK)
			status = probe(p, &version);
	}
	if (status == STATUS_OK && version != PROGRESS_SCHEMA) {
		tell(p,
			"%s is of an older gradus, and can't be brought up where it can't be"
			" written",
			p->path);
		status = STATUS_DENIED;
	}
	return status;
}

enum status progress_open_reading(
	struct progress **progress, const char *path, const struct fsrs *fsrs, struct buf *message)
{
	struct progress *p = new_progress(path);
	enum status status = STATUS_NO_MEMORY;

	if (p) {
		p->fsrs = *fsrs;
		fsrs_clamp(&p->fsrs);
		status = read_file(p);
	}
	return hand_out(progress, p, status, message);
}

enum status progress_open_other(
	struct progress **other, const char *path, int64_t *schema, struct buf *message)
{
	struct progress *p = new_progress(path);
	enum status status = STATUS_NO_MEMORY;

	*schema = 0;
	if (p)
		status = connect(p, SQLITE_OPEN_READONLY);
	/* Whoever wrote it: its schema is to run nothing. */
	if (status == STATUS_OK)
		status = progress_exec(
			p, "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
	if (status == STATUS_OK)
		status = probe(p, schema);
	if (status == STATUS_OK && !*schema) {
		tell(p, "%s is empty: no progress file", path);
		status = STATUS_INVALID;
	}
	return hand_out(other, p, status, message);
}

void progress_close(struct progress *progress)
{
	if (!progress)
		return;
	sqlite3_close(progress->db);
	buf_done(&progress->error);
	free(progress->path);
	free(progress);
}
