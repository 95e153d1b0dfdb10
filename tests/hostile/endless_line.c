/* expect: line 2 of its output: longer than 1048576 bytes */
#include <stdio.h>

int main(void)
{
	puts("gradus-demo\t1");
	for (;;)
		putchar('a');
}
