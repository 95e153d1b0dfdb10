/*
 * Batch gradient descent on the diabetes data: each principal direction is
 * learned at a speed of its own, and a step looks at every patient. Against it,
 * for the same work: mini-batches.
 */
#include "lab/data.h"
#include "lab/linear.h"
#include "lab/random.h"

#include <math.h>
#include <stdio.h>

enum { D = 10, MARKS = 81, TEN_PASSES = 40, HUNDRED_PASSES = 60, DRAWS = 50, WATCHED = 50 };

/* The gradient of half the mean squared error over `count` patients, order[0] to
 * order[count - 1]. With all of them it is the batch gradient. */
static void gradient(const struct dataset *set, const size_t *order, size_t count,
	const double w[D], double g[D])
{
	/* [gradient] */
	for (size_t j = 0; j < D; j++)
		g[j] = 0;
	for (size_t i = 0; i < count; i++) {
		const double *x = set->x + order[i] * D;
		double error = -set->y[order[i]];
		for (size_t j = 0; j < D; j++)
			error += x[j] * w[j];
		for (size_t j = 0; j < D; j++)
			g[j] += error * x[j];
	}
	for (size_t j = 0; j < D; j++)
		g[j] /= (double)count;
	/* [end] */
}

static void step(double w[D], double eta, const double g[D])
{
	for (size_t j = 0; j < D; j++)
		w[j] -= eta * g[j];
}

/* The bowl: curvature along each direction, the best fit, and the R² that this
 * direction contributes to it. */
struct bowl {
	const struct linear_svd *svd;
	double curvature[D], share[D], best[D];
};

static struct bowl bowl_of(struct demo *d, const struct dataset *set)
{
	struct bowl b = {.svd = linear_svd_new(d, set)};
	double n = (double)set->n;

	for (size_t c = 0; c < D; c++) {
		double along = 0;
		for (size_t i = 0; i < set->n; i++)
			along += b.svd->u[i * D + c] * set->y[i];
		b.curvature[c] = b.svd->s[c] * b.svd->s[c] / n;
		b.share[c] = along * along / n;
	}
	if (!linear_least_squares(d, set, b.best))
		demo_fail(d, "the columns are dependent");
	return b;
}

/* How far w is from the best fit along direction c. */
static double off(const struct bowl *b, const double w[D], size_t c)
{
	double sum = 0;

	for (size_t j = 0; j < D; j++)
		sum += b->svd->v[j * D + c] * (w[j] - b->best[j]);
	return sum;
}

/* What R² lacks at w, since y has variance 1: curvature times distance squared. */
static double gap(const struct bowl *b, const double w[D])
{
	double sum = 0;

	for (size_t c = 0; c < D; c++) {
		double away = off(b, w, c);
		sum += b->curvature[c] * away * away;
	}
	return sum;
}

/* The same after k steps of batch descent from 0, without a step. */
static double gap_after(const struct bowl *b, double eta, double k)
{
	double sum = 0;

	for (size_t c = 0; c < D; c++)
		sum += b->share[c] * pow(1 - eta * b->curvature[c], 2 * k);
	return sum;
}

/* What R² lacks after so many passes over the patients, or as much work. */
struct race {
	double passes[MARKS], full[MARKS];
	double mini[MARKS], floor; /* mean since the mark before, and over the last half */
	int reach;                 /* marks that the mini-batches run to */
};

/* Mini-batches of `batch`, in a new random order each epoch, from data that hold every
 * patient `copies` times. If it diverges, what comes then is infinite. */
static void run_mini(struct demo *d, const struct dataset *set, const struct bowl *b,
	struct race *race, size_t batch, double eta, size_t copies, unsigned seed)
{
	size_t n = set->n * copies, *order = demo_alloc(d, n, sizeof *order), at = n;
	struct random *random = random_new(d, seed);
	double w[D] = {0}, g[D], done = 0, sum = 0, steps = 0, late = 0, late_steps = 0;

	for (int mark = 0; mark < race->reach;) {
		if (at >= n) {
			random_permutation(random, order, n);
			for (size_t i = 0; i < n; i++)
				order[i] %= set->n;
			at = 0;
		}
		size_t count = n - at < batch ? n - at : batch;
		gradient(set, order + at, count, w, g);
		step(w, eta, g);
		at += count;
		done += (double)count / (double)set->n;
		double lacks = gap(b, w);
		sum += lacks;
		steps++;
		if (done > race->passes[race->reach - 1] / 2) {
			late += lacks;
			late_steps++;
		}
		if (!(sum < 1e9)) {
			sum = late = INFINITY;
			done = race->passes[race->reach - 1];
		}
		if (done < race->passes[mark] - 1e-9)
			continue;
		for (; mark < race->reach && done >= race->passes[mark] - 1e-9; mark++)
			race->mini[mark] = sum / steps;
		sum = steps = 0;
	}
	race->floor = late / fmax(late_steps, 1);
}

/* Mini-batches of all patients are batch descent, whose gaps are known in closed form:
 * below 10 passes one step falls between two marks, and the last half is steps 6 to 10. */
static void check_race(struct demo *d, const struct dataset *set, const struct bowl *b,
	const struct race *race, double eta, unsigned seed)
{
	struct race whole = *race;
	double apart = 0, late = 0;

	whole.reach = TEN_PASSES + 1;
	run_mini(d, set, b, &whole, set->n, eta, 1, seed);
	for (int m = 0; m < whole.reach; m++)
		apart = fmax(apart,
			fabs(whole.mini[m] - gap_after(b, eta, ceil(race->passes[m] - 1e-9))));
	for (int k = 6; k <= 10; k++)
		late += gap_after(b, eta, k) / 5;
	demo_check(d, "marks", apart, 0, 1e-12, "mini-batches of everybody = closed form");
	demo_check(d, "floor", whole.floor, late, 1e-12, "steps 6 to 10 of the same");
}

/* Batch descent by steps over all patients: is each direction's error (1 - ηλ)^k of
 * what it was, at every step? And is the gap what R² lacks? walked: what is left of the
 * error, step by direction. */
static void descend(struct demo *d, const struct dataset *set, const struct bowl *b,
	const size_t *all, double eta, double *walked)
{
	double w[D] = {0}, g[D], start[D], worst = 0, best = linear_r2(set, b->best), lacks = 0;

	for (size_t c = 0; c < D; c++)
		start[c] = off(b, w, c);
	for (size_t k = 0; k < WATCHED; k++) {
		for (size_t c = 0; c < D; c++) {
			double left = walked[k * D + c] = off(b, w, c) / start[c];
			worst = fmax(worst, fabs(left - pow(1 - eta * b->curvature[c], (double)k)));
		}
		lacks = fmax(lacks, fabs(best - linear_r2(set, w) - gap_after(b, eta, (double)k)));
		gradient(set, all, set->n, w, g);
		step(w, eta, g);
	}
	demo_check(d, "directions", worst, 0, 1e-11, "50 steps over all patients, ten directions");
	demo_check(d, "lacking", lacks, 0, 1e-12, "R² of the residuals at each of these steps");
}

static void report_directions(struct demo *d, const struct bowl *b, double eta)
{
	double steps[D], sum = 0;
	struct demo_table *t = demo_table(d, "directions", "direction|curvature|of R²|steps",
		"The ten directions; steps to a tenth of the error");

	for (size_t c = 0; c < D; c++) {
		steps[c] = fmax(1, ceil(log(0.1) / log(fabs(1 - eta * b->curvature[c]))));
		demo_row(t, (double[]){(double)c + 1, b->curvature[c], b->share[c], steps[c]});
		sum += b->share[c];
	}
	demo_value(d, "first", b->curvature[0], "largest curvature L");
	demo_value(d, "last", b->curvature[D - 1], "least curvature μ");
	demo_value(d, "kappa", b->curvature[0] / b->curvature[D - 1], "condition number");
	demo_value(d, "share_first", b->share[0], "of R², direction 1");
	demo_value(d, "share_last", b->share[D - 1], "of R², direction 10");
	demo_value(d, "steps_first", steps[0], "steps to a tenth, direction 1");
	demo_value(d, "steps_second", steps[1], "the same, direction 2");
	demo_value(d, "steps_last", steps[D - 1], "the same, direction 10");
	demo_value(d, "r2", sum, "R² of the best fit");
}

static void plot_directions(struct demo *d, const struct bowl *b, double eta, const double *walked)
{
	static const size_t shown[] = {0, 1, 8, 9};
	char name[20];
	double k[MARKS] = {0}, left[4][MARKS], apart = 0;
	struct demo_plot *p = demo_plot(d, "speeds", "step", "error left", DEMO_LOG_X);

	demo_plot_title(p, "The error along four of ten directions");
	demo_range_y(p, eta * b->curvature[0] > 1 + 1e-9 ? -1 : 0, 1);
	for (int m = 0; m < MARKS; m++)
		k[m] = floor(pow(10, 0.05 * m));
	for (size_t i = 0; i < 4; i++) {
		for (int m = 0; m < MARKS; m++) {
			left[i][m] = pow(1 - eta * b->curvature[shown[i]], k[m]);
			if (k[m] < WATCHED)
				apart = fmax(apart,
					fabs(left[i][m] - walked[(size_t)k[m] * D + shown[i]]));
		}
		snprintf(name, sizeof name, "direction %zu", shown[i] + 1);
		demo_line(p, name, k, left[i], MARKS);
	}
	demo_value(d, "left_last", left[3][HUNDRED_PASSES],
		"of the error along direction 10, after 1000 steps");
	demo_check(d, "speeds", apart, 0, 1e-11, "the lines where steps were made");
}

static double square_distance(const double a[D], const double b[D])
{
	double sum = 0;

	for (size_t j = 0; j < D; j++)
		sum += (a[j] - b[j]) * (a[j] - b[j]);
	return sum;
}

/* How far a mini-batch's gradient is from the whole one, at w = 0: by formula, and in the
 * disjoint batches of DRAWS random orders, the same ones at every seed. */
static void noise(struct demo *d, const struct dataset *set, const size_t *all, size_t batch)
{
	double zero[D] = {0}, g[D], one[D], n = (double)set->n, b = (double)batch;
	double scatter = 0, raw = 0, mean = 0, square = 0;
	size_t *order = demo_alloc(d, set->n, sizeof *order), n_whole = set->n / batch;
	struct random *random = random_new(d, 1);

	gradient(set, all, set->n, zero, g);
	double length = square_distance(g, zero);
	for (size_t i = 0; i < set->n; i++) {
		gradient(set, &all[i], 1, zero, one);
		scatter += square_distance(one, g) / n;
		for (size_t j = 0; j < D; j++)
			raw += pow(set->y[i] * set->x[i * D + j], 2) / n;
	}
	demo_check(d, "scatter", scatter, raw - length, 1e-11, "mean square less squared mean");
	for (int draw = 0; draw < DRAWS; draw++) {
		double distance = 0;
		random_permutation(random, order, set->n);
		for (size_t i = 0; i < n_whole; i++) {
			gradient(set, order + i * batch, batch, zero, one);
			distance += square_distance(one, g) / (double)n_whole;
		}
		mean += distance / DRAWS;
		square += distance * distance / DRAWS;
	}
	double known = scatter / b * (n - b) / (n - 1);
	demo_check(d, "noise", mean, known, 5 * sqrt(fmax(square - mean * mean, 0) / DRAWS) + 1e-12,
		"scatter / B (n-B)/(n-1): batches of 50 orders, 5 standard errors");
	demo_value(
		d, "noise", sqrt(known / length), "noise of a mini-batch's gradient / its length");
	demo_value(d, "noise_one", sqrt(scatter / length), "the same for a batch of 1");
}

/* One epoch of mini-batches at w = 0, in the order of the data: their gradients' mean,
 * plain and weighted by size. */
static void average(struct demo *d, const struct dataset *set, const size_t *all, size_t batch)
{
	double zero[D] = {0}, g[D], one[D], plain[D] = {0}, weighted[D] = {0};
	double n = (double)set->n, b = (double)batch;
	size_t n_batches = (set->n + batch - 1) / batch;

	gradient(set, all, set->n, zero, g);
	for (size_t i = 0; i < n_batches; i++) {
		size_t first = i * batch, count = set->n - first < batch ? set->n - first : batch;
		gradient(set, all + first, count, zero, one);
		for (size_t j = 0; j < D; j++) {
			plain[j] += one[j] / (double)n_batches;
			weighted[j] += one[j] * (double)count / n;
		}
	}
	demo_value(d, "iterations", (double)n_batches, "mini-batches, so steps, in an epoch");
	demo_value(d, "rounded_down", floor(n / b), "the same without the last, smaller one");
	demo_value(d, "unrounded", n / b, "patients / batch");
	demo_value(d, "one_step", 1, "steps of the full batch in an epoch");
	demo_value(d, "uneven", sqrt(square_distance(plain, g) / square_distance(g, zero)),
		"plain mean of their gradients: error / length");
	demo_check(d, "weighted", sqrt(square_distance(weighted, g)), 0, 1e-13,
		"mean weighted by size = batch gradient");
}

static void plot_race(struct demo *d, const struct race *r, double best)
{
	bool bounded = isfinite(r->floor);
	const char *fate = bounded ? "ends worse than no model" : "diverges";
	char name[20];

	for (int m = TEN_PASSES / 2; m < MARKS; m += TEN_PASSES / 2) {
		snprintf(name, sizeof name, "full_%.0f", r->passes[m]);
		demo_value(d, name, r->full[m], "full batch: R² missing after these passes");
		snprintf(name, sizeof name, "mini_%.0f", r->passes[m]);
		if (bounded && m < r->reach)
			demo_value(d, name, r->mini[m], "mini-batches: the same, on average");
	}
	if (bounded)
		demo_value(d, "floor", r->floor, "mini-batches: R² missing in the last half");
	demo_text(d, "fate", r->floor < best ? "learns" : fate, "what the mini-batches come to");
	struct demo_plot *p = demo_plot(d, "race", "work [passes over the 442 patients]",
		"R² still missing", DEMO_LOG_X | DEMO_LOG_Y);
	demo_plot_title(p, "For the same work: full batch and mini-batches");
	demo_range_y(p, 1e-6, 1);
	demo_line(p, "full batch", r->passes, r->full, MARKS);
	demo_line(p, "mini-batches", r->passes, r->mini, (size_t)r->reach);
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Batch gradient descent, direction by direction");
	double rate = demo_real(d, "rate", 1, 0.1, 1.9, "full batch: η times L");
	int batch = demo_int(d, "batch", 32, 1, 442, "mini-batch: patients");
	double mini = demo_log(d, "mini", 0.5, 0.01, 1.9, "mini-batch: η times L");
	int copies = demo_int(d, "copies", 1, 1, 20, "times that each patient is in the data");
	bool far = demo_choice(d, "passes", "100|1000", "passes of the mini-batches");
	int seed = demo_int(d, "seed", 1, 1, 1000, "seed");
	struct dataset *set = data_diabetes(d);

	data_standardize(d, set, DATA_UNIT_VARIANCE);
	data_center_target(set);
	double n = (double)set->n, square = 0;
	size_t *all = demo_alloc(d, set->n, sizeof *all);
	for (size_t i = 0; i < set->n; i++) {
		square += set->y[i] * set->y[i] / n;
		all[i] = i;
	}
	for (size_t i = 0; i < set->n; i++)
		set->y[i] /= sqrt(square);

	struct bowl b = bowl_of(d, set);
	double eta = rate / b.curvature[0];
	struct race race = {.reach = far ? MARKS : HUNDRED_PASSES + 1};
	for (int m = 0; m < MARKS; m++) {
		race.passes[m] = pow(10, 0.05 * m - 1);
		race.full[m] = gap_after(&b, eta, floor(race.passes[m] / copies + 1e-9));
	}
	run_mini(d, set, &b, &race, (size_t)batch, mini / b.curvature[0], (size_t)copies,
		(unsigned)seed);
	check_race(d, set, &b, &race, eta, (unsigned)seed);
	report_directions(d, &b, eta);
	double *walked = demo_vector(d, (size_t)WATCHED * D);
	descend(d, set, &b, all, eta, walked);
	plot_directions(d, &b, eta, walked);
	average(d, set, all, (size_t)batch);
	noise(d, set, all, (size_t)batch);
	plot_race(d, &race, linear_r2(set, b.best));
	return demo_close(d);
}
