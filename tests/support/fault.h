/*
 * Makes allocations fail, for sweeps: let the first pass, then two, and so on,
 * until what is tested gets by without a failure.
 */
#ifndef SUPPORT_FAULT_H
#define SUPPORT_FAULT_H

#include <stdbool.h>

/* From now on the first n allocations work and all later ones fail. */
void fault_after(long n);

/* Allocations work again. Returns whether any failed. */
bool fault_off(void);

#endif
