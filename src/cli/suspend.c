/* gradus suspend: cards that are not to be asked. */
#include "base/text.h"
#include "cli/desk.h"
#include "cli/saved.h"

#include <stdio.h>
#include <string.h>

enum { OPTION_OFF = OPTION_FIRST_OWN };

static void put_line(struct buf *out, const char *item, const char *about)
{
	text_clean(out, item, strlen(item));
	buf_printf(out, "  %s\n", about);
}

static bool list_leech(void *context, const char *item, const struct fsrs_card *card)
{
	char about[64];

	snprintf(about, sizeof(about), "forgotten %d times", card->lapses);
	put_line(context, item, about);
	return true;
}

static bool list_suspended(void *context, const char *item)
{
	put_line(context, item, "suspended");
	return true;
}

static bool list_all(struct progress *p)
{
	struct buf out;
	bool done;

	buf_init(&out);
	done = progress_leeches(p, list_leech, &out) == STATUS_OK &&
	       progress_suspended(p, list_suspended, &out) == STATUS_OK;
	if (!done)
		cli_error("%s", progress_error(p));
	else
		done = out.n ? cli_print(&out)
			     : puts("No card is forgotten often, none suspended.") >= 0;
	buf_done(&out);
	return done;
}

static int suspend(struct desk *desk, char **items, size_t n, bool is_on)
{
	for (size_t i = 0; i < n; i++)
		if (deck_find(desk->deck, items[i]) == DECK_NONE) {
			cli_error("there is no card '%s'; 'gradus review' names them", items[i]);
			return EXIT_USAGE;
		}
	for (size_t i = 0; i < n; i++)
		if (progress_suspend(desk->progress, items[i], is_on, saved_now_ms()) !=
			STATUS_OK) {
			cli_error("%s", progress_error(desk->progress));
			return EXIT_WRONG;
		}
	printf("%zu card%s %s.\n", n, n == 1 ? "" : "s",
		is_on ? "suspended" : "no longer suspended");
	return EXIT_DONE;
}

static int run(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{"off", no_argument, NULL, OPTION_OFF},
		CLI_OPTIONS,
	};
	const struct deck_filter all = {.level = LEVEL_NONE, .kinds = DECK_ALL};
	bool is_on = true;
	int option, exit_status = EXIT_WRONG;
	struct desk desk;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (option == OPTION_OFF)
			is_on = false;
		else if (cli_option(cli, &suspend_command, option, &exit_status))
			return exit_status;
	}
	if (!cli_open_library(cli, NULL))
		return EXIT_USAGE;
	if (desk_open(&desk, cli, &all)) {
		if (optind == argc)
			exit_status = list_all(desk.progress) ? EXIT_DONE : EXIT_WRONG;
		else
			exit_status = suspend(&desk, argv + optind, (size_t)(argc - optind), is_on);
	}
	desk_close(&desk);
	return exit_status;
}

const struct command suspend_command = {
	.name = "suspend",
	.synopsis = "[--off] [CARD ...]",
	.summary = "Keep cards out of reviews, as those forgotten again and again",
	.help = "  --off          take them up again\n\n"
		"A CARD is named as 'gradus review' does: pack/question#item, or pack/question "
		"for\n"
		"the question itself. Without one: those forgotten often, and those suspended.\n",
	.run = run,
};
