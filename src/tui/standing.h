/*
 * Where the reader stands: what is due, how well levels and topics are known,
 * the last interview. Reading it takes longer than a first screen may, so it is
 * asked for once that is there; what is kept is looked at anew when asked again.
 */
#ifndef GRADUS_TUI_STANDING_H
#define GRADUS_TUI_STANDING_H

#include "study/mastery.h"
#include "tui/app.h"
#include "tui/study.h"

#include <stdbool.h>
#include <stddef.h>

struct standing {
	struct study study; /* all cards; closed where nothing is kept yet */
	bool is_read;       /* the rest is as it was then */
	size_t n_reviews;
	size_t n_due;
	bool has_interview;
	double interview_share; /* key points made in the last one */
	bool has_mastery;       /* not of very large libraries: every page must be read */
	struct mastery mastery;
	const char *weakest; /* a topic that was begun; NULL */
};

/* Reads, or reads again what has changed. Fails in silence: a screen without
 * it is a screen nevertheless. */
void standing_read(struct standing *standing, struct app *app);
void standing_done(struct standing *standing);

#endif
