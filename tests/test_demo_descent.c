/* The demos of gradient descent and the learning rate as they are shipped,
 * against PyTorch, SciPy and NumPy at settings that are not their defaults
 * (oracles/descent.py), and their checks at the ends of all parameters. */
#include "support/demo.h"

#include <check.h>
#include <math.h>
#include <stdio.h>

/* SciPy finds its minima to about 1e-9, and 40 steps at such a rate make a few
 * millionths of it; the other numbers have 12 digits. */
START_TEST(learning_rate_demo_agrees_with_pytorch_and_scipy)
{
	demo_agrees("008-learning-rate", "descent.csv", 1e-5, 30);
}
END_TEST

START_TEST(gradient_descent_demo_agrees_with_pytorch_and_numpy)
{
	demo_agrees("015-gradient-descent", "descent.csv", 1e-9, 39);
}
END_TEST

START_TEST(learning_rate_demo_holds_its_checks_at_the_ends_of_its_parameters)
{
	static const char *const eta[] = {"0.001", "1"}, *const sharpness[] = {"1", "20"},
				 *const kappa[] = {"2", "1000"}, *const steps[] = {"1", "100"},
				 *const angle[] = {"1", "89"}, *const excess[] = {"0.5", "4"};

	for (int i = 0; i < 64; i++) {
		char arguments[160];

		snprintf(arguments, sizeof arguments,
			"eta=%s sharpness=%s kappa=%s steps=%s angle=%s excess=%s", eta[i & 1],
			sharpness[i >> 1 & 1], kappa[i >> 2 & 1], steps[i >> 3 & 1],
			angle[i >> 4 & 1], excess[i >> 5]);
		ck_assert(isfinite(demo_says("008-learning-rate", arguments, "cost")));
	}
}
END_TEST

START_TEST(gradient_descent_demo_holds_its_checks_at_the_ends_of_its_parameters)
{
	static const char *const eta[] = {"0.01", "1"}, *const steps[] = {"1", "500"},
				 *const start[] = {"-3", "6"}, *const last[] = {"0", "8"};

	for (int i = 0; i < 32; i++) {
		char arguments[160];

		snprintf(arguments, sizeof arguments, "eta=%s steps=%s w=%s b=%s last=%s",
			eta[i & 1], steps[i >> 1 & 1], start[i >> 2 & 1], start[i >> 3 & 1],
			last[i >> 4]);
		ck_assert(isfinite(demo_says("015-gradient-descent", arguments, "cost_end")));
	}
}
END_TEST

/* A valley that starts beyond the border of divergence ends just under it. */
START_TEST(valley_settles_just_below_the_border_from_several_starts)
{
	static const char *const starts[] = {"excess=1.05", "excess=1.3", "excess=1.6", "excess=2"};

	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		ck_assert_double_eq_tol(
			demo_says("008-learning-rate", starts[i], "valley_end"), 39.97549795, 1e-7);
}
END_TEST

Suite *demo_descent_suite(void)
{
	Suite *s = suite_create("demo_descent");
	TCase *t = tcase_create("demo_descent");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, learning_rate_demo_agrees_with_pytorch_and_scipy);
	tcase_add_test(t, gradient_descent_demo_agrees_with_pytorch_and_numpy);
	tcase_add_test(t, learning_rate_demo_holds_its_checks_at_the_ends_of_its_parameters);
	tcase_add_test(t, gradient_descent_demo_holds_its_checks_at_the_ends_of_its_parameters);
	tcase_add_test(t, valley_settles_just_below_the_border_from_several_starts);
	suite_add_tcase(s, t);
	return s;
}
