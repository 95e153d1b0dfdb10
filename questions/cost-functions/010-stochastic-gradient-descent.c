/*
 * Stochastic gradient descent: find the middle of 1000 points in the plane, looking at
 * a few of them a step. The cost is J(θ) = mean of |θ - x_i|² / 2; a batch's gradient is
 * θ less the batch's mean. A constant rate ends in a ball of noise; whether a / t^c ends
 * in the middle depends on how fast it falls.
 */
#include "lab/data.h"
#include "lab/demo.h"
#include "lab/random.h"
#include "lab/thin.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>

enum { N = 1000, N_TWICE = 2 * N, EIGHTH = N / 8, SHOWN = 61, CIRCLE = 73 };

struct point {
	double x, y;
};

static const struct point middle = {4, 3}; /* the data's mean, to which they are moved */
static const double start = 5;             /* how far from it the origin is */

static double square_to_middle(struct point p)
{
	return pow(p.x - middle.x, 2) + pow(p.y - middle.y, 2);
}

/* Points with mean `middle` and variance spread² along each axis. */
static struct point *make_points(struct demo *d, struct random *r, double spread)
{
	struct dataset raw = {N, 2, NULL, demo_vector(d, N_TWICE), NULL};
	struct point *p = demo_alloc(d, N, sizeof *p);

	random_normals(r, raw.x, N_TWICE, 0, 1);
	data_standardize(d, &raw, DATA_UNIT_VARIANCE);
	for (size_t i = 0; i < N; i++) {
		p[i].x = middle.x + spread * raw.x[2 * i];
		p[i].y = middle.y + spread * raw.x[2 * i + 1];
	}
	return p;
}

/* [step] */
/* The mean of n examples, drawn with replacement. */
static struct point batch(const struct point *x, struct random *r, int n)
{
	struct point m = {0, 0};

	for (int i = 0; i < n; i++) {
		struct point drawn = x[random_below(r, N)];
		m.x += drawn.x / n;
		m.y += drawn.y / n;
	}
	return m;
}

/* The gradient of a batch's cost is theta less its mean m. */
static struct point step(struct point theta, struct point m, double eta)
{
	theta.x -= eta * (theta.x - m.x);
	theta.y -= eta * (theta.y - m.y);
	return theta;
}
/* [end] */

/* Where n steps from the origin end, without a step: each mean has a weight that
 * fades with its age. */
static struct point unrolled(const struct point *means, int n, double eta)
{
	struct point sum = {0, 0};

	for (int i = 0; i < n; i++) {
		double weight = eta * pow(1 - eta, n - 1 - i);
		sum.x += weight * means[i].x;
		sum.y += weight * means[i].y;
	}
	return sum;
}

static double apart(struct point p, struct point q)
{
	return hypot(p.x - q.x, p.y - q.y);
}

enum rule { CONSTANT, DECAYING, RULES };

struct settings {
	double eta, a, power, spread;
	int batch, steps, n_runs;
};

static double rate(enum rule rule, struct settings s, int t)
{
	return rule == CONSTANT ? s.eta : s.a / pow(t, s.power);
}

/* The rates, and squared distances after each step, summed over many runs. */
struct curves {
	double *rate[RULES], *square[RULES];
	double noise, off_mean; /* of the batches; of the falling rate from their mean */
};

static void run(struct curves *c, const struct point *data, struct random *r, struct settings s)
{
	struct point theta[RULES] = {{0, 0}, {0, 0}}, sum = {0, 0};

	for (int t = 1; t <= s.steps; t++) {
		struct point mean = batch(data, r, s.batch);

		sum.x += mean.x;
		sum.y += mean.y;
		c->noise += square_to_middle(mean);
		for (enum rule k = CONSTANT; k < RULES; k++) {
			theta[k] = step(theta[k], mean, c->rate[k][t - 1]);
			c->square[k][t - 1] += square_to_middle(theta[k]);
		}
	}
	sum.x /= s.steps;
	sum.y /= s.steps;
	c->off_mean = fmax(c->off_mean, apart(theta[DECAYING], sum));
}

/* What theory expects of |θ - middle|² = way² + 2 variance: the way that is left if
 * all batches were alike, and the variance along each axis. */
struct expected {
	double way, variance;
};

static double square(struct expected e)
{
	return e.way * e.way + 2 * e.variance;
}

/* A step shrinks both, and adds η² times the variance of a batch. */
static struct expected next(struct expected e, double eta, double batch_variance)
{
	return (struct expected){
		(1 - eta) * e.way, pow(1 - eta, 2) * e.variance + eta * eta * batch_variance};
}

/* Without a loop: the constant rate is a geometric series. */
static void check_ball(
	struct demo *d, const double *t, const double *theory, size_t n, struct settings s)
{
	double ball = 2 * s.spread * s.spread / s.batch * s.eta / (2 - s.eta), off = 0;

	for (size_t i = 0; i < n; i++) {
		double left = pow(1 - s.eta, 2 * t[i]),
		       want = start * start * left + ball * (1 - left);
		off = fmax(off, fabs(theory[i] / sqrt(want) - 1));
	}
	demo_check(d, "ball", off, 0, 1e-9, "geometric series at each step shown");
}

/* Standard error of the runs' mean of |θ - middle|², if θ is normal. */
static double error_of(struct expected e, int n_runs)
{
	return sqrt((4 * e.variance + 4 * e.way * e.way) * e.variance / n_runs);
}

/* The curve must be where theory expects it at each step, but for chance. */
static struct expected compare(struct demo *d, struct demo_plot *p, const double *sum_of_squares,
	enum rule k, struct settings s)
{
	size_t n = (size_t)s.steps;
	double *column[] = {demo_vector(d, n), demo_vector(d, n), demo_vector(d, n)}, worst = 0;
	struct expected e = {start, 0};

	for (int t = 1; t <= s.steps; t++) {
		e = next(e, rate(k, s, t), s.spread * s.spread / s.batch);
		double found = sum_of_squares[t - 1] / s.n_runs, off = fabs(found - square(e));
		worst = fmax(worst, off / (error_of(e, s.n_runs) + 1e-12));
		column[0][t - 1] = t;
		column[1][t - 1] = sqrt(found);
		column[2][t - 1] = sqrt(square(e));
	}
	/* |θ - middle|² is exponential without a way left, so its mean is a gamma variate. */
	double chance = gsl_cdf_gamma_Qinv(1e-10, s.n_runs, 1.0 / s.n_runs) - 1;
	demo_check_at_most(d, k ? "decaying" : "constant", worst, chance * sqrt(s.n_runs),
		"runs against theory in standard errors; 1e-10 of chance a step");
	demo_value(d, k ? "end_decaying" : "end_constant", column[1][n - 1],
		k ? "distance at the end, falling rate" : "distance at the end, constant rate");
	demo_value(d, k ? "theory_decaying" : "theory_constant", column[2][n - 1],
		"the same in theory");
	n = thin_log(column, 3, n);
	if (k == CONSTANT)
		check_ball(d, column[0], column[2], n, s);
	demo_line(p, k ? "falling rate" : "constant rate", column[0], column[1], n);
	demo_reference(p, k ? "theory: falling" : "theory: constant", column[0], column[2], n);
	return e;
}

static void show_distance(struct demo *d, const struct curves *c, struct settings s)
{
	struct demo_plot *p = demo_plot(
		d, "distance", "step", "distance from the middle", DEMO_LOG_X | DEMO_LOG_Y);
	demo_plot_title(p, "Distance over the steps, root mean square of many runs");
	demo_range_y(p, 0.01, 10);
	compare(d, p, c->square[CONSTANT], CONSTANT, s);
	struct expected decaying = compare(d, p, c->square[DECAYING], DECAYING, s);
	double variance = s.spread * s.spread / s.batch;
	double noise = c->noise / s.steps / s.n_runs;

	if (s.power == 1) {
		double n = s.steps,
		       bias = exp(lgamma(n + 1 - s.a) - lgamma(1 - s.a) - lgamma(n + 1));
		demo_check(d, "bias", fabs(decaying.way) / start, bias, 1e-9 * (1 + bias),
			"product of 1 - a/t by gamma functions");
	}
	demo_check(d, "noise", noise / 2 / variance, 1, 5.5 / sqrt((double)s.steps * s.n_runs),
		"a batch's variance is an example's over B; 5.5 standard errors");
	demo_value(d, "noise", sqrt(noise), "root mean square of a batch's noise");
	demo_value(d, "bias", fabs(decaying.way) / start,
		"share of the way that the falling rate has left");
	demo_value(d, "over_mean", decaying.variance / (variance / s.steps),
		"variance under the falling rate over that of the mean of all batches");
	if (s.a == 1 && s.power == 1)
		demo_check_at_most(d, "mean_of_batches", c->off_mean, 1e-10 * (1 + s.spread),
			"with rate 1/t, θ is the mean of all batches");
}

/* The first steps of one run, in the plane; and full-batch descent's. */
static void draw_paths(struct demo *d, struct demo_plot *p, const struct point *data,
	struct random *r, struct settings s)
{
	double x[SHOWN], y[SHOWN], full_x[SHOWN], full_y[SHOWN], off = 0;
	struct point theta = {0, 0}, full = {0, 0}, means[SHOWN];

	for (int t = 0; t < SHOWN; t++) {
		x[t] = theta.x;
		y[t] = theta.y;
		full_x[t] = full.x;
		full_y[t] = full.y;
		means[t] = batch(data, r, s.batch);
		theta = step(theta, means[t], s.eta);
		full = step(full, middle, s.eta);
	}
	for (int t = 0; t < SHOWN; t++) {
		double way = 1 - pow(1 - s.eta, t);
		struct point sgd = unrolled(means, t, s.eta);
		off = fmax(off, hypot(sgd.x - x[t], sgd.y - y[t]) / (1 + hypot(x[t], y[t])));
		off = fmax(off, hypot(way * middle.x - full_x[t], way * middle.y - full_y[t]));
	}
	demo_check_at_most(d, "path", off, 1e-10, "weights η (1-η)^age of the batches' means");
	demo_line(p, "SGD", x, y, SHOWN);
	demo_line(p, "full batch", full_x, full_y, SHOWN);
}

/* An eighth of the data, and a circle of the ball's radius. */
static void draw_data(struct demo *d, struct demo_plot *p, const struct point *data, double ball)
{
	double x[CIRCLE], y[CIRCLE], data_x[EIGHTH], data_y[EIGHTH], off = 0;
	struct point sum = {0, 0};
	int found = 0;

	for (size_t i = 0; i < EIGHTH; i++) {
		data_x[i] = data[8 * i].x;
		data_y[i] = data[8 * i].y;
		for (int j = 0; j < N; j++)
			found += data_x[i] == data[j].x && data_y[i] == data[j].y;
	}
	for (int i = 0; i < CIRCLE; i++) {
		x[i] = middle.x + ball * cos(2 * M_PI * i / (CIRCLE - 1));
		y[i] = middle.y + ball * sin(2 * M_PI * i / (CIRCLE - 1));
	}
	for (int i = 0; i < CIRCLE - 1; i++) {
		sum.x += (x[i] - middle.x) / ball;
		sum.y += (y[i] - middle.y) / ball;
		off = fmax(off, fabs(hypot(x[i] - middle.x, y[i] - middle.y) / ball - 1));
	}
	demo_check(d, "points", found, EIGHTH, 0, "points shown that are among the data");
	demo_check(d, "circle", off + hypot(sum.x, sum.y), 0, 1e-10,
		"radius, and the center as the mean of the corners");
	demo_points(p, "data", data_x, data_y, EIGHTH);
	demo_reference(p, "ball of noise", x, y, CIRCLE);
}

static void show_path(
	struct demo *d, const struct point *data, struct random *r, struct settings s, double ball)
{
	struct demo_plot *p = demo_plot(d, "path", "θ₁", "θ₂", DEMO_LINEAR);

	demo_plot_title(p, "The first 60 steps, and an eighth of the points");
	demo_range_x(p, 0, 8);
	demo_range_y(p, 0, 6);
	draw_data(d, p, data, ball);
	draw_paths(d, p, data, r, s);
}

static int by_x(const void *a, const void *b)
{
	double x = ((const struct point *)a)->x, y = ((const struct point *)b)->x;

	return (x > y) - (x < y);
}

/* One pass over the data as they lie, one example a step. */
static double one_pass(const struct point *data, double eta)
{
	struct point theta = {0, 0};

	for (int i = 0; i < N; i++)
		theta = step(theta, data[i], eta);
	return apart(theta, middle);
}

/* What a sorted file does, and what shuffling would have done. */
static void show_order(struct demo *d, struct point *data, double eta)
{
	demo_value(d, "random_pass", one_pass(data, eta), "after one pass in random order");
	qsort(data, N, sizeof *data, by_x);
	demo_value(d, "sorted_pass", one_pass(data, eta), "after one pass, sorted by θ₁");
	demo_check(d, "sorted_pass", one_pass(data, eta), apart(unrolled(data, N, eta), middle),
		1e-9, "weights η (1-η)^age of the examples");
}

/* Steps until the way that is left is shorter than the ball's radius. */
static int steps_to_ball(double eta, double ball)
{
	double way = start;
	int t;

	for (t = 0; fabs(way) > ball && t < 1000000; t++)
		way *= 1 - eta;
	return t;
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "SGD: the middle of 1000 points, a few at a time");
	struct settings s = {.eta = demo_log(d, "eta", 0.1, 0.001, 1.9, "constant rate η")};
	s.a = demo_real(d, "a", 1, 0.1, 4, "falling rate a / t^c: a");
	s.power = demo_real(d, "power", 1, 0.25, 2, "falling rate a / t^c: c");
	s.batch = demo_int(d, "batch", 1, 1, 100, "examples a step, B");
	s.steps = demo_int(d, "steps", 1000, 10, 5000, "steps");
	s.spread = demo_real(d, "spread", 1, 0.1, 4, "spread of the points, σ");
	struct random *r = random_new(d, (unsigned)demo_int(d, "seed", 1, 1, 1000, "seed"));
	struct point *data = make_points(d, r, s.spread);
	size_t n = (size_t)s.steps;
	struct curves c = {{demo_vector(d, n), demo_vector(d, n)},
		{demo_vector(d, n), demo_vector(d, n)}, 0, 0};
	double square = 2 * s.spread * s.spread / s.batch * s.eta / (2 - s.eta);

	demo_value(d, "ball", sqrt(square), "radius of the ball of noise");
	demo_value(d, "ball_squared", square, "its square");
	demo_value(d, "ball_axis", sqrt(square / 2), "the same along one axis");
	demo_value(d, "excess", square / 2, "cost above the least, in the ball");
	demo_value(d, "arrive", steps_to_ball(s.eta, sqrt(square)), "steps to the ball");
	demo_value(d, "full_pass", start * fabs(1 - s.eta), "one full-batch step: distance");
	show_path(d, data, r, s, sqrt(square));
	s.n_runs = (int)fmin(fmax(20, 4e5 / s.steps / s.batch), 200);
	for (int t = 1; t <= s.steps; t++)
		for (enum rule k = CONSTANT; k < RULES; k++)
			c.rate[k][t - 1] = rate(k, s, t);
	for (int i = 0; i < s.n_runs; i++) {
		demo_progress(d, (double)i / s.n_runs);
		run(&c, data, r, s);
	}
	demo_value(d, "runs", s.n_runs, "runs");
	show_distance(d, &c, s);
	show_order(d, data, s.eta);
	return demo_close(d);
}
