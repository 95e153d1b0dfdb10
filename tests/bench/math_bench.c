/*
 * Microseconds for each ordinary formula of tests/data, in all forms, and
 * milliseconds for hostile ones of a megabyte and of the greatest size read.
 */
#include "math/math.h"
#include "support/tex_soup.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void render(const char *tex, size_t n, enum math_style style)
{
	struct math_options options = {.style = style, .width = 80};
	struct lines lines;
	int baseline;

	lines_init(&lines);
	math_render(&lines, tex, n, &options, &baseline, NULL);
	lines_done(&lines);
}

static double time_of(const char *tex, size_t n, enum math_style style, int times)
{
	double start = seconds();

	for (int i = 0; i < times; i++)
		render(tex, n, style);
	return (seconds() - start) / times;
}

static void ordinary(const char *path)
{
	char line[4096];
	double sum = 0, worst = 0, inline_sum = 0;
	int n = 0;
	FILE *f = fopen(path, "r");

	if (!f)
		return;
	while (fgets(line, sizeof(line), f)) {
		const char *tex = strrchr(line, '\t') + 1;
		double t = time_of(tex, strcspn(tex, "\n"), MATH_DISPLAY, 200);

		sum += t;
		worst = t > worst ? t : worst;
		inline_sum += time_of(tex, strcspn(tex, "\n"), MATH_INLINE, 200);
		n++;
	}
	fclose(f);
	printf("%-32s %3d formulas: display %.1f us, the slowest %.1f, inline %.1f\n", path, n,
		sum / n * 1e6, worst * 1e6, inline_sum / n * 1e6);
}

static void hostile(size_t bytes)
{
	size_t n;
	const char *const *unit = soup_hostile(&n), *slowest = "";
	double worst = 0;

	for (size_t i = 0; i < n; i++) {
		struct buf tex;
		double t;

		buf_init(&tex);
		while (tex.n + strlen(unit[i]) <= bytes)
			buf_puts(&tex, unit[i]);
		t = time_of(tex.data, tex.n, MATH_DISPLAY, 1);
		if (t > worst) {
			worst = t;
			slowest = unit[i];
		}
		if (t > 0.05)
			printf("  %.1f ms for many %s\n", t * 1e3, unit[i]);
		buf_done(&tex);
	}
	printf("hostile, %zu bytes: at most %.1f ms, for many %s\n", bytes, worst * 1e3, slowest);
}

int main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	ordinary("tests/data/formulas.tsv");
	ordinary("tests/data/formulas-more.tsv");
	hostile(32 * 1024);
	hostile(1 << 20);
	return EXIT_SUCCESS;
}
