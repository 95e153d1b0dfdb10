/*
 * Memory that goes all at once: what lives as long as a page, a pack or a
 * demo's result. Once an allocation fails the arena stays failed, so that a
 * builder may check arena_status() once at its end.
 */
#ifndef GRADUS_BASE_ARENA_H
#define GRADUS_BASE_ARENA_H

#include "base/status.h"

#include <stddef.h>

struct arena;

/* NULL when out of memory. The caller frees it, and with it all it gave. */
struct arena *arena_new(void);
void arena_free(struct arena *a);

/* `size` zeroed bytes aligned for any type; NULL when out of memory. */
void *arena_alloc(struct arena *a, size_t size);

/* `n` zeroed items of `size` bytes; NULL when out of memory or on overflow. */
void *arena_array(struct arena *a, size_t n, size_t size);

/* A copy with a NUL behind it; NULL when out of memory or when `s` is NULL. */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Grows a list by doubling: `list` holds `n` items of `size` bytes, `*cap` is
 * its capacity. Returns the list with room for one more (zeroed), or NULL. */
void *arena_grow(struct arena *a, void *list, size_t n, size_t *cap, size_t size);

/* STATUS_OK, or STATUS_NO_MEMORY if any allocation ever failed. */
enum status arena_status(const struct arena *a);

#endif
