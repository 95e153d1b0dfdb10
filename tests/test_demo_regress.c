/* The demos of the regression losses as they are shipped, against scikit-learn, SciPy
 * and PyTorch at settings that are not their defaults (oracles/regress.py), and
 * their checks at the ends of all parameters. */
#include "support/demo.h"

#include <check.h>
#include <math.h>
#include <stdio.h>

/* The most probable constant and σ come from a search, which sees 8 digits. */
START_TEST(squared_error_demo_agrees_with_scikit_learn_and_pytorch)
{
	demo_agrees("019-mean-squared-error", "regress.csv", 1e-6, 52);
}
END_TEST

START_TEST(absolute_error_demo_agrees_with_numpy_and_pytorch)
{
	demo_agrees("018-mean-absolute-error", "regress.csv", 1e-9, 40);
}
END_TEST

/* SciPy finds its minima, and 1.4826 is rounded by GSL, to about 1e-6. */
START_TEST(huber_demo_agrees_with_pytorch_and_scipy)
{
	demo_agrees("012-huber-loss", "regress.csv", 1e-5, 44);
}
END_TEST

START_TEST(quantile_demo_agrees_with_scipy_and_scikit_learn)
{
	demo_agrees("080-quantile-loss", "regress.csv", 1e-7, 24);
}
END_TEST

START_TEST(squared_error_demo_holds_its_checks_at_the_ends_of_its_parameters)
{
	static const char *const guess[] = {"25", "346"}, *const sigma[] = {"20", "200"},
				 *const variables[] = {"0", "1"}, *const top[] = {"0.01", "0.5"};

	for (int i = 0; i < 16; i++) {
		char arguments[160];

		snprintf(arguments, sizeof arguments, "guess=%s sigma=%s variables=%s top=%s",
			guess[i & 1], sigma[i >> 1 & 1], variables[i >> 2 & 1], top[i >> 3]);
		ck_assert(isfinite(demo_says("019-mean-squared-error", arguments, "mse")));
	}
}
END_TEST

START_TEST(absolute_error_demo_holds_its_checks_at_the_ends_of_its_parameters)
{
	static const char *const far[] = {"20", "1e6"}, *const moved[] = {"1", "4"},
				 *const points[] = {"five", "four"}, *const start[] = {"-5", "20"},
				 *const eta[] = {"0.1", "10"}, *const steps[] = {"1", "20000"};

	for (int i = 0; i < 64; i++) {
		char arguments[160];

		snprintf(arguments, sizeof arguments,
			"far=%s moved=%s points=%s start=%s eta=%s steps=%s", far[i & 1],
			moved[i >> 1 & 1], points[i >> 2 & 1], start[i >> 3 & 1], eta[i >> 4 & 1],
			steps[i >> 5]);
		ck_assert(isfinite(demo_says("018-mean-absolute-error", arguments, "off")));
	}
}
END_TEST

START_TEST(huber_demo_holds_its_checks_at_the_ends_of_its_parameters)
{
	static const char *const delta[] = {"0.1", "200"}, *const data[] = {"newcomb", "five"},
				 *const z[] = {"-1000", "1000"}, *const eps[] = {"0.005", "0.3"};

	for (int i = 0; i < 16; i++) {
		char arguments[160];

		snprintf(arguments, sizeof arguments, "delta=%s data=%s z=%s eps=%s", delta[i & 1],
			data[i >> 1 & 1], z[i >> 2 & 1], eps[i >> 3]);
		ck_assert(isfinite(demo_says("012-huber-loss", arguments, "huber")));
	}
}
END_TEST

START_TEST(quantile_demo_holds_its_checks_at_the_ends_of_its_parameters)
{
	static const char *const under[] = {"0.5", "50"}, *const sigma[] = {"0.1", "1"},
				 *const days[] = {"20", "2000"}, *const level[] = {"0.5", "0.98"},
				 *const seed[] = {"2", "1000"};

	for (int i = 0; i < 32; i++) {
		char arguments[160];

		snprintf(arguments, sizeof arguments,
			"under=%s over=%s sigma=%s days=%s level=%s seed=%s", under[i & 1],
			under[(i >> 1 ^ i) & 1], sigma[i >> 2 & 1], days[i >> 3 & 1], level[i >> 4],
			seed[i >> 1 & 1]);
		ck_assert(isfinite(demo_says("080-quantile-loss", arguments, "order")));
	}
}
END_TEST

Suite *demo_regress_suite(void)
{
	Suite *s = suite_create("demo_regress");
	TCase *t = tcase_create("demo_regress");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, squared_error_demo_agrees_with_scikit_learn_and_pytorch);
	tcase_add_test(t, absolute_error_demo_agrees_with_numpy_and_pytorch);
	tcase_add_test(t, absolute_error_demo_holds_its_checks_at_the_ends_of_its_parameters);
	tcase_add_test(t, huber_demo_agrees_with_pytorch_and_scipy);
	tcase_add_test(t, huber_demo_holds_its_checks_at_the_ends_of_its_parameters);
	tcase_add_test(t, quantile_demo_agrees_with_scipy_and_scikit_learn);
	tcase_add_test(t, quantile_demo_holds_its_checks_at_the_ends_of_its_parameters);
	tcase_add_test(t, squared_error_demo_holds_its_checks_at_the_ends_of_its_parameters);
	suite_add_tcase(s, t);
	return s;
}
