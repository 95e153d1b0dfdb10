/*
 * For src/pack and study/settings.c: YAML mappings read key by key through libyaml's events,
 * every mistake with its line and column. Each reading function is called with
 * the value's first event current and leaves the event behind the value
 * current. After a syntax error the reader is at its end.
 */
#ifndef GRADUS_PACK_YAML_READ_H
#define GRADUS_PACK_YAML_READ_H

#include "base/arena.h"
#include "base/diag.h"
#include "pack/source.h"

#include <yaml.h>

struct yaml_reader {
	yaml_parser_t parser;
	yaml_event_t event; /* the current one */
	struct arena *arena;
	const struct source *source;
	struct diags *diags;
	size_t base, limit; /* bytes of the source that are the YAML */
	size_t index, at;   /* a character of it, and that character's byte */
	enum status status; /* STATUS_INVALID after a syntax error, STATUS_NO_MEMORY */
};

struct yaml_texts {
	const char **items;
	size_t n;
};

/* One key of a mapping; exactly one of text, texts, read says what it holds. */
struct yaml_field {
	const char *name;
	bool is_required;
	const char **text;
	struct yaml_texts *texts; /* a list of texts, or one text */
	void (*read)(struct yaml_reader *reader, void *data);
	void *data;
	struct position at; /* of the value, once read; else line 0 */
};

/* Opens source[base..limit) and goes to the first event of its only document.
 * yaml_close in every case. */
void yaml_open(struct yaml_reader *reader, struct arena *arena, const struct source *source,
	size_t base, size_t limit, struct diags *diags);
void yaml_close(struct yaml_reader *reader);

void yaml_next(struct yaml_reader *reader);
void yaml_skip(struct yaml_reader *reader);

/* Where the current event begins, in the source. */
struct position yaml_position(struct yaml_reader *reader);

/* Reads a mapping; unknown, repeated and missing keys and wrong types go to
 * diags, named as of `what`. False if there is no mapping. */
bool yaml_read_mapping(
	struct yaml_reader *reader, struct yaml_field *fields, size_t n, const char *what);

#endif
