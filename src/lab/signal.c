#include "lab/signal.h"

#include <gsl/gsl_cblas.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_math.h>
#include <math.h>

static double complex activate(enum mlp_activation f, double complex z)
{
	switch (f) {
	case MLP_SIGMOID:
		return 1 / (1 + cexp(-z));
	case MLP_TANH:
		return ctanh(z);
	case MLP_RELU:
		return creal(z) > 0 ? z : 0;
	default:
		return z;
	}
}

/* The sum over j of (w_j + h p q_j) a_j. The weights are real but in the layer that is
 * nudged, and there a complex product costs four times as much. */
static double complex signal_into(
	const double *w, const double complex *a, int n, const struct signal_nudge *nudge, double p)
{
	double complex z = 0;

	for (int j = 0; !nudge && j < n; j++)
		z += w[j] * a[j];
	for (int j = 0; nudge && j < n; j++)
		z += (w[j] + nudge->h * p * nudge->q[j]) * a[j];
	return z;
}

double complex signal_cost(struct demo *d, const struct signal_network *net, double *const *w,
	const double *a0, const double *c, struct signal_nudge nudge)
{
	int n = net->width;
	double complex *a = demo_alloc(d, (size_t)n, sizeof(*a)), output = -1;
	double complex *f = demo_alloc(d, (size_t)n, sizeof(*f));

	for (int i = 0; i < n; i++)
		a[i] = a0[i];
	for (int l = 1; l <= net->depth; l++) {
		const struct signal_nudge *here = l == nudge.layer ? &nudge : NULL;

		for (int i = 0; i < n; i++)
			f[i] = activate(net->f, signal_into(&w[l][(size_t)i * (size_t)n], a, n,
							here, here ? nudge.p[i] : 0));
		for (int i = 0; i < n; i++)
			a[i] = net->skip * a[i] + net->branch * f[i];
	}
	for (int i = 0; i < n; i++)
		output += c[i] * a[i];
	return output * output / 2;
}

/* Midpoints lie evenly about 0, so that ReLU's kink costs nothing; the
 * rule is exact to rounding for what is smooth and dies out. */
enum { POINTS = 1024 };

struct bell {
	double z[POINTS], weight[POINTS];
};

static void set_bell(struct bell *bell)
{
	for (int i = 0; i < POINTS; i++) {
		bell->z[i] = -8 + (i + 0.5) * (16.0 / POINTS);
		bell->weight[i] = exp(-bell->z[i] * bell->z[i] / 2);
	}
}

/* The means of y and y^2, where y = h(sqrt(q) z)^power. */
static void means_under(const struct bell *bell, double (*h)(enum mlp_activation, double),
	enum mlp_activation f, double q, int power, double means[2])
{
	double sum = 0, squares = 0, width = 16.0 / POINTS, root = sqrt(2 * acos(-1));

	for (int i = 0; i < POINTS; i++) {
		double y = gsl_pow_int(h(f, sqrt(q) * bell->z[i]), power);

		sum += bell->weight[i] * y;
		squares += bell->weight[i] * (y * y);
	}
	means[0] = sum * width / root;
	means[1] = squares * width / root;
}

double signal_gaussian_mean(
	double (*h)(enum mlp_activation, double), enum mlp_activation f, double q, int power)
{
	struct bell bell;
	double means[2];

	set_bell(&bell);
	means_under(&bell, h, f, q, power, means);
	return means[0];
}

double signal_mean_field(const struct signal_network *net, double mean, double square, double *chi)
{
	double s = net->skip * net->skip, b = net->branch, variance = 0;
	struct bell bell;

	set_bell(&bell);

	for (int l = 1; l <= net->depth; l++) {
		double q = fmax(net->sigma2 * square, 1e-250); /* 0 has no slope */
		double a[2], slope[2]; /* means of f and f², of f'² and f'⁴ */

		means_under(&bell, mlp_activate, net->f, q, 1, a);
		means_under(&bell, mlp_slope, net->f, q, 2, slope);
		double c = b * b * net->sigma2 * slope[0],
		       kurtosis = slope[1] / (slope[0] * slope[0]);

		square = s * square + 2 * net->skip * b * mean * a[0] + b * b * a[1];
		mean = net->skip * mean + b * a[0];
		chi[l] = s + c;
		/* |skip g + u|² with n normal components u: their variance given the
		 * slopes, that of the slopes, and of the mixed term 2 skip g·u. */
		if (l > 1)
			variance += (c * c * (3 * kurtosis - 1) + 4 * s * c) / (chi[l] * chi[l]);
	}
	return variance / net->width;
}

double signal_spectral_norm(const double *w, int n)
{
	size_t size = (size_t)n;
	gsl_matrix *wtw = gsl_matrix_alloc(size, size);
	gsl_vector *eigenvalues = gsl_vector_alloc(size);
	gsl_eigen_symm_workspace *work = gsl_eigen_symm_alloc(size);

	cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, n, n, n, 1, w, n, w, n, 0, wtw->data,
		(int)wtw->tda);
	gsl_eigen_symm(wtw, eigenvalues, work);
	double largest = gsl_vector_max(eigenvalues);
	gsl_eigen_symm_free(work);
	gsl_vector_free(eigenvalues);
	gsl_matrix_free(wtw);
	return sqrt(fmax(largest, 0));
}
