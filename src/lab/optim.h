/*
 * Optimizers by the published update rules of PyTorch 1.13, so that a demo's
 * trajectory is the one that a reader's own program takes. One step is
 *
 *     SGD         v = mu v + (1 - damp) g  (v = g at t = 1),   x -= eta v
 *       Nesterov  x -= eta (g + mu v)
 *     Adagrad     s += g^2,   x -= eta g / (sqrt(s) + eps)
 *     RMSprop     s = alpha s + (1 - alpha) g^2,   x -= eta g / (sqrt(s) + eps)
 *       momentum  v = mu v + g / (sqrt(s) + eps),   x -= eta v
 *     Adam        m = b1 m + (1 - b1) g,   s = b2 s + (1 - b2) g^2,
 *                 x -= eta (m / (1 - b1^t)) / (sqrt(s) / sqrt(1 - b2^t) + eps)
 *       AMSGrad   the same with the largest s up to now in place of s
 *     AdamW       x *= 1 - eta decay before Adam's step
 *
 * with g + decay x in place of g in all but AdamW.
 * Sources: Polyak 1964; Nesterov 1983 (as in Sutskever et al. 2013); Duchi,
 * Hazan & Singer 2011; Tieleman & Hinton 2012; Kingma & Ba 2015; Reddi, Kale &
 * Kumar 2018; Loshchilov & Hutter 2019
 */
#ifndef LAB_OPTIM_H
#define LAB_OPTIM_H

#include "lab/demo.h"

#include <stdbool.h>
#include <stddef.h>

enum optim_rule { OPTIM_SGD, OPTIM_ADAGRAD, OPTIM_RMSPROP, OPTIM_ADAM, OPTIM_ADAMW };

struct optim {
	enum optim_rule rule;
	size_t n; /* of x */
	size_t t; /* steps made */

	/* Free to change, also between steps. optim_new sets PyTorch's defaults. */
	double eta;          /* learning rate */
	double decay;        /* weight decay: 0; AdamW 0.01 */
	double mu;           /* momentum of SGD and RMSprop: 0 */
	double damp;         /* SGD's dampening: 0 */
	bool nesterov;       /* SGD: false */
	double alpha;        /* RMSprop: 0.99 */
	double beta1, beta2; /* Adam: 0.9, 0.999 */
	bool amsgrad;        /* Adam: false */
	double eps;          /* Adagrad 1e-10, the others 1e-8 */

	/* n each, zero at first: averages of g (or the velocity), of g^2, and the
	 * largest of the latter. */
	double *mean, *square, *largest;
	double bias1, bias2; /* 1 - beta1^t, 1 - beta2^t at the last step */
	double rate, root;   /* eta / bias1 and sqrt(bias2) at the last step */
};

/* Lives as long as the demo. */
struct optim *optim_new(struct demo *d, enum optim_rule rule, size_t n, double eta);

/* One step: x in/out, g the gradient at x, n each, apart in memory. */
void optim_step(struct optim *o, double *x, const double *g);

#endif
