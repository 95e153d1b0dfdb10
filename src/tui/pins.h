/*
 * Results that are kept to be compared: their curves stand behind those of the
 * present result, their values beside its values. Owns copies.
 */
#ifndef GRADUS_TUI_PINS_H
#define GRADUS_TUI_PINS_H

#include "demo/record.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum { PINS_MAX = 3 };

struct pin {
	struct arena *arena;       /* owns the rest */
	const char *label;         /* the setting: "depth=20 init=he" */
	struct demo_result result; /* its plots and values */
};

struct pins {
	struct pin items[PINS_MAX];
	size_t n;
};

/* Pins a copy of the result, the oldest one going if there are too many. If
 * that setting is pinned it is taken away instead: *pinned says which. */
enum status pins_toggle(
	struct pins *pins, const struct demo_result *result, const char *label, bool *pinned);

/* Takes all away. */
void pins_clear(struct pins *pins);

/* The plot with the pinned curves of its namesakes behind its own; memory is
 * the arena's and the pins'. The plot as it is when there are none or memory
 * runs out. */
struct plot pins_plot(const struct pins *pins, const struct plot *plot, struct arena *arena);

/* The value of that name that was pinned last; NULL if there is none. */
const struct demo_value *pins_value(const struct pins *pins, const char *name);

#endif
