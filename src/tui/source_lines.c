#include "tui/source_lines.h"

#include "base/text.h"
#include "page/page.h"
#include "tui/chrome.h"
#include "tui/line_diff.h"

#include <stdlib.h>

enum {
	NUMBER_CELLS = 5,
	MAX_ERROR_LINES = 4,
	CONTEXT = 3,
	HANGING = 2, /* cells by which a line's rest stands right of its beginning */
	LEAST_HANGING_ROOM = 12
};

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

/* A place in a line of several runs. */
struct place {
	const struct lines *from;
	const struct line *line;
	uint32_t run;
	size_t byte; /* of the run */
};

/* The text from there to the end of its run, *n bytes; false at the line's end. */
static bool rest_of_run(struct place *p, const char **s, size_t *n)
{
	for (; p->run < p->line->n_runs; p->run++, p->byte = 0) {
		const struct run *r = &p->from->runs[p->line->run + p->run];

		if (p->byte < r->n_bytes) {
			*s = lines_run_text(p->from, r) + p->byte;
			*n = r->n_bytes - p->byte;
			return true;
		}
	}
	return false;
}

static size_t bytes_to_space(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && s[i] != ' ')
		i++;
	return i;
}

/* Cells of what stands there without a space, though not more than `most`. */
static int word_cells(struct place p, int most)
{
	const char *s;
	size_t n;
	int cells = 0;

	while (cells < most && rest_of_run(&p, &s, &n)) {
		size_t word = bytes_to_space(s, n);

		cells += (int)text_cells(s, word);
		if (word < n)
			break;
		p.byte += n;
	}
	return cells < most ? cells : most;
}

/* Where a line goes on that is too long: a little right of where it began. */
static int hanging_cells(struct place p, int room)
{
	const char *s;
	size_t n;
	int indent = 0;

	if (rest_of_run(&p, &s, &n))
		while ((size_t)indent < n && indent < room / 2 && s[indent] == ' ')
			indent++;
	return room < LEAST_HANGING_ROOM ? 0 : indent + HANGING;
}

static void end_and_indent(struct lines *out, int cells)
{
	lines_end(out);
	lines_pad(out, style_plain, cells);
}

/* A line of `from` behind what stands on the open line; where it is too long
 * it goes on in the next ones, with whole words where they fit. */
static void put_wrapped(struct lines *out, const struct lines *from, size_t line, int cols)
{
	struct place p = {.from = from, .line = &from->line[line]};
	int begin = lines_open_cells(out);
	int hanging = begin + hanging_cells(p, cols - begin), first = begin;
	int widest = cols - hanging; /* of a word that goes on in the next line whole */
	const char *s;
	size_t n;

	while (rest_of_run(&p, &s, &n)) {
		struct style style = from->runs[p.line->run + p.run].style;
		int room = cols - lines_open_cells(out);
		size_t word = bytes_to_space(s, n), put = word ? word : 1, fits;
		int cells = word_cells(p, widest + 1);

		/* A word that no line holds begins here and is cut. */
		if (word && lines_open_cells(out) > first && cells > room && cells <= widest) {
			end_and_indent(out, first = hanging);
			continue;
		}
		fits = room > 0 ? text_fit(s, put, (size_t)room, NULL) : 0;
		if (!fits && lines_open_cells(out) <= first)
			break; /* what fits in no line is cut off there */
		if (!fits && word)
			end_and_indent(out, first = hanging);
		else
			lines_put(out, style, 0, s, fits);
		p.byte += word ? fits : 1; /* spaces at a line's end fall away */
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
