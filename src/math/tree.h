/*
 * A formula as a tree: what the parser makes and what layout, the linear form
 * and speech walk. Nodes live in the arena that the parser was given; text is
 * borrowed from the source, the arena or static tables.
 */
#ifndef GRADUS_MATH_TREE_H
#define GRADUS_MATH_TREE_H

#include "base/arena.h"
#include "math/math.h"
#include "math/symbols.h"

/* Hostile input: deeper or longer formulas are shown as their source. */
enum { MATH_MAX_DEPTH = 64, MATH_MAX_BYTES = 32 * 1024 };

enum node_kind {
	NODE_ROW,       /* children from `first` by `next` */
	NODE_SYMBOL,    /* `symbol` */
	NODE_CHARS,     /* `text`: a letter, a number, a word of \text */
	NODE_SPACE,     /* `count` cells */
	NODE_STYLE,     /* `style` from here to the end of the row */
	NODE_FRACTION,  /* kid[OVER] over kid[UNDER]; `bar` or none */
	NODE_ROOT,      /* kid[BASE], index kid[SUP] or NULL */
	NODE_SCRIPTS,   /* kid[BASE], kid[SUP], kid[SUB]; either may be NULL */
	NODE_ACCENT,    /* `accent` on kid[BASE] */
	NODE_BRACE,     /* brace below, or above if `above`, kid[BASE] */
	NODE_FENCE,     /* kid[BASE] between `left` and `right`, NULL: none */
	NODE_DELIMITER, /* `symbol` of \big and friends, `count` rows */
	NODE_MIDDLE,    /* `symbol`, as tall as the fence it is in; NULL: none */
	NODE_TABLE,     /* `environment`, NODE_ROWs of NODE_ROWs (cells) */
	NODE_PHANTOM,   /* room for kid[BASE] */
	NODE_BOXED,     /* a frame around kid[BASE] */
	NODE_TAG,       /* an equation's number, kid[BASE] */
	NODE_UNKNOWN    /* `text`: source that means nothing to us, marked */
};

enum { BASE = 0, SUP = 1, SUB = 2, OVER = 0, UNDER = 1 };

enum limits { LIMITS_NEVER, LIMITS_IN_DISPLAY, LIMITS_ALWAYS };

enum math_size { SIZE_DISPLAY, SIZE_TEXT, SIZE_SCRIPT };

enum table_kind { TABLE_MATRIX, TABLE_CASES, TABLE_ALIGNED, TABLE_STACK };

struct accent {
	const char *name;      /* the command */
	const char *combining; /* on one letter; UTF-8 */
	const char *above;     /* the row above wider ones */
	const char *ascii;
	const char *word; /* word(base) in the linear form */
	const char *spoken;
	bool stretches; /* `above` is repeated to the base's width */
	bool below;
	bool rare; /* few fonts have `combining`: a row above is safer */
};

struct environment {
	const char *name;
	enum table_kind kind;
	const char *left, *right; /* delimiters, as characters; NULL: none */
	const char *columns;      /* alignments l, c, r; the last repeats, or "rl" does */
};

struct node {
	enum node_kind kind;
	uint8_t class;  /* enum math_class */
	uint8_t attr;   /* enum attr, or-ed */
	uint8_t limits; /* enum limits: where the scripts of this base go */
	uint8_t size;   /* enum math_size, of NODE_STYLE; or forced on a fraction */
	bool bar, above;
	bool sized; /* `size` counts */
	int count;
	const char *text;
	size_t n_text;
	const char *plain; /* the letter that `text` is a variant of, or NULL */
	const struct symbol *symbol, *left, *right;
	const struct accent *accent;
	const struct environment *environment;
	const char *columns; /* of an array: n_columns of l, c, r and | */
	size_t n_columns;
	struct node *kid[3];
	struct node *first, *last, *next;
};

/*
 * Parses tex[0..n). Never fails on what it reads: what is wrong is marked in
 * the tree, the first error goes to *error. Returns NULL when there is no tree
 * to show (unbalanced braces, over a limit: error->found) or no memory
 * (arena_status).
 */
struct node *math_parse(struct arena *arena, const char *tex, size_t n, struct math_error *error);

/* Does the node show nothing (an empty group, or none at all)? */
bool node_is_empty(const struct node *node);

/* The only child of nested groups, or the node itself. */
const struct node *node_core(const struct node *node);

#endif
