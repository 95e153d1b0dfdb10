/*
 * Overfitting: polynomials of degree 1 to 15 through 20 noisy points. The data are
 * y = f(x) + noise, with one x at random in each of n equal parts of [-1, 1]; the
 * cost is the mean squared error.
 */
#include "lab/demo.h"
#include "lab/grid.h"
#include "lab/poly.h"
#include "lab/random.h"

#include <gsl/gsl_integration.h>
#include <gsl/gsl_math.h>
#include <math.h>

enum { DEGREES = 15, MAX_POINTS = 200, TESTS = 10000, DRAWS = 1000, SHOWN = 241, NODES = 64 };

/* Where the points come from. */
struct source {
	int curve;
	double sigma;
	struct random *random;
};

struct points {
	size_t n;
	double *x, *y;
};

/* A polynomial fitted to points, one of many by the same decomposition. */
struct fit {
	const struct poly *poly;
	size_t degree;
	double c[DEGREES + 1];
};

static struct fit make_fit(const struct poly *poly, const double *y, size_t degree)
{
	struct fit f = {poly, degree, {0}};

	poly_fit(poly, y, degree, f.c);
	return f;
}

static double at(const struct fit *f, double x)
{
	return poly_at(f->c, f->degree, x);
}

static double truth(const struct source *s, double x)
{
	return s->curve == 0 ? sin(M_PI * x) : s->curve == 1 ? x : 0;
}

/* Gauss and Legendre's rule on [-1, 1], for means over x; and the truth there. */
struct rule {
	double x[NODES], weight[NODES], truth[NODES];
};

static struct rule make_rule(struct demo *d, const struct source *s)
{
	gsl_integration_glfixed_table *table = gsl_integration_glfixed_table_alloc(NODES);
	struct rule rule;

	if (!table)
		demo_fail(d, "out of memory");
	for (size_t i = 0; i < NODES; i++) {
		gsl_integration_glfixed_point(-1, 1, i, &rule.x[i], &rule.weight[i], table);
		rule.weight[i] /= 2;
		rule.truth[i] = truth(s, rule.x[i]);
	}
	gsl_integration_glfixed_table_free(table);
	return rule;
}

static struct points draw(struct demo *d, struct source *s, size_t n)
{
	struct points p = {n, demo_vector(d, n), demo_vector(d, n)};

	for (size_t i = 0; i < n; i++) {
		p.x[i] = -1 + 2 * ((double)i + random_uniform(s->random, 0, 1)) / (double)n;
		p.y[i] = truth(s, p.x[i]) + random_normal(s->random, 0, s->sigma);
	}
	return p;
}

/* [costs] */
/* The cost of a fit on some points: the mean of (y - prediction)^2. */
static double cost(const struct points *p, const struct fit *f)
{
	double sum = 0;

	for (size_t i = 0; i < p->n; i++) {
		double miss = p->y[i] - at(f, p->x[i]);

		sum += miss * miss;
	}
	return sum / (double)p->n;
}

/* The same, but each point by the fit to all the others. No need to fit
 * again: leverage h makes the miss 1 / (1 - h) times as large. */
static double cost_left_out(const struct points *p, const struct fit *f)
{
	double sum = 0;

	for (size_t i = 0; i < p->n; i++) {
		double miss = p->y[i] - at(f, p->x[i]);

		miss /= 1 - poly_leverage(f->poly, f->degree, i);
		sum += miss * miss;
	}
	return sum / (double)p->n;
}
/* [end] */

/* The mean of (fit - truth)^power over all x. */
static double distance(const struct rule *rule, const struct fit *f, int power)
{
	double sum = 0;

	for (size_t i = 0; i < NODES; i++)
		sum += rule->weight[i] * gsl_pow_int(at(f, rule->x[i]) - rule->truth[i], power);
	return sum;
}

/* What a new point costs on average: it has noise of its own. */
static double cost_new(const struct source *s, const struct rule *rule, const struct fit *f)
{
	return s->sigma * s->sigma + distance(rule, f, 2);
}

/* Once more by force: leave a point out, fit the others, see how far it is missed. */
static double cost_by_refits(struct demo *d, const struct points *p, size_t degree)
{
	struct points others = {p->n - 1, demo_vector(d, p->n), demo_vector(d, p->n)};
	double sum = 0;

	for (size_t out = 0; out < p->n; out++) {
		struct poly *poly;
		struct fit f;
		double miss;

		for (size_t i = 0, to = 0; i < p->n; i++) {
			if (i == out)
				continue;
			others.x[to] = p->x[i];
			others.y[to++] = p->y[i];
		}
		poly = poly_new(d, others.x, others.n, degree);
		if (!poly)
			demo_fail(d, "two points are at the same place");
		f = make_fit(poly, others.y, degree);
		miss = p->y[out] - at(&f, p->x[out]);
		sum += miss * miss;
	}
	return sum / (double)p->n;
}

/* Least squares: what is left over is orthogonal to every power of x. */
static void check_fit(struct demo *d, const struct points *p, const struct fit *f)
{
	double worst = 0;

	for (size_t power = 0; power <= f->degree; power++) {
		double sum = 0;

		for (size_t i = 0; i < p->n; i++)
			sum += (p->y[i] - at(f, p->x[i])) * gsl_pow_int(p->x[i], (int)power);
		worst = fmax(worst, fabs(sum));
	}
	demo_check(
		d, "least_squares", worst, 0, 1e-10, "the misses are orthogonal to 1, x, x², ...");
}

/* 10,000 new points, drawn and paid for. */
static void check_test(
	struct demo *d, struct source *s, const struct rule *rule, const struct fit *f)
{
	struct points fresh = draw(d, s, TESTS);
	double noise = s->sigma * s->sigma, test = cost_new(s, rule, f);
	/* (fit - truth - noise)^2 has the second moment b^4 + 6 b^2 sigma^2 + 3 sigma^4. */
	double second = distance(rule, f, 4) + 6 * distance(rule, f, 2) * noise + 3 * noise * noise;

	demo_check(d, "test", test, cost(&fresh, f),
		6 * sqrt(fmax(second - test * test, 0) / TESTS) + 1e-12,
		"mean of 10,000 new points, 6 standard errors");
}

/* R²: the share of the spread of y (its cost under the best constant) that is explained. */
static void show_r2(struct demo *d, const struct points *p, const struct poly *poly, double train,
	double test, double spread_new)
{
	struct fit constant = make_fit(poly, p->y, 0);
	double spread = cost(p, &constant);

	demo_value(d, "r2_train", spread > 0 ? 1 - train / spread : 0, "R² on the training points");
	demo_value(d, "r2_test", spread_new > 0 ? 1 - test / spread_new : 0, "R² on new points");
}

static double mean_square(const double *y, const double *fit, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (y[i] - fit[i]) * (y[i] - fit[i]);
	return sum / (double)n;
}

/* New noise at the same x, a thousand times: by how much does the cost that was
 * minimized fall short of the cost of fresh y? On average 2 sigma² (degree + 1) / n. */
static void show_flattery(struct demo *d, struct source *s, const struct points *p,
	const struct poly *poly, size_t degree)
{
	double noise = s->sigma * s->sigma, gap = 0, square = 0;
	double theory = 2 * noise * ((double)degree + 1) / (double)p->n;
	double clean[MAX_POINTS], old[MAX_POINTS], fresh[MAX_POINTS], fit[MAX_POINTS];

	for (size_t i = 0; i < p->n; i++)
		clean[i] = truth(s, p->x[i]);
	for (int t = 0; t < DRAWS; t++) {
		for (size_t i = 0; i < p->n; i++) {
			old[i] = clean[i] + random_normal(s->random, 0, s->sigma);
			fresh[i] = clean[i] + random_normal(s->random, 0, s->sigma);
		}
		struct fit f = make_fit(poly, old, degree);
		poly_at_each(f.c, degree, p->x, fit, p->n);
		double more = mean_square(fresh, fit, p->n) - mean_square(old, fit, p->n);

		gap += more / DRAWS;
		square += more * more / DRAWS;
	}
	demo_value(d, "flattery", gap, "mean of 1000: cost of fresh y less cost of fitted y");
	demo_value(d, "flattery_theory", theory, "2 noise² (degree + 1) / points");
	demo_value(d, "flattery_half", theory / 2, "half of it");
	demo_value(d, "flattery_no_constant", 2 * noise * (double)degree / (double)p->n,
		"the same without the constant term");
	demo_check(d, "flattery", gap, theory,
		6 * sqrt(fmax(square - gap * gap, 0) / (DRAWS - 1)) + 1e-12,
		"2 noise² (degree + 1) / points; 6 standard errors of 1000 draws");
}

/* At places the same distance apart, differences of differences of a polynomial vanish
 * after degree + 1 turns. Each turn doubles the rounding at most. */
static void check_is_polynomial(struct demo *d, const double *fit, size_t degree)
{
	double difference[SHOWN], largest = 0, left = 0;

	for (size_t i = 0; i < SHOWN; i++) {
		difference[i] = fit[i];
		largest = fmax(largest, fabs(fit[i]));
	}
	for (size_t turn = 0; turn <= degree; turn++)
		for (size_t i = 0; i + 1 < SHOWN - turn; i++)
			difference[i] = difference[i + 1] - difference[i];
	for (size_t i = 0; i < SHOWN - degree - 1; i++)
		left = fmax(left, fabs(difference[i]));
	demo_check_at_most(d, "polynomial", left, 1e-14 * ldexp(largest, (int)degree + 4),
		"the curve drawn: differences of order degree + 1");
}

static void draw_fit(
	struct demo *d, const struct rule *rule, const struct points *p, const struct fit *f)
{
	double x[SHOWN], fit[SHOWN];
	struct demo_plot *plot = demo_plot(d, "fit", "x", "y", DEMO_LINEAR);

	grid_even(x, SHOWN, -1, 1);
	for (size_t i = 0; i < SHOWN; i++)
		fit[i] = at(f, x[i]);
	check_is_polynomial(d, fit, f->degree);
	demo_plot_title(plot, "The points, the curve behind them, and the fit");
	demo_range_y(plot, -2.5, 2.5);
	demo_line(plot, "fit", x, fit, SHOWN);
	demo_reference(plot, "truth", rule->x, rule->truth, NODES);
	demo_points(plot, "training points", p->x, p->y, p->n);
}

/* The costs by degree; [0] is not used. */
struct curves {
	double train[DEGREES + 1], test[DEGREES + 1], left_out[DEGREES + 1];
};

static struct curves find_curves(struct demo *d, const struct source *s, const struct rule *rule,
	const struct points *p, const struct poly *poly)
{
	struct curves by = {{0}, {0}, {0}};
	double rise = 0;

	for (size_t k = 1; k <= DEGREES; k++) {
		struct fit f = make_fit(poly, p->y, k);

		by.train[k] = cost(p, &f);
		by.test[k] = cost_new(s, rule, &f);
		by.left_out[k] = cost_left_out(p, &f);
		if (k > 1)
			rise = fmax(rise, by.train[k] - by.train[k - 1]);
	}
	demo_check_at_most(d, "nested", rise, 1e-12, "a higher degree never fits worse");
	return by;
}

static void draw_curves(struct demo *d, const struct curves *by, double noise)
{
	double degree[DEGREES];
	struct demo_plot *plot = demo_plot(d, "errors", "degree", "mean squared error", DEMO_LOG_Y);

	grid_even(degree, DEGREES, 1, DEGREES);
	demo_plot_title(plot, "Training cost falls, test cost turns");
	demo_range_y(plot, 1e-2, 1e2);
	demo_line(plot, "training", degree, by->train + 1, DEGREES);
	demo_line(plot, "test", degree, by->test + 1, DEGREES);
	demo_line(plot, "leave-one-out", degree, by->left_out + 1, DEGREES);
	demo_reference(plot, "noise²", (double[]){1, DEGREES}, (double[]){noise, noise}, 2);
}

static void check_left_out(
	struct demo *d, const struct points *p, const struct fit *f, double left_out)
{
	double again = cost_by_refits(d, p, f->degree), sum = 0, highest = 0, digits;

	for (size_t i = 0; i < p->n; i++) {
		double h = poly_leverage(f->poly, f->degree, i);

		sum += h;
		highest = fmax(highest, h);
	}
	digits = 1e-13 / (1 - highest); /* what 1 / (1 - h) leaves of them */
	demo_value(d, "highest", highest, "highest leverage");
	demo_check(d, "left_out", left_out, again, digits * (again + sqrt(again) + digits),
		"each point left out in turn and the others fitted anew");
	demo_check(d, "leverage", sum, (double)f->degree + 1, 1e-12,
		"leverages add up to the number of parameters");
}

/* The degree of the least of costs[1..DEGREES]. */
static int best(const double *costs)
{
	int least = 1;

	for (int k = 1; k <= DEGREES; k++)
		if (costs[k] < costs[least])
			least = k;
	return least;
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(
		argc, argv, "Overfitting: polynomials of degree 1 to 15 through noisy points");
	size_t degree = (size_t)demo_int(d, "degree", 12, 1, DEGREES, "degree of the fit");
	size_t n = (size_t)demo_int(d, "points", 20, DEGREES + 3, MAX_POINTS, "training points");
	double sigma = demo_real(d, "noise", 0.3, 0, 1, "noise (standard deviation)");
	int curve = demo_choice(d, "curve", "sine|line|none", "curve behind the points");
	int seed = demo_int(d, "seed", 96, 1, 1000, "seed of the points");
	struct source source = {curve, sigma, random_new(d, (unsigned)seed)};
	struct points points = draw(d, &source, n);
	struct rule rule = make_rule(d, &source);
	struct poly *poly = poly_new(d, points.x, n, DEGREES);
	struct curves by;
	struct fit fit, nothing = {0};
	double noise = sigma * sigma;

	if (!poly)
		demo_fail(d, "two points are at the same place");
	by = find_curves(d, &source, &rule, &points, poly);
	fit = make_fit(poly, points.y, degree);
	demo_value(d, "train", by.train[degree], "training cost");
	demo_value(d, "test", by.test[degree], "cost on new points");
	demo_value(d, "left_out", by.left_out[degree], "leave-one-out cost");
	demo_value(d, "best_degree", best(by.test), "degree of the least test cost");
	demo_value(d, "best_test", by.test[best(by.test)], "the least test cost");
	demo_value(d, "chosen_degree", best(by.left_out), "degree of the least leave-one-out cost");
	demo_value(d, "noise_cost", noise, "noise²: the cost of the truth itself");
	show_r2(d, &points, poly, by.train[degree], by.test[degree],
		cost_new(&source, &rule, &nothing));
	check_left_out(d, &points, &fit, by.left_out[degree]);
	check_fit(d, &points, &fit);
	check_test(d, &source, &rule, &fit);
	show_flattery(d, &source, &points, poly, degree);
	draw_curves(d, &by, noise);
	draw_fit(d, &rule, &points, &fit);
	return demo_close(d);
}
