/* A mock interview as a candidate sees it. */
#include "support/command.h"
#include "support/emulator.h"
#include "support/tui_world.h"

#include <check.h>
#include <signal.h>
#include <string.h>

/* Home, then one question of whatever is drawn, on the screen. */
static void begin(struct emulator *e, int cols, int rows)
{
	emulator_open(e, cols, rows, tui_world);
	emulator_expect(e, "Begin here");
	emulator_do(e, "i", "Weak topics");
	emulator_do(e, "kkkhhhh", "\xE2\x96\xB8 Questions     1");
	emulator_do(e, "\r", "Interview 1 of 1");
}

static void expect_list(const char *said)
{
	const char *const args[] = {"interview", "--list", NULL};
	struct command_result r = command_run(args, tui_world);

	ck_assert_msg(strstr(r.out, said), "no '%s' in\n%s%s", said, r.out, r.err);
	command_free(&r);
}

START_TEST(an_interview_is_answered_ticked_followed_up_and_reported)
{
	struct emulator e;

	begin(&e, 100, 40);
	emulator_do(&e, "wIt is so, q", "It is so, q");
	emulator_do(&e, "\r", "Which of these did you say?");
	emulator_expect(&e, "It is so, q");
	emulator_do(&e, "1\r", "Follow-up 1 of");
	emulator_do(&e, "\r", "y had it");
	emulator_do(&e, "y", "Follow-up 2 of");
	emulator_do(&e, "s", "1 of 1 questions answered");
	emulator_do(&e, "q", "Sat before");
	emulator_expect(&e, "1 of 1");
	emulator_do(&e, "G\r", "1 of 1 questions answered");
	ck_assert_int_eq(emulator_close(&e), 0);
	expect_list("| 1/1 |");
}
END_TEST

START_TEST(a_paused_interview_goes_on_where_it_was)
{
	struct emulator e;

	begin(&e, 80, 24);
	emulator_do(&e, "\r", "Which of these did you say?");
	emulator_do(&e, "p", "Paused");
	emulator_do(&e, "q", "Begin here");
	emulator_do(&e, "i", "0 of 1 answered");
	emulator_do(&e, "\r", "Which of these did you say?");
	emulator_do(&e, "\r", "Follow-up 1 of");
	ck_assert_int_eq(emulator_close(&e), 0);
}
END_TEST

START_TEST(a_killed_interview_goes_on_where_it_was)
{
	struct emulator e;

	begin(&e, 100, 40);
	emulator_do(&e, "\r", "Which of these did you say?");
	emulator_do(&e, "1\r", "Follow-up 1 of");
	ck_assert_int_eq(kill(e.pid, SIGKILL), 0);
	emulator_close(&e);
	emulator_open(&e, 100, 40, tui_world);
	emulator_expect(&e, "Begin here");
	emulator_do(&e, "i", "1 of 1 answered");
	emulator_do(&e, "\r", "Follow-up 1 of");
	ck_assert_int_eq(emulator_close(&e), 0);
}
END_TEST

START_TEST(an_interview_can_be_ended_and_is_usable_on_a_small_screen)
{
	struct emulator e;

	begin(&e, 40, 12);
	emulator_do(&e, "?", "Interview");
	emulator_do(&e, "G", "opens links and rows");
	emulator_do(&e, "q", "Interview 1 of 1");
	emulator_do(&e, "\r", "\xE2\x96\xB8 1");
	emulator_do(&e, "e", "questions answered.");
	ck_assert_int_eq(emulator_close(&e), 0);
}
END_TEST

Suite *tui_interview_suite(void)
{
	Suite *s = suite_create("tui_interview");
	TCase *t = tcase_create("tui_interview");

	tcase_add_checked_fixture(t, tui_world_make, tui_world_remove);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, an_interview_is_answered_ticked_followed_up_and_reported);
	tcase_add_test(t, a_paused_interview_goes_on_where_it_was);
	tcase_add_test(t, a_killed_interview_goes_on_where_it_was);
	tcase_add_test(t, an_interview_can_be_ended_and_is_usable_on_a_small_screen);
	suite_add_tcase(s, t);
	return s;
}
