#include "tui/app.h"

#include "base/text.h"
#include "tui/chrome.h"
#include "tui/screens.h"
#include "tui/terminal.h"
#include "tui/tui.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FDS = 256, MAX_SCREENS = 16, MIN_ROWS = 12, MIN_COLS = 40, WHEEL_LINES = 3 };

struct open_screen {
	const struct screen_ops *ops;
	void *self;
};

struct app {
	struct cli *cli;
	struct runner *runner;
	struct terminal *terminal;
	struct open_screen screens[MAX_SCREENS];
	size_t n_screens;
	size_t n_to_close; /* of the top: they end when their operation has returned */
	struct marks *marks;
	struct buf message; /* empty: the keys are shown */
	struct lines frame;
	bool changed; /* what is to be seen is not what is shown */
};

const struct cli *app_cli(const struct app *app)
{
	return app->cli;
}

struct library *app_library(struct app *app)
{
	return &app->cli->library;
}

struct runner *app_runner(struct app *app)
{
	return app->runner;
}

const struct paths *app_paths(struct app *app)
{
	return &app->cli->paths;
}

enum status app_lend_terminal(struct app *app, char *const *argv, int *exit_status)
{
	return terminal_lend(app->terminal, argv, exit_status);
}

void app_say(struct app *app, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	buf_clear(&app->message);
	buf_vprintf(&app->message, format, args);
	va_end(args);
}

void app_push(struct app *app, const struct screen_ops *ops, void *self, enum status status)
{
	if (status == STATUS_OK && app->n_screens == MAX_SCREENS)
		status = STATUS_LIMIT;
	if (status == STATUS_OK) {
		app->screens[app->n_screens++] = (struct open_screen){ops, self};
		return;
	}
	app_say(app, "%s can't be opened: %s.", ops->name, status_text(status));
	if (self)
		ops->close(self);
}

void app_back(struct app *app)
{
	app->n_to_close = 1;
}

static struct open_screen *top(struct app *app)
{
	return &app->screens[app->n_screens - 1];
}

/* A screen that was closed may have been opened over by another just now. */
static void close_screens(struct app *app, size_t n_before)
{
	struct open_screen closed;

	if (!app->n_to_close)
		return;
	app->n_to_close = 0;
	closed = app->screens[n_before - 1];
	memmove(app->screens + n_before - 1, app->screens + n_before,
		(app->n_screens - n_before) * sizeof(closed));
	app->n_screens--;
	closed.ops->close(closed.self);
	if (app->n_screens && app->n_screens == n_before - 1 && top(app)->ops->resume)
		top(app)->ops->resume(top(app)->self);
}

struct marks *app_marks(struct app *app)
{
	return app->marks;
}

void app_save_marks(struct app *app)
{
	enum status status = marks_save(app->marks);

	if (status != STATUS_OK)
		app_say(app, "Your place can't be kept: %s.", status_text(status));
}

enum status app_copy(struct app *app, const char *text)
{
	struct buf clean;
	enum status status;

	buf_init(&clean);
	text_clean(&clean, text, strlen(text));
	status = buf_status(&clean);
	if (status == STATUS_OK)
		status = terminal_copy(app->terminal, clean.data, clean.n);
	buf_done(&clean);
	return status;
}

static void draw_screen(struct app *app, const struct area *area)
{
	struct open_screen *s = top(app);
	enum status status = s->ops->draw(s->self, area, &app->frame);

	if (status == STATUS_OK)
		status = lines_status(&app->frame);
	if (status != STATUS_OK) {
		lines_clear(&app->frame);
		app_say(app, "This screen can't be drawn: %s.", status_text(status));
	}
	while (app->frame.n_lines < (size_t)area->rows && lines_status(&app->frame) == STATUS_OK)
		lines_end(&app->frame);
}

static bool is_typing(struct app *app)
{
	const struct open_screen *s = top(app);

	return s->ops->is_typing && s->ops->is_typing(s->self);
}

static void draw_status(struct app *app, const struct area *area)
{
	const struct open_screen *s = top(app);

	if (app->message.n)
		chrome_message(&app->frame, area, app->message.data);
	else if (is_typing(app))
		chrome_typing_keys(&app->frame, area,
			s->ops->typing_keys ? s->ops->typing_keys(s->self) : NULL);
	else
		chrome_keys(&app->frame, area,
			s->ops->keys_now ? s->ops->keys_now(s->self) : s->ops->keys,
			app->n_screens == 1);
}

static void draw(struct app *app)
{
	const struct output_style *style = &app->cli->style;
	struct area area = {.ascii = style->ascii, .no_color = style->depth == COLOR_NONE};
	int rows;

	terminal_size(app->terminal, &rows, &area.cols);
	area.rows = rows - 1;
	lines_clear(&app->frame);
	if (rows < MIN_ROWS || area.cols < MIN_COLS) {
		chrome_too_small(&app->frame, rows, area.cols, MIN_ROWS, MIN_COLS);
	} else {
		draw_screen(app, &area);
		draw_status(app, &area);
	}
	terminal_paint(app->terminal, &app->frame);
	app->changed = false;
}

/* Keys that mean the same on every screen. */
static void press_common(struct app *app, int key)
{
	switch (key) {
	case 'q':
	case PRESS_ESCAPE:
	case PRESS_LEFT:
	case 'h':
	case PRESS_BACKSPACE:
		/* Only q leaves the program. */
		if (app->n_screens > 1 || key == 'q')
			app_back(app);
		break;
	case '?':
		help_show(app, top(app)->ops);
		break;
	case '/':
		browse_show(app, LEVEL_NONE, true);
		break;
	case 12: /* Ctrl-L: redrawn anyway */
	default:
		break;
	}
}

static void press(struct app *app, struct event *event)
{
	const struct open_screen s = *top(app);
	size_t n_before = app->n_screens;
	bool typing = is_typing(app);

	if (event->key == KEY_NONE)
		return;
	app->changed = true;
	/* Another size is no answer to anything. */
	if (event->key == PRESS_RESIZE)
		return;
	buf_clear(&app->message);
	if (event->key == PRESS_CLICK) {
		if (s.ops->click)
			s.ops->click(s.self, event->row, event->col);
	} else if (event->key == PRESS_WHEEL_UP || event->key == PRESS_WHEEL_DOWN) {
		for (int i = 0; i < WHEEL_LINES; i++)
			s.ops->press(s.self, event->key);
	} else if (!s.ops->press(s.self, event->key) && !typing) {
		press_common(app, event->key);
	}
	close_screens(app, n_before);
}

static bool wait_for_input(struct app *app)
{
	struct pollfd fds[MAX_FDS];
	size_t n = 1;
	int least = -1;

	for (size_t i = 0; i < app->n_screens; i++) {
		const struct open_screen *s = &app->screens[i];
		int ms = s->ops->timeout_ms ? s->ops->timeout_ms(s->self) : -1;

		if (s->ops->fds)
			n += s->ops->fds(s->self, fds + n, MAX_FDS - n);
		if (ms >= 0 && (least < 0 || ms < least))
			least = ms;
	}
	return terminal_wait(app->terminal, fds, n, least);
}

static void loop(struct app *app)
{
	struct event event;

	draw(app);
	while (app->n_screens && wait_for_input(app)) {
		while (app->n_screens && terminal_event(app->terminal, &event))
			press(app, &event);
		for (size_t i = 0; i < app->n_screens; i++) {
			const struct open_screen *s = &app->screens[i];

			if (s->ops->pump && s->ops->pump(s->self))
				app->changed = true;
		}
		if (app->n_screens && app->changed)
			draw(app);
	}
}

/* What screens keep is kept while signals to end still wait. */
static void close_all(struct app *app)
{
	while (app->n_screens) {
		const struct open_screen *s = &app->screens[--app->n_screens];

		s->ops->close(s->self);
	}
}

static void done(struct app *app)
{
	marks_free(app->marks);
	buf_done(&app->message);
	lines_done(&app->frame);
	runner_free(app->runner);
}

static enum status open_marks(struct app *app)
{
	enum status status;
	struct buf path;

	buf_init(&path);
	buf_printf(&path, "%s/marks", app->cli->paths.data);
	status = buf_status(&path);
	if (status == STATUS_OK)
		status = marks_open(&app->marks, path.data);
	buf_done(&path);
	return status;
}

bool tui_run(struct cli *cli)
{
	struct app app = {.cli = cli};
	enum status status;

	buf_init(&app.message);
	lines_init(&app.frame);
	status = open_marks(&app);
	/* Without seccomp there is a runner nevertheless; its jobs say why not. */
	if (status == STATUS_OK)
		status = runner_new(&app.runner, &cli->paths);
	if (app.runner)
		status = STATUS_OK;
	if (status == STATUS_OK)
		home_show(&app);
	if (status == STATUS_OK && !app.n_screens)
		status = STATUS_NO_MEMORY;
	if (status == STATUS_OK)
		status = terminal_open(&app.terminal, &cli->style);
	if (status == STATUS_OK)
		loop(&app);
	close_all(&app);
	terminal_close(app.terminal);
	done(&app);
	if (status == STATUS_UNSUPPORTED)
		cli_error("this terminal can't show screens (TERM)");
	else if (status != STATUS_OK)
		cli_error("%s", status_text(status));
	return status == STATUS_OK;
}
