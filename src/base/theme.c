#include "base/theme.h"

#include "base/text.h"

#include <string.h>

/* clang-format off */
static const struct theme_color dark[ROLE_END] = {
	[ROLE_TEXT] = {-1, -1, -1, 0},
	[ROLE_DIM] = {8, 245, 0x8A8A8A, 0},
	[ROLE_HEADING] = {-1, -1, -1, ATTR_BOLD},
	[ROLE_ACCENT] = {14, 80, 0x5FD7D7, 0},
	[ROLE_LINK] = {-1, 152, 0xAFD7D7, ATTR_UNDERLINE},
	[ROLE_CODE] = {-1, 252, 0xD0D0D0, 0},
	[ROLE_KEYWORD] = {13, 176, 0xD787D7, 0},
	[ROLE_TYPE] = {14, 116, 0x87D7D7, 0},
	[ROLE_STRING] = {10, 150, 0xAFD787, 0},
	[ROLE_NUMBER] = {11, 180, 0xD7AF87, 0},
	[ROLE_COMMENT] = {8, 245, 0x8A8A8A, ATTR_ITALIC},
	[ROLE_PREPROC] = {13, 139, 0xAF87AF, 0},
	[ROLE_MATH] = {-1, -1, -1, 0},
	[ROLE_LIVE] = {14, 80, 0x5FD7D7, ATTR_BOLD},
	[ROLE_STALE] = {11, 220, 0xFFD700, ATTR_BOLD | ATTR_REVERSE},
	[ROLE_PENDING] = {8, 245, 0x8A8A8A, ATTR_ITALIC},
	[ROLE_GOOD] = {10, 114, 0x87D787, 0},
	[ROLE_BAD] = {9, 203, 0xFF5F5F, ATTR_BOLD},
	[ROLE_MARK] = {11, 222, 0xFFD787, ATTR_REVERSE},
	/* Okabe and Ito's colors, told apart by all eyes, lightened for dark. Of the
	 * 16 colors six hues come first, green and yellow, red and green apart. */
	[ROLE_SERIES + 0] = {14, 80, 0x5FD7D7, 0},
	[ROLE_SERIES + 1] = {11, 214, 0xFFAF00, 0},
	[ROLE_SERIES + 2] = {13, 175, 0xD787AF, 0},
	[ROLE_SERIES + 3] = {12, 78, 0x5FD787, 0},
	[ROLE_SERIES + 4] = {10, 75, 0x5FAFFF, 0},
	[ROLE_SERIES + 5] = {9, 203, 0xFF5F5F, 0},
	[ROLE_SERIES + 6] = {7, 186, 0xD7D787, 0},
	[ROLE_SERIES + 7] = {3, 252, 0xD0D0D0, 0},
	/* Even steps of lightness from blue-black to pale yellow (after viridis). The 16
	 * colors get lighter, too, in all the usual palettes: green and yellow of the first
	 * eight would not. */
	[ROLE_HEAT + 0] = {0, 17, 0x440154, 0},
	[ROLE_HEAT + 1] = {0, 17, 0x481A6C, 0},
	[ROLE_HEAT + 2] = {4, 54, 0x472F7D, 0},
	[ROLE_HEAT + 3] = {4, 60, 0x414487, 0},
	[ROLE_HEAT + 4] = {4, 60, 0x39568C, 0},
	[ROLE_HEAT + 5] = {12, 24, 0x31688E, 0},
	[ROLE_HEAT + 6] = {12, 30, 0x2A788E, 0},
	[ROLE_HEAT + 7] = {6, 30, 0x23888E, 0},
	[ROLE_HEAT + 8] = {6, 36, 0x1F988B, 0},
	[ROLE_HEAT + 9] = {6, 36, 0x22A884, 0},
	[ROLE_HEAT + 10] = {10, 71, 0x35B779, 0},
	[ROLE_HEAT + 11] = {10, 77, 0x54C568, 0},
	[ROLE_HEAT + 12] = {10, 113, 0x7AD151, 0},
	[ROLE_HEAT + 13] = {11, 149, 0xA5DB36, 0},
	[ROLE_HEAT + 14] = {11, 184, 0xD2E21B, 0},
	[ROLE_HEAT + 15] = {15, 227, 0xFDE725, 0},
	/* The upper part of the ramp: its lower end is too dark for lines on dark. */
	[ROLE_CONTOUR + 0] = {12, 30, 0x2A788E, 0},
	[ROLE_CONTOUR + 1] = {6, 30, 0x23888E, 0},
	[ROLE_CONTOUR + 2] = {6, 36, 0x1F988B, 0},
	[ROLE_CONTOUR + 3] = {6, 36, 0x22A884, 0},
	[ROLE_CONTOUR + 4] = {10, 71, 0x35B779, 0},
	[ROLE_CONTOUR + 5] = {10, 77, 0x54C568, 0},
	[ROLE_CONTOUR + 6] = {10, 113, 0x7AD151, 0},
	[ROLE_CONTOUR + 7] = {11, 149, 0xA5DB36, 0},
	[ROLE_CONTOUR + 8] = {11, 184, 0xD2E21B, 0},
	[ROLE_CONTOUR + 9] = {15, 227, 0xFDE725, 0},
};

/* On a light background heat maps are as on a dark one, the rest differs. */
static const struct theme_color light[ROLE_END] = {
	[ROLE_TEXT] = {-1, -1, -1, 0},
	[ROLE_DIM] = {8, 243, 0x767676, 0},
	[ROLE_HEADING] = {-1, -1, -1, ATTR_BOLD},
	[ROLE_ACCENT] = {6, 30, 0x008787, 0},
	[ROLE_LINK] = {-1, 24, 0x005F87, ATTR_UNDERLINE},
	[ROLE_CODE] = {-1, 237, 0x3A3A3A, 0},
	[ROLE_KEYWORD] = {5, 90, 0x870087, 0},
	[ROLE_TYPE] = {6, 24, 0x005F87, 0},
	[ROLE_STRING] = {2, 22, 0x005F00, 0},
	[ROLE_NUMBER] = {1, 94, 0x875F00, 0},
	[ROLE_COMMENT] = {8, 243, 0x767676, ATTR_ITALIC},
	[ROLE_PREPROC] = {5, 53, 0x5F005F, 0},
	[ROLE_MATH] = {-1, -1, -1, 0},
	[ROLE_LIVE] = {6, 30, 0x008787, ATTR_BOLD},
	[ROLE_STALE] = {1, 124, 0xAF0000, ATTR_BOLD | ATTR_REVERSE},
	[ROLE_PENDING] = {8, 243, 0x767676, ATTR_ITALIC},
	[ROLE_GOOD] = {2, 28, 0x008700, 0},
	[ROLE_BAD] = {1, 160, 0xD70000, ATTR_BOLD},
	[ROLE_MARK] = {3, 136, 0xAF8700, ATTR_REVERSE},
	/* Of the 16 colors those first that are dark in all the usual palettes. */
	[ROLE_SERIES + 0] = {4, 30, 0x008787, 0},
	[ROLE_SERIES + 1] = {1, 130, 0xAF5F00, 0},
	[ROLE_SERIES + 2] = {5, 132, 0xAF5F87, 0},
	[ROLE_SERIES + 3] = {2, 29, 0x00875F, 0},
	[ROLE_SERIES + 4] = {6, 25, 0x005FAF, 0},
	[ROLE_SERIES + 5] = {0, 124, 0xAF0000, 0},
	[ROLE_SERIES + 6] = {3, 100, 0x878700, 0},
	[ROLE_SERIES + 7] = {12, 238, 0x444444, 0},
	/* Contours are lines: the lower part of the ramp, as pale ones are lost on light. */
	[ROLE_CONTOUR + 0] = {0, 17, 0x440154, 0},
	[ROLE_CONTOUR + 1] = {0, 17, 0x481A6C, 0},
	[ROLE_CONTOUR + 2] = {4, 54, 0x472F7D, 0},
	[ROLE_CONTOUR + 3] = {4, 60, 0x414487, 0},
	[ROLE_CONTOUR + 4] = {4, 60, 0x39568C, 0},
	[ROLE_CONTOUR + 5] = {12, 24, 0x31688E, 0},
	[ROLE_CONTOUR + 6] = {12, 30, 0x2A788E, 0},
	[ROLE_CONTOUR + 7] = {6, 30, 0x23888E, 0},
	[ROLE_CONTOUR + 8] = {6, 30, 0x21908D, 0},
	[ROLE_CONTOUR + 9] = {6, 30, 0x1F988B, 0},
};
/* clang-format on */

const struct theme_color *theme_color(enum background background, enum role role)
{
	if ((unsigned int)role >= ROLE_END)
		role = ROLE_TEXT;
	if (background == BACKGROUND_LIGHT && (role < ROLE_HEAT || role >= ROLE_CONTOUR))
		return &light[role];
	return &dark[role];
}

static void put_color(
	struct buf *out, enum color_depth depth, const struct theme_color *c, bool back)
{
	int base;

	if (depth == COLOR_TRUE && c->rgb >= 0) {
		buf_printf(out, ";%d;2;%d;%d;%d", back ? 48 : 38, c->rgb >> 16, c->rgb >> 8 & 255,
			c->rgb & 255);
	} else if (depth >= COLOR_256 && c->ansi256 >= 0) {
		buf_printf(out, ";%d;5;%d", back ? 48 : 38, c->ansi256);
	} else if (depth == COLOR_16 && c->ansi16 >= 0) {
		base = c->ansi16 < 8 ? 30 : 90 - 8;
		buf_printf(out, ";%d", base + c->ansi16 + (back ? 10 : 0));
	}
}

/* Select Graphic Rendition: reset, then what the style has. */
static void put_style(struct buf *out, struct style s, const struct output_style *o)
{
	static const int codes[] = {1, 3, 4, 9, 7};
	const struct theme_color *fore = theme_color(o->background, s.role);
	unsigned int attr = s.attr | fore->attr;

	buf_puts(out, "\033[0");
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (attr & 1U << i)
			buf_printf(out, ";%d", codes[i]);
	if (o->depth != COLOR_NONE) {
		put_color(out, o->depth, fore, false);
		if (s.back)
			put_color(out, o->depth, theme_color(o->background, s.back), true);
	}
	buf_putc(out, 'm');
}

static bool same(struct style a, struct style b)
{
	return a.role == b.role && a.back == b.back && a.attr == b.attr;
}

/* Does a run of spaces in this style look like nothing at all? */
static bool is_invisible(struct style s, const struct output_style *o)
{
	unsigned int attr = s.attr | theme_color(o->background, s.role)->attr;

	return !s.back && !(attr & (ATTR_UNDERLINE | ATTR_STRIKE | ATTR_REVERSE));
}

/* Bytes of the run that are left when the invisible end of its line goes. */
static size_t trimmed(
	const struct lines *l, const struct line *line, uint32_t i, const struct output_style *o)
{
	const struct run *r = &l->runs[line->run + i];
	const char *s = lines_run_text(l, r);
	size_t n = r->n_bytes;

	for (uint32_t j = i + 1; j < line->n_runs; j++) {
		const struct run *later = &l->runs[line->run + j];
		const char *t = lines_run_text(l, later);

		for (uint32_t k = 0; k < later->n_bytes; k++)
			if (t[k] != ' ')
				return n;
		if (!is_invisible(later->style, o))
			return n;
	}
	while (n && s[n - 1] == ' ' && is_invisible(r->style, o))
		n--;
	return n;
}

static void write_line(struct buf *out, const struct lines *l, const struct line *line,
	const struct output_style *o)
{
	const struct style plain = {0};
	struct style now = plain;

	for (uint32_t i = 0; i < line->n_runs; i++) {
		const struct run *r = &l->runs[line->run + i];
		const char *s = lines_run_text(l, r);
		/* Only a run that ends in a space can be trimmed. */
		size_t n = s[r->n_bytes - 1] == ' ' ? trimmed(l, line, i, o) : r->n_bytes;

		if (!n)
			continue;
		if (o->attributes && !same(now, r->style)) {
			put_style(out, r->style, o);
			now = r->style;
		}
		if (o->ascii)
			text_to_ascii(out, s, n);
		else
			buf_add(out, s, n);
	}
	if (!same(now, plain))
		buf_puts(out, "\033[0m");
	buf_putc(out, '\n');
}

void lines_write(struct buf *out, const struct lines *l, const struct output_style *style)
{
	for (size_t i = 0; i < l->n_lines; i++)
		write_line(out, l, &l->line[i], style);
}
