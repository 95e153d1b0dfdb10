/*
 * Cross-entropy. Class 1 of K is right with probability `share`, each other class as
 * often as the next; the model has the logit z for class 1 and 0 for the others. Then
 * one example with a sigmoid that is sure and wrong: cross-entropy against squared error.
 */
#include "lab/demo.h"
#include "lab/golden.h"
#include "lab/grid.h"
#include "lab/loss.h"
#include "lab/random.h"

#include <complex.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_math.h>
#include <math.h>

enum { LABELS = 100000, SHOWN = 201, MAX_STEPS = 10000000, PROBED = 8 };

/* K classes: how often each is right (y), logits (z), what softmax makes of them (p). */
struct classes {
	size_t n;
	double *y, *z, *p;
};

/* [cost] */
/* H(y, p) = - sum y_k ln p_k, where ln p_k = z_k - ln sum e^z. */
static double cross_entropy(const struct classes *c)
{
	double log_sum = log_sum_exp(c->z, c->n), sum = 0;

	for (size_t k = 0; k < c->n; k++)
		sum += c->y[k] * (log_sum - c->z[k]);
	return sum;
}

static double entropy(const struct classes *c)
{
	double sum = 0;

	for (size_t k = 0; k < c->n; k++)
		sum -= c->y[k] * log(c->y[k]);
	return sum;
}

static double kl(const struct classes *c)
{
	double sum = 0;

	for (size_t k = 0; k < c->n; k++)
		sum += c->y[k] * log(c->y[k] / c->p[k]);
	return sum;
}

/* The slope of the cost with respect to logit k. */
static double slope(const struct classes *c, size_t k)
{
	return c->p[k] - c->y[k];
}
/* [end] */

static struct classes make_classes(struct demo *d, size_t n, double share, double z)
{
	struct classes c = {n, demo_vector(d, n), demo_vector(d, n), demo_vector(d, n)};

	for (size_t k = 0; k < n; k++)
		c.y[k] = k == 0 ? share : (1 - share) / (double)(n - 1);
	c.z[0] = z;
	softmax(c.z, c.p, n);
	return c;
}

/* Labels drawn as y says, each paid for by -ln p of the class that came. */
static void check_by_labels(struct demo *d, const struct classes *c, double cost)
{
	struct random *r = random_new(d, 1);
	double paid[2] = {-log(c->p[0]), -log(c->p[1])}, mean = 0;
	double apart = (paid[1] - paid[0]) * sqrt(c->y[0] * (1 - c->y[0]));

	for (int i = 0; i < LABELS; i++)
		mean += paid[random_uniform(r, 0, 1) >= c->y[0]] / LABELS;
	demo_check(d, "labels", cost, mean, 5 * fabs(apart) / sqrt(LABELS) + 1e-9,
		"mean of -ln p over 100,000 labels drawn from y, 5 standard errors");
}

static void check_slopes(struct demo *d, struct classes c)
{
	const double h = 1e-4;
	double worst = 0, sum = 0;

	for (size_t k = 0; k < c.n; k++)
		sum += slope(&c, k);
	for (size_t k = 0; k < c.n && k < PROBED; k++) {
		double at = c.z[k], up, down;

		c.z[k] = at + h;
		up = cross_entropy(&c);
		c.z[k] = at - h;
		down = cross_entropy(&c);
		c.z[k] = at;
		worst = fmax(worst, fabs((up - down) / (2 * h) - slope(&c, k)));
	}
	/* h²/60 of truncation; rounding grows with the number of terms, and 1/h. */
	demo_check(d, "slopes", worst, 0, 1e-8 + 1e-11 * (double)c.n,
		"central differences of the cost, logit by logit");
	demo_check(d, "balance", sum, 0, 1e-14 + 1e-15 * (double)c.n, "the slopes add up to 0");
}

/* The cost of giving p to class 1 and the rest to the others, the same to each. */
static double cost_at(const struct classes *c, double p)
{
	return -c->y[0] * log(p) - (1 - c->y[0]) * log((1 - p) / ((double)c->n - 1));
}

static double cost_by_logit(double z, const void *classes)
{
	const struct classes *c = classes;

	return cost_at(c, 1 / (1 + (double)(c->n - 1) * exp(-z)));
}

/* The least cost over z by golden section, which knows no slopes: two groups find
 * the place, then all classes are summed there and on either side. Changes c's z and p. */
static void check_floor(struct demo *d, struct classes c, double floor)
{
	double z = golden_section(cost_by_logit, &c, -25, 25), least, beside = INFINITY;

	for (int side = -1; side <= 1; side += 2) {
		c.z[0] = z + side * 1e-3;
		beside = fmin(beside, cross_entropy(&c));
	}
	c.z[0] = z;
	least = cross_entropy(&c);
	demo_check(d, "floor", least, floor, 1e-11 * (1 + floor),
		"the least cost over z, by golden section, is the entropy of y");
	demo_check_at_least(d, "beside", beside, least, "no less on either side");
	softmax(c.z, c.p, c.n);
	demo_check(d, "truth", c.p[0], c.y[0], 1e-5, "and there p is y");
}

static void draw_gap(struct demo *d, const struct classes *c, double cost, double floor)
{
	double p[SHOWN], h[SHOWN], ends[] = {0, 1}, floors[] = {floor, floor}, worst = 0,
				   y = c->y[0];
	struct demo_plot *plot =
		demo_plot(d, "gap", "p: probability given to class 1", "cost [nats]", DEMO_LINEAR);

	grid_even(p, SHOWN, 0.001, 0.999);
	for (int i = 0; i < SHOWN; i++) {
		double two = y * log(y / p[i]) + (1 - y) * log((1 - y) / (1 - p[i]));

		h[i] = cost_at(c, p[i]);
		worst = fmax(worst, fabs(h[i] - floor - two));
	}
	demo_check_at_most(d, "gap", worst, 1e-11 * (1 + floor),
		"entropy + KL of class 1 against the rest, at every point drawn");
	/* 1 - p loses eps / (1 - p). */
	demo_check(d, "curve", cost_at(c, c->p[0]), cost, 1e-8, "the plotted curve, at the model");
	demo_plot_title(plot, "The gap between cross-entropy and entropy is KL");
	demo_range_y(plot, 0, floor + 3);
	demo_line(plot, "cross-entropy", p, h, SHOWN);
	demo_reference(plot, "entropy", ends, floors, 2);
	demo_points(plot, "the model", c->p, &cost, 1);
}

/* ---- one example, label 1, by three costs */

enum cost { CROSS_ENTROPY, SQUARED, LINEAR };

/* [three] */
/* dJ/dz for the label 1: J is -ln p, or (p - 1)²/2, with p = sigmoid(z);
 * or (z - 1)²/2, without a sigmoid. */
static double slope_of(enum cost cost, double z)
{
	double p = sigmoid(z);

	switch (cost) {
	case CROSS_ENTROPY:
		return p - 1;
	case SQUARED:
		return (p - 1) * p * (1 - p);
	default:
		return z - 1;
	}
}
/* [end] */

/* The same by one complex step: exact to rounding, and no derivative is known. */
static double slope_by_complex_step(enum cost cost, double z)
{
	double complex at = z + 1e-100 * I, p = 1 / (1 + cexp(-at)),
		       J = cost == CROSS_ENTROPY ? -clog(p) : (p - 1) * (p - 1) / 2;

	return cimag(cost == LINEAR ? (at - 1) * (at - 1) / 2 : J) / 1e-100;
}

struct descent {
	int steps;
	double z;
	double differs; /* how far steps * eta may be from the time of infinitely small steps */
};

/* Gradient descent on z until the answer is right: p >= 1/2, or z >= 1/2 without sigmoid. */
static struct descent descend(struct demo *d, enum cost cost, double z, double eta)
{
	struct descent at = {0, z, eta};
	double goal = cost == LINEAR ? 0.5 : 0, g = slope_of(cost, z), next;

	for (; at.z < goal; g = next) {
		at.z -= eta * g;
		next = slope_of(cost, at.z);
		at.differs += eta * fabs(1 - g / next);
		if (++at.steps > MAX_STEPS)
			demo_fail(d, "not there after ten million steps");
	}
	return at;
}

/* 1 over the size of the squared error's slope. */
static double hold(double z, void *unused)
{
	(void)unused;
	return 1 / fabs(slope_of(SQUARED, z));
}

static double integrate_hold(struct demo *d, double from, double to)
{
	gsl_integration_workspace *work = gsl_integration_workspace_alloc(100);
	gsl_function f = {hold, NULL};
	double sum, error;

	if (!work || gsl_integration_qag(&f, from, to, 0, 1e-12, 100, GSL_INTEG_GAUSS61, work, &sum,
			     &error) != GSL_SUCCESS)
		demo_fail(d, "the time can't be integrated");
	gsl_integration_workspace_free(work);
	return sum;
}

/* Infinitely small steps: dz/dt = -slope(z), so the time is the integral of -1/slope,
 * an elementary function. Steps are a Riemann sum of it, off by `differs` at most. */
static void check_descent(struct demo *d, double start, double eta, const struct descent *ce,
	const struct descent *squared, const struct descent *linear)
{
	double a = start, b = ce->z, c = squared->z;
	double time_ce = b - a + exp(b) - exp(a);
	double time_squared = exp(-a) - exp(-c) + 3 * (c - a) + 3 * (exp(c) - exp(a)) +
			      (exp(2 * c) - exp(2 * a)) / 2;

	demo_value(d, "time_squared", time_squared, "η times steps if η were tiny, squared error");
	demo_check(d, "integral", time_squared, integrate_hold(d, a, c), 1e-9 * time_squared,
		"quadrature of 1/slope");
	demo_check(d, "time_ce", ce->steps * eta, time_ce, ce->differs,
		"integral of 1/(1 - p) dz; tolerance of the Riemann sum");
	demo_check(d, "time_squared", squared->steps * eta, time_squared, squared->differs,
		"integral of 1/(p (1 - p)²) dz; tolerance of the Riemann sum");
	demo_check(d, "linear", linear->z, 1 - (1 - a) * pow(1 - eta, linear->steps), 1e-12,
		"distance times 1 - η a step");
}

static void show_start(struct demo *d, double start, double eta)
{
	static const char *const slopes[] = {"slope_ce", "slope_squared", "slope_linear"},
				 *const steps[] = {"steps_ce", "steps_squared", "steps_linear"},
				 *const pulls[] = {"pull_ce", "pull_squared", "pull_linear"},
				 *const costs[] = {
					 "cross-entropy", "squared error", "square, no sigmoid"};
	double z[SHOWN], size[3][SHOWN], worst = 0, p_start = sigmoid(start);
	struct descent at[3];
	struct demo_plot *plot;

	grid_even(z, SHOWN, -12, 4);
	for (enum cost cost = CROSS_ENTROPY; cost <= LINEAR; cost++) {
		at[cost] = descend(d, cost, start, eta);
		demo_value(d, slopes[cost], slope_of(cost, start), "slope at the start");
		demo_value(d, pulls[cost], -slope_of(cost, start), "its size");
		demo_value(d, steps[cost], at[cost].steps, "steps until the answer is right");
		for (int i = 0; i < SHOWN; i++) {
			size[cost][i] = fabs(slope_of(cost, z[i]));
			worst = fmax(worst,
				fabs(fabs(slope_by_complex_step(cost, z[i])) / size[cost][i] - 1));
		}
	}
	demo_value(d, "p_start", p_start, "probability of the right answer at the start");
	demo_check(d, "p_start", log(p_start / (1 - p_start)), start, 1e-10, "its logit");
	demo_check(d, "three", worst, 0, 1e-10, "complex step, over the plot's range");
	check_descent(d, start, eta, &at[0], &at[1], &at[2]);
	plot = demo_plot(d, "pull", "logit z of the right answer", "size of the slope", DEMO_LOG_Y);
	demo_plot_title(plot, "How hard each cost pulls a wrong answer");
	demo_range_y(plot, 1e-5, 1e2);
	for (size_t cost = 0; cost < 3; cost++)
		demo_line(plot, costs[cost], z, size[cost], SHOWN);
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Cross-entropy: its floor, its slope, its pull");
	size_t n = (size_t)demo_int(d, "classes", 3, 2, 100000, "classes");
	double share = demo_real(d, "share", 0.7, 0.05, 0.99, "how often class 1 is right");
	double z = demo_real(d, "z", 3, -15, 15, "logit of class 1 (others 0)");
	double start = demo_real(d, "start", -10, -12, -0.5, "one example: logit at the start");
	double eta = demo_real(d, "eta", 0.5, 0.05, 1, "one example: learning rate η");
	struct classes c = make_classes(d, n, share, z), none = make_classes(d, n, share, 0);
	double cost = cross_entropy(&c), floor = entropy(&c), gap = kl(&c);
	double uniform = log_sum_exp(none.z, n), log_sum_twice = log_sum_exp(c.p, n);

	demo_value(d, "p", c.p[0], "p: probability given to class 1");
	demo_value(d, "cost", cost, "cross-entropy H(y, p) [nats]");
	demo_value(d, "floor", floor, "entropy H(y) [nats]");
	demo_value(d, "kl", gap, "KL(y, p) [nats]");
	demo_value(d, "bits", cost / M_LN2, "cross-entropy [bits]");
	demo_value(d, "perplexity", exp(cost), "perplexity, e^cost");
	demo_value(d, "slope", slope(&c, 0), "slope for class 1's logit: p - y");
	demo_value(d, "right", -log(c.p[0]), "cost of one example of class 1");
	demo_value(d, "wrong", -log(c.p[1]), "cost of one example of another class");
	demo_value(d, "uniform", uniform, "cost before training: all logits equal");
	demo_value(d, "uniform_bits", uniform / M_LN2, "the same [bits]");
	demo_value(d, "twice", log_sum_twice - c.p[0], "cost of class 1, softmax taken twice");
	demo_value(d, "twice_floor", log1p((double)(n - 1) / M_E), "its least, at p = 1");
	demo_check(d, "identity", cost, floor + gap, 1e-11 * (1 + cost),
		"from logits; against entropy + KL from probabilities");
	none.z[0] = 1;
	demo_check(d, "twice_floor", log_sum_exp(none.z, n) - 1, log1p((double)(n - 1) / M_E),
		1e-11, "softmax of (1, 0, ..., 0)");
	demo_check(d, "uniform", uniform, log((double)n), 1e-11, "ln K");
	check_by_labels(d, &c, cost);
	check_slopes(d, c);
	check_floor(d, none, floor);
	draw_gap(d, &c, cost, floor);
	show_start(d, start, eta);
	return demo_close(d);
}
