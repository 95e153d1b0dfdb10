#include "lab/downhill.h"

#include <math.h>
#include <stdbool.h>

enum { MOST_STEPS = 300, MOST_HALVES = 40 };

double downhill_least_curvature(const double hess[3])
{
	return (hess[0] + hess[2]) / 2 - hypot((hess[0] - hess[2]) / 2, hess[1]);
}

static void choose_way(const struct place *here, double way[2])
{
	const double *h = here->hess, least = 1e-9; /* of a curvature that one divides by */
	double turn = atan2(2 * h[1], h[0] - h[2]) / 2;

	way[0] = way[1] = 0;
	for (int k = 0; k < 2; k++) {
		double e[] = {cos(turn + k * acos(0)), sin(turn + k * acos(0))};
		double bend = h[0] * e[0] * e[0] + 2 * h[1] * e[0] * e[1] + h[2] * e[1] * e[1];
		double slope = here->grad[0] * e[0] + here->grad[1] * e[1];
		for (int l = 0; l < 2; l++)
			way[l] -= slope / fmax(fabs(bend), least) * e[l];
	}
}

static bool step(struct place (*at)(const double w[2], const void *context), const void *context,
	double w[2])
{
	struct place here = at(w, context);
	double way[2];

	if (hypot(here.grad[0], here.grad[1]) < 1e-9)
		return false;
	choose_way(&here, way);
	double size = fmin(1, 0.5 / hypot(way[0], way[1]));
	for (int k = 0; k < MOST_HALVES; k++, size /= 2) {
		double next[] = {w[0] + size * way[0], w[1] + size * way[1]};
		if (at(next, context).cost < here.cost) {
			w[0] = next[0];
			w[1] = next[1];
			return true;
		}
	}
	return false;
}

int downhill_descend(struct place (*at)(const double w[2], const void *context),
	const void *context, double w[2])
{
	int n_steps = 0;

	while (n_steps < MOST_STEPS && step(at, context, w))
		n_steps++;
	return n_steps;
}
