/* expect: stopped: it called io_uring_setup, which a demo may not */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	return (int)syscall(SYS_io_uring_setup, 1, 0);
}
