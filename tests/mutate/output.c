#include "mutate/output.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct span {
	const char *s;
	size_t n;
};

static bool same(struct span a, struct span b)
{
	return a.n == b.n && memcmp(a.s, b.s, a.n) == 0;
}

static bool is(struct span a, const char *text)
{
	return same(a, (struct span){text, strlen(text)});
}

static bool is_passed_over(struct span kind)
{
	static const char *const kinds[] = {"title", "param", "caption", "range", "progress"};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (is(kind, kinds[i]))
			return true;
	return false;
}

static bool has_name(struct span kind)
{
	return is(kind, "value") || is(kind, "text") || is(kind, "check") || is(kind, "plot") ||
	       is(kind, "table");
}

/* Cuts off what stands before the next `mark`, and the mark. */
static struct span cut(struct span *rest, char mark)
{
	const char *end = memchr(rest->s, mark, rest->n);
	struct span first = {rest->s, end ? (size_t)(end - rest->s) : rest->n};
	size_t n = first.n + (end != NULL);

	rest->s += n;
	rest->n -= n;
	return first;
}

/* The next record that counts, its kind cut off; false at the end. */
static bool next(struct span *kind, struct span *fields, struct span *rest)
{
	while (rest->n) {
		*fields = cut(rest, '\n');
		*kind = cut(fields, '\t');
		if (!is_passed_over(*kind))
			return true;
	}
	return false;
}

static bool number(struct span field, double *x)
{
	char text[64], *end;

	if (!field.n || field.n >= sizeof(text))
		return false;
	memcpy(text, field.s, field.n);
	text[field.n] = '\0';
	*x = strtod(text, &end);
	return *end == '\0';
}

/* To nine digits. */
static bool same_field(struct span a, struct span b)
{
	double x, y;

	if (same(a, b))
		return true;
	return number(a, &x) && number(b, &y) && fabs(x - y) <= 1e-9 * fmax(fabs(x), fabs(y));
}

static bool same_fields(struct span kind, struct span a, struct span b)
{
	if (is(kind, "check"))
		return same(cut(&a, '\t'), cut(&b, '\t'));
	while (a.n && b.n)
		if (!same_field(cut(&a, '\t'), cut(&b, '\t')))
			return false;
	return a.n == b.n;
}

bool output_is_same(const char *a, size_t n_a, const char *b, size_t n_b, struct buf *what)
{
	struct span rest_a = {a, n_a}, rest_b = {b, n_b}, x = {"", 0}, y, kind_x, kind_y;
	struct span owner = {"", 0}, name = {"", 0}; /* "plot", "path" */

	for (;;) {
		bool more_a = next(&kind_x, &x, &rest_a), more_b = next(&kind_y, &y, &rest_b);

		if (!more_a && !more_b)
			return true;
		if (more_a && has_name(kind_x)) {
			struct span fields = x;

			owner = kind_x;
			name = cut(&fields, '\t');
		}
		if (more_a && more_b && same(kind_x, kind_y) && same_fields(kind_x, x, y))
			continue;
		buf_printf(what, "%.*s %.*s", (int)owner.n, owner.s, (int)name.n, name.s);
		return false;
	}
}
