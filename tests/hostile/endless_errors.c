/* expect: stopped: it ran over its 2 s: lost */
#include <stdio.h>

int main(void)
{
	for (;;)
		fputs("lost\n", stderr);
}
