/*
 * A page on the screen: laid out again at each width, its numbers computed
 * while it is read. Owns the document and the runs; knows no keys.
 */
#ifndef GRADUS_TUI_READER_H
#define GRADUS_TUI_READER_H

#include "demo/runner.h"
#include "pack/library.h"
#include "page/page.h"

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

struct reader;

/* A place in a text that holds whatever its layout: a heading, and how many
 * letters behind it. */
struct place {
	size_t heading; /* 0: before the first; else 1 + its index */
	size_t letters;
};

/* Opens a written page; borrows library and runner. reader_free frees. */
enum status reader_open(struct reader **reader, struct library *library, struct runner *runner,
	const struct page_ref *ref);
void reader_free(struct reader *reader);

/* Lays the page out if that must be: another width, new numbers. *changed says
 * whether it was; what reader_page gave before is then gone. */
enum status reader_layout(struct reader *reader, const struct page_options *options, bool *changed);

/* As laid out last; empty before. */
const struct page *reader_page(const struct reader *reader);

const struct document *reader_document(const struct reader *reader);

/* Live numbers and figures that are still being computed. */
size_t reader_n_pending(const struct reader *reader);

/* Lines to places and back. */
struct place reader_place(const struct reader *reader, size_t line);
size_t reader_line(const struct reader *reader, const struct place *place);

/* Descriptors to wait for, and how long at most. */
size_t reader_fds(const struct reader *reader, struct pollfd *fds, size_t max);
int reader_timeout_ms(const struct reader *reader);

/* Takes what demos have said; true if the page looks different now. */
bool reader_pump(struct reader *reader);

#endif
