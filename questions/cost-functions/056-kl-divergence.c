/*
 * KL divergence as a cost: one Gaussian fitted to two modes, in both directions. Then
 * KL from draws: three estimators, their bias and noise, and where each points as a loss.
 */
#include "lab/demo.h"
#include "lab/downhill.h"
#include "lab/grid.h"
#include "lab/mixture.h"
#include "lab/random.h"

#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_lambert.h>
#include <math.h>

enum { SHOWN = 121, K = 3, FINE = 16, NEAR = 8 * FINE, FAR = 24 * FINE };

/* E f(ε), ε standard normal, is the sum of share(e) f(e) over e = i / FINE: |i| up to NEAR
 * (8 sigmas), or to FAR if f grows like e^ε². */
static double share(double e)
{
	return exp(-e * e / 2) / (FINE * M_SQRT2 * M_SQRTPI);
}

/* KL(p || q). Components are in the order of their means, the widest first. */
static double divergence(const struct mixture *p, const struct mixture *q)
{
	double lo = p->mean[0] - 8 * p->sigma[0], hi = p->mean[p->k - 1] + 8 * p->sigma[0];
	double dx = 1.0 / 32, kl = 0;

	/* [kl] */
	for (int i = 0; lo + i * dx < hi; i++) {
		double log_p = mixture_log_density(p, lo + i * dx);
		double log_q = mixture_log_density(q, lo + i * dx);

		kl += exp(log_p) * (log_p - log_q) * dx;
	}
	/* [end] */
	return kl;
}

static struct mixture gaussian(double mean, double sigma)
{
	return (struct mixture){1, {1}, {mean}, {sigma}};
}

/* KL(N(m, s²) || N(0, 1)). */
static double gaussian_kl(double m, double s)
{
	return (m * m + s * s - 1) / 2 - log(s);
}

/* KL(q || p) of q = N(w[0], e^2w[1]), its gradient and Hessian: with u = ∇ln q these are
 * E u ln(q/p) and E (∇u + u uᵀ) ln(q/p) + E u uᵀ. */
static struct place reverse(const double w[2], const void *p)
{
	double sigma = exp(w[1]);
	struct place here = {0, {0, 0}, {1 / (sigma * sigma), 0, 2}};

	for (int i = -NEAR; i <= NEAR; i++) {
		double e = (double)i / FINE, u0 = e / sigma, u1 = e * e - 1;
		double log_q = -e * e / 2 - w[1] - (M_LN2 + M_LNPI) / 2;
		double gap = share(e) * (log_q - mixture_log_density(p, w[0] + sigma * e));

		here.cost += gap;
		here.grad[0] += u0 * gap;
		here.grad[1] += u1 * gap;
		here.hess[0] += (u0 * u0 - 1 / (sigma * sigma)) * gap;
		here.hess[1] += (u0 * u1 - 2 * u0) * gap;
		here.hess[2] += (u1 * u1 - 2 * e * e) * gap;
	}
	return here;
}

/* The slopes of all that along one direction, at a place of no special kind. */
static void check_slopes(struct demo *d, const struct mixture *p)
{
	double h = 1e-5, mean = p->mean[0] / 2, log_sd = -0.3;
	struct place here = reverse((double[]){mean, log_sd}, p);
	struct place up = reverse((double[]){mean + h, log_sd + 2 * h}, p);
	struct place down = reverse((double[]){mean - h, log_sd - 2 * h}, p);
	double off = (up.cost - down.cost) / (2 * h) - here.grad[0] - 2 * here.grad[1];
	double bend[] = {here.hess[0] + 2 * here.hess[1], here.hess[1] + 2 * here.hess[2]};

	for (int k = 0; k < 2; k++)
		off = hypot(off, (up.grad[k] - down.grad[k]) / (2 * h) - bend[k]);
	demo_check(d, "slopes", off, 0, 1e-6, "central differences");
}

/* The least KL(p || q) has the mean and the variance of p. */
static struct mixture cover(struct demo *d, const struct mixture *p)
{
	double mean = mixture_mean(p), sd = sqrt(mixture_variance(p));
	struct mixture q = gaussian(mean, sd), other = gaussian(1, 2);
	double kl = divergence(p, &q);

	demo_value(d, "cover_mean", mean, "covering fit: mean");
	demo_value(d, "cover_sd", sd, "its standard deviation");
	demo_value(d, "cover_kl", kl, "its KL(p || q), the least");
	demo_value(d, "cover_back", divergence(&q, p), "its KL(q || p)");
	demo_value(d, "cover_slope", reverse((double[]){mean, log(sd)}, p).grad[1], "by ln σ");
	demo_value(d, "hole", mixture_density(p, mean), "density of p at its peak");
	demo_check(d, "excess", kl, log(sd) + (1 + M_LN2 + M_LNPI) / 2 - mixture_entropy(p), 1e-8,
		"cross-entropy less entropy");
	demo_check(d, "pythagoras", divergence(p, &other), kl + gaussian_kl((mean - 1) / 2, sd / 2),
		1e-8, "any other Gaussian costs KL(fit || other) more");
	return q;
}

/* The lower of the two ends of descents on KL(q || p) from the modes. */
static struct mixture seek(struct demo *d, const struct mixture *p)
{
	static const char *const names[] = {"left", "right"};
	double w[2][2] = {{p->mean[0], log(p->sigma[0])}, {p->mean[1], log(p->sigma[1])}};
	double kl[2], first = 0, second = 0;

	for (int k = 0; k < 2; k++) {
		downhill_descend(reverse, p, w[k]);
		kl[k] = reverse(w[k], p).cost;
		demo_check_at_most(d, names[k], kl[k], 1e-12 - log(p->weight[k]),
			"p ≥ weight · mode: KL ≤ -ln weight");
	}
	const double *best = w[kl[1] < kl[0]];
	struct mixture q = gaussian(best[0], exp(best[1]));
	for (int i = -NEAR; i <= NEAR; i++) {
		double e = (double)i / FINE, score = mixture_score(p, best[0] + q.sigma[0] * e);

		first += share(e) * score;
		second += share(e) * q.sigma[0] * e * score;
	}
	demo_value(d, "left_kl", kl[0], "KL(q || p) from the left mode");
	demo_value(d, "right_kl", kl[1], "the same from the right");
	demo_value(d, "seek_mean", best[0], "seeking fit: mean");
	demo_value(d, "seek_sd", q.sigma[0], "its standard deviation");
	demo_value(d, "seek_kl", divergence(&q, p), "its KL(q || p)");
	demo_value(d, "seek_back", divergence(p, &q), "its KL(p || q)");
	demo_check(d, "definition", fmin(kl[0], kl[1]), divergence(&q, p), 1e-8, "integral over x");
	demo_check(d, "stein", hypot(first, second + 1), 0, 1e-6, "E s = 0, E (x - μ) s = -1");
	return q;
}

static void draw_fits(struct demo *d, const struct mixture *all)
{
	double x[SHOWN], y[3][SHOWN];
	struct demo_plot *plot = demo_plot(d, "fits", "x", "density", DEMO_LINEAR);

	demo_plot_title(plot, "One Gaussian for two modes");
	grid_even(x, SHOWN, -8, 8);
	for (int i = 0; i < SHOWN; i++)
		for (int j = 0; j < 3; j++)
			y[j][i] = mixture_density(&all[j], x[i]);
	demo_reference(plot, "target p", x, y[0], SHOWN);
	demo_line(plot, "least KL(p‖q)", x, y[1], SHOWN);
	demo_line(plot, "least KL(q‖p)", x, y[2], SHOWN);
}

/* [estimators] */
/* KL(q || p) from one draw x of q; log_r is ln p(x) - ln q(x). */
static void estimate(double log_r, double k[K])
{
	k[0] = -log_r;
	k[1] = log_r * log_r / 2;
	k[2] = expm1(log_r) - log_r; /* r - 1 - ln r */
}
/* [end] */

/* For p = N(0, 1), q = N(m, s²) and x = m + s e. */
static double log_ratio(double e, double m, double s)
{
	return (e * e - pow(m + s * e, 2)) / 2 + log(s);
}

struct moments {
	double mean[K], sd[K];
};

/* Of one draw of q, by quadrature. */
static struct moments one_draw(double m, double s)
{
	struct moments out = {{0, 0, 0}, {0, 0, 0}};
	double k[K];

	for (int i = -FAR; i <= FAR; i++) {
		double e = (double)i / FINE, mass = share(e);

		estimate(log_ratio(e, m, s), k);
		for (int j = 0; j < K; j++) {
			out.mean[j] += mass * k[j];
			out.sd[j] += mass * k[j] * k[j];
		}
	}
	for (int j = 0; j < K; j++)
		out.sd[j] = sqrt(out.sd[j] - out.mean[j] * out.mean[j]);
	return out;
}

static const char *const k_names[K] = {"k1", "k2", "k3"};

/* -ln r is a quadratic in ε; the variance of k3 is that of k1 + χ² - twice both KLs. Its
 * tail is heavy: a mean may be far above; of what is never negative, none is far below. */
static void show_draws(struct demo *d, struct random *r, double m, double s, int n)
{
	static const char *const names[K][3] = {{"k1_mean", "k1_sd", "k1_draws"},
		{"k2_mean", "k2_sd", "k2_draws"}, {"k3_mean", "k3_sd", "k3_draws"}};
	double even = sqrt(-0.5 - gsl_sf_lambert_Wm1(-exp(-0.5) / 2));
	struct moments one = one_draw(m, s), there = one_draw(even, 1);
	double kl = gaussian_kl(m, s), back = gaussian_kl(-m / s, 1 / s), v = 2 * s * s - 1;
	double var1 = m * m * s * s + pow(s * s - 1, 2) / 2;
	double var3 = var1 + s * s / sqrt(v) * exp(m * m / v) - 1 - 2 * (kl + back);
	double k[K], mean[K] = {0, 0, 0}, truth[K] = {kl, (var1 + kl * kl) / 2, kl};
	struct demo_table *t = demo_table(d, "estimators", "one draw|mean|deviation|mean of draws",
		"KL(q‖p) from draws of q");

	for (int i = 0; i < n; i++) {
		estimate(log_ratio(random_normal(r, 0, 1), m, s), k);
		for (int j = 0; j < K; j++)
			mean[j] += k[j] / n;
	}
	for (int j = 0; j < K; j++) {
		double exact = one.mean[j], sd = one.sd[j], got = mean[j];

		demo_named_row(t, k_names[j], (double[]){exact, sd, got});
		demo_value(d, names[j][0], exact / kl, "mean over KL");
		demo_value(d, names[j][1], sd / kl, "deviation of one draw over KL");
		demo_value(d, names[j][2], got, "mean of the draws");
		demo_check(d, names[j][0], exact, truth[j], 1e-9 * truth[j], "closed form");
		demo_check_at_least(d, names[j][2], got, exact - 6 * hypot(sd, exact) / sqrt(n),
			"6 standard errors");
	}
	demo_check_at_most(d, "k1_above", mean[0], kl + 6 * one.sd[0] / sqrt(n), "the same");
	demo_value(d, "even", even, "mean where k3 is as noisy as k1, for σ = 1");
	demo_check(d, "even", there.sd[2], there.sd[0], 1e-9, "e^m² = 1 + 2 m², by Lambert's W");
	demo_check(d, "k1_sd", one.sd[0], sqrt(var1), 1e-6 * one.sd[0], "closed form");
	demo_check(d, "k3_sd", one.sd[2], sqrt(var3), 1e-6 * one.sd[2], "by χ² and both KLs");
}

/* E_q of the gradient by m and ln s, where x is drawn first and then held. */
static void show_gradients(struct demo *d, double m, double s)
{
	static const char *const names[K] = {"k1_by_sd", "k2_by_sd", "k3_by_sd"};
	const double v = s * s, want[K][2] = {{0, 0}, {m, v - 1}, {m / v, 1 - (1 + m * m) / v}};
	double grad[K][2] = {{0, 0}, {0, 0}, {0, 0}}, up[K], down[K], h = 1e-4;
	struct demo_table *t = demo_table(
		d, "gradients", "loss|by the mean|by ln σ", "Expected gradient, draws held");

	for (int i = -FAR; i <= FAR; i++) {
		double e = (double)i / FINE, u[2] = {e / s, e * e - 1}; /* ∇ln q */

		estimate(log_ratio(e, m, s) - h, up); /* ln q up by h, x held */
		estimate(log_ratio(e, m, s) + h, down);
		for (int j = 0; j < K; j++)
			for (int by = 0; by < 2; by++)
				grad[j][by] += share(e) * (up[j] - down[j]) / (2 * h) * u[by];
	}
	for (int j = 0; j < K; j++) {
		const double *truth = want[j];

		demo_check(d, k_names[j], hypot(grad[j][0] - truth[0], grad[j][1] - truth[1]), 0,
			1e-6, "in closed form 0, ∇KL(q || p) and ∇KL(p || q)");
		demo_named_row(t, k_names[j], truth);
		demo_value(d, names[j], truth[1], "expected slope by ln σ");
	}
}

static void show_gaussians(struct demo *d, double m, double s)
{
	struct mixture p = gaussian(0, 1), q = gaussian(m, s);
	double kl = divergence(&q, &p), back = divergence(&p, &q);
	double event = mixture_cdf(&p, m / 2) - mixture_cdf(&q, m / 2);

	demo_value(d, "kl", kl, "KL(q || p) of the two Gaussians");
	demo_value(d, "kl_back", back, "KL(p || q)");
	demo_value(d, "kl_variance", gaussian_kl(m, sqrt(s)), "KL if σ is taken for the variance");
	demo_value(d, "event", event, "how far they differ in P(x > m/2)");
	demo_value(d, "pinsker", sqrt(kl / 2), "Pinsker's bound on it");
	demo_check(d, "kl", kl, gaussian_kl(m, s), 1e-9, "closed form");
	demo_check(d, "kl_back", back, gaussian_kl(-m / s, 1 / s), 1e-9, "closed form");
	demo_check_at_most(d, "pinsker", fabs(event), sqrt(fmin(kl, back) / 2),
		"no event differs by more than √(KL/2), either way");
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "KL divergence: two directions, three estimators");
	double weight = demo_real(d, "weight", 0.6, 0.5, 0.95, "weight of the left mode");
	double apart = demo_real(d, "apart", 3, 1, 4, "modes at minus and plus this");
	double narrow = demo_real(d, "narrow", 0.5, 0.4, 1, "σ of the right mode (left: 1)");
	double shift = demo_log(d, "shift", 1, 0.05, 2, "mean of q against p = N(0, 1)");
	double width = demo_real(d, "width", 1, 0.8, 2, "σ of that q");
	int n = demo_int(d, "draws", 5000, 1000, 20000, "draws of q");
	int seed = demo_int(d, "seed", 1, 1, 1000, "seed");
	struct mixture target = {2, {weight, 1 - weight}, {-apart, apart}, {1, narrow}};
	struct mixture covering = cover(d, &target), seeking = seek(d, &target);

	check_slopes(d, &target);
	draw_fits(d, (struct mixture[]){target, covering, seeking});
	show_gaussians(d, shift, width);
	show_draws(d, random_new(d, (unsigned)seed), shift, width, n);
	show_gradients(d, shift, width);
	return demo_close(d);
}
