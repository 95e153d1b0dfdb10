#include "lab/mixture.h"
#include "support/lab.h"

#include <check.h>
#include <math.h>

/* The cases of tests/oracles/mixture.py, in its order. */
static const struct mixture cases[] = {
	{2, {0.5, 0.5}, {-2, 2}, {0.5, 0.5}},
	{3, {0.2, 0.7, 0.1}, {-1.5, 0.3, 4}, {0.3, 1.1, 0.05}},
	{1, {1}, {0.7}, {2.5}},
};
enum { N_CASES = sizeof(cases) / sizeof(cases[0]) };

START_TEST(mixtures_agree_with_scipy)
{
	struct oracle o = oracle_read("mixture.csv");

	ck_assert_uint_gt(o.n_rows, 30);
	for (size_t r = 1; r < o.n_rows; r++) {
		const struct mixture *m = &cases[(size_t)oracle_number(&o, r, 0)];
		double scale = oracle_number(&o, r, 1), noise = oracle_number(&o, r, 2);
		double y = oracle_number(&o, r, 3), score = oracle_number(&o, r, 5);
		struct mixture noised = mixture_noised(m, scale, noise);

		ck_assert_double_eq_tol(
			mixture_log_density(&noised, y), oracle_number(&o, r, 4), 1e-12);
		ck_assert_double_eq_tol(
			mixture_density(&noised, y), exp(oracle_number(&o, r, 4)), 1e-12);
		/* SciPy's is a difference with steps of 1e-4. */
		ck_assert_double_eq_tol(
			mixture_score(&noised, y), score, 1e-9 * fmax(1, fabs(score)));
		ck_assert_double_eq_tol(mixture_cdf(&noised, y), oracle_number(&o, r, 6), 1e-14);
		ck_assert_double_eq_tol(
			mixture_denoise(m, scale, noise, y), oracle_number(&o, r, 7), 1e-9);
	}
	oracle_free(&o);
}
END_TEST

/* Tweedie: scale E[X | y] = y + noise² score(y). */
START_TEST(denoiser_and_score_obey_tweedies_formula)
{
	for (size_t c = 0; c < N_CASES; c++)
		for (double y = -6; y <= 6; y += 0.37)
			for (double noise = 0.1; noise < 3; noise *= 2) {
				double scale = 1 / (1 + noise);
				struct mixture noised = mixture_noised(&cases[c], scale, noise);

				ck_assert_double_eq_tol(
					scale * mixture_denoise(&cases[c], scale, noise, y),
					y + noise * noise * mixture_score(&noised, y), 1e-12);
			}
}
END_TEST

START_TEST(score_at_a_known_point_is_the_known_number)
{
	double root = sqrt(0.5);
	struct mixture noised = mixture_noised(&cases[0], root, root);

	ck_assert_double_eq_tol(mixture_score(&noised, 0.7), 0.9599387717, 5e-11);
	ck_assert_double_eq_tol((0.7 - root * mixture_denoise(&cases[0], root, root, 0.7)) / root,
		-0.6787792150, 5e-11);
}
END_TEST

START_TEST(moments_and_distribution_are_integrals_of_the_density)
{
	for (size_t c = 0; c < N_CASES; c++) {
		const struct mixture *m = &cases[c];
		double mass = 0, mean = 0, square = 0, h = 1e-3;

		for (double x = -30; x < 30; x += h) {
			double p = mixture_density(m, x) * h;

			mass += p;
			mean += p * x;
			square += p * x * x;
		}
		ck_assert_double_eq_tol(mass, 1, 1e-9);
		ck_assert_double_eq_tol(mean, mixture_mean(m), 1e-9);
		ck_assert_double_eq_tol(square - mean * mean, mixture_variance(m), 1e-9);
	}
}
END_TEST

/* A single Gaussian's are known; so is the information of the known case: with ᾱ of a
 * half it leaves a least loss of 1 - J/2. */
START_TEST(entropy_and_fisher_information_are_the_known_numbers)
{
	const struct mixture far = {2, {0.25, 0.75}, {-50, 50}, {1, 1}};
	double root = sqrt(0.5), gaussian = log(2 * acos(-1) * exp(1)) / 2;
	struct mixture noised = mixture_noised(&cases[0], root, root);

	ck_assert_double_eq_tol(mixture_entropy(&cases[2]), gaussian + log(2.5), 1e-12);
	ck_assert_double_eq_tol(mixture_fisher(&cases[2]), 1 / 6.25, 1e-12);
	ck_assert_double_eq_tol(mixture_fisher(&noised), 1.0357726901, 5e-11);
	/* two far components: the entropy of one, and of which */
	ck_assert_double_eq_tol(
		mixture_entropy(&far), gaussian - 0.25 * log(0.25) - 0.75 * log(0.75), 1e-12);
}
END_TEST

/* De Bruijn: dh / dv = J / 2 when noise of variance v is added. */
START_TEST(entropy_grows_with_noise_at_half_the_fisher_information)
{
	for (size_t c = 0; c < N_CASES; c++) {
		double v = 0.3, h = 1e-3;
		struct mixture less = mixture_noised(&cases[c], 1, sqrt(v - h));
		struct mixture more = mixture_noised(&cases[c], 1, sqrt(v + h));
		struct mixture at = mixture_noised(&cases[c], 1, sqrt(v));

		/* error: h² / 6 times the third derivative, which is some 10 at most */
		ck_assert_double_eq_tol((mixture_entropy(&more) - mixture_entropy(&less)) / (2 * h),
			mixture_fisher(&at) / 2, 1e-5);
	}
}
END_TEST

START_TEST(quantile_inverts_the_distribution_function)
{
	static const double probabilities[] = {1e-9, 0.01, 0.2, 0.5, 0.83, 0.9999};

	for (size_t c = 0; c < N_CASES; c++)
		for (size_t i = 0; i < sizeof(probabilities) / sizeof(probabilities[0]); i++) {
			double x = mixture_quantile(&cases[c], probabilities[i]);

			/* x to 1e-12 of some 100 units, times a density of at most 1 */
			ck_assert_double_eq_tol(mixture_cdf(&cases[c], x), probabilities[i], 1e-10);
		}
	ck_assert_double_eq_tol(
		mixture_quantile(&cases[2], 0.975), 0.7 + 2.5 * 1.959963984540054, 1e-10);
}
END_TEST

START_TEST(far_out_the_nearest_component_rules)
{
	const struct mixture *m = &cases[0];
	double r[MIXTURE_MAX];

	ck_assert_double_eq_tol(mixture_score(m, 1e6), -(1e6 - 2) / 0.25, 1e-6);
	ck_assert_double_eq_tol(
		mixture_log_density(m, -1e6) / (-0.5 * pow((1e6 - 2) / 0.5, 2)), 1, 1e-10);
	mixture_responsibilities(m, -1e3, r);
	ck_assert_double_eq(r[0], 1);
	ck_assert_double_eq(r[1], 0);
}
END_TEST

START_TEST(a_component_without_weight_is_not_there)
{
	const struct mixture m = {2, {0, 1}, {-1, 0.7}, {1, 2.5}};
	struct random *r;
	struct demo *d = quiet_demo();

	ck_assert_double_eq(mixture_log_density(&m, 3), mixture_log_density(&cases[2], 3));
	ck_assert_double_eq(mixture_score(&m, -4), mixture_score(&cases[2], -4));
	ck_assert_double_eq(mixture_denoise(&m, 0.3, 2, 1), mixture_denoise(&cases[2], 0.3, 2, 1));
	r = random_new(d, 1);
	ck_assert(isfinite(mixture_draw(&m, r)));
	demo_close(d);
}
END_TEST

/* Counts between quantiles: each of ten bins has p = 1/10 of n draws, with a
 * standard deviation of sqrt(n p (1 - p)). Five of them are exceeded once in 2e6. */
START_TEST(draws_fall_between_quantiles_as_often_as_they_should)
{
	enum { N = 20000, BINS = 10 };
	struct demo *d = quiet_demo();
	double *x = demo_vector(d, N);

	for (size_t c = 0; c < N_CASES; c++) {
		size_t count[BINS] = {0};

		mixture_draws(&cases[c], random_new(d, 5), x, N);
		for (size_t i = 0; i < N; i++)
			count[(size_t)(mixture_cdf(&cases[c], x[i]) * BINS)]++;
		for (size_t b = 0; b < BINS; b++)
			ck_assert_double_eq_tol(
				(double)count[b], N / 10.0, 5 * sqrt(N * 0.1 * 0.9));
	}
	demo_close(d);
}
END_TEST

Suite *lab_mixture_suite(void)
{
	Suite *s = suite_create("lab_mixture");
	TCase *c = tcase_create("mixture");

	tcase_add_test(c, mixtures_agree_with_scipy);
	tcase_add_test(c, denoiser_and_score_obey_tweedies_formula);
	tcase_add_test(c, score_at_a_known_point_is_the_known_number);
	tcase_add_test(c, moments_and_distribution_are_integrals_of_the_density);
	tcase_add_test(c, entropy_and_fisher_information_are_the_known_numbers);
	tcase_add_test(c, entropy_grows_with_noise_at_half_the_fisher_information);
	tcase_add_test(c, quantile_inverts_the_distribution_function);
	tcase_add_test(c, far_out_the_nearest_component_rules);
	tcase_add_test(c, a_component_without_weight_is_not_there);
	tcase_add_test(c, draws_fall_between_quantiles_as_often_as_they_should);
	suite_add_tcase(s, c);
	return s;
}
