/* expect: line 2 of its output: the closing record is missing; does it call demo_close? */
#include <stdio.h>

int main(void)
{
	puts("gradus-demo\t1");
	return 0;
}
