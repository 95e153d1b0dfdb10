/* expect: stopped: it called memfd_create, which a demo may not */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	return (int)syscall(SYS_memfd_create, "x", 0);
}
