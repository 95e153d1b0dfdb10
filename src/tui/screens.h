/* Each screen's way in. What can't be opened is said in the status line. */
#ifndef GRADUS_TUI_SCREENS_H
#define GRADUS_TUI_SCREENS_H

#include "tui/app.h"

void home_show(struct app *app);

/* All questions and lessons; `level` LEVEL_NONE shows all, `typing` begins with
 * the search. */
void browse_show(struct app *app, enum level level, bool typing);

/* A page that is written. */
void page_show(struct app *app, const struct page_ref *ref);

/* A demo at a setting ("name=value" each, copied); the page it belongs to. */
void demo_show(struct app *app, const struct page_ref *ref, const char *const *arguments,
	size_t n_arguments);

/* A demo's source. */
void source_show(struct app *app, const struct page_ref *ref);

/* The reader's own copy of a demo's source, made if there is none, in $VISUAL or
 * $EDITOR, which has the terminal meanwhile; without one in an editor of ours. */
void edit_show(struct app *app, const struct page_ref *ref);

/* What is due today, then what is new. */
void review_show(struct app *app);

/* Quiz items of a page; NULL: of all pages. */
void quiz_show(struct app *app, const struct page_ref *of);

/* The question of a page, answered freely, compared with its key points. */
void recall_show(struct app *app, const struct page_ref *of);

/* An interview: chosen, or gone on with; those before it. */
void interviews_show(struct app *app);

/* What was answered, remembered, is due and known. */
void stats_show(struct app *app);

/* A text in markdown (copied), such as a report. */
void report_show(struct app *app, const char *title, const char *markdown);

/* The keys of a screen. */
void help_show(struct app *app, const struct screen_ops *of);

#endif
