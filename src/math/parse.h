/*
 * Inside the parser: its state, and what its parts give each other. parse.c
 * has rows, scripts and characters; commands.c what a command makes; groups.c
 * fences, tables and text.
 */
#ifndef GRADUS_MATH_PARSE_H
#define GRADUS_MATH_PARSE_H

#include "math/lex.h"
#include "math/tree.h"

/* What ends a row besides a closing brace and the end of the source. */
enum stop { STOP_CELL = 1, STOP_RIGHT = 2, STOP_BRACKET = 4 };

enum font { FONT_PLAIN, FONT_BLACKBOARD, FONT_SCRIPT, FONT_FRAKTUR };

/* The letter or digit `c` in the font; 0 where it is plain or Unicode has none. */
uint32_t font_letter(enum font font, char c);

struct parser {
	struct lexer lexer;
	struct token token; /* read, not yet consumed */
	struct arena *arena;
	struct math_error *error;
	enum font font;
	uint8_t attr; /* enum attr of what is read now */
	bool words;   /* letters in a row make one word, as in \mathrm */
	int depth;
	bool failed;        /* over a limit or out of memory: everything stops */
	struct node *dummy; /* where memory ran out; written to, never walked */
};

void parser_advance(struct parser *p);
void parser_error(struct parser *p, const char *at, const char *message);

/* Going down one level; false at the limit, and then the parser has failed. */
bool parser_enter(struct parser *p);
void parser_leave(struct parser *p);

/* The current token is the command `name`. */
bool parser_at_command(const struct parser *p, const char *name);

/* Nodes are never NULL: out of memory gives a dummy and a failed parser. */
struct node *parser_node(struct parser *p, enum node_kind kind, enum math_class class);
struct node *parser_chars(struct parser *p, const char *s, size_t n);
struct node *parser_symbol(struct parser *p, const struct symbol *symbol);
struct node *parser_unknown(struct parser *p, const char *s, size_t n);
void parser_append(struct node *row, struct node *child);

/* Items up to what stops them, which is not consumed. */
struct node *parser_row(struct parser *p, unsigned stops);

/* An argument: a group in braces or one atom. */
struct node *parser_argument(struct parser *p);

/* An [optional] one, or NULL. */
struct node *parser_optional(struct parser *p);

/* The raw text of a group in braces, without them; empty if there is none. */
struct token parser_raw_group(struct parser *p);

/* What the current command makes; the command is consumed. `stops` are those
 * of the row that it is in. */
struct node *parser_command(struct parser *p, unsigned stops);

struct node *parser_fence(struct parser *p, unsigned stops);
struct node *parser_environment(struct parser *p);
struct node *parser_table(struct parser *p, const struct environment *environment);
struct node *parser_text(struct parser *p, uint8_t attr);

/* A delimiter as \left and \big take it; NULL for a dot or none. */
const struct symbol *parser_delimiter(struct parser *p);

/* NULL if there is no such accent. */
const struct accent *accent_find(const char *name, size_t n);

/* NULL if unknown; a star at the end of the name does not count. */
const struct environment *environment_find(const char *name, size_t n);

#endif
