/*
 * Private to src/pack: the names of things. A slug is lower-case words of
 * letters and digits with single hyphens between; a page is NNN-slug.md.
 */
#ifndef GRADUS_PACK_NAMES_H
#define GRADUS_PACK_NAMES_H

#include <stdbool.h>
#include <stddef.h>

enum { SLUG_MAX = 100, NUMBER_MAX = 9999999 };

bool is_slug(const char *s, size_t n);

/* A number from 1 to NUMBER_MAX, decimal digits only; 0 if s[0..n) is none. */
int number_read(const char *s, size_t n);

/* Takes "NNN-slug.ext" apart: the number (0 if out of range) and where the
 * slug begins and how long it is, which may be no valid one. False if the name
 * does not begin with digits and a hyphen or does not end in `ext` (".md"). */
bool name_split(const char *name, const char *ext, int *number, const char **slug, size_t *n_slug);

#endif
