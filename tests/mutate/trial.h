/*
 * Mutants put on trial: each is written below a folder, compiled, and run at
 * the subject's settings until it is caught; two or more at once.
 */
#ifndef TESTS_MUTATE_TRIAL_H
#define TESTS_MUTATE_TRIAL_H

#include "mutate/mutants.h"
#include "mutate/subject.h"

enum verdict { VERDICT_REFUSED, VERDICT_SAME, VERDICT_CAUGHT, VERDICT_SURVIVED };

struct finding {
	enum verdict verdict;
	const char *by; /* CAUGHT: by what; SURVIVED: where it shows */
};

struct trials {
	const struct subject *subject;
	const struct mutants *mutants;
	const char *source; /* the demo's text */
	const char *folder; /* exists; mutants are written there, and removed */
	int parallel;       /* 0: as many as there are processors */
};

/* One finding a mutant, in the subject's arena. */
enum status trials_run(const struct trials *trials, struct finding *findings);

#endif
