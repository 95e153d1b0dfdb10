#include "lab/demo_impl.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void demo_out_flush(struct demo_out *o)
{
	size_t done = 0;

	while (done < o->n && !o->broken) {
		ssize_t wrote = write(o->fd, o->bytes + done, o->n - done);

		if (wrote > 0)
			done += (size_t)wrote;
		else if (wrote == 0 || errno != EINTR)
			o->broken = true;
	}
	o->n = 0;
}

void demo_out_add(struct demo_out *o, const char *bytes, size_t n)
{
	while (n > 0) {
		size_t room = o->cap - o->n;
		size_t part = n < room ? n : room;

		memcpy(o->bytes + o->n, bytes, part);
		o->n += part;
		bytes += part;
		n -= part;
		if (o->n == o->cap)
			demo_out_flush(o);
	}
}

void demo_out_puts(struct demo_out *o, const char *s)
{
	demo_out_add(o, s, strlen(s));
}

void demo_out_clean(struct demo_out *o, const char *s)
{
	for (; *s; s++) {
		bool control = (unsigned char)*s < 0x20 || *s == 0x7f;

		demo_out_add(o, control ? " " : s, 1);
	}
}

/* The digits of a whole number below 1e15 as "%.17g" gives them: plots count
 * their steps by thousands, and printf takes ten times as long. */
static size_t print_whole(char *text, double x)
{
	unsigned long long rest = (unsigned long long)fabs(x);
	char digits[24];
	size_t n = 0, n_text = 0;

	do
		digits[n++] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (x < 0)
		text[n_text++] = '-';
	while (n)
		text[n_text++] = digits[--n];
	return n_text;
}

static bool is_whole(double x)
{
	return fabs(x) < 1e15 && x == trunc(x) && (x != 0 || !signbit(x));
}

void demo_out_number(struct demo_out *o, double x)
{
	char text[32];

	/* printf would show the sign of a NaN, which differs by processor. */
	if (isnan(x))
		demo_out_puts(o, "nan");
	else if (is_whole(x))
		demo_out_add(o, text, print_whole(text, x));
	else
		demo_out_add(o, text, (size_t)snprintf(text, sizeof(text), "%.17g", x));
}

const char *demo_part(const char *parts, size_t i, size_t *n)
{
	for (; i > 0; i--) {
		parts = strchr(parts, '|');
		if (!parts)
			return NULL;
		parts++;
	}
	*n = strcspn(parts, "|");
	return parts;
}

size_t demo_count_parts(const char *parts)
{
	size_t n = 1;

	for (; *parts; parts++)
		n += *parts == '|';
	return n;
}
