/*
 * The minimum of a function of one variable or two from its values alone: no
 * slope, no formula. Demos compare with it what a derivation says.
 */
#ifndef LAB_GOLDEN_H
#define LAB_GOLDEN_H

/*
 * Golden-section search on [lo, hi], lo < hi.
 *
 * f           falls, then rises; each may be missing. On a flat floor the answer is
 *             one of its points. f gets `context` as it is.
 * Accuracy    a few eps of hi - lo at a kink, or of |f| over its slope there. At a
 *             smooth minimum rounding hides the bottom of the bowl: the answer is off
 *             by a few sqrt(2 eps |f| / f''), some 1e-8 of the width of the bowl, and
 *             the search ends there.
 * Source      Kiefer 1953
 */
double golden_section(
	double (*f)(double x, const void *context), const void *context, double lo, double hi);

/*
 * The minimum over a rectangle: for each x[0] the best x[1], and of these the best.
 *
 * f           convex in (x[0], x[1]) together; at most some 6,600 calls
 * lo, hi      the rectangle's corners, 2 each, lo[i] < hi[i]
 * x           out, 2. The value f(x) is good to rounding, the place as above
 */
void golden_section_plane(double (*f)(const double *x, const void *context), const void *context,
	const double *lo, const double *hi, double *x);

#endif
