/*
 * A demo run at one setting after another: what runs now, and the last result,
 * which is shown until then. Owns the jobs.
 */
#ifndef GRADUS_TUI_TRIAL_H
#define GRADUS_TUI_TRIAL_H

#include "demo/runner.h"

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

struct trial {
	struct runner *runner;
	struct job *shown, *running; /* NULL: none */
	double progress;             /* 0..1, what the run has said */
	long long begun_ms;
	int seconds; /* that a slow run has lasted when it was looked at last */
};

enum trial_news { TRIAL_NOTHING, TRIAL_LOOKS_DIFFERENT, TRIAL_RESULT };

/* Starts a run; what ran before is cancelled. */
enum status trial_start(struct trial *trial, const struct demo_order *order);

/* Kills what runs; false if nothing did. */
bool trial_cancel(struct trial *trial);

/* Takes what the run has said. TRIAL_RESULT: `shown` is another one now. */
enum trial_news trial_pump(struct trial *trial);

/* Has it run so long that a reader wants to know? */
bool trial_is_slow(const struct trial *trial);

/* What is shown; an empty result before the first. */
const struct demo_result *trial_result(const struct trial *trial);

/* As a screen's operations. */
size_t trial_fds(const struct trial *trial, struct pollfd *fds, size_t max);
int trial_timeout_ms(const struct trial *trial);

void trial_done(struct trial *trial);

#endif
