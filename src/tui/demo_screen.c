/* Demo: parameters moved, plots and values following. */
#include "base/arena.h"
#include "tui/chrome.h"
#include "tui/demo_impl.h"
#include "tui/screens.h"

#include <stdlib.h>
#include <string.h>

static const struct key_line keys[] = {
	{"\xE2\x86\x90\xE2\x86\x92", "change the parameter; also h l", "change"},
	{"shift-\xE2\x86\x90\xE2\x86\x92", "change it in large steps; also H L", NULL},
	{"\xE2\x86\x91\xE2\x86\x93", "the parameter above, below; values, checks, settings",
		"move"},
	{"enter", "type a value; set what the page says to try", "type"},
	{"0", "the parameter to its default", NULL},
	{"r", "all parameters to their defaults, the axes anew", "reset"},
	{"t", "set what the page says to try, one after the other; T back", "try"},
	{"p", "pin what you see, to compare what comes; P takes all away", "pin"},
	{"g", "guess the value before it is computed", "guess"},
	{"tab", "the next plot or table; shift-tab the one before", "plot"},
	{"z", "the plot alone, large", NULL},
	{"s", "the source", "source"},
	{"e", "edit a copy of the source and run that", "edit"},
	{"u", "run the original, or your copy again", NULL},
	{"esc", "cancel a run; else back", NULL},
	{NULL, NULL, NULL},
};

/* ---- runs */

/* Another setting is due: what was guessed for the one before is void. */
static void move_on(struct demo_screen *s)
{
	s->is_moved = true;
	buf_clear(&s->guess.verdict);
	if (s->guess.state == GUESS_SAID)
		s->guess.state = GUESS_NONE;
}

static void start(struct demo_screen *s)
{
	struct arena *own = arena_new();
	const char **arguments = s->arguments;
	struct demo_order order = {
		.source = s->runs_copy ? s->copy : s->page.demo, .n_arguments = s->n_arguments};
	enum status status = STATUS_NO_MEMORY;

	/* Another source may have other parameters: first it says which. */
	if (s->is_other && s->sliders.n)
		order.n_arguments = 0;
	else if (s->sliders.n && own)
		arguments = sliders_arguments(&s->sliders, own, &order.n_arguments);
	order.arguments = arguments;
	s->is_moved = false;
	trial_cancel(&s->trial);
	if (own && arguments)
		status = trial_start(&s->trial, &order);
	if (status != STATUS_OK)
		app_say(s->app, "The demo can't be run: %s.", status_text(status));
	arena_free(own);
}

/* The parameters of a source that is run for the first time; those that were
 * moved before stay so. */
static void take_params(struct demo_screen *s, const struct demo_result *r)
{
	struct arena *own = arena_new();
	const char **before = NULL;
	size_t n = 0;

	if (own && s->sliders.n)
		before = sliders_arguments(&s->sliders, own, &n);
	if (sliders_init(&s->sliders, s->arena, r->params, r->n_params) == STATUS_OK && n) {
		sliders_set(&s->sliders, before, n);
		s->is_moved = true;
	}
	s->is_other = false;
	arena_free(own);
}

static void take_result(struct demo_screen *s)
{
	const struct demo_result *r = trial_result(&s->trial);
	const struct diags *errors = job_compile_errors(s->trial.shown);

	if (s->is_other && r->n_params)
		take_params(s, r);
	if (s->guess.state == GUESS_SAID)
		guess_judge(&s->guess, r);
	if (errors->n)
		app_say(s->app, "line %d: %s; s shows it in the source", errors->items[0].line,
			errors->items[0].message);
}

/* Has the copy been changed, made or removed, here or by another program? */
static void look_at_copy(struct demo_screen *s)
{
	struct edit_stamp now = edit_stamp(s->copy);

	if (edit_stamp_same(&now, &s->stamp))
		return;
	s->stamp = now;
	s->runs_copy = edit_exists(s->copy);
	s->is_other = true;
	move_on(s);
}

static bool pump(void *self)
{
	struct demo_screen *s = self;
	enum trial_news news;

	look_at_copy(s);
	if (s->is_moved && s->guess.state != GUESS_SETTING)
		start(s);
	news = trial_pump(&s->trial);
	if (news == TRIAL_RESULT)
		take_result(s);
	return news != TRIAL_NOTHING;
}

static size_t fds(const void *self, struct pollfd *list, size_t max)
{
	const struct demo_screen *s = self;

	return trial_fds(&s->trial, list, max);
}

static int timeout_ms(const void *self)
{
	const struct demo_screen *s = self;

	/* The first result asks for a second run where settings were moved. */
	return s->is_moved && s->guess.state != GUESS_SETTING ? 0 : trial_timeout_ms(&s->trial);
}

/* ---- parameters */

/* The selected parameter; NULL if another row is selected. */
static struct demo_param *selected_param(struct demo_screen *s)
{
	const struct demo_row *r = &s->list.rows[s->pick.at];

	if (s->pick.at >= s->list.n_rows || r->kind != ROW_PARAM)
		return NULL;
	return &s->sliders.params[r->index];
}

static void change(struct demo_screen *s, int steps, bool far)
{
	struct demo_param *p = selected_param(s);

	if (p && slider_move(p, steps, far))
		move_on(s);
}

static void set_all(struct demo_screen *s, const char *const *arguments, size_t n)
{
	sliders_set(&s->sliders, arguments, n);
	move_on(s);
}

static void to_default(struct demo_screen *s)
{
	struct demo_param *p = selected_param(s);

	if (!p || p->value == p->fallback)
		return;
	p->value = p->fallback;
	move_on(s);
}

static void set_preset(struct demo_screen *s, size_t i)
{
	const struct preset *p = &s->list.presets[i];

	s->preset = i + 1;
	set_all(s, p->arguments, p->n_arguments);
	app_say(s->app, "Try it, %zu of %zu: %s", i + 1, s->list.n_presets, p->text);
}

static void try_next(struct demo_screen *s, bool back)
{
	size_t n = s->list.n_presets;

	if (!n)
		app_say(s->app, "This page has no settings to try.");
	else if (back)
		set_preset(s, s->preset > 1 ? s->preset - 2 : n - 1);
	else
		set_preset(s, s->preset % n);
}

/* ---- typing, guessing */

static void begin_typing(struct demo_screen *s, enum demo_typing what, int key)
{
	s->entry = (struct entry){0};
	s->typing = what;
	if (key != PRESS_ENTER)
		entry_press(&s->entry, key);
}

static void begin_value(struct demo_screen *s, int key)
{
	const struct demo_param *p = selected_param(s);

	if (p && p->type != PARAM_CHOICE)
		begin_typing(s, TYPING_VALUE, key);
}

static void end_value(struct demo_screen *s)
{
	struct demo_param *p = selected_param(s);

	if (p && slider_type(p, s->entry.text))
		move_on(s);
	else if (p && s->entry.n)
		app_say(s->app, "%s is a %s, %.6g to %.6g.", p->name,
			p->type == PARAM_INT ? "whole number" : "number", p->min, p->max);
}

static void end_guess(struct demo_screen *s)
{
	char hint[GUESS_BYTES];

	if (!s->entry.n)
		return;
	if (!guess_take(&s->guess, s->entry.text, hint)) {
		app_say(s->app, "%s", hint);
		begin_typing(s, TYPING_GUESS, PRESS_ENTER);
	}
}

static bool press_typing(struct demo_screen *s, int key)
{
	enum demo_typing what = s->typing;

	if (key == PRESS_ESCAPE || key == PRESS_ENTER)
		s->typing = TYPING_NOTHING;
	else
		entry_press(&s->entry, key);
	if (key == PRESS_ENTER && what == TYPING_VALUE)
		end_value(s);
	if (key == PRESS_ENTER && what == TYPING_GUESS)
		end_guess(s);
	return true;
}

static void begin_guess(struct demo_screen *s)
{
	const struct demo_value *v = s->trial.shown ? demo_row_value(&s->list, s->pick.at) : NULL;

	if (v)
		guess_begin(&s->guess, v);
	else
		app_say(s->app, "There is no value to guess.");
}

/* ---- keys */

static void enter(struct demo_screen *s)
{
	const struct demo_row *r = &s->list.rows[s->pick.at];

	if (s->guess.state == GUESS_SETTING) {
		if (s->is_moved)
			begin_typing(s, TYPING_GUESS, PRESS_ENTER);
		else
			app_say(s->app, "Move a parameter first: this value you have seen.");
	} else if (s->pick.at < s->list.n_rows && r->kind == ROW_PRESET) {
		set_preset(s, r->index);
	} else {
		begin_value(s, PRESS_ENTER);
	}
}

static bool press_escape(struct demo_screen *s)
{
	if (s->guess.state == GUESS_SETTING) {
		s->guess.state = GUESS_NONE;
	} else if (s->guess.verdict.n) {
		buf_clear(&s->guess.verdict);
	} else if (s->is_large) {
		s->is_large = false;
	} else if (s->trial.running && s->trial.shown) {
		trial_cancel(&s->trial);
		app_say(s->app, "Cancelled: what you see is of the setting before.");
	} else {
		return false;
	}
	return true;
}

/* The setting of a result in words. */
static void name_setting(const struct demo_result *r, struct buf *out)
{
	for (size_t i = 0; i < r->n_params; i++) {
		const struct demo_param *p = &r->params[i];

		if (p->value == p->fallback)
			continue;
		buf_puts(out, out->n ? " " : "");
		if (p->type == PARAM_CHOICE)
			buf_printf(out, "%s=%s", p->name, p->options[(size_t)p->value]);
		else
			buf_printf(out, "%s=%.6g", p->name, p->value);
	}
	if (!out->n)
		buf_puts(out, "defaults");
}

static void pin(struct demo_screen *s)
{
	const struct demo_result *r = trial_result(&s->trial);
	struct buf label;
	bool pinned;

	if (!r->complete) {
		app_say(s->app, "There is nothing to pin.");
		return;
	}
	buf_init(&label);
	name_setting(r, &label);
	if (s->runs_copy)
		buf_puts(&label, ", copy");
	if (pins_toggle(&s->pins, r, label.data, &pinned) != STATUS_OK)
		app_say(s->app, "It can't be pinned: out of memory.");
	else
		app_say(s->app, pinned ? "Pinned: %s. Move on to compare." : "Unpinned: %s.",
			label.data);
	buf_done(&label);
}

static void change_source(struct demo_screen *s)
{
	if (!edit_exists(s->copy)) {
		app_say(s->app, "You have no edited copy of this demo; e makes one.");
		return;
	}
	s->runs_copy = !s->runs_copy;
	s->is_other = true;
	move_on(s);
}

static bool press_change(struct demo_screen *s, int key)
{
	switch (key) {
	case PRESS_LEFT:
	case 'h':
		change(s, -1, false);
		return true;
	case PRESS_RIGHT:
	case 'l':
		change(s, 1, false);
		return true;
	case PRESS_FAR_LEFT:
	case 'H':
		change(s, -1, true);
		return true;
	case PRESS_FAR_RIGHT:
	case 'L':
		change(s, 1, true);
		return true;
	case '0':
		to_default(s);
		return true;
	case 'r':
		s->held = (struct held){0};
		set_all(s, NULL, 0);
		return true;
	case 't':
	case 'T':
		try_next(s, key == 'T');
		return true;
	default:
		return false;
	}
}

static void next_picture(struct demo_screen *s, bool back)
{
	size_t n = demo_n_pictures(s);

	if (n)
		s->picture = (s->picture + (back ? n - 1 : 1)) % n;
}

static bool press_look(struct demo_screen *s, int key)
{
	switch (key) {
	case PRESS_TAB:
	case PRESS_BACK_TAB:
		next_picture(s, key == PRESS_BACK_TAB);
		return true;
	case 'z':
		s->is_large = !s->is_large;
		return true;
	case 'p':
		pin(s);
		return true;
	case 'P':
		pins_clear(&s->pins);
		return true;
	case 'g':
		begin_guess(s);
		return true;
	case 's':
		source_show(s->app, &s->page);
		return true;
	case 'e':
		edit_show(s->app, &s->page);
		return true;
	case 'u':
		change_source(s);
		return true;
	default:
		return false;
	}
}

static bool press(void *self, int key)
{
	struct demo_screen *s = self;

	if (s->typing)
		return press_typing(s, key);
	if (press_change(s, key) || press_look(s, key))
		return true;
	if ((key >= '1' && key <= '9') || key == '-' || key == '.')
		begin_value(s, key);
	else if (key == PRESS_ENTER)
		enter(s);
	else if (key == PRESS_ESCAPE)
		return press_escape(s);
	else
		return pick_press(&s->pick, key);
	return true;
}

/* ---- the mouse */

static void click_row(struct demo_screen *s, size_t i, int col)
{
	const struct demo_row *r = &s->list.rows[i];
	int at = col - r->track.col - 1, last = r->track.cells - 3;

	s->pick.at = i;
	if (r->kind == ROW_PRESET)
		set_preset(s, r->index);
	if (r->track.cells && at >= 0 && at <= last) {
		slider_place(&s->sliders.params[r->index], (double)at / last);
		move_on(s);
	}
}

static void click(void *self, int row, int col)
{
	struct demo_screen *s = self;
	size_t line = s->scroll.top + (size_t)(row - s->list_row);

	if (s->typing)
		return;
	for (size_t i = 0; i < s->n_tabs && row == s->tab_row; i++)
		if (col >= s->tabs[i].col && col < s->tabs[i].col + s->tabs[i].cells) {
			s->picture = i;
			return;
		}
	if (s->list_row < 0 || row < s->list_row)
		return;
	for (size_t i = 0; i < s->list.n_rows; i++)
		if (s->list.rows[i].line == line)
			click_row(s, i, col);
}

static bool is_typing(const void *self)
{
	const struct demo_screen *s = self;

	return s->typing != TYPING_NOTHING;
}

/* ---- opening, closing */

static void close_demo(void *self)
{
	struct demo_screen *s = self;

	trial_done(&s->trial);
	pins_clear(&s->pins);
	guess_done(&s->guess);
	free(s->list.rows);
	free(s->copy);
	arena_free(s->arena);
	free(s);
}

static const struct screen_ops demo_ops = {.name = "Demo",
	.keys = keys,
	.close = close_demo,
	.draw = demo_draw,
	.press = press,
	.click = click,
	.is_typing = is_typing,
	.fds = fds,
	.timeout_ms = timeout_ms,
	.pump = pump};

static enum status prepare(struct demo_screen *s, const char *const *arguments, size_t n)
{
	guess_init(&s->guess);
	s->trial.runner = app_runner(s->app);
	s->arena = arena_new();
	s->copy = edit_path(app_paths(s->app), &s->page);
	if (!s->arena || !s->copy)
		return STATUS_NO_MEMORY;
	s->arguments = arena_array(s->arena, n + 1, sizeof(*s->arguments));
	for (size_t i = 0; s->arguments && i < n; i++)
		s->arguments[i] = arena_strdup(s->arena, arguments[i]);
	s->n_arguments = n;
	s->list.presets = presets_read(&s->page, s->arena, &s->list.n_presets);
	s->stamp = edit_stamp(s->copy);
	s->runs_copy = edit_exists(s->copy);
	s->is_other = s->is_moved = true;
	return arena_status(s->arena);
}

void demo_show(struct app *app, const struct page_ref *ref, const char *const *arguments,
	size_t n_arguments)
{
	struct demo_screen *s;
	enum status status = STATUS_NO_MEMORY;

	if (!ref->demo) {
		app_say(app, "This page has no demo.");
		return;
	}
	s = calloc(1, sizeof(*s));
	if (s) {
		s->app = app;
		s->page = *ref;
		status = prepare(s, arguments, n_arguments);
	}
	app_push(app, &demo_ops, s, status);
}
