/*
 * What scaling the features does to gradient descent: one linear regression on
 * the diabetes data, an intercept and ten weights, in six versions of the
 * columns. The best fit is the same in all; the number of steps to it is not.
 */
#include "lab/data.h"
#include "lab/linear.h"

#include <gsl/gsl_eigen.h>
#include <math.h>
#include <stdio.h>

enum version { RAW, DIVIDED, CENTERED, RANGE, STANDARD, WHITE, VERSIONS };
enum { AGE = 0, BMI = 2, WALK = 3000, SHOWN = 91 };

static const char *const names[] = {
	"as measured", "deviation 1", "mean 0", "range 0 to 1", "standardized", "whitened"};
static const char *const keys[] = {"raw", "divided", "centered", "range", "standard", "white"};

/* x' = (x - shift) / scale for one column of n numbers, d apart. */
static void scale_column(enum version version, double *x, size_t n, size_t d)
{
	double mean = 0, square = 0, low = x[0], high = x[0];

	for (size_t i = 0; i < n; i++) {
		mean += x[i * d] / (double)n;
		low = fmin(low, x[i * d]);
		high = fmax(high, x[i * d]);
	}
	for (size_t i = 0; i < n; i++)
		square += (x[i * d] - mean) * (x[i * d] - mean) / (double)n;

	bool off = version == CENTERED || version == STANDARD;
	bool divide = version == DIVIDED || version == STANDARD;
	/* [shift] */
	double shift = version == RANGE ? low : off ? mean : 0;
	double scale = version == RANGE ? high - low : divide ? sqrt(square) : 1;

	for (size_t i = 0; i < n; i++)
		x[i * d] = (x[i * d] - shift) / scale;
	/* [end] */
}

static struct dataset *copy(struct demo *d, const struct dataset *set, size_t first)
{
	struct dataset *c = demo_alloc(d, 1, sizeof *c);

	*c = (struct dataset){set->n, set->d + first, NULL, NULL, set->y};
	c->x = demo_vector(d, c->n * c->d);
	for (size_t i = 0; i < c->n; i++)
		for (size_t j = 0; j < c->d; j++)
			c->x[i * c->d + j] = j < first ? 1 : set->x[i * set->d + j - first];
	return c;
}

/* The columns in this version, and before them one of ones for the intercept. */
static struct dataset *in_version(struct demo *d, const struct dataset *raw, enum version version)
{
	struct dataset *set = copy(d, raw, 0);

	for (size_t j = 0; j < set->d; j++)
		scale_column(version == WHITE ? CENTERED : version, set->x + j, set->n, set->d);
	if (version == WHITE) { /* the left singular vectors: no direction is long */
		struct linear_svd *svd = linear_svd_new(d, set);
		for (size_t i = 0; i < set->n * set->d; i++)
			set->x[i] = svd->u[i] * sqrt((double)set->n);
	}
	return copy(d, set, 1);
}

/* The bowl: curvature along each of its axes, and what of y's mean square is to be
 * won along it. y has variance 1, so these are shares, as R² is. */
struct bowl {
	size_t n;
	double *curvature, *missing; /* curvature falls */
	double kappa;
};

static struct bowl bowl_of(struct demo *d, const struct dataset *set)
{
	struct linear_svd *svd = linear_svd_new(d, set);
	struct bowl b = {svd->k, demo_vector(d, svd->k), demo_vector(d, svd->k), 0};
	double n = (double)set->n;

	for (size_t c = 0; c < b.n; c++) {
		double along = 0;
		for (size_t i = 0; i < set->n; i++)
			along += svd->u[i * svd->k + c] * set->y[i];
		b.curvature[c] = svd->s[c] * svd->s[c] / n;
		b.missing[c] = along * along / n;
	}
	b.kappa = b.curvature[0] / b.curvature[b.n - 1];
	return b;
}

/* What R² lacks after k steps from 0 at the rate η = rate / L, without a step. */
static double gap(const struct bowl *b, double rate, double k)
{
	double sum = 0;

	for (size_t c = 0; c < b->n; c++) {
		double x = rate * (b->curvature[c] / b->curvature[0]);
		double log_factor = x < 1 ? log1p(-x) : log(x - 1); /* of |1 - x| */
		sum += b->missing[c] * (k > 0 ? exp(2 * k * log_factor) : 1);
	}
	return sum;
}

/* The first k with gap <= tolerance: doubled until it holds, then halved. */
static double steps_needed(const struct bowl *b, double rate, double tolerance)
{
	double low = 0, high = 1;

	while (gap(b, rate, high) > tolerance && high < 1e18) {
		low = high;
		high *= 2;
	}
	while (high - low > 1 && high - low > 1e-9 * high) {
		double middle = floor((low + high) / 2);
		*(gap(b, rate, middle) > tolerance ? &low : &high) = middle;
	}
	return high;
}

/* A = X'X / n and b = X'y / n: the gradient of half the mean squared error is A w - b. */
static void normal_equations(const struct dataset *set, double *a, double *b)
{
	size_t p = set->d;
	double n = (double)set->n;

	for (size_t i = 0; i < set->n; i++)
		for (size_t j = 0; j < p; j++) {
			b[j] += set->x[i * p + j] * set->y[i] / n;
			for (size_t k = 0; k < p; k++)
				a[j * p + k] += set->x[i * p + j] * set->x[i * p + k] / n;
		}
}

/* Descent from 0 by steps, until the gap is at most `tolerance` or WALK steps are
 * made. The gap is explained - 2 b'w + w'Aw. */
struct walk {
	int steps;
	double gap;
};

static struct walk descend(
	struct demo *d, const struct dataset *set, double eta, double tolerance, double explained)
{
	size_t p = set->d;
	double *a = demo_vector(d, p * p), *b = demo_vector(d, p);
	double *w = demo_vector(d, p), *slope = demo_vector(d, p);

	normal_equations(set, a, b);
	for (struct walk walk = {0, 0};; walk.steps++) {
		walk.gap = explained;
		for (size_t j = 0; j < p; j++) {
			slope[j] = -b[j];
			for (size_t k = 0; k < p; k++)
				slope[j] += a[j * p + k] * w[k];
			walk.gap += w[j] * (slope[j] - b[j]);
		}
		if (walk.gap <= tolerance || walk.steps == WALK)
			return walk;
		for (size_t j = 0; j < p; j++)
			w[j] -= eta * slope[j];
	}
}

/* 1 / κ from the eigenvalues of A. */
static double smallest_over_largest(struct demo *d, const struct dataset *set)
{
	size_t p = set->d;
	double *a = demo_vector(d, p * p), *b = demo_vector(d, p);
	gsl_vector *values = gsl_vector_alloc(p);
	gsl_eigen_symm_workspace *space = gsl_eigen_symm_alloc(p);

	normal_equations(set, a, b);
	gsl_matrix_view view = gsl_matrix_view_array(a, p, p);
	gsl_eigen_symm(&view.matrix, values, space);
	double quotient = gsl_vector_min(values) / gsl_vector_max(values);
	gsl_eigen_symm_free(space);
	gsl_vector_free(values);
	return quotient;
}

struct question { /* what is asked of every version */
	double rate, tolerance, explained;
};

static void try_version(struct demo *d, const struct dataset *set, enum version version,
	struct question q, struct bowl *bowl)
{
	char name[40], label[80];

	*bowl = bowl_of(d, set);
	double needed = steps_needed(bowl, q.rate, q.tolerance);
	struct walk w = descend(d, set, q.rate / bowl->curvature[0], q.tolerance, q.explained);

	snprintf(name, sizeof name, "kappa_%s", keys[version]);
	snprintf(label, sizeof label, "condition number, %s", names[version]);
	demo_value(d, name, bowl->kappa, label);
	/* Eigenvalues are off by some eps times the largest. */
	demo_check(d, name, smallest_over_largest(d, set), 1 / bowl->kappa, 1e-14,
		"1/κ: eigenvalues of X'X");
	snprintf(name, sizeof name, "steps_%s", keys[version]);
	snprintf(label, sizeof label, "steps needed, %s", names[version]);
	demo_value(d, name, needed, label);
	demo_check(d, name, w.steps, fmin(needed, WALK), 0, "descent, step by step, to 3000");
	snprintf(name, sizeof name, "gap_%s", keys[version]);
	demo_check(d, name, w.gap, gap(bowl, q.rate, w.steps), 1e-9, "what is missing there");
	snprintf(name, sizeof name, "fit_%s", keys[version]);
	demo_check(d, name, gap(bowl, q.rate, 0), q.explained, 1e-9, "the same fit, by QR");
}

/* An intercept and one feature that is divided by its deviation, its mean r of
 * these away from 0: the matrix is (1, r; r, 1 + r²), of determinant 1. */
static void one_feature(struct demo *d, const struct dataset *raw)
{
	struct dataset column = {raw->n, 1, NULL, demo_vector(d, raw->n), raw->y};
	double mean = 0, square = 0, n = (double)raw->n;

	for (size_t i = 0; i < raw->n; i++) {
		column.x[i] = raw->x[i * raw->d];
		mean += column.x[i] / n;
		square += column.x[i] * column.x[i] / n;
	}
	double r = mean / sqrt(square - mean * mean), half = 1 + r * r / 2;
	double root = half + sqrt(half * half - 1), kappa = root * root;
	struct dataset *set = in_version(d, &column, DIVIDED);
	demo_value(d, "away", r, "deviations from 0 to the mean of age");
	demo_value(d, "kappa_one", bowl_of(d, set).kappa, "κ of intercept and age / deviation");
	/* r² of the variance's digits, r² = √κ, are lost where the mean is taken off. */
	demo_check(d, "kappa_one", bowl_of(d, set).kappa, kappa, 1e-12 * kappa * sqrt(kappa),
		"closed form in mean / deviation");
}

static void plot(struct demo *d, const struct bowl *bowls, struct question q)
{
	double *k = demo_vector(d, SHOWN), *y = demo_vector(d, SHOWN);
	struct demo_plot *p =
		demo_plot(d, "gaps", "step", "R² still missing", DEMO_LOG_X | DEMO_LOG_Y);
	const double last = 1e9;
	int wrong = 0;

	demo_plot_title(p, "What R² still lacks, by version of the columns");
	demo_range_x(p, 1, last);
	demo_range_y(p, 1e-6, 1);
	for (int v = 0; v < VERSIONS; v++) {
		double needed = steps_needed(&bowls[v], q.rate, q.tolerance);
		for (int i = 0; i < SHOWN; i++) {
			k[i] = floor(pow(last, (double)i / (SHOWN - 1)));
			y[i] = gap(&bowls[v], q.rate, k[i]);
			wrong += (y[i] <= q.tolerance) != (k[i] >= needed);
		}
		demo_line(p, names[v], k, y, SHOWN);
	}
	demo_check(d, "gaps", wrong, 0, 0, "each line falls below the tolerance at its step");
	struct demo_table *t = demo_table(d, "versions", "columns|κ|steps", "Six versions");
	for (int v = 0; v < VERSIONS; v++)
		demo_named_row(t, names[v],
			(double[]){bowls[v].kappa, steps_needed(&bowls[v], q.rate, q.tolerance)});
}

/* Columns as they are measured, in the units asked for; y in deviations. */
static struct dataset *measured(struct demo *d, size_t n_features, double unit, double zero)
{
	struct dataset *full = data_diabetes(d), *set = demo_alloc(d, 1, sizeof *set);
	double n = (double)full->n, mean = 0, square = 0;

	*set = (struct dataset){
		full->n, n_features, NULL, demo_vector(d, full->n * n_features), full->y};
	for (size_t i = 0; i < set->n; i++) {
		double *row = set->x + i * n_features;
		for (size_t j = 0; j < n_features; j++)
			row[j] = full->x[i * full->d + j];
		row[AGE] += zero;
		row[BMI] *= unit;
		mean += set->y[i] / n;
		square += set->y[i] * set->y[i] / n;
	}
	for (size_t i = 0; i < set->n; i++)
		set->y[i] /= sqrt(square - mean * mean);
	return set;
}

/* What the best fit takes off y's mean square. */
static double explained(struct demo *d, const struct dataset *set)
{
	double *w = demo_vector(d, set->d), *left = demo_vector(d, set->n), sum = 0;

	if (!linear_least_squares(d, set, w))
		demo_fail(d, "these columns are dependent");
	linear_residual(set, w, left);
	for (size_t i = 0; i < set->n; i++)
		sum += (set->y[i] * set->y[i] - left[i] * left[i]) / (double)set->n;
	return sum;
}

static double mean_square(const struct dataset *set, size_t j)
{
	double sum = 0;

	for (size_t i = 0; i < set->n; i++)
		sum += set->x[i * set->d + j] * set->x[i * set->d + j] / (double)set->n;
	return sum;
}

int main(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Feature scaling and the steps of gradient descent");
	double unit = demo_log(d, "unit", 1, 1e-3, 1e3, "body mass index times");
	double zero = demo_real(d, "zero", 0, 0, 2000, "added to age [years]");
	int few = demo_choice(d, "features", "all|three", "all ten, or age, sex, bmi");
	double rate = demo_real(d, "rate", 1, 0.1, 1.9, "learning rate times L");
	double tolerance = demo_log(d, "tolerance", 1e-3, 1e-6, 0.1, "R² may lack");
	size_t n_features = few ? 3 : 10;
	struct dataset *raw = measured(d, n_features, unit, zero);
	struct question q = {rate, tolerance, explained(d, in_version(d, raw, STANDARD))};
	struct bowl bowls[VERSIONS];

	for (int v = 0; v < VERSIONS; v++)
		try_version(d, in_version(d, raw, v), v, q, &bowls[v]);
	demo_value(d, "times", bowls[RAW].kappa / bowls[STANDARD].kappa,
		"κ as measured / standardized");
	demo_value(d, "bend",
		mean_square(raw, BMI) / mean_square(measured(d, n_features, 1, 0), BMI),
		"by what the unit multiplies the curvature along the weight of bmi");
	demo_value(d, "unit_once", unit, "the unit itself");
	demo_value(d, "unit_inverse", 1 / unit / unit, "its square, upside down");
	demo_value(d, "kappa_floor", bowls[STANDARD].kappa / (double)bowls[STANDARD].n,
		"κ standardized / number of columns: no column scaling has less");
	demo_value(d, "range_over", bowls[RANGE].kappa / bowls[STANDARD].kappa,
		"κ of the range 0 to 1 / standardized");
	one_feature(d, raw);
	plot(d, bowls, q);
	return demo_close(d);
}
