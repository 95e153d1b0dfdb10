/* Private to the page's screen: its state, and its links (page_links.c). */
#ifndef GRADUS_TUI_PAGE_IMPL_H
#define GRADUS_TUI_PAGE_IMPL_H

#include "tui/app.h"
#include "tui/outline.h"
#include "tui/reader.h"
#include "tui/text_view.h"
#include "tui/visits.h"

enum { NO_LINK = 0 };

struct page_screen {
	struct app *app;
	struct visits visits;
	struct reader *reader;
	struct text_view view;
	struct outline outline;
	struct place place; /* of the first line that is seen */
	uint32_t link;      /* 1 + index of the selected one */
	struct buf note;    /* shown below the text until the next key */
	int first_row;      /* of the text on the screen */
};

static inline const struct page_ref *present(const struct page_screen *s)
{
	return &s->visits.pages[s->visits.at];
}

static inline const struct page *page_of(const struct page_screen *s)
{
	return reader_page(s->reader);
}

/* Opens another page instead; scrolls to a line. */
void page_go_to(struct page_screen *s, const struct page_ref *ref);
void page_go_to_line(struct page_screen *s, size_t line);

/* Selects the next link that can be seen from here, or the next formula; the
 * one before (-1). */
void page_select_next(struct page_screen *s, int by, bool formulas);

/* Does what a link is for. */
void page_follow(struct page_screen *s, size_t index);

/* The TeX of the next formula below the text. */
void page_show_next_formula(struct page_screen *s);

/* Copies what is selected: a formula's TeX, an address, a number. */
void page_copy_selected(struct page_screen *s);

/* Follows what is on a line of the page at a column. */
void page_click(struct page_screen *s, size_t line, int col);

#endif
