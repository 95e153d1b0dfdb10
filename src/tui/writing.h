/* An answer that is written: a paragraph, typed at its end. */
#ifndef GRADUS_TUI_WRITING_H
#define GRADUS_TUI_WRITING_H

#include "base/buf.h"
#include "base/lines.h"
#include "tui/screen.h"

#include <stdbool.h>

struct writing {
	struct buf text; /* UTF-8 */
	bool is_on;      /* letters are text now */
};

void writing_init(struct writing *writing);
void writing_done(struct writing *writing);
void writing_clear(struct writing *writing);

/* Takes a key while it is on; Escape ends it. True for Enter: it is done. */
bool writing_press(struct writing *writing, int key);

/* Appends what is written, and a cursor while it is on; nothing if there is
 * neither. */
void writing_put(const struct writing *writing, struct style style, const struct area *area,
	struct lines *out);

#endif
