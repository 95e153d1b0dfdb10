/* Private to terminal.c: styled lines on a curses window. */
#ifndef GRADUS_TUI_DRAW_H
#define GRADUS_TUI_DRAW_H

#include "base/lines.h"
#include "base/theme.h"

#include <curses.h>

/* Prepares the colors of a theme; once, after curses has started. */
void draw_init(const struct output_style *style);

/* Draws one line at a row and clears what is right of it. */
void draw_line(WINDOW *window, const struct output_style *style, const struct lines *lines,
	size_t line, int row);

#endif
