/*
 * The list of questions where it is written one question a line:
 *
 *	questions:
 *	  - {number: 3, slug: huber-loss, level: beginner, title: What is Huber loss?}
 *
 * up to the file's end. libyaml needs 380 ms for a hundred thousand of them,
 * this 15. It takes only what is plain and right; all else is libyaml's, and so
 * is every mistake. What it takes, libyaml reads alike (tests compare).
 */
#include "base/text.h"
#include "pack/index.h"
#include "pack/names.h"

#include <string.h>

/* What is left of the line. */
struct cursor {
	const char *s, *end;
};

static bool take(struct cursor *c, const char *what)
{
	size_t n = strlen(what);

	if ((size_t)(c->end - c->s) < n || memcmp(c->s, what, n) != 0)
		return false;
	c->s += n;
	return true;
}

/* Characters that YAML takes as they are in the middle of a value. */
static bool is_plain(const char *s, const char *end)
{
	while (s < end) {
		uint32_t cp = (unsigned char)*s;
		size_t n = 1;

		if (cp >= 0x80)
			n = text_decode(s, (size_t)(end - s), &cp);
		if (cp < ' ' || cp == 0x7F || cp == '\\' || cp == '"' || cp == 0xFEFF ||
			(cp >= 0x80 && (!text_is_safe(cp) || cp == TEXT_REPLACEMENT)))
			return false;
		s += n;
	}
	return true;
}

static bool is_letter(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* What ends a value, or might mean something to YAML. */
static bool is_mark(char c)
{
	return c == ',' || c == '}' || c == '{' || c == '[' || c == ']' || c == ':' || c == '#';
}

/* A value up to a comma or brace, or in double quotes without escapes. */
static bool take_value(struct cursor *c, struct cursor *value)
{
	bool is_quoted = take(c, "\"");

	value->s = c->s;
	while (c->s < c->end && (is_quoted ? *c->s != '"' : !is_mark(*c->s)))
		c->s++;
	value->end = c->s;
	if (value->s == value->end || !is_plain(value->s, value->end))
		return false;
	if (is_quoted)
		return take(c, "\"");
	return is_letter(value->s[0]) && value->end[-1] != ' ';
}

static bool take_level(struct cursor *c, enum level *level)
{
	for (int i = 0; i < LEVEL_NONE; i++) {
		*level = (enum level)i;
		if (take(c, level_name(*level)))
			return true;
	}
	return false;
}

static bool take_question(struct cursor *c, struct arena *arena, struct question *q)
{
	struct cursor number, slug, title, asked = {0};

	if (!take(c, "- {number: ") || !take_value(c, &number) || !take(c, ", slug: ") ||
		!take_value(c, &slug) || !take(c, ", level: ") || !take_level(c, &q->level) ||
		!take(c, ", title: ") || !take_value(c, &title))
		return false;
	if (take(c, ", asked: ") && !take_value(c, &asked))
		return false;
	if (!take(c, "}") || c->s != c->end || !is_slug(slug.s, (size_t)(slug.end - slug.s)))
		return false;
	q->number = number_read(number.s, (size_t)(number.end - number.s));
	q->slug = arena_strndup(arena, slug.s, (size_t)(slug.end - slug.s));
	q->title = arena_strndup(arena, title.s, (size_t)(title.end - title.s));
	if (asked.s)
		q->asked = arena_strndup(arena, asked.s, (size_t)(asked.end - asked.s));
	return q->number && q->slug && q->title;
}

/* The line "questions:" (from 1); 0 if there is none. */
static size_t find_key(const struct source *s)
{
	static const char key[] = "questions:";

	for (size_t line = 1; line <= s->n_lines; line++) {
		size_t begin = s->line_at[line - 1], end = source_line_end(s, line);

		if (end - begin == strlen(key) && !memcmp(s->text + begin, key, end - begin))
			return line;
	}
	return 0;
}

bool fast_list_read(struct pack *pack, const struct source *source, size_t *list_at)
{
	size_t key = find_key(source), indent = 0, cap = 0, line;

	for (line = key + 1; key && line <= source->n_lines; line++) {
		const char *begin = source->text + source->line_at[line - 1];
		struct cursor c = {begin, source->text + source_line_end(source, line)};
		struct question *grown, q = {.line = (int)line};

		while (take(&c, " "))
			;
		if (c.s == c.end || *c.s == '#')
			continue;
		if (!pack->n_questions)
			indent = (size_t)(c.s - begin);
		q.col = (int)indent + 1;
		if (indent != (size_t)(c.s - begin) || !take_question(&c, pack->memory, &q))
			break;
		/* libyaml's position of the entry is that of its brace. */
		q.col += 2;
		grown = arena_grow(
			pack->memory, pack->questions, pack->n_questions, &cap, sizeof(*grown));
		if (!grown)
			break;
		pack->questions = grown;
		grown[pack->n_questions++] = q;
	}
	if (!pack->n_questions || line <= source->n_lines) {
		pack->n_questions = 0;
		return false;
	}
	*list_at = source->line_at[key];
	return true;
}
