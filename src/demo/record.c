#include "demo/record_impl.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char first_line[] = "gradus-demo\t1", outline[] = "\toutline";

/* ---- errors */

bool record_add_error(struct record_parser *p, const char *text)
{
	struct demo_result *r = &p->result;
	const char **errors = NULL;

	r->complete = false;
	if (text && r->errors != p->no_memory)
		errors = arena_grow(
			p->arena, r->errors, r->n_errors, &p->cap_errors, sizeof(*errors));
	if (!errors) {
		p->no_memory[0] = status_text(STATUS_NO_MEMORY);
		r->errors = p->no_memory;
		r->n_errors = 1;
		p->broken = true;
		return false;
	}
	r->errors = errors;
	r->errors[r->n_errors++] = text;
	return false;
}

/* Formats, keeps and adds an error. */
static void add_formatted(struct record_parser *p, struct buf *b, const char *format, va_list args)
	__attribute__((format(printf, 3, 0)));

static void add_formatted(struct record_parser *p, struct buf *b, const char *format, va_list args)
{
	buf_vprintf(b, format, args);
	record_add_error(p, buf_status(b) == STATUS_OK ? arena_strdup(p->arena, b->data) : NULL);
	buf_done(b);
}

bool record_malformed(struct record_parser *p, const char *format, ...)
{
	struct buf b;
	va_list args;

	p->broken = true;
	buf_init(&b);
	buf_printf(&b, "line %zu of its output: ", p->line_no);
	va_start(args, format);
	add_formatted(p, &b, format, args);
	va_end(args);
	return false;
}

void record_error(struct record_parser *p, const char *format, ...)
{
	struct buf b;
	va_list args;

	buf_init(&b);
	va_start(args, format);
	add_formatted(p, &b, format, args);
	va_end(args);
}

void *record_grow(struct record_parser *p, void *list, size_t n, size_t *cap, size_t size)
{
	void *grown = arena_grow(p->arena, list, n, cap, size);

	if (!grown)
		record_add_error(p, NULL);
	return grown;
}

/* ---- lines */

static bool read_first_line(struct record_parser *p, const char *line)
{
	const size_t n = sizeof(first_line) - 1;

	if (strncmp(line, first_line, n) == 0 && !line[n])
		return true;
	if (p->may_outline && strncmp(line, first_line, n) == 0 && !strcmp(line + n, outline))
		return p->is_outline = true;
	return record_malformed(
		p, "it doesn't begin with the record 'gradus-demo 1'; does it call demo_open?");
}

/* The line that has been collected. */
static void take_line(struct record_parser *p)
{
	p->line_no++;
	if (buf_status(&p->line) != STATUS_OK)
		record_add_error(p, NULL);
	else if (memchr(p->line.data, '\0', p->line.n))
		record_malformed(p, "a zero byte");
	else if (p->line_no == 1)
		read_first_line(p, p->line.data);
	else
		read_record(p, p->line.data);
	buf_clear(&p->line);
}

void record_feed(struct record_parser *p, const char *bytes, size_t n)
{
	while (n > 0 && !p->broken) {
		const char *newline = memchr(bytes, '\n', n);
		size_t part = newline ? (size_t)(newline - bytes) : n;

		if (part > MAX_LINE_BYTES - p->line.n) {
			p->line_no++;
			record_malformed(p, "longer than %d bytes", MAX_LINE_BYTES);
			return;
		}
		buf_add(&p->line, bytes, part);
		if (!newline)
			return;
		take_line(p);
		bytes += part + 1;
		n -= part + 1;
	}
}

void record_end(struct record_parser *p)
{
	if (!p->broken && !p->result.n_errors && (p->line.n || !p->ended)) {
		p->line_no++;
		if (p->line.n)
			record_malformed(p, "cut off");
		else if (p->line_no == 1)
			record_malformed(
				p, "it wrote nothing; does it call demo_open and demo_close?");
		else
			record_malformed(
				p, "the closing record is missing; does it call demo_close?");
	}
	p->result.complete = p->ended && !p->result.n_errors;
}

/* ---- the parser */

struct record_parser *record_parser_new(void)
{
	struct record_parser *p = calloc(1, sizeof(*p));

	if (!p)
		return NULL;
	buf_init(&p->line);
	p->result.title = "";
	p->arena = arena_new();
	p->c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	if (p->arena && p->c_locale)
		return p;
	record_parser_free(p);
	return NULL;
}

void record_parser_free(struct record_parser *p)
{
	if (!p)
		return;
	if (p->c_locale)
		freelocale(p->c_locale);
	buf_done(&p->line);
	arena_free(p->arena);
	free(p);
}

void record_allow_outline(struct record_parser *p)
{
	p->may_outline = true;
}

struct demo_result *record_result(struct record_parser *p)
{
	return &p->result;
}

bool record_is_broken(const struct record_parser *p)
{
	return p->broken;
}

/* ---- results */

const struct demo_value *result_value(const struct demo_result *r, const char *name)
{
	for (size_t i = 0; i < r->n_values; i++)
		if (!strcmp(r->values[i].name, name))
			return &r->values[i];
	return NULL;
}

const struct demo_param *result_param(const struct demo_result *r, const char *name)
{
	for (size_t i = 0; i < r->n_params; i++)
		if (!strcmp(r->params[i].name, name))
			return &r->params[i];
	return NULL;
}

const struct plot *result_plot(const struct demo_result *r, const char *name)
{
	for (size_t i = 0; i < r->n_plots; i++)
		if (!strcmp(r->plots[i].name, name))
			return &r->plots[i];
	return NULL;
}

const struct table *result_table(const struct demo_result *r, const char *name)
{
	for (size_t i = 0; i < r->n_tables; i++)
		if (!strcmp(r->tables[i].name, name))
			return &r->tables[i];
	return NULL;
}

bool result_checks_pass(const struct demo_result *r)
{
	for (size_t i = 0; i < r->n_checks; i++)
		if (!r->checks[i].pass)
			return false;
	return true;
}
