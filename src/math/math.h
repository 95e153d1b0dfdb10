/*
 * TeX to a box of Unicode cells with a baseline: a pure function of source,
 * width and style. Knows nothing of markdown, curses or files.
 */
#ifndef GRADUS_MATH_MATH_H
#define GRADUS_MATH_MATH_H

#include "base/buf.h"
#include "base/lines.h"

#include <stdbool.h>
#include <stddef.h>

enum math_style {
	MATH_DISPLAY, /* limits above and below, as many rows as needed */
	MATH_INLINE,  /* one row: a/b, x^(i+1) where no script exists */
};

struct math_options {
	enum math_style style;
	int width;  /* cells to fit; MATH_DISPLAY breaks at relations, then operators */
	bool ascii; /* nothing but printable ASCII in the result */
};

struct math_error {
	bool found;
	size_t at;           /* byte in the source */
	const char *message; /* static, says what was expected */
};

/*
 * Renders tex[0..n) (valid or not) into `out`, appending whole lines: every
 * line is padded to the same number of cells. *baseline gets the row, counted
 * from the first appended line, that sits on the text's baseline. An unknown
 * command shows as its source, marked (ROLE_MARK), and the rest renders. With
 * unbalanced braces the whole source is shown, marked. `error`, if not NULL,
 * gets the first error.
 *
 * Time and memory are bounded: linear in n up to a depth and size limit, past
 * which the source is shown instead (of more than 32 KiB its beginning and an
 * ellipsis). MATH_INLINE gives exactly one line, of any width; MATH_DISPLAY
 * keeps to the width (4 cells at least), at the worst with the one-line form
 * wrapped. Returns STATUS_OK or STATUS_NO_MEMORY.
 */
enum status math_render(struct lines *out, const char *tex, size_t n,
	const struct math_options *options, int *baseline, struct math_error *error);

/* Appends the formula in words: "the sum from i = 1 to n of x sub i". */
enum status math_speak(struct buf *out, const char *tex, size_t n);

#endif
