#include "cli/report.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	INDENT = 3,
	MAX_NAME_CELLS = 24,
	MAX_RANGE_CELLS = 26,
	LEAST_CELLS = 20,        /* of text beside a value, else it stands below */
	LEAST_BELOW_CELLS = 26,  /* of text there, else it begins farther left */
	LEAST_METHOD_CELLS = 36, /* else a check's method has lines of its own */
	NUMBER_BYTES = 48,
	DIGITS = 6
};

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

/* Begins a line at column `at`, or farther left where that leaves little room. */
static void begin_below(struct lines *out, int width, int at)
{
	lines_end(out);
	lines_pad(out, plain, width - at < LEAST_BELOW_CELLS ? INDENT + 2 : at);
}

/* Text behind what stands on the open line, wrapped at spaces, aligned below
 * its own beginning; where little room is left there, on lines of its own that
 * begin at column `below`. */
static void put_wrapped(struct lines *out, struct style style, const char *s, int width, int below)
{
	if (width - lines_open_cells(out) < LEAST_CELLS)
		begin_below(out, width, below);
	if (!*s)
		return;
	lines_wrap(out, style, s, width - lines_open_cells(out));
	lines_end(out);
}

static void put_errors(
	struct lines *out, const struct demo_result *r, const struct diags *compile, int width)
{
	for (size_t i = 0; compile && i < compile->n; i++) {
		lines_pad(out, plain, INDENT);
		lines_printf(out, bad, "%s:%d:%d: ", compile->items[i].file, compile->items[i].line,
			compile->items[i].col);
		put_wrapped(out, plain, compile->items[i].message, width, INDENT + 2);
	}
	for (size_t i = 0; i < r->n_errors; i++) {
		lines_pad(out, plain, INDENT);
		lines_puts(out, bad, "error: ");
		put_wrapped(out, plain, r->errors[i], width, INDENT + 2);
	}
	if (r->n_errors || (compile && compile->n))
		lines_end(out);
}

/* The shortest text with that many significant digits: 1e-9, not 1e-09. */
static void number_text(char out[NUMBER_BYTES], double v, int digits)
{
	char *e;

	snprintf(out, NUMBER_BYTES, "%.*g", digits, v == 0 ? 0 : v);
	e = strchr(out, 'e');
	if (e)
		snprintf(e + 1, (size_t)(out + NUMBER_BYTES - e - 1), "%ld",
			strtol(e + 1, NULL, 10));
}

static void add_range(struct buf *out, const struct demo_param *p)
{
	char min[NUMBER_BYTES], max[NUMBER_BYTES];

	if (p->type != PARAM_CHOICE) {
		number_text(min, p->min, DIGITS);
		number_text(max, p->max, DIGITS);
		buf_printf(out, "%s to %s%s%s%s", min, max, p->unit[0] ? " " : "", p->unit,
			p->is_log ? ", log scale" : "");
		return;
	}
	for (size_t i = 0; i < p->n_options; i++)
		buf_printf(out, "%s%s", i ? "|" : "", p->options[i]);
}

static void value_text(char out[NUMBER_BYTES], const struct demo_param *p)
{
	size_t option = (size_t)p->value;

	if (p->type == PARAM_CHOICE)
		snprintf(out, NUMBER_BYTES, "%s", option < p->n_options ? p->options[option] : "?");
	else
		number_text(out, p->value, DIGITS);
}

static int max_int(int a, int b)
{
	return a > b ? a : b;
}

/* Puts spaces up to a column, two at least behind what stands there. */
static void pad_to(struct lines *out, int column)
{
	lines_pad(out, plain, max_int(column - lines_open_cells(out), 2));
}

/* A parameter's range and, at column `at`, what it is. Where that is past the
 * edge, below its name: "penalty λ (0 to 1)". */
static void put_range(
	struct lines *out, const struct demo_param *p, struct buf *text, int width, int at)
{
	buf_clear(text);
	if (at <= width) {
		add_range(text, p);
		lines_puts(out, dim, text->data);
		pad_to(out, at);
		put_wrapped(out, dim, p->label, width, INDENT + 2);
		return;
	}
	buf_puts(text, p->label);
	buf_puts(text, " (");
	add_range(text, p);
	buf_puts(text, ")");
	begin_below(out, width, at);
	put_wrapped(out, dim, text->data, width, INDENT + 2);
}

static void put_params(struct lines *out, const struct demo_result *r, int name_cells, int width)
{
	int value_cells = 0, range_cells = 0, at;
	char value[NUMBER_BYTES];
	struct buf text;

	buf_init(&text);
	for (size_t i = 0; i < r->n_params; i++) {
		value_text(value, &r->params[i]);
		buf_clear(&text);
		add_range(&text, &r->params[i]);
		value_cells = max_int(value_cells, cells_of(value));
		if (cells_of(text.data) <= MAX_RANGE_CELLS)
			range_cells = max_int(range_cells, cells_of(text.data));
	}
	at = INDENT + name_cells + value_cells + 2 + range_cells + 2;
	for (size_t i = 0; i < r->n_params; i++) {
		value_text(value, &r->params[i]);
		lines_pad(out, plain, INDENT);
		put_padded(out, plain, r->params[i].name, name_cells);
		put_padded(out, heading, value, value_cells + 2);
		put_range(out, &r->params[i], &text, width, at);
	}
	buf_done(&text);
	if (r->n_params)
		lines_end(out);
}

/* Cells of a number before its point, and from there on. */
struct point {
	int before, after;
};

static struct point point_of(const char *number)
{
	struct point p = {.before = (int)strcspn(number, ".e")};

	p.after = (int)strlen(number) - p.before;
	return p;
}

static void put_values(struct lines *out, const struct demo_result *r, int name_cells, int width)
{
	int begin = INDENT + name_cells;
	struct point most = {0, 0}, here;
	char number[NUMBER_BYTES];

	for (size_t i = 0; i < r->n_values; i++) {
		number_text(number, r->values[i].number, DIGITS);
		here = point_of(number);
		if (r->values[i].is_text)
			continue;
		most.before = max_int(most.before, here.before);
		most.after = max_int(most.after, here.after);
	}
	for (size_t i = 0; i < r->n_values; i++) {
		const struct demo_value *v = &r->values[i];

		lines_pad(out, plain, INDENT);
		put_padded(out, plain, v->name, name_cells);
		if (v->is_text && begin + cells_of(v->text) > width) {
			put_wrapped(out, live, v->text, width, begin);
			lines_pad(out, plain, INDENT + 2);
		} else if (v->is_text) {
			lines_puts(out, live, v->text);
			pad_to(out, begin + most.before + most.after + 2);
		} else {
			number_text(number, v->number, DIGITS);
			lines_pad(out, plain, most.before - point_of(number).before);
			lines_puts(out, live, number);
			pad_to(out, begin + most.before + most.after + 2);
		}
		put_wrapped(out, dim, v->label, width, begin);
	}
	if (r->n_values)
		lines_end(out);
}

/* "= 0.25 ± 1e-9". What failed has all of its digits, so that the difference
 * can be seen; what is near 0 or below a bound needs but few. */
static void check_texts(const struct demo_check *c, char got[NUMBER_BYTES], struct buf *want)
{
	static const char *const relations[] = {"=", "\xE2\x89\xA4", "\xE2\x89\xA5"};
	bool is_small = c->want == 0 || c->kind != CHECK_EQUAL;
	int digits = !c->pass ? 12 : is_small ? 3 : DIGITS;
	char number[NUMBER_BYTES];

	number_text(got, c->got, digits);
	number_text(number, c->want, max_int(digits, DIGITS));
	buf_clear(want);
	buf_printf(want, "%s %s", relations[c->kind], number);
	number_text(number, c->tolerance, 2);
	if (c->kind == CHECK_EQUAL && c->tolerance == 0)
		buf_puts(want, " exactly");
	else if (c->kind == CHECK_EQUAL)
		buf_printf(want, " \xC2\xB1 %s", number);
}

static void put_checks(struct lines *out, const struct demo_result *r, int name_cells, int width)
{
	int got_cells = 0, want_cells = 0, begin = INDENT + name_cells, at;
	char got[NUMBER_BYTES];
	struct buf want;

	buf_init(&want);
	for (size_t i = 0; i < r->n_checks; i++) {
		check_texts(&r->checks[i], got, &want);
		got_cells = max_int(got_cells, cells_of(got));
		want_cells = max_int(want_cells, cells_of(want.data));
	}
	at = begin + got_cells + 1 + want_cells + 2;
	for (size_t i = 0; i < r->n_checks; i++) {
		const struct demo_check *c = &r->checks[i];

		check_texts(c, got, &want);
		lines_pad(out, plain, INDENT - 2);
		lines_puts(out, c->pass ? good : bad, c->pass ? "\xE2\x9C\x93 " : "\xE2\x9C\x97 ");
		put_padded(out, plain, c->name, name_cells);
		put_padded(out, live, got, got_cells + 1);
		if (lines_open_cells(out) + cells_of(want.data) > width)
			begin_below(out, width, begin);
		lines_puts(out, plain, want.data);
		if (width - at >= LEAST_METHOD_CELLS)
			pad_to(out, at);
		else
			begin_below(out, width, begin);
		put_wrapped(out, dim, c->method, width, begin);
	}
	buf_done(&want);
	if (r->n_checks)
		lines_end(out);
}

/* Figures stand where the text does. */
static void copy_indented(struct lines *out, const struct lines *figure)
{
	for (size_t i = 0; i < figure->n_lines; i++) {
		lines_pad(out, plain, INDENT);
		lines_copy_line(out, figure, i, 0);
		lines_end(out);
	}
	lines_end(out);
}

/* Each line of s[], wrapped. */
static void put_sentences(struct lines *out, char *s, int width)
{
	char *rest;

	for (char *line = strtok_r(s, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		lines_pad(out, plain, INDENT);
		put_wrapped(out, plain, line, width, INDENT);
	}
}

static enum status put_plot(
	struct lines *out, const struct plot *plot, const struct page_options *o, int width)
{
	const struct plot_options options = {.width = width - INDENT,
		.height = o->plot_height ? o->plot_height : plot_height(plot, width - INDENT),
		.ascii = o->ascii,
		.no_color = o->no_color};
	struct lines figure;
	enum status status;
	struct buf words;

	if (o->spoken) {
		buf_init(&words);
		status = plot_describe(&words, plot);
		put_sentences(out, words.data, width);
		lines_end(out);
		buf_done(&words);
		return status;
	}
	lines_init(&figure);
	status = plot_render(&figure, plot, &options);
	if (status == STATUS_OK)
		copy_indented(out, &figure);
	lines_done(&figure);
	return status;
}

/* Under its title, or its name. */
static enum status put_table(
	struct lines *out, const struct table *table, const struct page_options *o, int width)
{
	struct page_options options = *o;
	struct table untitled = *table;
	struct lines figure;
	enum status status;

	options.width = width - INDENT;
	untitled.title = "";
	lines_pad(out, plain, INDENT);
	put_wrapped(out, heading, table->title[0] ? table->title : table->name, width, INDENT);
	lines_init(&figure);
	status = page_table(&figure, &untitled, &options);
	if (status == STATUS_OK)
		copy_indented(out, &figure);
	lines_done(&figure);
	return status;
}

static enum status put_figures(
	struct lines *out, const struct demo_result *r, const struct page_options *o)
{
	int width = o->width < PAGE_MAX_TEXT_CELLS ? o->width : PAGE_MAX_TEXT_CELLS;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < r->n_plots && status == STATUS_OK; i++)
		status = put_plot(out, &r->plots[i], o, width);
	for (size_t i = 0; i < r->n_tables && status == STATUS_OK; i++)
		status = put_table(out, &r->tables[i], o, width);
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
	int name_cells = longest_name(result);
	int width = options->width < PAGE_MAX_TEXT_CELLS ? options->width : PAGE_MAX_TEXT_CELLS;
	enum status status;

	lines_pad(out, plain, 1);
	lines_puts(out, heading, name);
	lines_puts(out, dim, "  ");
	if (result->title)
		put_wrapped(out, dim, result->title, width, INDENT);
	else
		lines_end(out);
	lines_end(out);
	put_params(out, result, name_cells, width);
	put_errors(out, result, compile, width);
	put_values(out, result, name_cells, width);
	put_checks(out, result, name_cells, width);
	status = put_figures(out, result, options);
	return status == STATUS_OK ? lines_status(out) : status;
}
