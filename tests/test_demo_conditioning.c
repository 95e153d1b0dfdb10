/* The demos of convexity and conditioning as they are shipped, against SciPy,
 * PyTorch and scikit-learn at settings that are not their defaults
 * (oracles/conditioning.py), and their checks at the ends of all parameters. */
#include "support/demo.h"

#include <check.h>
#include <math.h>
#include <stdio.h>

/* BFGS ends where the slope is about 1e-9; the costs there have 12 digits. */
START_TEST(convex_cost_demo_agrees_with_scipy_and_pytorch)
{
	demo_agrees("009-convex-cost", "conditioning.csv", 1e-8, 24);
}
END_TEST

START_TEST(convex_cost_demo_holds_its_checks_at_the_ends_of_its_parameters)
{
	static const char *const ratio[] = {"1", "20"}, *const share[] = {"0.5", "0.99"},
				 *const lambda[] = {"0", "0.5"}, *const angle[] = {"0", "90"},
				 *const reach[] = {"1", "8"};

	for (int i = 0; i < 32; i++) {
		char arguments[160];

		snprintf(arguments, sizeof arguments,
			"ratio=%s share=%s lambda=%s angle=%s reach=%s", ratio[i & 1],
			share[i >> 1 & 1], lambda[i >> 2 & 1], angle[i >> 3 & 1], reach[i >> 4]);
		ck_assert(isfinite(demo_says("009-convex-cost", arguments, "low")));
	}
}
END_TEST

/* Near angle 0 the bottom is almost flat, and minima lie far out: no descent may
 * stop before one. */
START_TEST(convex_cost_demo_holds_its_checks_in_nearly_flat_valleys)
{
	static const char *const angles[] = {"angle=1", "angle=2", "angle=5 ratio=20"};

	for (size_t i = 0; i < sizeof angles / sizeof *angles; i++)
		ck_assert(demo_says("009-convex-cost", angles[i], "log_low") < 0.5511);
}
END_TEST

/* Steps are whole numbers; condition numbers of 1e6 have 9 digits by any method. */
START_TEST(feature_scaling_demo_agrees_with_scikit_learn_and_pytorch)
{
	demo_agrees("023-feature-scaling", "conditioning.csv", 1e-6, 26);
}
END_TEST

START_TEST(feature_scaling_demo_holds_its_checks_at_the_ends_of_its_parameters)
{
	static const char *const unit[] = {"0.001", "1000"}, *const zero[] = {"0", "2000"},
				 *const features[] = {"all", "three"},
				 *const rate[] = {"0.1", "1.9"},
				 *const tolerance[] = {"1e-6", "0.1"};

	for (int i = 0; i < 32; i++) {
		char arguments[160];

		snprintf(arguments, sizeof arguments,
			"unit=%s zero=%s features=%s rate=%s tolerance=%s", unit[i & 1],
			zero[i >> 1 & 1], features[i >> 2 & 1], rate[i >> 3 & 1],
			tolerance[i >> 4]);
		ck_assert(isfinite(demo_says("023-feature-scaling", arguments, "kappa_raw")));
	}
}
END_TEST

/* Standardized, units and zero points are gone. */
START_TEST(standardizing_makes_units_meaningless)
{
	static const char *const units[] = {"unit=0.001", "unit=1000", "zero=1900 unit=30"};

	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		ck_assert_double_eq_tol(
			demo_says("023-feature-scaling", units[i], "kappa_standard"), 470.0779,
			1e-3);
		ck_assert_double_eq(
			demo_says("023-feature-scaling", units[i], "steps_standard"), 312);
	}
}
END_TEST

/* At the best momentum two roots coincide, which moves an eigenvalue by √eps. */
START_TEST(momentum_demo_agrees_with_pytorch_and_scipy)
{
	demo_agrees("079-momentum", "conditioning.csv", 1e-6, 36);
}
END_TEST

START_TEST(momentum_demo_holds_its_checks_at_the_ends_of_its_parameters)
{
	static const char *const kappa[] = {"2", "10000"}, *const beta[] = {"0", "0.99"},
				 *const scale[] = {"0.05", "1.9"}, *const start[] = {"-5", "5"},
				 *const small[] = {"0.0001", "0.01"};

	for (int i = 0; i < 32; i++) {
		char arguments[160];

		snprintf(arguments, sizeof arguments, "kappa=%s beta=%s scale=%s start=%s small=%s",
			kappa[i & 1], beta[i >> 1 & 1], scale[i >> 2 & 1], start[i >> 3 & 1],
			small[i >> 4]);
		ck_assert(isfinite(demo_says("079-momentum", arguments, "steps_own")));
	}
}
END_TEST

/* Computed apart, in NumPy: 27, 95 and 321 steps of the tuned heavy ball. */
START_TEST(heavy_ball_needs_the_known_number_of_steps)
{
	ck_assert_double_eq(demo_says("079-momentum", "kappa=10", "steps_heavy"), 27);
	ck_assert_double_eq(demo_says("079-momentum", "kappa=100", "steps_heavy"), 95);
	ck_assert_double_eq(demo_says("079-momentum", "kappa=1000", "steps_heavy"), 321);
}
END_TEST

START_TEST(batch_descent_demo_agrees_with_pytorch_and_scikit_learn)
{
	demo_agrees("005-batch-gradient-descent", "conditioning.csv", 1e-10, 33);
}
END_TEST

START_TEST(batch_descent_demo_holds_its_checks_at_the_ends_of_its_parameters)
{
	static const char *const rate[] = {"0.1", "1.9"}, *const batch[] = {"1", "442"},
				 *const mini[] = {"0.01", "1.9"}, *const copies[] = {"1", "20"};

	for (int i = 0; i < 16; i++) {
		char arguments[160];

		snprintf(arguments, sizeof arguments, "rate=%s batch=%s mini=%s copies=%s",
			rate[i & 1], batch[i >> 1 & 1], mini[i >> 2 & 1], copies[i >> 3]);
		ck_assert(
			isfinite(demo_says("005-batch-gradient-descent", arguments, "full_1000")));
	}
}
END_TEST

/* A mini-batch of all patients is batch descent, whatever their order. */
START_TEST(mini_batch_of_everybody_is_the_full_batch)
{
	const char *demo = "005-batch-gradient-descent", *all = "batch=442 mini=1";

	ck_assert_double_eq_tol(
		demo_says(demo, all, "mini_1"), demo_says(demo, all, "full_1"), 1e-12);
	ck_assert_double_eq_tol(
		demo_says(demo, all, "mini_10"), demo_says(demo, all, "full_10"), 1e-12);
}
END_TEST

Suite *demo_conditioning_suite(void)
{
	Suite *s = suite_create("demo_conditioning");
	TCase *t = tcase_create("demo_conditioning");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, convex_cost_demo_agrees_with_scipy_and_pytorch);
	tcase_add_test(t, convex_cost_demo_holds_its_checks_at_the_ends_of_its_parameters);
	tcase_add_test(t, convex_cost_demo_holds_its_checks_in_nearly_flat_valleys);
	tcase_add_test(t, feature_scaling_demo_agrees_with_scikit_learn_and_pytorch);
	tcase_add_test(t, feature_scaling_demo_holds_its_checks_at_the_ends_of_its_parameters);
	tcase_add_test(t, standardizing_makes_units_meaningless);
	tcase_add_test(t, momentum_demo_agrees_with_pytorch_and_scipy);
	tcase_add_test(t, momentum_demo_holds_its_checks_at_the_ends_of_its_parameters);
	tcase_add_test(t, heavy_ball_needs_the_known_number_of_steps);
	tcase_add_test(t, batch_descent_demo_agrees_with_pytorch_and_scikit_learn);
	tcase_add_test(t, batch_descent_demo_holds_its_checks_at_the_ends_of_its_parameters);
	tcase_add_test(t, mini_batch_of_everybody_is_the_full_batch);
	suite_add_tcase(s, t);
	return s;
}
