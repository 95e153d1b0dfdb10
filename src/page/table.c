#include "page/table.h"

#include "page/grid.h"
#include "page/page.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	DIGITS = 5,          /* significant ones of a column's largest number */
	EXPONENT_DIGITS = 3, /* before an exponent: there it is the size that tells */
	NUMBER_BYTES = 48
};

/* How the numbers of a column are written, all alike, so that points align. */
struct number_form {
	bool has_number, is_text; /* some cell is one, some is none */
	bool exponent;
	int decimals;
};

static void format_number(char *out, double x, const struct number_form *form, bool ascii)
{
	if (isnan(x))
		snprintf(out, NUMBER_BYTES, "n/a");
	else if (isinf(x))
		snprintf(out, NUMBER_BYTES, "%s%s", x < 0 ? "-" : "", ascii ? "inf" : "∞");
	else
		snprintf(out, NUMBER_BYTES, form->exponent ? "%.*e" : "%.*f", form->decimals,
			x == 0 ? 0.0 : x);
}

/* Digits behind the point that are not zeros at the end. */
static int used_decimals(double x, const struct number_form *form)
{
	char s[NUMBER_BYTES];
	char *point, *end;

	format_number(s, x, form, true);
	point = strchr(s, '.');
	if (!point)
		return 0;
	end = point + 1 + form->decimals;
	while (end[-1] == '0')
		end--;
	return (int)(end - point) - 1;
}

static const struct table_cell *cell_at(const struct table *t, size_t row, size_t column)
{
	return &t->cells[row * t->n_columns + column];
}

/* Fixed point while DIGITS digits of the largest number leave two of the
 * least, whole numbers as they are, else exponents. */
static void choose_form(struct number_form *form, double least, double most, bool is_whole)
{
	int above = most > 0 ? (int)floor(log10(most)) + 1 : 1;

	if (is_whole && most < 1e9)
		return;
	form->decimals = above < DIGITS ? DIGITS - (above > 0 ? above : 1) : 0;
	form->exponent = above > 6 || least < 10 * pow(10, -form->decimals);
	if (form->exponent)
		form->decimals = EXPONENT_DIGITS - 1;
}

static struct number_form find_form(const struct table *t, size_t column)
{
	struct number_form form = {0};
	double least = INFINITY, most = 0;
	bool is_whole = true;
	int used = 0;

	for (size_t i = 0; i < t->n_rows; i++) {
		const struct table_cell *c = cell_at(t, i, column);
		double x = fabs(c->number);

		form.has_number |= c->is_number;
		form.is_text |= !c->is_number && c->text && *c->text;
		if (!c->is_number || !isfinite(x))
			continue;
		is_whole &= x == floor(x);
		most = fmax(most, x);
		least = x > 0 ? fmin(least, x) : least;
	}
	choose_form(&form, least, most, is_whole);
	for (size_t i = 0; i < t->n_rows && used < form.decimals; i++) {
		const struct table_cell *c = cell_at(t, i, column);

		int decimals =
			c->is_number && isfinite(c->number) ? used_decimals(c->number, &form) : 0;

		used = decimals > used ? decimals : used;
	}
	form.decimals = used;
	return form;
}

static void add_text(struct flow *flow, struct grid *grid, struct ink ink, const char *s)
{
	size_t begin = flow->text.n;

	flow_put(flow, ink, s ? s : "", s ? strlen(s) : 0);
	grid_add(grid, begin, flow->text.n);
}

static void add_column_cell(struct flow *flow, struct grid *grid, const struct table_cell *cell,
	const struct number_form *form, bool ascii)
{
	char number[NUMBER_BYTES];
	struct ink ink = {.solid = cell->is_number};

	if (!cell->is_number) {
		add_text(flow, grid, ink, cell->text);
		return;
	}
	format_number(number, cell->number, form, ascii);
	add_text(flow, grid, ink, number);
}

static enum status fill_grid(
	const struct table *t, struct flow *flow, struct grid *grid, bool ascii)
{
	struct number_form *forms = calloc(t->n_columns, sizeof(*forms));

	if (!forms)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < t->n_columns; i++) {
		forms[i] = find_form(t, i);
		if (forms[i].has_number && !forms[i].is_text)
			grid->aligns[i] = ALIGN_RIGHT;
		add_text(flow, grid, (struct ink){.style = {.attr = ATTR_BOLD}}, t->columns[i]);
	}
	for (size_t row = 0; row < t->n_rows; row++)
		for (size_t i = 0; i < t->n_columns; i++)
			add_column_cell(flow, grid, cell_at(t, row, i), &forms[i], ascii);
	free(forms);
	return STATUS_OK;
}

enum status table_write(struct frame *frame, const struct table *table, bool spoken)
{
	struct flow flow;
	struct grid grid;
	enum status status;

	if (!table->n_columns)
		return STATUS_OK;
	flow_init(&flow);
	status = grid_init(&grid, &flow, table->n_columns);
	if (status == STATUS_OK)
		status = fill_grid(table, &flow, &grid, frame->ascii);
	if (status == STATUS_OK)
		status = flow_status(&flow);
	if (status == STATUS_OK)
		status = grid_write(&grid, frame, spoken);
	grid_done(&grid);
	flow_done(&flow);
	return status;
}

enum status page_table(
	struct lines *out, const struct table *table, const struct page_options *options)
{
	struct frame frame = {
		.out = out,
		.width = options->width,
		.max = options->spoken ? 0 : FRAME_MAX_PREFIX,
		.ascii = options->ascii,
	};
	enum status status;

	if (*table->title) {
		lines_puts(out, (struct style){.role = ROLE_HEADING}, table->title);
		lines_end(out);
	}
	status = table_write(&frame, table, options->spoken);
	return status != STATUS_OK ? status : lines_status(out);
}
