/* Editor: a copy of a demo's source changed, where there is no $EDITOR. */
#include "base/text.h"
#include "tui/chrome.h"
#include "tui/edit_text.h"
#include "tui/edits.h"
#include "tui/keys.h"
#include "tui/screens.h"

#include <stdlib.h>
#include <string.h>

enum { CTRL_S = 19, CTRL_U = 21, GUTTER_CELLS = 6 };

struct editor {
	struct app *app;
	char *path, *draft; /* the copy; what was not saved when the program ended */
	struct edit_text text;
	struct buf saved;
	size_t top, left; /* first line and cell that are seen */
	size_t rows;      /* that were seen last */
	int first_row;
	bool is_asking; /* whether to throw the changes away */
};

static const struct key_line keys[] = {{NULL, NULL, NULL}};

static const struct key_line typing_keys[] = {
	{"ctrl-s", "save", "save"},
	{"esc", "cancel", "cancel"},
	{"ctrl-u", "undo", "undo"},
	{NULL, NULL, NULL},
};

static const struct key_line asking_keys[] = {
	{"y", "throw the changes away", "throw my changes away"},
	{"any other key", "go on", "go on"},
	{NULL, NULL, NULL},
};

static bool is_changed(const struct editor *e)
{
	return e->text.text.n != e->saved.n ||
	       memcmp(e->text.text.data, e->saved.data, e->saved.n) != 0;
}

/* ---- drawing */

/* What is seen of the line that begins at `at`; the cursor stands on the code
 * point at `cursor`, if that is on this line. */
static void put_text(const struct editor *e, struct lines *out, size_t at, size_t cursor, int cols)
{
	const struct style under_cursor = {.role = ROLE_ACCENT, .attr = ATTR_REVERSE};
	const struct buf *text = &e->text.text;
	size_t col = 0, n, end = e->left + (size_t)(cols - GUTTER_CELLS - 1);

	for (; col < end; at += n) {
		bool is_end = at >= text->n || text->data[at] == '\n';
		struct style style = at == cursor ? under_cursor : style_plain;
		size_t next = is_end ? col + 1 : edit_text_step(&e->text, at, col, &n);

		if (col >= e->left && (is_end || text->data[at] == '\t'))
			lines_pad(out, style, is_end ? at == cursor : (int)(next - col));
		else if (col >= e->left && next <= end)
			lines_put(out, style, 0, text->data + at, n);
		if (is_end)
			return;
		col = next;
	}
}

/* The cursor is seen. */
static void follow_cursor(struct editor *e, size_t line, size_t col, size_t rows, size_t cols)
{
	if (line < e->top)
		e->top = line;
	if (line >= e->top + rows)
		e->top = line - rows + 1;
	if (col < e->left)
		e->left = col;
	if (col + 2 > e->left + cols)
		e->left = col + 2 - cols;
}

static enum status draw(void *self, const struct area *area, struct lines *out)
{
	struct editor *e = self;
	const char *slash = strrchr(e->path, '/');
	size_t line, col, at;
	struct buf about;

	edit_text_cursor(&e->text, &line, &col);
	buf_init(&about);
	buf_printf(&about, "%s line %zu", is_changed(e) ? "changed \xC2\xB7" : "your copy \xC2\xB7",
		line + 1);
	chrome_header(out, area, NULL, slash ? slash + 1 : e->path, about.data);
	buf_done(&about);
	e->first_row = (int)out->n_lines;
	e->rows = (size_t)area->rows - out->n_lines;
	follow_cursor(e, line, col, e->rows, (size_t)(area->cols - GUTTER_CELLS));
	for (size_t i = e->top; i < e->top + e->rows; i++) {
		if (edit_text_line(&e->text, i, &at)) {
			lines_printf(out, style_dim, "%*zu ", GUTTER_CELLS - 1, i + 1);
			put_text(e, out, at, i == line ? e->text.at : SIZE_MAX, area->cols);
		}
		lines_end(out);
	}
	return STATUS_OK;
}

/* ---- keys */

static void save(struct editor *e)
{
	enum status status = edit_write(e->path, e->text.text.data, e->text.text.n);

	if (status != STATUS_OK) {
		app_say(e->app, "It can't be saved: %s.", status_text(status));
		return;
	}
	buf_clear(&e->saved);
	buf_add(&e->saved, e->text.text.data, e->text.text.n);
	edit_remove(e->draft);
	app_say(e->app, "Saved as %s", e->path);
	app_back(e->app);
}

static void cancel(struct editor *e, bool surely)
{
	if (!surely && is_changed(e)) {
		e->is_asking = true;
		return;
	}
	/* Nothing is left that closing could keep. */
	buf_clear(&e->saved);
	buf_add(&e->saved, e->text.text.data, e->text.text.n);
	edit_remove(e->draft);
	app_back(e->app);
}

static bool press_move(struct editor *e, int key)
{
	long page = e->rows > 2 ? (long)e->rows - 1 : 1;

	switch (key) {
	case PRESS_LEFT:
	case PRESS_RIGHT:
		edit_text_move(&e->text, key == PRESS_LEFT ? -1 : 1);
		return true;
	case PRESS_UP:
	case PRESS_WHEEL_UP:
		edit_text_move_lines(&e->text, -1);
		return true;
	case PRESS_DOWN:
	case PRESS_WHEEL_DOWN:
		edit_text_move_lines(&e->text, 1);
		return true;
	case PRESS_PAGE_UP:
	case PRESS_PAGE_DOWN:
		edit_text_move_lines(&e->text, key == PRESS_PAGE_UP ? -page : page);
		return true;
	case PRESS_HOME:
	case PRESS_END:
		edit_text_move_to_end(&e->text, key == PRESS_HOME);
		return true;
	default:
		return false;
	}
}

static void type(struct editor *e, int key)
{
	char bytes[4] = "\n";
	size_t n = 1;

	if (key != PRESS_ENTER && key != PRESS_TAB && (key < ' ' || !text_is_safe((uint32_t)key)))
		return;
	if (key != PRESS_ENTER)
		n = text_encode((uint32_t)key, bytes);
	if (e->text.text.n + n > EDIT_MAX_BYTES)
		app_say(e->app, "A source has at most %d bytes.", EDIT_MAX_BYTES);
	else if (!edit_text_insert(&e->text, bytes, n))
		app_say(e->app, "Out of memory.");
}

static bool press(void *self, int key)
{
	struct editor *e = self;

	if (e->is_asking) {
		e->is_asking = false;
		if (key == 'y')
			cancel(e, true);
	} else if (key == PRESS_ESCAPE) {
		cancel(e, false);
	} else if (key == CTRL_S) {
		save(e);
	} else if (key == CTRL_U) {
		if (!edit_text_undo(&e->text))
			app_say(e->app, "There is nothing to undo.");
	} else if (key == PRESS_BACKSPACE || key == PRESS_DELETE) {
		edit_text_delete(&e->text, key == PRESS_BACKSPACE);
	} else if (!press_move(e, key) && key < PRESS_UP) {
		type(e, key);
	}
	return true;
}

static void click(void *self, int row, int col)
{
	struct editor *e = self;

	if (row < e->first_row || e->is_asking)
		return;
	edit_text_go_to(&e->text, e->top + (size_t)(row - e->first_row));
	e->text.goal = e->left + (size_t)(col > GUTTER_CELLS ? col - GUTTER_CELLS : 0);
	edit_text_move_lines(&e->text, 0);
}

static bool is_typing(const void *self)
{
	(void)self;
	return true;
}

static const struct key_line *keys_now(const void *self)
{
	const struct editor *e = self;

	return e->is_asking ? asking_keys : typing_keys;
}

/* ---- opening, closing */

static void close_editor(void *self)
{
	struct editor *e = self;

	/* The program was asked to end: what was not saved waits for next time. */
	if (e->path && e->draft && is_changed(e))
		edit_write(e->draft, e->text.text.data, e->text.text.n);
	edit_text_done(&e->text);
	buf_done(&e->saved);
	free(e->path);
	free(e->draft);
	free(e);
}

static const struct screen_ops editor_ops = {.name = "Editor",
	.keys = keys,
	.typing_keys = keys_now,
	.close = close_editor,
	.draw = draw,
	.press = press,
	.click = click,
	.is_typing = is_typing};

static enum status read_texts(struct editor *e)
{
	enum status status = buf_read_file(&e->saved, e->path, EDIT_MAX_BYTES);

	if (status != STATUS_OK)
		return status;
	if (edit_exists(e->draft) &&
		buf_read_file(&e->text.text, e->draft, EDIT_MAX_BYTES) == STATUS_OK) {
		app_say(e->app, "This is what you had not saved last time.");
		return STATUS_OK;
	}
	buf_add(&e->text.text, e->saved.data, e->saved.n);
	return buf_status(&e->text.text);
}

/* Takes the path over. */
static void open_editor(struct app *app, char *path)
{
	struct editor *e = calloc(1, sizeof(*e));
	enum status status = STATUS_NO_MEMORY;
	struct buf draft;

	if (!e) {
		free(path);
		app_push(app, &editor_ops, NULL, status);
		return;
	}
	e->app = app;
	e->path = path;
	edit_text_init(&e->text);
	buf_init(&e->saved);
	buf_init(&draft);
	buf_printf(&draft, "%s.unsaved", path);
	e->draft = buf_take(&draft);
	if (e->draft)
		status = read_texts(e);
	app_push(app, &editor_ops, e, status);
}

/* As other programs do: the variable is a command line to which the shell adds
 * the path. */
static void run_editor(struct app *app, const char *command, char *path)
{
	char shell[] = "sh", option[] = "-c", name[] = "gradus";
	struct buf line;
	int exit_status;

	buf_init(&line);
	buf_printf(&line, "%s \"$1\"", command);
	if (buf_status(&line) == STATUS_OK) {
		char *argv[] = {shell, option, line.data, name, path, NULL};

		if (app_lend_terminal(app, argv, &exit_status) != STATUS_OK)
			app_say(app, "The shell can't be started.");
		else if (exit_status)
			app_say(app, "%s ended with status %d.", command, exit_status);
	}
	buf_done(&line);
	free(path);
}

void edit_show(struct app *app, const struct page_ref *ref)
{
	const char *visual = getenv("VISUAL"), *editor = getenv("EDITOR");
	char *path = ref->demo ? edit_path(app_paths(app), ref) : NULL;
	enum status status = path ? edit_begin(path, ref->demo) : STATUS_NO_MEMORY;

	if (status != STATUS_OK) {
		app_say(app, "A copy can't be made: %s.", status_text(status));
		free(path);
	} else if (visual && *visual) {
		run_editor(app, visual, path);
	} else if (editor && *editor) {
		run_editor(app, editor, path);
	} else {
		open_editor(app, path);
	}
}
