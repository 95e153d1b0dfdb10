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

double signal_gaussian_mean(
	double (*h)(enum mlp_activation, double), enum mlp_activation f, double q, int power)
{
	/* Midpoints lie evenly about 0, so that ReLU's kink costs nothing; the
	 * rule is exact to rounding for what is smooth and dies out. */
	enum { POINTS = 1024 };
	double sum = 0, width = 16.0 / POINTS;

	for (int i = 0; i < POINTS; i++) {
		double z = -8 + (i + 0.5) * width;
		sum += exp(-z * z / 2) * gsl_pow_int(h(f, sqrt(q) * z), power);
	}
	return sum * width / sqrt(2 * acos(-1));
}

double signal_mean_field(const struct signal_network *net, double mean, double square, double *chi)
{
	double s = net->skip * net->skip, b = net->branch, variance = 0;

	for (int l = 1; l <= net->depth; l++) {
		double q = fmax(net->sigma2 * square, 1e-250); /* 0 has no slope */
		double a1 = signal_gaussian_mean(mlp_activate, net->f, q, 1);
		double a2 = signal_gaussian_mean(mlp_activate, net->f, q, 2);
		double slope2 = signal_gaussian_mean(mlp_slope, net->f, q, 2);
		double slope4 = signal_gaussian_mean(mlp_slope, net->f, q, 4);
		double c = b * b * net->sigma2 * slope2, kurtosis = slope4 / (slope2 * slope2);

		square = s * square + 2 * net->skip * b * mean * a1 + b * b * a2;
		mean = net->skip * mean + b * a1;
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
