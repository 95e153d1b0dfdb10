/*
 * A formula on one line: a/b, x^(i+1), [a, b; c, d]. Appends to the open line
 * of `out`, which may be of any length.
 */
#ifndef GRADUS_MATH_LINEAR_H
#define GRADUS_MATH_LINEAR_H

#include "math/tree.h"

void linear_put(struct lines *out, struct arena *arena, const struct node *node, bool ascii);

/* Copies the only line of `from`, broken at spaces to fit `width`, else where
 * it must be. Lines after the first begin with two spaces, and all are padded
 * to one width. */
void linear_wrap(struct lines *out, const struct lines *from, int width);

#endif
