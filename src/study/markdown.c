#include "study/markdown.h"

#include <stdbool.h>
#include <string.h>

void markdown_put_plain(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (strchr("\\`*_[]<>#&|~", *text))
			buf_putc(out, '\\');
		buf_putc(out, *text);
	}
}

static bool is_of_page(const char *target)
{
	static const char *const schemes[] = {"live:", "set:", "cite:", "param:"};

	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (strncmp(target, schemes[i], strlen(schemes[i])) == 0)
			return true;
	return false;
}

/* Behind "[text](live:x)" at `open`, whose text ends at *close; NULL if there is
 * no such link there. */
static const char *link_end(const char *open, const char **close)
{
	const char *end;

	*close = strpbrk(open + 1, "[]");
	if (!*close || **close != ']' || (*close)[1] != '(' || !is_of_page(*close + 2))
		return NULL;
	end = strchr(*close, ')');
	return end ? end + 1 : NULL;
}

void markdown_put_apart(struct buf *out, const char *markdown)
{
	while (*markdown) {
		const char *close, *end = *markdown == '[' ? link_end(markdown, &close) : NULL;

		if (end) {
			buf_add(out, markdown + 1, (size_t)(close - markdown - 1));
			markdown = end;
		} else {
			buf_putc(out, *markdown++);
		}
	}
}
