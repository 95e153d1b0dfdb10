/*
 * Private to src/pack: the steps of opening a pack.
 */
#ifndef GRADUS_PACK_INDEX_H
#define GRADUS_PACK_INDEX_H

#include "base/arena.h"
#include "pack/pack.h"
#include "pack/source.h"

#include <stdint.h>

/* Questions by slug and by number: open addressing, 1 + index, 0 is free. */
struct lookup {
	uint32_t *by_slug, *by_number;
	size_t mask;
};

/* Reads pack.yaml into `pack`, whose memory and folder are set. STATUS_OK
 * whatever is wrong in it, which diags says; STATUS_NO_MEMORY. */
enum status index_parse(struct pack *pack, const struct source *source, struct diags *diags);

/* Makes the tables; two questions with one slug or number go to diags, and
 * the later one is not in the table. */
enum status lookup_init(
	struct lookup *lookup, const struct pack *pack, const char *file, struct diags *diags);
const struct question *lookup_slug(
	const struct lookup *lookup, const struct pack *pack, const char *slug, size_t n);
const struct question *lookup_number(
	const struct lookup *lookup, const struct pack *pack, int number);

/* Lists the folder and sets path and demo of each question that has them;
 * pages and demos without their question go to diags. */
enum status folder_match(struct pack *pack, const struct lookup *lookup, struct diags *diags);

/* The path of a question's file, in the pack's arena; NULL when out of memory. */
const char *question_path(struct pack *pack, const struct question *question, const char *ext);

#endif
