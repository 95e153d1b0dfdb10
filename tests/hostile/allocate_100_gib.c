/* expect: stopped: it asked for 102400 MiB of memory at once */
#include <stdlib.h>

int main(void)
{
	char *p = malloc((size_t)100 << 30);

	return p ? p[5] : 0;
}
