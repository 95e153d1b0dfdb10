/* expect: crashed: it used up its LIMIT MiB of memory */
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 1 << 16 };

int main(void)
{
	for (;;)
		memset(malloc(CHUNK), 1, CHUNK);
}
