/* expect: line 2 of its output: x is nan, not a finite number */
#include <stdio.h>

int main(void)
{
	puts("gradus-demo\t1");
	puts("value\tx\tnan\tlabel");
	puts("end");
	return 0;
}
