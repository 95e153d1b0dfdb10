/*
 * Everything that can be wrong in pages and their demos, all of it in one run:
 * each needed setting is computed once, then text is held against it.
 */
#ifndef GRADUS_VERIFY_CHECK_H
#define GRADUS_VERIFY_CHECK_H

#include "base/diag.h"
#include "base/status.h"
#include "pack/library.h"
#include "verify/live.h"

#include <stdbool.h>
#include <stddef.h>

struct check_options {
	struct live_options live;
	bool corners; /* also run every demo at the extremes of its parameters, and between */
	live_progress_fn *progress; /* may be NULL */
	void *progress_context;
};

struct check_counts {
	size_t pages, claims, quiz_items, runs;
};

/* Checks `pages` (those not yet written are passed over). What is wrong goes
 * to `diags`. STATUS_OK unless the checking itself failed. */
enum status check_pages(struct library *library, struct runner *runner,
	const struct page_ref *pages, size_t n_pages, const struct check_options *options,
	struct diags *diags, struct check_counts *counts);

#endif
