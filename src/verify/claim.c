#include "verify/claim.h"

#include "base/arena.h"

#include <ctype.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char minus_sign[] = "\xE2\x88\x92"; /* U+2212 */
static const char no_break_space[] = "\xC2\xA0";
static const char thin_space[] = "\xE2\x80\x89";
static const char narrow_space[] = "\xE2\x80\xAF";
static const char times_sign[] = "\xC3\x97";

static const struct {
	const char *words;
	enum claim_kind kind;
} prefixes[] = {
	{"about", CLAIM_ABOUT},
	{"approximately", CLAIM_ABOUT},
	{"roughly", CLAIM_ABOUT},
	{"~", CLAIM_ABOUT},
	{"\xE2\x89\x88", CLAIM_ABOUT},
	{"<=", CLAIM_AT_MOST},
	{"\xE2\x89\xA4", CLAIM_AT_MOST},
	{"at most", CLAIM_AT_MOST},
	{"no more than", CLAIM_AT_MOST},
	{">=", CLAIM_AT_LEAST},
	{"\xE2\x89\xA5", CLAIM_AT_LEAST},
	{"at least", CLAIM_AT_LEAST},
	{"no less than", CLAIM_AT_LEAST},
	{"<", CLAIM_LESS},
	{"less than", CLAIM_LESS},
	{"fewer than", CLAIM_LESS},
	{"below", CLAIM_LESS},
	{"under", CLAIM_LESS},
	{">", CLAIM_MORE},
	{"more than", CLAIM_MORE},
	{"greater than", CLAIM_MORE},
	{"above", CLAIM_MORE},
	{"over", CLAIM_MORE},
};

/* Steps over `word` if *s begins with it, without regard to case. */
static bool skip(const char **s, const char *word)
{
	size_t n = strlen(word);

	if (strncasecmp(*s, word, n) != 0)
		return false;
	*s += n;
	return true;
}

static void skip_spaces(const char **s)
{
	while (**s == ' ' || skip(s, no_break_space) || skip(s, thin_space) ||
		skip(s, narrow_space))
		if (**s == ' ')
			++*s;
}

static enum claim_kind skip_prefix(const char **s)
{
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		const char *at = *s;
		const char *words = prefixes[i].words;

		if (!skip(&at, words))
			continue;
		/* "overfit" is no "over". */
		if (isalpha((unsigned char)words[strlen(words) - 1]) && *at != ' ')
			continue;
		skip_spaces(&at);
		*s = at;
		return prefixes[i].kind;
	}
	return CLAIM_EQUAL;
}

/* A sign as people write it: '-', a real minus, '+'. */
static bool skip_sign(const char **s)
{
	if (skip(s, "-") || skip(s, minus_sign))
		return true;
	skip(s, "+");
	return false;
}

/* Superscript digits and sign, as in 10⁻¹³; false if there are none. */
static bool superscript_exponent(const char **s, int *exponent)
{
	static const char *const digits[] = {"\xE2\x81\xB0", "\xC2\xB9", "\xC2\xB2", "\xC2\xB3",
		"\xE2\x81\xB4", "\xE2\x81\xB5", "\xE2\x81\xB6", "\xE2\x81\xB7", "\xE2\x81\xB8",
		"\xE2\x81\xB9"};
	bool negative = skip(s, "\xE2\x81\xBB"), any = false, more = true;
	int value = 0;

	while (more) {
		more = false;
		for (int d = 0; d < 10 && !more; d++) {
			if (!skip(s, digits[d]))
				continue;
			value = value < 1000 ? value * 10 + d : value;
			any = more = true;
		}
	}
	*exponent = negative ? -value : value;
	return any;
}

static bool ascii_exponent(const char **s, int *exponent)
{
	const char *at = *s;
	bool negative = skip_sign(&at);
	int value = 0;

	if (!isdigit((unsigned char)*at))
		return false;
	for (; isdigit((unsigned char)*at); at++)
		value = value < 1000 ? value * 10 + (*at - '0') : value;
	*exponent = negative ? -value : value;
	*s = at;
	return true;
}

/* "e-13", "×10⁻¹³", "x 10^-13"; leaves *s where there is none. */
static bool skip_exponent(const char **s, int *exponent)
{
	const char *at = *s;

	if (*at == 'e' || *at == 'E') {
		at++;
		if (!ascii_exponent(&at, exponent))
			return false;
		*s = at;
		return true;
	}
	skip_spaces(&at);
	if (!skip(&at, times_sign) && !skip(&at, "\xC2\xB7"))
		return false;
	skip_spaces(&at);
	if (!skip(&at, "10"))
		return false;
	if (skip(&at, "^") ? !ascii_exponent(&at, exponent) : !superscript_exponent(&at, exponent))
		return false;
	*s = at;
	return true;
}

/* The digits of a mantissa, thousands apart by commas, into `digits`. */
static bool skip_mantissa(const char **s, char *digits, size_t size, int *decimals)
{
	const char *at = *s;
	bool point = false, any = false;
	size_t n = 0;

	*decimals = 0;
	for (;; at++) {
		if (isdigit((unsigned char)*at)) {
			any = true;
			*decimals += point;
		} else if (*at == '.' && !point && isdigit((unsigned char)at[1])) {
			point = true;
		} else if (*at == ',' && any && !point && isdigit((unsigned char)at[1]) &&
			   isdigit((unsigned char)at[2]) && isdigit((unsigned char)at[3]) &&
			   !isdigit((unsigned char)at[4])) {
			continue;
		} else {
			break;
		}
		if (n + 1 >= size)
			return false;
		digits[n++] = *at;
	}
	digits[n] = '\0';
	*s = at;
	return any;
}

static struct claim parse_number(const char *s, enum claim_kind kind)
{
	const struct claim none = {.kind = CLAIM_TEXT};
	struct claim claim = {.kind = kind};
	char digits[64], number[96];
	int exponent = 0;
	bool negative = skip_sign(&s);

	if (!skip_mantissa(&s, digits, sizeof(digits), &claim.decimals))
		return none;
	claim.scientific = skip_exponent(&s, &exponent);
	snprintf(number, sizeof(number), "%s%se%d", negative ? "-" : "", digits, exponent);
	claim.number = strtod(number, NULL);
	claim.unit = pow(10, exponent - claim.decimals);
	skip_spaces(&s);
	if (*s == '%') {
		claim.is_percent = true;
		claim.number /= 100;
		claim.unit /= 100;
		s++;
	} else if (*s && s[-1] != ' ' && (s[-1] & 0x80) == 0) {
		return none; /* "3x": no space between the number and what follows */
	}
	if (!isfinite(claim.number))
		return none;
	return claim;
}

struct claim claim_parse(const char *written)
{
	const char *s = written;

	skip_spaces(&s);
	return parse_number(s, skip_prefix(&s));
}

/* Room for the rounding of the value and of the decimal that was written:
 * 0.125 written as 0.13 stands exactly on the edge. */
static double slack(double number)
{
	return 4 * DBL_EPSILON * fabs(number);
}

static bool number_holds(const struct claim *c, double value)
{
	double off = fabs(value - c->number);

	switch (c->kind) {
	case CLAIM_EQUAL:
		return off <= c->unit / 2 + slack(c->number);
	case CLAIM_ABOUT:
		return off <= 0.05 * fabs(c->number) + slack(c->number);
	case CLAIM_LESS:
		return value < c->number;
	case CLAIM_MORE:
		return value > c->number;
	case CLAIM_AT_MOST:
		return value <= c->number + slack(c->number);
	case CLAIM_AT_LEAST:
		return value >= c->number - slack(c->number);
	case CLAIM_TEXT:
		break;
	}
	return false;
}

bool claim_holds(const struct claim *claim, const char *written, const struct demo_value *value)
{
	if (value->is_text)
		return strcmp(written, value->text) == 0;
	return number_holds(claim, value->number);
}

void claim_format(struct buf *out, const struct claim *claim, const struct demo_value *value)
{
	double x = value->number;
	/* A value that is zero to the digits written says nothing: give it some. */
	bool lost = x != 0 && fabs(x) < claim->unit / 2;

	if (value->is_text)
		buf_puts(out, value->text);
	else if (claim->kind != CLAIM_EQUAL || lost || fabs(x) >= 1e15)
		buf_printf(out, "%.4g", x);
	else if (claim->is_percent)
		buf_printf(out, "%.*f %%", claim->decimals, 100 * x);
	else if (claim->scientific)
		buf_printf(out, "%.*e", claim->decimals, x);
	else
		buf_printf(out, "%.*f", claim->decimals, x);
}

/* ---- targets */

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Percent-decodes s[0..n) in the arena; NULL if malformed or out of memory. */
static char *decode(struct arena *arena, const char *s, size_t n)
{
	char *out = arena_strndup(arena, s, n);
	size_t used = 0;

	if (!out)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		if (s[i] != '%') {
			out[used++] = s[i];
			continue;
		}
		if (i + 2 >= n || hex_digit(s[i + 1]) < 0 || hex_digit(s[i + 2]) < 0)
			return NULL;
		out[used] = (char)(hex_digit(s[i + 1]) * 16 + hex_digit(s[i + 2]));
		if (!out[used++])
			return NULL;
		i += 2;
	}
	out[used] = '\0';
	return out;
}

static int compare_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool parse_arguments(struct target *t, struct arena *arena, const char *query)
{
	size_t cap = 0;

	while (*query) {
		size_t n = strcspn(query, "&");
		const char *equals = memchr(query, '=', n);

		if (!equals || equals == query)
			return false;
		t->arguments = arena_grow(
			arena, (void *)t->arguments, t->n_arguments, &cap, sizeof(*t->arguments));
		if (!t->arguments)
			return false;
		t->arguments[t->n_arguments] = decode(arena, query, n);
		if (!t->arguments[t->n_arguments])
			return false;
		t->n_arguments++;
		query += n;
		if (*query == '&' && !*++query)
			return false;
	}
	if (t->n_arguments)
		qsort(t->arguments, t->n_arguments, sizeof(*t->arguments), compare_text);
	return true;
}

bool target_parse(struct target *target, struct arena *arena, const char *text)
{
	size_t path = strcspn(text, "?");
	const char *slash = memchr(text, '/', path);

	*target = (struct target){0};
	/* "pack/slug/name": the name is behind the last slash. */
	for (const char *next = slash; next;) {
		slash = next;
		next = memchr(slash + 1, '/', path - (size_t)(slash + 1 - text));
	}
	if (slash) {
		target->demo = decode(arena, text, (size_t)(slash - text));
		if (!target->demo || !target->demo[0])
			return false;
		path -= (size_t)(slash + 1 - text);
		text = slash + 1;
	}
	target->name = decode(arena, text, path);
	if (!target->name)
		return false;
	return text[path] != '?' || parse_arguments(target, arena, text + path + 1);
}

bool target_set(struct target *target, struct arena *arena, const char *name, const char *value)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < target->n_arguments; i++) {
		char *changed;

		if (strncmp(target->arguments[i], name, n) != 0 || target->arguments[i][n] != '=')
			continue;
		changed = arena_printf(arena, "%s=%s", name, value);
		if (changed)
			target->arguments[i] = changed;
		return changed;
	}
	return false;
}
