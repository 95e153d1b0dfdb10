/*
 * What stands in a page as a block of its own and isn't text: display maths,
 * plots and tables of demos.
 */
#ifndef GRADUS_PAGE_FIGURE_H
#define GRADUS_PAGE_FIGURE_H

#include "page/frame.h"
#include "page/inline.h"

#include <cmark.h>

/* A live image: its plot or table and the alt text as its caption. in->iter
 * stands at the image's entry before and at its exit after. */
enum status figure_write(struct frame *frame, struct inlines *in, cmark_node *image);

/* A formula on lines of its own. */
enum status figure_write_math(struct frame *frame, struct inlines *in, const char *tex);

#endif
