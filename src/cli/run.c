/* gradus run: one demo at one setting, as a report, as JSON, or its source. */
#include "cli/cli.h"
#include "cli/json.h"
#include "cli/report.h"
#include "demo/runner.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum output { OUTPUT_REPORT, OUTPUT_JSON, OUTPUT_SOURCE };

enum { OPTION_JSON = OPTION_FIRST_OWN, OPTION_SOURCE, MAX_SOURCE_BYTES = 1 << 20 };

static bool print_source(const struct cli *cli, const char *path)
{
	struct buf source;
	struct lines lines;
	bool done = false;

	buf_init(&source);
	lines_init(&lines);
	if (buf_read_file(&source, path, MAX_SOURCE_BYTES) != STATUS_OK)
		cli_error("%s can't be read: %s", path, strerror(errno));
	else if (page_highlight_c(&lines, source.data, source.n) == STATUS_OK)
		done = cli_print_lines(cli, &lines);
	lines_done(&lines);
	buf_done(&source);
	return done;
}

static bool print_report(const struct cli *cli, const char *name, const struct job *job)
{
	struct page_options options = cli_page_options(cli);
	struct lines lines;
	enum status status;
	bool done = false;

	lines_init(&lines);
	status = report_layout(&lines, name, job_result(job), job_compile_errors(job), &options);
	if (status == STATUS_OK)
		done = cli_print_lines(cli, &lines);
	else
		cli_error("%s", status_text(status));
	lines_done(&lines);
	return done;
}

/* Wrong parameters: the demo's own words, one to a line, and nothing else. */
static void print_refusals(const struct demo_result *r)
{
	for (size_t i = 0; i < r->n_errors; i++)
		cli_error("%s", r->errors[i]);
}

static int run_demo(struct cli *cli, const struct page_ref *ref, enum output output,
	const char *const *arguments, size_t n)
{
	const struct demo_order order = {
		.source = ref->demo, .arguments = arguments, .n_arguments = n};
	const char *name = ref->question ? ref->question->slug : ref->demo;
	struct runner *runner = NULL;
	struct job *job = NULL;
	enum status status = runner_new(&runner, &cli->paths);
	int exit_status = EXIT_WRONG;
	bool printed;

	/* Without seccomp there is a runner nevertheless; its jobs say why not. */
	if (runner)
		status = job_run(&job, runner, &order);
	if (!job) {
		cli_error("the demo can't be run: %s", status_text(status));
	} else if (job_result(job)->refused && output == OUTPUT_REPORT) {
		print_refusals(job_result(job));
		exit_status = EXIT_USAGE;
	} else {
		printed = output == OUTPUT_JSON ? json_print_result(name, job)
						: print_report(cli, name, job);
		if (job_result(job)->refused)
			exit_status = EXIT_USAGE;
		else if (printed && job_result(job)->complete &&
			 result_checks_pass(job_result(job)))
			exit_status = EXIT_DONE;
	}
	job_free(job);
	runner_free(runner);
	return exit_status;
}

static int run(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{"json", no_argument, NULL, OPTION_JSON},
		{"source", no_argument, NULL, OPTION_SOURCE},
		CLI_OPTIONS,
	};
	enum output output = OUTPUT_REPORT;
	struct page_ref ref;
	int option, exit_status;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (option == OPTION_JSON)
			output = OUTPUT_JSON;
		else if (option == OPTION_SOURCE)
			output = OUTPUT_SOURCE;
		else if (cli_option(cli, &run_command, option, &exit_status))
			return exit_status;
	}
	if (optind == argc) {
		cli_error("run needs the name of a demo; 'gradus list' shows them");
		return EXIT_USAGE;
	}
	if (!cli_open_library(cli, NULL) || !cli_find(cli, argv[optind], &ref))
		return EXIT_USAGE;
	if (!ref.demo) {
		cli_error("%s has no demo%s", argv[optind],
			ref.question && !ref.path ? ": it is planned, not yet written" : "");
		return EXIT_USAGE;
	}
	if (output == OUTPUT_SOURCE)
		return print_source(cli, ref.demo) ? EXIT_DONE : EXIT_WRONG;
	return run_demo(cli, &ref, output, (const char *const *)argv + optind + 1,
		(size_t)(argc - optind - 1));
}

const struct command run_command = {
	.name = "run",
	.synopsis = "DEMO [NAME=VALUE ...] [--json | --source]",
	.summary = "Run a question's demo at chosen parameters",
	.help = "DEMO is a slug, a number, PACK/SLUG or the path of a .c or .md file.\n"
		"Without values it runs at its defaults and lists its parameters.\n\n"
		"  --json         the result as JSON\n"
		"  --source       the C source instead of running it\n\n"
		"Exit status: 0 all checks hold, 1 one does not or the demo failed, 2 usage.\n",
	.run = run,
};
