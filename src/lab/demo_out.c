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

void demo_out_number(struct demo_out *o, double x)
{
	char text[32];

	/* printf would show the sign of a NaN, which differs by processor. */
	if (isnan(x)) {
		demo_out_puts(o, "nan");
		return;
	}
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
