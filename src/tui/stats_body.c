#include "tui/stats_body.h"

#include "plot/plot.h"
#include "tui/chrome.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
	INDENT = 3,
	FACT_CELLS = 12,
	MAX_CELLS = 90,
	PLOT_ROWS = 11,
	BAR_CELLS = 20,
	DAY_CELLS = 2,
	N_SHADES = 5,
	NAME_CELLS = 24,
	MIN_WEEKS = 2 /* that make a curve */
};

static void put_title(struct lines *out, const char *title)
{
	lines_end(out);
	lines_pad(out, style_plain, INDENT);
	lines_puts(out, style_heading, title);
	lines_end(out);
}

static int text_cells_of(const struct area *area)
{
	int cells = area->cols - INDENT - 1;

	return cells < MAX_CELLS ? cells : MAX_CELLS;
}

/* ---- in words */

/* A name, and behind it a text that wraps in its own column. */
static void put_fact(
	struct lines *out, const struct area *area, const char *name, const struct buf *text)
{
	struct lines wrapped;

	lines_init(&wrapped);
	chrome_wrap(&wrapped, style_plain, buf_status(text) == STATUS_OK ? text->data : "", 0,
		area->cols - INDENT - FACT_CELLS, 4);
	for (size_t i = 0; i < wrapped.n_lines; i++) {
		lines_pad(out, style_plain, INDENT);
		chrome_column(out, style_dim, i ? "" : name, FACT_CELLS);
		lines_copy_line(out, &wrapped, i, 0);
		lines_end(out);
	}
	lines_done(&wrapped);
}

static void put_facts(const struct stats *s, const struct area *area, struct lines *out)
{
	const struct progress_stats *p = &s->sums;
	struct buf text;

	buf_init(&text);
	buf_printf(&text, "%zu, %zu right; %zu today", p->n_reviews, p->n_right, p->n_today);
	put_fact(out, area, "Answers", &text);
	buf_clear(&text);
	buf_printf(&text, "%d day%s", p->streak_days, p->streak_days == 1 ? "" : "s");
	put_fact(out, area, "Streak", &text);
	buf_clear(&text);
	buf_printf(
		&text, "%zu: %zu being learnt, %zu mature", p->n_items, p->n_learning, p->n_mature);
	if (p->n_leeches)
		buf_printf(&text, ", %zu forgotten again and again", p->n_leeches);
	put_fact(out, area, "Cards", &text);
	buf_clear(&text);
	buf_printf(&text, "%zu now", p->n_due);
	put_fact(out, area, "Due", &text);
	buf_clear(&text);
	if (p->n_recall)
		buf_printf(&text, "%.0f %% of %zu; the model expects %.0f %%", 100 * p->recall,
			p->n_recall, 100 * p->predicted);
	else
		buf_puts(&text, "nothing yet that was due after a day or more");
	put_fact(out, area, "Remembered", &text);
	buf_done(&text);
}

/* ---- the days, a week a column */

static size_t most_answers(const struct stats *s)
{
	size_t most = 0;

	for (int i = 0; i < STATS_DAYS; i++)
		most = s->days[i].n > most ? s->days[i].n : most;
	return most;
}

/* From 1, a little, to N_SHADES - 1, the most. */
static int shade_of(size_t n, size_t most)
{
	double share = most ? sqrt((double)n / (double)most) : 0;

	return n ? 1 + (int)(share * (N_SHADES - 1 - 1e-9)) : 0;
}

static void put_shade(struct lines *out, int shade, const struct area *area)
{
	static const char *const blocks[N_SHADES] = {
		"\xC2\xB7", "\xE2\x96\x91", "\xE2\x96\x92", "\xE2\x96\x93", "\xE2\x96\x88"};
	static const char ascii[] = ".-+x#";
	struct style style = shade ? style_live : style_dim;

	if (area->ascii)
		lines_put(out, style, 0, &ascii[shade], 1);
	else
		lines_puts(out, style, blocks[shade]);
	lines_pad(out, style_plain, DAY_CELLS - 1);
}

static void put_days(const struct stats *s, const struct area *area, struct lines *out)
{
	static const char *const names[] = {"Mon", "", "Wed", "", "Fri", "", "Sun"};
	size_t most = most_answers(s);
	int weeks = (text_cells_of(area) - 5) / DAY_CELLS;

	weeks = weeks < STATS_WEEKS ? weeks : STATS_WEEKS;
	put_title(out, "Answers by day");
	for (int day = 0; day < 7; day++) {
		lines_pad(out, style_plain, INDENT);
		chrome_column(out, style_dim, names[day], 5);
		for (int week = STATS_WEEKS - weeks; week < STATS_WEEKS; week++) {
			int i = 7 * week + day;

			if (s->monday + i <= s->today)
				put_shade(out, shade_of(s->days[i].n, most), area);
		}
		lines_end(out);
	}
	lines_pad(out, style_plain, INDENT + 5);
	lines_printf(out, style_dim, "%d weeks up to today; the fullest day has %zu", weeks, most);
	lines_end(out);
}

/* ---- plots */

static enum status put_plot(const struct plot *plot, const struct area *area, struct lines *out)
{
	struct plot_options options = {.width = text_cells_of(area),
		.height = PLOT_ROWS,
		.ascii = area->ascii,
		.no_color = area->no_color};
	struct lines drawn;
	enum status status;

	lines_init(&drawn);
	status = plot_render(&drawn, plot, &options);
	lines_end(out);
	for (size_t i = 0; i < drawn.n_lines; i++) {
		lines_pad(out, style_plain, INDENT);
		lines_copy_line(out, &drawn, i, 0);
		lines_end(out);
	}
	lines_done(&drawn);
	return status;
}

/* By week, so that a day with one card does not look like forgetting. */
static enum status put_memory(const struct stats *s, const struct area *area, struct lines *out)
{
	double week[STATS_WEEKS], recalled[STATS_WEEKS], predicted[STATS_WEEKS];
	struct plot_series series[] = {
		{.kind = PLOT_LINE, .name = "remembered", .x = week, .y = recalled},
		{.kind = PLOT_REFERENCE, .name = "the model", .x = week, .y = predicted}};
	const struct plot plot = {.name = "memory",
		.title = "Memory: what was remembered after a day or more, and what the model said",
		.x = {.label = "week"},
		.y = {.label = "%", .fixed = true, .lo = 0, .hi = 100},
		.series = series,
		.n_series = 2};
	size_t n = 0;

	for (int w = 0; w < STATS_WEEKS; w++) {
		double asked = 0, right = 0, expected = 0;

		for (int day = 0; day < 7; day++) {
			const struct progress_day *d = &s->days[7 * w + day];

			asked += (double)d->n_recall;
			right += (double)d->n_recalled;
			expected += d->predicted;
		}
		if (asked <= 0)
			continue;
		week[n] = w - STATS_WEEKS + 1;
		recalled[n] = 100 * right / asked;
		predicted[n++] = 100 * expected / asked;
	}
	series[0].n = series[1].n = n;
	return n < MIN_WEEKS ? STATUS_OK : put_plot(&plot, area, out);
}

static enum status put_forecast(const struct stats *s, const struct area *area, struct lines *out)
{
	double day[PROGRESS_FORECAST_DAYS], due[PROGRESS_FORECAST_DAYS], sum = 0;
	const struct plot_series series = {.kind = PLOT_BARS,
		.name = "cards",
		.n = PROGRESS_FORECAST_DAYS,
		.x = day,
		.y = due};
	const struct plot plot = {.name = "forecast",
		.title = "Cards that come up, day by day",
		.x = {.label = "days from today"},
		.y = {.label = "cards"},
		.series = &series,
		.n_series = 1};

	for (int i = 0; i < PROGRESS_FORECAST_DAYS; i++) {
		day[i] = i;
		due[i] = (double)s->sums.forecast[i];
		sum += due[i];
	}
	return sum > 0 ? put_plot(&plot, area, out) : STATUS_OK;
}

static enum status put_interviews(const struct stats *s, const struct area *area, struct lines *out)
{
	double nth[STATS_MAX_INTERVIEWS], share[STATS_MAX_INTERVIEWS];
	const struct plot_series series = {.kind = PLOT_LINE,
		.name = "key points made",
		.n = s->n_interviews,
		.x = nth,
		.y = share};
	const struct plot plot = {.name = "interviews",
		.title = "Interviews: key points made",
		.x = {.label = "interview"},
		.y = {.label = "%", .fixed = true, .lo = 0, .hi = 100},
		.series = &series,
		.n_series = 1};

	for (size_t i = 0; i < s->n_interviews; i++) {
		nth[i] = (double)i + 1;
		share[i] = 100 * s->interviews[i];
	}
	return s->n_interviews < MIN_WEEKS ? STATUS_OK : put_plot(&plot, area, out);
}

/* ---- what is known */

static void put_known(
	const struct mastery_row *row, const char *name, const struct area *area, struct lines *out)
{
	int cells = area->cols >= 70 ? BAR_CELLS : BAR_CELLS / 2;
	int names = area->cols >= 70 ? NAME_CELLS : NAME_CELLS - 8;
	int full = (int)(row->mastery * cells + 0.5);

	lines_pad(out, style_plain, INDENT);
	chrome_put(out, style_plain, name, names - 1);
	lines_pad(out, style_plain, INDENT + names - lines_open_cells(out));
	lines_repeat(out, style_live, area->ascii ? "#" : "\xE2\x96\x88", full);
	lines_repeat(out, style_dim, area->ascii ? "-" : "\xE2\x96\x91", cells - full);
	lines_printf(out, style_dim, " %3.0f %%", 100 * row->mastery);
	if (area->cols >= 60)
		lines_printf(out, style_dim, "   %zu of %zu begun", row->n_started, row->n_pages);
	lines_end(out);
}

static int compare_rows(const void *a, const void *b)
{
	const struct mastery_row *x = *(const struct mastery_row *const *)a,
				 *y = *(const struct mastery_row *const *)b;

	return x->mastery != y->mastery ? (x->mastery > y->mastery ? 1 : -1)
					: strcmp(x->name, y->name);
}

/* Those that were begun, the least known first. */
static enum status put_topics(const struct stats *s, const struct area *area, struct lines *out)
{
	const struct mastery_row **begun;
	size_t n = 0;

	begun = calloc(s->mastery.n_topics + 1, sizeof(*begun));
	if (!begun)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < s->mastery.n_topics; i++)
		if (s->mastery.topics[i].n_started)
			begun[n++] = &s->mastery.topics[i];
	qsort(begun, n, sizeof(*begun), compare_rows);
	if (n)
		put_title(out, "Topics begun, least known first");
	for (size_t i = 0; i < n; i++)
		put_known(begun[i], begun[i]->name, area, out);
	free(begun);
	return STATUS_OK;
}

static enum status put_mastery(const struct stats *s, const struct area *area, struct lines *out)
{
	static const char *const levels[] = {"Beginner", "Intermediate", "Senior"};

	put_title(out, "Known by level");
	for (int i = 0; i < MASTERY_N_LEVELS; i++)
		put_known(&s->mastery.levels[i], levels[i], area, out);
	return put_topics(s, area, out);
}

enum status stats_put(const struct stats *stats, const struct area *area, struct lines *out)
{
	enum status status = STATUS_OK;

	put_facts(stats, area, out);
	put_days(stats, area, out);
	status = put_memory(stats, area, out);
	if (status == STATUS_OK)
		status = put_forecast(stats, area, out);
	if (status == STATUS_OK)
		status = put_interviews(stats, area, out);
	if (status == STATUS_OK)
		status = put_mastery(stats, area, out);
	return status == STATUS_OK ? lines_status(out) : status;
}
