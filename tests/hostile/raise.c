/* expect: stopped: it called tgkill, which a demo may not */
#define _GNU_SOURCE
#include <signal.h>

int main(void)
{
	return raise(SIGTERM);
}
