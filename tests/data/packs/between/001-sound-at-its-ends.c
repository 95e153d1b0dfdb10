/* A demo that is right at the ends of its parameter's range, and wrong between. */
#include "lab/demo.h"

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Sound at its ends");
	double r = demo_real(d, "r", 1, 1, 10, "radius");

	demo_value(d, "twice", 2 * r, "twice the radius");
	demo_check(d, "sum", r > 4 && r < 7 ? 0 : 2 * r, r + r, 1e-12, "the sum");
	return demo_close(d);
}
