#include "store/marks.h"

#include "base/buf.h"
#include "base/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { MAX_FILE_BYTES = 4 << 20 };

static const char header[] = "gradus-marks 1\n";

struct marks {
	char *path;
	struct mark *items;
	size_t n, cap;
};

void marks_free(struct marks *marks)
{
	if (!marks)
		return;
	for (size_t i = 0; i < marks->n; i++)
		free(marks->items[i].name);
	free(marks->items);
	free(marks->path);
	free(marks);
}

/* A name stands on a line, before a tab. */
static bool can_be_kept(const char *name)
{
	for (const char *s = name; *s; s++)
		if ((unsigned char)*s < ' ')
			return false;
	return *name;
}

static struct mark *find(const struct marks *m, const char *name)
{
	for (size_t i = 0; i < m->n; i++)
		if (strcmp(m->items[i].name, name) == 0)
			return &m->items[i];
	return NULL;
}

struct mark *marks_get(struct marks *marks, const char *name)
{
	size_t cap = marks->cap ? marks->cap * 2 : 32;
	struct mark *known = find(marks, name), *grown;
	char *copy;

	if (known || !can_be_kept(name))
		return known;
	if (marks->n == marks->cap) {
		grown = realloc(marks->items, cap * sizeof(*grown));
		if (!grown)
			return NULL;
		marks->items = grown;
		marks->cap = cap;
	}
	copy = strdup(name);
	if (!copy)
		return NULL;
	marks->items[marks->n] = (struct mark){.name = copy};
	return &marks->items[marks->n++];
}

size_t marks_count(const struct marks *marks)
{
	return marks->n;
}

const struct mark *marks_at(const struct marks *marks, size_t i)
{
	return &marks->items[i];
}

/* "heading letters percent marked read_at name". False if it is none. */
static bool read_line(const char *line, struct mark *mark, const char **name)
{
	size_t heading, letters;
	int percent, marked, n = 0;
	long long read_at;

	/* NOLINTNEXTLINE(cert-err34-c): what is out of range is no harm here */
	if (sscanf(line, "%zu %zu %d %d %lld %n", &heading, &letters, &percent, &marked, &read_at,
		    &n) != 5 ||
		!n || !can_be_kept(line + n) || percent < 0 || percent > 100)
		return false;
	*mark = (struct mark){.heading = heading,
		.letters = letters,
		.percent = percent,
		.is_marked = marked != 0,
		.read_at = read_at};
	*name = line + n;
	return true;
}

/* Takes what the file says of pages that we have not changed. */
static enum status take(struct marks *m, const char *text)
{
	struct buf line;
	enum status status = STATUS_OK;

	buf_init(&line);
	while (*text && status == STATUS_OK) {
		size_t n = strcspn(text, "\n");
		struct mark read, *ours;
		const char *name;

		buf_clear(&line);
		buf_add(&line, text, n);
		text += n + (text[n] == '\n');
		if (buf_status(&line) != STATUS_OK)
			status = STATUS_NO_MEMORY;
		else if (read_line(line.data, &read, &name)) {
			ours = marks_get(m, name);
			if (!ours)
				status = STATUS_NO_MEMORY;
			else if (!ours->is_changed) {
				read.name = ours->name;
				*ours = read;
			}
		}
	}
	buf_done(&line);
	return status;
}

static enum status read_file(struct marks *m)
{
	struct buf text;
	enum status status;

	buf_init(&text);
	status = buf_read_file(&text, m->path, MAX_FILE_BYTES);
	if (status == STATUS_OK)
		status = take(m, text.data);
	else if (status == STATUS_IO && errno == ENOENT)
		status = STATUS_OK;
	buf_done(&text);
	return status;
}

enum status marks_open(struct marks **marks, const char *path)
{
	struct marks *m = calloc(1, sizeof(*m));
	enum status status = STATUS_NO_MEMORY;

	*marks = NULL;
	if (!m)
		return status;
	m->path = strdup(path);
	if (m->path)
		status = read_file(m);
	/* Saving will say what is wrong with it. */
	if (m->path && status != STATUS_NO_MEMORY)
		status = STATUS_OK;
	if (status == STATUS_OK)
		*marks = m;
	else
		marks_free(m);
	return status;
}

static void write_marks(const struct marks *m, struct buf *out)
{
	buf_puts(out, header);
	for (size_t i = 0; i < m->n; i++) {
		const struct mark *k = &m->items[i];

		if (!k->is_marked && !k->read_at)
			continue;
		buf_printf(out, "%zu %zu %d %d %lld %s\n", k->heading, k->letters, k->percent,
			k->is_marked, k->read_at, k->name);
	}
}

/* The file is another one at once, so that nobody reads half of it. */
static enum status replace(const char *path, const struct buf *text)
{
	struct buf draft;
	bool ok = false;
	int fd;

	buf_init(&draft);
	buf_printf(&draft, "%s.XXXXXX", path);
	fd = buf_status(&draft) == STATUS_OK ? mkostemp(draft.data, O_CLOEXEC) : -1;
	if (fd >= 0) {
		ok = write(fd, text->data, text->n) == (ssize_t)text->n;
		ok = close(fd) == 0 && ok && rename(draft.data, path) == 0;
		if (!ok)
			unlink(draft.data);
	}
	buf_done(&draft);
	return ok ? STATUS_OK : STATUS_IO;
}

/* Held by whoever reads the file to write it anew. -1 if there is none to hold. */
static int lock(const char *path)
{
	struct buf name;
	int fd = -1;

	buf_init(&name);
	buf_printf(&name, "%s.lock", path);
	if (buf_status(&name) == STATUS_OK)
		fd = open(name.data, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	buf_done(&name);
	if (fd >= 0 && flock(fd, LOCK_EX) != 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

static enum status make_folder(const char *path)
{
	char *folder = strdup(path), *slash = folder ? strrchr(folder, '/') : NULL;
	enum status status = folder ? STATUS_OK : STATUS_NO_MEMORY;

	if (slash) {
		*slash = '\0';
		status = paths_make_folder(folder);
	}
	free(folder);
	return status;
}

static bool is_changed(const struct marks *m)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->items[i].is_changed)
			return true;
	return false;
}

enum status marks_save(struct marks *marks)
{
	enum status status;
	struct buf text;
	int held;

	if (!is_changed(marks))
		return STATUS_OK;
	status = make_folder(marks->path);
	if (status != STATUS_OK)
		return status;
	held = lock(marks->path);
	status = held < 0 ? STATUS_IO : read_file(marks);
	buf_init(&text);
	write_marks(marks, &text);
	if (status == STATUS_OK)
		status = buf_status(&text) == STATUS_OK ? replace(marks->path, &text)
							: STATUS_NO_MEMORY;
	for (size_t i = 0; i < marks->n && status == STATUS_OK; i++)
		marks->items[i].is_changed = false;
	buf_done(&text);
	if (held >= 0)
		close(held);
	return status;
}
