#include "base/arena.h"
#include "base/theme.h"
#include "plot/axes.h"
#include "plot/canvas.h"
#include "plot/plot.h"
#include "plot/ticks.h"
#include "support/memory.h"
#include "support/plot_samples.h"

#include <check.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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

/* Compares with tests/golden/plot/NAME.txt, or writes it if GOLDEN_UPDATE is set. */
static void check_golden(const char *name, const struct buf *got)
{
	char path[256];
	struct buf want;
	FILE *f;

	snprintf(path, sizeof(path), "tests/golden/plot/%s.txt", name);
	if (getenv("GOLDEN_UPDATE")) {
		mkdir("tests/golden", 0777);
		mkdir("tests/golden/plot", 0777);
		f = fopen(path, "w");
		ck_assert_ptr_nonnull(f);
		fwrite(got->data, 1, got->n, f);
		fclose(f);
	}
	buf_init(&want);
	ck_assert_msg(buf_read_file(&want, path, 1 << 22) == STATUS_OK, "%s can't be read", path);
	for (size_t i = 0, line = 1; i < got->n && i < want.n; line += got->data[i++] == '\n')
		ck_assert_msg(got->data[i] == want.data[i], "%s:%zu differs", path, line);
	ck_assert_msg(got->n == want.n, "%s: %zu bytes, not %zu", path, got->n, want.n);
	buf_done(&want);
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
		struct tick_room room = {rows[i].cells, rows[i].vertical, rows[i].whole};
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
}
END_TEST

/* ---- tables, words, memory */

START_TEST(plot_table_has_few_rows_and_both_ends)
{
	struct arena *arena = arena_new();
	struct table t;

	for (size_t i = 0; i < N_PLOT_SAMPLES; i++) {
		const struct plot *plot = plot_sample(arena, i);

		ck_assert_int_eq(plot_table(&t, plot, arena), STATUS_OK);
		ck_assert_uint_ge(t.n_rows, 1);
		ck_assert_uint_le(t.n_rows, PLOT_TABLE_ROWS * plot->n_series);
		ck_assert_uint_ge(t.n_columns, 2);
		for (size_t k = 0; k < t.n_columns; k++)
			ck_assert_ptr_nonnull(t.columns[k]);
	}
	ck_assert_int_eq(plot_table(&t, plot_sample(arena, 0), arena), STATUS_OK);
	ck_assert_uint_eq(t.n_columns, 5);
	ck_assert_uint_eq(t.n_rows, 12);
	ck_assert_str_eq(t.columns[0], "layer");
	ck_assert_str_eq(t.columns[3], "ReLU + He");
	ck_assert_double_eq(t.cells[0].number, 1);
	ck_assert_double_eq(t.cells[11 * 5].number, 20);
	arena_free(arena);
}
END_TEST

START_TEST(plot_survives_every_failing_allocation)
{
	/* Large, so that every kind of scratch comes to need a chunk of its own. */
	const struct plot_options o = {.width = 200, .height = 60, .ascii = _i % 2};
	struct arena *arena = arena_new();
	const struct plot *plot = plot_sample(arena, (size_t)_i);
	bool failed = true;

	for (long n = 0; failed; n++) {
		struct arena *scratch;
		struct lines lines;
		enum status status;
		struct table t;
		struct buf b;

		lines_init(&lines);
		memory_fail_after((size_t)n);
		status = plot_render(&lines, plot, &o);
		failed = memory_restore();
		ck_assert_int_eq(status, failed ? STATUS_NO_MEMORY : STATUS_OK);
		lines_done(&lines);

		buf_init(&b);
		memory_fail_after((size_t)n);
		status = plot_describe(&b, plot);
		ck_assert_int_eq(status, memory_restore() ? STATUS_NO_MEMORY : STATUS_OK);
		buf_done(&b);

		scratch = arena_new();
		memory_fail_after((size_t)n);
		status = plot_table(&t, plot, scratch);
		ck_assert_int_eq(status, memory_restore() ? STATUS_NO_MEMORY : STATUS_OK);
		arena_free(scratch);
	}
	arena_free(arena);
}
END_TEST

Suite *plot_suite(void)
{
	Suite *s = suite_create("plot");
	TCase *t = tcase_create("plot");

	tcase_add_loop_test(t, plot_pictures_are_as_agreed, 0, N_PLOT_SAMPLES);
	tcase_add_test(t, plot_words_are_as_agreed);
	tcase_add_loop_test(t, plot_of_any_data_keeps_its_size_and_is_the_same_again, 0, 10);
	tcase_add_test(t, ticks_are_within_even_distinct_and_say_their_value);
	tcase_add_test(t, ticks_a_hair_outside_are_left_out);
	tcase_add_test(t, log_and_symlog_ticks_are_within_distinct_and_say_their_value);
	tcase_add_test(t, ticks_are_those_a_person_would_choose);
	tcase_add_test(t, numbers_are_spoken_with_few_digits);
	tcase_add_test(t, clipping_agrees_with_stepping_along_the_segment);
	tcase_add_test(t, clipping_is_right_for_points_far_out);
	tcase_add_test(t, a_path_draws_the_dots_of_its_segments);
	tcase_add_test(t, plot_without_values_says_so);
	tcase_add_test(t, plot_sizes_out_of_range_are_clamped);
	tcase_add_test(t, a_fixed_range_holds_whatever_the_data);
	tcase_add_test(t, missing_values_are_gaps);
	tcase_add_test(t, series_are_told_apart_without_color);
	tcase_add_test(t, extreme_ranges_are_drawn);
	tcase_add_test(t, heat_maps_without_color_are_darker_where_more_is);
	tcase_add_test(t, a_curve_over_a_histogram_is_seen);
	tcase_add_test(t, contours_are_where_the_level_is);
	tcase_add_test(t, plot_table_has_few_rows_and_both_ends);
	tcase_add_loop_test(t, plot_survives_every_failing_allocation, 0, N_PLOT_SAMPLES);
	suite_add_tcase(s, t);
	return s;
}
