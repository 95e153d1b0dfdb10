/* The screens as a reader sees them: keys in, screen out. */
#include "support/emulator.h"
#include "support/tui_world.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define KEY_UP "\033OA"
#define KEY_DOWN "\033OB"
#define KEY_RIGHT "\033OC"
#define KEY_LEFT "\033OD"
#define ESCAPE "\033"

/* The page of question 3, from the list. */
static void open_page(struct emulator *e)
{
	emulator_expect(e, "Begin here");
	emulator_do(e, "l", "exploding gradient");
	emulator_do(e, "jj\r", "Short answer");
}

START_TEST(home_tells_a_newcomer_what_to_press)
{
	static const struct {
		int cols, rows;
		const char *term;
	} rows[] = {
		{100, 30, "TERM=xterm-256color"},
		{80, 24, "TERM=xterm"},
		{80, 24, "TERM=linux"},
		{80, 24, "TERM=vt100"},
		{120, 40, "TERM=tmux-256color"},
		{40, 12, "TERM=xterm-256color"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *more[] = {rows[i].term, NULL};
		struct emulator e;

		emulator_open(&e, rows[i].cols, rows[i].rows, more);
		emulator_expect(&e, "Begin here");
		emulator_expect(&e, "enter open");
		emulator_expect(&e, "? help");
		emulator_type(&e, "q");
		ck_assert_int_eq(emulator_wait_for_end(&e), 0);
		emulator_close(&e);
	}
}
END_TEST

START_TEST(a_terminal_that_is_too_small_says_so)
{
	struct emulator e;

	emulator_open(&e, 38, 10, NULL);
	emulator_expect(&e, "gradus needs 40 by 12");
	emulator_resize(&e, 80, 24);
	emulator_expect(&e, "Begin here");
	ck_assert_int_eq(emulator_close(&e), 0);
}
END_TEST

START_TEST(library_filters_by_level_and_topic)
{
	struct emulator e;

	emulator_open(&e, 100, 30, NULL);
	emulator_expect(&e, "Begin here");
	emulator_do(&e, "l", "all levels");
	emulator_do(&e, "\t", "beginner \xC2\xB7 16");
	emulator_expect_gone(&e, "vanishing gradient");
	emulator_do(&e, "\033[Z", "all levels");
	emulator_do(&e, "w", "written");
	emulator_expect_gone(&e, "planned");
	/* Whatever topics there are, one is this. */
	emulator_do(&e, "wG", "\xC2\xA7"); /* the lessons */
	for (int i = 0; i < 300 && emulator_row_of(&e, "\xC2\xB7 curvature") < 0; i++) {
		emulator_type(&e, "t");
		emulator_settle(&e, 20);
	}
	emulator_expect(&e, "all levels \xC2\xB7 curvature");
	emulator_expect(&e, "learning rate impact");
	emulator_expect_gone(&e, "Adam");
	ck_assert_int_eq(emulator_close(&e), 0);
}
END_TEST

START_TEST(library_searches_titles_and_texts_as_one_types)
{
	struct emulator e;

	emulator_open(&e, 100, 30, NULL);
	emulator_expect(&e, "Begin here");
	emulator_do(&e, "/hoerl", "R. W. Kennard");
	emulator_expect(&e, "What is L2 regularization?");
	emulator_expect_gone(&e, "Adam");
	emulator_do(&e, "zzz", "Nothing has these words.");
	emulator_do(&e, "\177\177\177\r", "Short answer");
	ck_assert_int_eq(emulator_close(&e), 0);
}
END_TEST

START_TEST(planned_questions_are_listed_but_do_not_open)
{
	struct emulator e;

	tui_world_make();
	emulator_open(&e, 100, 30, tui_world);
	emulator_expect(&e, "Begin here");
	emulator_do(&e, "l", "all levels");
	emulator_do(&e, "G", "What is a root?");
	emulator_do(&e, "/fourth power", "planned");
	emulator_do(&e, "\r\r", "not yet written");
	ck_assert_int_eq(emulator_close(&e), 0);
	tui_world_remove();
}
END_TEST

START_TEST(page_computes_its_numbers_and_follows_links)
{
	struct emulator e;

	emulator_open(&e, 100, 30, NULL);
	open_page(&e);
	emulator_expect_gone(&e, "computing");
	emulator_do(&e, "/log-loss\r", "log-loss");
	emulator_type(&e, ESCAPE);
	emulator_settle(&e, 100);
	emulator_do(&e, "g", "Short answer");
	emulator_do(&e, "\t\r", "verified: 6 checks");
	emulator_do(&e, "q", "Short answer");
	ck_assert_int_eq(emulator_close(&e), 0);
}
END_TEST

START_TEST(page_finds_rendered_text_and_tex)
{
	struct emulator e;

	emulator_open(&e, 100, 30, NULL);
	open_page(&e);
	emulator_expect_gone(&e, "computing");
	emulator_do(&e, "/takes the norm", "find: takes the norm");
	emulator_do(&e, "\r", "is nowhere here");
	emulator_do(&e, "/xyzzy\r", "is nowhere here");
	emulator_do(&e, "/diabetes\r", "is nowhere here");
	emulator_do(&e, "/odot\r", "\xE2\x8A\x99 multiplies");
	emulator_do(&e, "n", "2 of ");
	emulator_do(&e, "/finite DIFFERENCES\r", "finite differences");
	ck_assert_int_eq(emulator_close(&e), 0);
}
END_TEST

START_TEST(page_reveals_the_tex_of_a_formula)
{
	struct emulator e;

	emulator_open(&e, 100, 30, NULL);
	open_page(&e);
	emulator_do(&e, "}x", "z_l = W_l a_{l-1}");
	emulator_do(&e, "x", "a_l = f(z_l)");
	ck_assert_int_eq(emulator_close(&e), 0);
}
END_TEST

START_TEST(page_jumps_by_outline_and_headings)
{
	struct emulator e;

	emulator_open(&e, 80, 24, NULL);
	open_page(&e);
	emulator_do(&e, "o", "Common mistakes");
	emulator_do(&e, "jj\r", "The program draws");
	ck_assert_int_eq(emulator_row_of(&e, "Demo"), 2);
	emulator_do(&e, "}", "In practice");
	emulator_expect_gone(&e, "The program draws");
	ck_assert_int_eq(emulator_close(&e), 0);
}
END_TEST

START_TEST(page_goes_to_the_next_question_back_and_forward)
{
	struct emulator e;

	emulator_open(&e, 80, 24, NULL);
	open_page(&e);
	emulator_do(&e, "[", "2 \xC2\xB7 What is L1");
	emulator_do(&e, KEY_LEFT, "3 \xC2\xB7 What is vanishing");
	emulator_do(&e, KEY_RIGHT, "2 \xC2\xB7 What is L1");
	emulator_do(&e, "[[", "first one that is written");
	emulator_do(&e, "q", "Library");
	ck_assert_int_eq(emulator_close(&e), 0);
}
END_TEST

START_TEST(a_resize_keeps_the_place)
{
	static const int sizes[][2] = {{60, 20}, {140, 50}, {40, 12}, {100, 30}};
	struct emulator e;

	emulator_open(&e, 100, 30, NULL);
	open_page(&e);
	emulator_expect_gone(&e, "computing");
	emulator_do(&e, "o", "Key points");
	emulator_do(&e, "jjj\r", "PyTorch");
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		emulator_resize(&e, sizes[i][0], sizes[i][1]);
		emulator_settle(&e, 200);
		ck_assert_msg(emulator_row_of(&e, "In practice") == 2, "%d by %d:\n%s", sizes[i][0],
			sizes[i][1], emulator_text(&e));
	}
	/* And it is kept while another page is read. */
	emulator_do(&e, "[", "2 \xC2\xB7 What is L1");
	emulator_do(&e, "]", "3 \xC2\xB7 What is vanishing");
	emulator_expect_gone(&e, "computing");
	ck_assert_int_eq(emulator_row_of(&e, "In practice"), 2);
	ck_assert_int_eq(emulator_close(&e), 0);
}
END_TEST

START_TEST(demo_follows_its_sliders)
{
	static const int sizes[][2] = {{120, 40}, {80, 24}, {40, 12}};

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct emulator e;

		emulator_open(&e, sizes[i][0], sizes[i][1], NULL);
		open_page(&e);
		emulator_do(&e, "d", "Gradient by layer at the random start");
		emulator_expect(&e, " 20  ");
		emulator_do(&e, KEY_RIGHT KEY_RIGHT, " 22  ");
		emulator_do(&e, "0", " 20  ");
		emulator_do(&e, "57", "value: 57");
		emulator_do(&e, "\r", " 57  ");
		emulator_do(&e, "999\r", "depth is a whole number");
		emulator_do(&e, "r", " 20  ");
		emulator_expect_gone(&e, "computing");
		ck_assert_int_eq(emulator_close(&e), 0);
	}
}
END_TEST

START_TEST(demo_sets_what_the_page_says_to_try)
{
	struct emulator e;

	emulator_open(&e, 120, 45, NULL);
	open_page(&e);
	emulator_do(&e, "d", "verified: 6 checks");
	emulator_do(&e, "8.36952e-13", "value"); /* only digits are typed: 8.36952 */
	emulator_type(&e, ESCAPE);
	emulator_expect_gone(&e, "value:");
	emulator_expect(&e, "8.36952e-13");
	emulator_do(&e, "G\r", "2.3"); /* the last one: scale the branch */
	emulator_expect_gone(&e, "8.36952e-13");
	ck_assert_int_eq(emulator_close(&e), 0);
}
END_TEST

START_TEST(help_shows_the_keys_of_its_screen)
{
	struct emulator e;

	emulator_open(&e, 100, 30, NULL);
	emulator_expect(&e, "Begin here");
	emulator_do(&e, "?", "Everywhere");
	emulator_do(&e, "?l", "all levels");
	emulator_do(&e, "?", "the next topic");
	emulator_type(&e, "qq");
	emulator_expect(&e, "Begin here");
	ck_assert_int_eq(emulator_close(&e), 0);
}
END_TEST

START_TEST(source_is_shown_and_searched)
{
	struct emulator e;

	emulator_open(&e, 100, 30, NULL);
	open_page(&e);
	emulator_do(&e, "s", "003-vanishing-gradient.c");
	emulator_do(&e, "/static void backward\r", "static void backward(");
	ck_assert_int_eq(emulator_close(&e), 0);
}
END_TEST

START_TEST(a_click_opens_a_row_and_the_wheel_scrolls)
{
	struct emulator e;
	char bytes[64];

	emulator_open(&e, 100, 30, NULL);
	emulator_expect(&e, "Begin here");
	emulator_do(&e, "l", "vanishing gradient");
	snprintf(bytes, sizeof(bytes), "\033[<0;20;%dM\033[<0;20;%dm",
		emulator_row_of(&e, "vanishing gradient") + 1,
		emulator_row_of(&e, "vanishing gradient") + 1);
	emulator_do(&e, bytes, "Short answer");
	emulator_type(&e, "\033[<65;20;10M");
	emulator_expect_gone(&e, "Short answer");
	emulator_do(&e, "\033[<64;20;10M", "Short answer");
	ck_assert_int_eq(emulator_close(&e), 0);
}
END_TEST

START_TEST(another_locale_gets_ascii)
{
	const char *more[] = {"LC_ALL=C", NULL};
	struct emulator e;

	emulator_open(&e, 100, 30, more);
	open_page(&e);
	emulator_do(&e, "  d", "depth");
	emulator_do(&e, "?", "Everywhere");
	for (size_t i = 0; i < e.received.n; i++)
		ck_assert_msg((unsigned char)e.received.data[i] < 0x80, "byte %zu", i);
	ck_assert_int_eq(emulator_close(&e), 0);
}
END_TEST

/* Parameters of "select graphic rendition" that set a color. */
static int n_colors(const char *s)
{
	int n = 0;

	while ((s = strstr(s, "\033["))) {
		const char *end = s + 2 + strspn(s + 2, "0123456789;");

		for (s += 2; *end == 'm' && s < end; s++) {
			long code = strtol(s, (char **)&s, 10);

			n += (code >= 30 && code != 39 && code != 49);
		}
	}
	return n;
}

START_TEST(colors_are_there_but_for_no_color)
{
	struct emulator e;

	emulator_open(&e, 100, 30, NULL);
	emulator_expect(&e, "Begin here");
	ck_assert_int_gt(n_colors(e.received.data), 0);
	ck_assert_int_eq(emulator_close(&e), 0);
}
END_TEST

START_TEST(no_color_means_none)
{
	const char *more[] = {"NO_COLOR=1", NULL};
	struct emulator e;

	emulator_open(&e, 100, 30, more);
	open_page(&e);
	emulator_do(&e, "d", "verified: 6 checks");
	ck_assert_int_eq(n_colors(e.received.data), 0);
	emulator_close(&e);
}
END_TEST

Suite *tui_suite(void)
{
	Suite *suite = suite_create("tui");
	TCase *screens = tcase_create("screens"), *terminal = tcase_create("terminal");

	tcase_add_test(screens, home_tells_a_newcomer_what_to_press);
	tcase_add_test(screens, a_terminal_that_is_too_small_says_so);
	tcase_add_test(screens, library_filters_by_level_and_topic);
	tcase_add_test(screens, library_searches_titles_and_texts_as_one_types);
	tcase_add_test(screens, planned_questions_are_listed_but_do_not_open);
	tcase_add_test(screens, page_computes_its_numbers_and_follows_links);
	tcase_add_test(screens, page_finds_rendered_text_and_tex);
	tcase_add_test(screens, page_reveals_the_tex_of_a_formula);
	tcase_add_test(screens, page_jumps_by_outline_and_headings);
	tcase_add_test(screens, page_goes_to_the_next_question_back_and_forward);
	tcase_add_test(screens, a_resize_keeps_the_place);
	tcase_add_test(screens, demo_follows_its_sliders);
	tcase_add_test(screens, demo_sets_what_the_page_says_to_try);
	tcase_add_test(screens, help_shows_the_keys_of_its_screen);
	tcase_add_test(screens, source_is_shown_and_searched);
	tcase_add_test(screens, a_click_opens_a_row_and_the_wheel_scrolls);
	tcase_add_test(terminal, another_locale_gets_ascii);
	tcase_add_test(terminal, colors_are_there_but_for_no_color);
	tcase_add_test(terminal, no_color_means_none);
	suite_add_tcase(suite, screens);
	suite_add_tcase(suite, terminal);
	return suite;
}
