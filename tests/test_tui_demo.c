/* The demo's screen: moving, comparing, guessing, cancelling. */
#include "plot/axes.h"
#include "support/emulator.h"
#include "tui/held.h"

#include <check.h>
#include <string.h>

#define KEY_RIGHT "\033OC"
#define SHIFT_RIGHT "\033[1;2C"
#define SHIFT_LEFT "\033[1;2D"
#define BACK_TAB "\033[Z"
#define ESCAPE "\033"

/* The demo of tests/data/packs/screens. */
static void open_slow(struct emulator *e, int cols, int rows)
{
	const char *more[] = {emulator_make_data("screens"), NULL};

	emulator_open(e, cols, rows, more);
	emulator_expect(e, "Begin here");
	emulator_do(e, "/slow sum", "What is a slow sum?");
	emulator_do(e, "\r", "Short answer");
	emulator_do(e, "d", "verified: 1 check");
}

static void close_slow(struct emulator *e)
{
	ck_assert_int_eq(emulator_close(e), 0);
	emulator_forget_data();
}

START_TEST(parameters_move_by_small_and_large_steps_and_back)
{
	static const int sizes[][2] = {{120, 40}, {80, 24}, {40, 12}};

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct emulator e;

		open_slow(&e, sizes[i][0], sizes[i][1]);
		emulator_do(&e, KEY_RIGHT, "terms          11 ");
		emulator_do(&e, SHIFT_RIGHT, "terms          15 ");
		emulator_do(&e, SHIFT_LEFT "h", "terms           9 ");
		emulator_do(&e, "0", "terms          10 ");
		emulator_do(&e,
			"4\177"
			"57\r",
			"terms          57 ");
		emulator_do(&e, "101\r", "terms is a whole number, 1 to 100.");
		emulator_do(&e, "r", "terms          10 ");
		close_slow(&e);
	}
}
END_TEST

START_TEST(values_and_checks_follow_and_say_their_method)
{
	struct emulator e;

	open_slow(&e, 100, 40);
	emulator_expect(&e, "total   55 ");
	emulator_do(&e, KEY_RIGHT, "total   66 ");
	emulator_expect(&e, "closed form");
	emulator_do(&e, "jjjj", "66 = 66 \xC2\xB1 0: closed form");
	close_slow(&e);
}
END_TEST

START_TEST(one_key_sets_what_the_page_says_to_try)
{
	struct emulator e;

	open_slow(&e, 100, 40);
	emulator_do(&e, "t", "Try it, 1 of 2: Twenty terms");
	emulator_expect(&e, "total   210 ");
	emulator_do(&e, "t", "total   465 ");
	emulator_do(&e, "T", "total   210 ");
	emulator_click(&e, "Thirty terms");
	emulator_expect(&e, "total   465 ");
	close_slow(&e);
}
END_TEST

START_TEST(a_pinned_curve_stays_while_one_moves_on)
{
	struct emulator e;

	open_slow(&e, 100, 40);
	emulator_do(&e, "p", "Pinned: defaults");
	emulator_do(&e, SHIFT_RIGHT, "sum, defaults");
	/* The value that was pinned stands beside the present one. */
	emulator_expect(&e, "120          \xE2\x95\x8C 55 ");
	emulator_do(&e, "p", "Pinned: terms=15");
	emulator_do(&e, SHIFT_RIGHT, "total   210 ");
	emulator_expect(&e, "sum, terms=15");
	emulator_do(&e, SHIFT_LEFT, "total   120 ");
	emulator_do(&e, "p", "Unpinned: terms=15");
	emulator_expect_gone(&e, "sum, terms=15");
	emulator_do(&e, "P", "total   120          sum of all terms");
	emulator_expect_gone(&e, "sum, defaults");
	close_slow(&e);
}
END_TEST

START_TEST(a_guess_comes_before_the_run)
{
	struct emulator e;

	open_slow(&e, 100, 40);
	emulator_do(&e, "g", "guess total");
	emulator_expect(&e, "total   ?");
	emulator_do(&e, "\r", "Move a parameter first");
	emulator_do(&e, "20\r", "terms          20 ");
	/* Nothing runs: the check is still that of the setting before. */
	emulator_settle(&e, 200);
	emulator_expect(&e, "gauss   55 ");
	emulator_do(&e, "\r", "total will be:");
	emulator_do(&e, "many\r", "total will be:");
	emulator_do(&e,
		"\025"
		"189\r",
		"total: you guessed 189, it is 210: 10 % too low.");
	emulator_expect(&e, "gauss   210 ");
	emulator_do(&e, "g" SHIFT_RIGHT "\r3250\r", "it is 325: a factor of 10 too high.");
	emulator_do(&e, "g" KEY_RIGHT "\r351\r", "it is 351: exactly.");
	emulator_do(&e, KEY_RIGHT, "total   378 ");
	emulator_expect_gone(&e, "exactly");
	close_slow(&e);
}
END_TEST

START_TEST(a_slow_run_shows_progress_and_keeps_the_plot_until_it_is_cancelled)
{
	struct emulator e;

	open_slow(&e, 100, 40);
	emulator_do(&e, "j100\r", "computing \xE2\x96");
	emulator_expect(&e, "Sums up to k");
	emulator_expect(&e, "total   55 ");
	ck_assert_uint_eq(emulator_count_children(&e), 1);
	emulator_do(&e, ESCAPE, "Cancelled: what you see is of the setting before.");
	emulator_expect_gone(&e, "computing");
	ck_assert_uint_eq(emulator_count_children(&e), 0);
	/* The next move cancels as well. */
	emulator_do(&e, "99\r", "computing \xE2\x96");
	emulator_do(&e, "0", "care            0 ");
	emulator_do(&e, "kl", "total   66 ");
	emulator_expect(&e, "verified");
	ck_assert_uint_eq(emulator_count_children(&e), 0);
	close_slow(&e);
}
END_TEST

START_TEST(all_pictures_of_a_demo_can_be_seen)
{
	struct emulator e;

	open_slow(&e, 80, 24);
	emulator_expect(&e, "Sums up to k");
	emulator_do(&e, "\t", "Terms by themselves");
	emulator_expect_gone(&e, "Sums up to k");
	emulator_do(&e, "\t", "The last term");
	emulator_do(&e, "\t", "Sums up to k");
	emulator_do(&e, BACK_TAB, "The last term");
	emulator_click(&e, "single");
	emulator_expect(&e, "Terms by themselves");
	emulator_do(&e, "z", "Terms by themselves");
	emulator_expect_gone(&e, "total ");
	emulator_do(&e, ESCAPE, "total ");
	close_slow(&e);
}
END_TEST

START_TEST(plot_and_list_stand_side_by_side_where_there_is_room)
{
	struct emulator e;

	open_slow(&e, 110, 30);
	ck_assert_int_lt(emulator_row_of(&e, "total "), 10);
	ck_assert_int_lt(emulator_row_of(&e, "Sums up to k"), 6);
	emulator_resize(&e, 109, 30);
	emulator_settle(&e, 200);
	ck_assert_int_lt(emulator_row_of(&e, "Sums up to k"), 6);
	ck_assert_int_gt(emulator_row_of(&e, "care "), 10);
	close_slow(&e);
}
END_TEST

/* The labels of the axis left of the plot, which is as high as the screen. */
START_TEST(axes_hold_while_a_parameter_moves)
{
	struct emulator e;

	open_slow(&e, 100, 40);
	emulator_do(&e, "40\r", "total   820 ");
	emulator_do(&e, "z", "800 \xE2\x94\xA4");
	emulator_do(&e, "0", "800 \xE2\x94\xA4");
	emulator_settle(&e, 200);
	emulator_expect(&e, "800 \xE2\x94\xA4");
	emulator_do(&e, "r", "40 \xE2\x94\xA4");
	emulator_expect_gone(&e, "800 \xE2\x94\xA4");
	close_slow(&e);
}
END_TEST

/* One curve of four points through 0 on a symlog axis of y. */
static struct scale held_scale(struct held *held, double least, double most)
{
	const double x[] = {0, 1, 2, 3}, y[] = {-most, 0, least, most};
	const struct plot_series series = {.kind = PLOT_LINE, .n = 4, .x = x, .y = y};
	const struct plot plot = {.y.scale = PLOT_SYMLOG, .n_series = 1, .series = &series};
	const struct plot shown = held_plot(held, 0, &plot);
	struct range rx, ry;
	struct scale s;

	axes_ranges(&shown, &rx, &ry);
	ck_assert(axes_scale_y(&shown, ry, 16, &s));
	return s;
}

START_TEST(a_symlog_axis_holds_its_linear_part_too)
{
	struct held held = {0};
	struct scale first = held_scale(&held, 0.01, 100), next = held_scale(&held, 1, 50);

	ck_assert_double_eq(first.threshold, 0.01);
	ck_assert_double_eq(next.threshold, first.threshold);
	ck_assert_double_eq(next.lo, first.lo);
	ck_assert_double_eq(next.hi, first.hi);
	/* It gives way where a later curve needs more. */
	next = held_scale(&held, 0.001, 1000);
	ck_assert_double_eq(next.threshold, 0.001);
	ck_assert_double_ge(next.hi, 1000);
}
END_TEST

START_TEST(a_click_sets_a_slider)
{
	struct emulator e;

	open_slow(&e, 100, 40);
	emulator_click(&e, "\xE2\x94\xA4  1\xE2\x80\xA6"
			   "100");
	emulator_expect(&e, "terms          10 "); /* the track's end is no place */
	emulator_click(&e, "\xE2\x94\x80\xE2\x94\xA4  1\xE2\x80\xA6"
			   "100");
	emulator_expect(&e, "terms         100 ");
	close_slow(&e);
}
END_TEST

Suite *tui_demo_suite(void)
{
	Suite *suite = suite_create("tui_demo");
	TCase *tests = tcase_create("demo");

	tcase_add_test(tests, parameters_move_by_small_and_large_steps_and_back);
	tcase_add_test(tests, values_and_checks_follow_and_say_their_method);
	tcase_add_test(tests, one_key_sets_what_the_page_says_to_try);
	tcase_add_test(tests, a_pinned_curve_stays_while_one_moves_on);
	tcase_add_test(tests, a_guess_comes_before_the_run);
	tcase_add_test(tests, a_slow_run_shows_progress_and_keeps_the_plot_until_it_is_cancelled);
	tcase_add_test(tests, all_pictures_of_a_demo_can_be_seen);
	tcase_add_test(tests, plot_and_list_stand_side_by_side_where_there_is_room);
	tcase_add_test(tests, axes_hold_while_a_parameter_moves);
	tcase_add_test(tests, a_symlog_axis_holds_its_linear_part_too);
	tcase_add_test(tests, a_click_sets_a_slider);
	suite_add_tcase(suite, tests);
	return suite;
}
