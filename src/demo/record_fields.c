#include "demo/record_impl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What is promised may never come: no more memory than this goes for a promise. */
enum { MAX_RESERVED = 64 * 1024 };

static size_t skip_digits(const char *s)
{
	size_t n = 0;

	while (s[n] >= '0' && s[n] <= '9')
		n++;
	return n;
}

/* What %.17g writes: -1.5e-07, but no blanks, signs or hexadecimals beyond. */
static bool is_decimal(const char *s)
{
	size_t whole, part = 0;

	s += *s == '-';
	whole = skip_digits(s);
	s += whole;
	if (*s == '.') {
		part = skip_digits(s + 1);
		s += 1 + part;
	}
	if (whole + part == 0)
		return false;
	if (*s == 'e') {
		s += s[1] == '-' || s[1] == '+' ? 2 : 1;
		if (!skip_digits(s))
			return false;
		s += skip_digits(s);
	}
	return !*s;
}

bool read_any_number(struct record_parser *p, const char *field, double *x)
{
	*x = NAN;
	if (!strcmp(field, "nan"))
		return true;
	if (!strcmp(field, "inf") || !strcmp(field, "-inf"))
		*x = field[0] == '-' ? -INFINITY : INFINITY;
	else if (is_decimal(field))
		*x = strtod_l(field, NULL, p->c_locale);
	else
		return record_malformed(p, "'%.40s' is not a number", field);
	return true;
}

bool read_number(struct record_parser *p, const char *field, const char *what, double *x)
{
	if (!read_any_number(p, field, x))
		return false;
	return isfinite(*x) || record_malformed(p, "%s is %s, not a finite number", what, field);
}

bool read_count(struct record_parser *p, const char *field, size_t *n)
{
	double x;

	if (!read_number(p, field, "a count", &x))
		return false;
	if (!(x >= 0 && x <= MAX_NUMBERS && x == floor(x)))
		return record_malformed(
			p, "the count %s is not a whole number up to %d", field, MAX_NUMBERS);
	*n = (size_t)x;
	return true;
}

bool read_name(struct record_parser *p, const char *field)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
	size_t n = strspn(field, letters);

	if (field[0] < 'a' || field[0] > 'z' || field[n] || n > MAX_NAME)
		return record_malformed(p,
			"'%.40s' is not a name (a letter a-z, then up to %d of a-z, 0-9 and _)",
			field, MAX_NAME - 1);
	return true;
}

bool read_word(struct record_parser *p, const char *field, const char *const *words, size_t *index)
{
	for (size_t i = 0; words[i]; i++)
		if (!strcmp(words[i], field)) {
			*index = i;
			return true;
		}
	return record_malformed(p, "unknown word '%.40s'", field);
}

bool read_text(struct record_parser *p, const char *field, const char **text)
{
	*text = arena_strdup(p->arena, field);
	return *text || record_add_error(p, NULL);
}

bool count_numbers(struct record_parser *p, size_t more)
{
	p->n_numbers += more;
	return p->n_numbers <= MAX_NUMBERS ||
	       record_malformed(p, "more than %d numbers in points, grids and tables", MAX_NUMBERS);
}

bool reserve_numbers(struct record_parser *p, struct numbers *list, size_t n)
{
	list->cap = n < MAX_RESERVED ? n : MAX_RESERVED;
	list->v = list->cap ? arena_array(p->arena, list->cap, sizeof(*list->v)) : NULL;
	return list->v || !list->cap || record_add_error(p, NULL);
}

bool push_number(struct record_parser *p, struct numbers *list, double x)
{
	double *v = record_grow(p, list->v, list->n, &list->cap, sizeof(x));

	if (!v)
		return false;
	list->v = v;
	list->v[list->n++] = x;
	return true;
}
