/* Styled lines on a curses window. */
#ifndef GRADUS_TUI_DRAW_H
#define GRADUS_TUI_DRAW_H

#include "base/lines.h"
#include "base/theme.h"

#include <curses.h>

/* Prepares the colors of a theme; once, after start of curses. */
void draw_init(enum background background);

/* Draws lines from `top` on, in the window's rows from..to-1, clearing them. */
void draw_lines(WINDOW *window, const struct lines *lines, size_t top, int from, int to);

/* Draws one line at a row, its background reversed if `selected`. */
void draw_line(WINDOW *window, const struct lines *lines, size_t line, int row, bool selected);

#endif
