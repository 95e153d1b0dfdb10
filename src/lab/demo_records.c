/*
 * The sink for gradus: lines of tab-separated fields (docs/DEMOS.md, Records).
 */
#include "lab/demo_impl.h"

#include <stdio.h>

static void put_tag(struct demo *d, const char *tag)
{
	demo_out_puts(&d->out, tag);
}

static void put_text(struct demo *d, const char *text)
{
	demo_out_add(&d->out, "\t", 1);
	demo_out_clean(&d->out, text);
}

static void put_number(struct demo *d, double x)
{
	demo_out_add(&d->out, "\t", 1);
	demo_out_number(&d->out, x);
}

static void put_end(struct demo *d)
{
	demo_out_add(&d->out, "\n", 1);
}

/* The parts of "a|b|c" as fields. */
static void put_parts(struct demo *d, const char *parts)
{
	const char *part;
	size_t n;

	for (size_t i = 0; (part = demo_part(parts, i, &n)); i++)
		put_text(d, demo_copy(d, part, n));
}

static void put_option(struct demo *d, const struct demo_param *p, double index)
{
	size_t n;
	const char *option = demo_part(p->options, (size_t)index, &n);

	put_text(d, demo_copy(d, option, n));
}

static void put_param(struct demo *d, const struct demo_param *p)
{
	put_tag(d, "param");
	if (p->type == DEMO_PARAM_CHOICE) {
		put_text(d, "choice");
		put_text(d, p->name);
		put_option(d, p, p->value);
		put_option(d, p, p->fallback);
		put_text(d, p->options);
	} else {
		put_text(d, p->type == DEMO_PARAM_INT ? "int" : "real");
		put_text(d, p->name);
		put_number(d, p->value);
		put_number(d, p->fallback);
		put_number(d, p->min);
		put_number(d, p->max);
		put_text(d, p->type == DEMO_PARAM_LOG ? "log" : "linear");
		put_text(d, p->unit);
	}
	put_text(d, p->label);
	put_end(d);
}

static void write_begin(struct demo *d)
{
	demo_out_puts(&d->out, d->outline ? "gradus-demo\t1\toutline\n" : "gradus-demo\t1\n");
	put_tag(d, "title");
	put_text(d, d->title);
	put_end(d);
	for (const struct demo_param *p = d->params; p; p = p->next)
		put_param(d, p);
}

static void write_line(struct demo *d, const char *tag, const char *text)
{
	put_tag(d, tag);
	put_text(d, text);
	put_end(d);
}

static void write_refused(struct demo *d, const char *message)
{
	write_line(d, "refused", message);
}

static void write_error(struct demo *d, const char *message)
{
	write_line(d, "error", message);
}

static void write_caption(struct demo *d, const char *caption)
{
	write_line(d, "caption", caption);
}

static void write_value(struct demo *d, const char *name, double value, const char *label)
{
	put_tag(d, "value");
	put_text(d, name);
	put_number(d, value);
	put_text(d, label);
	put_end(d);
}

static void write_text(struct demo *d, const char *name, const char *text, const char *label)
{
	put_tag(d, "text");
	put_text(d, name);
	put_text(d, text);
	put_text(d, label);
	put_end(d);
}

static void write_check(struct demo *d, const struct demo_check *c)
{
	static const char *const kinds[] = {
		[DEMO_EQUAL] = "equal", [DEMO_AT_MOST] = "at_most", [DEMO_AT_LEAST] = "at_least"};

	put_tag(d, "check");
	put_text(d, c->name);
	put_text(d, kinds[c->kind]);
	put_number(d, c->got);
	put_number(d, c->want);
	put_number(d, c->tolerance);
	put_text(d, c->method);
	put_end(d);
}

static const char *scale(int axes, int log_axis, int symlog_axis)
{
	return axes & symlog_axis ? "symlog" : axes & log_axis ? "log" : "linear";
}

static void write_plot(struct demo *d, const struct demo_plot *p)
{
	put_tag(d, "plot");
	put_text(d, p->name);
	put_text(d, p->x_label);
	put_text(d, p->y_label);
	put_text(d, scale(p->axes, DEMO_LOG_X, DEMO_SYMLOG_X));
	put_text(d, scale(p->axes, DEMO_LOG_Y, DEMO_SYMLOG_Y));
	put_end(d);
}

static void write_range(struct demo *d, char axis, double lo, double hi)
{
	put_tag(d, "range");
	put_text(d, (const char[]){axis, '\0'});
	put_number(d, lo);
	put_number(d, hi);
	put_end(d);
}

/* Who left points out reads them all the same: where there are fewer than the demo
 * says, it crashes as it would have. */
static void read_points(const struct demo_series *s)
{
	volatile double point;

	for (size_t i = 0; i < s->n; i++) {
		point = s->x[i];
		point = s->y[i];
		if (s->y2)
			point = s->y2[i];
	}
	(void)point;
}

static void write_series(struct demo *d, const struct demo_series *s)
{
	put_tag(d, "series");
	put_text(d, s->kind);
	put_text(d, s->name);
	put_number(d, (double)s->n);
	put_end(d);
	if (d->outline)
		read_points(s);
	for (size_t i = 0; i < s->n && !d->outline; i++) {
		put_tag(d, "p");
		put_number(d, s->x[i]);
		put_number(d, s->y[i]);
		if (s->y2)
			put_number(d, s->y2[i]);
		put_end(d);
	}
}

static void write_grid(struct demo *d, const char *kind, const char *name, const double *z,
	const struct demo_grid *grid)
{
	put_tag(d, "grid");
	put_text(d, kind);
	put_text(d, name);
	put_number(d, (double)grid->nx);
	put_number(d, (double)grid->ny);
	put_number(d, grid->x0);
	put_number(d, grid->x1);
	put_number(d, grid->y0);
	put_number(d, grid->y1);
	put_end(d);
	for (size_t iy = 0; iy < grid->ny && !d->outline; iy++) {
		put_tag(d, "z");
		for (size_t ix = 0; ix < grid->nx; ix++)
			put_number(d, z[iy * grid->nx + ix]);
		put_end(d);
	}
}

static void write_table(struct demo *d, const struct demo_table *t)
{
	put_tag(d, "table");
	put_text(d, t->name);
	put_text(d, t->title);
	put_parts(d, t->columns);
	put_end(d);
}

static void write_row(struct demo *d, const char *first, const double *cells, size_t n)
{
	put_tag(d, "row");
	if (first) {
		demo_out_puts(&d->out, "\t'");
		demo_out_clean(&d->out, first);
	}
	for (size_t i = 0; i < n; i++)
		put_number(d, cells[i]);
	put_end(d);
}

static void write_progress(struct demo *d, double fraction)
{
	put_tag(d, "progress");
	put_number(d, fraction);
	put_end(d);
	demo_out_flush(&d->out);
}

static void write_end(struct demo *d)
{
	put_tag(d, "end");
	put_end(d);
}

const struct demo_sink demo_records_sink = {
	.begin = write_begin,
	.refused = write_refused,
	.value = write_value,
	.text = write_text,
	.check = write_check,
	.plot = write_plot,
	.caption = write_caption,
	.range = write_range,
	.series = write_series,
	.grid = write_grid,
	.table = write_table,
	.row = write_row,
	.progress = write_progress,
	.error = write_error,
	.end = write_end,
};
