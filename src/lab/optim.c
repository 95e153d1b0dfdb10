#include "lab/optim.h"

#include <math.h>

struct optim *optim_new(struct demo *d, enum optim_rule rule, size_t n, double eta)
{
	struct optim *o = demo_alloc(d, 1, sizeof(*o));

	*o = (struct optim){
		.rule = rule, .n = n, .eta = eta, .alpha = 0.99, .beta1 = 0.9, .beta2 = 0.999};
	o->decay = rule == OPTIM_ADAMW ? 0.01 : 0;
	o->eps = rule == OPTIM_ADAGRAD ? 1e-10 : 1e-8;
	o->mean = demo_vector(d, n);
	o->square = demo_vector(d, n);
	o->largest = demo_vector(d, n);
	return o;
}

/* How far rule o->rule moves coordinate i, up the gradient g. */

static double sgd(struct optim *o, size_t i, double g)
{
	double *v = &o->mean[i];

	if (o->mu == 0)
		return o->eta * g;
	*v = o->t == 1 ? g : o->mu * *v + (1 - o->damp) * g;
	return o->eta * (o->nesterov ? g + o->mu * *v : *v);
}

static double adagrad(struct optim *o, size_t i, double g)
{
	o->square[i] += g * g;
	return o->eta * g / (sqrt(o->square[i]) + o->eps);
}

static double rmsprop(struct optim *o, size_t i, double g)
{
	double scaled;

	o->square[i] = o->alpha * o->square[i] + (1 - o->alpha) * g * g;
	scaled = g / (sqrt(o->square[i]) + o->eps);
	o->mean[i] = o->mu * o->mean[i] + scaled;
	return o->eta * o->mean[i];
}

static double adam(struct optim *o, size_t i, double g)
{
	double square;

	o->mean[i] = o->beta1 * o->mean[i] + (1 - o->beta1) * g;
	o->square[i] = o->beta2 * o->square[i] + (1 - o->beta2) * g * g;
	if (o->square[i] > o->largest[i])
		o->largest[i] = o->square[i];
	square = o->amsgrad ? o->largest[i] : o->square[i];
	return o->rate * o->mean[i] / (sqrt(square) / o->root + o->eps);
}

void optim_step(struct optim *o, double *x, const double *g)
{
	static double (*const rules[])(struct optim *, size_t, double) = {
		[OPTIM_SGD] = sgd,
		[OPTIM_ADAGRAD] = adagrad,
		[OPTIM_RMSPROP] = rmsprop,
		[OPTIM_ADAM] = adam,
		[OPTIM_ADAMW] = adam,
	};
	bool decoupled = o->rule == OPTIM_ADAMW;

	o->t++;
	o->bias1 = 1 - pow(o->beta1, (double)o->t);
	o->bias2 = 1 - pow(o->beta2, (double)o->t);
	o->rate = o->eta / o->bias1;
	o->root = sqrt(o->bias2);
	for (size_t i = 0; i < o->n; i++) {
		double slope = g[i] + (decoupled ? 0 : o->decay * x[i]);

		if (decoupled)
			x[i] *= 1 - o->eta * o->decay;
		x[i] -= rules[o->rule](o, i, slope);
	}
}
