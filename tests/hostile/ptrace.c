/* expect: stopped: it called ptrace, which a demo may not */
#define _GNU_SOURCE
#include <sys/ptrace.h>

int main(void)
{
	return (int)ptrace(PTRACE_TRACEME, 0, 0, 0);
}
