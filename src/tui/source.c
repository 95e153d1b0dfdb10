/* Source: a demo's C, highlighted. */
#include "base/buf.h"
#include "tui/chrome.h"
#include "tui/screens.h"
#include "tui/text_view.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_SOURCE_BYTES = 1 << 20 };

struct source_screen {
	struct app *app;
	const char *path; /* the library's */
	struct lines lines;
	struct text_view view;
};

static const struct key_line keys[] = {
	{"\xE2\x86\x91\xE2\x86\x93", "scroll", "scroll"},
	{"/", "find in the source", "find"},
	{"n  N", "the next hit, the one before", "next"},
	{NULL, NULL, NULL},
};

static enum status draw(void *self, const struct area *area, struct lines *out)
{
	struct source_screen *s = self;
	const char *slash = strrchr(s->path, '/');
	struct buf about;

	buf_init(&about);
	buf_printf(&about, "%zu lines", s->lines.n_lines);
	chrome_header(out, area, NULL, slash ? slash + 1 : s->path, about.data);
	buf_done(&about);
	text_view_draw(&s->view, out, (size_t)area->rows - out->n_lines, area->cols, 0);
	return STATUS_OK;
}

static bool press(void *self, int key)
{
	struct source_screen *s = self;

	return text_view_press(&s->view, s->app, key);
}

static bool is_typing(const void *self)
{
	const struct source_screen *s = self;

	return s->view.is_typing;
}

static void close_source(void *self)
{
	struct source_screen *s = self;

	text_view_done(&s->view);
	lines_done(&s->lines);
	free(s);
}

static const struct screen_ops source_ops = {.name = "Source",
	.keys = keys,
	.close = close_source,
	.draw = draw,
	.press = press,
	.is_typing = is_typing};

static enum status read_source(struct source_screen *s)
{
	struct buf text;
	enum status status;

	buf_init(&text);
	status = buf_read_file(&text, s->path, MAX_SOURCE_BYTES);
	if (status == STATUS_OK)
		status = page_highlight_c(&s->lines, text.data, text.n);
	buf_done(&text);
	text_view_show(&s->view, &s->lines, NULL);
	return status;
}

void source_show(struct app *app, const struct page_ref *ref)
{
	struct source_screen *s;
	enum status status = STATUS_NO_MEMORY;

	if (!ref->demo) {
		app_say(app, "This page has no demo.");
		return;
	}
	s = calloc(1, sizeof(*s));
	if (s) {
		s->app = app;
		s->path = ref->demo;
		lines_init(&s->lines);
		status = read_source(s);
	}
	app_push(app, &source_ops, s, status);
}
