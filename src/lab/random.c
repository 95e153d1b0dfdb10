#include "lab/random.h"

#include <assert.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

struct random {
	gsl_rng rng;
};

struct random *random_new(struct demo *d, unsigned seed)
{
	struct random *r = demo_alloc(d, 1, sizeof(*r));

	r->rng.type = gsl_rng_mt19937;
	r->rng.state = demo_alloc(d, 1, gsl_rng_mt19937->size);
	/* GSL takes 0 for its default seed, 4357; 2^32 is past every other. */
	gsl_rng_set(&r->rng, seed ? seed : 1UL << 32);
	return r;
}

double random_uniform(struct random *r, double lo, double hi)
{
	return lo + (hi - lo) * gsl_rng_uniform(&r->rng);
}

double random_normal(struct random *r, double mean, double sigma)
{
	return mean + gsl_ran_gaussian_ziggurat(&r->rng, sigma);
}

void random_normals(struct random *r, double *x, size_t n, double mean, double sigma)
{
	for (size_t i = 0; i < n; i++)
		x[i] = random_normal(r, mean, sigma);
}

size_t random_below(struct random *r, size_t n)
{
	assert(n >= 1);
	return gsl_rng_uniform_int(&r->rng, n);
}

void random_permutation(struct random *r, size_t *order, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t j = random_below(r, i + 1);

		if (j != i)
			order[i] = order[j];
		order[j] = i;
	}
}
