#include "base/theme.h"
#include "cli/report.h"

#include <check.h>
#include <string.h>

static void assert_report(
	const struct demo_result *r, const struct page_options *options, const char *expected)
{
	struct output_style plain = {0};
	struct lines l;
	struct buf out;

	lines_init(&l);
	buf_init(&out);
	ck_assert_int_eq(report_layout(&l, "demo", r, NULL, options), STATUS_OK);
	lines_write(&out, &l, &plain);
	ck_assert_str_eq(out.data, expected);
	buf_done(&out);
	lines_done(&l);
}

START_TEST(report_aligns_parameters_and_values_at_the_point)
{
	struct demo_param params[] = {{.name = "eta",
					      .label = "step size",
					      .unit = "",
					      .value = 1e-8,
					      .min = 1e-12,
					      .max = 1,
					      .type = PARAM_REAL,
					      .is_log = true},
		{.name = "n",
			.label = "layers",
			.unit = "",
			.value = 20,
			.min = 2,
			.max = 100,
			.type = PARAM_INT}};
	struct demo_value values[] = {{.name = "norm", .label = "its length", .number = 1389.22},
		{.name = "small", .label = "the rest", .number = -2.5e-7},
		{.name = "first", .label = "the name", .is_text = true, .text = "bmi"}};
	const struct demo_result r = {.title = "A title",
		.params = params,
		.n_params = 2,
		.values = values,
		.n_values = 3};

	assert_report(&r, &(struct page_options){.width = 80},
		" demo  A title\n\n"
		"   eta       1e-8  1e-12 to 1, log scale  step size\n"
		"   n         20    2 to 100               layers\n\n"
		"   norm      1389.22    its length\n"
		"   small       -2.5e-7  the rest\n"
		"   first     bmi        the name\n\n");
}
END_TEST

START_TEST(report_shows_of_checks_the_digits_that_count)
{
	struct demo_check checks[] = {{.name = "near",
					      .method = "a closed form",
					      .got = 1.66665e-15,
					      .tolerance = 1e-9,
					      .pass = true},
		{.name = "same", .method = "bit by bit", .got = 0.5, .want = 0.5, .pass = true},
		{.name = "below",
			.method = "a bound",
			.kind = CHECK_AT_MOST,
			.got = 0.0797707,
			.want = 0.08,
			.pass = true},
		{.name = "wrong",
			.method = "a second method",
			.got = 0.50000001,
			.want = 0.5,
			.tolerance = 1e-9}};
	const struct demo_result r = {.title = "T", .checks = checks, .n_checks = 4};

	assert_report(&r, &(struct page_options){.width = 80},
		" demo  T\n\n"
		" ✓ near      1.67e-15   = 0 ± 1e-9     a closed form\n"
		" ✓ same      0.5        = 0.5 exactly  bit by bit\n"
		" ✓ below     0.0798     ≤ 0.08         a bound\n"
		" ✗ wrong     0.50000001 = 0.5 ± 1e-9   a second method\n\n");
	assert_report(&(struct demo_result){.title = "T", .checks = checks, .n_checks = 1},
		&(struct page_options){.width = 40},
		" demo  T\n\n ✓ near      1.67e-15 = 0 ± 1e-9\n"
		"             a closed form\n\n");
}
END_TEST

START_TEST(report_that_is_spoken_has_a_sentence_a_line)
{
	const double x[] = {0, 1}, y[] = {1, 2};
	struct plot_series series = {.kind = PLOT_LINE, .name = "cost", .n = 2, .x = x, .y = y};
	struct plot plot = {.name = "p",
		.title = "Cost",
		.x.label = "step",
		.y.label = "cost",
		.series = &series,
		.n_series = 1};
	const struct demo_result r = {.title = "T", .plots = &plot, .n_plots = 1};

	assert_report(&r, &(struct page_options){.width = 80, .spoken = true},
		" demo  T\n\n"
		"   Plot: Cost.\n"
		"   Across: step, from 0 to 1.\n"
		"   Up: cost, from 1 to 2.\n"
		"   cost, line: 2 points, from 1 at 0 to 2 at 1, rising throughout.\n\n");
}
END_TEST

Suite *report_suite(void)
{
	Suite *s = suite_create("report");
	TCase *t = tcase_create("report");

	tcase_add_test(t, report_aligns_parameters_and_values_at_the_point);
	tcase_add_test(t, report_shows_of_checks_the_digits_that_count);
	tcase_add_test(t, report_that_is_spoken_has_a_sentence_a_line);
	suite_add_tcase(s, t);
	return s;
}
