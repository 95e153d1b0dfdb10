#include "pack/document.h"

#include "base/buf.h"
#include "base/text.h"
#include "pack/parse.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <strings.h>

/* cmark compares every line with every container that is open: a page of
 * nothing but marks would take it hours. */
enum { MAX_NESTING = 32 };

void parse_report(struct parse *p, struct position at, const char *format, ...)
{
	struct buf message;
	va_list args;

	buf_init(&message);
	va_start(args, format);
	buf_vprintf(&message, format, args);
	va_end(args);
	diags_add(p->diags, p->source.file, at.line, at.col, "%s", message.data);
	if (buf_status(&message) != STATUS_OK)
		p->diags->status = STATUS_NO_MEMORY;
	buf_done(&message);
}

struct position parse_block_at(const struct parse *p, cmark_node *block)
{
	return (struct position){cmark_node_get_start_line(block) + p->line_shift,
		cmark_node_get_start_column(block)};
}

void parse_load(struct parse *p, cmark_node *first, cmark_node *last)
{
	struct extent e = {.first = (size_t)(cmark_node_get_start_line(first) + p->line_shift),
		.last = (size_t)(cmark_node_get_end_line(last) + p->line_shift),
		.col = (size_t)cmark_node_get_start_column(first)};

	for (cmark_node *up = cmark_node_parent(first); up; up = cmark_node_parent(up))
		e.quotes += cmark_node_get_type(up) == CMARK_NODE_BLOCK_QUOTE;
	inline_load(&p->inlines, &e);
}

const char *parse_markdown(struct parse *p, cmark_node *first, cmark_node *last)
{
	if (!first)
		return "";
	parse_load(p, first, last);
	return inline_copy(&p->inlines, 0, p->inlines.text.n);
}

const char *parse_plain_text(struct parse *p, cmark_node *node)
{
	cmark_iter *iter = cmark_iter_new(node);
	const char *text;
	struct buf b;

	buf_init(&b);
	while (cmark_iter_next(iter) != CMARK_EVENT_DONE) {
		cmark_node *at = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(at);

		if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
			buf_puts(&b, cmark_node_get_literal(at));
		else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
			buf_putc(&b, ' ');
	}
	cmark_iter_free(iter);
	while (b.n && b.data[b.n - 1] == ' ')
		b.data[--b.n] = '\0';
	text = buf_status(&b) == STATUS_OK ? arena_strdup(p->arena, b.data) : NULL;
	if (!text)
		p->diags->status = STATUS_NO_MEMORY;
	buf_done(&b);
	return text;
}

bool parse_begins_with(cmark_node *paragraph, const char *what)
{
	cmark_node *text = cmark_node_first_child(paragraph);
	size_t n = 0;

	/* cmark keeps brackets in texts of their own. */
	for (; text && cmark_node_get_type(text) == CMARK_NODE_TEXT && what[n];
		text = cmark_node_next(text)) {
		const char *s = cmark_node_get_literal(text);

		while (*s && what[n]) {
			if (*s != what[n])
				return false;
			s++;
			n++;
		}
	}
	return !what[n];
}

/* Behind the mark of a quote or list item at `at`; `at` itself if there is none. */
static size_t skip_mark(const char *s, size_t at, size_t end)
{
	size_t mark = at;

	if (s[at] == '>')
		return at + 1;
	while (mark < end && s[mark] >= '0' && s[mark] <= '9')
		mark++;
	if (mark == end || !s[mark] || !strchr(mark > at ? ".)" : "-+*", s[mark]))
		return at;
	mark++;
	return mark == end || s[mark] == ' ' || s[mark] == '\t' ? mark : at;
}

/* How many marks of quotes and lists the line has in front. */
static int count_marks(const char *s, size_t at, size_t end)
{
	int marks = 0;

	for (; marks <= MAX_NESTING; marks++) {
		size_t behind;

		while (at < end && (s[at] == ' ' || s[at] == '\t'))
			at++;
		behind = at < end ? skip_mark(s, at, end) : at;
		if (behind == at)
			break;
		at = behind;
	}
	return marks;
}

static bool is_control(uint32_t cp)
{
	return cp < ' ' && cp != '\t' && cp != '\n' && cp != '\r';
}

/* Pages are UTF-8 text, not nested beyond reason. */
static enum status check_text(struct parse *p)
{
	const struct source *s = &p->source;

	for (size_t line = 1; line <= s->n_lines; line++) {
		size_t at = s->line_at[line - 1], end = source_line_end(s, line);

		if (count_marks(s->text, at, end) > MAX_NESTING) {
			parse_report(p, (struct position){(int)line, 1},
				"quotes and lists nested more than %d deep", MAX_NESTING);
			return STATUS_LIMIT;
		}
	}
	for (size_t at = 0; at < s->n;) {
		uint32_t cp = (unsigned char)s->text[at];
		size_t n = cp < 0x80 ? 1 : text_decode(s->text + at, s->n - at, &cp);

		if (n == 1 && (cp == TEXT_REPLACEMENT || is_control(cp))) {
			parse_report(p, source_position(s, at), "%s; expected UTF-8 text",
				cp < ' ' ? "a control character" : "bytes that are no UTF-8");
			break;
		}
		at += n;
	}
	return STATUS_OK;
}

static bool is_out_of_memory(const struct parse *p)
{
	return p->diags->status != STATUS_OK || arena_status(p->arena) != STATUS_OK ||
	       buf_status(&p->inlines.text) != STATUS_OK ||
	       buf_status(&p->inlines.mask) != STATUS_OK;
}

/* A pass may rely on what those before it found. */
static enum status run_passes(struct parse *p)
{
	static void (*const passes[])(struct parse *) = {parse_sections, parse_inlines, parse_lists,
		parse_quiz, parse_params, parse_check_rules};
	const struct document *d = p->doc;
	size_t n = d->kind == DOCUMENT_PLAIN ? 2 : sizeof(passes) / sizeof(passes[0]);
	bool failed = false;

	p->root = cmark_parse_document(
		d->text + d->front.body, d->n - d->front.body, CMARK_OPT_DEFAULT);
	p->line_shift = d->front.body_line - 1;
	inline_init(&p->inlines, p->arena, &p->source);
	for (size_t i = 0; i < n && !failed; i++) {
		passes[i](p);
		failed = is_out_of_memory(p);
	}
	inline_done(&p->inlines);
	cmark_node_free(p->root);
	return failed ? STATUS_NO_MEMORY : STATUS_OK;
}

/* A lesson may do without front matter, a plain page too. */
static enum status read_front(struct parse *p)
{
	struct document *d = p->doc;
	enum status status;

	d->front = (struct front_matter){.level = LEVEL_NONE, .body_line = 1};
	if (d->kind != DOCUMENT_QUESTION && (d->n < 3 || memcmp(d->text, "---", 3) != 0))
		return STATUS_OK;
	status = front_matter_parse(&d->front, p->arena, p->source.file, d->text, d->n, p->diags);
	p->front_is_broken = status == STATUS_INVALID;
	return p->front_is_broken ? STATUS_OK : status;
}

static enum status parse(
	struct document *d, const char *file, const char *text, size_t n, struct diags *diags)
{
	struct parse p = {.doc = d, .arena = d->arena, .diags = diags};
	enum status status;
	char *copy;

	d->file = arena_strdup(d->arena, file);
	copy = arena_strndup(d->arena, text, n);
	if (!d->file || !copy)
		return STATUS_NO_MEMORY;
	d->text = copy;
	d->n = n;
	status = source_init(&p.source, d->arena, d->file, d->text, n);
	if (status == STATUS_OK)
		status = check_text(&p);
	for (char *nul = copy;
		status == STATUS_OK && (nul = memchr(nul, 0, n - (size_t)(nul - copy)));)
		*nul = 0x1A;
	if (status == STATUS_OK)
		status = read_front(&p);
	if (status != STATUS_OK)
		return status;
	return run_passes(&p);
}

enum status document_parse(struct document *document, const char *file, enum document_kind kind,
	const char *text, size_t n, struct diags *diags)
{
	enum status status = STATUS_NO_MEMORY;

	*document = (struct document){.kind = kind, .arena = arena_new()};
	if (n > DOCUMENT_MAX_BYTES) {
		diags_add(diags, file, 1, 1, "the page has %zu bytes; expected at most %d", n,
			DOCUMENT_MAX_BYTES);
		status = STATUS_LIMIT;
	} else if (document->arena) {
		status = parse(document, file, text, n, diags);
	}
	if (status != STATUS_OK)
		document_done(document);
	return status;
}

enum status document_read(
	struct document *document, const char *path, enum document_kind kind, struct diags *diags)
{
	struct buf text;
	enum status status;
	int saved;

	*document = (struct document){0};
	buf_init(&text);
	status = buf_read_file(&text, path, DOCUMENT_MAX_BYTES);
	saved = errno;
	if (status == STATUS_LIMIT)
		diags_add(diags, path, 1, 1, "the page is too long; expected at most %d bytes",
			DOCUMENT_MAX_BYTES);
	if (status == STATUS_OK)
		status = document_parse(document, path, kind, text.data, text.n, diags);
	buf_done(&text);
	errno = saved;
	return status;
}

void document_done(struct document *document)
{
	arena_free(document->arena);
	*document = (struct document){0};
}

const struct section *document_section(const struct document *document, const char *title)
{
	const struct section *found = NULL;
	size_t n = strlen(title), n_found = 0;

	for (size_t i = 0; n && i < document->n_sections; i++) {
		const struct section *s = &document->sections[i];

		if (!strcasecmp(s->title, title))
			return s;
		if (!strncasecmp(s->title, title, n)) {
			found = s;
			n_found++;
		}
	}
	return n_found == 1 ? found : NULL;
}
