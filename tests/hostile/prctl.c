/* expect: stopped: it called prctl, which a demo may not */
#define _GNU_SOURCE
#include <sys/prctl.h>

int main(void)
{
	return prctl(PR_SET_PDEATHSIG, 0);
}
