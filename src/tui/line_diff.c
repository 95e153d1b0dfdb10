#include "tui/line_diff.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_CELLS = 1 << 20 }; /* of the table: 4 MiB */

struct text_lines {
	const char **at; /* where each begins, and the end of the last */
	size_t n;
};

static enum status split(struct text_lines *t, const char *s, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += s[i] == '\n' || i + 1 == n;
	t->n = count;
	t->at = malloc((count + 1) * sizeof(*t->at));
	if (!t->at)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < count; i++) {
		const char *newline = memchr(s, '\n', n);
		size_t length = newline ? (size_t)(newline - s) + 1 : n;

		t->at[i] = s;
		s += length;
		n -= length;
	}
	t->at[count] = s;
	return STATUS_OK;
}

static bool same(const struct text_lines *a, size_t i, const struct text_lines *b, size_t j)
{
	size_t n = (size_t)(a->at[i + 1] - a->at[i]);

	return n == (size_t)(b->at[j + 1] - b->at[j]) && memcmp(a->at[i], b->at[j], n) == 0;
}

static void add(struct line_diff *d, enum diff_kind kind, size_t before, size_t after)
{
	d->lines[d->n++] = (struct diff_line){kind, before, after};
	d->n_gone += kind == DIFF_GONE;
	d->n_new += kind == DIFF_NEW;
}

/* What stands between the common beginning and the common end. */
struct middle {
	const struct text_lines *a, *b;
	size_t i, j; /* where it begins in either */
	size_t n, m; /* lines of it */
};

/* table[i][j]: lines that a from i on and b from j on have in common, in order. */
static uint32_t *common_lines(const struct middle *k)
{
	size_t width = k->m + 1;
	uint32_t *table = calloc((k->n + 1) * width, sizeof(*table));

	for (size_t i = k->n; table && i-- > 0;)
		for (size_t j = k->m; j-- > 0;) {
			uint32_t down = table[(i + 1) * width + j];
			uint32_t right = table[i * width + j + 1];
			uint32_t better = down > right ? down : right;

			table[i * width + j] = same(k->a, k->i + i, k->b, k->j + j)
						       ? table[(i + 1) * width + j + 1] + 1
						       : better;
		}
	return table;
}

static enum status add_middle(struct line_diff *d, const struct middle *k)
{
	bool small = (k->n + 1) <= MAX_CELLS / (k->m + 1);
	uint32_t *table = small ? common_lines(k) : NULL;
	size_t i = 0, j = 0, width = k->m + 1;

	if (small && !table)
		return STATUS_NO_MEMORY;
	while (i < k->n || j < k->m) {
		if (table && i < k->n && j < k->m && same(k->a, k->i + i, k->b, k->j + j)) {
			add(d, DIFF_SAME, k->i + i, k->j + j);
			i++;
			j++;
		} else if (i < k->n &&
			   (!table || j == k->m ||
				   table[(i + 1) * width + j] >= table[i * width + j + 1])) {
			add(d, DIFF_GONE, k->i + i, k->j + j);
			i++;
		} else {
			add(d, DIFF_NEW, k->i + i, k->j + j);
			j++;
		}
	}
	free(table);
	return STATUS_OK;
}

static enum status compare(
	struct line_diff *d, const struct text_lines *a, const struct text_lines *b)
{
	size_t least = a->n < b->n ? a->n : b->n, first = 0, last = 0;
	struct middle k;
	enum status status;

	d->lines = malloc((a->n + b->n + 1) * sizeof(*d->lines));
	if (!d->lines)
		return STATUS_NO_MEMORY;
	while (first < least && same(a, first, b, first))
		first++;
	while (last < least - first && same(a, a->n - 1 - last, b, b->n - 1 - last))
		last++;
	for (size_t i = 0; i < first; i++)
		add(d, DIFF_SAME, i, i);
	k = (struct middle){a, b, first, first, a->n - first - last, b->n - first - last};
	status = add_middle(d, &k);
	for (size_t i = last; i > 0 && status == STATUS_OK; i--)
		add(d, DIFF_SAME, a->n - i, b->n - i);
	return status;
}

enum status line_diff(struct line_diff *diff, const char *before, size_t n_before,
	const char *after, size_t n_after)
{
	struct text_lines a = {0}, b = {0};
	enum status status;

	*diff = (struct line_diff){0};
	status = split(&a, before, n_before);
	if (status == STATUS_OK)
		status = split(&b, after, n_after);
	if (status == STATUS_OK)
		status = compare(diff, &a, &b);
	free(a.at);
	free(b.at);
	if (status != STATUS_OK)
		line_diff_done(diff);
	return status;
}

void line_diff_done(struct line_diff *diff)
{
	free(diff->lines);
	*diff = (struct line_diff){0};
}
