/*
 * Makes allocations fail, to sweep through all of a function's: the linker
 * sends our calls of malloc, calloc, realloc, strdup here. Calls inside shared
 * libraries (cmark, libyaml) are not reached: cmark ends the program when
 * memory runs out, and nobody can handle that.
 */
#ifndef TESTS_SUPPORT_MEMORY_H
#define TESTS_SUPPORT_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* The n-th allocation from now (from 0) fails, and all behind it. */
void memory_fail_after(size_t n);

/* Lets all succeed again; true if any failed. */
bool memory_restore(void);

#endif
