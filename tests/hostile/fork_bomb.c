/* expect: stopped: it called clone, which a demo may not */
#define _GNU_SOURCE
#include <unistd.h>

int main(void)
{
	for (;;)
		fork();
}
