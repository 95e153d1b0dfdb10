#include "pack/inline.h"

#include <string.h>

/* As in cmark: longer runs open no code span, deeper parentheses no target. */
enum { MAX_TICKS = 80, MAX_PARENS = 32 };

struct scanner {
	struct inline_text *t;
	const char *s;
	size_t n, at;
	size_t n_open;
	size_t n_dead;              /* openers below this are text: they hold a link */
	size_t last[MAX_TICKS + 1]; /* where the last run of so many backticks was seen */
	bool saw_all_ticks, no_gt, no_comment_end;
};

void inline_init(struct inline_text *t, struct arena *arena, const struct source *source)
{
	*t = (struct inline_text){.arena = arena, .source = source};
	buf_init(&t->text);
	buf_init(&t->mask);
}

void inline_done(struct inline_text *t)
{
	buf_done(&t->text);
	buf_done(&t->mask);
}

/* Skips a line's container marks up to column `col`: white space, and `>` of
 * as many quotes. A tab reaches to the next multiple of four. */
static size_t skip_marks(const char *s, size_t at, size_t end, size_t col, int quotes)
{
	size_t column = 0, after;

	for (; at < end && column < col; at++) {
		if (s[at] == '\t')
			column += 4 - column % 4;
		else if (s[at] == ' ' || (s[at] == '>' && quotes-- > 0))
			column++;
		else
			return at;
	}
	while (quotes > 0) {
		for (after = at; after < end && after < at + 3 && s[after] == ' '; after++)
			;
		if (after == end || s[after] != '>')
			break;
		at = after + 1;
		at += at < end && s[at] == ' ';
		quotes--;
	}
	return at;
}

static void add_piece(struct inline_text *t, size_t from)
{
	struct piece *grown =
		arena_grow(t->arena, t->pieces, t->n_pieces, &t->cap_pieces, sizeof(*grown));

	if (!grown)
		return;
	t->pieces = grown;
	grown[t->n_pieces++] = (struct piece){t->text.n, from};
}

void inline_load(struct inline_text *t, const struct extent *e)
{
	const struct source *s = t->source;

	buf_clear(&t->text);
	t->n_pieces = t->n_links = t->n_codes = 0;
	for (size_t line = e->first; line <= e->last && line <= s->n_lines; line++) {
		size_t begin = s->line_at[line - 1], end = source_line_end(s, line);
		size_t from = begin + e->col - 1;

		if (line > e->first)
			from = skip_marks(s->text, begin, end, e->col - 1, e->quotes);
		if (from > end)
			from = end;
		add_piece(t, from);
		buf_add(&t->text, s->text + from, end - from);
		buf_putc(&t->text, '\n');
	}
}

static bool is_punctuation(char c)
{
	return c > ' ' && c < 0x7F && !(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') &&
	       !(c >= 'a' && c <= 'z');
}

static void set_mask(struct scanner *c, size_t begin, size_t end, char what)
{
	memset(c->t->mask.data + begin, what, end - begin);
}

static size_t count_ticks(const struct scanner *c, size_t at)
{
	size_t end = at;

	while (end < c->n && c->s[end] == '`')
		end++;
	return end - at;
}

/* Where the run of exactly `ticks` backticks behind `at` begins; n if nowhere.
 * What was seen on the way is remembered, so that all searches of a block
 * together are linear. */
static size_t find_ticks(struct scanner *c, size_t at, size_t ticks)
{
	if (ticks > MAX_TICKS || (c->saw_all_ticks && c->last[ticks] <= at))
		return c->n;
	while (at < c->n) {
		const char *next = memchr(c->s + at, '`', c->n - at);
		size_t run;

		if (!next)
			break;
		at = (size_t)(next - c->s);
		run = count_ticks(c, at);
		if (run <= MAX_TICKS)
			c->last[run] = at;
		if (run == ticks)
			return at;
		at += run;
	}
	c->saw_all_ticks = true;
	return c->n;
}

static void scan_code(struct scanner *c)
{
	size_t ticks = count_ticks(c, c->at), begin = c->at + ticks;
	size_t end = find_ticks(c, begin, ticks);
	struct inline_text *t = c->t;
	struct code_span *grown;

	if (end == c->n) {
		c->at = begin;
		return;
	}
	grown = arena_grow(t->arena, t->codes, t->n_codes, &t->cap_codes, sizeof(*grown));
	if (grown) {
		t->codes = grown;
		grown[t->n_codes++] = (struct code_span){c->at, begin, end, end + ticks};
	}
	set_mask(c, c->at, end + ticks, MASK_CODE);
	if (c->at && c->s[c->at - 1] == '$' && c->s[end + ticks] == '$')
		set_mask(c, c->at - 1, end + ticks + 1, MASK_MATH);
	c->at = end + ticks;
}

/* A tag, comment or <address>. */
static void scan_angle(struct scanner *c)
{
	static const char comment[] = "<!--";
	const char *s = c->s + c->at, *end = NULL;
	size_t left = c->n - c->at;

	if (left > 4 && !memcmp(s, comment, 4)) {
		if (!c->no_comment_end)
			end = memmem(s + 4, left - 4, "-->", 3);
		c->no_comment_end = !end;
		end = end ? end + 2 : NULL;
	} else if (left > 1 && (strchr("/!?", s[1]) || !is_punctuation(s[1])) && s[1] > ' ') {
		if (!c->no_gt)
			end = memchr(s, '>', left);
		c->no_gt = !end;
	}
	if (!end) {
		c->at++;
		return;
	}
	set_mask(c, c->at, (size_t)(end - c->s) + 1, MASK_HTML);
	c->at = (size_t)(end - c->s) + 1;
}

static void open_bracket(struct scanner *c)
{
	struct inline_text *t = c->t;
	struct link_span *grown =
		arena_grow(t->arena, t->links, t->n_links, &t->cap_links, sizeof(*grown));
	size_t *open;

	if (grown)
		t->links = grown;
	open = arena_grow(t->arena, t->open, c->n_open, &t->cap_open, sizeof(*open));
	if (open)
		t->open = open;
	if (grown && open) {
		open[c->n_open++] = t->n_links;
		grown[t->n_links++] = (struct link_span){.open = c->at};
	}
	c->at++;
}

static size_t skip_blank(const struct scanner *c, size_t at)
{
	while (at < c->n && (c->s[at] == ' ' || c->s[at] == '\n' || c->s[at] == '\t'))
		at++;
	return at;
}

/* Behind a link's target that begins at `at`; 0 if it is none. */
static size_t skip_target(const struct scanner *c, size_t at)
{
	int parens = 0;

	if (c->s[at] == '<') {
		for (at++; at < c->n && !strchr("<>\n", c->s[at]); at++)
			at += c->s[at] == '\\';
		return at < c->n && c->s[at] == '>' ? at + 1 : 0;
	}
	for (; at < c->n && (unsigned char)c->s[at] > ' '; at++) {
		if (c->s[at] == '\\' && is_punctuation(c->s[at + 1]))
			at++;
		else if (c->s[at] == '(' && ++parens > MAX_PARENS)
			return 0;
		else if (c->s[at] == ')' && parens-- == 0)
			return at;
	}
	return at < c->n ? at : 0;
}

/* Behind a title in its quotes; `at` itself if there is none, 0 if it does not end. */
static size_t skip_title(const struct scanner *c, size_t at)
{
	char close = c->s[at] == '(' ? ')' : c->s[at];

	if (c->s[at] != '"' && c->s[at] != '\'' && c->s[at] != '(')
		return at;
	for (at++; at < c->n && c->s[at] != close; at++) {
		if (c->s[at] == '(' && close == ')')
			return 0;
		at += c->s[at] == '\\';
	}
	return at < c->n ? at + 1 : 0;
}

/* Reads "(target "title")" behind a `]`; false if it is none. */
static bool read_tail(const struct scanner *c, struct link_span *link)
{
	size_t at = c->at + 1;

	if (at >= c->n || c->s[at] != '(')
		return false;
	link->target = at = skip_blank(c, at + 1);
	at = skip_target(c, at);
	link->target_end = at;
	at = at ? skip_blank(c, at) : 0;
	at = at ? skip_title(c, at) : 0;
	at = at ? skip_blank(c, at) : 0;
	link->end = at + 1;
	return at && at < c->n && c->s[at] == ')';
}

static void close_bracket(struct scanner *c)
{
	struct inline_text *t = c->t;
	struct link_span *link;
	bool is_image;

	if (c->n_open) {
		link = &t->links[t->open[--c->n_open]];
		is_image = link->open && c->s[link->open - 1] == '!';
		if ((is_image || c->n_open >= c->n_dead) && read_tail(c, link)) {
			link->close = c->at;
			link->is_complete = true;
			set_mask(c, c->at, link->end, MASK_TARGET);
			c->at = link->end;
			/* No link holds another. */
			if (!is_image)
				c->n_dead = c->n_open;
			return;
		}
		if (c->n_dead > c->n_open)
			c->n_dead = c->n_open;
	}
	c->at++;
}

void inline_scan(struct inline_text *t)
{
	struct scanner c = {.t = t, .s = t->text.data, .n = t->text.n};
	size_t kept = 0;

	buf_clear(&t->mask);
	buf_fill(&t->mask, MASK_TEXT, t->text.n);
	if (buf_status(&t->text) != STATUS_OK || buf_status(&t->mask) != STATUS_OK)
		return;
	while (c.at < c.n) {
		if (c.s[c.at] == '\\' && is_punctuation(c.s[c.at + 1]))
			c.at += 2;
		else if (c.s[c.at] == '`')
			scan_code(&c);
		else if (c.s[c.at] == '<')
			scan_angle(&c);
		else if (c.s[c.at] == '[')
			open_bracket(&c);
		else if (c.s[c.at] == ']')
			close_bracket(&c);
		else
			c.at++;
	}
	for (size_t i = 0; i < t->n_links; i++)
		if (t->links[i].is_complete)
			t->links[kept++] = t->links[i];
	t->n_links = kept;
}

struct position inline_position(const struct inline_text *t, size_t at)
{
	size_t low = 0, high = t->n_pieces;

	if (!high)
		return (struct position){0};
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (t->pieces[middle].at <= at)
			low = middle;
		else
			high = middle;
	}
	return source_position(t->source, t->pieces[low].from + (at - t->pieces[low].at));
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

char *inline_copy(struct inline_text *t, size_t begin, size_t end)
{
	const char *s = t->text.data;

	if (end > t->text.n)
		end = t->text.n;
	while (begin < end && is_blank(s[begin]))
		begin++;
	while (end > begin && is_blank(s[end - 1]))
		end--;
	return begin <= end ? arena_strndup(t->arena, s + begin, end - begin) : NULL;
}

char *inline_code(struct inline_text *t, const struct code_span *code)
{
	size_t begin = code->begin, end = code->end, n = end - begin;
	char *s = arena_strndup(t->arena, t->text.data + begin, n);
	bool is_all_space = true;

	if (!s)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\n')
			s[i] = ' ';
		is_all_space = is_all_space && s[i] == ' ';
	}
	if (n < 2 || is_all_space || s[0] != ' ' || s[n - 1] != ' ')
		return s;
	s[n - 1] = '\0';
	return s + 1;
}
