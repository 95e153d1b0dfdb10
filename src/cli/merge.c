/* gradus merge: another machine's answers into ours. */
#include "cli/saved.h"

static int run(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {CLI_OPTIONS};
	const struct saved_command saved = {.command = &merge_command, .options = options};
	struct progress_merged m;
	int exit_status;
	struct progress *p = saved_begin(cli, &saved, argc, argv, &exit_status);

	if (!p)
		return exit_status;
	if (optind != argc - 1) {
		cli_error("merge needs one file: another machine's progress.db");
		exit_status = EXIT_USAGE;
	} else if (progress_merge(p, argv[optind], &m) != STATUS_OK) {
		cli_error("%s", progress_error(p));
	} else {
		saved_print_merged(&m);
		exit_status = EXIT_DONE;
	}
	progress_close(p);
	return exit_status;
}

const struct command merge_command = {
	.name = "merge",
	.synopsis = "FILE",
	.summary = "Unite another machine's answers with these",
	.help = "FILE is a progress.db; it is only read. Merging twice is as once.\n",
	.run = run,
};
