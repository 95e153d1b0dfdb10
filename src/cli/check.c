/* gradus check: everything that can be wrong in packs and pages, in one run. */
#include "verify/check.h"
#include "cli/cli.h"
#include "cli/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { OPTION_JSON = OPTION_FIRST_OWN, OPTION_CORNERS, MAX_JOBS = 64 };

struct request {
	struct page_ref *pages;
	size_t n, cap;
	struct check_options options;
	struct cli_progress progress;
	bool json;
};

static bool add(struct request *r, struct page_ref ref)
{
	size_t cap = r->cap ? r->cap * 2 : 64;
	struct page_ref *pages = r->pages;

	if (r->n == r->cap) {
		pages = realloc(pages, cap * sizeof(*pages));
		if (!pages) {
			cli_error("%s", status_text(STATUS_NO_MEMORY));
			return false;
		}
		r->pages = pages;
		r->cap = cap;
	}
	r->pages[r->n++] = ref;
	return true;
}

static bool add_pack(struct request *r, const struct pack *pack)
{
	for (size_t i = 0; i < pack->n_questions; i++)
		if (!add(r, library_question(pack, &pack->questions[i])))
			return false;
	return true;
}

static bool add_everything(struct request *r, const struct library *library)
{
	for (size_t i = 0; i < library->n_packs; i++)
		if (!add_pack(r, library->packs[i]))
			return false;
	for (size_t i = 0; i < library->lessons.n; i++)
		if (!add(r, library_lesson(&library->lessons.items[i])))
			return false;
	return true;
}

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* A pack's folder or name, else a page. */
static bool add_named(struct request *r, struct cli *cli, const char *name, struct diags *diags)
{
	const struct pack *pack = NULL;
	struct page_ref ref;
	enum status status;

	for (size_t i = 0; i < cli->library.n_packs; i++)
		if (strcmp(cli->library.packs[i]->name, name) == 0)
			return add_pack(r, cli->library.packs[i]);
	if (is_folder(name)) {
		status = library_add(&cli->library, name, diags, &pack);
		if (status == STATUS_OK)
			return add_pack(r, pack);
		cli_error("'%s' is no pack: expected a folder with a pack.yaml (%s)", name,
			status_text(status));
		return false;
	}
	return cli_find(cli, name, &ref) && add(r, ref);
}

static bool print_json(const struct diags *diags, const struct check_counts *counts)
{
	json_t *errors = json_array();

	for (size_t i = 0; i < diags->n; i++) {
		const struct diag *d = &diags->items[i];

		json_array_append_new(errors,
			json_pack("{s:o, s:i, s:i, s:o}", "file", json_text(d->file), "line",
				d->line, "column", d->col, "message", json_text(d->message)));
	}
	return json_print(json_pack("{s:o, s:I, s:I, s:I, s:I}", "errors", errors, "pages",
		(json_int_t)counts->pages, "claims", (json_int_t)counts->claims, "quiz_items",
		(json_int_t)counts->quiz_items, "runs", (json_int_t)counts->runs));
}

static bool print_summary(const struct diags *diags, const struct check_counts *counts)
{
	struct buf out;
	bool done;

	buf_init(&out);
	buf_printf(&out,
		"%zu page%s, %zu live numbers, %zu quiz items, %zu demo runs: ", counts->pages,
		counts->pages == 1 ? "" : "s", counts->claims, counts->quiz_items, counts->runs);
	if (diags->n)
		buf_printf(&out, "%zu error%s\n", diags->n, diags->n == 1 ? "" : "s");
	else
		buf_puts(&out, "all is right\n");
	done = cli_print(&out);
	buf_done(&out);
	return done;
}

static int check(struct cli *cli, struct request *r, struct diags *diags)
{
	struct runner *runner = NULL;
	struct check_counts counts = {0};
	enum status status = runner_new(&runner, &cli->paths);
	bool printed;

	r->options.progress = cli_progress;
	r->options.progress_context = &r->progress;
	if (runner)
		status = check_pages(
			&cli->library, runner, r->pages, r->n, &r->options, diags, &counts);
	runner_free(runner);
	cli_progress_end(&r->progress);
	if (status != STATUS_OK) {
		cli_error("the check could not be done: %s", status_text(status));
		return EXIT_WRONG;
	}
	diags_sort(diags);
	if (r->json) {
		printed = print_json(diags, &counts);
	} else {
		cli_print_diags(diags);
		printed = print_summary(diags, &counts);
	}
	return printed && !diags->n ? EXIT_DONE : EXIT_WRONG;
}

static bool set_jobs(struct request *r, const char *text)
{
	char *end;
	long n = strtol(text, &end, 10);

	if (end == text || *end || n < 1 || n > MAX_JOBS) {
		cli_error("-j is a number of demos from 1 to %d, not '%s'", MAX_JOBS, text);
		return false;
	}
	r->options.live.parallel = (int)n;
	return true;
}

/* True if the command is to end with *exit_status. */
static bool read_options(
	struct cli *cli, struct request *r, int argc, char **argv, int *exit_status)
{
	static const struct option options[] = {
		{"json", no_argument, NULL, OPTION_JSON},
		{"corners", no_argument, NULL, OPTION_CORNERS},
		{"jobs", required_argument, NULL, 'j'},
		CLI_OPTIONS,
	};
	int option;

	*exit_status = EXIT_USAGE;
	while ((option = getopt_long(argc, argv, "j:h", options, NULL)) != -1) {
		bool stop = false;

		if (option == OPTION_JSON)
			r->json = true;
		else if (option == OPTION_CORNERS)
			r->options.corners = true;
		else if (option == 'j')
			stop = !set_jobs(r, optarg);
		else
			stop = cli_option(cli, &check_command, option, exit_status);
		if (stop)
			return true;
	}
	return false;
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct request request = {0};
	struct diags diags;
	int exit_status;
	bool ready;

	if (read_options(cli, &request, argc, argv, &exit_status))
		return exit_status;
	diags_init(&diags);
	ready = cli_open_library(cli, optind == argc ? &diags : NULL);
	if (ready && optind == argc)
		ready = add_everything(&request, &cli->library);
	for (int i = optind; ready && i < argc; i++)
		ready = add_named(&request, cli, argv[i], &diags);
	exit_status = ready ? check(cli, &request, &diags) : EXIT_USAGE;
	diags_done(&diags);
	free(request.pages);
	return exit_status;
}

const struct command check_command = {
	.name = "check",
	.synopsis = "[PACK | PAGE | FILE ...] [--json] [--corners] [-j N]",
	.summary = "Check pages: front matter, text against live numbers, demos, quiz",
	.help = "Without names: everything that is installed. A PACK is a name or a folder.\n"
		"Errors are FILE:LINE:COLUMN: error: what is wrong, and what was expected.\n\n"
		"  --json         errors and counts as JSON on standard output\n"
		"  --corners      also run demos at the extremes of all their parameters, and "
		"between (slow)\n"
		"  -j, --jobs N   demos that run at once (default: one more than processors)\n\n"
		"Exit status: 0 all is right, 1 something is wrong, 2 usage.\n",
	.run = run,
};
