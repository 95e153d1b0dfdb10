/* Sessions that are killed, and two at once. */
#include "support/learner.h"

#include <check.h>
#include <jansson.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { N_KILLS = 500, MAX_OUTPUT = 1 << 16 };

static const char *const quiz_words[] = {
	"gradus", "quiz", "--page", "l2-regularization", "--count", "1000", NULL};
static const char *const interview_words[] = {"gradus", "interview", "--count", "15", NULL};

/* What is typed again and again. Whatever a quiz item wants, one of these is an
 * answer to it; an interview is answered, ticked, and its follow-ups left. */
static const char *const quiz_lines[] = {"a\n", "1\n", "abc\n", "abcd\n", "abcde\n", NULL};
static const char *const interview_lines[] = {"said\n", "\n", "a\n", "next\n", "\n", NULL};

struct script {
	const char *const *words, *const *lines;
	const char *said; /* once for each step that is saved */
};

static const struct script quiz = {quiz_words, quiz_lines, "Saved as"};
static const struct script interview = {interview_words, interview_lines, "key points.\n\n"};

/* Starts a session that is answered without an end; returns its output's end. */
static int start_session(const struct script *script, pid_t *pid)
{
	const char *program = timed_program();
	char home[128];
	int in[2], out[2];

	ck_assert_int_eq(pipe(in), 0);
	ck_assert_int_eq(pipe(out), 0);
	for (size_t i = 0, line = 0; i < 400; i++) {
		const char *text = script->lines[line];

		ck_assert_int_eq(write(in[1], text, strlen(text)), (ssize_t)strlen(text));
		line = script->lines[line + 1] ? line + 1 : 0;
	}
	close(in[1]);
	snprintf(home, sizeof(home), "%s", learner_data_home());
	*pid = fork();
	if (!*pid) {
		dup2(in[0], STDIN_FILENO);
		dup2(out[1], STDOUT_FILENO);
		close(out[0]);
		putenv(home);
		putenv("GRADUS_ROOT=.");
		execv(program ? program : "build/gradus", (char *const *)script->words);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	return out[0];
}

static int n_acknowledged(const struct script *script, const char *said)
{
	int n = 0;

	for (const char *at = said; (at = strstr(at, script->said)) != NULL; at++)
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
static int killed_session(const struct script *script, bool is_begun, unsigned delay_us)
{
	static char said[MAX_OUTPUT];
	size_t used = 0;
	pid_t pid;
	int out = start_session(script, &pid);

	said[0] = '\0';
	while (is_begun && !n_acknowledged(script, said) && read_more(out, said, &used))
		;
	usleep(delay_us);
	kill(pid, SIGKILL);
	while (read_more(out, said, &used))
		;
	close(out);
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
	return n_acknowledged(script, said);
}

static long n_kept(void)
{
	struct command_result r = learner_run("stats --json", "");
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
	char next[16];
	int n_files = 0;

	srand((unsigned)_i + 1);
	for (int i = 0; i < N_KILLS / 10; i++) {
		n_saved += killed_session(&quiz, i % 3, (unsigned)rand() % 20000U);
		if (i % 10 != 9)
			continue;
		ck_assert_int_ge(n_kept(), n_saved);
		learner_expect("rebuild", "", 0, "; 0 differed.");
		snprintf(next, sizeof(next), "%d", ++n_files);
		learner_use(next);
		ck_assert_int_gt(n_saved, 0);
		n_saved = 0;
	}
}
END_TEST

static long n_questions_kept(void)
{
	struct command_result r = learner_run("stats --json", "");
	json_t *stats = json_loads(r.out, 0, NULL), *one;
	long n = 0;
	size_t i;

	ck_assert_msg(stats != NULL, "%s", r.err);
	json_array_foreach(json_object_get(stats, "interviews"), i, one) n +=
		(long)json_integer_value(json_object_get(one, "answered"));
	json_decref(stats);
	command_free(&r);
	return n;
}

START_TEST(interviews_survive_kills_too)
{
	long n_saved = 0;

	srand(1);
	for (int i = 0; i < 40; i++)
		n_saved += killed_session(&interview, i % 3, (unsigned)rand() % 20000U);
	ck_assert_int_gt(n_saved, 20);
	ck_assert_int_ge(n_questions_kept(), n_saved);
	learner_expect("rebuild", "", 0, "; 0 differed.");
	learner_expect("interview --report", "", 0, "# Mock interview of ");
}
END_TEST

START_TEST(two_sessions_at_once_lose_nothing)
{
	static char said[2][MAX_OUTPUT];
	long n_saved = 0;
	pid_t pids[2];
	int outs[2];

	for (int i = 0; i < 2; i++)
		outs[i] = start_session(&quiz, &pids[i]);
	for (int i = 0; i < 2; i++) {
		size_t used = 0;
		int status;

		while (read_more(outs[i], said[i], &used))
			;
		close(outs[i]);
		ck_assert_int_eq(waitpid(pids[i], &status, 0), pids[i]);
		ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "status %x after:\n%s",
			(unsigned)status, said[i]);
		n_saved += n_acknowledged(&quiz, said[i]);
	}
	ck_assert_int_gt(n_saved, 2);
	ck_assert_int_eq(n_kept(), n_saved);
	learner_expect("rebuild", "", 0, "; 0 differed.");
}
END_TEST

Suite *quiz_kill_suite(void)
{
	Suite *s = suite_create("quiz_kill");
	TCase *t = tcase_create("quiz_kill");

	tcase_set_timeout(t, 120);
	tcase_add_checked_fixture(t, learner_open, learner_close);
	tcase_add_loop_test(t, no_acknowledged_answer_is_lost_to_500_kills, 0, 10);
	tcase_add_test(t, interviews_survive_kills_too);
	tcase_add_test(t, two_sessions_at_once_lose_nothing);
	suite_add_tcase(s, t);
	return s;
}
