/* gradus search: pages that have the words, best first, with the line. */
#include "cli/cli.h"

#include "base/text.h"
#include "store/fulltext.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPTION_COUNT = OPTION_FIRST_OWN, DEFAULT_COUNT = 10, MAX_COUNT = 100 };

enum { MAX_PAGE_BYTES = 16 << 20 };

static const struct style plain = {.role = ROLE_TEXT};
static const struct style dim = {.role = ROLE_DIM};
static const struct style heading = {.role = ROLE_HEADING, .attr = ATTR_BOLD};
static const struct style mark = {.role = ROLE_MARK};

/* What has been put into the index: pages by their number there. */
struct corpus {
	struct fulltext *index;
	struct page_ref *pages;
	size_t n, cap;
};

/* Markdown for a reader of one line: link targets and markup go, lines stay. */
static void strip_targets(struct buf *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *end;

		if (s[i] == ']' && i + 1 < n && s[i + 1] == '(') {
			end = memchr(s + i, ')', n - i);
			if (end && !memchr(s + i, '\n', (size_t)(end - s) - i)) {
				i = (size_t)(end - s);
				continue;
			}
		}
		if (s[i] == '\n' || !strchr("[]`*|$\1\2", s[i]))
			buf_putc(out, s[i]);
	}
}

static enum status add_page(struct corpus *c, const struct page_ref *ref)
{
	size_t cap = c->cap ? c->cap * 2 : 128;
	struct page_ref *pages = c->pages;
	struct buf raw, text;
	enum status status;

	if (c->n == c->cap) {
		pages = realloc(pages, cap * sizeof(*pages));
		if (!pages)
			return STATUS_NO_MEMORY;
		c->pages = pages;
		c->cap = cap;
	}
	buf_init(&raw);
	buf_init(&text);
	if (ref->path) /* a page that can't be read is found by its title */
		buf_read_file(&raw, ref->path, MAX_PAGE_BYTES);
	strip_targets(&text, raw.data, raw.n);
	status = buf_status(&text);
	if (status == STATUS_OK)
		status = fulltext_add(c->index, c->n, ref->title, text.data);
	c->pages[c->n++] = *ref;
	buf_done(&raw);
	buf_done(&text);
	return status;
}

static enum status add_all(struct corpus *c, const struct library *library)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < library->n_packs; i++) {
		const struct pack *pack = library->packs[i];

		for (size_t j = 0; j < pack->n_questions && status == STATUS_OK; j++) {
			struct page_ref ref = library_question(pack, &pack->questions[j]);

			status = add_page(c, &ref);
		}
	}
	for (size_t i = 0; i < library->lessons.n && status == STATUS_OK; i++) {
		struct page_ref ref = library_lesson(&library->lessons.items[i]);

		status = add_page(c, &ref);
	}
	return status;
}

/* The line with the most marked words, below the front matter; *number gets its number, 0 if no
 * line has one (only the title matched). */
static const char *best_line(const char *body, size_t *n, int *number)
{
	const char *best = body;
	int best_marks = 0, line = 1;
	bool in_front = strncmp(body, "---\n", 4) == 0;

	*n = 0;
	*number = 0;
	for (const char *s = body; *s; line++) {
		size_t length = strcspn(s, "\n");
		int marks = 0;

		for (size_t i = 0; i < length; i++)
			marks += s[i] == FULLTEXT_BEGIN;
		if (in_front && line > 1 && length == 3 && memcmp(s, "---", 3) == 0)
			in_front = false;
		if (marks > best_marks && !in_front) {
			best_marks = marks;
			best = s;
			*n = length;
			*number = line;
		}
		s += length + (s[length] == '\n');
	}
	return best;
}

/* The line, from a little before its first hit, its hits marked. */
static void put_line(struct lines *out, const char *s, size_t n, int width)
{
	size_t skip = 0, lead = (size_t)width / 3;
	const char *first;
	bool marked = false;

	for (; n && strchr(" ->#", *s); s++) /* a list's, a quote's or a heading's sign */
		n--;
	first = memchr(s, FULLTEXT_BEGIN, n);

	if (first && (size_t)(first - s) > lead) {
		skip = (size_t)(first - s) - lead;
		while (skip < (size_t)(first - s) && s[skip] != ' ')
			skip++;
		lines_puts(out, dim, "\xE2\x80\xA6");
	}
	for (size_t i = skip; i < n;) {
		size_t run = i, fit, used, room;

		while (run < n && s[run] != FULLTEXT_BEGIN && s[run] != FULLTEXT_END)
			run++;
		room = (size_t)(width > lines_open_cells(out) ? width - lines_open_cells(out) : 0);
		fit = text_fit(s + i, run - i, room, &used);
		lines_put(out, marked ? mark : plain, 0, s + i, fit);
		if (fit < run - i) {
			lines_puts(out, dim, "\xE2\x80\xA6");
			break;
		}
		marked = run < n && s[run] == FULLTEXT_BEGIN;
		i = run + 1;
	}
	lines_end(out);
}

static void put_hit(struct lines *out, const struct page_ref *ref, const char *body, int width)
{
	size_t n;
	int number;
	const char *line = best_line(body, &n, &number);

	lines_puts(out, plain, " ");
	if (ref->question)
		lines_printf(out, dim, "%d \xC2\xB7 ", ref->question->number);
	lines_puts(out, heading, ref->title);
	lines_printf(out, dim, "  %s%s", ref->name, ref->path ? "" : ", planned");
	lines_end(out);
	if (number) {
		lines_printf(out, dim, "%6d  ", number);
		put_line(out, line, n, width - 1);
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
	struct corpus corpus = {0};
	enum status status = fulltext_new(&corpus.index);
	int exit_status = EXIT_WRONG;

	if (status == STATUS_OK)
		status = add_all(&corpus, &cli->library);
	if (status == STATUS_OK)
		exit_status = print_hits(cli, &corpus, words, max);
	else
		cli_error("%s", status_text(status));
	fulltext_free(corpus.index);
	free(corpus.pages);
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
