/*
 * The parameters of a demo as things to move: owns copies of their names and
 * values, knows their steps, and says them as arguments.
 */
#ifndef GRADUS_TUI_SLIDERS_H
#define GRADUS_TUI_SLIDERS_H

#include "base/arena.h"
#include "base/lines.h"
#include "demo/record.h"

#include <stdbool.h>
#include <stddef.h>

struct sliders {
	struct demo_param *params;
	size_t n;
};

/* Copies the parameters of a result; all memory is the arena's. */
enum status sliders_init(
	struct sliders *sliders, struct arena *arena, const struct demo_param *params, size_t n);

/* Moves by steps, small ones or (`far`) large ones, within the range. False if
 * it was at its end. */
bool slider_move(struct demo_param *param, int steps, bool far);

/* Sets it from what was typed; false if it is no such number or option, or out
 * of range. */
bool slider_type(struct demo_param *param, const char *text);

/* To a fraction 0..1 of its range. */
void slider_place(struct demo_param *param, double fraction);

/* All to their defaults, but for these "name=value". */
void sliders_set(struct sliders *sliders, const char *const *arguments, size_t n);

/* "name=value" of those that are not at their defaults, sorted by name; their
 * memory is the arena's. NULL when out of memory. */
const char **sliders_arguments(const struct sliders *sliders, struct arena *arena, size_t *n);

/* Appends name, value, track and range to the open line, `cells` in all.
 * *track gets the column and cells of the track; 0 cells: there is none. */
struct slider_track {
	int col, cells;
};
void slider_put(struct lines *out, const struct demo_param *param, bool selected, int name_cells,
	int cells, struct slider_track *track);

#endif
