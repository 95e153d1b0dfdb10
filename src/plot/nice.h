/* Nice numbers along a linear axis, as exact decimals. */
#ifndef GRADUS_PLOT_NICE_H
#define GRADUS_PLOT_NICE_H

#include <stdbool.h>

enum { NICE_MAX = 40 };

/* Number i is digits[i] * 10^exponent; not all digits end in zero. */
struct decimals {
	int n, exponent;
	long long digits[NICE_MAX];
};

/*
 * About `wanted` (>= 2) evenly spaced nice numbers for lo..hi, both finite,
 * ascending.
 *
 * inside      none is beyond lo or hi; otherwise the outer ones may be
 * whole       whole numbers, where there are such
 *
 * None if there are no nice ones, or if hi - lo is within 1e-12 of their size.
 */
void nice_decimals(struct decimals *d, double lo, double hi, int wanted, bool inside, bool whole);

#endif
