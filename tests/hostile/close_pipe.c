/* expect: stopped: it called close, which a demo may not */
#define _GNU_SOURCE
#include <unistd.h>

int main(void)
{
	return close(1);
}
