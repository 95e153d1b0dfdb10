#include "lab/data.h"
#include "lab/random.h"
#include "support/lab.h"

#include <check.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- random numbers */

START_TEST(random_streams_are_the_reference_implementation_s)
{
	struct demo *d = quiet_demo();
	struct random *r = random_new(d, 5489);

	/* mt19937's authors: the 10,000th number from seed 5489 is 4123659995. */
	for (int i = 0; i < 9999; i++)
		random_uniform(r, 0, 1);
	ck_assert_double_eq(random_uniform(r, 0, 1) * 4294967296.0, 4123659995.0);
	demo_close(d);
}
END_TEST

/* GSL takes 0 for its default seed, 4357; 2^32 is past every other. */
static gsl_rng *gsl_of_seed(unsigned seed)
{
	gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);

	ck_assert_ptr_nonnull(g);
	gsl_rng_set(g, seed ? seed : 1UL << 32);
	return g;
}

START_TEST(random_numbers_are_those_of_gsl)
{
	static const unsigned seeds[] = {0, 1, 42, 4357, 4294967295U};
	static const size_t below[] = {1, 2, 7, 1000, 3000000000, 4294967295};
	struct demo *d = quiet_demo();

	for (size_t s = 0; s < sizeof(seeds) / sizeof(seeds[0]); s++) {
		struct random *r = random_new(d, seeds[s]);
		gsl_rng *g = gsl_of_seed(seeds[s]);

		for (size_t i = 0; i < 3000; i++) {
			size_t n = below[i % 6];

			ck_assert_double_eq(random_uniform(r, -1, 2), -1 + 3 * gsl_rng_uniform(g));
			ck_assert_uint_eq(random_below(r, n), gsl_rng_uniform_int(g, n));
			ck_assert_double_eq(
				random_normal(r, 1, 2), 1 + gsl_ran_gaussian_ziggurat(g, 2));
		}
		gsl_rng_free(g);
	}
	demo_close(d);
}
END_TEST

START_TEST(random_seeds_give_streams_of_their_own)
{
	static const unsigned seeds[] = {0, 1, 2, 4357, 4294967295U};
	struct demo *d = quiet_demo();
	double first[5];

	for (size_t i = 0; i < 5; i++) {
		first[i] = random_uniform(random_new(d, seeds[i]), 0, 1);
		ck_assert_double_eq(first[i], random_uniform(random_new(d, seeds[i]), 0, 1));
		for (size_t j = 0; j < i; j++)
			ck_assert_double_ne(first[i], first[j]);
	}
	demo_close(d);
}
END_TEST

/* Each mean within 5 standard errors: 1 in 1.7 million by chance. */
START_TEST(random_numbers_have_their_moments)
{
	enum { N = 200000 };
	struct demo *d = quiet_demo();
	struct random *r = random_new(d, 1);
	double mean = 0, square = 0, fourth = 0, uniform = 0, low = 1, high = -1;
	double error = 5 / sqrt(N);

	for (int i = 0; i < N; i++) {
		double z = (random_normal(r, 3, 2) - 3) / 2, u = random_uniform(r, -1, 1);

		mean += z / N;
		square += z * z / N;
		fourth += z * z * z * z / N;
		uniform += u / N;
		low = fmin(low, u);
		high = fmax(high, u);
	}
	ck_assert_double_eq_tol(mean, 0, error);
	ck_assert_double_eq_tol(square, 1, error * sqrt(2));
	ck_assert_double_eq_tol(fourth, 3, error * sqrt(96)); /* E z^8 - 9 */
	ck_assert_double_eq_tol(uniform, 0, error / sqrt(3));
	ck_assert_double_ge(low, -1);
	ck_assert_double_lt(high, 1);
	ck_assert_double_lt(low, -0.999);
	ck_assert_double_gt(high, 0.999);
	demo_close(d);
}
END_TEST

START_TEST(random_permutation_has_every_order_as_often)
{
	enum { N = 60000 };
	struct demo *d = quiet_demo();
	struct random *r = random_new(d, 1);
	int counts[27] = {0}, n_orders = 0;

	for (int i = 0; i < N; i++) {
		size_t p[3];

		random_permutation(r, p, 3);
		ck_assert_uint_eq((1U << p[0]) | (1U << p[1]) | (1U << p[2]), 7);
		counts[p[0] * 9 + p[1] * 3 + p[2]]++;
	}
	for (size_t i = 0; i < 27; i++)
		if (counts[i] && ++n_orders)
			ck_assert_double_eq_tol(counts[i], N / 6.0, 5 * sqrt(N * 5 / 36.0));
	ck_assert_int_eq(n_orders, 6);
	for (int i = 0; i < 1000; i++)
		ck_assert_uint_lt(random_below(r, 7), 7);
	demo_close(d);
}
END_TEST

/* ---- data */

START_TEST(data_sets_are_whole)
{
	struct demo *d = quiet_demo();
	struct dataset *diabetes = data_diabetes(d), *digits = data_digits(d);
	size_t per_digit[10] = {0};

	ck_assert_uint_eq(diabetes->n, 442);
	ck_assert_uint_eq(diabetes->d, 10);
	ck_assert_str_eq(diabetes->names[0], "age");
	ck_assert_str_eq(diabetes->names[9], "s6");
	ck_assert_double_eq(diabetes->x[2], 32.1);
	ck_assert_double_eq(diabetes->x[8], 4.8598);
	ck_assert_double_eq(diabetes->y[0], 151);
	ck_assert_double_eq(diabetes->y[441], 57);
	ck_assert_double_eq_tol(data_center_target(diabetes), 152.133484, 5e-7);
	ck_assert_uint_eq(digits->n, 1797);
	ck_assert_uint_eq(digits->d, 64);
	for (size_t i = 0; i < digits->n; i++) {
		ck_assert_double_le(digits->y[i], 9);
		per_digit[(size_t)digits->y[i]]++;
		for (size_t j = 0; j < 64; j++)
			ck_assert_double_le(digits->x[i * 64 + j], 16);
	}
	ck_assert_uint_eq(per_digit[0], 178);
	ck_assert_uint_eq(per_digit[8], 174);
	demo_close(d);
}
END_TEST

START_TEST(data_read_csv_reads_as_strtod_does)
{
	static const char csv[] = "a,b,y\n0.1,-0.3,123456789012345\n4.8598,-0,0.00000000000001\n";
	struct demo *d = quiet_demo();
	struct dataset *set = data_read_csv(d, "t.csv", csv, sizeof(csv) - 1);

	ck_assert_uint_eq(set->n, 2);
	ck_assert_uint_eq(set->d, 2);
	ck_assert_str_eq(set->names[1], "b");
	ck_assert_double_eq(set->x[0], 0.1);
	ck_assert_double_eq(set->x[1], -0.3);
	ck_assert_double_eq(set->x[2], 4.8598);
	ck_assert_double_eq(set->y[0], 123456789012345);
	ck_assert_double_eq(set->y[1], 1e-14);
	demo_close(d);
}
END_TEST

static const struct {
	const char *csv, *message;
} broken[] = {
	{"", "t.csv:1:1: a line of names expected"},
	{"a,y", "t.csv:1:1: a line of names expected"},
	{"a,,y\n1,2,3\n", "t.csv:1:3: a column's name expected"},
	{"a,y\n1\n", "t.csv:2:2: a comma expected"},
	{"a,y\n1,2,3\n", "t.csv:2:4: the end of the line expected"},
	{"a,y\n1,2\n1,x\n", "t.csv:3:3: a decimal number expected"},
	{"a,y\n1, 2\n", "t.csv:2:3: a decimal number expected"},
	{"a,y\n1,\n", "t.csv:2:3: a decimal number expected"},
	{"a,y\n1,-\n", "t.csv:2:4: a decimal number expected"},
	{"a,y\n1.,2\n", "t.csv:2:3: a decimal number expected"},
	{"a,y\n.5,2\n", "t.csv:2:1: a decimal number expected"},
	{"a,y\n1e3,2\n", "t.csv:2:2: a comma expected"},
	{"a,y\nnan,2\n", "t.csv:2:1: a decimal number expected"},
	{"a,y\n1234567890.123456,2\n", "t.csv:2:17: a number of at most 15 digits expected"},
	{"a,y\n1,2\n3,4", "t.csv:3:1: a newline at the end of the last line expected"},
	{"a,y\n1,2\r\n", "t.csv:2:4: the end of the line expected"},
};

static int read_broken(int argc, char **argv)
{
	size_t i = (size_t)strtoul(argv[--argc], NULL, 10);
	struct demo *d = demo_open(argc, argv, "Broken");

	data_read_csv(d, "t.csv", broken[i].csv, strlen(broken[i].csv));
	return demo_close(d);
}

START_TEST(data_read_csv_says_where_a_file_is_broken)
{
	char number[12];
	struct caught c;

	snprintf(number, sizeof(number), "%d", _i);
	c = catch_program(read_broken, (const char *const[MAX_ARGS]){"--records", number});
	ck_assert_int_eq(c.exit_status, 1);
	ck_assert_ptr_nonnull(strstr(c.out, "error\t"));
	ck_assert_str_eq(strtok(strstr(c.out, "error\t") + 6, "\n"), broken[_i].message);
	free(c.out);
}
END_TEST

START_TEST(data_standardize_centers_and_scales)
{
	for (int scale = DATA_UNIT_NORM; scale <= DATA_UNIT_VARIANCE; scale++) {
		struct demo *d = quiet_demo();
		struct dataset *set = data_digits(d);

		data_standardize(d, set, (enum data_scale)scale);
		for (size_t j = 0; j < set->d; j++) {
			double sum = 0, squares = 0;
			/* Pixels that never have ink stay 0. */
			double want = j == 0 || j == 32 || j == 39 ? 0
				      : scale == DATA_UNIT_NORM    ? 1
								   : (double)set->n;

			for (size_t i = 0; i < set->n; i++) {
				sum += set->x[i * set->d + j];
				squares += set->x[i * set->d + j] * set->x[i * set->d + j];
			}
			ck_assert_double_eq_tol(sum, 0, 1e-10);
			ck_assert_double_eq_tol(squares, want, 1e-12 * (double)set->n);
		}
		demo_close(d);
	}
}
END_TEST

START_TEST(data_scaling_of_one_part_applies_to_another)
{
	double x[] = {1, 3}, z[] = {5}, y[] = {0, 0};
	struct dataset train = {.n = 2, .d = 1, .x = x, .y = y};
	struct dataset test = {.n = 1, .d = 1, .x = z, .y = y};
	struct demo *d = quiet_demo();

	data_apply_scaling(&test, data_find_scaling(d, &train, DATA_UNIT_VARIANCE));
	ck_assert_double_eq(z[0], 3);
	demo_close(d);
}
END_TEST

START_TEST(data_standardize_can_center_only)
{
	double x[] = {1, 5, 3, 5}, y[] = {0, 0};
	struct dataset set = {.n = 2, .d = 2, .x = x, .y = y};
	struct demo *d = quiet_demo();

	data_standardize(d, &set, DATA_CENTERED);
	ck_assert_double_eq(x[0], -1);
	ck_assert_double_eq(x[2], 1);
	ck_assert_double_eq(x[1], 0);
	demo_close(d);
}
END_TEST

START_TEST(data_split_gives_every_row_to_one_part)
{
	struct demo *d = quiet_demo();
	struct dataset *set = data_diabetes(d), *train, *test;
	size_t *order = demo_alloc(d, set->n, sizeof(*order));
	double sum = 0;

	random_permutation(random_new(d, 1), order, set->n);
	data_split(d, set, order, 400, &train, &test);
	ck_assert_uint_eq(train->n, 400);
	ck_assert_uint_eq(test->n, 42);
	ck_assert_double_eq(test->y[0], set->y[order[400]]);
	ck_assert_double_eq(test->x[9], set->x[order[400] * 10 + 9]);
	for (size_t i = 0; i < set->n; i++)
		sum += set->y[i] - (i < 400 ? train->y[i] : test->y[i - 400]);
	ck_assert_double_eq(sum, 0);
	demo_close(d);
}
END_TEST

Suite *lab_data_suite(void)
{
	Suite *s = suite_create("lab_data");
	TCase *t = tcase_create("data");

	tcase_add_test(t, random_streams_are_the_reference_implementation_s);
	tcase_add_test(t, random_numbers_are_those_of_gsl);
	tcase_add_test(t, random_seeds_give_streams_of_their_own);
	tcase_add_test(t, random_numbers_have_their_moments);
	tcase_add_test(t, random_permutation_has_every_order_as_often);
	tcase_add_test(t, data_sets_are_whole);
	tcase_add_test(t, data_read_csv_reads_as_strtod_does);
	tcase_add_loop_test(t, data_read_csv_says_where_a_file_is_broken, 0,
		(int)(sizeof(broken) / sizeof(broken[0])));
	tcase_add_test(t, data_standardize_centers_and_scales);
	tcase_add_test(t, data_standardize_can_center_only);
	tcase_add_test(t, data_scaling_of_one_part_applies_to_another);
	tcase_add_test(t, data_split_gives_every_row_to_one_part);
	suite_add_tcase(s, t);
	return s;
}
