#include "lab/demo.h"

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "A square");
	double x = demo_real(d, "x", 3, -10, 10, "where");
	double at[2] = {0, x}, y[2] = {0, x * x};

	/* [square] */
	demo_value(d, "square", x * x, "x squared");
	/* [end] */
	demo_value(d, "twice", 2 * x, "x doubled");
	demo_check(d, "holds", x * x, x * x, 1e-12, "the same thing");
	demo_line(demo_plot(d, "curve", "x", "y", DEMO_LINEAR), "y", at, y, 2);
	return demo_close(d);
}
