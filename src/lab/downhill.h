/*
 * The way down a smooth cost of two weights, from any start. Demos that ask where
 * descents end share it. It follows a valley's floor quickly, and it doesn't
 * stop at a saddle unless it starts on one.
 */
#ifndef LAB_DOWNHILL_H
#define LAB_DOWNHILL_H

struct place { /* what a cost is at one place */
	double cost, grad[2];
	double hess[3]; /* second derivatives: w0 w0, w0 w1, w1 w1 */
};

/* The Hessian's smaller eigenvalue. */
double downhill_least_curvature(const double hess[3]);

/*
 * From w to where the slope is below 1e-9, or rounding hides that the cost falls.
 *
 * A step goes along each eigenvector of the Hessian by slope / |curvature|: Newton's
 * where that is positive, and away from the ridge where it is negative. It is at
 * most half a unit long, and is halved until the cost falls.
 *
 * at          gets `context` as it is
 * w           in/out, 2
 * returns     steps made; 300, the most, may end elsewhere
 * Source      Dauphin et al. 2014 (saddle-free Newton)
 */
int downhill_descend(struct place (*at)(const double w[2], const void *context),
	const void *context, double w[2]);

#endif
