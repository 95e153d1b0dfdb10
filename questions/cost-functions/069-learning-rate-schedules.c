/*
 * Six learning-rate schedules for SGD on a bowl with a steep and a flat direction:
 * exact mean and variance, so that the way left and the noise can be told apart.
 */
#include "lab/demo.h"
#include "lab/grid.h"
#include "lab/random.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>

enum { DIRECTIONS = 2, RATES = 25, RUNS = 40, SHOWN = 100 };
enum rule { CONSTANT, STEP, COSINE, LINEAR, WSD, INVERSE, RULES };

static const char *const names[RULES] = {"constant", "step", "cosine", "linear", "wsd", "inverse"};
static const char *const legend[RULES] = {"constant", "step", "cosine", "linear", "WSD", "1/t"};

/* Planned are `plan` steps, of which `steps` are made; the cosine warms up first. */
struct setting {
	double eta, lambda[DIRECTIONS], sigma, plan;
	int steps, warm;
};

/* [share] */
/* Which part of the peak rate step t = 0, 1, ... uses. */
static double share(enum rule rule, const struct setting *s, int t)
{
	double u = t / s->plan, warm = s->warm;

	switch (rule) {
	case STEP:
		return u < 0.5 ? 1 : u < 0.75 ? 0.1 : 0.01;
	case COSINE:
		return t < warm ? t / warm : (1 + cos(M_PI * (t - warm) / (s->plan - warm))) / 2;
	case LINEAR:
		return 1 - u;
	case WSD:
		return fmin(1, 5 * (1 - u));
	case INVERSE:
		return 1 / (1 + s->eta * s->lambda[1] * t);
	default:
		return 1;
	}
}
/* [end] */

/* The expected cost above the least, by origin; and its standard deviation over runs. */
struct cost {
	double way[DIRECTIONS], noise[DIRECTIONS], total, spread;
};

/* θ in direction i is normal: mean[i] is the way that is left, var[i] the variance around it. */
static struct cost cost_of(const double *mean, const double *var, const double *lambda)
{
	struct cost c = {.total = 0};

	for (int i = 0; i < DIRECTIONS; i++) {
		c.way[i] = lambda[i] * mean[i] * mean[i] / 2;
		c.noise[i] = lambda[i] * var[i] / 2;
		c.total += c.way[i] + c.noise[i];
		c.spread = hypot(c.spread, sqrt(2 * c.noise[i] * (c.noise[i] + 2 * c.way[i])));
	}
	return c;
}

/* Each direction starts with a cost of 1/2; curve gets the expected cost at each stride-th step. */
static struct cost train(const struct setting *s, enum rule rule, double *curve, int stride)
{
	double mean[DIRECTIONS], var[DIRECTIONS] = {0};

	for (int i = 0; i < DIRECTIONS; i++)
		mean[i] = 1 / sqrt(s->lambda[i]);
	for (int t = 0; t < s->steps; t++) {
		double eta = s->eta * share(rule, s, t);

		if (t % stride == 0)
			curve[t / stride] = cost_of(mean, var, s->lambda).total;
		for (int i = 0; i < DIRECTIONS; i++) {
			double keep = 1 - eta * s->lambda[i];

			mean[i] *= keep;
			var[i] = keep * keep * var[i] + eta * eta * s->sigma * s->sigma;
		}
	}
	return cost_of(mean, var, s->lambda);
}

/* The same end as product and sum over the steps, the last first; or with the rates in reverse. */
static double unrolled(const struct setting *s, enum rule rule, bool reverse)
{
	double cost = 0;

	for (int i = 0; i < DIRECTIONS; i++) {
		double later = 1, sum = 0, lambda = s->lambda[i];

		for (int n = 0; n < s->steps; n++) {
			double eta = s->eta * share(rule, s, reverse ? n : s->steps - 1 - n);

			sum += pow(eta * later, 2);
			later *= 1 - eta * lambda;
		}
		cost += (later * later + lambda * s->sigma * s->sigma * sum) / 2;
	}
	return cost;
}

/* Mean cost at the end of real runs of SGD: for each step, a noise for each run and direction. */
static double simulate(const struct setting *s, enum rule rule, const double *noise)
{
	double theta[RUNS * DIRECTIONS], cost = 0;

	for (int j = 0; j < RUNS * DIRECTIONS; j++)
		theta[j] = 1 / sqrt(s->lambda[j % DIRECTIONS]);
	for (int t = 0; t < s->steps; t++) {
		double eta = s->eta * share(rule, s, t);

		for (int j = 0; j < RUNS * DIRECTIONS; j++)
			theta[j] -= eta * (s->lambda[j % DIRECTIONS] * theta[j] + *noise++);
	}
	for (int j = 0; j < RUNS * DIRECTIONS; j++)
		cost += s->lambda[j % DIRECTIONS] * theta[j] * theta[j] / 2;
	return cost / RUNS;
}

/* A relative error of 1e-10 leaves room for the rounding of some thousand steps. */
static void check_closed_forms(struct demo *d, const struct setting *s, const struct cost *end)
{
	double n = s->steps, mu = s->lambda[1], c = 1 / (s->eta * mu), floor = 0, series = 0;
	double inverse = (pow(c - 1, 2) + n * s->sigma * s->sigma / mu) / pow(c + n - 1, 2) / 2;

	for (int i = 0; i < DIRECTIONS; i++) {
		double left = pow(1 - s->eta * s->lambda[i], 2 * n);
		double limit = s->eta * s->sigma * s->sigma / (2 - s->eta * s->lambda[i]) / 2;

		floor += limit;
		series += left / 2 + limit * (1 - left);
	}
	demo_value(d, "floor", floor, "cost of the noise at a constant rate, in the long run");
	demo_check(d, "constant", end[CONSTANT].total / series, 1, 1e-10, "geometric series");
	demo_check(d, "inverse", (end[INVERSE].way[1] + end[INVERSE].noise[1]) / inverse, 1, 1e-10,
		"product that telescopes");
}

static void say(struct demo *d, const char *what, enum rule rule, double value, const char *label)
{
	char name[32];

	snprintf(name, sizeof name, "%s_%s", what, names[rule]);
	demo_value(d, name, value, label);
}

/* The cost at the end over the peak rate, and the best of the rates tried. */
static void draw_sweep(struct demo *d, struct setting s)
{
	struct demo_plot *plot = demo_plot(
		d, "sweep", "peak rate η", "expected cost at the end", DEMO_LOG_X | DEMO_LOG_Y);
	double eta[RATES], cost[RATES], first;

	demo_plot_title(plot, "Cost at the end, by peak rate");
	grid_log(eta, RATES, 0.02, 1.9);
	for (enum rule k = CONSTANT; k < RULES; k++) {
		int best = 0;

		for (int j = 0; j < RATES; j++) {
			s.eta = eta[j];
			cost[j] = train(&s, k, &first, s.steps).total;
			best = cost[j] < cost[best] ? j : best;
		}
		say(d, "best", k, eta[best], "best peak rate of those tried");
		say(d, "least", k, cost[best], "expected cost with it");
		if (k != STEP && k != LINEAR)
			demo_line(plot, legend[k], eta, cost, RATES);
	}
}

static void show(struct demo *d, const struct setting *s, const double *noise)
{
	double time[SHOWN], curve[SHOWN], off = 0, differ = 0;
	double far = sqrt(RUNS / 2.0) * (gsl_cdf_gamma_Qinv(1e-10, RUNS / 2.0, 2.0 / RUNS) - 1);
	int stride = (s->steps + SHOWN - 1) / SHOWN, shown = (s->steps - 1) / stride + 1;
	struct cost end[RULES];
	struct demo_plot *plot = demo_plot(d, "cost", "step", "expected cost", DEMO_LOG_Y);

	demo_plot_title(plot, "Expected cost by step");
	grid_even(time, (size_t)shown, 0, (shown - 1) * stride);
	for (enum rule k = CONSTANT; k < RULES; k++) {
		struct cost c = end[k] = train(s, k, curve, stride);
		double sum = 0;

		off = fmax(off, fabs(simulate(s, k, noise) - c.total) / c.spread * sqrt(RUNS));
		differ = fmax(differ, fabs(unrolled(s, k, false) / c.total - 1));
		for (int t = 0; t < s->steps; t++)
			sum += share(k, s, t);
		if (k != STEP && k != LINEAR)
			demo_line(plot, legend[k], time, curve, (size_t)shown);
		say(d, "share", k, sum / s->steps, "mean rate over peak rate");
		say(d, "way", k, c.way[0] + c.way[1], "cost at the end: way left from the start");
		say(d, "steep", k, c.noise[0], "cost at the end: noise, steep direction");
		say(d, "flat", k, c.noise[1], "cost at the end: noise, flat direction");
		say(d, "half", k, curve[shown / 2], "cost at half of the steps, expected");
		say(d, "end", k, c.total, "cost at the end, expected");
		say(d, "reverse", k, unrolled(s, k, true), "cost at the end, rates reversed");
	}
	demo_check_at_least(d, "falling", unrolled(s, LINEAR, true), end[LINEAR].total, "reversed");
	demo_check_at_most(d, "unrolled", differ, 1e-10, "sum over the steps, from the last one");
	demo_check_at_most(d, "runs", off, far, "SGD, in standard errors; chance of more 1e-10");
	check_closed_forms(d, s, end);
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Learning-rate schedules: way left and noise left");
	struct setting s = {.lambda = {1, 0}};
	s.eta = demo_log(d, "eta", 0.5, 0.02, 1.9, "η, peak rate");
	s.sigma = demo_log(d, "sigma", 0.3, 0.03, 3, "σ, noise of a gradient");
	s.lambda[1] = 1 / demo_log(d, "kappa", 50, 2, 1000, "steep over flat curvature");
	s.steps = demo_int(d, "steps", 500, 40, 2000, "steps made");
	s.plan = s.steps * demo_real(d, "plan", 1, 1, 4, "steps planned, over steps made");
	s.warm = (int)round(s.steps * demo_real(d, "warm", 0, 0, 0.5, "warm-up of the cosine"));
	struct random *r = random_new(d, (unsigned)demo_int(d, "seed", 1, 1, 1000, "seed"));
	size_t n = (size_t)s.steps * RUNS * DIRECTIONS;
	double *noise = demo_vector(d, n);
	random_normals(r, noise, n, 0, s.sigma);
	show(d, &s, noise);
	draw_sweep(d, s);
	return demo_close(d);
}
