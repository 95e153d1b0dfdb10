/* gradus list: the questions of all packs, and the lessons. */
#include "cli/cli.h"
#include "cli/json.h"

#include "base/arena.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
	OPTION_LEVEL = OPTION_FIRST_OWN,
	OPTION_TOPIC,
	OPTION_PACK,
	OPTION_JSON,
	OPTION_SLUGS,
	MAX_PAGE_BYTES = 16 << 20,
	LEVEL_CELLS = 14,
	MAX_SLUG_CELLS = 34,
	TITLE_INDENT = 8, /* number and mark */
	LEAST_TITLE_CELLS = 24,
	FLUSH_LINES = 1024
};

enum output { OUTPUT_TABLE, OUTPUT_JSON, OUTPUT_SLUGS };

struct filter {
	enum level level; /* LEVEL_NONE: any */
	const char *topic, *pack;
};

static const struct style plain = {.role = ROLE_TEXT};
static const struct style dim = {.role = ROLE_DIM};
static const struct style heading = {.role = ROLE_HEADING, .attr = ATTR_BOLD};

/* Front matter of a written page; topics are known from there only. False if
 * it can't be read. */
static bool read_front(const struct question *q, struct arena *arena, struct front_matter *front)
{
	struct diags ignored;
	struct buf text;
	bool done = false;

	buf_init(&text);
	diags_init(&ignored);
	if (q->path && buf_read_file(&text, q->path, MAX_PAGE_BYTES) == STATUS_OK)
		done = front_matter_parse(front, arena, q->path, text.data, text.n, &ignored) ==
		       STATUS_OK;
	diags_done(&ignored);
	buf_done(&text);
	return done;
}

static bool has_topic(const struct question *q, const char *topic)
{
	struct arena *arena = arena_new();
	struct front_matter front = {0};
	bool found = false;

	if (arena && read_front(q, arena, &front))
		for (size_t i = 0; i < front.n_topics; i++)
			found = found || strcasecmp(front.topics[i], topic) == 0;
	arena_free(arena);
	return found;
}

static bool passes(const struct filter *f, const struct pack *pack, const struct question *q)
{
	return (f->level == LEVEL_NONE || f->level == q->level) &&
	       (!f->pack || strcmp(f->pack, pack->name) == 0) &&
	       (!f->topic || has_topic(q, f->topic));
}

static const char *title_of(const struct question *q)
{
	return q->asked ? q->asked : q->title;
}

/* ---- the table */

static int slug_cells(const struct pack *pack, const struct filter *f)
{
	size_t cells = 8;

	for (size_t i = 0; i < pack->n_questions; i++) {
		const char *slug = pack->questions[i].slug;
		size_t n = strlen(slug); /* slugs are ASCII */

		if (n > cells && (f->level == LEVEL_NONE || f->level == pack->questions[i].level))
			cells = n;
	}
	return cells < MAX_SLUG_CELLS ? (int)cells : MAX_SLUG_CELLS;
}

/* A title, wrapped below its own beginning; room 0: as long as it is. */
static void put_title(struct lines *out, struct style style, const char *title, int room)
{
	if (room > 0)
		lines_wrap(out, style, title, room);
	else
		lines_puts(out, style, title);
	lines_end(out);
}

/* What is planned has a mark as well as a color. */
static void put_question(
	struct lines *out, const struct cli *cli, const struct question *q, int cells)
{
	struct style style = q->path ? plain : dim;
	int column = TITLE_INDENT + cells + 2, room;

	lines_printf(out, dim, "%5d %s ", q->number, q->path ? " " : "\xC2\xB7");
	lines_puts(out, style, q->slug);
	lines_pad(out, plain, column - lines_open_cells(out));
	if (cli->width >= 100) {
		lines_puts(out, dim, level_name(q->level));
		lines_pad(out, plain, column + LEVEL_CELLS - lines_open_cells(out));
	}
	room = cli->width - 1 - lines_open_cells(out);
	if (room < LEAST_TITLE_CELLS && cli->is_terminal) {
		lines_end(out);
		lines_pad(out, plain, TITLE_INDENT + 2);
		room = cli->width - 1 - lines_open_cells(out);
	}
	/* Only a screen has an edge: a pipe gets a line a question. */
	put_title(out, style, title_of(q), cli->is_terminal ? room : 0);
}

static size_t n_written(const struct pack *pack)
{
	size_t n = 0;

	for (size_t i = 0; i < pack->n_questions; i++)
		n += pack->questions[i].path != NULL;
	return n;
}

/* Prints what has gathered, so that a large pack needs little memory. */
static bool flush(struct lines *lines, const struct cli *cli)
{
	bool done = cli_print_lines(cli, lines);

	lines_clear(lines);
	return done;
}

/* Prints the pack's questions that pass; *n counts them. */
static bool print_pack(struct lines *out, const struct cli *cli, const struct pack *pack,
	const struct filter *f, size_t *n)
{
	int cells = slug_cells(pack, f);
	bool done = true;

	lines_puts(out, plain, " ");
	lines_puts(out, heading, pack->title ? pack->title : pack->name);
	lines_printf(out, dim, "  %zu questions, %zu written", pack->n_questions, n_written(pack));
	if (n_written(pack) < pack->n_questions)
		lines_puts(out, dim, ", the others (\xC2\xB7) planned");
	lines_end(out);
	lines_end(out);
	for (size_t i = 0; i < pack->n_questions && done; i++) {
		if (!passes(f, pack, &pack->questions[i]))
			continue;
		put_question(out, cli, &pack->questions[i], cells);
		++*n;
		if (out->n_lines >= FLUSH_LINES)
			done = flush(out, cli);
	}
	lines_end(out);
	return done;
}

static void put_lessons(struct lines *out, const struct lessons *lessons)
{
	if (!lessons->n)
		return;
	lines_puts(out, plain, " ");
	lines_puts(out, heading, "The course");
	lines_end(out);
	lines_end(out);
	for (size_t i = 0; i < lessons->n; i++) {
		lines_printf(out, dim, "%5d   ", lessons->items[i].number);
		lines_printf(out, plain, "%-28s  ", lessons->items[i].slug);
		lines_puts(out, plain, lessons->items[i].title);
		lines_end(out);
	}
	lines_end(out);
}

static int print_table(const struct cli *cli, const struct filter *f)
{
	struct lines lines;
	bool done = true;
	size_t n = 0;

	lines_init(&lines);
	for (size_t i = 0; i < cli->library.n_packs && done; i++)
		if (!f->pack || strcmp(f->pack, cli->library.packs[i]->name) == 0)
			done = print_pack(&lines, cli, cli->library.packs[i], f, &n);
	if (f->level == LEVEL_NONE && !f->topic && !f->pack)
		put_lessons(&lines, &cli->library.lessons);
	done = done && flush(&lines, cli);
	lines_done(&lines);
	if (!n)
		cli_error("no question matches");
	return !done ? EXIT_WRONG : n ? EXIT_DONE : EXIT_USAGE;
}

/* ---- JSON and bare slugs */

static json_t *question_json(const struct pack *pack, const struct question *q)
{
	struct arena *arena = arena_new();
	struct front_matter front = {0};
	json_t *topics = json_array();

	if (arena && read_front(q, arena, &front))
		for (size_t i = 0; i < front.n_topics; i++)
			json_array_append_new(topics, json_text(front.topics[i]));
	arena_free(arena);
	return json_pack("{s:o, s:i, s:o, s:s, s:o, s:b, s:o}", "pack", json_text(pack->name),
		"number", q->number, "slug", json_text(q->slug), "level", level_name(q->level),
		"title", json_text(title_of(q)), "written", q->path != NULL, "topics", topics);
}

static int print_json(const struct cli *cli, const struct filter *f)
{
	json_t *all = json_array();

	for (size_t i = 0; i < cli->library.n_packs; i++) {
		const struct pack *pack = cli->library.packs[i];

		for (size_t j = 0; j < pack->n_questions; j++)
			if (passes(f, pack, &pack->questions[j]))
				json_array_append_new(
					all, question_json(pack, &pack->questions[j]));
	}
	return json_print(all) ? EXIT_DONE : EXIT_WRONG;
}

static int print_slugs(const struct cli *cli, const struct filter *f)
{
	struct buf out;
	bool done;

	buf_init(&out);
	for (size_t i = 0; i < cli->library.n_packs; i++) {
		const struct pack *pack = cli->library.packs[i];

		for (size_t j = 0; j < pack->n_questions; j++) {
			if (!passes(f, pack, &pack->questions[j]))
				continue;
			text_clean(&out, pack->questions[j].slug, strlen(pack->questions[j].slug));
			buf_putc(&out, '\n');
		}
	}
	for (size_t i = 0; i < cli->library.lessons.n && !f->pack && !f->topic; i++)
		buf_printf(&out, "%s\n", cli->library.lessons.items[i].slug);
	done = cli_print(&out);
	buf_done(&out);
	return done ? EXIT_DONE : EXIT_WRONG;
}

static bool set_level(struct filter *f, const char *name)
{
	f->level = level_from_name(name);
	if (f->level != LEVEL_NONE)
		return true;
	cli_error("--level is beginner, intermediate or senior, not '%s'", name);
	return false;
}

static int run(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{"level", required_argument, NULL, OPTION_LEVEL},
		{"topic", required_argument, NULL, OPTION_TOPIC},
		{"pack", required_argument, NULL, OPTION_PACK},
		{"json", no_argument, NULL, OPTION_JSON},
		{"slugs", no_argument, NULL, OPTION_SLUGS},
		CLI_OPTIONS,
	};
	struct filter filter = {.level = LEVEL_NONE};
	enum output output = OUTPUT_TABLE;
	int option, exit_status;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (option == OPTION_TOPIC)
			filter.topic = optarg;
		else if (option == OPTION_PACK)
			filter.pack = optarg;
		else if (option == OPTION_JSON || option == OPTION_SLUGS)
			output = option == OPTION_JSON ? OUTPUT_JSON : OUTPUT_SLUGS;
		else if (option == OPTION_LEVEL && !set_level(&filter, optarg))
			return EXIT_USAGE;
		else if (option != OPTION_LEVEL &&
			 cli_option(cli, &list_command, option, &exit_status))
			return exit_status;
	}
	if (optind != argc) {
		cli_error("list takes no '%s'; did you mean 'gradus search %s'?", argv[optind],
			argv[optind]);
		return EXIT_USAGE;
	}
	if (!cli_open_library(cli, NULL))
		return EXIT_USAGE;
	if (output == OUTPUT_JSON)
		return print_json(cli, &filter);
	return output == OUTPUT_SLUGS ? print_slugs(cli, &filter) : print_table(cli, &filter);
}

const struct command list_command = {
	.name = "list",
	.synopsis = "[--level L] [--topic T] [--pack P] [--json | --slugs]",
	.summary = "List the questions and lessons",
	.help = "  --level L      beginner, intermediate or senior\n"
		"  --topic T      those whose pages name this topic\n"
		"  --pack P       one pack\n"
		"  --json         as JSON, with topics\n"
		"  --slugs        only the names, a line each\n",
	.run = run,
};
