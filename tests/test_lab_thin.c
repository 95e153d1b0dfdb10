#include "lab/thin.h"

#include <check.h>

enum { N = 100000 };

START_TEST(thin_keeps_the_first_rows_and_ever_fewer_of_the_later)
{
	static double x[N], y[N];
	double *const columns[] = {x, y};
	size_t kept;

	for (size_t k = 0; k < N; k++) {
		x[k] = (double)k + 1;
		y[k] = -x[k];
	}
	kept = thin_log(columns, 2, N);
	ck_assert_uint_gt(kept, 150);
	ck_assert_uint_lt(kept, 300);
	ck_assert_double_eq(x[24], 25);
	for (size_t k = 1; k < kept; k++) {
		ck_assert_double_gt(x[k], x[k - 1]);
		ck_assert_double_le(x[k] / x[k - 1], k < 25 ? 2 : 1.08);
		ck_assert_double_eq(y[k], -x[k]);
	}
	ck_assert_double_ge(x[kept - 1], N / 1.08);
}
END_TEST

START_TEST(thin_leaves_a_few_rows_alone)
{
	double x[] = {3, 1, 2};
	double *const columns[] = {x};

	ck_assert_uint_eq(thin_log(columns, 1, 3), 3);
	ck_assert_double_eq(x[2], 2);
	ck_assert_uint_eq(thin_log(columns, 1, 0), 0);
}
END_TEST

Suite *lab_thin_suite(void)
{
	Suite *s = suite_create("lab_thin");
	TCase *t = tcase_create("thin");

	tcase_add_test(t, thin_keeps_the_first_rows_and_ever_fewer_of_the_later);
	tcase_add_test(t, thin_leaves_a_few_rows_alone);
	suite_add_tcase(s, t);
	return s;
}
