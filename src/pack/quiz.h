/*
 * Private to src/pack: a quiz item while it is read.
 */
#ifndef GRADUS_PACK_QUIZ_H
#define GRADUS_PACK_QUIZ_H

#include "pack/parse.h"

struct item_reader {
	struct parse *p;
	struct quiz_item item;
	bool has_answers; /* item.kind is known */
	struct buf prompt;
	const char **hints;
	size_t cap_hints, cap_choices, cap_wrong;
};

/* A paragraph "= [2.6e-08](live:shrink) ± 20 %". quiz_numeric.c */
void quiz_read_numeric(struct item_reader *r, cmark_node *paragraph);

/* The list of wrong numbers below it. quiz_numeric.c */
void quiz_read_wrong(struct item_reader *r, cmark_node *list);

/* Task lists and numbered lists. quiz_choices.c */
bool quiz_is_task_list(cmark_node *list);
void quiz_read_choices(struct item_reader *r, cmark_node *list);
void quiz_check_choices(struct item_reader *r);

/* A finite decimal number at the beginning of *s, which goes behind it. */
bool quiz_read_real(const char **s, double *value);

#endif
