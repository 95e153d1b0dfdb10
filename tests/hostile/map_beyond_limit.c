/* expect: crashed: it overflowed its stack, touched memory that isn't its own, or read a clock (SIGSEGV) */
#include <stdlib.h>

int main(void)
{
	char *p = malloc((size_t)1 << 29);

	p[0] = 1;
	return p[5];
}
