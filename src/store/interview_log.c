#include "store/interview_log.h"

#include "store/progress_impl.h"

#include <string.h>

/* ---- appending */

static enum status insert_start(struct progress *p, const struct interview_start *start)
{
	sqlite3_stmt *s =
		progress_prepare(p, "INSERT INTO interview VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

	sqlite3_bind_blob(s, 1, start->id, PROGRESS_ID_BYTES, SQLITE_STATIC);
	sqlite3_bind_int64(s, 2, start->at_ms);
	sqlite3_bind_text(s, 3, start->level, -1, SQLITE_STATIC);
	sqlite3_bind_text(s, 4, start->topic, -1, SQLITE_STATIC);
	sqlite3_bind_int(s, 5, start->is_weak);
	sqlite3_bind_int64(s, 6, (int64_t)start->seed);
	return progress_finish(p, s, sqlite3_step(s));
}

static enum status insert_drawn(struct progress *p, const unsigned char *id, size_t place,
	const struct interview_drawn *drawn)
{
	sqlite3_stmt *s = progress_prepare(
		p, "INSERT INTO interview_question VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");

	sqlite3_bind_blob(s, 1, id, PROGRESS_ID_BYTES, SQLITE_STATIC);
	sqlite3_bind_int64(s, 2, (int64_t)place);
	sqlite3_bind_text(s, 3, drawn->name, -1, SQLITE_STATIC);
	sqlite3_bind_text(s, 4, drawn->title, -1, SQLITE_STATIC);
	sqlite3_bind_text(s, 5, drawn->level, -1, SQLITE_STATIC);
	sqlite3_bind_text(s, 6, drawn->topics, -1, SQLITE_STATIC);
	sqlite3_bind_int(s, 7, drawn->suggested_s);
	return progress_finish(p, s, sqlite3_step(s));
}

enum status interview_log_begin(struct progress *progress, struct interview_start *start,
	const struct interview_drawn *drawn, size_t n)
{
	enum status status = progress_new_id(progress, start->id);

	if (status == STATUS_OK)
		status = progress_begin(progress);
	if (status != STATUS_OK)
		return status;
	status = insert_start(progress, start);
	for (size_t i = 0; i < n && status == STATUS_OK; i++)
		status = insert_drawn(progress, start->id, i, &drawn[i]);
	return progress_end(progress, status);
}

static enum status insert_event(
	struct progress *p, const unsigned char *interview, const struct interview_event *e)
{
	unsigned char id[PROGRESS_ID_BYTES];
	enum status status = progress_new_id(p, id);
	sqlite3_stmt *s;

	if (status != STATUS_OK)
		return status;
	s = progress_prepare(
		p, "INSERT INTO interview_event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
	sqlite3_bind_blob(s, 1, id, PROGRESS_ID_BYTES, SQLITE_STATIC);
	sqlite3_bind_blob(s, 2, interview, PROGRESS_ID_BYTES, SQLITE_STATIC);
	sqlite3_bind_int(s, 3, (int)e->kind);
	sqlite3_bind_int(s, 4, e->place);
	sqlite3_bind_int(s, 5, e->part);
	sqlite3_bind_int64(s, 6, e->at_ms);
	sqlite3_bind_int64(s, 7, e->took_ms);
	sqlite3_bind_int(s, 8, e->n);
	sqlite3_bind_int(s, 9, e->n_made);
	sqlite3_bind_text(s, 10, e->text ? e->text : "", -1, SQLITE_STATIC);
	return progress_finish(p, s, sqlite3_step(s));
}

enum status interview_log_add(struct progress *progress, const unsigned char id[PROGRESS_ID_BYTES],
	const struct interview_event *event, struct review *review)
{
	enum status status = progress_begin(progress);

	if (status != STATUS_OK)
		return status;
	status = insert_event(progress, id, event);
	if (status == STATUS_OK && review)
		status = progress_add_within(progress, review, NULL);
	return progress_end(progress, status);
}

/* ---- reading */

/* Only the first event of a kind, place and part counts; of clocks the last. */
#define COUNTED \
	" NOT EXISTS (SELECT 1 FROM interview_event o WHERE o.interview = e.interview" \
	" AND o.place = e.place AND o.kind = e.kind AND o.part = e.part" \
	" AND CASE e.kind WHEN 1 THEN (o.at, o.id) > (e.at, e.id)" \
	" ELSE (o.at, o.id) < (e.at, e.id) END) "

static const char *text_of(sqlite3_stmt *s, int column)
{
	const char *text = (const char *)sqlite3_column_text(s, column);

	return text ? text : "";
}

enum status interview_log_drawn(struct progress *progress,
	const unsigned char id[PROGRESS_ID_BYTES], interview_drawn_fn *each, void *context)
{
	sqlite3_stmt *s = progress_prepare(progress,
		"SELECT place, name, title, level, topics, suggested_s FROM interview_question"
		" WHERE interview = ?1 ORDER BY place");
	bool go_on = true;
	int code;

	sqlite3_bind_blob(s, 1, id, PROGRESS_ID_BYTES, SQLITE_STATIC);
	while (go_on && (code = sqlite3_step(s)) == SQLITE_ROW) {
		const struct interview_drawn drawn = {.name = text_of(s, 1),
			.title = text_of(s, 2),
			.level = text_of(s, 3),
			.topics = text_of(s, 4),
			.suggested_s = sqlite3_column_int(s, 5)};

		go_on = each(context, sqlite3_column_int(s, 0), &drawn);
	}
	return progress_finish(progress, s, go_on ? code : SQLITE_OK);
}

enum status interview_log_events(struct progress *progress,
	const unsigned char id[PROGRESS_ID_BYTES], interview_event_fn *each, void *context)
{
	sqlite3_stmt *s = progress_prepare(progress,
		"SELECT kind, place, part, at, took_ms, n, n_made, text FROM interview_event e"
		" WHERE interview = ?1 AND" COUNTED "ORDER BY place, kind, part");
	bool go_on = true;
	int code;

	sqlite3_bind_blob(s, 1, id, PROGRESS_ID_BYTES, SQLITE_STATIC);
	while (go_on && (code = sqlite3_step(s)) == SQLITE_ROW) {
		const struct interview_event event = {
			.kind = (enum interview_event_kind)sqlite3_column_int(s, 0),
			.place = sqlite3_column_int(s, 1),
			.part = sqlite3_column_int(s, 2),
			.at_ms = sqlite3_column_int64(s, 3),
			.took_ms = sqlite3_column_int64(s, 4),
			.n = sqlite3_column_int(s, 5),
			.n_made = sqlite3_column_int(s, 6),
			.text = text_of(s, 7)};

		go_on = each(context, &event);
	}
	return progress_finish(progress, s, go_on ? code : SQLITE_OK);
}

static bool add_event(void *context, const struct interview_event *e)
{
	struct interview_score *score = context;

	switch (e->kind) {
	case INTERVIEW_ANSWERED:
		score->took_ms += e->took_ms;
		break;
	case INTERVIEW_POINTS:
		score->n_answered++;
		score->n_points += (size_t)e->n;
		score->n_made += (size_t)e->n_made;
		break;
	case INTERVIEW_FOLLOW_UP:
		score->n_follow_ups += (size_t)e->n;
		score->n_had += (size_t)e->n_made;
		break;
	case INTERVIEW_ENDED:
		score->is_ended = true;
		break;
	case INTERVIEW_CLOCK:
		break;
	}
	return true;
}

static enum status count_questions(
	struct progress *p, const unsigned char *id, struct interview_score *score)
{
	sqlite3_stmt *s = progress_prepare(p,
		"SELECT count(*), coalesce(sum(suggested_s) FILTER (WHERE EXISTS"
		" (SELECT 1 FROM interview_event e WHERE e.interview = q.interview"
		" AND e.place = q.place AND e.kind = 3)), 0)"
		" FROM interview_question q WHERE interview = ?1");
	int code;

	sqlite3_bind_blob(s, 1, id, PROGRESS_ID_BYTES, SQLITE_STATIC);
	code = sqlite3_step(s);
	if (code == SQLITE_ROW) {
		score->n_questions = (size_t)sqlite3_column_int64(s, 0);
		score->suggested_ms = 1000 * sqlite3_column_int64(s, 1);
	}
	return progress_finish(p, s, code);
}

static enum status read_score(
	struct progress *p, const unsigned char *id, struct interview_score *score)
{
	enum status status;

	*score = (struct interview_score){0};
	status = count_questions(p, id, score);
	return status == STATUS_OK ? interview_log_events(p, id, add_event, score) : status;
}

enum status interview_log_each(struct progress *progress, interview_start_fn *each, void *context)
{
	sqlite3_stmt *s = progress_prepare(progress,
		"SELECT id, at, level, topic, is_weak, seed FROM interview"
		" ORDER BY at DESC, id DESC");
	enum status status = STATUS_OK, end;
	bool go_on = true;
	int code;

	while (go_on && (code = sqlite3_step(s)) == SQLITE_ROW) {
		struct interview_start start = {.at_ms = sqlite3_column_int64(s, 1),
			.level = text_of(s, 2),
			.topic = text_of(s, 3),
			.is_weak = sqlite3_column_int(s, 4),
			.seed = (uint64_t)sqlite3_column_int64(s, 5)};
		struct interview_score score;

		memcpy(start.id, sqlite3_column_blob(s, 0), PROGRESS_ID_BYTES);
		status = read_score(progress, start.id, &score);
		go_on = status == STATUS_OK && each(context, &start, &score);
	}
	end = progress_finish(progress, s, go_on ? code : SQLITE_OK);
	return status == STATUS_OK ? end : status;
}
