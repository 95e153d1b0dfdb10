#include "tui/draw.h"

#include "base/text.h"

/* One pair for each role on the default background, then one for each pair of
 * heat colors, where the terminal has so many. */
enum { FIRST_PAIR = 1, FIRST_HEAT_PAIR = FIRST_PAIR + ROLE_END };

enum { GREY = 8 }; /* of 16 colors; of 8 there is none but dimness */

static int color_of(enum background background, int role)
{
	const struct theme_color *c = theme_color(background, (enum role)role);

	if (COLORS > 256) /* direct color: numbers are red, green and blue */
		return c->rgb;
	if (COLORS == 256)
		return c->ansi256;
	if (COLORS >= 16)
		return c->ansi16;
	return c->ansi16 == GREY ? -1 : c->ansi16 > GREY ? c->ansi16 - GREY : c->ansi16;
}

void draw_init(const struct output_style *style)
{
	enum background b = style->background;

	if (style->depth == COLOR_NONE || !has_colors())
		return;
	start_color();
	use_default_colors();
	for (int role = 0; role < ROLE_END && FIRST_PAIR + role < COLOR_PAIRS; role++)
		init_extended_pair(FIRST_PAIR + role, color_of(b, role), -1);
	for (int i = 0; i < ROLE_N_HEAT * ROLE_N_HEAT && FIRST_HEAT_PAIR + i < COLOR_PAIRS; i++)
		init_extended_pair(FIRST_HEAT_PAIR + i, color_of(b, ROLE_HEAT + i / ROLE_N_HEAT),
			color_of(b, ROLE_HEAT + i % ROLE_N_HEAT));
}

static bool in_color(const struct output_style *style)
{
	return style->depth != COLOR_NONE && has_colors();
}

static int pair_of(const struct output_style *style, struct style s)
{
	int pair = FIRST_PAIR + s.role;

	if (s.back >= ROLE_HEAT && s.role >= ROLE_HEAT)
		pair = FIRST_HEAT_PAIR + (s.role - ROLE_HEAT) * ROLE_N_HEAT + (s.back - ROLE_HEAT);
	return in_color(style) && pair < COLOR_PAIRS ? pair : 0;
}

static attr_t attributes_of(const struct output_style *style, struct style s)
{
	static const attr_t curses[] = {A_BOLD, A_ITALIC, A_UNDERLINE, 0, A_REVERSE};
	const struct theme_color *c = theme_color(style->background, (enum role)s.role);
	unsigned int own = s.attr | c->attr;
	attr_t attributes = A_NORMAL;

	for (size_t i = 0; i < sizeof(curses) / sizeof(curses[0]); i++)
		if (own & 1U << i)
			attributes |= curses[i];
	/* Where there is no grey, what is secondary is told by dimness alone. */
	if (c->ansi16 == GREY && (!in_color(style) || COLORS < 16))
		attributes |= A_DIM;
	return attributes;
}

/* Draws text in at most `room` cells; returns those that it took. */
static size_t draw_text(WINDOW *window, const char *s, size_t n_bytes, size_t room)
{
	size_t used, n = text_fit(s, n_bytes, room, &used);

	waddnstr(window, s, (int)n);
	return used;
}

void draw_line(WINDOW *window, const struct output_style *style, const struct lines *lines,
	size_t line, int row)
{
	const struct line *l = &lines->line[line];
	size_t room = (size_t)getmaxx(window);
	struct buf ascii;

	buf_init(&ascii);
	wmove(window, row, 0);
	for (uint32_t i = 0; i < l->n_runs && room; i++) {
		const struct run *r = &lines->runs[l->run + i];
		int pair = pair_of(style, r->style);

		wattr_set(window, attributes_of(style, r->style), (short)pair, &pair);
		if (style->ascii) {
			buf_clear(&ascii);
			text_to_ascii(&ascii, lines_run_text(lines, r), r->n_bytes);
			room -= draw_text(window, ascii.data, ascii.n, room);
		} else {
			room -= draw_text(window, lines_run_text(lines, r), r->n_bytes, room);
		}
	}
	wattr_set(window, A_NORMAL, 0, NULL);
	if (room)
		wclrtoeol(window);
	buf_done(&ascii);
}
