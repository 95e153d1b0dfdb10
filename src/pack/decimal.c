/* Decimal numbers in running text: what must be live or cited. */
#include "pack/inline.h"

#include <string.h>
#include <strings.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
	return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
	       (unsigned char)c >= 0x80;
}

/* Do the bytes before `at` end in `what`? */
static bool ends_in(const char *s, size_t at, const char *what)
{
	size_t n = strlen(what);

	return at >= n && !strncasecmp(s + at - n, what, n);
}

/* "section 4.2", "eq. 3.1" are names of places, not numbers. */
static bool is_place(const char *s, size_t at)
{
	static const char *const words[] = {"section", "sections", "chapter", "equation", "eq.",
		"figure", "fig.", "table", "theorem", "lemma", "corollary", "proposition",
		"definition", "algorithm", "appendix", "example", "exercise", "§"};

	while (at && (s[at - 1] == ' ' || s[at - 1] == '\n' || s[at - 1] == '('))
		at--;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (ends_in(s, at, words[i]))
			return true;
	return false;
}

/* Is a number that begins at `at` a part of a word, as in "v2.5", "GPT-3.5"? */
static bool is_in_word(const char *s, size_t at)
{
	if (!at)
		return false;
	/* A typographic minus or another sign before a number is not a letter. */
	if ((unsigned char)s[at - 1] >= 0x80)
		return !ends_in(s, at, "−") && !ends_in(s, at, "±") && !ends_in(s, at, "≈") &&
		       !ends_in(s, at, "≤") && !ends_in(s, at, "≥") && !ends_in(s, at, "×") &&
		       !ends_in(s, at, "–") && !ends_in(s, at, "—") && !ends_in(s, at, "“") &&
		       !ends_in(s, at, "§");
	if (s[at - 1] == '-')
		return at > 1 && is_word(s[at - 2]) && !is_digit(s[at - 2]);
	return is_word(s[at - 1]) || s[at - 1] == '.';
}

static size_t skip_digits(const char *s, size_t at)
{
	while (is_digit(s[at]) || (s[at] == ',' && is_digit(s[at + 1])))
		at++;
	return at;
}

/* Behind "e-6" at `at`; `at` itself if there is no exponent. */
static size_t skip_exponent(const char *s, size_t at)
{
	size_t digits = at + 1;

	if (s[at] != 'e' && s[at] != 'E')
		return at;
	digits += s[digits] == '-' || s[digits] == '+';
	return is_digit(s[digits]) ? skip_digits(s, digits) : at;
}

/* Reads the digits at `at`; *is_decimal if they have a point or an exponent.
 * "2.0.1" is none: two points make a version or a section. */
static size_t read_number(const char *s, size_t at, bool *is_decimal)
{
	size_t whole = skip_digits(s, at), end = whole;
	int points = 0;

	while (s[end] == '.' && is_digit(s[end + 1])) {
		end = skip_digits(s, end + 1);
		points++;
	}
	if (points <= 1) {
		size_t exponent = skip_exponent(s, end);

		*is_decimal = points == 1 || exponent > end;
		return exponent;
	}
	*is_decimal = false;
	return end;
}

bool inline_next_decimal(const struct inline_text *t, size_t *at, size_t *begin, size_t *end)
{
	const char *s = t->text.data, *mask = t->mask.data;
	size_t i = *at, n = t->mask.n;

	while (i < n) {
		bool is_start = is_digit(s[i]) || (s[i] == '.' && is_digit(s[i + 1]));
		bool is_decimal;

		if (mask[i] != MASK_TEXT || !is_start) {
			i++;
			continue;
		}
		*begin = i;
		*end = i = read_number(s, i, &is_decimal);
		if (!is_decimal || is_in_word(s, *begin) || is_place(s, *begin))
			continue;
		*at = i;
		return true;
	}
	*at = i;
	return false;
}
