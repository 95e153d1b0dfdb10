/*
 * Diffusion in one dimension, on data of which all is known: two Gaussians. What
 * is the least loss of a network that predicts the noise, why is that prediction
 * the score, what does the plain mean square have to do with the likelihood, and
 * does the noise, taken back step by step, give the data?
 */
#include "lab/demo.h"
#include "lab/grid.h"
#include "lab/mixture.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

enum { T = 1000, EXAMPLES = 5000, BINS = 40, WALKERS = 100, GRID = 200 };

/* Level t holds x_t = √ᾱ_t x_0 + √(1-ᾱ_t) ε; ᾱ_0 = 1 is the data. */
struct diffusion {
	struct mixture data;
	double abar[T + 1];
};

enum { LINEAR, COSINE, SCALED };

static void set_schedule(struct diffusion *f, int schedule)
{
	f->abar[0] = 1;
	for (int t = 1; t <= T; t++) {
		double share = (t - 1) / (T - 1.0), beta = 1e-4 + (0.02 - 1e-4) * share;
		double now = cos((t / (double)T + 0.008) / 1.008 * M_PI_2);
		double before = cos(((t - 1) / (double)T + 0.008) / 1.008 * M_PI_2);

		if (schedule == COSINE)
			beta = fmin(1 - now * now / (before * before), 0.999);
		if (schedule == SCALED) /* Stable Diffusion 1 */
			beta = pow((1 - share) * sqrt(0.00085) + share * sqrt(0.012), 2);
		f->abar[t] = f->abar[t - 1] * (1 - beta);
	}
}

static struct mixture noised(const struct diffusion *f, double abar)
{
	return mixture_noised(&f->data, sqrt(abar), sqrt(1 - abar));
}

static double snr(double abar)
{
	return abar / (1 - abar);
}

/* [best] */
/* The best guess of the noise in x: -√(1-ᾱ) · score of x_t, whose density is m. */
static double best_noise(const struct mixture *m, double abar, double x)
{
	return -sqrt(1 - abar) * mixture_score(m, x);
}
/* [end] */

/* The least mean square error of a prediction of ε: 1 - (1-ᾱ) J. */
static double loss_floor(const struct diffusion *f, double abar)
{
	struct mixture m = noised(f, abar);

	return 1 - (1 - abar) * mixture_fisher(&m);
}

/* I(x_0; x_t) = h(x_t) - h(√(1-ᾱ) ε) */
static double information(const struct diffusion *f, double abar)
{
	struct mixture m = noised(f, abar);

	return mixture_entropy(&m) - log(2 * M_PI * M_E * (1 - abar)) / 2;
}

/* The least loss and its variance over draws, by Bayes' rule instead of the score:
 * given x and the mode i that it came from, ε is normal with mean e_i, variance v. */
static void moments(const struct diffusion *f, double abar, double *second, double *variance)
{
	struct mixture m = noised(f, abar);
	double s2 = m.sigma[0] * m.sigma[0], h = m.sigma[0] / 8, fourth = 0;
	double v = abar * f->data.sigma[0] * f->data.sigma[0] / s2;

	*second = 0;
	int pieces = (int)ceil((m.mean[1] - m.mean[0]) / h);
	for (int k = -72; k <= pieces + 72; k++) {
		double x = m.mean[0] + k * h, r[MIXTURE_MAX], p = mixture_density(&m, x) * h;

		mixture_responsibilities(&m, x, r);
		for (int i = 0; i < 2; i++) {
			double other = sqrt(1 - abar) * (m.mean[1] - m.mean[0]) / s2;
			double off = (1 - r[i]) * other; /* |e_i - E[ε | x]| */
			*second += p * r[i] * (off * off + v);
			fourth += p * r[i] * (pow(off, 4) + 6 * off * off * v + 3 * v * v);
		}
	}
	*variance = fourth - *second * *second;
}

/* A "network" that is a table: in each bin of x it predicts one number. The one
 * with the least squared error is the mean of the ε that fell there. It sees draws
 * of (x_t, ε) only, no density and no score. */
struct table {
	double lo, width, sum[BINS], count[BINS];
};

static int bin_of(const struct table *table, double x)
{
	return (int)fmin(fmax((x - table->lo) / table->width, 0), BINS - 1);
}

static double guess_of(const struct table *table, int bin)
{
	return table->count[bin] > 0 ? table->sum[bin] / table->count[bin] : NAN;
}

static void draw_noise(
	struct demo *d, const struct diffusion *f, double abar, const struct table *table)
{
	double x[GRID], line[GRID], center[BINS], learned[BINS], worst = 0;
	struct mixture m = noised(f, abar);
	double signal = sqrt(abar), noise = sqrt(1 - abar), hi = table->lo + BINS * table->width;

	grid_even(x, GRID, table->lo, hi);
	grid_even(center, BINS, table->lo + table->width / 2, hi - table->width / 2);
	for (int i = 0; i < GRID; i++)
		line[i] = best_noise(&m, abar, x[i]);
	for (int i = 0; i < GRID; i++) {
		double left = x[i] - signal * mixture_denoise(&f->data, signal, noise, x[i]);

		worst = fmax(worst, fabs(noise * line[i] - left));
	}
	for (int b = 0; b < BINS; b++)
		learned[b] = guess_of(table, b);
	demo_check_at_most(d, "line", worst, 1e-14 * (fabs(x[0]) + x[GRID - 1]),
		"what the mean of x_0, by Bayes' rule, leaves of x");
	struct demo_plot *p = demo_plot(d, "noise", "noisy x", "noise ε", DEMO_LINEAR);
	demo_plot_title(p, "What is learned from draws is minus the score");
	demo_reference(p, "-√(1-ᾱ) score", x, line, GRID);
	demo_points(p, "learned", center, learned, BINS);
}

static void learn(struct demo *d, const struct diffusion *f, double abar)
{
	struct mixture m = noised(f, abar);
	struct random *r = random_new(d, 1);
	struct table table = {.lo = m.mean[0] - 3 * m.sigma[0]};
	double hi = m.mean[1] + 3 * m.sigma[1], loss = 0, mean = 0, learned_loss = 0;
	double second, variance;

	table.width = (hi - table.lo) / BINS;
	for (int i = 0; i < 2 * EXAMPLES; i++) {
		/* [train] */
		double x0 = mixture_draw(&f->data, r), epsilon = random_normal(r, 0, 1);
		double x = sqrt(abar) * x0 + sqrt(1 - abar) * epsilon;
		int bin = bin_of(&table, x);

		if (i < EXAMPLES) { /* training; the second half is for testing */
			table.sum[bin] += epsilon;
			table.count[bin]++;
			continue;
		}
		double guess = guess_of(&table, bin), miss = epsilon - (isnan(guess) ? 0 : guess);
		/* [end] */
		double least = epsilon - best_noise(&m, abar, x);
		learned_loss += miss * miss / EXAMPLES;
		loss += least * least / EXAMPLES;
		mean += least / EXAMPLES;
	}
	moments(f, abar, &second, &variance);
	demo_value(d, "floor", loss_floor(f, abar), "least loss at level t");
	demo_value(d, "loss", loss, "loss of the best predictor on draws");
	demo_value(d, "learned_loss", learned_loss, "loss of the table on the same draws");
	demo_check(
		d, "floor", loss_floor(f, abar), second, 1e-9, "variance of ε given x, by Bayes");
	/* Five standard errors, and one draw on the side where hardly any falls. */
	double jump = sqrt(1 - abar) * (m.mean[1] - m.mean[0]) / (m.sigma[0] * m.sigma[0]);
	demo_check(d, "unbiased", mean, 0, (5 * sqrt(second * EXAMPLES) + jump) / EXAMPLES,
		"Monte Carlo, 5 standard errors");
	demo_check(d, "loss", loss, second,
		(5 * sqrt(variance * EXAMPLES) + jump * jump) / EXAMPLES,
		"Monte Carlo, 5 standard errors");
	draw_noise(d, f, abar, &table);
}

/* E[x_0 | x] by the two integrals of Bayes' rule, where neither the data nor the noise
 * is beyond 10 standard deviations. */
static double denoise_by_quadrature(const struct diffusion *f, double abar, double x)
{
	enum { PIECES = 400 };
	double reach = 10 / sqrt(snr(abar)), s = f->data.sigma[0], sum = 0, weights = 0;
	double lo = fmax(f->data.mean[0] - 10 * s, x / sqrt(abar) - reach);
	double hi = fmin(f->data.mean[1] + 10 * s, x / sqrt(abar) + reach);

	for (int i = 0; i <= PIECES; i++) {
		double x0 = lo + (hi - lo) * i / PIECES;
		double z = (x - sqrt(abar) * x0) / sqrt(1 - abar);
		double weight = mixture_density(&f->data, x0) * exp(-z * z / 2);

		sum += weight * x0;
		weights += weight;
	}
	return sum / weights;
}

static void score_and_information(struct demo *d, const struct diffusion *f, double abar)
{
	enum { PROBES = 6 };
	struct mixture m = noised(f, abar);
	double worst = 0, h = 1e-2, slope = 0, epsilon = best_noise(&m, abar, 1);
	double mmse = loss_floor(f, abar) / snr(abar);

	demo_value(d, "abar", abar, "ᾱ at level t");
	demo_value(d, "noise_variance", 1 - abar, "variance of the noise, 1 - ᾱ");
	demo_value(d, "noise_size", sqrt(1 - abar), "its root");
	demo_value(d, "score", mixture_score(&m, 1), "score of x_t at 1");
	demo_value(d, "epsilon", epsilon, "best prediction of ε at x_t = 1");
	demo_value(
		d, "denoised", (1 - sqrt(1 - abar) * epsilon) / sqrt(abar), "x_0 guessed from it");
	demo_value(d, "mmse", mmse, "least squared error of that guess");

	for (int i = 0; i < PROBES; i++) {
		int side = i / 2 - 1; /* below the mean, at it, above */
		double x = m.mean[i % 2] + side * m.sigma[0];
		double guess = (x - sqrt(1 - abar) * best_noise(&m, abar, x)) / sqrt(abar);
		worst = fmax(worst, fabs(guess - denoise_by_quadrature(f, abar, x)));
	}
	demo_check(d, "tweedie", worst, 0, 1e-6, "E[x_0 | x_t] by the integrals of Bayes' rule");
	/* dI / d ln SNR by central differences of order 4: error h⁴ */
	for (int k = -2; k <= 2; k++) {
		static const double c[] = {1, -8, 0, 8, -1};
		double moved = snr(abar) * exp(k * h);
		slope += c[k + 2] * information(f, moved / (1 + moved)) / (12 * h);
	}
	demo_check(d, "i_mmse", mmse * snr(abar), 2 * slope, 1e-6,
		"I-MMSE: 2 dI/d ln SNR from entropies");
}

/* The last level up to which less than half of the sum has come. */
static double half_level(const double *t, const double *part, int levels)
{
	double sum = 0, so_far = 0, at = 0;

	for (int k = 1; k <= levels; k++)
		sum += part[k];
	for (int k = 1; k <= levels; k++) {
		so_far += part[k];
		at = so_far < sum / 2 ? t[k] : at;
	}
	return at;
}

/* The bound's weights, from the second level on. */
static void report_weights(struct demo *d, const double *t, const double *weight, int levels)
{
	int least = 2;

	for (int k = 3; k <= levels; k++)
		least = weight[k] < weight[least] ? k : least;
	demo_value(d, "weight_first", weight[2], "weight in the bound, second level");
	demo_value(d, "weight_last", weight[levels], "weight in the bound, last level");
	demo_value(d, "weight_least", weight[least], "least weight of all");
	demo_value(d, "weight_least_at", t[least], "its level");
	demo_value(d, "weight_ratio", weight[2] / weight[least], "the first over the least");
}

static void draw_floors(
	struct demo *d, const double *t, const double *floor, int levels, double simple)
{
	struct demo_plot *p = demo_plot(d, "floors", "level t", "least loss", DEMO_LINEAR);
	demo_plot_title(p, "The loss that no network can go below");
	demo_range_y(p, 0, 1);
	demo_line(p, "at level t", t + 1, floor + 1, (size_t)levels);
	demo_reference(p, "mean", (double[]){t[1], T}, (double[]){simple, simple}, 2);
}

/* The cost over all levels: plain mean, and the bound on -ln p(x_0). */
static void cost(struct demo *d, const struct diffusion *f, int levels)
{
	double *t = demo_vector(d, T + 1), *floor = demo_vector(d, T + 1);
	double *term = demo_vector(d, T + 1), *weight = demo_vector(d, T + 1);
	double simple = 0, above = 0, below = 0, best = 0, abar = 1;

	for (int k = 1; k <= levels; k++) {
		double before = abar;
		t[k] = round((double)T * k / levels);
		abar = f->abar[(int)t[k]];
		floor[k] = loss_floor(f, abar);
		simple += floor[k] / levels;
		if (k == 1)
			continue;
		/* [elbo] */
		/* KL of the step back: half the rise of the SNR times the squared error
		 * of x_0, which is the squared error of ε over the SNR. */
		weight[k] = (snr(before) / snr(abar) - 1) / 2;
		term[k] = weight[k] * floor[k];
		/* [end] */
		above += term[k];
		best += log1p(2 * term[k]) / 2; /* with the best variance, not β̃ */
		below += (snr(before) - snr(abar)) / 2 * floor[k - 1] / snr(before);
		demo_progress(d, (double)k / levels);
	}
	double a1 = f->abar[(int)t[1]], lost = information(f, a1) - information(f, abar);
	double square = mixture_variance(&f->data) + pow(mixture_mean(&f->data), 2);
	double decoder = log(2 * M_PI * M_E * floor[1] / snr(a1)) / 2;
	double prior = (abar * (square - 1) - log(1 - abar)) / 2;
	double bound = decoder + above + prior, entropy = mixture_entropy(&f->data);
	/* KL(x_T | N(0, 1)): what the walk back does not know of x_T */
	struct mixture end = noised(f, abar);
	double mismatch = (abar * square + 1 - abar + log(2 * M_PI)) / 2 - mixture_entropy(&end);

	demo_value(d, "simple", simple, "least mean squared error over the levels");
	demo_value(d, "bound", bound, "bound on -ln p at that optimum [nats]");
	demo_value(d, "best_bound", decoder + best + prior, "the same with the best variances");
	demo_value(d, "entropy", entropy, "entropy of the data [nats]");
	demo_value(d, "gap", bound - entropy, "bound - entropy [nats]");
	demo_value(d, "best_gap", decoder + best + prior - entropy, "best bound - entropy [nats]");
	demo_value(d, "left", sqrt(abar), "factor on x_0 at the last level");
	demo_value(d, "mismatch", mismatch, "KL of x_T to N(0, 1) [nats]");
	report_weights(d, t, weight, levels);
	demo_value(d, "simple_half", half_level(t, floor, levels),
		"half of the plain loss is from t up to");
	demo_value(d, "elbo_half", half_level(t, term, levels),
		"half of the bound's sum is from t up to");
	demo_check_at_least(
		d, "bound", decoder + best + prior, entropy - 1e-7, "entropy of the data");
	if (f->data.mean[1] == 0)
		demo_check(d, "gaussian", decoder + best + prior, entropy + mismatch, 1e-7,
			"Gaussian data: steps back are exactly normal");
	demo_check_at_most(d, "below", below, lost + 1e-9, "information lost, from entropies");
	demo_check_at_least(d, "above", above, lost - 1e-9, "information lost, from entropies");
	draw_floors(d, t, floor, levels, simple);
}

/* From quantiles of N(0, 1) back to the data, without noise (DDIM). */
static void sample(const struct diffusion *f, int levels, double x[WALKERS])
{
	for (int i = 0; i < WALKERS; i++)
		x[i] = gsl_cdf_ugaussian_Pinv((i + 0.5) / WALKERS);
	/* [sample] */
	for (int k = levels; k >= 1; k--) {
		double abar = f->abar[(int)round((double)T * k / levels)];
		double next = f->abar[(int)round((double)T * (k - 1) / levels)];
		struct mixture m = noised(f, abar);

		for (int i = 0; i < WALKERS; i++) {
			double epsilon = best_noise(&m, abar, x[i]);
			double guess = (x[i] - sqrt(1 - abar) * epsilon) / sqrt(abar);

			x[i] = sqrt(next) * guess + sqrt(1 - next) * epsilon;
		}
	}
	/* [end] */
}

/* Median distance to where the exact flow ends: in one dimension it takes each
 * quantile of x_T to the same quantile of the data. */
static double distance(const double x[WALKERS], const double exact[WALKERS])
{
	double off[WALKERS];

	for (int i = 0; i < WALKERS; i++)
		off[i] = fabs(x[i] - exact[i]);
	gsl_sort(off, 1, WALKERS);
	return gsl_stats_median_from_sorted_data(off, 1, WALKERS);
}

/* Without modes (N(0, σ²) data) a step multiplies x: ε is √(1-ᾱ) x / s², and the
 * guess √ᾱ σ² x / s², s² = ᾱσ² + 1-ᾱ. */
static double gaussian_gain(const struct diffusion *f, int levels)
{
	double gain = 1, v = f->data.sigma[0] * f->data.sigma[0];

	for (int k = levels; k >= 1; k--) {
		double a = f->abar[(int)round((double)T * k / levels)];
		double next = f->abar[(int)round((double)T * (k - 1) / levels)];
		gain *= (sqrt(next * a) * v + sqrt((1 - next) * (1 - a))) / (a * v + 1 - a);
	}
	return gain;
}

static void generate(struct demo *d, const struct diffusion *f, int levels)
{
	double x[WALKERS], rough[WALKERS], exact[WALKERS], at[GRID], line[GRID];
	double right = 0, area = 0;
	struct mixture last = noised(f, f->abar[T]);

	sample(f, levels, x);
	sample(f, levels / 2, rough);
	for (int i = 0; i < WALKERS; i++) {
		double z = gsl_cdf_ugaussian_Pinv((i + 0.5) / WALKERS);
		exact[i] = mixture_quantile(&f->data, mixture_cdf(&last, z));
		right += (x[i] > 0) / (double)WALKERS;
	}
	grid_even(at, GRID, f->data.mean[0] - 4 * f->data.sigma[0],
		f->data.mean[1] + 4 * f->data.sigma[1]);
	double lo = at[0], hi = at[GRID - 1];
	for (int i = 0; i < GRID; i++) {
		line[i] = mixture_density(&f->data, at[i]) * WALKERS * (hi - lo) / BINS;
		area += line[i] / (GRID - 1);
	}
	double error = distance(x, exact), error_half = distance(rough, exact);
	struct diffusion bell = *f; /* the same without the two modes */
	bell.data.mean[0] = bell.data.mean[1] = 0;
	sample(&bell, levels, rough);
	demo_value(d, "error", error, "median error of a sample against the exact flow");
	demo_value(d, "error_half", error_half, "the same with half as many steps");
	demo_value(d, "right", right, "share of samples above 0");
	if (levels >= 50) /* fewer are too few for a rate */
		demo_check_at_most(d, "converges", error, 0.85 * error_half, "half as many steps");
	demo_check(d, "gain", rough[0] / gsl_cdf_ugaussian_Pinv(0.5 / WALKERS),
		gaussian_gain(f, levels), 1e-9, "on Gaussian data: product of the steps");
	/* The ends hide 6e-5 of the data, and a sum over a grid gives half an end too much. */
	demo_check(d, "area", area * BINS, WALKERS, 2e-4 * WALKERS,
		"under the curve of the data: as many as there are samples");
	struct demo_plot *p = demo_plot(d, "samples", "x", "samples", DEMO_LINEAR);
	demo_plot_title(p, "Noise taken back to the data");
	demo_histogram(p, "samples", x, WALKERS, lo, hi, BINS);
	demo_reference(p, "data", at, line, GRID);
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Diffusion on two Gaussians");
	double mode = demo_real(d, "mode", 2, 0, 5, "the modes are at ± this");
	double sigma = demo_log(d, "sigma", 0.5, 0.1, 2, "their standard deviation");
	double weight = demo_real(d, "weight", 0.5, 0.05, 0.95, "share of the right mode");
	int schedule = demo_choice(d, "schedule", "linear|cosine|scaled", "how noise grows");
	int t = demo_int(d, "t", 250, 1, T, "level at which it learns");
	int levels = demo_int(d, "levels", 100, 10, T, "levels used, of 1000");
	struct diffusion *f = demo_alloc(d, 1, sizeof *f);

	f->data = (struct mixture){2, {1 - weight, weight}, {-mode, mode}, {sigma, sigma}};
	set_schedule(f, schedule);
	learn(d, f, f->abar[t]);
	score_and_information(d, f, f->abar[t]);
	cost(d, f, levels);
	generate(d, f, levels);
	return demo_close(d);
}
