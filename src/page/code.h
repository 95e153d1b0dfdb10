/*
 * Source code to lines: highlighting of C by a small tokenizer, which takes
 * any bytes; wrapping of what is too wide.
 */
#ifndef GRADUS_PAGE_CODE_H
#define GRADUS_PAGE_CODE_H

#include "page/flow.h"
#include "page/frame.h"

#include <stdbool.h>
#include <stddef.h>

/* Puts source text into an empty flow, lines apart by FLOW_BREAK. */
void code_read_plain(struct flow *flow, const char *s, size_t n);
void code_read_c(struct flow *flow, const char *s, size_t n);

/* Writes the flow's lines with their spaces; long ones are cut and go on
 * behind a mark. */
void code_write(struct frame *frame, const struct flow *flow);

#endif
