#include "verify/check_impl.h"

#include "base/text.h"
#include "math/math.h"

#include <limits.h>
#include <string.h>

enum { MAX_SOURCE_BYTES = 1 << 20, FORMULA_WIDTH = 80 };

/* Which references stand on a demo at a setting. */
static bool is_live(const struct reference *r)
{
	return r->kind == REFERENCE_CLAIM || r->kind == REFERENCE_FIGURE ||
	       r->kind == REFERENCE_SET;
}

/* The setting behind a live reference; says what is wrong with its target if
 * `tell`. A set: target has no name, only parameters. */
static bool resolve(struct check *c, struct checked_page *page, const struct reference *r,
	struct target *target, struct live_setting *setting, bool tell)
{
	const char *text = r->target, *message = NULL;

	if (r->kind == REFERENCE_SET && !strchr(text, '?'))
		text = arena_printf(c->arena, "?%s", text);
	else if (r->kind == REFERENCE_SET)
		text = arena_printf(
			c->arena, "%.*s/%s", (int)strcspn(text, "?"), text, strchr(text, '?'));
	if (!text)
		return false;
	if (!target_parse(target, c->arena, text) || (!target->name[0] && r->kind != REFERENCE_SET))
		message = "expected NAME, NAME?PARAMETER=VALUE&... or SLUG/NAME?...";
	else if (view_setting(&page->view, target, setting, &message))
		return true;
	if (tell)
		diags_add(c->diags, page->document.file, r->at.line, r->at.col, "'%s': %s",
			r->target, message);
	return false;
}

enum status want_text(struct check *c, struct checked_page *page)
{
	const struct document *d = &page->document;
	enum status status = STATUS_OK;
	size_t index;

	for (size_t i = 0; i < d->n_references && status == STATUS_OK; i++) {
		const struct reference *r = &d->references[i];
		struct live_setting setting;
		struct target target;

		if (is_live(r) && resolve(c, page, r, &target, &setting, true))
			status = check_want(c, &setting, d->file, r->at, &index);
		if (r->kind == REFERENCE_CLAIM)
			c->counts->claims++;
	}
	return status;
}

/* " at depth=20, init=he", or nothing at the defaults. */
static const char *settings_text(struct check *c, const struct live_setting *setting)
{
	const char *text = "", *result;
	struct buf b;

	if (!setting->n_arguments)
		return " at the defaults";
	buf_init(&b);
	for (size_t i = 0; i < setting->n_arguments; i++)
		buf_printf(&b, "%s%s", i ? ", " : " at ", setting->arguments[i]);
	result = arena_strdup(c->arena, b.data);
	buf_done(&b);
	return result ? result : text;
}

static void tell_unknown(struct check *c, const struct document *d, const struct reference *r,
	const char *name, const struct demo_result *result)
{
	const char *nearest = NULL;
	int best = INT_MAX;

	for (size_t i = 0; i < result->n_values + result->n_plots + result->n_tables; i++) {
		size_t plot = i - result->n_values, table = plot - result->n_plots;
		const char *other = i < result->n_values     ? result->values[i].name
				    : plot < result->n_plots ? result->plots[plot].name
							     : result->tables[table].name;
		int distance = text_distance(name, other);

		if (distance < best) {
			best = distance;
			nearest = other;
		}
	}
	diags_add(c->diags, d->file, r->at.line, r->at.col, "the demo computes no '%s'%s%s%s", name,
		nearest ? "; the nearest is '" : "", nearest ? nearest : "", nearest ? "'" : "");
}

static void judge_claim(struct check *c, const struct document *d, const struct reference *r,
	const struct live_setting *setting, const struct demo_value *value)
{
	const struct claim claim = claim_parse(r->text);
	struct buf live;

	if (claim_holds(&claim, r->text, value))
		return;
	buf_init(&live);
	if (value->is_text)
		buf_puts(&live, value->text);
	else
		buf_printf(&live, "%.10g", value->number);
	if (!value->is_text && claim.kind == CLAIM_TEXT)
		diags_add(c->diags, d->file, r->at.line, r->at.col,
			"'%s' is written, expected a number: %s is %s%s", r->text, value->name,
			live.data, settings_text(c, setting));
	else
		diags_add(c->diags, d->file, r->at.line, r->at.col,
			"'%s' is written, but %s is %s%s", r->text, value->name, live.data,
			settings_text(c, setting));
	buf_done(&live);
}

static void judge_live(struct check *c, struct checked_page *page, const struct reference *r)
{
	const struct document *d = &page->document;
	const struct demo_result *result;
	const struct demo_value *value;
	struct live_setting setting;
	struct target target;

	if (!resolve(c, page, r, &target, &setting, false))
		return;
	result = check_result(c, &setting);
	if (!result || r->kind == REFERENCE_SET)
		return;
	value = result_value(result, target.name);
	if (r->kind == REFERENCE_CLAIM && value)
		judge_claim(c, d, r, &setting, value);
	else if (r->kind == REFERENCE_CLAIM ||
		 (!result_plot(result, target.name) && !result_table(result, target.name)))
		tell_unknown(c, d, r, target.name, result);
}

/* A link to a question or a lesson leads to one that is known, if only as
 * planned. */
static void judge_link(struct check *c, struct checked_page *page, const char *scheme,
	const char *name, struct position at)
{
	const char *wanted = arena_printf(c->arena, "%s%s", scheme, name);
	const char *nearest[1];
	struct page_ref ref;
	size_t n;

	if (!wanted || library_find(c->library, page->view.page.pack, wanted, &ref))
		return;
	n = library_nearest(c->library, name, nearest, 1);
	diags_add(c->diags, page->document.file, at.line, at.col, "there is no page '%s'%s%s%s",
		name, n ? "; the nearest is '" : "", n ? nearest[0] : "", n ? "'" : "");
}

/* ---- excerpts: the lines between the marks in the source, letter by letter */

/* The lines after the one that holds `mark`, up to the one that holds "[end]";
 * false if there is no such pair. */
static bool find_excerpt(const char *source, const char *name, const char **begin, size_t *n)
{
	struct buf mark;
	const char *at, *end;

	buf_init(&mark);
	buf_printf(&mark, "/* [%s] */", name);
	at = strstr(source, mark.data);
	buf_done(&mark);
	at = at ? strchr(at, '\n') : NULL;
	end = at ? strstr(at, "/* [end] */") : NULL;
	if (!end)
		return false;
	while (end > at && end[-1] != '\n')
		end--;
	*begin = at + 1;
	*n = end > at ? (size_t)(end - at - 1) : 0;
	return true;
}

/* The number of the first line that differs, from 0. */
static int first_difference(const char *a, const char *b, size_t n_b)
{
	int line = 0;

	for (size_t i = 0; i < n_b && a[i] == b[i]; i++)
		line += a[i] == '\n';
	return line;
}

static void judge_excerpt(
	struct check *c, const struct document *d, const struct excerpt *e, const char *source)
{
	const char *begin;
	size_t n;
	int line;

	if (!find_excerpt(source, e->name, &begin, &n)) {
		diags_add(c->diags, d->file, e->at.line, e->at.col,
			"the demo's source has no lines between /* [%s] */ and /* [end] */",
			e->name);
		return;
	}
	if (strlen(e->code) == n && memcmp(e->code, begin, n) == 0)
		return;
	line = first_difference(e->code, begin, n);
	diags_add(c->diags, d->file, e->at.line + 1 + line, 1,
		"this excerpt differs from the demo's source from here on; expected the lines"
		" after /* [%s] */",
		e->name);
}

static void judge_excerpts(struct check *c, struct checked_page *page)
{
	const struct document *d = &page->document;
	struct buf source;

	buf_init(&source);
	if (page->view.page.demo)
		buf_read_file(&source, page->view.page.demo, MAX_SOURCE_BYTES);
	for (size_t i = 0; i < d->n_excerpts; i++)
		judge_excerpt(c, d, &d->excerpts[i], source.data);
	buf_done(&source);
}

/* ---- formulas */

static void judge_formula(struct check *c, const struct document *d, const struct formula *f)
{
	const struct math_options options = {
		.style = f->is_display ? MATH_DISPLAY : MATH_INLINE, .width = FORMULA_WIDTH};
	struct math_error error = {0};
	struct lines lines;
	int baseline, line = f->at.line, col = f->at.col;

	lines_init(&lines);
	if (math_render(&lines, f->tex, strlen(f->tex), &options, &baseline, &error) != STATUS_OK)
		c->diags->status = STATUS_NO_MEMORY;
	lines_done(&lines);
	if (!error.found)
		return;
	for (size_t i = 0; i < error.at && f->tex[i]; i++) {
		col = f->tex[i] == '\n' ? 1 : col + 1;
		line += f->tex[i] == '\n';
	}
	diags_add(c->diags, d->file, line, col, "in this formula: %s", error.message);
}

void judge_text(struct check *c, struct checked_page *page)
{
	const struct document *d = &page->document;

	for (size_t i = 0; i < d->n_references; i++) {
		const struct reference *r = &d->references[i];

		if (is_live(r))
			judge_live(c, page, r);
		else if (r->kind == REFERENCE_QUESTION)
			judge_link(c, page, "question:", r->target, r->at);
		else if (r->kind == REFERENCE_LESSON)
			judge_link(c, page, "lesson:", r->target, r->at);
	}
	for (size_t i = 0; i < d->front.n_see; i++)
		judge_link(c, page, "", d->front.see[i], d->front.see_at);
	for (size_t i = 0; i < d->n_bare; i++)
		diags_add(c->diags, d->file, d->bare[i].at.line, d->bare[i].at.col,
			"bare decimal '%s'; expected a live number, [%s](live:NAME), or a cited "
			"one,"
			" [%s](cite:KEY)",
			d->bare[i].text, d->bare[i].text, d->bare[i].text);
	judge_excerpts(c, page);
	for (size_t i = 0; i < d->n_formulas; i++)
		judge_formula(c, d, &d->formulas[i]);
}
