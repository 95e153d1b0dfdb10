#include "store/fulltext.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct fulltext {
	sqlite3 *db;
	sqlite3_stmt *add, *find;
};

static const char schema[] = "CREATE VIRTUAL TABLE page USING fts5(name, title, body,"
			     " tokenize = 'porter unicode61 remove_diacritics 2')";

/* A word in a name or title counts as eight in the body. */
static const char find_sql[] =
	"SELECT rowid, highlight(page, 2, char(1), char(2)) FROM page WHERE page MATCH ?1"
	" ORDER BY name = ?3 DESC, body = '', bm25(page, 8.0, 8.0, 1.0), rowid LIMIT ?2";

static enum status status_of(int code)
{
	if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW)
		return STATUS_OK;
	return code == SQLITE_NOMEM ? STATUS_NO_MEMORY : STATUS_IO;
}

void fulltext_free(struct fulltext *index)
{
	if (!index)
		return;
	sqlite3_finalize(index->add);
	sqlite3_finalize(index->find);
	sqlite3_close(index->db);
	free(index);
}

enum status fulltext_new(struct fulltext **index)
{
	struct fulltext *f = calloc(1, sizeof(*f));
	int code;

	*index = NULL;
	if (!f)
		return STATUS_NO_MEMORY;
	code = sqlite3_open(":memory:", &f->db);
	if (code == SQLITE_OK)
		code = sqlite3_exec(f->db, schema, NULL, NULL, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_prepare_v2(f->db,
			"INSERT INTO page(rowid, name, title, body) VALUES (?1, ?2, ?3, ?4)", -1,
			&f->add, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_prepare_v2(f->db, find_sql, -1, &f->find, NULL);
	if (code != SQLITE_OK) {
		fulltext_free(f);
		return status_of(code);
	}
	*index = f;
	return STATUS_OK;
}

enum status fulltext_add(
	struct fulltext *index, size_t id, const char *name, const char *title, const char *body)
{
	sqlite3_bind_int64(index->add, 1, (sqlite3_int64)id);
	sqlite3_bind_text(index->add, 2, name, -1, SQLITE_STATIC);
	sqlite3_bind_text(index->add, 3, title, -1, SQLITE_STATIC);
	sqlite3_bind_text(index->add, 4, body, -1, SQLITE_STATIC);
	sqlite3_step(index->add);
	return status_of(sqlite3_reset(index->add));
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* FTS5's query language knows quotes, signs and operators: each word goes into
 * quotes, so that a reader's text is never more than words. */
static void add_query(struct buf *query, const char *words, const char *between)
{
	bool open = false, any = false;

	for (const char *s = words; *s; s++) {
		if (is_space(*s)) {
			if (open)
				buf_putc(query, '"');
			open = false;
			continue;
		}
		if (!open) {
			if (any)
				buf_puts(query, between);
			buf_putc(query, '"');
			open = any = true;
		}
		buf_putc(query, *s);
		if (*s == '"')
			buf_putc(query, '"');
	}
	if (open)
		buf_puts(query, "\" *");
}

static enum status read_hits(sqlite3_stmt *find, struct fulltext_hit *hits, size_t max, size_t *n)
{
	enum status status = STATUS_OK;

	while (status == STATUS_OK && *n < max && sqlite3_step(find) == SQLITE_ROW) {
		struct fulltext_hit *hit = &hits[*n];

		hit->id = (size_t)sqlite3_column_int64(find, 0);
		buf_init(&hit->body);
		buf_puts(&hit->body, (const char *)sqlite3_column_text(find, 1));
		status = buf_status(&hit->body);
		++*n;
	}
	return status;
}

static enum status run_query(struct fulltext *index, const char *query, const char *name,
	struct fulltext_hit *hits, size_t max, size_t *n)
{
	enum status status, reset;

	sqlite3_bind_text(index->find, 1, query, -1, SQLITE_STATIC);
	sqlite3_bind_int64(index->find, 2, (sqlite3_int64)max);
	sqlite3_bind_text(index->find, 3, name, -1, SQLITE_STATIC);
	status = read_hits(index->find, hits, max, n);
	reset = status_of(sqlite3_reset(index->find));
	return status == STATUS_OK ? reset : status;
}

enum status fulltext_search(
	struct fulltext *index, const char *words, struct fulltext_hit *hits, size_t max, size_t *n)
{
	static const char *const between[] = {" AND ", " OR "};
	enum status status = STATUS_OK;
	struct buf query;

	*n = 0;
	buf_init(&query);
	for (size_t i = 0; i < 2 && !*n && status == STATUS_OK; i++) {
		buf_clear(&query);
		add_query(&query, words, between[i]);
		status = buf_status(&query);
		if (status == STATUS_OK && query.n)
			status = run_query(index, query.data, words, hits, max, n);
	}
	buf_done(&query);
	if (status != STATUS_OK) {
		fulltext_hits_done(hits, *n);
		*n = 0;
	}
	return status;
}

void fulltext_hits_done(struct fulltext_hit *hits, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_done(&hits[i].body);
}
