#include "store/corpus.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_PAGE_BYTES = 16 << 20 };

static const struct style plain = {.role = ROLE_TEXT};
static const struct style dim = {.role = ROLE_DIM};
static const struct style mark = {.role = ROLE_MARK};

/* Markdown for a reader of one line: link targets and markup go, lines stay. */
static void strip_targets(struct buf *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *end;

		if (s[i] == ']' && i + 1 < n && s[i + 1] == '(') {
			end = memchr(s + i, ')', n - i);
			if (end && !memchr(s + i, '\n', (size_t)(end - s) - i)) {
				i = (size_t)(end - s);
				continue;
			}
		}
		if (s[i] == '\n' || !strchr("[]`*|$\1\2", s[i]))
			buf_putc(out, s[i]);
	}
}

static enum status add_page(struct corpus *c, const struct page_ref *ref)
{
	size_t cap = c->cap ? c->cap * 2 : 128;
	struct page_ref *pages = c->pages;
	struct buf raw, text;
	enum status status;

	if (c->n == c->cap) {
		pages = realloc(pages, cap * sizeof(*pages));
		if (!pages)
			return STATUS_NO_MEMORY;
		c->pages = pages;
		c->cap = cap;
	}
	buf_init(&raw);
	buf_init(&text);
	if (ref->path) /* a page that can't be read is found by its title */
		buf_read_file(&raw, ref->path, MAX_PAGE_BYTES);
	strip_targets(&text, raw.data, raw.n);
	status = buf_status(&text);
	if (status == STATUS_OK)
		status = fulltext_add(c->index, c->n, ref->name, ref->title, text.data);
	c->pages[c->n++] = *ref;
	buf_done(&raw);
	buf_done(&text);
	return status;
}

static enum status add_all(struct corpus *c, const struct library *library)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < library->n_packs; i++) {
		const struct pack *pack = library->packs[i];

		for (size_t j = 0; j < pack->n_questions && status == STATUS_OK; j++) {
			struct page_ref ref = library_question(pack, &pack->questions[j]);

			status = add_page(c, &ref);
		}
	}
	for (size_t i = 0; i < library->lessons.n && status == STATUS_OK; i++) {
		struct page_ref ref = library_lesson(&library->lessons.items[i]);

		status = add_page(c, &ref);
	}
	return status;
}

void corpus_done(struct corpus *corpus)
{
	fulltext_free(corpus->index);
	free(corpus->pages);
	*corpus = (struct corpus){0};
}

enum status corpus_open(struct corpus *corpus, const struct library *library)
{
	enum status status;

	*corpus = (struct corpus){0};
	status = fulltext_new(&corpus->index);
	if (status == STATUS_OK)
		status = add_all(corpus, library);
	if (status != STATUS_OK)
		corpus_done(corpus);
	return status;
}

const char *corpus_best_line(const char *body, size_t *n, int *number)
{
	const char *best = body;
	int best_marks = 0, line = 1;
	bool in_front = strncmp(body, "---\n", 4) == 0;

	*n = 0;
	*number = 0;
	for (const char *s = body; *s; line++) {
		size_t length = strcspn(s, "\n");
		int marks = 0;

		for (size_t i = 0; i < length; i++)
			marks += s[i] == FULLTEXT_BEGIN;
		if (in_front && line > 1 && length == 3 && memcmp(s, "---", 3) == 0)
			in_front = false;
		if (marks > best_marks && !in_front) {
			best_marks = marks;
			best = s;
			*n = length;
			*number = line;
		}
		s += length + (s[length] == '\n');
	}
	return best;
}

void corpus_put_line(struct lines *out, const char *s, size_t n, int width)
{
	size_t skip = 0, lead = (size_t)width / 3;
	const char *first;
	bool marked = false;

	for (; n && strchr(" ->#", *s); s++) /* a list's, a quote's or a heading's sign */
		n--;
	first = memchr(s, FULLTEXT_BEGIN, n);
	if (first && (size_t)(first - s) > lead) {
		skip = (size_t)(first - s) - lead;
		while (skip < (size_t)(first - s) && s[skip] != ' ')
			skip++;
		lines_puts(out, dim, "\xE2\x80\xA6");
	}
	for (size_t i = skip; i < n;) {
		size_t run = i, fit, used, room;

		while (run < n && s[run] != FULLTEXT_BEGIN && s[run] != FULLTEXT_END)
			run++;
		room = (size_t)(width > lines_open_cells(out) ? width - lines_open_cells(out) : 0);
		fit = text_fit(s + i, run - i, room, &used);
		lines_put(out, marked ? mark : plain, 0, s + i, fit);
		if (fit < run - i) {
			lines_puts(out, dim, "\xE2\x80\xA6");
			break;
		}
		marked = run < n && s[run] == FULLTEXT_BEGIN;
		i = run + 1;
	}
	lines_end(out);
}
