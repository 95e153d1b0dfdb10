/* Quiz and review as they are scripted. */
#include "support/learner.h"

#include <check.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

START_TEST(a_wrong_answer_is_explained_and_exits_0)
{
	learner_expect("quiz --count 30 --seed 1 --topic optimizers",
		"9\na\na\na\na\na\na\na\na\na\na\n1\n1\n1\n1\n1\n", 0, "Wrong. Saved as again");
}
END_TEST

START_TEST(the_same_seed_asks_the_same)
{
	struct command_result x = learner_run("quiz --seed 42 --count 20", "");
	struct command_result y = learner_run("quiz --seed 42 --count 20", "");
	struct command_result z = learner_run("quiz --seed 43 --count 20", "");

	ck_assert_str_eq(x.out, y.out);
	ck_assert_str_ne(x.out, z.out);
	command_free(&x);
	command_free(&y);
	command_free(&z);
}
END_TEST

/* Asks until the numeric item adamw-decay comes, reads the lambda that was
 * drawn, and answers what (1 - 0.01 lambda)^100 gives, by our own arithmetic. */
START_TEST(the_key_is_computed_for_what_was_drawn)
{
	static const char begin[] = "and λ = ";
	int n_seen = 0;

	for (int seed = 1; seed < 400 && n_seen < 3; seed++) {
		char words[96], answer[64];
		struct command_result r;
		double lambda, x = 1;
		char *at;

		snprintf(words, sizeof(words), "quiz --page l2-regularization --count 1 --seed %d",
			seed);
		r = learner_run(words, "");
		at = strstr(r.out, "l2-regularization#adamw-decay") ? strstr(r.out, begin) : NULL;
		lambda = at ? strtod(at + strlen(begin), NULL) : 0;
		command_free(&r);
		if (!at)
			continue;
		for (int i = 0; i < 100; i++)
			x *= 1 - 0.01 * lambda;
		snprintf(answer, sizeof(answer), "%.6g\n", x);
		learner_expect(words, answer, 0, "Right. Saved as");
		snprintf(answer, sizeof(answer), "%.6g\n", 1.02 * x);
		learner_expect(words, answer, 0, "Wrong. Saved as again");
		n_seen++;
	}
	ck_assert_int_ge(n_seen, 3);
}
END_TEST

START_TEST(a_quiz_of_one_page_asks_its_items_only)
{
	struct command_result r = learner_run("quiz --page adam --count 1000", "");
	int n = 0, n_named = 0;

	ck_assert_int_eq(r.exit_status, 0);
	ck_assert_ptr_nonnull(strstr(r.out, "1 of "));
	n = atoi(strstr(r.out, "1 of ") + 5);
	command_free(&r);
	ck_assert_int_ge(n, 3);
	r = learner_run("quiz --page cost-functions/adam --count 1000",
		"skip\nskip\nskip\nskip\nskip\nskip\nskip\nskip\nskip\nskip\nskip\nskip\n");
	for (char *at = r.out; (at = strstr(at, ": cost-functions/adam#")) != NULL; at++)
		n_named++;
	ck_assert_int_eq(n_named, n);
	command_free(&r);
	learner_expect("quiz --page lesson:gradient-descent", "", 0, ": lesson:gradient-descent#");
}
END_TEST

START_TEST(answers_are_kept_counted_exported_and_rebuilt)
{
	struct command_result r = learner_run("review", "a\na\na\na\n1\n1\n1\n1\n1\n1\n");
	json_t *stats;

	ck_assert_int_eq(r.exit_status, 0);
	command_free(&r);
	r = learner_run("stats --json", "");
	stats = json_loads(r.out, 0, NULL);
	ck_assert_int_gt(json_integer_value(json_object_get(stats, "reviews")), 0);
	json_decref(stats);
	command_free(&r);
	learner_expect("stats", "", 0, "1 day in a row");
	learner_expect("export", "", 0, "\"kind\":\"review\"");
	learner_expect("export --csv", "", 0, "id,kind,at_ms,item");
	learner_expect("rebuild", "", 0, "; 0 differed.");
}
END_TEST

/* The first seed whose first item wants one letter: new pages change what is drawn. */
static int seed_of_one_letter(void)
{
	for (int seed = 1; seed < 400; seed++) {
		char words[64];
		struct command_result r;
		bool wants;

		snprintf(words, sizeof(words), "quiz --seed %d --count 2", seed);
		r = learner_run(words, "");
		wants = strstr(r.out, "one letter, ") != NULL;
		command_free(&r);
		if (wants)
			return seed;
	}
	ck_abort_msg("no seed draws an item that wants one letter");
}

START_TEST(an_answer_is_graded_anew_and_taken_back)
{
	/* What comes second may want something else: one of the last lines is its answer. */
	static const char answers[] =
		"a\ngrade easy\ngrade best\nundo\nundo\n1\na\nab\nabcd\nabcde\nabc\n";
	struct command_result r;
	char words[64], first[128], *at;

	snprintf(words, sizeof(words), "quiz --seed %d --count 2", seed_of_one_letter());
	learner_expect(words, "undo\ngrade easy\n", 0, "no answer to take back");
	r = learner_run(words, answers);
	ck_assert_int_eq(sscanf(r.out, "1 of 2: %127s", first), 1);
	at = strstr(r.out, "Now saved as easy");
	ck_assert_ptr_nonnull(at);
	at = strstr(at, "Taken back: the answer to ");
	ck_assert_ptr_nonnull(at);
	/* The card whose answer was taken back is asked again. */
	at = strstr(at, "1 of 2: ");
	ck_assert_ptr_nonnull(at);
	ck_assert_int_eq(strncmp(at + 8, first, strlen(first)), 0);
	command_free(&r);
	learner_expect("export", "", 0, "\"rating\":4");
	learner_expect("export", "", 0, "\"kind\":\"undo\"");
	learner_expect("rebuild", "", 0, " rebuilt from the log; 0 differed.");
}
END_TEST

/* A review asks recall cards as well: the page's answer is shown after one's
 * own, then its key points are ticked by letters. */
START_TEST(a_question_is_recalled_and_its_points_are_ticked)
{
	struct command_result r = learner_run("review --recall", "it is so\nabcz\nabc\nquit\n");

	ck_assert_int_eq(r.exit_status, 0);
	ck_assert_ptr_nonnull(strstr(r.out, "1 of 10: cost-functions/l2-regularization\n"));
	ck_assert_ptr_nonnull(strstr(r.out, "What is L2 regularization"));
	ck_assert_ptr_nonnull(strstr(r.out, "Not read: write letters from a to"));
	ck_assert_ptr_nonnull(strstr(r.out, "Saved as "));
	ck_assert_ptr_nonnull(strstr(r.out, "3 of "));
	command_free(&r);
	learner_expect("export", "", 0, "\"item\":\"cost-functions/l2-regularization\"");
}
END_TEST

START_TEST(wrong_usage_exits_2)
{
	learner_expect("quiz --level expert", "", 2, "beginner, intermediate or senior");
	learner_expect("quiz --count 0", "", 2, "from 1 to 1000");
	learner_expect("quiz --seed x", "", 2, "whole number");
	learner_expect("quiz adam", "", 2, "takes no 'adam'");
	learner_expect("quiz --page adamm", "", 2, "adam");
	learner_expect("merge", "", 2, "needs one file");
	learner_expect("merge no-such-file", "", 1, "can't be read");
	learner_expect("merge README.md", "", 1, "damaged");
}
END_TEST

Suite *quiz_cli_suite(void)
{
	Suite *s = suite_create("quiz_cli");
	TCase *t = tcase_create("quiz_cli");

	tcase_set_timeout(t, 120);
	tcase_add_checked_fixture(t, learner_open, learner_close);
	tcase_add_test(t, a_wrong_answer_is_explained_and_exits_0);
	tcase_add_test(t, the_same_seed_asks_the_same);
	tcase_add_test(t, the_key_is_computed_for_what_was_drawn);
	tcase_add_test(t, a_quiz_of_one_page_asks_its_items_only);
	tcase_add_test(t, answers_are_kept_counted_exported_and_rebuilt);
	tcase_add_test(t, an_answer_is_graded_anew_and_taken_back);
	tcase_add_test(t, a_question_is_recalled_and_its_points_are_ticked);
	tcase_add_test(t, wrong_usage_exits_2);
	suite_add_tcase(s, t);
	return s;
}
