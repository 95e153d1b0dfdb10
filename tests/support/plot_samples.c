#include "support/plot_samples.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

double sample_random(unsigned long long *state)
{
	unsigned long long z = *state += 0x9E3779B97F4A7C15ULL; /* splitmix64 */

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ULL;
	z = (z ^ z >> 27) * 0x94D049BB133111EBULL;
	return (double)((z ^ z >> 31) >> 11) * 0x1p-53;
}

static double normal(unsigned long long *state)
{
	double u = sample_random(state), v = sample_random(state);

	return sqrt(-2 * log(1 - u)) * cos(6.283185307179586 * v);
}

struct builder {
	struct arena *arena;
	struct plot *plot;
	struct plot_series *series;
};

static struct plot *start(struct builder *b, const char *name, const char *title, const char *x,
	const char *y, size_t n_series)
{
	b->plot = arena_alloc(b->arena, sizeof(*b->plot));
	b->series = arena_array(b->arena, n_series, sizeof(*b->series));
	if (!b->plot || !b->series)
		return NULL;
	*b->plot = (struct plot){.name = name,
		.title = title,
		.x = {.label = x},
		.y = {.label = y},
		.series = b->series,
		.n_series = n_series};
	return b->plot;
}

/* Three arrays of n for series i; false when out of memory. */
static bool add(struct builder *b, size_t i, enum plot_kind kind, const char *name, size_t n,
	double *xyz[3])
{
	double *all = arena_array(b->arena, 3 * n, sizeof(*all));

	if (!all)
		return false;
	for (size_t k = 0; k < 3; k++)
		xyz[k] = all + k * n;
	b->series[i] = (struct plot_series){
		.kind = kind, .name = name, .n = n, .x = all, .y = all + n, .y2 = all + 2 * n};
	return true;
}

static double *add_grid(
	struct builder *b, size_t i, enum plot_kind kind, const char *name, size_t nx, size_t ny)
{
	double *z = arena_array(b->arena, nx * ny, sizeof(*z));

	b->series[i] = (struct plot_series){.kind = kind, .name = name, .nx = nx, .ny = ny, .z = z};
	return z;
}

/* Gradient norm by layer. */
static struct plot *gradients(struct builder *b)
{
	static const char *const names[] = {"sigmoid", "tanh", "ReLU + He"};
	static const double rates[] = {0.23, 0.75, 0.98};
	double *d[3];

	if (!start(b, "gradients", "", "layer", "gradient norm", 4))
		return NULL;
	b->plot->y.scale = PLOT_LOG;
	for (size_t s = 0; s < 3; s++) {
		if (!add(b, s, PLOT_LINE, names[s], 20, d))
			return NULL;
		for (int i = 0; i < 20; i++) {
			d[0][i] = i + 1;
			d[1][i] = pow(rates[s], 19 - i) * (1 + 0.1 * sin(3 * i));
		}
	}
	if (!add(b, 3, PLOT_REFERENCE, "bound", 20, d))
		return NULL;
	for (int i = 0; i < 20; i++) {
		d[0][i] = i + 1;
		d[1][i] = pow(0.25, 19 - i) * 3;
	}
	return b->plot;
}

/* Ten coefficients that shrink one after the other. */
static struct plot *lasso(struct builder *b)
{
	static const char *const names[] = {
		"age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"};
	static const double ols[] = {-10, -240, 520, 324, -792, 477, 101, 177, 751, 68};
	double *d[3];

	if (!start(b, "lasso", "Lasso paths, diabetes", "λ", "coefficient", 10))
		return NULL;
	b->plot->x.scale = PLOT_LOG;
	for (size_t s = 0; s < 10; s++) {
		if (!add(b, s, PLOT_LINE, names[s], 60, d))
			return NULL;
		for (int i = 0; i < 60; i++) {
			double lambda = pow(10, 0.3 - 3.3 * i / 59.0);
			double cut = 260 * lambda;

			d[0][i] = lambda;
			d[1][i] = fabs(ols[s]) > cut ? copysign(fabs(ols[s]) - cut, ols[s]) : 0;
		}
	}
	return b->plot;
}

/* Training curves of three optimizers with their spread. */
static struct plot *training(struct builder *b)
{
	static const char *const names[] = {"SGD", "momentum", "Adam"};
	static const double rates[] = {0.012, 0.03, 0.06}, floors[] = {0.08, 0.05, 0.02};
	unsigned long long seed = 7;
	double *d[3];

	if (!start(b, "training", "Training loss of three optimizers", "step", "loss", 3))
		return NULL;
	for (size_t s = 0; s < 3; s++) {
		if (!add(b, s, PLOT_LINE, names[s], 200, d))
			return NULL;
		for (int i = 0; i < 200; i++) {
			d[0][i] = i;
			d[1][i] = 2.3 * exp(-rates[s] * i) + floors[s] +
				  0.05 * exp(-rates[s] * i / 2) * normal(&seed);
		}
	}
	return b->plot;
}

/* Two classes and a boundary. */
static struct plot *scatter(struct builder *b)
{
	unsigned long long seed = 3;
	double *d[3];

	if (!start(b, "scatter", "Two classes", "x₁", "x₂", 3))
		return NULL;
	for (size_t s = 0; s < 2; s++) {
		if (!add(b, s, PLOT_POINTS, s ? "positive" : "negative", 60, d))
			return NULL;
		for (int i = 0; i < 60; i++) {
			d[0][i] = normal(&seed) + (s ? 1.5 : -1.5);
			d[1][i] = normal(&seed) + (s ? 1 : -1);
		}
	}
	if (!add(b, 2, PLOT_REFERENCE, "boundary", 2, d))
		return NULL;
	d[0][0] = -3;
	d[1][0] = 4.5;
	d[0][1] = 3;
	d[1][1] = -4.5;
	return b->plot;
}

static struct plot *bars(struct builder *b)
{
	double *d[3];

	if (!start(b, "bars", "Effect of each variable", "variable", "coefficient", 1) ||
		!add(b, 0, PLOT_BARS, "coefficient", 9, d))
		return NULL;
	for (int i = 0; i < 9; i++) {
		d[0][i] = i + 1;
		d[1][i] = 10 * sin(i + 0.5) + 1;
	}
	return b->plot;
}

static struct plot *grouped(struct builder *b)
{
	double *d[3];

	if (!start(b, "grouped", "Error by depth", "depth", "error [%]", 2))
		return NULL;
	for (size_t s = 0; s < 2; s++) {
		if (!add(b, s, PLOT_BARS, s ? "test" : "train", 6, d))
			return NULL;
		for (int i = 0; i < 6; i++) {
			d[0][i] = i + 1;
			d[1][i] = s ? 12 + (i - 3) * (i - 3) : 20.0 / (i + 1);
		}
	}
	return b->plot;
}

static struct plot *histogram(struct builder *b)
{
	unsigned long long seed = 11;
	double *d[3];

	if (!start(b, "histogram", "Residuals", "residual", "count", 1) ||
		!add(b, 0, PLOT_HISTOGRAM, "count", 31, d))
		return NULL;
	for (int i = 0; i < 31; i++)
		d[0][i] = -3 + 0.2 * i;
	for (int i = 0; i < 2000; i++) {
		int bin = (int)floor((normal(&seed) + 3) / 0.2);

		if (bin >= 0 && bin < 30)
			d[1][bin]++;
	}
	return b->plot;
}

static struct plot *steps(struct builder *b)
{
	double *d[3];

	if (!start(b, "steps", "Learning rate schedule", "epoch", "learning rate", 2))
		return NULL;
	b->plot->y.scale = PLOT_LOG;
	if (!add(b, 0, PLOT_STEP, "step decay", 10, d))
		return NULL;
	for (int i = 0; i < 10; i++) {
		d[0][i] = 10 * i;
		d[1][i] = 0.1 * pow(0.3, i / 3);
	}
	if (!add(b, 1, PLOT_LINE, "cosine", 91, d))
		return NULL;
	for (int i = 0; i < 91; i++) {
		d[0][i] = i;
		d[1][i] = 0.001 + 0.05 * (1 + cos(3.14159265 * i / 90));
	}
	return b->plot;
}

static struct plot *band(struct builder *b)
{
	double *d[3];

	if (!start(b, "band", "Mean and spread of 20 runs", "step", "loss", 3) ||
		!add(b, 0, PLOT_BAND, "mean ± sd", 50, d))
		return NULL;
	for (int i = 0; i < 50; i++) {
		double mean = exp(-i / 12.0), sd = 0.04 + 0.1 * exp(-i / 25.0);

		d[0][i] = i;
		d[1][i] = mean - sd;
		d[2][i] = mean + sd;
	}
	if (!add(b, 1, PLOT_LINE, "mean ± sd", 50, d))
		return NULL;
	for (int i = 0; i < 50; i++) {
		d[0][i] = i;
		d[1][i] = exp(-i / 12.0);
	}
	if (!add(b, 2, PLOT_REFERENCE, "Bayes", 2, d))
		return NULL;
	d[0][1] = 49;
	d[1][0] = d[1][1] = 0.1;
	return b->plot;
}

static double rosenbrock(double x, double y)
{
	return (1 - x) * (1 - x) + 5 * (y - x * x) * (y - x * x);
}

/* A valley, and with it, the way of gradient descent. */
static struct plot *surface(struct builder *b, enum plot_kind kind, const char *name)
{
	size_t nx = 61, ny = 41;
	double *z, *d[3], x = -1.6, y = 1.4;

	if (!start(b, name, "Rosenbrock's valley", "w₁", "w₂", 2))
		return NULL;
	z = add_grid(b, 0, kind, "loss", nx, ny);
	if (!z || !add(b, 1, PLOT_LINE, "descent", 80, d))
		return NULL;
	b->series[0].x0 = -2;
	b->series[0].x1 = 2;
	b->series[0].y0 = -1;
	b->series[0].y1 = 3;
	for (size_t iy = 0; iy < ny; iy++)
		for (size_t ix = 0; ix < nx; ix++)
			z[iy * nx + ix] = rosenbrock(-2 + 4 * (double)ix / (double)(nx - 1),
				-1 + 4 * (double)iy / (double)(ny - 1));
	for (int i = 0; i < 80; i++) {
		double gx = -2 * (1 - x) - 20 * x * (y - x * x), gy = 10 * (y - x * x);

		d[0][i] = x;
		d[1][i] = y;
		x -= 0.02 * gx;
		y -= 0.02 * gy;
	}
	return b->plot;
}

static struct plot *heat(struct builder *b)
{
	return surface(b, PLOT_HEAT, "heat");
}

static struct plot *contour(struct builder *b)
{
	return surface(b, PLOT_CONTOUR, "contour");
}

/* Few cells, one of them missing. */
static struct plot *matrix(struct builder *b)
{
	double *z;

	if (!start(b, "matrix", "Confusion matrix", "predicted", "true", 1))
		return NULL;
	z = add_grid(b, 0, PLOT_HEAT, "share", 5, 5);
	if (!z)
		return NULL;
	b->series[0].x0 = b->series[0].y0 = 1;
	b->series[0].x1 = b->series[0].y1 = 5;
	for (int i = 0; i < 25; i++)
		z[i] = i / 5 == i % 5 ? 0.9 : 0.1 / (1 + abs(i / 5 - i % 5));
	z[3] = NAN;
	return b->plot;
}

static struct plot *symlog(struct builder *b)
{
	double *d[3];

	if (!start(b, "symlog", "", "step", "coordinate", 1) ||
		!add(b, 0, PLOT_LINE, "x of a diverging descent", 40, d))
		return NULL;
	b->plot->y.scale = PLOT_SYMLOG;
	for (int i = 0; i < 40; i++) {
		d[0][i] = i;
		d[1][i] = 0.01 * pow(-1.4, i);
	}
	return b->plot;
}

/* A pole, a gap, a value far out, in a fixed range. */
static struct plot *clipped(struct builder *b)
{
	double *d[3];

	if (!start(b, "clipped", "1 / x in a fixed range", "x", "", 1) ||
		!add(b, 0, PLOT_LINE, "1 / x", 81, d))
		return NULL;
	b->plot->y = (struct plot_axis){.label = "", .fixed = true, .lo = -10, .hi = 10};
	for (int i = 0; i < 81; i++) {
		d[0][i] = -4 + 0.1 * i;
		d[1][i] = i == 40 ? INFINITY : 1 / (-4 + 0.1 * i);
	}
	d[1][60] = NAN;
	d[1][10] = 1e300;
	return b->plot;
}

static struct plot *single(struct builder *b)
{
	double *d[3];

	if (!start(b, "single", "One point", "x", "y", 1) || !add(b, 0, PLOT_POINTS, "y", 1, d))
		return NULL;
	d[0][0] = 3;
	d[1][0] = 0.25;
	return b->plot;
}

static struct plot *constant(struct builder *b)
{
	double *d[3];

	if (!start(b, "constant", "A constant", "x", "loss", 1) ||
		!add(b, 0, PLOT_LINE, "loss", 11, d))
		return NULL;
	for (int i = 0; i < 11; i++) {
		d[0][i] = i;
		d[1][i] = 0.25;
	}
	return b->plot;
}

/* Eight waves that cross everywhere: labels find no room. */
static struct plot *crowd(struct builder *b)
{
	static const char *const names[] = {
		"one", "two", "three", "four", "five", "six", "seven", "eight"};
	double *d[3];

	if (!start(b, "crowd", "", "time [s]", "amplitude", 8))
		return NULL;
	for (size_t s = 0; s < 8; s++) {
		if (!add(b, s, PLOT_LINE, names[s], 100, d))
			return NULL;
		for (int i = 0; i < 100; i++) {
			d[0][i] = 0.1 * i;
			d[1][i] = sin(0.1 * i + 0.3 * (double)s) * exp(-0.05 * i * (1 + (double)s));
		}
	}
	return b->plot;
}

/* More points than dots. */
static struct plot *cloud(struct builder *b)
{
	unsigned long long seed = 5;
	double *d[3];

	if (!start(b, "cloud", "", "x", "y", 2))
		return NULL;
	for (size_t s = 0; s < 2; s++) {
		if (!add(b, s, PLOT_POINTS, s ? "later" : "early", 800, d))
			return NULL;
		for (int i = 0; i < 800; i++) {
			double r = 1 + 0.2 * normal(&seed) + 2.0 * (double)s;
			double angle = 6.2831853 * sample_random(&seed);

			d[0][i] = r * cos(angle);
			d[1][i] = r * sin(angle);
		}
	}
	return b->plot;
}

const struct plot *plot_sample(struct arena *arena, size_t i)
{
	static struct plot *(*const makers[N_PLOT_SAMPLES])(struct builder *) = {gradients, lasso,
		training, scatter, bars, grouped, histogram, steps, band, heat, contour, matrix,
		symlog, clipped, single, constant, crowd, cloud};
	struct builder b = {.arena = arena};

	return makers[i](&b);
}
