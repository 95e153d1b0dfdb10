/* The demos on overfitting and cross-entropy as they are shipped, against scikit-learn,
 * SciPy and PyTorch (oracles/fit.py), and with all their checks at the corners. */
#include "support/demo.h"

#include <check.h>
#include <stdio.h>

START_TEST(overfitting_demo_agrees_with_scikit_learn_and_scipy)
{
	/* Leaving out an end point at degree 15 loses most: 1 - h is 1e-6. */
	demo_agrees("014-overfitting", "fit.csv", 1e-7, 5 * 5 + 2);
}
END_TEST

START_TEST(cross_entropy_demo_agrees_with_pytorch)
{
	demo_agrees("017-cross-entropy", "fit.csv", 1e-11, 4 * 16 - 2);
}
END_TEST

START_TEST(overfitting_demo_holds_its_checks_in_every_corner)
{
	static const char *const degree[] = {"1", "15"}, *const points[] = {"18", "200"},
				 *const noise[] = {"0", "1"},
				 *const curve[] = {"sine", "line", "none"},
				 *const seed[] = {"1", "500", "1000"};

	for (int i = 0; i < 72; i++) {
		char arguments[128];

		snprintf(arguments, sizeof arguments,
			"degree=%s points=%s noise=%s curve=%s seed=%s", degree[i % 2],
			points[i / 2 % 2], noise[i / 4 % 2], curve[i / 8 % 3], seed[i / 24]);
		demo_says("014-overfitting", arguments, "train");
	}
}
END_TEST

START_TEST(cross_entropy_demo_holds_its_checks_in_every_corner)
{
	static const char *const classes[] = {"2", "1000"}, *const share[] = {"0.05", "0.99"},
				 *const z[] = {"-15", "0", "15"}, *const start[] = {"-12", "-0.5"},
				 *const eta[] = {"0.05", "1"};

	for (int i = 0; i < 48; i++) {
		char arguments[128];

		snprintf(arguments, sizeof arguments, "classes=%s share=%s z=%s start=%s eta=%s",
			classes[i % 2], share[i / 2 % 2], z[i / 4 % 3], start[i / 12 % 2],
			eta[i / 24]);
		demo_says("017-cross-entropy", arguments, "cost");
	}
	demo_says("017-cross-entropy", "classes=100000 share=0.05 z=15", "cost");
}
END_TEST

Suite *demo_fit_suite(void)
{
	Suite *s = suite_create("demo_fit");
	TCase *t = tcase_create("demos");

	tcase_set_timeout(t, 120);
	tcase_add_test(t, overfitting_demo_agrees_with_scikit_learn_and_scipy);
	tcase_add_test(t, cross_entropy_demo_agrees_with_pytorch);
	tcase_add_test(t, overfitting_demo_holds_its_checks_in_every_corner);
	tcase_add_test(t, cross_entropy_demo_holds_its_checks_in_every_corner);
	suite_add_tcase(s, t);
	return s;
}
