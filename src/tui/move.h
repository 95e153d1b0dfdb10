/* Moving in lists and texts, and typing: the same keys on every screen. */
#ifndef GRADUS_TUI_MOVE_H
#define GRADUS_TUI_MOVE_H

#include <stdbool.h>
#include <stddef.h>

/* A text of which some rows are seen. */
struct scroll {
	size_t top;
	size_t rows; /* that were seen last; 0: none yet */
};

/* Moves by a key; false if it is none of those. The end is found by
 * scroll_clamp. */
bool scroll_press(struct scroll *scroll, int key);

/* No further than to the last full view of n lines. */
void scroll_clamp(struct scroll *scroll, size_t n, size_t rows);

/* A list of which one item is selected and some are seen. */
struct pick {
	size_t at, n;
	struct scroll seen;
};

bool pick_press(struct pick *pick, int key);

/* Sets how many items there are and are seen; the selected one is among them. */
void pick_clamp(struct pick *pick, size_t n, size_t rows);

/* A line that is typed, in UTF-8. */
struct entry {
	char text[128];
	size_t n;
};

/* Takes a key: a character, Backspace, Ctrl-U; false if it is none of those. */
bool entry_press(struct entry *entry, int key);

#endif
