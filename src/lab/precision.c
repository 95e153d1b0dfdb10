#include "lab/precision.h"

#include <math.h>

const struct precision precision_fp16 = {11, -14, 15};
const struct precision precision_bf16 = {8, -126, 127};
const struct precision precision_fp32 = {24, -126, 127};
const struct precision precision_fp8 = {3, -14, 15};

double precision_round(double x, struct precision p)
{
	int exponent;

	frexp(x, &exponent); /* |x| is in [2^(exponent - 1), 2^exponent) */
	if (exponent - 1 < p.lowest)
		exponent = p.lowest + 1; /* subnormal: the spacing shrinks no further */
	double spacing = ldexp(1, exponent - p.digits);
	double nearest = rint(x / spacing) * spacing;
	return fabs(nearest) < ldexp(1, p.highest + 1) ? nearest : copysign(INFINITY, x);
}

double precision_zero_at(struct precision p)
{
	return ldexp(1, p.lowest - p.digits);
}

double precision_inf_at(struct precision p)
{
	return ldexp(1 - ldexp(1, -p.digits - 1), p.highest + 1);
}
