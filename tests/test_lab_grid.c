#include "lab/grid.h"

#include <check.h>

START_TEST(grid_even_has_both_ends_and_equal_distances)
{
	double x[8];

	grid_even(x, 8, -3, 0.5);
	ck_assert_double_eq(x[0], -3);
	ck_assert_double_eq(x[7], 0.5);
	for (int i = 1; i < 8; i++)
		ck_assert_double_eq_tol(x[i] - x[i - 1], 0.5, 1e-15);
}
END_TEST

START_TEST(grid_log_has_both_ends_and_equal_factors)
{
	double x[7];

	grid_log(x, 7, 0.1, 1e5);
	ck_assert_double_eq(x[0], 0.1);
	ck_assert_double_eq(x[6], 1e5);
	for (int i = 1; i < 7; i++)
		ck_assert_double_eq_tol(x[i] / x[i - 1], 10, 1e-13);
}
END_TEST

Suite *lab_grid_suite(void)
{
	Suite *s = suite_create("lab_grid");
	TCase *t = tcase_create("grid");

	tcase_add_test(t, grid_even_has_both_ends_and_equal_distances);
	tcase_add_test(t, grid_log_has_both_ends_and_equal_factors);
	suite_add_tcase(s, t);
	return s;
}
