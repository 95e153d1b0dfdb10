#include "verify/live.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_PARALLEL = 64, PROGRESS_MS = 100 };

struct entry {
	struct live_setting setting;
	size_t hash;
	struct job *job;
	bool is_done;
};

struct live {
	struct runner *runner;
	struct arena *arena;
	struct entry *entries;
	size_t n, cap;
	size_t next; /* the first that has not started */
	size_t n_done;
	size_t running[MAX_PARALLEL]; /* indices */
	size_t n_running;
	size_t parallel;
	bool keep_output, outline, fma;
};

enum status live_new(struct live **live, struct runner *runner, const struct live_options *options)
{
	/* One more, so that no processor waits while a run is read and the next begun. */
	long enough = sysconf(_SC_NPROCESSORS_ONLN) + 1;
	long parallel = options->parallel > 0 ? options->parallel : enough;
	struct live *l = calloc(1, sizeof(*l));

	*live = NULL;
	if (!l)
		return STATUS_NO_MEMORY;
	l->arena = arena_new();
	if (!l->arena) {
		free(l);
		return STATUS_NO_MEMORY;
	}
	l->runner = runner;
	l->keep_output = options->keep_output;
	l->outline = options->outline;
	l->fma = options->fma;
	l->parallel = parallel < 1 ? 1 : parallel > MAX_PARALLEL ? MAX_PARALLEL : (size_t)parallel;
	*live = l;
	return STATUS_OK;
}

void live_free(struct live *live)
{
	if (!live)
		return;
	for (size_t i = 0; i < live->n; i++)
		job_free(live->entries[i].job);
	free(live->entries);
	arena_free(live->arena);
	free(live);
}

/* FNV-1a, over the strings with their ends. */
static size_t hash_text(size_t hash, const char *s)
{
	do {
		hash = (hash ^ (unsigned char)*s) * 1099511628211U;
	} while (*s++);
	return hash;
}

static size_t hash_setting(const struct live_setting *s)
{
	size_t hash = hash_text(14695981039346656037U, s->source);

	for (size_t i = 0; i < s->n_arguments; i++)
		hash = hash_text(hash, s->arguments[i]);
	return hash + (size_t)s->repetition;
}

static bool same_setting(const struct live_setting *a, const struct live_setting *b)
{
	if (a->n_arguments != b->n_arguments || a->repetition != b->repetition ||
		strcmp(a->source, b->source) != 0)
		return false;
	for (size_t i = 0; i < a->n_arguments; i++)
		if (strcmp(a->arguments[i], b->arguments[i]) != 0)
			return false;
	return true;
}

bool live_index(const struct live *live, const struct live_setting *setting, size_t *index)
{
	size_t hash = hash_setting(setting);

	for (size_t i = 0; i < live->n; i++) {
		if (live->entries[i].hash != hash ||
			!same_setting(&live->entries[i].setting, setting))
			continue;
		*index = i;
		return true;
	}
	return false;
}

static enum status copy_setting(
	struct live *l, struct live_setting *to, const struct live_setting *from)
{
	const char **arguments = arena_array(l->arena, from->n_arguments + 1, sizeof(*arguments));

	*to = *from;
	to->source = arena_strdup(l->arena, from->source);
	to->arguments = arguments;
	for (size_t i = 0; arguments && i < from->n_arguments; i++)
		arguments[i] = arena_strdup(l->arena, from->arguments[i]);
	return arena_status(l->arena);
}

enum status live_want(struct live *live, const struct live_setting *setting, size_t *index)
{
	size_t cap = live->cap ? live->cap * 2 : 32;
	struct entry *e;

	if (live_index(live, setting, index))
		return STATUS_OK;
	if (live->n == live->cap) {
		e = realloc(live->entries, cap * sizeof(*e));
		if (!e)
			return STATUS_NO_MEMORY;
		live->entries = e;
		live->cap = cap;
	}
	e = &live->entries[live->n];
	*e = (struct entry){.hash = hash_setting(setting)};
	if (copy_setting(live, &e->setting, setting) != STATUS_OK)
		return STATUS_NO_MEMORY;
	*index = live->n++;
	return STATUS_OK;
}

static enum status start_next(struct live *l)
{
	struct entry *e = &l->entries[l->next];
	bool is_kept = l->keep_output || !e->setting.n_arguments;
	const struct demo_order order = {.source = e->setting.source,
		.arguments = e->setting.arguments,
		.n_arguments = e->setting.n_arguments,
		.keep_output = is_kept,
		.outline = l->outline && !is_kept,
		.fma = l->fma};
	enum status status = job_start(&e->job, l->runner, &order);

	if (status == STATUS_OK)
		l->running[l->n_running++] = l->next++;
	return status;
}

enum status live_pump(struct live *live)
{
	enum status status = STATUS_OK;
	size_t kept = 0;

	for (size_t i = 0; i < live->n_running; i++) {
		struct entry *e = &live->entries[live->running[i]];

		e->is_done = job_pump(e->job) == JOB_DONE;
		if (e->is_done)
			live->n_done++;
		else
			live->running[kept++] = live->running[i];
	}
	live->n_running = kept;
	while (status == STATUS_OK && live->n_running < live->parallel && live->next < live->n)
		status = start_next(live);
	return status;
}

size_t live_fds(const struct live *live, struct pollfd *fds, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < live->n_running && n + JOB_MAX_FDS <= max; i++)
		n += job_fds(live->entries[live->running[i]].job, fds + n);
	return n;
}

int live_timeout_ms(const struct live *live)
{
	int least = -1;

	for (size_t i = 0; i < live->n_running; i++) {
		int ms = job_timeout_ms(live->entries[live->running[i]].job);

		if (ms >= 0 && (least < 0 || ms < least))
			least = ms;
	}
	return least;
}

enum status live_finish(struct live *live, live_progress_fn *progress, void *context)
{
	struct pollfd fds[MAX_PARALLEL * JOB_MAX_FDS];
	enum status status = live_pump(live);

	while (status == STATUS_OK && live->n_done < live->n) {
		size_t n = live_fds(live, fds, sizeof(fds) / sizeof(fds[0]));
		int wait = live_timeout_ms(live);

		if (progress && (wait < 0 || wait > PROGRESS_MS))
			wait = PROGRESS_MS;
		poll(fds, n, wait);
		status = live_pump(live);
		if (progress)
			progress(context, live->n_done, live->n);
	}
	return status;
}

size_t live_n_settings(const struct live *live)
{
	return live->n;
}

size_t live_n_done(const struct live *live)
{
	return live->n_done;
}

const struct live_setting *live_setting(const struct live *live, size_t index)
{
	return &live->entries[index].setting;
}

const struct job *live_job(const struct live *live, size_t index)
{
	return live->entries[index].job;
}

bool live_is_done(const struct live *live, size_t index)
{
	return live->entries[index].is_done;
}
