/* gradus export: the log of answers as JSON lines or CSV. */
#include "cli/saved.h"

#include <string.h>

enum { OPTION_CSV = OPTION_FIRST_OWN };

static int run(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{"csv", no_argument, NULL, OPTION_CSV},
		CLI_OPTIONS,
	};
	enum progress_format format = PROGRESS_JSON_LINES;
	int exit_status;
	struct progress *p;
	struct buf out;

	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--csv") == 0)
			format = PROGRESS_CSV;
	p = saved_begin(cli, &export_command, argc, argv, options, &exit_status);
	if (!p)
		return exit_status;
	buf_init(&out);
	if (progress_export(p, format, &out) != STATUS_OK)
		cli_error("%s", progress_error(p));
	else if (cli_print(&out))
		exit_status = EXIT_DONE;
	buf_done(&out);
	progress_close(p);
	return exit_status;
}

const struct command export_command = {
	.name = "export",
	.synopsis = "[--csv]",
	.summary = "Write the log of answers as JSON lines or CSV",
	.help = "  --csv          a line of names, then a line each record\n",
	.run = run,
};
