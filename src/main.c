/* Picks the command. */
#include "cli/cli.h"
#include "cli/overview.h"
#include "tui/tui.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

const struct command *const commands[] = {&list_command, &show_command, &run_command,
	&search_command, &quiz_command, &review_command, &interview_command, &stats_command,
	&suspend_command, &rebuild_command, &merge_command, &export_command, &import_command,
	&check_command, &new_command, NULL};

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; commands[i]; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

static const char *nearest_command(const char *name)
{
	const char *nearest = NULL;
	int best = INT_MAX;

	for (size_t i = 0; commands[i]; i++) {
		int distance = text_distance(name, commands[i]->name);

		if (distance < best) {
			best = distance;
			nearest = commands[i]->name;
		}
	}
	return nearest;
}

static int open_program(struct cli *cli)
{
	if (!cli_open_library(cli, NULL))
		return EXIT_USAGE;
	if (cli->is_terminal && cli->style.attributes)
		return tui_run(cli) ? EXIT_DONE : EXIT_WRONG;
	return overview_print(cli) ? EXIT_DONE : EXIT_WRONG;
}

static int run(struct cli *cli, int argc, char **argv)
{
	const struct command *command;

	if (argc < 2)
		return open_program(cli);
	if (strcmp(argv[1], "--version") == 0) {
		puts("gradus " GRADUS_VERSION);
		return EXIT_DONE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
		strcmp(argv[1], "help") == 0) {
		command = argc > 2 ? find_command(argv[2]) : NULL;
		if (command)
			cli_print_help(command);
		else
			cli_print_usage();
		return EXIT_DONE;
	}
	command = find_command(argv[1]);
	if (command)
		return command->run(cli, argc - 1, argv + 1);
	cli_error("there is no command '%s'; did you mean '%s'? 'gradus --help' shows all", argv[1],
		nearest_command(argv[1]));
	return EXIT_USAGE;
}

int main(int argc, char **argv)
{
	struct cli cli;
	int exit_status;

	cli_init(&cli);
	exit_status = run(&cli, argc, argv);
	cli_done(&cli);
	return exit_status;
}
