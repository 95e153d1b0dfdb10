#include "lab/mlp.h"

#include "lab/loss.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* ---- activations */

double mlp_activate(enum mlp_activation f, double z)
{
	switch (f) {
	case MLP_SIGMOID:
		return sigmoid(z);
	case MLP_TANH:
		return tanh(z);
	case MLP_RELU:
		return z > 0 ? z : 0;
	case MLP_IDENTITY:
		break;
	}
	return z;
}

/* f'(z) where f(z) = y is known already. */
static double slope_at(enum mlp_activation f, double z, double y)
{
	switch (f) {
	case MLP_SIGMOID:
		return y * (1 - y);
	case MLP_TANH:
		return (1 - y) * (1 + y);
	case MLP_RELU:
		return z > 0 ? 1 : 0;
	case MLP_IDENTITY:
		break;
	}
	return 1;
}

/* Not from f(z), whose distance to 1 has lost its digits where f is flat. */
double mlp_slope(enum mlp_activation f, double z)
{
	double e;

	if (f != MLP_SIGMOID && f != MLP_TANH)
		return slope_at(f, z, z);
	e = exp(f == MLP_TANH ? -2 * fabs(z) : -fabs(z));
	return (f == MLP_TANH ? 4 : 1) * e / ((1 + e) * (1 + e));
}

/* ---- building */

static size_t widest(const struct mlp_shape *shape)
{
	size_t width = 0;

	for (size_t l = 0; l <= shape->n_layers; l++)
		if (shape->widths[l] > width)
			width = shape->widths[l];
	return width;
}

static void shape_layer(
	struct demo *d, struct mlp_layer *layer, const struct mlp_shape *shape, size_t l)
{
	bool is_output = l + 1 == shape->n_layers;
	size_t n_activations;

	layer->n_in = shape->widths[l];
	layer->n_out = shape->widths[l + 1];
	layer->f = is_output ? shape->output : shape->hidden;
	layer->residual = shape->residual && !is_output && layer->n_in == layer->n_out;
	n_activations = shape->max_batch * layer->n_out;
	layer->z = demo_vector(d, n_activations);
	layer->a = demo_vector(d, n_activations);
	layer->delta = demo_vector(d, n_activations);
}

struct mlp *mlp_new(struct demo *d, const struct mlp_shape *shape)
{
	struct mlp *m = demo_alloc(d, 1, sizeof(*m));
	size_t offset = 0;

	m->n_layers = shape->n_layers;
	m->max_batch = shape->max_batch;
	m->layers = demo_alloc(d, m->n_layers, sizeof(*m->layers));
	for (size_t l = 0; l < m->n_layers; l++) {
		shape_layer(d, &m->layers[l], shape, l);
		m->n_params += (m->layers[l].n_in + 1) * m->layers[l].n_out;
	}
	m->params = demo_vector(d, m->n_params);
	m->grads = demo_vector(d, m->n_params);
	for (size_t l = 0; l < m->n_layers; l++) {
		struct mlp_layer *layer = &m->layers[l];
		size_t n_weights = layer->n_in * layer->n_out;

		layer->w = m->params + offset;
		layer->grad_w = m->grads + offset;
		layer->b = layer->w + n_weights;
		layer->grad_b = layer->grad_w + n_weights;
		offset += n_weights + layer->n_out;
	}
	m->grad_a[0] = demo_vector(d, m->max_batch * widest(shape));
	m->grad_a[1] = demo_vector(d, m->max_batch * widest(shape));
	m->transposed = demo_vector(d, widest(shape) * widest(shape));
	return m;
}

void mlp_init_weights(struct mlp *m, enum mlp_init init, double sigma, struct random *r)
{
	for (size_t l = 0; l < m->n_layers; l++) {
		struct mlp_layer *layer = &m->layers[l];
		double n_in = (double)layer->n_in, n_out = (double)layer->n_out;

		if (init == MLP_XAVIER)
			sigma = sqrt(2 / (n_in + n_out));
		else if (init == MLP_HE)
			sigma = sqrt(2 / n_in);
		random_normals(r, layer->w, layer->n_in * layer->n_out, 0, sigma);
		memset(layer->b, 0, layer->n_out * sizeof(double));
	}
}

/* ---- passes
 *
 * The innermost loops run along rows, so that each step is independent of the
 * one before (a dot product would wait for its sum), and sums are still taken
 * in one fixed order. */

/* y += alpha x; n each, apart in memory. Two by two, which a processor does at
 * once: compilers don't see it for themselves at -O2. */
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

static void layer_forward(struct mlp_layer *layer, const double *input, size_t batch)
{
	size_t n_in = layer->n_in, n_out = layer->n_out;

	for (size_t e = 0; e < batch; e++) {
		const double *in = input + e * n_in;
		double *z = layer->z + e * n_out;
		double *a = layer->a + e * n_out;

		memcpy(z, layer->b, n_out * sizeof(double));
		for (size_t i = 0; i < n_in; i++)
			add_scaled(z, in[i], layer->w + i * n_out, n_out);
		for (size_t j = 0; j < n_out; j++)
			a[j] = mlp_activate(layer->f, z[j]) + (layer->residual ? in[j] : 0);
	}
}

const double *mlp_forward(struct mlp *m, const double *x, size_t batch)
{
	const double *input = x;

	assert(batch >= 1 && batch <= m->max_batch);
	m->x = x;
	m->batch = batch;
	for (size_t l = 0; l < m->n_layers; l++) {
		layer_forward(&m->layers[l], input, batch);
		input = m->layers[l].a;
	}
	return input;
}

/* delta = dL/da * f'(z), and from it the gradients of weights and biases. */
static void layer_backward(
	struct mlp_layer *layer, const double *input, const double *grad_a, size_t batch)
{
	size_t n_in = layer->n_in, n_out = layer->n_out;

	memset(layer->grad_w, 0, n_in * n_out * sizeof(double));
	memset(layer->grad_b, 0, n_out * sizeof(double));
	for (size_t e = 0; e < batch; e++) {
		const double *in = input + e * n_in;
		const double *z = layer->z + e * n_out;
		const double *a = layer->a + e * n_out;
		double *delta = layer->delta + e * n_out;

		for (size_t j = 0; j < n_out; j++) {
			/* a - in would have lost digits of f(z). */
			double y = layer->residual ? mlp_activate(layer->f, z[j]) : a[j];

			delta[j] = grad_a[e * n_out + j] * slope_at(layer->f, z[j], y);
		}
		for (size_t i = 0; i < n_in; i++)
			add_scaled(layer->grad_w + i * n_out, in[i], delta, n_out);
		add_scaled(layer->grad_b, 1, delta, n_out);
	}
}

/* grad_in = delta W^T (+ grad_a around the layer), batch x n_in. */
static void pass_down(const struct mlp_layer *layer, const double *grad_a, double *grad_in,
	double *transposed, size_t batch)
{
	size_t n_in = layer->n_in, n_out = layer->n_out;

	for (size_t i = 0; i < n_in; i++)
		for (size_t j = 0; j < n_out; j++)
			transposed[j * n_in + i] = layer->w[i * n_out + j];
	for (size_t e = 0; e < batch; e++) {
		double *out = grad_in + e * n_in;

		if (layer->residual)
			memcpy(out, grad_a + e * n_out, n_in * sizeof(double));
		else
			memset(out, 0, n_in * sizeof(double));
		for (size_t j = 0; j < n_out; j++)
			add_scaled(out, layer->delta[e * n_out + j], transposed + j * n_in, n_in);
	}
}

void mlp_backward(struct mlp *m, const double *grad_out)
{
	const double *grad_a = grad_out;

	assert(m->batch >= 1);
	for (size_t l = m->n_layers; l-- > 0;) {
		struct mlp_layer *layer = &m->layers[l];
		const double *input = l > 0 ? m->layers[l - 1].a : m->x;

		layer_backward(layer, input, grad_a, m->batch);
		if (l == 0)
			break;
		pass_down(layer, grad_a, m->grad_a[l % 2], m->transposed, m->batch);
		grad_a = m->grad_a[l % 2];
	}
}

double mlp_delta_norm(const struct mlp *m, size_t l)
{
	const struct mlp_layer *layer = &m->layers[l];
	size_t n = m->batch * layer->n_out;
	double largest = 0, sum = 0;

	/* A hundred sigmoids shrink a gradient so far that its square is 0. */
	for (size_t i = 0; i < n; i++)
		largest = fmax(largest, fabs(layer->delta[i]));
	if (largest == 0)
		return 0;
	for (size_t i = 0; i < n; i++) {
		double ratio = layer->delta[i] / largest;

		sum += ratio * ratio;
	}
	return largest * sqrt(sum);
}
