/*
 * Gradient descent on the smallest real problem: a line through five points.
 * A spring is loaded with x kg and is y cm long; the model is y = w x + b, the
 * cost J(w, b) half the mean squared error: a bowl over the plane of w and b.
 */
#include "lab/demo.h"

#include <math.h>

enum { N = 5 };

static const double load[N] = {0, 0.5, 1, 1.5, 2}; /* kg */

struct slopes {
	double w, b;
};

/* [gradient] */
static double cost(const double y[N], double w, double b)
{
	double sum = 0;

	for (int i = 0; i < N; i++) {
		double error = w * load[i] + b - y[i];
		sum += error * error / 2;
	}
	return sum / N;
}

/* How fast the cost rises if w grows, and if b grows. */
static struct slopes gradient(const double y[N], double w, double b)
{
	struct slopes g = {0, 0};

	for (int i = 0; i < N; i++) {
		double error = w * load[i] + b - y[i];
		g.w += error * load[i] / N;
		g.b += error / N;
	}
	return g;
}
/* [end] */

/* Steps 0..n: where they are and what they cost. */
struct path {
	double *t, *w, *b, *cost, *slope2; /* slope2: the gradient's length, squared */
	int n;
};

static struct path path_from(
	struct demo *d, const double y[N], double w, double b, double eta, int n)
{
	size_t size = (size_t)n + 1;
	struct path p = {demo_vector(d, size), demo_vector(d, size), demo_vector(d, size),
		demo_vector(d, size), demo_vector(d, size), n};

	for (int k = 0; k <= n; k++) {
		struct slopes g = gradient(y, w, b);
		p.t[k] = k;
		p.w[k] = w;
		p.b[k] = b;
		p.cost[k] = cost(y, w, b);
		p.slope2[k] = g.w * g.w + g.b * g.b;
		/* [step] */
		w -= eta * g.w;
		b -= eta * g.b;
		/* [end] */
	}
	return p;
}

/* The cost after n steps if each gradient is added to those before, as happens
 * to who forgets to clear it. */
static double cost_uncleared(const double y[N], double w, double b, double eta, int n)
{
	struct slopes sum = {0, 0};

	for (int k = 0; k < n; k++) {
		struct slopes g = gradient(y, w, b);
		sum.w += g.w;
		sum.b += g.b;
		w -= eta * sum.w;
		b -= eta * sum.b;
	}
	return cost(y, w, b);
}

/* The bottom of the bowl without a step: where both slopes are 0, the normal
 * equations  mean(x²) w + mean(x) b = mean(xy),  mean(x) w + b = mean(y). */
struct bottom {
	double w, b, steep, flat; /* steep and flat: the curvatures of the bowl */
	double way_w, way_b;      /* the way along which it is steep */
};

static struct bottom solve(const double y[N])
{
	double x1 = 0, x2 = 0, y1 = 0, xy = 0;

	for (int i = 0; i < N; i++) {
		x1 += load[i] / N;
		x2 += load[i] * load[i] / N;
		y1 += y[i] / N;
		xy += load[i] * y[i] / N;
	}
	double w = (xy - x1 * y1) / (x2 - x1 * x1), half = (x2 + 1) / 2;
	double root = hypot((x2 - 1) / 2, x1);

	return (struct bottom){w, y1 - w * x1, half + root, half - root, half + root - 1, x1};
}

/* The cost a little to each side, twice: no formula for a slope. */
static void check_gradient(struct demo *d, const double y[N], double w, double b)
{
	struct slopes g = gradient(y, w, b);
	double h = 0.01; /* exact for a parabola, whatever h */

	demo_check(d, "slope_w", g.w, (cost(y, w + h, b) - cost(y, w - h, b)) / (2 * h), 1e-10,
		"cost on both sides of w");
	demo_check(d, "slope_b", g.b, (cost(y, w, b + h) - cost(y, w, b - h)) / (2 * h), 1e-10,
		"cost on both sides of b");
}

/* What a step takes off the cost where the curvature is the same all along. */
static double gain(double eta, double curvature, double slope2)
{
	return eta * (1 - eta * curvature / 2) * slope2;
}

/* A step gains at least what it would with the largest curvature L all along
 * (the descent lemma), and at most what it would with the least one. */
static void check_descent(
	struct demo *d, const double y[N], const struct path *p, struct bottom m, double eta)
{
	double too_little = 0, too_much = 0;

	for (int k = 0; k < p->n; k++) {
		double off = p->cost[k] - p->cost[k + 1], slope2 = p->slope2[k];
		too_little = fmax(too_little, (gain(eta, m.steep, slope2) - off) / p->cost[k]);
		too_much = fmax(too_much, (off - gain(eta, m.flat, slope2)) / p->cost[k]);
	}
	/* Rounding of a cost is about 1e-15 of it. */
	demo_check_at_most(d, "descent", too_little, 1e-13, "descent lemma at each step");
	demo_check_at_most(d, "ascent", too_much, 1e-13, "its counterpart at each step");

	struct path q = path_from(d, y, m.w + m.way_w, m.b + m.way_b, eta, 1);
	demo_check(d, "attained", q.cost[0] - q.cost[1], gain(eta, m.steep, q.slope2[0]),
		1e-12 * q.slope2[0], "descent lemma, exact along the steep way");
}

static void check_end(
	struct demo *d, const double y[N], const struct path *p, struct bottom m, double eta)
{
	struct path far = path_from(d, y, p->w[0], p->b[0], 1 / m.steep, 600);
	double factor = fmax(fabs(1 - eta * m.flat), fabs(1 - eta * m.steep));
	double start = hypot(p->w[0] - m.w, p->b[0] - m.b);

	demo_check(d, "minimum_w", far.w[far.n], m.w, 1e-9, "normal equations: 600 steps of 1/L");
	demo_check(d, "minimum_b", far.b[far.n], m.b, 1e-9, "the same for b");
	demo_check_at_most(d, "distance", hypot(p->w[p->n] - m.w, p->b[p->n] - m.b),
		start * pow(factor, p->n) * (1 + 1e-9) + 1e-12, "rate |1-ηλ|, the slower of two");
}

static void plot(struct demo *d, const double y[N], const struct path *p, struct bottom m)
{
	const size_t n = 61; /* points a side */
	const double low = -3, high = 6, step = (high - low) / (double)(n - 1);
	double *z = demo_vector(d, n * n);

	for (size_t r = 0; r < n; r++)
		for (size_t c = 0; c < n; c++)
			z[r * n + c] = cost(y, low + (double)c * step, low + (double)r * step);
	demo_value(d, "upper_left", z[(n - 1) * n], "cost at w = -3, b = 6");
	demo_value(d, "upper_right", z[n * n - 1], "cost at w = 6, b = 6");
	struct demo_plot *plot = demo_plot(d, "path", "w [cm/kg]", "b [cm]", DEMO_LINEAR);
	demo_plot_title(plot, "The path over the bowl; a contour is a line of equal cost");
	demo_range_x(plot, low, high);
	demo_range_y(plot, low, high);
	demo_contour(plot, "cost", z, (struct demo_grid){n, n, low, high, low, high});
	demo_line(plot, "path", p->w, p->b, (size_t)p->n + 1);
	demo_points(plot, "minimum", &m.w, &m.b, 1);

	plot = demo_plot(d, "cost_by_step", "step", "cost", DEMO_LOG_Y);
	demo_plot_title(plot, "The cost after each step");
	demo_range_y(plot, 1e-3, 100);
	double t[] = {0, p->n}, lowest[] = {cost(y, m.w, m.b), cost(y, m.w, m.b)};
	demo_line(plot, "cost", p->t, p->cost, (size_t)p->n + 1);
	demo_reference(plot, "least possible", t, lowest, 2);
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Gradient descent: a line through five points");
	double eta = demo_log(d, "eta", 0.2, 0.01, 1, "learning rate η");
	int steps = demo_int(d, "steps", 60, 1, 500, "steps");
	double w = demo_real(d, "w", -2, -3, 6, "start: w [cm/kg]");
	double b = demo_real(d, "b", 3, -3, 6, "start: b [cm]");
	double last = demo_real(d, "last", 6, 0, 8, "length under the last load [cm]");
	const double y[N] = {2.1, 2.9, 4.2, 4.8, last};
	struct bottom m = solve(y);
	struct slopes g = gradient(y, w, b);
	double least = cost(y, m.w, m.b);
	struct path p = path_from(d, y, w, b, eta, steps);
	int rises = 0, needed = 0;
	for (int k = 0; k < steps; k++)
		rises += p.cost[k + 1] > p.cost[k] * (1 + 1e-12);
	for (int k = 0; k <= steps; k++)
		if (p.cost[k] - least >= 0.01 * (p.cost[0] - least))
			needed = k + 1;
	demo_value(d, "slope_w", g.w, "slope in w at the start");
	demo_value(d, "slope_b", g.b, "slope in b at the start");
	demo_value(d, "first_w", p.w[1], "w after one step");
	demo_value(d, "first_b", p.b[1], "b after one step");
	demo_value(d, "uphill_w", w + eta * g.w, "w after a step the wrong way");
	demo_value(d, "no_rate_w", w - g.w, "w after a step without η");
	demo_value(d, "sum_w", w - eta * N * g.w, "w if the errors are added up, not averaged");
	demo_value(d, "cost_start", p.cost[0], "cost at the start");
	demo_value(d, "cost_first", p.cost[1], "cost after one step");
	demo_value(d, "cost_end", p.cost[steps], "cost after all steps");
	demo_value(d, "cost_uncleared", cost_uncleared(y, w, b, eta, steps),
		"the same if gradients are never cleared");
	demo_value(d, "cost_least", least, "cost at the minimum");
	demo_value(d, "end_w", p.w[steps], "w after all steps");
	demo_value(d, "end_b", p.b[steps], "b after all steps");
	demo_value(d, "best_w", m.w, "w at the minimum");
	demo_value(d, "best_b", m.b, "b at the minimum");
	demo_value(d, "distance", hypot(p.w[steps] - m.w, p.b[steps] - m.b), "from the minimum");
	demo_value(d, "needed", needed, "steps to 1 % of the cost above the least");
	demo_value(d, "rises", rises, "steps on which the cost rose");
	demo_value(d, "steep", m.steep, "largest curvature L");
	demo_value(d, "flat", m.flat, "least curvature μ");
	demo_value(d, "border", 2 / m.steep, "from this η on it diverges, 2/L");
	check_gradient(d, y, w, b);
	check_descent(d, y, &p, m, eta);
	check_end(d, y, &p, m, eta);
	plot(d, y, &p, m);
	return demo_close(d);
}
