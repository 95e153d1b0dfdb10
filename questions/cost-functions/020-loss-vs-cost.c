/*
 * Loss and cost. n deliveries, x km each, took y minutes; the model says w minutes per
 * km. Each delivery has a loss, its squared error; the cost is one number made of the n
 * losses: their mean or their sum, and a penalty on w. What is made of them decides which
 * learning rate works and what the penalty's weight means.
 */
#include "lab/data.h"
#include "lab/demo.h"
#include "lab/linear.h"
#include "lab/random.h"

#include <math.h>

enum { STEPS = 30, SHOWN = 24, ROWS = 6 };
enum reduction { MEAN, SUM };

struct trips {
	size_t n;
	double *x, *y; /* km, minutes */
	double lambda; /* weight of the penalty */
};

/* [loss] */
/* The loss is of one example... */
static double loss(const struct trips *all, size_t i, double w)
{
	double error = w * all->x[i] - all->y[i];

	return error * error;
}

/* ...the cost of all, and of the parameter itself. */
static double cost(const struct trips *all, enum reduction by, double w)
{
	double sum = 0;

	for (size_t i = 0; i < all->n; i++)
		sum += loss(all, i, w);
	if (by == MEAN)
		sum /= (double)all->n;
	return sum + all->lambda * w * w;
}
/* [end] */

/* The slope of that cost: the mean or the sum of the losses' slopes, and the penalty's. */
static double slope(const struct trips *all, enum reduction by, double w)
{
	double sum = 0;

	for (size_t i = 0; i < all->n; i++)
		sum += 2 * (w * all->x[i] - all->y[i]) * all->x[i];
	if (by == MEAN)
		sum /= (double)all->n;
	return sum + 2 * all->lambda * w;
}

static double mean_loss(const struct trips *all, double w)
{
	return cost(all, MEAN, w) - all->lambda * w * w;
}

static struct trips draw(struct demo *d, size_t n, double lambda, double late, unsigned seed)
{
	struct random *r = random_new(d, seed);
	struct trips all = {n, demo_vector(d, n), demo_vector(d, n), lambda};

	for (size_t i = 0; i < n; i++) {
		all.x[i] = random_uniform(r, 0.5, 3);
		all.y[i] = 5 * all.x[i] + random_normal(r, 0, 1);
	}
	all.y[2] += late; /* the third driver stood in a jam */
	return all;
}

/* Where the cost is least: half its slope is w (mean x² + λ) - mean xy, with sums alike. */
static double minimum(const struct trips *all, enum reduction by, double *curvature)
{
	double xx = 0, xy = 0, share = by == MEAN ? 1 / (double)all->n : 1;

	for (size_t i = 0; i < all->n; i++) {
		xx += share * all->x[i] * all->x[i];
		xy += share * all->x[i] * all->y[i];
	}
	*curvature = 2 * (xx + all->lambda);
	return xy / (xx + all->lambda);
}

/* Descends from w and leaves the mean loss after each step in path (1 + STEPS). */
static void descend(const struct trips *all, enum reduction by, double w, double eta, double *path)
{
	for (int k = 0; k <= STEPS; k++) {
		path[k] = mean_loss(all, w);
		w -= eta * slope(all, by, w);
	}
}

/* The path in closed form: each step multiplies the distance from the minimum by 1 - ηL. */
static double off_path(const struct trips *all, enum reduction by, double w, double eta,
	const double *step, const double *path)
{
	double curvature, best = minimum(all, by, &curvature), off = 0;

	for (int k = 0; k <= STEPS; k++) {
		double away = (w - best) * pow(1 - eta * curvature, step[k]);
		off = fmax(off, fabs(path[k] / mean_loss(all, best + away) - 1));
	}
	return off;
}

/* The sum of the first n losses from three sums over the data, the square multiplied out. */
static double sum_again(const struct trips *all, size_t n, double w)
{
	double xx = 0, xy = 0, yy = 0;

	for (size_t i = 0; i < n; i++) {
		xx += all->x[i] * all->x[i];
		xy += all->x[i] * all->y[i];
		yy += all->y[i] * all->y[i];
	}
	return w * w * xx - 2 * w * xy + yy;
}

/* The mean over the batches of the mean loss in each; the last batch may be small. */
static double mean_of_means(const struct trips *all, size_t batch, double w)
{
	double sum = 0;
	size_t n_batches = 0;

	for (size_t from = 0; from < all->n; from += batch, n_batches++) {
		struct trips part = {batch, all->x + from, all->y + from, 0};
		if (part.n > all->n - from)
			part.n = all->n - from;
		sum += mean_loss(&part, w);
	}
	return sum / (double)n_batches;
}

static void check_costs(struct demo *d, const struct trips *all, double w, double eta)
{
	double h = 0.01, n = (double)all->n, first, curvature, ridge;
	struct dataset set = {all->n, 1, NULL, all->x, all->y};
	struct linear_svd *svd = linear_svd_new(d, &set);
	struct trips free = *all, scaled = *all;

	demo_check(d, "slope", slope(all, MEAN, w),
		(cost(all, MEAN, w + h) - cost(all, MEAN, w - h)) / (2 * h), 1e-9,
		"cost on both sides: the mean of slopes is the slope of the mean");
	demo_check(d, "sum_slope", slope(all, SUM, w) / n,
		(cost(all, SUM, w + h) - cost(all, SUM, w - h)) / (2 * h * n), 1e-9,
		"cost on both sides: the same for sums");
	linear_ridge(svd, all->y, n * all->lambda, &ridge);
	demo_check(d, "minimum_mean", minimum(all, MEAN, &curvature), ridge, 1e-12,
		"ridge regression with λ times n");
	linear_ridge(svd, all->y, all->lambda, &ridge);
	demo_check(d, "minimum_sum", minimum(all, SUM, &curvature), ridge, 1e-12,
		"ridge regression with λ");
	free.lambda = 0;
	first = w - eta * slope(&free, MEAN, w);
	demo_check(d, "same_step", w - eta / n * slope(&free, SUM, w), first, 1e-12,
		"without penalty: η/n for the sum is η for the mean");
	scaled.lambda *= n;
	demo_check(d, "batches", mean_of_means(all, 1, w), mean_loss(all, w), 1e-10,
		"batches of one: then it is the mean");
	demo_check(d, "same_cost", cost(&scaled, SUM, w) / n, cost(all, MEAN, w), 1e-10,
		"nλ for the sum is λ for the mean");
}

static void tabulate(struct demo *d, const struct trips *all, double w)
{
	struct demo_table *t = demo_table(d, "deliveries",
		"delivery|x [km]|y [min]|w x [min]|loss [min²]", "The first deliveries");
	size_t n = all->n < ROWS ? all->n : ROWS;
	double errors = 0, losses = 0, want = sum_again(all, n, w);

	for (size_t i = 0; i < n; i++) {
		double row[] = {
			(double)i + 1, all->x[i], all->y[i], w * all->x[i], loss(all, i, w)};
		errors += (row[3] - row[2]) * (w * row[1] - row[2]);
		losses += row[4];
		demo_row(t, row);
	}
	/* Three sums of at most 1e4 nearly cancel. */
	demo_check(d, "rows", losses, want, 1e-9, "from sums of x², xy and y²");
	demo_check(d, "row_errors", errors, want, 1e-9, "the same sums, by the columns before");
}

static void plot_losses(struct demo *d, const struct trips *all, double w)
{
	double number[SHOWN] = {0}, bar[SHOWN] = {0}, level[SHOWN] = {0}, sum = 0;
	size_t n = all->n < SHOWN ? all->n : SHOWN, largest = 0;

	for (size_t i = 0; i < n; i++) {
		number[i] = (double)i + 1;
		bar[i] = loss(all, i, w);
		level[i] = mean_loss(all, w);
		sum += bar[i];
		if (bar[i] > bar[largest])
			largest = i;
	}
	for (size_t i = n; i < all->n; i++)
		sum += loss(all, i, w);
	demo_value(d, "loss_second", bar[1], "loss of the second delivery [min²]");
	demo_value(d, "loss_third", bar[2], "loss of the third delivery [min²]");
	demo_value(d, "largest", number[largest], "largest bar");
	demo_value(d, "share", bar[largest] / sum, "its share of the sum");
	double again = sum_again(all, all->n, w);
	demo_check(d, "bars", sum, again, 1e-11 * again, "from sums of x², xy and y²");
	demo_check(
		d, "level", level[n - 1] * (double)all->n, again, 1e-11 * again, "the same sums");
	struct demo_plot *p = demo_plot(d, "losses", "delivery", "loss [min²]", DEMO_LINEAR);
	demo_plot_title(p, "The loss of each delivery, and their mean");
	demo_bars(p, "loss", number, bar, n);
	demo_reference(p, "mean", number, level, n);
}

static void plot_descent(struct demo *d, const struct trips *all, double w, double eta)
{
	double step[STEPS + 1], path[2][STEPS + 1], curvature;

	for (int k = 0; k <= STEPS; k++)
		step[k] = k;
	descend(all, MEAN, w, eta, path[MEAN]);
	descend(all, SUM, w, eta, path[SUM]);
	/* A rounding a step, of 1e-16 times the n terms of a sum at most. */
	demo_check_at_most(d, "mean_path", off_path(all, MEAN, w, eta, step, path[MEAN]), 1e-11,
		"distance times (1-ηL)^k after k steps");
	demo_check_at_most(d, "sum_path", off_path(all, SUM, w, eta, step, path[SUM]), 1e-11,
		"the same for the sum");
	demo_value(d, "first_mean", path[MEAN][1], "mean loss after one step by the mean");
	demo_value(d, "first_sum", path[SUM][1], "the same by the sum");
	demo_value(d, "end_mean", path[MEAN][STEPS], "mean loss after 30 steps by the mean");
	demo_value(d, "end_sum", path[SUM][STEPS], "the same by the sum");
	demo_value(d, "best_mean", minimum(all, MEAN, &curvature), "w: least mean plus penalty");
	demo_value(d, "border_mean", 2 / curvature, "with the mean it diverges from this η on");
	demo_value(d, "best_sum", minimum(all, SUM, &curvature), "w: least sum plus penalty");
	demo_value(d, "border_sum", 2 / curvature, "the same with the sum");
	struct demo_plot *p = demo_plot(d, "descent", "step", "mean loss [min²]", DEMO_LOG_Y);
	demo_plot_title(p, "The same learning rate, used on the mean and on the sum");
	demo_range_y(p, 0.1, 1e5);
	demo_line(p, "mean", step, path[MEAN], STEPS + 1);
	demo_line(p, "sum", step, path[SUM], STEPS + 1);
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Loss and cost: one delivery, all deliveries");
	size_t n = (size_t)demo_int(d, "n", 12, 4, 500, "deliveries");
	double w = demo_real(d, "w", 2, 0, 10, "model: w [min/km]");
	double eta = demo_log(d, "eta", 0.05, 0.001, 0.5, "learning rate η");
	double lambda = demo_real(d, "lambda", 0.5, 0, 10, "weight λ of the penalty w²");
	double late = demo_real(d, "late", 10, 0, 60, "delay of the third delivery [min]");
	size_t batch = (size_t)demo_int(d, "batch", 5, 1, 500, "batch size");
	unsigned seed = (unsigned)demo_int(d, "seed", 1, 1, 1000, "seed");
	struct trips all = draw(d, n, lambda, late, seed);

	demo_value(d, "x1", all.x[0], "way of the first delivery [km]");
	demo_value(d, "y1", all.y[0], "its time [min]");
	demo_value(d, "loss1", loss(&all, 0, w), "its loss [min²]");
	demo_value(d, "error1", fabs(w * all.x[0] - all.y[0]), "its error [min]");
	demo_value(d, "mean", mean_loss(&all, w), "mean of the losses [min²]");
	demo_value(d, "sum", mean_loss(&all, w) * (double)n, "sum of the losses [min²]");
	demo_value(d, "cost", cost(&all, MEAN, w), "mean plus penalty");
	demo_value(d, "penalty", lambda * w * w, "the penalty");
	demo_value(d, "mean_of_means", mean_of_means(&all, batch, w), "mean of batch means");
	check_costs(d, &all, w, eta);
	tabulate(d, &all, w);
	plot_losses(d, &all, w);
	plot_descent(d, &all, w, eta);
	return demo_close(d);
}
