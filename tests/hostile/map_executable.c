/* expect: stopped: it called mmap, which a demo may not */
#define _GNU_SOURCE
#include <sys/mman.h>

int main(void)
{
	char *p = mmap(0, 4096, PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED;
}
