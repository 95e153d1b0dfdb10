/* expect: stopped: it called creat, which a demo may not */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	return (int)syscall(SYS_creat, "/tmp/gradus-hostile", 0600);
}
