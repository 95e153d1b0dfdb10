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

#include <gsl/gsl_integration.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_randist.h>
#include <math.h>

enum { NODES = 32, POINTS = 3 * NODES, SHOWN = 41, BINS_MAX = 50, SETS = 40 };

/* True log-odds a are N(0, spread²); the model's logit is z = s (a + shift). */
struct world {
	double spread, s, shift;
};

/* Logits, labels, and shares that add up to 1. Of the population, y is the probability
 * of label 1. */
struct examples {
	size_t n;
	double *z, *y, *share;
};

/* Gauss-Legendre nodes as examples: integrals over the population become sums. It is cut
 * where the decision changes, and where the model at T is right and |p - y| has a kink. */
static void set_population(struct examples *e, const struct world *w, double T)
{
	gsl_integration_glfixed_table *rule = gsl_integration_glfixed_table_alloc(NODES);
	double far = 9 * w->spread, turn = -w->shift;
	double right = w->shift == 0 ? 0 : w->s * w->shift / (T - w->s);

	right = fmax(-far, fmin(far, right));
	const double cut[] = {-far, fmin(turn, right), fmax(turn, right), far};
	for (size_t i = 0; i < e->n; i++) {
		double a, da, lo = cut[i / NODES], hi = cut[i / NODES + 1];

		gsl_integration_glfixed_point(lo, hi, i % NODES, &a, &da, rule);
		e->z[i] = w->s * (a + w->shift);
		e->y[i] = sigmoid(a);
		e->share[i] = gsl_ran_gaussian_pdf(a, w->spread) * da;
	}
	gsl_integration_glfixed_table_free(rule);
}

static struct examples new_examples(struct demo *d, size_t n)
{
	return (struct examples){n, demo_vector(d, n), demo_vector(d, n), demo_vector(d, n)};
}

/* Negative log likelihood at beta = 1 / T. */
static double nll(const struct examples *e, double beta)
{
	double sum = 0;

	for (size_t i = 0; i < e->n; i++)
		sum += e->share[i] * (softplus(beta * e->z[i]) - e->y[i] * beta * e->z[i]);
	return sum;
}

/* Its slope, the mean logit under the model less that under the labels, and its
 * curvature, the variance of the logit under the model. */
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

/* Newton's method from beta = 0. The curvature falls with beta, so no step is too long. */
static double fit(const struct examples *e)
{
	double beta = 0, step = 1, curvature;

	/* [fit] */
	for (int k = 0; k < 50 && fabs(step) > 1e-13 * beta; k++) {
		step = -nll_slope(e, beta, &curvature) / curvature;
		beta += step;
	}
	/* [end] */
	return beta;
}

static double calibration_error(const struct examples *e, double beta)
{
	double sum = 0;

	for (size_t i = 0; i < e->n; i++)
		sum += e->share[i] * fabs(sigmoid(beta * e->z[i]) - e->y[i]);
	return sum;
}

static double accuracy(const struct examples *e, double beta)
{
	double sum = 0;

	for (size_t i = 0; i < e->n; i++)
		sum += e->share[i] * (sigmoid(beta * e->z[i]) > 0.5 ? e->y[i] : 1 - e->y[i]);
	return sum;
}

static int bin_of(double p, int bins)
{
	int bin = (int)(p * bins);

	return bin < bins ? bin : bins - 1; /* p = 1 belongs to the last */
}

/* What labels can tell: in each bin, mean p against the share of ones. */
static double binned_error(const struct examples *e, double beta, int bins)
{
	double gap[BINS_MAX] = {0}, sum = 0;

	for (size_t i = 0; i < e->n; i++) {
		double p = sigmoid(beta * e->z[i]);

		gap[bin_of(p, bins)] += e->share[i] * (p - e->y[i]);
	}
	for (int b = 0; b < bins; b++)
		sum += fabs(gap[b]);
	return sum;
}

/* The binned error of the truth itself, q, on n examples: in each bin the size of a nearly
 * normal sum of y - q. */
static double show_floor(struct demo *d, const double *q, size_t n, int bins, struct random *r)
{
	double variance[BINS_MAX] = {0}, total = 0, noise_floor = 0, simulated = 0;

	for (size_t i = 0; i < n; i++)
		variance[bin_of(q[i], bins)] += q[i] * (1 - q[i]);
	for (int b = 0; b < bins; b++) {
		noise_floor += sqrt(2 / M_PI * variance[b]) / (double)n;
		total += variance[b];
	}
	for (int k = 0; k < SETS; k++) {
		double gap[BINS_MAX] = {0};

		for (size_t i = 0; i < n; i++)
			gap[bin_of(q[i], bins)] += q[i] - (random_uniform(r, 0, 1) < q[i]);
		for (int b = 0; b < bins; b++)
			simulated += fabs(gap[b]) / (double)n / SETS;
	}
	demo_value(d, "floor", noise_floor, "binned error to be expected of a perfect model");
	demo_check(d, "floor", simulated, noise_floor,
		6 * sqrt((1 - 2 / M_PI) * total / SETS) / (double)n + 0.1 * noise_floor,
		"40 sets of labels from the truth, 6 standard errors and a tenth for small bins");
	return noise_floor;
}

static double nll_at(double T, const void *examples)
{
	return nll(examples, 1 / T);
}

/* Less the slope of the cost in T. It is least where the cost turns from convex to concave. */
static double fall(double T, const void *examples)
{
	double curvature;

	return nll_slope(examples, 1 / T, &curvature) / (T * T);
}

/* Second difference of the cost over T. */
static double bending(const struct examples *e, double T)
{
	double h = T / 100;

	return nll_at(T - h, e) - 2 * nll_at(T, e) + nll_at(T + h, e);
}

static void check_cost(
	struct demo *d, const struct world *w, const struct examples *e, double best, double turn)
{
	const double h = 1e-5;
	double stein = 0, variance = 0, least = 1, up, down, curvature;
	double found = golden_section(nll_at, e, 0.1 / best, 10 / best);
	double slope = nll_slope(e, 1, &curvature);

	for (size_t i = 0; i < e->n; i++) {
		stein += e->share[i] * (e->z[i] / w->s - w->shift) * e->y[i];
		variance += e->share[i] * e->y[i] * (1 - e->y[i]);
	}
	demo_check(d, "integrals", stein, w->spread * w->spread * variance, 1e-9,
		"Stein's identity E[a σ(a)] = spread² E[σ'(a)]");
	demo_check(d, "best", 1 / best, found, 1e-5 / best, "golden section on the cost over T");
	demo_check(d, "slope", slope, (nll(e, 1 + h) - nll(e, 1 - h)) / (2 * h), 1e-7,
		"differences of the cost over 1/T");
	up = nll_slope(e, 1 + h, &variance);
	down = nll_slope(e, 1 - h, &variance);
	demo_check(
		d, "curvature", curvature, (up - down) / (2 * h), 1e-7, "differences of its slope");
	for (int i = 1; i < 20; i++) {
		double step = 0.2 * best, beta = i * step;

		least = fmin(least, nll(e, beta - step) - 2 * nll(e, beta) + nll(e, beta + step));
	}
	demo_check_at_least(d, "convex", least, 0, "second differences over 1/T");
	demo_check(d, "turn", bending(e, 0.95 * turn) > 0 && bending(e, 1.05 * turn) < 0, 1, 0,
		"second differences over T: convex before, concave beyond");
}

/* Without a shift the truth is in reach: T = s. */
static void check_truth(
	struct demo *d, const struct world *w, const struct examples *e, double best)
{
	double entropy = 0;

	for (size_t i = 0; i < e->n; i++) {
		double q = e->y[i];

		entropy -= e->share[i] * (q * log(q) + (1 - q) * log1p(-q));
	}
	demo_value(d, "entropy", entropy, "NLL of the truth: entropy of the labels");
	demo_check_at_least(
		d, "entropy", nll(e, best) - entropy, -1e-12, "no temperature beats the truth");
	if (w->shift == 0) {
		demo_check(d, "truth", 1 / best, w->s, 1e-9 * w->s, "the construction: T = s");
		demo_check(
			d, "attained", nll(e, best), entropy, 1e-9, "-q ln q - (1 - q) ln(1 - q)");
		demo_check(d, "ece_after", calibration_error(e, best), 0, 1e-9, "p = σ(a)");
	}
}

/* The Kullback-Leibler divergence from model to truth: what T can work on. */
static double divergence(const struct examples *e, double beta)
{
	double sum = 0;

	for (size_t i = 0; i < e->n; i++) {
		double q = e->y[i], z = beta * e->z[i];

		sum += e->share[i] * q * log(q / sigmoid(z));
		sum += e->share[i] * (1 - q) * log((1 - q) / sigmoid(-z));
	}
	return sum;
}

/* Calibration error by another rule of integration, with 1000 steps. */
static double midpoint_error(const struct world *w, double beta)
{
	double sum = 0, da = 18 * w->spread / 1000;

	for (int i = 0; i < 1000; i++) {
		double a = (i - 499.5) * da, z = w->s * (a + w->shift);

		sum += gsl_ran_gaussian_pdf(a, w->spread) * da *
		       fabs(sigmoid(beta * z) - sigmoid(a));
	}
	return sum;
}

/* The cost and the calibration error over T. */
static void draw_curves(struct demo *d, const struct world *w, const struct examples *sample,
	double best, double fitted, int bins, double noise_floor)
{
	struct examples e = new_examples(d, POINTS);
	double T[SHOWN], cost[SHOWN], error[SHOWN], binned[SHOWN], off = 0, moved = 0, hidden = 0;
	double astray = 0, at[] = {1, 1 / fitted}, there[2], right, start;
	int least = 0;

	grid_even(T, SHOWN, fmin(1, 1 / best) / 1.6, 3 * fmax(1, 1 / best));
	set_population(&e, w, 1);
	right = accuracy(&e, 1);
	start = nll(&e, 1) - divergence(&e, 1);
	for (int i = 0; i < 2; i++) {
		there[i] = nll(&e, 1 / at[i]);
		off = fmax(off, fabs(there[i] - start - divergence(&e, 1 / at[i])));
	}
	for (int i = 0; i < SHOWN; i++) {
		double beta = 1 / T[i];

		set_population(&e, w, T[i]);
		cost[i] = nll(&e, beta);
		error[i] = calibration_error(&e, beta);
		binned[i] = binned_error(sample, beta, bins);
		least = binned[i] < binned[least] ? i : least;
		off = fmax(off, fabs(cost[i] - start - divergence(&e, beta)));
		moved = fmax(moved, fabs(accuracy(&e, beta) - right));
		hidden = fmax(hidden, binned_error(&e, beta, bins) - error[i]);
		if (i % 10 == 0)
			astray = fmax(astray, fabs(error[i] - midpoint_error(w, beta)));
	}
	demo_value(d, "binned_t", T[least], "where the binned error is least on the plot");
	demo_value(d, "binned_least", binned[least], "that least");
	demo_check(d, "cost", off, 0, 1e-9, "entropy and divergence at each T of the plot");
	demo_check(d, "error", astray, 0, 1e-4 * w->spread, "midpoint rule, at five T");
	demo_check_at_most(d, "accuracy", moved, 1e-9, "the same at each T of the plot");
	demo_check_at_most(
		d, "bins", hidden, 1e-12, "without noise bins hide error and add none, at each T");
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

/* The fit to n labeled examples, against the best of the population. Returns 1 / T. */
static double show_fit(struct demo *d, const struct world *w, const struct examples *e,
	const struct examples *sample, double best)
{
	double beta = fit(sample), h = 1e-3 * beta, noise = 0, information, unused;
	double low = nll(sample, beta - h), mid = nll(sample, beta), high = nll(sample, beta + h);

	nll_slope(e, best, &information);
	for (size_t i = 0; i < e->n; i++) {
		double z = e->z[i], p = sigmoid(best * z), q = e->y[i];

		noise += e->share[i] * z * z * (q * (1 - p) * (1 - p) + (1 - q) * p * p);
	}
	noise /= (double)sample->n; /* variance of the sample's slope at the best T */
	demo_value(d, "fitted_t", 1 / beta, "T fitted to the examples");
	demo_value(d, "se", sqrt(noise) / information / (best * best), "its standard error");
	demo_value(d, "excess", nll(e, beta) - nll(e, best), "what the fit loses, in NLL");
	demo_value(d, "excess_mean", noise / information / 2, "the same on average, in theory");
	demo_check(d, "vertex", beta + h / 2 * (low - high) / (low - 2 * mid + high), beta,
		1e-5 * beta, "vertex of a parabola through three costs");
	demo_check(d, "noise", nll_slope(sample, best, &unused), 0, 6 * sqrt(noise),
		"slope of the sample at the population's best T, 6 standard errors");
	if (w->shift == 0)
		demo_check(d, "information", noise * (double)sample->n, information,
			1e-9 * information, "variance of the slope = curvature, in a true model");
	return beta;
}

/* Two logits, teacher 3 and student 1: the slope of the softened cross-entropy. */
static double pull(double T)
{
	return (sigmoid(3 / T) - sigmoid(1 / T)) / T;
}

static void show_softening(struct demo *d, double T)
{
	const double h = 1e-5, said = 0.95;
	double soft = sigmoid(3 / T), up = softplus((1 + h) / T) - soft * (1 + h) / T;
	double down = softplus((1 - h) / T) - soft * (1 - h) / T;
	double says = sigmoid(log(said / (1 - said)) / T);
	double yes = pow(said, 1 / T), no = pow(1 - said, 1 / T);

	demo_value(d, "pull", pull(T), "distillation: slope in the student's logit");
	demo_value(d, "pull_scaled", T * T * pull(T), "times T²");
	demo_value(d, "pull_limit", (3. - 1) / 4, "the same for large T");
	demo_value(d, "says", says, "what 0.95 becomes at T");
	demo_value(d, "divided", said / T, "0.95 over T");
	demo_value(d, "shrunk", 0.5 + (said - 0.5) / T, "distance from 1/2 over T");
	demo_check(d, "pull", pull(T), (down - up) / (2 * h), 1e-9, "differences of the cost");
	demo_check(d, "limit", T * T * pull(T), (3. - 1) / 4, 28 / (48 * T * T),
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
	int seed = demo_int(d, "seed", 1, 1, 1000, "seed");
	struct random *r = random_new(d, (unsigned)seed);
	struct examples e = new_examples(d, POINTS);
	struct examples sample = new_examples(d, n);
	double *q = demo_vector(d, n);

	set_population(&e, &w, 1);
	double best = fit(&e), turn = golden_section(fall, &e, 1 / best, 10 / best);
	demo_value(d, "best_t", 1 / best, "best temperature");
	demo_value(d, "nll_before", nll(&e, 1), "NLL at T = 1");
	demo_value(d, "nll_after", nll(&e, best), "NLL at the best T");
	demo_value(d, "ece_before", calibration_error(&e, 1), "calibration error at T = 1");
	set_population(&e, &w, 1 / best);
	demo_value(d, "ece_after", calibration_error(&e, best), "the same at the best T");
	demo_value(d, "accuracy", accuracy(&e, best), "accuracy at either");
	demo_value(d, "turn", turn, "from this T on the cost is concave in T");
	check_cost(d, &w, &e, best, turn);
	check_truth(d, &w, &e, best);

	for (size_t i = 0; i < n; i++) {
		double a = random_normal(r, 0, w.spread);

		q[i] = sigmoid(a);
		sample.z[i] = w.s * (a + w.shift);
		sample.y[i] = random_uniform(r, 0, 1) < q[i];
		sample.share[i] = 1 / (double)n;
	}
	double right = accuracy(&e, 1);
	demo_check(d, "sample", accuracy(&sample, 1), right,
		6 * sqrt(right * (1 - right) / (double)n),
		"accuracy of the examples, 6 standard errors");
	double fitted = show_fit(d, &w, &e, &sample, best);
	demo_value(d, "binned_before", binned_error(&sample, 1, bins), "binned error at T = 1");
	demo_value(d, "binned_after", binned_error(&sample, fitted, bins), "the same at fitted T");
	demo_value(d, "binned_flat", binned_error(&sample, 0.01, bins), "the same at T = 100");
	double noise_floor = show_floor(d, q, n, bins, r);
	draw_curves(d, &w, &sample, best, fitted, bins, noise_floor);
	show_softening(d, T);
	return demo_close(d);
}
