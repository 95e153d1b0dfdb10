#include "learn/draw.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MIN_VALUES = 20, MAX_DECIMALS = 12 };

/* FNV-1a. */
struct draw draw_begin(uint64_t seed, const char *name)
{
	uint64_t hash = 14695981039346656037U;

	for (; *name; name++)
		hash = (hash ^ (unsigned char)*name) * 1099511628211U;
	return (struct draw){.state = seed ^ hash};
}

/* SplitMix64: Steele, Lea & Flood 2014. */
uint64_t draw_bits(struct draw *d)
{
	uint64_t z = d->state += 0x9E3779B97F4A7C15U;

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
	return z ^ (z >> 31);
}

double draw_unit(struct draw *d)
{
	return (double)(draw_bits(d) >> 11) * 0x1p-53;
}

size_t draw_below(struct draw *d, size_t n)
{
	/* Bits from the last, incomplete round of n values are thrown away. */
	uint64_t bits, limit = UINT64_MAX - UINT64_MAX % n;

	do {
		bits = draw_bits(d);
	} while (bits >= limit);
	return (size_t)(bits % n);
}

void draw_order(struct draw *d, size_t *order, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t j = draw_below(d, i + 1);

		order[i] = order[j];
		order[j] = i;
	}
}

static double between(double x, double from, double to)
{
	return x < from ? from : x > to ? to : x;
}

static void draw_linear(struct draw *d, const struct drawn_param *p, char text[DRAW_TEXT_BYTES])
{
	/* 0.55 / 0.01 is a little above 55. */
	static const double slack = 1e-9;
	double steps = 1, first, last;
	int decimals = 0;

	while (decimals < MAX_DECIMALS && (p->to - p->from) * steps < MIN_VALUES) {
		decimals++;
		steps = pow(10, decimals);
	}
	first = ceil(p->from * steps - slack);
	last = floor(p->to * steps + slack);
	first = floor(first + draw_unit(d) * (last - first + 1));
	snprintf(text, DRAW_TEXT_BYTES, "%.*f", decimals, between(first, first, last) / steps);
}

static void draw_log(struct draw *d, const struct drawn_param *p, char text[DRAW_TEXT_BYTES])
{
	double x = p->from * pow(p->to / p->from, draw_unit(d)), step;

	if (p->is_integer) {
		x = floor(x + 0.5);
	} else {
		step = pow(10, floor(log10(x)) - 1);
		x = floor(x / step + 0.5) * step;
	}
	snprintf(text, DRAW_TEXT_BYTES, "%.10g", between(x, p->from, p->to));
}

void draw_param(struct draw *d, const struct drawn_param *p, char text[DRAW_TEXT_BYTES])
{
	if (p->is_log)
		draw_log(d, p, text);
	else if (p->is_integer)
		snprintf(text, DRAW_TEXT_BYTES, "%.0f",
			between(floor(p->from + draw_unit(d) * (p->to - p->from + 1)), p->from,
				p->to));
	else
		draw_linear(d, p, text);
}

/* The value of the parameter whose name begins at `name`; NULL if it is none. */
static const char *value_of(
	const struct quiz_item *item, char (*values)[DRAW_TEXT_BYTES], const char *name)
{
	size_t n = strcspn(name, "?)");

	for (size_t i = 0; i < item->n_params; i++)
		if (strlen(item->params[i].name) == n &&
			strncmp(item->params[i].name, name, n) == 0)
			return values[i];
	return NULL;
}

void draw_prompt(struct buf *out, const struct quiz_item *item, char (*values)[DRAW_TEXT_BYTES])
{
	static const char link[] = "](param:";
	const char *s = item->prompt, *at;

	while ((at = strstr(s, link)) != NULL) {
		const char *value = value_of(item, values, at + strlen(link));
		const char *open = at, *close = strchr(at, ')');

		while (open > s && *open != '[')
			open--;
		if (!value || !close || *open != '[') {
			buf_add(out, s, (size_t)(at - s) + 1);
			s = at + 1;
			continue;
		}
		buf_add(out, s, (size_t)(open - s));
		buf_puts(out, value);
		s = close + 1;
	}
	buf_puts(out, s);
}
