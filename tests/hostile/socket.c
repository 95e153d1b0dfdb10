/* expect: stopped: it called socket, which a demo may not */
#define _GNU_SOURCE
#include <sys/socket.h>

int main(void)
{
	return socket(AF_INET, SOCK_STREAM, 0);
}
