/*
 * The reader's changed copies of demos, kept in the user's data folder as
 * edits/PACK/SLUG.c. A pack is never written to, and no page's numbers come
 * from a copy.
 */
#ifndef GRADUS_TUI_EDITS_H
#define GRADUS_TUI_EDITS_H

#include "base/buf.h"
#include "base/paths.h"
#include "pack/library.h"

#include <stdbool.h>
#include <sys/stat.h>

enum { EDIT_MAX_BYTES = 1 << 20 };

/* Where the copy of a page's demo is, or would be; the caller frees it. NULL
 * when out of memory, or if the page has no demo. */
char *edit_path(const struct paths *paths, const struct page_ref *page);

bool edit_exists(const char *path);

/* Writes the copy at once: it is there as a whole, or as it was. */
enum status edit_write(const char *path, const char *text, size_t n);

/* Makes the copy from the original, if there is none yet. */
enum status edit_begin(const char *path, const char *original);

enum status edit_remove(const char *path);

/* What tells one state of the copy from another; zero if there is none. */
struct edit_stamp {
	struct timespec time;
	off_t size;
	ino_t file;
};
struct edit_stamp edit_stamp(const char *path);
bool edit_stamp_same(const struct edit_stamp *a, const struct edit_stamp *b);

#endif
