#include "support/page_text.h"

#include "base/text.h"
#include "base/theme.h"

#include <check.h>
#include <cmark.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static void assert_safe(const struct lines *l, const char *what)
{
	uint32_t cp;

	for (size_t i = 0; i < l->text.n;) {
		i += text_decode(l->text.data + i, l->text.n - i, &cp);
		/* Not ck_assert, which is slow: it notes each place that it passes. */
		if (!text_is_safe(cp))
			ck_abort_msg("%s: U+%04X in the output", what, (unsigned)cp);
	}
}

void page_assert_promises(
	const struct page *page, const struct page_options *options, const char *what)
{
	const struct lines *l = &page->lines;
	size_t n_lines = l->n_lines ? l->n_lines : 1; /* "[ ](x)" has a link on no line */

	assert_safe(l, what);
	for (size_t i = 0; i < l->n_lines; i++) {
		if ((int)l->line[i].n_cells > options->width)
			ck_abort_msg("%s: line %zu has %u of %d cells", what, i,
				(unsigned)l->line[i].n_cells, options->width);
		for (uint32_t j = 0; j < l->line[i].n_runs; j++)
			if (l->runs[l->line[i].run + j].link > page->n_links)
				ck_abort_msg("%s: line %zu has a link that isn't there", what, i);
	}
	for (size_t i = 0; i < page->n_links; i++) {
		const struct page_link *link = &page->links[i];

		if (link->line >= n_lines || !link->target || !link->text)
			ck_abort_msg("%s: link %zu", what, i);
	}
	for (size_t i = 0; i < page->n_headings; i++)
		ck_assert_uint_lt(page->headings[i].line, n_lines);
}

char *page_text(const char *markdown, size_t n, const struct page_options *options)
{
	const struct output_style plain = {0};
	struct page page;
	struct buf out;

	ck_assert_int_eq(page_layout(&page, markdown, n, options), STATUS_OK);
	page_assert_promises(&page, options, markdown);
	buf_init(&out);
	lines_write(&out, &page.lines, &plain);
	page_done(&page);
	return buf_take(&out);
}

/* Drops white space and what the page draws itself. */
static char *squeeze(const char *s)
{
	static const char *const drawn[] = {"│", "↪"};
	char *out = malloc(strlen(s) + 1), *end = out;

	while (*s) {
		size_t skip = isspace((unsigned char)*s) ? 1 : 0;

		for (size_t i = 0; i < sizeof(drawn) / sizeof(drawn[0]); i++)
			if (strncmp(s, drawn[i], strlen(drawn[i])) == 0)
				skip = strlen(drawn[i]);
		if (!skip)
			*end++ = *s;
		s += skip ? skip : 1;
	}
	*end = '\0';
	return out;
}

/* Finds each word of `s` in *at, which moves on behind it. */
static void find_words(const char *s, const char **at, const char *what)
{
	struct buf clean;
	char *save = NULL;

	buf_init(&clean);
	for (; *s; s++) {
		char c = isspace((unsigned char)*s) ? ' ' : *s;

		buf_putc(&clean, c);
	}
	s = clean.data;
	for (char *word = strtok_r(clean.data, " ", &save); word;
		word = strtok_r(NULL, " ", &save)) {
		struct buf safe;
		const char *found;

		buf_init(&safe);
		text_clean(&safe, word, strlen(word));
		found = strstr(*at, safe.data);
		ck_assert_msg(found != NULL, "%s: '%s' is missing in '%s'", what, safe.data, *at);
		*at = found + safe.n;
		buf_done(&safe);
	}
	buf_done(&clean);
}

static bool is_comment(const char *s)
{
	return strncmp(s, "<!--", 4) == 0 && strstr(s + 4, "-->");
}

void page_assert_words(const char *markdown, size_t n, int width, const char *what)
{
	struct page_options options = {.width = width};
	char *text = page_text(markdown, n, &options), *squeezed = squeeze(text);
	cmark_node *document = cmark_parse_document(markdown, n, CMARK_OPT_VALIDATE_UTF8);
	cmark_iter *iter = cmark_iter_new(document);
	const char *at = squeezed;

	while (cmark_iter_next(iter) != CMARK_EVENT_DONE) {
		const char *s = cmark_node_get_literal(cmark_iter_get_node(iter));

		if (s && !is_comment(s))
			find_words(s, &at, what);
	}
	cmark_iter_free(iter);
	cmark_node_free(document);
	free(squeezed);
	free(text);
}
