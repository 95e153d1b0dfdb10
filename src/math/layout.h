/*
 * From the tree to boxes, in two dimensions. layout.c has rows, fractions,
 * roots and scripts, fences.c what grows, tables.c matrices and alignments.
 */
#ifndef GRADUS_MATH_LAYOUT_H
#define GRADUS_MATH_LAYOUT_H

#include "math/box.h"
#include "math/items.h"

/* Items of a row with the box of each. */
struct set_row {
	struct items items;
	struct box **box;
};

struct box *layout_node(const struct canvas *c, const struct node *node, enum math_size size);
struct box *layout_row(
	const struct canvas *c, const struct node *row, enum math_size size, unsigned flags);
struct set_row layout_items(
	const struct canvas *c, const struct node *row, enum math_size size, unsigned flags);

/* A delimiter that covers `above` and `below` rows; an empty box for NULL. */
struct box *layout_delimiter(const struct canvas *c, const struct symbol *symbol, int above,
	int below, struct style style);

/* `body` between delimiters that cover its core. */
struct box *layout_between(const struct canvas *c, const struct symbol *left, struct box *body,
	const struct symbol *right, struct style style);

struct box *layout_fence(const struct canvas *c, const struct node *node, enum math_size size);
struct box *layout_table(const struct canvas *c, const struct node *node, enum math_size size);

/* An operator's sign that is at least as tall as its operand. */
struct box *layout_operator(const struct canvas *c, const struct node *node, int above, int below);

/* A brace below or above the base. */
struct box *layout_brace(const struct canvas *c, const struct node *node, enum math_size size);

struct style math_style_of(const struct node *node);

#endif
