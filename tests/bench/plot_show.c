/*
 * Shows the sample plots in a terminal, for looking at them:
 *     plot-show NAME WIDTH HEIGHT [true|256|16|none|ascii] [light]
 */
#include "base/arena.h"
#include "base/theme.h"
#include "plot/plot.h"
#include "support/plot_samples.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void show(const struct plot *plot, const struct plot_options *o, struct output_style *style)
{
	struct lines lines;
	struct buf b;

	lines_init(&lines);
	buf_init(&b);
	if (plot_render(&lines, plot, o) == STATUS_OK)
		lines_write(&b, &lines, style);
	fputs(b.data, stdout);
	lines_done(&lines);
	buf_done(&b);
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "all", *colors = argc > 4 ? argv[4] : "true";
	struct plot_options o = {.width = argc > 2 ? atoi(argv[2]) : 100,
		.height = argc > 3 ? atoi(argv[3]) : 24,
		.ascii = strcmp(colors, "ascii") == 0};
	struct output_style style = {.attributes = true, .ascii = o.ascii};
	struct arena *arena = arena_new();

	setlocale(LC_ALL, "C.UTF-8");
	style.background = argc > 5 ? BACKGROUND_LIGHT : BACKGROUND_DARK;
	style.depth = strcmp(colors, "true") == 0  ? COLOR_TRUE
		      : strcmp(colors, "256") == 0 ? COLOR_256
		      : strcmp(colors, "16") == 0  ? COLOR_16
						   : COLOR_NONE;
	o.no_color = style.depth == COLOR_NONE;
	for (size_t i = 0; arena && i < N_PLOT_SAMPLES; i++) {
		const struct plot *plot = plot_sample(arena, i);

		if (plot && (strcmp(name, "all") == 0 || strcmp(name, plot->name) == 0))
			show(plot, &o, &style);
	}
	arena_free(arena);
	return 0;
}
