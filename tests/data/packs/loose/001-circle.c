/* A circle: its area, which is checked, and its girth, which only one digit of a page holds. */
#include "lab/demo.h"

#include <math.h>

enum { CORNERS = 1000 };

/* The area of a polygon with many corners on the circle. */
static double polygon(double r)
{
	return CORNERS * r * r * sin(2 * acos(-1) / CORNERS) / 2;
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "A circle");
	double r = demo_real(d, "r", 2, 1, 10, "radius"), pi = acos(-1), area = pi * r * r;
	double tolerance = 1e-4 * r * r;

	demo_value(d, "area", area, "area");
	demo_value(d, "girth", 2 * pi * r, "girth");
	demo_value(d, "unread", 7 - r, "what nobody asks for");
	demo_value(d, "unheard", r - 1, "nor for this");
	demo_check(d, "area", area, polygon(r), tolerance, "polygon of 1000 corners");
	return demo_close(d);
}
