/*
 * Half precision and the scale of a cost. Gradients that round to 0, and a loss scale that brings
 * them back; updates that drown beside their weight, and master weights that keep them; a
 * softmax loss whose digits depend on what is subtracted first.
 */
#include "lab/demo.h"
#include "lab/grid.h"
#include "lab/loss.h"
#include "lab/precision.h"
#include "lab/random.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <math.h>

enum { DRAWS = 1000, SCALES = 25, SHOWN = 101 };

/* Gradients: log2 |g| is normal. */
struct gradients {
	struct precision half;
	double median, spread;
};

/* Shares of the gradients that scale 2^k brings to 0 and to infinity. */
static double share_zero(const struct gradients *g, double k)
{
	return gsl_cdf_ugaussian_P((log2(precision_zero_at(g->half)) - k - g->median) / g->spread);
}

static double share_inf(const struct gradients *g, double k)
{
	return gsl_cdf_ugaussian_Q((log2(precision_inf_at(g->half)) - k - g->median) / g->spread);
}

/* The scales between which less than 1 % is lost and less than one in 10^9 overflows. */
static void show_window(struct demo *d, const struct gradients *g)
{
	double half_lost = log2(precision_zero_at(g->half)) - g->median;
	double half_over = log2(precision_inf_at(g->half)) - g->median;
	double low = half_lost + g->spread * gsl_cdf_ugaussian_Pinv(0.99);
	double high = half_over - g->spread * gsl_cdf_ugaussian_Qinv(1e-9);

	demo_value(d, "half_lost", half_lost, "log2 of the scale at which half is lost");
	demo_value(d, "window_low", low, "log2 of the scale from which less than 1 % is lost");
	demo_value(d, "window_high", high, "log2 up to which one in 10^9 overflows at most");
	demo_value(d, "window", high - low, "width of the window [doublings]");
	demo_check(d, "window_low", share_zero(g, low), 0.01, 1e-9, "share lost at that scale");
	demo_check(d, "window_high", share_inf(g, high), 1e-9, 1e-16, "share over at that scale");
}

static void show_gradients(struct demo *d, const struct gradients *g, double k, struct random *r)
{
	double scale[SCALES], zero[SCALES] = {0}, zero_theory[SCALES];
	double inf[SCALES] = {0}, inf_theory[SCALES];
	double *size = demo_vector(d, DRAWS), lost = 0, all = 0, miscounted = 0, astray = 0;

	grid_even(scale, SCALES, 0, 48);
	random_normals(r, size, DRAWS, g->median, g->spread);
	for (int i = 0; i < DRAWS; i++) {
		size[i] = exp2(size[i]);
		lost += precision_round(size[i], g->half) == 0 ? size[i] * size[i] : 0;
		all += size[i] * size[i];
	}
	for (int j = 0; j < SCALES; j++) {
		for (int i = 0; i < DRAWS; i++) {
			double scaled = exp2(scale[j]) * size[i];
			double rounded = precision_round(scaled, g->half);

			zero[j] += (rounded == 0) / (double)DRAWS;
			inf[j] += isinf(rounded) / (double)DRAWS;
			miscounted += (rounded == 0) != (scaled <= precision_zero_at(g->half));
			miscounted += isinf(rounded) != (scaled >= precision_inf_at(g->half));
		}
		zero_theory[j] = share_zero(g, scale[j]);
		inf_theory[j] = share_inf(g, scale[j]);
		astray = fmax(astray, fabs(zero[j] - zero_theory[j]));
		astray = fmax(astray, fabs(inf[j] - inf_theory[j]));
	}
	demo_value(d, "lost", zero[0], "share of the gradients that becomes 0, unscaled");
	demo_value(d, "lost_theory", zero_theory[0], "the same in theory");
	demo_value(d, "lost_scaled", share_zero(g, k), "in theory at the chosen scale");
	demo_value(d, "over_scaled", share_inf(g, k), "share that overflows at that scale");
	demo_value(d, "lost_norm", lost / all, "share of the squared norm lost, unscaled");
	demo_check(d, "thresholds", miscounted, 0, 0, "thresholds of IEEE 754, each gradient");
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

/* Training: the mean over n equal examples of (w - 1.25)^2 / 2, from w = 1.75. */
struct training {
	struct precision half;
	double n, eta;
	int every; /* steps between two points of a curve */
};

/* Writes SHOWN distances, returns how many steps were skipped; interval 0: S never grows. */
static int train(
	const struct training *t, struct precision weights, double scale, int interval, double *off)
{
	double w = 1.75;
	int skipped = 0, good = 0;

	off[0] = w - 1.25;
	for (int i = 1; i <= (SHOWN - 1) * t->every; i++) {
		/* [step] */
		double slope = precision_round(scale * (w - 1.25) / t->n, t->half);

		if (isinf(slope)) { /* skip the step, halve the scale */
			scale /= 2;
			good = 0;
			skipped++;
		} else {
			w = precision_round(w - t->eta * (t->n * slope / scale), weights);
			if (++good == interval) {
				scale *= 2;
				good = 0;
			}
		}
		/* [end] */
		off[i / t->every] = w - 1.25;
	}
	return skipped;
}

static void show_training(struct demo *d, const struct training *t, int k, int interval)
{
	double step[SHOWN], unscaled[SHOWN] = {0}, drowned[SHOWN] = {0}, both[SHOWN] = {0};
	int last = SHOWN - 1, steps = last * t->every, doublings = steps / interval;

	grid_even(step, SHOWN, 0, steps);
	train(t, precision_fp32, 1, 0, unscaled);
	train(t, t->half, exp2(k), interval, drowned);
	int skipped = train(t, precision_fp32, exp2(k), interval, both);
	/* Distances at which steps are lost: an example's slope becomes 0; w - eta g is w. */
	double halvings = floor(log2(exp2(k) * 0.5 / t->n / precision_inf_at(t->half))) + 1;
	double slopes = t->n * precision_zero_at(t->half);
	double scaled_slopes = slopes / exp2(k - fmax(0, halvings));
	double updates = ldexp(1, -t->half.digits) / t->eta; /* half the spacing in [1, 2) */
	double exact = 0.5 * pow(1 - t->eta, steps - skipped);
	double slack = ldexp(0.5, -t->half.digits) + ldexp(1, -precision_fp32.digits) / t->eta;

	demo_value(d, "unscaled", unscaled[last], "distance left: master weights, not scaled");
	demo_value(d, "drowned", drowned[last], "the same: scaled, weights in half precision");
	demo_value(d, "both", both[last], "the same: scaled, with master weights");
	demo_value(d, "exact", exact, "in exact arithmetic");
	demo_value(d, "slope_floor", slopes, "distance at which unscaled slopes become 0");
	demo_value(d, "weight_floor", updates, "distance at which updates of w drown");
	demo_value(d, "whole_spacing", 2 * updates, "distance at which an update is a spacing");
	demo_value(d, "skipped", skipped, "steps skipped, since a slope was infinite");
	demo_check(d, "both", both[last], exact, scaled_slopes + slack,
		"exact arithmetic, within the largest roundings");
	slack += exact; /* and the last step goes at most a share 2 eta beyond the floor */
	demo_check(d, "unscaled", unscaled[last], fmin(0.5, fmax(slopes, exact)),
		2.5 * t->eta * slopes + slack, "half of the smallest slope");
	demo_check(d, "drowned", drowned[last], fmin(0.5, updates),
		2.5 * t->eta * updates + 2 * scaled_slopes + slack, "half of the spacing, over η");
	demo_check(d, "skipped", skipped, fmax(0, halvings), doublings,
		"halvings until the first slope fits; later at most one after each doubling");
	struct demo_plot *p = demo_plot(d, "training", "step", "distance left", DEMO_LOG_Y);
	demo_plot_title(p, "Two floors, two cures");
	demo_line(p, "master, S = 1", step, unscaled, SHOWN);
	demo_line(p, "half, scaled", step, drowned, SHOWN);
	demo_line(p, "both cures", step, both, SHOWN);
}

/* Ways to compute a softmax loss. */
enum form { NAIVE, SHIFTED, FUSED, FORMS };

/* Cross-entropy of the first of two classes, ln(e^z + e^other) - z, every result rounded. */
static double loss(enum form form, double z, double other, struct precision p)
{
	double m = form == NAIVE ? 0 : fmax(z, other);
	double e_z = precision_round(exp(precision_round(z - m, p)), p);
	double e_other = precision_round(exp(precision_round(other - m, p)), p);
	double log_sum = precision_round(log(precision_round(e_z + e_other, p)), p);

	if (form == FUSED)
		return precision_round(log_sum - precision_round(z - m, p), p);
	return precision_round(precision_round(m + log_sum, p) - z, p);
}

static void show_softmax(struct demo *d, struct precision p, struct random *r)
{
	static const char *const names[] = {"naive", "shifted", "fused"};
	double at[SHOWN], curve[FORMS][SHOWN], large = precision_round(300, p);
	double end = log(precision_inf_at(p) / 2), wrong = 0, equal = 0, unequal = 0;

	demo_value(d, "exp_end", end, "logit from which e^z + e^z overflows");
	demo_value(d, "shifted", loss(SHIFTED, large, large, p), "two logits of 300, shifted");
	demo_value(d, "fused", loss(FUSED, large, large, p), "the same, fused");
	grid_log(at, SHOWN, 1, 1e4);
	for (int i = 0; i < SHOWN; i++) {
		double z = precision_round(at[i], p);

		for (int m = 0; m < FORMS; m++)
			curve[m][i] = loss(m, z, z, p);
		wrong += isinf(curve[NAIVE][i]) != (z > end);
		equal = fmax(equal, fabs(curve[SHIFTED][i] - M_LN2) / (z + 1));
		equal = fmax(equal, fabs(curve[FUSED][i] - M_LN2));
		double other = precision_round(random_normal(r, z, 5), p);
		double truth = softplus(other - z);
		unequal = fmax(unequal, fabs(loss(FUSED, z, other, p) - truth) / (truth + 2));
	}
	demo_check(d, "overflow", wrong, 0, 0, "naive is infinite beyond ln of half the threshold");
	demo_check_at_most(d, "equal_logits", equal, ldexp(1, -p.digits),
		"ln 2; half a spacing of z + ln 2 for shifted, of ln 2 for fused");
	/* Relative error u = 2^-digits of each result; e^-x then errs by at most x e^-x u < u. */
	demo_check_at_most(d, "fused", unequal, ldexp(2, -p.digits),
		"ln(1 + e^x) in double precision, random logits; 2 roundings, times loss + 2");
	struct demo_plot *plot = demo_plot(d, "softmax", "both logits", "loss [nats]", DEMO_LOG_X);
	demo_plot_title(plot, "Two equal logits: the loss is ln 2");
	demo_range_y(plot, 0, 1.5);
	for (int m = 0; m < FORMS; m++)
		demo_line(plot, names[m], at, curve[m], SHOWN);
}

int main(int argc, char **argv)
{
	const struct precision formats[] = {precision_fp16, precision_bf16, precision_fp8};
	struct demo *d = demo_open(argc, argv, "Half precision and the scale of a cost");
	struct precision half = formats[demo_choice(
		d, "format", "fp16|bf16|fp8", "numbers of gradients and logits (fp8: E5M2)")];
	int scale = demo_int(d, "scale", 16, 0, 40, "log2 of the loss scale");
	double median = demo_real(d, "median", -26, -40, -10, "log2 of the median gradient");
	double spread = demo_real(d, "spread", 4, 1, 8, "its standard deviation [doublings]");
	int tokens = demo_int(d, "tokens", 20, 10, 24, "log2 of the examples in the mean");
	double eta = demo_log(d, "eta", 0.004, 0.002, 0.06, "learning rate");
	int interval = demo_int(d, "interval", 2000, 10, 2000, "good steps before the scale grows");
	int seed = demo_int(d, "seed", 1, 1, 1000, "seed");
	struct random *r = random_new(d, (unsigned)seed);
	struct gradients g = {half, median, spread};
	struct training t = {half, exp2(tokens), eta, (int)ceil(0.06 / eta)};

	demo_value(d, "zero_at", precision_zero_at(half), "up to here a gradient becomes 0");
	demo_value(d, "inf_at", precision_inf_at(half), "from here on it is infinite");
	demo_value(d, "adam_eps", precision_round(1e-8, half), "Adam's ε of 1e-8");
	demo_value(d, "adam_decay", precision_round(0.999, half), "v = 1 after β₂ = 0.999");
	show_window(d, &g);
	show_gradients(d, &g, scale, r);
	show_training(d, &t, scale, interval);
	show_softmax(d, half, r);
	return demo_close(d);
}
