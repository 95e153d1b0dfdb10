#include "tui/held.h"

#include "plot/axes.h"

#include <math.h>

/* As if for a picture of middle size: only the ends matter. */
enum { COLS = 60, ROWS = 16 };

static void hold(struct held_axis *held, const struct scale *scale, struct plot_axis *axis)
{
	if (axis->fixed)
		return;
	if (!held->any)
		*held = (struct held_axis){true, scale->lo, scale->hi, scale->threshold};
	held->lo = scale->lo < held->lo ? scale->lo : held->lo;
	held->hi = scale->hi > held->hi ? scale->hi : held->hi;
	held->threshold = fmin(held->threshold, scale->threshold);
	axis->fixed = true;
	axis->lo = held->lo;
	axis->hi = held->hi;
	axis->threshold = held->threshold;
}

struct plot held_plot(struct held *held, size_t index, const struct plot *plot)
{
	struct plot copy = *plot;
	struct range x, y;
	struct scale scale_x, scale_y;

	if (index >= HELD_MAX)
		return copy;
	axes_ranges(plot, &x, &y);
	if (!axes_scale_x(plot, x, COLS, &scale_x) || !axes_scale_y(plot, y, ROWS, &scale_y))
		return copy;
	hold(&held->x[index], &scale_x, &copy.x);
	hold(&held->y[index], &scale_y, &copy.y);
	return copy;
}
