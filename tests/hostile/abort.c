/* expect: crashed: it aborted (SIGABRT) */
#include <stdlib.h>

int main(void)
{
	abort();
}
