/*
 * One child process, a demo or a compiler: started with its limits, killed
 * with everything it started, reaped without blocking. Knows nothing of what
 * it says.
 */
#ifndef GRADUS_DEMO_PROCESS_H
#define GRADUS_DEMO_PROCESS_H

#include "demo/sandbox.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct process_plan {
	const struct sandbox *sandbox; /* NULL: none, for a compiler */
	int program;                   /* in the sandbox: the open executable */
	const char *path;              /* without: the executable's path */
	char *const *argv, *const *envp;
	const char *folder;  /* working folder */
	int cpu_s;           /* processor time */
	size_t memory_bytes; /* address space */
	size_t file_bytes;   /* the largest file that it may write */
	unsigned n_files;    /* descriptors */
};

struct process {
	pid_t pid;    /* 0: none runs */
	int pidfd;    /* readable when it has ended */
	int out, err; /* its pipes, not blocking; -1 once closed */
	int listener; /* for sandbox_read_call, or -1 */
};

/* The state of a process that was never started. */
void process_init(struct process *p);

/* Returns 0 or errno; then nothing runs. Its standard input is /dev/null. */
int process_start(struct process *p, const struct process_plan *plan);

/* Kills it and all of its group. Idempotent. */
void process_kill(struct process *p);

/* True if it has ended: *status is wait's, *peak_bytes the most memory that it
 * used, 0 where that is not known: not above its parent's. Its group is killed, its pipes
 * stay open. */
bool process_reap(struct process *p, int *status, size_t *peak_bytes);

/* Kills, waits for the end, closes all. */
void process_done(struct process *p);

#endif
