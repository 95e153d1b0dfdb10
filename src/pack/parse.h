/*
 * Private to src/pack: what the parts of the document parser share. The
 * parser lives as long as document_parse; what it makes is the document's.
 */
#ifndef GRADUS_PACK_PARSE_H
#define GRADUS_PACK_PARSE_H

#include "pack/document.h"
#include "pack/inline.h"
#include "pack/source.h"

#include <cmark.h>

struct parse {
	struct document *doc;
	struct arena *arena; /* the document's */
	struct source source;
	struct diags *diags;
	struct inline_text inlines; /* of the block being looked at */
	cmark_node *root;
	cmark_node **headings; /* of the sections */
	size_t cap_headings;
	bool front_is_broken; /* and said so: keys may be there all the same */
	int line_shift;       /* added to cmark's line numbers */
	/* Capacities of the document's lists. */
	size_t cap_sections, cap_references, cap_excerpts, cap_bare, cap_formulas, cap_key_points,
		cap_follow_ups, cap_items, cap_citations;
};

__attribute__((format(printf, 3, 4))) void parse_report(
	struct parse *p, struct position at, const char *format, ...);

/* Where a block begins. */
struct position parse_block_at(const struct parse *p, cmark_node *block);

/* Loads the source of the blocks from `first` to `last`, siblings. */
void parse_load(struct parse *p, cmark_node *first, cmark_node *last);

/* The markdown of the blocks from `first` to `last` without their containers'
 * marks; "" if `first` is NULL; NULL when out of memory. */
const char *parse_markdown(struct parse *p, cmark_node *first, cmark_node *last);

/* Text of a node and all below it, markup gone, in the arena. */
const char *parse_plain_text(struct parse *p, cmark_node *node);

/* The first bytes of a paragraph as written: is it "`what`..."? */
bool parse_begins_with(cmark_node *paragraph, const char *what);

/* The next block of a section behind `block`, which may be its heading; NULL
 * at the section's end. */
cmark_node *parse_next_block(cmark_node *block);

/* The passes, in this order. */
void parse_sections(struct parse *p);    /* sections.c */
void parse_inlines(struct parse *p);     /* references.c: references, formulas, numbers, excerpts */
void parse_lists(struct parse *p);       /* lists.c: key points, follow-ups, citations */
void parse_quiz(struct parse *p);        /* quiz.c */
void parse_params(struct parse *p);      /* quiz_params.c: gives the items their parameters */
void parse_check_rules(struct parse *p); /* rules.c */

/* What a section is for, by its title. */
enum section_role {
	SECTION_OTHER,
	SECTION_SHORT_ANSWER,
	SECTION_EXPLANATION,
	SECTION_DEMO,
	SECTION_IN_PRACTICE,
	SECTION_MISTAKES,
	SECTION_KEY_POINTS,
	SECTION_FOLLOW_UPS,
	SECTION_QUIZ,
	SECTION_REFERENCES,
	SECTION_CHECK_YOURSELF
};
enum section_role section_role(const char *title);
const char *section_role_title(enum section_role role);

/* Is this section one of quiz items? */
bool section_is_quiz(const char *title);

#endif
