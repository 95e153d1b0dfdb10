/* expect: */
#include <stdio.h>

/* café */
int main(void)
{
	puts("gradus-demo\t1\ntitle\tcafé\nend");
	return 0;
}
