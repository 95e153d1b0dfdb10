/*
 * What a demo said: its records, read from the bytes of its pipe as they
 * come. The format is in docs/DEMOS.md. Knows nothing of processes.
 */
#ifndef GRADUS_DEMO_RECORD_H
#define GRADUS_DEMO_RECORD_H

#include "base/status.h"
#include "plot/plot.h"

#include <stdbool.h>
#include <stddef.h>

enum param_type { PARAM_INT, PARAM_REAL, PARAM_CHOICE };

struct demo_param {
	enum param_type type;
	const char *name, *label, *unit;  /* unit may be "" */
	double value, fallback, min, max; /* PARAM_CHOICE: indices into options */
	bool is_log;
	const char *const *options;
	size_t n_options;
};

struct demo_value {
	const char *name, *label;
	bool is_text;
	double number;
	const char *text;
};

enum check_kind { CHECK_EQUAL, CHECK_AT_MOST, CHECK_AT_LEAST };

struct demo_check {
	const char *name, *method;
	enum check_kind kind;
	double got, want, tolerance; /* |got - want| <= tolerance; 0 for the other kinds */
	bool pass;                   /* recomputed here, not believed */
};

struct demo_result {
	const char *title;
	struct demo_param *params;
	size_t n_params;
	struct demo_value *values;
	size_t n_values;
	struct demo_check *checks;
	size_t n_checks;
	struct plot *plots;
	size_t n_plots;
	struct table *tables;
	size_t n_tables;
	double progress;     /* 0..1, the last one said */
	const char **errors; /* what the demo refused, malformed records with their
				line, the end it came to; each one line of text */
	size_t n_errors;
	bool refused;      /* the parameters were wrong: usage, not failure */
	bool complete;     /* the closing record came, and nothing was wrong */
	double elapsed_ms; /* of the run; 0 from the parser */
};

struct record_parser;

/* NULL when out of memory. Free with record_parser_free; the result lives as
 * long as the parser. */
struct record_parser *record_parser_new(void);
void record_parser_free(struct record_parser *p);

/* Also takes an outline, whose series and grids have no points; else it is an
 * error. Before the first bytes. */
void record_allow_outline(struct record_parser *p);

/* Takes the next bytes, cut anywhere. After the first malformed record the
 * rest is ignored. */
void record_feed(struct record_parser *p, const char *bytes, size_t n);

/* The pipe is closed: a half-written or missing last record is an error. */
void record_end(struct record_parser *p);

/* True after a malformed record: what comes more is in vain. */
bool record_is_broken(const struct record_parser *p);

/* Adds an error that the runner saw (killed, over its time...). */
void record_error(struct record_parser *p, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* What was read up to now; never NULL. */
struct demo_result *record_result(struct record_parser *p);

const struct demo_value *result_value(const struct demo_result *r, const char *name);
const struct demo_param *result_param(const struct demo_result *r, const char *name);
const struct plot *result_plot(const struct demo_result *r, const char *name);
const struct table *result_table(const struct demo_result *r, const char *name);
bool result_checks_pass(const struct demo_result *r);

#endif
