/* Everything that statistics show, as JSON. */
#ifndef GRADUS_CLI_STATS_JSON_H
#define GRADUS_CLI_STATS_JSON_H

#include "cli/cli.h"
#include "store/progress.h"

/* Prints it; cli->paths are set. False if that failed, which is said. */
bool stats_print_json(
	struct cli *cli, struct progress *progress, const struct progress_stats *stats);

#endif
