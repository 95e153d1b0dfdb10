#include "cli/stats_json.h"

#include "cli/json.h"
#include "cli/saved.h"
#include "store/interview_log.h"
#include "study/mastery.h"

#include <time.h>

enum { TIME_BYTES = 32 };

static json_t *count(size_t n)
{
	return json_integer((json_int_t)n);
}

static json_t *time_text(int64_t ms, const char *format)
{
	time_t seconds = (time_t)(ms / 1000);
	char text[TIME_BYTES] = "";
	struct tm tm;

	if (gmtime_r(&seconds, &tm))
		strftime(text, sizeof(text), format, &tm);
	return json_string(text);
}

/* ---- totals */

static json_t *totals(const struct progress_stats *s)
{
	json_t *forecast = json_array(), *all;

	for (int i = 0; i < PROGRESS_FORECAST_DAYS; i++)
		json_array_append_new(forecast, count(s->forecast[i]));
	all = json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "reviews", count(s->n_reviews),
		"right", count(s->n_right), "undone", count(s->n_undone), "items",
		count(s->n_items), "learning", count(s->n_learning), "mature", count(s->n_mature),
		"leeches", count(s->n_leeches), "suspended", count(s->n_suspended));
	json_object_set_new(all, "due", count(s->n_due));
	json_object_set_new(all, "streak_days", json_integer(s->streak_days));
	json_object_set_new(all, "today", count(s->n_today));
	json_object_set_new(all, "recall", s->n_recall ? json_real(s->recall) : json_null());
	json_object_set_new(all, "predicted", s->n_recall ? json_real(s->predicted) : json_null());
	json_object_set_new(all, "forecast", forecast);
	return all;
}

/* ---- days, leeches, interviews */

static bool add_day(void *list, const struct progress_day *d)
{
	json_t *day = json_pack("{s:o, s:o, s:o, s:o, s:o}", "day",
		time_text(d->day * INT64_C(86400000), "%Y-%m-%d"), "answers", count(d->n), "right",
		count(d->n_right), "recall_of", count(d->n_recall), "recalled",
		count(d->n_recalled));

	json_object_set_new(day, "predicted", json_real(d->predicted));
	json_array_append_new(list, day);
	return true;
}

static bool add_leech(void *list, const char *item, const struct fsrs_card *card)
{
	json_array_append_new(
		list, json_pack("{s:o, s:i}", "item", json_text(item), "lapses", card->lapses));
	return true;
}

static bool add_name(void *list, const char *item)
{
	json_array_append_new(list, json_text(item));
	return true;
}

static bool add_interview(
	void *list, const struct interview_start *start, const struct interview_score *s)
{
	json_t *one = json_pack("{s:o, s:o, s:o, s:b, s:b}", "at",
		time_text(start->at_ms, "%Y-%m-%dT%H:%M:%SZ"), "level", json_text(start->level),
		"topic", json_text(start->topic), "weak", start->is_weak, "ended", s->is_ended);

	json_object_set_new(one, "questions", count(s->n_questions));
	json_object_set_new(one, "answered", count(s->n_answered));
	json_object_set_new(one, "points", count(s->n_points));
	json_object_set_new(one, "made", count(s->n_made));
	json_object_set_new(one, "follow_ups", count(s->n_follow_ups));
	json_object_set_new(one, "had", count(s->n_had));
	json_object_set_new(one, "seconds", json_real((double)s->took_ms / 1000));
	json_object_set_new(one, "suggested_seconds", json_real((double)s->suggested_ms / 1000));
	json_array_append_new(list, one);
	return true;
}

static enum status add_lists(json_t *all, struct progress *p)
{
	json_t *days = json_array(), *leeches = json_array(), *suspended = json_array();
	json_t *interviews = json_array();
	enum status status = progress_days(p, INT64_MIN, add_day, days);

	if (status == STATUS_OK)
		status = progress_leeches(p, add_leech, leeches);
	if (status == STATUS_OK)
		status = progress_suspended(p, add_name, suspended);
	if (status == STATUS_OK)
		status = interview_log_each(p, add_interview, interviews);
	json_object_set_new(all, "days", days);
	json_object_set_new(all, "leech_items", leeches);
	json_object_set_new(all, "suspended_items", suspended);
	json_object_set_new(all, "interviews", interviews);
	return status;
}

/* ---- mastery */

static json_t *mastery_rows(const struct mastery_row *rows, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(list,
			json_pack("{s:o, s:o, s:o, s:o, s:f, s:f}", "name", json_text(rows[i].name),
				"pages", count(rows[i].n_pages), "started",
				count(rows[i].n_started), "mastered", count(rows[i].n_mastered),
				"mastery", rows[i].mastery, "strength", rows[i].strength));
	return list;
}

static enum status add_mastery(json_t *all, struct cli *cli, struct progress *p)
{
	const struct deck_filter filter = {.level = LEVEL_NONE, .kinds = DECK_ALL};
	struct deck *deck = NULL;
	struct mastery m = {0};
	struct diags diags;
	enum status status;

	diags_init(&diags);
	status = library_open(&cli->library, &cli->paths, &diags);
	if (status == STATUS_OK)
		status = deck_open(&deck, &cli->library, &filter);
	if (status == STATUS_OK)
		status = mastery_init(&m, deck, p, saved_now_ms());
	json_object_set_new(
		all, "levels", mastery_rows(m.levels, status == STATUS_OK ? MASTERY_N_LEVELS : 0));
	json_object_set_new(all, "topics", mastery_rows(m.topics, m.n_topics));
	mastery_done(&m);
	deck_free(deck);
	diags_done(&diags);
	return status;
}

bool stats_print_json(
	struct cli *cli, struct progress *progress, const struct progress_stats *stats)
{
	json_t *all = totals(stats);
	enum status status = add_lists(all, progress);

	if (status == STATUS_OK)
		status = add_mastery(all, cli, progress);
	if (status == STATUS_OK)
		return json_print(all);
	json_decref(all);
	cli_error(
		"%s", progress_error(progress)[0] ? progress_error(progress) : status_text(status));
	return false;
}
