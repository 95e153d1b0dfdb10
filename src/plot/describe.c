#include "plot/plot.h"

enum status plot_describe(struct buf *out, const struct plot *plot)
{
	buf_printf(out, "A plot of %s over %s.", plot->y.label, plot->x.label);
	return buf_status(out);
}
