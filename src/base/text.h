/*
 * UTF-8 text measured in terminal cells, and made safe for a terminal.
 * Widths are wcwidth's, which curses and terminals go by; the caller has set
 * a UTF-8 LC_CTYPE (main does, also where the user's locale is another).
 */
#ifndef GRADUS_BASE_TEXT_H
#define GRADUS_BASE_TEXT_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TEXT_REPLACEMENT = 0xFFFD };

/* Decodes the code point at s[0..n), n >= 1: returns its bytes (1..4) and sets
 * *cp. A byte that is no valid UTF-8 counts as one TEXT_REPLACEMENT. */
size_t text_decode(const char *s, size_t n, uint32_t *cp);

/* Writes the UTF-8 of `cp` to `out` (4 bytes of room); returns the bytes. */
size_t text_encode(uint32_t cp, char out[4]);

/* May this code point reach a terminal as it is? Not control characters (C0,
 * DEL, C1), line and paragraph separators, bidirectional overrides and
 * isolates, surrogates, noncharacters. Newline and tab are not safe either:
 * who lays text out has turned them into lines and spaces. */
bool text_is_safe(uint32_t cp);

/* Is every byte printable ASCII? Then cells are bytes, and nothing is unsafe. */
bool text_is_plain(const char *s, size_t n);

/* Cells of one code point: 0, 1 or 2. Unsafe ones count 1, as they are shown
 * as U+FFFD. */
int text_cp_cells(uint32_t cp);

/* Cells of a string as text_clean would write it. */
size_t text_cells(const char *s, size_t n);

/* Bytes of the longest prefix of s that fits `cells`, cut between grapheme
 * clusters; *used gets its cells (may be NULL). */
size_t text_fit(const char *s, size_t n, size_t cells, size_t *used);

/* Bytes of the next row of a text that is wrapped at spaces, at least 1 of what is
 * not empty: up to the last space that stands within `cells` or just behind them,
 * else what fits. The spaces after it are the caller's to skip. */
size_t text_row(const char *s, size_t cells);

/* Appends s[0..n) with every unsafe or invalid byte sequence as U+FFFD. */
void text_clean(struct buf *out, const char *s, size_t n);

/* Appends s[0..n) in ASCII: plain letters for accented ones, ' for curly
 * quotes, - for dashes, <= for the relation, ? where there is no likeness. */
void text_to_ascii(struct buf *out, const char *s, size_t n);

/* Appends s[0..n) case-folded and without accents, for searching. */
void text_fold(struct buf *out, const char *s, size_t n);

/* Edit distance between two short names, for "did you mean"; counts an
 * exchange of neighbours as one. Names longer than 64 bytes count as far. */
int text_distance(const char *a, const char *b);

#endif
