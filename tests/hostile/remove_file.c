/* expect: stopped: it called unlink, which a demo may not */
#define _GNU_SOURCE
#include <unistd.h>

int main(void)
{
	return unlink("/tmp/gradus-hostile");
}
