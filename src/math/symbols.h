/*
 * What TeX's names and characters mean: static sorted tables. Borrowed by the
 * parse tree for ever.
 */
#ifndef GRADUS_MATH_SYMBOLS_H
#define GRADUS_MATH_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* TeX's classes, by which atoms are spaced (The TeXbook, chapter 18). */
enum math_class {
	CLASS_ORD,
	CLASS_OP,
	CLASS_BIN,
	CLASS_REL,
	CLASS_OPEN,
	CLASS_CLOSE,
	CLASS_PUNCT,
	CLASS_INNER,
	CLASS_N
};

enum symbol_flag {
	SYMBOL_LIMITS = 1,   /* scripts above and below in display */
	SYMBOL_SUM = 2,      /* drawn taller before a tall operand */
	SYMBOL_PRODUCT = 4,  /* the same, another shape */
	SYMBOL_INTEGRAL = 8, /* the same, scripts beside */
	SYMBOL_FENCE = 16    /* the same character opens and closes, as | does */
};

struct symbol {
	const char *name;   /* without backslash, or the character itself */
	const char *text;   /* UTF-8 */
	const char *ascii;  /* NULL: the name where text is not ASCII */
	const char *spoken; /* NULL: the name */
	uint8_t class;      /* enum math_class */
	uint8_t flags;      /* enum symbol_flag, or-ed */
};

/* The symbol of a command (s[0..n) without its backslash); NULL if unknown. */
const struct symbol *symbol_of_command(const char *s, size_t n);

/* The symbol that an operator, relation or delimiter written as the character
 * s[0..n) (UTF-8) stands for; NULL for letters, digits and all others. */
const struct symbol *symbol_of_character(const char *s, size_t n);

const char *symbol_text(const struct symbol *symbol, bool ascii);
const char *symbol_spoken(const struct symbol *symbol);

#endif
