/* expect: it ended with exit status 1: �[31mred */
#include <stdio.h>

int main(void)
{
	fputs("\033[31mred\nmore\n", stderr);
	return 1;
}
