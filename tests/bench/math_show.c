/*
 * Prints formulas as gradus draws them, to look at them.
 * usage: math_show [display|inline|ascii|line|spoken] [width] < formulas
 * A line is a formula, or number, name and formula with tabs between.
 */
#include "base/theme.h"
#include "math/math.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void show(const char *tex, const char *form, int width)
{
	struct math_options options = {.style = MATH_DISPLAY, .width = width};
	struct output_style style = {.depth = COLOR_16, .attributes = true};
	struct math_error error;
	struct lines lines;
	struct buf text;
	int baseline;

	if (!strcmp(form, "inline") || !strcmp(form, "line"))
		options.style = MATH_INLINE;
	options.ascii = !strcmp(form, "ascii") || !strcmp(form, "line");
	lines_init(&lines);
	buf_init(&text);
	if (!strcmp(form, "spoken")) {
		math_speak(&text, tex, strlen(tex));
		buf_putc(&text, '\n');
	} else {
		math_render(&lines, tex, strlen(tex), &options, &baseline, &error);
		lines_write(&text, &lines, &style);
		if (error.found)
			buf_printf(&text, "  [%zu: %s]\n", error.at, error.message);
	}
	printf("%s\n", text.data);
	buf_done(&text);
	lines_done(&lines);
}

int main(int argc, char **argv)
{
	const char *form = argc > 1 ? argv[1] : "display";
	int width = argc > 2 ? atoi(argv[2]) : 80;
	char line[4096];

	setlocale(LC_ALL, "C.UTF-8");
	while (fgets(line, sizeof(line), stdin)) {
		const char *tab = strrchr(line, '\t');

		line[strcspn(line, "\n")] = '\0';
		show(tab ? tab + 1 : line, form, width);
	}
	return EXIT_SUCCESS;
}
