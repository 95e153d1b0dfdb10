#include "tui/outline.h"

#include "tui/chrome.h"

void outline_open(struct outline *outline, const struct page *page, size_t line)
{
	*outline = (struct outline){.is_open = true, .pick = {.n = page->n_headings}};
	for (size_t i = 0; i < page->n_headings && page->headings[i].line <= line; i++)
		outline->pick.at = i;
}

bool outline_press(struct outline *outline, int key)
{
	if (key == PRESS_ENTER || key == PRESS_RIGHT || key == 'l') {
		outline->is_open = false;
		return outline->pick.n;
	}
	if (!pick_press(&outline->pick, key))
		outline->is_open = false;
	return false;
}

void outline_draw(
	struct outline *outline, const struct page *page, struct lines *out, int rows, int cols)
{
	struct pick *p = &outline->pick;

	pick_clamp(p, page->n_headings, (size_t)rows);
	for (size_t i = p->seen.top; i < p->n && i < p->seen.top + (size_t)rows; i++) {
		const struct page_heading *h = &page->headings[i];

		lines_pad(out, style_plain, 1);
		chrome_pointer(out, i == p->at);
		lines_pad(out, style_plain, 2 * (h->level > 2 ? h->level - 2 : 0));
		chrome_put(out, i == p->at ? style_accent : style_plain, h->text,
			cols - lines_open_cells(out) - 1);
		lines_end(out);
	}
	if (!p->n) {
		lines_pad(out, style_plain, 3);
		lines_puts(out, style_dim, "This page has no headings.");
		lines_end(out);
	}
}
