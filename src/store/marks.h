/*
 * Where the reader left each page, and which pages are marked: a small text
 * file in the user's data, a page a line. Pages are known by name, "pack/slug".
 * Several programs may use it at once: each saves only what it changed.
 */
#ifndef GRADUS_STORE_MARKS_H
#define GRADUS_STORE_MARKS_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

struct marks;

struct mark {
	char *name;
	/* A place in a text that holds whatever its layout: a heading, and how
	 * many letters behind it. */
	size_t heading; /* 0: before the first; else 1 + its index */
	size_t letters;
	int percent;       /* of the page that was seen up to its place */
	bool is_marked;    /* a bookmark */
	long long read_at; /* seconds since 1970; 0: never */
	bool is_changed;   /* since it was read or saved; set by who changes it */
};

/* Reads the file; none, or one that can't be read, is an empty one, and lines
 * that can't be read are left out. marks_free frees, without saving. */
enum status marks_open(struct marks **marks, const char *path);
void marks_free(struct marks *marks);

/* The mark of a page, a new one if there is none; NULL when out of memory, or
 * if the name can't be kept (control characters). Valid until the next call. */
struct mark *marks_get(struct marks *marks, const char *name);

/* All, in the order in which they came. */
size_t marks_count(const struct marks *marks);
const struct mark *marks_at(const struct marks *marks, size_t i);

/* Writes what has changed; what other programs wrote meanwhile is kept. On
 * failure the file is as it was. */
enum status marks_save(struct marks *marks);

#endif
