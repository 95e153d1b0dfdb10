/* expect: stopped: it ran over its 3 s: lost */
#include <stdio.h>

int main(void)
{
	for (;;)
		fputs("lost\n", stderr);
}
