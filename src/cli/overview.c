#include "cli/overview.h"

#include <stdio.h>

static const struct style plain = {.role = ROLE_TEXT};
static const struct style dim = {.role = ROLE_DIM};
static const struct style accent = {.role = ROLE_ACCENT};
static const struct style heading = {.role = ROLE_HEADING, .attr = ATTR_BOLD};

static void put_hint(struct lines *out, const char *command, const char *what)
{
	lines_pad(out, plain, 3);
	lines_puts(out, accent, command);
	lines_pad(out, plain, 32 - lines_open_cells(out));
	lines_puts(out, dim, what);
	lines_end(out);
}

static void put_level(struct lines *out, const struct library *library, enum level level)
{
	size_t n = 0, written = 0;

	for (size_t i = 0; i < library->n_packs; i++) {
		const struct pack *pack = library->packs[i];

		for (size_t j = 0; j < pack->n_questions; j++) {
			n += pack->questions[j].level == level;
			written += pack->questions[j].level == level && pack->questions[j].path;
		}
	}
	lines_pad(out, plain, 3);
	lines_puts(out, plain, level_name(level));
	lines_pad(out, plain, 18 - lines_open_cells(out));
	lines_printf(out, dim, "%3zu questions, %zu with a finished answer", n, written);
	lines_end(out);
}

bool overview_print(const struct cli *cli)
{
	struct lines lines;
	bool done;

	lines_init(&lines);
	lines_pad(&lines, plain, 1);
	lines_puts(&lines, heading, "gradus");
	lines_puts(&lines, dim, "  machine-learning cost functions, every number computed live");
	lines_end(&lines);
	lines_end(&lines);
	for (enum level level = LEVEL_BEGINNER; level < LEVEL_NONE; level++)
		put_level(&lines, &cli->library, level);
	lines_end(&lines);
	put_hint(&lines, "gradus list", "all questions and lessons");
	put_hint(&lines, "gradus show adam", "read an answer");
	put_hint(&lines, "gradus run adam", "run the program behind it");
	put_hint(&lines, "gradus search weight decay", "find pages by words");
	put_hint(&lines, "gradus check", "prove every number in every page");
	put_hint(&lines, "gradus --help", "all commands");
	done = cli_print_lines(cli, &lines);
	lines_done(&lines);
	return done;
}
