/* The demos of log loss, stochastic gradient descent, gradient checking and class
 * imbalance as they are shipped, against PyTorch, scikit-learn, SciPy and NumPy at
 * settings that are not their defaults (oracles/classify.py), and their checks at
 * the ends of all parameters. */
#include "support/demo.h"

#include <check.h>
#include <math.h>
#include <stdio.h>

/* Single precision has 7 digits, and libraries differ in the last. */
START_TEST(log_loss_demo_agrees_with_pytorch_and_scikit_learn)
{
	demo_agrees("011-log-loss", "classify.csv", 2e-7, 48);
}
END_TEST

START_TEST(log_loss_demo_holds_its_checks_at_the_ends_of_its_parameters)
{
	static const char *const p[] = {"0.001", "0.999"}, *const outcome[] = {"dry", "rain"},
				 *const z[] = {"-800", "800"}, *const clip[] = {"1e-15", "0.01"};

	for (int i = 0; i < 16; i++) {
		char arguments[160];

		snprintf(arguments, sizeof arguments, "p=%s outcome=%s z=%s clip=%s", p[i & 1],
			outcome[i >> 1 & 1], z[i >> 2 & 1], clip[i >> 3]);
		ck_assert(isfinite(demo_says("011-log-loss", arguments, "stable")));
	}
}
END_TEST

Suite *demo_classify_suite(void)
{
	Suite *s = suite_create("demo_classify");
	TCase *t = tcase_create("demo_classify");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, log_loss_demo_agrees_with_pytorch_and_scikit_learn);
	tcase_add_test(t, log_loss_demo_holds_its_checks_at_the_ends_of_its_parameters);
	suite_add_tcase(s, t);
	return s;
}
