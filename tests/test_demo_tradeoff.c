/* The demos on regularization, bias, variance and exploding gradients as they are
 * shipped, against scikit-learn, SciPy and PyTorch at settings that are not their
 * defaults (oracles/tradeoff.py), and their checks at the ends of all parameters. */
#include "support/demo.h"

#include <check.h>
#include <math.h>
#include <stdio.h>

/* scikit-learn's lasso stops at a duality gap of 1e-14 of the cost: 1e-7 of w. */
START_TEST(regularization_demo_agrees_with_scikit_learn)
{
	demo_agrees("013-regularization", "tradeoff.csv", 1e-6, 60);
}
END_TEST

START_TEST(regularization_demo_holds_its_checks_at_the_ends_of_its_parameters)
{
	static const char *const lambda[] = {"0.001", "100"}, *const penalty[] = {"l1", "l2"},
				 *const examples[] = {"4", "200"}, *const rho[] = {"0", "0.99"},
				 *const noise[] = {"0", "5"}, *const seed[] = {"1", "1000"};

	for (int i = 0; i < 64; i++) {
		char arguments[160];

		snprintf(arguments, sizeof arguments,
			"lambda=%s penalty=%s examples=%s rho=%s noise=%s seed=%s", lambda[i & 1],
			penalty[i >> 1 & 1], examples[i >> 2 & 1], rho[i >> 3 & 1],
			noise[i >> 4 & 1], seed[i >> 5]);
		ck_assert(isfinite(demo_says("013-regularization", arguments, "test")));
	}
}
END_TEST

/* Where a coarse look round the border missed one of two dips, or a side's end. */
START_TEST(regularization_demo_finds_the_cheapest_point_of_narrow_valleys)
{
	static const char *const narrow[] = {
		"penalty=l1 examples=4 rho=0.9277647055373216 noise=0.6590339304886977 seed=348",
		"penalty=l1 examples=4 rho=0.8655016521952786 noise=4.964415844694699 seed=354",
		"penalty=l1 examples=5 rho=0.6589343363591958 noise=1.4565693163312199 seed=646",
		"penalty=l1 examples=11 rho=0.9704711565042146 noise=2.1134000445766263 seed=400",
		"penalty=l1 examples=4 rho=0.8239522032600264 noise=2.719883152055369 seed=888",
	};

	for (size_t i = 0; i < sizeof narrow / sizeof *narrow; i++)
		ck_assert(isfinite(demo_says("013-regularization", narrow[i], "test")));
}
END_TEST

/* All prices added up are what the weights save, a sum that no single fit knows:
 * over lambda from 100 down the training cost falls by the integral of lambda
 * over the budget. */
START_TEST(prices_add_up_to_what_the_weights_save)
{
	const int n = 400;
	double saved = 0, last = 0, start = 0, c = 0, before = 0;

	for (int i = 0; i <= n; i++) {
		char arguments[64];
		double lambda = pow(10, 2 - 5.0 * i / n), budget;

		snprintf(arguments, sizeof arguments, "lambda=%.15g", lambda);
		budget = demo_says("013-regularization", arguments, "budget");
		last = demo_says("013-regularization", arguments, "train");
		if (i == 0)
			start = last;
		else
			saved += (lambda + before) / 2 * (budget - c);
		c = budget;
		before = lambda;
	}
	ck_assert_double_eq_tol(saved, start - last, 1e-3 * (start - last));
}
END_TEST

START_TEST(variance_demo_agrees_with_numpy)
{
	demo_agrees("006-variance", "tradeoff.csv", 1e-9, 40);
}
END_TEST

START_TEST(variance_demo_holds_its_checks_at_the_ends_of_its_parameters)
{
	static const char *const degree[] = {"0", "12"}, *const points[] = {"14", "100"},
				 *const noise[] = {"0", "2"}, *const bend[] = {"0", "8"},
				 *const averaged[] = {"1", "10"}, *const sets[] = {"20", "1000"};

	for (int i = 0; i < 64; i++) {
		char arguments[160];

		snprintf(arguments, sizeof arguments,
			"degree=%s points=%s noise=%s bend=%s averaged=%s sets=%s", degree[i & 1],
			points[i >> 1 & 1], noise[i >> 2 & 1], bend[i >> 3 & 1],
			averaged[i >> 4 & 1], sets[i >> 5]);
		ck_assert(isfinite(demo_says("006-variance", arguments, "error")));
	}
}
END_TEST

/* Few sets leave a variance that is far from normal; here it is 3.5 times its mean. */
START_TEST(variance_demo_forgives_what_few_sets_do_by_chance)
{
	ck_assert(isfinite(demo_says("006-variance",
		"degree=1 points=52 noise=1.756170672254156 bend=7.0250929326503515 averaged=5 "
		"sets=21 seed=833",
		"error")));
}
END_TEST

/* What is left after many sets falls with their number: a rate, not a place. */
START_TEST(measured_variance_approaches_the_closed_form_as_one_over_root_sets)
{
	double off[2] = {0, 0};

	for (int seed = 1; seed <= 40; seed++)
		for (int many = 0; many < 2; many++) {
			char arguments[64];
			double miss;

			snprintf(arguments, sizeof arguments, "seed=%d sets=%d", seed,
				many ? 1000 : 40);
			miss = demo_says("006-variance", arguments, "variance_seen") -
			       demo_says("006-variance", arguments, "variance");
			off[many] += miss * miss;
		}
	/* 25 times the sets, a 25th of the square; 40 squares know it to 32 %. */
	ck_assert_double_eq_tol(log(off[0] / off[1]), log(25), 1);
}
END_TEST

START_TEST(bias_demo_agrees_with_scikit_learn_and_numpy)
{
	demo_agrees("007-bias", "tradeoff.csv", 1e-8, 44);
}
END_TEST

START_TEST(bias_demo_holds_its_checks_at_the_ends_of_its_parameters)
{
	static const char *const lambda[] = {"0.01", "1e4"}, *const features[] = {"1", "10"},
				 *const patients[] = {"20", "442"}, *const noise[] = {"0", "3"},
				 *const sets[] = {"50", "2000"}, *const seed[] = {"1", "1000"};

	for (int i = 0; i < 64; i++) {
		char arguments[160];

		snprintf(arguments, sizeof arguments,
			"lambda=%s features=%s patients=%s noise=%s sets=%s seed=%s", lambda[i & 1],
			features[i >> 1 & 1], patients[i >> 2 & 1], noise[i >> 3 & 1],
			sets[i >> 4 & 1], seed[i >> 5]);
		ck_assert(isfinite(demo_says("007-bias", arguments, "total")));
	}
}
END_TEST

/* Hoerl and Kennard: near 0 the bias squared grows with the square of the
 * penalty, and what the variance loses with the penalty itself. */
START_TEST(bias_grows_as_the_square_of_a_small_penalty_and_variance_falls_as_its_first_power)
{
	double none = demo_says("007-bias", "patients=442 lambda=0.01", "variance");
	double bias = demo_says("007-bias", "patients=442 lambda=0.04", "bias2") /
		      demo_says("007-bias", "patients=442 lambda=0.02", "bias2");
	double gain = (none - demo_says("007-bias", "patients=442 lambda=0.03", "variance")) /
		      (none - demo_says("007-bias", "patients=442 lambda=0.02", "variance"));

	ck_assert_double_eq_tol(bias, 4, 0.2);
	ck_assert_double_eq_tol(gain, 2, 0.1);
}
END_TEST

/* PyTorch divides by the norm + 1e-6, so its clipped gradients are 1e-6 shorter. */
START_TEST(exploding_gradient_demo_agrees_with_pytorch)
{
	demo_agrees("004-exploding-gradient", "tradeoff.csv", 1e-5, 4 * 5 + 4 * 6);
}
END_TEST

START_TEST(exploding_gradient_demo_holds_its_checks_at_the_ends_of_its_parameters)
{
	static const char *const rho[] = {"0.5", "1.5"}, *const steps[] = {"1", "200"},
				 *const matrix[] = {"rotation", "shear"},
				 *const start[] = {"0.5", "1.5"}, *const length[] = {"2", "50"},
				 *const eta[] = {"1e-5", "0.1"}, *const clip[] = {"0.01", "1e6"};

	for (int i = 0; i < 128; i++) {
		char arguments[160];

		snprintf(arguments, sizeof arguments,
			"rho=%s steps=%s matrix=%s start=%s length=%s eta=%s clip=%s updates=%d",
			rho[i & 1], steps[i >> 1 & 1], matrix[i >> 2 & 1], start[i >> 3 & 1],
			length[i >> 4 & 1], eta[i >> 5 & 1], clip[i >> 6], i % 3 ? 10 : 1000);
		ck_assert(isfinite(demo_says("004-exploding-gradient", arguments, "growth")));
	}
}
END_TEST

/* Gelfand: the rate per step tends to the spectral radius, as ln k / k does to 0. */
START_TEST(growth_per_step_tends_to_the_spectral_radius)
{
	double off[2];

	for (int many = 0; many < 2; many++) {
		double growth = demo_says("004-exploding-gradient",
			many ? "matrix=shear steps=200" : "matrix=shear steps=50", "growth");

		off[many] = log(growth) / (many ? 200 : 50) - log(1.1);
	}
	ck_assert_double_eq_tol(off[0], log(50 / 1.1) / 50, 1e-3);
	ck_assert_double_eq_tol(off[0] / off[1], log(50 / 1.1) / log(200 / 1.1) * 4, 0.01);
}
END_TEST

Suite *demo_tradeoff_suite(void)
{
	Suite *s = suite_create("demo_tradeoff");
	TCase *t = tcase_create("demo_tradeoff");

	tcase_set_timeout(t, 120);
	tcase_add_test(t, regularization_demo_agrees_with_scikit_learn);
	tcase_add_test(t, regularization_demo_holds_its_checks_at_the_ends_of_its_parameters);
	tcase_add_test(t, regularization_demo_finds_the_cheapest_point_of_narrow_valleys);
	tcase_add_test(t, prices_add_up_to_what_the_weights_save);
	tcase_add_test(t, variance_demo_agrees_with_numpy);
	tcase_add_test(t, variance_demo_holds_its_checks_at_the_ends_of_its_parameters);
	tcase_add_test(t, variance_demo_forgives_what_few_sets_do_by_chance);
	tcase_add_test(t, measured_variance_approaches_the_closed_form_as_one_over_root_sets);
	tcase_add_test(t, bias_demo_agrees_with_scikit_learn_and_numpy);
	tcase_add_test(t, bias_demo_holds_its_checks_at_the_ends_of_its_parameters);
	tcase_add_test(t,
		bias_grows_as_the_square_of_a_small_penalty_and_variance_falls_as_its_first_power);
	tcase_add_test(t, exploding_gradient_demo_agrees_with_pytorch);
	tcase_add_test(t, exploding_gradient_demo_holds_its_checks_at_the_ends_of_its_parameters);
	tcase_add_test(t, growth_per_step_tends_to_the_spectral_radius);
	suite_add_tcase(s, t);
	return s;
}
