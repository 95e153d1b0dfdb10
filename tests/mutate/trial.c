#include "mutate/trial.h"

#include "mutate/output.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MAX_PARALLEL = 16 };

/* One mutant under way. */
struct trial {
	size_t mutant, setting;
	const char *path; /* its source; NULL: no mutant */
	struct job *job;
	const char *shows;    /* where the output changes first: "plot path at depth=3"; or NULL */
	struct finding *into; /* what was found */
};

struct court {
	const struct trials *trials;
	struct finding *findings;
	struct demo_limits limits;
	struct trial at_once[MAX_PARALLEL];
	size_t n, next; /* how many at once; the next mutant */
};

static enum status write_mutant(const struct trials *t, size_t mutant, const char *path)
{
	FILE *file = fopen(path, "we");
	enum status status;
	struct buf text;
	bool written;

	if (!file)
		return STATUS_IO;
	buf_init(&text);
	mutant_write(&t->mutants->items[mutant], t->source, &text);
	status = buf_status(&text);
	written = fwrite(text.data, 1, text.n, file) == text.n;
	written = fclose(file) == 0 && written;
	buf_done(&text);
	return status == STATUS_OK && !written ? STATUS_IO : status;
}

static enum status start_run(struct court *c, struct trial *t)
{
	const struct subject *s = c->trials->subject;
	const struct live_setting *setting = live_setting(s->live, t->setting);
	const struct demo_order order = {.source = t->path,
		.keep_output = true,
		.arguments = setting->arguments,
		.n_arguments = setting->n_arguments,
		.limits = &c->limits};

	return job_start(&t->job, s->runner, &order);
}

/* Calls up the next mutant, if there is one. */
static enum status call_up(struct court *c, struct trial *t)
{
	const struct trials *trials = c->trials;
	enum status status;

	*t = (struct trial){0};
	if (c->next == trials->mutants->n)
		return STATUS_OK;
	t->mutant = c->next++;
	t->into = &c->findings[t->mutant];
	t->path = arena_printf(
		trials->subject->arena, "%s/mutant-%zu.c", trials->folder, t->mutant + 1);
	status = t->path ? write_mutant(trials, t->mutant, t->path) : STATUS_NO_MEMORY;
	return status == STATUS_OK ? start_run(c, t) : status;
}

static void dismiss(struct court *c, struct trial *t, enum verdict verdict, const struct buf *by)
{
	*t->into = (struct finding){verdict, arena_strdup(c->trials->subject->arena, by->data)};
	if (t->path)
		unlink(t->path);
	t->path = NULL;
}

/* All settings are through and nothing broke. */
static enum status last_words(struct court *c, struct trial *t, struct buf *by)
{
	const struct subject *s = c->trials->subject;
	bool caught = false;
	enum status status = STATUS_OK;

	if (t->shows)
		status = subject_quiz_catches(s, t->path, &caught, by);
	if (t->shows && !caught)
		buf_puts(by, t->shows);
	dismiss(c, t, caught ? VERDICT_CAUGHT : t->shows ? VERDICT_SURVIVED : VERDICT_SAME, by);
	return status;
}

static void look_for_change(const struct subject *s, struct trial *t)
{
	size_t n_now, n_was;
	const char *now = job_output(t->job, &n_now);
	const char *was = job_output(live_job(s->live, t->setting), &n_was);
	struct buf where;

	buf_init(&where);
	if (!t->shows && !output_is_same(was, n_was, now, n_now, &where)) {
		buf_puts(&where, " at ");
		subject_write_setting(s, t->setting, &where);
		t->shows = arena_strdup(s->arena, where.data);
	}
	buf_done(&where);
}

/* A run has ended: the next setting or the next mutant. */
static enum status go_on(struct court *c, struct trial *t)
{
	const struct subject *s = c->trials->subject;
	enum status status = STATUS_OK;
	struct buf by;

	buf_init(&by);
	look_for_change(s, t);
	if (job_compile_errors(t->job)->n)
		dismiss(c, t, VERDICT_REFUSED, &by);
	else if (subject_catches(s, t->setting, t->job, &by))
		dismiss(c, t, VERDICT_CAUGHT, &by);
	else if (t->setting + 1 == live_n_settings(s->live))
		status = last_words(c, t, &by);
	buf_done(&by);
	job_free(t->job);
	t->job = NULL;
	if (status != STATUS_OK)
		return status;
	if (!t->path)
		return call_up(c, t);
	t->setting++;
	return start_run(c, t);
}

/* Waits until some job wants to be pumped; false if none runs. */
static bool wait_for_jobs(const struct court *c)
{
	struct pollfd fds[MAX_PARALLEL * JOB_MAX_FDS];
	int timeout = -1;
	size_t n = 0;
	bool any = false;

	for (size_t i = 0; i < c->n; i++) {
		int ms = c->at_once[i].job ? job_timeout_ms(c->at_once[i].job) : -1;

		if (!c->at_once[i].job)
			continue;
		any = true;
		n += job_fds(c->at_once[i].job, fds + n);
		timeout = ms >= 0 && (timeout < 0 || ms < timeout) ? ms : timeout;
	}
	if (any)
		poll(fds, n, timeout);
	return any;
}

static enum status hold(struct court *c)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < c->n && status == STATUS_OK; i++)
		status = call_up(c, &c->at_once[i]);
	while (status == STATUS_OK && wait_for_jobs(c))
		for (size_t i = 0; i < c->n && status == STATUS_OK; i++)
			if (c->at_once[i].job && job_pump(c->at_once[i].job) == JOB_DONE)
				status = go_on(c, &c->at_once[i]);
	return status;
}

enum status trials_run(const struct trials *trials, struct finding *findings)
{
	struct court c = {.trials = trials, .findings = findings};
	long n = trials->parallel > 0 ? trials->parallel : sysconf(_SC_NPROCESSORS_ONLN);
	enum status status;

	c.n = n < 1 ? 1 : n > MAX_PARALLEL ? MAX_PARALLEL : (size_t)n;
	/* Processor time tells an endless loop also where the machine is busy. */
	c.limits.cpu_ms = 1000 + 10 * (int)subject_longest_ms(trials->subject);
	c.limits.wall_ms = 10 * c.limits.cpu_ms;
	status = hold(&c);
	for (size_t i = 0; i < c.n; i++) {
		job_free(c.at_once[i].job);
		if (c.at_once[i].path)
			unlink(c.at_once[i].path);
	}
	return status == STATUS_OK ? arena_status(trials->subject->arena) : status;
}
