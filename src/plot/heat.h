/* Grids of values: heat maps with their color bar, and contours. */
#ifndef GRADUS_PLOT_HEAT_H
#define GRADUS_PLOT_HEAT_H

#include "plot/canvas.h"
#include "plot/ticks.h"

enum { CONTOUR_MAX = 12 };

/* The finite values of a grid. */
struct heat_range {
	double lo, hi;
	bool any;
	bool skewed; /* not negative, and most far below the greatest, as losses are */
};

struct heat_range heat_range(const struct plot_series *s);

/* The scale from the grid's least to its greatest finite value, symmetric-log if
 * they are skewed; false if it has none. */
bool heat_scale(const struct plot_series *s, struct scale *z);

void heat_draw(const struct view *v, const struct plot_series *s);

/* The bar of a heat map's colors with its ticks, from column `left` beside the
 * view. heat_bar_cells: how wide it is, with a blank before it. */
int heat_bar_cells(const struct plot_series *s, int rows);
void heat_draw_bar(const struct view *v, const struct plot_series *s, int left);

/* A few nice levels, ascending, with their texts, fewer in a picture of less
 * cells across; and the role and the line of each. */
void contour_levels(const struct plot_series *s, int width, struct ticks *levels);
uint8_t contour_role(const struct ticks *levels, int i);

/* Draws all levels, and writes each level's text on its line where there is
 * room for it. */
void contour_draw(const struct view *v, const struct plot_series *s, const struct ticks *levels);

#endif
