#include "base/arena.h"
#include "base/theme.h"
#include "plot/axes.h"
#include "plot/canvas.h"
#include "plot/plot.h"
#include "plot/ticks.h"
#include "support/golden.h"
#include "support/plot_samples.h"

#include <check.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- pictures, word by word */

static void append(
	struct buf *out, const struct plot *plot, struct plot_options o, enum color_depth depth)
{
	struct output_style style = {
		.depth = depth, .attributes = depth != COLOR_NONE, .ascii = o.ascii};
	struct lines lines;

	o.no_color = depth == COLOR_NONE;
	lines_init(&lines);
	ck_assert_int_eq(plot_render(&lines, plot, &o), STATUS_OK);
	buf_printf(out, "== %dx%d %s %s\n", o.width, o.height, o.ascii ? "ascii" : "utf-8",
		depth == COLOR_NONE ? "plain" : "color");
	lines_write(out, &lines, &style);
	lines_done(&lines);
}

static void check_golden(const char *name, const struct buf *got)
{
	char path[256];

	snprintf(path, sizeof(path), "tests/golden/plot/%s.txt", name);
	golden_check(path, got->data, got->n);
}

START_TEST(plot_pictures_are_as_agreed)
{
	static const struct plot_options sizes[] = {{.width = 40, .height = 12},
		{.width = 80, .height = 20}, {.width = 120, .height = 30}};
	struct arena *arena = arena_new();
	const struct plot *plot = plot_sample(arena, (size_t)_i);
	struct buf out;

	buf_init(&out);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		for (int ascii = 0; ascii < 2; ascii++) {
			struct plot_options o = sizes[i];

			o.ascii = ascii;
			append(&out, plot, o, COLOR_NONE);
		}
	append(&out, plot, sizes[1], COLOR_256);
	check_golden(plot->name, &out);
	buf_done(&out);
	arena_free(arena);
}
END_TEST

START_TEST(plot_words_are_as_agreed)
{
	struct arena *arena = arena_new();
	struct buf out;

	buf_init(&out);
	for (size_t i = 0; i < N_PLOT_SAMPLES; i++) {
		ck_assert_int_eq(plot_describe(&out, plot_sample(arena, i)), STATUS_OK);
		buf_puts(&out, "\n");
	}
	check_golden("words", &out);
	buf_done(&out);
	arena_free(arena);
}
END_TEST

/* ---- properties of random plots */

/* Values of all magnitudes, some of them missing or infinite. */
static double wild(unsigned long long *seed)
{
	double u = sample_random(seed);

	if (u < 0.03)
		return NAN;
	if (u < 0.05)
		return u < 0.04 ? INFINITY : -INFINITY;
	if (u < 0.08)
		return 0;
	if (u < 0.2)
		return (sample_random(seed) - 0.5) * pow(10, 616 * sample_random(seed) - 308);
	return 10 * sample_random(seed) - 5;
}

enum { MAX_SERIES = 9, MAX_POINTS = 80 };

struct wild_plot {
	struct plot plot;
	struct plot_series series[MAX_SERIES];
	double data[MAX_SERIES][3][MAX_POINTS];
};

static void make_wild(struct wild_plot *w, unsigned long long *seed)
{
	static const char *const names[] = {"a", "bé", "日本語の系列", "", NULL,
		"a rather long name", "\033[31m", "a", "\xFF\xFE"};

	w->plot = (struct plot){.name = "wild", .title = names[(int)(9 * sample_random(seed))]};
	w->plot.x.label = names[(int)(9 * sample_random(seed))];
	w->plot.y.label = names[(int)(9 * sample_random(seed))];
	w->plot.x.scale = (enum plot_scale)(3 * sample_random(seed));
	w->plot.y.scale = (enum plot_scale)(3 * sample_random(seed));
	w->plot.y.fixed = sample_random(seed) < 0.3;
	w->plot.y.lo = wild(seed);
	w->plot.y.hi = wild(seed);
	w->plot.series = w->series;
	w->plot.n_series = (size_t)((MAX_SERIES + 1) * sample_random(seed));
	for (size_t i = 0; i < w->plot.n_series; i++) {
		struct plot_series *s = &w->series[i];
		bool tame = sample_random(seed) < 0.5;

		*s = (struct plot_series){.kind = (enum plot_kind)(9 * sample_random(seed)),
			.name = names[i],
			.n = (size_t)(MAX_POINTS * sample_random(seed)),
			.x = w->data[i][0],
			.y = w->data[i][1],
			.y2 = w->data[i][2],
			.z = w->data[i][0],
			.nx = (size_t)(9 * sample_random(seed)),
			.ny = (size_t)(9 * sample_random(seed)),
			.x0 = wild(seed),
			.y0 = -1,
			.x1 = 3,
			.y1 = wild(seed)};
		for (size_t k = 0; k < MAX_POINTS; k++) {
			w->data[i][0][k] = tame ? (double)k : wild(seed);
			w->data[i][1][k] = tame ? sample_random(seed) : wild(seed);
			w->data[i][2][k] = wild(seed);
		}
	}
}

static struct plot_options wild_options(unsigned long long *seed)
{
	return (struct plot_options){.width = 30 + (int)(171 * sample_random(seed)),
		.height = 8 + (int)(53 * sample_random(seed)),
		.ascii = sample_random(seed) < 0.3,
		.no_color = sample_random(seed) < 0.3};
}

START_TEST(plot_of_any_data_keeps_its_size_and_is_the_same_again)
{
	unsigned long long seed = (unsigned long long)_i * 1000;
	const struct output_style style = {.attributes = true, .depth = COLOR_TRUE};
	struct wild_plot *w = malloc(sizeof(*w));
	int pictures = 0;

	for (int i = 0; i < 60; i++) {
		struct plot_options o = wild_options(&seed);
		struct lines a, b;
		struct buf written[2];

		make_wild(w, &seed);
		lines_init(&a);
		lines_init(&b);
		ck_assert_int_eq(plot_render(&a, &w->plot, &o), STATUS_OK);
		ck_assert_int_eq(plot_render(&b, &w->plot, &o), STATUS_OK);
		if (a.n_lines != 1) {
			ck_assert_uint_eq(a.n_lines, (size_t)o.height);
			pictures++;
			for (size_t k = 0; k < a.n_lines; k++)
				ck_assert_uint_le(a.line[k].n_cells, (size_t)o.width);
		}
		buf_init(&written[0]);
		buf_init(&written[1]);
		lines_write(&written[0], &a, &style);
		lines_write(&written[1], &b, &style);
		ck_assert_str_eq(written[0].data, written[1].data);
		buf_clear(&written[0]);
		ck_assert_int_eq(plot_describe(&written[0], &w->plot), STATUS_OK);
		buf_done(&written[0]);
		buf_done(&written[1]);
		lines_done(&a);
		lines_done(&b);
	}
	ck_assert_int_gt(pictures, 30);
	free(w);
}
END_TEST

/* ---- what is drawn */

static char *rendered(const struct plot *plot, struct plot_options o)
{
	struct lines lines;
	struct buf b;

	lines_init(&lines);
	buf_init(&b);
	ck_assert_int_eq(plot_render(&lines, plot, &o), STATUS_OK);
	lines_write(&b, &lines, &(struct output_style){.ascii = o.ascii});
	lines_done(&lines);
	return buf_take(&b);
}

static size_t count_text(const char *s, const char *text)
{
	size_t n = 0;

	for (const char *at = s; (at = strstr(at, text)); at += strlen(text))
		n++;
	return n;
}

START_TEST(a_long_title_wraps)
{
	static const double x[] = {1, 2, 3};
	const struct plot_series series = {.kind = PLOT_LINE, .n = 3, .x = x, .y = x};
	struct plot plot = {
		.title = "Step length under a constant gradient", .series = &series, .n_series = 1};
	char *text = rendered(&plot, (struct plot_options){.width = 30, .height = 10});

	ck_assert_ptr_eq(strstr(text, "Step length under a\nconstant gradient\n"), text);
	ck_assert_uint_eq(count_text(text, "\n"), 10);
	ck_assert_int_eq(plot_height(&plot, 30), plot_height(&plot, 40) + 1);
	free(text);
	/* What must be cut is cut at the edge. */
	plot.title = "A word is unbreakableunbreakableword";
	text = rendered(&plot, (struct plot_options){.width = 30, .height = 10});
	ck_assert_ptr_eq(strstr(text, "A word is unbreakableunbreakab\nleword\n"), text);
	free(text);
	plot.title = "It has no end, it has no end, it has no end, it has no end, "
		     "it has no end, it has no end, it has no end, it has no end";
	text = rendered(&plot, (struct plot_options){.width = 30, .height = 10});
	ck_assert_ptr_nonnull(strstr(text, "\xE2\x80\xA6\n"));
	free(text);
}
END_TEST

/* Seven lines that end together are named where they begin, or in a legend
 * where they begin together too. */
START_TEST(names_stand_where_lines_part)
{
	enum { N = 7 };
	static const char *const names[N] = {"one", "two", "three", "four", "five", "six", "ten"};
	static const double x[] = {1, 2, 3, 4};
	struct plot_series series[N];
	const struct plot plot = {.title = "", .series = series, .n_series = N};
	const struct plot_options options = {.width = 60, .height = 20};
	double y[N][4] = {{0}};
	char *text;

	for (int i = 0; i < N; i++) {
		y[i][0] = 8 - i;
		y[i][1] = 4 - i / 2.0;
		series[i] = (struct plot_series){
			.kind = PLOT_LINE, .name = names[i], .n = 4, .x = x, .y = y[i]};
	}
	text = rendered(&plot, options);
	for (int i = 0; i < N; i++) {
		const char *name = strstr(text, names[i]);

		ck_assert_ptr_nonnull(name);
		/* behind the axis: "│" or "┤" or "├" */
		ck_assert_int_eq(memcmp(name - 3, "\xE2\x94", 2), 0);
	}
	free(text);
	for (int i = 0; i < N; i++)
		series[i].y = y[0];
	text = rendered(&plot, options);
	ck_assert_ptr_nonnull(strstr(text, "\xE2\x94\x80 two"));
	free(text);
}
END_TEST

START_TEST(plot_without_values_says_so)
{
	static const double nothing[] = {NAN, NAN, INFINITY}, negative[] = {-1, -2, -3};
	static const double x[] = {1, 2, 3};
	struct plot_series s = {.kind = PLOT_LINE, .name = "a", .n = 3, .x = x, .y = nothing};
	struct plot p = {.name = "p", .title = "T", .series = &s, .n_series = 1};
	const struct plot_options o = {.width = 60, .height = 12};
	char *text = rendered(&p, o);

	ck_assert_str_eq(text, "T: nothing to draw, no value is finite.\n");
	free(text);
	s.y = negative;
	p.y.scale = PLOT_LOG;
	text = rendered(&p, o);
	ck_assert_str_eq(text, "T: nothing to draw, no value is finite and positive.\n");
	free(text);
	p.n_series = 0;
	text = rendered(&p, o);
	ck_assert_str_eq(text, "T: nothing to draw, no series.\n");
	free(text);
	s.n = 0;
	p = (struct plot){.name = "p", .title = "", .series = &s, .n_series = 1};
	text = rendered(&p, o);
	ck_assert_str_eq(text, "p: nothing to draw, no value is finite.\n");
	free(text);
}
END_TEST

START_TEST(plot_sizes_out_of_range_are_clamped)
{
	static const int sizes[][4] = {
		{0, 0, 30, 8}, {-5, 1000, 30, 60}, {100000, 7, 200, 8}, {30, 8, 30, 8}};
	struct arena *arena = arena_new();
	const struct plot *plot = plot_sample(arena, 0);

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct plot_options o = {.width = sizes[i][0], .height = sizes[i][1]};
		struct lines lines;
		size_t widest = 0;

		lines_init(&lines);
		ck_assert_int_eq(plot_render(&lines, plot, &o), STATUS_OK);
		for (size_t k = 0; k < lines.n_lines; k++)
			widest = lines.line[k].n_cells > widest ? lines.line[k].n_cells : widest;
		ck_assert_uint_eq(lines.n_lines, (size_t)sizes[i][3]);
		ck_assert_uint_le(widest, (size_t)sizes[i][2]);
		ck_assert_uint_gt(widest, (size_t)sizes[i][2] / 2);
		lines_done(&lines);
	}
	arena_free(arena);
}
END_TEST

START_TEST(a_fixed_range_holds_whatever_the_data)
{
	static const double x[] = {0, 1, 2}, small[] = {1, 2, 3}, large[] = {-1e9, 50, 1e300};
	struct plot_series s = {.kind = PLOT_LINE, .name = "a", .n = 3, .x = x, .y = small};
	struct plot p = {.name = "p", .title = "", .series = &s, .n_series = 1};
	const struct plot_options o = {.width = 60, .height = 12};
	char *text[2];

	p.y = (struct plot_axis){.label = "y", .fixed = true, .lo = 0, .hi = 10};
	text[0] = rendered(&p, o);
	s.y = large;
	text[1] = rendered(&p, o);
	for (int i = 0; i < 2; i++) {
		ck_assert_ptr_nonnull(strstr(text[i], "\n10 ┤"));
		ck_assert_ptr_nonnull(strstr(text[i], "\n 0 ┤"));
		free(text[i]);
	}
}
END_TEST

START_TEST(missing_values_are_gaps)
{
	static const double x[] = {0, 1, 2, 3, 4, 5};
	static const double y[] = {1, 1, NAN, NAN, 1, 1}, whole[] = {1, 1, 1, 1, 1, 1};
	struct plot_series s = {.kind = PLOT_LINE, .name = "a", .n = 6, .x = x, .y = y};
	struct plot p = {.name = "p", .title = "a", .series = &s, .n_series = 1};
	const struct plot_options o = {.width = 60, .height = 8, .ascii = true};
	char *gap = rendered(&p, o), *line;

	s.y = whole;
	line = rendered(&p, o);
	/* Three of five intervals are left out. */
	ck_assert_ptr_nonnull(strstr(gap, "        "));
	ck_assert_uint_lt(strlen(gap), strlen(line) + 60);
	ck_assert_str_ne(gap, line);
	free(gap);
	free(line);
}
END_TEST

START_TEST(series_are_told_apart_without_color)
{
	static const double x[] = {0, 1, 2, 3},
			    y[3][4] = {{0, 1, 2, 3}, {3, 2, 1, 0}, {1, 1, 1, 1}};
	struct plot_series s[3];
	struct plot p = {.name = "p", .title = "", .series = s, .n_series = 3};
	char *text;

	for (int i = 0; i < 3; i++)
		s[i] = (struct plot_series){.kind = i < 2 ? PLOT_LINE : PLOT_REFERENCE,
			.name = i == 0   ? "up"
				: i == 1 ? "down"
					 : "bound",
			.n = 4,
			.x = x,
			.y = y[i]};
	text = rendered(&p, (struct plot_options){.width = 80, .height = 20, .no_color = true});
	ck_assert_uint_ge(count_text(text, "●"), 3);
	ck_assert_uint_ge(count_text(text, "■"), 3);
	ck_assert_ptr_nonnull(strstr(text, "● up"));
	ck_assert_ptr_nonnull(strstr(text, "■ down"));
	ck_assert_ptr_nonnull(strstr(text, "bound"));
	free(text);
	text = rendered(&p, (struct plot_options){.width = 80, .height = 20, .ascii = true});
	for (const char *c = text; *c; c++)
		ck_assert_int_lt((unsigned char)*c, 0x80);
	ck_assert_ptr_nonnull(strstr(text, "o up"));
	free(text);
}
END_TEST

START_TEST(extreme_ranges_are_drawn)
{
	static const double x[] = {0, 1, 2};
	static const struct {
		double y[3];
		enum plot_scale scale;
	} rows[] = {
		{{-1e308, 0, 1e308}, PLOT_LINEAR},
		{{-DBL_MAX, 0, DBL_MAX}, PLOT_LINEAR},
		{{DBL_MAX, DBL_MAX, DBL_MAX}, PLOT_LINEAR},
		{{0, 5e-324, 1e-323}, PLOT_LINEAR},
		{{0, 0, 0}, PLOT_LINEAR},
		{{1e16, 1e16 + 2, 1e16 + 4}, PLOT_LINEAR},
		{{5e-324, 1, DBL_MAX}, PLOT_LOG},
		{{DBL_MAX, DBL_MAX, DBL_MAX}, PLOT_LOG},
		{{5e-324, 5e-324, 5e-324}, PLOT_LOG},
		{{-DBL_MAX, 5e-324, DBL_MAX}, PLOT_SYMLOG},
		{{0, 0, 0}, PLOT_SYMLOG},
		{{-1, -1, -1}, PLOT_SYMLOG},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (int kind = 0; kind <= PLOT_REFERENCE; kind++) {
			struct plot_series s = {.kind = (enum plot_kind)kind, .name = "a", .n = 3};
			struct plot p = {.name = "p", .title = "", .series = &s, .n_series = 1};
			char *text;

			s.x = x;
			s.y = s.y2 = rows[i].y;
			p.y.scale = rows[i].scale;
			text = rendered(&p, (struct plot_options){.width = 60, .height = 12});
			ck_assert_uint_eq(count_text(text, "\n"), 12);
			ck_assert_msg(
				count_text(text, "┤") >= 1, "row %zu kind %d:\n%s", i, kind, text);
			ck_assert_ptr_null(strstr(text, "nan"));
			ck_assert_ptr_null(strstr(text, "inf"));
			free(text);
		}
}
END_TEST

START_TEST(heat_maps_without_color_are_darker_where_more_is)
{
	double z[30 * 10];
	struct plot_series s = {.kind = PLOT_HEAT, .name = "z", .nx = 30, .ny = 10, .z = z};
	struct plot p = {.name = "p", .title = "", .series = &s, .n_series = 1};
	static const char order[] = " .:-=+*#%@";
	char *text, *row;
	const char *last = order;

	s.x0 = s.y0 = 0;
	s.x1 = 29;
	s.y1 = 9;
	for (int i = 0; i < 300; i++)
		z[i] = i % 30;
	text = rendered(&p, (struct plot_options){.width = 60, .height = 14, .ascii = true});
	row = strchr(strchr(text, '\n') + 1, '|') + 1;
	for (; *row && *row != '\n' && last < order + 9; row++) {
		const char *now = strchr(order, *row);

		ck_assert_ptr_nonnull(now);
		ck_assert_int_ge(now - order, last - order);
		last = now;
	}
	ck_assert_int_eq(*last, '@');
	free(text);
}
END_TEST

/* `n` points above a line, or alone. */
static size_t count_markers(int n, bool has_line)
{
	static const double ends[] = {0, 200}, floor[] = {-9, -9};
	double x[200], y[200];
	const struct plot_series s[2] = {
		{.kind = PLOT_POINTS, .name = "data", .n = (size_t)n, .x = x, .y = y},
		{.kind = PLOT_LINE, .name = "way", .n = 2, .x = ends, .y = floor}};
	const struct plot p = {.title = "", .series = s, .n_series = has_line ? 2 : 1};
	char *text;

	for (int i = 0; i < n; i++) {
		x[i] = i * 200.0 / n;
		y[i] = i * 37 % 11;
	}
	text = rendered(&p, (struct plot_options){.width = 80, .height = 15});
	n = (int)count_text(text, "●");
	free(text);
	return (size_t)n;
}

START_TEST(points_become_dots_before_they_hide_the_lines)
{
	ck_assert_uint_ge(count_markers(40, true), 40);
	ck_assert_uint_eq(count_markers(60, true), 0);
	ck_assert_uint_ge(count_markers(60, false), 50);
	ck_assert_uint_eq(count_markers(150, false), 0);
}
END_TEST

START_TEST(a_curve_over_a_histogram_is_seen)
{
	static const double edges[] = {0, 1, 2, 3}, counts[] = {5, 5, 5, 0}, y[] = {2, 2, 2, 2};
	const struct plot_series s[2] = {
		{.kind = PLOT_HISTOGRAM, .name = "h", .n = 4, .x = edges, .y = counts},
		{.kind = PLOT_LINE, .name = "f", .n = 4, .x = edges, .y = y}};
	struct plot p = {.name = "p", .title = "", .series = s, .n_series = 2};
	char *text = rendered(&p, (struct plot_options){.width = 60, .height = 14});
	size_t dots = 0;

	/* U+2800 to U+28FF begin with these two bytes in one of four forms. */
	dots += count_text(text, "\xE2\xA0") + count_text(text, "\xE2\xA1");
	dots += count_text(text, "\xE2\xA2") + count_text(text, "\xE2\xA3");
	ck_assert_uint_ge(dots, 40);
	ck_assert_uint_ge(count_text(text, "█"), 100);
	free(text);
}
END_TEST

START_TEST(contours_are_where_the_level_is)
{
	double z[21 * 21];
	struct plot_series s[2] = {{.kind = PLOT_CONTOUR, .name = "z", .nx = 21, .ny = 21, .z = z}};
	struct plot p = {.name = "p", .title = "", .series = s, .n_series = 1};
	char *text;

	s[0].x0 = s[0].y0 = -1;
	s[0].x1 = s[0].y1 = 1;
	for (int i = 0; i < 441; i++)
		z[i] = -1 + 0.1 * (i % 21); /* levels are upright lines at x = level */
	text = rendered(&p, (struct plot_options){.width = 60, .height = 14});
	ck_assert_ptr_nonnull(strstr(text, "-0.5"));
	/* Every row of the picture has each of the lines. */
	ck_assert_uint_ge(count_text(text, "⡇") + count_text(text, "⢸"), 10 * 3);
	free(text);
	/* Lines a row apart can't be told apart: a map stays high where it is narrow. */
	ck_assert_int_ge(plot_height(&p, 37), 16);
	ck_assert_int_le(plot_height(&p, 37), plot_height(&p, 120));
}
END_TEST

Suite *plot_suite(void)
{
	Suite *s = suite_create("plot");
	TCase *t = tcase_create("plot");

	tcase_add_loop_test(t, plot_pictures_are_as_agreed, 0, N_PLOT_SAMPLES);
	tcase_add_test(t, plot_words_are_as_agreed);
	tcase_add_loop_test(t, plot_of_any_data_keeps_its_size_and_is_the_same_again, 0, 10);
	tcase_add_test(t, a_long_title_wraps);
	tcase_add_test(t, names_stand_where_lines_part);
	tcase_add_test(t, plot_without_values_says_so);
	tcase_add_test(t, plot_sizes_out_of_range_are_clamped);
	tcase_add_test(t, a_fixed_range_holds_whatever_the_data);
	tcase_add_test(t, missing_values_are_gaps);
	tcase_add_test(t, series_are_told_apart_without_color);
	tcase_add_test(t, extreme_ranges_are_drawn);
	tcase_add_test(t, heat_maps_without_color_are_darker_where_more_is);
	tcase_add_test(t, points_become_dots_before_they_hide_the_lines);
	tcase_add_test(t, a_curve_over_a_histogram_is_seen);
	tcase_add_test(t, contours_are_where_the_level_is);
	suite_add_tcase(s, t);
	return s;
}
