/*
 * Direct preference optimization on one prompt with three answers: a policy is
 * three probabilities. Where DPO ends and where RLHF would; what it cannot see;
 * what unanimous labels do; and what happens where answers share a parameter.
 */
#include "lab/demo.h"
#include "lab/grid.h"
#include "lab/loss.h"
#include "lab/policy.h"
#include "lab/thin.h"

#include <math.h>

enum { N = 3, PAIRS = 3, SHOWN = 25 };
static const int pairs[PAIRS][2] = {{0, 1}, {0, 2}, {1, 2}};

/* Mean loss over n pairs (a, b), and its gradient by the logits z.
 * Of pair k a share of the people prefers a, the others b. */
static double dpo(
	const double *z, const double *ref, double beta, const double *share, int n, double *grad)
{
	double loss = 0;

	grad[0] = grad[1] = grad[2] = 0;
	/* [dpo] */
	for (int k = 0; k < n; k++) {
		int a = pairs[k][0], b = pairs[k][1];
		double h = beta * ((z[a] - log(ref[a])) - (z[b] - log(ref[b])));

		loss += share[k] / n * softplus(-h);
		loss += (1 - share[k]) / n * softplus(h);
		grad[a] += beta * (sigmoid(h) - share[k]) / n;
		grad[b] -= beta * (sigmoid(h) - share[k]) / n;
	}
	/* [end] */
	return loss;
}

/* Gradient descent from the reference; the loss has no curvature above β²/4. */
static double train(const double *ref, double beta, const double *share, double *z)
{
	double grad[N], loss = 0;

	for (int y = 0; y < N; y++)
		z[y] = log(ref[y]);
	for (int t = 0; t < 1500; t++) {
		loss = dpo(z, ref, beta, share, PAIRS, grad);
		for (int y = 0; y < N; y++)
			z[y] -= 4 / (beta * beta) * grad[y];
	}
	return loss;
}

/* Pairs labeled as the reward says: DPO and RLHF end at the same policy. */
static void same_optimum(struct demo *d, const double *ref, const double *r, double beta)
{
	double share[PAIRS], z[N], pi[N], best[N], other[N], unused[N], entropy = 0;
	double top = policy_tilt(ref, r, beta, best, N);

	for (int k = 0; k < PAIRS; k++) {
		share[k] = policy_preference(r[pairs[k][0]], r[pairs[k][1]]);
		entropy += policy_entropy((double[]){share[k], 1 - share[k]}, 2) / PAIRS;
	}
	double loss = train(ref, beta, share, z);
	softmax(z, pi, N);
	demo_value(d, "best", pi[0], "best answer after DPO");
	demo_value(d, "middle", pi[1], "middle answer after DPO");
	demo_value(d, "worst", pi[2], "worst answer after DPO");
	demo_value(d, "loss", loss, "DPO's loss after training");
	demo_value(d, "value", policy_value(pi, ref, r, beta, N), "reward - β KL after DPO");
	demo_value(d, "value_ref", policy_mean(ref, r, N), "reward of the reference");
	demo_check(d, "tilted", policy_distance(pi, best, N), 0, 1e-9, "closed form ref e^(r/β)/Z");
	demo_check(d, "floor", loss, entropy, 1e-12, "entropy of the labels");
	demo_check(d, "value", policy_mean(ref, r, N) + beta * policy_kl(ref, best, N), top,
		1e-12 * (1 + top), "β ln Z, from the reference's reward and divergence");

	/* RLHF's way: policy gradient on the reward less β KL, without noise. */
	double logits[N] = {0, 0, 0};
	for (int t = 0; t < 60; t++)
		policy_natural_step(logits, ref, r, beta, 1 / (2 * beta), N);
	softmax(logits, other, N);
	demo_check(d, "rlhf", policy_distance(pi, other, N), 0, 1e-9, "policy gradient, no pairs");

	/* Two ways to get the closed form wrong. */
	softmax((double[]){r[0] / beta, r[1] / beta, r[2] / beta}, other, N);
	demo_value(d, "without_ref", other[0], "best answer, the reference forgotten");
	policy_tilt(ref, r, 1 / beta, other, N);
	demo_value(d, "times_beta", other[0], "best answer, β r in place of r / β");

	/* If only the first two are compared, the third may have any probability. */
	double lost[N] = {z[0], z[1], z[2] + log(9 * (1 - pi[2]) / pi[2])};
	demo_check(d, "blind", dpo(lost, ref, beta, share, 1, unused),
		dpo(z, ref, beta, share, 1, unused), 1e-12, "two policies, one loss");
	softmax(lost, lost, N);
	demo_value(d, "unseen", lost[2], "worst answer, in a policy of the same loss");
	demo_value(d, "unseen_value", policy_value(lost, ref, r, beta, N), "its reward - β KL");
}

/* The gradient at a point of no special kind. */
static void check_gradient(struct demo *d, const double *ref, double beta)
{
	const double share[] = {0.9, 0.7, 0.2}, step = 1e-5;
	double z[] = {0.2, -0.1, 0.4}, grad[N], unused[N], worst = 0;

	dpo(z, ref, beta, share, PAIRS, grad);
	for (int y = 0; y < N; y++) {
		z[y] += step;
		double up = dpo(z, ref, beta, share, PAIRS, unused);
		z[y] -= 2 * step;
		double down = dpo(z, ref, beta, share, PAIRS, unused);
		z[y] += step;
		worst = fmax(worst, fabs((up - down) / (2 * step) - grad[y]));
	}
	demo_check(d, "gradient", worst, 0, 1e-9 * (1 + beta * beta * beta), "central differences");
}

static void draw_policies(struct demo *d, const double *ref, const double *r)
{
	static const char *const names[] = {"best", "middle", "worst"};
	double beta[SHOWN], p[N][SHOWN], pi[N], worst = 0;
	struct demo_plot *plot = demo_plot(d, "policy", "β", "probability", DEMO_LOG_X);

	demo_plot_title(plot, "The optimum over β: from the winner to the reference");
	demo_range_y(plot, 0, 1);
	grid_log(beta, SHOWN, 0.05, 5);
	for (int i = 0; i < SHOWN; i++) {
		policy_tilt(ref, r, beta[i], pi, N);
		for (int y = 0; y < N; y++)
			p[y][i] = pi[y];
		double odds = log(ref[0] / ref[2]) + (r[0] - r[2]) / beta[i];
		worst = fmax(worst, fabs(log(pi[0] / pi[2]) - odds) / (1 + fabs(odds)));
	}
	demo_check(d, "curve", worst, 0, 1e-12, "log odds of best and worst, by hand");
	for (int y = 0; y < N; y++)
		demo_line(plot, names[y], beta, p[y], SHOWN);
}

/* One pair; `agree` of the people prefer its first answer. The gap is the log
 * odds of the two, over the reference's. A step on DPO's loss with η = 2/β²; on
 * IPO's, (gap - 1/(2β))² for those who agree, (gap + 1/(2β))² for the others, with
 * η = ¼. */
static void runaway(struct demo *d, double beta, double agree, int steps)
{
	size_t n = (size_t)steps;
	double gap = 0, ipo = 0, target = 1 / (2 * beta), limit = log(agree / (1 - agree)), h, f;
	double *at = demo_vector(d, n), *by_dpo = demo_vector(d, n), *by_ipo = demo_vector(d, n);
	double off = 0; /* of IPO's gap: what is left halves at each step */

	grid_even(at, n, 1, steps);
	for (int t = 0; t < steps; t++) {
		gap += 4 / beta * (agree - sigmoid(beta * gap));
		ipo -= (agree * (ipo - target) + (1 - agree) * (ipo + target)) / 2;
		by_dpo[t] = gap;
		by_ipo[t] = ipo;
		off = fmax(off, fabs(ipo - (agree - 0.5) / beta * (1 - pow(0.5, t + 1))));
	}
	h = beta * gap;
	f = exp(h) + h;
	demo_value(d, "gap", gap, "DPO: log odds over the reference's [nats]");
	demo_value(d, "ipo", ipo, "IPO: the same");
	demo_value(d, "margin", h, "DPO: implicit reward margin β gap");
	demo_value(d, "weight", sigmoid(-h), "weight of the pull that is left, at most 1");
	if (agree < 1) {
		demo_value(d, "limit", limit / beta, "where DPO's gap ends");
		/* 4 (agree - sigmoid) leaves at most 1 - 4 agree (1 - agree). */
		demo_check(d, "limit", h, limit,
			1e-9 + limit * pow(1 - 4 * agree * (1 - agree), steps),
			"closed form: log odds of the labels, at a proven rate");
	} else {
		/* e^h + h grows by 4, by convexity, and by a little more. */
		demo_check_at_least(
			d, "runs", f, (1 + 4. * steps) * (1 - 1e-12), "e^h + h ≥ 1 + 4t");
		demo_check_at_most(
			d, "slow", f, 8 + 4. * steps + 2 * log(steps), "log t and no more");
	}
	demo_check(d, "ipo", off, 0, 1e-13 / beta, "closed form, at each step");
	struct demo_plot *plot = demo_plot(d, "runaway", "step", "log odds gap [nats]", DEMO_LOG_X);
	demo_plot_title(plot, "One pair: the winner's log odds over the reference's");
	n = thin_log((double *[]){at, by_dpo, by_ipo}, 3, n);
	demo_line(plot, "DPO", at, by_dpo, n);
	demo_line(plot, "IPO", at, by_ipo, n);
}

/* Logits ln ref + a θ: one parameter moves the winner by `alike`, the loser by 0,
 * a third answer by 1. Who gains when the winner's odds have doubled? */
static void displace(struct demo *d, const double *ref, double alike)
{
	const double a[] = {alike, 0, 1}, h = 1e-5, theta[] = {log(2) / alike, h, -h};
	double pi[3][N], sum = 2 * ref[0] + ref[1] + ref[2] * pow(2, 1 / alike);

	for (int i = 0; i < 3; i++) {
		for (int y = 0; y < N; y++)
			pi[i][y] = log(ref[y]) + a[y] * theta[i];
		softmax(pi[i], pi[i], N);
	}
	demo_value(d, "chosen", pi[0][0], "winner, when its odds over the loser doubled");
	demo_value(d, "third", pi[0][2], "the third answer, which nobody labeled");
	demo_value(d, "slope", alike - policy_mean(ref, a, N), "winner's d ln p / dθ at the start");
	demo_check(d, "slope", log(pi[1][0] / pi[2][0]) / (2 * h), alike - policy_mean(ref, a, N),
		1e-9, "central difference");
	demo_check(d, "chosen", pi[0][0], 2 * ref[0] / sum, 1e-12, "odds by powers of two");
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "DPO on three answers");
	double beta = demo_log(d, "beta", 0.5, 0.05, 5, "β, price of leaving the reference");
	double spread = demo_real(d, "spread", 1, 0, 3, "rewards are spread, 0, -spread");
	double first = demo_real(d, "first", 0.5, 0.01, 0.98, "reference's best answer");
	double agree = demo_real(d, "agree", 1, 0.5, 1, "share of people who prefer the winner");
	int steps = demo_int(d, "steps", 1000, 10, 100000, "steps on that pair");
	double alike =
		demo_real(d, "alike", 0.2, 0.05, 1, "what a shared parameter gives the winner");
	const double ref[] = {first, 0.6 * (1 - first), 0.4 * (1 - first)};
	const double r[] = {spread, 0, -spread};

	same_optimum(d, ref, r, beta);
	check_gradient(d, ref, beta);
	draw_policies(d, ref, r);
	runaway(d, beta, agree, steps);
	displace(d, ref, alike);
	return demo_close(d);
}
