#include "lab/random.h"

#include <assert.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <stdint.h>

/* mt19937: WORDS of state, all of them renewed at once, each from its successor and
 * the one AHEAD of it. The same numbers as GSL's, which makes them one by one in words
 * of 64 bits; loops like these the compiler does four at a time. */
enum { WORDS = 624, AHEAD = 397 };

struct random {
	gsl_rng rng; /* what GSL's distributions draw from: this struct */
	uint32_t state[WORDS], numbers[WORDS];
	size_t next; /* of the numbers */
};

static uint32_t twist(uint32_t word, uint32_t successor, uint32_t ahead)
{
	uint32_t mixed = (word & 0x80000000) | (successor & 0x7fffffff);

	return ahead ^ (mixed >> 1) ^ (-(mixed & 1) & 0x9908b0df);
}

static uint32_t temper(uint32_t word)
{
	word ^= word >> 11;
	word ^= (word << 7) & 0x9d2c5680;
	word ^= (word << 15) & 0xefc60000;
	return word ^ (word >> 18);
}

static void renew(struct random *r)
{
	uint32_t *s = r->state;
	size_t k;

	for (k = 0; k < WORDS - AHEAD; k++)
		s[k] = twist(s[k], s[k + 1], s[k + AHEAD]);
	for (; k < WORDS - 1; k++)
		s[k] = twist(s[k], s[k + 1], s[k + AHEAD - WORDS]);
	s[k] = twist(s[k], s[0], s[AHEAD - 1]);
	for (k = 0; k < WORDS; k++)
		r->numbers[k] = temper(s[k]);
	r->next = 0;
}

static uint32_t next_number(struct random *r)
{
	if (r->next == WORDS)
		renew(r);
	return r->numbers[r->next++];
}

static double next_fraction(struct random *r)
{
	return next_number(r) / 4294967296.0;
}

/* ---- the same for GSL */

static void gsl_seed(void *state, unsigned long seed)
{
	struct random *r = state;

	r->state[0] = (uint32_t)seed;
	for (uint32_t k = 1; k < WORDS; k++)
		r->state[k] = 1812433253 * (r->state[k - 1] ^ (r->state[k - 1] >> 30)) + k;
	r->next = WORDS;
}

static unsigned long gsl_number(void *state)
{
	return next_number(state);
}

static double gsl_fraction(void *state)
{
	return next_fraction(state);
}

static const gsl_rng_type generator = {.name = "mt19937",
	.max = UINT32_MAX,
	.min = 0,
	.size = sizeof(struct random),
	.set = gsl_seed,
	.get = gsl_number,
	.get_double = gsl_fraction};

/* ---- */

struct random *random_new(struct demo *d, unsigned seed)
{
	struct random *r = demo_alloc(d, 1, sizeof(*r));

	r->rng = (gsl_rng){.type = &generator, .state = r};
	gsl_seed(r, seed);
	return r;
}

double random_uniform(struct random *r, double lo, double hi)
{
	return lo + (hi - lo) * next_fraction(r);
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

/* The numbers in equal parts of n; what is left over at the end is drawn again. */
size_t random_below(struct random *r, size_t n)
{
	uint32_t part, k;

	assert(n >= 1 && n <= UINT32_MAX);
	part = UINT32_MAX / (uint32_t)n;
	do
		k = next_number(r) / part;
	while (k >= n);
	return k;
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
