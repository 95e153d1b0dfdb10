/*
 * One card in the line mode: shown on standard output, answered by a line of
 * standard input.
 */
#ifndef GRADUS_CLI_ASK_H
#define GRADUS_CLI_ASK_H

#include "cli/cli.h"
#include "study/asking.h"

#include <stdint.h>

/* A line of input that is an order to the session, not an answer; false if it
 * is none. NULL: there are none. */
typedef bool ask_order_fn(void *context, const char *line);

struct ask {
	struct cli *cli;
	struct live *live;
	struct asking *asking;
	ask_order_fn *order;
	void *context;
	bool is_over; /* set by an order that ends the asking: ASK_ORDERED */
};

enum ask_end { ASK_ANSWERED, ASK_SKIPPED, ASK_ORDERED, ASK_QUIT, ASK_FAILED };

/* Asks until an answer could be read and is judged; *took_ms is how long that
 * took. ASK_FAILED was told on standard error. */
enum ask_end ask_card(struct ask *ask, int64_t *took_ms);

/* Lays out markdown with its live numbers computed now, and prints it. */
bool ask_print(struct ask *ask, const char *markdown);

/* Prints text that a file or a person wrote, safe for a terminal. */
void ask_print_safe(const char *text);

int64_t ask_clock_ms(void); /* goes on evenly, whatever the date */

#endif
