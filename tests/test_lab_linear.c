/* scikit-learn's coefficients: tests/oracles/linear.py. */
#include "lab/linear.h"
#include "lab/random.h"
#include "support/lab.h"

#include <check.h>
#include <float.h>
#include <math.h>
#include <string.h>

enum { D = 10 };

static struct dataset *load_diabetes(struct demo *d)
{
	struct dataset *set = data_diabetes(d);

	data_standardize(d, set, DATA_UNIT_NORM);
	data_center_target(set);
	return set;
}

/* Compares with every row of `model`; returns how many there were. */
static int compare(const char *model, const double *lambdas, double (*const fits)[D], size_t n,
	double tolerance)
{
	struct oracle o = oracle_read("linear.csv");
	int n_compared = 0;

	for (size_t row = 1; row < o.n_rows; row++) {
		if (strcmp(oracle_text(&o, row, 0), model) != 0)
			continue;
		for (size_t f = 0; f < n; f++) {
			if (lambdas[f] != oracle_number(&o, row, 1))
				continue;
			for (size_t j = 0; j < D; j++)
				ck_assert_double_eq_tol(
					fits[f][j], oracle_number(&o, row, 2 + j), tolerance);
			n_compared++;
		}
	}
	oracle_free(&o);
	return n_compared;
}

/* Both sides lose cond(X)^2 eps |w| = 20^2 * 2e-16 * 800 at most, and the
 * oracle's file has 12 digits. */
static const double direct_tolerance = 1e-8;

START_TEST(linear_least_squares_agrees_with_scikit_learn)
{
	struct demo *d = quiet_demo();
	struct dataset *set = load_diabetes(d);
	double w[2][D], zero[2] = {0, 0};

	ck_assert(linear_least_squares(d, set, w[0]));
	linear_ridge(linear_svd_new(d, set), set->y, 0, w[1]);
	ck_assert_int_eq(compare("ols", zero, w, 2, direct_tolerance), 2);
	ck_assert_double_eq_tol(linear_r2(set, w[0]), 0.517748, 5e-7);
	demo_close(d);
}
END_TEST

START_TEST(linear_least_squares_refuses_dependent_columns)
{
	double x[] = {1, 2, 2, 4, 3, 6}, y[] = {1, 2, 3}, w[2];
	struct dataset set = {.n = 3, .d = 2, .x = x, .y = y};
	struct demo *d = quiet_demo();

	ck_assert(!linear_least_squares(d, &set, w));
	set.n = 1;
	ck_assert(!linear_least_squares(d, &set, w));
	demo_close(d);
}
END_TEST

START_TEST(linear_ridge_agrees_with_scikit_learn)
{
	static const double lambdas[] = {0.01, 0.1, 1, 10, 1000};
	struct demo *d = quiet_demo();
	struct dataset *set = load_diabetes(d);
	struct linear_svd *svd = linear_svd_new(d, set);
	double w[5][D];

	for (size_t i = 0; i < 5; i++)
		linear_ridge(svd, set->y, lambdas[i], w[i]);
	ck_assert_int_eq(compare("ridge", lambdas, w, 5, direct_tolerance), 5);
	demo_close(d);
}
END_TEST

/* Hoerl & Kennard's trace of the hat matrix, by NumPy. */
START_TEST(linear_ridge_df_agrees_with_the_trace_of_the_hat_matrix)
{
	static const double known[][2] = {{0.1, 7.641725}, {1, 3.942284}, {10, 0.831701}};
	struct demo *d = quiet_demo();
	struct linear_svd *svd = linear_svd_new(d, load_diabetes(d));

	for (size_t i = 0; i < 3; i++)
		ck_assert_double_eq_tol(linear_ridge_df(svd, known[i][0]), known[i][1], 5e-7);
	ck_assert_double_eq_tol(linear_ridge_df(svd, 0), D, 1e-14);
	ck_assert_double_eq(linear_ridge_shrinkage(svd, 0, D - 1), 1);
	demo_close(d);
}
END_TEST

START_TEST(linear_ridge_is_where_the_gradient_is_zero)
{
	struct demo *d = quiet_demo();
	struct dataset *set = load_diabetes(d);
	double w[D], grad[D], nearby[D], least, lambda = 3;

	linear_ridge(linear_svd_new(d, set), set->y, lambda, w);
	least = linear_ridge_cost(set, lambda, w, grad);
	for (size_t j = 0; j < D; j++) {
		ck_assert_double_eq_tol(grad[j], 0, 1e-9);
		memcpy(nearby, w, sizeof(w));
		nearby[j] += 1;
		ck_assert_double_gt(linear_ridge_cost(set, lambda, nearby, NULL), least);
	}
	demo_close(d);
}
END_TEST

START_TEST(linear_ridge_cost_has_this_gradient)
{
	struct demo *d = quiet_demo();
	struct dataset *set = load_diabetes(d);
	double w[D], grad[D], lambda = 0.7;

	for (size_t j = 0; j < D; j++)
		w[j] = 50.0 * (double)j - 200;
	linear_ridge_cost(set, lambda, w, grad);
	for (size_t j = 0; j < D; j++) {
		double at = w[j], up, down;

		/* The cost is quadratic: central differences are exact up to the
		 * rounding of J = 1e6, eps J / h. */
		w[j] = at + 1;
		up = linear_ridge_cost(set, lambda, w, NULL);
		w[j] = at - 1;
		down = linear_ridge_cost(set, lambda, w, NULL);
		w[j] = at;
		ck_assert_double_eq_tol((up - down) / 2, grad[j], 1e-7);
	}
	demo_close(d);
}
END_TEST

/* The four conditions of Moore and Penrose, of which two are left for X^+ y. */
START_TEST(linear_ridge_at_0_is_the_shortest_solution_of_a_wide_system)
{
	enum { ROWS = 3, COLUMNS = 6 };
	struct demo *d = quiet_demo();
	struct random *r = random_new(d, 7);
	double x[ROWS * COLUMNS], y[ROWS], w[COLUMNS], residual[ROWS], shorter[COLUMNS];
	struct dataset set = {.n = ROWS, .d = COLUMNS, .x = x, .y = y};
	struct dataset rows = {.n = COLUMNS, .d = ROWS, .y = w};
	double coefficients[ROWS];

	random_normals(r, x, ROWS * COLUMNS, 0, 1);
	random_normals(r, y, ROWS, 0, 1);
	linear_ridge(linear_svd_new(d, &set), y, 0, w);
	linear_residual(&set, w, residual);
	for (size_t i = 0; i < ROWS; i++)
		ck_assert_double_eq_tol(residual[i], 0, 1e-13);
	/* The shortest is a combination of the rows of X. */
	rows.x = demo_vector(d, ROWS * COLUMNS);
	for (size_t i = 0; i < ROWS; i++)
		for (size_t j = 0; j < COLUMNS; j++)
			rows.x[j * ROWS + i] = x[i * COLUMNS + j];
	ck_assert(linear_least_squares(d, &rows, coefficients));
	linear_residual(&rows, coefficients, shorter);
	for (size_t j = 0; j < COLUMNS; j++)
		ck_assert_double_eq_tol(shorter[j], 0, 1e-13);
	demo_close(d);
}
END_TEST

START_TEST(linear_ridge_at_0_ignores_directions_that_are_only_rounding)
{
	/* Both columns along (1, 2): the shortest w is 1/5 (1, 2). */
	double x[] = {1, 2, 2, 4, 3, 6}, y[] = {1, 2, 3}, w[2];
	struct dataset set = {.n = 3, .d = 2, .x = x, .y = y};
	struct demo *d = quiet_demo();

	linear_ridge(linear_svd_new(d, &set), y, 0, w);
	ck_assert_double_eq_tol(w[0], 0.2, 1e-14);
	ck_assert_double_eq_tol(w[1], 0.4, 1e-14);
	demo_close(d);
}
END_TEST

START_TEST(linear_svd_gives_x_back)
{
	static const size_t shapes[][2] = {{5, 3}, {3, 5}, {4, 4}, {6, 1}, {1, 6}, {1, 1}};
	struct demo *d = quiet_demo();
	struct random *r = random_new(d, 3);

	for (size_t t = 0; t < sizeof(shapes) / sizeof(shapes[0]); t++) {
		struct dataset set = {.n = shapes[t][0], .d = shapes[t][1]};
		struct linear_svd *svd;

		set.x = demo_vector(d, set.n * set.d);
		random_normals(r, set.x, set.n * set.d, 0, 1);
		svd = linear_svd_new(d, &set);
		for (size_t i = 0; i < set.n * set.d; i++) {
			size_t row = i / set.d, column = i % set.d;
			double sum = 0;

			for (size_t c = 0; c < svd->k; c++)
				sum += svd->u[row * svd->k + c] * svd->s[c] *
				       svd->v[column * svd->k + c];
			ck_assert_double_eq_tol(sum, set.x[i], 1e-14);
		}
	}
	demo_close(d);
}
END_TEST

START_TEST(soft_threshold_is_the_prox_of_the_absolute_value)
{
	ck_assert_double_eq(soft_threshold(0.3, 0.5), 0);
	ck_assert_double_eq(soft_threshold(-0.5, 0.5), 0);
	ck_assert_double_eq(soft_threshold(2, 0.5), 1.5);
	ck_assert_double_eq(soft_threshold(-2, 0.5), -1.5);
}
END_TEST

START_TEST(lasso_fit_agrees_with_scikit_learn_and_certifies_itself)
{
	static const double lambdas[] = {900, 442, 44.2, 10, 1};
	static const size_t n_zero[] = {9, 7, 3, 2, 0};
	struct demo *d = quiet_demo();
	struct lasso *l = lasso_new(d, load_diabetes(d));
	double w[5][D];

	for (size_t i = 0; i < 5; i++) {
		size_t zeros = 0;

		ck_assert(lasso_fit(l, lambdas[i], 1e-14, 100000));
		ck_assert_double_le(lasso_gap(l, lambdas[i]), 1e-14 * 2.7e6 / 2);
		ck_assert_double_le(lasso_kkt(l, lambdas[i]), 1e-6);
		for (size_t j = 0; j < D; j++)
			zeros += l->w[j] == 0;
		ck_assert_uint_eq(zeros, n_zero[i]);
		memcpy(w[i], l->w, sizeof(w[i]));
	}
	/* A gap g leaves |Xw - Xw*|^2 <= 2 g: of w, sqrt(2 * 1.3e-8) / 0.09, the
	 * smallest singular value: 2e-3 at worst; the oracle stops alike. */
	ck_assert_int_eq(compare("lasso", lambdas, w, 5, 1e-3), 5);
	demo_close(d);
}
END_TEST

START_TEST(lasso_gap_and_kkt_see_a_point_that_is_no_minimum)
{
	struct demo *d = quiet_demo();
	struct dataset *set = load_diabetes(d);
	struct lasso *l = lasso_new(d, set);

	/* From zero the first to enter is bmi, at lambda = max |X'y|. */
	ck_assert_double_eq_tol(lasso_kkt(l, 949.0), 949.4353 - 949, 5e-5);
	ck_assert_double_eq(lasso_kkt(l, 949.5), 0);
	ck_assert_double_eq_tol(lasso_gap(l, 949.5), 0, 1e-9);
	ck_assert_double_gt(lasso_gap(l, 500), 1000);
	ck_assert(!lasso_fit(l, 1, 1e-14, 3));
	ck_assert_uint_eq(l->n_sweeps, 3);
	ck_assert_double_gt(lasso_kkt(l, 1), 1);
	demo_close(d);
}
END_TEST

START_TEST(lasso_leaves_a_constant_column_alone)
{
	double x[] = {0, 1, 0, -1, 0, 0}, y[] = {2, -2, 0};
	struct dataset set = {.n = 3, .d = 2, .x = x, .y = y};
	struct demo *d = quiet_demo();
	struct lasso *l = lasso_new(d, &set);

	ck_assert(lasso_fit(l, 1, 1e-14, 10));
	ck_assert_double_eq(l->w[0], 0);
	ck_assert_double_eq(l->w[1], 1.5);
	demo_close(d);
}
END_TEST

Suite *lab_linear_suite(void)
{
	Suite *s = suite_create("lab_linear");
	TCase *t = tcase_create("linear");

	tcase_add_test(t, linear_least_squares_agrees_with_scikit_learn);
	tcase_add_test(t, linear_least_squares_refuses_dependent_columns);
	tcase_add_test(t, linear_ridge_agrees_with_scikit_learn);
	tcase_add_test(t, linear_ridge_df_agrees_with_the_trace_of_the_hat_matrix);
	tcase_add_test(t, linear_ridge_is_where_the_gradient_is_zero);
	tcase_add_test(t, linear_ridge_cost_has_this_gradient);
	tcase_add_test(t, linear_ridge_at_0_is_the_shortest_solution_of_a_wide_system);
	tcase_add_test(t, linear_ridge_at_0_ignores_directions_that_are_only_rounding);
	tcase_add_test(t, linear_svd_gives_x_back);
	tcase_add_test(t, soft_threshold_is_the_prox_of_the_absolute_value);
	tcase_add_test(t, lasso_fit_agrees_with_scikit_learn_and_certifies_itself);
	tcase_add_test(t, lasso_gap_and_kkt_see_a_point_that_is_no_minimum);
	tcase_add_test(t, lasso_leaves_a_constant_column_alone);
	suite_add_tcase(s, t);
	return s;
}
