/* expect: stopped: it called rt_sigaction, which a demo may not */
#define _GNU_SOURCE
#include <signal.h>

int main(void)
{
	signal(SIGALRM, SIG_IGN);
	return 0;
}
