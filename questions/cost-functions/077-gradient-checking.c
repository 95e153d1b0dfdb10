/*
 * Gradient checking: the slopes of a logistic cost by differences, over the step h, and
 * by a step along the imaginary axis; then bugs in the gradient, and what the check
 * says of them.
 */
#include "lab/demo.h"
#include "lab/grid.h"
#include "lab/loss.h"
#include "lab/random.h"

#include <complex.h>
#include <float.h>
#include <math.h>

enum { N = 20, D = 4, STEPS = 97 }; /* examples, weights, values of h */

/* J(w) = 1/n sum (softplus(z_i) - y_i z_i) + λ/2 (w_1² + w_2² + w_3²), z = x·w. The first
 * column of x is 1; its weight, the bias, isn't penalized. */
struct model {
	double x[N][D], y[N], w[D], lambda;
	bool single; /* the cost is kept in single precision */
};

/* J with h added to weight k. */
static double cost(const struct model *p, int k, double h)
{
	double sum = 0;

	for (int i = 0; i < N; i++) {
		double z = 0;
		for (int j = 0; j < D; j++)
			z += p->x[i][j] * (p->w[j] + (j == k ? h : 0));
		sum += (softplus(z) - p->y[i] * z) / N;
	}
	for (int j = 1; j < D; j++)
		sum += pow(p->w[j] + (j == k ? h : 0), 2) * p->lambda / 2;
	return p->single ? (float)sum : sum;
}

/* The same for a complex h. */
static double complex cost_complex(const struct model *p, int k, double complex h)
{
	double complex sum = 0;

	for (int i = 0; i < N; i++) {
		double complex z = p->x[i][k] * h;
		for (int j = 0; j < D; j++)
			z += p->x[i][j] * p->w[j];
		sum += (clog(1 + cexp(z)) - p->y[i] * z) / N;
	}
	for (int j = 1; j < D; j++) {
		double complex w = p->w[j] + (j == k ? h : 0);
		sum += w * w * p->lambda / 2;
	}
	return sum;
}

enum method { ONE_SIDED, CENTRAL, COMPLEX, METHODS };

/* [differences] */
static double slope(const struct model *p, enum method m, int k, double h)
{
	switch (m) {
	case ONE_SIDED:
		return (cost(p, k, h) - cost(p, k, 0)) / h;
	case CENTRAL:
		return (cost(p, k, h) - cost(p, k, -h)) / (2 * h);
	default:
		return cimag(cost_complex(p, k, h * I)) / h;
	}
}
/* [end] */

enum bug { NONE, SIGN, SUM, PENALTY, BUGS };

/* [gradient] */
static void gradient(const struct model *p, enum bug bug, double g[D])
{
	double n = bug == SIGN ? -N : bug == SUM ? 1 : N;

	for (int j = 0; j < D; j++)
		g[j] = j == 0 || bug == PENALTY ? 0 : p->lambda * p->w[j];
	for (int i = 0; i < N; i++) {
		double z = 0;
		for (int j = 0; j < D; j++)
			z += p->x[i][j] * p->w[j];
		for (int j = 0; j < D; j++)
			g[j] += (sigmoid(z) - p->y[i]) * p->x[i][j] / n;
	}
}
/* [end] */

static double length(const double *v)
{
	double sum = 0;

	for (int k = 0; k < D; k++)
		sum += v[k] * v[k];
	return sqrt(sum);
}

/* |a - b| over the longer of the two. */
static double relative(const double *a, const double *b)
{
	double difference[D];

	for (int k = 0; k < D; k++)
		difference[k] = a[k] - b[k];
	return length(difference) / fmax(length(a), length(b));
}

static double error_of(const struct model *p, enum method by, double h)
{
	double g[D], exact[D];

	gradient(p, NONE, exact);
	for (int k = 0; k < D; k++)
		g[k] = slope(p, by, k, h);
	return relative(g, exact);
}

/*
 * The most that error_of may be, for h <= 1/2: the rest of Taylor's series, and rounding
 * of J and of w + h. The second derivative of softplus is at most 1/4, the third 1/(6√3),
 * and 1/(4 cos²(1/2)) up to 1 off the real axis.
 */
static double bound(const struct model *p, enum method by, double h)
{
	double g[D], off[D], unit = N * DBL_EPSILON + (p->single ? FLT_EPSILON / 2 : 0);

	gradient(p, NONE, g);
	for (int k = 0; k < D; k++) {
		double square = 0, cube = 0, rounding;
		for (int i = 0; i < N; i++) {
			square += pow(p->x[i][k], 2) / N;
			cube += pow(fabs(p->x[i][k]), 3) / N;
		}
		rounding = (unit * (cost(p, k, 0) + 1) + fabs(g[k] * p->w[k]) * DBL_EPSILON) / h;
		if (by == ONE_SIDED)
			off[k] = h / 2 * (square / 4 + (k ? p->lambda : 0)) + 2 * rounding;
		else if (by == CENTRAL)
			off[k] = h * h / 6 * cube / (6 * sqrt(3)) + rounding;
		else
			off[k] = h * h / 6 * cube / (4 * pow(cos(0.5), 2)) + N * DBL_EPSILON;
	}
	return length(off) / length(g);
}

static void show_steps(struct demo *d, const struct model *p)
{
	static const char *const names[] = {"one-sided", "central", "complex step"},
				 *const checks[] = {"one_sided", "central", "complex"},
				 *const least[] = {"least_one_sided", "least_central"},
				 *const at[] = {"h_one_sided", "h_central"};
	const double eps = p->single ? FLT_EPSILON : DBL_EPSILON, rule[] = {sqrt(eps), cbrt(eps)};
	double h[STEPS], error[STEPS];
	struct demo_plot *plot =
		demo_plot(d, "error", "step h", "relative error", DEMO_LOG_X | DEMO_LOG_Y);

	demo_plot_title(plot, "How wrong a slope by differences is");
	demo_range_y(plot, 1e-17, 10);
	grid_log(h, STEPS, 1e-16, 1);
	for (enum method m = ONE_SIDED; m < METHODS; m++) {
		double worst = 0, smallest = INFINITY, best = 0;
		for (int i = 0; i < STEPS; i++) {
			error[i] = error_of(p, m, h[i]);
			if (h[i] <= 0.5)
				worst = fmax(worst, error[i] / bound(p, m, h[i]));
			if (error[i] < smallest) {
				smallest = error[i];
				best = h[i];
			}
		}
		demo_line(plot, names[m], h, error, STEPS);
		demo_check_at_most(d, checks[m], worst, 1,
			"analytic gradient, over Taylor's rest and rounding, at each h");
		if (m == COMPLEX)
			break;
		demo_value(d, least[m], smallest, "least error of the curve");
		demo_value(d, at[m], best, "and its h");
		/* A rule of thumb: good within a factor of 30. */
		demo_check(d, at[m], log10(best / rule[m]), 0, 1.5, "digits from √ε, from ∛ε");
	}
}

/* Where truncation rules, an error is a power of h: double h, and see which. */
static void check_orders(struct demo *d, struct model p)
{
	p.single = false;
	double one = log2(error_of(&p, ONE_SIDED, 2e-3) / error_of(&p, ONE_SIDED, 1e-3));
	double two = log2(error_of(&p, CENTRAL, 2e-2) / error_of(&p, CENTRAL, 1e-2));

	demo_value(d, "order_one_sided", one, "order of the one-sided quotient");
	demo_value(d, "order_central", two, "order of the central one");
	/* The next term is smaller by a factor of about h = 1e-3, and of h² = 1e-4. */
	demo_check(d, "order_one_sided", one, 1, 0.005, "error at h and at 2h");
	demo_check(d, "order_central", two, 2, 0.0005, "error at h and at 2h");
}

/* What the check measures: the code's gradient against central differences. */
static double mismatch(const struct model *p, enum bug bug, double h)
{
	double code[D], by[D];

	gradient(p, bug, code);
	for (int k = 0; k < D; k++)
		by[k] = slope(p, CENTRAL, k, h);
	return relative(code, by);
}

/* What it must measure: the gradient is a data's part and the penalty's, by a complex
 * step, and each bug multiplies one of them. */
static double expected_mismatch(const struct model *p, enum bug bug)
{
	static const double data_factor[] = {1, -1, N, 1}, penalty_factor[] = {1, 1, 1, 0};
	struct model plain = *p;
	double right[D], wrong[D];

	plain.lambda = 0;
	for (int k = 0; k < D; k++) {
		double data = slope(&plain, COMPLEX, k, 1e-100);
		double penalty = slope(p, COMPLEX, k, 1e-100) - data;
		right[k] = data + penalty;
		wrong[k] = data_factor[bug] * data + penalty_factor[bug] * penalty;
	}
	return relative(wrong, right);
}

/* PyTorch's gradcheck: |code - difference| <= 1e-5 + 1e-3 |difference|, each slope. */
static bool passes(const struct model *p, enum bug bug, double h)
{
	double code[D];
	bool all = true;

	gradient(p, bug, code);
	for (int k = 0; k < D; k++) {
		double by = slope(p, CENTRAL, k, h);
		all = all && fabs(code[k] - by) <= 1e-5 + 1e-3 * fabs(by);
	}
	return all;
}

/* Each bug at these weights, and at w = 0. */
static void show_bugs(struct demo *d, const struct model *p, enum bug chosen, double h)
{
	static const char *const names[] = {
		"none", "sign, data's part", "1/n forgotten", "penalty forgotten"};
	struct model zero = *p;
	double off = 0;
	struct demo_table *table =
		demo_table(d, "bugs", "bug|relative error|at w = 0", "What the check says");

	for (int k = 0; k < D; k++)
		zero.w[k] = 0;
	for (enum bug bug = NONE; bug < BUGS; bug++) {
		double here = mismatch(p, bug, h), at_zero = mismatch(&zero, bug, h);
		demo_named_row(table, names[bug], (double[]){here, at_zero});
		off = fmax(off, fabs(here - expected_mismatch(p, bug)) / bound(p, CENTRAL, h));
		off = fmax(off,
			fabs(at_zero - expected_mismatch(&zero, bug)) / bound(&zero, CENTRAL, h));
		if (bug == chosen)
			demo_value(d, "at_zero", at_zero, "the same at w = 0");
	}
	demo_value(d, "mismatch", mismatch(p, chosen, h), "relative error with this bug");
	demo_text(d, "verdict", passes(p, chosen, h) ? "passes" : "fails",
		"by PyTorch's default tolerances");
	/* Both gradients are off by the bound, in the longest of two. */
	demo_check_at_most(d, "bugs", off, 2, "bugs as factors of two parts, by complex steps");
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Gradient checking: differences, and bugs");
	double h = demo_log(d, "h", 1e-5, 1e-16, 0.5, "step h");
	int bug = demo_choice(d, "bug", "none|sign|sum|penalty", "bug in the gradient");
	double lambda = demo_log(d, "lambda", 0.1, 1e-6, 1, "penalty λ");
	double size = demo_real(d, "size", 1, 0, 3, "size of the weights");
	bool single = demo_choice(d, "precision", "double|single", "the cost is kept in");
	struct random *r = random_new(d, (unsigned)demo_int(d, "seed", 1, 1, 1000, "seed"));
	struct model p = {.w = {0.3, 0.8 * size, -1.2 * size, 0.5 * size},
		.lambda = lambda,
		.single = single};

	for (int i = 0; i < N; i++) {
		double z = 0;
		for (int j = 0; j < D; j++) {
			p.x[i][j] = j ? random_uniform(r, -2, 2) : 1;
			z += p.x[i][j];
		}
		p.y[i] = z + random_uniform(r, -2, 2) > 0;
	}
	demo_value(d, "cost", cost(&p, 0, 0), "cost J");
	demo_value(d, "one_sided", error_of(&p, ONE_SIDED, h), "error of one-sided differences");
	demo_value(d, "central", error_of(&p, CENTRAL, h), "error of central differences");
	demo_value(d, "complex", error_of(&p, COMPLEX, h), "error of a complex step");
	demo_value(d, "if_first_order", error_of(&p, CENTRAL, 1e-3) * h / 1e-3,
		"central error at 1e-3, times h / 1e-3");
	demo_value(d, "square_root", sqrt(DBL_EPSILON), "√ε");
	demo_value(d, "cube_root", cbrt(DBL_EPSILON), "∛ε");
	show_bugs(d, &p, (enum bug)bug, h);
	check_orders(d, p);
	show_steps(d, &p);
	return demo_close(d);
}
