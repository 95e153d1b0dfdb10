/*
 * A demo's table and plot inside of a frame, as figures of a page.
 */
#ifndef GRADUS_PAGE_TABLE_H
#define GRADUS_PAGE_TABLE_H

#include "page/frame.h"
#include "plot/plot.h"

#include <stdbool.h>

enum status table_write(struct frame *frame, const struct table *table, bool spoken);

#endif
