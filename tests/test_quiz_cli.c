/* Quiz and review as they are scripted, and what a kill leaves. */
#include "support/command.h"

#include <check.h>
#include <jansson.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[64], data_home[128];
static const char *const *more;

static void make_folder(void)
{
	static const char *variables[3];
	static char config_home[96];

	strcpy(folder, "/tmp/gradus-quiz-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(data_home, sizeof(data_home), "XDG_DATA_HOME=%s", folder);
	snprintf(config_home, sizeof(config_home), "XDG_CONFIG_HOME=%s", folder);
	variables[0] = data_home;
	variables[1] = config_home;
	more = variables;
}

static void remove_folder(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	ck_assert_int_eq(system(command), 0);
}

static struct command_result gradus(const char *words, const char *input)
{
	const char *args[COMMAND_MAX_ARGS + 1] = {NULL};
	char *copy = strdup(words), *rest = copy;
	struct command_result result;

	for (size_t i = 0; i < COMMAND_MAX_ARGS && (args[i] = strsep(&rest, " ")); i++)
		;
	result = command_answer(args, more, input);
	free(copy);
	return result;
}

static void expect(const char *words, const char *input, int exit_status, const char *said)
{
	struct command_result r = gradus(words, input);

	ck_assert_msg(r.exit_status == exit_status, "%s: exit %d\n%s%s", words, r.exit_status,
		r.out, r.err);
	ck_assert_msg(strstr(r.out, said) || strstr(r.err, said), "%s: no '%s' in\n%s%s", words,
		said, r.out, r.err);
	command_free(&r);
}

START_TEST(a_wrong_answer_is_explained_and_exits_0)
{
	expect("quiz --count 30 --seed 1 --topic optimizers",
		"9\na\na\na\na\na\na\na\na\na\na\n1\n1\n1\n1\n1\n", 0, "Wrong. Saved as again");
}
END_TEST

START_TEST(the_same_seed_asks_the_same)
{
	struct command_result x = gradus("quiz --seed 42 --count 20", "");
	struct command_result y = gradus("quiz --seed 42 --count 20", "");
	struct command_result z = gradus("quiz --seed 43 --count 20", "");

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
		r = gradus(words, "");
		at = strstr(r.out, "l2-regularization#adamw-decay") ? strstr(r.out, begin) : NULL;
		lambda = at ? strtod(at + strlen(begin), NULL) : 0;
		command_free(&r);
		if (!at)
			continue;
		for (int i = 0; i < 100; i++)
			x *= 1 - 0.01 * lambda;
		snprintf(answer, sizeof(answer), "%.6g\n", x);
		expect(words, answer, 0, "Right. Saved as");
		snprintf(answer, sizeof(answer), "%.6g\n", 1.02 * x);
		expect(words, answer, 0, "Wrong. Saved as again");
		n_seen++;
	}
	ck_assert_int_ge(n_seen, 3);
}
END_TEST

START_TEST(a_quiz_of_one_page_asks_its_items_only)
{
	struct command_result r = gradus("quiz --page adam --count 1000", "");
	int n = 0, n_named = 0;

	ck_assert_int_eq(r.exit_status, 0);
	ck_assert_ptr_nonnull(strstr(r.out, "1 of "));
	n = atoi(strstr(r.out, "1 of ") + 5);
	command_free(&r);
	ck_assert_int_ge(n, 3);
	r = gradus("quiz --page cost-functions/adam --count 1000",
		"skip\nskip\nskip\nskip\nskip\nskip\nskip\nskip\nskip\nskip\nskip\nskip\n");
	for (char *at = r.out; (at = strstr(at, ": cost-functions/adam#")) != NULL; at++)
		n_named++;
	ck_assert_int_eq(n_named, n);
	command_free(&r);
	expect("quiz --page lesson:gradient-descent", "", 0, ": lesson:gradient-descent#");
}
END_TEST

START_TEST(answers_are_kept_counted_exported_and_rebuilt)
{
	struct command_result r = gradus("review", "a\na\na\na\n1\n1\n1\n1\n1\n1\n");
	json_t *stats;

	ck_assert_int_eq(r.exit_status, 0);
	command_free(&r);
	r = gradus("stats --json", "");
	stats = json_loads(r.out, 0, NULL);
	ck_assert_int_gt(json_integer_value(json_object_get(stats, "reviews")), 0);
	json_decref(stats);
	command_free(&r);
	expect("stats", "", 0, "1 day in a row");
	expect("export", "", 0, "\"kind\":\"review\"");
	expect("export --csv", "", 0, "id,kind,at_ms,item");
	expect("rebuild", "", 0, "; 0 differed.");
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
		r = gradus(words, "");
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
	expect(words, "undo\ngrade easy\n", 0, "no answer to take back");
	r = gradus(words, answers);
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
	expect("export", "", 0, "\"rating\":4");
	expect("export", "", 0, "\"kind\":\"undo\"");
	expect("rebuild", "", 0, " rebuilt from the log; 0 differed.");
}
END_TEST

/* A review asks recall cards as well: the page's answer is shown after one's
 * own, then its key points are ticked by letters. */
START_TEST(a_question_is_recalled_and_its_points_are_ticked)
{
	struct command_result r = gradus("review --recall", "it is so\nabcz\nabc\nquit\n");

	ck_assert_int_eq(r.exit_status, 0);
	ck_assert_ptr_nonnull(strstr(r.out, "1 of 10: cost-functions/l2-regularization\n"));
	ck_assert_ptr_nonnull(strstr(r.out, "What is L2 regularization"));
	ck_assert_ptr_nonnull(strstr(r.out, "Not read: write letters from a to"));
	ck_assert_ptr_nonnull(strstr(r.out, "Saved as "));
	ck_assert_ptr_nonnull(strstr(r.out, "3 of "));
	command_free(&r);
	expect("export", "", 0, "\"item\":\"cost-functions/l2-regularization\"");
}
END_TEST

START_TEST(an_interview_is_sat_paused_resumed_and_told)
{
	struct command_result r = gradus(
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
	expect("interview --report", "", 0, "1 of 2 questions answered, not finished.");
	r = gradus("interview --resume", "next\n\npause\n");
	at = strstr(r.out, "(UTC) goes on: 1 of 2 questions answered.");
	ck_assert_ptr_nonnull(at);
	at = strstr(at, "Follow-up 2 of ");
	ck_assert_ptr_nonnull(at);
	ck_assert_ptr_nonnull(strstr(at, "Question 2 of 2"));
	command_free(&r);
	expect("interview --resume", "\n-\nend\n", 0, "2 of 2 questions answered.");
	expect("interview --resume", "", 1, "no interview is unfinished");
	expect("interview --report 1", "", 0, "- [ ] ");
	expect("interview --report 2", "", 1, "not so many");
	expect("interview --list", "", 0, "| 2/2 |");
	expect("export", "", 0, "\"kind\":\"interview-event\"");
	expect("rebuild", "", 0, "2 cards rebuilt from the log; 0 differed.");
}
END_TEST

START_TEST(an_interview_is_drawn_by_its_seed)
{
	struct command_result x = gradus("interview --seed 5 --level senior", "");
	struct command_result y;

	remove_folder();
	make_folder();
	y = gradus("interview --seed 5 --level senior", "");
	ck_assert_str_eq(x.out, y.out);
	ck_assert_ptr_nonnull(strstr(x.out, "Question 1 of 5, suggested 4:00"));
	command_free(&x);
	command_free(&y);
	expect("interview --count 0", "", 2, "from 1 to 200");
	expect("interview --seconds 0", "", 2, "from 1 to 3600");
	expect("interview --topic no-such-thing", "", 1, "no question matches");
	expect("interview --report x", "", 2, "--report is a number");
	expect("interview adam", "", 2, "takes no 'adam'");
	expect("interview --report", "", 0, "0 of 5 questions");
}
END_TEST

START_TEST(what_is_exported_is_imported_and_backed_up)
{
	char lines[96], copy[96], words[160];
	struct command_result r, again;
	FILE *f;

	snprintf(lines, sizeof(lines), "%s/lines.jsonl", folder);
	snprintf(copy, sizeof(copy), "%s/copy.db", folder);
	expect("quiz --page adam", "1\nab\nabcd\n1\n1\n", 0, "Saved as");
	expect("interview --seed 1", "\n-\nend\n", 0, "1 of 5 questions");
	r = gradus("export", "");
	f = fopen(lines, "we");
	fputs(r.out, f);
	fclose(f);
	snprintf(words, sizeof(words), "export --backup %s", copy);
	expect(words, "", 0, "Copied to ");
	expect(words, "", 1, "is there already");
	snprintf(data_home, sizeof(data_home), "XDG_DATA_HOME=%s/other", folder);
	snprintf(words, sizeof(words), "import %s", lines);
	expect(words, "", 0, "1 interviews");
	expect(words, "", 0, "0 reviews and 0 taken back were new, 0 interviews");
	again = gradus("export", "");
	ck_assert_str_eq(r.out, again.out);
	command_free(&again);
	expect("rebuild", "", 0, "; 0 differed.");
	snprintf(data_home, sizeof(data_home), "XDG_DATA_HOME=%s/third", folder);
	snprintf(words, sizeof(words), "merge %s", copy);
	expect(words, "", 0, "1 interviews");
	again = gradus("export", "");
	ck_assert_str_eq(r.out, again.out);
	command_free(&again);
	command_free(&r);
	expect("import", "", 2, "needs one file");
	expect("import no-such-file", "", 1, "can't be read");
	expect("import README.md", "", 1, "README.md:1: not JSON");
}
END_TEST

/* The superuser may write anywhere: the test's process becomes nobody. */
static void become_ordinary(void)
{
	char path[96];

	snprintf(path, sizeof(path), "%s/gradus", folder);
	if (geteuid())
		return;
	ck_assert_int_eq(chown(folder, 65534, 65534), 0);
	ck_assert_int_eq(chown(path, 65534, 65534), 0);
	strcat(path, "/progress.db");
	ck_assert_int_eq(chown(path, 65534, 65534), 0);
	ck_assert_int_eq(setgid(65534), 0);
	ck_assert_int_eq(setuid(65534), 0);
}

START_TEST(in_a_read_only_home_one_can_read_and_is_told)
{
	char path[96];

	expect("quiz --page adam", "1\nab\nabcd\n1\n1\n", 0, "Saved as");
	become_ordinary();
	snprintf(path, sizeof(path), "%s/gradus", folder);
	ck_assert_int_eq(chmod(path, 0500), 0);
	expect("show adam --section Key", "", 0, "AdamW");
	expect("quiz --page adam", "1\n", 1, "can't be written");
	expect("stats", "", 0, "answers");
	expect("stats", "", 0, "can be read");
	expect("export", "", 0, "\"kind\":\"review\"");
	ck_assert_int_eq(chmod(path, 0700), 0);
}
END_TEST

static void write_config(const char *text)
{
	char path[96];
	FILE *f;

	snprintf(path, sizeof(path), "%s/gradus", folder);
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
	expect("review", "", 0, "1 of 3: ");
	write_config("new-per-day: 0\n");
	expect("review", "", 0, "Nothing is due.");
	write_config("retention: 2\nnew-per-dey: 1\n");
	expect("review", "", 1, "gradus/config.yaml:1:12: error: retention: expected");
	expect("stats", "", 1, "gradus/config.yaml:2:1: error: unknown key 'new-per-dey'");
	/* What does not learn does not mind. */
	expect("list", "", 0, "adam");
	write_config("background: light\n");
	light = gradus("list --color always", "");
	write_config("background: dark\n");
	dark = gradus("list --color always", "");
	ck_assert_str_ne(light.out, dark.out);
	command_free(&light);
	command_free(&dark);
	/* Other parameters: the cards are derived anew. */
	write_config("retention: 0.9\n");
	expect("quiz --page adam", "1\nab\nabcd\n1\n1\n", 0, "Saved as");
	write_config("retention: 0.8\nlearning-steps: none\n");
	expect("rebuild", "", 0, "; 0 differed.");
}
END_TEST

START_TEST(statistics_as_json_hold_what_a_screen_shows)
{
	struct command_result r;
	json_t *stats, *one;
	double n = 0;
	size_t i;

	expect("quiz --page adam", "1\nab\nabcd\n1\n1\n", 0, "Saved as");
	expect("interview --page x", "", 2, "unrecognized option");
	expect("interview --seed 1 --count 1 --level senior", "\n-\nend\n", 0, "1 of 1 questions");
	expect("suspend cost-functions/adam", "", 0, "1 card suspended.");
	expect("suspend", "", 0, "cost-functions/adam  suspended");
	expect("suspend nothing", "", 2, "there is no card 'nothing'");
	r = gradus("stats --json", "");
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
	expect("suspend --off cost-functions/adam", "", 0, "no longer suspended");
	expect("suspend", "", 0, "none suspended");
}
END_TEST

START_TEST(wrong_usage_exits_2)
{
	expect("quiz --level expert", "", 2, "beginner, intermediate or senior");
	expect("quiz --count 0", "", 2, "from 1 to 1000");
	expect("quiz --seed x", "", 2, "whole number");
	expect("quiz adam", "", 2, "takes no 'adam'");
	expect("quiz --page adamm", "", 2, "adam");
	expect("merge", "", 2, "needs one file");
	expect("merge no-such-file", "", 1, "can't be read");
	expect("merge README.md", "", 1, "damaged");
}
END_TEST

/* ---- killed */

enum { N_KILLS = 500, MAX_OUTPUT = 1 << 16 };

static const char *const quiz_words[] = {
	"gradus", "quiz", "--page", "l2-regularization", "--count", "1000", NULL};

/* Starts a session that is answered without an end; returns its output's end. */
static int start_session(pid_t *pid)
{
	/* Whatever an item wants, one of these is an answer to it. */
	static const char *const lines[] = {"a\n", "1\n", "abc\n", "abcd\n", "abcde\n"};
	const char *program = timed_program();
	char home[128];
	int in[2], out[2];

	ck_assert_int_eq(pipe(in), 0);
	ck_assert_int_eq(pipe(out), 0);
	for (size_t i = 0; i < 400; i++) {
		const char *line = lines[i % (sizeof(lines) / sizeof(lines[0]))];

		ck_assert_int_eq(write(in[1], line, strlen(line)), (ssize_t)strlen(line));
	}
	close(in[1]);
	strcpy(home, data_home);
	*pid = fork();
	if (!*pid) {
		dup2(in[0], STDIN_FILENO);
		dup2(out[1], STDOUT_FILENO);
		close(out[0]);
		putenv(home);
		putenv("GRADUS_ROOT=.");
		execv(program ? program : "build/gradus", (char *const *)quiz_words);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	return out[0];
}

static int n_acknowledged(const char *said)
{
	int n = 0;

	for (const char *at = said; (at = strstr(at, "Saved as")) != NULL; at++)
		n++;
	return n;
}

/* Appends what can be read; false at the end. */
static bool read_more(int out, char *said, size_t *used)
{
	ssize_t n = read(out, said + *used, MAX_OUTPUT - 1 - *used);

	if (n > 0)
		*used += (size_t)n;
	said[*used] = '\0';
	return n > 0;
}

/* Kills a session, at some time after its start or after its first answer, and
 * returns how many answers it had said to be saved. */
static int killed_session(bool is_begun, unsigned delay_us)
{
	static char said[MAX_OUTPUT];
	size_t used = 0;
	pid_t pid;
	int out = start_session(&pid);

	said[0] = '\0';
	while (is_begun && !n_acknowledged(said) && read_more(out, said, &used))
		;
	usleep(delay_us);
	kill(pid, SIGKILL);
	while (read_more(out, said, &used))
		;
	close(out);
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
	return n_acknowledged(said);
}

static long n_kept(void)
{
	struct command_result r = gradus("stats --json", "");
	json_t *stats;
	long n;

	ck_assert_msg(r.exit_status == 0, "%s", r.err);
	stats = json_loads(r.out, 0, NULL);
	n = (long)json_integer_value(json_object_get(stats, "reviews"));
	json_decref(stats);
	command_free(&r);
	return n;
}

/* In files of their own, so that many are killed while they are made. */
START_TEST(no_acknowledged_answer_is_lost_to_500_kills)
{
	long n_saved = 0;
	int n_files = 0;

	srand((unsigned)_i + 1);
	for (int i = 0; i < N_KILLS / 10; i++) {
		n_saved += killed_session(i % 3, (unsigned)rand() % 20000U);
		if (i % 10 != 9)
			continue;
		ck_assert_int_ge(n_kept(), n_saved);
		expect("rebuild", "", 0, "; 0 differed.");
		snprintf(data_home, sizeof(data_home), "XDG_DATA_HOME=%s/%d", folder, ++n_files);
		ck_assert_int_gt(n_saved, 0);
		n_saved = 0;
	}
}
END_TEST

/* ---- two at once */

START_TEST(two_sessions_at_once_lose_nothing)
{
	static char said[2][MAX_OUTPUT];
	long n_saved = 0;
	pid_t pids[2];
	int outs[2];

	for (int i = 0; i < 2; i++)
		outs[i] = start_session(&pids[i]);
	for (int i = 0; i < 2; i++) {
		size_t used = 0;
		int status;

		while (read_more(outs[i], said[i], &used))
			;
		close(outs[i]);
		ck_assert_int_eq(waitpid(pids[i], &status, 0), pids[i]);
		ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
		n_saved += n_acknowledged(said[i]);
	}
	ck_assert_int_gt(n_saved, 2);
	ck_assert_int_eq(n_kept(), n_saved);
	expect("rebuild", "", 0, "; 0 differed.");
}
END_TEST

Suite *quiz_cli_suite(void)
{
	Suite *s = suite_create("quiz_cli");
	TCase *t = tcase_create("quiz_cli");

	tcase_set_timeout(t, 120);
	tcase_add_checked_fixture(t, make_folder, remove_folder);
	tcase_add_test(t, a_wrong_answer_is_explained_and_exits_0);
	tcase_add_test(t, the_same_seed_asks_the_same);
	tcase_add_test(t, the_key_is_computed_for_what_was_drawn);
	tcase_add_test(t, a_quiz_of_one_page_asks_its_items_only);
	tcase_add_test(t, answers_are_kept_counted_exported_and_rebuilt);
	tcase_add_test(t, an_answer_is_graded_anew_and_taken_back);
	tcase_add_test(t, a_question_is_recalled_and_its_points_are_ticked);
	tcase_add_test(t, an_interview_is_sat_paused_resumed_and_told);
	tcase_add_test(t, an_interview_is_drawn_by_its_seed);
	tcase_add_test(t, what_is_exported_is_imported_and_backed_up);
	tcase_add_test(t, in_a_read_only_home_one_can_read_and_is_told);
	tcase_add_test(t, settings_are_heeded_or_refused_with_their_places);
	tcase_add_test(t, statistics_as_json_hold_what_a_screen_shows);
	tcase_add_test(t, wrong_usage_exits_2);
	tcase_add_loop_test(t, no_acknowledged_answer_is_lost_to_500_kills, 0, 10);
	tcase_add_test(t, two_sessions_at_once_lose_nothing);
	suite_add_tcase(s, t);
	return s;
}
