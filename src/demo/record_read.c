/* One function a record; the table of them is at the end. */
#include "demo/record_impl.h"

#include <math.h>
#include <string.h>

static bool twice(struct record_parser *p, const char *kind, const char *name)
{
	return record_malformed(p, "a second %s is called '%s'", kind, name);
}

static bool too_many(struct record_parser *p, const char *what, size_t limit)
{
	return record_malformed(p, "more than %zu %s", limit, what);
}

static bool read_title(struct record_parser *p, const struct fields *f)
{
	if (p->has_title)
		return record_malformed(p, "a second title");
	p->has_title = true;
	return read_text(p, f->at[1], &p->result.title);
}

/* "a|b|c", each option once. */
static bool read_options(struct record_parser *p, struct demo_param *param, char *field)
{
	const char **options = arena_array(p->arena, MAX_OPTIONS, sizeof(*options));
	char *rest = field, *option;

	if (!options)
		return record_add_error(p, NULL);
	param->options = options;
	while ((option = strsep(&rest, "|"))) {
		if (!*option)
			return record_malformed(p, "an option of %s is empty", param->name);
		if (param->n_options == MAX_OPTIONS)
			return too_many(p, "options", MAX_OPTIONS);
		for (size_t i = 0; i < param->n_options; i++)
			if (!strcmp(options[i], option))
				return twice(p, "option", option);
		if (!read_text(p, option, &options[param->n_options++]))
			return false;
	}
	param->max = (double)param->n_options - 1;
	return true;
}

static bool find_option(
	struct record_parser *p, const struct demo_param *param, const char *field, double *index)
{
	for (size_t i = 0; i < param->n_options; i++)
		if (!strcmp(param->options[i], field)) {
			*index = (double)i;
			return true;
		}
	return record_malformed(p, "'%.40s' is none of the options of %s", field, param->name);
}

static bool read_choice(struct record_parser *p, const struct fields *f, struct demo_param *param)
{
	return read_options(p, param, f->at[5]) && find_option(p, param, f->at[3], &param->value) &&
	       find_option(p, param, f->at[4], &param->fallback) &&
	       read_text(p, "", &param->unit) && read_text(p, f->at[6], &param->label);
}

static bool read_range_of(struct record_parser *p, const struct fields *f, struct demo_param *param)
{
	static const char *const scales[] = {"linear", "log", NULL};
	size_t scale;

	if (!read_number(p, f->at[3], "a parameter", &param->value) ||
		!read_number(p, f->at[4], "a default", &param->fallback) ||
		!read_number(p, f->at[5], "a minimum", &param->min) ||
		!read_number(p, f->at[6], "a maximum", &param->max) ||
		!read_word(p, f->at[7], scales, &scale))
		return false;
	param->is_log = scale == 1;
	if (param->is_log && param->min <= 0)
		return record_malformed(
			p, "the logarithmic parameter %s may be 0 or less", param->name);
	if (!(param->min <= param->value && param->value <= param->max &&
		    param->min <= param->fallback && param->fallback <= param->max))
		return record_malformed(p, "%s is out of its own range", param->name);
	if (param->type == PARAM_INT &&
		(param->value != floor(param->value) || param->fallback != floor(param->fallback) ||
			param->is_log))
		return record_malformed(
			p, "%s is not a linear parameter of whole numbers", param->name);
	return read_text(p, f->at[8], &param->unit) && read_text(p, f->at[9], &param->label);
}

static bool read_param(struct record_parser *p, const struct fields *f)
{
	static const char *const types[] = {"int", "real", "choice", NULL};
	struct demo_result *r = &p->result;
	struct demo_param param = {0}, *list;
	size_t type;

	if (!read_word(p, f->at[1], types, &type) || !read_name(p, f->at[2]))
		return false;
	if (result_param(r, f->at[2]))
		return twice(p, "parameter", f->at[2]);
	if (r->n_params == MAX_PARAMS)
		return too_many(p, "parameters", MAX_PARAMS);
	param.type = (enum param_type)type;
	if (f->n != (param.type == PARAM_CHOICE ? 7 : 10))
		return record_malformed(p, "a parameter has %zu fields", f->n);
	if (!read_text(p, f->at[2], &param.name))
		return false;
	if (!(param.type == PARAM_CHOICE ? read_choice : read_range_of)(p, f, &param))
		return false;
	list = record_grow(p, r->params, r->n_params, &p->cap_params, sizeof(*list));
	if (!list)
		return false;
	r->params = list;
	r->params[r->n_params++] = param;
	return true;
}

/* Both kinds: "value NAME NUMBER LABEL", "text NAME TEXT LABEL". */
static bool read_value(struct record_parser *p, const struct fields *f)
{
	struct demo_result *r = &p->result;
	struct demo_value value = {.is_text = f->at[0][0] == 't'}, *list;

	if (!read_name(p, f->at[1]))
		return false;
	if (result_value(r, f->at[1]))
		return twice(p, "value", f->at[1]);
	if (r->n_values == MAX_VALUES)
		return too_many(p, "values", MAX_VALUES);
	if (!read_text(p, f->at[1], &value.name) || !read_text(p, f->at[3], &value.label))
		return false;
	if (!(value.is_text ? read_text(p, f->at[2], &value.text)
			    : read_number(p, f->at[2], value.name, &value.number)))
		return false;
	list = record_grow(p, r->values, r->n_values, &p->cap_values, sizeof(*list));
	if (!list)
		return false;
	r->values = list;
	r->values[r->n_values++] = value;
	return true;
}

static bool check_holds(const struct demo_check *c)
{
	switch (c->kind) {
	case CHECK_AT_MOST:
		return c->got <= c->want;
	case CHECK_AT_LEAST:
		return c->got >= c->want;
	case CHECK_EQUAL:
		break;
	}
	return fabs(c->got - c->want) <= c->tolerance;
}

static bool read_check(struct record_parser *p, const struct fields *f)
{
	static const char *const kinds[] = {"equal", "at_most", "at_least", NULL};
	struct demo_result *r = &p->result;
	struct demo_check check = {0}, *list;
	size_t kind;

	if (!read_name(p, f->at[1]) || !read_word(p, f->at[2], kinds, &kind))
		return false;
	for (size_t i = 0; i < r->n_checks; i++)
		if (!strcmp(r->checks[i].name, f->at[1]))
			return twice(p, "check", f->at[1]);
	if (r->n_checks == MAX_CHECKS)
		return too_many(p, "checks", MAX_CHECKS);
	check.kind = (enum check_kind)kind;
	if (!read_text(p, f->at[1], &check.name) ||
		!read_number(p, f->at[3], check.name, &check.got) ||
		!read_number(p, f->at[4], check.name, &check.want) ||
		!read_number(p, f->at[5], check.name, &check.tolerance) ||
		!read_text(p, f->at[6], &check.method))
		return false;
	if (check.tolerance < 0)
		return record_malformed(p, "the tolerance of %s is negative", check.name);
	check.pass = check_holds(&check);
	list = record_grow(p, r->checks, r->n_checks, &p->cap_checks, sizeof(*list));
	if (!list)
		return false;
	r->checks = list;
	r->checks[r->n_checks++] = check;
	return true;
}

/* Plots and tables share their names: a page shows either by its name. */
static bool read_block_name(struct record_parser *p, const char *field)
{
	if (!read_name(p, field))
		return false;
	if (result_plot(&p->result, field) || result_table(&p->result, field))
		return twice(p, "plot or table", field);
	return true;
}

static bool read_plot(struct record_parser *p, const struct fields *f)
{
	static const char *const scales[] = {"linear", "log", "symlog", NULL};
	struct demo_result *r = &p->result;
	struct plot plot = {.title = ""}, *list;
	size_t x, y;

	if (!read_block_name(p, f->at[1]) || !read_word(p, f->at[4], scales, &x) ||
		!read_word(p, f->at[5], scales, &y))
		return false;
	if (r->n_plots == MAX_PLOTS)
		return too_many(p, "plots", MAX_PLOTS);
	plot.x.scale = (enum plot_scale)x;
	plot.y.scale = (enum plot_scale)y;
	if (!read_text(p, f->at[1], &plot.name) || !read_text(p, f->at[2], &plot.x.label) ||
		!read_text(p, f->at[3], &plot.y.label))
		return false;
	list = record_grow(p, r->plots, r->n_plots, &p->cap_plots, sizeof(*list));
	if (!list)
		return false;
	r->plots = list;
	r->plots[r->n_plots++] = plot;
	p->series = NULL;
	p->cap_series = 0;
	p->in_plot = true;
	p->in_table = false;
	return true;
}

/* The plot that a record belongs to; NULL, and an error, if none is open. */
static struct plot *open_plot(struct record_parser *p, const char *tag)
{
	if (p->in_plot)
		return &p->result.plots[p->result.n_plots - 1];
	record_malformed(p, "a %s without a plot before it", tag);
	return NULL;
}

static bool read_caption(struct record_parser *p, const struct fields *f)
{
	struct plot *plot = open_plot(p, f->at[0]);

	return plot && read_text(p, f->at[1], &plot->title);
}

static bool read_range(struct record_parser *p, const struct fields *f)
{
	static const char *const axes[] = {"x", "y", NULL};
	struct plot *plot = open_plot(p, f->at[0]);
	struct plot_axis *axis;
	double lo, hi;
	size_t which;

	if (!plot || !read_word(p, f->at[1], axes, &which) ||
		!read_number(p, f->at[2], "a range", &lo) ||
		!read_number(p, f->at[3], "a range", &hi))
		return false;
	axis = which ? &plot->y : &plot->x;
	if (!(lo < hi))
		return record_malformed(p, "the range of %s is empty", plot->name);
	if (axis->scale == PLOT_LOG && lo <= 0)
		return record_malformed(
			p, "the logarithmic range of %s begins at 0 or less", plot->name);
	axis->fixed = true;
	axis->lo = lo;
	axis->hi = hi;
	return true;
}

/* Begins a series or a grid of the open plot. */
static bool open_series(
	struct record_parser *p, const struct plot *plot, size_t kind, const char *name)
{
	if (plot->n_series == MAX_SERIES)
		return too_many(p, "series in a plot", MAX_SERIES);
	for (size_t i = 0; i < plot->n_series; i++)
		if (!strcmp(plot->series[i].name, name))
			return twice(p, "series", name);
	p->open = (struct plot_series){.kind = (enum plot_kind)kind};
	p->x = p->y = p->y2 = p->z = (struct numbers){0};
	return read_text(p, name, &p->open.name);
}

/* Adds the series whose data have all come to its plot. */
static bool close_series(struct record_parser *p)
{
	struct plot *plot = open_plot(p, "series");
	struct plot_series *list;

	if (!plot)
		return false;
	list = record_grow(p, p->series, plot->n_series, &p->cap_series, sizeof(*list));
	if (!list)
		return false;
	p->open.n = p->x.n;
	p->open.x = p->x.v;
	p->open.y = p->y.v;
	p->open.y2 = p->y2.v;
	p->open.z = p->z.v;
	list[plot->n_series++] = p->open;
	plot->series = p->series = list;
	return true;
}

static bool read_series(struct record_parser *p, const struct fields *f)
{
	static const char *const kinds[] = {[PLOT_LINE] = "line",
		[PLOT_POINTS] = "points",
		[PLOT_STEP] = "step",
		[PLOT_BARS] = "bars",
		[PLOT_HISTOGRAM] = "histogram",
		[PLOT_BAND] = "band",
		[PLOT_REFERENCE] = "reference",
		NULL};
	const struct plot *plot = open_plot(p, f->at[0]);
	size_t kind, n;

	if (!plot || !read_word(p, f->at[1], kinds, &kind) || !read_count(p, f->at[3], &n) ||
		!count_numbers(p, n * (kind == PLOT_BAND ? 3 : 2)) ||
		!open_series(p, plot, kind, f->at[2]))
		return false;
	if (p->is_outline)
		return close_series(p);
	p->n_promised = p->n_missing = n;
	if (!reserve_numbers(p, &p->x, n) || !reserve_numbers(p, &p->y, n) ||
		!reserve_numbers(p, &p->y2, kind == PLOT_BAND ? n : 0))
		return false;
	return n > 0 || close_series(p);
}

static bool read_grid(struct record_parser *p, const struct fields *f)
{
	static const char *const kinds[] = {"heat", "contour", NULL};
	const struct plot *plot = open_plot(p, f->at[0]);
	struct plot_series *s = &p->open;
	size_t kind, nx, ny;

	if (!plot || !read_word(p, f->at[1], kinds, &kind) || !read_count(p, f->at[3], &nx) ||
		!read_count(p, f->at[4], &ny) || !count_numbers(p, nx * ny) ||
		!open_series(p, plot, kind ? PLOT_CONTOUR : PLOT_HEAT, f->at[2]))
		return false;
	s->nx = nx;
	s->ny = ny;
	if (!read_number(p, f->at[5], "an edge", &s->x0) ||
		!read_number(p, f->at[6], "an edge", &s->x1) ||
		!read_number(p, f->at[7], "an edge", &s->y0) ||
		!read_number(p, f->at[8], "an edge", &s->y1))
		return false;
	if (nx < 1 || ny < 1 || !(s->x0 < s->x1) || !(s->y0 < s->y1))
		return record_malformed(p, "the grid '%s' is empty", s->name);
	if (p->is_outline) {
		s->nx = s->ny = 0;
		return close_series(p);
	}
	p->n_promised = p->n_missing = ny;
	return reserve_numbers(p, &p->z, nx * ny);
}

static bool read_table(struct record_parser *p, const struct fields *f)
{
	struct demo_result *r = &p->result;
	struct table table = {.n_columns = f->n - 3}, *list;
	const char **columns = arena_array(p->arena, table.n_columns, sizeof(*columns));

	if (!columns)
		return record_add_error(p, NULL);
	if (!read_block_name(p, f->at[1]))
		return false;
	if (r->n_tables == MAX_TABLES)
		return too_many(p, "tables", MAX_TABLES);
	table.columns = columns;
	for (size_t i = 0; i < table.n_columns; i++)
		if (!read_text(p, f->at[3 + i], &columns[i]))
			return false;
	if (!read_text(p, f->at[1], &table.name) || !read_text(p, f->at[2], &table.title))
		return false;
	list = record_grow(p, r->tables, r->n_tables, &p->cap_tables, sizeof(*list));
	if (!list)
		return false;
	r->tables = list;
	r->tables[r->n_tables++] = table;
	p->cells = NULL;
	p->n_cells = p->cap_cells = 0;
	p->in_plot = false;
	p->in_table = true;
	return true;
}

/* A cell is 'text, or a number; nan is an empty one. */
static bool read_cell(struct record_parser *p, const char *field, struct table_cell *cell)
{
	*cell = (struct table_cell){.is_number = field[0] != '\''};
	if (!cell->is_number)
		return read_text(p, field + 1, &cell->text);
	if (!read_any_number(p, field, &cell->number))
		return false;
	return !isinf(cell->number) || record_malformed(p, "a cell is infinite");
}

static bool read_row(struct record_parser *p, const struct fields *f)
{
	struct demo_result *r = &p->result;
	struct table *table = p->in_table ? &r->tables[r->n_tables - 1] : NULL;

	if (!table)
		return record_malformed(p, "a row without a table before it");
	if (f->n - 1 != table->n_columns)
		return record_malformed(p, "a row of %zu cells in a table of %zu columns", f->n - 1,
			table->n_columns);
	if (!count_numbers(p, table->n_columns))
		return false;
	for (size_t i = 1; i < f->n; i++) {
		struct table_cell *cells =
			record_grow(p, p->cells, p->n_cells, &p->cap_cells, sizeof(*cells));

		if (!cells)
			return false;
		p->cells = cells;
		if (!read_cell(p, f->at[i], &cells[p->n_cells]))
			return false;
		p->n_cells++;
	}
	table->cells = p->cells;
	table->n_rows++;
	return true;
}

static bool read_progress(struct record_parser *p, const struct fields *f)
{
	double fraction;

	if (!read_number(p, f->at[1], "the progress", &fraction))
		return false;
	if (!(fraction >= 0 && fraction <= 1))
		return record_malformed(p, "the progress %s is not in 0..1", f->at[1]);
	p->result.progress = fraction;
	return true;
}

/* "refused MESSAGE" of a parameter, "error MESSAGE" of the run. */
static bool read_error(struct record_parser *p, const struct fields *f)
{
	const char *text;

	if (p->result.n_errors >= MAX_ERRORS)
		return too_many(p, "errors", MAX_ERRORS);
	p->result.refused |= f->at[0][0] == 'r';
	if (!read_text(p, f->at[1], &text))
		return false;
	record_add_error(p, text);
	return true;
}

static bool read_end(struct record_parser *p, const struct fields *f)
{
	(void)f;
	p->ended = true;
	return true;
}

static const struct record {
	const char *tag;
	size_t min_fields, max_fields; /* with the tag */
	bool (*read)(struct record_parser *p, const struct fields *f);
} records[] = {
	{"title", 2, 2, read_title},
	{"param", 7, 10, read_param},
	{"value", 4, 4, read_value},
	{"text", 4, 4, read_value},
	{"check", 7, 7, read_check},
	{"plot", 6, 6, read_plot},
	{"caption", 2, 2, read_caption},
	{"range", 4, 4, read_range},
	{"series", 4, 4, read_series},
	{"grid", 9, 9, read_grid},
	{"table", 4, 3 + MAX_COLUMNS, read_table},
	{"row", 2, 1 + MAX_COLUMNS, read_row},
	{"progress", 2, 2, read_progress},
	{"refused", 2, 2, read_error},
	{"error", 2, 2, read_error},
	{"end", 1, 1, read_end},
};

/* ---- points and rows of a grid, of which there are many */

static bool read_point(struct record_parser *p, char *rest)
{
	struct numbers *lists[] = {&p->x, &p->y, &p->y2};
	size_t n = p->open.kind == PLOT_BAND ? 3 : 2;
	double x;

	for (size_t i = 0; i < n; i++) {
		const char *field = strsep(&rest, "\t");

		if (!field)
			return record_malformed(
				p, "a point of '%s' without its %zu numbers", p->open.name, n);
		if (!read_any_number(p, field, &x) || !push_number(p, lists[i], x))
			return false;
	}
	if (rest)
		return record_malformed(
			p, "a point of '%s' with more than its %zu numbers", p->open.name, n);
	return --p->n_missing > 0 || close_series(p);
}

static bool read_grid_row(struct record_parser *p, char *rest)
{
	size_t n = 0;
	double z;

	while (rest) {
		if (!read_any_number(p, strsep(&rest, "\t"), &z) || !push_number(p, &p->z, z))
			return false;
		if (++n > p->open.nx)
			break;
	}
	if (n != p->open.nx)
		return record_malformed(
			p, "a row of '%s' without its %zu numbers", p->open.name, p->open.nx);
	return --p->n_missing > 0 || close_series(p);
}

static bool read_data(struct record_parser *p, char *line)
{
	bool is_grid = p->open.nx > 0;

	if (line[0] != (is_grid ? 'z' : 'p') || line[1] != '\t')
		return record_malformed(p, "%zu of the %zu %s of '%s' are missing", p->n_missing,
			p->n_promised, is_grid ? "rows" : "points", p->open.name);
	return (is_grid ? read_grid_row : read_point)(p, line + 2);
}

bool read_record(struct record_parser *p, char *line)
{
	struct fields f = {.n = 0};

	if (p->ended)
		return record_malformed(p, "something after the closing record");
	if (p->n_missing > 0)
		return read_data(p, line);
	do
		f.at[f.n++] = strsep(&line, "\t");
	while (line && f.n < MAX_FIELDS);
	for (size_t i = 0; i < sizeof(records) / sizeof(records[0]); i++) {
		const struct record *r = &records[i];

		if (strcmp(r->tag, f.at[0]) != 0)
			continue;
		if (line || f.n < r->min_fields || f.n > r->max_fields)
			return record_malformed(p, "a %s record with %s fields", r->tag,
				f.n < r->min_fields ? "too few" : "too many");
		return r->read(p, &f);
	}
	return record_malformed(p, "unknown record '%.40s'", f.at[0]);
}
