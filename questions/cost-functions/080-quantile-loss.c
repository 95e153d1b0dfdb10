/*
 * Quantile (pinball) loss. A bakery loses more on a missing loaf than on one left over:
 * which order costs least? It is a quantile of the demand. Then two quantiles as an
 * interval, and how many new days fall into it.
 */
#include "lab/demo.h"
#include "lab/golden.h"
#include "lab/grid.h"
#include "lab/random.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

enum { SHOWN = 101, SETS = 300, BINS = 24, MEDIAN = 100 };

/* Demand on n past days, in rising order; what a missing loaf costs and one left over. */
struct bakery {
	size_t n;
	double *y, under, over;
	double sigma; /* demand is lognormal: its logarithm is normal */
};

/* [pinball] */
/* tau for each unit too low, 1 - tau for each unit too high. */
static double pinball(double y, double forecast, double tau)
{
	double error = y - forecast;

	return error > 0 ? tau * error : (tau - 1) * error;
}
/* [end] */

static double tau_of(const struct bakery *b)
{
	return b->under / (b->under + b->over);
}

/* Mean cost a day of the order c: pinball loss, in money. */
static double cost(double c, const void *bakery)
{
	const struct bakery *b = bakery;
	double sum = 0;

	for (size_t i = 0; i < b->n; i++)
		sum += pinball(b->y[i], c, tau_of(b));
	return (b->under + b->over) * sum / (double)b->n;
}

/* One loaf more costs `over` on days when it stays, and saves `under` on the others. */
static double slope(const struct bakery *b, double c)
{
	double served = 0;

	for (size_t i = 0; i < b->n; i++)
		served += b->y[i] <= c;
	served /= (double)b->n;
	return b->over * served - b->under * (1 - served);
}

/* Place in the sorted list, counted from 1, that a share tau of n does not exceed. */
static size_t place(double tau, size_t n)
{
	return (size_t)fmax(1, ceil(tau * (double)n - 1e-9));
}

/* The cost in the long run, from the distribution: E(y - c)+ and E(c - y)+. */
static double long_run(const struct bakery *b, double c)
{
	double mean = MEDIAN * exp(b->sigma * b->sigma / 2), d = log(c / MEDIAN) / b->sigma;
	double missing = mean * gsl_cdf_ugaussian_Q(d - b->sigma) - c * gsl_cdf_ugaussian_Q(d);

	return b->under * missing + b->over * (missing + c - mean);
}

static double share_below(const struct bakery *b, double c)
{
	return c > 0 ? gsl_cdf_lognormal_P(c, log(MEDIAN), b->sigma) : 0;
}

static void draw_cost(struct demo *d, const struct bakery *b, double best)
{
	double x[SHOWN], seen[SHOWN], theory[SHOWN], at_best = cost(best, b), bend = 0, astray = 0;
	double sd = MEDIAN * exp(b->sigma * b->sigma / 2) * sqrt(expm1(b->sigma * b->sigma));

	grid_even(x, SHOWN, 1, fmax(301, 1.25 * best));
	for (int i = 0; i < SHOWN; i++) {
		seen[i] = cost(x[i], b);
		theory[i] = long_run(b, x[i]);
		astray = fmax(astray, fabs(seen[i] - theory[i]));
		if (i == 0)
			continue;
		double rise = (seen[i] - seen[i - 1]) / (x[i] - x[i - 1]);
		bend = fmax(bend, fmax(rise - slope(b, x[i]), slope(b, x[i - 1]) - rise));
	}
	demo_check_at_most(d, "slopes", bend, 1e-10 * (b->under + b->over),
		"each rise is between the slopes at its ends, by counting days");
	/* The cost of a day changes by at most its larger price for each loaf of demand. */
	demo_check_at_most(d, "long_run", astray,
		6 * fmax(b->under, b->over) * sd / sqrt((double)b->n),
		"E(y - c)+ of the lognormal in closed form, 6 standard errors, for each order");
	struct demo_plot *p = demo_plot(d, "cost", "order [loaves]", "cost a day", DEMO_LINEAR);
	demo_plot_title(p, "What an order costs a day");
	demo_line(p, "these days", x, seen, SHOWN);
	demo_reference(p, "in the long run", x, theory, SHOWN);
	demo_points(p, "best", &best, &at_best, 1);
}

static void show_order(struct demo *d, const struct bakery *b)
{
	double tau = tau_of(b), best = b->y[place(tau, b->n) - 1];
	double mean = gsl_stats_mean(b->y, 1, b->n);
	double truth = gsl_cdf_lognormal_Pinv(tau, log(MEDIAN), b->sigma);
	double found = golden_section(cost, b, 0, b->y[b->n - 1]);
	double served = 0;

	for (size_t i = 0; i < b->n; i++)
		served += (b->y[i] <= best) / (double)b->n;
	demo_value(d, "tau", tau, "τ = under / (under + over)");
	demo_value(d, "tau_wrong", 1 - tau, "the same with the prices exchanged");
	demo_value(d, "order", best, "best order: the τ quantile of the demand");
	demo_value(d, "served", served, "days on which it is enough");
	demo_value(d, "order_cost", cost(best, b), "its cost a day");
	demo_value(d, "mean", mean, "mean demand");
	demo_value(d, "mean_cost", cost(mean, b), "cost a day if the mean is ordered");
	demo_value(d, "median_cost", cost(gsl_stats_median_from_sorted_data(b->y, 1, b->n), b),
		"the same for the median");
	demo_value(d, "swapped_cost", cost(b->y[place(1 - tau, b->n) - 1], b),
		"the same for the quantile with the prices exchanged");
	demo_value(d, "long_order", truth, "best order in the long run");
	demo_value(d, "long_cost", long_run(b, truth), "its cost a day");
	demo_check(d, "quantile", cost(best, b), cost(found, b), 1e-13 * cost(best, b),
		"sorted demand, against golden section on the cost");
	demo_check(d, "nothing", cost(0, b), b->under * mean, 1e-12 * b->under * mean,
		"whoever orders nothing misses the whole demand: GSL's mean of it");
	/* Which is a share of F that has a beta distribution with these parameters. */
	double rank = (double)place(tau, b->n);
	demo_check(d, "share", gsl_cdf_beta_P(share_below(b, best), rank, (double)b->n + 1 - rank),
		0.5, 0.5 - 1e-6,
		"F(order) is no stranger than one in a million, as one of n sorted days");
	draw_cost(d, b, best);
}

/* Of n sorted days, place `low` to place `high`: what share of new days falls between?
 * F(y) is uniform whatever F is, so uniform days do; and uniform places low and high are a
 * share apart that has a beta distribution with these two parameters. */
static void show_coverage(struct demo *d, const struct bakery *b, double level, struct random *r)
{
	size_t low = place((1 - level) / 2, b->n), high = place((1 + level) / 2, b->n);
	double inside = (double)(high - low), outside = (double)(b->n + 1) - inside;
	double theory = inside / (inside + outside), all = inside + outside;
	double sd = sqrt(theory * (1 - theory) / (all + 1)), worst = 0;
	double *u = demo_vector(d, b->n), covered[SETS], x[SHOWN], density[SHOWN], edge[BINS + 1];

	for (int k = 0; k < SETS; k++) {
		for (size_t i = 0; i < b->n; i++)
			u[i] = random_uniform(r, 0, 1);
		covered[k] = gsl_stats_select(u, 1, b->n, high - 1) -
			     gsl_stats_select(u, 1, b->n, low - 1);
	}
	double mean = gsl_stats_mean(covered, 1, SETS), spread = gsl_stats_sd(covered, 1, SETS);
	demo_value(d, "low", b->y[low - 1], "interval: from");
	demo_value(d, "high", b->y[high - 1], "to");
	demo_value(d, "coverage", mean, "share of new days inside, mean of 300 data sets");
	demo_value(d, "coverage_sd", spread, "its standard deviation between data sets");
	demo_value(d, "coverage_sd_theory", sd, "the same by the beta distribution");
	demo_value(d, "coverage_theory", theory, "(places apart) / (n + 1)");
	demo_check(d, "coverage", mean, theory, 5 * sd / sqrt(SETS),
		"mean of the beta distribution, 5 standard errors");
	demo_check(d, "coverage_sd", spread, sd, 5 * sd / sqrt(2.0 * SETS),
		"its standard deviation, 5 standard errors");
	grid_even(x, SHOWN, fmax(0, theory - 6 * sd), fmin(1, theory + 6 * sd));
	grid_even(edge, BINS + 1, x[0], x[SHOWN - 1]);
	double width = (x[SHOWN - 1] - x[0]) / BINS, h = 1e-5;
	for (int i = 0; i < SHOWN; i++) {
		double a = fmax(0, x[i] - h), c = fmin(1, x[i] + h);
		double rise =
			gsl_cdf_beta_P(c, inside, outside) - gsl_cdf_beta_P(a, inside, outside);

		density[i] = SETS * (edge[1] - edge[0]) * gsl_ran_beta_pdf(x[i], inside, outside);
		worst = fmax(worst, fabs(density[i] - rise / (c - a) * width * SETS));
	}
	/* Differences over 2h are off by h² times the curvature, which is about 1/sd² of the top.
	 */
	demo_check_at_most(d, "density", worst, SETS * (pow(h / sd, 2) + h / sd),
		"differences of the distribution function");
	struct demo_plot *p =
		demo_plot(d, "coverage_plot", "share of new days inside", "data sets", DEMO_LINEAR);
	demo_plot_title(p, "How much the interval really covers");
	demo_histogram(p, "300 data sets", covered, SETS, x[0], x[SHOWN - 1], BINS);
	demo_reference(p, "theory", x, density, SHOWN);
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Quantile loss: how many loaves, and how sure");
	double under = demo_log(d, "under", 4, 0.5, 50, "cost of a missing loaf");
	double over = demo_log(d, "over", 1, 0.5, 50, "cost of a loaf left over");
	double sigma = demo_real(d, "sigma", 0.4, 0.1, 1, "skewness: σ of ln demand");
	size_t n = (size_t)demo_int(d, "days", 200, 20, 2000, "past days");
	double level = demo_real(d, "level", 0.8, 0.5, 0.98, "interval: share of days wanted");
	int seed = demo_int(d, "seed", 1, 1, 1000, "seed");
	struct random *r = random_new(d, (unsigned)seed);
	struct bakery b = {n, demo_vector(d, n), under, over, sigma};
	double mean = MEDIAN * exp(sigma * sigma / 2), sd = mean * sqrt(expm1(sigma * sigma));
	double z = gsl_cdf_ugaussian_Pinv((1 + level) / 2);

	for (size_t i = 0; i < n; i++)
		b.y[i] = MEDIAN * exp(random_normal(r, 0, sigma));
	gsl_sort(b.y, 1, n);
	show_order(d, &b);
	demo_value(
		d, "above", pinball(110, 100, tau_of(&b)), "pinball loss of a forecast 10 too low");
	demo_value(d, "below", pinball(90, 100, tau_of(&b)), "the same, 10 too high");
	demo_value(d, "normal_below", share_below(&b, mean - z * sd), "days below mean - z sd");
	demo_value(d, "normal_above", 1 - share_below(&b, mean + z * sd), "days above mean + z sd");
	show_coverage(d, &b, level, r);
	return demo_close(d);
}
