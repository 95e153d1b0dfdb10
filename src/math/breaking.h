/* Formulas that are wider than the line. */
#ifndef GRADUS_MATH_BREAKING_H
#define GRADUS_MATH_BREAKING_H

#include "math/layout.h"

/*
 * The formula as a box at most `width` cells wide: broken before relations,
 * then before binary operators, the continuation under the first relation.
 * NULL where some part of it is too wide or too large all the same (or on no
 * memory).
 */
struct box *break_formula(const struct canvas *c, const struct node *root, int width);

#endif
