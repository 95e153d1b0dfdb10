#include "verify/check_impl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- settings */

/* Does "name=value" say what the demo takes anyway? Read as by the lab (demo_param.c), so
 * that the demo would get the same bits, and would not have refused it. */
static bool says_default(const struct demo_result *r, const char *argument)
{
	const char *value = strchr(argument, '=') + 1;
	const struct demo_param *p = NULL;
	double number;
	char *end;

	for (size_t i = 0; i < r->n_params && !p; i++)
		if (!strncmp(r->params[i].name, argument, (size_t)(value - argument) - 1) &&
			!r->params[i].name[value - argument - 1])
			p = &r->params[i];
	if (!p)
		return false;
	if (p->type == PARAM_CHOICE)
		return !strcmp(value, p->options[(size_t)p->fallback]);
	if (!*value ||
		value[strspn(value, p->type == PARAM_INT ? "0123456789+-" : "0123456789+-.eE")])
		return false;
	number = strtod(value, &end);
	return !*end && number == p->fallback && signbit(number) == signbit(p->fallback);
}

/* Is the i-th argument given twice? The demo is to refuse that. They are sorted. */
static bool is_twice(const struct live_setting *s, size_t i)
{
	size_t n = strcspn(s->arguments[i], "=") + 1;

	return (i > 0 && !strncmp(s->arguments[i - 1], s->arguments[i], n)) ||
	       (i + 1 < s->n_arguments && !strncmp(s->arguments[i + 1], s->arguments[i], n));
}

/* The same setting without what is the default anyway, once the run at the defaults has
 * told which those are: the same input gives the same bytes, so one run will do. */
static struct live_setting without_defaults(const struct check *c, const struct live_setting *s)
{
	const struct live_setting defaults = {.source = s->source};
	struct live_setting less = *s;
	const struct demo_result *r;
	const char **kept;
	size_t index, n = 0;

	if (!s->n_arguments || !live_index(c->live, &defaults, &index) ||
		!live_is_done(c->live, index))
		return less;
	r = job_result(live_job(c->live, index));
	kept = r->complete ? arena_array(c->arena, s->n_arguments, sizeof(*kept)) : NULL;
	if (!kept)
		return less;
	for (size_t i = 0; i < s->n_arguments; i++)
		if (is_twice(s, i) || !says_default(r, s->arguments[i]))
			kept[n++] = s->arguments[i];
	less.arguments = kept;
	less.n_arguments = n;
	return less;
}

enum status check_want(struct check *c, const struct live_setting *setting, const char *file,
	struct position at, size_t *index)
{
	const struct live_setting less = without_defaults(c, setting);
	enum status status = live_want(c->live, &less, index);

	if (status != STATUS_OK || *index < c->n_origins)
		return status;
	c->origins = arena_grow(
		c->arena, c->origins, c->n_origins, &c->cap_origins, sizeof(*c->origins));
	if (!c->origins)
		return STATUS_NO_MEMORY;
	c->origins[c->n_origins++] = (struct origin){file, at};
	return STATUS_OK;
}

const struct demo_result *check_result(const struct check *c, const struct live_setting *setting)
{
	const struct live_setting less = without_defaults(c, setting);
	const struct demo_result *result;
	size_t index;

	if (!live_index(c->live, &less, &index) || !live_is_done(c->live, index))
		return NULL;
	result = job_result(live_job(c->live, index));
	return result->complete ? result : NULL;
}

/* ---- pages */

/* The demo at its defaults, twice: the same input gives the same bytes. */
static enum status want_defaults(struct check *c, struct checked_page *page)
{
	struct live_setting setting = {.source = page->view.page.demo};
	const struct position top = {1, 1};
	const char *file = page->document.file;
	enum status status;

	if (!setting.source) {
		if (page->document.kind == DOCUMENT_QUESTION)
			diags_add(c->diags, file, 1, 1,
				"no demo: expected a C program of the same name beside the page");
		return STATUS_OK;
	}
	status = check_want(c, &setting, file, top, &page->first_run);
	setting.repetition = 1;
	if (status == STATUS_OK)
		status = check_want(c, &setting, file, top, &page->second_run);
	page->has_runs = status == STATUS_OK;
	return status;
}

static enum status read_page(struct check *c, const struct page_ref *ref)
{
	struct checked_page *page = &c->pages[c->n_pages];
	enum status status = document_read(&page->document, ref->path, ref->kind, c->diags);

	if (status != STATUS_OK) {
		diags_add(c->diags, ref->path, 0, 0, "can't be read: %s", status_text(status));
		return status == STATUS_NO_MEMORY ? status : STATUS_OK;
	}
	page->view = (struct live_view){
		.library = c->library, .page = *ref, .live = c->live, .arena = c->arena};
	if (ref->question)
		question_check_front(
			ref->question, page->document.file, &page->document.front, c->diags);
	c->n_pages++;
	c->counts->pages++;
	c->counts->quiz_items += page->document.n_items;
	return want_defaults(c, page);
}

/* Everything that has been asked for is run. */
static enum status finish(struct check *c)
{
	return live_finish(c->live, c->options->progress, c->options->progress_context);
}

/* What a page asks for. Runs go on while the next page is looked at. */
static enum status want_page(struct check *c, struct checked_page *page)
{
	enum status status = want_text(c, page);

	if (status == STATUS_OK)
		status = want_quiz(c, page);
	return status == STATUS_OK ? live_pump(c->live) : status;
}

static enum status check_all(struct check *c, const struct page_ref *pages, size_t n)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < n && status == STATUS_OK; i++)
		if (pages[i].path) {
			status = read_page(c, &pages[i]);
			/* Runs go on while the next page is read. */
			if (status == STATUS_OK)
				status = live_pump(c->live);
		}
	if (status == STATUS_OK)
		status = finish(c);
	for (size_t i = 0; i < c->n_pages && status == STATUS_OK; i++)
		status = want_page(c, &c->pages[i]);
	if (status == STATUS_OK)
		status = finish(c);
	if (status == STATUS_OK && c->options->corners)
		status = want_corners(c);
	if (status == STATUS_OK && c->options->corners)
		status = finish(c);
	if (status != STATUS_OK)
		return status;
	judge_runs(c);
	for (size_t i = 0; i < c->n_pages; i++) {
		judge_text(c, &c->pages[i]);
		judge_quiz(c, &c->pages[i]);
	}
	c->counts->runs = live_n_settings(c->live);
	return arena_status(c->arena);
}

enum status check_pages(struct library *library, struct runner *runner,
	const struct page_ref *pages, size_t n_pages, const struct check_options *options,
	struct diags *diags, struct check_counts *counts)
{
	struct check c = {.library = library, .options = options, .diags = diags, .counts = counts};
	struct live_options live = options->live;
	enum status status;

	/* What is quoted are values, checks and names. That points can be read the
	 * runs at the defaults show, which are whole. */
	live.outline = true;

	*counts = (struct check_counts){0};
	c.arena = arena_new();
	if (!c.arena)
		return STATUS_NO_MEMORY;
	c.pages = arena_array(c.arena, n_pages, sizeof(*c.pages));
	status = c.pages ? live_new(&c.live, runner, &live) : STATUS_NO_MEMORY;
	if (status == STATUS_OK)
		status = check_all(&c, pages, n_pages);
	live_free(c.live);
	for (size_t i = 0; i < c.n_pages; i++)
		document_done(&c.pages[i].document);
	arena_free(c.arena);
	return status == STATUS_OK ? diags->status : status;
}
