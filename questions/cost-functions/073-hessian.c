/*
 * What the Hessian says about a cost, and what it costs to ask. A regression of two
 * weights: the curvatures of its bowl, gradient descent's pace along each, Newton's
 * steps. Two weights in a row: a saddle. Many weights: the largest curvature without
 * the matrix.
 */
#include "lab/demo.h"
#include "lab/downhill.h"
#include "lab/grid.h"
#include "lab/loss.h"

#include <assert.h>
#include <gsl/gsl_math.h>
#include <math.h>

enum { PLACES = 12, STEPS = 40, POINTS = STEPS + 1, SHOWN = 11, GRID = 33, CELLS = GRID * GRID };
enum kind { LOGISTIC, SQUARED };
enum rule { DESCENT, NEWTON, SAFE };

/* A cost of two weights: what it is at one place (lab/downhill.h). */
typedef struct place cost_of_two(const double w[2], const void *context);

static const double truth[] = {2, -1};

struct data {
	enum kind kind;
	size_t n, d;
	double *x, *y; /* n x d inputs; logistic: y is the share of labels that are 1 */
	double lambda;
};

static double dot(const double *a, const double *b, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

/* ℓ'', the second derivative of an example's loss by its z = x'θ. */
static double bend(enum kind kind, double z)
{
	return kind == LOGISTIC ? sigmoid(z) * sigmoid(-z) : 1;
}

/* J = mean loss + λ/2 |θ|², and its gradient. */
static double cost(const struct data *data, const double *theta, double *grad)
{
	double n = (double)data->n, sum = data->lambda / 2 * dot(theta, theta, data->d);

	for (size_t j = 0; j < data->d; j++)
		grad[j] = data->lambda * theta[j];
	for (size_t i = 0; i < data->n; i++) {
		const double *x = data->x + i * data->d;
		double z = dot(x, theta, data->d), y = data->y[i], error = z - y;
		if (data->kind == LOGISTIC) {
			sum += (softplus(z) - y * z) / n;
			error = sigmoid(z) - y;
		} else {
			sum += error * error / (2 * n);
		}
		for (size_t j = 0; j < data->d; j++)
			grad[j] += error * x[j] / n;
	}
	return sum;
}

/* Hv: how the gradient changes as θ moves along v. Each line of the gradient is
 * differentiated along v (Pearlmutter's R operator); no entry of H appears. */
static void hessian_times(const struct data *data, const double *theta, const double *v, double *hv)
{
	for (size_t j = 0; j < data->d; j++)
		hv[j] = data->lambda * v[j];
	/* [product] */
	for (size_t i = 0; i < data->n; i++) {
		const double *x = data->x + i * data->d;
		double z = dot(x, theta, data->d);
		double r_z = dot(x, v, data->d); /* z's rate along v */
		double r_error = bend(data->kind, z) * r_z;

		for (size_t j = 0; j < data->d; j++)
			hv[j] += r_error * x[j] / (double)data->n;
	}
	/* [end] */
}

/* Cost, gradient and Hessian at two weights: two products make the matrix. */
static struct place regression_at(const double theta[2], const void *context)
{
	const struct data *data = context;
	struct place at;
	double column[2];

	assert(data->d == 2);
	at.cost = cost(data, theta, at.grad);
	hessian_times(data, theta, (double[]){1, 0}, at.hess);
	hessian_times(data, theta, (double[]){0, 1}, column);
	at.hess[2] = column[1];
	return at;
}

/* A network of two weights in a row, output ab, target 1: the error is ab - 1. */
static struct place network_at(const double w[2], const void *context)
{
	double a = w[0], b = w[1], error = a * b - 1, lambda = *(const double *)context;

	return (struct place){(error * error + lambda * (a * a + b * b)) / 2,
		{error * b + lambda * a, error * a + lambda * b},
		{b * b + lambda, a * b + error, a * a + lambda}};
}

struct axes { /* of a Hessian: curvatures h, larger first, and directions */
	double curvature[2], v[2][2];
};

static struct axes axes_of(const double h[3])
{
	double mean = (h[0] + h[2]) / 2, half = hypot((h[0] - h[2]) / 2, h[1]);
	double angle = atan2(2 * h[1], h[0] - h[2]) / 2, c = cos(angle), s = sin(angle);

	return (struct axes){{mean + half, mean - half}, {{c, s}, {-s, c}}};
}

/* One step; along each axis the slope is multiplied by its own factor. */
static void step(
	cost_of_two *place_at, const void *context, enum rule rule, double eta, double theta[2])
{
	struct place here = place_at(theta, context), there = here;
	struct axes axes = axes_of(here.hess);
	double move[2] = {0, 0}, next[2], size = 1;

	/* [step] */
	for (int c = 0; c < 2; c++) {
		double slope = dot(axes.v[c], here.grad, 2);
		double by = eta;

		if (rule == NEWTON)
			by = 1 / axes.curvature[c];
		if (rule == SAFE)
			by = 1 / fabs(axes.curvature[c]);
		move[0] -= by * slope * axes.v[c][0];
		move[1] -= by * slope * axes.v[c][1];
	}
	/* [end] */
	do {
		for (int j = 0; j < 2; j++)
			next[j] = theta[j] + size * move[j];
		if (rule == SAFE)
			there = place_at(next, context);
		size /= 2;
	} while (!(there.cost <= here.cost) && size > 1e-9);
	theta[0] = next[0];
	theta[1] = next[1];
}

/* Inputs on an ellipse: variances 1, correlation ρ. Labels as the truth gives them. */
static void ellipse(struct data *data, double rho)
{
	for (int i = 0; i < PLACES; i++) {
		double angle = 2 * M_PI * (i + 0.5) / PLACES, *x = data->x + 2 * (size_t)i;

		x[0] = M_SQRT2 * cos(angle);
		x[1] = rho * x[0] + sqrt(1 - rho * rho) * M_SQRT2 * sin(angle);
		data->y[i] = dot(x, truth, 2);
		if (data->kind == LOGISTIC)
			data->y[i] = sigmoid(data->y[i]);
	}
}

/* The places of a walk, and how far each is from its goal. */
struct walk {
	double x[POINTS], y[POINTS], left[POINTS];
};

static void walk(cost_of_two *place_at, const void *context, enum rule rule, double eta,
	const double start[2], const double goal[2], struct walk *out)
{
	double theta[] = {start[0], start[1]};

	for (int k = 0; k <= STEPS; k++) {
		struct place here = place_at(theta, context);
		out->x[k] = theta[0];
		out->y[k] = theta[1];
		/* A million stands for out of sight, also where nothing is finite any more. */
		out->left[k] = fmin(hypot(theta[0] - goal[0], theta[1] - goal[1]), 1e6);
		if (hypot(here.grad[0], here.grad[1]) > 1e-14 && out->left[k] < 1e6)
			step(place_at, context, rule, eta, theta);
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
		double slope = (more.cost - less.cost) / (2 * h);
		worst = fmax(worst, fabs(slope - here.grad[j]));
		for (int i = 0; i < 2; i++) {
			double second = (more.grad[i] - less.grad[i]) / (2 * h);
			worst = fmax(worst, fabs(second - here.hess[i + j]));
		}
	}
	return worst;
}

struct bowl {
	double theta[2];  /* the minimum */
	struct axes axes; /* there */
	double eta;
};

static struct bowl bowl_of(const struct data *data, double rate)
{
	struct bowl bowl = {.theta = {0, 0}};

	for (int k = 0; k < 12; k++)
		step(regression_at, data, k < 8 ? SAFE : NEWTON, 0, bowl.theta);
	bowl.axes = axes_of(regression_at(bowl.theta, data).hess);
	bowl.eta = rate / bowl.axes.curvature[0];
	return bowl;
}

/* The place that lies so far from the minimum along its axes; and back. */
static void from_axes(const struct bowl *b, double steep, double flat, double theta[2])
{
	for (int j = 0; j < 2; j++)
		theta[j] = b->theta[j] + steep * b->axes.v[0][j] + flat * b->axes.v[1][j];
}

static double to_axis(const struct bowl *b, int c, const double theta[2])
{
	return dot((double[]){theta[0] - b->theta[0], theta[1] - b->theta[1]}, b->axes.v[c], 2);
}

static void report_bottom(struct demo *d, const struct data *data, const struct bowl *b, double rho)
{
	struct place bottom = regression_at(b->theta, data);
	double steep = b->axes.curvature[0], flat = b->axes.curvature[1];
	double sum = (truth[0] + truth[1]) / 2 * (1 + rho) / (1 + rho + data->lambda);
	double half = (truth[0] - truth[1]) / 2 * (1 - rho) / (1 - rho + data->lambda);

	demo_value(d, "steep", steep, "largest curvature L at the minimum");
	demo_value(d, "flat", flat, "smallest curvature μ there");
	demo_value(d, "kappa", steep / flat, "condition number κ");
	demo_value(d, "border", 2 / steep, "largest stable rate 2/L");
	demo_value(d, "flat_border", 2 / flat, "2/μ");
	demo_value(d, "inverse", 1 / steep, "1/L");
	demo_value(d, "steep_factor", 1 - b->eta * steep, "a step's factor along the steep axis");
	demo_value(d, "flat_factor", 1 - b->eta * flat, "along the flat axis");
	demo_check(d, "slope", hypot(bottom.grad[0], bottom.grad[1]), 0, 1e-13,
		"gradient 0 at the minimum");
	if (data->kind == LOGISTIC)
		return;
	demo_check(d, "flat", flat, 1 - fabs(rho) + data->lambda, 1e-13, "closed form 1 - |ρ| + λ");
	demo_check(d, "minimum", hypot(b->theta[0] - sum - half, b->theta[1] - sum + half), 0,
		1e-11, "closed form: the truth, shrunk by λ along each axis");
}

/* Ten steps of descent from 1e-5 beside the minimum, and one of Newton's from 1e-3. */
static void check_steps(struct demo *d, const struct data *data, const struct bowl *b)
{
	double near[2], third[2] = {0, 0}, pace = 0, newton = 0;

	from_axes(b, 1e-5, 1e-5, near);
	for (int k = 0; k < 10; k++)
		step(regression_at, data, DESCENT, b->eta, near);
	for (int c = 0; c < 2; c++)
		pace = fmax(pace, fabs(to_axis(b, c, near) / 1e-5 -
					  pow(1 - b->eta * b->axes.curvature[c], 10)));
	demo_check(d, "pace", pace, 0, 3e-4, "closed form (1-ηh)^10 along both axes");

	from_axes(b, 1e-3, 1e-3, near);
	for (size_t i = 0; i < data->n && data->kind == LOGISTIC; i++) {
		const double *x = data->x + 2 * i;
		double p = sigmoid(dot(x, b->theta, 2));
		double moved = dot(x, near, 2) - dot(x, b->theta, 2);
		for (int c = 0; c < 2; c++)
			third[c] += p * (1 - p) * (1 - 2 * p) * moved * moved *
				    dot(x, b->axes.v[c], 2) / PLACES;
	}
	step(regression_at, data, NEWTON, 0, near);
	for (int c = 0; c < 2; c++)
		newton = fmax(
			newton, fabs(b->axes.curvature[c] * to_axis(b, c, near) - third[c] / 2));
	/* The next term is of third order, some 1e-9. */
	demo_check(d, "newton", newton, 0, 2e-9,
		"curvature × what is left = ½ third derivative × distance²");
}

/* The cost as contours, and over it the beginning of the first n walks. */
static void draw(struct demo_plot *p, cost_of_two *place_at, const void *context,
	struct demo_grid grid, const struct walk *walks, int n)
{
	static const char *const names[] = {"descent", "Newton", "|Newton|"};
	double z[CELLS], x[GRID], y[GRID];

	grid_even(x, GRID, grid.x0, grid.x1);
	grid_even(y, GRID, grid.y0, grid.y1);
	for (size_t i = 0; i < CELLS; i++)
		z[i] = place_at((double[]){x[i % GRID], y[i / GRID]}, context).cost;
	demo_range_x(p, grid.x0, grid.x1);
	demo_range_y(p, grid.y0, grid.y1);
	demo_contour(p, "cost", z, grid);
	for (int i = 0; i < n; i++)
		demo_points(p, names[i], walks[i].x, walks[i].y, SHOWN);
}

/* Its axes are drawn as long as those of an ellipse of equal cost. */
static void draw_bowl(struct demo *d, const struct data *data, const struct bowl *b,
	double distance, const struct walk *walks)
{
	const double wide = 1.3 * distance, *m = b->theta;
	double steep = distance * sqrt(b->axes.curvature[1] / b->axes.curvature[0]);
	const double ends[5][2] = {
		{steep, 0}, {-steep, 0}, {NAN, NAN}, {0, distance}, {0, -distance}};
	double x[5], y[5], end[2];
	struct demo_plot *p = demo_plot(d, "map", "θ1", "θ2", DEMO_LINEAR);

	demo_plot_title(p, "The bowl, its axes, and two ways down");
	draw(p, regression_at, data,
		(struct demo_grid){GRID, GRID, m[0] - wide, m[0] + wide, m[1] - wide, m[1] + wide},
		walks, 2);
	for (int i = 0; i < 5; i++) {
		from_axes(b, ends[i][0], ends[i][1], end);
		x[i] = end[0];
		y[i] = end[1];
	}
	demo_line(p, "axes", x, y, 5);
	if (data->kind == SQUARED)
		demo_check(d, "ellipse", regression_at((double[]){x[0], y[0]}, data).cost,
			regression_at((double[]){x[4], y[4]}, data).cost,
			1e-12 * (1 + distance * distance),
			"a quadratic costs the same at the ends of its axes");
}

static void report_walks(
	struct demo *d, enum kind kind, const struct bowl *b, const struct walk *walks)
{
	double k[POINTS], pace[POINTS];
	double slowest = fmax(
		fabs(1 - b->eta * b->axes.curvature[0]), fabs(1 - b->eta * b->axes.curvature[1]));
	int arrived = 0;

	while (arrived < STEPS && walks[SAFE].left[arrived] > 1e-6)
		arrived++;
	demo_value(d, "slowest", slowest, "the slower factor |1-ηh|");
	demo_value(d, "descent_left", walks[DESCENT].left[STEPS], "descent: distance, 40 steps");
	demo_value(d, "newton_1", walks[NEWTON].left[1], "Newton: distance after 1 step");
	demo_value(d, "newton_3", walks[NEWTON].left[3], "after 3 steps");
	demo_value(d, "newton_4", walks[NEWTON].left[4], "after 4 steps");
	demo_value(d, "newton_5", walks[NEWTON].left[5], "after 5 steps");
	demo_text(d, "newton_fate", walks[NEWTON].left[STEPS] < 1e-9 ? "arrives" : "never arrives",
		"Newton in 40 steps");
	demo_value(d, "halved", arrived, "Newton with halved steps: steps to 1e-6");
	demo_check_at_most(d, "halved", walks[SAFE].left[STEPS], 1e-6, "it arrives from anywhere");

	struct demo_plot *p = demo_plot(d, "distances", "step", "distance", DEMO_LOG_Y);
	demo_plot_title(p, "Distance to the minimum");
	demo_range_x(p, 0, STEPS);
	demo_range_y(p, 1e-12, 1e2);
	grid_even(k, POINTS, 0, STEPS);
	for (int i = 0; i < POINTS; i++)
		pace[i] = walks[DESCENT].left[0] * pow(slowest, i);
	if (kind == SQUARED)
		demo_check_at_most(d, "bound", walks[DESCENT].left[STEPS],
			pace[STEPS] + 1e-12 * (1 + pace[STEPS]), "a quadratic is never behind it");
	demo_line(p, "descent", k, walks[DESCENT].left, POINTS);
	demo_line(p, "Newton", k, walks[NEWTON].left, POINTS);
	demo_line(p, "Newton halved", k, walks[SAFE].left, POINTS);
	demo_reference(p, "|1-ηh|^k", k, pace, POINTS);
}

static void regression(struct demo *d, struct data *data, double rho, double distance, double rate)
{
	struct walk walks[3];
	double start[2], steep, flat;

	ellipse(data, rho);
	struct bowl b = bowl_of(data, rate);
	steep = b.axes.curvature[0];
	flat = b.axes.curvature[1];
	from_axes(&b, distance * M_SQRT1_2, distance * M_SQRT1_2, start);
	for (enum rule rule = DESCENT; rule <= SAFE; rule++)
		walk(regression_at, data, rule, b.eta, start, b.theta, &walks[rule]);

	demo_value(d, "rise", regression_at(start, data).cost - regression_at(b.theta, data).cost,
		"cost lost at the start");
	demo_value(d, "parabola", distance * distance * (steep + flat) / 4,
		"the same by the Hessian at the minimum");
	demo_check(d, "differences", off_differences(regression_at, data, start), 0, 1e-8,
		"central differences of cost and gradient");
	report_bottom(d, data, &b, rho);
	check_steps(d, data, &b);
	draw_bowl(d, data, &b, distance, walks);
	report_walks(d, data->kind, &b, walks);
}

/* Two weights in a row: a saddle at 0 while λ < 1, and where three rules go from there. */
static void network(struct demo *d, double lambda)
{
	const double start[] = {0.4, 0.1}, zero[] = {0, 0};
	double side = sqrt(fmax(0, 1 - lambda)), low[] = {side, side};
	struct place saddle = network_at(zero, &lambda), bottom = network_at(low, &lambda);
	struct axes up = axes_of(saddle.hess), down = axes_of(bottom.hess);
	struct walk walks[3];

	for (enum rule rule = DESCENT; rule <= SAFE; rule++)
		walk(network_at, &lambda, rule, 0.4, start, low, &walks[rule]);
	demo_value(d, "saddle_most", up.curvature[0], "network at 0: larger curvature");
	demo_value(d, "saddle_least", up.curvature[1], "smaller one");
	demo_value(d, "bottom_most", down.curvature[0], "network at a minimum: larger curvature");
	demo_value(d, "bottom_least", down.curvature[1], "smaller one");
	demo_value(d, "missed", walks[NEWTON].left[STEPS], "how far from it Newton ends");
	demo_value(d, "saddle_cost", saddle.cost, "cost at 0");
	demo_value(d, "bottom_cost", bottom.cost, "cost at the minimum");
	demo_check(d, "network", off_differences(network_at, &lambda, start), 0, 1e-8,
		"central differences of cost and gradient");
	demo_check(d, "saddle", up.curvature[0] * up.curvature[1], lambda * lambda - 1, 1e-12,
		"closed form (λ + 1)(λ - 1) of the determinant at 0");
	demo_check(d, "bottom", hypot(bottom.grad[0], bottom.grad[1]), 0, 1e-14, "gradient 0");
	demo_check(d, "curvatures", down.curvature[0] * down.curvature[1],
		lambda < 1 ? 4 * lambda * (1 - lambda) : lambda * lambda - 1, 1e-12,
		"closed form of the determinant at the minimum");

	struct demo_plot *p = demo_plot(d, "saddle", "a", "b", DEMO_LINEAR);
	demo_plot_title(p, "Two weights in a row: three ways from beside a saddle");
	draw(p, network_at, &lambda, (struct demo_grid){GRID, GRID, -0.5, 1.5, -0.5, 1.5}, walks,
		3);
}

/* Hv from two gradients. */
static void difference(
	const struct data *data, const double *theta, const double *v, double *space, double *hv)
{
	double h = 1e-5, *moved = space, *less = space + data->d;

	for (size_t j = 0; j < data->d; j++)
		moved[j] = theta[j] + h * v[j];
	cost(data, moved, hv);
	for (size_t j = 0; j < data->d; j++)
		moved[j] = theta[j] - h * v[j];
	cost(data, moved, less);
	for (size_t j = 0; j < data->d; j++)
		hv[j] = (hv[j] - less[j]) / (2 * h);
}

/* The largest curvature of many, by power iteration: the matrix is never formed. Every
 * two features have correlation |ρ|, so at θ = 0 the curvature along (1, ..., 1) is
 * `large`, and `small` across it. Labels stay 0: in a difference of gradients they cancel. */
static void power(struct demo *d, const struct data *data, double rho, int products)
{
	size_t n = data->d;
	double *theta = demo_vector(d, n), *v = demo_vector(d, n), *hv = demo_vector(d, n);
	double *space = demo_vector(d, 2 * n), many = (double)n, r = fabs(rho), own = sqrt(1 - r);
	double common = (sqrt(1 - r + many * r) - own) / many, top = 0, off = 0;
	double large = bend(data->kind, 0) * (1 + (many - 1) * r) + data->lambda;
	double small = bend(data->kind, 0) * (1 - r) + data->lambda;

	for (size_t i = 0; i < n * n; i++)
		data->x[i] = sqrt(many) * (i / n == i % n ? own + common : common);
	v[0] = 1;
	for (int k = 0; k < products; k++) {
		difference(data, theta, v, space, hv);
		top = dot(v, hv, n); /* v'Hv, v of length 1 */
		hessian_times(data, theta, v, space);
		double size = sqrt(dot(hv, hv, n));
		for (size_t j = 0; j < n; j++) {
			off = fmax(off, fabs(hv[j] - space[j]) / large);
			v[j] = hv[j] / size;
		}
	}
	/* 1/n of v's square is along (1, ..., 1); its odds grow by (large/small)². */
	double odds = pow(large / small, 2 * (products - 1)) / (many - 1);
	demo_check(d, "power", top / large, (odds + small / large) / (odds + 1), 1e-8,
		"closed form: both curvatures, weighted by odds");
	demo_check(d, "product", off, 0, 1e-8, "R operator, another way to Hv");
	demo_value(d, "top", top, "largest curvature of many, after these products");
	demo_value(d, "large", large, "what it is");
	demo_value(d, "small", small, "the other curvatures");
	demo_value(d, "lack", 1 - top / large, "share of it that is not found yet");
	demo_value(d, "entries", many * many, "entries of the matrix");
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "The Hessian of a cost");
	enum kind kind = demo_choice(d, "cost", "logistic|squared", "loss of the regressions");
	double rho = demo_real(d, "rho", 0.8, -0.95, 0.95, "correlation ρ of the features");
	double lambda = demo_real(d, "lambda", 0.01, 0, 1.5, "penalty λ/2 |θ|²");
	double distance = demo_real(d, "start", 1.5, 0.1, 6, "start: distance from the minimum");
	double rate = demo_real(d, "rate", 1, 0.05, 2.2, "learning rate, in units of 1/L");
	int features = demo_int(d, "features", 30, 2, 100, "weights of the large regression");
	int products = demo_int(d, "products", 3, 1, 30, "Hessian-vector products");
	size_t n = (size_t)features;
	struct data two = {kind, PLACES, 2, demo_vector(d, (size_t)2 * PLACES),
		demo_vector(d, PLACES), lambda};
	struct data large = {kind, n, n, demo_vector(d, n * n), demo_vector(d, n), lambda};

	regression(d, &two, rho, distance, rate);
	network(d, lambda);
	power(d, &large, rho, products);
	return demo_close(d);
}
