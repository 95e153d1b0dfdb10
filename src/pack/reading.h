/* A page as it is read, before it is played: without its quiz. */
#ifndef GRADUS_PACK_READING_H
#define GRADUS_PACK_READING_H

#include "base/buf.h"
#include "pack/document.h"

/* Appends the body's markdown without front matter and without the quiz, whose
 * answers and explanations are not for reading; loose files whole. */
void reading_text(const struct document *document, struct buf *out);

#endif
