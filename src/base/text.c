#include "base/text.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <unigbrk.h>
#include <uninorm.h>
#include <wchar.h>

static bool is_continuation(const char *s, size_t i)
{
	return ((unsigned char)s[i] & 0xC0) == 0x80;
}

size_t text_decode(const char *s, size_t n, uint32_t *cp)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	unsigned char c = (unsigned char)s[0];
	size_t size = c < 0x80 ? 1 : c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;
	uint32_t value;

	*cp = TEXT_REPLACEMENT;
	if (size == 1) {
		*cp = c;
		return 1;
	}
	if (!size || size > n)
		return 1;
	value = c & (0x7FU >> size);
	for (size_t i = 1; i < size; i++) {
		if (!is_continuation(s, i))
			return 1;
		value = value << 6 | ((unsigned char)s[i] & 0x3F);
	}
	if (value < least[size] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
		return 1;
	*cp = value;
	return size;
}

size_t text_encode(uint32_t cp, char out[4])
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xC0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xE0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[2] = (char)(0x80 | (cp & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
	out[3] = (char)(0x80 | (cp & 0x3F));
	return 4;
}

bool text_is_safe(uint32_t cp)
{
	if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
		return false;
	if (cp < 0x200E)
		return cp != 0x061C;
	if (cp == 0x200E || cp == 0x200F || (cp >= 0x2028 && cp <= 0x202E) ||
		(cp >= 0x2066 && cp <= 0x206F))
		return false;
	if ((cp >= 0xD800 && cp <= 0xDFFF) || (cp >= 0xFDD0 && cp <= 0xFDEF))
		return false;
	if (cp == 0xFEFF || (cp >= 0xFFF9 && cp <= 0xFFFB) || (cp & 0xFFFE) == 0xFFFE)
		return false;
	return cp < 0xE0000 || cp >= 0xE0100; /* tags: invisible text */
}

bool text_is_plain(const char *s, size_t n)
{
	const uint64_t ones = 0x0101010101010101, high = 0x80 * ones;
	uint64_t odd = 0, bytes;

	/* Eight bytes at a time: a high bit comes of a byte that is 0x80 or more,
	 * from 0x7F plus one, or from what is less than 0x20 minus that. Carries
	 * begin at such a byte only. */
	for (; n >= sizeof(bytes); s += sizeof(bytes), n -= sizeof(bytes)) {
		memcpy(&bytes, s, sizeof(bytes));
		odd |= bytes | (bytes + ones) | (bytes - 0x20 * ones);
	}
	for (; n; s++, n--)
		odd |= (unsigned char)(*s - 0x20) >= 0x5F ? high : 0;
	return !(odd & high);
}

int text_cp_cells(uint32_t cp)
{
	int width;

	if (cp >= 0x20 && cp < 0x7F)
		return 1;
	if (!text_is_safe(cp))
		return 1;
	width = wcwidth((wchar_t)cp);
	return width < 0 ? 1 : width;
}

size_t text_cells(const char *s, size_t n)
{
	size_t cells = 0;
	uint32_t cp;

	for (size_t i = 0; i < n;) {
		i += text_decode(s + i, n - i, &cp);
		cells += (size_t)text_cp_cells(cp);
	}
	return cells;
}

size_t text_fit(const char *s, size_t n, size_t cells, size_t *used)
{
	size_t fit = 0, fit_cells = 0, at = 0, at_cells = 0;
	uint32_t cp, previous = 0;

	while (at < n) {
		size_t size = text_decode(s + at, n - at, &cp);

		if (at == 0 || uc_is_grapheme_break(previous, cp)) {
			fit = at;
			fit_cells = at_cells;
		}
		at_cells += (size_t)text_cp_cells(cp);
		if (at_cells > cells)
			break;
		at += size;
		previous = cp;
	}
	if (at >= n) {
		fit = n;
		fit_cells = at_cells;
	}
	if (used)
		*used = fit_cells;
	return fit;
}

size_t text_row(const char *s, size_t cells)
{
	size_t n = strlen(s), fit = text_fit(s, n, cells, NULL), cut = fit;

	while (cut && cut < n && s[cut] != ' ')
		cut--;
	return cut ? cut : fit ? fit : n;
}

void text_clean(struct buf *out, const char *s, size_t n)
{
	size_t kept = 0; /* s[kept..i) is safe and not yet written */
	uint32_t cp;

	for (size_t i = 0; i < n;) {
		size_t size = text_decode(s + i, n - i, &cp);
		bool bad = cp == TEXT_REPLACEMENT ? size == 1 : !text_is_safe(cp);

		if (bad) {
			buf_add(out, s + kept, i - kept);
			buf_puts(out, "\xEF\xBF\xBD");
			kept = i + size;
		}
		i += size;
	}
	buf_add(out, s + kept, n - kept);
}

struct likeness {
	uint32_t cp;
	const char *ascii;
};

/* Sorted by code point. */
static const struct likeness likenesses[] = {
	{0xA0, " "},
	{0xA7, "section "},
	{0xA9, "(c)"},
	{0xAB, "<<"},
	{0xAD, "-"},
	{0xB0, "deg"},
	{0xB1, "+-"},
	{0xB2, "^2"},
	{0xB3, "^3"},
	{0xB5, "u"},
	{0xB7, "*"},
	{0xB9, "^1"},
	{0xBB, ">>"},
	{0xBD, "1/2"},
	{0xC6, "AE"},
	{0xD7, "x"},
	{0xD8, "O"},
	{0xDF, "ss"},
	{0xE6, "ae"},
	{0xF7, "/"},
	{0xF8, "o"},
	{0x152, "OE"},
	{0x153, "oe"},
	{0x2009, " "},
	{0x2010, "-"},
	{0x2011, "-"},
	{0x2012, "-"},
	{0x2013, "-"},
	{0x2014, "--"},
	{0x2016, "||"},
	{0x2018, "'"},
	{0x2019, "'"},
	{0x201A, ","},
	{0x201C, "\""},
	{0x201D, "\""},
	{0x201E, "\""},
	{0x2020, "+"},
	{0x2022, "*"},
	{0x2026, "..."},
	{0x202F, " "},
	{0x2030, "%o"},
	{0x2032, "'"},
	{0x2033, "''"},
	{0x2039, "<"},
	{0x203A, ">"},
	{0x20AC, "EUR"},
	{0x2122, "(TM)"},
	{0x2190, "<-"},
	{0x2191, "^"},
	{0x2192, "->"},
	{0x2193, "v"},
	{0x2194, "<->"},
	{0x21D2, "=>"},
	{0x21D4, "<=>"},
	{0x2202, "d"},
	{0x2207, "grad"},
	{0x2208, "in"},
	{0x220F, "prod"},
	{0x2211, "sum"},
	{0x2212, "-"},
	{0x2215, "/"},
	{0x221A, "sqrt"},
	{0x221E, "inf"},
	{0x222B, "int"},
	{0x223C, "~"},
	{0x2248, "~="},
	{0x2260, "!="},
	{0x2261, "=="},
	{0x2264, "<="},
	{0x2265, ">="},
	{0x22C5, "*"},
	{0x2500, "-"},
	{0x2502, "|"},
	{0x250C, "+"},
	{0x2510, "+"},
	{0x2514, "+"},
	{0x2518, "+"},
	{0x251C, "+"},
	{0x2524, "+"},
	{0x252C, "+"},
	{0x2534, "+"},
	{0x253C, "+"},
	{0x2550, "="},
	{0x2588, "#"},
	{0x2591, "."},
	{0x25A0, "#"},
	{0x25AA, "*"},
	{0x25B8, ">"},
	{0x25BA, ">"},
	{0x25CB, "o"},
	{0x25CF, "*"},
	{0x25E6, "o"},
	{0x2610, "[ ]"},
	{0x2611, "[x]"},
	{0x2713, "ok"},
	{0x2717, "x"},
	{0x27E8, "<"},
	{0x27E9, ">"},
	{0xFFFD, "?"},
};

static const char *const greek[] = {"alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta",
	"theta", "iota", "kappa", "lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "sigma",
	"sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"};

static int compare_likeness(const void *key, const void *item)
{
	uint32_t a = *(const uint32_t *)key, b = ((const struct likeness *)item)->cp;

	return (a > b) - (a < b);
}

/* The first letter of a canonical decomposition, as é gives e. */
static uint32_t base_letter(uint32_t cp)
{
	ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
	int n;

	for (int depth = 0; depth < 4; depth++) {
		n = uc_canonical_decomposition(cp, parts);
		if (n < 1)
			break;
		cp = parts[0];
	}
	return cp;
}

static void put_ascii(struct buf *out, uint32_t cp)
{
	const struct likeness *like =
		bsearch(&cp, likenesses, sizeof(likenesses) / sizeof(likenesses[0]),
			sizeof(likenesses[0]), compare_likeness);
	uint32_t base;

	if (like) {
		buf_puts(out, like->ascii);
	} else if (cp >= 0x3B1 && cp <= 0x3C9) {
		buf_puts(out, greek[cp - 0x3B1]);
	} else if (cp >= 0x391 && cp <= 0x3A9) {
		buf_putc(out, (char)(greek[cp - 0x391][0] - 'a' + 'A'));
		buf_puts(out, greek[cp - 0x391] + 1);
	} else {
		base = base_letter(cp);
		buf_putc(out, base >= 0x20 && base < 0x7F ? (char)base : '?');
	}
}

void text_to_ascii(struct buf *out, const char *s, size_t n)
{
	uint32_t cp;

	for (size_t i = 0; i < n;) {
		i += text_decode(s + i, n - i, &cp);
		if (cp >= 0x20 && cp < 0x7F)
			buf_putc(out, (char)cp);
		else if (cp < 0xA0 || !text_is_safe(cp))
			buf_putc(out, '?');
		else if (text_cp_cells(cp) > 0)
			put_ascii(out, cp);
	}
}

void text_fold(struct buf *out, const char *s, size_t n)
{
	char bytes[4];
	uint32_t cp;

	for (size_t i = 0; i < n;) {
		i += text_decode(s + i, n - i, &cp);
		if (cp < 0x80) {
			buf_putc(out, (char)(cp >= 'A' && cp <= 'Z' ? cp + 32 : cp));
		} else if (!uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_M)) {
			cp = uc_tolower(base_letter(cp));
			buf_add(out, bytes, text_encode(cp, bytes));
		}
	}
}

int text_distance(const char *a, const char *b)
{
	enum { MAX = 64 };
	int rows[3][MAX + 1];
	int *before = rows[0], *last = rows[1], *row = rows[2];
	size_t na = strlen(a), nb = strlen(b);

	if (na > MAX || nb > MAX)
		return INT_MAX;
	for (size_t j = 0; j <= nb; j++)
		last[j] = (int)j;
	for (size_t i = 1; i <= na; i++) {
		int *spare = before;

		row[0] = (int)i;
		for (size_t j = 1; j <= nb; j++) {
			int cost = a[i - 1] != b[j - 1];
			int best = last[j - 1] + cost;

			if (last[j] + 1 < best)
				best = last[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
				before[j - 2] + 1 < best)
				best = before[j - 2] + 1;
			row[j] = best;
		}
		before = last;
		last = row;
		row = spare;
	}
	return last[nb];
}
