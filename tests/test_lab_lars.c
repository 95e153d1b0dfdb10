/* Knots and weights: Efron et al. 2004 and scikit-learn (oracles/linear.py). */
#include "lab/elastic.h"
#include "lab/lars.h"
#include "support/lab.h"

#include <check.h>
#include <float.h>
#include <math.h>
#include <string.h>

enum { D = 10 };

struct diabetes {
	struct dataset *set;
	double G[D * D], c[D];
};

static struct diabetes load_diabetes(struct demo *d)
{
	struct diabetes it = {.set = data_diabetes(d)};

	data_standardize(d, it.set, DATA_UNIT_NORM);
	data_center_target(it.set);
	elastic_sums(it.set, it.G, it.c);
	return it;
}

START_TEST(lars_has_the_knots_of_the_paper_and_drops_hdl)
{
	static const double knots[] = {949.4353, 889.3138, 452.8957, 316.0734, 130.1295, 88.7843,
		68.9648, 19.9812, 5.4775, 5.0882, 2.1823, 1.3104, 0};
	static const int events[] = {3, 9, 4, 7, 2, 10, 5, 8, 6, 1, -7, 7, 0};
	static const double norms[] = {0, 60.121, 663.677, 888.910, 1250.697, 1440.785, 1537.063,
		1914.564, 2115.729, 2195.755, 2802.357, 2862.993, 3459.978};
	struct demo *d = quiet_demo();
	struct diabetes it = load_diabetes(d);
	struct lars_path path;

	ck_assert(lars_fit(&path, it.G, it.c, D));
	ck_assert_uint_eq(path.n_knots, 13);
	for (size_t k = 0; k < path.n_knots; k++) {
		double norm = 0;

		for (size_t j = 0; j < D; j++)
			norm += fabs(path.w[k * D + j]);
		ck_assert_double_eq_tol(path.lambda[k], knots[k], 5e-5); /* digits printed */
		ck_assert_int_eq(path.event[k], events[k]);
		ck_assert_double_eq_tol(norm, norms[k], 5e-4);
	}
	{
		double w[D];

		lars_at(&path, 1.7, w);
		ck_assert_double_eq(w[6], 0); /* exactly */
	}
	{
		static const char *const names[] = {
			"age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"};
		char order[80], cut[8];

		ck_assert_int_eq(lars_order(&path, names, order, sizeof(order)), 1);
		ck_assert_str_eq(order, "bmi s5 bp s3 sex s6 s1 s4 s2 age -s3 s3");
		ck_assert_int_eq(lars_order(&path, names, cut, sizeof(cut)), 1);
		ck_assert_str_eq(cut, "bmi s5 ");
	}
	lars_done(&path);
	demo_close(d);
}
END_TEST

START_TEST(lars_agrees_with_scikit_learn_between_knots)
{
	struct demo *d = quiet_demo();
	struct diabetes it = load_diabetes(d);
	struct oracle o = oracle_read("linear.csv");
	struct lars_path path;
	double w[D];
	int n = 0;

	ck_assert(lars_fit(&path, it.G, it.c, D));
	for (size_t row = 1; row < o.n_rows; row++) {
		if (strcmp(oracle_text(&o, row, 0), "lasso") != 0)
			continue;
		lars_at(&path, oracle_number(&o, row, 1), w);
		for (size_t j = 0; j < D; j++) /* the iterative solver's 1e-15 on the cost */
			ck_assert_double_eq_tol(w[j], oracle_number(&o, row, 2 + j), 1e-4);
		n++;
	}
	ck_assert_int_ge(n, 5);
	oracle_free(&o);
	lars_done(&path);
	demo_close(d);
}
END_TEST

START_TEST(lars_holds_kkt_and_a_zero_gap_at_every_lambda)
{
	static const double lambdas[] = {1000, 949, 700, 300, 50, 5.2, 2, 1.5, 0.7, 0.01};
	struct demo *d = quiet_demo();
	struct diabetes it = load_diabetes(d);
	struct lars_path path;
	double w[D];

	ck_assert(lars_fit(&path, it.G, it.c, D));
	for (size_t i = 0; i < sizeof lambdas / sizeof lambdas[0]; i++) {
		lars_at(&path, lambdas[i], w);
		/* cond(G) = 470 and weights below 800 cost about 1e-10 in X'r. */
		ck_assert_double_le(elastic_kkt(d, it.set, lambdas[i], 0, w), 1e-9);
		ck_assert_double_le(elastic_gap(d, it.set, lambdas[i], 0, w), 1e-6);
	}
	lars_done(&path);
	demo_close(d);
}
END_TEST

START_TEST(lars_of_orthonormal_columns_is_the_soft_threshold)
{
	static const double G[4] = {1, 0, 0, 1}, c[2] = {-3, 2};
	struct lars_path path;
	double w[2];

	ck_assert(lars_fit(&path, G, c, 2));
	ck_assert_uint_eq(path.n_knots, 3);
	lars_at(&path, 1.5, w);
	ck_assert_double_eq_tol(w[0], -1.5, 4 * DBL_EPSILON);
	ck_assert_double_eq_tol(w[1], 0.5, 4 * DBL_EPSILON);
	lars_at(&path, 3, w);
	ck_assert_double_eq(w[0], 0);
	lars_done(&path);
}
END_TEST

START_TEST(lars_takes_two_that_enter_together_one_after_the_other)
{
	static const double G[4] = {1, 0.5, 0.5, 1}, c[2] = {1, 1};
	struct lars_path path;
	double w[2];

	ck_assert(lars_fit(&path, G, c, 2));
	lars_at(&path, 0.25, w);
	ck_assert_double_eq_tol(w[0], 0.5, 4 * DBL_EPSILON);
	ck_assert_double_eq_tol(w[1], 0.5, 4 * DBL_EPSILON);
	lars_done(&path);
}
END_TEST

START_TEST(lars_refuses_what_has_no_path)
{
	static const struct {
		const char *name;
		double G[4], c[2];
	} rows[] = {
		{"no correlation at all", {1, 0, 0, 1}, {0, 0}},
		{"not positive definite", {1, 2, 2, 1}, {2, 1}},
		{"a negative square", {-1, 0, 0, 1}, {2, 1}},
		{"not a number", {1, 0, 0, 1}, {NAN, NAN}},
		{"infinite", {1, 0, 0, 1}, {INFINITY, 0}},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct lars_path path;

		ck_assert_msg(!lars_fit(&path, rows[i].G, rows[i].c, 2), "%s", rows[i].name);
		ck_assert_uint_eq(path.n_knots, 0);
		lars_done(&path);
	}
}
END_TEST

START_TEST(elastic_gap_bounds_the_distance_to_the_minimum)
{
	struct demo *d = quiet_demo();
	struct diabetes it = load_diabetes(d);
	struct lars_path path;
	double l1 = 20, l2 = 0.5, w[D], least, cost[2];

	for (size_t j = 0; j < D; j++)
		it.G[j * D + j] += l2; /* the elastic net is the lasso on these sums */
	ck_assert(lars_fit(&path, it.G, it.c, D));
	lars_at(&path, l1, w);
	ck_assert_double_le(elastic_kkt(d, it.set, l1, l2, w), 1e-9);
	least = elastic_gap(d, it.set, l1, l2, w);
	ck_assert_double_eq_tol(least, 0, 1e-6);
	for (int moved = 0; moved < 2; moved++) {
		double r2 = linear_r2(it.set, w), yy = 0;

		for (size_t i = 0; i < it.set->n; i++)
			yy += it.set->y[i] * it.set->y[i];
		cost[moved] = (1 - r2) * yy / 2;
		for (size_t j = 0; j < D; j++)
			cost[moved] += l1 * fabs(w[j]) + l2 * w[j] * w[j] / 2;
		if (moved)
			break;
		w[2] += 10; /* curvature 1.5, half of it times 100 is 75 */
	}
	ck_assert_double_eq_tol(cost[1] - cost[0], 75, 1e-6);
	ck_assert_double_ge(elastic_gap(d, it.set, l1, l2, w), cost[1] - cost[0] - 1e-6);
	ck_assert_double_eq_tol(elastic_kkt(d, it.set, l1, l2, w), 15, 1e-6); /* 10 times 1.5 */
	lars_done(&path);
	demo_close(d);
}
END_TEST

Suite *lab_lars_suite(void)
{
	Suite *s = suite_create("lab_lars");
	TCase *t = tcase_create("path");

	tcase_add_test(t, lars_has_the_knots_of_the_paper_and_drops_hdl);
	tcase_add_test(t, lars_agrees_with_scikit_learn_between_knots);
	tcase_add_test(t, lars_holds_kkt_and_a_zero_gap_at_every_lambda);
	tcase_add_test(t, lars_of_orthonormal_columns_is_the_soft_threshold);
	tcase_add_test(t, lars_takes_two_that_enter_together_one_after_the_other);
	tcase_add_test(t, lars_refuses_what_has_no_path);
	tcase_add_test(t, elastic_gap_bounds_the_distance_to_the_minimum);
	suite_add_tcase(s, t);
	return s;
}
