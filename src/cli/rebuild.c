/* gradus rebuild: the cards anew from the log, and whether they were equal. */
#include "cli/saved.h"

#include <stdio.h>

static int run(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {CLI_OPTIONS};
	const struct saved_command saved = {.command = &rebuild_command, .options = options};
	struct cli_progress line = {0};
	size_t n_cards, n_differ;
	enum status status;
	int exit_status;
	struct progress *p = saved_begin(cli, &saved, argc, argv, &exit_status);

	if (!p)
		return exit_status;
	progress_watch(p, &(struct progress_watch){cli_progress, &line});
	status = progress_rebuild(p, &n_cards, &n_differ);
	cli_progress_end(&line);
	if (status != STATUS_OK) {
		cli_error("%s", progress_error(p));
	} else {
		printf("%zu cards rebuilt from the log; %zu differed.\n", n_cards, n_differ);
		exit_status = n_differ ? EXIT_WRONG : EXIT_DONE;
	}
	progress_close(p);
	return exit_status;
}

const struct command rebuild_command = {
	.name = "rebuild",
	.synopsis = "",
	.summary = "Derive all cards anew from the log of answers",
	.help = "Exit status: 0 all cards were as the log says, 1 some differed and were mended.\n",
	.run = run,
};
