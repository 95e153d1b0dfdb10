/* Every operation of the tape, and attention as a whole, against central
 * differences; the numbers themselves against formulas written out here. */
#include "lab/attention.h"
#include "lab/loss.h"
#include "lab/random.h"
#include "lab/tape.h"
#include "support/lab.h"

#include <check.h>
#include <math.h>
#include <string.h>

enum { MAX_NUMBERS = 128 };

/* A scalar function of parameters a (3 x 4) and b. */
struct graph {
	const char *name;
	size_t b_rows, b_cols;
	struct matrix *(*build)(struct tape *t, struct matrix *a, struct matrix *b);
};

static struct matrix *matmul(struct tape *t, struct matrix *a, struct matrix *b)
{
	return tape_matmul(t, a, b);
}

static struct matrix *transpose(struct tape *t, struct matrix *a, struct matrix *b)
{
	return tape_matmul(t, tape_transpose(t, a), b);
}

static struct matrix *add(struct tape *t, struct matrix *a, struct matrix *b)
{
	return tape_add(t, a, b);
}

static struct matrix *multiply(struct tape *t, struct matrix *a, struct matrix *b)
{
	return tape_multiply(t, a, b);
}

static struct matrix *square(struct tape *t, struct matrix *a, struct matrix *b)
{
	return tape_multiply(t, tape_matmul(t, a, b), tape_matmul(t, a, b));
}

static struct matrix *scale(struct tape *t, struct matrix *a, struct matrix *b)
{
	return tape_scale(t, tape_add(t, a, b), -1.5);
}

static struct matrix *functions(struct tape *t, struct matrix *a, struct matrix *b)
{
	struct matrix *e = tape_exp(t, tape_tanh(t, a));

	return tape_log(t, tape_add(t, e, tape_exp(t, tape_relu(t, b))));
}

static struct matrix *rows(struct tape *t, struct matrix *a, struct matrix *b)
{
	static const size_t chosen[] = {2, 0, 2, 2, 1};

	return tape_multiply(t, tape_rows(t, a, chosen, 5), b);
}

static struct matrix *soft(struct tape *t, struct matrix *a, struct matrix *b)
{
	return tape_softmax(t, tape_add(t, a, b), NULL);
}

static const bool mask[] = {
	true, false, true, true, false, false, true, false, false, true, true, false};

static struct matrix *masked(struct tape *t, struct matrix *a, struct matrix *b)
{
	return tape_softmax(t, tape_multiply(t, a, b), mask);
}

static struct matrix *layer_norm(struct tape *t, struct matrix *a, struct matrix *b)
{
	return tape_layer_norm(t, tape_add(t, a, b), 0.1);
}

static struct matrix *unit_rows(struct tape *t, struct matrix *a, struct matrix *b)
{
	return tape_unit_rows(t, tape_add(t, a, b), 0.1);
}

static struct matrix *sum(struct tape *t, struct matrix *a, struct matrix *b)
{
	struct matrix *m = tape_multiply(t, tape_multiply(t, a, a), b);

	return tape_multiply(t, tape_sum(t, m), tape_sum(t, m));
}

static struct matrix *cross_entropy(struct tape *t, struct matrix *a, struct matrix *b)
{
	static const size_t labels[] = {1, 0, 1};

	return tape_cross_entropy(t, tape_matmul(t, a, b), labels);
}

/* Three tokens of width 4: layer norm, one causal head of width 2, residual,
 * cross-entropy. b holds wq, wk, wv (4 x 2 each, as rows of 2) and wo (2 x 4). */
static struct matrix *block(struct tape *t, struct matrix *a, struct matrix *b)
{
	static const size_t parts[4][4] = {
		{0, 1, 2, 3}, {4, 5, 6, 7}, {8, 9, 10, 11}, {12, 13, 14, 15}};
	static const size_t labels[] = {3, 0, 1};
	static bool causal[9];
	struct matrix *x = tape_layer_norm(t, a, 1e-5), *w[4];

	attention_causal(causal, 3);
	for (int i = 0; i < 4; i++)
		w[i] = tape_rows(t, b, parts[i], 4);
	struct attention head = attention_head(t, tape_matmul(t, x, w[0]), tape_matmul(t, x, w[1]),
		tape_matmul(t, x, w[2]), 1 / sqrt(2), causal);
	struct matrix *out = tape_matmul(t, head.out, tape_transpose(t, w[3]));
	return tape_cross_entropy(t, tape_add(t, a, out), labels);
}

static const struct graph graphs[] = {
	{"matmul", 4, 2, matmul},
	{"transpose", 3, 2, transpose},
	{"add", 3, 4, add},
	{"add a row", 1, 4, add},
	{"multiply", 3, 4, multiply},
	{"multiply a row", 1, 4, multiply},
	{"square", 4, 3, square},
	{"scale", 1, 4, scale},
	{"functions", 3, 4, functions},
	{"rows", 5, 4, rows},
	{"softmax", 3, 4, soft},
	{"masked softmax", 3, 4, masked},
	{"layer norm", 3, 4, layer_norm},
	{"unit rows", 3, 4, unit_rows},
	{"sum", 3, 4, sum},
	{"cross-entropy", 4, 2, cross_entropy},
	{"attention block", 16, 2, block},
};
enum { N_GRAPHS = sizeof(graphs) / sizeof(graphs[0]) };

struct point {
	double a[12], b[MAX_NUMBERS], grad_a[12], grad_b[MAX_NUMBERS], c[MAX_NUMBERS];
};

static struct point *draw_point(struct demo *d)
{
	struct point *p = demo_alloc(d, 1, sizeof(*p));
	struct random *r = random_new(d, 1);

	random_normals(r, p->a, 12, 0, 1);
	random_normals(r, p->b, MAX_NUMBERS, 0, 1);
	random_normals(r, p->c, MAX_NUMBERS, 0, 1);
	return p;
}

/* Σ c * graph(a, b) */
static struct matrix *loss_of(struct tape *t, const struct graph *g, struct point *p)
{
	struct matrix *out, *a, *b;

	tape_reset(t);
	a = tape_param(t, p->a, p->grad_a, 3, 4);
	b = tape_param(t, p->b, p->grad_b, g->b_rows, g->b_cols);
	out = g->build(t, a, b);
	return tape_sum(t, tape_multiply(t, out, tape_constant(t, p->c, out->n_rows, out->n_cols)));
}

static void compare_with_differences(struct tape *t, const struct graph *g, struct point *p,
	double *x, const double *grad, size_t n)
{
	/* Error h²L'''/6 + eps L/h, with L and its derivatives of 1 to 100. */
	const double h = 6e-6, tolerance = 2e-8;

	for (size_t i = 0; i < n; i++) {
		double at = x[i], up, down;

		x[i] = at + h;
		up = loss_of(t, g, p)->x[0];
		x[i] = at - h;
		down = loss_of(t, g, p)->x[0];
		x[i] = at;
		ck_assert_msg(fabs((up - down) / (2 * h) - grad[i]) < tolerance,
			"%s: component %zu is %.10g, by differences %.10g", g->name, i, grad[i],
			(up - down) / (2 * h));
	}
}

START_TEST(tape_backward_agrees_with_central_differences)
{
	struct demo *d = quiet_demo();
	struct tape *t = tape_new(d);
	const struct graph *g = &graphs[_i];
	struct point *p = draw_point(d);
	double size = 0;

	tape_backward(t, loss_of(t, g, p));
	compare_with_differences(t, g, p, p->a, p->grad_a, 12);
	compare_with_differences(t, g, p, p->b, p->grad_b, g->b_rows * g->b_cols);
	for (size_t i = 0; i < 12; i++)
		size += fabs(p->grad_a[i]);
	ck_assert_double_gt(size, 0.01);
	demo_close(d);
}
END_TEST

START_TEST(tape_values_are_those_of_the_formulas)
{
	struct demo *d = quiet_demo();
	struct tape *t = tape_new(d);
	const double x[] = {1, 2, 3, -1, 0, 4}, y[] = {1, 1, 2, 0, -1, 3};
	const size_t labels[] = {2, 0};
	struct matrix *a = tape_constant(t, x, 2, 3), *b = tape_constant(t, y, 3, 2);
	struct matrix *c = tape_matmul(t, a, b), *p = tape_softmax(t, a, NULL);
	struct matrix *n = tape_layer_norm(t, a, 0), *u = tape_unit_rows(t, a, 0);

	ck_assert_double_eq(c->x[0], 1 + 4 - 3);
	ck_assert_double_eq(c->x[1], 1 + 0 + 9);
	ck_assert_double_eq(c->x[2], -1 - 4);
	ck_assert_double_eq(c->x[3], -1 + 12);
	ck_assert_double_eq_tol(p->x[1], 1 / (1 + exp(-1) + exp(1)), 1e-15);
	ck_assert_double_eq_tol(p->x[3] + p->x[4] + p->x[5], 1, 1e-15);
	ck_assert_double_eq_tol(n->x[0], -1 / sqrt(2.0 / 3), 1e-15);
	ck_assert_double_eq_tol(u->x[5], 4 / sqrt(17), 1e-15);
	ck_assert_double_eq_tol(
		tape_cross_entropy(t, a, labels)->x[0], -(log(p->x[2]) + log(p->x[3])) / 2, 1e-14);
	ck_assert_ptr_null(c->grad);
	demo_close(d);
}
END_TEST

START_TEST(tape_norms_add_eps_to_the_mean_square_and_to_the_sum_of_squares)
{
	struct demo *d = quiet_demo();
	struct tape *t = tape_new(d);
	const double x[] = {3, 5}, y[] = {3, 4};

	ck_assert_double_eq(tape_layer_norm(t, tape_constant(t, x, 1, 2), 3)->x[1], 0.5);
	ck_assert_double_eq(tape_unit_rows(t, tape_constant(t, y, 1, 2), 11)->x[0], 0.5);
	demo_close(d);
}
END_TEST

/* The sum of A B: its slope in A_ik is the sum of row k of B, in B_kj that of column k
 * of A. Whole numbers, so that nothing is rounded. */
START_TEST(tape_products_have_the_slopes_of_their_sum_at_every_size)
{
	enum { MOST = 9, ROWS = 2 };
	struct demo *d = quiet_demo();
	struct tape *t = tape_new(d);
	size_t inner = (size_t)_i / MOST + 1, n = (size_t)_i % MOST + 1;
	double a[ROWS * MOST], b[MOST * MOST], da[ROWS * MOST], db[MOST * MOST];
	struct matrix *product;

	for (size_t i = 0; i < ROWS * inner; i++)
		a[i] = (double)(i * i % 7);
	for (size_t i = 0; i < inner * n; i++)
		b[i] = (double)(i * i % 11);
	product = tape_matmul(t, tape_param(t, a, da, ROWS, inner), tape_param(t, b, db, inner, n));
	tape_backward(t, tape_sum(t, product));
	for (size_t k = 0; k < inner; k++) {
		double row = 0;

		for (size_t j = 0; j < n; j++) {
			row += b[k * n + j];
			ck_assert_double_eq(db[k * n + j], a[k] + a[inner + k]);
		}
		ck_assert_double_eq(da[k], row);
		ck_assert_double_eq(da[inner + k], row);
	}
	demo_close(d);
}
END_TEST

START_TEST(tape_gradient_passes_by_constants)
{
	struct demo *d = quiet_demo();
	struct tape *t = tape_new(d);
	double x = 3, grad = 0;
	const double five = 5;
	struct matrix *a = tape_param(t, &x, &grad, 1, 1), *c = tape_constant(t, &five, 1, 1);

	tape_backward(t, tape_multiply(t, c, a));
	ck_assert_double_eq(grad, 5);
	tape_backward(t, tape_multiply(t, a, c));
	ck_assert_double_eq(grad, 5);
	tape_backward(t, tape_multiply(t, c, c)); /* a loss of constants */
	ck_assert_double_eq(grad, 0);
	demo_close(d);
}
END_TEST

/* Large scores don't overflow, and what the mask forbids is exactly 0, however
 * large its score. */
START_TEST(tape_softmax_with_a_mask_leaves_out_what_it_forbids)
{
	struct demo *d = quiet_demo();
	struct tape *t = tape_new(d);
	const double z[] = {1000, 5000, 1000, -3000};
	const bool allowed[] = {true, false, true, true};
	struct matrix *p = tape_softmax(t, tape_constant(t, z, 1, 4), allowed);

	ck_assert_double_eq(p->x[0], 0.5);
	ck_assert_double_eq(p->x[1], 0);
	ck_assert_double_eq(p->x[2], 0.5);
	ck_assert_double_eq(p->x[3], 0);
	demo_close(d);
}
END_TEST

/* Steps of any size on one tape: the memory of the first step is used again,
 * also across the borders of chunks, and no number of an older step is left. */
START_TEST(tape_reset_starts_afresh_in_the_same_memory)
{
	enum { BIG = 300, LONG = 1000 };
	struct demo *d = quiet_demo();
	struct tape *t = tape_new(d);
	double *x = demo_vector(d, BIG * BIG), *grad = demo_vector(d, BIG * BIG), one = 1, slope;
	const double *last_place = NULL, *first_place = NULL;
	const struct matrix *first = NULL;

	for (size_t i = 0; i < BIG * BIG; i++)
		x[i] = 1;
	for (int step = 0; step < 3; step++) {
		tape_reset(t);
		struct matrix *big = tape_param(t, x, grad, BIG, BIG);
		struct matrix *small = tape_param(t, &one, &slope, 1, 1);
		struct matrix *half = tape_scale(t, small, 0.5), *y = half;
		for (int i = 1; i < LONG; i++)
			y = tape_scale(t, y, i % 2 ? 2 : 0.5);
		struct matrix *last = tape_scale(t, tape_add(t, big, big), 3);
		if (step == 0) {
			first = big;
			first_place = half->x;
			last_place = last->x;
		}
		ck_assert_ptr_eq(big, first);
		ck_assert_ptr_eq(half->x, first_place);
		ck_assert_ptr_eq(last->x, last_place);
		tape_backward(t, tape_add(t, tape_sum(t, last), y));
		ck_assert_double_eq(grad[BIG * BIG - 1], 6);
		ck_assert_double_eq(slope, 1);
	}
	demo_close(d);
}
END_TEST

START_TEST(tape_param_entered_twice_adds_its_gradients)
{
	struct demo *d = quiet_demo();
	struct tape *t = tape_new(d);
	double x = 3, grad = 99;
	struct matrix *a = tape_param(t, &x, &grad, 1, 1), *b = tape_param(t, &x, &grad, 1, 1);
	struct matrix *loss = tape_multiply(t, a, b);

	for (int i = 0; i < 2; i++) { /* a second time gives the same */
		tape_backward(t, loss);
		ck_assert_double_eq(grad, 6);
	}
	demo_close(d);
}
END_TEST

START_TEST(attention_head_is_softmax_of_scaled_products_times_values)
{
	struct demo *d = quiet_demo();
	struct tape *t = tape_new(d);
	const double q[] = {1, -1}, k[] = {2, 0, 0, 1, 1, 3}, v[] = {5, 6, 7};
	double e0 = exp(0.5 * 2), e1 = exp(0.5 * -1), e2 = exp(0.5 * -2);
	struct attention a = attention_head(t, tape_constant(t, q, 1, 2), tape_constant(t, k, 3, 2),
		tape_constant(t, v, 3, 1), 0.5, NULL);

	ck_assert_double_eq_tol(a.out->x[0], (5 * e0 + 6 * e1 + 7 * e2) / (e0 + e1 + e2), 1e-14);
	ck_assert_double_eq(a.scores->x[2], -1);
	demo_close(d);
}
END_TEST

/* No random direction gets below the bound, and one score above equal ones
 * reaches it; the mean of the scores doesn't matter. */
START_TEST(attention_entropy_bound_holds_and_is_reached)
{
	enum { N = 5, ROWS = 2000 };
	struct demo *d = quiet_demo();
	struct tape *t = tape_new(d);
	struct random *r = random_new(d, 3);
	double *directions = demo_vector(d, ROWS * N);
	const double norms[] = {0.01, 0.3, 1, 3, 10, 40};

	for (size_t i = 0; i < sizeof(norms) / sizeof(norms[0]); i++) {
		double top[N] = {7, 7, 7 + norms[i] * sqrt((double)N / (N - 1)), 7, 7}, least;
		struct matrix *s, *p;

		tape_reset(t);
		random_normals(r, directions, ROWS * N, 1, norms[i]);
		s = tape_constant(t, directions, ROWS, N);
		p = tape_softmax(t, s, NULL);
		least = attention_excess(s, p);
		ck_assert_double_ge(least, -1e-14);
		ck_assert_double_le(least, 0.05); /* some direction comes close */
		s = tape_constant(t, top, 1, N);
		p = tape_softmax(t, s, NULL);
		ck_assert_double_eq_tol(attention_excess(s, p), 0, 1e-14);
		ck_assert_double_eq_tol(
			attention_entropy(p), attention_entropy_bound(norms[i], N), 1e-14);
	}
	ck_assert_double_eq_tol(attention_entropy_bound(0, N), log(N), 1e-15);
	ck_assert_double_eq(attention_entropy_bound(INFINITY, N), 0);
	demo_close(d);
}
END_TEST

START_TEST(attention_entropy_is_the_mean_over_rows)
{
	struct demo *d = quiet_demo();
	double weights[] = {0.5, 0.5, 0, 1, 0, 0};
	struct matrix p = {2, 3, weights, NULL};

	ck_assert_double_eq_tol(attention_entropy(&p), log(2) / 2, 1e-15);
	demo_close(d);
}
END_TEST

Suite *lab_tape_suite(void)
{
	Suite *s = suite_create("lab_tape");
	TCase *c = tcase_create("tape");

	tcase_add_loop_test(c, tape_backward_agrees_with_central_differences, 0, N_GRAPHS);
	tcase_add_test(c, tape_values_are_those_of_the_formulas);
	tcase_add_test(c, tape_norms_add_eps_to_the_mean_square_and_to_the_sum_of_squares);
	tcase_add_loop_test(c, tape_products_have_the_slopes_of_their_sum_at_every_size, 0, 9 * 9);
	tcase_add_test(c, tape_gradient_passes_by_constants);
	tcase_add_test(c, tape_softmax_with_a_mask_leaves_out_what_it_forbids);
	tcase_add_test(c, tape_reset_starts_afresh_in_the_same_memory);
	tcase_add_test(c, tape_param_entered_twice_adds_its_gradients);
	tcase_add_test(c, attention_head_is_softmax_of_scaled_products_times_values);
	tcase_add_test(c, attention_entropy_bound_holds_and_is_reached);
	tcase_add_test(c, attention_entropy_is_the_mean_over_rows);
	suite_add_tcase(s, c);
	return s;
}
