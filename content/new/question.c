/* Replace this demo by yours; docs/DEMOS.md tells how. This one: the constant
 * that predicts three targets best is their mean. */
#include "lab/demo.h"
#include "lab/golden.h"

enum { TARGETS = 3, SHOWN = 61 };

/* [cost] */
/* The mean squared error of predicting c for every target. */
static double cost(double c, const double *y)
{
	double sum = 0;

	for (int i = 0; i < TARGETS; i++)
		sum += (c - y[i]) * (c - y[i]);
	return sum / TARGETS;
}
/* [end] */

static double cost_at(double c, const void *y)
{
	return cost(c, (const double *)y);
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "One constant for three targets");
	double c = demo_real(d, "c", 2, 0, 12, "your prediction");
	double last = demo_real(d, "last", 6, 2, 12, "the last target");
	double y[TARGETS] = {1, 2, last}, mean = (y[0] + y[1] + y[2]) / TARGETS;
	double x[SHOWN], j[SHOWN], yours = cost(c, y);
	struct demo_plot *p;

	for (int i = 0; i < SHOWN; i++) {
		x[i] = 12.0 * i / (SHOWN - 1);
		j[i] = cost(x[i], y);
	}
	demo_value(d, "cost", yours, "cost of your prediction");
	demo_value(d, "sum", y[0] + y[1] + y[2], "sum of the targets");
	demo_value(d, "best", mean, "prediction of least cost: the mean");
	demo_value(d, "least", cost(mean, y), "its cost");
	/* A search sees but half of a double's digits: near the minimum the cost is flat. */
	demo_check(d, "best", mean, golden_section(cost_at, y, 0, 12), 1e-6,
		"golden section, which knows only the cost");
	p = demo_plot(d, "costs", "prediction c", "cost", DEMO_LINEAR);
	demo_plot_title(p, "The cost of each prediction");
	demo_line(p, "cost", x, j, SHOWN);
	demo_points(p, "yours", &c, &yours, 1);
	return demo_close(d);
}
