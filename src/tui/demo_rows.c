#include "tui/demo_rows.h"

#include "base/text.h"
#include "tui/chrome.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_NAME_CELLS = 18, NUMBER_CELLS = 12 };

static struct demo_row *add_row(
	struct demo_list *l, struct lines *out, enum demo_row_kind kind, size_t index)
{
	size_t cap = l->cap_rows ? l->cap_rows * 2 : 32;
	struct demo_row *rows = l->rows;

	if (l->n_rows == l->cap_rows) {
		rows = realloc(rows, cap * sizeof(*rows));
		if (!rows)
			return NULL;
		l->rows = rows;
		l->cap_rows = cap;
	}
	l->rows[l->n_rows] = (struct demo_row){.kind = kind, .index = index, .line = out->n_lines};
	return &l->rows[l->n_rows++];
}

static int longer(const char *s, int cells)
{
	int own = (int)text_cells(s, strlen(s));

	return own > cells ? own : cells;
}

static int name_cells(const struct demo_list *l)
{
	const struct demo_result *r = l->result;
	int cells = 6;

	for (size_t i = 0; i < l->sliders->n; i++)
		cells = longer(l->sliders->params[i].name, cells);
	for (size_t i = 0; i < r->n_values; i++)
		cells = longer(r->values[i].name, cells);
	for (size_t i = 0; i < r->n_checks; i++)
		cells = longer(r->checks[i].name, cells);
	return 2 + (cells < MAX_NAME_CELLS ? cells : MAX_NAME_CELLS);
}

/* A number, or a text, up to the column of the labels. */
static void put_now(
	struct lines *out, struct style style, const struct demo_value *v, int end, int cells)
{
	if (v->is_text)
		chrome_put(out, style, v->text, cells - lines_open_cells(out));
	else
		lines_printf(out, style, "%.6g", v->number);
	lines_pad(out, style_plain, end - lines_open_cells(out));
	lines_pad(out, style_plain, 1);
}

static void put_value(const struct demo_list *l, struct lines *out, const struct demo_value *v,
	int names, int cells)
{
	const struct demo_value *pinned = pins_value(l->pins, v->name);
	int end = 3 + names + NUMBER_CELLS;

	chrome_column(out, style_plain, v->name, names);
	if (guess_hides(l->guess, v->name)) {
		lines_puts(out, style_accent, "?");
		return;
	}
	put_now(out, style_live, v, end, cells);
	if (pinned) {
		lines_puts(out, style_dim, "\xE2\x95\x8C ");
		put_now(out, style_plain, pinned, end + NUMBER_CELLS + 2, cells);
	}
	chrome_put(out, style_dim, v->label, cells - lines_open_cells(out));
}

static void put_check(struct lines *out, const struct demo_check *c, int names, int cells)
{
	chrome_column(out, style_plain, c->name, names);
	lines_printf(out, style_live, "%.6g", c->got);
	lines_pad(out, style_plain, 3 + names + NUMBER_CELLS - lines_open_cells(out));
	lines_pad(out, style_plain, 1);
	chrome_put(out, style_dim, c->method, cells - lines_open_cells(out));
}

static void put_preset(struct lines *out, const struct preset *p, bool selected, int cells)
{
	chrome_put(out, selected ? style_accent : style_plain, p->text, cells - 3);
	for (size_t i = 0; i < p->n_arguments; i++) {
		chrome_put(out, style_dim, i ? " " : "   ", cells - lines_open_cells(out));
		chrome_put(out, style_dim, p->arguments[i], cells - lines_open_cells(out));
	}
}

static void put_mark(struct lines *out, const struct demo_list *l, const struct demo_row *r)
{
	bool pass;

	if (r->kind != ROW_CHECK)
		return;
	pass = l->result->checks[r->index].pass;
	lines_puts(out, pass ? style_good : style_bad, pass ? "\xE2\x9C\x93 " : "\xE2\x9C\x97 ");
}

static enum status put_row(struct demo_list *l, struct lines *out, struct demo_row row,
	size_t selected, int names, int cells)
{
	struct demo_row *r = add_row(l, out, row.kind, row.index);
	bool is_selected = l->n_rows - 1 == selected;

	if (!r)
		return STATUS_NO_MEMORY;
	lines_pad(out, style_plain, 1);
	if (is_selected || r->kind != ROW_CHECK)
		chrome_pointer(out, is_selected);
	else
		put_mark(out, l, r);
	switch (r->kind) {
	case ROW_PARAM:
		slider_put(out, &l->sliders->params[r->index], is_selected, names, cells - 3,
			&r->track);
		break;
	case ROW_PRESET:
		put_preset(out, &l->presets[r->index], is_selected, cells);
		break;
	case ROW_VALUE:
		put_value(l, out, &l->result->values[r->index], names, cells);
		break;
	case ROW_CHECK:
		put_check(out, &l->result->checks[r->index], names, cells);
		break;
	case ROW_ERROR:
		chrome_put(out, style_bad, l->result->errors[r->index], cells - 3);
		break;
	}
	lines_end(out);
	return STATUS_OK;
}

enum status demo_list_put(struct demo_list *list, struct lines *out, size_t selected, int cells)
{
	const struct demo_result *r = list->result;
	const struct {
		enum demo_row_kind kind;
		size_t n;
		const char *title;
	} parts[] = {
		{ROW_ERROR, r->n_errors, NULL},
		{ROW_PARAM, list->sliders->n, NULL},
		{ROW_VALUE, r->n_values, NULL},
		{ROW_CHECK, r->n_checks, NULL},
		{ROW_PRESET, list->n_presets, "Try it"},
	};
	int names = name_cells(list);
	enum status status = STATUS_OK;

	list->n_rows = 0;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (parts[i].n && out->n_lines)
			lines_end(out);
		if (parts[i].n && parts[i].title) {
			lines_pad(out, style_plain, 1);
			lines_puts(out, style_heading, parts[i].title);
			lines_end(out);
		}
		for (size_t j = 0; j < parts[i].n && status == STATUS_OK; j++)
			status = put_row(list, out,
				(struct demo_row){.kind = parts[i].kind, .index = j}, selected,
				names, cells);
	}
	return status;
}

static void about_check(const struct demo_check *c, struct buf *out)
{
	static const char *const relations[] = {[CHECK_EQUAL] = "=",
		[CHECK_AT_MOST] = "\xE2\x89\xA4",
		[CHECK_AT_LEAST] = "\xE2\x89\xA5"};

	buf_printf(out, "%.6g %s %.6g", c->got, relations[c->kind], c->want);
	if (c->kind == CHECK_EQUAL)
		buf_printf(out, " \xC2\xB1 %.2g", c->tolerance);
	buf_printf(out, "%s: %s", c->pass ? "" : " fails", c->method);
}

void demo_row_about(const struct demo_list *list, size_t row, struct buf *out)
{
	const struct demo_row *r = &list->rows[row];

	if (row >= list->n_rows)
		return;
	switch (r->kind) {
	case ROW_PARAM:
		buf_puts(out, list->sliders->params[r->index].label);
		break;
	case ROW_VALUE:
		buf_puts(out, list->result->values[r->index].label);
		break;
	case ROW_CHECK:
		about_check(&list->result->checks[r->index], out);
		break;
	case ROW_PRESET:
		buf_puts(out, list->presets[r->index].text);
		break;
	case ROW_ERROR:
		buf_puts(out, list->result->errors[r->index]);
		break;
	}
}

const struct demo_value *demo_row_value(const struct demo_list *list, size_t row)
{
	const struct demo_result *r = list->result;

	if (row < list->n_rows && list->rows[row].kind == ROW_VALUE)
		return &r->values[list->rows[row].index];
	for (size_t i = 0; r && i < r->n_values; i++)
		if (!r->values[i].is_text)
			return &r->values[i];
	return NULL;
}
