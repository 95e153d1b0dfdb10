/*
 * A guess before a run: what will a value be at the next setting? While one is
 * being made nothing runs and the value is hidden; afterwards the two are held
 * against each other.
 */
#ifndef GRADUS_TUI_GUESS_H
#define GRADUS_TUI_GUESS_H

#include "base/buf.h"
#include "demo/record.h"

#include <stdbool.h>

enum guess_state {
	GUESS_NONE,
	GUESS_SETTING, /* the reader chooses a setting; nothing runs */
	GUESS_SAID     /* the run that will tell is on its way */
};

enum { GUESS_BYTES = 128 };

struct guess {
	enum guess_state state;
	char name[GUESS_BYTES]; /* of the value */
	char said[GUESS_BYTES];
	bool is_number;
	double number;
	struct buf verdict; /* of the last one; "" before */
};

void guess_init(struct guess *guess);
void guess_done(struct guess *guess);

/* Begins to ask for a value. */
void guess_begin(struct guess *guess, const struct demo_value *value);

/* Takes what was typed: false, with a line in `hint` of GUESS_BYTES, if the
 * value is a number and this is none. */
bool guess_take(struct guess *guess, const char *typed, char *hint);

/* The run that was guessed has ended: sets the verdict. */
void guess_judge(struct guess *guess, const struct demo_result *result);

/* Is this value hidden now? */
bool guess_hides(const struct guess *guess, const char *name);

#endif
