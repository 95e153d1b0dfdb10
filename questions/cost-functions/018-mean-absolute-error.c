/*
 * Mean absolute error: five numbers, one of them far away. The best constant is the
 * median, which doesn't care how far; descent along the slope finds it if its steps
 * shrink.
 */
#include "lab/demo.h"
#include "lab/golden.h"
#include "lab/grid.h"

#include <gsl/gsl_sort.h>
#include <math.h>

enum { N = 5, SHOWN = 201, FARS = 61 };

/* The numbers in rising order. */
struct points {
	size_t n;
	double y[N];
};

/* [cost] */
static double mae(const struct points *p, double c)
{
	double sum = 0;

	for (size_t i = 0; i < p->n; i++)
		sum += fabs(p->y[i] - c);
	return sum / (double)p->n;
}

/* Points below c push it down, points above pull it up, all alike. */
static double slope(const struct points *p, double c)
{
	double below = 0, above = 0;

	for (size_t i = 0; i < p->n; i++) {
		below += p->y[i] < c;
		above += p->y[i] > c;
	}
	return (below - above) / (double)p->n;
}
/* [end] */

static double mean(const struct points *p)
{
	double sum = 0;

	for (size_t i = 0; i < p->n; i++)
		sum += p->y[i];
	return sum / (double)p->n;
}

/* Any number from the lower to the upper median will do; halfway is custom. */
static double median(const struct points *p)
{
	return (p->y[(p->n - 1) / 2] + p->y[p->n / 2]) / 2;
}

/* 0, 1, 2, 7 and `far`; four of them are those without 0. The `moved` largest are
 * at `far`. */
static struct points make_points(bool four, int moved, double far)
{
	struct points p = {N, {0, 1, 2, 7, far}};

	if (four)
		p = (struct points){N - 1, {1, 2, 7, far}};
	for (int i = 1; i <= moved; i++)
		p.y[(int)p.n - i] = far;
	return p;
}

static double mae_by(double c, const void *points)
{
	return mae(points, c);
}

static void show_far(struct demo *d, bool four, int moved, double far)
{
	double x[FARS], means[FARS], medians[FARS], worst = 0, astray = 0;
	struct points now = make_points(four, moved, far), start = make_points(four, moved, 20);
	double at[] = {mean(&now), median(&now)};

	grid_log(x, FARS, 20, 1e6);
	for (int i = 0; i < FARS; i++) {
		struct points p = make_points(four, moved, x[i]);
		means[i] = mean(&p);
		medians[i] = median(&p);
		double found = golden_section(mae_by, &p, -x[i], 2 * x[i]);
		worst = fmax(worst, fabs(mae(&p, found) - mae(&p, medians[i])) / x[i]);
		double moves = (x[i] - 20) * moved / (double)p.n;
		astray = fmax(astray, fabs(means[i] - mean(&start) - moves) / x[i]);
	}
	demo_check_at_most(d, "median", worst, 1e-14,
		"golden section on the cost finds nothing below the median's, for each distance");
	demo_check_at_most(
		d, "mean", astray, 1e-14, "the mean moves by (points moved) / n of their way");
	struct demo_plot *p = demo_plot(d, "far_away", "where the farthest point is",
		"best constant", DEMO_LOG_X | DEMO_LOG_Y);
	demo_plot_title(p, "The farthest point moves away: the mean follows");
	demo_range_y(p, 1, 1e6);
	demo_line(p, "mean", x, means, FARS);
	demo_line(p, "median", x, medians, FARS);
	demo_points(p, "now", (double[]){far, far}, at, 2);
}

static bool is_between(const struct points *p, double low, double high)
{
	for (size_t i = 0; i < p->n; i++)
		if (low < p->y[i] && p->y[i] < high)
			return true;
	return false;
}

static void draw_cost(struct demo *d, const struct points *p)
{
	double x[SHOWN], cost[SHOWN], worst = 0;
	double best = median(p), least = mae(p, best);

	/* Steps of 1/8 have each kink at an end of a piece, or beyond the last. */
	grid_even(x, SHOWN, -5, best > 20 ? 1.25 * best : 20);
	for (int i = 0; i < SHOWN; i++) {
		cost[i] = mae(p, x[i]);
		if (i == 0 || is_between(p, x[i - 1], x[i]))
			continue;
		double rise = (x[i] - x[i - 1]) * slope(p, (x[i] + x[i - 1]) / 2);
		worst = fmax(worst, fabs(cost[i] - cost[i - 1] - rise) / cost[i]);
	}
	demo_check_at_most(d, "pieces", worst, 1e-14,
		"(points below - points above) / n by the width of each piece");
	struct demo_plot *plot = demo_plot(d, "kinks", "c", "mean |y - c|", DEMO_LINEAR);
	demo_plot_title(plot, "The cost of c: straight pieces, a kink at each point");
	demo_line(plot, "cost", x, cost, SHOWN);
	demo_points(plot, "median", &best, &least, 1);
}

struct path {
	double *c, *distance, *later; /* steps 0..n; later: largest distance from here on */
	int n;
};

static double rate(double eta, bool shrinks, int t)
{
	return shrinks ? eta / sqrt(t) : eta;
}

static struct path descend(
	struct demo *d, const struct points *p, double c, double eta, bool shrinks, int n)
{
	size_t size = (size_t)n + 1;
	struct path path = {
		demo_vector(d, size), demo_vector(d, size), demo_vector(d, size + 1), n};
	double low = p->y[(p->n - 1) / 2], high = p->y[p->n / 2];

	for (int t = 0; t <= n; t++) {
		path.c[t] = c;
		path.distance[t] = fmax(fmax(low - c, c - high), 0);
		/* [step] */
		c -= rate(eta, shrinks, t + 1) * slope(p, c);
		/* [end] */
	}
	for (int t = n; t >= 0; t--)
		path.later[t] = fmax(path.distance[t], path.later[t + 1]);
	return path;
}

/* Each step once more by the cost on both sides; each distance by going it back; and
 * what is known of such steps: the best cost is within (R² + Σ η²g²) / 2Ση of the least. */
static void check_descent(struct demo *d, const struct points *p, const struct path *path,
	double eta, bool shrinks, const char *const names[3])
{
	double h = 1e-4, worst = 0, astray = 0, best = INFINITY, squares = 0, sum = 0;
	double middle = median(p), rounding = 1e-15 * mae(p, 0); /* of a cost */

	for (int t = 0; t < path->n; t++) {
		double c = path->c[t], way = path->c[t + 1] - c,
		       at = shrinks ? pow(t + 1, -0.5) : 1;
		double g = (mae(p, c + h) - mae(p, c - h)) / (2 * h), off = path->distance[t];
		bool smooth = true;

		for (size_t i = 0; i < p->n; i++)
			smooth = smooth && fabs(p->y[i] - c) > h;
		if (smooth)
			worst = fmax(worst, fabs(way / at / eta + g));
		astray = fmax(astray, mae(p, c < middle ? c + off : c - off) - mae(p, middle));
		best = fmin(best, mae(p, c) - mae(p, middle));
		squares += way * way;
		sum += eta * at;
	}
	demo_check_at_most(d, names[0], worst, 4 * rounding / h + 1e-12,
		"each step against central differences of the cost");
	demo_check_at_most(d, names[1], astray, 10 * rounding,
		"going each distance back, the cost is the least");
	demo_check_at_most(d, names[2], best,
		(path->distance[0] * path->distance[0] + squares) / (2 * sum) + 10 * rounding,
		"the bound of subgradient descent for the best cost on the way");
}

static void show_descent(struct demo *d, const struct points *p, double start, double eta, int n)
{
	struct path shrinking = descend(d, p, start, eta, true, n);
	struct path constant = descend(d, p, start, eta, false, n);
	double *step = demo_vector(d, (size_t)n);

	demo_value(d, "slope", slope(p, start), "slope at the start");
	demo_value(d, "first", constant.c[1], "c after one step");
	demo_value(d, "uphill", start + eta * slope(p, start), "c after a step the wrong way");
	demo_value(d, "summed", start - eta * (double)p->n * slope(p, start),
		"c after a step if slopes are added up, not averaged");
	demo_value(d, "first_squared", start - eta * (start - mean(p)),
		"c after a step along the slope of half the mean squared error");
	demo_value(d, "off", shrinking.later[n - n / 10],
		"largest distance from the median in the last tenth of the steps");
	demo_value(d, "off_constant", constant.later[n - n / 10], "the same with a constant rate");
	check_descent(d, p, &shrinking, eta, true,
		(const char *const[]){"steps_shrinking", "back_shrinking", "bound_shrinking"});
	check_descent(d, p, &constant, eta, false,
		(const char *const[]){"steps_constant", "back_constant", "bound_constant"});
	struct demo_plot *plot = demo_plot(
		d, "descent", "step", "greatest distance from now on", DEMO_LOG_X | DEMO_LOG_Y);
	demo_plot_title(plot, "Descent with a constant and with a shrinking rate");
	demo_range_y(plot, 1e-3, fmax(100, 2 * constant.later[0]));
	grid_even(step, (size_t)n, 1, n);
	demo_line(plot, "constant", step, constant.later + 1, (size_t)(n - n / 10));
	demo_line(plot, "shrinking", step, shrinking.later + 1, (size_t)(n - n / 10));
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Mean absolute error: the median, found by descent");
	double far = demo_log(d, "far", 100, 20, 1e6, "where the farthest point is");
	int moved = demo_int(d, "moved", 1, 1, 4, "how many points are there");
	bool four = demo_choice(d, "points", "five|four", "points: 0, 1, 2, 7, far; or without 0");
	double start = demo_real(d, "start", 15.5, -5, 20, "descent: start");
	double eta = demo_log(d, "eta", 1, 0.1, 10, "descent: learning rate η");
	int steps = demo_int(d, "steps", 1000, 1, 20000, "descent: steps");
	struct points p = make_points(four, moved, far);

	demo_value(d, "mean", mean(&p), "mean");
	demo_value(d, "median", median(&p), "median");
	demo_value(d, "low", p.y[(p.n - 1) / 2], "least of the best constants");
	demo_value(d, "high", p.y[p.n / 2], "largest of the best constants");
	demo_value(d, "mae", mae(&p, median(&p)), "mean absolute error of the median");
	demo_value(d, "mae_mean", mae(&p, mean(&p)), "mean absolute error of the mean");
	show_far(d, four, moved, far);
	draw_cost(d, &p);
	show_descent(d, &p, start, eta, steps);
	return demo_close(d);
}
