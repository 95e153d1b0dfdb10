/* expect: stopped: it called prlimit64, which a demo may not */
#define _GNU_SOURCE
#include <sys/resource.h>

int main(void)
{
	struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};

	return setrlimit(RLIMIT_AS, &limit);
}
