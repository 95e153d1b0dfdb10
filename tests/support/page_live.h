/*
 * Live values for tests of pages: the target says what state it is in, as
 * `ok`, `stale`, `drawn`, `pending`, `failed`; `plot` and `table` are figures; others
 * are unknown.
 */
#ifndef TESTS_SUPPORT_PAGE_LIVE_H
#define TESTS_SUPPORT_PAGE_LIVE_H

#include "page/page.h"

/* A page_live_fn; context is not used. */
void page_live_sample(
	void *context, const char *target, const char *written, struct live_item *item);

/* The table behind `table`. */
const struct table *page_live_table(void);

#endif
