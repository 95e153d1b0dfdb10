#include "tui/find.h"

#include "base/buf.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* Folded text, and for each of its bytes where in the lines it comes from. */
struct folded {
	struct buf text;
	uint32_t *from;
	size_t cap;
};

void find_done(struct find *find)
{
	free(find->marks);
	*find = (struct find){0};
}

static enum status add_mark(struct find *f, uint32_t from, uint32_t to, size_t hit)
{
	size_t cap = f->cap_marks ? f->cap_marks * 2 : 32;
	struct find_mark *marks = f->marks;

	if (f->n_marks == f->cap_marks) {
		marks = realloc(marks, cap * sizeof(*marks));
		if (!marks)
			return STATUS_NO_MEMORY;
		f->marks = marks;
		f->cap_marks = cap;
	}
	f->marks[f->n_marks++] = (struct find_mark){from, to, hit};
	return STATUS_OK;
}

static enum status note_origin(struct folded *f, size_t begin, uint32_t from)
{
	size_t cap = f->cap ? f->cap * 2 : 4096;

	while (f->text.n > f->cap) {
		uint32_t *grown = realloc(f->from, cap * sizeof(*grown));

		if (!grown)
			return STATUS_NO_MEMORY;
		f->from = grown;
		f->cap = cap;
		cap *= 2;
	}
	for (size_t i = begin; i < f->text.n; i++)
		f->from[i] = from;
	return buf_status(&f->text);
}

/* One space stands for any number of them. */
static enum status fold_space(struct folded *f, uint32_t from)
{
	size_t begin = f->text.n;

	if (!begin || f->text.data[begin - 1] == ' ')
		return STATUS_OK;
	buf_putc(&f->text, ' ');
	return note_origin(f, begin, from);
}

static enum status fold_line(struct folded *f, const struct lines *lines, size_t line)
{
	const struct line *l = &lines->line[line];
	const struct run *first = &lines->runs[l->run];
	enum status status = STATUS_OK;
	uint32_t at, end;

	if (!l->n_runs)
		return STATUS_OK;
	/* The runs of a line stand one behind the other. */
	at = first->at;
	end = first[l->n_runs - 1].at + first[l->n_runs - 1].n_bytes;
	while (at < end && status == STATUS_OK) {
		size_t begin = f->text.n;
		uint32_t cp;
		size_t n = text_decode(lines->text.data + at, end - at, &cp);

		if (cp == ' ') {
			status = fold_space(f, at);
		} else {
			text_fold(&f->text, lines->text.data + at, n);
			status = note_origin(f, begin, at);
		}
		at += (uint32_t)n;
	}
	return status == STATUS_OK ? fold_space(f, end) : status;
}

/* What was asked for, folded like the text. */
static void fold_words(struct buf *out, const char *words)
{
	struct buf spaced;

	buf_init(&spaced);
	text_fold(&spaced, words, strlen(words));
	for (size_t i = 0; i < spaced.n; i++)
		if (spaced.data[i] != ' ' || (out->n && out->data[out->n - 1] != ' '))
			buf_putc(out, spaced.data[i]);
	buf_done(&spaced);
}

static enum status find_in_text(struct find *find, const struct folded *f, const struct buf *words)
{
	enum status status = STATUS_OK;
	const char *at = f->text.data, *end = f->text.data + f->text.n;

	while (status == STATUS_OK &&
		(at = memmem(at, (size_t)(end - at), words->data, words->n))) {
		size_t begin = (size_t)(at - f->text.data), last = begin + words->n;

		/* The folded text ends in a space, so that [last] is there. */
		status = add_mark(find, f->from[begin],
			last < f->text.n ? f->from[last] : f->from[f->text.n - 1], find->n_hits++);
		at += words->n;
	}
	return status;
}

static enum status mark_link(struct find *find, const struct lines *lines, size_t link)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < lines->n_runs && status == STATUS_OK; i++)
		if (lines->runs[i].link == link + 1)
			status = add_mark(find, lines->runs[i].at,
				lines->runs[i].at + lines->runs[i].n_bytes, find->n_hits);
	find->n_hits++;
	return status;
}

static enum status find_in_formulas(struct find *find, const struct lines *lines,
	const struct page *page, const struct buf *words)
{
	enum status status = STATUS_OK;
	struct buf tex;

	buf_init(&tex);
	for (size_t i = 0; i < page->n_links && status == STATUS_OK; i++) {
		const struct page_link *l = &page->links[i];

		if (l->kind != PAGE_LINK_MATH)
			continue;
		buf_clear(&tex);
		text_fold(&tex, l->target, strlen(l->target));
		if (memmem(tex.data, tex.n, words->data, words->n))
			status = mark_link(find, lines, i);
	}
	buf_done(&tex);
	return status;
}

static int compare(const void *a, const void *b)
{
	const struct find_mark *s = a, *t = b;

	if (s->from != t->from)
		return s->from < t->from ? -1 : 1;
	return (s->hit > t->hit) - (s->hit < t->hit);
}

/* Hits get their numbers in the order of the text. */
static enum status number_hits(struct find *find)
{
	size_t *number = calloc(find->n_hits + 1, sizeof(*number)), n = 0;

	if (!number)
		return STATUS_NO_MEMORY;
	if (find->n_marks)
		qsort(find->marks, find->n_marks, sizeof(*find->marks), compare);
	for (size_t i = 0; i < find->n_marks; i++) {
		size_t *hit = &number[find->marks[i].hit];

		if (!*hit)
			*hit = ++n;
		find->marks[i].hit = *hit - 1;
	}
	find->n_hits = n; /* a formula that is nowhere seen is no hit */
	free(number);
	return STATUS_OK;
}

enum status find_all(
	struct find *find, const struct lines *lines, const struct page *page, const char *words)
{
	struct folded folded = {0};
	enum status status = STATUS_OK;
	struct buf asked;

	find_done(find);
	buf_init(&asked);
	buf_init(&folded.text);
	fold_words(&asked, words);
	if (asked.n) {
		for (size_t i = 0; i < lines->n_lines && status == STATUS_OK; i++)
			status = fold_line(&folded, lines, i);
		if (status == STATUS_OK)
			status = find_in_text(find, &folded, &asked);
		if (status == STATUS_OK && page)
			status = find_in_formulas(find, lines, page, &asked);
		if (status == STATUS_OK)
			status = number_hits(find);
	}
	free(folded.from);
	buf_done(&folded.text);
	buf_done(&asked);
	return status;
}

size_t find_line(const struct find *find, const struct lines *lines, size_t hit)
{
	size_t line = 0;
	uint32_t at = 0;

	for (size_t i = find->n_marks; i-- > 0;)
		if (find->marks[i].hit == hit)
			at = find->marks[i].from;
	for (size_t i = 0; i < lines->n_lines; i++)
		if (lines->line[i].n_runs && lines->runs[lines->line[i].run].at <= at)
			line = i;
	return line;
}
