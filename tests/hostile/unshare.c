/* expect: stopped: it called unshare, which a demo may not */
#define _GNU_SOURCE
#include <sched.h>

int main(void)
{
	return unshare(CLONE_NEWUSER);
}
