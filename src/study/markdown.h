/* Text into markdown that the program writes. Pure. */
#ifndef GRADUS_STUDY_MARKDOWN_H
#define GRADUS_STUDY_MARKDOWN_H

#include "base/buf.h"

/* Appends plain text so that markdown shows it as it is. */
void markdown_put_plain(struct buf *out, const char *text);

/* Appends markdown of a page for use outside of it: of links that mean
 * something on that page only, live:, set:, cite: and param:, the text stays. */
void markdown_put_apart(struct buf *out, const char *markdown);

#endif
