/*
 * When to ask an item again: FSRS-6, a model of memory with 21 parameters.
 * Pure functions of a card, an answer and a time; times are milliseconds since
 * 1970 in UTC.
 *
 * Source      github.com/open-spaced-repetition, FSRS-6 as in Anki and
 *             ts-fsrs 5.4, whose sequences tests/data/fsrs-vectors.csv holds
 */
#ifndef GRADUS_LEARN_FSRS_H
#define GRADUS_LEARN_FSRS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FSRS_N_WEIGHTS = 21, FSRS_MAX_STEPS = 8 };

/* How well an item was remembered. */
enum rating { RATING_AGAIN = 1, RATING_HARD, RATING_GOOD, RATING_EASY };

const char *rating_name(enum rating rating);    /* "again"...; "" for another number */
enum rating rating_from_name(const char *name); /* by name or digit; 0 if it is none */

enum card_state { CARD_NEW, CARD_LEARNING, CARD_REVIEW, CARD_RELEARNING };

const char *card_state_name(enum card_state state);

struct fsrs_steps {
	int minutes[FSRS_MAX_STEPS];
	size_t n;
};

struct fsrs {
	double w[FSRS_N_WEIGHTS];
	double retention; /* desired probability of recall when an item is due, in (0, 1] */
	int max_interval; /* days */
	struct fsrs_steps learning, relearning;
	bool is_long_term; /* no steps and no formula for a second review on one day */
};

struct fsrs_card {
	enum card_state state;
	int step;          /* of learning or relearning */
	double stability;  /* days until recall falls to 90 % */
	double difficulty; /* 1..10 */
	int interval;      /* days; 0 within the steps */
	int lapses;        /* times forgotten once learnt */
	int n_reviews;
	int64_t last_ms, due_ms;
};

/* The published weights, retention 0.9, steps of 1 and 10 minutes, relearning
 * of 10, at most 36500 days. */
struct fsrs fsrs_defaults(void);

/* The range of weight i; its ends belong to it. */
void fsrs_weight_range(size_t i, double *min, double *max);

/* Moves each weight, the retention and the longest interval into their ranges;
 * what is no number becomes the default. */
void fsrs_clamp(struct fsrs *fsrs);

/* Whole days from one time to another by their dates in UTC; never negative. */
int fsrs_elapsed_days(int64_t from_ms, int64_t to_ms);

/* R = (1 + F t/S)^-w20, the probability of recall at a time; 0 for a new card. */
double fsrs_retrievability(const struct fsrs *fsrs, const struct fsrs_card *card, int64_t now_ms);

/*
 * The card after an answer. A zeroed card is new.
 *
 * fuzz        in [0, 1): moves an interval of 3 days or more a little, so that
 *             items learnt together come apart; negative: not at all
 */
struct fsrs_card fsrs_review(const struct fsrs *fsrs, const struct fsrs_card *card,
	enum rating rating, int64_t now_ms, double fuzz);

#endif
