/* TeX source to tokens, one at a time; white space and comments are skipped. */
#ifndef GRADUS_MATH_LEX_H
#define GRADUS_MATH_LEX_H

#include <stdbool.h>
#include <stddef.h>

enum token_kind {
	TOKEN_END,
	TOKEN_CHARACTER, /* one, of UTF-8 */
	TOKEN_COMMAND,   /* `s` is behind the backslash */
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_SUP,
	TOKEN_SUB,
	TOKEN_PRIME,
	TOKEN_CELL, /* & */
	TOKEN_ROW   /* \\ */
};

struct token {
	enum token_kind kind;
	const char *s; /* borrowed from the source */
	size_t n;
};

struct lexer {
	const char *s;
	size_t n, at;  /* `at`: first byte behind the last token */
	size_t behind; /* first byte behind the token before that */
};

struct token lex_next(struct lexer *lexer);

/* Skips what stands in [brackets] right here, as after \\. */
void lex_skip_bracket(struct lexer *lexer);

/* Finds the first brace that has no partner; false if there is none. */
bool lex_find_unbalanced(const char *s, size_t n, size_t *at, bool *is_open);

#endif
