/*
 * `gradus check` on a pack with everything wrong: tests/data/packs/wrong, and
 * what is to be said of it, line by line, in tests/golden/check.wrong.txt.
 */
#include "base/paths.h"
#include "demo/runner.h"
#include "support/golden.h"
#include "verify/check.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct world {
	struct paths paths;
	struct library library;
	struct runner *runner;
	struct diags diags;
	struct check_counts counts;
};

static void open_world(struct world *w)
{
	*w = (struct world){0};
	diags_init(&w->diags);
	ck_assert_int_eq(setenv("GRADUS_ROOT", ".", 1), 0);
	ck_assert_int_eq(paths_init(&w->paths), STATUS_OK);
	ck_assert_int_eq(library_open(&w->library, &w->paths, &w->diags), STATUS_OK);
	ck_assert_int_eq(runner_new(&w->runner, &w->paths), STATUS_OK);
}

static void close_world(struct world *w)
{
	runner_free(w->runner);
	library_done(&w->library);
	paths_done(&w->paths);
	diags_done(&w->diags);
}

/* Checks the pages of one pack; the diagnostics as text, which the caller frees. */
static char *check_pack(struct world *w, const char *folder, struct check_options options)
{
	struct page_ref pages[100];
	const struct pack *pack;
	struct buf text;

	ck_assert_int_eq(library_add(&w->library, folder, &w->diags, &pack), STATUS_OK);
	ck_assert_uint_le(pack->n_questions, 100);
	for (size_t i = 0; i < pack->n_questions; i++)
		pages[i] = library_question(pack, &pack->questions[i]);
	ck_assert_int_eq(check_pages(&w->library, w->runner, pages, pack->n_questions, &options,
				 &w->diags, &w->counts),
		STATUS_OK);
	diags_sort(&w->diags);
	buf_init(&text);
	diags_write(&w->diags, &text);
	return buf_take(&text);
}

START_TEST(check_tells_everything_that_is_wrong_in_one_run)
{
	struct world w;
	char *told;

	open_world(&w);
	told = check_pack(&w, "tests/data/packs/wrong", (struct check_options){0});
	golden_check("tests/golden/check.wrong.txt", told, strlen(told));
	ck_assert_uint_eq(w.counts.pages, 3);
	free(told);
	close_world(&w);
}
END_TEST

START_TEST(check_runs_each_setting_once)
{
	struct world w;

	open_world(&w);
	free(check_pack(&w, "tests/data/packs/wrong", (struct check_options){0}));
	/* Defaults of three demos twice; x = 5, 11 and z = 1; six draws from -2 to 6, none
	 * of which is 5, but one 3, the default; three numbers at 1 to 4, but the squares of
	 * 1, 3 and 4 were drawn before; x = 1.5 and six draws from -1.5 to 2, whose 2 was too. */
	ck_assert_uint_eq(w.counts.runs, 6 + 3 + (6 - 1) + (4 * 3 - 3) + (1 + 6 - 1));
	close_world(&w);
}
END_TEST

START_TEST(check_runs_a_setting_that_says_a_default_no_second_time)
{
	static const char *const refusals[] = {"n=2.0 is not a whole number",
		"x=0x3 is not a number", "at x=3, x=3: x is given twice",
		"at x=3, x=4: x is given twice", "there is no parameter 'y'",
		"sign=0 is none of plus|minus", "x= is not a number"};
	enum { N_REFUSALS = sizeof(refusals) / sizeof(refusals[0]) };
	struct world w;
	char *told;

	open_world(&w);
	told = check_pack(&w, "tests/data/packs/defaults", (struct check_options){0});
	for (size_t i = 0; i < N_REFUSALS; i++)
		ck_assert_msg(strstr(told, refusals[i]), "%s: %s", refusals[i], told);
	ck_assert_msg(!strstr(told, "is written"), "%s", told);
	/* The defaults twice; another sign, another power, another zero. */
	ck_assert_uint_eq(w.counts.runs, 2 + 3 + N_REFUSALS);
	free(told);
	close_world(&w);
}
END_TEST

START_TEST(check_finds_nothing_wrong_in_what_is_shipped)
{
	struct world w;
	char *told;

	open_world(&w);
	told = check_pack(&w, "./questions/cost-functions", (struct check_options){0});
	ck_assert_str_eq(told, "");
	ck_assert_uint_gt(w.counts.claims, 50);
	free(told);
	close_world(&w);
}
END_TEST

START_TEST(shipped_numbers_hold_whichever_variants_libm_picks)
{
	const struct check_options fused = {.live = {.fma = true}};
	struct world w;
	char *told;

	open_world(&w);
	told = check_pack(&w, "./questions/cost-functions", fused);
	ck_assert_str_eq(told, "");
	free(told);
	close_world(&w);
}
END_TEST

START_TEST(corners_tell_what_is_wrong_between_them_too)
{
	static const char fault[] = "check 'sum' fails at r=4.72792,";
	struct world w;
	char *told;

	for (int corners = 0; corners < 2; corners++) {
		open_world(&w);
		told = check_pack(
			&w, "tests/data/packs/between", (struct check_options){.corners = corners});
		ck_assert_msg(!strstr(told, fault) == !corners, "%s", told);
		free(told);
		close_world(&w);
	}
}
END_TEST

START_TEST(shipped_demos_are_sensible_at_the_corners_of_their_ranges)
{
	const struct check_options corners = {.corners = true};
	struct world w;
	char *told;

	open_world(&w);
	told = check_pack(&w, "./questions/cost-functions", corners);
	ck_assert_str_eq(told, "");
	free(told);
	close_world(&w);
}
END_TEST

Suite *check_suite(void)
{
	Suite *s = suite_create("check");
	TCase *t = tcase_create("check");

	tcase_set_timeout(t, 120);
	tcase_add_test(t, check_tells_everything_that_is_wrong_in_one_run);
	tcase_add_test(t, check_runs_each_setting_once);
	tcase_add_test(t, check_runs_a_setting_that_says_a_default_no_second_time);
	tcase_add_test(t, check_finds_nothing_wrong_in_what_is_shipped);
	tcase_add_test(t, shipped_numbers_hold_whichever_variants_libm_picks);
	tcase_add_test(t, corners_tell_what_is_wrong_between_them_too);
	tcase_add_test(t, shipped_demos_are_sensible_at_the_corners_of_their_ranges);
	suite_add_tcase(s, t);
	return s;
}
