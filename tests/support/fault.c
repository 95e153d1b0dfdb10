#include "support/fault.h"

#include <stddef.h>

/* Reached by the linker's --wrap (see the Makefile). */
void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);

static bool is_on, has_failed;
static long left;

void fault_after(long n)
{
	is_on = true;
	has_failed = false;
	left = n;
}

bool fault_off(void)
{
	is_on = false;
	return has_failed;
}

static bool fails(void)
{
	if (!is_on || left-- > 0)
		return false;
	has_failed = true;
	return true;
}

void *__wrap_malloc(size_t size)
{
	return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
	return fails() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	return fails() ? NULL : __real_realloc(old, size);
}
