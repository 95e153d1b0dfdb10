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

Suite *demo_costs_suite(void)
{
	Suite *s = suite_create("demo_costs");
	TCase *t = tcase_create("demo_costs");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, cost_function_demo_agrees_with_numpy_and_a_linear_program);
	tcase_add_test(t, cost_function_demo_finds_the_same_squared_surface_for_all_sets);
	tcase_add_test(t, cost_function_demo_holds_its_checks_at_the_ends_of_its_parameters);
	suite_add_tcase(s, t);
	return s;
}
