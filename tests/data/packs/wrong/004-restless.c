#include "lab/demo.h"

#include <sys/auxv.h>

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Restless");

	/* Sixteen bytes that the kernel draws for every process. */
	const unsigned char *dice = (const unsigned char *)getauxval(AT_RANDOM);

	demo_value(d, "where", 2 + dice[0] + dice[1] / 256.0 + dice[2] / 65536.0, "dice");
	return demo_close(d);
}
