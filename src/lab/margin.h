/*
 * The widest margin in the plane, by trying all: what a support vector machine
 * without an intercept, or descent on separable points, is compared with.
 */
#ifndef LAB_MARGIN_H
#define LAB_MARGIN_H

#include <stddef.h>

/* The hard-margin machine: among all w with z_i . w >= 1 the shortest. */
struct margin {
	double width;    /* 1 / |w|: the largest min_i z_i . u over |u| = 1; 0 if there is none */
	double w[2];     /* 0 if there is none */
	double largest;  /* of the a_i >= 0 in w = sum a_i z_i */
	size_t touch[2]; /* the support vectors, twice the same if there is one */
};

/*
 * At the widest street one point touches the border, and w has its direction, or
 * two do, and w is at a right angle to their difference.
 *
 * z           n pairs, label (1 or -1) times point
 * Cost        n^3
 */
struct margin margin_widest(const double *z, size_t n);

#endif
