/*
 * Where a value lies on an axis: a fraction of its length, 0 at `lo` and 1 at
 * `hi`. No difference is taken that could overflow, so any two finite ends do.
 */
#ifndef GRADUS_PLOT_SCALE_H
#define GRADUS_PLOT_SCALE_H

#include "plot/plot.h"

struct scale {
	enum plot_scale kind;
	double lo, hi;         /* lo < hi; PLOT_LOG: 0 < lo */
	double threshold;      /* PLOT_SYMLOG: linear from -threshold to threshold */
	double unit;           /* PLOT_LINEAR: a power of two that brings the ends near 1 */
	double base, per_span; /* of the warped ends: lo, and 1 / (hi - lo) */
};

/* `threshold` counts for PLOT_SYMLOG only, and is then positive. */
void scale_set(struct scale *s, enum plot_scale kind, double lo, double hi, double threshold);

/* The fraction; beyond 0..1 outside the ends, infinite for infinite values,
 * NaN where the axis has no place for v (NaN; not positive on a log axis). */
double scale_at(const struct scale *s, double v);

/* The value at a fraction. */
double scale_invert(const struct scale *s, double fraction);

#endif
