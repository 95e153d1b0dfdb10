/* gradus stats: what was answered, remembered, and what is due. */
#include "cli/json.h"
#include "cli/saved.h"

#include <stdio.h>

enum { OPTION_JSON = OPTION_FIRST_OWN, DAYS_SHOWN = 7 };

static bool print_json(const struct progress_stats *s)
{
	json_t *forecast = json_array();

	for (int i = 0; i < PROGRESS_FORECAST_DAYS; i++)
		json_array_append_new(forecast, json_integer((json_int_t)s->forecast[i]));
	return json_print(
		json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:i, s:I, s:o, s:o, s:o}",
			"reviews", (json_int_t)s->n_reviews, "right", (json_int_t)s->n_right,
			"undone", (json_int_t)s->n_undone, "items", (json_int_t)s->n_items,
			"learning", (json_int_t)s->n_learning, "mature", (json_int_t)s->n_mature,
			"leeches", (json_int_t)s->n_leeches, "due", (json_int_t)s->n_due,
			"streak_days", s->streak_days, "today", (json_int_t)s->n_today, "recall",
			s->n_recall ? json_real(s->recall) : json_null(), "predicted",
			s->n_recall ? json_real(s->predicted) : json_null(), "forecast", forecast));
}

static bool print_text(const struct progress_stats *s)
{
	struct buf out;
	bool done;

	buf_init(&out);
	buf_printf(&out, "answers    %zu, %zu right; %zu today, %d day%s in a row\n", s->n_reviews,
		s->n_right, s->n_today, s->streak_days, s->streak_days == 1 ? "" : "s");
	buf_printf(&out, "items      %zu: %zu being learnt, %zu mature (21 days), %zu leeches\n",
		s->n_items, s->n_learning, s->n_mature, s->n_leeches);
	if (s->n_recall)
		buf_printf(&out, "recall     %.1f %% of %zu reviews; the model says %.1f %%\n",
			100 * s->recall, s->n_recall, 100 * s->predicted);
	buf_printf(&out, "due        %zu now; in the next days", s->n_due);
	for (int i = 0; i < DAYS_SHOWN; i++)
		buf_printf(&out, " %zu", s->forecast[i]);
	buf_putc(&out, '\n');
	done = cli_print(&out);
	buf_done(&out);
	return done;
}

static bool read_own(void *context, int option)
{
	bool *is_json = context;

	(void)option;
	*is_json = true;
	return true;
}

static int run(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{"json", no_argument, NULL, OPTION_JSON},
		CLI_OPTIONS,
	};
	bool is_json = false;
	const struct saved_command saved = {.command = &stats_command,
		.options = options,
		.only_reads = true,
		.own = read_own,
		.context = &is_json};
	struct progress_stats stats;
	int exit_status;
	struct progress *p = saved_begin(cli, &saved, argc, argv, &exit_status);

	if (!p)
		return exit_status;
	if (progress_stats(p, saved_now_ms(), &stats) != STATUS_OK)
		cli_error("%s", progress_error(p));
	else if (is_json ? print_json(&stats) : print_text(&stats))
		exit_status = EXIT_DONE;
	progress_close(p);
	return exit_status;
}

const struct command stats_command = {
	.name = "stats",
	.synopsis = "[--json]",
	.summary = "Show what was answered, remembered, and is due",
	.help = "  --json         as JSON; days are those of UTC\n",
	.run = run,
};
