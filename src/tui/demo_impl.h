/* Private to the demo's screen: its state, and drawing it (demo_draw.c). */
#ifndef GRADUS_TUI_DEMO_IMPL_H
#define GRADUS_TUI_DEMO_IMPL_H

#include "tui/app.h"
#include "tui/demo_rows.h"
#include "tui/edits.h"
#include "tui/guess.h"
#include "tui/held.h"
#include "tui/move.h"
#include "tui/pins.h"
#include "tui/trial.h"

enum demo_typing { TYPING_NOTHING, TYPING_VALUE, TYPING_GUESS };

enum { MAX_TABS = 16 };

struct demo_screen {
	struct app *app;
	struct page_ref page;
	struct arena *arena;    /* of the parameters and the presets */
	const char **arguments; /* of the first run */
	size_t n_arguments;

	char *copy; /* path of the reader's changed copy, there or not */
	struct edit_stamp stamp;
	bool runs_copy;

	struct sliders sliders;
	struct demo_list list;
	struct trial trial;
	bool is_moved; /* a run at another setting is due */
	bool is_other; /* the next result is of another source: take its parameters */
	struct held held;
	struct pins pins;
	struct guess guess;
	size_t preset; /* 1 + the one that was set last */

	enum demo_typing typing;
	struct entry entry;
	struct pick pick;
	struct scroll scroll; /* of the list */
	size_t picture;       /* the first plot or table that is shown */
	bool is_large;        /* the picture stands alone */

	/* What was drawn where, for the mouse. */
	int list_row; /* first row of the list; -1: it isn't there */
	int tab_row;  /* -1: there are none */
	struct demo_tab {
		int col, cells;
	} tabs[MAX_TABS];
	size_t n_tabs;
};

size_t demo_n_pictures(const struct demo_screen *s);

/* A screen's operation. */
enum status demo_draw(void *self, const struct area *area, struct lines *out);

#endif
