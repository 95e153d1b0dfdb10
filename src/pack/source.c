#include "pack/source.h"

#include <string.h>

/* Where byte `c` is next, from `at` on; n if nowhere. */
static size_t find(const char *text, size_t n, size_t at, char c)
{
	const char *found = at < n ? memchr(text + at, c, n - at) : NULL;

	return found ? (size_t)(found - text) : n;
}

static bool add_line(struct source *source, struct arena *arena, size_t *cap, size_t at)
{
	size_t *grown = arena_grow(arena, source->line_at, source->n_lines, cap, sizeof(*grown));

	if (!grown)
		return false;
	source->line_at = grown;
	grown[source->n_lines++] = at;
	return true;
}

enum status source_init(
	struct source *source, struct arena *arena, const char *file, const char *text, size_t n)
{
	size_t cap = 0, at = 0, carriage_return = find(text, n, 0, '\r');
	size_t newline = find(text, n, 0, '\n');

	*source = (struct source){.file = file, .text = text, .n = n};
	do {
		if (!add_line(source, arena, &cap, at))
			return STATUS_NO_MEMORY;
		if (newline < at)
			newline = find(text, n, at, '\n');
		if (carriage_return < at)
			carriage_return = find(text, n, at, '\r');
		/* A return before the newline ends the line on its own. */
		at = carriage_return + 1 < newline ? carriage_return + 1 : newline + 1;
	} while (at < n);
	if (!add_line(source, arena, &cap, n))
		return STATUS_NO_MEMORY;
	source->n_lines--;
	return STATUS_OK;
}

struct position source_position(const struct source *source, size_t at)
{
	size_t low = 0, high = source->n_lines;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (source->line_at[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return (struct position){(int)low + 1, (int)(at - source->line_at[low]) + 1};
}

size_t source_line_end(const struct source *source, size_t line)
{
	size_t begin = source->line_at[line - 1], end = source->line_at[line];

	if (end > begin && source->text[end - 1] == '\n')
		end--;
	if (end > begin && source->text[end - 1] == '\r')
		end--;
	return end;
}
