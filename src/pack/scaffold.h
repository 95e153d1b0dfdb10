/*
 * Begins packs and questions: files made from the templates in content/new/, which
 * `gradus check` finds right as they are, and the question's line in pack.yaml.
 * Overwrites nothing.
 */
#ifndef GRADUS_PACK_SCAFFOLD_H
#define GRADUS_PACK_SCAFFOLD_H

#include "base/buf.h"
#include "base/status.h"
#include "pack/pack.h"

struct scaffold {
	const char *templates; /* their folder */
	const char *today;     /* YYYY-MM-DD */
	struct buf made;       /* out: the paths of what was written, a line each */
	struct buf error;      /* out: what is wrong, where a call fails */
};

void scaffold_init(struct scaffold *s, const char *templates, const char *today);
void scaffold_done(struct scaffold *s);

/* Makes `folder`, whose last name is the pack's, with a pack.yaml and a first
 * question. `title` may be NULL: made of the name. On failure what was made is
 * taken away again. STATUS_INVALID if the name is no slug or the title has
 * control characters, STATUS_IO if there is such a folder or writing fails. */
enum status scaffold_pack(struct scaffold *s, const char *folder, const char *title);

/* Writes page and demo of the question `slug` into the pack in `folder`. A
 * planned question keeps its number, title and level; another gets the next
 * number and a line at the end of pack.yaml, with `title` (NULL: "What is SLUG?")
 * and `level` (LEVEL_NONE: beginner). STATUS_NOT_FOUND if the folder holds no pack,
 * STATUS_INVALID if the slug is none, is taken, or pack.yaml's list does not end it. */
enum status scaffold_question(struct scaffold *s, const char *folder, const char *slug,
	const char *title, enum level level);

#endif
