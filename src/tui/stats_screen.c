/* Statistics: what was answered, remembered, is due and known. */
#include "cli/saved.h"
#include "tui/chrome.h"
#include "tui/screens.h"
#include "tui/stats_body.h"
#include "tui/study.h"
#include "tui/text_view.h"

#include <stdlib.h>

enum { DAY_MS = 86400000, DAYS_A_WEEK = 7, MONDAY = 4 /* day 4 since 1970 was one */ };

struct stats_screen {
	struct app *app;
	struct study study;
	struct stats stats;
	struct lines lines; /* as drawn for `cols` */
	int cols;
	struct text_view view;
};

static const struct key_line keys[] = {
	{"\xE2\x86\x91\xE2\x86\x93", "scroll", "scroll"},
	{"/  n  N", "find; the next hit, the one before", NULL},
	{"r", "review what is due", "review"},
	{"i", "interviews", "interviews"},
	{NULL, NULL, NULL},
};

/* ---- reading */

static bool take_day(void *context, const struct progress_day *day)
{
	struct stats *s = context;
	int64_t i = day->day - s->monday;

	if (i >= 0 && i < STATS_DAYS)
		s->days[i] = *day;
	return true;
}

/* They come newest first; turned round below. */
static bool take_interview(
	void *context, const struct interview_start *start, const struct interview_score *score)
{
	struct stats *s = context;

	(void)start;
	if (score->n_points)
		s->interviews[s->n_interviews++] = (double)score->n_made / (double)score->n_points;
	return s->n_interviews < STATS_MAX_INTERVIEWS;
}

static void turn_round(double *x, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		double other = x[n - 1 - i];

		x[n - 1 - i] = x[i];
		x[i] = other;
	}
}

static enum status read_stats(struct stats_screen *s)
{
	struct stats *st = &s->stats;
	struct progress *progress = s->study.progress;
	int64_t now_ms = saved_now_ms();
	enum status status;

	mastery_done(&st->mastery);
	*st = (struct stats){.today = now_ms / DAY_MS};
	st->monday = st->today - (st->today - MONDAY) % DAYS_A_WEEK -
		     DAYS_A_WEEK * (int64_t)(STATS_WEEKS - 1);
	status = progress_stats(progress, now_ms, &st->sums);
	if (status == STATUS_OK)
		status = progress_days(progress, st->monday, take_day, st);
	if (status == STATUS_OK)
		status = mastery_init(&st->mastery, s->study.deck, progress, now_ms);
	if (status == STATUS_OK)
		status = interview_log_each(progress, take_interview, st);
	turn_round(st->interviews, st->n_interviews);
	s->cols = 0;
	return status;
}

/* ---- operations */

static enum status draw(void *self, const struct area *area, struct lines *out)
{
	struct stats_screen *s = self;
	enum status status = STATUS_OK;

	if (s->cols != area->cols) {
		lines_clear(&s->lines);
		status = stats_put(&s->stats, area, &s->lines);
		s->cols = status == STATUS_OK ? area->cols : 0;
		text_view_show(&s->view, &s->lines, NULL);
	}
	chrome_header(out, area, NULL, "Statistics", "days are those of UTC");
	text_view_draw(&s->view, out, (size_t)area->rows - out->n_lines, area->cols, 0);
	return status;
}

static bool press(void *self, int key)
{
	struct stats_screen *s = self;

	if (!s->view.is_typing && key == 'r')
		review_show(s->app);
	else if (!s->view.is_typing && key == 'i')
		interviews_show(s->app);
	else
		return text_view_press(&s->view, s->app, key);
	return true;
}

static void resume(void *self)
{
	struct stats_screen *s = self;

	if (read_stats(s) != STATUS_OK)
		app_say(s->app, "%s", progress_error(s->study.progress));
}

static bool is_typing(const void *self)
{
	const struct stats_screen *s = self;

	return s->view.is_typing;
}

static void close_stats(void *self)
{
	struct stats_screen *s = self;

	text_view_done(&s->view);
	lines_done(&s->lines);
	mastery_done(&s->stats.mastery);
	study_close(&s->study);
	free(s);
}

static const struct screen_ops stats_ops = {.name = "Statistics",
	.keys = keys,
	.close = close_stats,
	.resume = resume,
	.draw = draw,
	.press = press,
	.is_typing = is_typing};

void stats_show(struct app *app)
{
	const struct deck_filter all = {.kinds = DECK_ALL, .level = LEVEL_NONE};
	struct stats_screen *s = calloc(1, sizeof(*s));
	enum status status = STATUS_NO_MEMORY;

	if (s) {
		s->app = app;
		lines_init(&s->lines);
		if (!study_open(&s->study, app, &all)) {
			close_stats(s);
			return;
		}
		status = read_stats(s);
	}
	app_push(app, &stats_ops, s, status);
}
