/* expect: crashed: it overflowed its stack, touched memory that isn't its own, or read a clock (SIGSEGV) */
#define _GNU_SOURCE
#include <time.h>

int main(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int)t.tv_nsec;
}
