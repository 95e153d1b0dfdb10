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

/* A valley across both axes, its bottom at `context`. */
static double valley(const double *x, const void *context)
{
	const double *at = context;
	double u = x[0] - at[0], v = x[1] - at[1];

	return 5 * (u + v) * (u + v) + u * u + 3;
}

static double roof(const double *x, const void *context)
{
	const double *at = context;

	return fabs(x[0] + x[1] - at[0] - at[1]) + fabs(x[0] - 2 * x[1] - at[0] + 2 * at[1]);
}

START_TEST(golden_section_plane_finds_the_bottom_of_an_oblique_valley)
{
	const double at[] = {0.3, -1.7}, lo[] = {-3, -9}, hi[] = {4, 8};
	double x[2];

	golden_section_plane(valley, at, lo, hi, x);
	ck_assert_double_eq_tol(x[0], at[0], 1e-6);
	ck_assert_double_eq_tol(x[1], at[1], 1e-6);
	ck_assert_double_eq_tol(valley(x, at), 3, 1e-12);
}
END_TEST

START_TEST(golden_section_plane_finds_a_corner_of_a_piecewise_linear_function)
{
	const double at[] = {12.5, 3.25}, lo[] = {-100, -100}, hi[] = {100, 100};
	double x[2];

	golden_section_plane(roof, at, lo, hi, x);
	ck_assert_double_eq_tol(x[0], at[0], 1e-11);
	ck_assert_double_eq_tol(x[1], at[1], 1e-11);
}
END_TEST

/* The best x[1] for x[0] at the rectangle's side, not the bottom's own. */
START_TEST(golden_section_plane_goes_to_the_side_where_the_bottom_is_outside)
{
	const double at[] = {9, -5}, lo[] = {0, -20}, hi[] = {4, 20};
	double x[2];

	golden_section_plane(valley, at, lo, hi, x);
	ck_assert_double_eq_tol(x[0], 4, 1e-6);
	ck_assert_double_eq_tol(x[1], 0, 1e-6);
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
	tcase_add_test(t, golden_section_plane_finds_the_bottom_of_an_oblique_valley);
	tcase_add_test(t, golden_section_plane_finds_a_corner_of_a_piecewise_linear_function);
	tcase_add_test(t, golden_section_plane_goes_to_the_side_where_the_bottom_is_outside);
	suite_add_tcase(s, t);
	return s;
}
