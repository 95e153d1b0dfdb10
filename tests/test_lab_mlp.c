/* PyTorch's outputs and gradients: tests/oracles/mlp.py. */
#include "lab/mlp.h"
#include "support/lab.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { BATCH = 5, N_IN = 3, N_OUT = 2 };

static const char *const activation_names[] = {"identity", "sigmoid", "tanh", "relu"};

/* The numbers of mlp.py. */
static void fill(double *v, size_t n, size_t factor, size_t modulus, double shift, double divisor)
{
	for (size_t k = 0; k < n; k++)
		v[k] = ((double)(factor * k % modulus) - shift) / divisor;
}

struct pass {
	struct mlp *m;
	double x[BATCH * N_IN], grad_out[BATCH * N_OUT];
	const double *out;
};

/* i = 2 * activation + residual */
static struct pass *make_pass(struct demo *d, int i)
{
	static const size_t widths[] = {N_IN, 4, 4, N_OUT};
	const struct mlp_shape shape = {
		widths, 3, (enum mlp_activation)(i / 2), MLP_IDENTITY, i % 2 == 1, BATCH};
	struct pass *p = demo_alloc(d, 1, sizeof(*p));

	p->m = mlp_new(d, &shape);
	fill(p->m->params, p->m->n_params, 37, 101, 50, 64);
	fill(p->x, BATCH * N_IN, 29, 53, 26, 16);
	fill(p->grad_out, BATCH * N_OUT, 17, 23, 11, 8);
	p->out = mlp_forward(p->m, p->x, BATCH);
	mlp_backward(p->m, p->grad_out);
	return p;
}

static double look_up(const struct pass *p, const char *what, size_t k)
{
	if (strcmp(what, "out") == 0)
		return p->out[k];
	if (strcmp(what, "grad") == 0)
		return p->m->grads[k];
	ck_assert_int_eq(strncmp(what, "delta", 5), 0);
	return p->m->layers[what[5] - '0'].delta[k];
}

START_TEST(mlp_passes_agree_with_pytorch)
{
	struct demo *d = quiet_demo();
	struct pass *p = make_pass(d, _i);
	struct oracle o = oracle_read("mlp.csv");
	size_t n_compared = 0;

	for (size_t row = 1; row < o.n_rows; row++) {
		size_t k = (size_t)oracle_number(&o, row, 3);
		double want = oracle_number(&o, row, 4);

		if (strcmp(oracle_text(&o, row, 0), activation_names[_i / 2]) != 0 ||
			oracle_number(&o, row, 1) != _i % 2)
			continue;
		/* Sums of at most 5 * 4 * 4 numbers of size 1 to 10. */
		ck_assert_double_eq_tol(
			look_up(p, oracle_text(&o, row, 2), k), want, 1e-13 * fmax(1, fabs(want)));
		n_compared++;
	}
	ck_assert_uint_eq(n_compared, BATCH * N_OUT + p->m->n_params + BATCH * (4 + 4 + 2));
	oracle_free(&o);
	demo_close(d);
}
END_TEST

/* L = sum grad_out * out */
static double loss_of(struct pass *p)
{
	const double *out = mlp_forward(p->m, p->x, BATCH);
	double sum = 0;

	for (size_t k = 0; k < BATCH * N_OUT; k++)
		sum += p->grad_out[k] * out[k];
	return sum;
}

START_TEST(mlp_backward_agrees_with_central_differences)
{
	/* Error h^2 L''' / 6 + eps L / h with L of 10 to 100. */
	const double h = 6e-6, tolerance = 1e-7;
	struct demo *d = quiet_demo();
	struct pass *p = make_pass(d, _i);
	double *grads = demo_vector(d, p->m->n_params);

	memcpy(grads, p->m->grads, p->m->n_params * sizeof(double));
	for (size_t k = 0; k < p->m->n_params; k++) {
		double at = p->m->params[k], up, down;

		p->m->params[k] = at + h;
		up = loss_of(p);
		p->m->params[k] = at - h;
		down = loss_of(p);
		p->m->params[k] = at;
		ck_assert_double_eq_tol((up - down) / (2 * h), grads[k], tolerance);
	}
	demo_close(d);
}
END_TEST

START_TEST(mlp_slope_is_the_derivative_of_mlp_activate)
{
	static const double points[] = {-30, -2, -0.1, 0.3, 1, 5};
	const double h = 6e-6;

	for (int f = MLP_IDENTITY; f <= MLP_RELU; f++)
		for (size_t i = 0; i < sizeof(points) / sizeof(points[0]); i++) {
			double up = mlp_activate((enum mlp_activation)f, points[i] + h);
			double down = mlp_activate((enum mlp_activation)f, points[i] - h);

			ck_assert_double_eq_tol((up - down) / (2 * h),
				mlp_slope((enum mlp_activation)f, points[i]), 1e-9);
		}
	/* e^-30 / (1 + e^-30)^2 and 4 e^-40 / (1 + e^-40)^2, to all digits. */
	ck_assert_double_eq_tol(mlp_slope(MLP_SIGMOID, 30) * exp(30), 1 - 2 * exp(-30), 1e-14);
	ck_assert_double_eq_tol(mlp_slope(MLP_TANH, 20) * exp(40), 4, 1e-13);
	ck_assert_double_eq(mlp_slope(MLP_SIGMOID, -30), mlp_slope(MLP_SIGMOID, 30));
	ck_assert_double_eq(mlp_slope(MLP_SIGMOID, 800), 0);
	ck_assert_double_eq(mlp_slope(MLP_SIGMOID, 0), 0.25);
	ck_assert_double_eq(mlp_slope(MLP_TANH, 0), 1);
	ck_assert_double_eq(mlp_slope(MLP_RELU, 0), 0);
	ck_assert_double_eq(mlp_activate(MLP_SIGMOID, -800), 0);
	ck_assert_double_eq(mlp_activate(MLP_SIGMOID, 800), 1);
}
END_TEST

/* The mean square of n normal weights is sigma^2 (1 +- 5 sqrt(2/n)). */
START_TEST(mlp_init_weights_draws_the_documented_variance)
{
	static const size_t widths[] = {100, 300, 200};
	static const double want[][2] = {
		[MLP_XAVIER] = {2.0 / 400, 2.0 / 500},
		[MLP_HE] = {2.0 / 100, 2.0 / 300},
		[MLP_FIXED] = {0.49, 0.49},
	};
	const struct mlp_shape shape = {widths, 2, MLP_RELU, MLP_IDENTITY, false, 1};
	struct demo *d = quiet_demo();
	struct mlp *m = mlp_new(d, &shape);

	for (size_t k = 0; k < m->n_params; k++)
		m->params[k] = 9;
	mlp_init_weights(m, (enum mlp_init)_i, 0.7, random_new(d, 1));
	for (size_t l = 0; l < 2; l++) {
		size_t n = widths[l] * widths[l + 1];
		double squares = 0;

		for (size_t k = 0; k < n; k++)
			squares += m->layers[l].w[k] * m->layers[l].w[k];
		ck_assert_double_eq_tol(
			squares / (double)n / want[_i][l], 1, 5 * sqrt(2.0 / (double)n));
		for (size_t j = 0; j < widths[l + 1]; j++)
			ck_assert_double_eq(m->layers[l].b[j], 0);
	}
	demo_close(d);
}
END_TEST

/* A chain of one unit a layer: the gradient is a product, known exactly. */
START_TEST(mlp_gradient_of_a_chain_is_the_product_of_slopes)
{
	enum { DEPTH = 400 };
	size_t widths[DEPTH + 1];
	const struct mlp_shape shape = {widths, DEPTH, MLP_IDENTITY, MLP_IDENTITY, false, 1};
	const double one = 1;
	struct demo *d = quiet_demo();
	struct mlp *m;

	for (size_t l = 0; l <= DEPTH; l++)
		widths[l] = 1;
	m = mlp_new(d, &shape);
	for (size_t l = 0; l < DEPTH; l++)
		m->layers[l].w[0] = 0.25;
	mlp_forward(m, &one, 1);
	mlp_backward(m, &one);
	/* 2^-798, whose square is no double. */
	ck_assert_double_eq(mlp_delta_norm(m, 0), ldexp(1, -2 * (DEPTH - 1)));
	ck_assert_double_eq(mlp_delta_norm(m, DEPTH - 1), 1);
	demo_close(d);
}
END_TEST

START_TEST(mlp_delta_norm_is_over_batch_and_units)
{
	struct demo *d = quiet_demo();
	struct pass *p = make_pass(d, 0);
	double squares = 0;

	for (size_t k = 0; k < BATCH * N_OUT; k++)
		squares += p->grad_out[k] * p->grad_out[k];
	ck_assert_double_eq_tol(mlp_delta_norm(p->m, 2), sqrt(squares), 1e-14);
	memset(p->grad_out, 0, sizeof(p->grad_out));
	mlp_backward(p->m, p->grad_out);
	ck_assert_double_eq(mlp_delta_norm(p->m, 0), 0);
	demo_close(d);
}
END_TEST

Suite *lab_mlp_suite(void)
{
	Suite *s = suite_create("lab_mlp");
	TCase *t = tcase_create("mlp");

	tcase_add_loop_test(t, mlp_passes_agree_with_pytorch, 0, 8);
	tcase_add_loop_test(t, mlp_backward_agrees_with_central_differences, 0, 8);
	tcase_add_test(t, mlp_slope_is_the_derivative_of_mlp_activate);
	tcase_add_loop_test(t, mlp_init_weights_draws_the_documented_variance, 0, 3);
	tcase_add_test(t, mlp_gradient_of_a_chain_is_the_product_of_slopes);
	tcase_add_test(t, mlp_delta_norm_is_over_batch_and_units);
	suite_add_tcase(s, t);
	return s;
}
