#include "tui/source_lines.h"

#include "base/text.h"
#include "page/page.h"
#include "tui/chrome.h"
#include "tui/line_diff.h"

#include <stdlib.h>

enum { NUMBER_CELLS = 5, MAX_ERROR_LINES = 4, CONTEXT = 3 };

void source_spots_done(struct source_spots *spots)
{
	free(spots->lines);
	*spots = (struct source_spots){0};
}

static enum status add_spot(struct source_spots *spots, size_t line)
{
	size_t cap = spots->cap ? spots->cap * 2 : 16;
	size_t *grown = spots->lines;

	if (spots->n == spots->cap) {
		grown = realloc(grown, cap * sizeof(*grown));
		if (!grown)
			return STATUS_NO_MEMORY;
		spots->lines = grown;
		spots->cap = cap;
	}
	grown[spots->n++] = line;
	return STATUS_OK;
}

static void end_and_indent(struct lines *out, int cells)
{
	lines_end(out);
	lines_pad(out, style_plain, cells);
}

/* A line of `from` behind what stands on the open line, which goes on in the
 * next ones where it is too long. */
static void put_wrapped(struct lines *out, const struct lines *from, size_t line, int cols)
{
	int begin = lines_open_cells(out);
	const struct line *l = &from->line[line];

	for (uint32_t i = 0; i < l->n_runs; i++) {
		const struct run *r = &from->runs[l->run + i];
		const char *s = lines_run_text(from, r);
		size_t n = r->n_bytes;

		while (n) {
			int room = cols - lines_open_cells(out);
			size_t fits = room > 0 ? text_fit(s, n, (size_t)room, NULL) : 0;

			/* What fits in no line is cut off there. */
			if (!fits && lines_open_cells(out) <= begin)
				break;
			if (!fits) {
				end_and_indent(out, begin);
				continue;
			}
			lines_put(out, r->style, 0, s, fits);
			s += fits;
			n -= fits;
		}
	}
	lines_end(out);
}

static enum status put_errors(struct lines *out, struct source_spots *spots,
	const struct diags *errors, int line, int cols)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; errors && i < errors->n && status == STATUS_OK; i++) {
		const struct diag *d = &errors->items[i];
		struct buf text;

		if (d->line != line)
			continue;
		buf_init(&text);
		buf_printf(&text, "\xE2\x96\xB2 %s", d->message);
		status = add_spot(spots, out->n_lines);
		chrome_wrap(out, style_bad, text.data, NUMBER_CELLS + 1, cols, MAX_ERROR_LINES);
		buf_done(&text);
	}
	return status;
}

enum status source_lines_all(struct lines *out, struct source_spots *spots, const struct buf *text,
	const struct diags *errors, int cols)
{
	struct lines plain;
	enum status status;

	lines_clear(out);
	spots->n = 0;
	lines_init(&plain);
	status = page_highlight_c(&plain, text->data, text->n);
	/* Those of the linker have no line. */
	if (status == STATUS_OK)
		status = put_errors(out, spots, errors, 0, cols);
	for (size_t i = 0; i < plain.n_lines && status == STATUS_OK; i++) {
		lines_printf(out, style_dim, "%*zu ", NUMBER_CELLS, i + 1);
		put_wrapped(out, &plain, i, cols);
		status = put_errors(out, spots, errors, (int)i + 1, cols);
	}
	lines_done(&plain);
	return status == STATUS_OK ? lines_status(out) : status;
}

/* Is there a change within CONTEXT lines of line i? */
static bool is_near_change(const struct line_diff *d, size_t i)
{
	size_t from = i < CONTEXT ? 0 : i - CONTEXT;
	size_t to = i + CONTEXT < d->n ? i + CONTEXT + 1 : d->n;

	for (size_t j = from; j < to; j++)
		if (d->lines[j].kind != DIFF_SAME)
			return true;
	return false;
}

struct sides {
	struct lines before, after; /* highlighted */
	struct line_diff diff;
};

static void put_diff_line(struct lines *out, const struct sides *s, size_t i, int cols)
{
	const struct diff_line *l = &s->diff.lines[i];
	bool is_gone = l->kind == DIFF_GONE;
	const struct lines *from = is_gone ? &s->before : &s->after;
	size_t line = is_gone ? l->before : l->after;

	lines_printf(out, style_dim, "%*zu ", NUMBER_CELLS, line + 1);
	if (l->kind == DIFF_SAME)
		lines_puts(out, style_plain, "  ");
	else
		lines_puts(out, is_gone ? style_bad : style_good, is_gone ? "- " : "+ ");
	if (line < from->n_lines)
		put_wrapped(out, from, line, cols);
	else
		lines_end(out);
}

static enum status put_diff(
	struct lines *out, struct source_spots *spots, const struct sides *s, int cols)
{
	enum diff_kind last = DIFF_SAME;
	enum status status = STATUS_OK;
	bool skipped = false;

	for (size_t i = 0; i < s->diff.n && status == STATUS_OK; i++) {
		enum diff_kind kind = s->diff.lines[i].kind;

		if (!is_near_change(&s->diff, i)) {
			skipped = true;
			continue;
		}
		if (skipped && out->n_lines)
			lines_end(out);
		skipped = false;
		if (kind != DIFF_SAME && last == DIFF_SAME)
			status = add_spot(spots, out->n_lines);
		last = kind;
		put_diff_line(out, s, i, cols);
	}
	return status;
}

enum status source_lines_diff(struct lines *out, struct source_spots *spots,
	const struct buf *before, const struct buf *after, int cols)
{
	struct sides s = {0};
	enum status status;

	lines_clear(out);
	spots->n = 0;
	lines_init(&s.before);
	lines_init(&s.after);
	status = page_highlight_c(&s.before, before->data, before->n);
	if (status == STATUS_OK)
		status = page_highlight_c(&s.after, after->data, after->n);
	if (status == STATUS_OK)
		status = line_diff(&s.diff, before->data, before->n, after->data, after->n);
	if (status == STATUS_OK)
		status = put_diff(out, spots, &s, cols);
	line_diff_done(&s.diff);
	lines_done(&s.before);
	lines_done(&s.after);
	return status == STATUS_OK ? lines_status(out) : status;
}
