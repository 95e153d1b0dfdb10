#include "pack/yaml_read.h"

#include "base/text.h"

#include <string.h>

/* What we read is nested three deep; libyaml's time grows with the square of it. */
enum { MAX_DEPTH = 32 };

/* libyaml counts characters, we count bytes; marks come in rising order. */
static struct position position_at(struct yaml_reader *r, size_t index)
{
	const char *s = r->source->text + r->base;
	size_t n = r->limit - r->base;

	if (index < r->index)
		r->index = r->at = 0;
	while (r->index < index && r->at < n) {
		r->at++;
		while (r->at < n && ((unsigned char)s[r->at] & 0xC0) == 0x80)
			r->at++;
		r->index++;
	}
	return source_position(r->source, r->base + r->at);
}

struct position yaml_position(struct yaml_reader *r)
{
	return position_at(r, r->event.start_mark.index);
}

static void fail(struct yaml_reader *r)
{
	const yaml_parser_t *p = &r->parser;
	struct position at;

	if (p->error == YAML_MEMORY_ERROR || p->error == YAML_NO_ERROR) {
		r->status = STATUS_NO_MEMORY;
		return;
	}
	if (p->error == YAML_READER_ERROR)
		at = source_position(r->source, r->base + p->problem_offset);
	else
		at = position_at(r, p->problem_mark.index);
	r->status = STATUS_INVALID;
	diags_add(r->diags, r->source->file, at.line, at.col, "no valid YAML: %s%s%s",
		p->context ? p->context : "", p->context ? ", " : "",
		p->problem ? p->problem : "syntax error");
}

void yaml_next(struct yaml_reader *r)
{
	yaml_event_delete(&r->event);
	r->event = (yaml_event_t){.type = YAML_NO_EVENT};
	if (r->status != STATUS_OK)
		return;
	if (!yaml_parser_parse(&r->parser, &r->event)) {
		r->event = (yaml_event_t){.type = YAML_NO_EVENT};
		fail(r);
	}
}

void yaml_open(struct yaml_reader *r, struct arena *arena, const struct source *source, size_t base,
	size_t limit, struct diags *diags)
{
	*r = (struct yaml_reader){.arena = arena,
		.source = source,
		.diags = diags,
		.base = base,
		.limit = limit,
		.event = {.type = YAML_NO_EVENT}};
	if (!yaml_parser_initialize(&r->parser)) {
		r->status = STATUS_NO_MEMORY;
		return;
	}
	yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(
		&r->parser, (const unsigned char *)source->text + base, limit - base);
	do {
		yaml_next(r);
	} while (r->event.type == YAML_STREAM_START_EVENT ||
		 r->event.type == YAML_DOCUMENT_START_EVENT);
}

void yaml_close(struct yaml_reader *r)
{
	yaml_event_delete(&r->event);
	yaml_parser_delete(&r->parser);
}

void yaml_skip(struct yaml_reader *r)
{
	int depth = 0;

	do {
		switch (r->event.type) {
		case YAML_SEQUENCE_START_EVENT:
		case YAML_MAPPING_START_EVENT:
			depth++;
			break;
		case YAML_SEQUENCE_END_EVENT:
		case YAML_MAPPING_END_EVENT:
			depth--;
			break;
		default:
			break;
		}
		if (depth > MAX_DEPTH) {
			struct position at = yaml_position(r);

			diags_add(r->diags, r->source->file, at.line, at.col,
				"nested more than %d deep", MAX_DEPTH);
			r->status = STATUS_INVALID;
		}
		yaml_next(r);
	} while (depth > 0 && r->status == STATUS_OK);
}

/* The current scalar as a string of the arena; NULL, and a diag, if it is none. */
static const char *read_text(struct yaml_reader *r, const char *name)
{
	struct position at = yaml_position(r);
	const char *s = (const char *)r->event.data.scalar.value, *copy = NULL;
	size_t n = r->event.data.scalar.length;

	if (r->event.type != YAML_SCALAR_EVENT) {
		if (r->status == STATUS_OK)
			diags_add(r->diags, r->source->file, at.line, at.col,
				"'%s' must be text here", name);
		yaml_skip(r);
		return NULL;
	}
	if (!n || memchr(s, '\0', n))
		diags_add(r->diags, r->source->file, at.line, at.col,
			n ? "'%s' holds a NUL" : "'%s' is empty; expected text", name);
	else
		copy = arena_strndup(r->arena, s, n);
	yaml_next(r);
	return copy;
}

static void read_texts(struct yaml_reader *r, const char *name, struct yaml_texts *texts)
{
	bool is_list = r->event.type == YAML_SEQUENCE_START_EVENT;
	struct position at = yaml_position(r);
	size_t cap = 0;

	if (is_list)
		yaml_next(r);
	if (is_list && r->event.type == YAML_SEQUENCE_END_EVENT)
		diags_add(r->diags, r->source->file, at.line, at.col,
			"'%s' is empty; expected text", name);
	while (r->status == STATUS_OK && r->event.type != YAML_SEQUENCE_END_EVENT) {
		const char *text = read_text(r, name);
		const char **grown =
			arena_grow(r->arena, texts->items, texts->n, &cap, sizeof(*grown));

		if (!grown)
			return;
		texts->items = grown;
		if (text)
			grown[texts->n++] = text;
		if (!is_list)
			return;
	}
	if (is_list)
		yaml_next(r);
}

static void report_unknown(struct yaml_reader *r, const struct yaml_field *fields, size_t n,
	const char *key, const char *what)
{
	struct position at = yaml_position(r);
	struct buf known;
	const char *near = NULL;
	int least = 3;

	buf_init(&known);
	for (size_t i = 0; i < n; i++) {
		int distance = text_distance(key, fields[i].name);

		buf_printf(&known, "%s%s", i ? ", " : "", fields[i].name);
		if (distance < least) {
			least = distance;
			near = fields[i].name;
		}
	}
	if (near)
		diags_add(r->diags, r->source->file, at.line, at.col,
			"unknown key '%s' of %s; did you mean '%s'?", key, what, near);
	else
		diags_add(r->diags, r->source->file, at.line, at.col,
			"unknown key '%s' of %s; expected %s", key, what, known.data);
	buf_done(&known);
}

static void read_value(struct yaml_reader *r, struct yaml_field *field)
{
	field->at = yaml_position(r);
	if (field->read)
		field->read(r, field->data);
	else if (field->texts)
		read_texts(r, field->name, field->texts);
	else
		*field->text = read_text(r, field->name);
}

static void read_pair(struct yaml_reader *r, struct yaml_field *fields, size_t n, const char *what)
{
	const char *key = (const char *)r->event.data.scalar.value;
	struct position at = yaml_position(r);
	struct yaml_field *field = NULL;

	if (r->event.type != YAML_SCALAR_EVENT) {
		diags_add(r->diags, r->source->file, at.line, at.col, "expected a key of %s", what);
		yaml_skip(r);
		yaml_skip(r);
		return;
	}
	for (size_t i = 0; i < n && !field; i++)
		if (!strcmp(fields[i].name, key))
			field = &fields[i];
	if (field && !field->at.line) {
		yaml_next(r);
		read_value(r, field);
		return;
	}
	if (field)
		diags_add(r->diags, r->source->file, at.line, at.col, "'%s' is given twice", key);
	else
		report_unknown(r, fields, n, key, what);
	yaml_next(r);
	yaml_skip(r);
}

bool yaml_read_mapping(struct yaml_reader *r, struct yaml_field *fields, size_t n, const char *what)
{
	struct position at = yaml_position(r);

	if (r->event.type != YAML_MAPPING_START_EVENT) {
		if (r->status == STATUS_OK)
			diags_add(r->diags, r->source->file, at.line, at.col,
				"%s must be a mapping of keys to values", what);
		yaml_skip(r);
		return false;
	}
	yaml_next(r);
	while (r->status == STATUS_OK && r->event.type != YAML_MAPPING_END_EVENT)
		read_pair(r, fields, n, what);
	/* What is missing behind a syntax error may yet be there. */
	for (size_t i = 0; r->status == STATUS_OK && i < n; i++)
		if (fields[i].is_required && !fields[i].at.line)
			diags_add(r->diags, r->source->file, at.line, at.col,
				"%s lacks the key '%s'", what, fields[i].name);
	yaml_next(r);
	return true;
}
