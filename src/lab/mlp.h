/*
 * Multilayer perceptron: dense layers with backpropagation, layer by layer and
 * in the open, so that a demo can look at any activation and any gradient.
 *
 *     z_l = a_{l-1} W_l + b_l,   a_l = f(z_l)   (+ a_{l-1} with residual),   a_0 = x
 *
 * Rows are examples. Everything lives as long as the demo.
 */
#ifndef LAB_MLP_H
#define LAB_MLP_H

#include "lab/demo.h"
#include "lab/random.h"

#include <stdbool.h>
#include <stddef.h>

enum mlp_activation { MLP_IDENTITY, MLP_SIGMOID, MLP_TANH, MLP_RELU };

/* f(z), and f'(z) from z, to a few units of the last digit however flat f is
 * there (0 where that underflows); the slope of ReLU at 0 is 0, as in PyTorch. */
double mlp_activate(enum mlp_activation f, double z);
double mlp_slope(enum mlp_activation f, double z);

/* Variance of the weights, which are normal with mean 0. */
enum mlp_init {
	MLP_XAVIER, /* 2 / (n_in + n_out): Glorot & Bengio 2010, eq. 16 */
	MLP_HE,     /* 2 / n_in: He et al. 2015, eq. 10 */
	MLP_FIXED   /* sigma^2, whatever the width */
};

struct mlp_shape {
	const size_t *widths; /* n_layers + 1: input, hidden..., output; borrowed */
	size_t n_layers;      /* layers of weights, >= 1 */
	enum mlp_activation hidden, output;
	bool residual; /* around each hidden layer whose n_in is its n_out */
	size_t max_batch;
};

struct mlp_layer {
	size_t n_in, n_out;
	enum mlp_activation f;
	bool residual;
	double *w;      /* n_in x n_out: w[i * n_out + j] is from input i to output j */
	double *b;      /* n_out */
	double *grad_w; /* dL/dw, as w; grad_b as b */
	double *grad_b;
	double *z;     /* batch x n_out, of the last forward pass */
	double *a;     /* batch x n_out */
	double *delta; /* batch x n_out: dL/dz of the last backward pass */
};

struct mlp {
	size_t n_layers, max_batch;
	struct mlp_layer *layers; /* layers[0] is next to the input */
	/* All weights and biases in one array (w and b of layer 0, then of layer
	 * 1...) and their gradients in another, for an optimizer. */
	size_t n_params;
	double *params, *grads;
	/* The last pass, and room for the next. */
	size_t batch;
	const double *x;    /* borrowed from mlp_forward's caller */
	double *grad_a[2];  /* max_batch x the widest layer: dL/da, by turns */
	double *transposed; /* the widest layer's weights */
};

/* Weights and biases start at zero. */
struct mlp *mlp_new(struct demo *d, const struct mlp_shape *shape);

/* Draws all weights anew, layer 0 first, row by row; biases become zero.
 * sigma is of MLP_FIXED only. */
void mlp_init_weights(struct mlp *m, enum mlp_init init, double sigma, struct random *r);

/* Outputs, batch x n_out, for x, batch x n_in, 1 <= batch <= max_batch. x must
 * stay until mlp_backward; the outputs hold until the next pass. */
const double *mlp_forward(struct mlp *m, const double *x, size_t batch);

/*
 * From grad_out = dL/d(outputs), batch x n_out, to every layer's delta, grad_w
 * and grad_b, which are set, not added to. Sums over the batch: a mean's 1/n
 * belongs into grad_out. Follows a forward pass.
 * Source: Rumelhart, Hinton & Williams 1986
 */
void mlp_backward(struct mlp *m, const double *grad_out);

/* Euclidean norm of layer l's delta = dL/dz_l over batch and units. */
double mlp_delta_norm(const struct mlp *m, size_t l);

#endif
