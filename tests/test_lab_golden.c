#include "lab/golden.h"

#include <check.h>
#include <math.h>

static double bowl(double x, const void *context)
{
	const double *at = context;

	return (x - *at) * (x - *at);
}

static double kink(double x, const void *context)
{
	const double *at = context;

	return 3 * fmax(x - *at, 0) + fmax(*at - x, 0);
}

static double floor_from_1_to_2(double x, const void *context)
{
	(void)context;
	return fmax(1 - x, 0) + fmax(x - 2, 0);
}

START_TEST(golden_section_finds_the_bottom_of_a_bowl)
{
	double at = 0.3;

	ck_assert_double_eq_tol(golden_section(bowl, &at, -5, 7), 0.3, 1e-7);
}
END_TEST

START_TEST(golden_section_finds_a_kink_to_the_last_digits)
{
	double at = 123.456;

	ck_assert_double_eq_tol(golden_section(kink, &at, 0, 1000), at, 1e-12);
}
END_TEST

START_TEST(golden_section_goes_to_the_end_where_the_minimum_is_outside)
{
	double above = 9, below = -9;

	ck_assert_double_eq_tol(golden_section(bowl, &above, 0, 4), 4, 1e-12);
	ck_assert_double_eq_tol(golden_section(kink, &below, 0, 4), 0, 1e-12);
}
END_TEST

START_TEST(golden_section_on_a_flat_floor_gives_one_of_its_points)
{
	double x = golden_section(floor_from_1_to_2, NULL, -10, 30);

	ck_assert_double_ge(x, 1);
	ck_assert_double_le(x, 2);
}
END_TEST

Suite *lab_golden_suite(void)
{
	Suite *s = suite_create("lab_golden");
	TCase *t = tcase_create("golden");

	tcase_add_test(t, golden_section_finds_the_bottom_of_a_bowl);
	tcase_add_test(t, golden_section_finds_a_kink_to_the_last_digits);
	tcase_add_test(t, golden_section_goes_to_the_end_where_the_minimum_is_outside);
	tcase_add_test(t, golden_section_on_a_flat_floor_gives_one_of_its_points);
	suite_add_tcase(s, t);
	return s;
}
