/*
 * Prints how many milliseconds a picture of 100,000 points takes, the median
 * of 21 renders at 100x30; the budget is 5 ms.
 */
#include "plot/plot.h"
#include "support/plot_samples.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { N = 100000, TIMES = 21 };

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median_ms(const struct plot *plot)
{
	const struct plot_options o = {.width = 100, .height = 30};
	double ms[TIMES];

	for (int i = 0; i < TIMES; i++) {
		struct lines lines;
		double start = now_ms();

		lines_init(&lines);
		if (plot_render(&lines, plot, &o) != STATUS_OK)
			exit(EXIT_FAILURE);
		lines_done(&lines);
		ms[i] = now_ms() - start;
	}
	qsort(ms, TIMES, sizeof(*ms), ascending);
	return ms[TIMES / 2];
}

int main(void)
{
	static const struct {
		const char *name;
		enum plot_kind kind;
		enum plot_scale scale;
	} rows[] = {{"line, a noisy curve", PLOT_LINE, PLOT_LINEAR},
		{"line, log scale", PLOT_LINE, PLOT_LOG}, {"points", PLOT_POINTS, PLOT_LINEAR},
		{"steps", PLOT_STEP, PLOT_LINEAR}, {"bars", PLOT_BARS, PLOT_LINEAR},
		{"band", PLOT_BAND, PLOT_LINEAR}, {"histogram", PLOT_HISTOGRAM, PLOT_LINEAR}};
	static double x[N], y[N], y2[N];
	unsigned long long seed = 1;

	setlocale(LC_ALL, "C.UTF-8");
	for (int i = 0; i < N; i++) {
		x[i] = i + 1;
		y[i] = 2 + sin(i * 1e-4) + 0.3 * sample_random(&seed);
		y2[i] = y[i] + 1;
	}
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct plot_series s = {.kind = rows[i].kind, .name = "series", .n = N};
		struct plot plot = {.name = "bench", .title = "Bench", .series = &s, .n_series = 1};

		s.x = x;
		s.y = y;
		s.y2 = y2;
		plot.x.label = "x";
		plot.y.label = "y";
		plot.y.scale = rows[i].scale;
		printf("%-20s %6.2f ms\n", rows[i].name, median_ms(&plot));
	}
	return EXIT_SUCCESS;
}
