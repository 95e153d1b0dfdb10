/*
 * A C source as tokens, without comments and preprocessor lines. Enough of C to
 * see where an operator is binary and where a bracket ends; no parser.
 */
#ifndef TESTS_MUTATE_TOKENS_H
#define TESTS_MUTATE_TOKENS_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

enum token_kind {
	TOKEN_NAME,   /* also keywords */
	TOKEN_NUMBER, /* 12, 0x1fu, 1.5e-3, .5f */
	TOKEN_TEXT,   /* "a string" or 'c' */
	TOKEN_MARK    /* an operator or a bracket, the longest that fits */
};

struct token {
	enum token_kind kind;
	const char *s; /* in the source */
	size_t n;
	int line, col; /* from 1; columns count bytes */
	int depth;     /* braces around it; a brace is inside of itself */
	size_t match;  /* of a bracket: the index of its partner; else its own index */
};

struct tokens {
	struct token *items;
	size_t n, cap;
};

/* Reads a NUL-terminated source, which must outlive the tokens; they live in
 * `arena`. False if memory runs out or a bracket has no partner. */
bool tokens_read(struct tokens *tokens, struct arena *arena, const char *source);

bool token_is(const struct token *t, const char *text);

/* Is the token the name of a type, or a word that begins a declaration? */
bool token_is_type(const struct tokens *tokens, size_t i);

/* Has the mark at `i` an operand on its left? False for the minus of -x. */
bool token_is_binary(const struct tokens *tokens, size_t i);

#endif
