#include "base/diag.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

void diags_init(struct diags *d)
{
	*d = (struct diags){0};
}

static void done_one(struct diag *item)
{
	free(item->file);
	free(item->message);
}

void diags_done(struct diags *d)
{
	for (size_t i = 0; i < d->n; i++)
		done_one(&d->items[i]);
	free(d->items);
	diags_init(d);
}

static int grow(struct diags *d)
{
	size_t cap = d->cap ? d->cap * 2 : 8;
	struct diag *items;

	if (d->n < d->cap)
		return 1;
	items = realloc(d->items, cap * sizeof(*items));
	if (!items)
		return 0;
	d->items = items;
	d->cap = cap;
	return 1;
}

void diags_add(struct diags *d, const char *file, int line, int col, const char *format, ...)
{
	struct diag item = {.line = line, .col = col};
	struct buf message;
	va_list args;

	buf_init(&message);
	va_start(args, format);
	buf_vprintf(&message, format, args);
	va_end(args);
	item.message = buf_take(&message);
	item.file = strdup(file ? file : "");
	if (!item.message || !item.file || !grow(d)) {
		done_one(&item);
		d->status = STATUS_NO_MEMORY;
		return;
	}
	d->items[d->n++] = item;
}

static int compare(const void *a, const void *b)
{
	const struct diag *x = a, *y = b;
	int order = strcmp(x->file, y->file);

	if (!order)
		order = (x->line > y->line) - (x->line < y->line);
	if (!order)
		order = (x->col > y->col) - (x->col < y->col);
	return order ? order : strcmp(x->message, y->message);
}

void diags_sort(struct diags *d)
{
	size_t kept = 0;

	if (d->n)
		qsort(d->items, d->n, sizeof(d->items[0]), compare);
	for (size_t i = 0; i < d->n; i++) {
		if (kept && !compare(&d->items[kept - 1], &d->items[i]))
			done_one(&d->items[i]);
		else
			d->items[kept++] = d->items[i];
	}
	d->n = kept;
}

void diags_write(const struct diags *d, struct buf *out)
{
	for (size_t i = 0; i < d->n; i++) {
		const struct diag *item = &d->items[i];

		text_clean(out, item->file, strlen(item->file));
		if (item->line > 0)
			buf_printf(out, ":%d", item->line);
		if (item->line > 0 && item->col > 0)
			buf_printf(out, ":%d", item->col);
		buf_puts(out, ": error: ");
		text_clean(out, item->message, strlen(item->message));
		buf_putc(out, '\n');
	}
}
