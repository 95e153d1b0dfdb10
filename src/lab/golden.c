#include "lab/golden.h"

#include <math.h>

enum { STEPS = 80 }; /* 0.618^80 is below the rounding of hi - lo */

double golden_section(
	double (*f)(double x, const void *context), const void *context, double lo, double hi)
{
	const double ratio = (sqrt(5) - 1) / 2;
	double left = hi - ratio * (hi - lo), right = lo + ratio * (hi - lo);
	double at_left = f(left, context), at_right = f(right, context);

	for (int i = 0; i < STEPS; i++) {
		if (at_left <= at_right) {
			hi = right;
			right = left;
			at_right = at_left;
			left = hi - ratio * (hi - lo);
			at_left = f(left, context);
		} else {
			lo = left;
			left = right;
			at_left = at_right;
			right = lo + ratio * (hi - lo);
			at_right = f(right, context);
		}
	}
	return (lo + hi) / 2;
}
