/* expect: stopped: it called pause, which a demo may not */
#define _GNU_SOURCE
#include <unistd.h>

int main(void)
{
	return pause();
}
