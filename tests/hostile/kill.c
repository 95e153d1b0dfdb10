/* expect: stopped: it called kill, which a demo may not */
#define _GNU_SOURCE
#include <signal.h>

int main(void)
{
	return kill(0x7ffffff0, SIGKILL);
}
