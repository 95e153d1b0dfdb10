/*
 * Inside of demo.h: a demo checks what it is told and hands it to a sink,
 * which writes records (for gradus) or a report (for a person). Not for demos.
 */
#ifndef LAB_DEMO_IMPL_H
#define LAB_DEMO_IMPL_H

#include "lab/demo.h"

enum { DEMO_MAX_NAME = 40 };

enum demo_exit { DEMO_EXIT_OK = 0, DEMO_EXIT_FAILED = 1, DEMO_EXIT_USAGE = 2 };

/* Output in one large buffer over write(2): a sandboxed demo may do no more. */
struct demo_out {
	char *bytes;
	size_t n, cap;
	int fd;
	bool broken; /* the reader is gone: nothing more is written */
};

enum demo_param_type { DEMO_PARAM_INT, DEMO_PARAM_REAL, DEMO_PARAM_LOG, DEMO_PARAM_CHOICE };

struct demo_param {
	struct demo_param *next;
	enum demo_param_type type;
	const char *name, *label, *unit;
	const char *options;              /* DEMO_PARAM_CHOICE: "a|b|c" */
	double value, fallback, min, max; /* of a choice: indices */
};

enum demo_check_kind { DEMO_EQUAL, DEMO_AT_MOST, DEMO_AT_LEAST };

struct demo_check {
	const char *name, *method;
	enum demo_check_kind kind;
	double got, want, tolerance;
	bool pass;
};

struct demo_plot {
	struct demo *demo;
	const char *name, *x_label, *y_label;
	int axes;
	struct demo_name *series; /* the names of its series and grids */
};

struct demo_series {
	const char *kind, *name;
	const double *x, *y, *y2; /* y2: NULL but for a band */
	size_t n;
};

struct demo_table {
	struct demo *demo;
	const char *name, *title, *columns;
	size_t n_columns;
};

/* One way to say things. Everything handed over has been checked. */
struct demo_sink {
	void (*begin)(struct demo *d); /* title and parameters are known */
	void (*refused)(struct demo *d, const char *message);
	void (*value)(struct demo *d, const char *name, double value, const char *label);
	void (*text)(struct demo *d, const char *name, const char *text, const char *label);
	void (*check)(struct demo *d, const struct demo_check *c);
	void (*plot)(struct demo *d, const struct demo_plot *p);
	void (*caption)(struct demo *d, const char *caption);
	void (*range)(struct demo *d, char axis, double lo, double hi);
	void (*series)(struct demo *d, const struct demo_series *s);
	void (*grid)(struct demo *d, const char *kind, const char *name, const double *z,
		const struct demo_grid *grid);
	void (*table)(struct demo *d, const struct demo_table *t);
	void (*row)(struct demo *d, const char *first, const double *cells, size_t n);
	void (*progress)(struct demo *d, double fraction);
	void (*error)(struct demo *d, const char *message);
	void (*end)(struct demo *d);
};

extern const struct demo_sink demo_records_sink;
extern const struct demo_sink demo_report_sink;

/* Beginning is a phase of its own, as it may fail for want of memory. */
enum demo_phase { DEMO_ASKING, DEMO_BEGINNING, DEMO_SAYING, DEMO_FAILING };

struct demo {
	const struct demo_sink *sink;
	struct demo_report *report; /* the report sink's own */
	struct demo_out out;
	const char *title;
	const char *program; /* the page's slug, from the program's name */
	enum demo_phase phase;
	bool listing; /* `help` was asked for */
	bool outline; /* records without points and rows of grids */

	char **args; /* name=value, the reader's */
	bool *arg_used;
	size_t n_args;
	struct demo_param *params, **last_param;
	struct demo_message *refusals, **last_refusal;

	struct demo_name *names, *check_names;
	const void *open_block; /* the plot or table that may still be filled */
	int n_failed_checks;
	int percent; /* of progress, said last */
	struct demo_memory *memory;
};

struct demo_message {
	struct demo_message *next;
	const char *text;
};

/* Says the title and the parameters; ends the program if one was refused or
 * the listing is all that was asked for. */
void demo_begin(struct demo *d);

/* The same once, all parameters having been asked for: refuses the others that
 * the reader gave. Everything that says something calls it first. */
void demo_settle(struct demo *d);

/* Writes what is buffered, frees everything; returns `status`. */
int demo_finish(struct demo *d, int status);

/* Checks a name and that it is new in `list`, to which it is added; returns a
 * copy. */
const char *demo_name(struct demo *d, struct demo_name **list, const char *name);

/* The same for any text, which names a `what`. */
const char *demo_add_name(
	struct demo *d, struct demo_name **list, const char *what, const char *text);

/* Copies that live as long as the demo. */
char *demo_copy(struct demo *d, const char *s, size_t n);
char *demo_sprintf(struct demo *d, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Fails the demo unless `value` is finite. */
void demo_need_finite(struct demo *d, const char *what, const char *name, double value);

void demo_out_add(struct demo_out *o, const char *bytes, size_t n);
void demo_out_puts(struct demo_out *o, const char *s);
/* Appends s with every control character as a space. */
void demo_out_clean(struct demo_out *o, const char *s);
/* Appends in 17 digits, which give the same double back. */
void demo_out_number(struct demo_out *o, double x);
void demo_out_flush(struct demo_out *o);

/* The i-th part of "a|b|c" and its length; NULL past the last. */
const char *demo_part(const char *parts, size_t i, size_t *n);
size_t demo_count_parts(const char *parts);

#endif
