#include "lab/linear.h"
#include "lab/poly.h"
#include "lab/random.h"
#include "support/lab.h"

#include <check.h>
#include <math.h>

enum { N = 20, DEGREE = 15, M = DEGREE + 1 };

/* One point at random in each of N equal parts of [-1, 1]. */
static void make_points(struct demo *d, double *x, double *y)
{
	struct random *r = random_new(d, 5);

	for (size_t i = 0; i < N; i++)
		x[i] = -1 + 2 * ((double)i + random_uniform(r, 0, 1)) / N;
	random_normals(r, y, N, 0, 1);
}

START_TEST(poly_basis_is_cos_of_k_arccos)
{
	for (int i = 0; i <= 100; i++) {
		double x = -1 + i / 50.0, t[M];

		poly_basis(x, DEGREE, t);
		for (size_t k = 0; k < M; k++)
			ck_assert_double_eq_tol(t[k], cos((double)k * acos(x)), 1e-13);
	}
}
END_TEST

START_TEST(poly_at_sums_the_basis_at_every_degree)
{
	static const double c[] = {3, -1, 0.5, 2, -0.25};

	for (int i = 0; i <= 20; i++) {
		double x = -1 + i / 10.0, t[5], sum = 0;

		poly_basis(x, 4, t);
		for (size_t k = 0; k < 5; k++) {
			sum += c[k] * t[k];
			ck_assert_double_eq_tol(poly_at(c, k, x), sum, 1e-14);
		}
	}
}
END_TEST

START_TEST(poly_at_each_is_poly_at_of_each)
{
	double c[M], x[N], f[N];

	for (size_t k = 0; k < M; k++)
		c[k] = sin((double)k + 1);
	for (size_t i = 0; i < N; i++)
		x[i] = cos((double)i);
	for (size_t degree = 0; degree < M; degree++)
		for (size_t n = 0; n <= N; n++) {
			for (size_t i = 0; i < N; i++)
				f[i] = 7;
			poly_at_each(c, degree, x, f, n);
			for (size_t i = 0; i < N; i++)
				ck_assert_double_eq(f[i], i < n ? poly_at(c, degree, x[i]) : 7);
		}
}
END_TEST

START_TEST(poly_project_and_solve_are_poly_fit)
{
	struct demo *d = quiet_demo();
	double x[N], y[N], u[M], one[M], two[M];
	struct poly *p;

	make_points(d, x, y);
	p = poly_new(d, x, N, DEGREE);
	poly_project(p, y, u);
	for (size_t degree = 0; degree <= DEGREE; degree++) {
		poly_fit(p, y, degree, one);
		poly_solve(p, u, degree, two);
		for (size_t k = 0; k <= degree; k++)
			ck_assert_double_eq(one[k], two[k]);
	}
	demo_close(d);
}
END_TEST

START_TEST(poly_q_is_orthonormal_and_q_r_is_the_basis)
{
	struct demo *d = quiet_demo();
	double x[N], y[N], t[M];
	struct poly *p;

	make_points(d, x, y);
	p = poly_new(d, x, N, DEGREE);
	ck_assert_ptr_nonnull(p);
	for (size_t j = 0; j < M; j++)
		for (size_t k = 0; k < M; k++) {
			double dot = 0;

			for (size_t i = 0; i < N; i++)
				dot += p->q[i * M + j] * p->q[i * M + k];
			ck_assert_double_eq_tol(dot, j == k, 1e-14);
		}
	for (size_t i = 0; i < N; i++) {
		poly_basis(x[i], DEGREE, t);
		for (size_t j = 0; j < M; j++) {
			double sum = 0;

			for (size_t k = 0; k < M; k++)
				sum += p->q[i * M + k] * p->r[k * M + j];
			ck_assert_double_eq_tol(sum, t[j], 1e-14);
		}
	}
	demo_close(d);
}
END_TEST

/* Another solver on the matrix of the first k + 1 columns alone. */
START_TEST(poly_fit_of_every_degree_is_its_own_least_squares)
{
	struct demo *d = quiet_demo();
	double x[N], y[N], c[M], w[M];
	struct poly *p;

	make_points(d, x, y);
	p = poly_new(d, x, N, DEGREE);
	for (size_t k = 0; k <= DEGREE; k++) {
		struct dataset set = {.n = N, .d = k + 1, .x = demo_vector(d, N * (k + 1)), .y = y};

		for (size_t i = 0; i < N; i++)
			poly_basis(x[i], k, set.x + i * (k + 1));
		ck_assert(linear_least_squares(d, &set, w));
		poly_fit(p, y, k, c);
		/* The condition number at degree 15 is below 1e5; coefficients reach 1e3. */
		for (size_t j = 0; j <= k; j++)
			ck_assert_double_eq_tol(c[j], w[j], 1e-9);
	}
	demo_close(d);
}
END_TEST

START_TEST(poly_fit_gives_a_polynomial_of_degree_15_back)
{
	struct demo *d = quiet_demo();
	double x[N], y[N], c[M], truth[M];

	make_points(d, x, y);
	for (size_t k = 0; k < M; k++)
		truth[k] = k % 2 ? -1.0 - (double)k : 2;
	for (size_t i = 0; i < N; i++)
		y[i] = poly_at(truth, DEGREE, x[i]);
	poly_fit(poly_new(d, x, N, DEGREE), y, DEGREE, c);
	/* 100 eps times the condition number, below 1e5: by powers of x it would be 1e9. */
	for (size_t k = 0; k < M; k++)
		ck_assert_double_eq_tol(c[k], truth[k], 1e-9);
	demo_close(d);
}
END_TEST

START_TEST(poly_of_degree_n_less_1_passes_through_the_points)
{
	struct demo *d = quiet_demo();
	double x[] = {-1, -0.5, 0.1, 0.7, 1}, y[] = {2, -1, 4, 0, 3}, c[5];
	struct poly *p = poly_new(d, x, 5, 4);

	poly_fit(p, y, 4, c);
	for (size_t i = 0; i < 5; i++) {
		ck_assert_double_eq_tol(poly_at(c, 4, x[i]), y[i], 1e-13);
		ck_assert_double_eq_tol(poly_leverage(p, 4, i), 1, 1e-14);
		ck_assert_double_eq_tol(poly_leverage(p, 0, i), 0.2, 1e-14);
	}
	demo_close(d);
}
END_TEST

/* The fit is linear in y: what a unit more at y_i adds at x_i is the leverage. */
/* A fit is linear in y: its variance is the sum of squares of what each y_i does. */
START_TEST(poly_variances_are_those_of_fits_to_one_y_at_a_time)
{
	struct demo *d = quiet_demo();
	double x[N], y[N], h[M], c[M];
	struct poly *p;

	make_points(d, x, y);
	p = poly_new(d, x, N, DEGREE);
	for (int place = 0; place <= 10; place++) {
		poly_variances(p, -1 + place / 5.0, h);
		for (size_t k = 0; k < M; k++) {
			double sum = 0;

			for (size_t i = 0; i < N; i++) {
				double one[N] = {0};

				one[i] = 1;
				poly_fit(p, one, k, c);
				sum += pow(poly_at(c, k, -1 + place / 5.0), 2);
			}
			ck_assert_double_eq_tol(h[k], sum, 1e-9 * sum);
		}
	}
	for (size_t i = 0; i < N; i++) {
		poly_variances(p, x[i], h);
		for (size_t k = 0; k < M; k++)
			ck_assert_double_eq_tol(h[k], poly_leverage(p, k, i), 1e-9);
	}
	demo_close(d);
}
END_TEST

START_TEST(poly_leverage_is_what_a_point_moves_the_fit_at_its_place)
{
	static const size_t degrees[] = {0, 1, 4, 9, 15};
	struct demo *d = quiet_demo();
	double x[N], y[N], c[M];
	struct poly *p;

	make_points(d, x, y);
	p = poly_new(d, x, N, DEGREE);
	for (size_t t = 0; t < 5; t++) {
		size_t k = degrees[t];
		double sum = 0;

		for (size_t i = 0; i < N; i++) {
			double before, h = poly_leverage(p, k, i);

			poly_fit(p, y, k, c);
			before = poly_at(c, k, x[i]);
			y[i] += 1;
			poly_fit(p, y, k, c);
			y[i] -= 1;
			/* Coefficients reach 1e3 and lose a condition number of 1e5. */
			ck_assert_double_eq_tol(poly_at(c, k, x[i]) - before, h, 1e-8);
			ck_assert_double_gt(h, 0);
			ck_assert_double_le(h, 1 + 1e-14);
			sum += h;
		}
		ck_assert_double_eq_tol(sum, (double)k + 1, 1e-13);
	}
	demo_close(d);
}
END_TEST

START_TEST(poly_new_refuses_points_that_do_not_determine_it)
{
	struct demo *d = quiet_demo();
	double twice[] = {-1, 0, 0, 1}, apart[] = {-1, 0, 0.5, 1};

	ck_assert_ptr_null(poly_new(d, twice, 4, 3));
	ck_assert_ptr_nonnull(poly_new(d, twice, 4, 2));
	ck_assert_ptr_nonnull(poly_new(d, apart, 4, 3));
	ck_assert_ptr_null(poly_new(d, apart, 4, 4));
	ck_assert_ptr_null(poly_new(d, apart, 0, 0));
	demo_close(d);
}
END_TEST

Suite *lab_poly_suite(void)
{
	Suite *s = suite_create("lab_poly");
	TCase *t = tcase_create("poly");

	tcase_add_test(t, poly_basis_is_cos_of_k_arccos);
	tcase_add_test(t, poly_at_sums_the_basis_at_every_degree);
	tcase_add_test(t, poly_at_each_is_poly_at_of_each);
	tcase_add_test(t, poly_project_and_solve_are_poly_fit);
	tcase_add_test(t, poly_q_is_orthonormal_and_q_r_is_the_basis);
	tcase_add_test(t, poly_fit_of_every_degree_is_its_own_least_squares);
	tcase_add_test(t, poly_fit_gives_a_polynomial_of_degree_15_back);
	tcase_add_test(t, poly_of_degree_n_less_1_passes_through_the_points);
	tcase_add_test(t, poly_leverage_is_what_a_point_moves_the_fit_at_its_place);
	tcase_add_test(t, poly_variances_are_those_of_fits_to_one_y_at_a_time);
	tcase_add_test(t, poly_new_refuses_points_that_do_not_determine_it);
	suite_add_tcase(s, t);
	return s;
}
