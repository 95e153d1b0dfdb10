/* expect: line 2 of its output: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' is not a name (a letter a-z, then up to 39 of a-z, 0-9 and _) */
#include <stdio.h>
#include <string.h>

int main(void)
{
	static char name[1000 * 1000];

	puts("gradus-demo\t1");
	memset(name, 'a', sizeof(name) - 1);
	printf("value\t%s\t1\tlabel\n", name);
	return 0;
}
