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
#include <stdio.h>

enum { DIRECTIONS = 2, RATES = 25, RUNS = 40, SHOWN = 100 };
enum rule { CONSTANT, STEP, COSINE, LINEAR, WSD, INVERSE, RULES };

static const char *const rule_names[RULES] = {
	"constant", "step", "cosine", "linear", "wsd", "inverse"};

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

/* θ in one direction is normal: the way that is left, and the variance around it. */
struct moments {
	double way, variance;
};

static struct moments next(struct moments m, double eta, double lambda, double sigma)
{
	double keep = 1 - eta * lambda;

	return (struct moments){keep * m.way, keep * keep * m.variance + eta * eta * sigma * sigma};
}

/* The expected cost above the least, by origin; and its standard deviation over runs. */
struct cost {
	double way, steep, flat, total, spread;
};

static struct cost cost_of(const struct moments *m, const double *lambda)
{
	struct cost c = {0, lambda[0] * m[0].variance / 2, lambda[1] * m[1].variance / 2, 0, 0};

	for (int i = 0; i < DIRECTIONS; i++) {
		double noise = lambda[i] * m[i].variance, way = lambda[i] * pow(m[i].way, 2);

		c.way += way / 2;
		c.spread = hypot(c.spread, sqrt(noise * (noise / 2 + way)));
	}
	c.total = c.way + c.steep + c.flat;
	return c;
}

/* Each direction starts with a cost of 1/2; curve gets the expected cost at each stride-th step. */
static void train(const struct setting *s, double eta, const double *shares, struct moments *m,
	double *curve, int stride)
{
	for (int i = 0; i < DIRECTIONS; i++)
		m[i] = (struct moments){1 / sqrt(s->lambda[i]), 0};
	for (int t = 0; t < s->steps; t++) {
		if (t % stride == 0)
			curve[t / stride] = cost_of(m, s->lambda).total;
		for (int i = 0; i < DIRECTIONS; i++)
			m[i] = next(m[i], eta * shares[t], s->lambda[i], s->sigma);
	}
}

/* Mean cost at the end of real runs; all schedules get the same noise. */
static void simulate(const struct setting *s, double *const *shares, struct random *r, double *mean)
{
	for (int run = 0; run < RUNS; run++)
		for (int i = 0; i < DIRECTIONS; i++) {
			double theta[RULES], lambda = s->lambda[i];

			for (enum rule k = CONSTANT; k < RULES; k++)
				theta[k] = 1 / sqrt(lambda);
			for (int t = 0; t < s->steps; t++) {
				double e = random_normal(r, 0, s->sigma);

				for (enum rule k = CONSTANT; k < RULES; k++)
					theta[k] -= s->eta * shares[k][t] * (lambda * theta[k] + e);
			}
			for (enum rule k = CONSTANT; k < RULES; k++)
				mean[k] += lambda * theta[k] * theta[k] / 2 / RUNS;
		}
}

/* Moments and sums of shares, in closed form. */
static void check_closed_forms(struct demo *d, const struct setting *s, double constant,
	const struct moments *flat, const double *sums)
{
	double n = s->steps, w = s->warm, half = M_PI / (s->plan - w) / 2, mu = s->lambda[1];
	double c = 1 / (s->eta * mu), floor = 0, series = 0;
	double kernel = sin((n - w) * half) / sin(half) * cos((n - w - 1) * half);

	for (int i = 0; i < DIRECTIONS; i++) {
		double left = pow(1 - s->eta * s->lambda[i], 2 * n);
		double limit = s->eta * s->sigma * s->sigma / (2 - s->eta * s->lambda[i]) / 2;

		floor += limit;
		series += left / 2 + limit * (1 - left);
	}
	demo_value(d, "floor", floor, "cost of the noise at a constant rate, in the long run");
	/* Each of some thousand steps is rounded. */
	demo_check(d, "constant", constant / series, 1, 1e-10, "geometric series");
	demo_check(d, "inverse_way", flat[INVERSE].way * sqrt(mu), (c - 1) / (c + n - 1), 1e-10,
		"product that telescopes");
	demo_check(d, "inverse_noise",
		flat[INVERSE].variance * pow(mu * (c + n - 1) / s->sigma, 2) / n, 1, 1e-10,
		"mean of n noises");
	demo_check(d, "cosine_sum", sums[COSINE], fmax(0, w - 1) / 2 + (n - w + kernel) / 2, 1e-8,
		"Dirichlet kernel");
	demo_check(d, "linear_sum", sums[LINEAR], n - n * (n - 1) / 2 / s->plan, 1e-8,
		"arithmetic series");
}

static void say(struct demo *d, const char *what, enum rule rule, double value, const char *label)
{
	char name[32];

	snprintf(name, sizeof name, "%s_%s", what, rule_names[rule]);
	demo_value(d, name, value, label);
}

/* The cost at the end over the peak rate, and the best of the rates tried. */
static void draw_sweep(struct demo *d, const struct setting *s, double *const *shares)
{
	struct demo_plot *plot = demo_plot(
		d, "sweep", "peak rate η", "expected cost at the end", DEMO_LOG_X | DEMO_LOG_Y);
	double eta[RATES], cost[RATES], first;
	struct moments m[DIRECTIONS];

	demo_plot_title(plot, "Cost at the end, by peak rate");
	grid_log(eta, RATES, 0.02, 1.9);
	for (enum rule k = CONSTANT; k <= WSD; k++) {
		int best = 0;

		for (int j = 0; j < RATES; j++) {
			train(s, eta[j], shares[k], m, &first, s->steps);
			cost[j] = cost_of(m, s->lambda).total;
			best = cost[j] < cost[best] ? j : best;
		}
		say(d, "best", k, eta[best], "best peak rate of those tried");
		say(d, "least", k, cost[best], "expected cost with it");
		if (k != STEP)
			demo_line(plot, rule_names[k], eta, cost, RATES);
	}
}

static void show(struct demo *d, const struct setting *s, double *const *shares, const double *mean)
{
	double time[SHOWN], curve[SHOWN], sums[RULES] = {0}, total[RULES], worst = 0;
	double chance = gsl_cdf_gamma_Qinv(1e-10, RUNS / 2.0, 2.0 / RUNS) - 1;
	int stride = (s->steps + SHOWN - 1) / SHOWN, shown = (s->steps - 1) / stride + 1;
	struct moments m[DIRECTIONS], flat[RULES];
	struct demo_plot *plot = demo_plot(d, "cost", "step", "expected cost", DEMO_LOG_Y);

	demo_plot_title(plot, "Expected cost by step");
	grid_even(time, (size_t)shown, 0, (shown - 1) * stride);
	for (enum rule k = CONSTANT; k < RULES; k++) {
		train(s, s->eta, shares[k], m, curve, stride);
		struct cost c = cost_of(m, s->lambda);

		flat[k] = m[1];
		total[k] = c.total;
		worst = fmax(worst, fabs(mean[k] - c.total) / c.spread * sqrt(RUNS));
		for (int t = 0; t < s->steps; t++)
			sums[k] += shares[k][t];
		if (k != STEP && k != LINEAR)
			demo_line(plot, rule_names[k], time, curve, (size_t)shown);
		say(d, "share", k, sums[k] / s->steps, "mean rate over peak rate");
		say(d, "way", k, c.way, "cost at the end: way left from the start");
		say(d, "steep", k, c.steep, "cost at the end: noise, steep direction");
		say(d, "flat", k, c.flat, "cost at the end: noise, flat direction");
		say(d, "end", k, c.total, "cost at the end, expected");
	}
	demo_check_at_most(d, "runs", worst, chance * sqrt(RUNS / 2.0),
		"40 runs of SGD in standard errors; 1e-10 of chance a schedule");
	check_closed_forms(d, s, total[CONSTANT], flat, sums);
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
	double *shares[RULES], mean[RULES] = {0};

	for (enum rule k = CONSTANT; k < RULES; k++) {
		shares[k] = demo_vector(d, (size_t)s.steps);
		for (int t = 0; t < s.steps; t++)
			shares[k][t] = share(k, &s, t);
	}
	simulate(&s, shares, r, mean);
	show(d, &s, shares, mean);
	draw_sweep(d, &s, shares);
	return demo_close(d);
}
