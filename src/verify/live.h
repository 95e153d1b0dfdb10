/*
 * The live values that pages ask for: each demo at each setting runs once, a
 * few at a time, driven by the caller's poll loop. Owns the jobs and results.
 */
#ifndef GRADUS_VERIFY_LIVE_H
#define GRADUS_VERIFY_LIVE_H

#include "base/status.h"
#include "demo/runner.h"

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

struct live;

struct live_options {
	int parallel;     /* demos that run at once; 0: one more than there are processors */
	bool keep_output; /* of all runs, for job_output; else of those at the defaults */
	bool outline;     /* of those that aren't kept, results without the points of plots */
	bool fma;         /* let libm use fused variants (tests only) */
};

/* Borrows the runner. live_free kills what still runs. */
enum status live_new(struct live **live, struct runner *runner, const struct live_options *options);
void live_free(struct live *live);

/* A demo at a setting. Arguments are "name=value", sorted; `repetition` tells
 * runs apart that are made to be compared. */
struct live_setting {
	const char *source;
	const char *const *arguments;
	size_t n_arguments;
	int repetition;
};

/* Asks for a setting; the same one asked for again gives the same *index.
 * Nothing starts before live_pump. */
enum status live_want(struct live *live, const struct live_setting *setting, size_t *index);

/* The index of a setting that was asked for; false if it was not. */
bool live_index(const struct live *live, const struct live_setting *setting, size_t *index);

/* Starts, reads, ends what it can without blocking. STATUS_OK also where demos
 * fail: their results say so. */
enum status live_pump(struct live *live);

/* For poll: descriptors of what runs (at most `max`), and how long to wait. */
size_t live_fds(const struct live *live, struct pollfd *fds, size_t max);
int live_timeout_ms(const struct live *live);

/* Pumps until all is done. `progress`, if not NULL, is called now and then. */
typedef void live_progress_fn(void *context, size_t n_done, size_t n_settings);
enum status live_finish(struct live *live, live_progress_fn *progress, void *context);

size_t live_n_settings(const struct live *live);
size_t live_n_done(const struct live *live);

/* What was asked for under an index; lives as long as `live`. */
const struct live_setting *live_setting(const struct live *live, size_t index);

/* The job of a setting, read its result when live_is_done; NULL if it has not started. */
const struct job *live_job(const struct live *live, size_t index);
bool live_is_done(const struct live *live, size_t index);

#endif
