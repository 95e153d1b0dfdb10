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
static inline double scale_at(const struct scale *s, double v);

/* The value at a fraction. */
double scale_invert(const struct scale *s, double fraction);

/* The axis's function: what is affine in it is affine on the screen. */
double scale_warp(const struct scale *s, double v);

static inline double scale_at(const struct scale *s, double v)
{
	double w = s->kind == PLOT_LINEAR ? v * s->unit : scale_warp(s, v);

	return (w - s->base) * s->per_span;
}

#endif
