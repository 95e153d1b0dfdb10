/* expect: stopped: it made system call 1999, which a demo may not */
#define _GNU_SOURCE
#include <unistd.h>

int main(void)
{
	return (int)syscall(1999);
}
