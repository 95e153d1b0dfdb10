#include "lab/margin.h"

#include <check.h>
#include <math.h>

/* Soudry and others 2018: points (3, 1), (1, 3), (4, 1/2); w = (1/4, 1/4). */
START_TEST(margin_widest_finds_the_street_between_two_points)
{
	const double z[] = {3, 1, 1, 3, 4, 0.5};
	struct margin m = margin_widest(z, 3);

	ck_assert_double_eq_tol(m.width, 4 / sqrt(2), 1e-14);
	ck_assert_double_eq_tol(m.w[0], 0.25, 1e-15);
	ck_assert_double_eq_tol(m.w[1], 0.25, 1e-15);
	ck_assert_double_eq_tol(m.largest, 0.0625, 1e-15); /* w = (z1 + z2) / 16 */
}
END_TEST

START_TEST(margin_widest_finds_a_street_that_one_point_borders)
{
	const double z[] = {0, 2, 5, 3, -4, 7};
	struct margin m = margin_widest(z, 3);

	ck_assert_double_eq_tol(m.width, 2, 1e-15);
	ck_assert_double_eq_tol(m.w[0], 0, 1e-15);
	ck_assert_double_eq_tol(m.w[1], 0.5, 1e-15);
	ck_assert_double_eq_tol(m.largest, 0.25, 1e-15); /* w = z1 / 4 */
	ck_assert_uint_eq(m.touch[0], 0);
	ck_assert_uint_eq(m.touch[1], 0);
}
END_TEST

/* Every direction of a fine fan, for points on a circle that are cut by a chord. */
START_TEST(margin_widest_is_no_narrower_than_any_direction_of_a_fan)
{
	double z[40], widest = 0;

	for (int i = 0; i < 20; i++) {
		z[2 * i] = 2 * cos(0.13 * i + 0.4) + 0.3;
		z[2 * i + 1] = 2 * sin(0.13 * i + 0.4) + 0.1 * (i % 3);
	}
	struct margin m = margin_widest(z, 20);
	for (int k = 0; k < 100000; k++) {
		double u[] = {cos(6.3e-5 * k), sin(6.3e-5 * k)}, least = INFINITY;
		for (int i = 0; i < 20; i++)
			least = fmin(least, z[2 * i] * u[0] + z[2 * i + 1] * u[1]);
		widest = fmax(widest, least);
	}
	ck_assert_double_ge(m.width, widest);
	ck_assert_double_eq_tol(m.width, widest, 1e-3);
	for (int i = 0; i < 20; i++)
		ck_assert_double_ge(z[2 * i] * m.w[0] + z[2 * i + 1] * m.w[1], 1 - 1e-12);
}
END_TEST

START_TEST(margin_widest_of_points_all_around_is_none)
{
	const double z[] = {1, 0, -1, 1, 0, -1};
	struct margin m = margin_widest(z, 3);

	ck_assert_double_eq(m.width, 0);
	ck_assert_double_eq(m.w[0], 0);
	ck_assert_double_eq(m.largest, 0);
}
END_TEST

Suite *lab_margin_suite(void)
{
	Suite *s = suite_create("lab_margin");
	TCase *t = tcase_create("margin");

	tcase_add_test(t, margin_widest_finds_the_street_between_two_points);
	tcase_add_test(t, margin_widest_finds_a_street_that_one_point_borders);
	tcase_add_test(t, margin_widest_is_no_narrower_than_any_direction_of_a_fan);
	tcase_add_test(t, margin_widest_of_points_all_around_is_none);
	suite_add_tcase(s, t);
	return s;
}
