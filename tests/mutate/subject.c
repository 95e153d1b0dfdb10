#include "mutate/subject.h"

#include "verify/check_impl.h"

#include <stdlib.h>
#include <string.h>

/* ---- what is asked of the demo */

static bool is_own(const struct subject *s, const struct live_setting *setting)
{
	return setting->source && strcmp(setting->source, s->page.demo) == 0;
}

static enum status add_promise(
	struct subject *s, struct live_view *view, const char *file, const struct reference *r)
{
	struct live_setting setting;
	struct target target;
	size_t index;

	if ((r->kind != REFERENCE_CLAIM && r->kind != REFERENCE_FIGURE) ||
		!target_parse(&target, s->arena, r->target) ||
		!view_setting(view, &target, &setting, NULL) || !is_own(s, &setting) ||
		!live_index(s->live, &setting, &index))
		return STATUS_OK;
	s->promises = arena_grow(
		s->arena, s->promises, s->n_promises, &s->cap_promises, sizeof(*s->promises));
	if (!s->promises)
		return STATUS_NO_MEMORY;
	s->promises[s->n_promises++] = (struct promise){
		index, target.name, r->kind == REFERENCE_CLAIM ? r->text : NULL, file, r->at};
	return STATUS_OK;
}

/* The settings that check would run of this demo for a page, quiz included. */
static enum status want_settings(struct subject *s, struct check *c, struct checked_page *page)
{
	enum status status = want_text(c, page);
	size_t index;

	if (status == STATUS_OK)
		status = want_quiz(c, page);
	for (size_t i = 0; i < live_n_settings(c->live) && status == STATUS_OK; i++)
		if (is_own(s, live_setting(c->live, i)))
			status = live_want(s->live, live_setting(c->live, i), &index);
	return status;
}

static enum status gather_page(struct subject *s, struct check *c, size_t i)
{
	struct checked_page page = {.document = s->documents[i],
		.view = {.library = s->library,
			.page = s->pages[i],
			.live = c->live,
			.arena = s->arena}};
	enum status status = want_settings(s, c, &page);

	for (size_t k = 0; k < page.document.n_references && status == STATUS_OK; k++)
		status = add_promise(
			s, &page.view, page.document.file, &page.document.references[k]);
	return status;
}

static enum status read_pages(struct subject *s, struct diags *diags)
{
	const struct pack *pack = s->page.pack;
	const struct lessons *lessons = &s->library->lessons;
	size_t n = pack->n_questions + lessons->n;

	s->documents = arena_array(s->arena, n, sizeof(*s->documents));
	s->pages = arena_array(s->arena, n, sizeof(*s->pages));
	if (!s->documents || !s->pages)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < n; i++) {
		struct page_ref ref =
			i < pack->n_questions
				? library_question(pack, &pack->questions[i])
				: library_lesson(&lessons->items[i - pack->n_questions]);
		enum status status = STATUS_OK;

		if (!ref.path)
			continue;
		s->pages[s->n_documents] = ref;
		status = document_read(&s->documents[s->n_documents], ref.path, ref.kind, diags);
		if (status != STATUS_OK)
			return status;
		s->n_documents++;
	}
	return STATUS_OK;
}

/* `diags` gets what is wrong with the pages that is none of our business. */
static enum status gather(struct subject *s, struct diags *diags)
{
	const struct live_setting defaults = {.source = s->page.demo};
	struct check_options options = {.live = {.keep_output = true}};
	struct check_counts counts = {0};
	struct check c = {.library = s->library,
		.arena = s->arena,
		.options = &options,
		.diags = diags,
		.counts = &counts};
	enum status status = read_pages(s, diags);
	size_t index;

	if (status == STATUS_OK)
		status = live_new(&s->live, s->runner, &options.live);
	if (status == STATUS_OK)
		status = live_want(s->live, &defaults, &index);
	if (status == STATUS_OK)
		status = live_new(&c.live, s->runner, &options.live);
	for (size_t i = 0; i < s->n_documents && status == STATUS_OK; i++)
		status = gather_page(s, &c, i);
	live_free(c.live);
	return status;
}

enum status subject_init(struct subject *s, struct library *library, struct runner *runner,
	const struct page_ref *page, struct arena *arena, struct diags *diags)
{
	struct diags others;
	enum status status;
	struct buf how;

	*s = (struct subject){.library = library, .runner = runner, .page = *page, .arena = arena};
	diags_init(&others);
	status = gather(s, &others);
	diags_done(&others);
	if (status == STATUS_OK)
		status = live_finish(s->live, NULL, NULL);
	buf_init(&how);
	for (size_t i = 0; status == STATUS_OK && i < live_n_settings(s->live); i++) {
		buf_clear(&how);
		if (subject_catches(s, i, live_job(s->live, i), &how))
			diags_add(diags, page->demo, 1, 1, "wrong before any change: %s", how.data);
	}
	buf_done(&how);
	return status;
}

void subject_done(struct subject *s)
{
	for (size_t i = 0; i < s->n_documents; i++)
		document_done(&s->documents[i]);
	live_free(s->live);
}

double subject_longest_ms(const struct subject *s)
{
	double longest = 0;

	for (size_t i = 0; i < live_n_settings(s->live); i++) {
		double ms = job_result(live_job(s->live, i))->elapsed_ms;

		longest = ms > longest ? ms : longest;
	}
	return longest;
}

/* ---- what a run breaks */

void subject_write_setting(const struct subject *s, size_t setting, struct buf *out)
{
	const struct live_setting *l = live_setting(s->live, setting);

	if (!l->n_arguments)
		buf_puts(out, "the defaults");
	for (size_t i = 0; i < l->n_arguments; i++)
		buf_printf(out, "%s%s", i ? " " : "", l->arguments[i]);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool is_kept(const struct promise *p, const struct demo_result *r)
{
	const struct demo_value *value = result_value(r, p->name);
	struct claim claim;

	if (!p->written)
		return result_plot(r, p->name) || result_table(r, p->name);
	if (!value)
		return false;
	claim = claim_parse(p->written);
	return claim_holds(&claim, p->written, value);
}

static bool breaks_check(const struct demo_result *r, struct buf *how)
{
	for (size_t i = 0; i < r->n_checks; i++) {
		if (r->checks[i].pass)
			continue;
		buf_printf(how, "check %s", r->checks[i].name);
		return true;
	}
	return false;
}

static bool breaks_promise(
	const struct subject *s, size_t setting, const struct demo_result *r, struct buf *how)
{
	for (size_t i = 0; i < s->n_promises; i++) {
		const struct promise *p = &s->promises[i];

		if (p->setting != setting || is_kept(p, r))
			continue;
		buf_printf(how, "%s:%d:%d [%s](%s)", base_name(p->file), p->at.line, p->at.col,
			p->written ? p->written : "figure", p->name);
		return true;
	}
	return false;
}

bool subject_catches(
	const struct subject *s, size_t setting, const struct job *job, struct buf *how)
{
	const struct demo_result *r = job_result(job);

	if (!r->complete)
		buf_puts(how, r->n_errors ? r->errors[0] : "no end");
	else if (!breaks_check(r, how) && !breaks_promise(s, setting, r, how))
		return false;
	buf_puts(how, " at ");
	subject_write_setting(s, setting, how);
	return true;
}

/* ---- the quiz */

static enum status judge_draws(struct subject *s, struct check *c)
{
	enum status status = STATUS_OK;
	struct checked_page *pages = arena_array(s->arena, s->n_documents, sizeof(*pages));

	if (!pages)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < s->n_documents && status == STATUS_OK; i++) {
		pages[i] = (struct checked_page){.document = s->documents[i],
			.view = {.library = s->library,
				.page = s->pages[i],
				.live = c->live,
				.arena = s->arena}};
		if (s->pages[i].question == s->page.question)
			pages[i].view.page = s->page;
		status = want_quiz(c, &pages[i]);
	}
	if (status == STATUS_OK)
		status = live_finish(c->live, NULL, NULL);
	for (size_t i = 0; i < s->n_documents && status == STATUS_OK; i++)
		judge_quiz(c, &pages[i]);
	return status;
}

enum status subject_quiz_catches(
	const struct subject *s, const char *source, bool *caught, struct buf *how)
{
	/* The library is made to believe that the mutant is the page's demo. */
	struct question *question =
		&s->page.pack->questions[s->page.question - s->page.pack->questions];
	struct check_options options = {0};
	struct subject changed = *s;
	struct diags diags;
	struct check c = {
		.library = s->library, .arena = s->arena, .options = &options, .diags = &diags};
	enum status status = live_new(&c.live, s->runner, &options.live);

	diags_init(&diags);
	changed.page.demo = question->demo = source;
	if (status == STATUS_OK)
		status = judge_draws(&changed, &c);
	question->demo = s->page.demo;
	*caught = diags.n;
	if (diags.n)
		buf_printf(how, "%s:%d:%d in the quiz", base_name(diags.items[0].file),
			diags.items[0].line, diags.items[0].col);
	diags_done(&diags);
	live_free(c.live);
	return status;
}
