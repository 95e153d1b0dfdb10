#include "tui/edits.h"

#include "base/sha256.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* "075-adam.c" without its number. */
static const char *file_name(const char *demo)
{
	const char *slash = strrchr(demo, '/'), *name = slash ? slash + 1 : demo;
	size_t digits = strspn(name, "0123456789");

	return digits && name[digits] == '-' && name[digits + 1] ? name + digits + 1 : name;
}

char *edit_path(const struct paths *paths, const struct page_ref *page)
{
	char hex[SHA256_HEX];
	struct sha256 key;
	struct buf path;

	if (!page->demo)
		return NULL;
	buf_init(&path);
	if (page->pack) {
		buf_printf(&path, "%s/edits/%s/%s", paths->data, page->pack->name,
			file_name(page->demo));
		return buf_take(&path);
	}
	/* Of two files of one name in two folders each has its own. */
	sha256_init(&key);
	sha256_add(&key, page->demo, strlen(page->demo));
	sha256_end_hex(&key, hex);
	buf_printf(&path, "%s/edits/files/%.16s/%s", paths->data, hex, file_name(page->demo));
	return buf_take(&path);
}

bool edit_exists(const char *path)
{
	return path && access(path, R_OK) == 0;
}

static enum status make_folder_of(const char *path)
{
	char *folder = strdup(path), *slash;
	enum status status;

	if (!folder)
		return STATUS_NO_MEMORY;
	slash = strrchr(folder, '/');
	*slash = '\0';
	status = paths_make_folder(folder);
	free(folder);
	return status;
}

static bool write_all(int fd, const char *text, size_t n)
{
	while (n) {
		ssize_t written = write(fd, text, n);

		if (written < 0 && errno != EINTR)
			return false;
		text += written > 0 ? written : 0;
		n -= written > 0 ? (size_t)written : 0;
	}
	return fsync(fd) == 0;
}

enum status edit_write(const char *path, const char *text, size_t n)
{
	enum status status = make_folder_of(path);
	struct buf draft;
	bool ok = false;
	int fd;

	if (status != STATUS_OK)
		return status;
	buf_init(&draft);
	buf_printf(&draft, "%s.XXXXXX", path);
	fd = buf_status(&draft) == STATUS_OK ? mkostemp(draft.data, O_CLOEXEC) : -1;
	if (fd >= 0) {
		ok = write_all(fd, text, n);
		ok = close(fd) == 0 && ok && rename(draft.data, path) == 0;
		if (!ok)
			unlink(draft.data);
	}
	buf_done(&draft);
	return ok ? STATUS_OK : STATUS_IO;
}

enum status edit_begin(const char *path, const char *original)
{
	struct buf text;
	enum status status;

	if (edit_exists(path))
		return STATUS_OK;
	buf_init(&text);
	status = buf_read_file(&text, original, EDIT_MAX_BYTES);
	if (status == STATUS_OK)
		status = edit_write(path, text.data, text.n);
	buf_done(&text);
	return status;
}

enum status edit_remove(const char *path)
{
	return unlink(path) == 0 || errno == ENOENT ? STATUS_OK : STATUS_IO;
}

struct edit_stamp edit_stamp(const char *path)
{
	struct stat st;

	if (!path || stat(path, &st) != 0)
		return (struct edit_stamp){0};
	return (struct edit_stamp){st.st_mtim, st.st_size, st.st_ino};
}

bool edit_stamp_same(const struct edit_stamp *a, const struct edit_stamp *b)
{
	return a->time.tv_sec == b->time.tv_sec && a->time.tv_nsec == b->time.tv_nsec &&
	       a->size == b->size && a->file == b->file;
}
