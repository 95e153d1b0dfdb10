#include "pack/index.h"
#include "pack/names.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

const char *question_path(struct pack *pack, const struct question *q, const char *ext)
{
	size_t n_folder = strlen(pack->folder), n_slug = strlen(q->slug), n_ext = strlen(ext);
	char digits[16], *path, *s;
	size_t n = 0;

	/* By hand: a large pack has a hundred thousand of them. */
	for (int number = q->number; number || n < 3; number /= 10)
		digits[n++] = (char)('0' + number % 10);
	path = s = arena_alloc(pack->memory, n_folder + 1 + n + 1 + n_slug + n_ext + 1);
	if (!path)
		return NULL;
	memcpy(s, pack->folder, n_folder);
	s += n_folder;
	*s++ = '/';
	while (n)
		*s++ = digits[--n];
	*s++ = '-';
	memcpy(s, q->slug, n_slug);
	memcpy(s + n_slug, ext, n_ext + 1);
	return path;
}

static void report(const struct pack *pack, const char *name, struct diags *diags,
	const char *message, const char *detail)
{
	struct buf path;

	buf_init(&path);
	buf_printf(&path, "%s/%s", pack->folder, name);
	diags_add(diags, path.data, 1, 1, message, detail);
	buf_done(&path);
}

/* A file that is named like a page or demo but is not the one of a question. */
static void report_stray(struct pack *pack, const struct question *of_slug,
	const struct question *of_number, const char *name, struct diags *diags)
{
	const char *path = of_slug ? question_path(pack, of_slug, strrchr(name, '.')) : NULL;

	if (path)
		report(pack, name, diags,
			"pack.yaml's question of this slug belongs to '%s'; rename the file, or "
			"correct the number there",
			path + strlen(pack->folder) + 1);
	else if (of_number)
		report(pack, name, diags, "pack.yaml gives this number to '%s'", of_number->slug);
	else
		report(pack, name, diags,
			"%s does not list it; expected its number, slug, level "
			"and title there",
			"pack.yaml");
}

static void match(
	struct pack *pack, const struct lookup *lookup, const char *name, struct diags *diags)
{
	const char *exts[] = {".md", ".c"}, *slug, *path, *ext;
	struct question *q;
	size_t n_slug, which;
	int number;

	for (which = 0; which < 2; which++)
		if (name_split(name, exts[which], &number, &slug, &n_slug))
			break;
	if (which == 2)
		return;
	ext = exts[which];
	/* The table points into the caller's own questions. */
	q = (struct question *)lookup_slug(lookup, pack, slug, n_slug);
	path = q ? question_path(pack, q, ext) : NULL;
	if (q && !path)
		return;
	if (!q || strcmp(path + strlen(pack->folder) + 1, name) != 0)
		report_stray(pack, q, lookup_number(lookup, pack, number), name, diags);
	else if (which == 0)
		q->path = path;
	else
		q->demo = path;
}

enum status folder_match(struct pack *pack, const struct lookup *lookup, struct diags *diags)
{
	DIR *dir = opendir(pack->folder);
	const struct dirent *entry;

	if (!dir)
		return errno == ENOMEM ? STATUS_NO_MEMORY : STATUS_IO;
	while ((entry = readdir(dir)) != NULL)
		if (entry->d_type == DT_REG || entry->d_type == DT_LNK ||
			entry->d_type == DT_UNKNOWN)
			match(pack, lookup, entry->d_name, diags);
	closedir(dir);
	return arena_status(pack->memory);
}
