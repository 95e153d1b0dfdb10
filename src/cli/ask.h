/*
 * One quiz item in the line mode: shown on standard output, answered by a line
 * of standard input, explained.
 */
#ifndef GRADUS_CLI_ASK_H
#define GRADUS_CLI_ASK_H

#include "cli/cli.h"
#include "verify/view.h"

#include <stdint.h>

struct asking {
	struct cli *cli;
	struct live_view view; /* its page is that of the item */
	const struct quiz_item *item;
	const char *name; /* of the item; what is drawn follows from it and the seed */
	uint64_t seed;
	/* A line that is an order to the session, not an answer; false if it is none. */
	bool (*obey)(void *context, const char *line);
	void *context;
};

enum ask_end { ASK_ANSWERED, ASK_SKIPPED, ASK_QUIT, ASK_FAILED };

struct verdict {
	bool is_right;
	int n_hints;
	int64_t took_ms;
	struct buf explanation; /* markdown */
};

/* Asks until an answer could be read. ASK_ANSWERED: *verdict is the caller's,
 * to be ended by verdict_done. ASK_FAILED was told on standard error. */
enum ask_end ask_item(struct asking *asking, struct verdict *verdict);
void verdict_done(struct verdict *verdict);

/* Lays out markdown with its live numbers computed now, and prints it. */
bool ask_print(struct asking *asking, const char *markdown);

#endif
