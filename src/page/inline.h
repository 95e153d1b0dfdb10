/*
 * A paragraph's inline nodes to a flow: emphasis, code, links, live numbers,
 * formulas. Adds to the page's links. Driven event by event from a cmark
 * iterator, so that nesting costs no stack.
 */
#ifndef GRADUS_PAGE_INLINE_H
#define GRADUS_PAGE_INLINE_H

#include "base/buf.h"
#include "page/flow.h"
#include "page/page.h"

#include <cmark.h>
#include <stdbool.h>
#include <stddef.h>

struct inlines {
	struct page *page; /* gets the links */
	size_t cap_links;
	const struct page_options *options;
	cmark_iter *iter; /* stands at the event being handled */
	struct flow flow;
	struct style base;    /* that emphasis adds to */
	int emphasis, strong; /* how many are open */
	bool is_sample;       /* inside of a param: link */
	uint32_t link;        /* the open one, as in a run; 0: none */
	size_t link_begin;    /* where its text begins in the flow */
	size_t n_numbered;    /* links whose targets stand at the page's end */
	bool math_next;       /* the code span that comes is a formula */
	bool skip_dollar;     /* the text that comes begins with a formula's $ */
	struct buf scratch;   /* of whoever needs a string */
	enum status status;
};

void inlines_init(struct inlines *in, struct page *page, const struct page_options *options);
void inlines_done(struct inlines *in);

/* Starts a new stretch of text: the flow is empty, the style `base`. */
void inlines_begin(struct inlines *in, struct style base);

/* Handles one event of an inline node; may take more from the iterator. */
void inlines_event(struct inlines *in, cmark_event_type event, cmark_node *node);

/* The text of a TEXT node that is to be shown: without the $ of formulas. */
const char *inlines_text(struct inlines *in, cmark_node *node, size_t *n);

/* Appends text, code, in the style that holds. */
void inlines_put(struct inlines *in, const char *s, size_t n);
void inlines_put_code(struct inlines *in, const char *s, size_t n);

/* Puts the plain text of a node's children into in->scratch; the iterator then
 * stands at the node's exit. */
void inlines_collect(struct inlines *in, cmark_node *node);

/* Adds a link; its run.link, or 0 when out of memory. `text` may be NULL. */
uint32_t inlines_add_link(
	struct inlines *in, enum page_link_kind kind, const char *target, const char *text);

/* Is its target to be listed at the end of the page? */
bool link_is_numbered(const struct page_link *link);

/* What follows "live:" in an image's or a link's target; NULL if it is none. */
const char *live_target(cmark_node *node);

/* What stands behind it now. */
struct live_item live_find(
	const struct page_options *options, const char *target, const char *written);

#endif
