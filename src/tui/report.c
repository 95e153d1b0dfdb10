/* A text of our own making, as a report of an interview: read, scrolled,
 * searched. */
#include "tui/chrome.h"
#include "tui/screens.h"
#include "tui/text_view.h"

#include <stdlib.h>
#include <string.h>

struct report {
	struct app *app;
	char *title, *markdown;
	struct page page; /* as laid out for `width` */
	int width;
	struct text_view view;
};

static const struct key_line keys[] = {
	{"\xE2\x86\x91\xE2\x86\x93", "scroll", "scroll"},
	{"/  n  N", "find; the next hit, the one before", "find"},
	{NULL, NULL, NULL},
};

static enum status draw(void *self, const struct area *area, struct lines *out)
{
	struct report *r = self;
	const struct page_options options = {
		.width = area->cols, .ascii = area->ascii, .no_color = area->no_color};
	enum status status = STATUS_OK;

	if (r->width != area->cols) {
		page_done(&r->page);
		r->width = 0;
		status = page_layout(&r->page, r->markdown, strlen(r->markdown), &options);
		if (status != STATUS_OK)
			return status;
		r->width = area->cols;
		text_view_show(&r->view, &r->page.lines, &r->page);
	}
	chrome_header(out, area, NULL, r->title, "");
	text_view_draw(&r->view, out, (size_t)area->rows - out->n_lines, area->cols, 0);
	return status;
}

static bool press(void *self, int key)
{
	struct report *r = self;

	return text_view_press(&r->view, r->app, key);
}

static bool is_typing(const void *self)
{
	const struct report *r = self;

	return r->view.is_typing;
}

static void close_report(void *self)
{
	struct report *r = self;

	text_view_done(&r->view);
	page_done(&r->page);
	free(r->title);
	free(r->markdown);
	free(r);
}

static const struct screen_ops report_ops = {.name = "Report",
	.keys = keys,
	.close = close_report,
	.draw = draw,
	.press = press,
	.is_typing = is_typing};

void report_show(struct app *app, const char *title, const char *markdown)
{
	struct report *r = calloc(1, sizeof(*r));

	if (r) {
		r->app = app;
		r->title = strdup(title);
		r->markdown = strdup(markdown);
	}
	app_push(app, &report_ops, r, r && r->title && r->markdown ? STATUS_OK : STATUS_NO_MEMORY);
}
