#include "lab/loss.h"

#include <check.h>
#include <complex.h>
#include <float.h>
#include <math.h>
#include <string.h>

/* Long double has 11 bits more: its plain form is the truth for moderate z. */
START_TEST(softplus_and_sigmoid_agree_with_long_double)
{
	for (double z = -40; z <= 40; z += 0.37) {
		long double e = expl((long double)z);

		ck_assert_double_eq_tol(softplus(z) / (double)log1pl(e), 1, 4 * DBL_EPSILON);
		ck_assert_double_eq_tol(sigmoid(z) / (double)(e / (1 + e)), 1, 4 * DBL_EPSILON);
	}
}
END_TEST

START_TEST(softplus_and_sigmoid_do_not_overflow)
{
	ck_assert_double_eq(softplus(1000), 1000);
	ck_assert_double_eq(softplus(-1000), 0);
	ck_assert_double_eq(sigmoid(1000), 1);
	ck_assert_double_eq(sigmoid(-1000), 0);
	/* e^-700 is a double, and stays one. */
	ck_assert_double_eq_tol(softplus(-700) / exp(-700), 1, 1e-15);
	ck_assert_double_eq_tol(sigmoid(-700) / exp(-700), 1, 1e-15);
}
END_TEST

START_TEST(log_sum_exp_neither_overflows_nor_loses_the_small)
{
	ck_assert_double_eq_tol(log_sum_exp((double[]){1000, 1000}, 2), 1000.693147180560, 1e-12);
	ck_assert_double_eq_tol(log_sum_exp((double[]){-1000, -1000}, 2), -1000 + log(2), 1e-12);
	ck_assert_double_eq_tol(log_sum_exp((double[]){-40, 0}, 2) / exp(-40), 1, 1e-15);
	ck_assert_double_eq(log_sum_exp((double[]){3}, 1), 3);
}
END_TEST

START_TEST(softmax_is_a_distribution_that_does_not_see_a_shift)
{
	double z[] = {1, -2, 0.5}, shifted[] = {1001, 998, 1000.5}, p[3], q[3], sum = 0;

	softmax(z, p, 3);
	softmax(shifted, q, 3);
	for (size_t j = 0; j < 3; j++) {
		sum += p[j];
		ck_assert_double_eq_tol(p[j], q[j], 1e-15);
		ck_assert_double_eq_tol(p[j], exp(z[j]) / (exp(1) + exp(-2) + exp(0.5)), 1e-15);
	}
	ck_assert_double_eq_tol(sum, 1, 1e-15);
	softmax(z, z, 3);
	ck_assert_mem_eq(z, p, sizeof(p));
}
END_TEST

/* A complex step has no difference to round: Im f(z + ih) / h is the slope to
 * the last bits (Squire & Trapp 1998). */
START_TEST(loss_logistic_agrees_with_the_complex_step)
{
	const double h = 1e-100;

	for (double z = -20; z <= 20; z += 1.7)
		for (double y = 0; y <= 1; y += 0.5) {
			double complex at = z + I * h;
			double complex j = clog(1 + cexp(at)) - y * at;
			double grad, cost = loss_logistic(&z, &y, &grad, 1);

			ck_assert_double_eq_tol(cost, creal(j), 1e-14 * fmax(1, fabs(z)));
			ck_assert_double_eq_tol(grad, cimag(j) / h, 1e-15);
		}
}
END_TEST

/* oracles: y = 1, z = -2, -5, -10 */
START_TEST(loss_logistic_keeps_its_slope_where_the_sigmoid_is_flat)
{
	static const double known[][2] = {
		{-2, -.8807971}, {-5, -.9933071}, {-10, -.9999546}, {-2000, -1}, {2000, 0}};

	for (size_t i = 0; i < 5; i++) {
		double y = 1, grad, cost = loss_logistic(&known[i][0], &y, &grad, 1);

		ck_assert_double_eq_tol(grad, known[i][1], 5e-8);
		ck_assert(isfinite(cost));
	}
	/* Far on the right side cost and slope are tiny, not 0. */
	{
		double z = 50, y = 1, grad, cost = loss_logistic(&z, &y, &grad, 1);

		ck_assert_double_eq_tol(cost / exp(-50), 1, 1e-15);
		ck_assert_double_eq_tol(grad / -exp(-50), 1, 1e-15);
	}
}
END_TEST

START_TEST(loss_means_are_over_the_batch)
{
	double z[] = {0.3, -1, 2, 4}, y[] = {1, 0, 0, 1}, grad[4], sum = 0, squares = 0;

	for (size_t i = 0; i < 4; i++) {
		double g;

		sum += loss_logistic(&z[i], &y[i], &g, 1) / 4;
		squares += (z[i] - y[i]) * (z[i] - y[i]) / 4;
	}
	ck_assert_double_eq_tol(loss_logistic(z, y, grad, 4), sum, 1e-15);
	ck_assert_double_eq_tol(loss_logistic(z, y, NULL, 4), sum, 1e-15);
	ck_assert_double_eq_tol(grad[3], (sigmoid(4) - 1) / 4, 1e-16);
	ck_assert_double_eq_tol(loss_squared(z, y, grad, 4), squares, 1e-15);
	ck_assert_double_eq_tol(loss_squared(z, y, NULL, 4), squares, 1e-15);
	ck_assert_double_eq_tol(grad[3], 2 * 3 / 4.0, 1e-15);
}
END_TEST

START_TEST(loss_cross_entropy_agrees_with_central_differences)
{
	double z[] = {0.2, -1, 3, 700, 705, 699, -5, 0, 1}, grad[9];
	const size_t labels[] = {1, 0, 2};
	const double h = 1e-5;

	ck_assert_double_eq(loss_cross_entropy(z, labels, grad, 3, 3),
		loss_cross_entropy(z, labels, NULL, 3, 3));
	for (size_t k = 0; k < 9; k++) {
		double at = z[k], up, down;

		z[k] = at + h;
		up = loss_cross_entropy(z, labels, NULL, 3, 3);
		z[k] = at - h;
		down = loss_cross_entropy(z, labels, NULL, 3, 3);
		z[k] = at;
		/* h^2/6 + eps 5/h; and z = 700 +- h itself is rounded by 1e-13. */
		ck_assert_double_eq_tol((up - down) / (2 * h), grad[k], 2e-8);
	}
}
END_TEST

START_TEST(loss_cross_entropy_of_two_classes_is_the_logistic_loss)
{
	for (double z = -800; z <= 800; z += 40.3) {
		const double logits[] = {0, z};
		const size_t label = 1;
		double y = 1, g, grad[2];
		double want = loss_logistic(&z, &y, &g, 1);
		double got = loss_cross_entropy(logits, &label, grad, 1, 2);

		/* Down to the smallest doubles, which have fewer digits. */
		ck_assert_double_le(fabs(got - want), fmax(1e-15 * want, DBL_TRUE_MIN));
		ck_assert_double_le(fabs(grad[1] - g), fmax(1e-15 * fabs(g), DBL_TRUE_MIN));
		ck_assert_double_eq(grad[0], -grad[1]);
	}
}
END_TEST

Suite *lab_loss_suite(void)
{
	Suite *s = suite_create("lab_loss");
	TCase *t = tcase_create("loss");

	tcase_add_test(t, softplus_and_sigmoid_agree_with_long_double);
	tcase_add_test(t, softplus_and_sigmoid_do_not_overflow);
	tcase_add_test(t, log_sum_exp_neither_overflows_nor_loses_the_small);
	tcase_add_test(t, softmax_is_a_distribution_that_does_not_see_a_shift);
	tcase_add_test(t, loss_logistic_agrees_with_the_complex_step);
	tcase_add_test(t, loss_logistic_keeps_its_slope_where_the_sigmoid_is_flat);
	tcase_add_test(t, loss_means_are_over_the_batch);
	tcase_add_test(t, loss_cross_entropy_agrees_with_central_differences);
	tcase_add_test(t, loss_cross_entropy_of_two_classes_is_the_logistic_loss);
	suite_add_tcase(s, t);
	return s;
}
