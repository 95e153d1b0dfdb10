/*
 * Private to src/store: every kind of record that the log has, as merging,
 * exporting and importing see it.
 */
#ifndef GRADUS_STORE_PROGRESS_RECORDS_H
#define GRADUS_STORE_PROGRESS_RECORDS_H

#include "store/progress_impl.h"

enum record_type {
	RECORD_ID,   /* 16 bytes; in text 32 hexadecimal digits */
	RECORD_ITEM, /* the name of an item, in the file its number */
	RECORD_INT,
	RECORD_BOOL,
	RECORD_TEXT
};

enum { RECORD_MAX_FIELDS = 10, RECORD_N_KINDS = 6 };

struct record_field {
	const char *name; /* in exported lines */
	enum record_type type;
};

/* `select` answers the fields in their order, `insert` takes them so, and does
 * nothing for a record that is there. */
struct record_kind {
	const char *name;
	int schema; /* the first one that has it */
	const char *select, *insert;
	struct record_field fields[RECORD_MAX_FIELDS + 1]; /* ended by one without a name */
};

/* What others refer to comes before them. */
extern const struct record_kind record_kinds[RECORD_N_KINDS];

/* Which of record_kinds counts as what in struct progress_merged. */
void record_count(struct progress_merged *merged, const struct record_kind *kind, size_t n);

#endif
