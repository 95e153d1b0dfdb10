#include "study/interview_report.h"

#include "base/arena.h"
#include "learn/session.h"
#include "store/interview_log.h"
#include "study/markdown.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>
#include <time.h>

enum { MAX_BEFORE = 5, DATE_BYTES = 32, MS_A_MINUTE = 60000 };

struct told_question {
	struct interview_drawn drawn;
	bool is_answered, is_ticked;
	int64_t took_ms;
	int n, n_made;
	const char *points, *follow_ups; /* "+ text" and "- text", a line each */
};

/* An interview as the log tells it. */
struct told {
	struct interview_start start;
	struct interview_score score;
	struct told_question *questions;
	size_t n;
};

struct reading {
	struct progress *progress;
	struct arena *arena;
	struct told told[1 + MAX_BEFORE]; /* the one to be told, and those before it */
	size_t n, to_skip;
	struct told *present;
};

/* ---- reading the log */

static bool read_start(
	void *context, const struct interview_start *start, const struct interview_score *score)
{
	struct reading *r = context;
	struct told *t = &r->told[r->n];

	if (r->to_skip) {
		r->to_skip--;
		return true;
	}
	t->start = *start;
	t->start.level = arena_strdup(r->arena, start->level);
	t->start.topic = arena_strdup(r->arena, start->topic);
	t->score = *score;
	return ++r->n <= MAX_BEFORE;
}

static bool read_drawn(void *context, int place, const struct interview_drawn *drawn)
{
	struct reading *r = context;
	struct told_question *q = &r->present->questions[r->present->n];

	if (place != (int)r->present->n || r->present->n == INTERVIEW_MAX_QUESTIONS)
		return false;
	*q = (struct told_question){.points = "", .follow_ups = ""};
	q->drawn.name = arena_strdup(r->arena, drawn->name);
	q->drawn.title = arena_strdup(r->arena, drawn->title);
	q->drawn.level = arena_strdup(r->arena, drawn->level);
	q->drawn.topics = arena_strdup(r->arena, drawn->topics);
	q->drawn.suggested_s = drawn->suggested_s;
	r->present->n++;
	return true;
}

static bool read_event(void *context, const struct interview_event *e)
{
	struct reading *r = context;
	struct told_question *q;

	if (e->place < 0 || (size_t)e->place >= r->present->n)
		return true;
	q = &r->present->questions[e->place];
	if (e->kind == INTERVIEW_ANSWERED) {
		q->is_answered = true;
		q->took_ms = e->took_ms;
	} else if (e->kind == INTERVIEW_POINTS) {
		q->is_ticked = true;
		q->n = e->n;
		q->n_made = e->n_made;
		q->points = arena_strdup(r->arena, e->text);
	} else if (e->kind == INTERVIEW_FOLLOW_UP && e->n) {
		q->follow_ups = arena_printf(r->arena, "%s%s", q->follow_ups, e->text);
	}
	return arena_status(r->arena) == STATUS_OK;
}

static enum status read_told(struct reading *r, struct told *t)
{
	enum status status;

	r->present = t;
	t->questions = arena_array(r->arena, INTERVIEW_MAX_QUESTIONS, sizeof(*t->questions));
	if (!t->questions)
		return STATUS_NO_MEMORY;
	status = interview_log_drawn(r->progress, t->start.id, read_drawn, r);
	if (status == STATUS_OK)
		status = interview_log_events(r->progress, t->start.id, read_event, r);
	return status;
}

static enum status read_all(struct reading *r)
{
	enum status status = interview_log_each(r->progress, read_start, r);

	if (status == STATUS_OK && !r->n)
		return STATUS_NOT_FOUND;
	for (size_t i = 0; i < r->n && status == STATUS_OK; i++)
		status = read_told(r, &r->told[i]);
	return status == STATUS_OK ? arena_status(r->arena) : status;
}

/* ---- writing */

static const char *format_date(int64_t at_ms, char out[DATE_BYTES])
{
	time_t seconds = (time_t)(at_ms / 1000);
	struct tm tm;

	if (!gmtime_r(&seconds, &tm) || !strftime(out, DATE_BYTES, "%Y-%m-%d %H:%M", &tm))
		out[0] = '\0';
	return out;
}

static void put_time(struct buf *out, int64_t ms)
{
	int64_t seconds = (ms + 500) / 1000;

	buf_printf(out, "%lld:%02lld", (long long)(seconds / 60), (long long)(seconds % 60));
}

static int percent(size_t part, size_t of)
{
	return of ? (int)(100.0 * (double)part / (double)of + 0.5) : 0;
}

static void put_share(struct buf *out, size_t part, size_t of)
{
	if (of)
		buf_printf(out, "%d %%", percent(part, of));
	else
		buf_puts(out, "\xE2\x80\x93");
}

/* Was an answer compared with its key points? What is said of points is void else. */
static bool is_compared(const struct told *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->questions[i].is_ticked)
			return true;
	return false;
}

static void put_head(struct buf *out, const struct told *t)
{
	const struct interview_score *s = &t->score;
	char date[DATE_BYTES];

	buf_printf(out, "# Mock interview of %s\n\n", format_date(t->start.at_ms, date));
	buf_puts(out, t->start.level[0] ? t->start.level : "all levels");
	buf_puts(out, ", ");
	markdown_put_plain(out, t->start.topic[0] ? t->start.topic : "all topics");
	buf_printf(out, "%s, %zu of %zu questions answered%s.\n\n",
		t->start.is_weak ? ", weak topics first" : "", s->n_answered, s->n_questions,
		s->is_ended ? "" : ", not finished");
	if (s->n_points)
		buf_printf(out, "**%d %%** of the key points (%zu of %zu)%s ",
			percent(s->n_made, s->n_points), s->n_made, s->n_points,
			s->n_follow_ups ? "," : ";");
	if (s->n_follow_ups)
		buf_printf(out, "%d %% of the follow-ups (%zu of %zu); ",
			percent(s->n_had, s->n_follow_ups), s->n_had, s->n_follow_ups);
	put_time(out, s->took_ms);
	buf_puts(out, " used of ");
	put_time(out, s->suggested_ms);
	buf_puts(out, " suggested.\n\n");
}

/* Times are in UTC, as the schedule is. */
static void put_row(struct buf *out, const struct told *t, const char *mark)
{
	const struct interview_score *s = &t->score;
	char date[DATE_BYTES];

	buf_printf(out, "| %s%s%s | ", mark, format_date(t->start.at_ms, date), mark);
	buf_puts(out, t->start.level[0] ? t->start.level : "all");
	buf_puts(out, " | ");
	markdown_put_plain(out, t->start.topic[0] ? t->start.topic : "all");
	buf_printf(out, " | %zu/%zu | ", s->n_answered, s->n_questions);
	put_share(out, s->n_made, s->n_points);
	buf_puts(out, " | ");
	put_share(out, s->n_had, s->n_follow_ups);
	buf_puts(out, " | ");
	put_time(out, s->n_answered ? s->took_ms / (int64_t)s->n_answered : 0);
	buf_puts(out, " |\n");
}

static void put_row_heads(struct buf *out)
{
	buf_puts(out, "| began (UTC) | level | topic | answered | points | follow-ups | time a"
		      " question |\n|---|---|---|---|---|---|---|\n");
}

static void put_before(struct buf *out, const struct reading *r)
{
	if (r->n < 2)
		return;
	buf_puts(out, "## Beside the ones before\n\n");
	put_row_heads(out);
	for (size_t i = 0; i < r->n; i++)
		put_row(out, &r->told[i], i ? "" : "**");
	buf_putc(out, '\n');
}

/* ---- by topic */

struct share {
	size_t n, n_made;
};

static bool has_line(const char *lines, const char *line, size_t n)
{
	while (*lines) {
		size_t length = strcspn(lines, "\n");

		if (length == n && strncasecmp(lines, line, n) == 0)
			return true;
		lines += length + (lines[length] == '\n');
	}
	return false;
}

static struct share share_of_topic(const struct told *t, const char *topic, size_t n)
{
	struct share share = {0};

	for (size_t i = 0; i < t->n; i++) {
		const struct told_question *q = &t->questions[i];

		if (!q->is_ticked || !has_line(q->drawn.topics, topic, n))
			continue;
		share.n += (size_t)q->n;
		share.n_made += (size_t)q->n_made;
	}
	return share;
}

static void put_topic(struct buf *out, const struct reading *r, const char *topic, size_t n)
{
	struct share now = share_of_topic(&r->told[0], topic, n), before = {0};
	struct buf name;

	if (!now.n)
		return;
	for (size_t i = 1; i < r->n; i++) {
		struct share one = share_of_topic(&r->told[i], topic, n);

		before.n += one.n;
		before.n_made += one.n_made;
	}
	buf_init(&name);
	buf_add(&name, topic, n);
	buf_puts(out, "| ");
	markdown_put_plain(out, name.data);
	buf_printf(out, " | %zu/%zu | ", now.n_made, now.n);
	put_share(out, now.n_made, now.n);
	buf_puts(out, " | ");
	put_share(out, before.n_made, before.n);
	buf_puts(out, " |\n");
	buf_done(&name);
}

static bool was_named(const struct told *t, size_t question, const char *topic, size_t n)
{
	for (size_t i = 0; i < question; i++)
		if (has_line(t->questions[i].drawn.topics, topic, n))
			return true;
	return false;
}

static void put_topics(struct buf *out, const struct reading *r)
{
	const struct told *t = &r->told[0];

	buf_puts(out, "## By topic\n\n| topic | points | share | before |\n|---|---|---|---|\n");
	for (size_t i = 0; i < t->n; i++) {
		const char *line = t->questions[i].drawn.topics;

		while (*line) {
			size_t n = strcspn(line, "\n");

			if (!was_named(t, i, line, n))
				put_topic(out, r, line, n);
			line += n + (line[n] == '\n');
		}
	}
	buf_putc(out, '\n');
}

/* ---- questions */

/* "+ text" and "- text" as items with boxes. */
static void put_ticks(struct buf *out, const char *lines, bool only_missed)
{
	while (*lines) {
		size_t n = strcspn(lines, "\n");
		bool is_made = lines[0] == '+';
		struct buf line;

		if (n > 2 && !(is_made && only_missed)) {
			buf_init(&line);
			buf_add(&line, lines + 2, n - 2);
			buf_puts(out, only_missed ? "  - " : is_made ? "- [x] " : "- [ ] ");
			markdown_put_apart(out, line.data);
			buf_putc(out, '\n');
			buf_done(&line);
		}
		lines += n + (lines[n] == '\n');
	}
}

static void put_question(struct buf *out, const struct told *t, size_t i)
{
	const struct told_question *q = &t->questions[i];

	buf_printf(out, "### %zu. ", i + 1);
	markdown_put_plain(out, q->drawn.title);
	buf_puts(out, "\n\n");
	if (!q->is_answered) {
		buf_puts(out, "Not answered.\n\n");
		return;
	}
	put_time(out, q->took_ms);
	buf_puts(out, " of ");
	put_time(out, q->drawn.suggested_s * INT64_C(1000));
	buf_puts(out, q->took_ms > q->drawn.suggested_s * INT64_C(1000) ? ", over time" : "");
	if (!q->is_ticked) {
		buf_puts(out, "; not compared.\n\n");
		return;
	}
	buf_printf(out, "; %d of %d key points.\n\n", q->n_made, q->n);
	put_ticks(out, q->points, false);
	if (q->follow_ups[0]) {
		buf_puts(out, "\nFollow-ups:\n\n");
		put_ticks(out, q->follow_ups, false);
	}
	buf_putc(out, '\n');
}

static void put_questions(struct buf *out, const struct told *t)
{
	buf_puts(out, "## Questions\n\n");
	for (size_t i = 0; i < t->n; i++)
		put_question(out, t, i);
}

/* ---- what next */

static void put_study(struct buf *out, const struct told *t)
{
	bool is_any = false;

	buf_puts(out, "## What to study\n\n");
	for (size_t i = 0; i < t->n; i++) {
		const struct told_question *q = &t->questions[i];

		if (!q->is_ticked || (q->n_made == q->n && !strstr(q->follow_ups, "- ")))
			continue;
		is_any = true;
		buf_puts(out, "- [");
		markdown_put_plain(out, q->drawn.title);
		buf_printf(out, "](question:%s)\n", q->drawn.name);
		put_ticks(out, q->points, true);
		put_ticks(out, q->follow_ups, true);
	}
	buf_puts(out, is_any ? "\n" : "Every point was made.\n\n");
}

static void put_due(struct buf *out, const struct fsrs_card *card, int64_t now_ms)
{
	int64_t ms = card->due_ms - now_ms;
	char date[DATE_BYTES];

	if (card->state == CARD_NEW)
		buf_puts(out, "not scheduled");
	else if (ms <= 0)
		buf_puts(out, "due now");
	else if (!card->interval)
		buf_printf(out, "in %lld min", (long long)((ms + MS_A_MINUTE - 1) / MS_A_MINUTE));
	else
		buf_printf(out, "%.10s", format_date(card->due_ms, date));
}

static enum status put_schedule(
	struct buf *out, const struct reading *r, const struct told *t, int64_t now_ms)
{
	enum status status = STATUS_OK;

	buf_puts(out, "## What is scheduled\n\n| question | graded | review |\n|---|---|---|\n");
	for (size_t i = 0; i < t->n && status == STATUS_OK; i++) {
		const struct told_question *q = &t->questions[i];
		struct fsrs_card card;

		if (!q->is_ticked)
			continue;
		status = progress_card(r->progress, q->drawn.name, &card);
		buf_puts(out, "| ");
		markdown_put_plain(out, q->drawn.title);
		buf_printf(out, " | %s | ",
			rating_name(session_recall_grade((size_t)q->n_made, (size_t)q->n)));
		put_due(out, &card, now_ms);
		buf_puts(out, " |\n");
	}
	return status;
}

enum status interview_report_write(
	struct buf *markdown, struct progress *progress, size_t nth, int64_t now_ms)
{
	struct reading r = {.progress = progress, .arena = arena_new(), .to_skip = nth - 1};
	enum status status = r.arena ? read_all(&r) : STATUS_NO_MEMORY;

	if (status == STATUS_OK) {
		put_head(markdown, &r.told[0]);
		put_before(markdown, &r);
		if (is_compared(&r.told[0]))
			put_topics(markdown, &r);
		put_questions(markdown, &r.told[0]);
	}
	if (status == STATUS_OK && is_compared(&r.told[0])) {
		put_study(markdown, &r.told[0]);
		status = put_schedule(markdown, &r, &r.told[0], now_ms);
	}
	arena_free(r.arena);
	return status == STATUS_OK ? buf_status(markdown) : status;
}

/* ---- the list */

static bool list_one(
	void *context, const struct interview_start *start, const struct interview_score *score)
{
	const struct told t = {.start = *start, .score = *score};
	struct buf *out = context;

	if (!out->n)
		put_row_heads(out);
	put_row(out, &t, "");
	return true;
}

enum status interview_report_list(struct buf *markdown, struct progress *progress)
{
	struct buf rows;
	enum status status;

	buf_init(&rows);
	status = interview_log_each(progress, list_one, &rows);
	if (status == STATUS_OK)
		status = buf_status(&rows);
	buf_puts(markdown, rows.n ? rows.data : "No interview was sat yet.\n");
	buf_done(&rows);
	return status == STATUS_OK ? buf_status(markdown) : status;
}
