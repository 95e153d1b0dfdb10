/*
 * A page on the screen: laid out again at each width, its numbers computed
 * while it is read. Owns the document and the runs; knows no keys.
 */
#ifndef GRADUS_TUI_READER_H
#define GRADUS_TUI_READER_H

#include "cli/cli.h"
#include "demo/runner.h"

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

struct reader;

/* Opens a written page; borrows library and runner. reader_free frees. */
enum status reader_open(struct reader **reader, struct library *library, struct runner *runner,
	const struct page_ref *ref);
void reader_free(struct reader *reader);

/* The page's lines at a width; NULL when out of memory. They live until the
 * next call or reader_pump that says true. */
const struct lines *reader_lines(struct reader *reader, const struct page_options *options);

/* Descriptors to wait for, and how long at most. */
size_t reader_fds(const struct reader *reader, struct pollfd *fds, size_t max);
int reader_timeout_ms(const struct reader *reader);

/* Takes what demos have said; true if the page looks different now. */
bool reader_pump(struct reader *reader);

#endif
