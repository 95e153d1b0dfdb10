#include "verify/check_impl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_SOURCE_BYTES = 1 << 20, MAX_PARAMS = 32, MAX_ALL_CORNERS = 5, N_BETWEEN = 16 };

/* The line of the source where a check of this name is made; 1 if not found. */
static int line_of_check(const char *source, const char *name)
{
	struct buf quoted;
	int line = 1, found = 1;

	buf_init(&quoted);
	buf_printf(&quoted, "\"%s\"", name);
	for (const char *s = source; *s && found == 1; line++) {
		size_t n = strcspn(s, "\n");
		const char *call = memmem(s, n, "demo_check", 10);

		if (call && memmem(s, n, quoted.data, quoted.n))
			found = line;
		s += n + (s[n] == '\n');
	}
	buf_done(&quoted);
	return found;
}

static const char *arguments_text(struct check *c, const struct live_setting *s)
{
	const char *text = s->n_arguments ? "" : " at the defaults";

	for (size_t i = 0; text && i < s->n_arguments; i++)
		text = arena_printf(c->arena, "%s%s%s", text, i ? ", " : " at ", s->arguments[i]);
	return text ? text : "";
}

/* Is this the first run of its demo in which the check fails? *others gets in
 * how many later ones it fails too. */
static bool is_first_failure(const struct check *c, size_t index, const char *name, size_t *others)
{
	const char *source = live_setting(c->live, index)->source;

	*others = 0;
	for (size_t i = 0; i < live_n_settings(c->live); i++) {
		const struct demo_result *r = job_result(live_job(c->live, i));

		if (i == index || strcmp(live_setting(c->live, i)->source, source) != 0)
			continue;
		for (size_t j = 0; j < r->n_checks; j++) {
			if (r->checks[j].pass || strcmp(r->checks[j].name, name) != 0)
				continue;
			if (i < index)
				return false;
			++*others;
		}
	}
	return true;
}

/* A check that fails is told once, with the first setting at which it does. */
static void judge_checks(struct check *c, size_t index, const struct demo_result *r)
{
	static const char *const relations[] = {"", "at most ", "at least "};
	const struct live_setting *setting = live_setting(c->live, index);
	struct buf source;

	if (result_checks_pass(r))
		return;
	buf_init(&source);
	buf_read_file(&source, setting->source, MAX_SOURCE_BYTES);
	for (size_t i = 0; i < r->n_checks; i++) {
		const struct demo_check *k = &r->checks[i];
		const char *more = "";
		size_t others;

		if (k->pass || !is_first_failure(c, index, k->name, &others))
			continue;
		if (others)
			more = arena_printf(c->arena, ", and in %zu other run%s", others,
				others == 1 ? "" : "s");
		diags_add(c->diags, setting->source, line_of_check(source.data, k->name), 1,
			"check '%s' fails%s%s: got %.10g, expected %s%.10g (tolerance %.3g; %s)",
			k->name, arguments_text(c, setting), more ? more : "", k->got,
			relations[k->kind], k->want, k->tolerance, k->method);
	}
	buf_done(&source);
}

static void judge_run(struct check *c, size_t index)
{
	const struct origin *origin = &c->origins[index];
	const struct job *job = live_job(c->live, index);
	const struct diags *compile = job_compile_errors(job);
	const struct demo_result *r = job_result(job);

	for (size_t i = 0; i < compile->n; i++)
		diags_add(c->diags, compile->items[i].file, compile->items[i].line,
			compile->items[i].col, "%s", compile->items[i].message);
	if (compile->n)
		return;
	for (size_t i = 0; i < r->n_errors; i++)
		diags_add(c->diags, origin->file, origin->at.line, origin->at.col, "the demo%s: %s",
			arguments_text(c, live_setting(c->live, index)), r->errors[i]);
	judge_checks(c, index, r);
}

static void judge_repetition(struct check *c, const struct checked_page *page)
{
	const struct job *first = live_job(c->live, page->first_run);
	const struct job *second = live_job(c->live, page->second_run);
	size_t n_first, n_second;
	const char *a = job_output(first, &n_first), *b = job_output(second, &n_second);

	if (!job_result(first)->complete || !job_result(second)->complete)
		return;
	if (n_first != n_second || memcmp(a, b, n_first) != 0)
		diags_add(c->diags, page->view.page.demo, 1, 1,
			"two runs at the defaults gave different output; expected the same bytes"
			" (fixed seeds, no clock, no addresses)");
}

void judge_runs(struct check *c)
{
	for (size_t i = 0; i < live_n_settings(c->live); i++)
		judge_run(c, i);
	for (size_t i = 0; i < c->n_pages; i++)
		if (c->pages[i].has_runs)
			judge_repetition(c, &c->pages[i]);
}

/* ---- corners: parameters at their least and their greatest */

static const char *corner_argument(struct check *c, const struct demo_param *p, bool high)
{
	size_t last = p->n_options ? p->n_options - 1 : 0;

	if (p->type == PARAM_CHOICE)
		return arena_printf(c->arena, "%s=%s", p->name, p->options[high ? last : 0]);
	return arena_printf(c->arena, "%s=%.17g", p->name, high ? p->max : p->min);
}

static int compare_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static enum status want_arguments(
	struct check *c, const struct checked_page *page, const char **arguments, size_t n)
{
	const struct position top = {1, 1};
	struct live_setting setting = {
		.source = page->view.page.demo, .arguments = arguments, .n_arguments = n};
	size_t index;

	qsort(arguments, n, sizeof(arguments[0]), compare_text);
	return check_want(c, &setting, page->view.page.demo, top, &index);
}

/* A run with the parameters of `moved` (a bit each) at their greatest if the
 * same bit of `high` is set, at their least if not; the rest at the defaults. */
static enum status want_corner(struct check *c, const struct checked_page *page,
	const struct demo_result *defaults, size_t moved, size_t high)
{
	const char *arguments[MAX_PARAMS];
	size_t n = 0;

	for (size_t i = 0; i < defaults->n_params; i++) {
		if (!(moved >> i & 1))
			continue;
		arguments[n] = corner_argument(c, &defaults->params[i], high >> i & 1);
		if (!arguments[n++])
			return STATUS_NO_MEMORY;
	}
	return want_arguments(c, page, arguments, n);
}

/* Few parameters: all corners of their box. Many: each alone, all together. */
static enum status want_page_corners(
	struct check *c, const struct checked_page *page, const struct demo_result *r)
{
	size_t n = r->n_params, all = ((size_t)1 << n) - 1;
	enum status status = STATUS_OK;

	for (size_t high = 0; n <= MAX_ALL_CORNERS && high <= all && status == STATUS_OK; high++)
		status = want_corner(c, page, r, all, high);
	if (n <= MAX_ALL_CORNERS)
		return status;
	for (size_t i = 0; i < 2 * n && status == STATUS_OK; i++)
		status =
			want_corner(c, page, r, (size_t)1 << i / 2, i % 2 ? (size_t)1 << i / 2 : 0);
	if (status == STATUS_OK)
		status = want_corner(c, page, r, all, 0);
	return status == STATUS_OK ? want_corner(c, page, r, all, all) : status;
}

/* ---- and settings between them */

/* The parameter at a fraction of its range, on its own scale. */
static const char *argument_between(struct check *c, const struct demo_param *p, double fraction)
{
	double value = p->is_log ? p->min * pow(p->max / p->min, fraction)
				 : p->min + (p->max - p->min) * fraction;

	if (p->type == PARAM_CHOICE)
		return arena_printf(c->arena, "%s=%s", p->name,
			p->options[(size_t)(fraction * (double)p->n_options)]);
	if (p->type == PARAM_INT)
		return arena_printf(c->arena, "%s=%.0f", p->name, value);
	return arena_printf(c->arena, "%s=%.6g", p->name, value);
}

/* A check may hold at each corner and fail where nobody looked, for one seed in
 * a hundred. The multiples of square roots of primes, modulo 1, fill a box
 * evenly (Weyl), and are the same in each run. */
static enum status want_page_between(
	struct check *c, const struct checked_page *page, const struct demo_result *r)
{
	static const int primes[MAX_PARAMS] = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43,
		47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131};
	const char *arguments[MAX_PARAMS];
	enum status status = STATUS_OK;

	for (int k = 1; k <= N_BETWEEN && r->n_params && status == STATUS_OK; k++) {
		for (size_t i = 0; i < r->n_params; i++) {
			arguments[i] =
				argument_between(c, &r->params[i], fmod(k * sqrt(primes[i]), 1));
			if (!arguments[i])
				return STATUS_NO_MEMORY;
		}
		status = want_arguments(c, page, arguments, r->n_params);
	}
	return status;
}

enum status want_corners(struct check *c)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < c->n_pages && status == STATUS_OK; i++) {
		const struct checked_page *page = &c->pages[i];
		const struct demo_result *r;

		if (!page->has_runs)
			continue;
		r = job_result(live_job(c->live, page->first_run));
		if (r->complete && r->n_params <= MAX_PARAMS)
			status = want_page_corners(c, page, r);
		if (status == STATUS_OK && r->complete && r->n_params <= MAX_PARAMS)
			status = want_page_between(c, page, r);
	}
	return status;
}
