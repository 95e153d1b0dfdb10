/*
 * Private to src/pack: the inline syntax of one block, found in the page's own
 * bytes. cmark says what is a link and where it leads, but gives no reliable
 * columns; this says where it stands. Linear in the size of the block.
 */
#ifndef GRADUS_PACK_INLINE_H
#define GRADUS_PACK_INLINE_H

#include "base/arena.h"
#include "base/buf.h"
#include "pack/source.h"

/* [open] text [close] (target) [end]: offsets of `[`, of `]`, behind `)`. */
struct link_span {
	size_t open, close, end;
	size_t target, target_end;
	bool is_complete; /* while scanning: its end was found */
};

/* `open`, `begin`: of the first backtick and of the code; behind both. */
struct code_span {
	size_t open, begin, end, close;
};

/* What each byte of the text is. */
enum { MASK_TEXT, MASK_CODE, MASK_HTML, MASK_TARGET, MASK_MATH };

/* A run of text that stands in the file at `from`. */
struct piece {
	size_t at, from;
};

struct inline_text {
	struct arena *arena;
	const struct source *source;
	struct buf text; /* the block's source without the marks of its containers */
	struct buf mask; /* once scanned */
	struct piece *pieces;
	size_t n_pieces, cap_pieces;
	struct link_span *links; /* in the order of their `[` */
	size_t n_links, cap_links;
	struct code_span *codes;
	size_t n_codes, cap_codes;
	size_t *open; /* links that are open yet */
	size_t cap_open;
};

/* Lines of a block (from 1, in the file): it begins at column `col` (from 1)
 * of `first` inside `quotes` block quotes. */
struct extent {
	size_t first, last, col;
	int quotes;
};

void inline_init(struct inline_text *t, struct arena *arena, const struct source *source);
void inline_done(struct inline_text *t);

/* Takes the lines of `extent` as text, in place of what was there before. */
void inline_load(struct inline_text *t, const struct extent *extent);

/* Finds code, HTML, links in the text loaded. */
void inline_scan(struct inline_text *t);

/* Where byte `at` of the text stands in the file. */
struct position inline_position(const struct inline_text *t, size_t at);

/* A copy of text[begin..end) without white space around; in the arena. */
char *inline_copy(struct inline_text *t, size_t begin, size_t end);

/* The contents of a code span, as CommonMark says: line ends are spaces, one
 * space goes from both ends; in the arena. */
char *inline_code(struct inline_text *t, const struct code_span *code);

/* The next decimal number in running text at or behind *at: its beginning,
 * *end its end, *at where to go on. False if there is none. */
bool inline_next_decimal(const struct inline_text *t, size_t *at, size_t *begin, size_t *end);

#endif
