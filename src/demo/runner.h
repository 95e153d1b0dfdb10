/*
 * Runs demos in the sandbox without blocking: a job is a compilation (if
 * needed) and a run, driven by the caller's poll loop. Any number may run at
 * once. A job's processes and files are gone when it is done or freed.
 */
#ifndef GRADUS_DEMO_RUNNER_H
#define GRADUS_DEMO_RUNNER_H

#include "base/diag.h"
#include "base/paths.h"
#include "base/status.h"
#include "demo/record.h"

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

struct demo_limits {         /* 0: the default */
	int wall_ms;         /* default 10,000 */
	int cpu_ms;          /* default 10,000 */
	size_t memory_bytes; /* address space, default 1 GiB */
	size_t output_bytes; /* default 64 MiB */
	int compile_ms;      /* default 20,000, if it must be compiled */
};

struct runner; /* the sandbox's filter, compiled once, and where things are */

/* Borrows `paths`. STATUS_UNSUPPORTED where the kernel has no seccomp: the
 * runner then runs nothing but says so in each job's result. */
enum status runner_new(struct runner **runner, const struct paths *paths);
void runner_free(struct runner *runner);

/* A demo to run: its source; where a bundled one's executable is up to date it
 * is used, else the source is compiled into the cache under the SHA-256 of
 * source, lab and flags. */
struct demo_order {
	const char *source;           /* path of the .c file */
	const char *const *arguments; /* "name=value" */
	size_t n_arguments;
	const struct demo_limits *limits; /* NULL: the defaults */
	bool keep_output;                 /* for job_output; it is as large as the result */
	bool outline;                     /* the points of plots and grids may be left out */
	bool fma;                         /* let libm use fused variants (tests only) */
};

enum job_state { JOB_COMPILING, JOB_RUNNING, JOB_DONE };

struct job;

/* Starts a job; what `order` points to is copied. STATUS_OK also where the demo
 * can't run: the result says why. */
enum status job_start(struct job **job, struct runner *runner, const struct demo_order *order);

enum { JOB_MAX_FDS = 4 };

/* Descriptors to poll for POLLIN, at most JOB_MAX_FDS; returns how many. */
size_t job_fds(const struct job *job, struct pollfd *fds);

/* Milliseconds until the job wants job_pump even if no descriptor is ready. */
int job_timeout_ms(const struct job *job);

/* Does what can be done without blocking. */
enum job_state job_pump(struct job *job);

/* The result so far (progress) or at its end; lives as long as the job. */
const struct demo_result *job_result(const struct job *job);

/* Errors of the compiler, in the source's own lines; empty if it compiled. */
const struct diags *job_compile_errors(const struct job *job);

/* Bytes of records that the demo wrote, for comparing two runs; none unless the
 * order said keep_output. */
const char *job_output(const struct job *job, size_t *n);

/* Kills what runs. job may be NULL. */
void job_free(struct job *job);

/* Runs one to its end, waiting. */
enum status job_run(struct job **job, struct runner *runner, const struct demo_order *order);

#endif
