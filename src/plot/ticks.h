/*
 * Where an axis has its ticks and what stands at them. A label always parses
 * back to its tick's value, which is how the value is made.
 */
#ifndef GRADUS_PLOT_TICKS_H
#define GRADUS_PLOT_TICKS_H

#include "plot/scale.h"

enum { TICKS_MAX = 48, TICKS_MAX_MINOR = 160, TICK_BYTES = 32 };

struct tick {
	double value;
	char text[TICK_BYTES]; /* ASCII; thousands set off by commas */
};

struct ticks {
	int n, n_minor;
	struct tick major[TICKS_MAX]; /* ascending, all within the axis */
	double minor[TICKS_MAX_MINOR];
};

/* Room for labels. */
struct tick_room {
	int cells;     /* length of the axis */
	bool vertical; /* labels are one cell high; otherwise their length counts */
	bool whole;    /* the data are whole numbers, so ticks are too */
	int wanted;    /* about how many; 0: as the length asks for */
};

/* Ticks within the axis, so that no two labels touch. At least one where the
 * axis is as long as 8 cells. */
void ticks_make(struct ticks *t, const struct scale *s, struct tick_room room);

/* Widens the linear range *lo..*hi to the nice numbers about its ends, where
 * they are near. */
void ticks_snap(double *lo, double *hi, struct tick_room room);

/* The shortest text of v with `digits` significant digits: "0.25", "1e-12". */
void ticks_number(char out[TICK_BYTES], double v, int digits);

#endif
