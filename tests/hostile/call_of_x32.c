/* expect: stopped: it made a system call that a demo may not */
#define _GNU_SOURCE
#include <unistd.h>

int main(void)
{
	return (int)syscall(0x40000000 + 39);
}
