/* expect: line 2 of its output: unknown record 'hello' */
#include <stdio.h>

int main(void)
{
	puts("gradus-demo\t1");
	puts("hello");
	fflush(stdout);
	for (;;)
		;
}
