/* gradus search: pages that have the words, best first, with the line. */
#include "cli/cli.h"

#include "store/corpus.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPTION_COUNT = OPTION_FIRST_OWN, DEFAULT_COUNT = 10, MAX_COUNT = 100 };

static const struct style plain = {.role = ROLE_TEXT};
static const struct style dim = {.role = ROLE_DIM};
static const struct style heading = {.role = ROLE_HEADING, .attr = ATTR_BOLD};

static void put_hit(struct lines *out, const struct page_ref *ref, const char *body, int width)
{
	size_t n;
	int number;
	const char *line = corpus_best_line(body, &n, &number);

	lines_puts(out, plain, " ");
	if (ref->question)
		lines_printf(out, dim, "%d \xC2\xB7 ", ref->question->number);
	lines_puts(out, heading, ref->title);
	lines_printf(out, dim, "  %s%s", ref->name, ref->path ? "" : ", planned");
	lines_end(out);
	if (number) {
		lines_printf(out, dim, "%6d  ", number);
		corpus_put_line(out, line, n, width - 1);
	}
}

static int print_hits(const struct cli *cli, struct corpus *c, const char *words, size_t max)
{
	struct fulltext_hit hits[MAX_COUNT];
	enum status status;
	struct lines lines;
	size_t n = 0;
	bool done = false;

	status = fulltext_search(c->index, words, hits, max, &n);
	if (status != STATUS_OK) {
		cli_error("%s", status_text(status));
		return EXIT_WRONG;
	}
	lines_init(&lines);
	for (size_t i = 0; i < n; i++)
		put_hit(&lines, &c->pages[hits[i].id], hits[i].body.data, cli->width);
	fulltext_hits_done(hits, n);
	if (n)
		done = cli_print_lines(cli, &lines);
	else
		cli_error("nothing found for '%s'", words);
	lines_done(&lines);
	return !n ? EXIT_USAGE : done ? EXIT_DONE : EXIT_WRONG;
}

static int search(struct cli *cli, const char *words, size_t max)
{
	struct corpus corpus;
	enum status status = corpus_open(&corpus, &cli->library);
	int exit_status = EXIT_WRONG;

	if (status == STATUS_OK)
		exit_status = print_hits(cli, &corpus, words, max);
	else
		cli_error("%s", status_text(status));
	corpus_done(&corpus);
	return exit_status;
}

static int run(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{"count", required_argument, NULL, OPTION_COUNT},
		CLI_OPTIONS,
	};
	struct buf words;
	long max = DEFAULT_COUNT;
	char *end;
	int option, exit_status;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (option != OPTION_COUNT) {
			if (cli_option(cli, &search_command, option, &exit_status))
				return exit_status;
			continue;
		}
		max = strtol(optarg, &end, 10);
		if (*end || max < 1 || max > MAX_COUNT) {
			cli_error("--count is a number from 1 to %d, not '%s'", MAX_COUNT, optarg);
			return EXIT_USAGE;
		}
	}
	if (optind == argc) {
		cli_error("search needs words");
		return EXIT_USAGE;
	}
	if (!cli_open_library(cli, NULL))
		return EXIT_USAGE;
	buf_init(&words);
	for (int i = optind; i < argc; i++)
		buf_printf(&words, "%s%s", i > optind ? " " : "", argv[i]);
	exit_status = search(cli, words.data, (size_t)max);
	buf_done(&words);
	return exit_status;
}

const struct command search_command = {
	.name = "search",
	.synopsis = "WORDS [--count N]",
	.summary = "Search all pages, best first, with the line that matched",
	.help = "Pages that have all words; where none has, those that have any. Case, accents "
		"and\n"
		"English endings don't matter; the last word may be a beginning.\n\n"
		"  --count N      at most so many (default 10)\n",
	.run = run,
};
