/* expect: stopped: it called dup, which a demo may not */
#define _GNU_SOURCE
#include <unistd.h>

int main(void)
{
	return dup(1);
}
