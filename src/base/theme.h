/*
 * From roles to colors, and lines to bytes for a terminal or a pipe. Escape
 * sequences are written here only (curses writes its own for the screens).
 */
#ifndef GRADUS_BASE_THEME_H
#define GRADUS_BASE_THEME_H

#include "base/buf.h"
#include "base/lines.h"

#include <stdbool.h>

enum color_depth { COLOR_NONE, COLOR_16, COLOR_256, COLOR_TRUE };
enum background { BACKGROUND_DARK, BACKGROUND_LIGHT };

struct theme_color {
	int ansi16;   /* 0..15, or -1: the terminal's default */
	int ansi256;  /* 0..255, or -1 */
	int rgb;      /* 0xRRGGBB, or -1 */
	uint8_t attr; /* enum attr that the role always has */
};

/* The look of a role; static, never NULL. */
const struct theme_color *theme_color(enum background background, enum role role);

struct output_style {
	enum color_depth depth; /* COLOR_NONE: no color; attributes if `attributes` */
	enum background background;
	bool attributes; /* bold, underline... ; false: bare text */
	bool ascii;      /* for a locale that is not UTF-8 */
};

/* Appends all lines, each with its newline. Trailing spaces go. */
void lines_write(struct buf *out, const struct lines *l, const struct output_style *style);

#endif
