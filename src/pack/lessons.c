#include "base/arena.h"
#include "base/buf.h"
#include "pack/names.h"
#include "pack/pack.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_LESSON_BYTES = 4 * 1024 * 1024 };

/* The text of "# Title" if the body's first line with text is one. */
static const char *first_heading(struct arena *arena, const char *s, size_t n)
{
	size_t at = 0, end;

	while (at < n && strchr(" \r\n", s[at]))
		at++;
	if (n - at < 3 || s[at] != '#' || s[at + 1] != ' ')
		return NULL;
	at += 2;
	for (end = at; end < n && s[end] != '\n' && s[end] != '\r' && s[end]; end++)
		;
	while (end > at && strchr(" #", s[end - 1]))
		end--;
	return end > at ? arena_strndup(arena, s + at, end - at) : NULL;
}

static void read_front(struct lessons *lessons, struct lesson *lesson, struct diags *diags)
{
	struct front_matter front;
	struct diags ignored;
	struct buf text;

	buf_init(&text);
	diags_init(&ignored);
	if (buf_read_file(&text, lesson->path, MAX_LESSON_BYTES) == STATUS_OK) {
		/* What is wrong in the front matter is said by document_read. */
		front_matter_parse(
			&front, lessons->memory, lesson->path, text.data, text.n, &ignored);
		lesson->see = front.see;
		lesson->n_see = front.n_see;
		lesson->title = front.title ? front.title
					    : first_heading(lessons->memory, text.data + front.body,
						      text.n - front.body);
	}
	if (!lesson->title) {
		diags_add(diags, lesson->path, 1, 1,
			"a lesson without a title; expected one in its front matter, or '# Title' "
			"first");
		lesson->title = lesson->slug;
	}
	diags_done(&ignored);
	buf_done(&text);
}

static void add(struct lessons *lessons, size_t *cap, const char *folder, const char *name)
{
	struct lesson lesson = {0}, *grown;
	const char *slug;
	size_t n_slug;

	if (!name_split(name, ".md", &lesson.number, &slug, &n_slug) || !lesson.number ||
		!is_slug(slug, n_slug))
		return;
	lesson.slug = arena_strndup(lessons->memory, slug, n_slug);
	lesson.path = arena_printf(lessons->memory, "%s/%s", folder, name);
	grown = arena_grow(lessons->memory, lessons->items, lessons->n, cap, sizeof(*grown));
	if (!grown)
		return;
	lessons->items = grown;
	grown[lessons->n++] = lesson;
}

static int compare(const void *a, const void *b)
{
	const struct lesson *x = a, *y = b;

	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return strcmp(x->path, y->path);
}

static void check_unique(const struct lessons *lessons, struct diags *diags)
{
	for (size_t i = 1; i < lessons->n; i++) {
		const struct lesson *l = &lessons->items[i];

		if (l->number == l[-1].number)
			diags_add(diags, l->path, 1, 1, "lesson %d is '%s' too", l->number,
				l[-1].path);
		for (size_t j = 0; j < i; j++)
			if (!strcmp(l->slug, lessons->items[j].slug))
				diags_add(diags, l->path, 1, 1, "slug '%s' is that of '%s' too",
					l->slug, lessons->items[j].path);
	}
}

static enum status list(struct lessons *lessons, const char *folder)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	size_t cap = 0;

	if (!dir)
		return errno == ENOMEM ? STATUS_NO_MEMORY : STATUS_IO;
	while ((entry = readdir(dir)) != NULL)
		add(lessons, &cap, folder, entry->d_name);
	closedir(dir);
	return arena_status(lessons->memory);
}

enum status lessons_open(struct lessons *lessons, const char *folder, struct diags *diags)
{
	enum status status;

	*lessons = (struct lessons){.memory = arena_new()};
	status = lessons->memory ? list(lessons, folder) : STATUS_NO_MEMORY;
	if (status == STATUS_OK && lessons->n) {
		qsort(lessons->items, lessons->n, sizeof(lessons->items[0]), compare);
		for (size_t i = 0; i < lessons->n; i++)
			read_front(lessons, &lessons->items[i], diags);
		check_unique(lessons, diags);
		status = arena_status(lessons->memory);
	}
	if (status == STATUS_OK)
		status = diags->status;
	if (status != STATUS_OK)
		lessons_done(lessons);
	return status;
}

void lessons_done(struct lessons *lessons)
{
	arena_free(lessons->memory);
	*lessons = (struct lessons){0};
}

const struct lesson *lessons_find(const struct lessons *lessons, const char *name)
{
	int number = number_read(name, strlen(name));

	for (size_t i = 0; i < lessons->n; i++)
		if (!strcmp(lessons->items[i].slug, name) ||
			(number && lessons->items[i].number == number))
			return &lessons->items[i];
	return NULL;
}
