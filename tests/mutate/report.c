#include "mutate/report.h"

#include "base/text.h"

#include <string.h>

enum { LEAST_PERCENT = 95, CHANGE_CELLS = 44, SNIPPET_CELLS = 30, MAX_CELLS = 72 };

struct counts {
	size_t same, caught, survived;
};

static struct counts count(const struct mutants *mutants, const struct finding *findings)
{
	struct counts c = {0};

	for (size_t i = 0; i < mutants->n; i++) {
		c.same += findings[i].verdict == VERDICT_SAME;
		c.caught += findings[i].verdict == VERDICT_CAUGHT;
		c.survived += findings[i].verdict == VERDICT_SURVIVED;
	}
	return c;
}

static double percent(const struct counts *c)
{
	size_t n = c->caught + c->survived;

	return n ? 100.0 * (double)c->caught / (double)n : 100;
}

/* A piece of source on one line, cut where it is long. */
static void put_snippet(struct buf *out, const char *s, size_t n, size_t cells)
{
	struct buf flat;
	size_t fits;

	buf_init(&flat);
	for (size_t i = 0; i < n; i++) {
		bool blank = strchr(" \t\n", s[i]);

		if (!blank || (flat.n && flat.data[flat.n - 1] != ' '))
			buf_putc(&flat, blank ? ' ' : s[i]);
	}
	fits = text_fit(flat.data, flat.n, cells, NULL);
	if (fits < flat.n)
		fits = text_fit(flat.data, flat.n, cells - 1, NULL);
	buf_add(out, flat.data, fits);
	if (fits < flat.n)
		buf_puts(out, "\xE2\x80\xA6");
	buf_done(&flat);
}

static void put_change(struct buf *out, const struct trials *t, const struct mutant *m)
{
	struct buf change;
	size_t cells;

	buf_init(&change);
	put_snippet(&change, t->source + m->begin, m->n, SNIPPET_CELLS);
	buf_puts(&change, " \xE2\x86\x92 ");
	put_snippet(&change, m->with[0] ? m->with : "nothing",
		strlen(m->with[0] ? m->with : "nothing"), SNIPPET_CELLS);
	cells = text_cells(change.data, change.n);
	buf_add(out, change.data, change.n);
	buf_fill(out, ' ', cells < CHANGE_CELLS ? CHANGE_CELLS - cells : 0);
	buf_done(&change);
}

static void put_line_of(struct buf *out, const struct trials *t, const struct mutant *m)
{
	const char *begin = t->source + m->begin;

	while (begin > t->source && begin[-1] != '\n')
		begin--;
	buf_puts(out, "          ");
	put_snippet(out, begin + strspn(begin, " \t"), strcspn(begin + strspn(begin, " \t"), "\n"),
		MAX_CELLS);
	buf_putc(out, '\n');
}

void report_write(const struct trials *trials, const struct finding *findings, struct buf *out)
{
	static const char *const names[] = {"not C", "same", "caught", "SURVIVED"};
	const struct mutants *mutants = trials->mutants;
	struct counts c = count(mutants, findings);

	for (size_t i = 0; i < mutants->n; i++) {
		const struct mutant *m = &mutants->items[i];
		const struct finding *f = &findings[i];
		size_t n = out->n;

		buf_printf(out, "%d:%d", m->line, m->col);
		buf_fill(out, ' ', out->n - n < 8 ? 8 - (out->n - n) : 1);
		put_change(out, trials, m);
		buf_printf(out, "  %-8s", names[f->verdict]);
		if (f->by[0])
			buf_puts(out, f->verdict == VERDICT_CAUGHT ? "  by " : "  seen in ");
		text_clean(out, f->by, text_fit(f->by, strlen(f->by), MAX_CELLS, NULL));
		buf_putc(out, '\n');
		if (f->verdict == VERDICT_SURVIVED)
			put_line_of(out, trials, m);
	}
	buf_printf(out, "%zu mutations, %zu change the output, %zu caught: %.1f %%\n", mutants->n,
		c.caught + c.survived, c.caught, percent(&c));
}

bool report_is_good(const struct mutants *mutants, const struct finding *findings)
{
	struct counts c = count(mutants, findings);

	return percent(&c) >= LEAST_PERCENT;
}
