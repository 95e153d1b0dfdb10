/* How series look, and how the reader learns which is which: labels at the
 * ends of lines where there is room, else a legend. */
#ifndef GRADUS_PLOT_LEGEND_H
#define GRADUS_PLOT_LEGEND_H

#include "plot/heat.h"
#include "plot/series.h"

struct item {
	const struct plot_series *series;
	struct look look;
	struct ticks *levels; /* PLOT_CONTOUR */
	bool named;           /* must be explained */
	bool direct;          /* by a label at its end, not by the legend */
	bool inside;          /* direct, and the line ends well before the view does */
	double last_x;        /* of a direct one, the greatest */
	int name_cells;
};

/* Where the names of lines stand. */
enum names { NAMES_RIGHT, NAMES_LEFT, NAMES_IN_LEGEND };

struct items {
	struct item *item;
	size_t n;
	enum names names;
	const char *heading; /* begins the legend's first row: the label of y */
};

/* Looks of all series. */
enum status items_init(struct items *items, const struct plot *plot,
	const struct plot_options *options, enum names names, struct arena *arena);

/* Lines that are labelled at their ends. */
size_t items_count_direct(const struct items *items);

/* Finds which lines end inside the view, to the right. */
void items_find_ends(struct items *items, const struct view *v);

/* Cells that labels at ends of lines need beside the view; 0 if there are none. */
int items_label_cells(const struct items *items);

/* Lays the legend out from (left, top) on, in at most max_rows; draws it unless
 * `measure`. Returns its rows. */
int items_legend(
	const struct items *items, struct canvas *c, int left, int top, int max_rows, bool measure);

/* Labels the ends of lines, once all is drawn; false if some found no room. */
bool items_draw_labels(const struct items *items, const struct view *v);

#endif
