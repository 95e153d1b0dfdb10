#include "learn/answer.h"

#include "base/buf.h"
#include "base/text.h"

#include <ctype.h>
#include <float.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_NUMBER_BYTES = 64 };

__attribute__((format(printf, 2, 3))) static bool refuse(
	char hint[ANSWER_HINT_BYTES], const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(hint, ANSWER_HINT_BYTES, format, args);
	va_end(args);
	return false;
}

/* ---- characters that people write to ASCII */

struct likeness {
	uint32_t cp;
	char ascii;
};

static const struct likeness signs[] = {{0x2212, '-'}, {0x2013, '-'}, {0xD7, '*'}, {0xB7, '*'},
	{0x22C5, '*'}, {0xA0, ' '}, {0x2009, ' '}, {0x202F, ' '}, {0x2044, '/'}, {0x2215, '/'},
	{0xF7, '/'}, {0x2248, '='}, {'~', '='}, {'\t', ' '}, {'\r', ' '}, {'\n', ' '}};
static const struct likeness raised[] = {{0x2070, '0'}, {0xB9, '1'}, {0xB2, '2'}, {0xB3, '3'},
	{0x2074, '4'}, {0x2075, '5'}, {0x2076, '6'}, {0x2077, '7'}, {0x2078, '8'}, {0x2079, '9'},
	{0x207B, '-'}, {0x207A, '+'}};

/* 0 if it is none of them. */
static char look_up(const struct likeness *table, size_t n, uint32_t cp)
{
	for (size_t i = 0; i < n; i++)
		if (table[i].cp == cp)
			return table[i].ascii;
	return 0;
}

/* Writes the text in ASCII, raised digits behind a '^', without blanks at its
 * ends. False if it holds anything else or is too long. */
static bool to_ascii(const char *text, char out[MAX_NUMBER_BYTES])
{
	size_t n = strlen(text), used = 0;
	bool is_raised = false;

	while (n) {
		uint32_t cp;
		size_t bytes = text_decode(text, n, &cp);
		char up = look_up(raised, sizeof(raised) / sizeof(raised[0]), cp);
		char c = up ? up : look_up(signs, sizeof(signs) / sizeof(signs[0]), cp);

		if (!c && (cp < 0x20 || cp > 0x7E))
			return false;
		if (used + 3 > MAX_NUMBER_BYTES)
			return false;
		if (up && !is_raised)
			out[used++] = '^';
		is_raised = up;
		c = c ? c : (char)cp;
		if (c != ' ' || used)
			out[used++] = c;
		text += bytes;
		n -= bytes;
	}
	while (used && out[used - 1] == ' ')
		used--;
	out[used] = '\0';
	return true;
}

/* ---- numbers */

static const char *skip_blanks(const char *s)
{
	return s + strspn(s, " ");
}

/* Behind "10^-7" at `s`, its exponent in [*begin, end); NULL if there is none. */
static const char *read_power(const char *s, const char **begin)
{
	if (strncmp(s, "10", 2) != 0)
		return NULL;
	s = skip_blanks(s + 2);
	if (*s != '^')
		return NULL;
	s = *begin = skip_blanks(s + 1);
	s += *s == '-' || *s == '+';
	return isdigit((unsigned char)*s) ? s + strspn(s, "0123456789") : NULL;
}

/* Behind "12.5", ".5", "3." at `s`; NULL if there is no digit. */
static const char *read_digits(const char *s)
{
	size_t whole = strspn(s, "0123456789"), part = 0;

	s += whole;
	if (*s == '.') {
		part = strspn(s + 1, "0123456789");
		s += 1 + part;
	}
	return whole + part ? s : NULL;
}

static const char *read_exponent(const char *s)
{
	const char *at = s + 1;

	if (*s != 'e' && *s != 'E')
		return s;
	at += *at == '-' || *at == '+';
	return isdigit((unsigned char)*at) ? at + strspn(at, "0123456789") : s;
}

/* "-2.3*10^-7", "1e-3", "10^5": as one decimal text to strtod, so that it is
 * the double nearest to what was written. Moves *s behind it. */
static bool read_decimal(const char **s, double *value)
{
	char decimal[2 * MAX_NUMBER_BYTES] = "";
	const char *at = *s, *power, *end, *after;
	bool is_negative = *at == '-';

	at = skip_blanks(at + (*at == '-' || *at == '+'));
	end = read_power(at, &power);
	if (end) {
		snprintf(decimal, sizeof(decimal), "1e%.*s", (int)(end - power), power);
	} else {
		end = read_digits(at);
		if (!end)
			return false;
		snprintf(decimal, sizeof(decimal), "%.*s", (int)(end - at), at);
		after = skip_blanks(end);
		if (*after == '*' || *after == 'x' || *after == 'X')
			after = read_power(skip_blanks(after + 1), &power);
		else
			after = NULL;
		if (after)
			snprintf(decimal, sizeof(decimal), "%.*se%.*s", (int)(end - at), at,
				(int)(after - power), power);
		else
			snprintf(decimal, sizeof(decimal), "%.*s", (int)(read_exponent(end) - at),
				at);
		end = after ? after : read_exponent(end);
	}
	*s = end;
	*value = strtod(decimal, NULL);
	if (is_negative)
		*value = -*value;
	return true;
}

/* A hint with the number as it should have been written. */
static bool refuse_comma(char *ascii, char hint[ANSWER_HINT_BYTES])
{
	char without[MAX_NUMBER_BYTES];
	char *comma = strchr(ascii, ',');
	size_t n = 0, digits = strspn(comma + 1, "0123456789");
	bool is_group = digits == 3 && comma > ascii && *ascii != '0';

	for (const char *s = ascii; *s; s++)
		if (*s != ',')
			without[n++] = *s;
	without[n] = '\0';
	if (strchr(comma + 1, ',') || strchr(ascii, '.'))
		return refuse(hint, "no commas in numbers, please: write %s", without);
	*comma = '.';
	if (is_group)
		return refuse(
			hint, "the comma may mean two things: write %s or %s", ascii, without);
	return refuse(hint, "the decimal sign is a point here: write %s", ascii);
}

static bool refuse_text(const char *rest, char hint[ANSWER_HINT_BYTES])
{
	return refuse(hint,
		*rest ? "'%.20s' is no part of a number: write one like 0.5, 1e-3, 1/3 or 5 %%"
		      : "that is no number%s: write one like 0.5, 1e-3, 1/3 or 5 %%",
		rest);
}

bool answer_read_number(const char *text, double *value, char hint[ANSWER_HINT_BYTES])
{
	char ascii[MAX_NUMBER_BYTES];
	const char *s = ascii;
	double x, divisor;

	*value = 0;
	hint[0] = '\0';
	if (!to_ascii(text, ascii) || !ascii[0])
		return refuse_text("", hint);
	if (strchr(ascii, ',') && strpbrk(ascii, "0123456789"))
		return refuse_comma(ascii, hint);
	s = skip_blanks(s + (*s == '='));
	if (!read_decimal(&s, &x))
		return refuse_text(s, hint);
	s = skip_blanks(s);
	if (*s == '/') {
		s = skip_blanks(s + 1);
		if (!read_decimal(&s, &divisor))
			return refuse_text(s, hint);
		if (divisor == 0)
			return refuse(hint, "a division by zero is no number");
		x /= divisor;
		s = skip_blanks(s);
	}
	if (*s == '%') {
		x /= 100;
		s = skip_blanks(s + 1);
	}
	if (*s)
		return refuse_text(s, hint);
	if (!isfinite(x))
		return refuse(hint, "that number is too large");
	*value = x;
	return true;
}

/* ---- choices */

/* The place that is written at *s, from 0; -1 if none. Digits are one number
 * where a blank or comma may end it, so "12" is the twelfth option if there
 * are so many, else the first and the second. */
static int read_place(const char **s, size_t n_choices)
{
	char c = (char)tolower((unsigned char)**s);
	int place;

	if (c >= 'a' && c <= 'z') {
		++*s;
		return c - 'a';
	}
	if (!isdigit((unsigned char)c))
		return -1;
	place = c - '0';
	++*s;
	while (n_choices > 9 && isdigit((unsigned char)**s) && place < 100)
		place = place * 10 + (*(*s)++ - '0');
	return place - 1;
}

bool answer_read_choices(const char *text, size_t n_choices, size_t picked[ANSWER_MAX_CHOICES],
	size_t *n, char hint[ANSWER_HINT_BYTES])
{
	static const char between[] = " ,;.)\t\r\n";
	bool seen[ANSWER_MAX_CHOICES] = {false};
	char last = (char)('a' + (n_choices ? n_choices - 1 : 0));
	const char *s = text + strspn(text, between);

	*n = 0;
	hint[0] = '\0';
	for (; *s; s += strspn(s, between)) {
		int place = read_place(&s, n_choices);

		if (place < 0 || (size_t)place >= n_choices || place >= ANSWER_MAX_CHOICES)
			return refuse(hint, "write letters from a to %c", last);
		if (seen[place])
			return refuse(hint, "%c stands there twice", 'a' + place);
		seen[place] = true;
		picked[(*n)++] = (size_t)place;
	}
	return *n || refuse(hint, "write letters from a to %c", last);
}

bool answer_choices_right(const struct quiz_item *item, const size_t *picked, size_t n)
{
	size_t n_right = 0;

	if (item->kind == ITEM_ORDER) {
		for (size_t i = 0; i < n; i++)
			if (picked[i] != i)
				return false;
		return n == item->n_choices;
	}
	for (size_t i = 0; i < item->n_choices; i++)
		n_right += item->choices[i].is_right;
	for (size_t i = 0; i < n; i++)
		if (picked[i] >= item->n_choices || !item->choices[picked[i]].is_right)
			return false;
	return n == n_right;
}

/* ---- tolerance */

bool answer_number_right(double given, double key, double tolerance, bool is_relative)
{
	double room = is_relative ? tolerance * fabs(key) : tolerance;
	double last_place = 4 * DBL_EPSILON * fmax(fabs(given), fabs(key));

	if (!isfinite(given) || !isfinite(key))
		return false;
	return fabs(given - key) <= room + last_place;
}

int answer_diagnose(double given, const double *wrong, size_t n, double tolerance, bool is_relative)
{
	int best = ANSWER_NO_DIAGNOSIS;

	for (size_t i = 0; i < n; i++) {
		if (!answer_number_right(given, wrong[i], tolerance, is_relative))
			continue;
		if (best < 0 || fabs(given - wrong[i]) < fabs(given - wrong[best]))
			best = (int)i;
	}
	return best;
}
