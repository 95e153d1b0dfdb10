/*
 * Why a cost is minimized. A parcel breaks with probability p, which nobody knows. After n
 * parcels the cost of a belief q is the mean of -ln(probability of what happened); its
 * minimum finds p. And the belief is used: insure a parcel at price c (of its value) if
 * q > c. The excess cost of a belief bounds the money that its decisions lose.
 */
#include "lab/demo.h"
#include "lab/golden.h"
#include "lab/loss.h"
#include "lab/random.h"

#include <gsl/gsl_math.h>
#include <math.h>

enum { STEPS = 40, PRICES = 20000, CURVE = 99 };

/* [cost] */
/* The mean of -ln q over broken parcels, of -ln(1 - q) over whole. */
static double cost(double share, double q)
{
	double sum = 0;

	if (share > 0)
		sum -= share * log(q);
	if (share < 1)
		sum -= (1 - share) * log1p(-q);
	return sum;
}

/* What a parcel costs: its price if it is insured, else p on average. */
static double bill(double p, double q, double price)
{
	return q > price ? price : p;
}
/* [end] */

static double cost_at(double q, const void *share)
{
	return cost(*(const double *)share, q);
}

/* The bill above the best one, on average over all prices from 0 to 1: only prices between
 * q and p are decided wrongly, each costs its distance from p. */
static double regret(double p, double q)
{
	return (p - q) * (p - q) / 2;
}

/* The sum of p ln(p / q) over broken and whole: what belief q costs too much. */
static double excess(double p, double q)
{
	return p * log(p / q) + (1 - p) * log((1 - p) / (1 - q));
}

/* Beliefs at steps 0..STEPS of descent from q on its logit z: the slope is q - share. */
static void descend(double share, double q, double eta, double *belief)
{
	double z = log(q / (1 - q));

	for (int k = 0; k <= STEPS; k++) {
		belief[k] = sigmoid(z);
		z -= eta * (belief[k] - share);
	}
}

struct sample {
	size_t n;
	double *x, *y;
};

/* y = mu + w x + normal noise: one model if w is 0, another if mu is. */
static struct sample draw(
	struct demo *d, struct random *r, size_t n, double mu, double w, double sigma)
{
	struct sample s = {n, demo_vector(d, n), demo_vector(d, n)};

	for (size_t i = 0; i < n; i++) {
		s.x[i] = random_uniform(r, 0, 2);
		s.y[i] = mu + w * s.x[i] + random_normal(r, 0, sigma);
	}
	return s;
}

/* Mean of -ln density of y, normal around center + slope x. */
static double normal_cost(const struct sample *s, double center, double slope, double sigma)
{
	double sum = 0;

	for (size_t i = 0; i < s->n; i++) {
		double u = (s->y[i] - center - slope * s->x[i]) / sigma;
		sum += u * u / 2 + log(sigma * sqrt(2 * M_PI));
	}
	return sum / (double)s->n;
}

static double center_cost(double center, const void *s)
{
	return normal_cost(s, center, 0, 3);
}

static double slope_cost(double slope, const void *s)
{
	return normal_cost(s, 0, slope, 3);
}

static double least_at(double (*f)(double, const void *), const void *context)
{
	return golden_section(f, context, 0.1, 20);
}

/* Around the center of least cost, which is the same for every sigma. */
struct centered {
	const struct sample *sample;
	double center;
};

static double sigma_cost(double sigma, const void *context)
{
	const struct centered *c = context;

	return normal_cost(c->sample, c->center, 0, sigma);
}

static void tabulate(struct demo *d, struct random *r, size_t n, double share, double p)
{
	static const char *const name[] = {"found", "mean", "sigma", "slope"};
	static const char *const spread[] = {"p_error", "mean_error", "sigma_error", "slope_error"};
	struct demo_table *t = demo_table(d, "estimates",
		"quantity|truth|least cost at|formula|standard error", "Four minima");
	struct sample weights = draw(d, r, n, 10, 0, 2), prices = draw(d, r, n, 0, 5, 2);
	double mean = 0, square = 0, xx = 0, xy = 0, error = 2 / sqrt((double)n), far = 0;

	for (size_t i = 0; i < n; i++) {
		mean += weights.y[i] / (double)n;
		xx += prices.x[i] * prices.x[i];
		xy += prices.x[i] * prices.y[i];
	}
	for (size_t i = 0; i < n; i++)
		square += (weights.y[i] - mean) * (weights.y[i] - mean) / (double)n;
	double sigma = sqrt(square), center = least_at(center_cost, &weights);
	const struct centered centered = {&weights, center};
	double rows[][4] = {
		{p, golden_section(cost_at, &share, 0, 1), share, error * sqrt(p * (1 - p)) / 2},
		{10, center, mean, error},
		{2, least_at(sigma_cost, &centered), sigma, error / sqrt(2)},
		{5, least_at(slope_cost, &prices), xy / xx, 2 / sqrt(xx)}};
	for (int i = 0; i < 4; i++) {
		const double *row = rows[i];
		demo_named_row(t, name[i], row);
		demo_value(d, name[i], row[2], "formula for the minimum");
		demo_value(d, spread[i], row[3], "its standard error");
		/* Golden section is off by about 1e-8 of the bowl's width, here below 10. */
		demo_check(d, name[i], row[1], row[2], 1e-6, "formula against golden section");
		if (i > 0)
			far = fmax(far, fabs(row[2] - row[0]) / row[3]);
	}
	demo_check(d, "least_normal", normal_cost(&weights, mean, 0, sigma),
		log(sigma) + log(2 * M_PI) / 2 + 0.5, 1e-12, "entropy of a normal distribution");
	demo_check_at_most(d, "truth", far, 5.5, "standard errors from the truth, at most");
}

static void plot_cost(struct demo *d, double share, double p)
{
	double q[CURVE], sample[CURVE], truth[CURVE], lowest = cost(p, p), area = 0;

	for (int i = 0; i < CURVE; i++) {
		q[i] = (i + 1.0) / (CURVE + 1);
		sample[i] = cost(share, q[i]);
		truth[i] = cost(p, q[i]);
		area += (sample[i] + truth[i]) / 2 / (CURVE + 1);
	}
	/* The mean of -ln(i/100) over 1..99 and of -ln(1 - i/100) are the same: any mixture. */
	demo_check(d, "area", area, log(CURVE + 1) - lgamma(CURVE + 2) / (CURVE + 1), 1e-13,
		"logarithm of a factorial, whatever p");
	struct demo_plot *plot = demo_plot(d, "costs", "belief q", "cost [nats]", DEMO_LINEAR);
	demo_plot_title(plot, "The cost of a belief: on the parcels seen, and on all to come");
	demo_range_x(plot, 0, 1);
	demo_range_y(plot, 0, 2.5);
	demo_line(plot, "parcels seen", q, sample, CURVE);
	demo_line(plot, "to come", q, truth, CURVE);
	demo_points(plot, "truth p", &p, &lowest, 1);
}

static void plot_descent(struct demo *d, double share, double p, const double *belief, double eta)
{
	double step[STEPS + 1], over[STEPS + 1], lost[STEPS + 1], high = 0, risen = 0, off = 0;

	for (int k = 0; k <= STEPS; k++) {
		step[k] = k;
		over[k] = excess(p, belief[k]);
		lost[k] = regret(p, belief[k]);
	}
	for (int k = 0; k <= STEPS; k++) {
		double q = belief[k], brier = p * (1 - q) * (1 - q) + (1 - p) * q * q;
		off = fmax(off, fabs(over[k] - cost(p, q) + cost(p, p)));
		off = fmax(off, fabs(2 * lost[k] - brier + p * (1 - p)));
		high = fmax(high, lost[k] - over[k] / 4);
		if (k < STEPS) {
			double least = eta * (1 - eta / 8) * (q - share) * (q - share);
			risen = fmax(risen, cost(share, belief[k + 1]) - cost(share, q) + least);
		}
	}
	demo_check_at_most(
		d, "drawn", off, 1e-13, "cost less entropy; half the Brier score's excess");
	demo_check_at_most(d, "bound", high, 1e-15, "Pinsker: mean regret at most excess / 4");
	demo_check_at_most(d, "descent", risen, 1e-14, "descent lemma, curvature at most 1/4");
	struct demo_plot *plot =
		demo_plot(d, "decisions", "step", "nats; share of value", DEMO_LOG_Y);
	demo_plot_title(plot, "Descent on the cost: its excess, and what decisions lose");
	demo_range_y(plot, 1e-5, 1);
	demo_line(plot, "excess cost", step, over, STEPS + 1);
	demo_line(plot, "mean regret", step, lost, STEPS + 1);
}

/* The mean regret at a belief, price by price. */
static double regret_by_prices(double p, double q)
{
	double sum = 0;

	for (int i = 0; i < PRICES; i++) {
		double price = (i + 0.5) / PRICES;
		sum += bill(p, q, price) - fmin(p, price);
	}
	return sum / PRICES;
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Why minimize: beliefs, costs, decisions");
	double p = demo_real(d, "p", 0.3, 0.1, 0.9, "truth: share that breaks");
	int n = demo_int(d, "n", 200, 20, 10000, "parcels seen");
	double start = demo_real(d, "start", 0.9, 0.02, 0.98, "belief q at the start");
	double price = demo_real(d, "price", 0.5, 0, 1, "price of insurance");
	double eta = demo_log(d, "eta", 1, 0.05, 4, "learning rate η");
	unsigned seed = (unsigned)demo_int(d, "seed", 1, 1, 1000, "seed");
	struct random *r = random_new(d, seed);
	double broken = 0, belief[STEPS + 1];

	for (int i = 0; i < n; i++)
		broken += random_uniform(r, 0, 1) < p;
	descend(broken / n, start, eta, belief);

	double share = broken / n, end = belief[STEPS];
	demo_value(d, "broken", broken, "parcels that broke");
	demo_value(d, "cost_start", cost(share, start), "cost at the start");
	demo_value(d, "cost_least", cost(share, share), "least cost on what was seen");
	demo_value(d, "times", n * (cost(share, start) - cost(share, share)) / M_LN10,
		"times as probable at the minimum, power of 10");
	demo_value(d, "end", end, "belief after 40 steps");
	demo_value(d, "excess_start", excess(p, start), "excess cost at the start");
	demo_value(d, "excess_end", excess(p, end), "excess cost after 40 steps");
	demo_value(d, "regret_start", regret(p, start), "mean regret at the start");
	demo_value(d, "regret_end", regret(p, end), "mean regret after 40 steps");
	demo_value(d, "bill_start", bill(p, start, price), "bill a parcel at the start");
	demo_value(d, "bill_end", bill(p, end, price), "bill a parcel after 40 steps");
	demo_value(d, "bill_best", fmin(p, price), "bill of who knows p");
	demo_value(d, "no_square", fabs(p - start) / 2, "half the distance of start and p");
	demo_value(d, "no_half", (p - start) * (p - start), "square of that distance");
	demo_check(d, "regret", regret_by_prices(p, start), regret(p, start), 1.0 / PRICES,
		"20,000 prices, one by one");
	/* Chernoff: a larger deviation has probability 2 exp(-30). */
	demo_check_at_most(d, "near", n * (cost(share, p) - cost(share, share)), 30,
		"what the truth costs too much on n parcels");
	plot_cost(d, share, p);
	plot_descent(d, share, p, belief, eta);
	tabulate(d, r, (size_t)n, share, p);
	return demo_close(d);
}
