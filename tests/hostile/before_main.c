/* expect: stopped: it called socket, which a demo may not */
#define _GNU_SOURCE
#include <sys/socket.h>

__attribute__((constructor)) static void early(void)
{
	socket(AF_INET, SOCK_STREAM, 0);
}

int main(void)
{
	return 0;
}
