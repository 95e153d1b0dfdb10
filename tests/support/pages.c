#include "support/pages.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

void pages_read(struct buf *page, const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "tests/data/pages/%s", name);
	buf_init(page);
	ck_assert_int_eq(buf_read_file(page, path, 1 << 20), STATUS_OK);
}

void pages_replace(struct buf *page, const char *part, const char *with)
{
	const char *found = strstr(page->data, part);
	struct buf changed;

	ck_assert_msg(found != NULL, "no '%s' in the page", part);
	buf_init(&changed);
	buf_add(&changed, page->data, (size_t)(found - page->data));
	buf_puts(&changed, with);
	buf_puts(&changed, found + strlen(part));
	buf_done(page);
	*page = changed;
}

char *pages_diags(const struct buf *page, enum document_kind kind)
{
	struct document document;
	struct diags diags;
	struct buf out;

	diags_init(&diags);
	buf_init(&out);
	document_parse(&document, "p.md", kind, page->data, page->n, &diags);
	diags_sort(&diags);
	for (size_t i = 0; i < diags.n; i++)
		buf_printf(&out, "%d:%d: %s\n", diags.items[i].line, diags.items[i].col,
			diags.items[i].message);
	document_done(&document);
	diags_done(&diags);
	return buf_take(&out);
}
