/* expect: stopped: it called execveat, which a demo may not */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	char *argv[] = {0};

	return (int)syscall(SYS_execveat, 3, "/bin/sh", argv, argv, 0x1000);
}
