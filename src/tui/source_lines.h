/* Private to the source's screen: a source as lines with numbers, its errors
 * below the lines that have them; or what differs from the original. Pure. */
#ifndef GRADUS_TUI_SOURCE_LINES_H
#define GRADUS_TUI_SOURCE_LINES_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/lines.h"
#include "base/status.h"

#include <stddef.h>

/* Where something stands that one may want to go to: an error, a change. */
struct source_spots {
	size_t *lines; /* of the lines that were made */
	size_t n, cap;
};
void source_spots_done(struct source_spots *spots);

/* The source highlighted, `cols` wide, longer lines going on in the next one.
 * `errors` may be NULL. The lines are cleared first, as are the spots, which
 * are the errors. */
enum status source_lines_all(struct lines *out, struct source_spots *spots, const struct buf *text,
	const struct diags *errors, int cols);

/* What differs, with a few lines around it; the spots are the changes. */
enum status source_lines_diff(struct lines *out, struct source_spots *spots,
	const struct buf *before, const struct buf *after, int cols);

#endif
