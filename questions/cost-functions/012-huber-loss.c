/*
 * Huber loss. One number for 66 measurements, two of them wrong: mean, median, or between?
 * How far can one measurement move each? What does it cost where nothing is wrong?
 */
#include "lab/demo.h"
#include "lab/golden.h"
#include "lab/grid.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

enum { MAX_N = 66, SHOWN = 61 };

/* Newcomb 1882: light over 7.4 km, in ns over 24,800 (Stigler 1977). Last: what looks wrong. */
static const double newcomb[] = {28, 22, 36, 26, 28, 28, 26, 24, 32, 30, 27, 24, 33, 21, 36, 32, 31,
	25, 24, 25, 28, 36, 27, 32, 34, 30, 25, 26, 26, 25, 23, 21, 30, 33, 29, 27, 29, 28, 22, 26,
	27, 16, 31, 29, 36, 32, 28, 40, 19, 37, 23, 32, 29, 24, 25, 27, 24, 16, 29, 20, 28, 27, 39,
	23, -44, -2};
static const double five[] = {0, 1, 2, 7, 100};

struct sample {
	size_t n;
	double y[MAX_N + 1]; /* room for one more */
	double delta;
};

/* [loss] */
/* Squared near 0, straight from delta on. */
static double huber(double error, double delta)
{
	double size = fabs(error);

	return size <= delta ? size * size / 2 : delta * (size - delta / 2);
}

/* Its slope: the error itself, but never beyond delta. */
static double clip(double error, double delta)
{
	return error > delta ? delta : error < -delta ? -delta : error;
}
/* [end] */

static double cost(double c, const void *sample)
{
	const struct sample *s = sample;
	double sum = 0;

	for (size_t i = 0; i < s->n; i++)
		sum += huber(s->y[i] - c, s->delta);
	return sum / (double)s->n;
}

static double pull(const struct sample *s, double c)
{
	double sum = 0;

	for (size_t i = 0; i < s->n; i++)
		sum += clip(s->y[i] - c, s->delta);
	return sum / (double)s->n;
}

/* Where the clipped errors add up to 0. The pull falls as c grows: halve. */
static double estimate(const struct sample *s)
{
	double low = gsl_stats_min(s->y, 1, s->n);
	double high = gsl_stats_max(s->y, 1, s->n);

	for (int i = 0; i < 100; i++) {
		double middle = (low + high) / 2;

		if (middle <= low || middle >= high)
			break; /* no number lies between */
		if (pull(s, middle) > 0)
			low = middle;
		else
			high = middle;
	}
	return (low + high) / 2;
}

static double mean(const struct sample *s)
{
	return gsl_stats_mean(s->y, 1, s->n);
}

static double median(const struct sample *s)
{
	struct sample copy = *s; /* it will be in another order */

	return gsl_stats_median(copy.y, 1, copy.n);
}

static struct sample with(const struct sample *s, double z)
{
	struct sample more = *s;

	more.y[more.n++] = z;
	return more;
}

/* Full weight within delta of c, and less and less beyond. */
static double weighted_mean(const struct sample *s, double c, double delta)
{
	double weights = 0, sum = 0;

	for (size_t i = 0; i < s->n; i++) {
		double weight = fmin(1, delta / fabs(s->y[i] - c));

		weights += weight;
		sum += weight * s->y[i];
	}
	return sum / weights;
}

static void draw_deltas(struct demo *d, const struct sample *s)
{
	double x[SHOWN], at[SHOWN], flat[2][2] = {{median(s), median(s)}, {mean(s), mean(s)}};
	double worst = 0, astray = 0, now = estimate(s);

	grid_log(x, SHOWN, 0.1, 200);
	for (int i = 0; i < SHOWN; i++) {
		struct sample other = *s;

		other.delta = x[i];
		at[i] = estimate(&other);
		double least = cost(golden_section(cost, &other, -50, 110), &other);
		worst = fmax(worst, fabs(cost(at[i], &other) / least - 1));
		astray = fmax(astray, fabs(weighted_mean(s, at[i], x[i]) - at[i]));
	}
	demo_check_at_most(d, "deltas", worst, 1e-13,
		"golden section on the cost finds nothing less, for each δ");
	demo_check_at_most(
		d, "weighted", astray, 1e-10, "mean with weights min(1, δ/|error|), for each δ");
	struct demo_plot *p = demo_plot(d, "deltas", "δ", "best constant", DEMO_LOG_X);
	demo_plot_title(p, "From the median to the mean");
	demo_line(p, "Huber", x, at, SHOWN);
	demo_points(p, "now", &s->delta, &now, 1);
	demo_reference(p, "median", (double[]){0.1, 200}, flat[0], 2);
	demo_reference(p, "mean", (double[]){0.1, 200}, flat[1], 2);
}

static void draw_influence(struct demo *d, const struct sample *s)
{
	double z[SHOWN], moved[3][SHOWN], off[3] = {0}, n = (double)s->n + 1;
	double before = estimate(s);

	grid_even(z, SHOWN, -60, 120);
	for (int i = 0; i < SHOWN; i++) {
		struct sample more = with(s, z[i]);
		double above = 0, below = 0, m;
		moved[0][i] = n * (mean(&more) - mean(s));
		moved[1][i] = n * (estimate(&more) - before);
		moved[2][i] = n * (median(&more) - median(s));
		m = median(s) + moved[2][i] / n;
		for (size_t k = 0; k < more.n; k++)
			above += more.y[k] > m, below += more.y[k] < m;
		off[0] = fmax(off[0], fabs(moved[0][i] - (z[i] - mean(s))));
		off[1] = fmax(off[1], fabs(pull(&more, before + moved[1][i] / n)));
		off[2] = fmax(off[2], fmax(above, below) - n / 2);
	}
	demo_check_at_most(d, "moved_mean", off[0], 1e-11, "z - mean, for each z");
	demo_check_at_most(d, "moved_huber", off[1], 1e-12, "the pull there is 0, for each z");
	demo_check_at_most(d, "moved_median", off[2], 0, "at most half on each side, for each z");
	struct demo_plot *p = demo_plot(d, "influence", "z: one measurement more",
		"(n + 1) · (how far it moves)", DEMO_LINEAR);
	demo_plot_title(p, "What one measurement can do");
	demo_range_y(p, -60, 60);
	demo_line(p, "mean", z, moved[0], SHOWN);
	demo_line(p, "Huber", z, moved[1], SHOWN);
	demo_line(p, "median", z, moved[2], SHOWN);
}

/* The variance of the estimate with δ = k σ, for many normal errors, in units of the mean's;
 * a share of them replaced by whatever harms most. */
static double variance(double k, const void *share)
{
	double eps = *(const double *)share, out = gsl_cdf_ugaussian_Q(k), inside = 1 - 2 * out;
	double square = inside - 2 * k * gsl_ran_ugaussian_pdf(k) + 2 * k * k * out;

	return ((1 - eps) * square + eps * k * k) / pow((1 - eps) * inside, 2);
}

/* The same by chi-squared distributions: E[x²; |x| < k] is that of 3 degrees at k². */
static double variance_by_chi_squared(double k, double eps)
{
	double inside = gsl_cdf_chisq_P(k * k, 1);
	double square = gsl_cdf_chisq_P(k * k, 3) + k * k * gsl_cdf_chisq_Q(k * k, 1);

	return ((1 - eps) * square + eps * k * k) / pow((1 - eps) * inside, 2);
}

static void draw_variance(struct demo *d, double eps, double k)
{
	double x[SHOWN], clean[SHOWN], harmed[SHOWN], worst = 0;
	double best = golden_section(variance, &eps, 0.05, 4);
	double least = variance(best, &eps), none = 0, beyond = gsl_cdf_ugaussian_Q(best);

	grid_even(x, SHOWN, 0.05, 4);
	for (int i = 0; i < SHOWN; i++) {
		clean[i] = variance(x[i], &none);
		harmed[i] = variance(x[i], &eps);
		worst = fmax(worst, fabs(clean[i] / variance_by_chi_squared(x[i], 0) - 1));
		worst = fmax(worst, fabs(harmed[i] / variance_by_chi_squared(x[i], eps) - 1));
	}
	demo_value(d, "k", k, "δ in units of the scale");
	demo_value(d, "efficiency", 1 / variance(k, &none), "efficiency with normal errors");
	demo_value(d, "best_k", best, "the δ / σ of the least variance at the worst");
	demo_value(d, "least", least, "that variance");
	demo_check_at_most(d, "variance", worst, 1e-10, "chi-squared distributions, everywhere");
	demo_check(d, "best_k", 2 * gsl_ran_ugaussian_pdf(best) / best - 2 * beyond,
		eps / (1 - eps), 1e-6, "Huber's equation 2φ(k)/k - 2Q(k) = ε/(1 - ε)");
	struct demo_plot *p =
		demo_plot(d, "variance", "k = δ / σ", "variance / the mean's", DEMO_LINEAR);
	demo_plot_title(p, "The premium without outliers, and the damage with them");
	demo_range_y(p, 0.5, 3);
	demo_line(p, "no outliers", x, clean, SHOWN);
	demo_line(p, "worst outliers", x, harmed, SHOWN);
	demo_points(p, "best", &best, &least, 1);
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Huber loss: mean, median, and between");
	double delta = demo_log(d, "delta", 6, 0.1, 200, "δ: from here on the loss is straight");
	int set = demo_choice(d, "data", "newcomb|trimmed|five", "light; without two; 0 1 2 7 100");
	double z = demo_real(d, "z", 200, -1000, 1000, "one measurement more");
	double eps = demo_real(d, "eps", 0.05, 0.005, 0.3, "share of outliers in theory");
	struct sample s = {(size_t[]){MAX_N, MAX_N - 2, 5}[set], {0}, delta};

	memcpy(s.y, set == 2 ? five : newcomb, s.n * sizeof *s.y);
	struct sample more = with(&s, z);
	double c = estimate(&s), work[MAX_N], size = gsl_stats_mad(s.y, 1, s.n, work), within = 0;

	for (size_t i = 0; i < s.n; i++)
		within += fabs(s.y[i] - c) <= delta;
	demo_value(d, "mean", mean(&s), "mean");
	demo_value(d, "median", median(&s), "median");
	demo_value(d, "huber", c, "least Huber loss");
	demo_value(d, "within", within, "measurements within δ of it");
	demo_value(d, "scale", size, "scale: median distance from the median · 1.48");
	demo_value(d, "moves_mean", mean(&more) - mean(&s), "how far one more moves the mean");
	demo_value(d, "moves_huber", estimate(&more) - c, "how far it moves Huber's");
	demo_value(d, "loss", huber(z, delta), "Huber loss of an error of z");
	demo_value(d, "loss_squared", huber(z, INFINITY), "half its square");
	demo_value(d, "loss_smooth", huber(z, delta) / delta, "the same as smooth L1");
	draw_deltas(d, &s);
	draw_influence(d, &s);
	draw_variance(d, eps, delta / size);
	return demo_close(d);
}
