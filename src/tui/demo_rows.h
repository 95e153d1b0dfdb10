/* Private to the demo's screen: its parameters, presets, values and checks as
 * rows of a list. */
#ifndef GRADUS_TUI_DEMO_ROWS_H
#define GRADUS_TUI_DEMO_ROWS_H

#include "tui/guess.h"
#include "tui/pins.h"
#include "tui/presets.h"
#include "tui/sliders.h"

enum demo_row_kind { ROW_PARAM, ROW_PRESET, ROW_VALUE, ROW_CHECK, ROW_ERROR };

struct demo_row {
	enum demo_row_kind kind;
	size_t index;
	size_t line;               /* where it stands in the list */
	struct slider_track track; /* ROW_PARAM */
};

struct demo_list {
	const struct sliders *sliders;
	const struct preset *presets;
	size_t n_presets;
	const struct demo_result *result; /* an empty one before the first */
	const struct pins *pins;
	const struct guess *guess;
	struct demo_row *rows;
	size_t n_rows, cap_rows;
};

/* Appends the list, `cells` wide, and sets its rows. */
enum status demo_list_put(struct demo_list *list, struct lines *out, size_t selected, int cells);

/* Appends what there is to say about a row beyond its line. */
void demo_row_about(const struct demo_list *list, size_t row, struct buf *out);

/* The numeric value of the row, else the first one of the result; NULL if there
 * is none. */
const struct demo_value *demo_row_value(const struct demo_list *list, size_t row);

#endif
