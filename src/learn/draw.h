/*
 * What chance decides in a quiz: parameters and the order of options. The same
 * seed draws the same on every machine. Pure.
 */
#ifndef GRADUS_LEARN_DRAW_H
#define GRADUS_LEARN_DRAW_H

#include "base/buf.h"
#include "pack/document.h"

#include <stddef.h>
#include <stdint.h>

struct draw {
	uint64_t state;
};

/* A generator of its own for each `name` (an item), so that what is drawn for
 * one does not depend on which came before. */
struct draw draw_begin(uint64_t seed, const char *name);

uint64_t draw_bits(struct draw *d);
double draw_unit(struct draw *d);            /* uniform in [0, 1) */
size_t draw_below(struct draw *d, size_t n); /* uniform in [0, n), n >= 1 */

/* Puts 0..n-1 into `order`, shuffled. */
void draw_order(struct draw *d, size_t *order, size_t n);

enum { DRAW_TEXT_BYTES = 32 };

/* A value between p->from and p->to, both included, as it is to be shown and
 * computed with: an integer; on a linear scale with as many decimals as give
 * 20 values or more; on a logarithmic scale with two significant digits. */
void draw_param(struct draw *d, const struct drawn_param *p, char text[DRAW_TEXT_BYTES]);

/* Appends an item's prompt, each "[12](param:depth?from=4&to=30)" replaced by
 * its value; `values` are in the order of item->params. */
void draw_prompt(struct buf *out, const struct quiz_item *item, char (*values)[DRAW_TEXT_BYTES]);

#endif
