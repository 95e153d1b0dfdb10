/*
 * How well pages are known, by level and topic: from the cards of a deck and
 * from the interviews. Owns its rows; names are borrowed from the deck.
 */
#ifndef GRADUS_STUDY_MASTERY_H
#define GRADUS_STUDY_MASTERY_H

#include "base/status.h"
#include "store/progress.h"
#include "study/deck.h"

#include <stddef.h>
#include <stdint.h>

enum { MASTERY_N_LEVELS = 3, MASTERY_PERCENT = 80 };

/*
 * A card is mastered as far as it would be remembered now, a new one not at
 * all; a page as the mean of its cards; a level or topic as the mean of its
 * pages. Strength looks at what there is to go by only, cards answered before
 * and shares of key points made in the last interviews; where there is nothing
 * it is a half.
 */
struct mastery_row {
	const char *name; /* of the level or topic */
	size_t n_pages, n_started;
	size_t n_mastered; /* to MASTERY_PERCENT and more */
	double mastery;    /* 0..1 */
	double strength;   /* 0..1 */
};

struct mastery_page {
	double mastery, strength;
	size_t n_cards, n_known;
	size_t n_interviews; /* that asked it, of the last ones */
};

struct mastery {
	struct mastery_row levels[MASTERY_N_LEVELS]; /* of questions, by enum level */
	struct mastery_row *topics;                  /* by name */
	size_t n_topics;
	struct mastery_page *pages; /* by deck_card.page */
	size_t n_pages;
};

/* On failure *mastery is empty; mastery_done frees, also an empty one. */
enum status mastery_init(struct mastery *mastery, const struct deck *deck,
	struct progress *progress, int64_t now_ms);
void mastery_done(struct mastery *mastery);

/* The strength of the weakest topic of a page; a half if it has none. */
double mastery_weakest(const struct mastery *mastery, const struct deck_card *card);

#endif
