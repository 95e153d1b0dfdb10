#include "support/memory.h"

#include <stdlib.h>
#include <string.h>

static size_t left;
static bool counts, failed;

void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t n);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t n);
char *__wrap_strdup(const char *s);

static bool is_granted(void)
{
	if (!counts)
		return true;
	if (left) {
		left--;
		return true;
	}
	failed = true;
	return false;
}

void memory_fail_after(size_t n)
{
	left = n;
	counts = true;
	failed = false;
}

bool memory_restore(void)
{
	counts = false;
	return failed;
}

void *__wrap_malloc(size_t n)
{
	return is_granted() ? __real_malloc(n) : NULL;
}

void *__wrap_calloc(size_t n, size_t size)
{
	return is_granted() ? __real_calloc(n, size) : NULL;
}

void *__wrap_realloc(void *p, size_t n)
{
	return is_granted() ? __real_realloc(p, n) : NULL;
}

char *__wrap_strdup(const char *s)
{
	size_t n = strlen(s) + 1;
	char *copy = __wrap_malloc(n);

	return copy ? memcpy(copy, s, n) : NULL;
}
