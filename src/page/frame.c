#include "page/frame.h"

#include "base/text.h"

#include <string.h>

static const struct style dim = {.role = ROLE_DIM};

int frame_room(const struct frame *f)
{
	return f->width > f->n ? f->width - f->n : 1;
}

void frame_push(struct frame *f, int cells, bool bar)
{
	if (f->n + cells > f->max)
		return;
	for (int i = 0; i < cells; i++)
		f->prefix[f->n + i] = f->first[f->n + i] = ' ';
	f->has_bars |= bar;
	if (bar)
		f->prefix[f->n] = f->first[f->n] = f->ascii ? '|' : 0x2502;
	f->n += cells;
}

void frame_pop(struct frame *f, int n)
{
	f->n = n;
	f->has_bars = false;
	for (int i = 0; i < n; i++)
		f->has_bars |= f->prefix[i] != ' ';
}

void frame_mark(struct frame *f, const char *s)
{
	size_t n = strlen(s);
	int at = f->n - 1 - (int)text_cells(s, n);

	f->has_marker = true;
	for (size_t i = 0; i < n; at++) {
		uint32_t cp;

		i += text_decode(s + i, n - i, &cp);
		if (at >= 0)
			f->first[at] = cp;
	}
}

static void put_prefix(struct frame *f, const uint32_t *prefix)
{
	char bytes[4 * FRAME_MAX_PREFIX];
	size_t n = 0;

	if (prefix == f->prefix && !f->has_bars) {
		lines_pad(f->out, (struct style){0}, f->n);
		return;
	}
	for (int i = 0; i < f->n; i++)
		n += text_encode(prefix[i], bytes + n);
	lines_put(f->out, dim, 0, bytes, n);
}

void frame_begin(struct frame *f)
{
	if (!f->has_marker) {
		put_prefix(f, f->prefix);
		return;
	}
	put_prefix(f, f->first);
	memcpy(f->first, f->prefix, sizeof(f->first));
	f->has_marker = false;
}

void frame_blank(struct frame *f)
{
	put_prefix(f, f->prefix);
	lines_end(f->out);
}

void frame_write(struct frame *f, const struct flow *flow, size_t begin, size_t end)
{
	struct flow_line line;

	while (flow_next(flow, &begin, end, frame_room(f), &line)) {
		frame_begin(f);
		flow_write(flow, line.begin, line.end, f->out);
		lines_end(f->out);
	}
}
