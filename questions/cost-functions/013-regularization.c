/*
 * Regularization with two weights, so that all of it can be drawn. A flat's rent is
 * predicted from its area x1 and its number of rooms x2, which say nearly the same:
 *
 *     J(w) = 1/n sum (y - w1 x1 - w2 x2)^2 + lambda R(w)
 *
 * with R(w) = w1^2 + w2^2 (L2) or |w1| + |w2| (L1). Two forms of one thing: a price
 * lambda on R, or a budget R(w) <= c without a price. All variables are centered.
 */
#include "lab/demo.h"
#include "lab/golden.h"
#include "lab/random.h"

#include <gsl/gsl_math.h>
#include <math.h>

enum { FRESH = 10000, PATH = 61, ROUND = 181 };
enum penalty { L2, L1 };

struct weights {
	double w1, w2;
};

static const struct weights truth = {2, 1};

struct examples {
	size_t n;
	double *x1, *x2, *y;
};

static struct examples draw(struct demo *d, struct random *r, size_t n, double rho, double sigma)
{
	struct examples e = {n, demo_vector(d, n), demo_vector(d, n), demo_vector(d, n)};

	for (size_t i = 0; i < n; i++) {
		e.x1[i] = random_normal(r, 0, 1);
		e.x2[i] = rho * e.x1[i] + sqrt(1 - rho * rho) * random_normal(r, 0, 1);
		e.y[i] = truth.w1 * e.x1[i] + truth.w2 * e.x2[i] + random_normal(r, 0, sigma);
	}
	return e;
}

/* [cost] */
/* The cost of the data alone: the mean squared error. */
static double cost(const struct examples *e, struct weights w)
{
	double sum = 0;

	for (size_t i = 0; i < e->n; i++) {
		double error = e->y[i] - w.w1 * e->x1[i] - w.w2 * e->x2[i];

		sum += error * error;
	}
	return sum / (double)e->n;
}

/* What the penalty weighs. */
static double size(enum penalty p, struct weights w)
{
	return p == L2 ? w.w1 * w.w1 + w.w2 * w.w2 : fabs(w.w1) + fabs(w.w2);
}

/* The w that minimizes  g w^2 - 2 z w + lambda R(w),  one weight. */
static double alone(enum penalty p, double g, double z, double lambda)
{
	if (p == L2)
		return z / (g + lambda);
	return copysign(fmax(fabs(z) - lambda / 2, 0), z) / g;
}
/* [end] */

/* Price form: one weight after the other goes to its minimum, until none moves. */
static struct weights fit(const struct examples *e, enum penalty p, double lambda)
{
	double g11 = 0, g12 = 0, g22 = 0, b1 = 0, b2 = 0, moved = 1, n = (double)e->n;
	struct weights w = {0, 0};

	for (size_t i = 0; i < e->n; i++) {
		g11 += e->x1[i] * e->x1[i] / n;
		g12 += e->x1[i] * e->x2[i] / n;
		g22 += e->x2[i] * e->x2[i] / n;
		b1 += e->x1[i] * e->y[i] / n;
		b2 += e->x2[i] * e->y[i] / n;
	}
	for (int sweep = 0; sweep < 100000 && moved > 1e-14; sweep++) {
		struct weights last = w;

		w.w1 = alone(p, g11, b1 - g12 * w.w2, lambda);
		w.w2 = alone(p, g22, b2 - g12 * w.w1, lambda);
		moved = hypot(w.w1 - last.w1, w.w2 - last.w2);
	}
	return w;
}

/* The point of size c in direction `angle`: on a circle, or on a diamond. */
static struct weights on_border(enum penalty p, double c, double angle)
{
	struct weights way = {cos(angle), sin(angle)};
	double r = p == L2 ? sqrt(c) : c / size(L1, way);

	return (struct weights){r * way.w1, r * way.w2};
}

struct border {
	const struct examples *e;
	enum penalty p;
	double c;
};

static double cost_at(double angle, const void *context)
{
	const struct border *b = context;

	return cost(b->e, on_border(b->p, b->c, angle));
}

/* Budget form, without lambda: walk round the border for the cheapest point. On each side
 * of the diamond the cost falls, then rises; on a circle it may dip twice. */
static double cheapest(const struct examples *e, enum penalty p, double c)
{
	struct border border = {e, p, c};
	int sides = p == L1 ? 4 : 180;
	double least = cost_at(0, &border), side = 2 * M_PI / sides;

	for (int i = 0; i < sides; i++) {
		double lo = i * side, hi = lo + side, at;

		if (p == L2) {
			double here = cost_at(lo, &border);

			lo -= side;
			if (here > cost_at(lo, &border) || here > cost_at(hi, &border))
				continue;
		}
		at = golden_section(cost_at, &border, lo, hi);
		least = fmin(least, cost_at(at, &border));
	}
	return least;
}

/* What a little more budget takes off the cost, per unit. */
static double price(const struct examples *e, enum penalty p, double c)
{
	double h = fmax(1e-5 * c, 1e-9), low = fmax(c - h, 0);

	return (cheapest(e, p, low) - cheapest(e, p, c + h)) / (c + h - low);
}

/* What a new example costs on average: its noise, and what w misses of the truth. */
static double cost_new(struct weights w, double rho, double sigma)
{
	double m1 = w.w1 - truth.w1, m2 = w.w2 - truth.w2;

	return sigma * sigma + m1 * m1 + m2 * m2 + 2 * rho * m1 * m2;
}

/* Everything over lambda, from 0.001 to 100. */
struct path {
	double lambda[PATH], w1[PATH], w2[PATH], train[PATH], test[PATH];
	int best; /* of the least cost on new examples */
};

static struct path follow(const struct examples *e, enum penalty p, double rho, double sigma)
{
	struct path path = {.best = 0};

	for (int i = 0; i < PATH; i++) {
		path.lambda[i] = pow(10, -3 + 5.0 * i / (PATH - 1));
		struct weights here = fit(e, p, path.lambda[i]);
		path.w1[i] = here.w1;
		path.w2[i] = here.w2;
		path.train[i] = cost(e, here);
		path.test[i] = cost_new(here, rho, sigma);
		if (path.test[i] < path.test[path.best])
			path.best = i;
	}
	return path;
}

/* The best of the path; and the whole path again by the budget, which knows no lambda,
 * and on new examples. */
static void show_path(struct demo *d, const struct examples *e, enum penalty p,
	const struct path *path, const struct examples *fresh)
{
	double dearer = 0, off = 0, far = 0;

	for (int i = 0; i < PATH; i++) {
		struct weights w = {path->w1[i], path->w2[i]};
		double c = size(p, w), lambda = path->lambda[i], gain = price(e, p, c);

		dearer = fmax(dearer, fabs(path->train[i] - cheapest(e, p, c)));
		off = fmax(off, c > 0 ? fabs(gain - lambda) / (1 + lambda) : gain - lambda);
		/* Errors are normal, so their squares have variance 2 test². */
		far = fmax(far, fabs(cost(fresh, w) / (path->test[i] + 1e-12) - 1));
	}
	demo_value(d, "best_test", path->test[path->best], "least test cost, of 61 λ");
	demo_value(d, "best_lambda", path->lambda[path->best], "its λ");
	/* Costs are below 100 and have 15 digits. */
	demo_check(d, "same_fit", dearer, 0, 1e-11, "budget form: the cheapest point of that size");
	/* At worst the quotient spans a corner of the path; its width is 2e-5 of c. */
	demo_check(d, "price", off, 0, 2e-4, "λ = what a unit more budget takes off the cost");
	demo_check(d, "test", far, 0, 6 * sqrt(2.0 / FRESH),
		"mean of 10,000 new examples, 6 standard errors");
}

static void draw_costs(struct demo *d, const struct path *path, double sigma)
{
	struct demo_plot *plot = demo_plot(d, "costs", "λ", "cost", DEMO_LOG_X);

	demo_plot_title(plot, "What λ does to the training cost and to new examples");
	demo_range_y(plot, 0, fmax(1, ceil(1.1 * fmax(path->test[0], path->test[PATH - 1]))));
	demo_line(plot, "training", path->lambda, path->train, PATH);
	demo_line(plot, "new examples", path->lambda, path->test, PATH);
	/* What the truth itself costs on new examples. */
	demo_reference(plot, "noise", (double[]){path->lambda[0], path->lambda[PATH - 1]},
		(double[]){sigma * sigma, sigma * sigma}, 2);
}

static void draw_map(struct demo *d, const struct examples *e, enum penalty p,
	const struct path *path, struct weights w)
{
	const size_t n = 41; /* points a side */
	const double low = -4, high = 7, step = (high - low) / (double)(n - 1);
	double *z = demo_vector(d, n * n), x[ROUND], y[ROUND], c = size(p, w), area = 0;
	struct weights free = fit(e, p, 0);
	struct demo_plot *plot = demo_plot(d, "map", "w1 (area)", "w2 (rooms)", DEMO_LINEAR);

	for (size_t r = 0; r < n; r++)
		for (size_t i = 0; i < n; i++)
			z[r * n + i] = cost(e,
				(struct weights){low + (double)i * step, low + (double)r * step});
	for (int i = 0; i < ROUND; i++) {
		struct weights at = on_border(p, c, i * 2 * M_PI / (ROUND - 1));

		x[i] = at.w1;
		y[i] = at.w2;
		area += i > 0 ? (x[i - 1] * y[i] - x[i] * y[i - 1]) / 2 : 0;
	}
	demo_check(d, "area", area, p == L2 ? M_PI * c : 2 * c * c, 1e-3 * fmax(c, c * c),
		"area in the budget: π c for the disk, 2 c² for the diamond");
	demo_value(d, "upper_left", z[n * (n - 1)], "cost at w = (-4, 7)");
	demo_value(d, "upper_right", z[n * n - 1], "cost at w = (7, 7)");
	demo_plot_title(plot, "Training cost, budget, and the path of the fit");
	demo_range_x(plot, low, high);
	demo_range_y(plot, low, high);
	demo_contour(plot, "training cost", z, (struct demo_grid){n, n, low, high, low, high});
	demo_line(plot, "budget", x, y, ROUND);
	demo_line(plot, "path over λ", path->w1, path->w2, PATH);
	demo_points(plot, "no penalty", &free.w1, &free.w2, 1);
	demo_points(plot, "this λ", &w.w1, &w.w2, 1);
	demo_points(plot, "truth", &truth.w1, &truth.w2, 1);
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Regularization: a price on weights, or a budget");
	double lambda = demo_log(d, "lambda", 0.1, 1e-3, 100, "penalty λ");
	enum penalty p =
		demo_choice(d, "penalty", "l2|l1", "penalty: squares or sizes") == 0 ? L2 : L1;
	int n = demo_int(d, "examples", 6, 4, 200, "training examples");
	double rho = demo_real(d, "rho", 0.95, 0, 0.99, "correlation of the two features");
	double sigma = demo_real(d, "noise", 2, 0, 5, "noise (standard deviation)");
	int seed = demo_int(d, "seed", 37, 1, 1000, "seed of the examples");
	struct random *random = random_new(d, (unsigned)seed);
	struct examples e = draw(d, random, (size_t)n, rho, sigma);
	struct examples fresh = draw(d, random, FRESH, rho, sigma);
	struct weights w = fit(&e, p, lambda), free = fit(&e, p, 0);
	struct path path = follow(&e, p, rho, sigma);
	double c = size(p, w);

	demo_value(d, "w1", w.w1, "weight of the area");
	demo_value(d, "w2", w.w2, "weight of the rooms");
	demo_value(d, "free_w1", free.w1, "w1 without penalty");
	demo_value(d, "free_w2", free.w2, "w2 without penalty");
	demo_value(d, "sum", w.w1 + w.w2, "w1 + w2");
	demo_value(d, "free_sum", free.w1 + free.w2, "w1 + w2 without it");
	demo_value(d, "train", cost(&e, w), "training cost");
	demo_value(d, "test", cost_new(w, rho, sigma), "cost on new examples");
	demo_value(d, "free_train", cost(&e, free), "training cost without it");
	demo_value(d, "free_test", cost_new(free, rho, sigma), "test cost without it");
	demo_value(d, "empty_test", cost_new((struct weights){0, 0}, rho, sigma),
		"test cost of w = 0");
	show_path(d, &e, p, &path, &fresh);
	demo_value(d, "budget", c, "budget c = R(w)");
	demo_value(d, "price", price(&e, p, c), "a unit of budget saves");
	demo_value(d, "saved", cost(&e, w) - cheapest(&e, p, c + 0.01), "0.01 more budget saves");
	demo_value(d, "one_l2", alone(L2, 1, 2, lambda), "min of (w-2)² + λ w²");
	demo_value(d, "one_l1", alone(L1, 1, 2, lambda), "min of (w-2)² + λ |w|");
	demo_value(d, "one_slip", 2 / (1 + 2 * lambda), "with one 2 lost: wrong");
	draw_map(d, &e, p, &path, w);
	draw_costs(d, &path, sigma);
	return demo_close(d);
}
