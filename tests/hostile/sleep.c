/* expect: stopped: it called clock_nanosleep, which a demo may not */
#define _GNU_SOURCE
#include <unistd.h>

int main(void)
{
	return (int)sleep(1000);
}
