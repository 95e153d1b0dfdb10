#include "tui/trial.h"

#include <time.h>

/* A run that is over within SLOW_MS leaves no trace on the screen. */
enum { SLOW_MS = 120, TICK_MS = 1000 };

static const struct demo_result nothing;

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int seconds_of(const struct trial *t)
{
	return (int)((now_ms() - t->begun_ms) / TICK_MS);
}

enum status trial_start(struct trial *trial, const struct demo_order *order)
{
	trial_cancel(trial);
	trial->progress = 0;
	trial->seconds = -1;
	trial->begun_ms = now_ms();
	return job_start(&trial->running, trial->runner, order);
}

bool trial_cancel(struct trial *trial)
{
	bool ran = trial->running;

	job_free(trial->running);
	trial->running = NULL;
	return ran;
}

bool trial_is_slow(const struct trial *trial)
{
	return trial->running && now_ms() - trial->begun_ms >= SLOW_MS;
}

enum trial_news trial_pump(struct trial *trial)
{
	double progress;
	int seconds;

	if (!trial->running)
		return TRIAL_NOTHING;
	if (job_pump(trial->running) == JOB_DONE) {
		job_free(trial->shown);
		trial->shown = trial->running;
		trial->running = NULL;
		return TRIAL_RESULT;
	}
	if (!trial_is_slow(trial))
		return TRIAL_NOTHING;
	progress = job_result(trial->running)->progress;
	seconds = seconds_of(trial);
	if (progress == trial->progress && seconds == trial->seconds)
		return TRIAL_NOTHING;
	trial->progress = progress;
	trial->seconds = seconds;
	return TRIAL_LOOKS_DIFFERENT;
}

const struct demo_result *trial_result(const struct trial *trial)
{
	return trial->shown ? job_result(trial->shown) : &nothing;
}

size_t trial_fds(const struct trial *trial, struct pollfd *fds, size_t max)
{
	return trial->running && max >= JOB_MAX_FDS ? job_fds(trial->running, fds) : 0;
}

int trial_timeout_ms(const struct trial *trial)
{
	long long lasted;
	int next, end;

	if (!trial->running)
		return -1;
	lasted = now_ms() - trial->begun_ms;
	next = (int)(lasted < SLOW_MS ? SLOW_MS - lasted : TICK_MS - lasted % TICK_MS);
	end = job_timeout_ms(trial->running);
	return end >= 0 && end < next ? end : next;
}

void trial_done(struct trial *trial)
{
	trial_cancel(trial);
	job_free(trial->shown);
	trial->shown = NULL;
}
