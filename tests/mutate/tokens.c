#include "mutate/tokens.h"

#include <ctype.h>
#include <string.h>

enum { MAX_OPEN = 256 };

struct scan {
	const char *s;          /* what is next */
	const char *line_start; /* of the line that it stands in */
	int line;
	bool at_start; /* only white space stands before it in its line */
};

static void step(struct scan *scan)
{
	if (*scan->s == '\n') {
		scan->line++;
		scan->line_start = scan->s + 1;
		scan->at_start = true;
	}
	scan->s++;
}

static void skip_to(struct scan *scan, const char *end)
{
	while (scan->s < end)
		step(scan);
}

/* The end of a preprocessor line: a backslash carries it on. */
static const char *end_of_directive(const char *s)
{
	while (*s && *s != '\n')
		s += s[0] == '\\' && s[1] ? 2 : 1;
	return s;
}

static const char *end_of_comment(const char *s)
{
	const char *end = s[1] == '*' ? strstr(s + 2, "*/") : strchr(s, '\n');

	return end ? end + (s[1] == '*' ? 2 : 0) : s + strlen(s);
}

static void skip_blank(struct scan *scan)
{
	for (;;) {
		const char *s = scan->s;

		if (isspace((unsigned char)*s))
			step(scan);
		else if (s[0] == '/' && (s[1] == '*' || s[1] == '/'))
			skip_to(scan, end_of_comment(s));
		else if (s[0] == '#' && scan->at_start)
			skip_to(scan, end_of_directive(s));
		else
			return;
	}
}

static size_t length_of_text(const char *s)
{
	size_t n = 1;

	while (s[n] && s[n] != s[0])
		n += s[n] == '\\' && s[n + 1] ? 2 : 1;
	return n + (s[n] != '\0');
}

/* A sign belongs to a number only behind its e or p. */
static size_t length_of_number(const char *s)
{
	bool is_hex = s[0] == '0' && (s[1] == 'x' || s[1] == 'X');
	size_t n = 1;

	for (;; n++) {
		char before = (char)tolower((unsigned char)s[n - 1]);
		bool sign = (s[n] == '+' || s[n] == '-') && before == (is_hex ? 'p' : 'e');

		if (!isalnum((unsigned char)s[n]) && s[n] != '.' && !sign)
			return n;
	}
}

static size_t length_of_mark(const char *s)
{
	static const char *const marks[] = {"<<=", ">>=", "...", "->", "++", "--", "<<", ">>",
		"<=", ">=", "==", "!=", "&&", "||", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^="};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (strncmp(s, marks[i], strlen(marks[i])) == 0)
			return strlen(marks[i]);
	return 1;
}

static enum token_kind kind_of(const char *s, size_t *n)
{
	if (isdigit((unsigned char)s[0]) || (s[0] == '.' && isdigit((unsigned char)s[1]))) {
		*n = length_of_number(s);
		return TOKEN_NUMBER;
	}
	if (isalpha((unsigned char)s[0]) || s[0] == '_') {
		for (*n = 1; isalnum((unsigned char)s[*n]) || s[*n] == '_';)
			++*n;
		return TOKEN_NAME;
	}
	if (s[0] == '"' || s[0] == '\'') {
		*n = length_of_text(s);
		return TOKEN_TEXT;
	}
	*n = length_of_mark(s);
	return TOKEN_MARK;
}

/* Partners and depths; false if brackets don't pair. */
static bool pair(struct tokens *tokens)
{
	static const char open[] = "([{", close[] = ")]}";
	size_t stack[MAX_OPEN], n = 0;
	int depth = 0;

	for (size_t i = 0; i < tokens->n; i++) {
		struct token *t = &tokens->items[i];
		bool mark = t->kind == TOKEN_MARK && t->n == 1;
		const char *opens = mark ? strchr(open, *t->s) : NULL;
		const char *closes = mark ? strchr(close, *t->s) : NULL;

		depth += mark && *t->s == '{';
		t->depth = depth;
		t->match = i;
		depth -= mark && *t->s == '}';
		if (opens && n == MAX_OPEN)
			return false;
		if (opens)
			stack[n++] = i;
		if (!closes)
			continue;
		if (!n || *tokens->items[stack[n - 1]].s != open[closes - close])
			return false;
		t->match = stack[--n];
		tokens->items[t->match].match = i;
	}
	return n == 0;
}

bool tokens_read(struct tokens *tokens, struct arena *arena, const char *source)
{
	struct scan scan = {source, source, 1, true};

	*tokens = (struct tokens){0};
	for (skip_blank(&scan); *scan.s; skip_blank(&scan)) {
		struct token t = {.s = scan.s, .line = scan.line};

		t.kind = kind_of(scan.s, &t.n);
		t.col = (int)(scan.s - scan.line_start) + 1;
		tokens->items = arena_grow(
			arena, tokens->items, tokens->n, &tokens->cap, sizeof(*tokens->items));
		if (!tokens->items)
			return false;
		tokens->items[tokens->n++] = t;
		scan.at_start = false;
		skip_to(&scan, scan.s + t.n);
	}
	return pair(tokens);
}

bool token_is(const struct token *t, const char *text)
{
	return t->n == strlen(text) && memcmp(t->s, text, t->n) == 0;
}

static bool is_one_of(const struct token *t, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (token_is(t, words[i]))
			return true;
	return false;
}

bool token_is_type(const struct tokens *tokens, size_t i)
{
	static const char *const words[] = {"const", "static", "double", "float", "int", "char",
		"bool", "void", "long", "short", "unsigned", "signed", "struct", "enum", "union",
		"register", "volatile", "complex", "inline", "extern", "typedef"};
	const struct token *t = &tokens->items[i];

	if (t->kind != TOKEN_NAME)
		return false;
	if (is_one_of(t, words, sizeof(words) / sizeof(words[0])))
		return true;
	if (t->n > 2 && memcmp(t->s + t->n - 2, "_t", 2) == 0 && i + 1 < tokens->n &&
		(tokens->items[i + 1].kind == TOKEN_NAME || token_is(&tokens->items[i + 1], "*") ||
			token_is(&tokens->items[i + 1], ")")))
		return true;
	return i > 0 &&
	       (token_is(t - 1, "struct") || token_is(t - 1, "enum") || token_is(t - 1, "union"));
}

/* Does the closing parenthesis at `i` end a cast? */
static bool ends_cast(const struct tokens *tokens, size_t i)
{
	size_t open = tokens->items[i].match;

	for (size_t k = open + 1; k < i; k++)
		if (!token_is_type(tokens, k) && !token_is(&tokens->items[k], "*"))
			return false;
	return i > open + 1;
}

bool token_is_binary(const struct tokens *tokens, size_t i)
{
	static const char *const words[] = {"return", "case", "else", "sizeof", "do", "goto"};
	const struct token *left = i ? &tokens->items[i - 1] : NULL;

	if (!left)
		return false;
	if (left->kind == TOKEN_NAME)
		return !token_is_type(tokens, i - 1) &&
		       !is_one_of(left, words, sizeof(words) / sizeof(words[0]));
	if (token_is(left, ")"))
		return !ends_cast(tokens, i - 1);
	return left->kind != TOKEN_MARK || token_is(left, "]") || token_is(left, "++") ||
	       token_is(left, "--");
}
