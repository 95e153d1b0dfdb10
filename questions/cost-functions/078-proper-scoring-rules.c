/* Proper scores: which report a loss rewards most, where proper ones come from, and what
 * the mean of one says of a forecaster with many forecasts. */
#include "lab/demo.h"
#include "lab/golden.h"
#include "lab/grid.h"

#include <math.h>

enum { SHOWN = 97, BINS = 10, CASES = 200, STEPS = 2000 };
enum score { LOG, SPHERICAL, BRIER, ABSOLUTE, FOCAL };

struct setting {
	enum score score;
	double truth, gamma;
};

/* [score] */
/* The loss of the report q if the event happens; if not, 1 - q takes its place. */
static double loss(const struct setting *s, double q)
{
	switch (s->score) {
	case LOG:
		return -log(q);
	case BRIER:
		return (1 - q) * (1 - q);
	case SPHERICAL:
		return 1 - q / sqrt(q * q + (1 - q) * (1 - q));
	case ABSOLUTE:
		return 1 - q;
	case FOCAL:
		return -pow(1 - q, s->gamma) * log(q);
	}
	return 0;
}

static double expected(double q, const void *context)
{
	const struct setting *s = context;

	return s->truth * loss(s, q) + (1 - s->truth) * loss(s, 1 - q);
}
/* [end] */

static double best(const struct setting *s)
{
	return golden_section(expected, s, 1e-9, 1 - 1e-9);
}

/* The entropy of a score: the expected loss of an honest report. */
static double entropy(enum score score, double p)
{
	return expected(p, &(struct setting){score, p, 0});
}

/* What the report q costs over the honest one. */
static double divergence(enum score score, double p, double q)
{
	return expected(q, &(struct setting){score, p, 0}) - entropy(score, p);
}

/* The best report of each score, by search over values of the expected loss alone. */
static void find_best(struct demo *d, double p, double gamma)
{
	const char *names[] = {"log", "spherical", "brier"};

	for (enum score k = LOG; k <= BRIER; k++) {
		double q = best(&(struct setting){k, p, gamma});

		demo_value(d, names[k], q, "best report by this score");
		/* A search by values finds the place to some 1e-8 of the bowl. */
		demo_check(d, names[k], q, p, 1e-6, "golden section finds the truth");
	}
	double q = best(&(struct setting){FOCAL, p, gamma}), r = 1 - q;
	/* Minus the slope of the focal loss at q and at 1 - q. */
	double up = pow(r, gamma) / q - gamma * pow(r, gamma - 1) * log(q);
	double down = pow(q, gamma) / r - gamma * pow(q, gamma - 1) * log(r);
	double undone = down / (up + down), sure = best(&(struct setting){ABSOLUTE, p, gamma});
	demo_value(d, "absolute", sure, "by absolute error");
	demo_value(d, "focal", q, "best report by focal loss");
	demo_value(d, "undone", undone, "truth recovered from it");
	demo_value(d, "honest_error", entropy(ABSOLUTE, p), "absolute error of the honest report");
	demo_value(d, "sure_error", 1 - p, "absolute error of the report 1");
	demo_check(d, "absolute", sure, 1, 1e-6, "linear in q: the end of the interval");
	demo_check(d, "focal", undone, p, 1e-5, "where the slope is 0, in closed form");
	demo_check_at_least(d, "focal_above", q, 0.5, "focal loss keeps the likelier side");
	demo_check_at_most(d, "focal_below", q, p, "but is underconfident");
}

/* One report, and what it costs. */
static void judge(struct demo *d, double p, double q)
{
	double brier = divergence(BRIER, p, q), honest = entropy(BRIER, p);
	double regret = divergence(LOG, p, q);
	double kl = p * log(p / q) + (1 - p) * log((1 - p) / (1 - q));

	demo_value(d, "brier_regret", brier, "expected Brier score over the honest one");
	demo_value(d, "log_regret", regret, "expected log loss over the honest one [nats]");
	demo_value(d, "brier_floor", honest, "expected Brier score of the honest report");
	demo_value(d, "brier_all", honest + brier, "expected Brier score of the report");
	demo_check(d, "brier_regret", brier, (q - p) * (q - p), 1e-14, "(q-p)²");
	demo_check(d, "brier_floor", honest, p * (1 - p), 1e-14, "p (1-p)");
	demo_check(d, "log_regret", regret, kl, 1e-13, "KL divergence");
}

/* The loss from its entropy alone, in two ways: by the line that touches it, and as a
 * sum over thresholds c of the cost (1 - c) of a missed event, with weight -H''(c). */
static void represent(struct demo *d, double q)
{
	const char *lines[] = {"line_log", "line_spherical", "line_brier"};
	const char *sums[] = {"sum_log", "sum_spherical", "sum_brier"};
	const double h = 1e-5, wide = 1e-3;

	for (enum score k = LOG; k <= BRIER; k++) {
		struct setting s = {k, 0, 0};
		double slope = (entropy(k, q + h) - entropy(k, q - h)) / (2 * h), sum = 0;
		double line = entropy(k, q) + slope * (1 - q);

		for (int i = 0; i < STEPS; i++) {
			double c = q + (1 - q) * (i + 0.5) / STEPS, e = wide * c * (1 - c);
			double bend = entropy(k, c - e) - 2 * entropy(k, c) + entropy(k, c + e);

			sum -= (1 - q) / STEPS * (1 - c) * bend / (e * e);
		}
		demo_value(d, lines[k], line, "loss of the report, by its tangent");
		/* h² H'''/6, with H''' at most 1/q² here, 400; and rounding, 1e-16/h. */
		demo_check(d, lines[k], line, loss(&s, q), 1e-7, "tangent of the entropy (Savage)");
		/* Differences are off by some wide²/2 of each weight, the midpoints by less. */
		demo_check(d, sums[k], sum, loss(&s, q), 2e-5, "sum over thresholds (Schervish)");
	}
}

/* Mean loss over all cases, one by one. */
static double mean_loss(enum score score, const double *f, const double *hits)
{
	struct setting s = {score, 0, 0};
	double sum = 0;

	for (int k = 0; k < BINS; k++)
		for (int i = 0; i < CASES; i++)
			sum += i < hits[k] ? loss(&s, f[k]) : loss(&s, 1 - f[k]);
	return sum / (BINS * CASES);
}

/* Reliability, resolution and uncertainty, by the divergence that belongs to the score. */
static void decompose(enum score score, const double *f, const double *hits, double *parts)
{
	double base = 0;

	parts[0] = parts[1] = 0;
	for (int k = 0; k < BINS; k++)
		base += hits[k] / (BINS * CASES);
	for (int k = 0; k < BINS; k++) {
		parts[0] += divergence(score, hits[k] / CASES, f[k]) / BINS;
		parts[1] += divergence(score, hits[k] / CASES, base) / BINS;
	}
	parts[2] = entropy(score, base);
}

/* A forecaster: reports f in ten bins, as many of each; the event happens at the rate o. The odds
 * of o are those of f to the power `slope`: below 1 the forecaster is overconfident. */
static void verify(struct demo *d, double slope)
{
	double f[BINS], hits[BINS], o[BINS], part[3], logs[3], ece = 0;
	struct demo_plot *plot = demo_plot(d, "reliability", "forecast", "frequency", DEMO_LINEAR);

	for (int k = 0; k < BINS; k++) {
		f[k] = (k + 0.5) / BINS;
		hits[k] = rint(CASES / (1 + pow(1 / f[k] - 1, slope)));
		o[k] = hits[k] / CASES;
		ece += fabs(f[k] - o[k]) / BINS;
	}
	decompose(BRIER, f, hits, part);
	decompose(LOG, f, hits, logs);
	double score = mean_loss(BRIER, f, hits), mended = mean_loss(BRIER, o, hits);
	demo_plot_title(plot, "What happened, by what was forecast");
	demo_points(plot, "bins", f, o, BINS);
	demo_reference(plot, "calibrated", (double[]){0, 1}, (double[]){0, 1}, 2);
	demo_value(d, "score", score, "Brier score");
	demo_value(d, "rel", part[0], "reliability: less is better");
	demo_value(d, "res", part[1], "resolution: more is better");
	demo_value(d, "unc", part[2], "uncertainty");
	demo_value(d, "ece", ece, "expected calibration error");
	demo_value(d, "mended", mended, "Brier score, recalibrated");
	demo_check(d, "murphy", score, part[0] - part[1] + part[2], 1e-12, "Murphy's three parts");
	demo_check(d, "murphy_log", mean_loss(LOG, f, hits), logs[0] - logs[1] + logs[2], 1e-12,
		"the same with log loss");
	demo_check(d, "mended", mended, part[2] - part[1], 1e-12, "uncertainty - resolution");
}

static void draw(struct demo *d, double p, double gamma)
{
	const char *names[] = {"Brier", "absolute", "focal"};
	double q[SHOWN], excess[SHOWN], lowest = 1, off = 0;
	struct demo_plot *plot = demo_plot(d, "excess", "reported q", "excess", DEMO_LINEAR);

	grid_even(q, SHOWN, 0.02, 0.98);
	demo_plot_title(plot, "Expected loss over its least, by report");
	demo_range_y(plot, 0, 0.2);
	for (enum score k = BRIER; k <= FOCAL; k++) {
		struct setting s = {k, p, gamma};
		double least = expected(best(&s), &s);

		for (int i = 0; i < SHOWN; i++) {
			excess[i] = expected(q[i], &s) - least;
			lowest = fmin(lowest, excess[i]);
			if (k == BRIER)
				off = fmax(off, fabs(excess[i] - (q[i] - p) * (q[i] - p)));
		}
		demo_line(plot, names[k - BRIER], q, excess, SHOWN);
	}
	demo_reference(plot, "truth", (double[]){p, p}, (double[]){0, 0.2}, 2);
	demo_check_at_least(d, "lowest", lowest, -1e-12, "no report drawn beats the search");
	demo_check(d, "curve", off, 0, 1e-12, "(q-p)² along the Brier curve");
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Proper scores: which report pays");
	double p = demo_real(d, "truth", 0.7, 0.55, 0.95, "p, true probability of the event");
	double q = demo_real(d, "report", 0.9, 0.05, 0.95, "q, a report to judge");
	double gamma = demo_real(d, "gamma", 2, 0.5, 5, "γ of the focal loss");
	double slope = demo_real(d, "slope", 0.5, 0.2, 2, "forecaster: below 1 is overconfident");

	find_best(d, p, gamma);
	judge(d, p, q);
	represent(d, q);
	verify(d, slope);
	draw(d, p, gamma);
	return demo_close(d);
}
