/* expect: line 2 of its output: cut off */
#include <stdio.h>

int main(void)
{
	puts("gradus-demo\t1");
	fputs("value\tx\t0.", stdout);
	return 0;
}
