/*
 * The sink for a person: what was said, sorted into sections of aligned text
 * and written at the end.
 */
#include "lab/demo_impl.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- text in columns */

struct text_row {
	struct text_row *next;
	const char *cells[];
};

struct text_table {
	struct text_table *next;
	const char *title;
	size_t n_columns;
	size_t n_left; /* columns set flush left; the others flush right */
	struct text_row *rows, **last_row;
};

struct plot_summary {
	struct plot_summary *next;
	const struct demo_plot *plot;
	const char *caption; /* NULL: the labels serve */
	const char *series;
	double x_lo, x_hi, y_lo, y_hi; /* of the finite points */
};

struct demo_report {
	struct text_table params, values, checks;
	struct plot_summary *plots, **last_plot, *plot;
	struct text_table *tables, **last_table, *table;
	const char *error;
};

static void table_init(struct text_table *t, const char *title, size_t n_columns, size_t n_left)
{
	*t = (struct text_table){.title = title, .n_columns = n_columns, .n_left = n_left};
	t->last_row = &t->rows;
}

static const char **table_add_row(struct demo *d, struct text_table *t)
{
	struct text_row *row =
		demo_alloc(d, 1, sizeof(*row) + t->n_columns * sizeof(row->cells[0]));

	for (size_t i = 0; i < t->n_columns; i++)
		row->cells[i] = "";
	*t->last_row = row;
	t->last_row = &row->next;
	return row->cells;
}

/* Code points; that is cells for the letters and signs of labels. */
static size_t width_of(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

static void put_spaces(struct demo *d, size_t n)
{
	for (; n > 0; n--)
		demo_out_add(&d->out, " ", 1);
}

static void put_row(
	struct demo *d, const struct text_table *t, const char *const *cells, const size_t *widths)
{
	size_t owed = 2; /* spaces, written only before something */

	for (size_t i = 0; i < t->n_columns; i++) {
		size_t pad = widths[i] - width_of(cells[i]);

		if (cells[i][0]) {
			put_spaces(d, owed + (i < t->n_left ? 0 : pad));
			demo_out_clean(&d->out, cells[i]);
			owed = i < t->n_left ? pad : 0;
		} else {
			owed += pad;
		}
		owed += 2;
	}
	demo_out_puts(&d->out, "\n");
}

static void put_heading(struct demo *d, const char *title)
{
	demo_out_puts(&d->out, "\n");
	demo_out_clean(&d->out, title);
	demo_out_puts(&d->out, "\n");
}

static void put_table(struct demo *d, const struct text_table *t)
{
	size_t *widths;

	if (!t->rows)
		return;
	widths = demo_alloc(d, t->n_columns, sizeof(*widths));
	for (const struct text_row *r = t->rows; r; r = r->next)
		for (size_t i = 0; i < t->n_columns; i++) {
			size_t width = width_of(r->cells[i]);

			if (width > widths[i])
				widths[i] = width;
		}
	put_heading(d, t->title);
	for (const struct text_row *r = t->rows; r; r = r->next)
		put_row(d, t, r->cells, widths);
}

/* ---- what is said */

static const char *number(struct demo *d, double x)
{
	return isnan(x) ? "" : demo_sprintf(d, "%.6g", x);
}

static const char *copy(struct demo *d, const char *s)
{
	return demo_copy(d, s, strlen(s));
}

static void add_param(struct demo *d, struct text_table *t, const struct demo_param *p)
{
	const char **cells = table_add_row(d, t);
	size_t n;

	cells[0] = p->name;
	if (p->type == DEMO_PARAM_CHOICE) {
		const char *option = demo_part(p->options, (size_t)p->value, &n);

		cells[1] = demo_copy(d, option, n);
		cells[2] = p->options;
	} else {
		cells[1] = number(d, p->value);
		cells[2] = demo_sprintf(
			d, "%.6g..%.6g%s", p->min, p->max, p->type == DEMO_PARAM_LOG ? " log" : "");
	}
	cells[3] = p->unit[0] ? demo_sprintf(d, "%s [%s]", p->label, p->unit) : p->label;
}

static void report_begin(struct demo *d)
{
	struct demo_report *r = demo_alloc(d, 1, sizeof(*r));

	d->report = r;
	table_init(&r->params, "Parameters (name=value)", 4, 4);
	table_init(&r->values, "Values", 3, 3);
	table_init(&r->checks, "Checks", 4, 4);
	r->last_plot = &r->plots;
	r->last_table = &r->tables;
	for (const struct demo_param *p = d->params; p; p = p->next)
		add_param(d, &r->params, p);
}

/* Said before the report, so that it is not mistaken for one. */
static void report_refused(struct demo *d, const char *message)
{
	demo_out_clean(&d->out, d->program);
	demo_out_puts(&d->out, ": ");
	demo_out_clean(&d->out, message);
	demo_out_puts(&d->out, "\n");
}

static void report_text(struct demo *d, const char *name, const char *text, const char *label)
{
	const char **cells = table_add_row(d, &d->report->values);

	cells[0] = name;
	cells[1] = copy(d, text);
	cells[2] = copy(d, label);
}

static void report_value(struct demo *d, const char *name, double value, const char *label)
{
	report_text(d, name, number(d, value), label);
}

static void report_check(struct demo *d, const struct demo_check *c)
{
	static const char *const signs[] = {
		[DEMO_EQUAL] = "=", [DEMO_AT_MOST] = "≤", [DEMO_AT_LEAST] = "≥"};
	const char **cells = table_add_row(d, &d->report->checks);
	const char *tolerance =
		c->kind == DEMO_EQUAL ? demo_sprintf(d, " ± %.2g", c->tolerance) : "";

	cells[0] = c->pass ? "✓" : "✗";
	cells[1] = c->name;
	cells[2] = demo_sprintf(d, "%.9g %s %.9g%s", c->got, signs[c->kind], c->want, tolerance);
	cells[3] = copy(d, c->method);
}

static void report_plot(struct demo *d, const struct demo_plot *p)
{
	struct demo_report *r = d->report;
	struct plot_summary *s = demo_alloc(d, 1, sizeof(*s));

	*s = (struct plot_summary){.plot = p,
		.series = "",
		.x_lo = INFINITY,
		.x_hi = -INFINITY,
		.y_lo = INFINITY,
		.y_hi = -INFINITY};
	*r->last_plot = s;
	r->last_plot = &s->next;
	r->plot = s;
}

static void report_caption(struct demo *d, const char *caption)
{
	d->report->plot->caption = copy(d, caption);
}

static void report_range(struct demo *d, char axis, double lo, double hi)
{
	/* How it is framed matters only to who draws it. */
	(void)d;
	(void)axis;
	(void)lo;
	(void)hi;
}

static void widen(double *lo, double *hi, double x)
{
	if (!isfinite(x))
		return;
	*lo = fmin(*lo, x);
	*hi = fmax(*hi, x);
}

static void add_series_name(struct demo *d, const char *name, const char *kind)
{
	struct plot_summary *s = d->report->plot;

	s->series = demo_sprintf(d, "%s%s%s (%s)", s->series, *s->series ? ", " : "", name, kind);
}

static void report_series(struct demo *d, const struct demo_series *series)
{
	struct plot_summary *s = d->report->plot;

	add_series_name(d, series->name, series->kind);
	for (size_t i = 0; i < series->n; i++) {
		widen(&s->x_lo, &s->x_hi, series->x[i]);
		widen(&s->y_lo, &s->y_hi, series->y[i]);
		if (series->y2)
			widen(&s->y_lo, &s->y_hi, series->y2[i]);
	}
}

static void report_grid(struct demo *d, const char *kind, const char *name, const double *z,
	const struct demo_grid *grid)
{
	struct plot_summary *s = d->report->plot;

	(void)z;
	add_series_name(d, name, kind);
	widen(&s->x_lo, &s->x_hi, grid->x0);
	widen(&s->x_lo, &s->x_hi, grid->x1);
	widen(&s->y_lo, &s->y_hi, grid->y0);
	widen(&s->y_lo, &s->y_hi, grid->y1);
}

static void report_table(struct demo *d, const struct demo_table *source)
{
	struct demo_report *r = d->report;
	struct text_table *t = demo_alloc(d, 1, sizeof(*t));
	const char **cells;
	const char *part;
	size_t n;

	table_init(t, demo_sprintf(d, "%s: %s", source->name, source->title), source->n_columns, 0);
	cells = table_add_row(d, t);
	for (size_t i = 0; (part = demo_part(source->columns, i, &n)); i++)
		cells[i] = demo_copy(d, part, n);
	*r->last_table = t;
	r->last_table = &t->next;
	r->table = t;
}

static void report_row(struct demo *d, const char *first, const double *cells, size_t n)
{
	struct text_table *t = d->report->table;
	const char **texts = table_add_row(d, t);

	if (first) {
		*texts++ = copy(d, first);
		t->n_left = 1;
	}
	for (size_t i = 0; i < n; i++)
		texts[i] = number(d, cells[i]);
}

static void report_progress(struct demo *d, double fraction)
{
	(void)d; /* the report comes at once, at the end */
	(void)fraction;
}

static void report_error(struct demo *d, const char *message)
{
	d->report->error = copy(d, message);
}

/* ---- the report */

static void put_plot(struct demo *d, const struct plot_summary *s)
{
	const struct demo_plot *p = s->plot;
	const char *what =
		s->caption ? s->caption : demo_sprintf(d, "%s over %s", p->y_label, p->x_label);

	demo_out_clean(&d->out, demo_sprintf(d, "  %s: %s; x %.4g..%.4g, y %.4g..%.4g; %s", p->name,
					what, s->x_lo, s->x_hi, s->y_lo, s->y_hi, s->series));
	demo_out_puts(&d->out, "\n");
}

static void put_plots(struct demo *d)
{
	const struct demo_report *r = d->report;

	if (!r->plots)
		return;
	put_heading(d, demo_sprintf(d, "Plots (`gradus run %s` draws them)", d->program));
	for (const struct plot_summary *s = r->plots; s; s = s->next)
		put_plot(d, s);
}

static void report_end(struct demo *d)
{
	const struct demo_report *r = d->report;

	if (d->refusals)
		demo_out_puts(&d->out, "\n");
	demo_out_clean(&d->out, d->title);
	demo_out_puts(&d->out, "\n");
	put_table(d, &r->params);
	put_table(d, &r->values);
	put_table(d, &r->checks);
	put_plots(d);
	for (const struct text_table *t = r->tables; t; t = t->next)
		put_table(d, t);
	if (r->error)
		put_heading(d, demo_sprintf(d, "Failed: %s", r->error));
}

const struct demo_sink demo_report_sink = {
	.begin = report_begin,
	.refused = report_refused,
	.value = report_value,
	.text = report_text,
	.check = report_check,
	.plot = report_plot,
	.caption = report_caption,
	.range = report_range,
	.series = report_series,
	.grid = report_grid,
	.table = report_table,
	.row = report_row,
	.progress = report_progress,
	.error = report_error,
	.end = report_end,
};
