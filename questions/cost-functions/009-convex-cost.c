/*
 * What makes a cost convex, and what that is worth. Forty examples stand at four
 * places; of the ten at a place most have one label. One model, the sigmoid of
 * a weighted sum, and two costs: log loss and squared error. Both are convex in
 * the probability p. Only one is convex in the weights.
 */
#include "lab/demo.h"
#include "lab/downhill.h"
#include "lab/golden.h"
#include "lab/grid.h"
#include "lab/loss.h"
#include "lab/random.h"

#include <math.h>

enum { PLACES = 4, EDGE = 5, STARTS = 7, ENDS = STARTS * STARTS, GRID = 61 };
enum kind { LOG, SQUARED };

static const double from[] = {-1, 0}, to[] = {4, 0}; /* a chord along w1 */

struct data {
	double x[PLACES][2], share[PLACES]; /* share: of the labels that are 1 */
	double lambda;
	enum kind kind;
};

static struct data data_of(
	double ratio, double share, double degrees, double lambda, enum kind kind)
{
	double c = degrees < 90 ? cos(degrees * acos(-1) / 180) : 0;
	double s = sin(degrees * acos(-1) / 180);

	return (struct data){{{1, 0}, {ratio, 0}, {c, s}, {ratio * c, ratio * s}},
		{share, 1 - share, share, 1 - share}, lambda, kind};
}

static double loss_of(enum kind kind, double z, double y)
{
	double off = sigmoid(z) - y;

	return kind == LOG ? softplus(z) - y * z : off * off + y * (1 - y);
}

static struct place cost_at(const double w[2], const void *context)
{
	const struct data *data = context;
	double lambda = data->lambda;
	struct place j = {lambda / 2 * (w[0] * w[0] + w[1] * w[1]), {lambda * w[0], lambda * w[1]},
		{lambda, 0, lambda}};

	for (int i = 0; i < PLACES; i++) {
		const double *x = data->x[i], y = data->share[i];
		double z = w[0] * x[0] + w[1] * x[1], p = sigmoid(z), v = p * sigmoid(-z);
		bool log = data->kind == LOG;
		double slope = log ? p - y : 2 * (p - y) * v; /* along z */
		double bend = log ? v : 2 * v * (v + (p - y) * (1 - 2 * p));

		j.cost += loss_of(data->kind, z, y) / PLACES;
		for (int k = 0; k < 2; k++)
			j.grad[k] += slope * x[k] / PLACES;
		j.hess[0] += bend * x[0] * x[0] / PLACES;
		j.hess[1] += bend * x[0] * x[1] / PLACES;
		j.hess[2] += bend * x[1] * x[1] / PLACES;
	}
	return j;
}

/* The cost alone, which takes a third of the time. */
static double cost(const struct data *data, const double w[2])
{
	double sum = data->lambda / 2 * (w[0] * w[0] + w[1] * w[1]);

	for (int i = 0; i < PLACES; i++)
		sum += loss_of(data->kind, w[0] * data->x[i][0] + w[1] * data->x[i][1],
			       data->share[i]) /
		       PLACES;
	return sum;
}

/* How far the curve is above its chord, and below its tangent, from u to w.
 * Neither is ever positive if the cost is convex. */
static double above_chord(const struct data *data, const double u[2], const double w[2], double t)
{
	/* [chord] */
	double between[] = {(1 - t) * u[0] + t * w[0], (1 - t) * u[1] + t * w[1]};
	double chord = (1 - t) * cost(data, u) + t * cost(data, w);

	return cost(data, between) - chord;
	/* [end] */
}

static double below_tangent(
	const struct data *data, struct place j, const double u[2], const double w[2])
{
	return j.cost + j.grad[0] * (w[0] - u[0]) + j.grad[1] * (w[1] - u[1]) - cost(data, w);
}

struct verdict {
	double chord, tangent, curvature; /* shares of trials that fail */
	double worst, least;              /* largest failure, least curvature */
	double ends[2][ENDS];             /* where descents end, each once: w1, w2 */
	int n_ends;
	double low, high; /* least and largest cost among all ends */
};

static void test(const struct data *data, struct random *random, double reach, struct verdict *v)
{
	enum { PAIRS = 2000 };

	v->worst = -INFINITY;
	v->least = INFINITY;
	for (int i = 0; i < PAIRS; i++) {
		double u[2], w[2], t = random_uniform(random, 0, 1);
		for (int k = 0; k < 2; k++) {
			u[k] = random_uniform(random, -reach, reach);
			w[k] = random_uniform(random, -reach, reach);
		}
		struct place at_u = cost_at(u, data);
		double chord = above_chord(data, u, w, t);
		double tangent = below_tangent(data, at_u, u, w);
		double curvature = downhill_least_curvature(at_u.hess);
		v->chord += (chord > 1e-12) / (double)PAIRS;
		v->tangent += (tangent > 1e-12) / (double)PAIRS;
		v->curvature += (curvature < -1e-12) / (double)PAIRS;
		v->worst = fmax(v->worst, fmax(chord, tangent));
		v->least = fmin(v->least, curvature);
	}
}

static void descend_from_everywhere(const struct data *data, struct verdict *v)
{
	v->low = INFINITY;
	v->high = -INFINITY;
	for (int i = 0; i < ENDS; i++) {
		int row = i / STARTS, column = i % STARTS, known = 0;
		double w[] = {EDGE * (column * 2.0 / (STARTS - 1) - 1),
			EDGE * (row * 2.0 / (STARTS - 1) - 1)};
		downhill_descend(cost_at, data, w);
		while (known < v->n_ends &&
			hypot(w[0] - v->ends[0][known], w[1] - v->ends[1][known]) > 1e-3)
			known++;
		v->ends[0][known] = w[0];
		v->ends[1][known] = w[1];
		v->n_ends += known == v->n_ends;
		v->low = fmin(v->low, cost(data, w));
		v->high = fmax(v->high, cost(data, w));
	}
}

/* With one pair of places on each axis the cost is c(w1) + c(w2), and its minima
 * are pairs of minima of c. These are found by a scan of the cost alone. */
struct scan {
	int n_minima;
	double least; /* of c(w1) + c(w2) */
};

static double on_axis(double a, const void *data)
{
	return 2 * cost(data, (double[]){a, 0}) - cost(data, (double[]){0, 0});
}

static struct scan scan_axis(const struct data *data)
{
	const double h = 0.01;
	struct scan s = {0, INFINITY};

	for (int k = -1200; k < 1200; k++) {
		double a = k * h, here = on_axis(a, data);
		if (here >= on_axis(a - h, data) || here > on_axis(a + h, data))
			continue;
		double bottom = golden_section(on_axis, data, a - h, a + h);
		s.least = fmin(s.least, on_axis(bottom, data));
		s.n_minima++;
	}
	return s;
}

/* Slope and curvature at one place along a slanted way, by differences. */
static void check_derivatives(struct demo *d, const struct data *data)
{
	static const char *const names[][2] = {
		{"log_slope", "log_curvature"}, {"squared_slope", "squared_curvature"}};
	const double h = 1e-5, e[] = {0.6, 0.8}, w[] = {0.3, -0.2};
	struct place j = cost_at(w, data);
	struct place a = cost_at((double[]){w[0] + h * e[0], w[1] + h * e[1]}, data);
	struct place b = cost_at((double[]){w[0] - h * e[0], w[1] - h * e[1]}, data);
	double rise = (a.grad[0] - b.grad[0]) * e[0] + (a.grad[1] - b.grad[1]) * e[1];
	const double error = 2e-5; /* h² times the inputs' 4th power, at most 20^4 */

	demo_check(d, names[data->kind][0], j.grad[0] * e[0] + j.grad[1] * e[1],
		(a.cost - b.cost) / (2 * h), error, "central difference of the cost");
	demo_check(d, names[data->kind][1],
		j.hess[0] * e[0] * e[0] + 2 * j.hess[1] * e[0] * e[1] + j.hess[2] * e[1] * e[1],
		rise / (2 * h), error, "central difference of the gradient");
}

static struct verdict judge(struct demo *d, const struct data *data, double reach, int seed)
{
	struct verdict v = {0};

	test(data, random_new(d, (unsigned)seed), reach, &v);
	descend_from_everywhere(data, &v);
	check_derivatives(d, data);
	return v;
}

static void report(struct demo *d, const struct verdict *log, const struct verdict *squared)
{
	struct demo_table *t = demo_table(d, "verdicts", "test fails|log loss|squared error",
		"Share of random trials that fail");

	demo_named_row(t, "above the chord", (double[]){log->chord, squared->chord});
	demo_named_row(t, "below the tangent", (double[]){log->tangent, squared->tangent});
	demo_named_row(t, "negative curvature", (double[]){log->curvature, squared->curvature});
	t = demo_table(
		d, "descents", "cost|end points|lowest cost|highest cost", "Where descents end");
	demo_named_row(t, "log loss", (double[]){log->n_ends, log->low, log->high});
	demo_named_row(
		t, "squared error", (double[]){squared->n_ends, squared->low, squared->high});
	demo_value(d, "chord", squared->chord, "squared error: share of trials above the chord");
	demo_value(d, "tangent", squared->tangent, "squared error: below the tangent");
	demo_value(d, "negative", squared->curvature, "squared error: of negative curvature");
	demo_value(d, "log_failures", log->chord + log->tangent + log->curvature,
		"log loss: the three shares together");
	demo_value(d, "log_least", log->least, "log loss: least curvature met");
	demo_value(d, "ends", squared->n_ends, "squared error: different end points");
	demo_value(d, "log_ends", log->n_ends, "log loss: different end points");
	demo_value(d, "low", squared->low, "squared error: least cost at an end");
	demo_value(d, "high", squared->high, "squared error: largest cost at an end");
	demo_value(
		d, "times", squared->high / squared->low, "squared error: the one over the other");
	demo_value(d, "log_low", log->low, "log loss: least cost at an end");
}

static void check(struct demo *d, const struct data *data, double angle, const struct verdict *log,
	const struct verdict *squared)
{
	double ratio = data->x[1][0], share = data->share[0], lambda = data->lambda;
	struct data straight_log = data_of(ratio, share, 90, lambda, LOG);
	struct data straight_squared = data_of(ratio, share, 90, lambda, SQUARED);
	struct scan one = scan_axis(&straight_log), many = scan_axis(&straight_squared);

	demo_check_at_most(d, "log_convex", log->worst, 1e-12, "theorem; rounding of a cost");
	demo_check_at_least(d, "log_curved", log->least, lambda - 1e-12,
		"theorem: at least λ; rounding of an eigenvalue");
	demo_check_at_most(d, "log_level", log->high - log->low, 1e-9,
		"every minimum of a convex cost is global");
	if (angle < 90 && lambda > 0)
		return; /* the penalty couples the two pairs */
	demo_check(d, "log_minimum", log->low, one.least, 1e-9, "golden section on an axis");
	demo_check(d, "squared_minimum", squared->low, many.least, 1e-9, "the same");
	if (angle < 90)
		return; /* some minima may lie where no descent starts */
	demo_value(d, "pairs", many.n_minima * many.n_minima, "pairs of minima on the axes");
	demo_check(d, "minima", squared->n_ends, many.n_minima * many.n_minima, 0,
		"pairs of minima that a scan of the axis finds");
}

static void report_chord(
	struct demo *d, const struct data *log, const struct data *squared, double t)
{
	const double u = cost(log, from), w = cost(log, to);

	demo_value(d, "left", u, "log loss at w1 = -1, w2 = 0");
	demo_value(d, "right", w, "log loss at w1 = 4, w2 = 0");
	demo_value(d, "between", (1 - t) * u + t * w, "height of their chord at t");
	demo_value(d, "swapped", t * u + (1 - t) * w, "the same at 1 - t");
	demo_value(d, "middle", (u + w) / 2, "the same in the middle");
	demo_value(d, "under", -above_chord(log, from, to, t), "log loss below it at t");
	demo_value(
		d, "over", above_chord(squared, from, to, t), "squared error above its chord at t");
}

/* The squared error over the square from which descents start, and along w2 = 0. */
static void plot_cost(struct demo *d, const struct data *data, const struct verdict *v)
{
	double *z = demo_vector(d, (size_t)GRID * GRID), at[GRID], c[GRID], apart = 0;

	grid_even(at, GRID, -EDGE, EDGE);
	for (size_t row = 0; row < GRID; row++)
		for (size_t column = 0; column < GRID; column++)
			z[row * GRID + column] = cost(data, (double[]){at[column], at[row]});
	for (size_t i = 0; i < GRID; i++)
		c[i] = on_axis(at[i], data) / 2;
	for (size_t i = 0; i < (size_t)GRID * GRID; i++)
		apart = fmax(apart, fabs(z[i] - c[i % GRID] - c[i / GRID]));
	if (data->x[2][0] == 0)
		demo_check_at_most(d, "map", apart, 1e-12, "c(w1) + c(w2)");

	struct demo_plot *p = demo_plot(d, "cut", "w1, with w2 = 0", "cost", DEMO_LINEAR);
	demo_plot_title(p, "Squared error of the sigmoid along w1, and a chord");
	demo_range_x(p, -2, EDGE);
	demo_line(p, "squared error", at, z + (size_t)GRID / 2 * GRID, GRID);
	demo_reference(p, "chord", (double[]){from[0], to[0]},
		(double[]){cost(data, from), cost(data, to)}, 2);

	p = demo_plot(d, "map", "w1", "w2", DEMO_LINEAR);
	demo_plot_title(p, "Squared error over both weights, and where descents end");
	demo_range_x(p, -EDGE, EDGE);
	demo_range_y(p, -EDGE, EDGE);
	demo_contour(p, "cost", z, (struct demo_grid){GRID, GRID, -EDGE, EDGE, -EDGE, EDGE});
	demo_points(p, "ends", v->ends[0], v->ends[1], (size_t)v->n_ends);
}

/* A minimum: slope 0, and no way from there bends down. */
static void check_ends(struct demo *d, const struct data *data, const struct verdict *v)
{
	double slope = 0, bend = INFINITY;

	for (int i = 0; i < v->n_ends; i++) {
		struct place end = cost_at((double[]){v->ends[0][i], v->ends[1][i]}, data);
		slope = fmax(slope, hypot(end.grad[0], end.grad[1]));
		bend = fmin(bend, downhill_least_curvature(end.hess));
	}
	demo_value(d, "ends_least", bend, "squared error: least curvature at the ends");
	/* Rounding of a cost hides slopes below √(2 eps L), about 1e-7. */
	demo_check_at_most(d, "ends", slope, 1e-6, "slope 0 where a descent ends");
	demo_check_at_least(d, "ends_least", bend, -1e-12, "no end is a saddle or a top");
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Convex or not: one model, two costs");
	double ratio = demo_real(d, "ratio", 10, 1, 20, "length of the long input");
	double share = demo_real(d, "share", 0.9, 0.5, 0.99, "share of the main label at a place");
	double lambda = demo_real(d, "lambda", 0, 0, 0.5, "penalty λ/2 |w|²");
	double angle = demo_int(d, "angle", 90, 0, 90, "angle between the pairs of places [°]");
	double reach = demo_real(d, "reach", 5, 1, 8, "trials have weights up to");
	double t = demo_real(d, "t", 0.3, 0, 1, "place on the chord");
	int seed = demo_int(d, "seed", 1, 1, 1000, "seed of the trials");
	struct data log_loss = data_of(ratio, share, angle, lambda, LOG);
	struct data squared_error = data_of(ratio, share, angle, lambda, SQUARED);
	struct verdict log = judge(d, &log_loss, reach, seed);
	struct verdict squared = judge(d, &squared_error, reach, seed);

	report(d, &log, &squared);
	check(d, &squared_error, angle, &log, &squared);
	report_chord(d, &log_loss, &squared_error, t);
	check_ends(d, &squared_error, &squared);
	plot_cost(d, &squared_error, &squared);
	return demo_close(d);
}
