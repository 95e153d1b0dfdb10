/*
 * Parameters: what the reader gave, what the demo asks for, and everything
 * that is wrong about it in one go.
 */
#include "lab/demo_impl.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void refuse(struct demo *d, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void refuse(struct demo *d, const char *format, ...)
{
	struct demo_message *m = demo_alloc(d, 1, sizeof(*m));
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	m->text = demo_copy(d, text, strlen(text));
	*d->last_refusal = m;
	d->last_refusal = &m->next;
}

/* ---- asking */

/* Splits "time [s]" into label and unit. */
static void set_label(struct demo *d, struct demo_param *p, const char *label)
{
	size_t n = strlen(label);
	const char *open = strrchr(label, '[');

	p->unit = "";
	if (n > 0 && label[n - 1] == ']' && open && open > label) {
		p->unit = demo_copy(d, open + 1, (size_t)(label + n - 1 - (open + 1)));
		n = (size_t)(open - label);
		while (n > 0 && label[n - 1] == ' ')
			n--;
	}
	p->label = demo_copy(d, label, n);
}

/* The reader's text for `name`, NULL if not given. */
static const char *take_argument(struct demo *d, const char *name)
{
	size_t n = strlen(name);
	const char *found = NULL;

	for (size_t i = 0; i < d->n_args; i++) {
		if (strncmp(d->args[i], name, n) != 0 || d->args[i][n] != '=')
			continue;
		if (found)
			refuse(d, "%s is given twice", name);
		d->arg_used[i] = true;
		found = d->args[i] + n + 1;
	}
	return found;
}

static struct demo_param *new_param(
	struct demo *d, enum demo_param_type type, const char *name, const char *label)
{
	struct demo_param *p = demo_alloc(d, 1, sizeof(*p));

	if (d->phase != DEMO_ASKING)
		demo_fail(d, "parameter '%s' is asked for after the first result", name);
	p->type = type;
	p->name = demo_name(d, &d->names, name);
	set_label(d, p, label);
	return p;
}

/* Now that it is known to be sound. */
static void add_param(struct demo *d, struct demo_param *p)
{
	*d->last_param = p;
	d->last_param = &p->next;
}

/* "2..100 [s] (hidden layers)" */
static const char *describe_range(struct demo *d, const struct demo_param *p)
{
	const char *unit = p->unit[0] ? demo_sprintf(d, " %s", p->unit) : "";
	const char *label = p->label[0] ? demo_sprintf(d, " (%s)", p->label) : "";

	if (p->type == DEMO_PARAM_CHOICE)
		return demo_sprintf(d, "%s%s", p->options, label);
	return demo_sprintf(d, "%.10g..%.10g%s%s", p->min, p->max, unit, label);
}

/* A decimal number and nothing else: no blanks, hexadecimals, "inf", "nan". */
static bool read_number(const char *text, double *x)
{
	char *end;

	if (text[0] == '\0' || text[strspn(text, "0123456789+-.eE")] != '\0')
		return false;
	*x = strtod(text, &end);
	return *end == '\0';
}

static void take_number(struct demo *d, struct demo_param *p)
{
	const char *text = take_argument(d, p->name);
	bool whole = p->type == DEMO_PARAM_INT;
	double x;

	p->value = p->fallback;
	if (!(p->min <= p->fallback && p->fallback <= p->max) || !isfinite(p->max - p->min))
		demo_fail(d, "the default of parameter '%s' is out of its range", p->name);
	add_param(d, p);
	if (!text)
		return;
	if (!read_number(text, &x) || (whole && strpbrk(text, ".eE")))
		refuse(d, "%s=%s is not a %snumber: %s", p->name, text, whole ? "whole " : "",
			describe_range(d, p));
	else if (!(x >= p->min && x <= p->max))
		refuse(d, "%s=%s is out of range: %s", p->name, text, describe_range(d, p));
	else
		p->value = x;
}

int demo_int(struct demo *d, const char *name, int fallback, int min, int max, const char *label)
{
	struct demo_param *p = new_param(d, DEMO_PARAM_INT, name, label);

	p->fallback = fallback;
	p->min = min;
	p->max = max;
	take_number(d, p);
	return (int)p->value;
}

static double ask_real(
	struct demo *d, struct demo_param *p, double fallback, double min, double max)
{
	p->fallback = fallback;
	p->min = min;
	p->max = max;
	take_number(d, p);
	return p->value;
}

double demo_real(struct demo *d, const char *name, double fallback, double min, double max,
	const char *label)
{
	return ask_real(d, new_param(d, DEMO_PARAM_REAL, name, label), fallback, min, max);
}

double demo_log(struct demo *d, const char *name, double fallback, double min, double max,
	const char *label)
{
	if (!(min > 0))
		demo_fail(d, "parameter '%s' is logarithmic, but may be 0 or less", name);
	return ask_real(d, new_param(d, DEMO_PARAM_LOG, name, label), fallback, min, max);
}

static void check_options(struct demo *d, const char *options)
{
	struct demo_name *seen = NULL;
	const char *option;
	size_t n;

	for (size_t i = 0; (option = demo_part(options, i, &n)); i++) {
		if (n == 0)
			demo_fail(d, "an option of '%s' is empty", options);
		demo_add_name(d, &seen, "option", demo_copy(d, option, n));
	}
}

int demo_choice(struct demo *d, const char *name, const char *options, const char *label)
{
	struct demo_param *p = new_param(d, DEMO_PARAM_CHOICE, name, label);
	const char *text = take_argument(d, p->name);
	const char *option;
	size_t n;

	check_options(d, options);
	p->options = demo_copy(d, options, strlen(options));
	p->max = (double)demo_count_parts(options) - 1;
	add_param(d, p);
	if (!text)
		return 0;
	for (size_t i = 0; (option = demo_part(options, i, &n)); i++)
		if (strlen(text) == n && memcmp(text, option, n) == 0) {
			p->value = (double)i;
			return (int)i;
		}
	refuse(d, "%s=%s is none of %s", p->name, text, describe_range(d, p));
	return 0;
}

/* ---- settling */

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* Edit distance to b, the name of a parameter. */
static int distance(const char *a, size_t n_a, const char *b)
{
	int row[DEMO_MAX_NAME + 1];
	size_t n_b = strlen(b);

	for (size_t j = 0; j <= n_b; j++)
		row[j] = (int)j;
	for (size_t i = 0; i < n_a; i++) {
		int diagonal = row[0];

		row[0]++;
		for (size_t j = 0; j < n_b; j++) {
			int change = diagonal + (a[i] != b[j]);

			diagonal = row[j + 1];
			row[j + 1] = least(change, least(row[j], row[j + 1]) + 1);
		}
	}
	return row[n_b];
}

static const struct demo_param *nearest(const struct demo *d, const char *name, size_t n)
{
	const struct demo_param *best = NULL;
	int best_distance = (int)n / 2 + 1; /* farther is no likeness */

	for (const struct demo_param *p = d->params; p; p = p->next) {
		int far = distance(name, n, p->name);

		if (far < best_distance) {
			best_distance = far;
			best = p;
		}
	}
	return best;
}

static const char *list_names(struct demo *d)
{
	const char *list = "";

	for (const struct demo_param *p = d->params; p; p = p->next)
		list = demo_sprintf(d, "%s%s%s", list, *list ? ", " : "", p->name);
	return *list ? demo_sprintf(d, "parameters: %s", list) : "this demo has none";
}

static void refuse_unknown(struct demo *d, const char *arg)
{
	const char *equals = strchr(arg, '=');
	const struct demo_param *like;

	if (!equals || equals == arg) {
		refuse(d, "'%s' is not name=value; %s", arg, list_names(d));
		return;
	}
	like = nearest(d, arg, (size_t)(equals - arg));
	if (like)
		refuse(d, "there is no parameter '%.*s'; did you mean '%s'? (%s)",
			(int)(equals - arg), arg, like->name, list_names(d));
	else
		refuse(d, "there is no parameter '%.*s' (%s)", (int)(equals - arg), arg,
			list_names(d));
}

void demo_begin(struct demo *d)
{
	int status = d->refusals ? DEMO_EXIT_USAGE : DEMO_EXIT_OK;

	d->phase = DEMO_BEGINNING;
	d->sink->begin(d);
	d->phase = DEMO_SAYING;
	for (const struct demo_message *m = d->refusals; m; m = m->next)
		d->sink->refused(d, m->text);
	if (!d->refusals && !d->listing)
		return;
	d->sink->end(d);
	exit(demo_finish(d, status));
}

void demo_settle(struct demo *d)
{
	if (d->phase != DEMO_ASKING)
		return;
	for (size_t i = 0; i < d->n_args; i++)
		if (!d->arg_used[i])
			refuse_unknown(d, d->args[i]);
	demo_begin(d);
}
