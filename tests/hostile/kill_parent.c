/* expect: stopped: it called getppid, which a demo may not */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/types.h>
#include <unistd.h>

int main(void)
{
	return kill(getppid(), SIGKILL);
}
