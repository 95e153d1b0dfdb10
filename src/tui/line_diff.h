/* Which lines of one text are gone from another, and which are new. Pure. */
#ifndef GRADUS_TUI_LINE_DIFF_H
#define GRADUS_TUI_LINE_DIFF_H

#include "base/status.h"

#include <stddef.h>

enum diff_kind { DIFF_SAME, DIFF_GONE, DIFF_NEW };

struct diff_line {
	enum diff_kind kind;
	size_t before, after; /* its number from 0 in either text, where it is there */
};

struct line_diff {
	struct diff_line *lines; /* all lines of both, those that are gone first */
	size_t n, n_gone, n_new;
};

/* As few lines differ as can be, where the part that differs is not too large
 * to find that out; there all of it counts as replaced. line_diff_done frees. */
enum status line_diff(struct line_diff *diff, const char *before, size_t n_before,
	const char *after, size_t n_after);
void line_diff_done(struct line_diff *diff);

#endif
