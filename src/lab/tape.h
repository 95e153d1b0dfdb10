/*
 * Reverse-mode automatic differentiation, in its smallest form: every operation
 * on matrices is written down on a tape, and tape_backward walks the tape from
 * the end to the beginning and asks each operation for the chain rule.
 *
 *     tape_reset(t);
 *     struct matrix *w = tape_param(t, weights, grads, n_in, n_out);
 *     struct matrix *z = tape_matmul(t, tape_constant(t, x, n, n_in), w);
 *     struct matrix *loss = tape_cross_entropy(t, z, labels);
 *     tape_backward(t, loss);            now grads is d loss / d weights
 *
 * Matrices are dense, row by row; a scalar is 1 x 1. What an operation returns
 * holds until the next tape_reset, which forgets everything and keeps the
 * memory for the next step. Shapes that don't fit are the caller's mistake
 * (assert). Memory lives as long as the demo.
 * Source: Linnainmaa 1970; Griewank & Walther 2008, chapter 3
 */
#ifndef LAB_TAPE_H
#define LAB_TAPE_H

#include "lab/demo.h"

#include <stdbool.h>
#include <stddef.h>

struct tape;

struct matrix {
	size_t n_rows, n_cols;
	double *x;    /* n_rows x n_cols, row by row */
	double *grad; /* d loss / d x after tape_backward; NULL for a constant */
};

struct tape *tape_new(struct demo *d);
void tape_reset(struct tape *t);

/* What goes in. A constant is copied. A parameter's x and grad, which
 * tape_backward sets, are borrowed until the next reset; entered twice, its
 * gradients add up. */
struct matrix *tape_constant(struct tape *t, const double *x, size_t n_rows, size_t n_cols);
struct matrix *tape_param(struct tape *t, double *x, double *grad, size_t n_rows, size_t n_cols);

struct matrix *tape_matmul(struct tape *t, struct matrix *a, struct matrix *b); /* a b */
struct matrix *tape_transpose(struct tape *t, struct matrix *a);

/* a + b and, component by component, a * b. b has a's shape or is one row,
 * which then belongs to every row of a. */
struct matrix *tape_add(struct tape *t, struct matrix *a, struct matrix *b);
struct matrix *tape_multiply(struct tape *t, struct matrix *a, struct matrix *b);
struct matrix *tape_scale(struct tape *t, struct matrix *a, double factor);

/* Component by component; the slope of ReLU at 0 is 0. */
struct matrix *tape_tanh(struct tape *t, struct matrix *a);
struct matrix *tape_relu(struct tape *t, struct matrix *a);
struct matrix *tape_exp(struct tape *t, struct matrix *a);
struct matrix *tape_log(struct tape *t, struct matrix *a);

/* Row rows[i] of a as row i, n of them; rows, borrowed, may repeat: an
 * embedding's lookup. */
struct matrix *tape_rows(struct tape *t, struct matrix *a, const size_t *rows, size_t n);

/* The softmax of each row, over those components where `allowed` is true
 * (n_rows x n_cols, borrowed; NULL: all); the others become 0. A row must
 * allow one at least. */
struct matrix *tape_softmax(struct tape *t, struct matrix *a, const bool *allowed);

/* (a - mean) / sqrt(variance + eps) of each row, without gain and bias; the
 * variance is divided by n_cols. Source: Ba, Kiros & Hinton 2016 */
struct matrix *tape_layer_norm(struct tape *t, struct matrix *a, double eps);

/* a / sqrt(sum of squares + eps) of each row. */
struct matrix *tape_unit_rows(struct tape *t, struct matrix *a, double eps);

/* Scalars: the sum of all components, and the mean over rows of
 * log_sum_exp(z_i) - z_i[labels[i]] (labels, borrowed: one a row). */
struct matrix *tape_sum(struct tape *t, struct matrix *a);
struct matrix *tape_cross_entropy(struct tape *t, struct matrix *z, const size_t *labels);

/* Sets the gradient of everything on the tape to d loss / d it; loss is a
 * scalar of this tape. */
void tape_backward(struct tape *t, struct matrix *loss);

#endif
