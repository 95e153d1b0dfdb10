/*
 * Label smoothing on one input with K logits: where gradient descent takes the
 * gap of the winner over the others, with hard labels and with smoothed ones; the
 * least loss; and what confidence is reported when the labels are uncertain.
 */
#include "lab/demo.h"
#include "lab/golden.h"
#include "lab/grid.h"
#include "lab/loss.h"
#include "lab/policy.h"
#include "lab/thin.h"

#include <math.h>

enum { SHOWN = 21, TESTED = 5 };

/* [smooth] */
/* The loss of n logits z for one label, and its gradient p - q. */
static double smoothed(const double *z, size_t label, double epsilon, double *grad, size_t n)
{
	double log_z = log_sum_exp(z, n), loss = 0;

	softmax(z, grad, n); /* p */
	for (size_t k = 0; k < n; k++) {
		double q = (k == label ? 1 - epsilon : 0) + epsilon / (double)n;

		loss += q * (log_z - z[k]);
		grad[k] -= q;
	}
	return loss;
}
/* [end] */

/* Gradient descent from equal logits, label 0; gap[t] is z_0 - z_1 after step t + 1.
 * Returns the probability of class 0 at the end. */
static double descend(
	struct demo *d, double epsilon, double eta, size_t n, double *gap, size_t steps)
{
	double *z = demo_vector(d, n), *grad = demo_vector(d, n);

	for (size_t t = 0; t < steps; t++) {
		smoothed(z, 0, epsilon, grad, n);
		for (size_t k = 0; k < n; k++)
			z[k] -= eta * grad[k];
		gap[t] = z[0] - z[1];
	}
	softmax(z, grad, n);
	return grad[0];
}

/* A model that only moves the gap g: logits (g, 0, ..., 0). Class 0 is right with
 * probability `truth`, each other one as often as the next. */
struct setting {
	double n, truth, epsilon;
};

static double confidence(double g, double n)
{
	return 1 / (1 + (n - 1) * exp(-g));
}

/* The mean loss over the labels, as a mixture of two cross-entropies. */
static double cost_of_gap(double g, const void *context)
{
	const struct setting *s = context;
	double log_z = g + log1p((s->n - 1) * exp(-g));

	return (1 - s->epsilon) * (log_z - s->truth * g) + s->epsilon * (log_z - g / s->n);
}

static double best_gap(double n, double truth, double epsilon)
{
	return golden_section(cost_of_gap, &(struct setting){n, truth, epsilon}, -1, 20);
}

/* The confidence penalty: -ln p_0 - ε H(p), with the small numbers kept exact. */
static double penalized(double g, const void *context)
{
	const struct setting *s = context;
	double rest = (s->n - 1) * exp(-g);
	double entropy = log1p(rest) + g * rest / (1 + rest);

	return log1p(rest) - s->epsilon * entropy;
}

/* At logits of no special kind: the gradient, and three other ways to say the loss. */
static void check_loss(struct demo *d, double epsilon, size_t n)
{
	const double h = 1e-5, flip = epsilon * (double)(n - 1) / (double)n;
	double *z = demo_vector(d, n), *p = demo_vector(d, n), *u = demo_vector(d, n);
	double *grad = demo_vector(d, n), *unused = demo_vector(d, n), worst = 0, noisy = 0;

	for (size_t k = 0; k < n; k++) {
		z[k] = 2 * sin(3 * (double)k + 1);
		u[k] = 1 / (double)n;
	}
	softmax(z, p, n);
	double loss = smoothed(z, 1, epsilon, grad, n);
	for (size_t k = 0; k < n && k < TESTED; k++) {
		z[k] += h;
		double up = smoothed(z, 1, epsilon, unused, n);
		z[k] -= 2 * h;
		double down = smoothed(z, 1, epsilon, unused, n);
		z[k] += h;
		worst = fmax(worst, fabs((up - down) / (2 * h) - grad[k]));
	}
	/* Each of n terms is rounded. */
	demo_check(d, "gradient", worst, 0, 1e-9 + 1e-11 * (double)n, "central differences");
	for (size_t y = 0; y < n; y++)
		noisy -= (y == 1 ? 1 - flip : flip / (double)(n - 1)) * log(p[y]);
	demo_check(d, "noise", loss, noisy, 1e-12, "hard labels that flip, all cases added up");
	demo_check(d, "mixture", loss,
		(epsilon - 1) * log(p[1]) + epsilon * (policy_kl(u, p, n) + log((double)n)), 1e-12,
		"(1-ε) CE + ε (KL(u||p) + ln K)");
	demo_value(d, "flip", flip, "rate of random label flips that does the same");
}

/* Where the minimum is, by closed form and by search. */
static void find_minimum(struct demo *d, double epsilon, double n)
{
	struct setting s = {n, 1, epsilon};
	double odds = n * (1 - epsilon) / epsilon + 1, limit = log(odds);
	double top = 1 - epsilon + epsilon / n, rest = epsilon / n;
	double floor = -top * log(top) - (n - 1) * rest * log(rest);
	double found = best_gap(n, 1, epsilon);
	double penalty = golden_section(penalized, &s, 0, 2 / epsilon + log(n));

	demo_value(d, "odds", odds, "odds of the label against each other class");
	demo_value(d, "limit", limit, "best gap of the logits [nats]");
	demo_value(d, "limit_others", log((n - 1) * (1 - epsilon) / epsilon),
		"the same, if ε goes to the K-1 others only");
	demo_value(d, "bare", log(1 / epsilon - 1), "the same, K forgotten");
	demo_value(d, "top", top, "target of the label");
	demo_value(d, "floor", floor, "least smoothed loss [nats]");
	demo_value(d, "nll", -log(top), "plain cross-entropy there");
	demo_value(d, "penalty_gap", penalty, "best gap with the confidence penalty instead");
	/* A search by values finds the place to some 1e-8 of the bowl, the height to rounding. */
	demo_check(d, "limit", limit, found, 1e-6, "golden section on the loss");
	demo_check(d, "floor", floor, cost_of_gap(found, &s), 1e-12, "the loss found there");
	demo_check(d, "penalty", penalty * confidence(penalty, n) * epsilon, 1, 1e-5,
		"stationary where gap × p = 1/ε");
}

static void draw_descent(struct demo *d, double *hard, double *smooth, double limit, size_t steps)
{
	double *at = demo_vector(d, steps);
	const double x[] = {1, (double)steps}, y[] = {limit, limit};
	struct demo_plot *plot = demo_plot(d, "descent", "step", "logit gap [nats]", DEMO_LOG_X);

	grid_even(at, steps, 1, (double)steps);
	size_t shown = thin_log((double *[]){at, hard, smooth}, 3, steps);
	demo_plot_title(plot, "The label's logit over the others', by training step");
	demo_line(plot, "hard labels", at, hard, shown);
	demo_line(plot, "smoothed", at, smooth, shown);
	demo_reference(plot, "closed form", x, y, 2);
}

/* What descent does, against bounds that follow from convexity: `slope` is the least
 * derivative of p_0 - p_1 by the gap on the way, at its start or at its end. */
static void train(struct demo *d, double epsilon, double eta, double truth, size_t n, size_t steps)
{
	double *hard = demo_vector(d, steps), *smooth = demo_vector(d, steps), k = (double)n;
	double sure = descend(d, 0, eta, n, hard, steps);
	double held = descend(d, epsilon, eta, n, smooth, steps);
	double g = hard[steps - 1], limit = log(k * (1 - epsilon) / epsilon + 1);
	double grown = exp(g) + (k - 1) * g, linear = 1 + eta * k * (double)steps;
	double slope = fmin(1 / k, epsilon * (1 - epsilon + epsilon / k));

	demo_value(d, "hard_gap", g, "gap with hard labels [nats]");
	demo_value(d, "gap", smooth[steps - 1], "gap with smoothed labels [nats]");
	demo_value(d, "over_hard", sure - truth, "hard labels, memorized: confidence - truth");
	demo_value(d, "over", held - truth, "smoothed labels, memorized: the same");
	/* e^g + (K-1) g grows by η K a step by its slope, and by a little more by its bend. */
	demo_check_at_least(d, "runs", grown, linear * (1 - 1e-11), "e^g + (K-1) g ≥ 1 + ηKt");
	demo_check_at_most(
		d, "slow", grown, linear + exp(eta) * eta * k * g / 2, "ln t and no more");
	demo_check(d, "ends", smooth[steps - 1], limit,
		1e-9 + limit * pow(1 - eta * slope, (double)steps),
		"closed form, at a proven rate");
	draw_descent(d, hard, smooth, limit, steps);
}

/* What is reported over what is true: for a model that knows the truth of its input,
 * and for one that has memorized a single label, the top class, as if that were sure. */
static void calibrate(struct demo *d, double epsilon, double truth, double n)
{
	double a[SHOWN], honest[SHOWN], worst = 0;
	double reported = confidence(best_gap(n, truth, epsilon), n);
	struct demo_plot *plot =
		demo_plot(d, "report", "true probability", "reported probability", DEMO_LINEAR);

	grid_even(a, SHOWN, 0.5, 1);
	for (int i = 0; i < SHOWN; i++) {
		honest[i] = confidence(best_gap(n, a[i], epsilon), n);
		worst = fmax(worst, fabs(honest[i] - (1 - epsilon) * a[i] - epsilon / n));
	}
	demo_value(d, "reported", reported, "smoothed labels, truth known: reported");
	demo_value(d, "under", truth - reported, "truth - reported");
	demo_value(d, "shrunk", (1 - epsilon) * truth, "reported, less the share ε/K");
	demo_value(d, "recovered", (reported - epsilon / n) / (1 - epsilon), "smoothing undone");
	demo_check(d, "under", truth - reported, epsilon * (truth - 1 / n), 1e-6, "ε (a - 1/K)");
	demo_check(d, "curve", worst, 0, 1e-6, "(1-ε) a + ε/K, at every point");
	demo_plot_title(plot, "Top class: reported over true probability");
	demo_range_y(plot, 0.4, 1);
	demo_line(plot, "truth known", a, honest, SHOWN);
	demo_line(plot, "memorized", (double[]){0.5, 1},
		(double[]){honest[SHOWN - 1], honest[SHOWN - 1]}, 2);
	demo_reference(plot, "calibrated", a, a, SHOWN);
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Label smoothing: where the logits end");
	int n = demo_int(d, "classes", 10, 2, 1000, "K, number of classes");
	double epsilon = demo_log(d, "epsilon", 0.1, 0.01, 0.5, "ε, share of the uniform target");
	int steps = demo_int(d, "steps", 1000, 10, 10000, "steps of gradient descent");
	double eta = demo_real(d, "eta", 1, 0.1, 2, "η, learning rate");
	double truth = demo_real(d, "truth", 0.7, 0.5, 1, "a, true probability of the top class");

	find_minimum(d, epsilon, n);
	check_loss(d, epsilon, (size_t)n);
	train(d, epsilon, eta, truth, (size_t)n, (size_t)steps);
	calibrate(d, epsilon, truth, n);
	return demo_close(d);
}
