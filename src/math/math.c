#include "math/math.h"

#include "base/arena.h"
#include "base/text.h"
#include "math/breaking.h"
#include "math/linear.h"

#include <string.h>

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The source on one line, marked; white space in it counts as one space. Of
 * one that is too long to be a formula its beginning says enough. */
static void put_source(struct lines *line, const char *tex, size_t n, bool ascii)
{
	const struct style style = {.role = ROLE_MARK};
	bool is_long = n > MATH_MAX_BYTES;
	struct buf one, plain;

	n = is_long ? MATH_MAX_BYTES : n;
	while (is_long && n && ((unsigned char)tex[n] & 0xC0) == 0x80)
		n--;

	buf_init(&one);
	buf_init(&plain);
	for (size_t i = 0, end; i < n; i = end) {
		while (i < n && is_space(tex[i]))
			i++;
		for (end = i; end < n && !is_space(tex[end]); end++)
			;
		if (one.n && end > i)
			buf_putc(&one, ' ');
		buf_add(&one, tex + i, end - i);
	}
	if (is_long)
		buf_puts(&one, "…");
	if (ascii)
		text_to_ascii(&plain, one.data, one.n);
	lines_put(line, style, 0, ascii ? plain.data : one.data, ascii ? plain.n : one.n);
	if (buf_status(&one) != STATUS_OK || buf_status(&plain) != STATUS_OK)
		line->status = STATUS_NO_MEMORY;
	buf_done(&one);
	buf_done(&plain);
}

/* The tree on one line, or the source if there is none; wrapped unless inline. */
static void put_line(struct lines *out, struct arena *arena, const struct node *root,
	const char *tex, size_t n, const struct math_options *options)
{
	struct lines line;

	lines_init(&line);
	if (root)
		linear_put(&line, arena, root, options->ascii);
	else
		put_source(&line, tex, n, options->ascii);
	lines_end(&line);
	if (lines_status(&line) != STATUS_OK) {
		out->status = STATUS_NO_MEMORY;
	} else if (options->style == MATH_INLINE) {
		lines_copy_line(out, &line, 0, 0);
		lines_end(out);
	} else {
		linear_wrap(out, &line, options->width);
	}
	lines_done(&line);
}

enum status math_render(struct lines *out, const char *tex, size_t n,
	const struct math_options *options, int *baseline, struct math_error *error)
{
	struct math_error ignored = {0};
	struct arena *arena = arena_new();
	const struct node *root;
	struct box *box = NULL;
	enum status status;

	if (!error)
		error = &ignored;
	*error = (struct math_error){0};
	*baseline = 0;
	if (!arena)
		return STATUS_NO_MEMORY;
	root = math_parse(arena, tex, n, error);
	if (root && options->style == MATH_DISPLAY)
		box = break_formula(&(struct canvas){arena, options->ascii}, root, options->width);
	if (arena_status(arena) == STATUS_OK && box) {
		*baseline = box->above;
		box_draw(&(struct canvas){arena, options->ascii}, box, box->width, out);
	} else if (arena_status(arena) == STATUS_OK) {
		put_line(out, arena, root, tex, n, options);
	}
	status = arena_status(arena) == STATUS_OK ? lines_status(out) : STATUS_NO_MEMORY;
	arena_free(arena);
	return status;
}
