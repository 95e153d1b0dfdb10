/*
 * Temperature scaling: a model whose logits are s times too large and, with a shift, lean
 * to one side. One number T divides them all. The cost over T, the calibration error before
 * and after, and what a finite validation set makes of both. At the end, distillation.
 */
#include "lab/demo.h"
#include "lab/golden.h"
#include "lab/grid.h"
#include "lab/loss.h"
#include "lab/random.h"

#include <gsl/gsl_math.h>
#include <gsl/gsl_randist.h>
#include <math.h>

enum { POINTS = 500, SHOWN = 31, BINS_MAX = 50, SETS = 20 };

/* True log-odds a are N(0, spread²); the model's logit is z = s (a + shift). */
struct world {
	double spread, s, shift;
};

/* The model's logits z, the true log-odds a, labels y, and shares that add up to 1. */
struct examples {
	size_t n;
	double *z, *a, *y, *share;
};

struct report {
	double nll, error, accuracy, confidence;
};

static struct examples new_examples(struct demo *d, size_t n)
{
	return (struct examples){
		n, demo_vector(d, n), demo_vector(d, n), demo_vector(d, n), demo_vector(d, n)};
}

/* The population on an even grid around z = 0, where the decision changes. Each point has
 * label 1 in part. Sums are integrals, but for some da²/8 at a kink of |p - y|. */
static struct examples new_population(struct demo *d, const struct world *w)
{
	struct examples e = new_examples(d, POINTS);
	double far = 10 * w->spread, da = 2 * far / POINTS;

	for (size_t i = 0; i < e.n; i++) {
		e.a[i] = ((double)i + 0.5) * da - far - w->shift;
		e.z[i] = w->s * (e.a[i] + w->shift);
		e.y[i] = sigmoid(e.a[i]);
		e.share[i] = gsl_ran_gaussian_pdf(e.a[i], w->spread) * da;
	}
	return e;
}

static struct examples new_sample(struct demo *d, const struct world *w, size_t n, struct random *r)
{
	struct examples e = new_examples(d, n);

	for (size_t i = 0; i < n; i++) {
		e.a[i] = random_normal(r, 0, w->spread);
		e.z[i] = w->s * (e.a[i] + w->shift);
		e.y[i] = random_uniform(r, 0, 1) < sigmoid(e.a[i]);
		e.share[i] = 1 / (double)n;
	}
	return e;
}

/* At T: negative log likelihood, calibration error (if y is the true probability), share
 * of right decisions, and the mean probability that the model gives to its own. */
static struct report judge(const struct examples *e, double T)
{
	struct report sum = {0};

	for (size_t i = 0; i < e->n; i++) {
		double z = e->z[i] / T, p = sigmoid(z), y = e->y[i];

		sum.nll += e->share[i] * (softplus(z) - y * z);
		sum.error += e->share[i] * fabs(p - y);
		sum.accuracy += e->share[i] * (p > 0.5 ? y : 1 - y);
		sum.confidence += e->share[i] * fmax(p, 1 - p);
	}
	return sum;
}

static double nll(double T, const void *examples)
{
	return judge(examples, T).nll;
}

/* Its slope over beta = 1 / T, and its curvature, the variance of the logit under the model. */
static double nll_slope(const struct examples *e, double beta, double *curvature)
{
	double slope = 0;

	*curvature = 0;
	/* [slope] */
	for (size_t i = 0; i < e->n; i++) {
		double z = e->z[i], p = sigmoid(beta * z);

		slope += e->share[i] * z * (p - e->y[i]);
		*curvature += e->share[i] * z * z * p * (1 - p);
	}
	/* [end] */
	return slope;
}

/* The best T, by Newton's method in beta. */
static double fit(const struct examples *e)
{
	double beta = 0, step = 1, curvature;

	/* [fit] */
	for (int k = 0; k < 50 && fabs(step) > 1e-13 * beta; k++) {
		step = -nll_slope(e, beta, &curvature) / curvature;
		beta += step;
	}
	/* [end] */
	return 1 / beta;
}

static int bin_of(double p, int bins)
{
	return (int)fmin(p * bins, bins - 1); /* p = 1 belongs to the last */
}

/* What labels can tell: in each bin, mean p against the share of ones. */
static double binned_error(const struct examples *e, double T, int bins)
{
	double gap[BINS_MAX] = {0}, sum = 0;

	for (size_t i = 0; i < e->n; i++) {
		double p = sigmoid(e->z[i] / T);

		gap[bin_of(p, bins)] += e->share[i] * (p - e->y[i]);
	}
	for (int b = 0; b < bins; b++)
		sum += fabs(gap[b]);
	return sum;
}

/* The binned error of the truth itself: in each bin the size of a nearly normal sum. */
static double show_floor(struct demo *d, const struct examples *sample, int bins, struct random *r)
{
	size_t n = sample->n;
	struct examples truth = {n, sample->a, sample->a, demo_vector(d, n), sample->share};
	double variance[BINS_MAX] = {0}, noise_floor = 0, simulated = 0;

	for (size_t i = 0; i < n; i++)
		variance[bin_of(sigmoid(truth.a[i]), bins)] +=
			sigmoid(truth.a[i]) * sigmoid(-truth.a[i]);
	for (int b = 0; b < bins; b++)
		noise_floor += sqrt(2 / M_PI * variance[b]) / (double)n;
	for (int k = 0; k < SETS; k++) {
		for (size_t i = 0; i < n; i++)
			truth.y[i] = random_uniform(r, 0, 1) < sigmoid(truth.a[i]);
		simulated += binned_error(&truth, 1, bins) / SETS;
	}
	demo_value(d, "floor", noise_floor, "binned error to be expected of a perfect model");
	demo_check(d, "floor", simulated, noise_floor,
		5 * sqrt((1 - 2 / M_PI) / 4 / SETS / (double)n) +
			0.4 * bins / (double)n * noise_floor,
		"20 sets of labels from the truth, 5 standard errors, more for small bins");
	return noise_floor;
}

/* What is known of the population; without a shift the truth is in reach, at T = s. */
static void show_population(
	struct demo *d, const struct world *w, const struct examples *e, double best)
{
	struct report before = judge(e, 1), after = judge(e, best);
	double entropy = 0, moment = 0;

	for (size_t i = 0; i < e->n; i++) {
		double q = e->y[i];

		entropy -= e->share[i] * (q * log(q) + (1 - q) * log1p(-q));
		moment += e->share[i] * e->a[i] * e->a[i];
	}
	demo_value(d, "best_t", best, "best temperature");
	demo_value(d, "nll_before", before.nll, "NLL at T = 1");
	demo_value(d, "nll_after", after.nll, "NLL at the best T");
	demo_value(d, "entropy", entropy, "NLL of the truth: entropy of the labels");
	demo_value(d, "ece_before", before.error, "calibration error at T = 1");
	demo_value(d, "ece_after", after.error, "the same at the best T");
	demo_value(d, "accuracy", after.accuracy, "accuracy at every T");
	demo_check(d, "best", best, golden_section(nll, e, best / 10, 10 * best), 1e-5 * best,
		"golden section on the cost over T");
	demo_check(d, "integrals", sqrt(moment), w->spread, 1e-9, "the normal's second moment");
	demo_check_at_least(d, "entropy", after.nll, entropy - 1e-12, "no T beats the truth");
	if (w->shift == 0) {
		demo_check(d, "truth", best, w->s, 1e-9 * w->s, "the construction: T = s");
		demo_check(d, "attained", after.nll, entropy, 1e-9, "-q ln q - (1 - q) ln(1 - q)");
		demo_check(d, "error", before.error, fabs(before.confidence - before.accuracy),
			1e-9, "confidence against accuracy: all p err to the same side");
	}
}

/* The T fitted to n labeled examples, against the best of the population. */
static double show_fit(struct demo *d, const struct world *w, const struct examples *e,
	const struct examples *sample, double best)
{
	double fitted = fit(sample), h = 1e-3 / best, n = (double)sample->n, noise = 0;
	double low = nll(1 / (1 / best - h), e), high = nll(1 / (1 / best + h), e);
	double curvature, unused;

	nll_slope(e, 1 / best, &curvature);
	for (size_t i = 0; i < e->n; i++) {
		double z = e->z[i], p = sigmoid(z / best), q = e->y[i];

		noise += e->share[i] * z * z * (q * (1 - p) * (1 - p) + (1 - q) * p * p);
	}
	demo_value(d, "fitted_t", fitted, "T fitted to the examples");
	demo_value(d, "se", best * best * sqrt(noise / n) / curvature, "its standard error");
	demo_value(d, "excess", nll(fitted, e) - nll(best, e), "what the fit loses, in NLL");
	demo_value(d, "excess_mean", noise / n / curvature / 2, "the same on average, in theory");
	demo_check(d, "curvature", curvature, (low - 2 * nll(best, e) + high) / (h * h),
		1e-5 * curvature, "second difference of the cost over 1/T");
	demo_check(d, "noise", nll_slope(sample, 1 / best, &unused), 0, 6 * sqrt(noise / n),
		"slope of the sample at the population's best T, 6 standard errors");
	if (w->shift == 0)
		demo_check(d, "information", noise, curvature, 1e-9 * curvature,
			"variance of the slope = curvature, in a true model");
	return fitted;
}

/* The cost and the calibration error over T. */
static void draw_curves(struct demo *d, const struct examples *e, const struct examples *sample,
	double best, double fitted, int bins, double noise_floor)
{
	double T[SHOWN], cost[SHOWN], error[SHOWN], binned[SHOWN], right = judge(e, 1).accuracy;
	double at[] = {1, fitted}, there[] = {nll(1, e), nll(fitted, e)}, moved = 0;

	grid_even(T, SHOWN, fmin(1, best) / 1.6, 3 * fmax(1, best));
	for (int i = 0; i < SHOWN; i++) {
		struct report at_T = judge(e, T[i]);

		cost[i] = at_T.nll;
		error[i] = at_T.error;
		binned[i] = binned_error(sample, T[i], bins);
		moved = fmax(moved, fabs(at_T.accuracy - right));
	}
	demo_check_at_most(d, "accuracy", moved, 0, "the same at each T of the plot");
	demo_check_at_most(d, "concave", cost[SHOWN - 1] - 2 * cost[SHOWN - 2] + cost[SHOWN - 3],
		-1e-7, "second difference over T, at the right of the plot");
	struct demo_plot *p = demo_plot(d, "cost", "temperature T", "NLL [nats]", DEMO_LINEAR);
	demo_plot_title(p, "One valley, and not convex in T");
	demo_line(p, "population", T, cost, SHOWN);
	demo_points(p, "T = 1", &at[0], &there[0], 1);
	demo_points(p, "fitted", &at[1], &there[1], 1);
	p = demo_plot(d, "calibration", "temperature T", "calibration error", DEMO_LINEAR);
	demo_plot_title(p, "Calibration error: the true one and what bins report");
	demo_line(p, "true", T, error, SHOWN);
	demo_line(p, "binned", T, binned, SHOWN);
	demo_reference(p, "perfect model", (double[]){T[0], T[SHOWN - 1]},
		(double[]){noise_floor, noise_floor}, 2);
}

/* Two logits, teacher 3 and student 1: the slope of the softened cross-entropy. */
static void show_softening(struct demo *d, double T)
{
	const double h = 1e-5, said = 0.95;
	double soft = sigmoid(3 / T), pull = (soft - sigmoid(1 / T)) / T;
	double slope = (softplus((1 + h) / T) - softplus((1 - h) / T)) / (2 * h) - soft / T;
	double says = sigmoid(log(said / (1 - said)) / T);
	double yes = pow(said, 1 / T), no = pow(1 - said, 1 / T);

	demo_value(d, "pull", pull, "distillation: slope in the student's logit");
	demo_value(d, "pull_scaled", T * T * pull, "times T²");
	demo_value(d, "pull_limit", (3. - 1) / 4, "the same for large T");
	demo_value(d, "says", says, "what 0.95 becomes at T");
	demo_value(d, "divided", said / T, "0.95 over T");
	demo_value(d, "shrunk", 0.5 + (said - 0.5) / T, "distance from 1/2 over T");
	demo_check(d, "pull", pull, -slope, 1e-9, "differences of the cost");
	demo_check(d, "limit", T * T * pull, (3. - 1) / 4, 28 / (48 * T * T),
		"Taylor: σ(x) = 1/2 + x/4 within x³/48");
	demo_check(d, "says", says, yes / (yes + no), 1e-12, "powers p^(1/T), normalized");
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Temperature scaling");
	struct world w = {.s = demo_log(d, "s", 2, 0.5, 4, "model's logits over the true ones")};
	w.spread = demo_real(d, "spread", 1, 1, 3, "standard deviation of the true log-odds");
	w.shift = demo_real(d, "shift", 0, -1, 1, "what the model adds to the true log-odds");
	size_t n = (size_t)demo_int(d, "n", 500, 200, 5000, "validation examples");
	int bins = demo_int(d, "bins", 15, 5, BINS_MAX, "bins of the calibration error");
	double T = demo_log(d, "temperature", 4, 0.5, 20, "T of distillation and of 0.95");
	struct random *r = random_new(d, (unsigned)demo_int(d, "seed", 1, 1, 1000, "seed"));
	struct examples e = new_population(d, &w), sample = new_sample(d, &w, n, r);
	double best = fit(&e);

	show_population(d, &w, &e, best);
	double fitted = show_fit(d, &w, &e, &sample, best);
	demo_value(d, "binned_before", binned_error(&sample, 1, bins), "binned error at T = 1");
	demo_value(d, "binned_after", binned_error(&sample, fitted, bins), "the same at fitted T");
	demo_value(d, "binned_flat", binned_error(&sample, 100, bins), "the same at T = 100");
	draw_curves(d, &e, &sample, best, fitted, bins, show_floor(d, &sample, bins, r));
	show_softening(d, T);
	return demo_close(d);
}
