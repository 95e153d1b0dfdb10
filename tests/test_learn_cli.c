/* Interviews, statistics, settings, and answers kept elsewhere, as scripted. */
#include "support/learner.h"

#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

START_TEST(an_interview_is_sat_paused_resumed_and_told)
{
	struct command_result r = learner_run(
		"interview --count 2 --seed 4", "what I think\nand more\n\nzz\na\nmine\n\ny\n");
	char *at;

	ck_assert_int_eq(r.exit_status, 0);
	at = strstr(r.out, "Question 1 of 2, suggested ");
	ck_assert_ptr_nonnull(at);
	at = strstr(at, "Not read: write letters from a to");
	ck_assert_ptr_nonnull(at);
	at = strstr(at, "Follow-up 1 of ");
	ck_assert_ptr_nonnull(at);
	at = strstr(at, "Follow-up 2 of ");
	ck_assert_ptr_nonnull(at);
	ck_assert_ptr_nonnull(strstr(at, "Paused; 'gradus interview --resume' goes on."));
	command_free(&r);
	learner_expect("interview --report", "", 0, "1 of 2 questions answered, not finished.");
	r = learner_run("interview --resume", "next\n\npause\n");
	at = strstr(r.out, "(UTC) goes on: 1 of 2 questions answered.");
	ck_assert_ptr_nonnull(at);
	at = strstr(at, "Follow-up 2 of ");
	ck_assert_ptr_nonnull(at);
	ck_assert_ptr_nonnull(strstr(at, "Question 2 of 2"));
	command_free(&r);
	learner_expect("interview --resume", "\n-\nend\n", 0, "2 of 2 questions answered.");
	learner_expect("interview --resume", "", 1, "no interview is unfinished");
	learner_expect("interview --report 1", "", 0, "- [ ] ");
	learner_expect("interview --report 2", "", 1, "not so many");
	learner_expect("interview --list", "", 0, "| 2/2 |");
	learner_expect("export", "", 0, "\"kind\":\"interview-event\"");
	learner_expect("rebuild", "", 0, "2 cards rebuilt from the log; 0 differed.");
}
END_TEST

START_TEST(an_interview_is_drawn_by_its_seed)
{
	struct command_result x = learner_run("interview --seed 5 --level senior", "");
	struct command_result y;

	learner_close();
	learner_open();
	y = learner_run("interview --seed 5 --level senior", "");
	ck_assert_str_eq(x.out, y.out);
	ck_assert_ptr_nonnull(strstr(x.out, "Question 1 of 5, suggested 4:00"));
	command_free(&x);
	command_free(&y);
	learner_expect("interview --count 0", "", 2, "from 1 to 200");
	learner_expect("interview --seconds 0", "", 2, "from 1 to 3600");
	learner_expect("interview --topic no-such-thing", "", 1, "no question matches");
	learner_expect("interview --report x", "", 2, "--report is a number");
	learner_expect("interview adam", "", 2, "takes no 'adam'");
	learner_expect("interview --report", "", 0, "0 of 5 questions");
}
END_TEST

/* Titles and points of a report may come from anybody's file. */
START_TEST(a_report_sends_nothing_strange_to_a_terminal)
{
	static const char lines[] =
		"{\"kind\":\"interview\",\"id\":\"00112233445566778899aabbccddeeff\",\"at_ms\":1,"
		"\"level\":\"\\u001b[31m\",\"topic\":\"\",\"weak\":false,\"seed\":1}\n"
		"{\"kind\":\"interview-question\",\"interview\":"
		"\"00112233445566778899aabbccddeeff\","
		"\"place\":0,\"item\":\"p/a\",\"title\":\"What "
		"\\u001b]0;x\\u0007?\",\"level\":\"\","
		"\"topics\":\"\\u202et\",\"suggested_s\":60}\n";
	char path[96], words[128];
	struct command_result r;
	FILE *f;

	snprintf(path, sizeof(path), "%s/strange.jsonl", learner_folder());
	f = fopen(path, "we");
	fputs(lines, f);
	fclose(f);
	snprintf(words, sizeof(words), "import %s", path);
	learner_expect(words, "", 0, "1 interviews");
	for (int i = 0; i < 3; i++) {
		static const char *const commands[] = {
			"interview --report", "interview --list", "stats --json"};

		r = learner_run(commands[i], "");
		ck_assert_int_eq(r.exit_status, 0);
		ck_assert_ptr_null(strchr(r.out, 0x1B));
		ck_assert_ptr_null(strchr(r.out, 0x07));
		ck_assert_ptr_null(strstr(r.out, "\xE2\x80\xAE"));
		command_free(&r);
	}
}
END_TEST

START_TEST(what_is_exported_is_imported_and_backed_up)
{
	char lines[96], copy[96], words[160];
	struct command_result r, again;
	FILE *f;

	snprintf(lines, sizeof(lines), "%s/lines.jsonl", learner_folder());
	snprintf(copy, sizeof(copy), "%s/copy.db", learner_folder());
	learner_expect("quiz --page adam", "1\nab\nabcd\n1\n1\n", 0, "Saved as");
	learner_expect("interview --seed 1", "\n-\nend\n", 0, "1 of 5 questions");
	r = learner_run("export", "");
	f = fopen(lines, "we");
	fputs(r.out, f);
	fclose(f);
	snprintf(words, sizeof(words), "export --backup %s", copy);
	learner_expect(words, "", 0, "Copied to ");
	learner_expect(words, "", 1, "is there already");
	learner_use("other");
	snprintf(words, sizeof(words), "import %s", lines);
	learner_expect(words, "", 0, "1 interviews");
	learner_expect(words, "", 0, "0 reviews and 0 taken back were new, 0 interviews");
	again = learner_run("export", "");
	ck_assert_str_eq(r.out, again.out);
	command_free(&again);
	learner_expect("rebuild", "", 0, "; 0 differed.");
	learner_use("third");
	snprintf(words, sizeof(words), "merge %s", copy);
	learner_expect(words, "", 0, "1 interviews");
	again = learner_run("export", "");
	ck_assert_str_eq(r.out, again.out);
	command_free(&again);
	command_free(&r);
	learner_expect("import", "", 2, "needs one file");
	learner_expect("import no-such-file", "", 1, "can't be read");
	learner_expect("import README.md", "", 1, "README.md:1: not JSON");
}
END_TEST

/* The superuser may write anywhere: the test's process becomes nobody. */
static void become_ordinary(void)
{
	char path[96];

	snprintf(path, sizeof(path), "%s/gradus", learner_folder());
	if (geteuid())
		return;
	ck_assert_int_eq(chown(learner_folder(), 65534, 65534), 0);
	ck_assert_int_eq(chown(path, 65534, 65534), 0);
	strcat(path, "/progress.db");
	ck_assert_int_eq(chown(path, 65534, 65534), 0);
	ck_assert_int_eq(setgid(65534), 0);
	ck_assert_int_eq(setuid(65534), 0);
}

START_TEST(in_a_read_only_home_one_can_read_and_is_told)
{
	char path[96];

	learner_expect("quiz --page adam", "1\nab\nabcd\n1\n1\n", 0, "Saved as");
	become_ordinary();
	snprintf(path, sizeof(path), "%s/gradus", learner_folder());
	ck_assert_int_eq(chmod(path, 0500), 0);
	learner_expect("show adam --section Key", "", 0, "AdamW");
	learner_expect("quiz --page adam", "1\n", 1, "can't be written");
	learner_expect("stats", "", 0, "answers");
	learner_expect("stats", "", 0, "can be read");
	learner_expect("export", "", 0, "\"kind\":\"review\"");
	ck_assert_int_eq(chmod(path, 0700), 0);
}
END_TEST

static void write_config(const char *text)
{
	char path[96];
	FILE *f;

	snprintf(path, sizeof(path), "%s/gradus", learner_folder());
	mkdir(path, 0700);
	strcat(path, "/config.yaml");
	f = fopen(path, "we");
	fputs(text, f);
	fclose(f);
}

START_TEST(settings_are_heeded_or_refused_with_their_places)
{
	struct command_result light, dark;

	write_config("new-per-day: 3\n");
	learner_expect("review", "", 0, "1 of 3: ");
	write_config("new-per-day: 0\n");
	learner_expect("review", "", 0, "Nothing is due.");
	write_config("retention: 2\nnew-per-dey: 1\n");
	learner_expect("review", "", 1, "gradus/config.yaml:1:12: error: retention: expected");
	learner_expect("stats", "", 1, "gradus/config.yaml:2:1: error: unknown key 'new-per-dey'");
	/* What does not learn does not mind. */
	learner_expect("list", "", 0, "adam");
	write_config("background: light\n");
	light = learner_run("list --color always", "");
	write_config("background: dark\n");
	dark = learner_run("list --color always", "");
	ck_assert_str_ne(light.out, dark.out);
	command_free(&light);
	command_free(&dark);
	/* Other parameters: the cards are derived anew. */
	write_config("retention: 0.9\n");
	learner_expect("quiz --page adam", "1\nab\nabcd\n1\n1\n", 0, "Saved as");
	write_config("retention: 0.8\nlearning-steps: none\n");
	learner_expect("rebuild", "", 0, "; 0 differed.");
}
END_TEST

START_TEST(statistics_as_json_hold_what_a_screen_shows)
{
	struct command_result r;
	json_t *stats, *one;
	double n = 0;
	size_t i;

	learner_expect("quiz --page adam", "1\nab\nabcd\n1\n1\n", 0, "Saved as");
	learner_expect("interview --page x", "", 2, "unrecognized option");
	learner_expect(
		"interview --seed 1 --count 1 --level senior", "\n-\nend\n", 0, "1 of 1 questions");
	learner_expect("suspend cost-functions/adam", "", 0, "1 card suspended.");
	learner_expect("suspend", "", 0, "cost-functions/adam  suspended");
	learner_expect("suspend nothing", "", 2, "there is no card 'nothing'");
	r = learner_run("stats --json", "");
	stats = json_loads(r.out, 0, NULL);
	ck_assert_msg(stats != NULL, "%s", r.out);
	ck_assert_int_eq(json_integer_value(json_object_get(stats, "suspended")), 1);
	ck_assert_str_eq(
		json_string_value(json_array_get(json_object_get(stats, "suspended_items"), 0)),
		"cost-functions/adam");
	one = json_array_get(json_object_get(stats, "days"), 0);
	ck_assert_int_eq(json_integer_value(json_object_get(one, "answers")),
		json_integer_value(json_object_get(stats, "reviews")));
	ck_assert_uint_eq(strlen(json_string_value(json_object_get(one, "day"))), 10);
	one = json_array_get(json_object_get(stats, "interviews"), 0);
	ck_assert_int_eq(json_integer_value(json_object_get(one, "answered")), 1);
	ck_assert_int_eq(json_integer_value(json_object_get(one, "made")), 0);
	ck_assert_int_gt(json_integer_value(json_object_get(one, "points")), 0);
	ck_assert_uint_eq(json_array_size(json_object_get(stats, "levels")), 3);
	ck_assert_uint_eq(json_array_size(json_object_get(stats, "forecast")), 30);
	json_array_foreach(json_object_get(stats, "topics"), i, one) n +=
		json_number_value(json_object_get(one, "mastery"));
	ck_assert_double_gt(n, 0);
	json_decref(stats);
	command_free(&r);
	learner_expect("suspend --off cost-functions/adam", "", 0, "no longer suspended");
	learner_expect("suspend", "", 0, "none suspended");
}
END_TEST

Suite *learn_cli_suite(void)
{
	Suite *s = suite_create("learn_cli");
	TCase *t = tcase_create("learn_cli");

	tcase_set_timeout(t, 120);
	tcase_add_checked_fixture(t, learner_open, learner_close);
	tcase_add_test(t, an_interview_is_sat_paused_resumed_and_told);
	tcase_add_test(t, an_interview_is_drawn_by_its_seed);
	tcase_add_test(t, a_report_sends_nothing_strange_to_a_terminal);
	tcase_add_test(t, what_is_exported_is_imported_and_backed_up);
	tcase_add_test(t, in_a_read_only_home_one_can_read_and_is_told);
	tcase_add_test(t, settings_are_heeded_or_refused_with_their_places);
	tcase_add_test(t, statistics_as_json_hold_what_a_screen_shows);
	suite_add_tcase(s, t);
	return s;
}
