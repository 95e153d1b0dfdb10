#include "plot/scale.h"

#include <math.h>

double scale_warp(const struct scale *s, double v)
{
	switch (s->kind) {
	case PLOT_LOG:
		return v > 0 ? log2(v) : NAN;
	case PLOT_SYMLOG:
		if (fabs(v) <= s->threshold)
			return v / s->threshold;
		return copysign(1 + log10(fabs(v)) - log10(s->threshold), v);
	default:
		return v * s->unit;
	}
}

static double unwarp(const struct scale *s, double w)
{
	switch (s->kind) {
	case PLOT_LOG:
		return exp2(w);
	case PLOT_SYMLOG:
		if (fabs(w) <= 1)
			return w * s->threshold;
		return copysign(pow(10, fabs(w) - 1 + log10(s->threshold)), w);
	default:
		return w / s->unit;
	}
}

void scale_set(struct scale *s, enum plot_scale kind, double lo, double hi, double threshold)
{
	int exponent;

	frexp(fmax(fabs(lo), fabs(hi)), &exponent);
	/* Within what a power of two can be; denormals still come near enough to 1. */
	exponent = exponent < -1000 ? -1000 : exponent > 1000 ? 1000 : exponent;
	*s = (struct scale){.kind = kind,
		.lo = lo,
		.hi = hi,
		.threshold = threshold,
		.unit = ldexp(1, -exponent)};
	s->base = scale_warp(s, lo);
	s->per_span = 1 / (scale_warp(s, hi) - s->base);
}

double scale_invert(const struct scale *s, double fraction)
{
	return unwarp(s, s->base + fraction / s->per_span);
}
