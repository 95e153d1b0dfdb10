/* expect: */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* Calls that are answered, since stdio and malloc make them: none may tell. */
int main(void)
{
	struct msghdr message = {0};
	struct stat st;
	char path[64];
	int told = 0;

	told += stat("/etc/passwd", &st) == 0;
	told += fstat(1, &st) == 0;
	told += readlink("/proc/self/exe", path, sizeof(path)) >= 0;
	told += isatty(1) != 0;
	told += getpid() > 0;
	told += sendmsg(4, &message, 0) >= 0 || errno != EBADF;
	puts("gradus-demo\t1");
	puts(told ? "told" : "end");
	return 0;
}
