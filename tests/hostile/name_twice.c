/* expect: line 3 of its output: a second value is called 'x' */
#include <stdio.h>

int main(void)
{
	puts("gradus-demo\t1");
	puts("value\tx\t1\tlabel");
	puts("value\tx\t2\tlabel");
	puts("end");
	return 0;
}
