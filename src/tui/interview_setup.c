/* Interview: what is to be asked, the one that is not finished, and those that
 * were sat, each with its report. */
#include "cli/saved.h"
#include "study/interview_report.h"
#include "study/mastery.h"
#include "tui/chrome.h"
#include "tui/interviews.h"
#include "tui/move.h"
#include "tui/screens.h"
#include "tui/study.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

enum { MAX_PAST = 50, MAX_COUNT = 20, NAME_CELLS = 14, DEFAULT_COUNT = 5 };

enum row { ROW_RESUME, ROW_LEVEL, ROW_TOPIC, ROW_COUNT, ROW_TIME, ROW_WEAK, ROW_BEGIN, N_ROWS };

struct past {
	int64_t at_ms;
	struct interview_score score;
};

struct setup {
	struct app *app;
	struct study study; /* all recall cards */
	struct mastery mastery;
	int level;    /* enum level; LEVEL_NONE: all */
	size_t topic; /* 0: all; else 1 + its index */
	size_t count; /* questions */
	size_t time;  /* an index of times */
	bool is_weak;
	bool is_open; /* there is one to go on with */
	int64_t open_ms;
	size_t n_done, n_open;
	struct past past[MAX_PAST];
	size_t n_past;
	struct pick pick; /* over the rows, then the past ones */
	int first_row;
	size_t row_line[N_ROWS + MAX_PAST];
	struct scroll scroll;
};

static const int times[] = {0, 30, 60, 90, 120, 180, 240, 300};
static const char *const level_names[] = {"beginner", "intermediate", "senior", "all"};

static const struct key_line keys[] = {
	{"enter", "begin; go on; read a report", "begin"},
	{"\xE2\x86\x90\xE2\x86\x92", "change what is asked", "change"},
	{"\xE2\x86\x91\xE2\x86\x93", "move", "move"},
	{NULL, NULL, NULL},
};

/* ---- what there is */

static bool add_past(
	void *context, const struct interview_start *start, const struct interview_score *score)
{
	struct setup *s = context;

	s->past[s->n_past++] = (struct past){start->at_ms, *score};
	return s->n_past < MAX_PAST;
}

static enum status read_past(struct setup *s)
{
	s->n_past = 0;
	s->is_open = interview_is_open(s->study.progress, &s->open_ms, &s->n_done, &s->n_open);
	return interview_log_each(s->study.progress, add_past, s);
}

static size_t n_rows(const struct setup *s)
{
	return N_ROWS + s->n_past;
}

static bool is_there(const struct setup *s, size_t row)
{
	return row != ROW_RESUME || s->is_open;
}

/* ---- drawing */

static void put_date(struct lines *out, struct style style, int64_t at_ms)
{
	time_t seconds = (time_t)(at_ms / 1000);
	char date[32] = "";
	struct tm tm;

	if (localtime_r(&seconds, &tm))
		strftime(date, sizeof(date), "%Y-%m-%d %H:%M", &tm);
	lines_puts(out, style, date);
}

static void put_time(struct lines *out, struct style style, int seconds)
{
	if (seconds)
		lines_printf(out, style, "%d:%02d for each question", seconds / 60, seconds % 60);
	else
		lines_puts(out, style, "2 to 4 min, by level");
}

static void put_topic(const struct setup *s, struct lines *out, struct style style, int cells)
{
	const struct mastery_row *row = s->topic ? &s->mastery.topics[s->topic - 1] : NULL;

	chrome_put(out, style, row ? row->name : "all", cells - 16);
	if (row && row->n_started)
		lines_printf(out, style_dim, "  strength %.0f %%", 100 * row->strength);
}

static void put_value(
	const struct setup *s, struct lines *out, size_t row, bool selected, int cells)
{
	struct style style = selected ? style_accent : style_plain;

	switch (row) {
	case ROW_LEVEL:
		lines_puts(out, style, level_names[s->level]);
		break;
	case ROW_TOPIC:
		put_topic(s, out, style, cells);
		break;
	case ROW_COUNT:
		lines_printf(out, style, "%zu", s->count);
		break;
	case ROW_TIME:
		put_time(out, style, times[s->time]);
		break;
	case ROW_WEAK:
		lines_puts(out, style, s->is_weak ? "first" : "as they come");
		break;
	default:
		break;
	}
}

static void put_choice(const struct setup *s, struct lines *out, size_t row, int cols)
{
	static const char *const names[] = {
		"", "Level", "Topic", "Questions", "Time", "Weak topics", ""};
	bool selected = s->pick.at == row;

	lines_pad(out, style_plain, 1);
	chrome_pointer(out, selected);
	if (row == ROW_BEGIN) {
		lines_puts(out, selected ? style_accent : style_heading, "Begin");
	} else if (row == ROW_RESUME) {
		lines_puts(out, selected ? style_accent : style_heading, "Go on");
		lines_printf(out, style_dim, "  %zu of %zu answered, begun ", s->n_done, s->n_open);
		put_date(out, style_dim, s->open_ms);
	} else {
		chrome_column(out, style_dim, names[row], NAME_CELLS);
		put_value(s, out, row, selected, cols - lines_open_cells(out));
	}
	lines_end(out);
	if (row == ROW_RESUME || row == ROW_BEGIN || row == ROW_WEAK)
		lines_end(out);
}

static void put_past(const struct setup *s, struct lines *out, size_t i)
{
	const struct interview_score *score = &s->past[i].score;
	bool selected = s->pick.at == N_ROWS + i;
	int64_t minutes = score->took_ms / 60000;

	lines_pad(out, style_plain, 1);
	chrome_pointer(out, selected);
	put_date(out, selected ? style_accent : style_plain, s->past[i].at_ms);
	if (score->n_points)
		lines_printf(out, style_plain, "%5.0f %%",
			100.0 * (double)score->n_made / (double)score->n_points);
	else
		lines_puts(out, style_dim, "      -");
	lines_printf(out, style_dim, "  %zu of %zu, %lld min%s", score->n_answered,
		score->n_questions, (long long)minutes, score->is_ended ? "" : ", open");
	lines_end(out);
}

static void put_all(struct setup *s, struct lines *out, int cols)
{
	for (size_t row = 0; row < N_ROWS; row++) {
		if (!is_there(s, row))
			continue;
		s->row_line[row] = out->n_lines;
		put_choice(s, out, row, cols);
	}
	if (!s->n_past)
		return;
	lines_pad(out, style_plain, 3);
	lines_puts(out, style_heading, "Sat before");
	lines_puts(out, style_dim, "  key points made");
	lines_end(out);
	for (size_t i = 0; i < s->n_past; i++) {
		s->row_line[N_ROWS + i] = out->n_lines;
		put_past(s, out, i);
	}
}

static enum status draw(void *self, const struct area *area, struct lines *out)
{
	struct setup *s = self;
	enum status status = read_past(s);
	struct lines body;
	size_t rows;

	if (status != STATUS_OK)
		return status;
	if (s->pick.at >= n_rows(s))
		s->pick.at = n_rows(s) - 1;
	if (!is_there(s, s->pick.at))
		s->pick.at = ROW_LEVEL;
	chrome_header(out, area, NULL, "Interview", "aloud or in writing, against the clock");
	s->first_row = (int)out->n_lines;
	rows = (size_t)area->rows - out->n_lines;
	lines_init(&body);
	put_all(s, &body, area->cols);
	study_reveal(&s->scroll, s->row_line[s->pick.at], rows);
	study_put_view(&s->scroll, &body, rows, out);
	status = lines_status(&body);
	lines_done(&body);
	return status;
}

/* ---- keys */

static size_t turned(size_t at, size_t n, int by)
{
	return (at + (by > 0 ? 1 : n - 1)) % n;
}

static void change(struct setup *s, int by)
{
	switch (s->pick.at) {
	case ROW_LEVEL:
		s->level = (int)turned((size_t)s->level, LEVEL_NONE + 1, by);
		break;
	case ROW_TOPIC:
		s->topic = turned(s->topic, s->mastery.n_topics + 1, by);
		break;
	case ROW_COUNT:
		s->count = 1 + turned(s->count - 1, MAX_COUNT, by);
		break;
	case ROW_TIME:
		s->time = turned(s->time, sizeof(times) / sizeof(times[0]), by);
		break;
	case ROW_WEAK:
		s->is_weak = !s->is_weak;
		break;
	default:
		break;
	}
}

static void sit(struct setup *s)
{
	const char *topic = s->topic ? s->mastery.topics[s->topic - 1].name : NULL;
	const struct deck_filter filter = {
		.kinds = DECK_RECALL, .level = (enum level)s->level, .topic = topic};
	struct interview_wish wish = {.level = s->level == LEVEL_NONE ? "" : level_names[s->level],
		.topic = topic ? topic : "",
		.count = s->count,
		.suggested_s = times[s->time],
		.is_weak = s->is_weak};

	if (getrandom(&wish.seed, sizeof(wish.seed), 0) != (ssize_t)sizeof(wish.seed))
		wish.seed = (uint64_t)saved_now_ms();
	interview_sit(s->app, &filter, &wish);
}

static void resume(struct setup *s)
{
	const struct deck_filter all = {.kinds = DECK_RECALL, .level = LEVEL_NONE};

	interview_sit(s->app, &all, NULL);
}

static void show_report(struct setup *s, size_t nth)
{
	struct buf markdown;

	buf_init(&markdown);
	if (interview_report_write(&markdown, s->study.progress, nth, saved_now_ms()) ==
			STATUS_OK &&
		buf_status(&markdown) == STATUS_OK)
		report_show(s->app, "Interview", markdown.data);
	else
		app_say(s->app, "The report can't be made: %s", progress_error(s->study.progress));
	buf_done(&markdown);
}

static void open_row(struct setup *s)
{
	if (s->pick.at == ROW_RESUME)
		resume(s);
	else if (s->pick.at >= N_ROWS)
		show_report(s, s->pick.at - N_ROWS + 1);
	else
		sit(s);
}

/* Passes over a row that is not there. */
static bool move(struct setup *s, int key)
{
	size_t before = s->pick.at;
	bool is_ours;

	s->pick.n = n_rows(s);
	is_ours = pick_press(&s->pick, key);
	if (!is_there(s, s->pick.at))
		s->pick.at = before > s->pick.at ? before : s->pick.at + 1;
	return is_ours;
}

static bool press(void *self, int key)
{
	struct setup *s = self;
	bool is_change = s->pick.at > ROW_RESUME && s->pick.at < ROW_BEGIN;

	if (key == PRESS_ENTER)
		open_row(s);
	else if (is_change && (key == PRESS_RIGHT || key == 'l' || key == ' '))
		change(s, 1);
	else if (is_change && (key == PRESS_LEFT || key == 'h'))
		change(s, -1);
	else
		return move(s, key);
	return true;
}

static void click(void *self, int row, int col)
{
	struct setup *s = self;
	size_t line = (size_t)(row - s->first_row) + s->scroll.top;

	(void)col;
	for (size_t i = 0; row >= s->first_row && i < n_rows(s); i++) {
		if (!is_there(s, i) || s->row_line[i] != line)
			continue;
		s->pick.at = i;
		if (i == ROW_RESUME || i >= ROW_BEGIN)
			open_row(s);
		else
			change(s, 1);
		return;
	}
}

static void close_setup(void *self)
{
	struct setup *s = self;

	mastery_done(&s->mastery);
	study_close(&s->study);
	free(s);
}

static const struct screen_ops setup_ops = {.name = "Interview",
	.keys = keys,
	.close = close_setup,
	.draw = draw,
	.press = press,
	.click = click};

void interviews_show(struct app *app)
{
	const struct deck_filter all = {.kinds = DECK_RECALL, .level = LEVEL_NONE};
	struct setup *s = calloc(1, sizeof(*s));
	enum status status = STATUS_NO_MEMORY;

	if (s) {
		*s = (struct setup){.app = app, .level = LEVEL_NONE, .count = DEFAULT_COUNT};
		if (!study_open(&s->study, app, &all)) {
			close_setup(s);
			return;
		}
		status =
			mastery_init(&s->mastery, s->study.deck, s->study.progress, saved_now_ms());
		if (status == STATUS_OK)
			status = read_past(s);
		s->pick.at = s->is_open ? ROW_RESUME : ROW_BEGIN;
	}
	app_push(app, &setup_ops, s, status);
}
