/*
 * Pages for tests: a good one, and what it becomes when a part is replaced.
 */
#ifndef TESTS_SUPPORT_PAGES_H
#define TESTS_SUPPORT_PAGES_H

#include "base/buf.h"
#include "pack/document.h"

/* Reads tests/data/pages/003-good.md (or another) into `page`; fails the test if it can't. */
void pages_read(struct buf *page, const char *name);

/* Puts `with` in place of the first `part`; fails the test if there is none. */
void pages_replace(struct buf *page, const char *part, const char *with);

/* The diagnostics of a page, sorted, one a line: "line:col: message". The caller frees. */
char *pages_diags(const struct buf *page, enum document_kind kind);

#endif
