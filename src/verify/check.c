#include "verify/check_impl.h"

#include <stdlib.h>
#include <string.h>

enum status check_want(struct check *c, const struct live_setting *setting, const char *file,
	struct position at, size_t *index)
{
	enum status status = live_want(c->live, setting, index);

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
	const struct demo_result *result;
	size_t index;

	if (!live_index(c->live, setting, &index) || !live_is_done(c->live, index))
		return NULL;
	result = job_result(live_job(c->live, index));
	return result->complete ? result : NULL;
}

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
	status = want_defaults(c, page);
	if (status == STATUS_OK)
		status = want_text(c, page);
	return status == STATUS_OK ? want_quiz(c, page) : status;
}

static enum status check_all(struct check *c, const struct page_ref *pages, size_t n)
{
	const struct check_options *o = c->options;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < n && status == STATUS_OK; i++)
		if (pages[i].path) {
			status = read_page(c, &pages[i]);
			/* Runs go on while the next page is read. */
			if (status == STATUS_OK)
				status = live_pump(c->live);
		}
	if (status == STATUS_OK)
		status = live_finish(c->live, o->progress, o->progress_context);
	if (status == STATUS_OK && o->corners)
		status = want_corners(c);
	if (status == STATUS_OK && o->corners)
		status = live_finish(c->live, o->progress, o->progress_context);
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
