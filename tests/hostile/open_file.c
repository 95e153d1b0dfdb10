/* expect: stopped: it called openat, which a demo may not */
#define _GNU_SOURCE
#include <fcntl.h>

int main(void)
{
	return open("/etc/passwd", O_RDONLY);
}
