#include "lab/leave_out.h"
#include "lab/random.h"
#include "support/lab.h"

#include <check.h>
#include <math.h>

enum { N = 25, D = 3 };

static struct dataset *make_set(struct demo *d)
{
	struct dataset *set = demo_alloc(d, 1, sizeof *set);
	struct random *r = random_new(d, 7);

	*set = (struct dataset){.n = N, .d = D, .x = demo_vector(d, N * D), .y = demo_vector(d, N)};
	random_normals(r, set->x, N * D, 5, 2);
	random_normals(r, set->y, N, -1, 3);
	data_standardize(d, set, DATA_UNIT_VARIANCE);
	data_center_target(set);
	return set;
}

START_TEST(leave_out_formula_agrees_with_refits)
{
	static const double lambdas[] = {0, 0.1, 3, 1e4};
	struct demo *d = quiet_demo();
	struct dataset *set = make_set(d);
	struct linear_svd *svd = linear_svd_new(d, set);
	double error[N], w[D];

	for (size_t k = 0; k < sizeof lambdas / sizeof lambdas[0]; k++) {
		double total = 0, root = leave_out_error(d, svd, set, lambdas[k], error);

		for (size_t i = 0; i < N; i++) {
			ck_assert_double_eq_tol(
				error[i], leave_out_refit(d, set, lambdas[k], i, w), 1e-12);
			total += error[i] * error[i];
		}
		ck_assert_double_eq_tol(root, sqrt(total / N), 1e-12);
	}
	demo_close(d);
}
END_TEST

/* With no column that matters the fit is the mean of the others: y n / (n - 1). */
START_TEST(leave_out_of_the_mean_is_known)
{
	struct demo *d = quiet_demo();
	struct dataset *set = make_set(d);
	struct linear_svd *svd = linear_svd_new(d, set);
	double error[N], w[D];

	leave_out_error(d, svd, set, 1e15, error);
	for (size_t i = 0; i < N; i++) {
		ck_assert_double_eq_tol(error[i], set->y[i] * N / (N - 1), 1e-9);
		ck_assert_double_eq_tol(
			leave_out_refit(d, set, 1e15, i, w), set->y[i] * N / (N - 1), 1e-9);
	}
	demo_close(d);
}
END_TEST

START_TEST(refit_without_leaving_out_is_ridge)
{
	struct demo *d = quiet_demo();
	struct dataset *set = make_set(d);
	struct linear_svd *svd = linear_svd_new(d, set);
	double w[D], ridge[D];

	linear_ridge(svd, set->y, 2, ridge);
	ck_assert_double_eq(leave_out_refit(d, set, 2, N, w), 0);
	for (size_t j = 0; j < D; j++)
		ck_assert_double_eq_tol(w[j], ridge[j], 1e-12);
	demo_close(d);
}
END_TEST

/* A column that only example 4 has: its leverage is nearly 1. */
START_TEST(leave_out_holds_near_a_leverage_of_one)
{
	struct demo *d = quiet_demo();
	struct dataset *set = make_set(d);
	double error[N], w[D];

	for (size_t i = 0; i < N; i++)
		set->x[i * D] = i == 4;
	data_standardize(d, set, DATA_UNIT_VARIANCE);
	leave_out_error(d, linear_svd_new(d, set), set, 1e-6, error);
	/* 1 - h is 4e-8, with eps of error. */
	ck_assert_double_eq_tol(error[4], leave_out_refit(d, set, 1e-6, 4, w), 1e-6);
	demo_close(d);
}
END_TEST

Suite *lab_leave_out_suite(void)
{
	Suite *s = suite_create("lab_leave_out");
	TCase *t = tcase_create("errors");

	tcase_add_test(t, leave_out_formula_agrees_with_refits);
	tcase_add_test(t, leave_out_of_the_mean_is_known);
	tcase_add_test(t, refit_without_leaving_out_is_ridge);
	tcase_add_test(t, leave_out_holds_near_a_leverage_of_one);
	suite_add_tcase(s, t);
	return s;
}
