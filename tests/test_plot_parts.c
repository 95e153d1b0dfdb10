/* The parts of plots: ticks, numbers, clipping. */
#include "base/arena.h"
#include "base/theme.h"
#include "plot/axes.h"
#include "plot/canvas.h"
#include "plot/heat.h"
#include "plot/plot.h"
#include "plot/ticks.h"
#include "support/plot_samples.h"

#include <check.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- ticks */

static double parse(const char *label)
{
	char digits[TICK_BYTES];
	size_t n = 0;
	char *end;
	double v;

	for (const char *s = label; *s; s++)
		if (*s != ',')
			digits[n++] = *s;
	digits[n] = '\0';
	v = strtod(digits, &end);
	ck_assert_msg(n > 0 && *end == '\0', "label '%s' is no number", label);
	return v;
}

static void check_ticks(const struct ticks *t, const struct scale *s)
{
	ck_assert_msg(t->n >= 1, "no ticks in %.17g..%.17g", s->lo, s->hi);
	for (int i = 0; i < t->n; i++) {
		const struct tick *tick = &t->major[i];

		ck_assert_msg(tick->value >= s->lo && tick->value <= s->hi,
			"%s is not within %.17g..%.17g", tick->text, s->lo, s->hi);
		ck_assert_msg(parse(tick->text) == tick->value, "'%s' is not %.17g", tick->text,
			tick->value);
		ck_assert_msg(tick->text[0] != '-' || tick->value < 0, "'%s'", tick->text);
		if (i)
			ck_assert_double_gt(tick->value, t->major[i - 1].value);
	}
	for (int i = 0; i < t->n_minor; i++)
		ck_assert(t->minor[i] > s->lo && t->minor[i] < s->hi);
}

static void check_even(const struct ticks *t)
{
	double step = t->n > 1 ? t->major[1].value - t->major[0].value : 0;

	for (int i = 2; i < t->n; i++) {
		double gap = t->major[i].value - t->major[i - 1].value;
		double most = fmax(fabs(t->major[0].value), fabs(t->major[t->n - 1].value));

		/* Each value is rounded once. */
		ck_assert_double_le(fabs(gap - step), 4 * DBL_EPSILON * most);
	}
}

START_TEST(ticks_are_within_even_distinct_and_say_their_value)
{
	unsigned long long seed = 99;

	for (int i = 0; i < 3000; i++) {
		double middle =
			(sample_random(&seed) - 0.5) * pow(10, 40 * sample_random(&seed) - 20);
		double half = fabs(middle) * pow(10, -9 * sample_random(&seed)) + 1e-25;
		struct tick_room room = {.cells = 8 + (int)(150 * sample_random(&seed)),
			.vertical = sample_random(&seed) < 0.5};
		struct scale s;
		struct ticks t;

		if (room.vertical)
			room.cells = room.cells / 4 + 4;
		scale_set(&s, PLOT_LINEAR, middle - half, middle + half, 1);
		ticks_make(&t, &s, room);
		check_ticks(&t, &s);
		check_even(&t);
	}
}
END_TEST

START_TEST(ticks_a_hair_outside_are_left_out)
{
	/* 0.1 + 0.2 is above 0.3, and 0.7 + 0.2 below 0.9. */
	static const struct {
		double lo, hi;
	} rows[] = {{0.1 + 0.2, 0.9}, {0.3, 0.7 + 0.2}, {0.1 + 0.2, 0.7 + 0.2}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (int cells = 8; cells < 40; cells++) {
			struct scale s;
			struct ticks t;

			scale_set(&s, PLOT_LINEAR, rows[i].lo, rows[i].hi, 1);
			ticks_make(&t, &s, (struct tick_room){.cells = cells, .vertical = true});
			check_ticks(&t, &s);
		}
}
END_TEST

START_TEST(log_and_symlog_ticks_are_within_distinct_and_say_their_value)
{
	unsigned long long seed = 5;

	for (int i = 0; i < 3000; i++) {
		double lo = pow(10, 600 * sample_random(&seed) - 305);
		double hi = lo * pow(10, (i % 2 ? 1 : 200) * (0.01 + sample_random(&seed)));
		struct tick_room room = {.cells = 12 + (int)(100 * sample_random(&seed)),
			.vertical = sample_random(&seed) < 0.5};
		struct scale s;
		struct ticks t;

		if (!(hi <= DBL_MAX))
			continue;
		scale_set(&s, PLOT_LOG, lo, hi, 1);
		ticks_make(&t, &s, room);
		check_ticks(&t, &s);
		scale_set(&s, PLOT_SYMLOG, -hi, hi, pow(10, floor(log10(lo))));
		ticks_make(&t, &s, room);
		check_ticks(&t, &s);
		for (int k = 0; k < t.n; k++)
			ck_assert_double_eq(t.major[k].value, -t.major[t.n - 1 - k].value);
	}
}
END_TEST

START_TEST(ticks_are_those_a_person_would_choose)
{
	static const struct {
		enum plot_scale kind;
		double lo, hi;
		int cells;
		bool vertical, whole;
		const char *labels;
	} rows[] = {
		{PLOT_LINEAR, 0, 1, 20, true, false, "0.0 0.2 0.4 0.6 0.8 1.0"},
		{PLOT_LINEAR, -1, 1, 12, true, false, "-1.0 -0.5 0.0 0.5 1.0"},
		{PLOT_LINEAR, 0, 100, 60, false, false, "0 20 40 60 80 100"},
		{PLOT_LINEAR, 1, 20, 60, false, true, "4 8 12 16 20"},
		{PLOT_LINEAR, 1, 4, 60, false, true, "1 2 3 4"},
		{PLOT_LINEAR, 0, 60000, 60, false, false,
			"0 10,000 20,000 30,000 40,000 50,000 60,000"},
		{PLOT_LINEAR, 0, 4e-7, 20, true, false, "0 1e-7 2e-7 3e-7 4e-7"},
		{PLOT_LINEAR, 0, 2.2e9, 20, true, false, "0 5.0e8 1.0e9 1.5e9 2.0e9"},
		{PLOT_LOG, 1e-12, 1, 12, true, false, "1e-12 1e-9 1e-6 1e-3 1"},
		{PLOT_LOG, 0.001, 10, 60, false, false, "0.001 0.01 0.1 1 10"},
		{PLOT_LOG, 1, 30, 20, true, false, "1 2 5 10 20"},
		{PLOT_LOG, 3, 4, 20, true, false, "3.0 3.2 3.4 3.6 3.8 4.0"},
		{PLOT_SYMLOG, -100, 100, 20, true, false, "-100 -10 -1 0 1 10 100"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct tick_room room = {.cells = rows[i].cells,
			.vertical = rows[i].vertical,
			.whole = rows[i].whole};
		char got[512] = "";
		struct scale s;
		struct ticks t;

		scale_set(&s, rows[i].kind, rows[i].lo, rows[i].hi, 1);
		ticks_make(&t, &s, room);
		for (int k = 0; k < t.n; k++) {
			strcat(got, k ? " " : "");
			strcat(got, t.major[k].text);
		}
		ck_assert_str_eq(got, rows[i].labels);
	}
}
END_TEST

START_TEST(numbers_are_spoken_with_few_digits)
{
	static const struct {
		double v;
		const char *text;
	} rows[] = {{0.25, "0.25"}, {1.0 / 3, "0.333"}, {-0.0, "0"}, {12345, "12300"},
		{1e-12, "1e-12"}, {1.2345e-7, "1.23e-7"}, {2e9, "2e9"}, {100, "100"},
		{-2.5, "-2.5"}, {1.7e308, "1.7e308"}};
	char text[TICK_BYTES];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ticks_number(text, rows[i].v, 3);
		ck_assert_str_eq(text, rows[i].text);
	}
}
END_TEST

/* ---- clipping */

struct stage {
	struct arena *arena;
	struct canvas canvas;
	struct view view;
};

/* A view of 10x5 cells whose values are its dots. */
static void stage_init(struct stage *s)
{
	s->arena = arena_new();
	ck_assert_int_eq(canvas_init(&s->canvas, s->arena, 10, 5, false), STATUS_OK);
	s->view = (struct view){.canvas = &s->canvas, .cols = 10, .rows = 5};
	scale_set(&s->view.x, PLOT_LINEAR, 0, 19, 1);
	scale_set(&s->view.y, PLOT_LINEAR, 0, 19, 1);
}

START_TEST(clipping_agrees_with_stepping_along_the_segment)
{
	unsigned long long seed = 17;
	struct stage s;
	int hits = 0;

	stage_init(&s);
	for (int i = 0; i < 4000; i++) {
		double far = i % 3 == 0 ? 10 : 60, p[4], q[4];
		double least = 2, most = -1;
		bool inside;

		for (int k = 0; k < 4; k++)
			p[k] = q[k] = 9.5 + far * (2 * sample_random(&seed) - 1);
		for (int k = 0; k <= 20000; k++) {
			double t = k / 20000.0;
			double u = p[0] + t * (p[2] - p[0]), v = p[1] + t * (p[3] - p[1]);

			if (u >= -0.5 && u <= 19.5 && v >= -0.5 && v <= 19.5) {
				least = fmin(least, t);
				most = fmax(most, t);
			}
		}
		inside = view_clip(&s.view, &q[0], &q[1], &q[2], &q[3]);
		/* Steps are 1/20000 of at most 170: corners cut by less may be missed. */
		if (least > most)
			continue;
		hits++;
		ck_assert(inside);
		ck_assert_double_le(fabs(q[0] - (p[0] + least * (p[2] - p[0]))), 0.01);
		ck_assert_double_le(fabs(q[1] - (p[1] + least * (p[3] - p[1]))), 0.01);
		ck_assert_double_le(fabs(q[2] - (p[0] + most * (p[2] - p[0]))), 0.01);
		ck_assert_double_le(fabs(q[3] - (p[1] + most * (p[3] - p[1]))), 0.01);
	}
	ck_assert_int_gt(hits, 1000);
	arena_free(s.arena);
}
END_TEST

START_TEST(clipping_is_right_for_points_far_out)
{
	static const struct {
		double in[4];
		bool inside;
		double out[4];
	} rows[] = {
		{{5, 5, 5, INFINITY}, true, {5, 5, 5, 19.5}},
		{{5, 5, 7, -INFINITY}, true, {5, 5, 5, -0.5}},
		{{5, 5, INFINITY, 9}, true, {5, 5, 19.5, 5}},
		{{5, INFINITY, 9, 9}, true, {9, 19.5, 9, 9}},
		{{5, 5, 1e300, 1e300}, true, {5, 5, 19.5, 19.5}},
		{{-1e308, 10, 1e308, 10}, true, {-0.5, 10, 19.5, 10}},
		{{4, 1e308, 4, -1e308}, true, {4, 19.5, 4, -0.5}},
		{{5, INFINITY, 9, -INFINITY}, false, {0}},
		{{5, INFINITY, 9, 30}, false, {0}},
		{{30, 5, 40, 6}, false, {0}},
		{{-10, 25, 25, 60}, false, {0}},
		{{NAN, 5, 5, 5}, false, {0}},
	};
	struct stage s;

	stage_init(&s);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double p[4];

		memcpy(p, rows[i].in, sizeof(p));
		ck_assert_int_eq(view_clip(&s.view, &p[0], &p[1], &p[2], &p[3]), rows[i].inside);
		for (int k = 0; k < 4 && rows[i].inside; k++)
			ck_assert_double_eq_tol(p[k], rows[i].out[k], 1e-5);
	}
	arena_free(s.arena);
}
END_TEST

START_TEST(a_path_draws_the_dots_of_its_segments)
{
	unsigned long long seed = 23;

	for (int round = 0; round < 50; round++) {
		struct pen one = {.role = 1, .last_u = -1}, two = one;
		struct stage a, b;
		struct path path;
		double last[2] = {NAN, NAN};

		stage_init(&a);
		stage_init(&b);
		path = (struct path){.view = &a.view, .pen = &one};
		for (int i = 0; i < 400; i++) {
			/* Mostly along, with jumps, gaps and points out of the picture. */
			double u = sample_random(&seed), x = i * 0.05 + (u < 0.1 ? -3 : 0);
			double y = u > 0.98 ? NAN : 40 * sample_random(&seed) - 10;

			path_to(&path, x, y);
			view_segment(&b.view, &two, view_u(&b.view, last[0]),
				view_v(&b.view, last[1]), view_u(&b.view, x), view_v(&b.view, y));
			last[0] = x;
			last[1] = y;
		}
		path_end(&path);
		for (int row = 0; row < 5; row++)
			for (int col = 0; col < 10; col++) {
				unsigned int got = canvas_cell(&a.canvas, col, row)->bits;
				unsigned int want = canvas_cell(&b.canvas, col, row)->bits;

				/* A point between two gaps is a dot, too, but no segment. */
				ck_assert_uint_eq(got & want, want);
				ck_assert_uint_le((unsigned int)__builtin_popcount(got ^ want), 1);
			}
		arena_free(a.arena);
		arena_free(b.arena);
	}
}
END_TEST

/* ---- colors and names */

static char *drawn(const struct plot *plot, struct plot_options o)
{
	struct lines lines;
	struct buf b;

	lines_init(&lines);
	buf_init(&b);
	ck_assert_int_eq(plot_render(&lines, plot, &o), STATUS_OK);
	lines_write(
		&b, &lines, &(struct output_style){.attributes = !o.no_color, .depth = COLOR_16});
	lines_done(&lines);
	return buf_take(&b);
}

static char *in_color(const struct plot *plot, int width, int height)
{
	return drawn(plot, (struct plot_options){.width = width, .height = height});
}

static size_t count(const char *s, const char *what)
{
	size_t n = 0;

	for (const char *at = s; (at = strstr(at, what)); at += strlen(what))
		n++;
	return n;
}

/* Bars of 10 from edge to edge, and a line across them at 5: it is cut out of their color,
 * and no row of them is lost. */
START_TEST(a_line_across_bars_leaves_them_whole)
{
	static const double edges[] = {0, 1, 2, 3}, counts[] = {10, 10, 10, 0}, y[] = {5, 5, 5, 5};
	const struct plot_series s[] = {
		{.kind = PLOT_HISTOGRAM, .name = "h", .n = 4, .x = edges, .y = counts},
		{.kind = PLOT_REFERENCE, .name = "f", .n = 4, .x = edges, .y = y}};
	const struct plot p = {.name = "p", .title = "", .series = s, .n_series = 2};
	char *text = in_color(&p, 60, 14), cut_out[32];

	snprintf(cut_out, sizeof(cut_out), "\033[0;7;%dm",
		82 + theme_color(BACKGROUND_DARK, ROLE_SERIES)->ansi16);
	ck_assert_uint_ge(count(text, cut_out), 1);
	free(text);
}
END_TEST

START_TEST(bars_that_the_axis_names_are_not_named_again)
{
	static const double x[] = {1, 2, 3}, y[] = {4, 5, 6};
	struct plot_series s[] = {{.kind = PLOT_BARS, .name = "loss", .n = 3, .x = x, .y = y},
		{.kind = PLOT_REFERENCE, .name = "mean", .n = 3, .x = x, .y = y}};
	struct plot p = {.title = "", .y.label = "loss [min]", .series = s, .n_series = 2};
	char *text = in_color(&p, 60, 14);

	ck_assert_uint_eq(count(text, "loss"), 1);
	ck_assert_uint_eq(count(text, "mean"), 1);
	free(text);
	s[1].kind = PLOT_LINE; /* which of two is the loss must be said */
	text = in_color(&p, 60, 14);
	ck_assert_uint_eq(count(text, "loss"), 2);
	free(text);
}
END_TEST

static char *without_color(const struct plot *p)
{
	return drawn(p, (struct plot_options){.width = 60, .height = 14, .no_color = true});
}

/* Outlines of histograms, and a line among contours, which are lines as well. */
START_TEST(lines_differ_without_color_whatever_they_are)
{
	static const double x[] = {0, 1, 2, 3}, y[] = {1, 3, 2, 0}, z[] = {0, 1, 1, 2};
	struct plot_series s[] = {{.kind = PLOT_HISTOGRAM, .name = "one", .n = 4, .x = x, .y = y},
		{.kind = PLOT_HISTOGRAM, .name = "two", .n = 4, .x = x, .y = x}};
	const struct plot p = {.title = "", .series = s, .n_series = 2};
	char *text = without_color(&p);

	ck_assert_ptr_nonnull(strstr(text, "── one"));
	ck_assert_ptr_nonnull(strstr(text, "╌╌ two"));
	free(text);
	s[0] = (struct plot_series){
		.kind = PLOT_CONTOUR, .nx = 2, .ny = 2, .z = z, .x1 = 3, .y1 = 3};
	s[1].kind = PLOT_LINE;
	text = without_color(&p);
	ck_assert_uint_ge(count(text, "■"), 2); /* in its name, and on it */
	free(text);
	text = in_color(&p, 60, 14);
	ck_assert_uint_eq(count(text, "■"), 0);
	free(text);
}
END_TEST

/* Six names that fit no line's end, in a picture of the height that it asks for. */
START_TEST(a_narrow_legend_names_all_series)
{
	enum { N = 6 };
	static const char *const names[N] = {
		"as measured", "deviation 1", "mean 0", "range 0 to 1", "standardized", "whitened"};
	static const double x[] = {1, 2, 3};
	struct plot_series s[N];
	const struct plot p = {.title = "What R\u00B2 still lacks, by version of the columns",
		.y.label = "still missing",
		.series = s,
		.n_series = N};
	char *text;

	for (int i = 0; i < N; i++)
		s[i] = (struct plot_series){
			.kind = PLOT_LINE, .name = names[i], .n = 3, .x = x, .y = x};
	text = in_color(&p, 37, plot_height(&p, 37));
	for (int i = 0; i < N; i++)
		ck_assert_msg(strstr(text, names[i]), "%s is not named", names[i]);
	free(text);
}
END_TEST

/* On a small screen: a title that would wrap, names that need a legend, a long label. */
START_TEST(a_low_picture_is_of_the_data)
{
	static const double x[] = {0, 1, 2, 3},
			    y[3][4] = {{0, 1, 2, 3}, {0, 2, 4, 6}, {0, 1, 4, 9}};
	struct plot_series s[3];
	const struct plot p = {.title = "Three ways from one Gaussian to the other",
		.x.label = "forecast: the probability of rain",
		.y.label = "standard deviation",
		.series = s,
		.n_series = 3};
	size_t rows = 0;
	char *text;

	for (int i = 0; i < 3; i++)
		s[i] = (struct plot_series){.kind = PLOT_LINE,
			.name = i ? "straight in moments" : "geodesic",
			.n = 4,
			.x = x,
			.y = y[i]};
	text = in_color(&p, 38, 8);
	rows = count(text, "\u2502") + count(text, "\u2524") + count(text, "\u251C");
	ck_assert_uint_ge(rows, 3);
	ck_assert_uint_eq(count(text, "\n"), 8);
	free(text);
}
END_TEST

START_TEST(narrow_pictures_have_fewer_contours)
{
	double z[16];
	const struct plot_series s = {
		.kind = PLOT_CONTOUR, .nx = 4, .ny = 4, .z = z, .x1 = 1, .y1 = 1};
	struct ticks wide, narrow;

	for (int i = 0; i < 16; i++)
		z[i] = i;
	contour_levels(&s, 120, &wide);
	contour_levels(&s, 38, &narrow);
	ck_assert_int_gt(wide.n, 4);
	ck_assert_int_le(narrow.n, 4);
	ck_assert_int_ge(narrow.n, 2);
	for (int i = 0; i < narrow.n; i++)
		ck_assert_double_eq(narrow.major[i].value, wide.major[2 * i].value);
}
END_TEST

/* Relative luminance after WCAG 2. */
static double luminance(int rgb)
{
	static const double weight[] = {0.2126, 0.7152, 0.0722};
	double sum = 0;

	for (int i = 0; i < 3; i++) {
		double c = (rgb >> (16 - 8 * i) & 255) / 255.0;

		sum += weight[i] * (c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
	}
	return sum;
}

/* 3 to 1 is what WCAG asks for the lines of a picture. */
START_TEST(lines_of_every_color_stand_out_from_the_ground)
{
	for (int role = ROLE_SERIES; role < ROLE_END; role++) {
		if (role >= ROLE_HEAT && role < ROLE_CONTOUR)
			continue;
		double on_dark = luminance(theme_color(BACKGROUND_DARK, role)->rgb);
		double on_light = luminance(theme_color(BACKGROUND_LIGHT, role)->rgb);

		ck_assert_msg((on_dark + 0.05) / (luminance(0x181A1B) + 0.05) >= 3,
			"role %d is faint on dark", role);
		ck_assert_msg((luminance(0xFAFAF8) + 0.05) / (on_light + 0.05) >= 3,
			"role %d is faint on light", role);
	}
}
END_TEST

Suite *plot_parts_suite(void)
{
	Suite *s = suite_create("plot_parts");
	TCase *t = tcase_create("plot_parts");

	tcase_add_test(t, ticks_are_within_even_distinct_and_say_their_value);
	tcase_add_test(t, ticks_a_hair_outside_are_left_out);
	tcase_add_test(t, log_and_symlog_ticks_are_within_distinct_and_say_their_value);
	tcase_add_test(t, ticks_are_those_a_person_would_choose);
	tcase_add_test(t, numbers_are_spoken_with_few_digits);
	tcase_add_test(t, clipping_agrees_with_stepping_along_the_segment);
	tcase_add_test(t, clipping_is_right_for_points_far_out);
	tcase_add_test(t, a_path_draws_the_dots_of_its_segments);
	tcase_add_test(t, a_line_across_bars_leaves_them_whole);
	tcase_add_test(t, bars_that_the_axis_names_are_not_named_again);
	tcase_add_test(t, lines_differ_without_color_whatever_they_are);
	tcase_add_test(t, a_narrow_legend_names_all_series);
	tcase_add_test(t, a_low_picture_is_of_the_data);
	tcase_add_test(t, narrow_pictures_have_fewer_contours);
	tcase_add_test(t, lines_of_every_color_stand_out_from_the_ground);
	suite_add_tcase(s, t);
	return s;
}
