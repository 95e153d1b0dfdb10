/* What the parts of check share: check.c, check_text.c, check_quiz.c, check_run.c. */
#ifndef GRADUS_VERIFY_CHECK_IMPL_H
#define GRADUS_VERIFY_CHECK_IMPL_H

#include "base/arena.h"
#include "pack/document.h"
#include "verify/check.h"
#include "verify/view.h"

struct checked_page {
	struct document document;
	struct live_view view;
	size_t first_run, second_run; /* indices of the defaults, run twice */
	bool has_runs;
};

/* Who first asked for a setting: where its failure is told. */
struct origin {
	const char *file;
	struct position at;
};

struct check {
	struct library *library;
	struct live *live;
	struct arena *arena;
	const struct check_options *options;
	struct diags *diags;
	struct check_counts *counts;
	struct checked_page *pages;
	size_t n_pages;
	struct origin *origins; /* one for each setting */
	size_t n_origins, cap_origins;
};

/* Asks for a setting on behalf of file:at. */
enum status check_want(struct check *c, const struct live_setting *setting, const char *file,
	struct position at, size_t *index);

/* The finished run of a setting, or NULL if it failed (which is told once, by
 * check_runs, not for every claim). */
const struct demo_result *check_result(const struct check *c, const struct live_setting *setting);

/* check_text.c: claims, figures, links, excerpts, formulas of a page. */
enum status want_text(struct check *c, struct checked_page *page);
void judge_text(struct check *c, struct checked_page *page);

/* check_quiz.c: numeric items over the range of what may be drawn. */
enum status want_quiz(struct check *c, struct checked_page *page);
void judge_quiz(struct check *c, struct checked_page *page);

/* check_run.c: what the demos themselves said, at each setting; two runs. */
void judge_runs(struct check *c);
enum status want_corners(struct check *c);

#endif
