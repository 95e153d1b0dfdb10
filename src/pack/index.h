/*
 * Private to src/pack: the steps of opening a pack.
 */
#ifndef GRADUS_PACK_INDEX_H
#define GRADUS_PACK_INDEX_H

#include "base/arena.h"
#include "pack/pack.h"
#include "pack/source.h"

#include <stdint.h>

/* Questions by slug and by number: open addressing. The hash stands beside
 * the index, so that a question is touched only when it is likely the one. */
struct lookup {
	struct slot {
		uint32_t hash, question; /* 1 + index; 0: free */
	} * by_slug, *by_number;
	size_t mask;
};

/* Reads pack.yaml into `pack`, whose memory and folder are set. STATUS_OK
 * whatever is wrong in it, which diags says; STATUS_NO_MEMORY. */
enum status index_parse(struct pack *pack, const struct source *source, struct diags *diags);

/* Reads the list of questions if it is written in the plain form of
 * fast_list.c; *list_at is where it begins, behind the line "questions:". False
 * if it is not, or memory ran out; the pack then has no questions. */
bool fast_list_read(struct pack *pack, const struct source *source, size_t *list_at);

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

/* What a kept index depends on. Two keys are compared byte by byte. */
struct index_key {
	struct file_key {
		uint64_t device, inode, size;
		int64_t seconds, nanoseconds; /* of the last change */
	} yaml, folder;
};

/* The key as it is now; false if pack.yaml or the folder is not to be had. */
bool index_key_read(struct index_key *key, const char *folder);

/* Fills `pack`, whose memory and folder are set, from what is kept in
 * `cache_folder`. False if there is nothing, or nothing sound, for this key. */
bool cache_load(struct pack *pack, const struct index_key *key, const char *cache_folder);

/* Keeps a pack without mistakes. Does nothing if it cannot, or if the pack was
 * changed in the last two seconds: a second change might leave its time alone. */
void cache_store(const struct pack *pack, const struct index_key *key, const char *cache_folder);

#endif
