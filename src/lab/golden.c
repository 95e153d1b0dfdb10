#include "lab/golden.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

enum {
	STEPS = 80, /* 0.618^80 is below the rounding of hi - lo */
	ALIKE = 4   /* steps in a row that rounding decides: more tell nothing */
};

/* Is the difference of two values no more than rounding makes of it? */
static bool is_rounding(double a, double b)
{
	return fabs(a - b) <= 4 * DBL_EPSILON * fabs(a);
}

double golden_section(
	double (*f)(double x, const void *context), const void *context, double lo, double hi)
{
	const double ratio = (sqrt(5) - 1) / 2;
	double left = hi - ratio * (hi - lo), right = lo + ratio * (hi - lo);
	double at_left = f(left, context), at_right = f(right, context);
	int alike = 0;

	for (int i = 0; i < STEPS && alike < ALIKE; i++) {
		alike = is_rounding(at_left, at_right) ? alike + 1 : 0;
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
	/* On a flat floor lo and hi may be outside of it; the lower of these two is not. */
	if (alike == ALIKE)
		return at_left <= at_right ? left : right;
	return (lo + hi) / 2;
}

struct plane {
	double (*f)(const double *x, const void *context);
	const void *context;
	const double *lo, *hi;
	double first;
};

static double along_second(double second, const void *context)
{
	const struct plane *p = context;

	return p->f((const double[]){p->first, second}, p->context);
}

static double best_second(const struct plane *p)
{
	return golden_section(along_second, p, p->lo[1], p->hi[1]);
}

static double along_first(double first, const void *context)
{
	struct plane p = *(const struct plane *)context;

	p.first = first;
	return along_second(best_second(&p), &p);
}

void golden_section_plane(double (*f)(const double *x, const void *context), const void *context,
	const double *lo, const double *hi, double *x)
{
	struct plane p = {f, context, lo, hi, 0};

	x[0] = p.first = golden_section(along_first, &p, lo[0], hi[0]);
	x[1] = best_second(&p);
}
