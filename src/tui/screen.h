/*
 * What a screen is: a table of operations and a state that only they know. A
 * screen draws lines and is told keys; it knows neither curses nor any other
 * screen. Operations but draw, press and close may be NULL.
 *
 * A new screen is one file with a static struct screen_ops, and one line in
 * screens.h: NAME_show(app, ...), which makes the state and gives both to
 * app_push. Other screens open it by that; Help and the status line follow from
 * its keys. Leaving (q, Escape, Left), Help (?), the search (/) and drawing
 * anew come of themselves where press returns false.
 */
#ifndef GRADUS_TUI_SCREEN_H
#define GRADUS_TUI_SCREEN_H

#include "base/lines.h"
#include "base/status.h"
#include "tui/keys.h"

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

/* Where a screen may draw; the status line below it is not the screen's. */
struct area {
	int rows, cols;
	bool ascii, no_color;
};

/* A line of Help. Those with a hint stand in the status line, too, as far as
 * there is room, the first ones first. */
struct key_line {
	const char *keys;
	const char *what;
	const char *hint; /* NULL: in Help only */
};

struct screen_ops {
	const char *name;
	const struct key_line *keys; /* ended by one whose keys are NULL */

	/* Those that matter now, for the status line; NULL: always the same. */
	const struct key_line *(*keys_now)(const void *self);

	void (*close)(void *self);

	/* What stood over it is closed: something may have changed meanwhile. */
	void (*resume)(void *self);

	/* Appends at most area->rows lines. */
	enum status (*draw)(void *self, const struct area *area, struct lines *out);

	/* False if the key means nothing here: it may mean something everywhere. */
	bool (*press)(void *self, int key);

	/* A click on a row and column of what was drawn last. */
	void (*click)(void *self, int row, int col);

	/* Takes letters as text now, so that q and ? are none of our keys. */
	bool (*is_typing)(const void *self);

	/* The status line's keys while is_typing; NULL: those of one line. */
	const struct key_line *(*typing_keys)(const void *self);

	/* What runs: descriptors to wait for (at most `max`), how long at most
	 * (-1: no limit), and taking what has come. pump says true if the screen
	 * looks different now. */
	size_t (*fds)(const void *self, struct pollfd *fds, size_t max);
	int (*timeout_ms)(const void *self);
	bool (*pump)(void *self);
};

#endif
