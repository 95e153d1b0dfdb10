/* What the commands that keep progress share. */
#ifndef GRADUS_CLI_SAVED_H
#define GRADUS_CLI_SAVED_H

#include "cli/cli.h"
#include "store/progress.h"
#include "study/settings.h"

#include <stdint.h>

/* Reads $XDG_CONFIG_HOME/gradus/config.yaml. False if it has mistakes, which
 * `message` gets, a line each. cli->paths must be set, here and below. */
bool saved_settings(const struct cli *cli, struct settings *settings, struct buf *message);

/* Opens $XDG_DATA_HOME/gradus/progress.db, its cards derived as the settings
 * say; says on standard error why not. NULL on failure; progress_close closes. */
struct progress *saved_open(const struct cli *cli);

/* The same, but says nothing: `message` gets why not, one sentence, or the
 * mistakes of the settings. */
struct progress *saved_try(const struct cli *cli, struct buf *message);

/* The same for what only reads: where nothing can be written, on a full disk or
 * in a read-only home, what is there is shown nevertheless, and that said. */
struct progress *saved_open_reading(const struct cli *cli);

/* A command on the progress file. */
struct saved_command {
	const struct command *command;
	const struct option *options;
	bool only_reads;
	/* Takes an option of its own (optarg); false if it is wrong, which it has
	 * said. NULL where there is none. */
	bool (*own)(void *context, int option);
	void *context;
};

/* Reads the options, finds the paths and opens the progress. NULL with
 * *exit_status set if there is nothing to do. */
struct progress *saved_begin(struct cli *cli, const struct saved_command *saved, int argc,
	char **argv, int *exit_status);

/* Says what was new. */
void saved_print_merged(const struct progress_merged *merged);

int64_t saved_now_ms(void); /* since 1970, UTC */

#endif
