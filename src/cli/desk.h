/* What the commands that ask share: the options that choose, and what a
 * session needs beside them. */
#ifndef GRADUS_CLI_DESK_H
#define GRADUS_CLI_DESK_H

#include "cli/cli.h"
#include "store/progress.h"
#include "study/deck.h"
#include "study/settings.h"
#include "verify/live.h"

#include <stddef.h>
#include <stdint.h>

struct desk {
	struct cli *cli;
	struct settings settings;
	struct progress *progress;
	struct runner *runner;
	struct live *live;
	struct deck *deck;
};

/* Opens the progress, a deck, and what runs its demos; cli->library is open.
 * False if that failed, which is said. desk_close in every case. */
bool desk_open(struct desk *desk, struct cli *cli, const struct deck_filter *filter);
void desk_close(struct desk *desk);

/* Values of options; what is wrong is said on standard error. */
bool desk_read_count(const char *option, const char *text, size_t max, size_t *count);
bool desk_read_seed(const char *text, uint64_t *seed);
bool desk_read_level(const char *text, enum level *level);

/* A seed for who names none. */
uint64_t desk_seed(void);

#endif
