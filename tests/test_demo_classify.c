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

START_TEST(sgd_demo_agrees_with_scipy_and_numpy)
{
	demo_agrees("010-stochastic-gradient-descent", "classify.csv", 1e-10, 28);
}
END_TEST

START_TEST(sgd_demo_holds_its_checks_at_the_ends_of_its_parameters)
{
	static const char *const eta[] = {"0.001", "1.9"}, *const a[] = {"0.1", "4"},
				 *const batch[] = {"1", "100"}, *const steps[] = {"10", "5000"},
				 *const spread[] = {"0.1", "4"}, *const power[] = {"0.25", "2"};

	for (int i = 0; i < 64; i++) {
		char arguments[160];

		snprintf(arguments, sizeof arguments,
			"eta=%s a=%s batch=%s steps=%s spread=%s power=%s seed=%d", eta[i & 1],
			a[i >> 1 & 1], batch[i >> 2 & 1], steps[i >> 3 & 1], spread[i >> 4 & 1],
			power[i >> 5], i + 1);
		ck_assert(isfinite(
			demo_says("010-stochastic-gradient-descent", arguments, "end_constant")));
	}
}
END_TEST

/* The runs are chance: over many seeds their mean must be what theory says, within chance. */
START_TEST(sgd_ends_in_the_ball_of_noise_from_many_seeds)
{
	double square = 0, ball = 0;

	for (int seed = 1; seed <= 100; seed++) {
		char arguments[64];

		snprintf(arguments, sizeof arguments, "steps=150 seed=%d", seed);
		square +=
			pow(demo_says("010-stochastic-gradient-descent", arguments, "end_constant"),
				2) /
			100;
		ball = demo_says("010-stochastic-gradient-descent", arguments, "ball_squared");
	}
	/* 20,000 runs: a standard error of 0.7 %. */
	ck_assert_double_eq_tol(square / ball, 1, 0.035);
}
END_TEST

/* The file has 12 digits, differences lose 1e-13. */
START_TEST(gradient_checking_demo_agrees_with_automatic_gradients)
{
	demo_agrees("077-gradient-checking", "classify.csv", 1e-11, 20);
}
END_TEST

START_TEST(gradient_checking_demo_holds_its_checks_at_the_ends_of_its_parameters)
{
	static const char *const h[] = {"1e-16", "0.5"}, *const lambda[] = {"1e-6", "1"},
				 *const size[] = {"0", "3"},
				 *const precision[] = {"double", "single"},
				 *const bug[] = {"none", "sign", "sum", "penalty"};

	for (int i = 0; i < 64; i++) {
		char arguments[160];

		snprintf(arguments, sizeof arguments,
			"h=%s lambda=%s size=%s precision=%s bug=%s seed=%d", h[i & 1],
			lambda[i >> 1 & 1], size[i >> 2 & 1], precision[i >> 3 & 1], bug[i >> 4],
			i + 1);
		ck_assert(isfinite(demo_says("077-gradient-checking", arguments, "mismatch")));
	}
}
END_TEST

/* Both stop where the cost is flat to rounding. */
START_TEST(class_imbalance_demo_agrees_with_pytorch_and_scipy)
{
	demo_agrees("022-class-imbalance", "classify.csv", 1e-6, 60);
}
END_TEST

START_TEST(class_imbalance_demo_holds_its_checks_at_the_ends_of_its_parameters)
{
	static const char *const rate[] = {"1e-4", "0.5"}, *const weight[] = {"1", "1000"},
				 *const gamma[] = {"0", "5"}, *const distance[] = {"0.5", "4"},
				 *const sigma[] = {"0.5", "1", "2"};

	for (int i = 0; i < 48; i++) {
		char arguments[160];

		snprintf(arguments, sizeof arguments,
			"rate=%s weight=%s gamma=%s distance=%s sigma=%s", rate[i & 1],
			weight[i >> 1 & 1], gamma[i >> 2 & 1], distance[i >> 3 & 1], sigma[i >> 4]);
		ck_assert(isfinite(demo_says("022-class-imbalance", arguments, "log_loss")));
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
	tcase_add_test(t, sgd_demo_agrees_with_scipy_and_numpy);
	tcase_add_test(t, sgd_demo_holds_its_checks_at_the_ends_of_its_parameters);
	tcase_add_test(t, sgd_ends_in_the_ball_of_noise_from_many_seeds);
	tcase_add_test(t, gradient_checking_demo_agrees_with_automatic_gradients);
	tcase_add_test(t, gradient_checking_demo_holds_its_checks_at_the_ends_of_its_parameters);
	tcase_add_test(t, class_imbalance_demo_agrees_with_pytorch_and_scipy);
	tcase_add_test(t, class_imbalance_demo_holds_its_checks_at_the_ends_of_its_parameters);
	suite_add_tcase(s, t);
	return s;
}
