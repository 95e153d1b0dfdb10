/* gradus import: exported lines into the log of answers. */
#include "cli/saved.h"

#include <errno.h>
#include <string.h>

enum { MAX_BYTES = 1 << 30 };

static bool import_file(struct progress *p, const char *path)
{
	struct progress_merged merged;
	struct buf lines;
	bool done = false;

	buf_init(&lines);
	if (buf_read_file(&lines, path, MAX_BYTES) != STATUS_OK)
		cli_error("%s can't be read: %s", path, strerror(errno));
	else if (progress_import(p, path, &lines, &merged) != STATUS_OK)
		cli_error("%s", progress_error(p));
	else
		done = true;
	buf_done(&lines);
	if (done)
		saved_print_merged(&merged);
	return done;
}

static int run(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {CLI_OPTIONS};
	const struct saved_command saved = {.command = &import_command, .options = options};
	int exit_status;
	struct progress *p = saved_begin(cli, &saved, argc, argv, &exit_status);

	if (!p)
		return exit_status;
	if (optind != argc - 1) {
		cli_error("import needs one file: what 'gradus export' wrote");
		exit_status = EXIT_USAGE;
	} else if (import_file(p, argv[optind])) {
		exit_status = EXIT_DONE;
	}
	progress_close(p);
	return exit_status;
}

const struct command import_command = {
	.name = "import",
	.synopsis = "FILE",
	.summary = "Add exported answers to these",
	.help = "FILE holds the JSON lines of 'gradus export'. All of them or none; those that "
		"are\n"
		"there already stay as they are, so that importing twice is as once.\n",
	.run = run,
};
