/*
 * Private to the parser of records: its state, the readers of single fields
 * (record_fields.c) and of whole records (record_read.c).
 */
#ifndef GRADUS_DEMO_RECORD_IMPL_H
#define GRADUS_DEMO_RECORD_IMPL_H

#include "demo/record.h"

#include "base/arena.h"
#include "base/buf.h"

#include <locale.h>

/* A demo that needs more than these is no demo, and a hostile one may not
 * make its reader's memory grow without end. */
enum {
	MAX_LINE_BYTES = 1 << 20,
	MAX_FIELDS = 36,
	MAX_COLUMNS = 32,
	MAX_NAME = 40,
	MAX_PARAMS = 64,
	MAX_OPTIONS = 64,
	MAX_VALUES = 1000,
	MAX_CHECKS = 1000,
	MAX_PLOTS = 64,
	MAX_SERIES = 64, /* of a plot */
	MAX_TABLES = 64,
	MAX_ERRORS = 100,
	MAX_NUMBERS = 2 * 1000 * 1000 /* of all points, grids and tables */
};

struct numbers {
	double *v;
	size_t n, cap;
};

struct record_parser {
	struct arena *arena;
	locale_t c_locale; /* a comma is no decimal point here */
	struct demo_result result;
	struct buf line; /* the last one, while its end hasn't come */
	size_t line_no;
	size_t cap_params, cap_values, cap_checks, cap_plots, cap_tables, cap_errors;
	struct plot_series *series; /* of the plot last opened */
	size_t cap_series;
	struct table_cell *cells; /* of the table last opened */
	size_t n_cells, cap_cells;
	bool in_plot, in_table;  /* what was opened last */
	struct plot_series open; /* whose points or rows are coming */
	struct numbers x, y, y2, z;
	size_t n_promised, n_missing; /* points, or rows of a grid */
	size_t n_numbers;
	bool may_outline, is_outline; /* points and rows of grids were left out */
	bool has_title;
	bool ended;  /* the closing record came */
	bool broken; /* the rest is ignored */
	const char *no_memory[1];
};

struct fields {
	char *at[MAX_FIELDS];
	size_t n;
};

/* Says what is wrong with the record at hand; the rest of the output is then
 * ignored. Always false, so that a reader can return it. */
bool record_malformed(struct record_parser *p, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The same for a record of the demo itself, its text kept. */
bool record_add_error(struct record_parser *p, const char *text);

/* Room for one more in a list of the result; NULL when out of memory, which
 * is then among the errors. */
void *record_grow(struct record_parser *p, void *list, size_t n, size_t *cap, size_t size);

/* ---- record_fields.c; each answers false where it has said what is wrong */

/* Any number that a point may have: also nan, inf, -inf. */
bool read_any_number(struct record_parser *p, const char *field, double *x);

/* A finite one; `what` names it in the error. */
bool read_number(struct record_parser *p, const char *field, const char *what, double *x);
bool read_count(struct record_parser *p, const char *field, size_t *n);
bool read_name(struct record_parser *p, const char *field);

/* The index of a word in a list that ends with NULL. */
bool read_word(struct record_parser *p, const char *field, const char *const *words, size_t *index);
bool read_text(struct record_parser *p, const char *field, const char **text);

/* Room for so many of an empty list, if they are not too many to be believed:
 * lists that grow leave all their former places behind in the arena. */
bool reserve_numbers(struct record_parser *p, struct numbers *list, size_t n);

/* Adds a number; count_numbers keeps to MAX_NUMBERS. */
bool push_number(struct record_parser *p, struct numbers *list, double x);
bool count_numbers(struct record_parser *p, size_t more);

/* ---- record_read.c */

/* One line without its newline, cut up in place. */
bool read_record(struct record_parser *p, char *line);

#endif
