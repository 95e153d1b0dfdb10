/* gradus stats: what was answered, remembered, and what is due. */
#include "cli/saved.h"
#include "cli/stats_json.h"

#include <stdio.h>

enum { OPTION_JSON = OPTION_FIRST_OWN, DAYS_SHOWN = 7 };

static bool print_text(const struct progress_stats *s)
{
	struct buf out;
	bool done;

	buf_init(&out);
	buf_printf(&out, "answers    %zu, %zu right; %zu today, %d day%s in a row\n", s->n_reviews,
		s->n_right, s->n_today, s->streak_days, s->streak_days == 1 ? "" : "s");
	buf_printf(&out,
		"items      %zu: %zu being learnt, %zu mature (21 days), %zu leeches, %zu"
		" suspended\n",
		s->n_items, s->n_learning, s->n_mature, s->n_leeches, s->n_suspended);
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

static bool print_leech(void *context, const char *item, const struct fsrs_card *card)
{
	buf_printf(context, "leech      %s, forgotten %d times\n", item, card->lapses);
	return true;
}

static bool print_all(struct progress *p, const struct progress_stats *s)
{
	struct buf leeches;
	bool done;

	buf_init(&leeches);
	done = print_text(s) && progress_leeches(p, print_leech, &leeches) == STATUS_OK &&
	       cli_print_clean(&leeches);
	buf_done(&leeches);
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
	else if (is_json ? stats_print_json(cli, p, &stats) : print_all(p, &stats))
		exit_status = EXIT_DONE;
	progress_close(p);
	return exit_status;
}

const struct command stats_command = {
	.name = "stats",
	.synopsis = "[--json]",
	.summary = "Show what was answered, remembered, and is due",
	.help = "  --json         as JSON: also every day, mastery by level and topic, "
		"interviews;\n"
		"                 days are those of UTC\n",
	.run = run,
};
