/*
 * The geometry of Gaussians: how far apart are N(0, σ1²) and N(Δμ, σ2²), what is
 * the shortest path between them, what has its length to do with the KL divergence,
 * and which way is downhill when steps are measured by it?
 */
#include "lab/demo.h"
#include "lab/grid.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <math.h>

enum { SHOWN = 121, DIRECTIONS = 360, RATIOS = 41 };

struct gaussian {
	double mu, sigma;
};

/* [distance] */
static double distance(struct gaussian p, struct gaussian q)
{
	double dm = p.mu - q.mu;
	double minus = p.sigma - q.sigma, plus = p.sigma + q.sigma;
	double above = dm * dm + 2 * minus * minus;
	double below = dm * dm + 2 * plus * plus;
	double delta = sqrt(above / below);

	return 2 * M_SQRT2 * atanh(delta); /* √2 ln((1+δ)/(1-δ)) */
}
/* [end] */

/* KL(p | q) */
static double kl(struct gaussian p, struct gaussian q)
{
	double z = (p.mu - q.mu) / q.sigma;
	double rise = (p.sigma - q.sigma) * (p.sigma + q.sigma) / (q.sigma * q.sigma);

	return (z * z + rise - log1p(rise)) / 2;
}

/* √ of the mean KL both ways, times √2: a length for close neighbors. */
static double short_length(struct gaussian p, struct gaussian q)
{
	return sqrt(kl(p, q) + kl(q, p));
}

/* The point at a share of the shortest way. With u = μ/√2 the family is a hyperbolic
 * half-plane; 1/σ and u/σ are light-cone coordinates of its hyperboloid, on which a
 * geodesic is a mix of its ends. */
static struct gaussian geodesic(struct gaussian p, struct gaussian q, double share)
{
	double d = distance(p, q) / M_SQRT2;
	double a = d > 0 ? sinh((1 - share) * d) / sinh(d) : 1 - share;
	double b = d > 0 ? sinh(share * d) / sinh(d) : share;
	double cone = a / p.sigma + b / q.sigma;

	return (struct gaussian){(a * p.mu / p.sigma + b * q.mu / q.sigma) / cone, 1 / cone};
}

/* A path's length by short pieces; no metric, only KL. share 0..1 -> point */
static double length(struct gaussian (*path)(struct gaussian, struct gaussian, double),
	struct gaussian p, struct gaussian q, int pieces)
{
	double sum = 0;

	for (int i = 0; i < pieces; i++)
		sum += short_length(path(p, q, (double)i / pieces), path(p, q, (i + 1.0) / pieces));
	return sum;
}

/* Straight in (μ, σ). */
static struct gaussian straight(struct gaussian p, struct gaussian q, double share)
{
	return (struct gaussian){
		p.mu + share * (q.mu - p.mu), p.sigma + share * (q.sigma - p.sigma)};
}

/* Straight in the moments E x, E x². */
static struct gaussian moments(struct gaussian p, struct gaussian q, double share)
{
	double dm = q.mu - p.mu, mix = share * (1 - share) * dm * dm;

	return (struct gaussian){p.mu + share * dm,
		sqrt((1 - share) * p.sigma * p.sigma + share * q.sigma * q.sigma + mix)};
}

/* Acceleration on a geodesic, from the derivatives of the metric 1/σ², 2/σ². */
static void accelerate(const double y[4], double dy[4])
{
	dy[0] = y[2];
	dy[1] = y[3];
	dy[2] = 2 * y[2] * y[3] / y[1];
	dy[3] = y[3] * y[3] / y[1] - y[2] * y[2] / (2 * y[1]);
}

/* Walks `far` from p, by Runge and Kutta's method, leaving at `angle`: for 0 all in
 * μ, for π/2 all in σ. */
static struct gaussian shoot(struct gaussian p, double angle, double far, int steps)
{
	double h = far / steps;
	double y[4] = {p.mu, p.sigma, p.sigma * cos(angle), p.sigma * sin(angle) / M_SQRT2};

	for (int i = 0; i < steps; i++) {
		static const double at[4] = {0, 0.5, 0.5, 1}, weight[4] = {1, 2, 2, 1};
		double slope[4] = {0}, sum[4] = {0}, z[4];
		for (int stage = 0; stage < 4; stage++) {
			for (int j = 0; j < 4; j++)
				z[j] = y[j] + h * at[stage] * slope[j];
			accelerate(z, slope);
			for (int j = 0; j < 4; j++)
				sum[j] += weight[stage] * slope[j];
		}
		for (int j = 0; j < 4; j++)
			y[j] += h * sum[j] / 6;
	}
	return (struct gaussian){y[0], y[1]};
}

/* E[score score'] of N(0, σ²) by the trapezoidal rule: what the metric is made of. */
static void check_metric(struct demo *d, double sigma)
{
	double f[3] = {0, 0, 0}, h = sigma / 8;

	for (int i = -96; i <= 96; i++) {
		double x = i * h;
		double p = exp(-x * x / (2 * sigma * sigma)) / (sqrt(2 * M_PI) * sigma) * h;
		double by_mu = x / (sigma * sigma);
		double by_sigma = (x * x / (sigma * sigma) - 1) / sigma;
		f[0] += p * by_mu * by_mu;
		f[1] += p * by_mu * by_sigma;
		f[2] += p * by_sigma * by_sigma;
	}
	/* what short steps in μ, in σ and in both measure, over their lengths */
	double step = 1e-4 * sigma;
	struct gaussian p = {0, sigma}, right = {step, sigma}, up = {0, sigma + step};
	struct gaussian both = {step, sigma + step};
	demo_check(d, "metric_mu", pow(distance(p, right) / step, 2) / f[0], 1, 1e-3,
		"E score² by quadrature");
	demo_check(d, "metric_sigma", pow(distance(p, up) / step, 2) / f[2], 1, 1e-3,
		"E score² by quadrature");
	demo_check(d, "metric_cross", pow(distance(p, both) / step, 2) / (f[0] + 2 * f[1] + f[2]),
		1, 1e-3, "E score² by quadrature");
}

/* One step of natural gradient descent on J = KL(q | N(μ, σ²)), what maximum
 * likelihood minimizes when the data come from q. */
static struct gaussian natural_step(struct gaussian at, struct gaussian q, double eta)
{
	/* [natural] */
	double dm = at.mu - q.mu, s2 = at.sigma * at.sigma;
	double by_mu = dm / s2; /* ∂J/∂μ */
	double by_sigma = (1 - (q.sigma * q.sigma + dm * dm) / s2) / at.sigma;

	/* The inverse of the metric: σ² and σ²/2. */
	at.mu -= eta * s2 * by_mu;
	at.sigma -= eta * s2 / 2 * by_sigma;
	/* [end] */
	return at;
}

/* How far natural gradient steps come off the path that is straight in moments. */
static double off_moments(struct gaussian p, struct gaussian q, double eta, double time)
{
	struct gaussian at = p;
	double worst = 0;

	for (int k = 1; k * eta <= time; k++) {
		at = natural_step(at, q, eta);
		worst = fmax(worst, distance(at, moments(p, q, 1 - pow(1 - eta, k))));
	}
	return worst;
}

struct curve {
	double mu[SHOWN], sigma[SHOWN];
};

static struct curve trace(struct gaussian (*path)(struct gaussian, struct gaussian, double),
	struct gaussian p, struct gaussian q)
{
	struct curve c;

	for (int i = 0; i < SHOWN; i++) {
		struct gaussian at = path(p, q, i / (SHOWN - 1.0));
		c.mu[i] = at.mu, c.sigma[i] = at.sigma;
	}
	return c;
}

static struct curve descend(struct gaussian at, struct gaussian q, double eta)
{
	struct curve c;

	for (int i = 0; i < SHOWN; i++) {
		c.mu[i] = at.mu, c.sigma[i] = at.sigma;
		at = natural_step(at, q, eta);
	}
	return c;
}

static struct gaussian point(const struct curve *c, int i)
{
	return (struct gaussian){c->mu[i], c->sigma[i]};
}

static double second_moment(struct gaussian p)
{
	return p.mu * p.mu + p.sigma * p.sigma;
}

/* What is drawn, point by point, against what defines it. */
static void check_curves(struct demo *d, const struct curve *shortest,
	const struct curve *by_moments, const struct curve *steps, double eta)
{
	struct gaussian p = point(shortest, 0), q = point(shortest, SHOWN - 1);
	double far = distance(p, q), off = 0, bent = 0, astray = 0;

	for (int i = 0; i < SHOWN; i++) {
		double share = i / (SHOWN - 1.0);
		struct gaussian g = point(shortest, i), m = point(by_moments, i);
		double want = (1 - share) * second_moment(p) + share * second_moment(q);
		off = fmax(off, fabs(distance(p, g) - share * far));
		off = fmax(off, fabs(distance(g, q) - (1 - share) * far));
		bent = fmax(bent, fabs(second_moment(m) / want - 1));
		bent = fmax(bent, fabs(m.mu - (1 - share) * p.mu - share * q.mu));
	}
	for (int i = 0; i + 1 < SHOWN; i++) {
		struct gaussian at = point(steps, i), next = point(steps, i + 1);
		double h = 1e-4 * at.sigma, rate = eta * at.sigma * at.sigma / (2 * h);
		struct gaussian left = {at.mu - h, at.sigma}, right = {at.mu + h, at.sigma};
		struct gaussian down = {at.mu, at.sigma - h}, up = {at.mu, at.sigma + h};
		double by_mu = rate * (kl(q, right) - kl(q, left));
		double by_sigma = rate / 2 * (kl(q, up) - kl(q, down));
		double size = at.sigma + fabs(by_mu) + fabs(by_sigma);
		astray = fmax(astray,
			hypot(next.mu - at.mu + by_mu, next.sigma - at.sigma + by_sigma) / size);
	}
	demo_check_at_most(d, "geodesic", off, 1e-9,
		"each point drawn: its distances from both ends are its shares");
	demo_check_at_most(d, "moments", bent, 1e-12, "each point drawn: E x and E x² are shares");
	/* KL rounds where σ is far above q's. */
	demo_check_at_most(d, "steps", astray, 1e-5,
		"each step drawn: σ² and σ²/2 times central differences of KL");
}

static void paths(struct demo *d, struct gaussian p, struct gaussian q, int pieces, double eta)
{
	struct curve shortest = trace(geodesic, p, q), by_moments = trace(moments, p, q);
	struct curve steps = descend(p, q, eta);
	double far = distance(p, q), sum = length(geodesic, p, q, pieces), widest = 0;
	double low = fmin(p.sigma, q.sigma), high = 0;

	for (int i = 0; i < SHOWN; i++) {
		widest = fmax(widest, shortest.sigma[i]);
		high = fmax(high, fmax(shortest.sigma[i], by_moments.sigma[i]));
	}
	check_curves(d, &shortest, &by_moments, &steps, eta);
	demo_value(d, "distance", far, "Fisher-Rao distance");
	demo_value(d, "length", sum, "length of the geodesic by short pieces");
	demo_value(d, "straight", length(straight, p, q, pieces), "length straight in μ and σ");
	demo_value(d, "by_moments", length(moments, p, q, pieces), "length straight in E x, E x²");
	demo_value(d, "one_step", distance(natural_step(p, q, 1), q),
		"distance left by one natural step, η = 1");
	demo_value(d, "widest", widest, "largest σ on the geodesic");
	/* For two Gaussians at distance h, √(KL + KL) is least where σ is the same and
	 * greatest where μ is. */
	double h = far / pieces;
	demo_check_at_least(d, "length_least", sum,
		pieces * 2 * M_SQRT2 * sinh(h / (2 * M_SQRT2)) * (1 - 1e-9),
		"sum over KL's, bound");
	demo_check_at_most(d, "length_most", sum,
		pieces * M_SQRT2 * sinh(h / M_SQRT2) * (1 + 1e-9) + 1e-12, "sum over KL's, bound");
	demo_check_at_least(d, "shortest",
		fmin(length(straight, p, q, pieces), length(moments, p, q, pieces)),
		far * (1 - 1e-9), "no other path is shorter");

	/* The steps are Euler's for a flow: half as long, half as far off. */
	if (far > 1e-4 && second_moment(q) < 20 * second_moment(p))
		demo_check(d, "natural_rate",
			off_moments(p, q, 2e-3, 2) / off_moments(p, q, 1e-3, 2), 2, 0.1,
			"natural gradient flow is straight in moments; order one");

	struct demo_plot *plot =
		demo_plot(d, "paths", "mean μ", "standard deviation σ", DEMO_LINEAR);
	demo_plot_title(plot, "Three ways from one Gaussian to the other");
	/* Large steps of natural gradient may leave the picture, the ways never. */
	double margin = 0.1 * (high - low) + 0.01 * low;
	demo_range_y(plot, fmax(low - margin, 0), high + margin);
	demo_line(plot, "geodesic", shortest.mu, shortest.sigma, SHOWN);
	demo_line(
		plot, "straight in μ, σ", (double[]){p.mu, q.mu}, (double[]){p.sigma, q.sigma}, 2);
	demo_line(plot, "straight in moments", by_moments.mu, by_moments.sigma, SHOWN);
	demo_points(plot, "natural gradient", steps.mu, steps.sigma, SHOWN);
}

/* The angle at which the geodesic to q leaves p. */
static double angle_to(struct gaussian p, struct gaussian q)
{
	double d = distance(p, q) / M_SQRT2;

	return atan2(cosh(d) - p.sigma / q.sigma, (q.mu - p.mu) / (M_SQRT2 * q.sigma));
}

static double ratio(double far, double divergence)
{
	return far * far / (2 * divergence);
}

static void ratios(struct demo *d, struct gaussian p, struct gaussian q)
{
	double x[RATIOS], there[RATIOS], back[RATIOS], mean[RATIOS], far = distance(p, q);
	double error[2], tiny = 1e-3, off = 0;
	struct gaussian near = shoot(p, angle_to(p, q), tiny, 4);

	grid_even(x, RATIOS, 2.0 / RATIOS, 2);
	for (int i = 0; i < RATIOS; i++) {
		struct gaussian g = shoot(p, angle_to(p, q), x[i], 100);
		there[i] = ratio(x[i], kl(p, g));
		back[i] = ratio(x[i], kl(g, p));
		mean[i] = ratio(x[i], (kl(p, g) + kl(g, p)) / 2);
	}
	for (int i = 0; i < RATIOS && far > 1e-4; i++) {
		struct gaussian g = geodesic(p, q, x[i] / far);
		double half = x[i] * x[i] / 2, square = pow(short_length(p, g), 2);
		off = fmax(off, fabs(there[i] * kl(p, g) / half - 1));
		off = fmax(off, fabs(back[i] * kl(g, p) / half - 1));
		off = fmax(off, fabs(mean[i] * square / half - 2));
	}
	demo_check_at_most(d, "ratios", off, 1e-6, "each point drawn, with the geodesic's formula");
	for (int i = 0; i < 2; i++) {
		double h = i == 0 ? 0.01 : 0.005;
		struct gaussian g = shoot(p, angle_to(p, q), h, 50);
		error[i] = 1 - ratio(h, (kl(p, g) + kl(g, p)) / 2);
	}
	demo_value(d, "kl", kl(p, q), "KL(first | second) [nats]");
	demo_value(d, "kl_back", kl(q, p), "KL(second | first) [nats]");
	demo_value(d, "ratio", far > 0 ? ratio(far, kl(p, q)) : 1, "distance² / (2 KL)");
	demo_check(d, "ratio", ratio(tiny, kl(p, near)), 1, tiny,
		"KL in closed form at distance 0.001");
	demo_check(d, "ratio_rate", error[0] / error[1], 4, 0.05,
		"with the mean KL of both ways: order two");

	struct demo_plot *plot = demo_plot(d, "ratios", "distance d", "d² / (2 KL)", DEMO_LINEAR);
	demo_plot_title(plot, "Nearby, twice the KL divergence is the distance squared");
	demo_range_x(plot, 0, 2);
	demo_line(plot, "KL(first | x)", x, there, RATIOS);
	demo_line(plot, "KL(x | first)", x, back, RATIOS);
	demo_line(plot, "their mean", x, mean, RATIOS);
}

/* Circle of radius r about p, by walks in all directions. */
static void circle(struct demo *d, struct gaussian p, double r)
{
	struct gaussian first = shoot(p, 0, r, 80), before = first;
	double around = 0, turn = 2 * M_PI / DIRECTIONS;

	for (int i = 1; i <= DIRECTIONS; i++) {
		struct gaussian g = i < DIRECTIONS ? shoot(p, i * turn, r, 80) : first;
		around += distance(before, g);
		before = g;
	}
	demo_value(d, "circle", around / (2 * M_PI * r), "a circle's length over 2πr");
	/* 360 sides of a polygon in a plane of curvature -1/2 */
	demo_check(d, "curvature", around,
		DIRECTIONS * 2 * M_SQRT2 * asinh(sinh(r / M_SQRT2) * sin(turn / 2)), 1e-6 * around,
		"hyperbolic trigonometry");
}

/* A step of a given length: by how much does J = KL(q | .) fall? */
static double drop(struct gaussian p, struct gaussian q, double angle, double step)
{
	return kl(q, p) - kl(q, shoot(p, angle, step, 40));
}

static void downhill(struct demo *d, struct gaussian p, struct gaussian q, double step)
{
	double far = distance(p, q), least = 1e-4 * fmin(far, 1), best = 0, most = -INFINITY;
	struct gaussian moved = natural_step(p, q, 1);
	/* directions by their parts along μ and σ, each over its unit of length */
	double along_mu = (moved.mu - p.mu) / p.sigma;
	double along_sigma = M_SQRT2 * (moved.sigma - p.sigma) / p.sigma;
	double natural = atan2(along_sigma, along_mu);
	/* the plain gradient in (μ, ln σ), whose metric is 1/σ² and 2 */
	double plain = atan2(2 * along_sigma, along_mu / (p.sigma * p.sigma));

	for (int i = 0; i < DIRECTIONS; i++) {
		double angle = 2 * M_PI * i / DIRECTIONS, fall = drop(p, q, angle, least);
		if (fall > most) {
			most = fall;
			best = angle;
		}
	}
	demo_value(
		d, "natural_drop", drop(p, q, natural, step), "fall of J along natural gradient");
	demo_value(d, "plain_drop", drop(p, q, plain, step), "along plain gradient in (μ, ln σ)");
	demo_value(d, "turned", fabs(remainder(plain - natural, 2 * M_PI)) * 180 / M_PI,
		"angle between the two [°]");
	if (far > 0)
		demo_check(d, "steepest", remainder(best - natural, 2 * M_PI), 0, 0.01,
			"the best of 360 directions");
}

/* What is left when only the sign of x is kept: two coins. */
static void forget(struct demo *d, struct gaussian p, struct gaussian q)
{
	double heads_p = gsl_cdf_ugaussian_P(p.mu / p.sigma);
	double heads_q = gsl_cdf_ugaussian_P(q.mu / q.sigma);
	double far = 2 * fabs(asin(sqrt(heads_p)) - asin(sqrt(heads_q)));

	demo_value(d, "signs", far, "distance when only the sign of x is kept");
	demo_check_at_most(d, "monotone", far, distance(p, q), "forgetting brings laws closer");
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Fisher-Rao geometry of Gaussians");
	struct gaussian p = {0, 0}, q = {0, 0};

	q.mu = demo_real(d, "dm", 1, 0, 10, "difference of the means Δμ");
	p.sigma = demo_log(d, "sigma1", 1, 0.1, 10, "σ of the first");
	q.sigma = demo_log(d, "sigma2", 1, 0.1, 10, "σ of the second");
	int pieces = demo_int(d, "pieces", 100, 10, 2000, "pieces that a path is cut into");
	double step = demo_log(d, "step", 0.3, 0.01, 2, "length of a step");
	double eta = demo_log(d, "eta", 0.05, 0.01, 1, "learning rate of natural gradient");

	check_metric(d, p.sigma);
	paths(d, p, q, pieces, eta);
	struct gaussian end = shoot(p, angle_to(p, q), distance(p, q), 4000);
	struct gaussian half = shoot(p, angle_to(p, q), distance(p, q) / 2, 2000);
	demo_check(d, "shooting", distance(end, q), 0, 1e-6, "geodesic equation, Runge-Kutta");
	demo_check(d, "half_way", distance(half, geodesic(p, q, 0.5)), 0, 1e-6,
		"the point drawn, by the geodesic equation");
	ratios(d, p, q);
	circle(d, p, step);
	downhill(d, p, q, step);
	forget(d, p, q);
	return demo_close(d);
}
