/* Quiz and review as a reader sees them: keys in, screen out, answers kept. */
#include "support/command.h"
#include "support/emulator.h"
#include "support/tui_world.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The page of "What is x*x?". */
static void open_page(struct emulator *e, int cols, int rows)
{
	emulator_open(e, cols, rows, tui_world);
	emulator_expect(e, "Begin here");
	emulator_do(e, "/zyzzyva", "x*x");
	emulator_do(e, "\r", "Short answer");
}

/* The key of the option with this text; fails the test if it is not there. */
static char key_of(struct emulator *e, const char *option)
{
	const char *text = emulator_text(e), *line = text;
	char key = '\0';

	for (; line && !key; line = strchr(line, '\n')) {
		size_t n;

		line += *line == '\n';
		n = strcspn(line, "\n");
		while (n && line[n - 1] == ' ')
			n--;
		if (n >= strlen(option) &&
			strncmp(line + n - strlen(option), option, strlen(option)) == 0)
			key = line[strcspn(line, "123456789")];
	}
	ck_assert_msg(key, "no option %s in\n%s", option, text);
	return key;
}

static void press_options(struct emulator *e, const char *const *options)
{
	char keys[16] = "";
	size_t n = 0;

	for (; *options; options++)
		keys[n++] = key_of(e, *options);
	keys[n++] = '\r';
	keys[n] = '\0';
	emulator_type(e, keys);
}

/* The right answer to whatever item of the page is on the screen. */
static void answer(struct emulator *e)
{
	static const char *const even[] = {"Two", NULL}, *const odd[] = {"One", "Three", NULL},
				 *const order[] = {"One", "Two", "Three", "Four", NULL};
	const char *text, *x;
	char number[16];

	emulator_expect(e, "enter answer");
	text = emulator_text(e);
	x = strstr(text, "At x = ");
	if (x) {
		int drawn = atoi(x + strlen("At x = "));

		snprintf(number, sizeof(number), "%d\r", drawn * drawn);
		emulator_type(e, number);
	} else {
		press_options(e, strstr(text, "Which one is even") ? even
				 : strstr(text, "Which are odd")   ? odd
								   : order);
	}
}

/* How many answers are kept, and how many of them are right. */
static void expect_kept(int n, int n_right)
{
	const char *const args[] = {"stats", "--json", NULL};
	struct command_result r = command_run(args, tui_world);
	const char *reviews = strstr(r.out, "\"reviews\":"), *right = strstr(r.out, "\"right\":");

	ck_assert_msg(reviews && right, "%s%s", r.out, r.err);
	ck_assert_int_eq(atoi(reviews + strlen("\"reviews\":")), n);
	ck_assert_int_eq(atoi(right + strlen("\"right\":")), n_right);
	command_free(&r);
}

START_TEST(every_kind_of_item_is_answered_by_keys_and_kept)
{
	struct emulator e;

	open_page(&e, 100, 30);
	emulator_do(&e, "t", "Quiz 1 of 4");
	for (int i = 1; i <= 4; i++) {
		answer(&e);
		emulator_expect(&e, "Right");
		expect_kept(i, i);
		emulator_type(&e, "\r");
		emulator_expect_gone(&e, "Right");
	}
	emulator_expect(&e, "4 answered, 4 right");
	ck_assert_int_eq(emulator_close(&e), 0);
}
END_TEST

/* Until the numeric item is on the screen. */
static void go_to_number(struct emulator *e)
{
	emulator_do(e, "t", "Quiz 1 of 4");
	emulator_expect(e, "enter answer");
	while (!strstr(emulator_text(e), "a number")) {
		emulator_type(e, "s");
		emulator_settle(e, 100);
	}
}

START_TEST(a_number_is_read_as_people_write_it)
{
	struct emulator e;

	open_page(&e, 100, 30);
	go_to_number(&e);
	emulator_do(&e, "0,001\r", "write 0.001");
	emulator_do(&e, "h", "multiply");
	emulator_do(&e, "h", "by itself");
	emulator_do(&e, "h", "no further hint");
	emulator_do(&e, "1", "enter answer   s skip"); /* so the key isn't offered any more */
	emulator_do(&e,
		"\025"
		"1e-3\r",
		"Wrong");
	emulator_expect(&e, "The demo computes");
	expect_kept(1, 0);
	ck_assert_int_eq(emulator_close(&e), 0);
}
END_TEST

START_TEST(a_refused_answer_can_be_called_right_and_taken_back)
{
	struct emulator e;

	open_page(&e, 100, 30);
	go_to_number(&e);
	emulator_do(&e, "7777\r", "Wrong");
	expect_kept(1, 0);
	emulator_do(&e, "4", "by your own judgment");
	expect_kept(1, 1);
	emulator_do(&e, "1", "Wrong");
	expect_kept(1, 0);
	emulator_do(&e, "u", "Taken back");
	expect_kept(0, 0);
	emulator_expect(&e, "At x =");
	emulator_type(&e, "j");
	emulator_do(&e, "u", "no answer to take back");
	ck_assert_int_eq(emulator_close(&e), 0);
}
END_TEST

START_TEST(a_question_is_answered_freely_and_compared)
{
	struct emulator e;

	open_page(&e, 100, 30);
	emulator_do(&e, "a", "Say your answer aloud");
	emulator_do(&e, "wThe square, q\177so to speak", "The square, so to speak");
	emulator_do(&e, "\r", "Which of these did you say?");
	emulator_expect(&e, "At three it is 9");
	emulator_do(&e, "1j \r", "2 of 4 key points");
	expect_kept(1, 1);
	ck_assert_int_eq(emulator_close(&e), 0);
}
END_TEST

START_TEST(the_demo_opens_at_what_was_drawn)
{
	struct emulator e;
	char setting[32];
	const char *x;

	open_page(&e, 100, 30);
	go_to_number(&e);
	x = strstr(emulator_text(&e), "At x = ");
	ck_assert_ptr_nonnull(x);
	snprintf(setting, sizeof(setting), "%d", atoi(x + strlen("At x = ")));
	emulator_do(&e, "1\r", "Wrong");
	emulator_do(&e, "d", "x squared");
	ck_assert_ptr_nonnull(strstr(emulator_text(&e), setting));
	emulator_do(&e, "q", "Wrong");
	ck_assert_int_eq(emulator_close(&e), 0);
}
END_TEST

START_TEST(a_review_is_taken_on_a_small_screen)
{
	struct emulator e;

	emulator_open(&e, 40, 12, tui_world);
	emulator_expect(&e, "Begin here");
	emulator_do(&e, "r", "Review 1 of");
	emulator_expect(&e, "enter answer");
	emulator_resize(&e, 100, 30);
	emulator_expect(&e, "h hint");
	emulator_resize(&e, 40, 12);
	emulator_expect_gone(&e, "h hint");
	emulator_do(&e, "?", "answer; compare; the next");
	emulator_do(&e, "q", "Review 1 of");
	ck_assert_int_eq(emulator_close(&e), 0);
}
END_TEST

START_TEST(home_tells_where_the_reader_stands)
{
	struct emulator e;

	open_page(&e, 100, 40);
	ck_assert_ptr_null(strstr(emulator_text(&e), "Today"));
	emulator_do(&e, "t", "Quiz 1 of 4");
	answer(&e);
	emulator_expect(&e, "Right");
	emulator_do(&e, "4q", "Short answer");
	emulator_do(&e, "qq", "Continue");
	emulator_expect(&e, "Review          nothing is due");
	emulator_expect(&e, "weakest: ");
	ck_assert_int_eq(emulator_close(&e), 0);
}
END_TEST

START_TEST(statistics_follow_what_is_answered)
{
	struct emulator e;

	emulator_open(&e, 100, 40, tui_world);
	emulator_expect(&e, "Begin here");
	emulator_do(&e, "s", "0, 0 right; 0 today");
	emulator_do(&e, "q", "Begin here");
	emulator_do(&e, "/zyzzyva", "x*x");
	emulator_do(&e, "\r", "Short answer");
	emulator_do(&e, "t", "Quiz 1 of 4");
	answer(&e);
	emulator_do(&e, "", "Right");
	emulator_do(&e, "qqqs", "1, 1 right; 1 today");
	emulator_expect(&e, "the fullest day has 1");
	emulator_expect(&e, "Cards that come up");
	emulator_resize(&e, 40, 12);
	emulator_expect(&e, "               after a day or more"); /* it is laid out anew */
	emulator_do(&e, "G", "numbers");
	ck_assert_int_eq(emulator_close(&e), 0);
}
END_TEST

START_TEST(what_was_acknowledged_outlives_a_kill)
{
	struct emulator e;

	open_page(&e, 100, 30);
	emulator_do(&e, "t", "Quiz 1 of 4");
	answer(&e);
	emulator_expect(&e, "Right");
	ck_assert_int_eq(kill(e.pid, SIGKILL), 0);
	emulator_close(&e);
	expect_kept(1, 1);
}
END_TEST

Suite *tui_quiz_suite(void)
{
	Suite *s = suite_create("tui_quiz");
	TCase *t = tcase_create("tui_quiz");

	tcase_add_checked_fixture(t, tui_world_make, tui_world_remove);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, every_kind_of_item_is_answered_by_keys_and_kept);
	tcase_add_test(t, a_number_is_read_as_people_write_it);
	tcase_add_test(t, a_refused_answer_can_be_called_right_and_taken_back);
	tcase_add_test(t, a_question_is_answered_freely_and_compared);
	tcase_add_test(t, the_demo_opens_at_what_was_drawn);
	tcase_add_test(t, a_review_is_taken_on_a_small_screen);
	tcase_add_test(t, home_tells_where_the_reader_stands);
	tcase_add_test(t, statistics_follow_what_is_answered);
	tcase_add_test(t, what_was_acknowledged_outlives_a_kill);
	suite_add_tcase(s, t);
	return s;
}
