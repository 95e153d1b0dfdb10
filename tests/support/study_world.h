/*
 * Something to learn: the pack and the lesson of tests/data/study, a runner for
 * its demos, and an empty progress file in a folder of its own.
 */
#ifndef TESTS_SUPPORT_STUDY_WORLD_H
#define TESTS_SUPPORT_STUDY_WORLD_H

#include "base/paths.h"
#include "demo/runner.h"
#include "pack/library.h"
#include "store/progress.h"
#include "study/asking.h"
#include "study/deck.h"

#include <stdint.h>

struct study_world {
	char folder[64];
	struct paths paths;
	struct library library;
	struct runner *runner;
	struct live *live;
	struct deck *deck; /* of everything */
	struct progress *progress;
};

/* A Monday morning. */
#define STUDY_START_MS INT64_C(1767603600000)
#define STUDY_DAY_MS INT64_C(86400000)

void study_world_open(struct study_world *w);
/* The same of a copy of the pack, below the folder: packs/powers. */
void study_world_open_copy(struct study_world *w);

/* Reads the pages again, which a test has changed. */
void study_world_reload(struct study_world *w);

void study_world_close(struct study_world *w);

/* Closes the progress file and opens it again. */
void study_world_reopen(struct study_world *w);

/* The card of that name; fails the test if there is none. */
const struct deck_card *study_card(const struct study_world *w, const char *name);

/* Computes all that was asked for. */
void study_compute(struct study_world *w);

/* An answer that is right, or wrong, to what is asked, given to it. A recall
 * card is revealed, and all of its points, or none, ticked. */
void study_answer(struct study_world *w, struct asking *asking, bool is_right);

#endif
