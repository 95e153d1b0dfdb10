/* What the commands that keep progress share. */
#ifndef GRADUS_CLI_SAVED_H
#define GRADUS_CLI_SAVED_H

#include "cli/cli.h"
#include "store/progress.h"

#include <stdint.h>

/* Opens $XDG_DATA_HOME/gradus/progress.db; says on standard error why not.
 * cli->paths must be set. NULL on failure; progress_close closes. */
struct progress *saved_open(const struct cli *cli);

/* The same, but says nothing: `message` gets why not, one sentence. */
struct progress *saved_try(const struct cli *cli, struct buf *message);

/* Reads options of a command that has none of its own, finds the paths and
 * opens the progress. NULL with *exit_status set if there is nothing to do. */
struct progress *saved_begin(struct cli *cli, const struct command *command, int argc, char **argv,
	const struct option *options, int *exit_status);

/* Says what was new. */
void saved_print_merged(const struct progress_merged *merged);

int64_t saved_now_ms(void); /* since 1970, UTC */

#endif
