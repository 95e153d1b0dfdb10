/* expect: stopped: it called write, which a demo may not */
#define _GNU_SOURCE
#include <unistd.h>

int main(void)
{
	return (int)write(5, "x", 1);
}
