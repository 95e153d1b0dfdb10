#include "store/progress_impl.h"

static enum status count_reviews(struct progress *p, int64_t today, struct progress_stats *st)
{
	sqlite3_stmt *s =
		progress_prepare(p, "SELECT coalesce(sum(n), 0), coalesce(sum(n_right), 0),"
				    " coalesce(sum(n) FILTER (WHERE day = ?1), 0), (SELECT "
				    "count(*) FROM undo) FROM day");
	int code;

	sqlite3_bind_int64(s, 1, today);
	code = sqlite3_step(s);
	if (code == SQLITE_ROW) {
		st->n_reviews = (size_t)sqlite3_column_int64(s, 0);
		st->n_right = (size_t)sqlite3_column_int64(s, 1);
		st->n_today = (size_t)sqlite3_column_int64(s, 2);
		st->n_undone = (size_t)sqlite3_column_int64(s, 3);
	}
	return progress_finish(p, s, code);
}

/* Days in a row, the last of them today or yesterday. */
static enum status count_streak(struct progress *p, int64_t today, struct progress_stats *st)
{
	sqlite3_stmt *s =
		progress_prepare(p, "SELECT day FROM day WHERE day <= ?1 ORDER BY day DESC");
	int64_t expected = today;
	int code;

	sqlite3_bind_int64(s, 1, today);
	while ((code = sqlite3_step(s)) == SQLITE_ROW) {
		int64_t day = sqlite3_column_int64(s, 0);

		if (!st->streak_days && day == today - 1)
			expected = day;
		if (day != expected)
			break;
		st->streak_days++;
		expected--;
	}
	return progress_finish(p, s, code);
}

static enum status count_cards(struct progress *p, struct progress_stats *st)
{
	sqlite3_stmt *s =
		progress_prepare(p, "SELECT count(*), count(*) FILTER (WHERE state <> ?1),"
				    " count(*) FILTER (WHERE state = ?1 AND interval >= ?2),"
				    " count(*) FILTER (WHERE lapses >= ?3), (SELECT count(*) FROM "
				    "suspended) FROM card");
	int code;

	sqlite3_bind_int(s, 1, CARD_REVIEW);
	sqlite3_bind_int(s, 2, PROGRESS_MATURE_DAYS);
	sqlite3_bind_int(s, 3, PROGRESS_LEECH_LAPSES);
	code = sqlite3_step(s);
	if (code == SQLITE_ROW) {
		st->n_items = (size_t)sqlite3_column_int64(s, 0);
		st->n_learning = (size_t)sqlite3_column_int64(s, 1);
		st->n_mature = (size_t)sqlite3_column_int64(s, 2);
		st->n_leeches = (size_t)sqlite3_column_int64(s, 3);
		st->n_suspended = (size_t)sqlite3_column_int64(s, 4);
	}
	return progress_finish(p, s, code);
}

static enum status count_recall(struct progress *p, struct progress_stats *st)
{
	sqlite3_stmt *s = progress_prepare(p,
		"SELECT coalesce(sum(n_recall), 0), coalesce(sum(n_recalled), 0),"
		" coalesce(sum(predicted), 0) FROM day");
	int code = sqlite3_step(s);

	if (code == SQLITE_ROW && sqlite3_column_int64(s, 0)) {
		st->n_recall = (size_t)sqlite3_column_int64(s, 0);
		st->recall = (double)sqlite3_column_int64(s, 1) / (double)st->n_recall;
		st->predicted = (double)sqlite3_column_int64(s, 2) * 1e-9 / (double)st->n_recall;
	}
	return progress_finish(p, s, code);
}

static enum status count_due(
	struct progress *p, int64_t now_ms, int64_t today, struct progress_stats *st)
{
	sqlite3_stmt *s = progress_prepare(
		p, "SELECT due FROM card WHERE due < ?1 AND item NOT IN suspended");
	int code;

	sqlite3_bind_int64(s, 1, (today + PROGRESS_FORECAST_DAYS) * PROGRESS_DAY_MS);
	while ((code = sqlite3_step(s)) == SQLITE_ROW) {
		int64_t due = sqlite3_column_int64(s, 0), day = due / PROGRESS_DAY_MS - today;

		st->n_due += due <= now_ms;
		st->forecast[day < 0 ? 0 : day]++;
	}
	return progress_finish(p, s, code);
}

enum status progress_stats(struct progress *progress, int64_t now_ms, struct progress_stats *stats)
{
	int64_t today = now_ms / PROGRESS_DAY_MS;
	enum status status;

	*stats = (struct progress_stats){0};
	status = count_reviews(progress, today, stats);
	if (status == STATUS_OK)
		status = count_streak(progress, today, stats);
	if (status == STATUS_OK)
		status = count_cards(progress, stats);
	if (status == STATUS_OK)
		status = count_recall(progress, stats);
	return status == STATUS_OK ? count_due(progress, now_ms, today, stats) : status;
}

enum status progress_days(
	struct progress *progress, int64_t first, progress_day_fn *each, void *context)
{
	sqlite3_stmt *s = progress_prepare(progress,
		"SELECT day, n, n_right, n_recall, n_recalled, predicted FROM day"
		" WHERE day >= ?1 ORDER BY day");
	bool go_on = true;
	int code;

	sqlite3_bind_int64(s, 1, first);
	while (go_on && (code = sqlite3_step(s)) == SQLITE_ROW) {
		const struct progress_day day = {.day = sqlite3_column_int64(s, 0),
			.n = (size_t)sqlite3_column_int64(s, 1),
			.n_right = (size_t)sqlite3_column_int64(s, 2),
			.n_recall = (size_t)sqlite3_column_int64(s, 3),
			.n_recalled = (size_t)sqlite3_column_int64(s, 4),
			.predicted = (double)sqlite3_column_int64(s, 5) * 1e-9};

		go_on = each(context, &day);
	}
	return progress_finish(progress, s, go_on ? code : SQLITE_OK);
}
