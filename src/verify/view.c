#include "verify/view.h"

#include "base/arena.h"

#include <string.h>

bool view_setting(struct live_view *view, const struct target *target, struct live_setting *setting,
	const char **message)
{
	const char *source = view->page.demo, *why = "this page has no demo";
	struct page_ref other;

	if (target->demo) {
		source = NULL;
		why = arena_printf(view->arena, "there is no page '%s'", target->demo);
		if (library_find(view->library, view->page.pack, target->demo, &other)) {
			source = other.demo;
			why = arena_printf(view->arena, "page '%s' has no demo", target->demo);
		}
	}
	if (message)
		*message = source ? NULL : why;
	*setting = (struct live_setting){.source = source,
		.arguments = target->arguments,
		.n_arguments = target->n_arguments};
	return source;
}

enum status view_want(struct live_view *view, const struct document *document)
{
	enum status status = STATUS_OK;
	size_t index;

	for (size_t i = 0; i < document->n_references && status == STATUS_OK; i++) {
		const struct reference *r = &document->references[i];
		struct live_setting setting;
		struct target target;

		if (r->kind != REFERENCE_CLAIM && r->kind != REFERENCE_FIGURE)
			continue;
		if (target_parse(&target, view->arena, r->target) &&
			view_setting(view, &target, &setting, NULL))
			status = live_want(view->live, &setting, &index);
	}
	return status == STATUS_OK ? arena_status(view->arena) : status;
}

/* The first thing that went wrong in a run, as one line. */
static const char *failure(const struct job *job)
{
	const struct diags *compile = job_compile_errors(job);
	const struct demo_result *r = job_result(job);

	if (compile->n)
		return "the demo does not compile";
	return r->n_errors ? r->errors[0] : "the demo did not finish";
}

static void show_value(struct live_view *view, const struct demo_value *value, const char *written,
	struct live_item *item)
{
	const struct claim claim = claim_parse(written);
	struct buf now;

	item->state = LIVE_VERIFIED;
	if (claim_holds(&claim, written, value))
		return;
	buf_init(&now);
	claim_format(&now, &claim, value);
	item->now = arena_strdup(view->arena, now.data);
	item->state = item->now ? LIVE_STALE : LIVE_FAILED;
	buf_done(&now);
}

static void show_result(struct live_view *view, const struct target *target, const struct job *job,
	const char *written, struct live_item *item)
{
	const struct demo_result *r = job_result(job);
	const struct demo_value *value = result_value(r, target->name);

	item->plot = result_plot(r, target->name);
	item->table = item->plot ? NULL : result_table(r, target->name);
	if (item->plot || item->table) {
		item->state = LIVE_VERIFIED;
	} else if (value) {
		show_value(view, value, written, item);
	} else if (!r->complete) {
		item->state = LIVE_FAILED;
		item->message = failure(job);
	} else {
		item->message =
			arena_printf(view->arena, "the demo computes no '%s'", target->name);
	}
}

void view_target(struct live_view *view, const struct target *target, const char *written,
	struct live_item *item)
{
	struct live_setting setting;
	size_t index;

	item->state = LIVE_UNKNOWN;
	if (!view_setting(view, target, &setting, &item->message))
		return;
	if (!live_index(view->live, &setting, &index) || !live_is_done(view->live, index))
		item->state = LIVE_PENDING;
	else
		show_result(view, target, live_job(view->live, index), written, item);
}

void view_item(void *context, const char *target_text, const char *written, struct live_item *item)
{
	struct live_view *view = context;
	struct target target;

	if (target_parse(&target, view->arena, target_text)) {
		view_target(view, &target, written, item);
		return;
	}
	item->state = LIVE_UNKNOWN;
	item->message = "the target is not NAME or NAME?PARAMETER=VALUE";
}
