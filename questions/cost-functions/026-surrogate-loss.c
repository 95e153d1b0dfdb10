/*
 * Why the error rate isn't minimized directly. Patients have a blood value x and are ill
 * (y = +1) or healthy (-1); the model says ill if w x + b > 0. As a function of w and b the
 * error rate is a staircase without slopes. Surrogates, functions of the margin
 * m = y (w x + b) that lie above it and are convex, have slopes that lead down.
 */
#include "lab/demo.h"
#include "lab/golden.h"
#include "lab/loss.h"
#include "lab/random.h"

#include <gsl/gsl_math.h>
#include <math.h>

enum { SURROGATES = 3, MARGINS = 121, ZERO = 48, PLACES = 401, FAR = 3, LIMIT = 10 };
enum loss { LOGISTIC, HINGE, SQUARED, ZERO_ONE };

static const char *const names[] = {"logistic", "hinge", "squared", "error"};

/* [losses] */
/* The loss of one patient by the margin m: how clearly it is right. */
static double loss_at(enum loss loss, double m)
{
	switch (loss) {
	case LOGISTIC:
		return softplus(-m) / M_LN2; /* log2(1 + e^-m): 1 at m = 0 */
	case HINGE:
		return fmax(0, 1 - m);
	case SQUARED:
		return (1 - m) * (1 - m); /* (w x + b - y)^2 with y = 1 or -1 */
	default:
		return m > 0 ? 0 : 1;
	}
}
/* [end] */

struct patients {
	size_t n;
	double *x, *y;
};

static double cost(const struct patients *all, enum loss loss, double w, double b)
{
	double sum = 0;

	for (size_t i = 0; i < all->n; i++)
		sum += loss_at(loss, all->y[i] * (w * all->x[i] + b));
	return sum / (double)all->n;
}

/* Half of them healthy, half ill; the last three of these are very ill. */
static struct patients draw(struct demo *d, size_t n, double gap, double far, unsigned seed)
{
	struct random *r = random_new(d, seed);
	struct patients all = {n, demo_vector(d, n), demo_vector(d, n)};

	for (size_t i = 0; i < n; i++) {
		all.y[i] = i < n / 2 ? -1 : 1;
		all.x[i] = random_normal(r, i < n / 2 ? 0 : gap, 1);
		if (i + FAR >= n)
			all.x[i] += far;
	}
	return all;
}

struct question {
	const struct patients *all;
	enum loss loss;
};

static double cost_at(const double *f, const void *context)
{
	const struct question *q = context;

	return cost(q->all, q->loss, f[0], f[1]);
}

/* By comparing costs alone. w = f[0] is kept within ±LIMIT, since the logistic cost has no
 * minimum if a threshold separates the patients; f[1] is b. */
static void minimize(const struct patients *all, enum loss loss, double *f)
{
	const double lo[] = {-LIMIT, -500}, hi[] = {LIMIT, 500};

	golden_section_plane(cost_at, &(struct question){all, loss}, lo, hi, f);
}

/* The least error rate of all models: it changes only at a patient, so a threshold just
 * above each, and one below all, are enough; in both directions. */
static double least_error(const struct patients *all)
{
	double least = 0.5; /* all ill, or all healthy */

	for (size_t i = 0; i < all->n; i++) {
		double rate = cost(all, ZERO_ONE, 1, -all->x[i] - 1e-9);
		least = fmin(least, fmin(rate, 1 - rate));
	}
	return least;
}

/* At a minimum of a smooth cost both slopes are 0, or w is at its limit and would go on. */
static void check_smooth(
	struct demo *d, const struct patients *all, enum loss loss, const double *f)
{
	double slope_w = 0, slope_b = 0, scale = 0;

	for (size_t i = 0; i < all->n; i++) {
		double m = all->y[i] * (f[0] * all->x[i] + f[1]);
		double slope = loss == LOGISTIC ? -sigmoid(-m) / M_LN2 : -2 * (1 - m);
		slope_w += slope * all->y[i] * all->x[i];
		slope_b += slope * all->y[i];
		scale += 1 + all->x[i] * all->x[i];
	}
	slope_w = f[0] > LIMIT - 0.001 ? fmax(slope_w, 0) : fabs(slope_w);
	/* Golden section is off by about 1e-8 of the bowl's width. */
	demo_check_at_most(d, names[loss], (slope_w + fabs(slope_b)) / scale, 1e-6, "slopes are 0");
}

/* The hinge's cost is piecewise linear: a minimum is at a corner, where two patients have
 * margin 1, or one and w is at its limit. */
static void check_hinge(struct demo *d, const struct patients *all, const double *f)
{
	double corner = INFINITY;

	for (size_t i = 0; i < all->n; i++)
		for (size_t j = 0; j <= i; j++) {
			double w = LIMIT;
			if (j < i)
				w = (all->y[i] - all->y[j]) / (all->x[i] - all->x[j]);
			/* Of a kind, two have margin 1 at w = 0: the first two stand for all. */
			if (fabs(w) <= LIMIT && (w != 0 || i == 1))
				corner = fmin(
					corner, cost(all, HINGE, w, all->y[i] - w * all->x[i]));
		}
	demo_check(d, "hinge", cost(all, HINGE, f[0], f[1]), corner, 1e-7,
		"every corner of the surface");
}

/* The losses over the margin, convex and above the staircase. */
static void plot_losses(struct demo *d)
{
	double m[MARGINS], y[4][MARGINS] = {{0}}, below = 0, bent = 0;
	struct demo_plot *p = demo_plot(d, "losses", "margin m", "loss", DEMO_LINEAR);

	demo_plot_title(p, "Three surrogates lie above the error");
	demo_range_y(p, 0, 4);
	for (int loss = ZERO_ONE; loss >= LOGISTIC; loss--) {
		for (int i = 0; i < MARGINS; i++) {
			m[i] = -2 + 5.0 * i / (MARGINS - 1);
			y[loss][i] = loss_at(loss, m[i]);
			below = fmax(below, y[ZERO_ONE][i] - y[loss][i]);
			if (i > 1 && loss < ZERO_ONE)
				bent = fmax(bent, 2 * y[loss][i - 1] - y[loss][i] - y[loss][i - 2]);
		}
		demo_line(p, names[loss], m, y[loss], MARGINS);
	}
	demo_check(d, "one", y[LOGISTIC][ZERO] + y[HINGE][ZERO] + y[SQUARED][ZERO] + m[ZERO], 3,
		1e-14, "each surrogate is 1 at m = 0");
	demo_value(d, "nats", loss_at(LOGISTIC, 0) * M_LN2, "logistic loss at m = 0 in nats");
	demo_check_at_most(d, "above", below, 0, "the error is nowhere above a surrogate");
	demo_check_at_most(d, "convex", bent, 1e-14, "no loss is above its chord");
}

/* Costs over the threshold t, w fixed; how often the error rate has a slope there. */
static void plot_costs(
	struct demo *d, const struct patients *all, size_t half, double w, double gap)
{
	double t[PLACES], y[4][PLACES] = {{0}}, h = 1e-6, below = 0;
	double *axis = demo_vector(d, all->n); /* zeros: patients stand on the axis */
	size_t sloped = 0, near = 0, valley = 0;
	struct demo_plot *p = demo_plot(d, "costs", "threshold t", "cost", DEMO_LINEAR);

	for (size_t i = 0; i < PLACES; i++) {
		t[i] = -3 + (gap + 6) * (double)i / (PLACES - 1);
		for (int loss = LOGISTIC; loss <= ZERO_ONE; loss++)
			y[loss][i] = cost(all, loss, w, -w * t[i]);
		sloped += cost(all, ZERO_ONE, w, -w * (t[i] + h)) !=
			  cost(all, ZERO_ONE, w, -w * (t[i] - h));
		for (size_t j = 0; j < all->n; j++)
			near += fabs(all->x[j] - t[i]) < 2 * h;
		below = fmax(below, y[ZERO_ONE][i] - fmin(y[LOGISTIC][i], y[HINGE][i]));
		if (y[LOGISTIC][i] < y[LOGISTIC][valley])
			valley = i;
	}
	demo_plot_title(p, "Costs over the threshold: the error rate is flat between jumps");
	demo_range_x(p, t[0], t[PLACES - 1]);
	demo_range_y(p, 0, 1.5);
	demo_line(p, names[LOGISTIC], t, y[LOGISTIC], PLACES);
	demo_line(p, names[HINGE], t, y[HINGE], PLACES);
	demo_steps(p, names[ZERO_ONE], t, y[ZERO_ONE], PLACES);
	demo_points(p, "healthy", all->x, axis, half);
	demo_points(p, "ill", all->x + half, axis, half);
	demo_value(d, "sloped", (double)sloped, "places of 401 where the error rate has a slope");
	demo_value(d, "valley", t[valley], "the lowest place of the logistic valley");
	demo_check_at_most(d, "bound", below, 0, "the error rate is above neither cost");
	demo_check_at_most(d, "flat", (double)sloped, (double)near, "only where a patient is");
}

static double expected_loss(double f, const void *context)
{
	const double *q = context; /* probability of ill, and which loss */
	enum loss loss = (enum loss)q[1];

	return q[0] * loss_at(loss, f) + (1 - q[0]) * loss_at(loss, -f);
}

/* The score f of least expected loss, where a patient is ill with probability p. */
static void find_scores(struct demo *d, double p)
{
	static const char *const score[] = {"score_logistic", "score_hinge", "score_squared"};
	double want[] = {log(p / (1 - p)), p > 0.5 ? 1 : -1, 2 * p - 1};

	for (int loss = LOGISTIC; loss < ZERO_ONE; loss++) {
		double best = golden_section(expected_loss, (const double[]){p, loss}, -20, 20);
		demo_value(d, score[loss], best, "score of least expected loss");
		if (fabs(p - 0.5) > 0.001) /* at one half the hinge has many best scores */
			demo_check(d, score[loss], best, want[loss], 1e-6,
				"ln(p/(1-p)), sign of p - 1/2, 2p - 1");
	}
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Surrogate losses: slopes for the error rate");
	size_t half = (size_t)demo_int(d, "half", 12, 5, 100, "healthy, and as many ill"),
	       n = 2 * half;
	double gap = demo_real(d, "gap", 2, 1, 5, "distance of their mean values");
	double far = demo_real(d, "far", 0, 0, 40, "three very ill: added to their values");
	double w = demo_real(d, "w", 1.5, 0.2, 5, "slope w in the plot over thresholds");
	double p = demo_real(d, "p", 0.9, 0.05, 0.95, "one patient: probability of ill");
	unsigned seed = (unsigned)demo_int(d, "seed", 3, 1, 1000, "seed");
	struct patients all = draw(d, n, gap, far, seed);
	double f[SURROGATES][2], least = least_error(&all) * (double)n, fewest = INFINITY, off = 0;

	demo_value(d, "n", (double)n, "patients");
	demo_value(d, "least", least, "least number of errors possible");
	struct demo_table *t = demo_table(d, "minima", "loss|w|threshold|cost|errors", "Minima");
	for (int loss = LOGISTIC; loss < ZERO_ONE; loss++) {
		double *g = f[loss];
		minimize(&all, loss, g);
		double errors = cost(&all, ZERO_ONE, g[0], g[1]) * (double)n;
		double cut = fabs(g[0]) < 1e-3 ? NAN : -g[1] / g[0]; /* a flat score has none */
		double row[] = {g[0], cut, cost(&all, loss, g[0], g[1]), errors};
		if (!isnan(cut))
			off = fmax(off, fabs(cost(&all, loss, row[0], -row[0] * cut) - row[2]));
		demo_named_row(t, names[loss], row);
		demo_value(d, names[loss], errors, "errors at its least cost");
		fewest = fmin(fewest, errors);
	}
	const double *hinge = f[HINGE], *squared = f[SQUARED];
	demo_value(d, "hinge_cost", cost(&all, HINGE, hinge[0], hinge[1]), "least hinge cost");
	demo_value(d, "hinge_rate", cost(&all, ZERO_ONE, hinge[0], hinge[1]), "error rate there");
	demo_value(d, "threshold", -squared[1] / squared[0], "threshold by squared loss");
	demo_check_at_most(d, "rows", off, 1e-9, "the cost of a row's own w and threshold");
	demo_check_at_least(d, "fewest", fewest, least, "best of all thresholds");
	check_smooth(d, &all, LOGISTIC, f[LOGISTIC]);
	check_smooth(d, &all, SQUARED, squared);
	check_hinge(d, &all, hinge);
	plot_losses(d);
	plot_costs(d, &all, half, w, gap);
	find_scores(d, p);
	return demo_close(d);
}
