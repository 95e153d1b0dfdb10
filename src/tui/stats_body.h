/*
 * Statistics as lines: days, memory against the model, what comes up, what is
 * known, interviews. Pure: borrows what was read.
 */
#ifndef GRADUS_TUI_STATS_BODY_H
#define GRADUS_TUI_STATS_BODY_H

#include "store/interview_log.h"
#include "store/progress.h"
#include "study/mastery.h"
#include "tui/screen.h"

enum { STATS_WEEKS = 52, STATS_DAYS = 7 * STATS_WEEKS, STATS_MAX_INTERVIEWS = 100 };

struct stats {
	int64_t today;  /* since 1970, in UTC */
	int64_t monday; /* of the first week that is shown, STATS_WEEKS - 1 before this one */
	struct progress_stats sums;
	struct progress_day days[STATS_DAYS]; /* from `monday` on */
	struct mastery mastery;
	double interviews[STATS_MAX_INTERVIEWS]; /* shares of key points made, oldest first */
	size_t n_interviews;
};

/* Appends all of it; `cols` cells at most. */
enum status stats_put(const struct stats *stats, const struct area *area, struct lines *out);

#endif
