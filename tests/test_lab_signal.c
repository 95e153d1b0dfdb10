#include "lab/signal.h"
#include "support/lab.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static enum mlp_activation activation(const char *name)
{
	return !strcmp(name, "sigmoid") ? MLP_SIGMOID : !strcmp(name, "tanh") ? MLP_TANH : MLP_RELU;
}

/* Two layers of one unit, skip 1 and branch 1/2, written out by hand. */
START_TEST(cost_of_a_network_and_its_complex_step_are_those_of_the_formula)
{
	const struct signal_network net = {MLP_TANH, 2, 1, 1, 0.5, 1};
	double w1 = 0.7, w2 = -1.2, a0 = 0.3, c = 2, one = 1, *w[] = {NULL, &w1, &w2};
	double a1 = a0 + 0.5 * tanh(w1 * a0), a2 = a1 + 0.5 * tanh(w2 * a1);
	double steep1 = 1 - pow(tanh(w1 * a0), 2), steep2 = 1 - pow(tanh(w2 * a1), 2);
	double slope = (c * a2 - 1) * c * (1 + 0.5 * steep2 * w2) * 0.5 * steep1 * a0;
	struct demo *d = quiet_demo();
	double complex cost =
		signal_cost(d, &net, w, &a0, &c, (struct signal_nudge){1, &one, &one, 1e-20 * I});

	ck_assert_double_eq_tol(creal(cost), pow(c * a2 - 1, 2) / 2, 1e-15);
	ck_assert_double_eq_tol(cimag(cost) / 1e-20, slope, 1e-15);
	w2 += 0.1;
	cost = signal_cost(d, &net, w, &a0, &c, (struct signal_nudge){1, &one, &one, 0});
	w2 -= 0.1;
	ck_assert_double_eq_tol(creal(cost),
		creal(signal_cost(d, &net, w, &a0, &c, (struct signal_nudge){2, &one, &one, 0.1})),
		1e-15);
	demo_close(d);
}
END_TEST

START_TEST(relu_halves_the_second_moment_and_the_squared_slope)
{
	/* E relu(z)² = q/2, E relu(z) = √(q/2π), E relu'(z)^k = 1/2 */
	ck_assert_double_eq_tol(signal_gaussian_mean(mlp_activate, MLP_RELU, 3, 2), 1.5, 1e-6);
	ck_assert_double_eq_tol(
		signal_gaussian_mean(mlp_activate, MLP_RELU, 3, 1), sqrt(3 / (2 * acos(-1))), 1e-4);
	ck_assert_double_eq_tol(signal_gaussian_mean(mlp_slope, MLP_RELU, 3, 2), 0.5, 1e-12);
	ck_assert_double_eq_tol(signal_gaussian_mean(mlp_slope, MLP_RELU, 3, 4), 0.5, 1e-12);
}
END_TEST

START_TEST(mean_slope_of_the_sigmoid_is_the_known_integral)
{
	/* E s'(Z) = 0.2066209641..., by adaptive quadrature */
	ck_assert_double_eq_tol(
		signal_gaussian_mean(mlp_slope, MLP_SIGMOID, 1, 1), 0.2066209641, 1e-10);
	ck_assert_double_eq_tol(signal_gaussian_mean(mlp_slope, MLP_SIGMOID, 0, 1), 0.25, 1e-12);
	/* odd about 1/2 */
	ck_assert_double_eq_tol(signal_gaussian_mean(mlp_activate, MLP_SIGMOID, 7, 1), 0.5, 1e-12);
}
END_TEST

START_TEST(relu_with_he_weights_keeps_the_gradient_and_varies_by_five_over_width)
{
	const struct signal_network net = {MLP_RELU, 11, 50, 0, 1, 2};
	double chi[12];
	double variance = signal_mean_field(&net, 0, 1, chi);

	for (int l = 1; l <= 11; l++)
		ck_assert_double_eq_tol(chi[l], 1, 1e-12);
	ck_assert_double_eq_tol(variance, 10 * 5 / 50.0, 1e-12);
}
END_TEST

START_TEST(a_skip_without_a_branch_changes_nothing)
{
	const struct signal_network net = {MLP_TANH, 5, 20, 1, 0, 1};
	double chi[6];

	ck_assert_double_eq(signal_mean_field(&net, 0, 1, chi), 0);
	ck_assert_double_eq(chi[5], 1);
}
END_TEST

START_TEST(signals_too_small_for_squares_keep_the_slope_of_zero)
{
	const struct signal_network net = {MLP_RELU, 100, 16, 0, 1, 4e-4};
	double chi[101];
	double variance = signal_mean_field(&net, 0, 1, chi);

	ck_assert_double_eq_tol(chi[100], 2e-4, 1e-15);
	ck_assert(isfinite(variance));
}
END_TEST

/* Theory for infinite width against networks of width 64 and 100: the mean of
 * the runs is known to deviation/√runs, and the theory leaves out terms of the
 * order of depth/width² (and, at the first layers, 1/width). */
START_TEST(mean_field_theory_agrees_with_networks_of_pytorch)
{
	struct oracle o = oracle_read("propagation.csv");
	double *chi = calloc(200, sizeof(*chi));

	ck_assert_ptr_nonnull(chi);
	ck_assert_uint_gt(o.n_rows, 8);
	for (size_t r = 1; r < o.n_rows; r++) {
		struct signal_network net = {activation(oracle_text(&o, r, 0)),
			(int)oracle_number(&o, r, 1), (int)oracle_number(&o, r, 2),
			oracle_number(&o, r, 3), oracle_number(&o, r, 4), oracle_number(&o, r, 5)};
		double mean = oracle_number(&o, r, 6), deviation = oracle_number(&o, r, 7);
		double runs = oracle_number(&o, r, 8);
		double variance = signal_mean_field(&net, 0, 1, chi), sum = 0;

		for (int l = 2; l <= net.depth; l++)
			sum += log(chi[l]);
		ck_assert_msg(fabs(mean - (sum - variance / 2)) <=
				      4 * deviation / sqrt(runs) + 3.0 / net.width,
			"row %zu: mean %g, theory %g", r, mean, sum - variance / 2);
		ck_assert_msg(fabs(deviation / sqrt(variance) - 1) <= 0.2,
			"row %zu: deviation %g, theory %g", r, deviation, sqrt(variance));
	}
	free(chi);
	oracle_free(&o);
}
END_TEST

START_TEST(spectral_norm_of_a_rank_one_matrix_is_the_product_of_its_vectors)
{
	const double p[3] = {1, -2, 2}, q[3] = {3, 0, 4};
	double w[9];

	for (int i = 0; i < 9; i++)
		w[i] = p[i / 3] * q[i % 3];
	ck_assert_double_eq_tol(signal_spectral_norm(w, 3), 3 * 5, 1e-12);
}
END_TEST

START_TEST(spectral_norm_is_the_largest_singular_value_not_the_largest_eigenvalue)
{
	/* A shear: both eigenvalues are 1, the singular values (√5 ± 1)/2. */
	const double shear[4] = {1, 1, 0, 1};

	ck_assert_double_eq_tol(signal_spectral_norm(shear, 2), (sqrt(5) + 1) / 2, 1e-12);
}
END_TEST

Suite *lab_signal_suite(void)
{
	Suite *s = suite_create("lab_signal");
	TCase *c = tcase_create("signal");

	tcase_add_test(c, cost_of_a_network_and_its_complex_step_are_those_of_the_formula);
	tcase_add_test(c, relu_halves_the_second_moment_and_the_squared_slope);
	tcase_add_test(c, mean_slope_of_the_sigmoid_is_the_known_integral);
	tcase_add_test(c, relu_with_he_weights_keeps_the_gradient_and_varies_by_five_over_width);
	tcase_add_test(c, a_skip_without_a_branch_changes_nothing);
	tcase_add_test(c, signals_too_small_for_squares_keep_the_slope_of_zero);
	tcase_add_test(c, mean_field_theory_agrees_with_networks_of_pytorch);
	tcase_add_test(c, spectral_norm_of_a_rank_one_matrix_is_the_product_of_its_vectors);
	tcase_add_test(c, spectral_norm_is_the_largest_singular_value_not_the_largest_eigenvalue);
	suite_add_tcase(s, c);
	return s;
}
