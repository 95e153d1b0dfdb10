/*
 * What a demo includes: parameters in, values, checks, plots and tables out.
 * Run by hand it prints a readable report; run by gradus (--records, --outline)
 * it writes records (docs/DEMOS.md). Parameters come first; then everything else.
 *
 * Every name is one of [a-z][a-z0-9_]*, once in a demo, at most 40 letters.
 * Labels, methods and texts are one line of UTF-8. A number that is not
 * finite is an error of the demo, except where a function says otherwise.
 */
#ifndef LAB_DEMO_H
#define LAB_DEMO_H

#include <stdbool.h>
#include <stddef.h>

struct demo;
struct demo_plot;
struct demo_table;

/* Opens the demo; exits with a message if memory runs out. */
struct demo *demo_open(int argc, char **argv, const char *title);

/*
 * A parameter: its value is the reader's (name=value) or `fallback`. A value
 * that is no number, out of [min, max] or not among the options is an error
 * that names the range; all such errors of a run are said before the first
 * value. A label may end in its unit: "time [s]".
 */
int demo_int(struct demo *d, const char *name, int fallback, int min, int max, const char *label);
double demo_real(struct demo *d, const char *name, double fallback, double min, double max,
	const char *label);

/* The same with a logarithmic slider; 0 < min. */
double demo_log(struct demo *d, const char *name, double fallback, double min, double max,
	const char *label);

/* One of the options, written "sigmoid|tanh|relu"; the first is the default.
 * Returns its index. */
int demo_choice(struct demo *d, const char *name, const char *options, const char *label);

/* A number, or a short text, that the page may quote. */
void demo_value(struct demo *d, const char *name, double value, const char *label);
void demo_text(struct demo *d, const char *name, const char *text, const char *label);

/*
 * A truth that must hold, and the independent method that it comes from. Names
 * of checks are apart from names of values.
 */
void demo_check(struct demo *d, const char *name, double got, double want, double tolerance,
	const char *method); /* |got - want| <= tolerance */
void demo_check_at_most(
	struct demo *d, const char *name, double got, double limit, const char *method);
void demo_check_at_least(
	struct demo *d, const char *name, double got, double limit, const char *method);

enum demo_axes {
	DEMO_LINEAR = 0,
	DEMO_LOG_X = 1,
	DEMO_LOG_Y = 2,
	DEMO_SYMLOG_X = 4,
	DEMO_SYMLOG_Y = 8
};

/* A plot; labels carry their units. On a log axis values that are not positive
 * are left out of the picture. */
struct demo_plot *demo_plot(
	struct demo *d, const char *name, const char *x_label, const char *y_label, int axes);

/* The caption of the plot made last; without it the caption is its labels. */
void demo_plot_title(struct demo_plot *p, const char *title);

/* Axes that hold while a parameter moves. */
void demo_range_x(struct demo_plot *p, double lo, double hi);
void demo_range_y(struct demo_plot *p, double lo, double hi);

/*
 * Series of n points. NaN is a gap and infinity is drawn as leaving the
 * picture. The data are written at once, nothing is kept.
 */
void demo_line(struct demo_plot *p, const char *name, const double *x, const double *y, size_t n);
void demo_points(struct demo_plot *p, const char *name, const double *x, const double *y, size_t n);
void demo_steps(struct demo_plot *p, const char *name, const double *x, const double *y, size_t n);
void demo_bars(struct demo_plot *p, const char *name, const double *x, const double *y, size_t n);

/* A bound or a theory curve, drawn apart from data. */
void demo_reference(
	struct demo_plot *p, const char *name, const double *x, const double *y, size_t n);

/* From low[i] to high[i]: mean and spread, an interval. */
void demo_band(struct demo_plot *p, const char *name, const double *x, const double *low,
	const double *high, size_t n);

/* Counts of `n_bins` even bins over the n samples from lo to hi. */
void demo_histogram(struct demo_plot *p, const char *name, const double *samples, size_t n,
	double lo, double hi, size_t n_bins);

/* z[iy * nx + ix] over an even grid whose outer points are x0..x1, y0..y1. */
struct demo_grid {
	size_t nx, ny;
	double x0, x1, y0, y1;
};
void demo_heat(struct demo_plot *p, const char *name, const double *z, struct demo_grid grid);
void demo_contour(struct demo_plot *p, const char *name, const double *z, struct demo_grid grid);

/* A table: columns "λ|non-zero|R²". A row is one number a column; a row with a
 * name first takes one number less. NaN is an empty cell. */
struct demo_table *demo_table(
	struct demo *d, const char *name, const char *columns, const char *title);
void demo_row(struct demo_table *t, const double *cells);
void demo_named_row(struct demo_table *t, const char *first, const double *cells);

/* How far a long run is, 0..1. Cheap: says it at most a hundred times. */
void demo_progress(struct demo *d, double fraction);

/* Ends the program with a message for the reader: the experiment can't be
 * done at these settings. */
_Noreturn void demo_fail(struct demo *d, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Memory that lives as long as the demo, zeroed; fails the demo when there is
 * none. Nothing to free. */
void *demo_alloc(struct demo *d, size_t n, size_t size);
static inline double *demo_vector(struct demo *d, size_t n);

/* Writes the closing record; returns what main returns. */
int demo_close(struct demo *d);

static inline double *demo_vector(struct demo *d, size_t n)
{
	return demo_alloc(d, n, sizeof(double));
}

#endif
