/*
 * Errors of what was read: file, line, column, and a sentence that says what
 * is wrong and what was expected. A list collects all of one run.
 */
#ifndef GRADUS_BASE_DIAG_H
#define GRADUS_BASE_DIAG_H

#include "base/buf.h"
#include "base/status.h"

#include <stddef.h>

struct diag {
	char *file;    /* as given; may hold hostile bytes */
	int line, col; /* from 1; 0 where there is none */
	char *message; /* may quote hostile bytes */
};

struct diags {
	struct diag *items;
	size_t n, cap;
	enum status status; /* STATUS_NO_MEMORY once one could not be kept */
};

void diags_init(struct diags *d);
void diags_done(struct diags *d);

void diags_add(struct diags *d, const char *file, int line, int col, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* Sorts by file, line, column, message, and drops exact repetitions. */
void diags_sort(struct diags *d);

/* Appends `file:line:col: error: message` lines, safe for a terminal. */
void diags_write(const struct diags *d, struct buf *out);

#endif
