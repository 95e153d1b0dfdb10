/* expect: stopped: it called clone3, which a demo may not */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	return (int)syscall(SYS_clone3, 0, 0);
}
