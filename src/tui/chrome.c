#include "tui/chrome.h"

#include "base/text.h"

#include <string.h>

static int cells_of(const char *s)
{
	return (int)text_cells(s, strlen(s));
}

int chrome_put(struct lines *out, struct style style, const char *s, int cells)
{
	size_t n = strlen(s), used;

	if (cells <= 0)
		return 0;
	if (text_fit(s, n, (size_t)cells, &used) == n) {
		lines_put(out, style, 0, s, n);
		return (int)used;
	}
	lines_put(out, style, 0, s, text_fit(s, n, (size_t)cells - 1, &used));
	lines_puts(out, style, "\xE2\x80\xA6");
	return (int)used + 1;
}

void chrome_column(struct lines *out, struct style style, const char *s, int cells)
{
	lines_pad(out, style_plain, cells - chrome_put(out, style, s, cells));
}

void chrome_header(struct lines *out, const struct area *area, const char *number,
	const char *title, const char *about)
{
	int about_cells = cells_of(about), room;

	lines_pad(out, style_plain, 1);
	if (number && number[0])
		lines_printf(out, style_dim, "%s \xC2\xB7 ", number);
	room = area->cols - 1 - lines_open_cells(out);
	/* What is known about it goes before the title is cut to a stump. */
	if (room - about_cells - 3 < cells_of(title) && room - about_cells - 3 < 24)
		about_cells = 0;
	chrome_put(out, style_heading, title, about_cells ? room - about_cells - 3 : room);
	if (about_cells) {
		lines_pad(out, style_plain, area->cols - 1 - lines_open_cells(out) - about_cells);
		lines_puts(out, style_dim, about);
	}
	lines_end(out);
	lines_end(out);
}

void chrome_pointer(struct lines *out, bool selected)
{
	lines_puts(out, selected ? style_accent : style_plain, selected ? "\xE2\x96\xB8 " : "  ");
}

void chrome_wrap(
	struct lines *out, struct style style, const char *s, int indent, int cols, int max_lines)
{
	size_t room = cols - indent > 1 ? (size_t)(cols - indent - 1) : 1;

	for (int line = 0; *s && line < max_lines; line++) {
		size_t n = text_row(s, room);

		lines_pad(out, style_plain, indent);
		if (line == max_lines - 1)
			chrome_put(out, style, s, (int)room);
		else
			lines_put(out, style, 0, s, n);
		lines_end(out);
		for (s += n; *s == ' '; s++)
			;
	}
}

void chrome_entry(struct lines *out, const char *label, const char *text, int cols)
{
	const struct style cursor = {.role = ROLE_ACCENT, .attr = ATTR_REVERSE};
	int room;

	lines_puts(out, style_dim, label);
	room = cols - lines_open_cells(out) - 2;
	/* Of a long text its end is what matters. */
	while (cells_of(text) > room && *text)
		text++;
	lines_puts(out, style_plain, text);
	lines_puts(out, cursor, " ");
	lines_end(out);
}

static void put_key(struct lines *out, const struct key_line *k)
{
	lines_puts(out, style_accent, k->keys);
	lines_printf(out, style_dim, " %s   ", k->hint);
}

static int key_cells(const struct key_line *k)
{
	return cells_of(k->keys) + cells_of(k->hint) + 4;
}

void chrome_keys(
	struct lines *out, const struct area *area, const struct key_line *keys, bool is_first)
{
	const struct key_line last[] = {{"?", "", "help"}, {"q", "", is_first ? "leave" : "back"}};
	/* Help and the way back are there at any width. */
	int kept = key_cells(&last[0]) + key_cells(&last[1]);

	lines_pad(out, style_plain, 1);
	for (const struct key_line *k = keys; k->keys; k++)
		if (k->hint && lines_open_cells(out) + key_cells(k) + kept <= area->cols)
			put_key(out, k);
	put_key(out, &last[0]);
	put_key(out, &last[1]);
	lines_end(out);
}

void chrome_typing_keys(struct lines *out, const struct area *area, const struct key_line *keys)
{
	static const struct key_line of_a_line[] = {
		{"enter", "", "done"}, {"esc", "", "cancel"}, {NULL, NULL, NULL}};

	lines_pad(out, style_plain, 1);
	for (const struct key_line *k = keys ? keys : of_a_line; k->keys; k++)
		if (k->hint && lines_open_cells(out) + key_cells(k) <= area->cols)
			put_key(out, k);
	lines_end(out);
}

void chrome_message(struct lines *out, const struct area *area, const char *message)
{
	lines_pad(out, style_plain, 1);
	chrome_put(out, style_heading, message, area->cols - 2);
	lines_end(out);
}

void chrome_too_small(struct lines *out, int rows, int cols, int min_rows, int min_cols)
{
	struct buf text;

	buf_init(&text);
	buf_printf(&text, "gradus needs %d by %d cells, this is %d by %d.", min_cols, min_rows,
		cols, rows);
	chrome_wrap(out, style_plain, text.data, 0, cols + 1, rows);
	buf_done(&text);
}
