/*
 * For src/pack and study/settings.c: a file's bytes and where its lines begin, to turn a
 * byte's offset into line and column. Lines end as cmark's do: LF, CR LF, CR.
 */
#ifndef GRADUS_PACK_SOURCE_H
#define GRADUS_PACK_SOURCE_H

#include "base/arena.h"
#include "pack/pack.h"

struct source {
	const char *file; /* borrowed, as text */
	const char *text;
	size_t n;
	size_t *line_at; /* offset of each line's first byte; [n_lines] is n; in the arena */
	size_t n_lines;  /* at least 1 */
};

/* STATUS_NO_MEMORY if the arena is at its end. */
enum status source_init(
	struct source *source, struct arena *arena, const char *file, const char *text, size_t n);

/* Line and column, in bytes, of byte `at` (n: behind the last one). */
struct position source_position(const struct source *source, size_t at);

/* Offset behind the last byte of a line (from 1), its end-of-line left out. */
size_t source_line_end(const struct source *source, size_t line);

#endif
