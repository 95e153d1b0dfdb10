#include "math/lex.h"

#include "base/text.h"

#include <string.h>

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void skip_space(struct lexer *l)
{
	while (l->at < l->n) {
		if (l->s[l->at] == '%') {
			while (l->at < l->n && l->s[l->at] != '\n')
				l->at++;
		} else if (is_space(l->s[l->at])) {
			l->at++;
		} else {
			return;
		}
	}
}

static struct token lex_command(struct lexer *l)
{
	struct token token = {.kind = TOKEN_COMMAND, .s = l->s + l->at + 1};
	const char *end = l->s + l->n;
	uint32_t cp;

	if (token.s < end && *token.s == '\\')
		token.kind = TOKEN_ROW;
	while (token.s + token.n < end && is_letter(token.s[token.n]))
		token.n++;
	if (!token.n && token.s < end)
		token.n = text_decode(token.s, (size_t)(end - token.s), &cp);
	l->at += 1 + token.n;
	return token;
}

struct token lex_next(struct lexer *l)
{
	struct token token = {.kind = TOKEN_CHARACTER};
	uint32_t cp;

	l->behind = l->at;
	skip_space(l);
	token.s = l->s + l->at;
	if (l->at >= l->n) {
		token.kind = TOKEN_END;
		return token;
	}
	if (*token.s == '\\')
		return lex_command(l);
	token.n = text_decode(token.s, l->n - l->at, &cp);
	l->at += token.n;
	switch (cp) {
	case '{':
		token.kind = TOKEN_OPEN;
		break;
	case '}':
		token.kind = TOKEN_CLOSE;
		break;
	case '^':
		token.kind = TOKEN_SUP;
		break;
	case '_':
		token.kind = TOKEN_SUB;
		break;
	case '\'':
		token.kind = TOKEN_PRIME;
		break;
	case '&':
		token.kind = TOKEN_CELL;
		break;
	default:
		break;
	}
	return token;
}

void lex_skip_bracket(struct lexer *l)
{
	const char *close;

	if (l->at < l->n && l->s[l->at] == '*')
		l->at++;
	if (l->at >= l->n || l->s[l->at] != '[')
		return;
	/* A length is short; "\\ [x]" further on is no business of ours. */
	close = memchr(l->s + l->at, ']', l->n - l->at < 16 ? l->n - l->at : 16);
	if (close)
		l->at = (size_t)(close - l->s) + 1;
}

bool lex_find_unbalanced(const char *s, size_t n, size_t *at, bool *is_open)
{
	struct lexer lexer = {.s = s, .n = n};
	size_t depth = 0, unclosed = 0;

	for (;;) {
		struct token token = lex_next(&lexer);

		if (token.kind == TOKEN_END)
			break;
		if (token.kind == TOKEN_OPEN && depth++ == 0)
			unclosed = (size_t)(token.s - s);
		if (token.kind == TOKEN_CLOSE && depth-- == 0) {
			*at = (size_t)(token.s - s);
			*is_open = false;
			return true;
		}
	}
	*at = unclosed;
	*is_open = true;
	return depth > 0;
}
