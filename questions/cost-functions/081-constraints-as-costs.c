/* A budget that binds, turned into a cost in four ways, and what gradient descent needs. */
#include "lab/demo.h"
#include "lab/golden.h"
#include "lab/grid.h"
#include "lab/thin.h"

#include <math.h>

enum { SHOWN = 81, STEPS = 3000, INNER = 20, LOOK = 299 };
enum { PENALTY, KINK, BARRIER, AUGMENTED, METHODS, LINEAR };

static const double wish[] = {2, 1}; /* where J is least; it spends 3 */

struct budget {
	double h, b;        /* curvature of the second weight; the budget */
	double rho, lambda; /* weight of what is added, t for the barrier; the multiplier */
	int method;
};

static double cost(const double *theta, double h) /* J */
{
	double d0 = theta[0] - wish[0], d1 = theta[1] - wish[1];

	return (d0 * d0 + h * d1 * d1) / 2;
}

static double excess(const double *theta, double b) /* g; at most 0 is wanted */
{
	return theta[0] + theta[1] - b;
}

/* [total] */
/* J + φ(g) */
static double total(const double *theta, const void *context)
{
	const struct budget *s = context;
	double j = cost(theta, s->h), g = excess(theta, s->b);
	double paid = fmax(0, s->lambda + s->rho * g);

	switch (s->method) {
	case KINK:
		return j + s->rho * fmax(0, g);
	case BARRIER: /* ρ is t; outside there is a wall */
		return g < 0 ? j - log(-g) / s->rho : 1e6 * (1 + g);
	case LINEAR: /* for the lower bound */
		return j + s->lambda * g;
	default: /* augmented; a plain penalty at λ = 0 */
		return j + (paid * paid - s->lambda * s->lambda) / (2 * s->rho);
	}
}
/* [end] */

/* Each of the costs is least where the weights are bought at some price. */
static void buy(double price, double h, double *theta)
{
	theta[0] = wish[0] - price;
	theta[1] = wish[1] - price / h;
}

/* The minimum from values alone; returns what it spends above the budget. */
static double search(struct budget s, double *theta)
{
	golden_section_plane(total, &s, (double[]){-8, -8}, (double[]){8, 8}, theta);
	return excess(theta, s.b);
}

/* The least J within the budget: a kink of this weight is sharp enough. */
static double least(struct budget s)
{
	struct budget sharp = {s.h, s.b, 100, 0, KINK};
	double theta[2];

	search(sharp, theta);
	return cost(theta, s.h);
}

/* The rounds one by one: what the minimum spends follows from its two linear equations. */
static double play(struct budget s, int rounds)
{
	double g = 0, both = 1 + s.h;

	for (int k = 0; k < rounds; k++) {
		g = (3 * s.h + both * (s.rho * s.b - s.lambda)) / (s.h + both * s.rho) - s.b;
		s.lambda += s.rho * g;
	}
	return g;
}

/* Returns the price. J* is quadratic in b, so its central difference is exact. */
static double find_optimum(struct demo *d, struct budget s)
{
	double slope = 1 + 1 / s.h, price = excess(wish, s.b) / slope, best[2];
	struct budget more = {.h = s.h, .b = s.b + 0.1}, less = {.h = s.h, .b = s.b - 0.1};

	buy(price, s.h, best);
	demo_value(d, "first", best[0], "θ*, first weight");
	demo_value(d, "second", best[1], "θ*, second weight");
	demo_value(d, "price", price, "λ*, price of the budget");
	demo_value(d, "least", cost(best, s.h), "J*, least cost within the budget");
	demo_check(d, "least", cost(best, s.h), least(s), 1e-9, "search with an exact penalty");
	demo_check(d, "price", price, (least(less) - least(more)) / 0.2, 1e-9, "differences of J*");
	return price;
}

/* How far each cost's minimum is from the budget, in the order of the enum. */
static void distances(struct budget s, double t, int rounds, double *off)
{
	double slope = 1 + 1 / s.h, e = excess(wish, s.b), factor = 1 / (1 + s.rho * slope);

	off[PENALTY] = e * factor;
	off[KINK] = fmax(0, e - s.rho * slope);
	off[BARRIER] = (sqrt(e * e + 4 * slope / t) - e) / 2; /* inside */
	off[AUGMENTED] = e * pow(factor, rounds);
}

static void settle(struct demo *d, struct budget s, double price, double t, int rounds)
{
	double slope = 1 + 1 / s.h, factor = 1 / (1 + s.rho * slope), off[METHODS], theta[2];

	distances(s, t, rounds, off);
	double paid = 1 / (t * off[BARRIER]), spent = paid * paid * slope / 2; /* by the barrier */
	struct budget next = {s.h, s.b, s.rho, s.rho * off[PENALTY], AUGMENTED};
	struct budget sharp = {s.h, s.b, s.rho, 0, KINK}, wall = {s.h, s.b, t, 0, BARRIER};
	struct budget bound = {s.h, s.b, 0, paid, LINEAR};

	demo_value(d, "over", off[PENALTY], "penalty: above the budget");
	demo_value(d, "rough", price / s.rho, "penalty: λ*/ρ");
	demo_value(d, "paid", next.lambda, "penalty: price paid, ρ g");
	demo_value(d, "factor", factor, "what a multiplier update leaves of the error");
	demo_value(d, "left", off[AUGMENTED], "augmented Lagrangian: above the budget");
	demo_value(d, "rho_needed", price / off[AUGMENTED] - 1 / slope, "ρ of a penalty as near");
	demo_value(d, "exact_over", off[KINK], "L1 penalty: above the budget");
	demo_value(d, "slack", off[BARRIER], "barrier: below the budget");
	/* A search finds the place to some 1e-8 of the bowl, here of width 10. */
	demo_check(d, "over", off[PENALTY], search(s, theta), 1e-5, "search");
	demo_check(d, "two", off[PENALTY] * factor, search(next, theta), 1e-5, "search");
	demo_check(d, "left", off[AUGMENTED], play(s, rounds), 1e-11, "each round solved");
	demo_check(d, "exact", off[KINK], search(sharp, theta), 1e-5, "search");
	demo_check(d, "slack", off[BARRIER], -search(wall, theta), 1e-5, "search");
	search(bound, theta);
	double gap = spent - total(theta, &bound);
	demo_value(d, "gap", gap, "barrier: duality gap");
	demo_value(d, "worse", spent - price * price * slope / 2, "barrier: cost above J*");
	demo_check(d, "gap", gap, 1 / t, 1e-9, "1/t");
}

static void draw_weights(struct demo *d, struct budget s, int rounds)
{
	static const char *const name[] = {"penalty", "L1 penalty", "barrier", "augmented"};
	double rho[SHOWN], off[METHODS], line[METHODS][SHOWN];
	struct demo_plot *plot = demo_plot(d, "weights", "ρ or t", "|g|", DEMO_LOG_X | DEMO_LOG_Y);

	grid_log(rho, SHOWN, 0.1, 1000);
	for (int i = 0; i < SHOWN; i++) {
		s.rho = rho[i];
		distances(s, rho[i], rounds, off);
		for (int k = 0; k < METHODS; k++)
			line[k][i] = off[k];
	}
	demo_plot_title(plot, "Distance from the budget");
	demo_range_y(plot, 1e-6, 10);
	for (int k = 0; k < METHODS; k++)
		demo_line(plot, name[k], rho, line[k], SHOWN);
}

/* Gradient descent with the rate 1 / largest eigenvalue; every INNER steps λ grows by `ascent` g.
 * far[t] is the distance from `goal` after step t + 1. Returns the Hessian's condition number. */
static double descend(struct budget s, const double *goal, double ascent, double *far)
{
	double largest = (1 + s.h) / 2 + s.rho + hypot((s.h - 1) / 2, s.rho);
	double determinant = s.h + s.rho * (1 + s.h), theta[] = {3, 0};

	for (int t = 0; t < STEPS; t++) {
		double paid = fmax(0, s.lambda + s.rho * excess(theta, s.b));

		theta[0] -= (theta[0] - wish[0] + paid) / largest;
		theta[1] -= (s.h * (theta[1] - wish[1]) + paid) / largest;
		if ((t + 1) % INNER == 0)
			s.lambda = fmax(0, s.lambda + ascent * excess(theta, s.b));
		far[t] = hypot(theta[0] - goal[0], theta[1] - goal[1]);
	}
	return largest * largest / determinant;
}

static void race(struct demo *d, struct budget s, double price)
{
	double *step = demo_vector(d, STEPS), *weak = demo_vector(d, STEPS);
	double *strong = demo_vector(d, STEPS), *both = demo_vector(d, STEPS), best[2], settled[2];

	buy(price / (1 + 1 / (s.rho * (1 + 1 / s.h))), s.h, settled);
	double condition = descend(s, settled, 0, weak);
	demo_value(d, "condition", condition, "condition number of the Hessian");
	/* After the first step only the slow direction is left. */
	demo_check(d, "rate", weak[3] / weak[2], 1 - 1 / condition, 1e-6, "1 - 1/κ");
	buy(price, s.h, best);
	descend(s, best, 0, weak);
	descend(s, best, s.rho, both);
	s.rho *= 100;
	demo_value(d, "condition_100", descend(s, best, 0, strong), "the same for 100 ρ");
	demo_value(d, "far", weak[LOOK], "penalty ρ, 300 steps: distance from θ*");
	demo_value(d, "far_100", strong[LOOK], "penalty 100 ρ, 300 steps");
	demo_value(d, "far_both", both[LOOK], "augmented Lagrangian, 300 steps");
	grid_even(step, STEPS, 1, STEPS);
	size_t n = thin_log((double *[]){step, weak, strong, both}, 4, STEPS);
	struct demo_plot *plot = demo_plot(d, "race", "step", "distance", DEMO_LOG_X | DEMO_LOG_Y);
	demo_plot_title(plot, "Gradient descent toward θ*");
	demo_range_y(plot, 1e-8, 10);
	demo_line(plot, "penalty ρ", step, weak, n);
	demo_line(plot, "penalty 100 ρ", step, strong, n);
	demo_line(plot, "augmented ρ", step, both, n);
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "A budget turned into a cost, in four ways");
	struct budget s = {0};

	s.rho = demo_log(d, "rho", 10, 0.1, 1000, "ρ, weight of the penalties");
	double t = demo_log(d, "t", 10, 0.1, 10000, "t, the barrier has weight 1/t");
	s.b = demo_real(d, "b", 1.5, 0, 2.9, "b, budget for the sum of the weights");
	s.h = demo_real(d, "h", 4, 1, 10, "h, curvature of the second weight");
	int rounds = demo_int(d, "rounds", 5, 1, 10, "minimizations with a multiplier");
	double price = find_optimum(d, s);

	settle(d, s, price, t, rounds);
	draw_weights(d, s, rounds);
	race(d, s, price);
	return demo_close(d);
}
