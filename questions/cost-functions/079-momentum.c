/*
 * Momentum: gradient descent, Nesterov's method and the heavy ball on a bowl of
 * condition number κ; the heavy ball on a convex cost where it never arrives;
 * and momentum against plain SGD under the same noise.
 */
#include "lab/demo.h"
#include "lab/grid.h"
#include "lab/optim.h"
#include "lab/random.h"

#include <math.h>
#include <stdio.h>

enum { LONGEST = 100000, DRAWN = 600, KAPPAS = 41, CYCLE = 31, NOISY = 60000, SEEN = 500 };

struct method {
	double eta, beta;
	bool ahead; /* Nesterov: the gradient where momentum is about to go */
};

struct ball {
	double before, now; /* the last two places */
};

static void step(struct ball *x, struct method m, double (*slope)(double x, double c), double c)
{
	/* [step] */
	double there = x->now + m.beta * (x->now - x->before);
	double next = there - m.eta * slope(m.ahead ? there : x->now, c);

	*x = (struct ball){x->now, next};
	/* [end] */
}

static double linear(double x, double curvature)
{
	return curvature * x;
}

/* Lessard, Recht and Packard: convex, curvature 25, then 1, then 25. */
static double kinked(double x, double unused)
{
	(void)unused;
	return x < 1 ? 25 * x : x < 2 ? x + 24 : 25 * x - 24;
}

/* Tuned for curvatures from 1/κ to 1. */
static struct method descent(double kappa)
{
	return (struct method){2 / (1 + 1 / kappa), 0, false};
}

static struct method nesterov(double kappa)
{
	return (struct method){1, (sqrt(kappa) - 1) / (sqrt(kappa) + 1), true};
}

static struct method heavy_ball(double kappa)
{
	double root = 1 + sqrt(1 / kappa), beta = (sqrt(kappa) - 1) / (sqrt(kappa) + 1);

	return (struct method){4 / (root * root), beta * beta, false};
}

/* Along curvature c a step is  x2 = trace x1 - det x0. */
static double trace(struct method m, double c)
{
	return m.ahead ? (1 + m.beta) * (1 - m.eta * c) : 1 + m.beta - m.eta * c;
}

static double det(struct method m, double c)
{
	return m.ahead ? m.beta * (1 - m.eta * c) : m.beta;
}

/* The larger root of  r² = trace r - det, in size: what a step keeps in the long run. */
static double kept(struct method m, double c)
{
	double t = trace(m, c), d = det(m, c), inside = t * t / 4 - d;

	return inside > 0 ? fabs(t) / 2 + sqrt(inside) : sqrt(d);
}

/* The rate: the most that is kept along any curvature from 1/κ to 1. */
static double rate(struct method m, double kappa)
{
	double most = 0;

	for (int i = 0; i <= 64; i++)
		most = fmax(most, kept(m, pow(kappa, -i / 64.0)));
	return most;
}

/* Distances from the minimum, and the steps until it stays below 1e-6. */
static int race(struct method m, double kappa, double *distance)
{
	struct ball x[] = {{1, 1}, {1, 1}};
	int last = 0;

	for (int k = 0; k < LONGEST; k++) {
		double now = hypot(x[0].now, x[1].now);
		if (k < DRAWN)
			distance[k] = now;
		if (now >= 1e-6)
			last = k + 1;
		else if (k > 2 * last + DRAWN)
			break;
		step(&x[0], m, linear, 1 / kappa);
		step(&x[1], m, linear, 1);
	}
	return last;
}

/* The same distance after k steps by the k-th power of (trace, -det; 1, 0), squared and
 * squared again. */
static double by_power(struct method m, double kappa, int k)
{
	double sum = 0;

	for (int i = 0; i < 2; i++) {
		double c = i == 0 ? 1 / kappa : 1, x[] = {1, 1};
		double p[] = {trace(m, c), -det(m, c), 1, 0};
		for (int bits = k; bits > 0; bits /= 2) {
			if (bits % 2 == 1) {
				double top = p[0] * x[0] + p[1] * x[1];
				x[1] = p[2] * x[0] + p[3] * x[1];
				x[0] = top;
			}
			double q[] = {p[0] * p[0] + p[1] * p[2], p[0] * p[1] + p[1] * p[3],
				p[2] * p[0] + p[3] * p[2], p[2] * p[1] + p[3] * p[3]};
			for (int j = 0; j < 4; j++)
				p[j] = q[j];
		}
		sum += x[0] * x[0];
	}
	return sqrt(sum);
}

/* PyTorch keeps a velocity instead of the place before; its Nesterov variable
 * is the place ahead. By how much do the paths differ? */
static double from_pytorch(struct demo *d, struct method m, double kappa)
{
	struct optim *o = optim_new(d, OPTIM_SGD, 2, m.eta);
	struct ball x[] = {{1, 1}, {1, 1}};
	double theirs[] = {1, 1}, c[] = {1 / kappa, 1}, worst = 0;

	o->mu = m.beta;
	o->nesterov = m.ahead;
	for (int k = 0; k < 50; k++) {
		optim_step(o, theirs, (double[]){c[0] * theirs[0], c[1] * theirs[1]});
		for (int i = 0; i < 2; i++) {
			step(&x[i], m, linear, c[i]);
			double ahead = m.ahead ? m.beta * (x[i].now - x[i].before) : 0;
			worst = fmax(worst, fabs(x[i].now + ahead - theirs[i]));
		}
	}
	return worst;
}

static void run_race(struct demo *d, const struct method m[4], double kappa, const double *k)
{
	static const char *const names[] = {"gradient descent", "Nesterov", "heavy ball", "yours"};
	static const char *const keys[] = {"gd", "nesterov", "heavy", "own"};
	double *distance[4], off = 0, peak = 0;
	char name[40], label[60];
	struct demo_plot *p;

	for (int i = 0; i < 4; i++) {
		distance[i] = demo_vector(d, DRAWN);
		snprintf(name, sizeof name, "steps_%s", keys[i]);
		snprintf(label, sizeof label, "steps to 1e-6, %s", names[i]);
		demo_value(d, name, race(m[i], kappa, distance[i]), label);
		snprintf(name, sizeof name, "rate_%s", keys[i]);
		snprintf(label, sizeof label, "kept per step in the long run, %s", names[i]);
		demo_value(d, name, rate(m[i], kappa), label);
		for (int j = 0; j < DRAWN; j++)
			off = fmax(off, fabs(distance[i][j] - by_power(m[i], kappa, j)));
	}
	for (int j = 0; j < DRAWN; j++)
		peak = fmax(peak, distance[2][j] / distance[2][0]);
	demo_value(d, "peak", peak, "heavy ball: farthest, in distances at the start");
	demo_check(d, "paths", off, 0, 1e-9, "powers of the iteration matrix, every step drawn");
	demo_check(d, "pytorch_heavy", from_pytorch(d, m[3], kappa), 0, 1e-12,
		"the velocity form of PyTorch");
	demo_check(d, "pytorch_nesterov", from_pytorch(d, m[1], kappa), 0, 1e-12, "the same");
	p = demo_plot(d, "race", "step", "distance from the minimum", DEMO_LOG_Y);
	demo_plot_title(p, "A bowl of condition number κ, from the same start");
	demo_range_y(p, 1e-8, 100);
	for (int i = 0; i < 4; i++)
		demo_line(p, names[i], k, distance[i], DRAWN);
}

/* Steps for a factor of 10, by each method tuned for κ, over κ. */
static void plot_rates(struct demo *d)
{
	double kappa[KAPPAS], steps[3][KAPPAS], off = 0;

	grid_log(kappa, KAPPAS, 3, 1e5);
	for (int i = 0; i < KAPPAS; i++) {
		struct method m[] = {descent(kappa[i]), nesterov(kappa[i]), heavy_ball(kappa[i])};
		for (int j = 0; j < 3; j++)
			steps[j][i] = -1 / log10(rate(m[j], kappa[i]));
	}
	for (int i = 0; i < KAPPAS; i++) {
		double q = kappa[i], root = sqrt(q);
		double known[] = {(q - 1) / (q + 1), 1 - 1 / root, (root - 1) / (root + 1)};
		for (int j = 0; j < 3; j++)
			off = fmax(off, fabs(steps[j][i] * log10(known[j]) + 1));
	}
	/* The best momentum makes both roots equal: rounding moves them by √eps. */
	demo_check(d, "rates", off, 0, 1e-4, "(κ-1)/(κ+1), 1-1/√κ, (√κ-1)/(√κ+1), every κ drawn");

	struct demo_plot *p = demo_plot(d, "rates", "condition number κ",
		"steps for a factor of 10", DEMO_LOG_X | DEMO_LOG_Y);
	demo_plot_title(p, "Steps for each further digit");
	demo_line(p, "gradient descent", kappa, steps[0], KAPPAS);
	demo_line(p, "Nesterov", kappa, steps[1], KAPPAS);
	demo_line(p, "heavy ball", kappa, steps[2], KAPPAS);
}

/* The three methods tuned for curvatures 1 to 25, on a cost that has these two
 * and no others. The heavy ball arrives at 0 or stays in a cycle of three. */
static void three_cycle(struct demo *d, double start, const double *k)
{
	const struct method m[] = {
		{2 / 26.0, 0, false}, {1 / 25.0, 2 / 3.0, true}, {1 / 9.0, 4 / 9.0, false}};
	const double at[] = {792 / 1225.0, -2208 / 1225.0, 2592 / 1225.0};
	double x[3][CYCLE], end[3] = {0}, closed = 0;
	struct ball ball;

	for (int i = 0; i < 3; i++) {
		ball = (struct ball){start, start};
		for (int t = 0; t < 3000; t++) {
			if (t < CYCLE)
				x[i][t] = ball.now;
			step(&ball, m[i], kinked, 0);
			if (t >= 2997)
				end[i] = fmax(end[i], fabs(ball.now));
		}
	}
	double to_known = fabs(ball.now); /* the heavy ball is the last of the three */
	for (int i = 0; i < 3; i++) {
		to_known = fmin(to_known, fabs(ball.now - at[i]));
		struct ball round = {at[i], at[(i + 1) % 3]};
		step(&round, m[2], kinked, 0);
		closed = fmax(closed, fabs(round.now - at[(i + 2) % 3]));
	}
	demo_value(d, "cycle_gd", x[0][CYCLE - 1], "gradient descent: x after 30 steps");
	demo_value(d, "cycle_nesterov", x[1][CYCLE - 1], "Nesterov: the same");
	demo_value(d, "cycle_heavy", end[2], "heavy ball: farthest of steps 2998 to 3000");
	demo_value(d, "cycle_low", at[1], "the cycle's points");
	demo_value(d, "cycle_middle", at[0], "the same");
	demo_value(d, "cycle_high", at[2], "the same");
	demo_check(d, "cycle", closed, 0, 1e-14, "792, -2208, 2592 over 1225 follow each other");
	demo_check(d, "arrival", to_known, 0, 1e-9, "the heavy ball is at 0 or in that cycle");
	demo_check_at_most(
		d, "others", fmax(end[0], end[1]), 1e-9, "the other two are at the minimum");

	struct demo_plot *p = demo_plot(d, "cycle", "step", "x", DEMO_LINEAR);
	demo_plot_title(p, "A convex cost on which the heavy ball need not arrive");
	demo_line(p, "heavy ball", k, x[2], CYCLE);
	demo_line(p, "Nesterov", k, x[1], CYCLE);
	demo_line(p, "gradient descent", k, x[0], CYCLE);
}

/* The mean square that gradient noise of variance 1 keeps up along curvature c. */
static double noise_floor(struct method m, double c)
{
	double b = m.beta;

	return m.eta * (1 + b) / (c * (1 - b) * (2 * (1 + b) - m.eta * c));
}

/* Relative standard error of the mean square of NOISY correlated places: their
 * correlation obeys the same recursion as the places. */
static double noise_error(struct method m, double c)
{
	double r0 = 1, r1 = trace(m, c) / (1 + det(m, c)), sum = 0.5;

	for (int k = 0; k < NOISY; k++) {
		double r2 = trace(m, c) * r1 - det(m, c) * r0;
		sum += r1 * r1;
		r0 = r1;
		r1 = r2;
	}
	return sqrt(4 * sum / NOISY);
}

/* Momentum β at a small rate, and plain SGD at the rate η / (1 - β): the same noise. */
static void noise(struct demo *d, struct method m0, unsigned seed, const double *k)
{
	const struct method m[] = {m0, {m0.eta / (1 - m0.beta), 0, false}, {m0.eta, 0, false}};
	static const char *const keys[] = {"momentum", "plain", "slow"};
	double *x[3], apart = 0;
	char name[40];

	for (int i = 0; i < 3; i++) {
		struct random *random = random_new(d, seed);
		struct ball ball = {0, 0};
		double square = 0;
		x[i] = demo_vector(d, SEEN);
		for (int t = -NOISY / 4; t < NOISY; t++) {
			step(&ball, m[i], linear, 1);
			ball.now -= m[i].eta * random_normal(random, 0, 1);
			square += t >= 0 ? ball.now * ball.now / NOISY : 0;
			if (t >= 0 && t < SEEN)
				x[i][t] = ball.now;
		}
		snprintf(name, sizeof name, "noise_%s", keys[i]);
		demo_value(d, name, noise_floor(m[i], 1), "mean square left by noise");
		demo_check(d, name, square, noise_floor(m[i], 1),
			5 * noise_error(m[i], 1) * noise_floor(m[i], 1),
			"60,000 steps, 5 standard errors");
		snprintf(name, sizeof name, "forget_%s", keys[i]);
		demo_value(d, name, -1 / log(kept(m[i], 1)),
			"steps to forget the start by a factor e");
	}
	for (int t = 0; t < SEEN; t++)
		apart += (x[0][t] - x[1][t]) * (x[0][t] - x[1][t]) / SEEN;
	demo_value(d, "apart", sqrt(apart / noise_floor(m[1], 1)),
		"the two paths apart, of the spread");

	struct demo_plot *p = demo_plot(d, "noise", "step", "x", DEMO_LINEAR);
	demo_plot_title(p, "The same noise: momentum at η, plain SGD at η / (1 - β)");
	demo_line(p, "plain", k, x[1], SEEN); /* the smoother path over the rougher one */
	demo_line(p, "momentum", k, x[0], SEEN);
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Momentum");
	double kappa = demo_log(d, "kappa", 100, 2, 10000, "condition number κ");
	double beta = demo_real(d, "beta", 0.9, 0, 0.99, "your β");
	double scale = demo_real(d, "scale", 1, 0.05, 1.9, "your η, times L");
	double start = demo_real(d, "start", 3.3, -5, 5, "start on the cost with kinks");
	double small =
		demo_log(d, "small", 0.001, 1e-4, 0.01, "η under noise, times the curvature");
	int seed = demo_int(d, "seed", 1, 1, 1000, "seed of the noise");
	const struct method m[] = {
		descent(kappa), nesterov(kappa), heavy_ball(kappa), {scale, beta, false}};

	demo_value(d, "best_beta", m[2].beta, "heavy ball: best β");
	demo_value(
		d, "terminal", 1 / (1 - beta), "steps grow to this multiple where the slope stays");
	demo_value(
		d, "one_more", 1 + beta, "the second step, in first steps, where the slope stays");
	demo_value(d, "left_over", 1 - beta, "1 - β");
	demo_value(d, "itself", beta, "β");
	demo_value(d, "root", sqrt(beta), "√β");
	double *k = demo_vector(d, DRAWN);
	grid_even(k, DRAWN, 0, DRAWN - 1);
	run_race(d, m, kappa, k);
	plot_rates(d);
	three_cycle(d, start, k);
	noise(d, (struct method){small, beta, false}, (unsigned)seed, k);
	return demo_close(d);
}
