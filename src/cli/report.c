#include "cli/report.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

enum { INDENT = 3, MAX_NAME_CELLS = 24, MIN_PLOT_HEIGHT = 8, MAX_PLOT_HEIGHT = 20 };

static const struct style plain = {.role = ROLE_TEXT};
static const struct style dim = {.role = ROLE_DIM};
static const struct style live = {.role = ROLE_LIVE};
static const struct style good = {.role = ROLE_GOOD};
static const struct style bad = {.role = ROLE_BAD};
static const struct style heading = {.role = ROLE_HEADING, .attr = ATTR_BOLD};

static int cells_of(const char *s)
{
	return (int)text_cells(s, strlen(s));
}

static void put_padded(struct lines *out, struct style style, const char *s, int cells)
{
	lines_puts(out, style, s);
	lines_pad(out, plain, cells - cells_of(s));
}

/* Text behind what stands on the open line, wrapped at spaces, aligned below
 * its own beginning. */
static void put_wrapped(struct lines *out, struct style style, const char *s, int width)
{
	int indent = lines_open_cells(out);

	if (width - indent < 20) {
		lines_end(out);
		indent = INDENT + 2;
		lines_pad(out, plain, indent);
	}
	while (*s) {
		size_t room = (size_t)(width > indent + 1 ? width - indent : 1), n = strlen(s);
		size_t fit = text_fit(s, n, room, NULL), cut = fit;

		while (fit < n && cut && s[cut] != ' ')
			cut--;
		if (!fit)
			fit = n;
		cut = cut ? cut : fit;
		lines_put(out, style, 0, s, cut);
		lines_end(out);
		for (s += cut; *s == ' '; s++)
			;
		if (*s)
			lines_pad(out, plain, indent);
	}
}

static void put_errors(
	struct lines *out, const struct demo_result *r, const struct diags *compile, int width)
{
	for (size_t i = 0; compile && i < compile->n; i++) {
		lines_pad(out, plain, INDENT);
		lines_printf(out, bad, "%s:%d:%d: ", compile->items[i].file, compile->items[i].line,
			compile->items[i].col);
		put_wrapped(out, plain, compile->items[i].message, width);
	}
	for (size_t i = 0; i < r->n_errors; i++) {
		lines_pad(out, plain, INDENT);
		lines_puts(out, bad, "error: ");
		put_wrapped(out, plain, r->errors[i], width);
	}
	if (r->n_errors || (compile && compile->n))
		lines_end(out);
}

static void put_param_range(struct lines *out, const struct demo_param *p)
{
	if (p->type != PARAM_CHOICE) {
		lines_printf(out, dim, "%g to %g%s%s%s", p->min, p->max, p->unit[0] ? " " : "",
			p->unit, p->is_log ? ", log scale" : "");
		return;
	}
	for (size_t i = 0; i < p->n_options; i++)
		lines_printf(out, dim, "%s%s", i ? "|" : "", p->options[i]);
}

static void put_params(struct lines *out, const struct demo_result *r, int name_cells, int width)
{
	for (size_t i = 0; i < r->n_params; i++) {
		const struct demo_param *p = &r->params[i];
		size_t option = (size_t)p->value;

		lines_pad(out, plain, INDENT);
		put_padded(out, plain, p->name, name_cells);
		if (p->type == PARAM_CHOICE)
			lines_puts(out, heading, option < p->n_options ? p->options[option] : "?");
		else
			lines_printf(out, heading, "%.6g", p->value);
		lines_pad(out, plain, INDENT + name_cells + 12 - lines_open_cells(out));
		lines_puts(out, plain, " ");
		put_param_range(out, p);
		lines_puts(out, dim, "  ");
		put_wrapped(out, dim, p->label, width);
	}
	if (r->n_params)
		lines_end(out);
}

static void put_values(struct lines *out, const struct demo_result *r, int name_cells, int width)
{
	for (size_t i = 0; i < r->n_values; i++) {
		const struct demo_value *v = &r->values[i];

		lines_pad(out, plain, INDENT);
		put_padded(out, plain, v->name, name_cells);
		if (v->is_text)
			lines_puts(out, live, v->text);
		else
			lines_printf(out, live, "%.6g", v->number);
		lines_pad(out, plain, INDENT + name_cells + 12 - lines_open_cells(out));
		lines_puts(out, plain, " ");
		put_wrapped(out, dim, v->label, width);
	}
	if (r->n_values)
		lines_end(out);
}

static void put_checks(struct lines *out, const struct demo_result *r, int name_cells, int width)
{
	static const char *const relations[] = {"=", "\xE2\x89\xA4", "\xE2\x89\xA5"};

	for (size_t i = 0; i < r->n_checks; i++) {
		const struct demo_check *c = &r->checks[i];

		lines_pad(out, plain, INDENT - 2);
		lines_puts(out, c->pass ? good : bad, c->pass ? "\xE2\x9C\x93 " : "\xE2\x9C\x97 ");
		put_padded(out, plain, c->name, name_cells);
		lines_printf(out, live, "%.6g", c->got);
		lines_printf(out, plain, " %s %.6g", relations[c->kind], c->want);
		if (c->kind == CHECK_EQUAL)
			lines_printf(out, plain, " \xC2\xB1 %.2g", c->tolerance);
		lines_puts(out, plain, "  ");
		put_wrapped(out, dim, c->method, width);
	}
	if (r->n_checks)
		lines_end(out);
}

static enum status put_plots(
	struct lines *out, const struct demo_result *r, const struct page_options *o)
{
	int width = o->width > PAGE_MAX_TEXT_CELLS + 30 ? PAGE_MAX_TEXT_CELLS + 30 : o->width;
	int height = o->plot_height ? o->plot_height : width / 4;
	struct plot_options options = {.width = width, .ascii = o->ascii, .no_color = o->no_color};
	enum status status = STATUS_OK;
	struct buf words;

	height = height < MIN_PLOT_HEIGHT ? MIN_PLOT_HEIGHT : height;
	options.height = height > MAX_PLOT_HEIGHT ? MAX_PLOT_HEIGHT : height;
	for (size_t i = 0; i < r->n_plots && status == STATUS_OK; i++) {
		const struct plot *p = &r->plots[i];

		if (!o->spoken) {
			status = plot_render(out, p, &options);
		} else {
			buf_init(&words);
			status = plot_describe(&words, p);
			lines_pad(out, plain, INDENT);
			put_wrapped(out, plain, words.data, width);
			buf_done(&words);
		}
		lines_end(out);
	}
	return status;
}

static enum status put_tables(
	struct lines *out, const struct demo_result *r, const struct page_options *o)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < r->n_tables && status == STATUS_OK; i++) {
		const struct table *t = &r->tables[i];

		lines_pad(out, plain, 1);
		lines_puts(out, heading, t->title[0] ? t->title : t->name);
		lines_end(out);
		status = page_table(out, t, o);
		lines_end(out);
	}
	return status;
}

static int longest_name(const struct demo_result *r)
{
	int cells = 8;

	for (size_t i = 0; i < r->n_params; i++)
		cells = cells_of(r->params[i].name) > cells ? cells_of(r->params[i].name) : cells;
	for (size_t i = 0; i < r->n_values; i++)
		cells = cells_of(r->values[i].name) > cells ? cells_of(r->values[i].name) : cells;
	for (size_t i = 0; i < r->n_checks; i++)
		cells = cells_of(r->checks[i].name) > cells ? cells_of(r->checks[i].name) : cells;
	return 2 + (cells > MAX_NAME_CELLS ? MAX_NAME_CELLS : cells);
}

enum status report_layout(struct lines *out, const char *name, const struct demo_result *result,
	const struct diags *compile, const struct page_options *options)
{
	int width = options->width, name_cells = longest_name(result);
	enum status status;

	lines_pad(out, plain, 1);
	lines_puts(out, heading, name);
	lines_puts(out, dim, "  ");
	if (result->title)
		put_wrapped(out, dim, result->title, width);
	else
		lines_end(out);
	lines_end(out);
	put_params(out, result, name_cells, width);
	put_errors(out, result, compile, width);
	put_values(out, result, name_cells, width);
	put_checks(out, result, name_cells, width);
	status = put_plots(out, result, options);
	if (status == STATUS_OK)
		status = put_tables(out, result, options);
	return status == STATUS_OK ? lines_status(out) : status;
}
