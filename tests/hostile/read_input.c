/* expect: stopped: it called read, which a demo may not */
#include <stdio.h>

int main(void)
{
	return getchar();
}
