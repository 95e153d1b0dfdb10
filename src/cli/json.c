#include "cli/json.h"

#include "base/text.h"
#include "cli/cli.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

json_t *json_text(const char *s)
{
	struct buf safe;
	json_t *value;

	buf_init(&safe);
	text_clean(&safe, s ? s : "", s ? strlen(s) : 0);
	value = json_stringn(safe.data, safe.n);
	buf_done(&safe);
	return value;
}

/* JSON has no infinity and no NaN. */
static json_t *number(double x)
{
	return isfinite(x) ? json_real(x) : json_null();
}

static json_t *numbers(const double *x, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; x && i < n; i++)
		json_array_append_new(list, number(x[i]));
	return list;
}

static json_t *params(const struct demo_result *r)
{
	json_t *all = json_object();

	for (size_t i = 0; i < r->n_params; i++) {
		const struct demo_param *p = &r->params[i];
		size_t option = (size_t)p->value;
		json_t *value = number(p->value);

		if (p->type == PARAM_CHOICE) {
			json_decref(value);
			value = json_text(option < p->n_options ? p->options[option] : "");
		} else if (p->type == PARAM_INT) {
			json_decref(value);
			value = json_integer((json_int_t)p->value);
		}
		json_object_set_new(all, p->name, value);
	}
	return all;
}

static json_t *values(const struct demo_result *r)
{
	json_t *all = json_object();

	for (size_t i = 0; i < r->n_values; i++) {
		const struct demo_value *v = &r->values[i];

		json_object_set_new(
			all, v->name, v->is_text ? json_text(v->text) : number(v->number));
	}
	return all;
}

static json_t *checks(const struct demo_result *r)
{
	static const char *const kinds[] = {"equal", "at_most", "at_least"};
	json_t *all = json_array();

	for (size_t i = 0; i < r->n_checks; i++) {
		const struct demo_check *c = &r->checks[i];

		json_array_append_new(all,
			json_pack("{s:o, s:s, s:o, s:o, s:o, s:b, s:o}", "name", json_text(c->name),
				"kind", kinds[c->kind], "got", number(c->got), "want",
				number(c->want), "tolerance", number(c->tolerance), "pass", c->pass,
				"method", json_text(c->method)));
	}
	return all;
}

static json_t *one_series(const struct plot_series *s)
{
	json_t *one = json_pack("{s:o}", "name", json_text(s->name));

	if (s->kind == PLOT_HEAT || s->kind == PLOT_CONTOUR) {
		json_object_set_new(one, "nx", json_integer((json_int_t)s->nx));
		json_object_set_new(one, "ny", json_integer((json_int_t)s->ny));
		json_object_set_new(
			one, "x_range", json_pack("[o, o]", number(s->x0), number(s->x1)));
		json_object_set_new(
			one, "y_range", json_pack("[o, o]", number(s->y0), number(s->y1)));
		json_object_set_new(one, "z", numbers(s->z, s->nx * s->ny));
		return one;
	}
	json_object_set_new(one, "x", numbers(s->x, s->n));
	json_object_set_new(one, "y", numbers(s->y, s->n));
	if (s->kind == PLOT_BAND)
		json_object_set_new(one, "y2", numbers(s->y2, s->n));
	return one;
}

static const char *kind_name(enum plot_kind kind)
{
	static const char *const names[] = {"line", "points", "step", "bars", "histogram", "band",
		"reference", "heat", "contour"};

	return names[kind];
}

static json_t *plots(const struct demo_result *r)
{
	json_t *all = json_array();

	for (size_t i = 0; i < r->n_plots; i++) {
		const struct plot *p = &r->plots[i];
		json_t *series = json_array();

		for (size_t j = 0; j < p->n_series; j++) {
			json_t *one = one_series(&p->series[j]);

			json_object_set_new(one, "kind", json_string(kind_name(p->series[j].kind)));
			json_array_append_new(series, one);
		}
		json_array_append_new(
			all, json_pack("{s:o, s:s, s:o, s:o, s:o, s:b, s:b, s:o}", "name",
				     json_text(p->name), "kind",
				     p->n_series ? kind_name(p->series[0].kind) : "line", "title",
				     json_text(p->title), "x", json_text(p->x.label), "y",
				     json_text(p->y.label), "log_x", p->x.scale == PLOT_LOG,
				     "log_y", p->y.scale == PLOT_LOG, "series", series));
	}
	return all;
}

static json_t *tables(const struct demo_result *r)
{
	json_t *all = json_array();

	for (size_t i = 0; i < r->n_tables; i++) {
		const struct table *t = &r->tables[i];
		json_t *columns = json_array(), *rows = json_array();

		for (size_t j = 0; j < t->n_columns; j++)
			json_array_append_new(columns, json_text(t->columns[j]));
		for (size_t j = 0; j < t->n_rows; j++) {
			json_t *row = json_array();

			for (size_t k = 0; k < t->n_columns; k++) {
				const struct table_cell *c = &t->cells[j * t->n_columns + k];

				json_array_append_new(
					row, c->is_number ? number(c->number) : json_text(c->text));
			}
			json_array_append_new(rows, row);
		}
		json_array_append_new(
			all, json_pack("{s:o, s:o, s:o, s:o}", "name", json_text(t->name), "title",
				     json_text(t->title), "columns", columns, "rows", rows));
	}
	return all;
}

static json_t *errors(const struct demo_result *r, const struct diags *compile)
{
	json_t *all = json_array();

	for (size_t i = 0; i < compile->n; i++) {
		const struct diag *d = &compile->items[i];
		struct buf line;

		buf_init(&line);
		buf_printf(&line, "%s:%d:%d: %s", d->file, d->line, d->col, d->message);
		json_array_append_new(all, json_text(line.data));
		buf_done(&line);
	}
	for (size_t i = 0; i < r->n_errors; i++)
		json_array_append_new(all, json_text(r->errors[i]));
	return all;
}

bool json_print(json_t *value)
{
	char *dump = value ? json_dumps(value, JSON_COMPACT | JSON_REAL_PRECISION(17)) : NULL;
	struct buf out;
	bool done;

	json_decref(value);
	buf_init(&out);
	if (dump) {
		buf_puts(&out, dump);
		buf_putc(&out, '\n');
	} else {
		out.status = STATUS_NO_MEMORY;
	}
	free(dump);
	done = cli_print(&out);
	buf_done(&out);
	return done;
}

bool json_print_result(const char *name, const struct job *job)
{
	const struct demo_result *r = job_result(job);

	return json_print(json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:f}", "demo",
		json_text(name), "title", json_text(r->title), "params", params(r), "values",
		values(r), "checks", checks(r), "plots", plots(r), "tables", tables(r), "errors",
		errors(r, job_compile_errors(job)), "elapsed_ms", r->elapsed_ms));
}
