#include "pack/library.h"

#include "base/arena.h"
#include "base/text.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool is_file(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static bool has_pack(const char *folder)
{
	char path[PATH_MAX];

	return snprintf(path, sizeof(path), "%s/pack.yaml", folder) < (int)sizeof(path) &&
	       is_file(path);
}

static const struct pack *opened(const struct library *l, const char *folder)
{
	for (size_t i = 0; i < l->n_packs; i++)
		if (strcmp(l->packs[i]->folder, folder) == 0)
			return l->packs[i];
	return NULL;
}

enum status library_add(
	struct library *library, const char *folder, struct diags *diags, const struct pack **pack)
{
	struct pack *added;
	enum status status;

	*pack = opened(library, folder);
	if (*pack)
		return STATUS_OK;
	added = arena_alloc(library->arena, sizeof(*added));
	library->packs = arena_grow(library->arena, library->packs, library->n_packs,
		&library->cap_packs, sizeof(struct pack *));
	if (!added || !library->packs) {
		library->n_packs = library->packs ? library->n_packs : 0;
		return STATUS_NO_MEMORY;
	}
	status = pack_open(added, folder, library->cache, diags);
	if (status != STATUS_OK)
		return status;
	library->packs[library->n_packs++] = added;
	*pack = added;
	return STATUS_OK;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names of the folder's subfolders that hold a pack.yaml, sorted. */
static size_t list_packs(struct library *l, const char *folder, char ***names)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	size_t n = 0, cap = 0;

	*names = NULL;
	while (dir && (entry = readdir(dir))) {
		char *path;

		if (entry->d_name[0] == '.')
			continue;
		path = arena_printf(l->arena, "%s/%s", folder, entry->d_name);
		*names = arena_grow(l->arena, *names, n, &cap, sizeof(char *));
		if (!path || !*names)
			break;
		if (has_pack(path))
			(*names)[n++] = path;
	}
	if (dir)
		closedir(dir);
	if (*names && n)
		qsort(*names, n, sizeof(char *), compare_names);
	return *names ? n : 0;
}

static enum status open_packs(struct library *l, const char *folder, struct diags *diags)
{
	char **names;
	size_t n = list_packs(l, folder, &names);

	for (size_t i = 0; i < n; i++) {
		const struct pack *pack;
		enum status status = library_add(l, names[i], diags, &pack);

		if (status == STATUS_NO_MEMORY)
			return status;
		if (status != STATUS_OK)
			diags_add(diags, names[i], 0, 0, "this pack can't be opened: %s",
				status_text(status));
	}
	return arena_status(l->arena);
}

enum status library_open(struct library *library, const struct paths *paths, struct diags *diags)
{
	enum status status = STATUS_NO_MEMORY;

	*library = (struct library){.arena = arena_new()};
	if (library->arena)
		library->cache = arena_printf(library->arena, "%s/packs", paths->cache);
	if (library->cache)
		status = open_packs(library, paths->questions, diags);
	if (status == STATUS_OK)
		status = open_packs(library, paths->packs, diags);
	/* Without the folder of lessons there are none. */
	if (status == STATUS_OK &&
		lessons_open(&library->lessons, paths->lessons, diags) == STATUS_NO_MEMORY)
		status = STATUS_NO_MEMORY;
	if (status != STATUS_OK)
		library_done(library);
	return status;
}

void library_done(struct library *library)
{
	for (size_t i = 0; i < library->n_packs; i++)
		pack_done(library->packs[i]);
	lessons_done(&library->lessons);
	arena_free(library->arena);
	*library = (struct library){0};
}

struct page_ref library_question(const struct pack *pack, const struct question *question)
{
	return (struct page_ref){.kind = DOCUMENT_QUESTION,
		.pack = pack,
		.question = question,
		.name = question->slug,
		.title = question->asked ? question->asked : question->title,
		.path = question->path,
		.demo = question->demo};
}

struct page_ref library_lesson(const struct lesson *lesson)
{
	return (struct page_ref){.kind = DOCUMENT_LESSON,
		.name = lesson->slug,
		.title = lesson->title,
		.path = lesson->path};
}

static bool find_question(const struct pack *pack, const char *name, struct page_ref *ref)
{
	const struct question *q = pack ? pack_find(pack, name) : NULL;

	if (q)
		*ref = library_question(pack, q);
	return q;
}

/* "pack/slug", where the part before the slash names an opened pack. */
static bool find_in_pack(const struct library *l, const char *name, struct page_ref *ref)
{
	const char *slash = strrchr(name, '/');

	for (size_t i = 0; slash && i < l->n_packs; i++) {
		const char *pack = l->packs[i]->name;
		size_t n = (size_t)(slash - name);

		if (strlen(pack) == n && memcmp(pack, name, n) == 0)
			return find_question(l->packs[i], slash + 1, ref);
	}
	return false;
}

static bool find_lesson(const struct library *l, const char *name, struct page_ref *ref)
{
	const struct lesson *lesson = lessons_find(&l->lessons, name);

	if (lesson)
		*ref = library_lesson(lesson);
	return lesson;
}

static bool same_file(const char *a, const char *b)
{
	struct stat x, y;

	return a && b && stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
	       x.st_ino == y.st_ino;
}

/* The page of a file that belongs to a pack or is a lesson. */
static bool find_known_file(const struct library *l, const char *path, struct page_ref *ref)
{
	for (size_t i = 0; i < l->n_packs; i++) {
		const struct pack *pack = l->packs[i];

		for (size_t j = 0; j < pack->n_questions; j++) {
			if (!same_file(pack->questions[j].path, path) &&
				!same_file(pack->questions[j].demo, path))
				continue;
			*ref = library_question(pack, &pack->questions[j]);
			return true;
		}
	}
	for (size_t i = 0; i < l->lessons.n; i++) {
		if (!same_file(l->lessons.items[i].path, path))
			continue;
		*ref = library_lesson(&l->lessons.items[i]);
		return true;
	}
	return false;
}

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), n_end = strlen(end);

	return n >= n_end && strcmp(s + n - n_end, end) == 0;
}

bool library_is_loose(const struct paths *paths, const char *path, struct page_ref *ref)
{
	char folder[PATH_MAX];
	const char *slash = strrchr(path, '/');
	int n = slash ? (int)(slash - path) : 0;

	if (!ends_with(path, ".md") || !is_file(path) ||
		snprintf(folder, sizeof(folder), "%.*s", n, path) >= (int)sizeof(folder))
		return false;
	if (!slash)
		strcpy(folder, ".");
	else if (!n)
		strcpy(folder, "/");
	if (has_pack(folder) || same_file(folder, paths->lessons))
		return false;
	*ref = (struct page_ref){.kind = DOCUMENT_PLAIN, .name = path, .title = "", .path = path};
	return true;
}

/* A file by its path: of a pack (which is opened for it), or a loose one. */
static bool find_file(struct library *l, const char *name, struct page_ref *ref)
{
	char *path = arena_strdup(l->arena, name), *folder = arena_strdup(l->arena, name);
	char *slash = folder ? strrchr(folder, '/') : NULL;
	const struct pack *pack;
	struct diags ignored;

	if (!path || !folder || !is_file(path))
		return false;
	if (slash)
		*slash = '\0';
	diags_init(&ignored);
	if (has_pack(slash ? folder : "."))
		library_add(l, slash ? folder : ".", &ignored, &pack);
	diags_done(&ignored);
	if (find_known_file(l, path, ref))
		return true;
	*ref = (struct page_ref){.kind = DOCUMENT_PLAIN, .name = path, .title = "", .path = path};
	if (ends_with(path, ".c")) {
		ref->demo = path;
		ref->path = NULL;
	}
	return true;
}

bool library_find(
	struct library *library, const struct pack *near, const char *name, struct page_ref *ref)
{
	bool only_lesson = strncmp(name, "lesson:", 7) == 0;
	bool only_question = strncmp(name, "question:", 9) == 0;

	if (only_lesson)
		return find_lesson(library, name + 7, ref);
	if (only_question)
		name += 9;
	if (find_question(near, name, ref) || find_in_pack(library, name, ref))
		return true;
	for (size_t i = 0; i < library->n_packs; i++)
		if (find_question(library->packs[i], name, ref))
			return true;
	if (only_question)
		return false;
	return find_lesson(library, name, ref) || find_file(library, name, ref);
}

struct candidate {
	const char *name;
	int distance;
};

/* Keeps the best `max` candidates, in order. */
static size_t keep(struct candidate *best, size_t n, size_t max, struct candidate c)
{
	size_t at = n;

	if (c.distance == INT_MAX)
		return n;
	while (at > 0 && best[at - 1].distance > c.distance)
		at--;
	if (at == max)
		return n;
	n = n < max ? n + 1 : n;
	memmove(best + at + 1, best + at, (n - at - 1) * sizeof(*best));
	best[at] = c;
	return n;
}

/* A slug that holds the name, or is held by it, is nearer than any other; one
 * that shares less than half of it is no suggestion: INT_MAX. */
static int distance(const char *name, const char *slug)
{
	int edits = text_distance(name, slug);

	if (name[0] && (strstr(slug, name) || strstr(name, slug)))
		return 0;
	return edits <= 1 + (int)strlen(name) / 2 ? edits : INT_MAX;
}

size_t library_nearest(
	const struct library *library, const char *name, const char **names, size_t max)
{
	enum { MOST = 8 };
	struct candidate best[MOST];
	size_t n = 0;

	max = max < MOST ? max : MOST;
	for (size_t i = 0; i < library->n_packs; i++) {
		const struct pack *pack = library->packs[i];

		for (size_t j = 0; j < pack->n_questions; j++) {
			const char *slug = pack->questions[j].slug;

			n = keep(best, n, max, (struct candidate){slug, distance(name, slug)});
		}
	}
	for (size_t i = 0; i < library->lessons.n; i++) {
		const char *slug = library->lessons.items[i].slug;

		n = keep(best, n, max, (struct candidate){slug, distance(name, slug)});
	}
	for (size_t i = 0; i < n; i++)
		names[i] = best[i].name;
	return n;
}
