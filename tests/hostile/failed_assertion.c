/* expect: crashed: it aborted (SIGABRT): failed_assertion: ./failed_assertion.c:6: main: Assertion `1 == 2' failed. */
#include <assert.h>

int main(void)
{
	assert(1 == 2);
}
