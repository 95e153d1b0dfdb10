/* expect: depth=0 is out of range */
#include <stdio.h>

int main(void)
{
	puts("gradus-demo\t1");
	puts("refused\tdepth=0 is out of range");
	fflush(stdout);
	for (;;)
		;
}
