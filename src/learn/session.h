/*
 * What is asked next, and what an answer is worth. Pure: the caller reads
 * cards, asks, and keeps the log.
 */
#ifndef GRADUS_LEARN_SESSION_H
#define GRADUS_LEARN_SESSION_H

#include "base/status.h"
#include "learn/fsrs.h"
#include "pack/document.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An item that may be asked. Items of one page are siblings. */
struct candidate {
	size_t page;           /* which page it stands on */
	struct fsrs_card card; /* a zeroed one: never asked */
	double recall;         /* probability of recall now */
	bool is_suspended;     /* never to be asked */
};

struct session_limits {
	size_t count;   /* items at most */
	size_t n_new;   /* of them never asked before, at most */
	int64_t now_ms; /* since 1970, UTC */
	uint64_t seed;
};

/*
 * A review: what is due, then new items. First what is in learning steps, by
 * its time; then what is due, the most probably remembered first: with a
 * backlog, that saves most. Of siblings only the first is asked, and none of
 * a page that was asked today, but for learning steps. picked[0..n) has room
 * for n indices; returns how many are set.
 */
size_t session_review(const struct candidate *candidates, size_t n,
	const struct session_limits *limits, size_t *picked);

/* A quiz: any items, drawn by the seed without repeats. */
size_t session_quiz(size_t n, const struct session_limits *limits, size_t *picked);

/*
 * The grade of an answer: again if it is wrong; hard if it is right with a
 * hint or took over twice the usual time; easy if it came in an eighth of it
 * and the item is not new; else good. The usual time is 40 s for a single
 * choice, 60 s for several, 75 s for an order, 90 s for a number.
 */
enum rating session_grade(
	enum item_kind kind, bool is_new, bool is_right, int n_hints, int64_t took_ms);

/*
 * The grade of an answer given freely, from the key points made: again below a
 * half of them, hard below four fifths, else good. All of no points is good.
 */
enum rating session_recall_grade(size_t n_made, size_t n_points);

#endif
