/* What befalls a terminal: signals, resizes, other kinds of it, hostile packs, anything at all. */
#include "support/emulator.h"

#include <check.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define KEY_UP "\033OA"
#define KEY_DOWN "\033OB"
#define KEY_RIGHT "\033OC"
#define KEY_LEFT "\033OD"
#define CTRL_S "\023"
#define CTRL_Z "\032"
#define ESCAPE "\033"

/* The page of tests/data/packs/screens. */
static void open_page(struct emulator *e, int cols, int rows, const char *term)
{
	const char *more[] = {emulator_make_data("screens"), term, NULL};

	emulator_open(e, cols, rows, more);
	emulator_expect(e, "gradus");
	emulator_do(e, "/slow sum", "What is a slow sum?");
	emulator_do(e, "\r", "Short answer");
}

/* Its demo, which computes for many seconds; returns the child that does. */
static pid_t open_slow_run(struct emulator *e)
{
	open_page(e, 100, 40, NULL);
	emulator_do(e, "d", "verified: 1 check");
	emulator_do(e, "j100\r", "computing \xE2\x96");
	ck_assert_uint_eq(emulator_count_children(e), 1);
	return emulator_child(e);
}

/* A killed process is gone as soon as somebody has reaped it. */
static bool is_gone(pid_t pid)
{
	for (int i = 0; i < 100; i++) {
		char path[64], state = '\0';
		FILE *file;

		snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
		file = fopen(path, "re");
		if (!file)
			return true;
		if (fscanf(file, "%*d (%*[^)]) %c", &state) == 1 && state == 'Z')
			i = 100;
		fclose(file);
		if (state == 'Z')
			return true;
		usleep(20 * 1000);
	}
	return false;
}

START_TEST(signals_to_end_restore_the_terminal_and_leave_no_child)
{
	static const int signals[] = {SIGTERM, SIGHUP, SIGINT};

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		struct emulator e;
		pid_t child = open_slow_run(&e);

		kill(e.pid, signals[i]);
		ck_assert_int_eq(emulator_wait_for_end(&e), 0);
		emulator_expect_restored(&e);
		ck_assert(is_gone(child));
		emulator_close(&e);
		emulator_forget_data();
	}
}
END_TEST

START_TEST(leaving_by_q_restores_the_terminal)
{
	static const char *const terms[] = {"TERM=xterm-256color", "TERM=xterm",
		"TERM=tmux-256color", "TERM=linux", "TERM=vt100"};

	for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++) {
		const char *more[] = {terms[i], NULL};
		struct emulator e;

		emulator_open(&e, 80, 24, more);
		emulator_do(&e, "l", "all levels");
		emulator_type(&e, "qq");
		ck_assert_int_eq(emulator_wait_for_end(&e), 0);
		emulator_expect_restored(&e);
		emulator_close(&e);
	}
}
END_TEST

/* As when a window is closed: nobody is there to write to. */
START_TEST(a_closed_terminal_ends_it_and_leaves_no_child)
{
	struct emulator e;
	pid_t child = open_slow_run(&e), ended = 0;
	int status = 0;

	close(e.fd);
	for (int i = 0; i < 200 && !ended; i++) {
		ended = waitpid(e.pid, &status, WNOHANG);
		usleep(20 * 1000);
	}
	ck_assert_int_eq(ended, e.pid);
	ck_assert_msg(WIFEXITED(status), "ended by signal %d", WTERMSIG(status));
	ck_assert(is_gone(child));
	e.pid = 0;
	e.fd = dup(STDERR_FILENO);
	emulator_close(&e);
	emulator_forget_data();
}
END_TEST

/* Waits until it has stopped itself. */
static void expect_stopped(struct emulator *e)
{
	pid_t stopped = 0;
	int status = 0;

	/* It restores the terminal when what it has written is read. */
	for (int i = 0; i < 100 && !stopped; i++) {
		stopped = waitpid(e->pid, &status, WUNTRACED | WNOHANG);
		emulator_settle(e, 50);
	}
	ck_assert_int_eq(stopped, e->pid);
	ck_assert(WIFSTOPPED(status));
	emulator_expect_restored(e);
}

START_TEST(ctrl_z_gives_the_terminal_back_and_takes_it_again)
{
	struct emulator e;

	open_page(&e, 80, 24, NULL);
	for (int i = 0; i < 2; i++) {
		/* It drops what is typed and not yet read. */
		emulator_settle(&e, 100);
		emulator_type(&e, CTRL_Z);
		expect_stopped(&e);
		/* The window is another one when it comes back. */
		emulator_resize(&e, 100, 30);
		kill(e.pid, SIGCONT);
		emulator_do(&e, "m", i ? "No longer bookmarked." : "Bookmarked;");
		emulator_expect(&e, "901 \xC2\xB7 What is a slow sum?");
	}
	ck_assert_int_eq(emulator_close(&e), 0);
	emulator_forget_data();
}
END_TEST

START_TEST(a_storm_of_resizes_ends_as_if_it_had_not_been)
{
	struct emulator e, calm;
	char *text;

	open_page(&e, 100, 40, NULL);
	emulator_expect(&e, "(the text says 54)");
	for (int i = 0; i < 300; i++) {
		emulator_resize(&e, 1 + i * 37 % 190, 1 + i * 23 % 70);
		if (i % 10 == 0)
			emulator_settle(&e, 1);
	}
	emulator_resize(&e, 80, 24);
	emulator_settle(&e, 300);
	emulator_expect(&e, "Short answer");
	text = strdup(emulator_text(&e));
	ck_assert_int_eq(emulator_close(&e), 0);
	emulator_forget_data();
	open_page(&calm, 80, 24, NULL);
	emulator_expect(&calm, "(the text says 54)");
	emulator_settle(&calm, 300);
	ck_assert_str_eq(text, emulator_text(&calm));
	ck_assert_int_eq(emulator_close(&calm), 0);
	emulator_forget_data();
	free(text);
}
END_TEST

START_TEST(every_screen_is_there_on_every_terminal)
{
	static const char *const terms[] = {"TERM=xterm-256color", "TERM=xterm", "TERM=linux",
		"TERM=vt100", "TERM=tmux-256color"};
	static const int sizes[][2] = {{80, 24}, {120, 40}, {40, 12}};

	for (size_t i = 0; i < 15; i++) {
		struct emulator e;

		open_page(&e, sizes[i % 3][0], sizes[i % 3][1], terms[i / 3]);
		emulator_do(&e, "o", "Common mistakes");
		emulator_do(&e, ESCAPE "d", "terms          10");
		/* Not an arrow: each terminal has its own. */
		emulator_do(&e, "l", "terms          11");
		emulator_do(&e, "s", "901-slow-sum.c");
		emulator_do(&e, "?", "scroll");
		emulator_do(&e, "qqqq", "slow sum");
		emulator_expect_tame(&e);
		ck_assert_int_eq(emulator_close(&e), 0);
		emulator_forget_data();
	}
}
END_TEST

START_TEST(a_dumb_terminal_gets_text)
{
	const char *more[] = {"TERM=dumb", NULL};
	struct emulator e;

	emulator_open(&e, 80, 24, more);
	ck_assert_int_eq(emulator_wait_for_end(&e), 0);
	emulator_expect(&e, "gradus show");
	ck_assert_ptr_null(strchr(e.received.data, '\033'));
	emulator_close(&e);
}
END_TEST

/* Curses waits for the rest of what begins like a report of the mouse, and after
 * one that is of no use for the next. Neither may hold a run or a signal up. */
START_TEST(other_buttons_and_broken_reports_hold_nothing_up)
{
	static const char *const reports[] = {"\033[<1;20;9M", "\033[<2;20;9M", "\033[<2;20;9m",
		"\033[<18;20;9M", "\033[<35;20;9M", "\033[<99;20;9M", "\033[<0;20;9M\033[<0;20;9m"};
	struct emulator e;

	open_page(&e, 100, 40, NULL);
	emulator_do(&e, "d", "verified: 1 check");
	for (size_t i = 0; i < sizeof(reports) / sizeof(reports[0]); i++) {
		char words[64];

		emulator_type(&e, KEY_RIGHT);
		emulator_type(&e, reports[i]);
		snprintf(words, sizeof(words), "total   %zu ", (11 + i) * (12 + i) / 2);
		emulator_expect(&e, words);
	}
	emulator_type(&e, "\033[<0;2");
	emulator_settle(&e, 100);
	kill(e.pid, SIGTERM);
	ck_assert_int_eq(emulator_wait_for_end(&e), 0);
	emulator_expect_restored(&e);
	emulator_close(&e);
	emulator_forget_data();
}
END_TEST

/* ---- hostile packs */

/* On every screen of a page and its demo, whatever they say. */
static void walk_page(struct emulator *e)
{
	static const char *const steps[] = {"o", "\r", "\t\r", ESCAPE, "xxx", "y", "m", "\tyy",
		ESCAPE, "/OWNED\r", "n", ESCAPE, "d", "\t", "\t", KEY_DOWN KEY_DOWN, "p" KEY_RIGHT,
		"ttt", "?", "q", "G", "g", "\r", "a\r", ESCAPE, "z", ESCAPE, "9\r", "r", "s",
		"/OWNED\r", ESCAPE, "e", "x\r", CTRL_S, "c", "}", "u", "q", "u", "q", "t", "h",
		"1\r", "\r", "2\r", "h", "1\r", "d", "q", "\r", "q", "a", "w", "\033x\r", "\r",
		" \r", "q", "q"};

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]) && !e->has_ended; i++) {
		emulator_type(e, steps[i]);
		emulator_settle(e, 40);
	}
}

START_TEST(no_hostile_byte_reaches_the_terminal)
{
	static const int sizes[][2] = {{100, 30}, {40, 12}, {140, 50}};
	static const char *const titles[] = {"/Evil end", "/Evil broken"};

	for (size_t i = 0; i < 6; i++) {
		const char *more[] = {emulator_make_data("hostile"), NULL};
		struct emulator e;

		emulator_open(&e, sizes[i % 3][0], sizes[i % 3][1], more);
		emulator_expect(&e, "gradus");
		emulator_do(&e, "l/evil", "Evil");
		emulator_do(&e, ESCAPE, "all levels");
		emulator_type(&e, "tTtTq");
		emulator_do(&e, titles[i / 3], "OWNED");
		emulator_do(&e, "\r", "Short answer");
		walk_page(&e);
		/* What is bookmarked stands on Home. */
		for (int j = 0; j < 6 && !e.has_ended; j++) {
			emulator_type(&e, ESCAPE);
			emulator_settle(&e, 60);
		}
		emulator_expect_tame(&e);
		ck_assert_int_eq(emulator_close(&e), 0);
		emulator_forget_data();
	}
}
END_TEST

/* ---- anything at all */

static unsigned next_random(unsigned *state)
{
	*state = *state * 1664525U + 1013904223U;
	return *state >> 16;
}

static const char *random_key(unsigned *state)
{
	static const char *const keys[] = {KEY_UP, KEY_DOWN, KEY_LEFT, KEY_RIGHT, "\r", "\r", "\t",
		"\033[Z", " ", "b", "g", "G", "j", "k", "h", "l", "/", "a", "n", "N", "?", "o", "d",
		"d", "s", "x", "y", "m", "e", "c", "u", "p", "P", "z", "i", "{", "}", "[", "]", "t",
		"T", "w", "0", "7", "r", "R", "H", "L", ESCAPE, ESCAPE, "\177", "\033[3~", "\025",
		CTRL_S, "q", "\033[<0;20;9M", "\033[<0;30;5M", "\033[<65;9;9M", "\033[<64;9;9M",
		"\033[6~", "\033[5~", "\303\244", "\033[1;2C", "\033[1;2D", "\xFF"};

	return keys[next_random(state) % (sizeof(keys) / sizeof(keys[0]))];
}

static void begin_walk(struct emulator *e)
{
	const char *more[] = {emulator_make_data("hostile"), NULL};

	emulator_open(e, 100, 30, more);
	emulator_expect(e, "gradus");
}

static void end_walk(struct emulator *e)
{
	emulator_expect_tame(e);
	emulator_expect_restored(e);
	emulator_close(e);
	emulator_forget_data();
}

/* TUI_WALK sets another number of keys. */
START_TEST(ten_thousand_keys_and_resizes_end_well)
{
	const char *wanted = getenv("TUI_WALK");
	int n = wanted ? atoi(wanted) : 10000;
	unsigned state = 12345;
	struct emulator e;

	emulator_use_sanitized();
	begin_walk(&e);
	for (int i = 0; i < n; i++) {
		unsigned r = next_random(&state);

		if (r % 29 == 0)
			emulator_resize(&e, 10 + (int)(next_random(&state) % 150),
				3 + (int)(next_random(&state) % 57));
		else
			emulator_type(&e, random_key(&state));
		/* Mostly keys come as fast as they are taken, sometimes with time
		 * for a demo to end. */
		if (emulator_settle(&e, r % 61 == 0 ? 10 : 0))
			continue;
		ck_assert_int_eq(emulator_wait_for_end(&e), 0);
		end_walk(&e);
		begin_walk(&e);
	}
	emulator_settle(&e, 300); /* all keys are taken */
	if (!e.has_ended)
		kill(e.pid, SIGTERM);
	ck_assert_int_eq(emulator_wait_for_end(&e), 0);
	end_walk(&e);
}
END_TEST

Suite *tui_terminal_suite(void)
{
	Suite *suite = suite_create("tui_terminal");
	TCase *ends = tcase_create("ends"), *kinds = tcase_create("kinds"),
	      *walks = tcase_create("walks");

	tcase_add_test(ends, signals_to_end_restore_the_terminal_and_leave_no_child);
	tcase_add_test(ends, leaving_by_q_restores_the_terminal);
	tcase_add_test(ends, a_closed_terminal_ends_it_and_leaves_no_child);
	tcase_add_test(ends, ctrl_z_gives_the_terminal_back_and_takes_it_again);
	tcase_add_test(kinds, a_storm_of_resizes_ends_as_if_it_had_not_been);
	tcase_add_test(kinds, every_screen_is_there_on_every_terminal);
	tcase_add_test(kinds, a_dumb_terminal_gets_text);
	tcase_add_test(kinds, other_buttons_and_broken_reports_hold_nothing_up);
	tcase_add_test(walks, no_hostile_byte_reaches_the_terminal);
	tcase_add_test(walks, ten_thousand_keys_and_resizes_end_well);
	suite_add_tcase(suite, ends);
	suite_add_tcase(suite, kinds);
	suite_add_tcase(suite, walks);
	return suite;
}
