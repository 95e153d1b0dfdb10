/*
 * A row as it is set: its visible nodes, each with its class after TeX's
 * rules (a minus that begins a row is no operator), its size and the cells
 * before it. Also what fits a line as Unicode super- and subscripts.
 */
#ifndef GRADUS_MATH_ITEMS_H
#define GRADUS_MATH_ITEMS_H

#include "math/tree.h"

struct item {
	const struct node *node;
	uint8_t class; /* enum math_class, as what precedes it sees it */
	uint8_t after; /* the same, as what follows sees it */
	uint8_t size;  /* enum math_size */
	int gap;       /* cells before it */
};

struct items {
	struct item *item; /* in the arena; NULL if there are none */
	size_t n;
	int trailing; /* cells behind the last */
};

enum { ITEMS_ASCII = 1, ITEMS_FOLLOW = 2 }; /* follow: the row continues another */

/* The items of a NODE_ROW, or of any other node alone. Empty on no memory. */
struct items items_of(
	struct arena *arena, const struct node *row, enum math_size size, unsigned flags);

enum { SCRIPT_BYTES = 64 };

/* Writes the node as superscript (or subscript) characters; returns the bytes
 * (not terminated), 0 where a character has no such form or is too rare. */
size_t script_text(const struct node *node, bool super, char out[SCRIPT_BYTES]);

/* A fraction that is one character, as one half: its UTF-8, or NULL. */
const char *fraction_character(const struct node *fraction);

/* A node whose text is a single letter or symbol, as accents and roots want
 * it: its text, else NULL. */
const char *node_single(const struct node *node, bool ascii, size_t *n);

/* Needs what is under a root no bar or parentheses to show its end: x, x_i? */
bool node_is_plain_radicand(const struct node *node);

#endif
