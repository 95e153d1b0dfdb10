#include "base/lines.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void lines_init(struct lines *l)
{
	*l = (struct lines){0};
	buf_init(&l->text);
}

void lines_done(struct lines *l)
{
	buf_done(&l->text);
	free(l->runs);
	free(l->line);
	lines_init(l);
}

void lines_clear(struct lines *l)
{
	buf_clear(&l->text);
	l->n_runs = l->n_lines = l->first_open = 0;
	l->status = STATUS_OK;
}

/* A list with room for one more item of `size` bytes; NULL when out of memory,
 * the list then as it was. */
static void *grow(struct lines *l, void *list, size_t n, size_t *cap, size_t size)
{
	size_t more = *cap ? *cap * 2 : 64;
	void *grown;

	if (list && n < *cap)
		return list;
	grown = more > SIZE_MAX / 2 / size ? NULL : realloc(list, more * size);
	if (!grown) {
		l->status = STATUS_NO_MEMORY;
		return NULL;
	}
	*cap = more;
	return grown;
}

static bool same_style(struct style a, struct style b)
{
	return a.role == b.role && a.back == b.back && a.attr == b.attr;
}

/* Opens a run, or goes on in the last one; NULL when out of memory. */
static struct run *open_run(struct lines *l, struct style style, uint32_t link)
{
	struct run *r = l->n_runs > l->first_open ? &l->runs[l->n_runs - 1] : NULL;
	struct run *runs;

	if (l->status != STATUS_OK)
		return NULL;
	if (r && r->link == link && same_style(r->style, style))
		return r;
	runs = grow(l, l->runs, l->n_runs, &l->cap_runs, sizeof(*l->runs));
	if (!runs)
		return NULL;
	l->runs = runs;
	r = &l->runs[l->n_runs++];
	*r = (struct run){.at = (uint32_t)l->text.n, .link = link, .style = style};
	return r;
}

/* Accounts for what was appended to the text since `at`. */
static void close_run(struct lines *l, struct run *r, size_t at, size_t cells)
{
	if (buf_status(&l->text) != STATUS_OK || l->text.n > UINT32_MAX) {
		l->status = STATUS_NO_MEMORY;
		return;
	}
	r->n_bytes += (uint32_t)(l->text.n - at);
	r->n_cells += (uint32_t)cells;
}

void lines_put(struct lines *l, struct style style, uint32_t link, const char *s, size_t n)
{
	size_t at = l->text.n;
	struct run *r;

	if (!n)
		return;
	r = open_run(l, style, link);
	if (!r)
		return;
	if (text_is_plain(s, n)) {
		buf_add(&l->text, s, n);
		close_run(l, r, at, n);
	} else {
		text_clean(&l->text, s, n);
		close_run(l, r, at, text_cells(l->text.data + at, l->text.n - at));
	}
}

void lines_puts(struct lines *l, struct style style, const char *s)
{
	lines_put(l, style, 0, s, strlen(s));
}

void lines_printf(struct lines *l, struct style style, const char *format, ...)
{
	char text[256]; /* mostly enough */
	struct buf b;
	va_list args, again;
	int n;

	va_start(args, format);
	va_copy(again, args);
	n = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (n >= 0 && (size_t)n < sizeof(text)) {
		lines_put(l, style, 0, text, (size_t)n);
	} else {
		buf_init(&b);
		buf_vprintf(&b, format, again);
		if (buf_status(&b) != STATUS_OK)
			l->status = STATUS_NO_MEMORY;
		lines_put(l, style, 0, b.data, b.n);
		buf_done(&b);
	}
	va_end(again);
}

void lines_pad(struct lines *l, struct style style, int cells)
{
	size_t at = l->text.n;
	struct run *r;

	if (cells <= 0)
		return;
	r = open_run(l, style, 0);
	if (!r)
		return;
	buf_fill(&l->text, ' ', (size_t)cells);
	close_run(l, r, at, (size_t)cells);
}

void lines_repeat(struct lines *l, struct style style, const char *s, int cells)
{
	size_t n = strlen(s);

	for (int i = 0; i < cells; i++)
		lines_put(l, style, 0, s, n);
}

int lines_open_cells(const struct lines *l)
{
	size_t cells = 0;

	for (size_t i = l->first_open; i < l->n_runs; i++)
		cells += l->runs[i].n_cells;
	return (int)cells;
}

void lines_end(struct lines *l)
{
	struct line line = {.run = (uint32_t)l->first_open,
		.n_runs = (uint32_t)(l->n_runs - l->first_open),
		.n_cells = (uint32_t)lines_open_cells(l)};
	struct line *list;

	if (l->status != STATUS_OK)
		return;
	list = grow(l, l->line, l->n_lines, &l->cap_lines, sizeof(*l->line));
	if (!list)
		return;
	l->line = list;
	l->line[l->n_lines++] = line;
	l->first_open = l->n_runs;
}

void lines_copy_line(struct lines *to, const struct lines *from, size_t line, uint32_t link_shift)
{
	const struct line *source = &from->line[line];

	for (uint32_t i = 0; i < source->n_runs; i++) {
		const struct run *r = &from->runs[source->run + i];
		uint32_t link = r->link ? r->link + link_shift : 0;

		lines_put(to, r->style, link, lines_run_text(from, r), r->n_bytes);
	}
}

enum status lines_status(const struct lines *l)
{
	return l->status;
}

void lines_wrap(struct lines *l, struct style style, const char *s, int room)
{
	int column = lines_open_cells(l);
	size_t n;

	while (*s) {
		n = text_row(s, room > 0 ? (size_t)room : 1);
		lines_put(l, style, 0, s, n);
		for (s += n; *s == ' '; s++)
			;
		if (*s) {
			lines_end(l);
			lines_pad(l, (struct style){0}, column);
		}
	}
}
