/* expect: stopped: it called mprotect, which a demo may not */
#define _GNU_SOURCE
#include <sys/mman.h>

int main(void)
{
	static _Alignas(4096) char page[4096];

	return mprotect(page, sizeof(page), PROT_EXEC);
}
