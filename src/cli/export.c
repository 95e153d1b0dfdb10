/* gradus export: the log of answers as JSON lines or CSV, or a copy of the file. */
#include "cli/saved.h"

#include <stdio.h>

enum { OPTION_CSV = OPTION_FIRST_OWN, OPTION_BACKUP };

struct wish {
	enum progress_format format;
	const char *backup;
};

static bool read_own(void *context, int option)
{
	struct wish *wish = context;

	if (option == OPTION_CSV)
		wish->format = PROGRESS_CSV;
	else
		wish->backup = optarg;
	return true;
}

static bool write_lines(struct progress *p, enum progress_format format)
{
	struct buf out;
	bool done = false;

	buf_init(&out);
	if (progress_export(p, format, &out) != STATUS_OK)
		cli_error("%s", progress_error(p));
	else
		done = cli_print(&out);
	buf_done(&out);
	return done;
}

static bool write_backup(struct progress *p, const char *path)
{
	if (progress_backup(p, path) != STATUS_OK) {
		cli_error("%s", progress_error(p));
		return false;
	}
	printf("Copied to %s.\n", path);
	return true;
}

static int run(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{"csv", no_argument, NULL, OPTION_CSV},
		{"backup", required_argument, NULL, OPTION_BACKUP},
		CLI_OPTIONS,
	};
	struct wish wish = {.format = PROGRESS_JSON_LINES};
	const struct saved_command saved = {.command = &export_command,
		.options = options,
		.only_reads = true,
		.own = read_own,
		.context = &wish};
	int exit_status;
	struct progress *p = saved_begin(cli, &saved, argc, argv, &exit_status);

	if (!p)
		return exit_status;
	if (wish.backup ? write_backup(p, wish.backup) : write_lines(p, wish.format))
		exit_status = EXIT_DONE;
	progress_close(p);
	return exit_status;
}

const struct command export_command = {
	.name = "export",
	.synopsis = "[--csv | --backup FILE]",
	.summary = "Write the log of answers as JSON lines or CSV, or copy its file",
	.help = "  --csv          answers only: a line of names, then a line each\n"
		"  --backup FILE  a copy of the whole file, also while it is in use; overwrites\n"
		"                 nothing\n",
	.run = run,
};
