/* The demos about costs as they are shipped, against NumPy, SciPy, scikit-learn
 * and PyTorch at settings that are not their defaults (oracles/costs.py), and
 * their checks at the ends of all parameters. */
#include "support/demo.h"

#include <check.h>
#include <math.h>
#include <stdio.h>

START_TEST(cost_function_demo_agrees_with_numpy_and_a_linear_program)
{
	demo_agrees("021-cost-function", "costs.csv", 1e-9, 54);
}
END_TEST

/* Four unlike sets of points, one surface. */
START_TEST(cost_function_demo_finds_the_same_squared_surface_for_all_sets)
{
	static const char *const sets[] = {"data=II", "data=III", "data=IV"};

	for (int i = 0; i < 3; i++) {
		ck_assert_double_gt(demo_says("021-cost-function", sets[i], "apart"), 0.001);
		ck_assert_double_lt(demo_says("021-cost-function", sets[i], "apart"), 0.002);
	}
}
END_TEST

START_TEST(cost_function_demo_holds_its_checks_at_the_ends_of_its_parameters)
{
	static const char *const sets[] = {"I", "II", "III", "IV"},
				 *const losses[] = {"squared", "absolute"},
				 *const w[] = {"-0.5", "1.5"}, *const b[] = {"-4", "10"};

	for (int i = 0; i < 32; i++) {
		char arguments[160];

		snprintf(arguments, sizeof arguments, "data=%s loss=%s w=%s b=%s", sets[i & 3],
			losses[i >> 2 & 1], w[i >> 3 & 1], b[i >> 4]);
		ck_assert(isfinite(demo_says("021-cost-function", arguments, "cost")));
	}
}
END_TEST

START_TEST(loss_vs_cost_demo_agrees_with_pytorch_and_scikit_learn)
{
	demo_agrees("020-loss-vs-cost", "costs.csv", 1e-9, 56);
}
END_TEST

START_TEST(loss_vs_cost_demo_holds_its_checks_at_the_ends_of_its_parameters)
{
	static const char *const n[] = {"4", "500"}, *const w[] = {"0", "10"},
				 *const eta[] = {"0.001", "0.5"}, *const lambda[] = {"0", "10"},
				 *const late[] = {"0", "60"}, *const batch[] = {"1", "500"};

	for (int i = 0; i < 64; i++) {
		char arguments[160];

		snprintf(arguments, sizeof arguments, "n=%s w=%s eta=%s lambda=%s late=%s batch=%s",
			n[i & 1], w[i >> 1 & 1], eta[i >> 2 & 1], lambda[i >> 3 & 1],
			late[i >> 4 & 1], batch[i >> 5]);
		ck_assert(isfinite(demo_says("020-loss-vs-cost", arguments, "end_sum")));
	}
}
END_TEST

/* The largest rate for the sum falls as 1/n, that for the mean stays. */
START_TEST(loss_vs_cost_demo_has_a_border_for_the_sum_that_falls_as_one_over_n)
{
	const char *const some = "n=100 lambda=0", *const more = "n=400 lambda=0";
	double sum = demo_says("020-loss-vs-cost", some, "border_sum");
	double mean = demo_says("020-loss-vs-cost", some, "border_mean");

	ck_assert_double_eq_tol(100 * sum / mean, 1, 1e-12);
	ck_assert_double_eq_tol(
		400 * demo_says("020-loss-vs-cost", more, "border_sum") / mean, 1, 0.2);
}
END_TEST

/* SciPy finds its minimum to about 1e-8. */
START_TEST(why_minimize_demo_agrees_with_scipy_and_pytorch)
{
	demo_agrees("016-why-minimize", "costs.csv", 1e-7, 48);
}
END_TEST

START_TEST(why_minimize_demo_holds_its_checks_at_the_ends_of_its_parameters)
{
	static const char *const p[] = {"0.1", "0.9"}, *const n[] = {"20", "10000"},
				 *const start[] = {"0.02", "0.98"}, *const price[] = {"0", "1"},
				 *const eta[] = {"0.05", "4"};

	for (int i = 0; i < 32; i++) {
		char arguments[160];

		snprintf(arguments, sizeof arguments, "p=%s n=%s start=%s price=%s eta=%s",
			p[i & 1], n[i >> 1 & 1], start[i >> 2 & 1], price[i >> 3 & 1], eta[i >> 4]);
		ck_assert(isfinite(demo_says("016-why-minimize", arguments, "excess_end")));
	}
}
END_TEST

/* Also where all parcels break, or none. */
START_TEST(why_minimize_demo_holds_its_checks_for_many_draws)
{
	for (int seed = 1; seed <= 60; seed++) {
		char arguments[160];

		snprintf(arguments, sizeof arguments, "n=20 p=%s seed=%d", seed % 2 ? "0.1" : "0.9",
			seed);
		ck_assert(isfinite(demo_says("016-why-minimize", arguments, "excess_end")));
	}
}
END_TEST

/* SciPy's best scores are good to about 1e-8, the rest is counted or linear. */
START_TEST(surrogate_loss_demo_agrees_with_scikit_learn_and_a_linear_program)
{
	demo_agrees("026-surrogate-loss", "costs.csv", 1e-6, 40);
}
END_TEST

START_TEST(surrogate_loss_demo_holds_its_checks_at_the_ends_of_its_parameters)
{
	static const char *const half[] = {"5", "100"}, *const gap[] = {"1", "5"},
				 *const far[] = {"0", "40"}, *const w[] = {"0.2", "5"},
				 *const p[] = {"0.05", "0.95"};

	for (int i = 0; i < 32; i++) {
		char arguments[160];

		snprintf(arguments, sizeof arguments, "half=%s gap=%s far=%s w=%s p=%s",
			half[i & 1], gap[i >> 1 & 1], far[i >> 2 & 1], w[i >> 3 & 1], p[i >> 4]);
		ck_assert(isfinite(demo_says("026-surrogate-loss", arguments, "hinge_cost")));
	}
}
END_TEST

/* Also where patients can be separated, and where the hinge is flat. */
START_TEST(surrogate_loss_demo_holds_its_checks_for_many_draws)
{
	for (int seed = 1; seed <= 60; seed++) {
		char arguments[160];

		snprintf(arguments, sizeof arguments, "half=%d gap=%d seed=%d", 5 + seed % 3,
			1 + seed % 4, seed);
		ck_assert(isfinite(demo_says("026-surrogate-loss", arguments, "hinge_cost")));
	}
}
END_TEST

/* At the probability one half the hinge has many best scores, from -1 to 1. */
START_TEST(surrogate_loss_demo_accepts_any_best_score_of_the_hinge_at_one_half)
{
	double score = demo_says("026-surrogate-loss", "p=0.5", "score_hinge");

	ck_assert_double_ge(score, -1);
	ck_assert_double_le(score, 1);
}
END_TEST

/* LIBLINEAR, SLSQP and BFGS stop at some 1e-7. */
START_TEST(hinge_loss_demo_agrees_with_liblinear_and_scipy)
{
	demo_agrees("024-hinge-loss", "costs.csv", 1e-5, 44);
}
END_TEST

START_TEST(hinge_loss_demo_holds_its_checks_at_the_ends_of_its_parameters)
{
	static const char *const half[] = {"5", "100"}, *const gap[] = {"2", "6"},
				 *const lambda[] = {"0.001", "1"}, *const wrong[] = {"0", "10"},
				 *const steps[] = {"10", "10000"}, *const score[] = {"-3", "3"};

	for (int i = 0; i < 64; i++) {
		char arguments[160];

		snprintf(arguments, sizeof arguments,
			"half=%s gap=%s lambda=%s wrong=%s steps=%s score=%s", half[i & 1],
			gap[i >> 1 & 1], lambda[i >> 2 & 1], wrong[i >> 3 & 1], steps[i >> 4 & 1],
			score[i >> 5]);
		ck_assert(isfinite(demo_says("024-hinge-loss", arguments, "least")));
	}
}
END_TEST

START_TEST(hinge_loss_demo_holds_its_checks_for_many_draws)
{
	for (int seed = 1; seed <= 60; seed++) {
		char arguments[160];

		snprintf(arguments, sizeof arguments, "half=%d gap=%d wrong=%d seed=%d",
			5 + seed % 20, 2 + seed % 5, seed % 7, seed);
		ck_assert(isfinite(demo_says("024-hinge-loss", arguments, "least")));
	}
}
END_TEST

/* Up to a border the soft margin's street is the widest, beyond it is wider. */
START_TEST(hinge_loss_demo_has_the_widest_street_up_to_the_border_only)
{
	double most = demo_says("024-hinge-loss", "", "most");
	double widest = demo_says("024-hinge-loss", "", "widest");
	char arguments[160];

	snprintf(arguments, sizeof arguments, "lambda=%.10g", most * 0.999);
	ck_assert_double_eq_tol(demo_says("024-hinge-loss", arguments, "half_width"), widest, 1e-9);
	snprintf(arguments, sizeof arguments, "lambda=%.10g", most * 1.01);
	ck_assert_double_gt(demo_says("024-hinge-loss", arguments, "half_width"), widest + 1e-3);
}
END_TEST

Suite *demo_costs_suite(void)
{
	Suite *s = suite_create("demo_costs");
	TCase *t = tcase_create("demo_costs");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, cost_function_demo_agrees_with_numpy_and_a_linear_program);
	tcase_add_test(t, cost_function_demo_finds_the_same_squared_surface_for_all_sets);
	tcase_add_test(t, cost_function_demo_holds_its_checks_at_the_ends_of_its_parameters);
	tcase_add_test(t, loss_vs_cost_demo_agrees_with_pytorch_and_scikit_learn);
	tcase_add_test(t, loss_vs_cost_demo_holds_its_checks_at_the_ends_of_its_parameters);
	tcase_add_test(t, loss_vs_cost_demo_has_a_border_for_the_sum_that_falls_as_one_over_n);
	tcase_add_test(t, why_minimize_demo_agrees_with_scipy_and_pytorch);
	tcase_add_test(t, why_minimize_demo_holds_its_checks_at_the_ends_of_its_parameters);
	tcase_add_test(t, why_minimize_demo_holds_its_checks_for_many_draws);
	tcase_add_test(t, surrogate_loss_demo_agrees_with_scikit_learn_and_a_linear_program);
	tcase_add_test(t, surrogate_loss_demo_holds_its_checks_at_the_ends_of_its_parameters);
	tcase_add_test(t, surrogate_loss_demo_holds_its_checks_for_many_draws);
	tcase_add_test(t, surrogate_loss_demo_accepts_any_best_score_of_the_hinge_at_one_half);
	tcase_add_test(t, hinge_loss_demo_agrees_with_liblinear_and_scipy);
	tcase_add_test(t, hinge_loss_demo_holds_its_checks_at_the_ends_of_its_parameters);
	tcase_add_test(t, hinge_loss_demo_holds_its_checks_for_many_draws);
	tcase_add_test(t, hinge_loss_demo_has_the_widest_street_up_to_the_border_only);
	suite_add_tcase(s, t);
	return s;
}
