/* gradus new: the beginnings of a pack, or of a question in it. */
#include "cli/cli.h"
#include "cli/desk.h"
#include "pack/scaffold.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { OPTION_LEVEL = OPTION_FIRST_OWN, OPTION_TITLE, OPTION_PACK };

struct request {
	const char *kind, *name, *title, *folder;
	enum level level;
};

static bool print_made(const struct scaffold *s, const struct request *r)
{
	bool is_pack = strcmp(r->kind, "pack") == 0;
	struct buf out;
	bool done;

	buf_init(&out);
	buf_add(&out, s->made.data, s->made.n);
	buf_printf(&out, "\nWrite in them what is yours; then\n\n  gradus check %s\n\n",
		is_pack ? r->name : r->folder);
	if (is_pack)
		buf_printf(&out,
			"tells what is wrong, and with the folder (or a link to it) in\n"
			"~/.local/share/gradus/packs 'gradus list' shows its questions.\n"
			"Another question: gradus new question NAME --pack %s\n",
			r->name);
	else
		buf_puts(&out, "tells what is wrong.\n");
	done = cli_print_clean(&out);
	buf_done(&out);
	return done;
}

static int make(struct cli *cli, const struct request *r)
{
	char today[sizeof("YYYY-MM-DD")];
	time_t now = time(NULL);
	struct scaffold s;
	enum status status;
	struct tm tm;
	int exit_status = EXIT_DONE;

	strftime(today, sizeof(today), "%Y-%m-%d", localtime_r(&now, &tm));
	scaffold_init(&s, cli->paths.templates, today);
	if (strcmp(r->kind, "pack") == 0)
		status = scaffold_pack(&s, r->name, r->title);
	else
		status = scaffold_question(&s, r->folder, r->name, r->title, r->level);
	if (status != STATUS_OK) {
		cli_error("%s", s.error.n ? s.error.data : status_text(status));
		exit_status = status == STATUS_IO ? EXIT_WRONG : EXIT_USAGE;
	} else if (!print_made(&s, r)) {
		exit_status = EXIT_WRONG;
	}
	scaffold_done(&s);
	return exit_status;
}

static bool is_complete(const struct request *r)
{
	bool is_pack = r->kind && strcmp(r->kind, "pack") == 0;

	if (!r->kind || (!is_pack && strcmp(r->kind, "question") != 0))
		cli_error(
			"expected 'pack' or 'question' and a name; 'gradus new --help' tells more");
	else if (!r->name)
		cli_error("expected a name behind '%s'", r->kind);
	else
		return true;
	return false;
}

static int run(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{"level", required_argument, NULL, OPTION_LEVEL},
		{"title", required_argument, NULL, OPTION_TITLE},
		{"pack", required_argument, NULL, OPTION_PACK},
		CLI_OPTIONS,
	};
	struct request r = {.folder = ".", .level = LEVEL_NONE};
	int option, exit_status;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (option == OPTION_TITLE)
			r.title = optarg;
		else if (option == OPTION_PACK)
			r.folder = optarg;
		else if (option == OPTION_LEVEL && !desk_read_level(optarg, &r.level))
			return EXIT_USAGE;
		else if (option != OPTION_LEVEL &&
			 cli_option(cli, &new_command, option, &exit_status))
			return exit_status;
	}
	r.kind = optind < argc ? argv[optind] : NULL;
	r.name = optind + 1 < argc ? argv[optind + 1] : NULL;
	if (!is_complete(&r))
		return EXIT_USAGE;
	if (optind + 2 < argc) {
		cli_error("expected one name, not also '%s'", argv[optind + 2]);
		return EXIT_USAGE;
	}
	if (paths_init(&cli->paths) != STATUS_OK) {
		cli_error("the templates are not where they should be: beside the program, or under"
			  " GRADUS_ROOT");
		return EXIT_USAGE;
	}
	return make(cli, &r);
}

const struct command new_command = {
	.name = "new",
	.synopsis = "pack FOLDER | question NAME",
	.summary = "Begin a pack, or a question in it: a page, its demo, its place in the list",
	.help = "  --title TEXT     of the pack or the question\n"
		"  --level LEVEL    of the question: beginner (the default), intermediate, senior\n"
		"  --pack FOLDER    the question's pack (default: this folder)\n\n"
		"What is made is complete and right, so that you change it step by step and\n"
		"'gradus check' says at each what broke. A planned question of the list gets its\n"
		"page. Nothing is overwritten. How pages and demos are written: "
		"docs/AUTHORING.md.\n",
	.run = run,
};
