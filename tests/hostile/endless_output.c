/* expect: stopped: it wrote over 2 MiB */
#include <stdio.h>

int main(void)
{
	puts("gradus-demo\t1");
	for (;;)
		puts("progress\t0.5");
}
