/* Source: a demo's C, the reader's changed copy of it, and what differs. */
#include "base/buf.h"
#include "tui/chrome.h"
#include "tui/edits.h"
#include "tui/screens.h"
#include "tui/source_lines.h"
#include "tui/text_view.h"
#include "tui/trial.h"

#include <stdlib.h>
#include <string.h>

enum shown { SHOWN_ORIGINAL, SHOWN_COPY, SHOWN_DIFF };

struct source_screen {
	struct app *app;
	struct page_ref page;
	char *copy; /* its path, there or not */
	struct edit_stamp stamp;
	struct buf original, edited; /* texts; the second one may be empty */
	bool has_copy;
	enum shown shown;
	struct trial trial; /* of the copy, at the defaults */
	struct lines lines;
	struct source_spots spots;
	struct text_view view;
	int cols;         /* that the lines were made for; 0: make them */
	bool is_asking;   /* whether to revert */
	bool must_reveal; /* the first error */
};

static const struct key_line keys[] = {
	{"\xE2\x86\x91\xE2\x86\x93", "scroll", "scroll"},
	{"e", "edit a copy of it, in $VISUAL or $EDITOR if they are set", "edit"},
	{"c", "compare your copy with the original", "compare"},
	{"u", "the original, or your copy again", "original"},
	{"}", "the next error or change; { the one before", "next error"},
	{"R", "revert: throw your copy away", "revert"},
	{"/", "find in the source", "find"},
	{"n", "the next hit; N the one before", NULL},
	{NULL, NULL, NULL},
};

static const struct key_line asking_keys[] = {
	{"y", "throw your copy away", "throw your copy away"},
	{"any other key", "keep it", "keep it"},
	{NULL, NULL, NULL},
};

/* ---- the copy */

static void run_copy(struct source_screen *s)
{
	const struct demo_order order = {.source = s->copy};
	enum status status = trial_start(&s->trial, &order);

	if (status != STATUS_OK)
		app_say(s->app, "Your copy can't be run: %s.", status_text(status));
}

/* Reads the copy anew if it has been changed, made or removed. */
static void look_at_copy(struct source_screen *s)
{
	struct edit_stamp now = edit_stamp(s->copy);

	if (edit_stamp_same(&now, &s->stamp))
		return;
	s->stamp = now;
	s->has_copy = edit_exists(s->copy) &&
		      buf_read_file(&s->edited, s->copy, EDIT_MAX_BYTES) == STATUS_OK;
	s->cols = 0;
	if (!s->has_copy) {
		trial_done(&s->trial);
		s->shown = SHOWN_ORIGINAL;
		return;
	}
	if (s->shown == SHOWN_ORIGINAL)
		s->shown = SHOWN_COPY;
	s->must_reveal = true;
	run_copy(s);
}

static bool pump(void *self)
{
	struct source_screen *s = self;
	enum trial_news news;

	look_at_copy(s);
	news = trial_pump(&s->trial);
	if (news == TRIAL_RESULT)
		s->cols = 0; /* errors come or go */
	return news != TRIAL_NOTHING || s->cols == 0;
}

static size_t fds(const void *self, struct pollfd *list, size_t max)
{
	const struct source_screen *s = self;

	return trial_fds(&s->trial, list, max);
}

static int timeout_ms(const void *self)
{
	const struct source_screen *s = self;

	return trial_timeout_ms(&s->trial);
}

static const struct diags *errors_of(const struct source_screen *s)
{
	return s->has_copy && s->trial.shown ? job_compile_errors(s->trial.shown) : NULL;
}

/* ---- drawing */

/* What became of the copy. */
static void put_outcome(const struct source_screen *s, struct buf *out)
{
	const struct demo_result *r = trial_result(&s->trial);
	const struct diags *errors = errors_of(s);
	size_t n_good = 0;

	for (size_t i = 0; i < r->n_checks; i++)
		n_good += r->checks[i].pass;
	if (s->trial.running)
		buf_puts(out, "compiling and running");
	else if (errors && errors->n)
		buf_printf(out, "%zu error%s", errors->n, errors->n == 1 ? "" : "s");
	else if (!r->complete)
		buf_puts(out, r->n_errors ? r->errors[0] : "not run");
	else
		buf_printf(out, "runs, %zu of %zu checks hold", n_good, r->n_checks);
}

static void put_header(const struct source_screen *s, const struct area *area, struct lines *out)
{
	const char *slash = strrchr(s->page.demo, '/');
	struct buf about;

	buf_init(&about);
	if (s->shown == SHOWN_DIFF)
		buf_printf(&about, "your copy against the original \xC2\xB7 %zu change%s",
			s->spots.n, s->spots.n == 1 ? "" : "s");
	else if (s->shown == SHOWN_ORIGINAL)
		buf_puts(&about, s->has_copy ? "the original; you have a copy" : "the original");
	else
		buf_puts(&about, "your edited copy \xC2\xB7 ");
	if (s->shown == SHOWN_COPY)
		put_outcome(s, &about);
	chrome_header(out, area, NULL, slash ? slash + 1 : s->page.demo, about.data);
	buf_done(&about);
}

static enum status make_lines(struct source_screen *s, int cols)
{
	enum status status;

	if (s->cols == cols)
		return STATUS_OK;
	if (s->shown == SHOWN_DIFF)
		status = source_lines_diff(&s->lines, &s->spots, &s->original, &s->edited, cols);
	else if (s->shown == SHOWN_COPY)
		status = source_lines_all(&s->lines, &s->spots, &s->edited, errors_of(s), cols);
	else
		status = source_lines_all(&s->lines, &s->spots, &s->original, NULL, cols);
	text_view_show(&s->view, &s->lines, NULL);
	s->cols = status == STATUS_OK ? cols : 0;
	return status;
}

static enum status draw(void *self, const struct area *area, struct lines *out)
{
	struct source_screen *s = self;
	enum status status = make_lines(s, area->cols);
	size_t rows;

	if (status != STATUS_OK)
		return status;
	put_header(s, area, out);
	rows = (size_t)area->rows - out->n_lines;
	if (s->must_reveal && !s->trial.running) {
		s->must_reveal = false;
		s->view.scroll.rows = rows;
		if (s->shown == SHOWN_COPY && s->spots.n)
			text_view_reveal(&s->view, s->spots.lines[0]);
	}
	if (s->shown == SHOWN_DIFF && !s->spots.n) {
		lines_pad(out, style_plain, 1);
		lines_puts(out, style_dim, "Your copy does not differ from the original.");
		lines_end(out);
		return STATUS_OK;
	}
	text_view_draw(&s->view, out, rows, area->cols, 0);
	return STATUS_OK;
}

/* ---- keys */

static void show(struct source_screen *s, enum shown shown)
{
	if (!s->has_copy) {
		app_say(s->app, "You have no edited copy of this demo; e makes one.");
		return;
	}
	if (s->shown == SHOWN_DIFF || shown == SHOWN_DIFF)
		s->view.scroll.top = 0;
	s->shown = shown;
	s->cols = 0;
}

static void go_to_spot(struct source_screen *s, bool back)
{
	size_t top = s->view.scroll.top, best = SIZE_MAX;

	for (size_t i = 0; i < s->spots.n; i++) {
		size_t line = s->spots.lines[i];

		if (back ? line < top : line > top && best == SIZE_MAX)
			best = line;
	}
	if (best != SIZE_MAX)
		s->view.scroll.top = best;
	else if (s->spots.n)
		text_view_reveal(&s->view, s->spots.lines[back ? 0 : s->spots.n - 1]);
	else
		app_say(s->app, "There are no errors and no changes here.");
}

static void revert(struct source_screen *s)
{
	enum status status = edit_remove(s->copy);

	if (status == STATUS_OK)
		app_say(s->app, "Your copy is gone; this is the original.");
	else
		app_say(s->app, "Your copy can't be removed: %s.", status_text(status));
}

static bool press_own(struct source_screen *s, int key)
{
	switch (key) {
	case 'e':
		edit_show(s->app, &s->page);
		return true;
	case 'c':
		show(s, s->shown == SHOWN_DIFF ? SHOWN_COPY : SHOWN_DIFF);
		return true;
	case 'u':
		show(s, s->shown == SHOWN_ORIGINAL ? SHOWN_COPY : SHOWN_ORIGINAL);
		return true;
	case '{':
	case '}':
		go_to_spot(s, key == '{');
		return true;
	case 'R':
		s->is_asking = s->has_copy;
		if (!s->has_copy)
			app_say(s->app, "There is nothing to revert.");
		return true;
	default:
		return false;
	}
}

static bool press(void *self, int key)
{
	struct source_screen *s = self;

	if (s->is_asking) {
		s->is_asking = false;
		if (key == 'y')
			revert(s);
		return true;
	}
	if (!s->view.is_typing && press_own(s, key))
		return true;
	return text_view_press(&s->view, s->app, key);
}

static bool is_typing(const void *self)
{
	const struct source_screen *s = self;

	return s->view.is_typing || s->is_asking;
}

static const struct key_line *typing_keys(const void *self)
{
	const struct source_screen *s = self;

	return s->is_asking ? asking_keys : NULL;
}

/* ---- opening, closing */

static void close_source(void *self)
{
	struct source_screen *s = self;

	trial_done(&s->trial);
	text_view_done(&s->view);
	source_spots_done(&s->spots);
	lines_done(&s->lines);
	buf_done(&s->original);
	buf_done(&s->edited);
	free(s->copy);
	free(s);
}

static const struct screen_ops source_ops = {.name = "Source",
	.keys = keys,
	.close = close_source,
	.draw = draw,
	.press = press,
	.is_typing = is_typing,
	.typing_keys = typing_keys,
	.fds = fds,
	.timeout_ms = timeout_ms,
	.pump = pump};

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
		s->page = *ref;
		s->trial.runner = app_runner(app);
		buf_init(&s->original);
		buf_init(&s->edited);
		lines_init(&s->lines);
		s->copy = edit_path(app_paths(app), ref);
		if (s->copy)
			status = buf_read_file(&s->original, ref->demo, EDIT_MAX_BYTES);
	}
	if (status == STATUS_OK)
		look_at_copy(s);
	app_push(app, &source_ops, s, status);
}
