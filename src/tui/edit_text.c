#include "tui/edit_text.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

struct edit_change {
	size_t at, n;
	char *removed; /* n bytes; NULL: they were inserted */
};

void edit_text_init(struct edit_text *t)
{
	*t = (struct edit_text){0};
	buf_init(&t->text);
}

void edit_text_done(struct edit_text *t)
{
	for (size_t i = 0; i < t->n_changes; i++)
		free(t->changes[i].removed);
	free(t->changes);
	buf_done(&t->text);
}

/* ---- places */

size_t edit_text_step(const struct edit_text *t, size_t at, size_t col, size_t *n)
{
	uint32_t cp;

	*n = text_decode(t->text.data + at, t->text.n - at, &cp);
	if (cp == '\t')
		return col + EDIT_TAB_CELLS - col % EDIT_TAB_CELLS;
	return col + (size_t)text_cp_cells(cp);
}

static size_t line_begin(const struct edit_text *t, size_t at)
{
	const char *newline = at ? memrchr(t->text.data, '\n', at) : NULL;

	return newline ? (size_t)(newline - t->text.data) + 1 : 0;
}

static size_t line_end(const struct edit_text *t, size_t at)
{
	const char *newline = memchr(t->text.data + at, '\n', t->text.n - at);

	return newline ? (size_t)(newline - t->text.data) : t->text.n;
}

static size_t column(const struct edit_text *t)
{
	size_t col = 0, n;

	for (size_t i = line_begin(t, t->at); i < t->at; i += n)
		col = edit_text_step(t, i, col, &n);
	return col;
}

void edit_text_cursor(const struct edit_text *t, size_t *line, size_t *col)
{
	*line = 0;
	for (size_t i = 0; i < t->at; i++)
		*line += t->text.data[i] == '\n';
	*col = column(t);
}

bool edit_text_line(const struct edit_text *t, size_t line, size_t *begin)
{
	size_t at = 0;

	while (line--) {
		at = line_end(t, at);
		if (at == t->text.n)
			return false;
		at++;
	}
	*begin = at;
	return true;
}

/* ---- moving */

void edit_text_move(struct edit_text *t, int letters)
{
	uint32_t cp;

	for (; letters > 0 && t->at < t->text.n; letters--)
		t->at += text_decode(t->text.data + t->at, t->text.n - t->at, &cp);
	for (; letters < 0 && t->at; letters++)
		do
			t->at--;
		while (t->at && ((unsigned char)t->text.data[t->at] & 0xC0) == 0x80);
	t->goal = column(t);
}

/* Up and down stay in the column that they came from, past shorter lines. */
static void go_to_column(struct edit_text *t, size_t begin)
{
	size_t end = line_end(t, begin), col = 0, n;

	t->at = begin;
	while (t->at < end) {
		col = edit_text_step(t, t->at, col, &n);
		if (col > t->goal)
			break;
		t->at += n;
	}
}

void edit_text_move_lines(struct edit_text *t, long lines)
{
	size_t begin = line_begin(t, t->at);

	for (; lines < 0 && begin; lines++)
		begin = line_begin(t, begin - 1);
	for (; lines > 0 && line_end(t, begin) < t->text.n; lines--)
		begin = line_end(t, begin) + 1;
	go_to_column(t, begin);
}

void edit_text_move_to_end(struct edit_text *t, bool beginning)
{
	t->at = beginning ? line_begin(t, t->at) : line_end(t, t->at);
	t->goal = column(t);
}

void edit_text_go_to(struct edit_text *t, size_t line)
{
	size_t begin;

	if (!edit_text_line(t, line, &begin))
		begin = line_begin(t, t->text.n);
	t->at = begin;
	t->goal = 0;
}

/* ---- changes */

/* Room for one more; NULL when out of memory. */
static struct edit_change *add_change(struct edit_text *t)
{
	size_t cap = t->cap_changes ? t->cap_changes * 2 : 64;
	struct edit_change *grown;

	if (t->n_changes == t->cap_changes) {
		grown = realloc(t->changes, cap * sizeof(*grown));
		if (!grown)
			return NULL;
		t->changes = grown;
		t->cap_changes = cap;
	}
	return &t->changes[t->n_changes];
}

static bool splice_in(struct edit_text *t, size_t at, const char *bytes, size_t n)
{
	size_t behind = t->text.n - at;

	buf_fill(&t->text, ' ', n);
	if (buf_status(&t->text) != STATUS_OK)
		return false;
	memmove(t->text.data + at + n, t->text.data + at, behind);
	memcpy(t->text.data + at, bytes, n);
	return true;
}

static void cut_out(struct edit_text *t, size_t at, size_t n)
{
	memmove(t->text.data + at, t->text.data + at + n, t->text.n - at - n);
	t->text.n -= n;
	t->text.data[t->text.n] = '\0';
}

/* Goes on with the change before: a word is taken back as a whole. */
static bool continues(const struct edit_text *t, const char *bytes, size_t n)
{
	const struct edit_change *last = t->n_changes ? &t->changes[t->n_changes - 1] : NULL;

	return last && !last->removed && last->at + last->n == t->at && n == 1 &&
	       bytes[0] != '\n' && bytes[0] != ' ';
}

bool edit_text_insert(struct edit_text *t, const char *bytes, size_t n)
{
	bool goes_on = continues(t, bytes, n);
	struct edit_change *change = add_change(t);

	if (!change || !splice_in(t, t->at, bytes, n))
		return false;
	if (goes_on) {
		t->changes[t->n_changes - 1].n += n;
	} else {
		*change = (struct edit_change){.at = t->at, .n = n};
		t->n_changes++;
	}
	t->at += n;
	t->goal = column(t);
	return true;
}

bool edit_text_delete(struct edit_text *t, bool before_cursor)
{
	struct edit_change *change = add_change(t);
	size_t begin, end;
	char *removed;

	if (!change || (before_cursor ? !t->at : t->at == t->text.n))
		return false;
	begin = end = t->at;
	edit_text_move(t, before_cursor ? -1 : 1);
	begin = t->at < begin ? t->at : begin;
	end = t->at > end ? t->at : end;
	t->at = begin;
	removed = malloc(end - begin + 1);
	if (!removed)
		return false;
	memcpy(removed, t->text.data + begin, end - begin);
	cut_out(t, begin, end - begin);
	*change = (struct edit_change){.at = begin, .n = end - begin, .removed = removed};
	t->n_changes++;
	t->goal = column(t);
	return true;
}

bool edit_text_undo(struct edit_text *t)
{
	struct edit_change *c;

	if (!t->n_changes)
		return false;
	c = &t->changes[t->n_changes - 1];
	if (!c->removed)
		cut_out(t, c->at, c->n);
	else if (!splice_in(t, c->at, c->removed, c->n))
		return false;
	t->at = c->removed ? c->at + c->n : c->at;
	free(c->removed);
	t->n_changes--;
	t->goal = column(t);
	return true;
}
