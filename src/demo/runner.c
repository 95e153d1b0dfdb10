#include "demo/runner.h"

#include "base/arena.h"
#include "base/text.h"
#include "demo/compile.h"
#include "demo/process.h"
#include "demo/sandbox.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	READ_BYTES = 64 * 1024,   /* a pipe's capacity */
	READS_A_PUMP = 4,         /* so that one job can't hold the caller up */
	DEMO_FILES = 16,          /* descriptors, for its start only */
	KEPT_ERRORS = 4 * 1024,   /* bytes of a demo's stderr */
	KEPT_MESSAGES = 64 * 1024 /* of a compiler's */
};

static const struct demo_limits default_limits = {.wall_ms = 10 * 1000,
	.cpu_ms = 10 * 1000,
	.memory_bytes = SANDBOX_MEMORY_BYTES,
	.output_bytes = (size_t)64 << 20,
	.compile_ms = 20 * 1000};

struct runner {
	struct sandbox *sandbox; /* NULL: the kernel has none */
	struct compiler *compiler;
};

struct job {
	struct runner *runner;
	struct arena *arena; /* of source and arguments */
	const char *source;
	char **argv;
	struct demo_limits limits;
	bool keep_output, fma;
	enum job_state state;
	struct compilation compilation;
	struct process process;
	struct record_parser *parser;
	struct diags errors;
	size_t n_output;     /* bytes of records */
	struct buf output;   /* they themselves, if they are to be kept */
	struct buf messages; /* stderr of what runs */
	struct buf reason;   /* why it was stopped; empty if it wasn't */
	int64_t started_us, deadline_us;
};

/* ---- the runner */

enum status runner_new(struct runner **runner, const struct paths *paths)
{
	struct runner *r = calloc(1, sizeof(*r));
	enum status status, sandbox;

	*runner = NULL;
	if (!r)
		return STATUS_NO_MEMORY;
	status = compiler_new(&r->compiler, paths);
	sandbox = status == STATUS_OK ? sandbox_new(&r->sandbox) : status;
	if (sandbox != STATUS_OK && sandbox != STATUS_UNSUPPORTED) {
		runner_free(r);
		return sandbox;
	}
	*runner = r;
	return sandbox;
}

void runner_free(struct runner *runner)
{
	if (!runner)
		return;
	sandbox_free(runner->sandbox);
	compiler_free(runner->compiler);
	free(runner);
}

/* ---- time, pipes, reasons */

static int64_t now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* The reason counts only if it is the first. */
static void stop(struct job *job, struct process *process, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void stop(struct job *job, struct process *process, const char *format, ...)
{
	va_list args;

	process_kill(process);
	if (job->reason.n)
		return;
	va_start(args, format);
	buf_vprintf(&job->reason, format, args);
	va_end(args);
}

/* Reads once from a pipe: bytes, 0 where it is closed (then *fd is -1) or has
 * nothing now. */
static size_t read_some(int *fd, char *bytes)
{
	ssize_t n;

	if (*fd < 0)
		return 0;
	do
		n = read(*fd, bytes, READ_BYTES);
	while (n < 0 && errno == EINTR);
	if (n > 0)
		return (size_t)n;
	if (n == 0 || errno != EAGAIN) {
		close(*fd);
		*fd = -1;
	}
	return 0;
}

/* Reads what there is of stderr, keeps its beginning. */
static void read_messages(struct job *job, int *fd, size_t kept)
{
	char bytes[READ_BYTES];
	size_t n;

	for (int i = 0; i < READS_A_PUMP && (n = read_some(fd, bytes)) > 0; i++) {
		size_t room = job->messages.n < kept ? kept - job->messages.n : 0;

		buf_add(&job->messages, bytes, n < room ? n : room);
	}
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* The job is over: no process, no descriptor, no file is left. */
static void finish(struct job *job)
{
	process_done(&job->process);
	compilation_done(&job->compilation);
	record_end(job->parser);
	job->state = JOB_DONE;
}

/* ---- running */

/* Appends the first line that a demo wrote to stderr, if any. */
static void add_first_message(const struct job *job, struct buf *line)
{
	size_t n = strcspn(job->messages.data, "\n");

	if (!n)
		return;
	buf_puts(line, ": ");
	text_clean(line, job->messages.data, n);
}

static bool used_up_memory(const struct job *job, size_t peak_bytes)
{
	/* The peak is not less than ours, whose memory the child borrowed. */
	return peak_bytes > job->limits.memory_bytes / 4 * 3;
}

/* What a status of wait means to a reader. */
static void describe_end(const struct job *job, int status, size_t peak_bytes, struct buf *line)
{
	int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

	switch (signal) {
	case 0:
		buf_printf(line, "it ended with exit status %d", WEXITSTATUS(status));
		break;
	case SIGSEGV:
	case SIGBUS:
		if (used_up_memory(job, peak_bytes))
			buf_printf(line, "crashed: it used up its %zu MiB of memory",
				job->limits.memory_bytes >> 20);
		else
			buf_puts(line, "crashed: it overflowed its stack, touched memory that "
				       "isn't its own, or read a clock (SIGSEGV)");
		break;
	case SIGFPE:
		buf_puts(line, "crashed: it divided a whole number by zero (SIGFPE)");
		break;
	case SIGILL:
	case SIGTRAP:
		buf_puts(line, "crashed: it ran into __builtin_trap or no instruction (SIGILL)");
		break;
	case SIGXCPU:
		buf_printf(line, "stopped: it used more than its %g s of processor time",
			job->limits.cpu_ms / 1e3);
		break;
	case SIGSYS:
		buf_puts(line, "stopped: it made a system call that a demo may not");
		break;
	default:
		buf_printf(line, "it was ended by signal %d (%s)", signal, strsignal(signal));
	}
}

static void judge(struct job *job, int status, size_t peak_bytes)
{
	const struct demo_result *r = record_result(job->parser);
	struct buf line;

	/* It has said itself what is wrong, or its output did. */
	if (r->n_errors || (!job->reason.n && WIFEXITED(status) && WEXITSTATUS(status) == 0))
		return;
	buf_init(&line);
	if (job->reason.n)
		buf_add(&line, job->reason.data, job->reason.n);
	else
		describe_end(job, status, peak_bytes, &line);
	add_first_message(job, &line);
	record_error(job->parser, "%s", line.data);
	buf_done(&line);
}

static bool read_output(struct job *job, int max_reads)
{
	char bytes[READ_BYTES];
	size_t n = 0;

	for (int i = 0; i < max_reads; i++) {
		n = read_some(&job->process.out, bytes);
		if (!n)
			break;
		job->n_output += n;
		if (job->keep_output)
			buf_add(&job->output, bytes, n);
		record_feed(job->parser, bytes, n);
		if (job->n_output > job->limits.output_bytes)
			stop(job, &job->process, "stopped: it wrote over %g MiB",
				(double)job->limits.output_bytes / (1 << 20));
		if (buf_status(&job->output) != STATUS_OK)
			stop(job, &job->process, "stopped: no memory for its output");
		if (record_is_broken(job->parser) || job->reason.n)
			process_kill(&job->process);
	}
	return n > 0;
}

/* Is it held in a call that it may not make? The listener hangs up once the process
 * can make none any more, before it has ended: it would wake us again and again. */
static void read_call(struct job *job)
{
	int *listener = &job->process.listener;
	struct pollfd ready = {.fd = *listener, .events = POLLIN};
	struct buf what;

	if (*listener < 0 || poll(&ready, 1, 0) != 1)
		return;
	if (!(ready.revents & POLLIN)) {
		close(*listener);
		*listener = -1;
		return;
	}
	buf_init(&what);
	if (sandbox_read_call(*listener, &what))
		stop(job, &job->process, "%s", what.data);
	buf_done(&what);
}

static void pump_run(struct job *job)
{
	struct process *process = &job->process;
	size_t peak_bytes;
	int status;

	read_output(job, READS_A_PUMP);
	read_messages(job, &process->err, KEPT_ERRORS);
	read_call(job);
	if (now_us() >= job->deadline_us)
		stop(job, process, "stopped: it ran over its %g s", job->limits.wall_ms / 1e3);
	if (!process_reap(process, &status, &peak_bytes))
		return;
	record_result(job->parser)->elapsed_ms = (double)(now_us() - job->started_us) / 1e3;
	/* It is dead: what it wrote is in the pipes, not more than they hold. */
	while (read_output(job, 1) && !job->reason.n)
		;
	read_messages(job, &process->err, KEPT_ERRORS);
	judge(job, status, peak_bytes);
	finish(job);
}

/* Starts the executable that is open in `program`, and closes it. */
static void start_run(struct job *job, int program)
{
	/* Without the first line libm picks fused variants by processor, and last
	 * digits differ from machine to machine. */
	static char pinned[] = "GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-AVX2,-FMA4";
	static char locale[] = "LC_ALL=C";
	char *envp[] = {locale, job->fma ? NULL : pinned, NULL};
	struct process_plan plan = {.sandbox = job->runner->sandbox,
		.program = program,
		.argv = job->argv,
		.envp = envp,
		.folder = "/",
		.cpu_s = (job->limits.cpu_ms + 999) / 1000,
		.memory_bytes = job->limits.memory_bytes,
		.n_files = DEMO_FILES};
	int error;

	buf_clear(&job->messages);
	job->state = JOB_RUNNING;
	job->started_us = now_us();
	job->deadline_us = job->started_us + (int64_t)job->limits.wall_ms * 1000;
	error = process_start(&job->process, &plan);
	close(program);
	if (!error)
		return;
	record_error(job->parser, "it can't be started: %s", strerror(error));
	finish(job);
}

/* ---- compiling */

/* The compiler said no: every error to the list, and one line for the result. */
static void refuse_source(struct job *job)
{
	const char *name = base_name(job->source);
	const struct diag *first;

	compile_errors_read(&job->errors, job->messages.data, job->compilation.file, job->source);
	first = job->errors.items;
	if (!job->errors.n)
		record_error(job->parser, "%s doesn't compile", name);
	else if (first->line)
		record_error(job->parser, "%s doesn't compile: line %d: %s", name, first->line,
			first->message);
	else
		record_error(job->parser, "%s doesn't compile: %s", name, first->message);
}

static void pump_compilation(struct job *job)
{
	struct process *process = &job->compilation.process;
	char bytes[READ_BYTES];
	int status, program;
	size_t peak_bytes;

	read_some(&process->out, bytes); /* a compiler has nothing to say there */
	read_messages(job, &process->err, KEPT_MESSAGES);
	if (now_us() >= job->deadline_us)
		stop(job, process, "stopped: compiling it took over %g s",
			job->limits.compile_ms / 1e3);
	if (!process_reap(process, &status, &peak_bytes))
		return;
	read_messages(job, &process->err, KEPT_MESSAGES);
	if (!job->reason.n && WIFEXITED(status) && WEXITSTATUS(status) == 0 &&
		compilation_finish(&job->compilation, job->runner->compiler, &program,
			&job->reason) == STATUS_OK) {
		compilation_done(&job->compilation);
		start_run(job, program);
		return;
	}
	if (job->reason.n)
		record_error(job->parser, "%s", job->reason.data);
	else
		refuse_source(job);
	finish(job);
}

/* ---- jobs */

static void merge_limits(struct demo_limits *limits, const struct demo_limits *given)
{
	*limits = default_limits;
	if (!given)
		return;
	if (given->wall_ms > 0)
		limits->wall_ms = given->wall_ms;
	if (given->cpu_ms > 0)
		limits->cpu_ms = given->cpu_ms;
	if (given->memory_bytes > 0)
		limits->memory_bytes = given->memory_bytes;
	if (given->output_bytes > 0)
		limits->output_bytes = given->output_bytes;
	if (given->compile_ms > 0)
		limits->compile_ms = given->compile_ms;
}

/* argv: the demo's name, --records or --outline, and the order's arguments. */
static bool copy_order(struct job *job, const struct demo_order *order)
{
	size_t n = order->n_arguments;
	char *name;

	merge_limits(&job->limits, order->limits);
	job->keep_output = order->keep_output;
	job->fma = order->fma;
	job->source = arena_strdup(job->arena, order->source);
	job->argv = arena_array(job->arena, n + 3, sizeof(*job->argv));
	name = arena_strdup(job->arena, base_name(order->source));
	if (!job->argv || !name)
		return false;
	name[strcspn(name, ".")] = '\0';
	job->argv[0] = name;
	job->argv[1] = arena_strdup(job->arena, order->outline ? "--outline" : "--records");
	for (size_t i = 0; i < n; i++)
		job->argv[2 + i] = arena_strdup(job->arena, order->arguments[i]);
	return arena_status(job->arena) == STATUS_OK;
}

static void start(struct job *job)
{
	int program = -1;

	if (!job->runner->sandbox) {
		record_error(job->parser,
			"demos can't run here: this system can't filter system calls (seccomp)");
		finish(job);
		return;
	}
	job->deadline_us = now_us() + (int64_t)job->limits.compile_ms * 1000;
	if (compilation_start(&job->compilation, job->runner->compiler, job->source,
		    job->limits.compile_ms, &program, &job->reason) != STATUS_OK) {
		record_error(job->parser, "%s", job->reason.data);
		finish(job);
	} else if (program >= 0) {
		compilation_done(&job->compilation);
		start_run(job, program);
	}
}

enum status job_start(struct job **job, struct runner *runner, const struct demo_order *order)
{
	struct job *j = calloc(1, sizeof(*j));

	*job = NULL;
	if (!j)
		return STATUS_NO_MEMORY;
	j->runner = runner;
	j->state = JOB_COMPILING;
	compilation_init(&j->compilation);
	process_init(&j->process);
	diags_init(&j->errors);
	buf_init(&j->output);
	buf_init(&j->messages);
	buf_init(&j->reason);
	j->parser = record_parser_new();
	j->arena = arena_new();
	if (!j->parser || !j->arena || !copy_order(j, order)) {
		job_free(j);
		return STATUS_NO_MEMORY;
	}
	if (order->outline)
		record_allow_outline(j->parser);
	start(j);
	*job = j;
	return STATUS_OK;
}

static const struct process *running(const struct job *job)
{
	return job->state == JOB_COMPILING ? &job->compilation.process : &job->process;
}

size_t job_fds(const struct job *job, struct pollfd *fds)
{
	const struct process *p = running(job);
	const int all[JOB_MAX_FDS] = {p->pidfd, p->out, p->err, p->listener};
	size_t n = 0;

	for (size_t i = 0; i < JOB_MAX_FDS; i++)
		if (all[i] >= 0)
			fds[n++] = (struct pollfd){.fd = all[i], .events = POLLIN};
	return n;
}

int job_timeout_ms(const struct job *job)
{
	int64_t left_us = job->deadline_us - now_us();

	if (job->state == JOB_DONE)
		return -1;
	return left_us > 0 ? (int)((left_us + 999) / 1000) : 0;
}

enum job_state job_pump(struct job *job)
{
	if (job->state == JOB_COMPILING)
		pump_compilation(job);
	else if (job->state == JOB_RUNNING)
		pump_run(job);
	return job->state;
}

const struct demo_result *job_result(const struct job *job)
{
	return record_result(job->parser);
}

const struct diags *job_compile_errors(const struct job *job)
{
	return &job->errors;
}

const char *job_output(const struct job *job, size_t *n)
{
	*n = job->output.n;
	return job->output.data;
}

void job_free(struct job *job)
{
	if (!job)
		return;
	process_done(&job->process);
	compilation_done(&job->compilation);
	record_parser_free(job->parser);
	diags_done(&job->errors);
	buf_done(&job->output);
	buf_done(&job->messages);
	buf_done(&job->reason);
	arena_free(job->arena);
	free(job);
}

enum status job_run(struct job **job, struct runner *runner, const struct demo_order *order)
{
	struct pollfd fds[JOB_MAX_FDS];
	enum status status = job_start(job, runner, order);

	if (status != STATUS_OK)
		return status;
	while (job_pump(*job) != JOB_DONE)
		poll(fds, (nfds_t)job_fds(*job, fds), job_timeout_ms(*job));
	return STATUS_OK;
}
