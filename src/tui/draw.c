#include "tui/draw.h"

#include "base/text.h"

/* One pair for each role on the default background, then one for each pair of
 * heat colors, where the terminal has so many. */
enum { FIRST_PAIR = 1, FIRST_HEAT_PAIR = FIRST_PAIR + ROLE_END };

static int color_of(enum background background, int role)
{
	const struct theme_color *c = theme_color(background, (enum role)role);

	if (COLORS >= 256)
		return c->ansi256;
	return COLORS >= 16 ? c->ansi16 : c->ansi16 >= 8 ? c->ansi16 - 8 : c->ansi16;
}

void draw_init(enum background background)
{
	if (!has_colors())
		return;
	start_color();
	use_default_colors();
	for (int role = 0; role < ROLE_END && FIRST_PAIR + role < COLOR_PAIRS; role++)
		init_pair((short)(FIRST_PAIR + role), (short)color_of(background, role), -1);
	for (int i = 0; i < ROLE_N_HEAT * ROLE_N_HEAT && FIRST_HEAT_PAIR + i < COLOR_PAIRS; i++)
		init_pair((short)(FIRST_HEAT_PAIR + i),
			(short)color_of(background, ROLE_HEAT + i / ROLE_N_HEAT),
			(short)color_of(background, ROLE_HEAT + i % ROLE_N_HEAT));
}

static short pair_of(struct style s)
{
	int pair = FIRST_PAIR + s.role;

	if (s.back >= ROLE_HEAT && s.role >= ROLE_HEAT)
		pair = FIRST_HEAT_PAIR + (s.role - ROLE_HEAT) * ROLE_N_HEAT + (s.back - ROLE_HEAT);
	return (short)(has_colors() && pair < COLOR_PAIRS ? pair : 0);
}

static attr_t attributes_of(struct style s)
{
	static const attr_t curses[] = {A_BOLD, A_ITALIC, A_UNDERLINE, 0, A_REVERSE};
	unsigned int own = s.attr | theme_color(BACKGROUND_DARK, (enum role)s.role)->attr;
	attr_t attributes = A_NORMAL;

	for (size_t i = 0; i < sizeof(curses) / sizeof(curses[0]); i++)
		if (own & 1U << i)
			attributes |= curses[i];
	/* Without colors what is secondary is told by dimness alone. */
	if (!has_colors() && s.role == ROLE_DIM)
		attributes |= A_DIM;
	return attributes;
}

void draw_line(WINDOW *window, const struct lines *lines, size_t line, int row, bool selected)
{
	const struct line *l = &lines->line[line];
	size_t room = (size_t)getmaxx(window);

	wmove(window, row, 0);
	wattr_set(window, A_NORMAL, 0, NULL);
	wclrtoeol(window);
	for (uint32_t i = 0; i < l->n_runs && room; i++) {
		const struct run *r = &lines->runs[l->run + i];
		const char *s = lines_run_text(lines, r);
		size_t used, n = text_fit(s, r->n_bytes, room, &used);
		attr_t attributes = attributes_of(r->style);

		wattr_set(window, selected ? attributes | A_REVERSE : attributes, pair_of(r->style),
			NULL);
		waddnstr(window, s, (int)n);
		room -= used;
	}
	wattr_set(window, A_NORMAL, 0, NULL);
}

void draw_lines(WINDOW *window, const struct lines *lines, size_t top, int from, int to)
{
	for (int row = from; row < to; row++) {
		size_t line = top + (size_t)(row - from);

		if (line < lines->n_lines) {
			draw_line(window, lines, line, row, false);
			continue;
		}
		wmove(window, row, 0);
		wclrtoeol(window);
	}
}
