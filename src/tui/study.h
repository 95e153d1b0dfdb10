/*
 * What the screens of study share: the answers kept, the cards, the demos behind
 * them, opened together; and markdown set beside a mark.
 */
#ifndef GRADUS_TUI_STUDY_H
#define GRADUS_TUI_STUDY_H

#include "store/progress.h"
#include "study/asking.h"
#include "study/deck.h"
#include "study/settings.h"
#include "tui/app.h"
#include "tui/move.h"
#include "tui/screen.h"
#include "verify/live.h"

#include <stdint.h>

struct study {
	struct settings settings;
	struct progress *progress;
	struct deck *deck;
	struct live *live;
};

/* Opens all three. On failure the status line says why, nothing is owned and
 * study_close may be called nevertheless. */
bool study_open(struct study *study, struct app *app, const struct deck_filter *filter);
void study_close(struct study *study);

/* How markdown is laid out: for an area, with an asking's live numbers. */
struct study_text {
	const struct area *area;
	struct asking *asking; /* NULL: live numbers as written */
};

/* A mark before a text, in a column of its own. */
struct study_mark {
	const char *text;
	struct style style;
	int cells; /* of the column; 0: no mark, the text stands as on a page */
};

/* Appends markdown, its first line behind the mark. False when out of memory. */
bool study_put(struct lines *out, const struct study_text *how, const struct study_mark *mark,
	const char *markdown);

/* "10 m", "3 h", "2 d", "5 mo", "1.2 y": how long until something is due. */
void study_put_wait(struct buf *out, int64_t ms);

/* Scrolls as little as is needed to have the line among `rows` rows. */
void study_reveal(struct scroll *scroll, size_t line, size_t rows);

/* Appends the rows of a body that are seen, empty ones where it ends. */
void study_put_view(
	struct scroll *scroll, const struct lines *body, size_t rows, struct lines *out);

int64_t study_clock_ms(void); /* monotonic */

#endif
