/*
 * Markdown to styled lines of a width: a pure function of text, width and the
 * live values it is given. Owns its lines, links and headings; knows nothing
 * of curses, files or processes.
 */
#ifndef GRADUS_PAGE_PAGE_H
#define GRADUS_PAGE_PAGE_H

#include "base/lines.h"
#include "base/status.h"
#include "plot/plot.h"

#include <stdbool.h>
#include <stddef.h>

enum {
	PAGE_MAX_TEXT_CELLS = 90,
	PAGE_MARGIN_CELLS = 3 /* left of the text, from 40 columns on */
};

enum live_state {
	LIVE_UNKNOWN,  /* no such value: shown as written, marked */
	LIVE_PENDING,  /* not computed yet: shown as written, dimmed */
	LIVE_VERIFIED, /* agrees: shown as written */
	LIVE_STALE,    /* differs: the value now, marked with what was written */
	LIVE_COMPUTED, /* what was written was a sample: the value now, unmarked */
	LIVE_FAILED    /* the demo failed: shown as written, marked */
};

/* What stands behind a `live:` link. Borrowed, valid during page_layout. */
struct live_item {
	enum live_state state;
	const char *now;         /* LIVE_STALE, LIVE_COMPUTED: the value as text */
	const struct plot *plot; /* an image: one of these, or neither */
	const struct table *table;
	const char *message; /* LIVE_FAILED, LIVE_UNKNOWN: one line that says why; shown
				below a figure, not in running text */
};

/* `target` is what follows "live:", `written` the link's text. Leaves *item as
 * it is (LIVE_UNKNOWN) where it knows nothing. */
typedef void page_live_fn(
	void *context, const char *target, const char *written, struct live_item *item);

struct page_options {
	int width;          /* cells of the terminal; text is at most PAGE_MAX_TEXT_CELLS wide */
	int plot_height;    /* rows of a plot; 0: as fits the width */
	bool ascii;         /* the result is going to a locale that is not UTF-8 */
	bool no_color;      /* nothing may be told by color: pipes, NO_COLOR */
	bool spoken;        /* --plain: no box drawing, maths in words, plots described */
	page_live_fn *live; /* NULL: live numbers are shown as written, unmarked */
	void *live_context;
};

enum page_link_kind {
	PAGE_LINK_URL,
	PAGE_LINK_QUESTION, /* question:slug */
	PAGE_LINK_LESSON,   /* lesson:slug */
	PAGE_LINK_LIVE,     /* live:..., the demo behind a number or a plot */
	PAGE_LINK_SET,      /* set:..., a demo at these settings */
	PAGE_LINK_CITE,     /* cite:key, an item of References */
	PAGE_LINK_MATH      /* a formula; target is its TeX */
};

struct page_link {
	enum page_link_kind kind;
	char *target; /* without its scheme, but for PAGE_LINK_URL; hostile */
	char *text;   /* what was written; hostile */
	size_t line;  /* the line it begins on; 0 if none, as of "[ ](x)" alone */
};

struct page_heading {
	int level;  /* 1..6 */
	char *text; /* without markup */
	size_t line;
};

struct page {
	struct lines lines;
	struct page_link *links; /* run.link is 1 + an index into these */
	size_t n_links;
	struct page_heading *headings;
	size_t n_headings;
};

/* Lays out markdown[0..n). On failure *page is empty and owns nothing. Any
 * bytes will do as input. page_done frees, also an empty one. */
enum status page_layout(
	struct page *page, const char *markdown, size_t n, const struct page_options *options);
void page_done(struct page *page);

/* C source with highlighting, for `run --source` and the screens. */
enum status page_highlight_c(struct lines *out, const char *source, size_t n);

/* A demo's table, as wide as options->width: its title where it has one,
 * numbers of a column in one form so that their points align, wrapped cells,
 * "column: value" lines where the width is too small for columns, and in
 * speech. Appends lines. */
enum status page_table(
	struct lines *out, const struct table *table, const struct page_options *options);

#endif
