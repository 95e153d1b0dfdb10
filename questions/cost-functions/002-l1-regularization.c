/*
 * The lasso path of the diabetes data by coordinate descent. The cost is
 *
 *     J(w) = 1/2 |y - Xw|^2 + l1 |w|_1 + l2/2 |w|^2,
 *     l1 = lambda l1_ratio,  l2 = lambda (1 - l1_ratio)   (0 for the pure lasso).
 *
 * Columns of X are centered and have length 1, y is centered. The solvers see the
 * data through X'X and X'y only; the certificate sees X and y.
 */
#include "lab/data.h"
#include "lab/demo.h"
#include "lab/elastic.h"
#include "lab/grid.h"
#include "lab/lars.h"
#include "lab/linear.h"

#include <math.h>

enum { D = 10, HDL = 6, POINTS = 61, SHOWN = 60 };

/* The data as the solvers see them: G = X'X (d x d) and c = X'y (d). */
struct sums {
	size_t d;
	double G[D * D], c[D];
};

struct penalty {
	double l1, l2;
};

static struct penalty mix(double lambda, double l1_ratio)
{
	return (struct penalty){lambda * l1_ratio, lambda * (1 - l1_ratio)};
}

/* [soft] */
/* The w that minimizes 1/2 (w - z)^2 + threshold |w|. */
static double soft(double z, double threshold)
{
	if (z > threshold)
		return z - threshold;
	if (z < -threshold)
		return z + threshold;
	return 0;
}
/* [end] */

/* [sweeps] */
/* Each weight in turn goes to its own minimum, until none moves. How many sweeps? */
static int descend(const struct sums *s, struct penalty p, double *w)
{
	double moved = 1;
	int sweep;

	for (sweep = 0; sweep < 50000 && moved > 1e-11; sweep++) {
		moved = 0;
		for (size_t j = 0; j < s->d; j++) {
			const double *row = s->G + j * s->d;
			double before = w[j], z = s->c[j] + row[j] * w[j];

			for (size_t k = 0; k < s->d; k++)
				z -= row[k] * w[k]; /* what others leave of x_j'y */
			w[j] = soft(z, p.l1) / (row[j] + p.l2);
			moved = fmax(moved, fabs(w[j] - before));
		}
	}
	return sweep;
}
/* [end] */

/* [step] */
/* All weights one step down: the loss by its gradient, the penalty by its prox,
 * or by a subgradient, which at 0 is 0. */
static void step(const struct sums *s, struct penalty p, double eta, bool prox, double *w)
{
	double next[D];

	for (size_t j = 0; j < s->d; j++) {
		next[j] = w[j] + eta * (s->c[j] - p.l2 * w[j]);
		for (size_t k = 0; k < s->d; k++)
			next[j] -= eta * s->G[j * s->d + k] * w[k];
		if (prox)
			next[j] = soft(next[j], eta * p.l1);
		else
			next[j] -= eta * p.l1 * ((w[j] > 0) - (w[j] < 0));
	}
	for (size_t j = 0; j < s->d; j++)
		w[j] = next[j];
}
/* [end] */

static int count_zeros(const double *w)
{
	int zeros = 0;

	for (size_t j = 0; j < D; j++)
		zeros += w[j] == 0;
	return zeros;
}

static void draw_path(
	struct demo *d, const struct dataset *set, const struct sums *s, double l1_ratio)
{
	double lambda[POINTS], weight[D][POINTS], w[D] = {0}, breach = 0;
	struct demo_plot *plot = demo_plot(d, "path", "λ", "weight", DEMO_LOG_X);

	demo_plot_title(plot, "Lasso path: the ten weights over λ");
	demo_range_y(plot, -800, 800);
	grid_log(lambda, POINTS, 1, 1000);
	for (size_t i = POINTS; i-- > 0;) { /* from 0, each fit starts from the last */
		descend(s, mix(lambda[i], l1_ratio), w);
		for (size_t j = 0; j < D; j++)
			weight[j][i] = w[j];
	}
	for (size_t i = 0; i < POINTS; i++) {
		struct penalty p = mix(lambda[i], l1_ratio);
		for (size_t j = 0; j < D; j++)
			w[j] = weight[j][i];
		breach = fmax(breach, elastic_kkt(d, set, p.l1, p.l2, w));
	}
	demo_check_at_most(d, "kkt", breach, 1e-6,
		"|x_j'r| <= l1, and x_j'r = l1 sign(w_j) where w_j is not 0; along the path");
	for (size_t j = 0; j < D; j++)
		demo_line(plot, set->names[j], lambda, weight[j], POINTS);
}

/* The whole path by LARS, from knot to knot: who enters and who leaves. Between
 * any two knots coordinate descent must have the same weights. */
static void walk_knots(struct demo *d, const struct dataset *set, const struct sums *s)
{
	struct lars_path path;
	char order[100];
	double worst = 0;

	if (!lars_fit(&path, s->G, s->c, D))
		demo_fail(d, "no path");
	for (size_t k = 0; k + 1 < path.n_knots; k++) {
		double half = (path.lambda[k] + path.lambda[k + 1]) / 2, w[D] = {0}, truth[D];
		int who = path.event[k];

		descend(s, mix(half, 1), w);
		lars_at(&path, half, truth);
		for (size_t j = 0; j < D; j++)
			worst = fmax(worst,
				(w[j] == 0) == (truth[j] == 0) ? fabs(w[j] - truth[j]) : INFINITY);
		if (who != -(HDL + 1))
			continue;
		demo_value(d, "hdl_leaves", path.lambda[k], "λ at which s3 (HDL) leaves");
		demo_value(d, "hdl_returns", path.lambda[k + 1], "λ at which s3 comes back");
		demo_value(d, "hdl_between", w[HDL], "weight of s3 half way");
	}
	demo_value(d, "r2_ols", linear_r2(set, path.w + (path.n_knots - 1) * D),
		"R² at λ = 0: least squares");
	demo_value(d, "first_knot", path.lambda[0], "λ from which on all weights are 0");
	demo_value(d, "second_knot", path.lambda[1], "λ at which the second variable enters");
	demo_value(d, "pieces", (double)path.n_knots - 1, "pieces of the path");
	demo_value(d, "drops", lars_order(&path, set->names, order, sizeof order),
		"times that a variable leaves");
	demo_text(d, "order", order, "who enters (- leaves) as λ falls");
	demo_check(d, "lars", worst, 0, 1e-6, "LARS: weights half way between each two knots");
	lars_done(&path);
}

/* One weight, loss 1/2 (w - target)^2, l1 = 1/2, from 1: prox against subgradient. */
static void race(struct demo *d, double target, double eta, int steps)
{
	const double l1 = 0.5, rest = target - l1; /* where both go while w > 0 */
	struct sums s = {1, {1}, {target}};
	double at[SHOWN], *by_prox = demo_vector(d, (size_t)steps + 1);
	double *by_sub = demo_vector(d, (size_t)steps + 1);
	double prox = 1, sub = 1, off = 0, apart = 0, after = 0;
	int landed = 0;
	struct demo_plot *plot = demo_plot(d, "race", "step", "size of the weight", DEMO_LOG_Y);

	grid_even(at, SHOWN, 0, SHOWN - 1);
	by_prox[0] = by_sub[0] = 1;
	for (int t = 1; t <= steps; t++) {
		step(&s, mix(l1, 1), eta, true, &prox);
		step(&s, mix(l1, 1), eta, false, &sub);
		by_prox[t] = prox;
		by_sub[t] = fabs(sub);
	}
	for (int t = 0; t <= steps; t++) {
		off = fmax(off, fabs(by_prox[t] - fmax(0, rest + pow(1 - eta, t) * (1 - rest))));
		if (by_prox[t] > 0)
			apart = fmax(apart, fabs(by_prox[t] - by_sub[t]));
		else
			after = fmax(after, by_sub[t]);
		if (by_prox[t] == 0 && !landed)
			landed = t;
	}
	demo_plot_title(plot, "One weight: prox gradient ends at 0, subgradient never does");
	demo_line(plot, "prox gradient", at, by_prox, SHOWN);
	demo_line(plot, "subgradient", at, by_sub, SHOWN);
	demo_value(d, "prox_end", prox, "the weight at the end, prox gradient");
	demo_value(d, "subgradient_end", sub, "the weight at the end, subgradient");
	demo_value(d, "soft", soft(target, l1), "soft threshold of the target");
	demo_value(d, "by_l2", target / (1 + l1), "where an L2 penalty of the same λ puts it");
	demo_value(d, "unshrunk", target, "the target, as hard threshold would leave it");
	demo_value(d, "landed", landed, "step at which prox gradient is at 0 (0: never)");
	demo_check(d, "prox", off, 0, 1e-12, "at each step: closed form while w > 0, then 0");
	demo_check(d, "same", apart, 0, 1e-12, "above 0 the two are one algorithm");
	demo_check_at_most(d, "hover", after, eta * (l1 + target) * (1 + 1e-12),
		"a subgradient step from the other side of 0 is no longer");
}

/* The same race on the data, from w = 0. A prox step is nonexpansive: it never
 * leads away from the minimum, `best`. */
static void race_on_data(
	struct demo *d, const struct sums *s, struct penalty p, int steps, const double *best)
{
	double prox[D] = {0}, sub[D] = {0}, eta = 1 / (D + p.l2), before = INFINITY, away = 0;

	for (int t = 0; t < steps; t++) {
		double distance = 0;

		step(s, p, eta, true, prox);
		step(s, p, eta, false, sub);
		for (size_t j = 0; j < D; j++)
			distance += (prox[j] - best[j]) * (prox[j] - best[j]);
		away = fmax(away, sqrt(distance) - before);
		before = sqrt(distance);
	}
	demo_value(d, "zeros_prox", count_zeros(prox), "weights at 0, prox gradient");
	demo_value(d, "zeros_subgradient", count_zeros(sub), "weights at 0, subgradient");
	demo_check_at_most(d, "nonexpansive", away, 1e-9,
		"each prox step comes nearer to coordinate descent's minimum");
}

/* The same column twice: who gets the weight? */
static void twins(struct demo *d, struct penalty p)
{
	struct sums s = {2, {1, 1, 1, 1}, {1, 1}};
	double w[2] = {0, 0}, other[2] = {0, 0.5};

	descend(&s, p, w);
	descend(&s, p, other);
	demo_value(d, "twin", w[0], "first of two equal columns, from (0, 0)");
	demo_value(d, "twin_other_start", other[0], "the same from (0, 0.5)");
	demo_check(d, "twins", w[0] + w[1], 2 * (1 - p.l1) / (2 + p.l2), 1e-6,
		"closed form of their sum");
}

int main(int argc, char **argv)
{
	struct demo *d =
		demo_open(argc, argv, "L1 regularization: the lasso path of the diabetes data");
	double lambda = demo_log(d, "lambda", 100, 1, 1000, "penalty λ");
	double l1_ratio = demo_real(d, "l1_ratio", 1, 0.05, 1, "share of L1 (the rest is L2)");
	double target =
		demo_real(d, "target", 0.3, 0, 1, "one weight: where the loss alone has it");
	double eta = demo_real(d, "eta", 0.1, 0.01, 1, "one weight: step size η");
	int steps = demo_int(d, "steps", 2000, 60, 20000, "steps of both algorithms");
	struct dataset *set = data_diabetes(d);
	struct sums sums = {.d = D};
	struct penalty p = mix(lambda, l1_ratio);
	double w[D] = {0}, norm1 = 0;

	data_standardize(d, set, DATA_UNIT_NORM);
	data_center_target(set);
	elastic_sums(set, sums.G, sums.c);
	demo_value(d, "sweeps", descend(&sums, p, w), "sweeps until no weight moves");
	for (size_t j = 0; j < D; j++) {
		demo_value(d, set->names[j], w[j], "weight");
		norm1 += fabs(w[j]);
	}
	demo_value(d, "nonzero", D - count_zeros(w), "weights that are not 0");
	demo_value(d, "norm1", norm1, "|w|_1");
	demo_value(d, "r2", linear_r2(set, w), "R² of the fit");
	double gap = elastic_gap(d, set, p.l1, p.l2, w);
	demo_value(d, "gap", gap, "duality gap");
	demo_check_at_most(
		d, "gap", gap, 1e-5, "duality gap: J(w) is at most this far above its minimum");
	draw_path(d, set, &sums, l1_ratio);
	walk_knots(d, set, &sums);
	race(d, target, eta, steps);
	race_on_data(d, &sums, p, steps, w);
	twins(d, mix(0.5, l1_ratio));
	return demo_close(d);
}
