/*
 * What is held against a mutant: a demo, the settings at which `gradus check`
 * runs it, what it says there as it is, and what pages and lessons say of it.
 */
#ifndef TESTS_MUTATE_SUBJECT_H
#define TESTS_MUTATE_SUBJECT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "demo/runner.h"
#include "pack/library.h"
#include "verify/live.h"

#include <stdbool.h>
#include <stddef.h>

struct promise {
	size_t setting;
	const char *name;    /* of a value, a plot or a table */
	const char *written; /* NULL for a figure */
	const char *file;
	struct position at;
};

struct subject {
	struct library *library;
	struct runner *runner;
	struct page_ref page;
	struct document *documents; /* all pages of the pack, and the lessons */
	struct page_ref *pages;     /* of each document */
	size_t n_documents;
	struct live *live; /* the settings, the defaults first, and their runs */
	struct promise *promises;
	size_t n_promises, cap_promises;
	struct arena *arena;
};

/*
 * Gathers all of that for the demo of `page`, a question's, and runs it. The library,
 * the runner and the arena are borrowed. A demo that is wrong as it is goes to
 * `diags`, and nothing can be measured. subject_done frees, also after a failure.
 */
enum status subject_init(struct subject *s, struct library *library, struct runner *runner,
	const struct page_ref *page, struct arena *arena, struct diags *diags);
void subject_done(struct subject *s);

/* The longest of its runs. */
double subject_longest_ms(const struct subject *s);

/* "the defaults" or "depth=20 init=he". */
void subject_write_setting(const struct subject *s, size_t setting, struct buf *out);

/* Does a finished run at a setting end in an error, or break a check or a
 * promise? Then `how`, if not NULL, gets the first of them, in one line. */
bool subject_catches(
	const struct subject *s, size_t setting, const struct job *job, struct buf *how);

/* The same for the quiz: is a named wrong answer accepted at some draw, if the
 * demo is `source`? Runs all draws. */
enum status subject_quiz_catches(
	const struct subject *s, const char *source, bool *caught, struct buf *how);

#endif
