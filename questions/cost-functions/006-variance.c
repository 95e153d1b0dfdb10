/*
 * Variance: one experiment, many training sets. Each set has the same n places x and
 * new noise; polynomials of degree 0 to 12 are fitted to it. What the fits f_t(x) of
 * all sets do at new places, squared and averaged, splits into three parts:
 *
 *     mean (f_t(x) - y)^2 = (mean f_t - truth)^2 + variance of f_t + noise^2
 */
#include "lab/demo.h"
#include "lab/poly.h"
#include "lab/random.h"

#include <gsl/gsl_math.h>
#include <math.h>

enum { DEGREES = 12, K = DEGREES + 1, PLACES = 40, LINES = 3 };

struct world {
	double bend, sigma;
	size_t n;
	double *x, *clean;                   /* n training places, the truth there */
	double place[PLACES], truth[PLACES]; /* where fits are judged */
	const struct poly *poly;             /* of the training places, all degrees */
	struct random *random;
};

static double truth(double bend, double x)
{
	return sin(bend * x + 1);
}

static double noise(const struct world *w)
{
	return random_normal(w->random, 0, w->sigma);
}

static struct world make_world(struct demo *d, size_t n, double bend, double sigma, unsigned seed)
{
	struct world w = {.bend = bend, .sigma = sigma, .n = n};

	w.random = random_new(d, seed);
	w.x = demo_vector(d, n);
	w.clean = demo_vector(d, n);
	for (size_t i = 0; i < n; i++) {
		w.x[i] = -1 + 2 * (double)i / (double)(n - 1);
		w.clean[i] = truth(bend, w.x[i]);
	}
	for (int i = 0; i < PLACES; i++) {
		w.place[i] = -1 + (2 * i + 1.0) / PLACES;
		w.truth[i] = truth(bend, w.place[i]);
	}
	w.poly = poly_new(d, w.x, n, DEGREES);
	if (!w.poly)
		demo_fail(d, "the places don't determine the polynomial");
	return w;
}

/* What fits of every degree say at every place: by degree, then by place. */
struct fits {
	double at[K][PLACES];
};

static void add_fits(const struct world *w, const double *y, double weight, struct fits *f)
{
	double u[K], c[K], fit[PLACES];

	poly_project(w->poly, y, u);
	for (size_t k = 0; k < K; k++) {
		poly_solve(w->poly, u, k, c);
		poly_at_each(c, k, w->place, fit, PLACES);
		for (int i = 0; i < PLACES; i++)
			f->at[k][i] += weight * fit[i];
	}
}

/* By degree. */
struct parts {
	double degree[K], bias2[K], variance[K], error[K];
	struct fits mean, spread; /* mean fit, and the variance at each place */
};

/* [simulate] */
/* Looks at the fits to n sets: their mean, how they scatter about it,
 * and what they cost on new noisy y. */
static struct parts look(const struct world *w, struct fits *set, int n)
{
	struct parts p = {0};

	for (int t = 0; t < n; t++)
		for (size_t k = 0; k < K; k++)
			for (int i = 0; i < PLACES; i++)
				p.mean.at[k][i] += set[t].at[k][i] / n;
	for (int t = 0; t < n; t++)
		for (size_t k = 0; k < K; k++)
			for (int i = 0; i < PLACES; i++) {
				double fit = set[t].at[k][i], off = fit - p.mean.at[k][i];
				double y = w->truth[i] + noise(w);

				p.spread.at[k][i] += off * off / (n - 1);
				p.variance[k] += off * off / (n - 1) / PLACES;
				p.error[k] += (fit - y) * (fit - y) / n / PLACES;
			}
	return p;
}
/* [end] */

/* No sets at all: a fit by least squares is linear in y. So its mean is the fit to the
 * truth without noise, and its variance at x is noise² h(x). */
static struct parts predict(const struct world *w, int averaged)
{
	struct parts p = {0};

	add_fits(w, w->clean, 1, &p.mean);
	for (int i = 0; i < PLACES; i++) {
		double h[K];

		poly_variances(w->poly, w->place[i], h);
		for (size_t k = 0; k < K; k++) {
			double off = p.mean.at[k][i] - w->truth[i];

			p.spread.at[k][i] = w->sigma * w->sigma * h[k] / averaged;
			p.bias2[k] += off * off / PLACES;
			p.variance[k] += p.spread.at[k][i] / PLACES;
		}
	}
	for (size_t k = 0; k < K; k++) {
		p.degree[k] = (double)k;
		p.error[k] = p.bias2[k] + p.variance[k] + w->sigma * w->sigma;
	}
	return p;
}

/* What the sets show, and how it agrees with the theory at every degree and place. */
static void show_sets(struct demo *d, const struct world *w, const struct parts *seen,
	const struct parts *p, int sets, size_t degree)
{
	double variance = 0, mean = 0, sum = 0, tiny = 1e-12;

	for (size_t k = 0; k < K; k++) {
		double n = sets, sigma2 = w->sigma * w->sigma, cube = 2 / (9 * (n - 1));
		double second = 0; /* mean over places of Var (f - y)^2 */

		for (int i = 0; i < PLACES; i++) {
			double v = p->spread.at[k][i], off = p->mean.at[k][i] - w->truth[i];
			double v_seen = seen->spread.at[k][i];

			/* Of n normals: its cube root is nearly normal (Wilson & Hilferty 1931). */
			variance = fmax(variance,
				fabs(cbrt((v_seen + tiny) / (v + tiny)) - 1 + cube) / sqrt(cube));
			mean = fmax(mean, fabs(seen->mean.at[k][i] - p->mean.at[k][i]) /
						  (sqrt(v / n) + tiny));
			second += (2 * (v + sigma2) * (v + sigma2) + 4 * off * off * (v + sigma2)) /
				  PLACES;
		}
		/* Errors of one set hang together: at worst as if there were one place. */
		sum = fmax(sum, fabs(seen->error[k] - p->error[k]) / (sqrt(second / n) + tiny));
	}
	demo_value(d, "variance_seen", seen->variance[degree], "variance among the sets");
	demo_value(d, "error_seen", seen->error[degree], "error on the sets");
	demo_check(d, "variance", variance, 0, 6, "closed form σ² h(x), in standard errors");
	demo_check(d, "mean", mean, 0, 6, "fit to the truth without noise, in standard errors");
	demo_check(d, "identity", sum, 0, 6,
		"measured error = bias² + variance + noise², in standard errors");
}

/* Over the training places h adds up to the number of parameters; and what the fit to
 * the truth leaves is orthogonal to every power of x that it has. */
static void check_theory(struct demo *d, const struct world *w)
{
	double count = 0, left = 0;

	for (size_t k = 0; k < K; k++) {
		double c[K], h[K], trace = 0, moment[K] = {0};

		poly_fit(w->poly, w->clean, k, c);
		for (size_t i = 0; i < w->n; i++) {
			poly_variances(w->poly, w->x[i], h);
			trace += h[k];
			for (size_t power = 0; power <= k; power++)
				moment[power] += (w->clean[i] - poly_at(c, k, w->x[i])) *
						 gsl_pow_int(w->x[i], (int)power);
		}
		count = fmax(count, fabs(trace - (double)(k + 1)));
		for (size_t power = 0; power <= k; power++)
			left = fmax(left, fabs(moment[power]));
	}
	demo_check(d, "parameters", count, 0, 1e-9, "Σ h over the training places = degree + 1");
	demo_check(d, "mean_fit", left, 0, 1e-9, "its misses are orthogonal to 1, x, x², ...");
}

static void draw_parts(
	struct demo *d, const struct parts *p, const struct parts *seen, double noise2)
{
	double level[K];
	struct demo_plot *plot = demo_plot(d, "parts", "degree", "squared error", DEMO_LOG_Y);

	for (size_t k = 0; k < K; k++)
		level[k] = noise2;
	demo_plot_title(plot, "The parts of the error, and its measured size");
	demo_range_y(plot, 1e-4, 10);
	demo_line(plot, "bias²", p->degree, p->bias2, K);
	demo_line(plot, "variance", p->degree, p->variance, K);
	demo_line(plot, "error", p->degree, p->error, K);
	demo_points(plot, "error, measured", p->degree, seen->error, K);
	demo_reference(plot, "noise²", p->degree, level, K);
}

static void draw_fits(struct demo *d, const struct world *w, const struct fits *set,
	const struct parts *p, size_t degree)
{
	static const char *const names[LINES] = {"one set", "another", "a third"};
	double low[PLACES], high[PLACES], width = 0, off = 0;
	struct demo_plot *plot = demo_plot(d, "fits", "x", "y", DEMO_LINEAR);

	for (int i = 0; i < PLACES; i++) {
		double deviation = sqrt(p->spread.at[degree][i]);

		low[i] = p->mean.at[degree][i] - deviation;
		high[i] = p->mean.at[degree][i] + deviation;
		width += (high[i] - low[i]) * (high[i] - low[i]) / 4 / PLACES;
		off += gsl_pow_2((high[i] + low[i]) / 2 - w->truth[i]) / PLACES;
	}
	demo_check(
		d, "band", width, p->variance[degree], 1e-9 * width, "half width² is the variance");
	demo_check(
		d, "center", off, p->bias2[degree], 1e-9, "its middle less the truth is the bias");
	demo_plot_title(plot, "Fits to different training sets, and where most of them lie");
	demo_range_y(plot, -2, 2);
	demo_band(plot, "mean ± deviation", w->place, low, high, PLACES);
	for (int t = 0; t < LINES; t++)
		demo_line(plot, names[t], w->place, set[t].at[degree], PLACES);
	demo_reference(plot, "truth", w->place, w->truth, PLACES);
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Variance: one fit on many training sets");
	size_t degree = (size_t)demo_int(d, "degree", 10, 0, DEGREES, "degree of the fit");
	size_t n = (size_t)demo_int(d, "points", 16, DEGREES + 2, 100, "training points");
	double sigma = demo_real(d, "noise", 0.5, 0, 2, "noise (standard deviation)");
	double bend = demo_real(d, "bend", 4, 0, 8, "bend of the truth, sin(bend x + 1)");
	int averaged = demo_int(d, "averaged", 1, 1, 10, "fits averaged, each on its own set");
	int sets = demo_int(d, "sets", 200, 20, 1000, "training sets");
	unsigned seed = (unsigned)demo_int(d, "seed", 1, 1, 1000, "seed of the noise");
	struct world w = make_world(d, n, bend, sigma, seed);
	struct fits *set = demo_alloc(d, (size_t)sets, sizeof(*set));
	double *y = demo_vector(d, n), s2 = sigma * sigma;
	double v = s2 * (double)(degree + 1) / (double)n / averaged;
	size_t best = 0;

	for (int t = 0; t < sets; t++) {
		for (int a = 0; a < averaged; a++) {
			for (size_t i = 0; i < n; i++)
				y[i] = w.clean[i] + noise(&w);
			add_fits(&w, y, 1.0 / averaged, &set[t]);
		}
		demo_progress(d, (t + 1.0) / sets);
	}
	struct parts seen = look(&w, set, sets), p = predict(&w, averaged);

	for (size_t k = 1; k < K; k++)
		if (p.error[k] < p.error[best])
			best = k;
	demo_value(d, "bias2", p.bias2[degree], "bias²");
	demo_value(d, "variance", p.variance[degree], "variance at new x");
	demo_value(d, "noise2", s2, "noise²");
	demo_value(d, "error", p.error[degree], "their sum");
	show_sets(d, &w, &seen, &p, sets, degree);
	demo_value(d, "best_degree", p.degree[best], "degree of least error");
	demo_value(d, "best_error", p.error[best], "the least error");
	demo_value(d, "at_points", v, "at training x: σ² p / n");
	demo_value(d, "at_points_single", v * averaged, "before averaging");
	demo_value(
		d, "no_constant", v * (double)degree / (double)(degree + 1), "constant forgotten");
	demo_value(d, "unsquared", sigma * (double)(degree + 1) / (double)n / averaged,
		"with σ for σ²");
	demo_value(d, "end", p.spread.at[degree][PLACES - 1], "variance at the end");
	demo_value(d, "middle", p.spread.at[degree][PLACES / 2], "variance in the middle");
	check_theory(d, &w);
	draw_fits(d, &w, set, &p, degree);
	draw_parts(d, &p, &seen, s2);
	return demo_close(d);
}
