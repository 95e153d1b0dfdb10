#include "lab/demo.h"

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "A parabola");
	double x = demo_real(d, "x", 3, -10, 10, "where");
	int n = demo_int(d, "n", 2, 1, 5, "power");
	double y[2] = {0, x * x}, at[2] = {0, x};

	/* [square] */
	demo_value(d, "square", x * x, "x squared");
	demo_value(d, "double", n * x, "n x");
	/* [end] */
	demo_text(d, "shape", "bowl", "what it looks like");
	demo_check(d, "holds", x * x, x * x, 1e-12, "the same thing");
	demo_check(d, "fails", x * x, 10, 0.5, "a wish");
	demo_line(demo_plot(d, "curve", "x", "y", DEMO_LINEAR), "y", at, y, 2);
	return demo_close(d);
}
