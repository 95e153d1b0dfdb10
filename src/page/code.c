#include "page/code.h"

#include "base/text.h"
#include "page/page.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Cells to a tab, and those left of code where the mark of a cut line stands. */
enum { TAB_CELLS = 4, GUTTER_CELLS = 2, LEAST_HANGING_ROOM = 16 };

/* Where the tokenizer stands. */
struct reader {
	struct flow *flow;
	const char *s;
	size_t n, at;
	size_t counted;     /* bytes of flow->text whose cells are in `cells` */
	size_t cells;       /* of the line up to there */
	bool at_line_start; /* nothing but space stands before on the line */
	bool after_tag;     /* the word before was struct, union or enum */
};

/* Sorted. */
static const char *const keywords[] = {"_Alignas", "_Alignof", "_Atomic", "_Generic", "_Noreturn",
	"_Static_assert", "_Thread_local", "auto", "break", "case", "const", "continue", "default",
	"do", "else", "enum", "extern", "for", "goto", "if", "inline", "register", "restrict",
	"return", "sizeof", "static", "struct", "switch", "typedef", "union", "volatile", "while"};
static const char *const types[] = {"FILE", "_Bool", "_Complex", "bool", "char", "complex",
	"double", "float", "int", "long", "short", "signed", "unsigned", "void"};
static const char *const constants[] = {
	"EOF", "INFINITY", "NAN", "NULL", "false", "stderr", "stdin", "stdout", "true"};

static void count_cells(struct reader *r)
{
	const struct buf *b = &r->flow->text;

	r->cells += text_cells(b->data + r->counted, b->n - r->counted);
	r->counted = b->n;
}

/* Puts one piece of a line, tabs as spaces. */
static void put_piece(struct reader *r, struct ink ink, const char *s, size_t n)
{
	const char *tab;

	while ((tab = memchr(s, '\t', n))) {
		size_t before = (size_t)(tab - s);

		flow_put(r->flow, ink, s, before);
		count_cells(r);
		flow_put(r->flow, ink, "        ", TAB_CELLS - r->cells % TAB_CELLS);
		s += before + 1;
		n -= before + 1;
	}
	flow_put(r->flow, ink, s, n);
}

/* Puts source up to `end` in one role, over any number of lines. */
static void put_token(struct reader *r, enum role role, size_t end)
{
	struct ink ink = {.style = {.role = (uint8_t)role}, .solid = true};

	while (r->at < end) {
		const char *s = r->s + r->at, *newline = memchr(s, '\n', end - r->at);
		size_t n = newline ? (size_t)(newline - s) : end - r->at;
		bool has_return = newline && n && s[n - 1] == '\r';

		put_piece(r, ink, s, has_return ? n - 1 : n);
		r->at += n;
		if (!newline)
			break;
		r->at++;
		flow_break(r->flow);
		r->counted = r->flow->text.n;
		r->cells = 0;
	}
}

void code_read_plain(struct flow *flow, const char *s, size_t n)
{
	struct reader r = {.flow = flow, .s = s, .n = n};

	put_token(&r, ROLE_CODE, n);
}

static int compare_word(const void *key, const void *item)
{
	return strcmp(key, *(const char *const *)item);
}

#define IS_AMONG(list, word) \
	(bsearch(word, list, sizeof(list) / sizeof((list)[0]), sizeof((list)[0]), compare_word) != \
		NULL)

static enum role word_role(struct reader *r, const char *s, size_t n)
{
	char word[24];
	bool is_tag = r->after_tag;

	r->after_tag = false;
	if (n >= sizeof(word))
		return is_tag ? ROLE_TYPE : ROLE_CODE;
	memcpy(word, s, n);
	word[n] = '\0';
	if (IS_AMONG(keywords, word)) {
		r->after_tag =
			!strcmp(word, "struct") || !strcmp(word, "union") || !strcmp(word, "enum");
		return ROLE_KEYWORD;
	}
	if (is_tag || IS_AMONG(types, word) || (n > 2 && !strcmp(word + n - 2, "_t")))
		return ROLE_TYPE;
	return IS_AMONG(constants, word) ? ROLE_NUMBER : ROLE_CODE;
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

/* Each of these says where the token that begins at r->at ends. */

static size_t end_of_word(const struct reader *r)
{
	size_t i = r->at;

	while (i < r->n && is_word(r->s[i]))
		i++;
	return i;
}

/* A preprocessing number: 1.5e-3f, 0x1p+4, 1'000. */
static size_t end_of_number(const struct reader *r)
{
	size_t i = r->at + 1;

	for (; i < r->n; i++) {
		bool is_sign = (r->s[i] == '+' || r->s[i] == '-') && strchr("eEpP", r->s[i - 1]);

		if (!is_word(r->s[i]) && r->s[i] != '.' && !is_sign)
			break;
	}
	return i;
}

/* A string or character, closed, or to the end of its line. */
static size_t end_of_string(const struct reader *r)
{
	size_t i = r->at + 1;

	while (i < r->n && r->s[i] != r->s[r->at] && r->s[i] != '\n')
		i += r->s[i] == '\\' && i + 1 < r->n ? 2 : 1;
	return i < r->n && r->s[i] != '\n' ? i + 1 : i;
}

/* To the end of the line, and of those that it continues on. */
static size_t end_of_line(const struct reader *r)
{
	size_t i = r->at;

	while (i < r->n && r->s[i] != '\n')
		i += r->s[i] == '\\' && i + 1 < r->n ? 2 : 1;
	return i < r->n ? i : r->n;
}

/* A block comment, closed, or all that is left. */
static size_t end_of_comment(const struct reader *r)
{
	const char *end;

	if (r->n - r->at < 4)
		return r->n;
	end = memmem(r->s + r->at + 2, r->n - r->at - 2, "*/", 2);
	return end ? (size_t)(end - r->s) + 2 : r->n;
}

/* A directive is its name, and the file that is included. */
static void read_directive(struct reader *r)
{
	size_t i = r->at + 1;

	while (i < r->n && (r->s[i] == ' ' || r->s[i] == '\t'))
		i++;
	while (i < r->n && is_word(r->s[i]))
		i++;
	put_token(r, ROLE_PREPROC, i);
	while (i < r->n && (r->s[i] == ' ' || r->s[i] == '\t'))
		i++;
	if (i < r->n && r->s[i] == '<') {
		put_token(r, ROLE_CODE, i);
		while (i < r->n && r->s[i] != '>' && r->s[i] != '\n')
			i++;
		put_token(r, ROLE_STRING, i < r->n && r->s[i] == '>' ? i + 1 : i);
	}
}

static void read_token(struct reader *r)
{
	char c = r->s[r->at], next = r->at + 1 < r->n ? r->s[r->at + 1] : '\0';
	size_t end;

	if (c == '#' && r->at_line_start) {
		read_directive(r);
	} else if (c == '/' && next == '*') {
		put_token(r, ROLE_COMMENT, end_of_comment(r));
	} else if (c == '/' && next == '/') {
		put_token(r, ROLE_COMMENT, end_of_line(r));
	} else if (c == '"' || c == '\'') {
		put_token(r, ROLE_STRING, end_of_string(r));
	} else if (isdigit((unsigned char)c) || (c == '.' && isdigit((unsigned char)next))) {
		put_token(r, ROLE_NUMBER, end_of_number(r));
	} else if (is_word(c)) {
		end = end_of_word(r);
		put_token(r, word_role(r, r->s + r->at, end - r->at), end);
	} else {
		put_token(r, ROLE_CODE, r->at + 1);
	}
}

void code_read_c(struct flow *flow, const char *s, size_t n)
{
	struct reader r = {.flow = flow, .s = s, .n = n, .at_line_start = true};

	while (r.at < n) {
		char c = s[r.at];

		read_token(&r);
		if (c == '\n')
			r.at_line_start = true;
		else if (!isspace((unsigned char)c))
			r.at_line_start = false;
	}
}

/* Bytes of a line that is too wide: up to a space near its end, else what fits. */
static size_t cut_line(const char *s, size_t n, int room)
{
	size_t fit = flow_fit(s, n, room);

	for (size_t i = fit; i > fit / 2; i--)
		if (s[i - 1] == ' ')
			return i;
	return fit;
}

/* By how much the continuation of a line is set in: a step more than the line,
 * if there is room for that. */
static int hanging_cells(const char *s, size_t n, int room)
{
	int indent = 0;

	if (room < LEAST_HANGING_ROOM)
		return 0;
	while ((size_t)indent < n && indent < room / 2 && s[indent] == ' ')
		indent++;
	return indent + GUTTER_CELLS;
}

/* One line of source, in as many as the width asks for. */
static void write_line(struct frame *frame, const struct flow *flow, size_t begin, size_t end)
{
	const struct style dim = {.role = ROLE_DIM};
	bool has_gutter = frame->max > frame->n + GUTTER_CELLS, is_first = true;
	int room = frame_room(frame) - (has_gutter ? GUTTER_CELLS : 0);
	int hanging = has_gutter ? hanging_cells(flow->text.data + begin, end - begin, room) : 0;

	do {
		size_t n = end - begin;

		frame_begin(frame);
		lines_pad(frame->out, (struct style){0}, is_first ? 0 : hanging);
		if (has_gutter && is_first)
			lines_pad(frame->out, (struct style){0}, GUTTER_CELLS);
		else if (has_gutter)
			lines_puts(frame->out, dim, frame->ascii ? "> " : "↪ ");
		/* No character takes more cells than bytes. */
		if (n > (size_t)room)
			n = cut_line(flow->text.data + begin, n, room);
		flow_write(flow, begin, begin + n, frame->out);
		lines_end(frame->out);
		begin += n;
		room -= is_first ? hanging : 0;
		is_first = false;
	} while (begin < end);
}

static size_t line_end(const struct flow *flow, size_t begin)
{
	const char *stop = memchr(flow->text.data + begin, FLOW_BREAK, flow->text.n - begin);

	return stop ? (size_t)(stop - flow->text.data) : flow->text.n;
}

/* Spaces that all lines begin with: an excerpt from within a function. */
static size_t common_indent(const struct flow *flow)
{
	size_t least = SIZE_MAX, end;

	for (size_t begin = 0; begin < flow->text.n; begin = end + 1) {
		size_t i = begin;

		end = line_end(flow, begin);
		while (i < end && flow->text.data[i] == ' ')
			i++;
		if (i < end && i - begin < least)
			least = i - begin;
	}
	return least;
}

void code_write(struct frame *frame, const struct flow *flow)
{
	size_t indent = common_indent(flow), end;

	for (size_t begin = 0; begin < flow->text.n; begin = end + 1) {
		end = line_end(flow, begin);
		begin = end - begin < indent ? end : begin + indent;
		write_line(frame, flow, begin, end);
	}
}

enum status page_highlight_c(struct lines *out, const char *source, size_t n)
{
	struct frame frame = {.out = out, .width = INT_MAX};
	struct flow flow;
	enum status status;

	flow_init(&flow);
	code_read_c(&flow, source, n);
	code_write(&frame, &flow);
	status = flow_status(&flow);
	flow_done(&flow);
	return status != STATUS_OK ? status : lines_status(out);
}
