/*
 * Log loss, the price of a yes/no forecast: ten days of rain forecasts and what they
 * pay; then one forecast that a network gives as a logit z, by the formula as it is
 * written and by a form that keeps its digits.
 */
#include "lab/demo.h"

#include <float.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>

enum { DAYS = 10, SHOWN = 199, LOGITS = 241 };

struct day {
	double p; /* forecast: probability of rain */
	int rain; /* what happened: 1 or 0 */
};

static const struct day known[DAYS - 1] = {
	{0.9, 1}, {0.8, 1}, {0.7, 1}, {0.6, 1}, {0.7, 0}, {0.4, 0}, {0.3, 0}, {0.2, 0}, {0.1, 0}};

/* [penalty] */
static double log_loss(double p, int y)
{
	return y ? -log(p) : -log(1 - p);
}
/* [end] */

/* [forms] */
static double naive(double z, int y)
{
	double p = 1 / (1 + exp(-z));

	return log_loss(p, y);
}

/* ln(1 + e^s), where s is the logit of what did not happen. */
static double stable(double z, int y)
{
	double s = y ? -z : z;

	return fmax(s, 0) + log1p(exp(-fabs(s)));
}
/* [end] */

static double clipped(double z, int y, double eps)
{
	double p = 1 / (1 + exp(-z));

	return log_loss(fmin(fmax(p, eps), 1 - eps), y);
}

/* What PyTorch's BCELoss makes of a sigmoid in single precision: ln is cut at -100,
 * and its slope divides by p (1 - p), or by 1e-12 if that is more. */
static float single(float z, int y, float *slope)
{
	float p = 1 / (1 + expf(-z)), spread = p * (1 - p);

	*slope = (p - (float)y) / fmaxf(spread, 1e-12F) * spread;
	return 0 - fmaxf(logf(y ? p : 1 - p), -100);
}

/* The same function by another road, in 64 bits of mantissa: ln(1 + u) is
 * 2 artanh(u / (2 + u)), and ln(1 + e^s) = s + ln(1 + e^-s). */
static double truth(double z, int y)
{
	long double s = y ? -z : z, u = expl(-fabsl(s));

	return (double)(2 * atanhl(u / (2 + u)) + (s > 0 ? s : 0));
}

/* ---- ten days */

static double one_over(double t, void *unused)
{
	(void)unused;
	return 1 / t;
}

/* -ln q is the area under 1/t from q to 1. */
static double area(gsl_integration_workspace *w, double q)
{
	gsl_function f = {one_over, NULL};
	double result, error;

	gsl_integration_qag(&f, q, 1, 0, 1e-10, 100, GSL_INTEG_GAUSS21, w, &result, &error);
	return result;
}

static void draw_penalty(struct demo *d, const struct day *days)
{
	double p[SHOWN], rain[SHOWN], dry[SHOWN], off = 0, at[2][DAYS], paid[2][DAYS];
	gsl_integration_workspace *w = gsl_integration_workspace_alloc(100);
	size_t n[2] = {0, 0};
	struct demo_plot *plot = demo_plot(
		d, "penalty", "forecast: probability of rain", "loss [nats]", DEMO_LINEAR);

	for (int i = 0; i < SHOWN; i++) {
		p[i] = (i + 1.0) / (SHOWN + 1);
		rain[i] = log_loss(p[i], 1);
		dry[i] = log_loss(p[i], 0);
		off = fmax(off, fabs(rain[i] - area(w, p[i])));
		off = fmax(off, fabs(dry[i] - area(w, 1 - p[i])));
	}
	for (int i = 0; i < SHOWN; i++) /* what is rain to one is dry weather to the other */
		off = fmax(off, fabs(rain[i] - dry[SHOWN - 1 - i]));
	for (int i = 0; i < DAYS; i++) {
		int y = days[i].rain;
		at[y][n[y]] = days[i].p;
		paid[y][n[y]++] = log_loss(days[i].p, y);
	}
	for (int y = 0; y < 2; y++)
		for (size_t i = 0; i < n[y]; i++)
			off = fmax(off, fabs(paid[y][i] - area(w, y ? at[y][i] : 1 - at[y][i])));
	gsl_integration_workspace_free(w);
	demo_check(d, "penalty", off, 0, 1e-8, "curves and days: area under 1/t, by quadrature");
	demo_plot_title(plot, "What a forecast pays");
	demo_range_y(plot, 0, 7);
	demo_line(plot, "if it rains", p, rain, SHOWN);
	demo_line(plot, "if it stays dry", p, dry, SHOWN);
	demo_points(plot, "rainy days", at[1], paid[1], n[1]);
	demo_points(plot, "dry days", at[0], paid[0], n[0]);
}

/* If each forecast were true: the expected mean loss over all 1024 ways that ten
 * days can go must be the mean of the days' entropies. */
static void check_expected(struct demo *d, const struct day *days)
{
	double by_ways = 0, entropy = 0, chance = 0;

	for (unsigned way = 0; way < 1U << DAYS; way++) {
		double paid = 0, probability = 1;
		for (int i = 0; i < DAYS; i++) {
			int y = way >> i & 1;
			paid += log_loss(days[i].p, y) / DAYS;
			probability *= y ? days[i].p : 1 - days[i].p;
		}
		by_ways += probability * paid;
		chance += probability;
	}
	for (int i = 0; i < DAYS; i++) {
		double p = days[i].p;
		entropy -= (p * log(p) + (1 - p) * log1p(-p)) / DAYS;
	}
	demo_value(d, "honest", entropy, "expected, if each forecast were true");
	demo_check(d, "honest", by_ways, entropy, 1e-12, "enumeration of 1024 ways: mean entropy");
	demo_check(d, "chance", chance, 1, 1e-12, "their probabilities add up to 1");
}

static void ten_days(struct demo *d, double p, int rain)
{
	double mean = 0, product = 1, right = 0, rate = 0, constant = 0, extra = -log(p / (1 - p));
	struct day days[DAYS];

	for (int i = 0; i < DAYS; i++) {
		days[i] = i < DAYS - 1 ? known[i] : (struct day){p, rain};
		mean += log_loss(days[i].p, days[i].rain) / DAYS;
		product *= days[i].rain ? days[i].p : 1 - days[i].p;
		right += (days[i].p > 0.5) == days[i].rain;
		rate += (double)days[i].rain / DAYS;
	}
	for (int i = 0; i < DAYS; i++)
		constant += log_loss(rate, days[i].rain) / DAYS;
	demo_value(d, "mean", mean, "log loss of the ten days");
	demo_value(d, "likelihood", product, "probability given to all that happened");
	demo_value(d, "right", right, "days on the right side of 1/2");
	demo_value(d, "rate", rate, "share of rainy days");
	demo_value(d, "constant", constant, "log loss of always saying that share");
	demo_value(d, "coin", log_loss(0.5, rain), "loss of a forecast of 1/2");
	demo_value(d, "if_rain", log_loss(p, 1), "tenth day's loss, if it rains");
	demo_value(d, "if_dry", log_loss(p, 0), "tenth day's loss, if it stays dry");
	demo_value(d, "if_dry_bits", log_loss(p, 0) / M_LN2, "the same [bits]");
	demo_value(d, "share", log_loss(p, rain) / (mean * DAYS), "tenth day's share of the sum");
	demo_check(d, "likelihood", mean, -log(product) / DAYS, 1e-13, "maximum likelihood");
	demo_check(d, "constant", constant, -(rate * log(rate) + (1 - rate) * log1p(-rate)), 1e-13,
		"entropy of that share");
	demo_check(d, "two_prices", log_loss(p, 1) - log_loss(p, 0), extra, 1e-12,
		"the two prices differ by the logit");
	check_expected(d, days);
	draw_penalty(d, days);
}

/* ---- one logit */

/* The least logit at which `infinite` holds, by bisection. */
static double border(bool (*infinite)(double))
{
	double lo = 0, hi = 100;

	for (int i = 0; i < 60; i++) {
		double middle = (lo + hi) / 2;
		*(infinite(middle) ? &hi : &lo) = middle;
	}
	return hi;
}

static bool naive_is_infinite(double z)
{
	return isinf(naive(z, 0));
}

static bool single_is_cut(double z)
{
	float slope;

	return single((float)z, 0, &slope) == 100;
}

/* Over logits from 0 to 60, in disfavor of what happened. */
static void draw_forms(struct demo *d, double eps)
{
	double z[LOGITS], good[LOGITS], twice[LOGITS], once[LOGITS], cut[LOGITS];
	double off = 0, off_twice = 0, off_once = 0, off_cut = 0;

	for (int i = 0; i < LOGITS; i++) {
		double want, kept;
		float slope;
		z[i] = 60.0 * i / (LOGITS - 1);
		want = truth(z[i], 0);
		kept = exp(-want); /* 1 - p */
		good[i] = stable(z[i], 0);
		twice[i] = naive(z[i], 0);
		once[i] = single((float)z[i], 0, &slope);
		cut[i] = clipped(z[i], 0, eps);
		off = fmax(off, fabs(good[i] / want - 1));
		/* 1 - p is off by half an epsilon of 1, so 1 ± that / (1 - p) is what ln sees. */
		if (kept > 2 * DBL_EPSILON)
			off_twice = fmax(off_twice, fabs(twice[i] - want) * kept / DBL_EPSILON);
		if (kept > 2 * FLT_EPSILON)
			off_once = fmax(off_once, fabs(once[i] - want) * kept / FLT_EPSILON);
		off_cut = fmax(off_cut, fabs(cut[i] - fmin(want, -log(eps))) * eps);
	}
	demo_value(d, "edge", good[LOGITS - 1], "loss at the plot's right edge");
	demo_check_at_most(d, "stable", off, 4 * DBL_EPSILON, "2 artanh(u / (2 + u)) in 64 bits");
	demo_check_at_most(d, "naive", off_twice, 2, "rounding of 1 - p, in units of epsilon");
	demo_check_at_most(d, "single", off_once, 2, "the same in single precision");
	demo_check_at_most(d, "clip", off_cut, 2 * DBL_EPSILON, "the lesser of truth and -ln ε");
	demo_check(d, "end_of_naive", border(naive_is_infinite), 53 * M_LN2, 1e-9,
		"bisection: e^-z under half an epsilon");
	demo_check(d, "end_of_single", border(single_is_cut), 24 * M_LN2, 2e-6,
		"the same with 24 bits");

	struct demo_plot *plot =
		demo_plot(d, "forms", "logit for rain, on a dry day", "loss [nats]", DEMO_LINEAR);
	demo_plot_title(plot, "The loss as it is computed");
	demo_range_y(plot, 0, 110);
	demo_line(plot, "from the logit", z, good, LOGITS);
	demo_line(plot, "naive, double", z, twice, LOGITS);
	demo_line(plot, "BCELoss, single", z, once, LOGITS);
	demo_line(plot, "clipped", z, cut, LOGITS);
}

static void one_logit(struct demo *d, double z, int rain, double eps)
{
	double p = 1 / (1 + exp(-z)), h = 1e-5, slope = p - rain;
	double up = stable(z + h, rain), down = stable(z - h, rain);
	char text[32];
	float cut_slope, cut_loss = single((float)z, rain, &cut_slope);

	snprintf(text, sizeof text, "%.6g", naive(z, rain) + 0.0); /* no -0 */
	demo_value(d, "stable", stable(z, rain), "loss, from the logit");
	demo_text(d, "naive", text, "the same by way of p");
	demo_value(d, "clipped", clipped(z, rain, eps), "the same with p clipped");
	demo_value(d, "single", cut_loss, "BCELoss after a sigmoid, single precision");
	demo_value(d, "slope", slope, "slope: p - y");
	demo_value(d, "single_slope", cut_slope, "slope through BCELoss and sigmoid");
	demo_value(d, "cap", -log(eps), "most that a clipped loss can be");
	demo_value(d, "end_double", border(naive_is_infinite), "naive is infinite from this logit");
	demo_value(d, "end_single", border(single_is_cut), "p is 1 from this logit, single");
	/* h²/60 of truncation; the losses' rounding over h. */
	demo_check(d, "slope", (up - down) / (2 * h), slope,
		1e-11 + 2 * DBL_EPSILON * fmax(1, fabs(z)) / h, "central difference of the loss");
	demo_check(d, "other_side", stable(z, 1) - stable(z, 0), -z,
		4 * DBL_EPSILON * fmax(1, fabs(z)), "the two outcomes' losses differ by the logit");
	draw_forms(d, eps);
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Log loss: the price of a yes/no forecast");
	double p = demo_real(d, "p", 0.8, 0.001, 0.999, "tenth day: probability of rain");
	int rain = demo_choice(d, "outcome", "dry|rain", "and what happens");
	double z = demo_real(d, "z", 40, -800, 800, "a network's logit for the tenth day");
	double eps = demo_log(d, "clip", 1e-7, 1e-15, 0.01, "clip p to ε .. 1 - ε");

	ten_days(d, p, rain);
	one_logit(d, z, rain, eps);
	return demo_close(d);
}
