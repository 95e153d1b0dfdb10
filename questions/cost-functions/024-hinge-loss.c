/*
 * Hinge loss max(0, 1 - m) of the margin m = y (w . x): a linear support vector machine in
 * the plane. The line goes through the origin, so that w1 and w2 are all there is; a point x
 * with label y = -1 counts as -x with label 1, and only z = y x is kept.
 */
#include "lab/demo.h"
#include "lab/golden.h"
#include "lab/loss.h"
#include "lab/margin.h"
#include "lab/random.h"

#include <math.h>

enum { MARGINS = 101 };
enum loss { HINGE, LOGISTIC };

struct set {
	size_t n, total; /* the mean is over `total`, also if some points are left out */
	double *z;       /* pairs */
	double lambda;
};

static double margin(const double *w, const double *z)
{
	return w[0] * z[0] + w[1] * z[1];
}

/* [cost] */
/* The other loss, for comparison, is ln(1 + e^-m). */
static double loss_at(enum loss loss, double m)
{
	return loss == HINGE ? fmax(0, 1 - m) : softplus(-m);
}

/* One of the possible slopes where the hinge has its kink. */
static double slope_at(enum loss loss, double m)
{
	return loss == HINGE ? (m < 1 ? -1 : 0) : -sigmoid(-m);
}

static double cost(const struct set *all, enum loss loss, const double *w)
{
	double sum = 0;

	for (size_t i = 0; i < all->n; i++)
		sum += loss_at(loss, margin(w, all->z + 2 * i));
	return sum / (double)all->total + all->lambda / 2 * margin(w, w);
}
/* [end] */

static double hinge_cost(const double *w, const void *all)
{
	return cost(all, HINGE, w);
}

static double logistic_cost(const double *w, const void *all)
{
	return cost(all, LOGISTIC, w);
}

/* By comparing costs alone. At the minimum lambda/2 |w|^2 is below the cost of w = 0, 1. */
static void minimize(const struct set *all, enum loss loss, double *w)
{
	double far = sqrt(2 / all->lambda);
	const double lo[] = {-far, -far}, hi[] = {far, far};

	golden_section_plane(loss == HINGE ? hinge_cost : logistic_cost, all, lo, hi, w);
}

static struct set draw(struct demo *d, size_t n, double gap, double wrong, unsigned seed)
{
	struct random *r = random_new(d, seed);
	struct set all = {n, n, demo_vector(d, 2 * n), 0};

	for (size_t i = 0; i < n; i++) {
		all.z[2 * i] = random_normal(r, gap / 2, 0.6);
		all.z[2 * i + 1] = random_normal(r, gap / 4, 0.6);
	}
	all.z[0] -= wrong; /* drags one point to the wrong side */
	return all;
}

/* Subgradient descent with step 1 / (lambda t) from w = 0. Returns the least cost met;
 * pulled[i] becomes the share of steps at which point i had a slope. */
static double descend(const struct set *all, int steps, double *pulled)
{
	double w[2] = {0, 0}, reached = INFINITY;

	for (int t = 1; t <= steps; t++) {
		/* [step] */
		double g[2] = {all->lambda * w[0], all->lambda * w[1]};
		for (size_t i = 0; i < all->n; i++) {
			double slope = slope_at(HINGE, margin(w, all->z + 2 * i));
			g[0] += slope * all->z[2 * i] / (double)all->n;
			g[1] += slope * all->z[2 * i + 1] / (double)all->n;
			pulled[i] -= slope / steps;
		}
		w[0] -= g[0] / (all->lambda * t);
		w[1] -= g[1] / (all->lambda * t);
		/* [end] */
		reached = fmin(reached, cost(all, HINGE, w));
	}
	return reached;
}

/* What becomes of the minimum if all points with margin above 1 are left out, although the
 * mean is still over all. */
static double moved(struct demo *d, const struct set *all, enum loss loss, const double *hinge_w)
{
	struct set few = {0, all->total, demo_vector(d, 2 * all->n), all->lambda};
	double before[2], after[2];

	for (size_t i = 0; i < all->n; i++)
		if (margin(hinge_w, all->z + 2 * i) < 1 + 1e-4) {
			few.z[2 * few.n] = all->z[2 * i];
			few.z[2 * few.n++ + 1] = all->z[2 * i + 1];
		}
	minimize(all, loss, before);
	minimize(&few, loss, after);
	return hypot(after[0] - before[0], after[1] - before[1]) / hypot(before[0], before[1]);
}

static void plot_slopes(struct demo *d)
{
	double m[MARGINS], slope[2][MARGINS], off = 0, h = 1e-4;

	for (int i = 0; i < MARGINS; i++)
		for (int l = HINGE; l <= LOGISTIC; l++) {
			enum loss loss = (enum loss)l;
			m[i] = -3 + 0.06 * i + 0.01; /* the kink at 1 lies between two */
			slope[l][i] = slope_at(loss, m[i]);
			off = fmax(off, fabs(slope[l][i] - (loss_at(loss, m[i] + h) -
								   loss_at(loss, m[i] - h)) /
								   (2 * h)));
		}
	demo_check_at_most(d, "slopes", off, 1e-8, "losses on both sides");
	demo_value(d, "pull", slope[LOGISTIC][MARGINS - 1], "logistic slope at m = 3");
	struct demo_plot *p = demo_plot(d, "slopes", "margin m", "slope of the loss", DEMO_LINEAR);
	demo_plot_title(p, "How hard a point pulls: hinge all or nothing, logistic always");
	demo_range_y(p, -1.1, 0.1);
	demo_steps(p, "hinge", m, slope[HINGE], MARGINS);
	demo_line(p, "logistic", m, slope[LOGISTIC], MARGINS);
}

/* Points as they lie, the line, and the street's borders where the score is -1 and 1. */
static void plot_street(struct demo *d, const struct set *all, size_t half, const double *w)
{
	static const char *const name[] = {"w · x = -1", "w · x = 0", "w · x = 1"};
	double *x = demo_vector(d, 2 * all->n), *y = x + all->n, square = margin(w, w), off = 0,
	       far = 5, lx[3][2], ly[3][2], sum = 0;
	struct demo_plot *p = demo_plot(d, "street", "x1", "x2", DEMO_LINEAR);

	for (size_t i = 0; i < all->n; i++) {
		x[i] = i < half ? all->z[2 * i] : -all->z[2 * i]; /* z = y x, and y is 1 or -1 */
		y[i] = i < half ? all->z[2 * i + 1] : -all->z[2 * i + 1];
		far = fmax(far, ceil(fabs(x[i]))); /* a point may be dragged far away */
	}
	demo_plot_title(p, "Two classes, the line, and the street along it");
	demo_range_x(p, -far, far);
	demo_range_y(p, -3, 3);
	demo_points(p, "y = 1", x, y, half);
	demo_points(p, "y = -1", x + half, y + half, half);
	for (int i = 0; i < 3; i++) {
		double a = (i - 1) * w[0] / square, b = (i - 1) * w[1] / square;
		for (int end = 0; end < 2; end++) {
			double along = (end ? 9 : -9) / sqrt(square);
			lx[i][end] = a + along * w[1];
			ly[i][end] = b - along * w[0];
			off += fabs(w[0] * lx[i][end] + w[1] * ly[i][end] - i + 1);
		}
		(i == 1 ? demo_line : demo_reference)(p, name[i], lx[i], ly[i], 2);
	}
	demo_check_at_most(d, "drawn", off, 1e-10, "scores along the lines");
	demo_check(d, "street", hypot(lx[2][0] - lx[0][0], ly[2][0] - ly[0][0]) * sqrt(square), 2,
		1e-12, "distance of the drawn borders is 2 / |w|");
	for (size_t i = 0; i < half; i++) { /* one of each class as drawn, labels 1 and -1 */
		sum += softplus(-(w[0] * x[i] + w[1] * y[i]));
		sum += softplus(w[0] * x[half + i] + w[1] * y[half + i]);
	}
	demo_check(d, "points", sum / (double)all->n + all->lambda / 2 * square,
		cost(all, LOGISTIC, w), 1e-12, "logistic cost of the points as drawn");
}

/* Descent meets no cost below the minimum, and duality makes a bound from below of how
 * often each point pulled: the better, the longer it runs. */
static void check_descent(struct demo *d, const struct set *all, double least, int steps)
{
	double *pulled = demo_vector(d, all->n), dual = 0, v[2] = {0, 0}, n = (double)all->n;
	double reached = descend(all, steps, pulled);

	for (size_t i = 0; i < all->n; i++) {
		dual += pulled[i] / n;
		v[0] += pulled[i] * all->z[2 * i] / (n * all->lambda);
		v[1] += pulled[i] * all->z[2 * i + 1] / (n * all->lambda);
	}
	dual -= all->lambda / 2 * margin(v, v);
	demo_value(d, "reached", reached, "least cost that the descent met");
	demo_value(d, "dual", dual, "no cost is below this bound");
	demo_check_at_most(d, "dual", dual, least + 1e-12, "weak duality");
	demo_check_at_least(d, "primal", reached, least - 1e-12, "no step is below the minimum");
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Hinge loss: a support vector machine in the plane");
	size_t half = (size_t)demo_int(d, "half", 12, 5, 100, "points of each class"), n = 2 * half;
	double gap = demo_real(d, "gap", 4, 2, 6, "distance of the classes");
	double lambda = demo_log(d, "lambda", 0.01, 0.001, 1, "weight λ of the penalty");
	double wrong = demo_real(d, "wrong", 0, 0, 10, "drags a point to the wrong side");
	int steps = demo_int(d, "steps", 1000, 10, 10000, "steps of subgradient descent");
	double score = demo_real(d, "score", 0.4, -3, 3, "one point with y = -1: its score");
	unsigned seed = (unsigned)demo_int(d, "seed", 1, 1, 1000, "seed");
	struct set all = draw(d, n, gap, wrong, seed);
	double w[2], most, support = 0, inside = 0, errors = 0;

	all.lambda = lambda;
	minimize(&all, HINGE, w);
	struct margin hard = margin_widest(all.z, n);
	for (size_t i = 0; i < n; i++) {
		double m = margin(w, all.z + 2 * i);
		support += m < 1 + 1e-4;
		inside += m < 1 - 1e-4;
		errors += m <= 0;
	}
	demo_value(d, "w1", w[0], "w at the least cost");
	demo_value(d, "w2", w[1], "its second component");
	demo_value(d, "least", cost(&all, HINGE, w), "least cost");
	demo_value(d, "half_width", 1 / hypot(w[0], w[1]), "half the street's width, 1 / |w|");
	demo_value(d, "widest", hard.width, "the widest without a penalty; 0: not separable");
	most = hard.width > 0 ? 1 / ((double)n * hard.largest) : 0; /* no point may pull more */
	demo_value(d, "most", most, "up to this λ it is the same street");
	demo_value(d, "support", support, "support vectors: margin at most 1");
	demo_value(d, "inside", inside, "inside the street or wrong: margin below 1");
	demo_value(d, "errors", errors, "on the wrong side");
	double hinge_moved = moved(d, &all, HINGE, w);
	demo_value(d, "hinge_moved", hinge_moved, "w moves if only support vectors are kept");
	demo_value(d, "logistic_moved", moved(d, &all, LOGISTIC, w), "the same by logistic loss");
	demo_value(d, "one", loss_at(HINGE, -score), "hinge loss of one point, y = -1");
	demo_value(d, "one_unsigned", loss_at(HINGE, score), "the same, its label forgotten");
	demo_value(d, "one_squared", loss_at(HINGE, -score) * loss_at(HINGE, -score), "its square");
	demo_value(d, "one_logistic", loss_at(LOGISTIC, -score), "its logistic loss");
	/* Golden section leaves 1e-8 of a bowl whose curvature is lambda. */
	demo_check_at_most(d, "kept", hinge_moved, 1e-4, "minimum without the other points");
	if (lambda < most)
		demo_check_at_most(d, "hard", hypot(w[0] - hard.w[0], w[1] - hard.w[1]), 1e-4,
			"widest street by trying all pairs of points");
	demo_check_at_least(d, "soft", 1 / hypot(w[0], w[1]), hard.width - 1e-9,
		"never narrower than the widest street without a penalty");
	check_descent(d, &all, cost(&all, HINGE, w), steps);
	plot_street(d, &all, half, w);
	plot_slopes(d);
	return demo_close(d);
}
