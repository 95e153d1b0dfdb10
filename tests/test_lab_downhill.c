#include "lab/downhill.h"

#include <check.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_matrix.h>
#include <math.h>

/* (x² + y - 11)² + (x + y² - 7)²: four minima of cost 0, four saddles, one top. */
static struct place himmelblau(const double w[2], const void *unused)
{
	double x = w[0], y = w[1], a = x * x + y - 11, b = x + y * y - 7;

	(void)unused;
	return (struct place){a * a + b * b, {4 * x * a + 2 * b, 2 * a + 4 * y * b},
		{4 * a + 8 * x * x + 2, 4 * x + 4 * y, 4 * b + 8 * y * y + 2}};
}

/* A bowl with curvatures 1 and *kappa along axes turned by 30°, its bottom at 0. */
static struct place bowl(const double w[2], const void *kappa)
{
	double k = *(const double *)kappa, c = sqrt(3) / 2, s = 0.5;
	double h[] = {c * c + k * s * s, (1 - k) * c * s, s * s + k * c * c};
	double g[] = {h[0] * w[0] + h[1] * w[1], h[1] * w[0] + h[2] * w[1]};

	return (struct place){(g[0] * w[0] + g[1] * w[1]) / 2, {g[0], g[1]}, {h[0], h[1], h[2]}};
}

/* x⁴/4 - x²/2 + y²/2: minima at (±1, 0), a saddle between them. */
static struct place two_valleys(const double w[2], const void *unused)
{
	double x = w[0], y = w[1];

	(void)unused;
	return (struct place){x * x * x * x / 4 - x * x / 2 + y * y / 2, {x * x * x - x, y},
		{3 * x * x - 1, 0, 1}};
}

static struct place slope_without_end(const double w[2], const void *unused)
{
	(void)unused;
	return (struct place){-w[0], {-1, 0}, {0, 0, 0}};
}

/* Newton's step from beyond 0.1 leads farther away than it started. */
static struct place pointed(const double w[2], const void *unused)
{
	double x = w[0], y = w[1], root = sqrt(1 + 100 * x * x);

	(void)unused;
	return (struct place){
		root + y * y / 2, {100 * x / root, y}, {100 / (root * root * root), 0, 1}};
}

struct visits {
	int n;
	double second[2]; /* the second place that was asked for */
};

static struct place two_valleys_visited(const double w[2], const void *context)
{
	struct visits *visits = *(struct visits *const *)context;

	if (++visits->n == 2) {
		visits->second[0] = w[0];
		visits->second[1] = w[1];
	}
	return two_valleys(w, NULL);
}

START_TEST(downhill_ends_in_a_known_minimum_from_everywhere)
{
	static const double minima[][2] = {{3, 2}, {-2.805118086952745, 3.131312518250573},
		{-3.779310253377747, -3.283185991286170}, {3.584428340330492, -1.848126526964404}};
	int found[4] = {0};

	for (int start = 0; start < 400; start++) {
		double w[] = {-5 + start % 20 * 0.51, -5 + start / 20 * 0.53};
		int nearest = 0, n_steps = downhill_descend(himmelblau, NULL, w);
		for (int i = 1; i < 4; i++)
			if (hypot(w[0] - minima[i][0], w[1] - minima[i][1]) <
				hypot(w[0] - minima[nearest][0], w[1] - minima[nearest][1]))
				nearest = i;
		ck_assert_double_eq_tol(w[0], minima[nearest][0], 1e-8);
		ck_assert_double_eq_tol(w[1], minima[nearest][1], 1e-8);
		ck_assert_int_le(n_steps, 60);
		found[nearest]++;
	}
	for (int i = 0; i < 4; i++)
		ck_assert_int_ge(found[i], 20);
}
END_TEST

/* Newton's step: how narrow the bowl is doesn't matter. */
START_TEST(downhill_needs_one_step_on_a_bowl)
{
	static const double kappa[] = {1, 25, 1e6};

	for (int i = 0; i < 3; i++) {
		double w[] = {0.2, -0.3};
		ck_assert_int_le(downhill_descend(bowl, &kappa[i], w), 2); /* rounding */
		ck_assert_double_le(hypot(w[0], w[1]), 1e-9);
	}
}
END_TEST

START_TEST(downhill_steps_are_at_most_half_a_unit)
{
	double w[] = {10, 0}, one = 1;

	ck_assert_int_eq(downhill_descend(bowl, &one, w), 20);
}
END_TEST

START_TEST(downhill_halves_a_step_that_leads_too_far)
{
	double w[] = {0.3, 0};

	ck_assert_int_le(downhill_descend(pointed, NULL, w), 20);
	ck_assert_double_eq_tol(w[0], 0, 1e-9);
}
END_TEST

START_TEST(downhill_steps_by_slope_over_size_of_curvature)
{
	struct visits visits = {0}, *context = &visits;
	double w[] = {0.1, 0.2};

	downhill_descend(two_valleys_visited, &context, w);
	ck_assert_double_eq_tol(visits.second[0], 0.1 + 0.099 / 0.97, 1e-15);
	ck_assert_double_eq_tol(visits.second[1], 0, 1e-15);
}
END_TEST

START_TEST(downhill_leaves_a_saddle_unless_it_starts_on_it)
{
	double beside[] = {1e-3, 1}, on[] = {0, 0};

	downhill_descend(two_valleys, NULL, beside);
	ck_assert_double_eq_tol(beside[0], 1, 1e-9);
	ck_assert_double_eq_tol(beside[1], 0, 1e-9);
	ck_assert_int_eq(downhill_descend(two_valleys, NULL, on), 0);
	ck_assert_double_eq(on[0], 0);
}
END_TEST

START_TEST(downhill_gives_up_where_there_is_no_bottom)
{
	double w[] = {0, 0};

	ck_assert_int_eq(downhill_descend(slope_without_end, NULL, w), 300);
	ck_assert_double_eq_tol(w[0], 150, 1e-9);
}
END_TEST

START_TEST(downhill_least_curvature_is_the_smaller_eigenvalue)
{
	static const double hess[][3] = {
		{2, 0, 1}, {1, 0, 2}, {1, -3, 1}, {-4, 0.5, 7}, {0, 0, 0}, {1e6, 999, 1}};

	for (int i = 0; i < 6; i++) {
		double a[] = {hess[i][0], hess[i][1], hess[i][1], hess[i][2]}, values[2];
		gsl_matrix_view matrix = gsl_matrix_view_array(a, 2, 2);
		gsl_vector_view out = gsl_vector_view_array(values, 2);
		gsl_eigen_symm_workspace *space = gsl_eigen_symm_alloc(2);
		gsl_eigen_symm(&matrix.matrix, &out.vector, space);
		gsl_eigen_symm_free(space);
		ck_assert_double_eq_tol(downhill_least_curvature(hess[i]),
			fmin(values[0], values[1]), 1e-15 * (1 + fabs(hess[i][0])));
	}
}
END_TEST

Suite *lab_downhill_suite(void)
{
	Suite *s = suite_create("lab_downhill");
	TCase *t = tcase_create("downhill");

	tcase_add_test(t, downhill_ends_in_a_known_minimum_from_everywhere);
	tcase_add_test(t, downhill_needs_one_step_on_a_bowl);
	tcase_add_test(t, downhill_steps_are_at_most_half_a_unit);
	tcase_add_test(t, downhill_halves_a_step_that_leads_too_far);
	tcase_add_test(t, downhill_steps_by_slope_over_size_of_curvature);
	tcase_add_test(t, downhill_leaves_a_saddle_unless_it_starts_on_it);
	tcase_add_test(t, downhill_gives_up_where_there_is_no_bottom);
	tcase_add_test(t, downhill_least_curvature_is_the_smaller_eigenvalue);
	suite_add_tcase(s, t);
	return s;
}
