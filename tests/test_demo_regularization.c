/*
 * The demos on L2 and L1 regularization as they are shipped, against scikit-learn
 * at settings that are not their defaults (oracles/diabetes_paths.py).
 */
#include "support/demo.h"

#include <check.h>
#include <stdio.h>

/* The file has 12 digits and condition numbers are below 1e6. */
static const double tolerance = 1e-6;

START_TEST(ridge_demo_agrees_with_scikit_learn)
{
	demo_agrees("001-l2-regularization", "diabetes_paths.csv", tolerance, 7 * 16);
}
END_TEST

START_TEST(lasso_demo_agrees_with_scikit_learn)
{
	demo_agrees("002-l1-regularization", "diabetes_paths.csv", tolerance, 6 * 13 + 4 + 3 * 3);
}
END_TEST

START_TEST(ridge_demo_holds_its_checks_in_every_corner)
{
	static const char *const lambda[] = {"0.001", "1000"}, *const patients[] = {"20", "442"},
				 *const scaling[] = {"unit", "standard", "raw"},
				 *const steps[] = {"1", "10000"};

	for (int i = 0; i < 24; i++) {
		char arguments[128];

		snprintf(arguments, sizeof arguments, "lambda=%s patients=%s scaling=%s steps=%s",
			lambda[i % 2], patients[i / 2 % 2], scaling[i / 4 % 3], steps[i / 12]);
		demo_says("001-l2-regularization", arguments, "error");
	}
}
END_TEST

START_TEST(lasso_demo_holds_its_checks_in_every_corner)
{
	static const char *const lambda[] = {"1", "1000"}, *const ratio[] = {"0.05", "0.9999", "1"},
				 *const target[] = {"0", "0.5", "1"}, *const eta[] = {"0.01", "1"},
				 *const steps[] = {"60", "20000"};

	for (int i = 0; i < 72; i++) {
		char arguments[128];

		snprintf(arguments, sizeof arguments,
			"lambda=%s l1_ratio=%s target=%s eta=%s steps=%s", lambda[i % 2],
			ratio[i / 2 % 3], target[i / 6 % 3], eta[i / 18 % 2], steps[i / 36]);
		demo_says("002-l1-regularization", arguments, "gap");
	}
}
END_TEST

Suite *demo_regularization_suite(void)
{
	Suite *s = suite_create("demo_regularization");
	TCase *t = tcase_create("demos");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, ridge_demo_agrees_with_scikit_learn);
	tcase_add_test(t, lasso_demo_agrees_with_scikit_learn);
	tcase_add_test(t, ridge_demo_holds_its_checks_in_every_corner);
	tcase_add_test(t, lasso_demo_holds_its_checks_in_every_corner);
	suite_add_tcase(s, t);
	return s;
}
