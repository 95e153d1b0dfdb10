#include "base/arena.h"
#include "pack/names.h"
#include "pack/pack.h"
#include "pack/yaml_read.h"

#include <stdlib.h>
#include <string.h>

struct reading {
	const char *level_text;
	struct yaml_texts topics, see;
};

/* Is the line from `at` to `end` three hyphens, and blanks at most? */
static bool is_fence(const char *text, size_t at, size_t end)
{
	if (end - at < 3 || memcmp(text + at, "---", 3) != 0)
		return false;
	for (at += 3; at < end; at++)
		if (text[at] != ' ' && text[at] != '\t')
			return false;
	return true;
}

/* The line that closes the front matter (from 1); 0 if there is none, or no
 * opening one either, which *opened says. */
static size_t find_close(const struct source *s, bool *opened)
{
	size_t first = s->n >= 3 && !memcmp(s->text, "\xEF\xBB\xBF", 3) ? 3 : 0;

	*opened = is_fence(s->text, first, source_line_end(s, 1));
	for (size_t line = 2; *opened && line <= s->n_lines; line++)
		if (is_fence(s->text, s->line_at[line - 1], source_line_end(s, line)))
			return line;
	return 0;
}

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* YYYY-MM-DD of the calendar. */
static bool is_date(const char *s)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	static const char form[] = "dddd-dd-dd";
	int year, month, day;

	if (strlen(s) != strlen(form))
		return false;
	for (size_t i = 0; form[i]; i++)
		if (form[i] == '-' ? s[i] != '-' : s[i] < '0' || s[i] > '9')
			return false;
	year = (int)strtol(s, NULL, 10);
	month = (int)strtol(s + 5, NULL, 10);
	day = (int)strtol(s + 8, NULL, 10);
	if (month < 1 || month > 12 || day < 1)
		return false;
	return day <= days[month - 1] + (month == 2 && is_leap(year));
}

static void check_values(
	struct front_matter *f, const struct reading *in, const char *file, struct diags *diags)
{
	if (in->level_text && f->level == LEVEL_NONE)
		diags_add(diags, file, f->level_at.line, f->level_at.col,
			"unknown level '%s'; expected beginner, intermediate or senior",
			in->level_text);
	if (f->reviewed && !is_date(f->reviewed))
		diags_add(diags, file, f->reviewed_at.line, f->reviewed_at.col,
			"'%s' is no date; expected one like 2026-11-23", f->reviewed);
	for (size_t i = 0; i < f->n_see; i++)
		if (!is_slug(f->see[i], strlen(f->see[i])))
			diags_add(diags, file, f->see_at.line, f->see_at.col,
				"'%s' in 'see' is no slug of a question", f->see[i]);
}

static enum status parse_yaml(struct front_matter *f, struct arena *arena, const struct source *s,
	size_t close_line, struct diags *diags)
{
	struct reading in = {0};
	struct yaml_field fields[] = {
		{.name = "title", .text = &f->title},
		{.name = "alias", .text = &f->alias},
		{.name = "level", .text = &in.level_text},
		{.name = "topics", .texts = &in.topics},
		{.name = "reviewed", .text = &f->reviewed},
		{.name = "see", .texts = &in.see},
	};
	struct yaml_reader r;
	bool is_mapping;

	yaml_open(&r, arena, s, s->line_at[1], s->line_at[close_line - 1], diags);
	is_mapping =
		yaml_read_mapping(&r, fields, sizeof(fields) / sizeof(fields[0]), "front matter");
	yaml_close(&r);
	f->title_at = fields[0].at;
	f->alias_at = fields[1].at;
	f->level_at = fields[2].at;
	f->topics_at = fields[3].at;
	f->reviewed_at = fields[4].at;
	f->see_at = fields[5].at;
	f->level = in.level_text ? level_from_name(in.level_text) : LEVEL_NONE;
	f->topics = in.topics.items;
	f->n_topics = in.topics.n;
	f->see = in.see.items;
	f->n_see = in.see.n;
	check_values(f, &in, s->file, diags);
	if (r.status == STATUS_NO_MEMORY || arena_status(arena) != STATUS_OK)
		return STATUS_NO_MEMORY;
	return is_mapping ? r.status : STATUS_INVALID;
}

enum status front_matter_parse(struct front_matter *front, struct arena *arena, const char *file,
	const char *text, size_t n, struct diags *diags)
{
	struct source source;
	bool opened;
	size_t close;

	*front = (struct front_matter){.level = LEVEL_NONE, .body_line = 1};
	if (source_init(&source, arena, file, text, n) != STATUS_OK)
		return STATUS_NO_MEMORY;
	close = find_close(&source, &opened);
	if (!close) {
		diags_add(diags, file, 1, 1,
			opened ? "the front matter is not closed; expected a line '---' behind it"
			       : "no front matter; expected a line '---' first");
		return STATUS_INVALID;
	}
	front->body = source.line_at[close];
	front->body_line = (int)close + 1;
	return parse_yaml(front, arena, &source, close, diags);
}

static void check_title(const char *file, struct position at, const char *key, const char *is,
	const char *wanted, struct diags *diags)
{
	if (!is)
		diags_add(diags, file, 1, 1, "the front matter lacks %s: %s", key, wanted);
	else if (strcmp(is, wanted) != 0)
		diags_add(diags, file, at.line, at.col, "the %s is '%s', but pack.yaml says '%s'",
			key, is, wanted);
}

void question_check_front(const struct question *question, const char *file,
	const struct front_matter *front, struct diags *diags)
{
	const char *title = question->asked ? question->asked : question->title;

	if (front->title) /* a page without one is reported by document_parse */
		check_title(file, front->title_at, "title", front->title, title, diags);
	if (question->asked)
		check_title(file, front->alias_at, "alias", front->alias, question->title, diags);
	if (front->level != LEVEL_NONE && front->level != question->level)
		diags_add(diags, file, front->level_at.line, front->level_at.col,
			"the level is %s, but pack.yaml says %s", level_name(front->level),
			level_name(question->level));
}
