/* A demo with a parameter of each kind. */
#include "lab/demo.h"

#include <math.h>

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "A power of x");
	double x = demo_real(d, "x", 3, -10, 10, "where");
	double x2 = demo_real(d, "x2", 0, -10, 10, "added to it");
	int n = demo_int(d, "n", 2, 1, 5, "power");
	int sign = demo_choice(d, "sign", "plus|minus", "its sign");

	demo_value(d, "power", (sign ? -1 : 1) * pow(x + x2, n), "x to the n");
	demo_text(d, "zero", signbit(x2) ? "minus" : "plus", "sign of the zero that is added");
	return demo_close(d);
}
