#include "lab/demo_impl.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OUT_BYTES = 1 << 16 };

struct demo_memory {
	struct demo_memory *next;
	max_align_t bytes[];
};

struct demo_name {
	struct demo_name *next;
	const char *text;
};

/* ---- memory */

void *demo_alloc(struct demo *d, size_t n, size_t size)
{
	struct demo_memory *m;

	if (size > 0 && n > (SIZE_MAX - sizeof(*m)) / size)
		demo_fail(d, "out of memory: %zu times %zu bytes", n, size);
	m = calloc(1, sizeof(*m) + n * size);
	if (!m)
		demo_fail(d, "out of memory: %zu times %zu bytes", n, size);
	m->next = d->memory;
	d->memory = m;
	return m->bytes;
}

char *demo_copy(struct demo *d, const char *s, size_t n)
{
	char *copy = demo_alloc(d, n + 1, 1);

	memcpy(copy, s, n);
	return copy;
}

char *demo_sprintf(struct demo *d, const char *format, ...)
{
	va_list args;
	char *text;
	int n;

	va_start(args, format);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n < 0)
		return demo_copy(d, "", 0);
	text = demo_alloc(d, (size_t)n + 1, 1);
	va_start(args, format);
	vsnprintf(text, (size_t)n + 1, format, args);
	va_end(args);
	return text;
}

/* ---- opening and closing */

/* "…/003-vanishing-gradient" is the demo of the page "vanishing-gradient". */
static const char *slug_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	size_t digits = strspn(base, "0123456789");

	return digits > 0 && base[digits] == '-' ? base + digits + 1 : base;
}

static bool asks_for_help(const char *arg)
{
	return strcmp(arg, "help") == 0 || strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0;
}

struct demo *demo_open(int argc, char **argv, const char *title)
{
	struct demo *d = calloc(1, sizeof(*d));
	char *bytes = malloc(OUT_BYTES);
	bool outline = argc > 1 && strcmp(argv[1], "--outline") == 0;
	bool records = outline || (argc > 1 && strcmp(argv[1], "--records") == 0);
	int first = records ? 2 : 1;

	if (!d || !bytes) {
		fputs("demo: out of memory\n", stderr);
		free(bytes);
		free(d);
		exit(DEMO_EXIT_FAILED);
	}
	d->out = (struct demo_out){.bytes = bytes, .cap = OUT_BYTES, .fd = STDOUT_FILENO};
	d->outline = outline;
	d->sink = records ? &demo_records_sink : &demo_report_sink;
	d->program = slug_of(argc > 0 ? argv[0] : "demo");
	d->last_param = &d->params;
	d->last_refusal = &d->refusals;
	d->percent = -1;
	d->title = title; /* until there is a copy, which may fail and say so */
	d->title = demo_copy(d, title, strlen(title));
	if (!records && argc == 2 && asks_for_help(argv[1])) {
		d->listing = true;
		first = argc;
	}
	d->args = argv + first;
	d->n_args = argc > first ? (size_t)(argc - first) : 0;
	d->arg_used = demo_alloc(d, d->n_args, sizeof(bool));
	return d;
}

int demo_finish(struct demo *d, int status)
{
	demo_out_flush(&d->out);
	if (d->out.broken)
		status = DEMO_EXIT_FAILED;
	while (d->memory) {
		struct demo_memory *next = d->memory->next;

		free(d->memory);
		d->memory = next;
	}
	free(d->out.bytes);
	free(d);
	return status;
}

int demo_close(struct demo *d)
{
	demo_settle(d);
	d->sink->end(d);
	/* In records gradus sees for itself which checks fail. */
	return demo_finish(d, d->sink == &demo_report_sink && d->n_failed_checks > 0
				      ? DEMO_EXIT_FAILED
				      : DEMO_EXIT_OK);
}

_Noreturn void demo_fail(struct demo *d, const char *format, ...)
{
	char message[512];
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	if (d->phase == DEMO_ASKING)
		demo_begin(d);
	if (d->phase == DEMO_SAYING) {
		d->phase = DEMO_FAILING;
		d->sink->error(d, message);
		d->sink->end(d);
	} else {
		/* No memory even to say so in the right place. */
		fprintf(stderr, "%s: %s\n", d->program, message);
	}
	exit(demo_finish(d, DEMO_EXIT_FAILED));
}

/* ---- names and numbers */

static bool is_name(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return s[0] >= 'a' && s[0] <= 'z' && s[n] == '\0' && n <= DEMO_MAX_NAME;
}

const char *demo_add_name(
	struct demo *d, struct demo_name **list, const char *what, const char *text)
{
	struct demo_name *entry;

	for (entry = *list; entry; entry = entry->next)
		if (strcmp(entry->text, text) == 0)
			demo_fail(d, "the %s '%s' is given twice", what, text);
	entry = demo_alloc(d, 1, sizeof(*entry));
	entry->text = demo_copy(d, text, strlen(text));
	entry->next = *list;
	*list = entry;
	return entry->text;
}

const char *demo_name(struct demo *d, struct demo_name **list, const char *name)
{
	if (!is_name(name))
		demo_fail(d, "'%s' is no name: [a-z][a-z0-9_]*, at most %d letters", name,
			DEMO_MAX_NAME);
	return demo_add_name(d, list, "name", name);
}

void demo_need_finite(struct demo *d, const char *what, const char *name, double value)
{
	if (!isfinite(value))
		demo_fail(d, "%s '%s' is not finite", what, name);
}

/* ---- values and checks */

void demo_value(struct demo *d, const char *name, double value, const char *label)
{
	demo_settle(d);
	name = demo_name(d, &d->names, name);
	demo_need_finite(d, "value", name, value);
	d->sink->value(d, name, value, label);
}

void demo_text(struct demo *d, const char *name, const char *text, const char *label)
{
	demo_settle(d);
	d->sink->text(d, demo_name(d, &d->names, name), text, label);
}

static void say_check(struct demo *d, struct demo_check c)
{
	demo_settle(d);
	c.name = demo_name(d, &d->check_names, c.name);
	demo_need_finite(d, "check", c.name, c.got);
	demo_need_finite(d, "what is wanted by check", c.name, c.want);
	if (!(c.tolerance >= 0 && isfinite(c.tolerance)))
		demo_fail(d, "the tolerance of check '%s' is not 0 or more", c.name);
	d->n_failed_checks += !c.pass;
	d->sink->check(d, &c);
}

void demo_check(struct demo *d, const char *name, double got, double want, double tolerance,
	const char *method)
{
	say_check(d, (struct demo_check){.name = name,
			     .method = method,
			     .kind = DEMO_EQUAL,
			     .got = got,
			     .want = want,
			     .tolerance = tolerance,
			     .pass = fabs(got - want) <= tolerance});
}

void demo_check_at_most(
	struct demo *d, const char *name, double got, double limit, const char *method)
{
	say_check(d, (struct demo_check){.name = name,
			     .method = method,
			     .kind = DEMO_AT_MOST,
			     .got = got,
			     .want = limit,
			     .pass = got <= limit});
}

void demo_check_at_least(
	struct demo *d, const char *name, double got, double limit, const char *method)
{
	say_check(d, (struct demo_check){.name = name,
			     .method = method,
			     .kind = DEMO_AT_LEAST,
			     .got = got,
			     .want = limit,
			     .pass = got >= limit});
}

/* ---- progress */

void demo_progress(struct demo *d, double fraction)
{
	int percent = fraction >= 1 ? 100 : fraction > 0 ? (int)(fraction * 100) : 0;

	demo_settle(d);
	if (percent <= d->percent)
		return;
	d->percent = percent;
	d->sink->progress(d, percent / 100.0);
}
