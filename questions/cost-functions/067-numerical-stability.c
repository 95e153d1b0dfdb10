/*
 * Half precision and the scale of a cost. Gradients that round to 0, and a loss scale that brings
 * them back; updates that drown beside their weight, and master weights that keep them; a
 * softmax loss whose digits depend on what is subtracted first.
 */
#include "lab/demo.h"
#include "lab/grid.h"
#include "lab/random.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <math.h>

enum { DRAWS = 1000, SCALES = 25, SHOWN = 101, TRIALS = 300, LOGITS = 3 };

/* Significant binary digits, and the exponents of the smallest and largest normal number. */
struct format {
	int digits, lowest, highest;
};

static const struct format fp32 = {24, -126, 127};

/* [round] */
/* The number of the format that is nearest to x; of two as near, the even one. */
static double round_to(double x, struct format f)
{
	int exponent;

	frexp(x, &exponent); /* |x| is in [2^(exponent - 1), 2^exponent) */
	if (exponent - 1 < f.lowest)
		exponent = f.lowest + 1; /* subnormal: the spacing shrinks no further */
	double spacing = ldexp(1, exponent - f.digits);
	double nearest = rint(x / spacing) * spacing;
	return fabs(nearest) < ldexp(1, f.highest + 1) ? nearest : copysign(INFINITY, x);
}
/* [end] */

/* Scaled gradients up to here become 0, and from there on infinite. */
static double zero_at(struct format f)
{
	return ldexp(1, f.lowest - f.digits);
}

static double inf_at(struct format f)
{
	return ldexp(1 - ldexp(1, -f.digits - 1), f.highest + 1);
}

/* The positive number that these bits stand for, by IEEE 754. */
static double from_bits(long bits, struct format f)
{
	long hidden = 1L << (f.digits - 1), field = bits / hidden, fraction = bits % hidden;
	int exponent = f.lowest - (f.digits - 1);

	return field == 0 ? ldexp((double)fraction, exponent)
			  : ldexp((double)(hidden + fraction), exponent + (int)field - 1);
}

/* Neighbors, the middle between them, and next to it on both sides; from infinity down. */
static void check_bits(struct demo *d, const char *name, struct format f)
{
	long n = (f.highest - f.lowest + 2L) << (f.digits - 1);
	double wrong = 0;

	for (long bits = n - 1; bits >= 0; bits -= 1 + 2 * (n / 2000)) {
		double low = from_bits(bits, f), next = from_bits(bits + 1, f);
		double middle = (low + next) / 2, high = bits + 1 == n ? INFINITY : next;

		wrong += round_to(low, f) != low;
		wrong += round_to(-middle, f) != -(bits % 2 == 0 ? low : high);
		wrong += round_to(nextafter(middle, 0), f) != low;
		wrong += round_to(nextafter(middle, INFINITY), f) != high;
	}
	demo_check(d, name, wrong, 0, 0, "numbers by their bits, and the middles between them");
}

static void check_rounding(struct demo *d, struct format half, struct random *r)
{
	double wrong = 0;

	check_bits(d, "half", half);
	check_bits(d, "single", fp32);
	for (int i = 0; i < TRIALS; i++) {
		double x = random_normal(r, 0, 1) * exp2(random_uniform(r, -155, 120));
		wrong += round_to(x, fp32) != (float)x;
	}
	demo_check(d, "processor", wrong, 0, 0, "the processor's own conversion to float");
	demo_value(d, "zero_at", zero_at(half), "up to here a gradient becomes 0");
	demo_value(d, "inf_at", inf_at(half), "from here on it is infinite");
	demo_value(d, "adam_eps", round_to(1e-8, half), "Adam's ε of 1e-8 in this format");
	demo_value(d, "adam_decay", round_to(0.999, half), "v = 1 after a step with β₂ = 0.999");
}

/* ---- gradients: log2 |g| is normal */

struct gradients {
	struct format half;
	double median, spread; /* of log2 |g| */
};

/* Shares of the gradients that scale 2^k brings to 0 and to infinity. */
static double share_zero(const struct gradients *g, double k)
{
	return gsl_cdf_ugaussian_P((log2(zero_at(g->half)) - k - g->median) / g->spread);
}

static double share_inf(const struct gradients *g, double k)
{
	return gsl_cdf_ugaussian_Q((log2(inf_at(g->half)) - k - g->median) / g->spread);
}

/* The scales between which less than 1 % is lost and less than one in 10^9 overflows. */
static void show_window(struct demo *d, const struct gradients *g)
{
	double z = gsl_cdf_ugaussian_Pinv(0.99), far = gsl_cdf_ugaussian_Qinv(1e-9);
	double low = log2(zero_at(g->half)) - g->median + g->spread * z;
	double high = log2(inf_at(g->half)) - g->median - g->spread * far;
	double mu = g->median * M_LN2, sigma = g->spread * M_LN2;

	demo_value(d, "half_lost", log2(zero_at(g->half)) - g->median,
		"log2 of the scale at which half is lost");
	demo_value(d, "window_low", low, "log2 of the scale from which less than 1 % is lost");
	demo_value(d, "window_high", high, "log2 up to which one in 10^9 overflows at most");
	demo_value(d, "window", high - low, "width of the window [doublings]");
	demo_check(d, "window_low", gsl_cdf_lognormal_P(zero_at(g->half) * exp2(-low), mu, sigma),
		0.01, 1e-9, "lognormal distribution at the threshold");
	demo_check(d, "window_high", gsl_cdf_lognormal_Q(inf_at(g->half) * exp2(-high), mu, sigma),
		1e-9, 1e-16, "the same");
}

static void show_gradients(struct demo *d, const struct gradients *g, double k, struct random *r)
{
	double scale[SCALES], zero[SCALES], inf[SCALES], zero_theory[SCALES], inf_theory[SCALES];
	double *size = demo_vector(d, DRAWS), miscounted = 0, astray = 0, lost = 0, all = 0;

	for (int i = 0; i < DRAWS; i++) {
		size[i] = exp2(random_normal(r, g->median, g->spread));
		lost += round_to(size[i], g->half) == 0 ? size[i] * size[i] : 0;
		all += size[i] * size[i];
	}
	for (int j = 0; j < SCALES; j++) {
		double factor = exp2(2 * j), below = 0, above = 0;

		scale[j] = 2 * j;
		zero[j] = inf[j] = 0;
		for (int i = 0; i < DRAWS; i++) {
			double rounded = round_to(factor * size[i], g->half);

			zero[j] += (rounded == 0) / (double)DRAWS;
			inf[j] += isinf(rounded) / (double)DRAWS;
			below += (factor * size[i] <= zero_at(g->half)) / (double)DRAWS;
			above += (factor * size[i] >= inf_at(g->half)) / (double)DRAWS;
		}
		zero_theory[j] = share_zero(g, scale[j]);
		inf_theory[j] = share_inf(g, scale[j]);
		miscounted += fabs(zero[j] - below) + fabs(inf[j] - above);
		astray = fmax(astray, fabs(zero[j] - zero_theory[j]));
		astray = fmax(astray, fabs(inf[j] - inf_theory[j]));
	}
	demo_value(d, "lost", zero[0], "share of the gradients that becomes 0, unscaled");
	demo_value(d, "lost_theory", zero_theory[0], "the same in theory");
	demo_value(d, "lost_scaled", share_zero(g, k), "in theory at the chosen scale");
	demo_value(d, "over_scaled", share_inf(g, k), "share that overflows at that scale");
	demo_value(d, "lost_norm", lost / all, "share of the squared norm lost, unscaled");
	demo_check(d, "thresholds", miscounted, 0, 0, "counted by the thresholds of IEEE 754");
	demo_check_at_most(d, "shares", astray, sqrt(log(2 / 1e-9) / (2 * DRAWS)),
		"normal distribution, at all scales at once (Dvoretzky-Kiefer-Wolfowitz)");
	struct demo_plot *p = demo_plot(d, "shares", "log2 of the scale", "share", DEMO_LINEAR);
	demo_plot_title(p, "Gradients that become 0 or overflow");
	demo_range_y(p, 0, 1);
	demo_points(p, "become 0", scale, zero, SCALES);
	demo_points(p, "overflow", scale, inf, SCALES);
	demo_reference(p, "theory, 0", scale, zero_theory, SCALES);
	demo_reference(p, "theory, inf", scale, inf_theory, SCALES);
}

/* ---- training: the mean over n equal examples of (w - 1.25)^2 / 2, from w = 1.75 */

struct training {
	struct format half;
	double n, eta;
	int every, interval; /* steps between two points of a curve; good steps before S grows */
};

/* Distances up to which a step is lost: an example's slope becomes 0; w - eta g is w. */
static double slope_floor(const struct training *t, double scale)
{
	return t->n * zero_at(t->half) / scale;
}

static double weight_floor(const struct training *t, struct format weights)
{
	return ldexp(1, -weights.digits) / t->eta; /* half the spacing in [1, 2) */
}

/* Writes SHOWN distances to off; returns how many steps were skipped, and in *stray how
 * far w went from exact arithmetic, over the most that the roundings allow. */
static int train(const struct training *t, struct format weights, double scale, int interval,
	double *off, double *stray)
{
	double w = 1.75, exact = 0.5, allowed = 0;
	int skipped = 0, good = 0;

	*stray = 0;
	off[0] = exact;
	for (int i = 1; i <= (SHOWN - 1) * t->every; i++) {
		/* [step] */
		double slope = round_to(scale * (w - 1.25) / t->n, t->half); /* of one example */

		if (isinf(slope)) { /* skip the step, halve the scale */
			scale /= 2;
			good = 0;
			skipped++;
		} else {
			w = round_to(w - t->eta * (t->n * slope / scale), weights);
			if (++good == interval) {
				scale *= 2;
				good = 0;
			}
		}
		/* [end] */
		exact *= isinf(slope) ? 1 : 1 - t->eta;
		allowed = fmax(allowed, slope_floor(t, scale) + weight_floor(t, weights) +
						ldexp(0.5, -t->half.digits));
		*stray = fmax(*stray, fabs(w - 1.25 - exact) / allowed);
		off[i / t->every] = w - 1.25;
	}
	return skipped;
}

static void show_training(struct demo *d, const struct training *t, int k)
{
	double step[SHOWN], left[3][SHOWN] = {{0}}, stray[3], scale = exp2(k), eta = t->eta;
	int steps = (SHOWN - 1) * t->every, doublings = steps / t->interval;
	double first = fmax(0, floor(log2(scale * 0.5 / t->n / inf_at(t->half))) + 1);
	double slopes = slope_floor(t, 1), fitting = slope_floor(t, exp2(k - first));
	double updates = weight_floor(t, t->half);

	grid_even(step, SHOWN, 0, steps);
	train(t, fp32, 1, steps + 1, left[0], &stray[0]);
	train(t, t->half, scale, t->interval, left[1], &stray[1]);
	int skipped = train(t, fp32, scale, t->interval, left[2], &stray[2]);
	demo_value(d, "unscaled", left[0][SHOWN - 1], "distance left: master weights, not scaled");
	demo_value(d, "drowned", left[1][SHOWN - 1], "the same: scaled, weights in half precision");
	demo_value(d, "both", left[2][SHOWN - 1], "the same: scaled, with master weights");
	demo_value(d, "exact", 0.5 * pow(1 - eta, steps - skipped), "in exact arithmetic");
	demo_value(d, "slope_floor", slopes, "distance at which unscaled slopes become 0");
	demo_value(d, "weight_floor", updates, "distance at which updates of w drown");
	demo_value(d, "whole_spacing", 2 * updates, "distance at which an update is a spacing");
	demo_value(d, "skipped", skipped, "steps skipped, since a slope was infinite");
	demo_check_at_most(d, "path", fmax(fmax(stray[0], stray[1]), stray[2]), 1 + 1e-9,
		"exact arithmetic, at every step: the largest error of a rounding");
	if (slopes > 0.005) /* else it takes longer to get there */
		demo_check(d, "unscaled", left[0][SHOWN - 1], fmin(0.5, slopes),
			2.5 * eta * slopes + weight_floor(t, fp32), "half of the smallest slope");
	if (updates > 0.005 && fitting < updates)
		demo_check(d, "drowned", left[1][SHOWN - 1], fmin(0.5, updates),
			2.5 * eta * updates + fitting, "half of the spacing of weights");
	demo_check(d, "skipped", skipped, first, doublings,
		"halvings until the first slope fits; later at most one after each doubling");
	struct demo_plot *p =
		demo_plot(d, "training", "step", "distance to the minimum", DEMO_LOG_Y);
	demo_plot_title(p, "Two floors, two cures");
	demo_line(p, "master, S = 1", step, left[0], SHOWN);
	demo_line(p, "half, scaled", step, left[1], SHOWN);
	demo_line(p, "both cures", step, left[2], SHOWN);
}

/* ---- softmax */

enum form { NAIVE, SHIFTED, FUSED, FORMS };

/* [loss] */
/* Cross-entropy of class 0, ln sum_j e^z_j - z_0, every result rounded. */
static double loss(enum form form, const double *z, int n, struct format f)
{
	double max = z[0], sum = 0;

	for (int j = 1; j < n; j++)
		max = fmax(max, z[j]);
	double shift = form == NAIVE ? 0 : max;
	for (int j = 0; j < n; j++)
		sum = round_to(sum + round_to(exp(round_to(z[j] - shift, f)), f), f);
	double rest = round_to(log(sum), f);
	if (form == FUSED)
		return round_to(rest - round_to(z[0] - max, f), f);
	return round_to(round_to(shift + rest, f) - z[0], f);
}
/* [end] */

/* Random logits, against the definition in 64 binary digits. */
static void check_fused(struct demo *d, struct format f, struct random *r)
{
	double z[LOGITS], worst = 0;

	for (int i = 0; i < TRIALS; i++) {
		long double sum = 0;

		for (int j = 0; j < LOGITS; j++) {
			z[j] = round_to(random_normal(r, 0, 5), f);
			sum += expl(z[j]);
		}
		double truth = (double)(logl(sum) - z[0]);
		worst = fmax(worst, fabs(loss(FUSED, z, LOGITS, f) - truth) / (truth + LOGITS));
	}
	/* Relative error u of each result; e^-x makes an error of at most x e^-x u < u. */
	demo_check_at_most(d, "fused", worst, 2 * ldexp(1, -f.digits),
		"long double, random logits; twice the unit roundoff times loss + 3");
}

static void show_softmax(struct demo *d, struct format f, double logit)
{
	static const char *const names[] = {"naive", "shifted", "fused"};
	double at[SHOWN], curve[FORMS][SHOWN], ones = 0, lo = 1, hi = 100, worst = 0;
	double z = round_to(logit, f);
	struct demo_plot *p;

	for (int i = 0; i < 50; i++) { /* where e^z + e^z overflows */
		double middle = (lo + hi) / 2;
		*(isinf(round_to(2 * round_to(exp(middle), f), f)) ? &hi : &lo) = middle;
	}
	demo_value(d, "exp_end", hi, "logit from which e^z + e^z overflows");
	demo_check(d, "overflow", hi, log(inf_at(f) / 2), 1e-12, "ln of half the threshold");
	while (round_to(ones + 1, f) > ones)
		ones++;
	demo_value(d, "ones", ones, "where a sum of ones gets stuck");
	demo_check(d, "ones", ones, exp2(f.digits), 0, "2^digits");
	for (int m = 0; m < FORMS; m++) {
		double value = loss(m, (double[]){z, z}, 2, f);
		if (isinf(value))
			demo_text(d, names[m], "inf", names[m]);
		else
			demo_value(d, names[m], value, names[m]);
	}
	grid_log(at, SHOWN, 1, 1e4);
	for (int i = 0; i < SHOWN; i++) {
		z = round_to(at[i], f);
		for (int m = 0; m < FORMS; m++)
			curve[m][i] = loss(m, (double[]){z, z}, 2, f);
		worst = fmax(worst, fabs(curve[SHIFTED][i] - M_LN2) / (z + 1));
		worst = fmax(worst, fabs(curve[FUSED][i] - M_LN2));
	}
	demo_check_at_most(d, "equal_logits", worst, ldexp(1, -f.digits),
		"ln 2; half a spacing of z + ln 2 for shifted, of ln 2 for fused");
	p = demo_plot(d, "softmax", "both logits", "loss [nats]", DEMO_LOG_X);
	demo_plot_title(p, "Two equal logits: the loss is ln 2");
	demo_range_y(p, 0, 1.5);
	for (int m = 0; m < FORMS; m++)
		demo_line(p, names[m], at, curve[m], SHOWN);
}

int main(int argc, char **argv)
{
	static const struct format formats[] = {{11, -14, 15}, {8, -126, 127}, {3, -14, 15}};
	struct demo *d = demo_open(argc, argv, "Half precision and the scale of a cost");
	struct format half = formats[demo_choice(
		d, "format", "fp16|bf16|fp8", "numbers of gradients and logits (fp8: E5M2)")];
	int scale = demo_int(d, "scale", 16, 0, 40, "log2 of the loss scale");
	double median = demo_real(d, "median", -26, -40, -10, "log2 of the median gradient");
	double spread = demo_real(d, "spread", 4, 1, 8, "its standard deviation [doublings]");
	int tokens = demo_int(d, "tokens", 20, 10, 24, "log2 of the examples in the mean");
	double eta = demo_log(d, "eta", 0.004, 0.002, 0.06, "learning rate");
	int interval = demo_int(d, "interval", 2000, 10, 2000, "good steps before the scale grows");
	double logit = demo_log(d, "logit", 300, 1, 1e4, "two equal logits");
	int seed = demo_int(d, "seed", 1, 1, 1000, "seed");
	struct random *r = random_new(d, (unsigned)seed);
	struct gradients g = {half, median, spread};
	struct training t = {half, exp2(tokens), eta, (int)ceil(0.06 / eta), interval};

	check_rounding(d, half, r);
	show_window(d, &g);
	show_gradients(d, &g, scale, r);
	show_training(d, &t, scale);
	check_fused(d, half, r);
	show_softmax(d, half, logit);
	return demo_close(d);
}
