/*
 * What the learning rate does to the cost: on a bowl with curvatures μ and L,
 * where everything can be said exactly, and in a curved valley, where too long
 * a step need not diverge.
 */
#include "lab/demo.h"
#include "lab/grid.h"

#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* J(θ) = (a x² + 2 b x y + c y²) / 2, unit vectors along its curvatures μ and L,
 * and where descent starts: `angle` from the flat one. */
struct bowl {
	double mu, steep, a, b, c;
	double flat_way[2], steep_way[2], angle, start[2];
};

/* The bowl is turned by 30°, so that no coordinate is special. */
static struct bowl bowl_of(double steep, double kappa, double angle)
{
	double mu = steep / kappa, cosine = cos(M_PI / 6), sine = sin(M_PI / 6);
	double a = mu * cosine * cosine + steep * sine * sine, b = (mu - steep) * cosine * sine;
	double c = mu * sine * sine + steep * cosine * cosine;

	return (struct bowl){mu, steep, a, b, c, {cosine, sine}, {-sine, cosine}, angle,
		{cos(angle + M_PI / 6), sin(angle + M_PI / 6)}};
}

/* The rate that is called "1.9/L" or "2/(L+μ)". */
static double rate_of(const struct bowl *j, const char *name)
{
	return strtod(name, NULL) / (j->steep + (strstr(name, "μ") ? j->mu : 0));
}

static double cost(const struct bowl *j, const double theta[2])
{
	double x = theta[0], y = theta[1];

	return (j->a * x * x + 2 * j->b * x * y + j->c * y * y) / 2;
}

/* [step] */
static void step(const struct bowl *j, double eta, double theta[2])
{
	double by_x = j->a * theta[0] + j->b * theta[1];
	double by_y = j->b * theta[0] + j->c * theta[1];

	theta[0] -= eta * by_x;
	theta[1] -= eta * by_y;
}
/* [end] */

/* The cost after k steps over the cost at the start. */
static double cost_after(const struct bowl *j, double eta, int k)
{
	double theta[2] = {j->start[0], j->start[1]};

	for (int i = 0; i < k; i++)
		step(j, eta, theta);
	return cost(j, theta) / cost(j, j->start);
}

/* The same without a step: the part along a curvature λ shrinks by (1 - ηλ)^k. */
static double closed_form(const struct bowl *j, double eta, int k)
{
	double flat = j->mu * pow(cos(j->angle), 2), steep = j->steep * pow(sin(j->angle), 2);

	return (flat * pow(1 - eta * j->mu, 2 * k) + steep * pow(1 - eta * j->steep, 2 * k)) /
	       (flat + steep);
}

/* The signed factor by which a step multiplies a start along `way`. */
static double factor(const struct bowl *j, double eta, const double way[2])
{
	double theta[2] = {way[0], way[1]};

	step(j, eta, theta);
	return theta[0] * way[0] + theta[1] * way[1];
}

/* The rate with the least cost after k steps, by golden section over runs. */
static double best_by_search(const struct bowl *j, int k)
{
	const double golden = (sqrt(5) - 1) / 2;
	double lo = 0, hi = 1 / j->mu;

	for (int i = 0; i < 70; i++) {
		double left = hi - golden * (hi - lo), right = lo + golden * (hi - lo);
		if (cost_after(j, left, k) > cost_after(j, right, k))
			lo = left;
		else
			hi = right; /* also where both costs overflow */
	}
	return (lo + hi) / 2;
}

/* Where the derivative of the closed form by η is 0. */
static double best_in_closed_form(const struct bowl *j, int k)
{
	double r = pow(pow(j->steep / j->mu * tan(j->angle), 2), 1.0 / (2 * k - 1));

	return (1 + r) / (j->mu + r * j->steep);
}

/* The rate at which a step along the steep direction begins to lengthen it. */
static double border_by_search(const struct bowl *j)
{
	double lo = 0, hi = 100 / j->steep;

	for (int i = 0; i < 60; i++) {
		double middle = (lo + hi) / 2;
		*(fabs(factor(j, middle, j->steep_way)) < 1 ? &lo : &hi) = middle;
	}
	return lo;
}

static const char *regime(double steep_factor)
{
	if (fabs(steep_factor) > 1 + 1e-12)
		return "diverges";
	if (fabs(steep_factor) > 1 - 1e-12)
		return "never settles";
	return steep_factor < -1e-12 ? "oscillates" : "monotone";
}

static void bowl_values(struct demo *d, const struct bowl *j, double eta, int k)
{
	double along = factor(j, eta, j->steep_way), best = rate_of(j, "2/(L+μ)");
	double border = rate_of(j, "2/L"), left = cost_after(j, eta, k),
	       best_k = best_by_search(j, k);
	double balanced = factor(j, best, j->flat_way), inverse = rate_of(j, "1/L");

	demo_value(d, "mu", j->mu, "least curvature μ");
	demo_value(d, "inverse", inverse, "1/L");
	demo_value(d, "best", best, "best rate for the worst start, 2/(L+μ)");
	demo_value(d, "border", border, "border of divergence, 2/L");
	demo_value(d, "steep_factor", along, "factor of a step, steep direction");
	demo_value(d, "steep_size", fabs(along), "its size");
	demo_value(
		d, "flat_factor", factor(j, eta, j->flat_way), "factor of a step, flat direction");
	demo_value(d, "best_factor", balanced, "flat direction, at the best rate");
	demo_value(d, "inverse_factor", factor(j, inverse, j->flat_way), "and at 1/L");
	demo_value(d, "margin", border / best - 1, "from the best rate to 2/L");
	demo_text(d, "regime", regime(along), "what the steep direction does");
	demo_value(d, "cost", left, "cost after k steps, over the start's");
	demo_value(d, "best_cost", cost_after(j, best, k), "the same at the best rate");
	demo_value(d, "inverse_cost", cost_after(j, inverse, k), "and at 1/L");
	demo_value(d, "tenth_cost", cost_after(j, best / 10, k), "at a tenth of it");
	demo_value(d, "over_cost", cost_after(j, 1.1 * border, k), "at 10 % more than 2/L");
	demo_value(d, "best_k", best_k, "best rate for this start and these k steps");
	/* Rounding adds about an epsilon a step to each coordinate. */
	demo_check(d, "iterates", left / closed_form(j, eta, k), 1, 1e-11,
		"closed form, powers of 1-ηλ");
	demo_check(d, "border", border_by_search(j) / border, 1, 1e-9, "bisection over steps: 2/L");
	/* A minimum is seen to about the root of the rounding, more if it is flat. */
	demo_check(d, "best_k", best_k / best_in_closed_form(j, k), 1, 1e-5,
		"golden section over runs: closed form");
	demo_check(d, "best_factor", balanced, (j->steep - j->mu) / (j->steep + j->mu), 1e-12,
		"closed form (κ-1)/(κ+1)");
	demo_check(d, "balance", balanced, -factor(j, best, j->steep_way), 1e-12,
		"at 2/(L+μ) both directions shrink alike");
}

enum { WALK = 10 };

/* Positions along the steep direction, from 1; returns how far they are off in theory. */
static double walk(const struct bowl *j, double eta, double along[WALK + 1])
{
	double theta[2] = {j->steep_way[0], j->steep_way[1]}, off = 0;

	for (int i = 0; i <= WALK; i++, step(j, eta, theta))
		along[i] = theta[0] * j->steep_way[0] + theta[1] * j->steep_way[1];
	for (int i = 0; i <= WALK; i++) {
		double want = pow(1 - eta * j->steep, i);
		off = fmax(off, fabs(along[i] - want) / (1 + fabs(want)));
	}
	return off;
}

/* For three multiples of 1/L, and for η. */
static void plot_regimes(struct demo *d, const struct bowl *j, double eta)
{
	static const char *const names[] = {"0.5/L", "1.8/L", "2.1/L"};
	double t[WALK + 1], along[WALK + 1], off = 0;
	struct demo_plot *p = demo_plot(d, "regimes", "step", "steep direction", DEMO_LINEAR);

	demo_plot_title(p, "Position along the steep direction; 0 is the minimum");
	demo_range_y(p, -2.6, 2.6);
	grid_even(t, WALK + 1, 0, WALK);
	for (int n = 0; n < 3; n++) {
		off = fmax(off, walk(j, rate_of(j, names[n]), along));
		demo_line(p, names[n], t, along, WALK + 1);
	}
	off = fmax(off, walk(j, eta, along));
	demo_points(p, "your rate", t, along, WALK + 1);
	demo_check(d, "positions", off, 0, 1e-11, "the plotted steps: powers of 1-ηL");
}

static void plot_rates(struct demo *d, const struct bowl *j, double eta, int k)
{
	enum { RATES = 240 };
	double rate[RATES], after[RATES], yours = cost_after(j, eta, k), off = 0;
	double best = rate_of(j, "2/(L+μ)"), border = rate_of(j, "2/L");
	struct demo_plot *p =
		demo_plot(d, "sweep", "learning rate", "cost / start", DEMO_LOG_X | DEMO_LOG_Y);

	grid_log(rate, RATES, 0.05 / j->steep, 3 / j->steep);
	for (int i = 0; i < RATES; i++)
		after[i] = cost_after(j, rate[i], k);
	for (int i = 0; i < RATES; i++) {
		double want = closed_form(j, rate[i], k);
		off = fmax(off, fabs(after[i] - want) / (1e-6 + want));
	}
	demo_check(d, "sweep", off, 0, 1e-9, "the plotted costs, where seen: powers of 1-ηλ");
	demo_plot_title(p, "The cost after k steps, over the learning rate");
	demo_range_y(p, 1e-6, 1e4);
	demo_line(p, "cost", rate, after, RATES);
	demo_reference(p, "2/(L+μ)", (double[]){best, best}, (double[]){1e-6, 1e4}, 2);
	demo_reference(p, "2/L", (double[]){border, border}, (double[]){1e-6, 1e4}, 2);
	demo_points(p, "your rate", &eta, &yours, 1);
}

static void list_rates(struct demo *d, const struct bowl *j, int k)
{
	enum { ROWS = 6 };
	static const char *const names[ROWS] = {"0.1/L", "1/L", "2/(L+μ)", "1.9/L", "2/L", "2.1/L"};
	double off = 0;
	struct demo_table *table =
		demo_table(d, "rates", "rate|η|steep|flat|cost after k / start", "Six rates");

	for (int i = 0; i < ROWS; i++) {
		double eta = rate_of(j, names[i]);
		double steep = 1 - eta * j->steep, flat = 1 - eta * j->mu;
		off = fmax(off, fabs(factor(j, eta, j->steep_way) - steep));
		off = fmax(off, fabs(factor(j, eta, j->flat_way) - flat));
		demo_named_row(
			table, names[i], (double[]){eta, steep, flat, cost_after(j, eta, k)});
	}
	demo_check(d, "factors", off, 0, 1e-14, "the table's 1-ηL and 1-ημ: a step taken");
}

/* A valley, f = (x²y² - 1)² / 4: its floor xy = 1 is the steeper the farther out. */
static double valley(double x, double y)
{
	return pow(x * x * y * y - 1, 2) / 4;
}

/* The largest curvature of the valley at a point. */
static double sharpness(double x, double y)
{
	double q = x * x * y * y, xx = y * y * (3 * q - 1), yy = x * x * (3 * q - 1);
	double xy = 2 * x * y * (2 * q - 1);

	return (xx + yy) / 2 + hypot((xx - yy) / 2, xy);
}

/* The same, from nine values of the cost. */
static double sharpness_by_differences(double x, double y)
{
	double h = 1e-4, xx = valley(x + h, y) - 2 * valley(x, y) + valley(x - h, y);
	double yy = valley(x, y + h) - 2 * valley(x, y) + valley(x, y - h);
	double xy = (valley(x + h, y + h) - valley(x + h, y - h) - valley(x - h, y + h) +
			    valley(x - h, y - h)) /
		    4;

	return ((xx + yy) / 2 + hypot((xx - yy) / 2, xy)) / (h * h);
}

/* Descends from just above a point of the floor that is `excess` times as sharp
 * as the border of divergence on a bowl allows. */
static void edge_of_stability(struct demo *d, double eta, double excess)
{
	enum { STEPS = 20000 };
	double half = fmax(excess / eta / 2, 1), x = sqrt(half + sqrt(half * half - 1));
	double y = 1 / x + 1e-3, shrink = NAN, before = valley(x, y);
	int rises = 0, k;

	demo_value(d, "valley_start", sharpness(x, 1 / x), "sharpness of the floor at the start");
	demo_check(d, "valley_start", sharpness(x, 1 / x) * eta / 2, fmax(excess, 2 * eta), 1e-9,
		"no point of the floor is flatter than 4");
	for (k = 0; k < STEPS; k++) {
		double residual = x * x * y * y - 1;
		double new_x = x - eta * residual * x * y * y,
		       new_y = y - eta * residual * x * x * y;
		if (valley(new_x, new_y) > 1e6)
			break;
		x = new_x;
		y = new_y;
		if (isnan(shrink) && fabs(residual) < 1e-6 && fabs(residual) > 1e-9)
			shrink = (x * x * y * y - 1) / residual;
		rises += valley(x, y) > before && before > 1e-16;
		before = valley(x, y);
	}
	double end = sharpness(x, y);
	bool settled = before < 1e-9;

	demo_text(d, "valley_fate",
		k < STEPS ? "diverges"
		: settled ? "settles"
			  : "does not settle",
		"what 20,000 steps in the valley do");
	demo_value(d, "valley_end", end, "sharpness where they end");
	demo_value(d, "valley_limit", 2 / eta, "2/η");
	demo_value(d, "valley_cost", before, "cost there");
	demo_value(d, "valley_rises", rises, "steps on which the cost rose");
	/* What h² leaves out, and the cost's rounding over h². */
	demo_check(d, "valley_sharpness", sharpness_by_differences(x, y), end,
		1e-4 * end + 1e-7 * before, "second differences of the cost");
	if (!settled)
		return;
	demo_check_at_most(d, "edge", end, 2 / eta, "where it settles, 2/η bounds the sharpness");
	if (!isnan(shrink))
		demo_check(d, "valley_factor", shrink, 1 - eta * end, 1e-4,
			"observed factor of a late step: 1-ηs");
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "The learning rate and the cost");
	double eta = demo_log(d, "eta", 0.05, 0.001, 1, "learning rate η");
	double steep = demo_log(d, "sharpness", 10, 1, 20, "largest curvature L");
	double kappa = demo_log(d, "kappa", 10, 2, 1000, "L over the least curvature, κ");
	int k = demo_int(d, "steps", 30, 1, 100, "steps k");
	double angle = demo_real(d, "angle", 18, 1, 89, "start, from the flat direction [°]");
	double excess = demo_real(d, "excess", 1.3, 0.5, 4, "valley: start's sharpness over 2/η");
	struct bowl j = bowl_of(steep, kappa, angle * M_PI / 180);

	bowl_values(d, &j, eta, k);
	plot_regimes(d, &j, eta);
	plot_rates(d, &j, eta, k);
	list_rates(d, &j, k);
	edge_of_stability(d, eta, excess);
	return demo_close(d);
}
