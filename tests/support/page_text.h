/*
 * What tests of pages share: a page as text, and the promises that every page
 * keeps, whatever it was made from.
 */
#ifndef TESTS_SUPPORT_PAGE_TEXT_H
#define TESTS_SUPPORT_PAGE_TEXT_H

#include "page/page.h"

#include <stddef.h>

/* Lays out and returns the page as plain text, which the caller frees. Fails
 * the test unless the page keeps its promises: no unsafe character, no line
 * wider than the width, links and headings on lines that are there. */
char *page_text(const char *markdown, size_t n, const struct page_options *options);

/* Those promises alone. `what` names the input in a failure's message. */
void page_assert_promises(
	const struct page *page, const struct page_options *options, const char *what);

/* Fails the test unless every word of the markdown's text, as cmark reads it,
 * stands in the page, in order. */
void page_assert_words(const char *markdown, size_t n, int width, const char *what);

#endif
