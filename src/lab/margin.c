#include "lab/margin.h"

#include <math.h>

static double dot(const double *a, const double *b)
{
	return a[0] * b[0] + a[1] * b[1];
}

static double narrowest(const double *z, size_t n, const double *u)
{
	double least = INFINITY;

	for (size_t i = 0; i < n; i++)
		least = fmin(least, dot(z + 2 * i, u));
	return least / hypot(u[0], u[1]);
}

/* A direction in which a and b are as far out as each other, or that of a alone. */
static void direction(const double *a, const double *b, double *u)
{
	u[0] = a[1] - b[1];
	u[1] = b[0] - a[0];
	if (a == b) {
		u[0] = a[0];
		u[1] = a[1];
	} else if (dot(u, a) < 0) {
		u[0] = -u[0];
		u[1] = -u[1];
	}
}

/* The larger of x and y in w = x a + y b. */
static double larger_share(const double *w, const double *a, const double *b)
{
	double area = a[0] * b[1] - a[1] * b[0];

	if (a == b)
		return 1 / dot(a, a);
	return fmax((w[0] * b[1] - w[1] * b[0]) / area, (a[0] * w[1] - a[1] * w[0]) / area);
}

struct margin margin_widest(const double *z, size_t n)
{
	struct margin best = {0, {0, 0}, 0, {0, 0}};

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j <= i; j++) {
			const double *a = z + 2 * i, *b = z + 2 * j;
			double u[2];
			direction(a, b, u);
			double width = narrowest(z, n, u),
			       scale = dot(u, a); /* so that w . a = 1 */
			if (!(width > best.width))
				continue;
			best = (struct margin){width, {u[0] / scale, u[1] / scale}, 0, {i, j}};
		}
	if (best.width > 0)
		best.largest = larger_share(best.w, z + 2 * best.touch[0], z + 2 * best.touch[1]);
	return best;
}
