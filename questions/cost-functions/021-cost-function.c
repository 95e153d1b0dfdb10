/*
 * A cost function turns a line y = w x + b into one number: how badly it fits the
 * points. Over the plane of all (w, b) these numbers are a surface, and to fit is to find
 * its lowest place. Four sets of points that look nothing alike (Anscombe 1973), two costs.
 */
#include "lab/demo.h"
#include "lab/golden.h"

#include <math.h>

enum { N = 11, SETS = 4, SIDE = 61 };
enum loss { SQUARED, ABSOLUTE };

static const double common_x[N] = {10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5};
static const double fourth_x[N] = {8, 8, 8, 8, 8, 8, 8, 19, 8, 8, 8};
static const double *const sets_x[SETS] = {common_x, common_x, common_x, fourth_x};
static const double sets_y[SETS][N] = {
	{8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68},
	{9.14, 8.14, 8.74, 8.77, 9.26, 8.10, 6.13, 3.10, 9.13, 7.26, 4.74},
	{7.46, 6.77, 12.74, 7.11, 7.81, 8.84, 6.08, 5.39, 8.15, 6.42, 5.73},
	{6.58, 5.76, 7.71, 8.84, 8.47, 7.04, 5.25, 12.50, 5.56, 7.91, 6.89},
};
static const char *const set_names[SETS] = {"I", "II", "III", "IV"};
static const struct demo_grid plane = {SIDE, SIDE, -0.5, 1.5, -4, 10}; /* of w and b */

struct points {
	const double *x, *y;
};

/* [cost] */
/* The mean over the points of the squared, or the absolute, error. */
static double cost(struct points data, enum loss loss, double w, double b)
{
	double sum = 0;

	for (int i = 0; i < N; i++) {
		double error = w * data.x[i] + b - data.y[i];
		sum += loss == SQUARED ? error * error : fabs(error);
	}
	return sum / N;
}
/* [end] */

struct line {
	double w, b;
};

struct means {
	double x, y, xx, xy, yy;
};

static struct means find_means(struct points data)
{
	struct means m = {0, 0, 0, 0, 0};

	for (int i = 0; i < N; i++) {
		m.x += data.x[i] / N;
		m.y += data.y[i] / N;
		m.xx += data.x[i] * data.x[i] / N;
		m.xy += data.x[i] * data.y[i] / N;
		m.yy += data.y[i] * data.y[i] / N;
	}
	return m;
}

/* Least squares by the normal equations; least absolute errors by trying the line
 * through every two points, since one of these lines is a best one. */
static struct line solve(struct points data, enum loss loss)
{
	struct means m = find_means(data);
	double w = (m.xy - m.x * m.y) / (m.xx - m.x * m.x);
	struct line best = {w, m.y - w * m.x};

	if (loss == SQUARED)
		return best;
	for (int i = 0; i < N; i++)
		for (int j = 0; j < i; j++) {
			if (data.x[i] == data.x[j])
				continue;
			w = (data.y[i] - data.y[j]) / (data.x[i] - data.x[j]);
			struct line two = {w, data.y[i] - w * data.x[i]};
			if (cost(data, loss, two.w, two.b) < cost(data, loss, best.w, best.b))
				best = two;
		}
	return best;
}

/* The minimum again, by comparing costs alone. */
struct question {
	struct points data;
	enum loss loss;
};

static double cost_at(const double *line, const void *context)
{
	const struct question *q = context;

	return cost(q->data, q->loss, line[0], line[1]);
}

static struct line search(struct points data, enum loss loss)
{
	const double lo[] = {-3, -40}, hi[] = {4, 60};
	double at[2];

	golden_section_plane(cost_at, &(struct question){data, loss}, lo, hi, at);
	return (struct line){at[0], at[1]};
}

/* The same cost without a loop over the points: the square multiplied out, of which only
 * five means of the data are left; or twice the mean overshoot less the mean error. */
static double cost_again(struct points data, enum loss loss, double w, double b)
{
	struct means m = find_means(data);
	double over = 0;

	if (loss == SQUARED)
		return w * w * m.xx + b * b + m.yy + 2 * (w * b * m.x - w * m.xy - b * m.y);
	for (int i = 0; i < N; i++)
		over += fmax(w * data.x[i] + b - data.y[i], 0) / N;
	return 2 * over - (w * m.x + b - m.y);
}

/* The surface over the plane, and how far set I's would be from it at most. */
static void plot_surface(struct demo *d, struct points data, enum loss loss, struct line yours)
{
	struct line best = solve(data, loss);
	struct points first = {sets_x[0], sets_y[0]};
	double *z = demo_vector(d, (size_t)SIDE * SIDE), wrong = 0, below = 0, apart = 0;

	for (size_t r = 0; r < SIDE; r++)
		for (size_t c = 0; c < SIDE; c++) {
			double w = plane.x0 + (plane.x1 - plane.x0) * (double)c / (SIDE - 1);
			double b = plane.y0 + (plane.y1 - plane.y0) * (double)r / (SIDE - 1);
			double here = z[r * SIDE + c] = cost(data, loss, w, b);
			wrong = fmax(wrong, fabs(here - cost_again(data, loss, w, b)));
			below = fmax(below, cost(data, loss, best.w, best.b) - here);
			apart = fmax(apart, fabs(cost(first, loss, w, b) / here - 1));
		}
	demo_value(d, "apart", apart, "largest difference from the surface of set I, as a share");
	demo_value(d, "lower_left", z[0], "cost at w = -0.5, b = -4");
	demo_value(d, "upper_right", z[SIDE * SIDE - 1], "cost at w = 1.5, b = 10");
	demo_check_at_most(d, "surface", wrong, 1e-11, "the cost from means and overshoots alone");
	demo_check_at_most(d, "lowest", below, 1e-12, "nothing on the map is below the minimum");

	struct demo_plot *p = demo_plot(d, "surface", "slope w", "intercept b", DEMO_LINEAR);
	demo_plot_title(p, "The cost of every line; a contour joins lines that cost the same");
	demo_contour(p, "cost", z, plane);
	demo_points(p, "minimum", &best.w, &best.b, 1);
	demo_points(p, "your line", &yours.w, &yours.b, 1);
}

static void plot_points(struct demo *d, struct points data, enum loss loss, struct line yours)
{
	struct line best = solve(data, loss);
	double ends[] = {3, 20}, fit[2], own[2], missed = 0;

	for (int i = 0; i < 2; i++) {
		fit[i] = best.w * ends[i] + best.b;
		own[i] = yours.w * ends[i] + yours.b;
	}
	for (int i = 0; i < N; i++) /* read off the picture */ {
		double way = (data.x[i] - ends[0]) / (ends[1] - ends[0]);
		double off_fit = fit[0] + way * (fit[1] - fit[0]) - data.y[i];
		double off_own = own[0] + way * (own[1] - own[0]) - data.y[i];
		missed += (loss == SQUARED ? off_fit * off_fit - off_own * off_own
					   : fabs(off_fit) - fabs(off_own)) /
			  N;
	}
	demo_value(d, "fit_end", fit[1], "the best line at x = 20");
	demo_check(d, "drawn", missed,
		cost(data, loss, best.w, best.b) - cost(data, loss, yours.w, yours.b), 1e-11,
		"errors between points and lines as drawn");

	struct demo_plot *p = demo_plot(d, "points", "x", "y", DEMO_LINEAR);
	demo_plot_title(p, "The points, the best line and yours");
	demo_points(p, "points", data.x, data.y, N);
	demo_line(p, "best", ends, fit, 2);
	demo_line(p, "yours", ends, own, 2);
}

/* Both costs' best lines for all four sets. Where least absolute errors have many best
 * lines (set IV), one of them. */
static void tabulate(struct demo *d)
{
	struct demo_table *t = demo_table(d, "quartet",
		"set|w, squared|b|least cost|w, absolute|b|least cost", "The best lines");
	double off[2] = {0, 0}, low[2] = {9, 9}, high[2] = {-9, -9}; /* one for each cost */

	for (int k = 0; k < SETS; k++) {
		double row[6], *cell = row;
		for (int loss = SQUARED; loss <= ABSOLUTE; loss++, cell += 3) {
			struct points data = {sets_x[k], sets_y[k]};
			struct line best = solve(data, loss), found = search(data, loss);
			cell[0] = best.w;
			cell[1] = best.b;
			cell[2] = cost(data, loss, found.w, found.b);
			low[loss] = fmin(low[loss], best.w);
			high[loss] = fmax(high[loss], best.w);
			off[loss] =
				fmax(off[loss], fabs(cost(data, loss, cell[0], cell[1]) - cell[2]));
		}
		demo_named_row(t, set_names[k], row);
	}
	demo_value(d, "slopes", high[SQUARED] - low[SQUARED], "range of slopes, squared errors");
	demo_value(
		d, "slopes_absolute", high[ABSOLUTE] - low[ABSOLUTE], "the same, absolute errors");
	demo_check_at_most(d, "least_squares", off[SQUARED], 1e-13, "search by comparing costs");
	demo_check_at_most(d, "least_absolute", off[ABSOLUTE], 1e-12, "the same search");
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Cost function: one number for each line");
	int set = demo_choice(d, "data", "I|II|III|IV", "Anscombe's set");
	enum loss loss = (enum loss)demo_choice(d, "loss", "squared|absolute", "error counts");
	struct line yours = {demo_real(d, "w", 0.2, -0.5, 1.5, "your line: slope w"), 0};
	yours.b = demo_real(d, "b", 5, -4, 10, "your line: intercept b");
	struct points data = {sets_x[set], sets_y[set]};
	struct line best = solve(data, loss);
	struct means m = find_means(data);
	double spread = m.yy - m.y * m.y, off = yours.b - m.y;

	demo_value(d, "cost", cost(data, loss, yours.w, yours.b), "cost of your line");
	demo_value(d, "best_w", best.w, "slope at the minimum");
	demo_value(d, "best_b", best.b, "intercept at the minimum");
	demo_value(d, "least", cost(data, loss, best.w, best.b), "cost at the minimum");
	demo_value(d, "mean_x", m.x, "mean of x");
	demo_value(d, "mean_y", m.y, "mean of y");
	demo_value(d, "spread", spread, "mean square distance of y from its mean");
	demo_value(d, "off_square", off * off, "square of b less the mean of y");
	demo_value(d, "off_plain", spread + off, "the spread, and b less the mean, unsquared");
	demo_check(d, "level", cost(data, SQUARED, 0, yours.b), spread + off * off, 1e-12,
		"a level line costs spread plus squared distance");
	plot_surface(d, data, loss, yours);
	plot_points(d, data, loss, yours);
	tabulate(d);
	return demo_close(d);
}
