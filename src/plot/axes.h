/* The ranges that data take up, and the two axes about a view. */
#ifndef GRADUS_PLOT_AXES_H
#define GRADUS_PLOT_AXES_H

#include "plot/canvas.h"
#include "plot/ticks.h"

/* Extent of values that an axis can show. */
struct range {
	double lo, hi;
	double least; /* PLOT_SYMLOG: smallest magnitude but zero; infinite if there is none */
	bool any;
	bool fraction; /* is any value no whole number? */
};

/* What all series together take up. */
void axes_ranges(const struct plot *plot, struct range *x, struct range *y);

/* Fixed ends as they are; else the data's, widened to nice numbers. False if
 * there are neither. */
bool axes_scale_x(const struct plot *plot, struct range r, int cols, struct scale *x);
bool axes_scale_y(const struct plot *plot, struct range r, int rows, struct scale *y);

/* The least distance of neighbouring bars of all series; 1 where there are none. */
double axes_bar_spacing(const struct plot *plot);

/* Cells of the longest label. */
int axes_label_cells(const struct ticks *t);

/* The axes left of and below the view. The labels of x are in the row below
 * its line. */
void axes_draw_y(const struct view *v, const struct ticks *t);
void axes_draw_x(const struct view *v, const struct ticks *t);

/* The column where the label of x begins in the row of the ticks' labels, behind
 * the last of them; -1 if it does not fit there. */
int axes_x_label_column(const struct view *v, const struct ticks *t, int label_cells);

#endif
