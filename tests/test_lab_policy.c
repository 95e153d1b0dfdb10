#include "lab/policy.h"

#include "lab/loss.h"

#include <check.h>
#include <math.h>
#include <string.h>

static const double ref[] = {0.5, 0.3, 0.2}, reward[] = {1, 0, -1};

/* By BFGS on logits (scipy), to its tolerance. */
START_TEST(policy_tilt_is_where_a_direct_search_ends)
{
	static const double want[] = {.9186723059, .0745972660, .0067304281};
	double pi[3], value = policy_tilt(ref, reward, 0.5, pi, 3);

	for (size_t y = 0; y < 3; y++)
		ck_assert_double_eq_tol(pi[y], want[y], 1e-10);
	ck_assert_double_eq_tol(value, .6958393082, 1e-10);
	ck_assert_double_eq_tol(policy_value(pi, ref, reward, 0.5, 3), value, 1e-15);
	ck_assert_double_eq_tol(policy_value(ref, ref, reward, 0.5, 3), 0.3, 1e-15);
}
END_TEST

/* J(pi) = beta ln Z - beta KL(pi || tilted): no policy is above it. */
START_TEST(policy_value_of_any_policy_is_the_optimum_less_its_divergence)
{
	static const double policies[][3] = {{1, 0, 0}, {0, 0.5, 0.5}, {0.2, 0.2, 0.6}};

	for (double beta = 0.05; beta < 10; beta *= 1.7)
		for (size_t k = 0; k < 3; k++) {
			double best[3], top = policy_tilt(ref, reward, beta, best, 3);
			double got = policy_value(policies[k], ref, reward, beta, 3);

			ck_assert_double_eq_tol(
				got, top - beta * policy_kl(policies[k], best, 3), 1e-13);
		}
}
END_TEST

START_TEST(policy_tilt_does_not_overflow_and_may_write_over_its_input)
{
	const double r[] = {1000, 0, -1000};
	double pi[3], value = policy_tilt(ref, r, 0.01, pi, 3);

	ck_assert_double_eq(pi[0], 1);
	ck_assert_double_eq(pi[2], 0);
	ck_assert_double_eq_tol(value, 1000 + 0.01 * log(0.5), 1e-12);
	memcpy(pi, ref, sizeof(pi));
	policy_tilt(pi, reward, 0.5, pi, 3);
	ck_assert_double_eq_tol(pi[0], .9186723059, 1e-10);
	memcpy(pi, reward, sizeof(pi));
	policy_tilt(ref, pi, 0.5, pi, 3);
	ck_assert_double_eq_tol(pi[1], .0745972660, 1e-10);
}
END_TEST

START_TEST(policy_gradient_agrees_with_central_differences_and_vanishes_at_the_tilt)
{
	const double z[] = {0.2, -0.1, 0.4}, h = 1e-5;
	double pi[3], grad[3];

	softmax(z, pi, 3);
	policy_gradient(pi, ref, reward, 0.5, grad, 3);
	for (size_t y = 0; y < 3; y++) {
		double value[2];

		for (int side = 0; side < 2; side++) {
			double moved[] = {z[0], z[1], z[2]};

			moved[y] += side ? h : -h;
			softmax(moved, moved, 3);
			value[side] = policy_value(moved, ref, reward, 0.5, 3);
		}
		/* h^2 / 6 and eps / h */
		ck_assert_double_eq_tol((value[1] - value[0]) / (2 * h), grad[y], 1e-10);
	}
	policy_tilt(ref, reward, 0.5, pi, 3);
	policy_gradient(pi, ref, reward, 0.5, grad, 3);
	for (size_t y = 0; y < 3; y++)
		ck_assert_double_eq_tol(grad[y], 0, 1e-15);
}
END_TEST

/* Differences of logits from the optimum's shrink by 1 - eta beta a step. */
START_TEST(policy_natural_step_goes_to_the_tilt_at_its_rate)
{
	const double beta = 0.5, eta = 0.4;
	double z[] = {0.2, -0.1, 0.4}, best[3], pi[3], off = 0;

	policy_tilt(ref, reward, beta, best, 3);
	off = (z[0] - z[2]) - log(best[0] / best[2]);
	for (int t = 0; t < 10; t++)
		policy_natural_step(z, ref, reward, beta, eta, 3);
	ck_assert_double_eq_tol(
		(z[0] - z[2]) - log(best[0] / best[2]), off * pow(1 - eta * beta, 10), 1e-13);
	for (int t = 0; t < 200; t++)
		policy_natural_step(z, ref, reward, beta, eta, 3);
	softmax(z, pi, 3);
	ck_assert_double_eq_tol(policy_distance(pi, best, 3), 0, 1e-14);
}
END_TEST

START_TEST(policy_entropy_and_kl_of_known_distributions)
{
	const double coin[] = {0.5, 0.5}, sure[] = {1, 0};

	ck_assert_double_eq_tol(policy_entropy(coin, 2), log(2), 1e-15);
	ck_assert_double_eq(policy_entropy(sure, 2), 0);
	ck_assert_double_eq_tol(policy_kl(sure, coin, 2), log(2), 1e-15);
	ck_assert(isinf(policy_kl(coin, sure, 2)));
	ck_assert_double_eq(policy_kl(coin, coin, 2), 0);
	ck_assert_double_eq(policy_distance(coin, sure, 2), 0.5);
	ck_assert_double_eq(policy_mean(coin, (double[]){3, 5}, 2), 4);
}
END_TEST

START_TEST(policy_preference_is_bradley_and_terrys)
{
	ck_assert_double_eq(policy_preference(2, 2), 0.5);
	ck_assert_double_eq_tol(policy_preference(1, 0), exp(1) / (exp(1) + 1), 1e-15);
	ck_assert_double_eq_tol(policy_preference(3, 1) + policy_preference(1, 3), 1, 1e-15);
	ck_assert_double_eq(policy_preference(1000, -1000), 1);
}
END_TEST

Suite *lab_policy_suite(void)
{
	Suite *s = suite_create("lab_policy");
	TCase *t = tcase_create("policy");

	tcase_add_test(t, policy_tilt_is_where_a_direct_search_ends);
	tcase_add_test(t, policy_value_of_any_policy_is_the_optimum_less_its_divergence);
	tcase_add_test(t, policy_tilt_does_not_overflow_and_may_write_over_its_input);
	tcase_add_test(t, policy_gradient_agrees_with_central_differences_and_vanishes_at_the_tilt);
	tcase_add_test(t, policy_natural_step_goes_to_the_tilt_at_its_rate);
	tcase_add_test(t, policy_entropy_and_kl_of_known_distributions);
	tcase_add_test(t, policy_preference_is_bradley_and_terrys);
	suite_add_tcase(s, t);
	return s;
}
