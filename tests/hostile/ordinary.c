/* expect: */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* What honest demos do: maths, sorting, memory large and small, formats. */
int main(int argc, char **argv)
{
	size_t n = 1000 * 1000;
	double *x = malloc(n * sizeof(*x));

	if (!x || argc < 2)
		return 1;
	for (size_t i = 0; i < n; i++)
		x[i] = sin((double)i);
	qsort(x, n, sizeof(*x), compare);
	x = realloc(x, 2 * n * sizeof(*x));
	printf("gradus-demo\t1\nvalue\tleast\t%.17g\t%s\n", x[0], argv[1]);
	fprintf(stderr, "a note that nobody needs\n");
	free(x);
	puts("end");
	return 0;
}
