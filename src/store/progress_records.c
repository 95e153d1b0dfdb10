#include "store/progress_records.h"

enum { KIND_REVIEW, KIND_UNDO, KIND_SUSPENSION, KIND_INTERVIEW, KIND_QUESTION, KIND_EVENT };

const struct record_kind record_kinds[RECORD_N_KINDS] = {
	[KIND_REVIEW] = {"review", 1,
		"SELECT review.id, at, name, rating, is_right, n_hints, took_ms"
		" FROM review JOIN item ON item.id = item ORDER BY at, review.id",
		"INSERT INTO review(id, at, item, rating, is_right, n_hints, took_ms)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT(id) DO NOTHING",
		{{"id", RECORD_ID}, {"at_ms", RECORD_INT}, {"item", RECORD_ITEM},
			{"rating", RECORD_INT}, {"right", RECORD_BOOL}, {"hints", RECORD_INT},
			{"took_ms", RECORD_INT}}},
	[KIND_UNDO] = {"undo", 1, "SELECT id, at, review FROM undo ORDER BY at, id",
		"INSERT INTO undo(id, at, review) VALUES (?1, ?2, ?3) ON CONFLICT(id) DO NOTHING",
		{{"id", RECORD_ID}, {"at_ms", RECORD_INT}, {"review", RECORD_ID}}},
	[KIND_SUSPENSION] = {"suspension", 2,
		"SELECT suspension.id, at, name, is_on FROM suspension"
		" JOIN item ON item.id = item ORDER BY at, suspension.id",
		"INSERT INTO suspension(id, at, item, is_on)"
		" VALUES (?1, ?2, ?3, ?4) ON CONFLICT(id) DO NOTHING",
		{{"id", RECORD_ID}, {"at_ms", RECORD_INT}, {"item", RECORD_ITEM},
			{"on", RECORD_BOOL}}},
	[KIND_INTERVIEW] = {"interview", 2,
		"SELECT id, at, level, topic, is_weak, seed FROM interview ORDER BY at, id",
		"INSERT INTO interview(id, at, level, topic, is_weak, seed)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT(id) DO NOTHING",
		{{"id", RECORD_ID}, {"at_ms", RECORD_INT}, {"level", RECORD_TEXT},
			{"topic", RECORD_TEXT}, {"weak", RECORD_BOOL}, {"seed", RECORD_INT}}},
	[KIND_QUESTION] = {"interview-question", 2,
		"SELECT interview, place, name, title, level, topics, suggested_s"
		" FROM interview_question ORDER BY interview, place",
		"INSERT INTO interview_question(interview, place, name, title, level, topics,"
		" suggested_s) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
		" ON CONFLICT(interview, place) DO NOTHING",
		{{"interview", RECORD_ID}, {"place", RECORD_INT}, {"item", RECORD_TEXT},
			{"title", RECORD_TEXT}, {"level", RECORD_TEXT}, {"topics", RECORD_TEXT},
			{"suggested_s", RECORD_INT}}},
	[KIND_EVENT] = {"interview-event", 2,
		"SELECT id, interview, kind, place, part, at, took_ms, n, n_made, text"
		" FROM interview_event ORDER BY at, id",
		"INSERT INTO interview_event(id, interview, kind, place, part, at, took_ms, n,"
		" n_made, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
		" ON CONFLICT(id) DO NOTHING",
		{{"id", RECORD_ID}, {"interview", RECORD_ID}, {"event", RECORD_INT},
			{"place", RECORD_INT}, {"part", RECORD_INT}, {"at_ms", RECORD_INT},
			{"took_ms", RECORD_INT}, {"n", RECORD_INT}, {"n_made", RECORD_INT},
			{"text", RECORD_TEXT}}},
};

void record_count(struct progress_merged *merged, const struct record_kind *kind, size_t n)
{
	switch (kind - record_kinds) {
	case KIND_REVIEW:
		merged->n_reviews += n;
		break;
	case KIND_UNDO:
		merged->n_undone += n;
		break;
	case KIND_SUSPENSION:
		merged->n_suspensions += n;
		break;
	case KIND_INTERVIEW:
		merged->n_interviews += n;
		break;
	default:
		break;
	}
}
