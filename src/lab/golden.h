/*
 * The minimum of a function of one variable from its values alone: no slope, no
 * formula. Demos compare with it what a derivation says.
 */
#ifndef LAB_GOLDEN_H
#define LAB_GOLDEN_H

/*
 * Golden-section search on [lo, hi], lo < hi.
 *
 * f           falls, then rises; each may be missing. On a flat floor the answer is
 *             one of its points. f gets `context` as it is.
 * Accuracy    a few eps of hi - lo at a kink. At a smooth minimum rounding hides
 *             the bottom of the bowl: the answer is off by about
 *             sqrt(2 eps |f| / f''), some 1e-8 of the width of the bowl.
 * Source      Kiefer 1953
 */
double golden_section(
	double (*f)(double x, const void *context), const void *context, double lo, double hi);

#endif
