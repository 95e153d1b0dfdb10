/*
 * Everything that can be asked: the quiz items of the pages, and of every
 * question its recall card (say the answer; tick the key points made). Owns the
 * documents, borrows the library. Knows nothing of answers.
 */
#ifndef GRADUS_STUDY_DECK_H
#define GRADUS_STUDY_DECK_H

#include "base/status.h"
#include "pack/document.h"
#include "pack/library.h"

#include <stdbool.h>
#include <stddef.h>

enum deck_kinds { DECK_QUIZ = 1, DECK_RECALL = 2, DECK_ALL = 3 };

/* What is wanted; zeroed but for level LEVEL_NONE and kinds it is everything. */
struct deck_filter {
	unsigned kinds;    /* of enum deck_kinds */
	enum level level;  /* LEVEL_NONE: all, and only then the lessons */
	const char *topic; /* of the front matter, in any case; NULL: all */
	const char *page;  /* as deck_page_name gives it; NULL: all */
};

/*
 * One card. Its name is what the log of answers knows it by, and holds no text
 * of the page, so that editing a page keeps what was learnt:
 *
 *     pack/question#item     a quiz item
 *     lesson:slug#item       a quiz item of a lesson
 *     pack/question          the recall card of a question
 */
struct deck_card {
	const char *name;
	size_t page;                /* siblings have the same one */
	const struct page_ref *ref; /* of that page */
	const struct document *document;
	const struct quiz_item *item; /* NULL: the recall card */
};

struct deck;

/* Reads the pages that match. Those with mistakes are left out: their items may
 * lack what an answer needs. deck_free frees. */
enum status deck_open(
	struct deck **deck, struct library *library, const struct deck_filter *filter);
void deck_free(struct deck *deck);

/* Cards in the order of the packs, lessons last; those of a page in its order,
 * its recall card last. Borrowed, as long as the deck. */
size_t deck_n(const struct deck *deck);
size_t deck_n_pages(const struct deck *deck); /* card.page is below it */
const struct deck_card *deck_card(const struct deck *deck, size_t i);

enum { DECK_NONE = -1 };

/* The index of a card by its name; DECK_NONE if the deck has none such. */
long deck_find(const struct deck *deck, const char *name);

/* The name of a page, that of its recall card, into `out` of `size` bytes; false if it does not
 * fit or the page belongs to no pack and is no lesson. */
bool deck_page_name(const struct page_ref *ref, char *out, size_t size);

struct library *deck_library(const struct deck *deck);

#endif
