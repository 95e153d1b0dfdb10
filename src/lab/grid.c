#include "lab/grid.h"

#include <math.h>

void grid_even(double *x, size_t n, double lo, double hi)
{
	for (size_t i = 0; i < n; i++)
		x[i] = lo + (hi - lo) * (double)i / (double)(n - 1);
	x[n - 1] = hi;
}

void grid_log(double *x, size_t n, double lo, double hi)
{
	for (size_t i = 0; i < n; i++)
		x[i] = lo * pow(hi / lo, (double)i / (double)(n - 1));
	x[n - 1] = hi;
}
