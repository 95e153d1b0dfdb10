#include "lab/tape.h"

#include "lab/loss.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { CHUNK_NUMBERS = 1 << 14, CHUNK_OPS = 256 };

/* One line of the tape: a matrix and how it was made. */
struct op {
	struct matrix out;
	struct matrix *a, *b;
	void (*backward)(const struct op *op); /* NULL for what goes in */
	double number;                         /* the factor of tape_scale */
	const size_t *rows;                    /* of tape_rows; labels of a loss */
	double *kept;                          /* what backward needs besides a, b, out */
};

/* Memory comes in chunks that never move, and are filled anew after a reset. */
struct ops {
	struct op items[CHUNK_OPS];
	struct ops *next;
};

struct numbers {
	size_t n, used;
	double *items;
	struct numbers *next;
};

struct tape {
	struct demo *d;
	struct ops *first_ops, *last_ops;
	size_t n_last; /* ops used in last_ops */
	struct numbers *first_numbers, *last_numbers;
	/* The order of the tape, for the way back. */
	struct op **order;
	size_t n_ops, cap_order;
};

/* ---- memory */

static struct numbers *numbers_new(struct demo *d, size_t n)
{
	struct numbers *chunk = demo_alloc(d, 1, sizeof(*chunk));

	chunk->n = n;
	chunk->items = demo_vector(d, n);
	return chunk;
}

struct tape *tape_new(struct demo *d)
{
	struct tape *t = demo_alloc(d, 1, sizeof(*t));

	t->d = d;
	t->first_ops = t->last_ops = demo_alloc(d, 1, sizeof(*t->first_ops));
	t->first_numbers = t->last_numbers = numbers_new(d, CHUNK_NUMBERS);
	return t;
}

void tape_reset(struct tape *t)
{
	t->last_ops = t->first_ops;
	t->last_numbers = t->first_numbers;
	t->n_last = t->n_ops = 0;
	t->first_numbers->used = 0;
}

/* n numbers, not zeroed. */
static double *take(struct tape *t, size_t n)
{
	struct numbers *chunk = t->last_numbers;
	double *x;

	while (chunk->n - chunk->used < n) {
		if (!chunk->next)
			chunk->next = numbers_new(t->d, n > CHUNK_NUMBERS ? n : CHUNK_NUMBERS);
		chunk = t->last_numbers = chunk->next;
		chunk->used = 0;
	}
	x = chunk->items + chunk->used;
	chunk->used += n;
	return x;
}

static void remember(struct tape *t, struct op *op)
{
	if (t->n_ops == t->cap_order) {
		size_t cap = 2 * t->cap_order + CHUNK_OPS;
		struct op **order = demo_alloc(t->d, cap, sizeof(struct op *));

		for (size_t i = 0; i < t->n_ops; i++)
			order[i] = t->order[i];
		t->order = order;
		t->cap_order = cap;
	}
	t->order[t->n_ops++] = op;
}

/* A new line of the tape, without numbers yet. */
static struct op *write_op(struct tape *t, size_t n_rows, size_t n_cols)
{
	struct op *op;

	if (t->n_last == CHUNK_OPS) {
		if (!t->last_ops->next)
			t->last_ops->next = demo_alloc(t->d, 1, sizeof(*t->last_ops));
		t->last_ops = t->last_ops->next;
		t->n_last = 0;
	}
	op = &t->last_ops->items[t->n_last++];
	*op = (struct op){.out = {.n_rows = n_rows, .n_cols = n_cols}};
	remember(t, op);
	return op;
}

static size_t size(const struct matrix *m)
{
	return m->n_rows * m->n_cols;
}

/* A new line made from a and perhaps b; it needs a gradient if one of them
 * does. */
static struct op *derive(struct tape *t, size_t n_rows, size_t n_cols, struct matrix *a,
	struct matrix *b, void (*backward)(const struct op *))
{
	struct op *op = write_op(t, n_rows, n_cols);

	op->a = a;
	op->b = b;
	op->out.x = take(t, n_rows * n_cols);
	if (a->grad || (b && b->grad)) {
		op->backward = backward;
		op->out.grad = take(t, n_rows * n_cols);
	}
	return op;
}

/* ---- what goes in */

struct matrix *tape_constant(struct tape *t, const double *x, size_t n_rows, size_t n_cols)
{
	struct op *op = write_op(t, n_rows, n_cols);

	op->out.x = take(t, n_rows * n_cols);
	memcpy(op->out.x, x, n_rows * n_cols * sizeof(double));
	return &op->out;
}

struct matrix *tape_param(struct tape *t, double *x, double *grad, size_t n_rows, size_t n_cols)
{
	struct op *op = write_op(t, n_rows, n_cols);

	op->out.x = x;
	op->out.grad = grad;
	return &op->out;
}

/* ---- matrix products
 *
 * Inner loops run along rows, as in lab/mlp.c, and for the same reason. */

/* y += alpha x */
static void add_scaled(double *restrict y, double alpha, const double *restrict x, size_t n)
{
	size_t j = 0;

	for (; j + 2 <= n; j += 2) {
		double y0 = y[j] + alpha * x[j], y1 = y[j + 1] + alpha * x[j + 1];

		y[j] = y0;
		y[j + 1] = y1;
	}
	if (j < n)
		y[j] += alpha * x[j];
}

static double dot(const double *x, const double *y, size_t n)
{
	double sum = 0;

	for (size_t j = 0; j < n; j++)
		sum += x[j] * y[j];
	return sum;
}

/* y += B x, B of n rows; four sums at a time, which don't wait for each other. */
static void add_product(double *y, const double *b, const double *x, size_t n, size_t n_cols)
{
	size_t k = 0;

	for (; k + 4 <= n; k += 4, b += 4 * n_cols) {
		double sum[4] = {0};

		for (size_t j = 0; j < n_cols; j++) {
			sum[0] += x[j] * b[j];
			sum[1] += x[j] * b[n_cols + j];
			sum[2] += x[j] * b[2 * n_cols + j];
			sum[3] += x[j] * b[3 * n_cols + j];
		}
		for (size_t r = 0; r < 4; r++)
			y[k + r] += sum[r];
	}
	for (; k < n; k++, b += n_cols)
		y[k] += dot(x, b, n_cols);
}

/* C = A B: dA = dC Bᵀ, dB = Aᵀ dC */
static void matmul_backward(const struct op *op)
{
	const struct matrix *a = op->a, *b = op->b, *c = &op->out;

	for (size_t i = 0; i < c->n_rows; i++) {
		const double *dc = c->grad + i * c->n_cols, *row = a->x + i * a->n_cols;

		if (a->grad)
			add_product(a->grad + i * a->n_cols, b->x, dc, a->n_cols, c->n_cols);
		for (size_t k = 0; b->grad && k < a->n_cols; k++)
			add_scaled(b->grad + k * b->n_cols, row[k], dc, c->n_cols);
	}
}

struct matrix *tape_matmul(struct tape *t, struct matrix *a, struct matrix *b)
{
	struct op *op;

	assert(a->n_cols == b->n_rows);
	op = derive(t, a->n_rows, b->n_cols, a, b, matmul_backward);
	memset(op->out.x, 0, size(&op->out) * sizeof(double));
	for (size_t i = 0; i < a->n_rows; i++)
		for (size_t k = 0; k < a->n_cols; k++)
			add_scaled(op->out.x + i * b->n_cols, a->x[i * a->n_cols + k],
				b->x + k * b->n_cols, b->n_cols);
	return &op->out;
}

static void transpose_backward(const struct op *op)
{
	const struct matrix *a = op->a;

	for (size_t i = 0; i < a->n_rows; i++)
		for (size_t j = 0; j < a->n_cols; j++)
			a->grad[i * a->n_cols + j] += op->out.grad[j * a->n_rows + i];
}

struct matrix *tape_transpose(struct tape *t, struct matrix *a)
{
	struct op *op = derive(t, a->n_cols, a->n_rows, a, NULL, transpose_backward);

	for (size_t i = 0; i < a->n_rows; i++)
		for (size_t j = 0; j < a->n_cols; j++)
			op->out.x[j * a->n_rows + i] = a->x[i * a->n_cols + j];
	return &op->out;
}

/* ---- sums and products of components */

static bool fits(const struct matrix *a, const struct matrix *b)
{
	return b->n_cols == a->n_cols && (b->n_rows == a->n_rows || b->n_rows == 1);
}

static void add_backward(const struct op *op)
{
	for (size_t i = 0; i < size(&op->out); i++) {
		if (op->a->grad)
			op->a->grad[i] += op->out.grad[i];
		if (op->b->grad)
			op->b->grad[i % size(op->b)] += op->out.grad[i];
	}
}

struct matrix *tape_add(struct tape *t, struct matrix *a, struct matrix *b)
{
	struct op *op;

	assert(fits(a, b));
	op = derive(t, a->n_rows, a->n_cols, a, b, add_backward);
	for (size_t i = 0; i < size(a); i++)
		op->out.x[i] = a->x[i] + b->x[i % size(b)];
	return &op->out;
}

static void multiply_backward(const struct op *op)
{
	const struct matrix *a = op->a, *b = op->b;

	for (size_t i = 0; i < size(a); i++) {
		if (a->grad)
			a->grad[i] += op->out.grad[i] * b->x[i % size(b)];
		if (b->grad)
			b->grad[i % size(b)] += op->out.grad[i] * a->x[i];
	}
}

struct matrix *tape_multiply(struct tape *t, struct matrix *a, struct matrix *b)
{
	struct op *op;

	assert(fits(a, b));
	op = derive(t, a->n_rows, a->n_cols, a, b, multiply_backward);
	for (size_t i = 0; i < size(a); i++)
		op->out.x[i] = a->x[i] * b->x[i % size(b)];
	return &op->out;
}

static void scale_backward(const struct op *op)
{
	add_scaled(op->a->grad, op->number, op->out.grad, size(&op->out));
}

struct matrix *tape_scale(struct tape *t, struct matrix *a, double factor)
{
	struct op *op = derive(t, a->n_rows, a->n_cols, a, NULL, scale_backward);

	op->number = factor;
	for (size_t i = 0; i < size(a); i++)
		op->out.x[i] = factor * a->x[i];
	return &op->out;
}

/* ---- functions of components; their slopes from y = f(x) and x */

static void tanh_backward(const struct op *op)
{
	for (size_t i = 0; i < size(&op->out); i++)
		op->a->grad[i] += op->out.grad[i] * (1 - op->out.x[i]) * (1 + op->out.x[i]);
}

static void relu_backward(const struct op *op)
{
	for (size_t i = 0; i < size(&op->out); i++)
		op->a->grad[i] += op->a->x[i] > 0 ? op->out.grad[i] : 0;
}

static void exp_backward(const struct op *op)
{
	for (size_t i = 0; i < size(&op->out); i++)
		op->a->grad[i] += op->out.grad[i] * op->out.x[i];
}

static void log_backward(const struct op *op)
{
	for (size_t i = 0; i < size(&op->out); i++)
		op->a->grad[i] += op->out.grad[i] / op->a->x[i];
}

static double relu(double x)
{
	return x > 0 ? x : 0;
}

static struct matrix *apply(
	struct tape *t, struct matrix *a, double (*f)(double), void (*backward)(const struct op *))
{
	struct op *op = derive(t, a->n_rows, a->n_cols, a, NULL, backward);

	for (size_t i = 0; i < size(a); i++)
		op->out.x[i] = f(a->x[i]);
	return &op->out;
}

struct matrix *tape_tanh(struct tape *t, struct matrix *a)
{
	return apply(t, a, tanh, tanh_backward);
}

struct matrix *tape_relu(struct tape *t, struct matrix *a)
{
	return apply(t, a, relu, relu_backward);
}

struct matrix *tape_exp(struct tape *t, struct matrix *a)
{
	return apply(t, a, exp, exp_backward);
}

struct matrix *tape_log(struct tape *t, struct matrix *a)
{
	return apply(t, a, log, log_backward);
}

/* ---- by rows */

static void rows_backward(const struct op *op)
{
	size_t n = op->a->n_cols;

	for (size_t i = 0; i < op->out.n_rows; i++)
		add_scaled(op->a->grad + op->rows[i] * n, 1, op->out.grad + i * n, n);
}

struct matrix *tape_rows(struct tape *t, struct matrix *a, const size_t *rows, size_t n)
{
	struct op *op = derive(t, n, a->n_cols, a, NULL, rows_backward);

	op->rows = rows;
	for (size_t i = 0; i < n; i++) {
		assert(rows[i] < a->n_rows);
		memcpy(op->out.x + i * a->n_cols, a->x + rows[i] * a->n_cols,
			a->n_cols * sizeof(double));
	}
	return &op->out;
}

/* p = softmax(z): dz_j = p_j (dp_j - Σ_k p_k dp_k); a p of 0 gets nothing. */
static void softmax_backward(const struct op *op)
{
	size_t n = op->out.n_cols;

	for (size_t i = 0; i < op->out.n_rows; i++) {
		const double *p = op->out.x + i * n, *dp = op->out.grad + i * n;
		double mean = dot(p, dp, n), *dz = op->a->grad + i * n;

		for (size_t j = 0; j < n; j++)
			dz[j] += p[j] * (dp[j] - mean);
	}
}

static void softmax_row(const double *z, const bool *allowed, double *p, size_t n)
{
	double most = -INFINITY, sum = 0;

	for (size_t j = 0; j < n; j++)
		if ((!allowed || allowed[j]) && z[j] > most)
			most = z[j];
	for (size_t j = 0; j < n; j++) {
		p[j] = !allowed || allowed[j] ? exp(z[j] - most) : 0;
		sum += p[j];
	}
	for (size_t j = 0; j < n; j++)
		p[j] /= sum;
}

struct matrix *tape_softmax(struct tape *t, struct matrix *a, const bool *allowed)
{
	struct op *op = derive(t, a->n_rows, a->n_cols, a, NULL, softmax_backward);
	size_t n = a->n_cols;

	for (size_t i = 0; i < a->n_rows; i++)
		softmax_row(a->x + i * n, allowed ? allowed + i * n : NULL, op->out.x + i * n, n);
	return &op->out;
}

/* y = (x - mean) / s: dx = (dy - mean dy - y mean(y dy)) / s */
static void layer_norm_backward(const struct op *op)
{
	size_t n = op->out.n_cols;

	for (size_t i = 0; i < op->out.n_rows; i++) {
		const double *y = op->out.x + i * n, *dy = op->out.grad + i * n;
		double along = dot(y, dy, n) / (double)n, mean = 0;

		for (size_t j = 0; j < n; j++)
			mean += dy[j] / (double)n;
		for (size_t j = 0; j < n; j++)
			op->a->grad[i * n + j] += (dy[j] - mean - y[j] * along) / op->kept[i];
	}
}

struct matrix *tape_layer_norm(struct tape *t, struct matrix *a, double eps)
{
	struct op *op = derive(t, a->n_rows, a->n_cols, a, NULL, layer_norm_backward);
	size_t n = a->n_cols;

	op->kept = take(t, a->n_rows);
	for (size_t i = 0; i < a->n_rows; i++) {
		const double *x = a->x + i * n;
		double *y = op->out.x + i * n, mean = 0;

		for (size_t j = 0; j < n; j++)
			mean += x[j] / (double)n;
		for (size_t j = 0; j < n; j++)
			y[j] = x[j] - mean;
		op->kept[i] = sqrt(dot(y, y, n) / (double)n + eps);
		for (size_t j = 0; j < n; j++)
			y[j] /= op->kept[i];
	}
	return &op->out;
}

/* y = x / s: dx = (dy - y (y·dy)) / s */
static void unit_rows_backward(const struct op *op)
{
	size_t n = op->out.n_cols;

	for (size_t i = 0; i < op->out.n_rows; i++) {
		const double *y = op->out.x + i * n, *dy = op->out.grad + i * n;
		double along = dot(y, dy, n);

		for (size_t j = 0; j < n; j++)
			op->a->grad[i * n + j] += (dy[j] - y[j] * along) / op->kept[i];
	}
}

struct matrix *tape_unit_rows(struct tape *t, struct matrix *a, double eps)
{
	struct op *op = derive(t, a->n_rows, a->n_cols, a, NULL, unit_rows_backward);
	size_t n = a->n_cols;

	op->kept = take(t, a->n_rows);
	for (size_t i = 0; i < a->n_rows; i++) {
		const double *x = a->x + i * n;

		op->kept[i] = sqrt(dot(x, x, n) + eps);
		for (size_t j = 0; j < n; j++)
			op->out.x[i * n + j] = x[j] / op->kept[i];
	}
	return &op->out;
}

/* ---- scalars */

static void sum_backward(const struct op *op)
{
	for (size_t i = 0; i < size(op->a); i++)
		op->a->grad[i] += op->out.grad[0];
}

struct matrix *tape_sum(struct tape *t, struct matrix *a)
{
	struct op *op = derive(t, 1, 1, a, NULL, sum_backward);

	op->out.x[0] = 0;
	for (size_t i = 0; i < size(a); i++)
		op->out.x[0] += a->x[i];
	return &op->out;
}

static void cross_entropy_backward(const struct op *op)
{
	add_scaled(op->a->grad, op->out.grad[0], op->kept, size(op->a));
}

struct matrix *tape_cross_entropy(struct tape *t, struct matrix *z, const size_t *labels)
{
	struct op *op = derive(t, 1, 1, z, NULL, cross_entropy_backward);

	op->kept = take(t, size(z));
	op->out.x[0] = loss_cross_entropy(z->x, labels, op->kept, z->n_rows, z->n_cols);
	return &op->out;
}

/* ---- the way back */

void tape_backward(struct tape *t, struct matrix *loss)
{
	assert(loss->n_rows == 1 && loss->n_cols == 1);
	for (size_t i = 0; i < t->n_ops; i++)
		if (t->order[i]->out.grad)
			memset(t->order[i]->out.grad, 0, size(&t->order[i]->out) * sizeof(double));
	if (!loss->grad)
		return; /* a loss of constants */
	loss->grad[0] = 1;
	for (size_t i = t->n_ops; i-- > 0;)
		if (t->order[i]->backward)
			t->order[i]->backward(t->order[i]);
}
