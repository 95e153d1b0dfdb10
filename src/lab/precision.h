/*
 * Binary numbers of few digits, kept in doubles: what fp16, bf16, fp8 or fp32 makes of
 * a result, by IEEE 754, with subnormal numbers and infinities.
 */
#ifndef LAB_PRECISION_H
#define LAB_PRECISION_H

/* Significant binary digits, 2 to 24, and the exponents of the smallest and the largest
 * normal number: from 2^lowest to just below 2^(highest + 1); all within fp32's. */
struct precision {
	int digits, lowest, highest;
};

extern const struct precision precision_fp16, precision_bf16, precision_fp32;
extern const struct precision precision_fp8; /* E5M2 */

/* The number nearest to x, of two as near the even one; exact. */
double precision_round(double x, struct precision p);

/* Positive numbers up to the first round to 0, from the second on to infinity. */
double precision_zero_at(struct precision p);
double precision_inf_at(struct precision p);

#endif
