/*
 * Between a page's live links and the values that stand behind them: resolves
 * targets to demos and settings, and says what a renderer is to show.
 */
#ifndef GRADUS_VERIFY_VIEW_H
#define GRADUS_VERIFY_VIEW_H

#include "base/status.h"
#include "pack/library.h"
#include "page/page.h"
#include "verify/claim.h"
#include "verify/live.h"

#include <stdbool.h>
#include <stddef.h>

struct live_view {
	struct library *library; /* borrowed, as all here */
	struct page_ref page;
	struct live *live;
	struct arena *arena; /* for what view_item hands out */
};

/* The demo's source and the setting that `target` (parsed) means on this page;
 * `message`, if not NULL, gets one line that says why there is none. */
bool view_setting(struct live_view *view, const struct target *target, struct live_setting *setting,
	const char **message);

/* Asks for every setting that the document's claims and figures need. */
enum status view_want(struct live_view *view, const struct document *document);

/* What the value that a target means shows; LIVE_PENDING where it was not asked for, too. */
void view_target(struct live_view *view, const struct target *target, const char *written,
	struct live_item *item);

/* The same as a page_live_fn; `context` is the struct live_view. */
void view_item(void *context, const char *target, const char *written, struct live_item *item);

#endif
