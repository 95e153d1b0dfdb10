/*
 * Random numbers with a seed: the same on every x86-64 machine. The generator
 * is mt19937 (Matsumoto & Nishimura 1998), number for number that of GSL;
 * normals are by GSL's ziggurat (Marsaglia & Tsang 2000), which needs libm only
 * in its wedges and tails, so that variants of libm move at most the last bit
 * of one draw in 1,700.
 */
#ifndef LAB_RANDOM_H
#define LAB_RANDOM_H

#include "lab/demo.h"

#include <stddef.h>

struct random;

/* A stream of its own for each seed (0 is a seed as any other); lives as long
 * as the demo. */
struct random *random_new(struct demo *d, unsigned seed);

/* Uniform on [lo, hi). */
double random_uniform(struct random *r, double lo, double hi);

/* Normal; sigma >= 0 is the standard deviation. */
double random_normal(struct random *r, double mean, double sigma);
void random_normals(struct random *r, double *x, size_t n, double mean, double sigma);

/* Uniform on 0..n-1; 1 <= n <= 2^32 - 1. */
size_t random_below(struct random *r, size_t n);

/* A random order of 0..n-1, each as likely (Fisher & Yates). */
void random_permutation(struct random *r, size_t *order, size_t n);

#endif
