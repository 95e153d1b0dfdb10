/* Help: all keys of the screen below, then those that are the same everywhere. */
#include "tui/chrome.h"
#include "tui/move.h"
#include "tui/screens.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { MAX_LINES = 4 };

struct help {
	struct app *app;
	const struct screen_ops *of;
	struct scroll scroll;
};

static const struct key_line everywhere[] = {
	{"\xE2\x86\x91 \xE2\x86\x93  k j", "move, scroll", NULL},
	{"space  b", "a screen further, back; also PgDn, PgUp", NULL},
	{"g  G", "to the beginning, the end; also Home, End", NULL},
	{"enter", "open what is selected", NULL},
	{"/", "search", NULL},
	{"esc  \xE2\x86\x90", "back to the screen before", NULL},
	{"q", "back; on the first screen: leave", NULL},
	{"?", "the keys of the screen you are on", NULL},
	{"ctrl-z", "to the shell; fg brings you back", NULL},
	{"mouse", "the wheel scrolls, a click opens links and rows", NULL},
	{NULL, NULL, NULL},
};

static const struct key_line help_keys[] = {
	{"\xE2\x86\x91\xE2\x86\x93", "scroll", "scroll"},
	{NULL, NULL, NULL},
};

/* Cells of the longest keys, as far as there is room for so much. */
static int keys_width(const struct key_line *keys, int cols)
{
	int width = cols >= 60 ? 12 : 6;

	for (const struct key_line *k = keys; k->keys; k++) {
		int cells = (int)text_cells(k->keys, strlen(k->keys));

		width = cells > width ? cells : width;
	}
	return width;
}

/* What a key does goes on in the next line where it is too long. */
static void put_keys(struct lines *out, const struct key_line *keys, int cols)
{
	int width = keys_width(keys, cols), indent = 3 + width + 2;
	struct lines what;

	lines_init(&what);
	for (const struct key_line *k = keys; k->keys; k++) {
		lines_clear(&what);
		chrome_wrap(&what, style_plain, k->what, 0, cols - indent, MAX_LINES);
		lines_pad(out, style_plain, 3);
		chrome_column(out, style_accent, k->keys, width + 2);
		for (size_t i = 0; i < what.n_lines; i++) {
			lines_pad(out, style_plain, i ? indent : 0);
			lines_copy_line(out, &what, i, 0);
			lines_end(out);
		}
	}
	lines_done(&what);
}

static void put_heading(struct lines *out, const char *text)
{
	lines_pad(out, style_plain, 1);
	lines_puts(out, style_heading, text);
	lines_end(out);
	lines_end(out);
}

static enum status draw(void *self, const struct area *area, struct lines *out)
{
	struct help *h = self;
	enum status status;
	struct lines all;

	lines_init(&all);
	put_heading(&all, h->of->name);
	put_keys(&all, h->of->keys, area->cols);
	lines_end(&all);
	put_heading(&all, "Everywhere");
	put_keys(&all, everywhere, area->cols);
	scroll_clamp(&h->scroll, all.n_lines, (size_t)area->rows);
	for (size_t i = h->scroll.top; i < all.n_lines && i < h->scroll.top + (size_t)area->rows;
		i++) {
		lines_copy_line(out, &all, i, 0);
		lines_end(out);
	}
	status = lines_status(&all);
	lines_done(&all);
	return status;
}

static bool press(void *self, int key)
{
	struct help *h = self;

	if (key == '?' || key == PRESS_ENTER)
		app_back(h->app);
	else
		return scroll_press(&h->scroll, key);
	return true;
}

static const struct screen_ops help_ops = {
	.name = "Help", .keys = help_keys, .close = free, .draw = draw, .press = press};

void help_show(struct app *app, const struct screen_ops *of)
{
	struct help *h = calloc(1, sizeof(*h));

	if (h)
		*h = (struct help){.app = app, .of = of};
	app_push(app, &help_ops, h, h ? STATUS_OK : STATUS_NO_MEMORY);
}
