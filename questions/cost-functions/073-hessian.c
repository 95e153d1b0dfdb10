/*
 * What the Hessian says about a cost. A regression of two weights: the curvatures at its
 * minimum, gradient descent's pace along each, Newton's steps, and the largest curvature
 * from products with H alone. Two weights in a row: a saddle, which attracts Newton.
 */
#include "lab/demo.h"
#include "lab/downhill.h"
#include "lab/grid.h"
#include "lab/loss.h"

#include <gsl/gsl_math.h>
#include <math.h>
#include <stdbool.h>

enum { N = 12, STEPS = 40, POINTS = STEPS + 1, SHOWN = 16, GRID = 33, CELLS = GRID * GRID };
enum kind { LOGISTIC, SQUARED };
enum rule { DESCENT, NEWTON };

/* A cost of two weights: what it is at one place (lab/downhill.h). */
typedef struct place cost_of_two(const double w[2], const void *context);

static const double truth[] = {2, -1};

struct data {
	enum kind kind;
	double x[N][2], y[N]; /* logistic: y is the share of labels that are 1 */
};

static double dot(const double a[2], const double b[2])
{
	return a[0] * b[0] + a[1] * b[1];
}

/* Inputs on an ellipse, of variance 1 and correlation ρ, with labels by the truth. */
static void ellipse(struct data *data, double rho)
{
	for (int i = 0; i < N; i++) {
		double angle = 2 * M_PI * (i + 0.5) / N, *x = data->x[i];

		x[0] = M_SQRT2 * cos(angle);
		x[1] = rho * x[0] + sqrt(1 - rho * rho) * M_SQRT2 * sin(angle);
		data->y[i] = data->kind == LOGISTIC ? sigmoid(dot(x, truth)) : dot(x, truth);
	}
}

/* Hv: how the gradient changes as θ moves along v. Each line of the gradient is
 * differentiated along v (Pearlmutter's R operator); no entry of H appears. */
static void hessian_times(const struct data *data, const double *theta, const double *v, double *hv)
{
	hv[0] = hv[1] = 0;
	/* [product] */
	for (int i = 0; i < N; i++) {
		double z = dot(theta, data->x[i]);
		double r_z = dot(v, data->x[i]); /* z's rate along v */
		double bend = data->kind == LOGISTIC ? sigmoid(z) * sigmoid(-z) : 1;
		double r_error = bend * r_z;
		for (int j = 0; j < 2; j++)
			hv[j] += r_error * data->x[i][j] / N;
	}
	/* [end] */
}

/* J, the mean loss, its gradient, and the Hessian: two products make its columns. */
static struct place regression_at(const double theta[2], const void *context)
{
	const struct data *data = context;
	struct place at = {.cost = 0};
	double column[2];

	for (int i = 0; i < N; i++) {
		double z = dot(theta, data->x[i]), y = data->y[i];
		bool logistic = data->kind == LOGISTIC;
		double error = logistic ? sigmoid(z) - y : z - y;
		at.cost += (logistic ? softplus(z) - y * z : error * error / 2) / N;
		for (int j = 0; j < 2; j++)
			at.grad[j] += error * data->x[i][j] / N;
	}
	hessian_times(data, theta, (double[]){1, 0}, at.hess);
	hessian_times(data, theta, (double[]){0, 1}, column);
	at.hess[2] = column[1];
	return at;
}

/* A network of two weights in a row: output ab, a target, and half the squares as penalty. */
static struct place network_at(const double w[2], const void *context)
{
	double a = w[0], b = w[1], error = a * b - *(const double *)context;

	return (struct place){(error * error + a * a + b * b) / 2, {error * b + a, error * a + b},
		{b * b + 1, a * b + error, a * a + 1}};
}

struct axes { /* of a Hessian: eigenvalues, the larger first, and eigenvectors */
	double lambda[2], v[2][2];
};

static struct axes axes_of(const double h[3])
{
	double mean = (h[0] + h[2]) / 2, half = hypot((h[0] - h[2]) / 2, h[1]);
	double angle = atan2(2 * h[1], h[0] - h[2]) / 2, c = cos(angle), s = sin(angle);

	return (struct axes){{mean + half, mean - half}, {{c, s}, {-s, c}}};
}

struct walk { /* its places, and how far each is from the minimum */
	double x[POINTS], y[POINTS], left[POINTS];
};

static void walk(cost_of_two *place_at, const void *context, enum rule rule, double eta,
	const double start[2], const double goal[2], struct walk *out)
{
	double theta[] = {start[0], start[1]};

	for (int k = 0; k <= STEPS; k++) {
		struct place here = place_at(theta, context);
		struct axes axes = axes_of(here.hess);
		out->x[k] = theta[0];
		out->y[k] = theta[1];
		/* A million stands for out of sight, also where numbers overflow. */
		out->left[k] = fmin(hypot(theta[0] - goal[0], theta[1] - goal[1]), 1e6);
		/* [step] */
		for (int i = 0; i < 2; i++) {
			double slope = dot(axes.v[i], here.grad);
			double rate = rule == NEWTON ? 1 / axes.lambda[i] : eta;
			theta[0] -= rate * slope * axes.v[i][0];
			theta[1] -= rate * slope * axes.v[i][1];
		}
		/* [end] */
	}
}

/* Gradient and Hessian by central differences of cost and gradient: the largest error. */
static double off_differences(cost_of_two *place_at, const void *context, const double w[2])
{
	const double h = 1e-4;
	struct place here = place_at(w, context);
	double worst = 0;

	for (int j = 0; j < 2; j++) {
		double up[] = {w[0] + h * (j == 0), w[1] + h * (j == 1)};
		double down[] = {w[0] - h * (j == 0), w[1] - h * (j == 1)};
		struct place more = place_at(up, context), less = place_at(down, context);
		worst = fmax(worst, fabs((more.cost - less.cost) / (2 * h) - here.grad[j]));
		for (int i = 0; i < 2; i++) {
			double second = (more.grad[i] - less.grad[i]) / (2 * h);
			worst = fmax(worst, fabs(second - here.hess[i + j]));
		}
	}
	return worst;
}

/* The place as far from the truth along one axis as along the other. */
static void beside(const struct axes *axes, double distance, double theta[2])
{
	for (int j = 0; j < 2; j++)
		theta[j] = truth[j] + distance * M_SQRT1_2 * (axes->v[0][j] + axes->v[1][j]);
}

/* What Newton leaves near the minimum, by gradients alone, up to terms of third order. */
static void check_newton(struct demo *d, const struct data *data, const struct axes *axes)
{
	const double far = 1e-4;
	double up[2], down[2], worst = 0;
	struct walk newton;

	beside(axes, far, up);
	beside(axes, -far, down);
	struct place more = regression_at(up, data), less = regression_at(down, data);
	walk(regression_at, data, NEWTON, 0, up, truth, &newton);
	for (int i = 0; i < 2; i++) {
		const double left[] = {newton.x[1] - truth[0], newton.y[1] - truth[1]};
		double second = dot(axes->v[i], more.grad) + dot(axes->v[i], less.grad);
		worst = fmax(worst, fabs(axes->lambda[i] * dot(axes->v[i], left) - second / 2));
	}
	demo_check(d, "newton", worst, 0, far * far * far,
		"λ × what is left = half the second difference of gradients");
}

/* The largest eigenvalue from products alone, by power iteration. */
static void power(struct demo *d, const struct data *data, const struct axes *axes, int products)
{
	double v[] = {1, 0}, hv[2], top = 0, sum = 0, mean = 0;

	for (int k = 0; k < products; k++) {
		hessian_times(data, truth, v, hv);
		top = dot(v, hv); /* v'Hv, v of length 1 */
		v[0] = hv[0] / hypot(hv[0], hv[1]);
		v[1] = hv[1] / hypot(hv[0], hv[1]);
	}
	for (int i = 0; i < 2; i++) {
		double part = axes->v[i][0] * pow(axes->lambda[i], products - 1);
		sum += part * part;
		mean += part * part * axes->lambda[i];
	}
	demo_check(d, "power", top, mean / sum, 1e-13, "closed form: both eigenvalues, weighted");
	demo_value(d, "lack", 1 - top / axes->lambda[0], "share of L that is not found yet");
}

static void report_walks(struct demo *d, const struct walk walks[2])
{
	double k[POINTS];

	demo_value(d, "descent_left", walks[DESCENT].left[STEPS], "descent: distance, 40 steps");
	demo_value(d, "newton_1", walks[NEWTON].left[1], "Newton: distance after 1 step");
	demo_value(d, "newton_3", walks[NEWTON].left[3], "after 3 steps");
	demo_value(d, "newton_4", walks[NEWTON].left[4], "after 4 steps");
	struct demo_plot *p = demo_plot(d, "distances", "step", "distance", DEMO_LOG_Y);
	demo_plot_title(p, "Distance to the minimum");
	demo_range_y(p, 1e-12, 1e2);
	grid_even(k, POINTS, 0, STEPS);
	demo_line(p, "descent", k, walks[DESCENT].left, POINTS);
	demo_line(p, "Newton", k, walks[NEWTON].left, POINTS);
}

static void regression(struct demo *d, const struct data *data, double rho, double distance,
	double rate, int products)
{
	struct place bottom = regression_at(truth, data);
	struct axes axes = axes_of(bottom.hess);
	double steep = axes.lambda[0], flat = axes.lambda[1], eta = rate / steep;
	double start[2], left = distance;
	struct walk walks[2];

	beside(&axes, distance, start);
	for (enum rule rule = DESCENT; rule <= NEWTON; rule++)
		walk(regression_at, data, rule, eta, start, truth, &walks[rule]);
	demo_value(d, "steep", steep, "largest eigenvalue L at the minimum");
	demo_value(d, "flat", flat, "smallest eigenvalue μ there");
	demo_value(d, "kappa", steep / flat, "condition number κ");
	demo_value(d, "border", 2 / steep, "largest stable rate 2/L");
	demo_value(d, "flat_border", 2 / flat, "2/μ");
	demo_value(d, "inverse", 1 / steep, "1/L");
	demo_value(d, "diagonal", 2 / bottom.hess[0], "2 by the diagonal's first entry");
	demo_value(d, "steep_factor", 1 - eta * steep, "a step's factor along the steep axis");
	demo_value(d, "flat_factor", 1 - eta * flat, "along the flat axis");
	demo_check(d, "differences", off_differences(regression_at, data, start), 0, 1e-8,
		"central differences of cost and gradient");
	if (data->kind == SQUARED) {
		left *= M_SQRT1_2 * hypot(pow(1 - eta * steep, STEPS), pow(1 - eta * flat, STEPS));
		demo_check(d, "steep", steep, 1 + fabs(rho), 1e-13, "closed form 1 + |ρ|");
		demo_check(d, "pace", walks[DESCENT].left[STEPS], left, 1e-11 * (1 + left),
			"closed form (1-ηλ)^40 along both axes");
	}
	demo_value(d, "damped", downhill_descend(regression_at, data, start), "damped: steps");
	demo_check_at_most(d, "damped", hypot(start[0] - truth[0], start[1] - truth[1]), 1e-6,
		"distance to the truth, from wherever it starts");
	check_newton(d, data, &axes);
	power(d, data, &axes, products);
	report_walks(d, walks);
}

/* Two weights in a row: a saddle at 0 if the target is above 1, and two ways from there. */
static void network(struct demo *d, double target)
{
	double start[] = {0.5, 0.2}, side = sqrt(fmax(0, target - 1)), low[] = {side, side};
	struct axes axes = axes_of(network_at((double[]){0, 0}, &target).hess);
	struct walk walks[2];

	for (enum rule rule = DESCENT; rule <= NEWTON; rule++)
		walk(network_at, &target, rule, 0.2, start, low, &walks[rule]);
	demo_value(d, "saddle_least", axes.lambda[1], "network at 0: smaller eigenvalue");
	demo_value(d, "missed", walks[NEWTON].left[STEPS], "how far from a minimum Newton ends");
	demo_value(d, "bottom_cost", network_at(low, &target).cost, "cost at a minimum");
	demo_check(d, "network", off_differences(network_at, &target, start), 0, 1e-8,
		"central differences of cost and gradient");
	demo_check(d, "saddle", axes.lambda[1], 1 - target, 1e-12, "closed form 1 - t");
	downhill_descend(network_at, &target, start);
	demo_check(d, "safe", network_at(start, &target).cost,
		target > 1 ? target - 0.5 : target * target / 2, 1e-9,
		"closed form of the minimum, after damped Newton");

	struct demo_plot *p = demo_plot(d, "saddle", "a", "b", DEMO_LINEAR);
	struct demo_grid grid = {GRID, GRID, -0.5, 1.5, -0.5, 1.5};
	double axis[GRID], z[CELLS];
	demo_plot_title(p, "Two weights in a row: two ways from beside a saddle");
	grid_even(axis, GRID, grid.x0, grid.x1);
	for (size_t i = 0; i < CELLS; i++)
		z[i] = network_at((double[]){axis[i % GRID], axis[i / GRID]}, &target).cost;
	demo_range_x(p, grid.x0, grid.x1);
	demo_range_y(p, grid.y0, grid.y1);
	demo_contour(p, "cost", z, grid);
	demo_points(p, "descent", walks[DESCENT].x, walks[DESCENT].y, SHOWN);
	demo_points(p, "Newton", walks[NEWTON].x, walks[NEWTON].y, SHOWN);
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "The Hessian of a cost");
	struct data data = {.kind = demo_choice(d, "cost", "logistic|squared", "loss")};
	double rho = demo_real(d, "rho", 0.8, -0.95, 0.95, "correlation ρ of the features");
	double distance = demo_real(d, "start", 1.5, 0.1, 6, "start: distance from the minimum");
	double rate = demo_real(d, "rate", 1, 0.05, 2.2, "learning rate, in units of 1/L");
	int products = demo_int(d, "products", 3, 1, 10, "Hessian-vector products");
	double target = demo_real(d, "target", 2, 0.5, 3, "target t of the network");

	ellipse(&data, rho);
	regression(d, &data, rho, distance, rate, products);
	network(d, target);
	return demo_close(d);
}
