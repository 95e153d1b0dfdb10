/* expect: stopped: it called execve, which a demo may not */
#define _GNU_SOURCE
#include <unistd.h>

int main(void)
{
	char *argv[] = {0};

	return execve("/bin/sh", argv, argv);
}
