/*
 * A number as written in prose against the value computed now. Pure.
 */
#ifndef GRADUS_VERIFY_CLAIM_H
#define GRADUS_VERIFY_CLAIM_H

#include "base/buf.h"
#include "demo/record.h"

#include <stdbool.h>
#include <stddef.h>

enum claim_kind {
	CLAIM_EQUAL,    /* "0.25": to the digits written */
	CLAIM_ABOUT,    /* "about 3": within 5 % */
	CLAIM_LESS,     /* "< 1e-6", "less than", "below", "under" */
	CLAIM_MORE,     /* "> 10", "more than", "above", "over" */
	CLAIM_AT_MOST,  /* "<= 3", "≤ 3", "at most 3" */
	CLAIM_AT_LEAST, /* ">= 3", "≥ 3", "at least 3" */
	CLAIM_TEXT      /* no number: compared letter by letter */
};

struct claim {
	enum claim_kind kind;
	double number;
	double unit;     /* CLAIM_EQUAL: value of the last digit written, 0.01 for "0.25" */
	bool is_percent; /* "12 %": number and unit are already divided by 100 */
	bool scientific;
	int decimals; /* digits behind the point, as written */
};

/* Reads "0.25", "−1.2e-13", "1.2×10⁻¹³", "12 %", "1,234", "about 3", "< 1e-6",
 * "more than 10". What begins like a number but is none is CLAIM_TEXT. Digits
 * may stand among words that follow them ("20 layers"). */
struct claim claim_parse(const char *written);

/* CLAIM_EQUAL holds if the value rounds to what was written: |value - number|
 * <= unit / 2, and a little more for binary fractions that stand on the edge. */
bool claim_holds(const struct claim *claim, const char *written, const struct demo_value *value);

/* Appends the value as the claim would write it: same digits, same form. */
void claim_format(struct buf *out, const struct claim *claim, const struct demo_value *value);

/* "slug/name?depth=20&init=he" apart. Strings are percent-decoded, in the
 * caller's arena; NULL demo: the page's own. False if it is malformed or memory
 * ran out. */
struct target {
	const char *demo, *name;
	const char **arguments; /* "depth=20", sorted by name */
	size_t n_arguments;
};
struct arena;
bool target_parse(struct target *target, struct arena *arena, const char *text);

/* Gives an argument that the target has another value. False if it has none of that name, or memory
 * ran out (which the arena knows). */
bool target_set(struct target *target, struct arena *arena, const char *name, const char *value);

#endif
