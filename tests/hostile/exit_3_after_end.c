/* expect: it ended with exit status 3 */
#include <stdio.h>

int main(void)
{
	puts("gradus-demo\t1");
	puts("end");
	return 3;
}
