/* The page's screen: what is kept from one time to the next, copying, the mouse. */
#include "store/marks.h"
#include "support/emulator.h"
#include "support/memory.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEY_LEFT "\033OD"
#define ESCAPE "\033"

/* The page of question 3 by search, with the data of emulator_make_data. */
static void open_page(struct emulator *e, const char *data, const char *more)
{
	const char *all[] = {data, more, NULL};

	emulator_open(e, 100, 30, all);
	emulator_expect(e, "Questions");
	emulator_do(e, "/vanishing gradient problem", "What is vanishing gradient");
	emulator_do(e, "\r", "3 \xC2\xB7 What is vanishing");
	emulator_expect_gone(e, "computing");
}

START_TEST(the_place_in_a_page_is_kept_from_one_time_to_the_next)
{
	/* Left by q, and by a signal. */
	static const int signals[] = {0, SIGTERM, SIGHUP};

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		const char *data = emulator_make_data(NULL);
		struct emulator e;

		open_page(&e, data, NULL);
		emulator_do(&e, "ojjj\r", "In practice");
		ck_assert_int_eq(emulator_row_of(&e, "In practice"), 2);
		if (signals[i])
			kill(e.pid, signals[i]);
		else
			emulator_type(&e, "qqqqqq");
		ck_assert_int_eq(emulator_wait_for_end(&e), 0);
		emulator_close(&e);
		open_page(&e, data, NULL);
		ck_assert_int_eq(emulator_row_of(&e, "In practice"), 2);
		ck_assert_int_eq(emulator_close(&e), 0);
		/* Home offers to go on there. */
		open_page(&e, data, NULL);
		emulator_type(&e, "qq" ESCAPE ESCAPE);
		emulator_expect(&e, "Continue");
		emulator_expect_gone(&e, "Begin here");
		emulator_do(&e, "g\r", "3 \xC2\xB7 What is vanishing");
		ck_assert_int_eq(emulator_close(&e), 0);
		emulator_forget_data();
	}
}
END_TEST

START_TEST(bookmarks_are_listed_on_home_until_they_are_taken_away)
{
	const char *data = emulator_make_data(NULL);
	struct emulator e;

	open_page(&e, data, NULL);
	emulator_do(&e, "m", "Bookmarked; Home lists it.");
	emulator_expect(&e, "\xC2\xB7 bookmarked");
	/* Even where nothing is saved in peace. */
	kill(e.pid, SIGKILL);
	ck_assert_int_eq(emulator_wait_for_end(&e), -1);
	emulator_close(&e);
	open_page(&e, data, NULL);
	emulator_expect(&e, "\xC2\xB7 bookmarked");
	emulator_type(&e, "qq" ESCAPE ESCAPE);
	emulator_expect(&e, "Bookmarks");
	emulator_do(&e, "g\r", "3 \xC2\xB7 What is vanishing");
	emulator_do(&e, "m", "No longer bookmarked.");
	emulator_do(&e, "q", "Continue");
	emulator_expect_gone(&e, "Bookmarks");
	ck_assert_int_eq(emulator_close(&e), 0);
	emulator_forget_data();
}
END_TEST

START_TEST(a_formula_is_copied_where_the_terminal_takes_it)
{
	static const struct {
		const char *term;
		bool takes;
	} rows[] = {{"TERM=xterm-256color", true}, {"TERM=tmux-256color", true},
		{"TERM=xterm", true}, {"TERM=linux", false}, {"TERM=vt100", false}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct emulator e;
		const char *sent;

		open_page(&e, rows[i].term, NULL);
		emulator_do(&e, "y", "Select a link by tab");
		emulator_do(&e, "}x", "z_l = W_l a_{l-1}");
		ck_assert_ptr_null(strstr(e.received.data, "\033]"));
		emulator_do(&e, "y",
			rows[i].takes ? "Sent to the terminal's clipboard" : "no clipboard");
		emulator_expect(&e, "z_l = W_l a_{l-1}");
		sent = strstr(e.received.data, "\033]");
		ck_assert_int_eq(sent != NULL, rows[i].takes);
		/* printf 'z_l = W_l a_{l-1}' | base64 */
		if (sent)
			ck_assert_ptr_eq(sent,
				strstr(e.received.data, "\033]52;c;el9sID0gV19sIGFfe2wtMX0=\007"));
		ck_assert_int_eq(emulator_close(&e), 0);
	}
}
END_TEST

START_TEST(a_stale_claim_is_marked_with_what_was_written)
{
	const char *data = emulator_make_data("screens");
	const char *more[] = {data, NULL};
	struct emulator e;

	emulator_open(&e, 100, 30, more);
	emulator_do(&e, "/slow sum", "What is a slow sum?");
	emulator_do(&e, "\r", "Its total is 55, and was once said to be 55 (the text says 54).");
	ck_assert_int_eq(emulator_close(&e), 0);
	emulator_forget_data();
}
END_TEST

START_TEST(links_are_followed_by_a_click)
{
	const char *data = emulator_make_data("screens");
	const char *more[] = {data, NULL};
	struct emulator e;

	emulator_open(&e, 100, 45, more);
	emulator_do(&e, "/slow sum", "What is a slow sum?");
	emulator_do(&e, "\r", "(the text says 54).");
	emulator_click(&e, "Thirty terms");
	emulator_expect(&e, "total   465 ");
	emulator_do(&e, "q", "Thirty terms");
	emulator_do(&e, "o", "Key points");
	emulator_click(&e, "Key points");
	emulator_expect(&e, "It adds.");
	ck_assert_int_eq(emulator_close(&e), 0);
	emulator_forget_data();
}
END_TEST

/* ---- the file */

static char folder[] = "/tmp/gradus-marks-XXXXXX";
static char path[128];

static void make_folder(void)
{
	strcpy(folder, "/tmp/gradus-marks-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/below/marks", folder);
}

static void remove_folder(void)
{
	char command[512];

	snprintf(command, sizeof(command), "rm -rf %s", folder);
	ck_assert_int_eq(system(command), 0);
}

static struct marks *open_marks(void)
{
	struct marks *m;

	ck_assert_int_eq(marks_open(&m, path), STATUS_OK);
	return m;
}

static void set(struct marks *m, const char *name, size_t letters, bool marked)
{
	struct mark *k = marks_get(m, name);

	ck_assert_ptr_nonnull(k);
	k->letters = letters;
	k->is_marked = marked;
	k->read_at = 1;
	k->is_changed = true;
}

START_TEST(two_programs_keep_each_others_marks)
{
	struct marks *a = open_marks(), *b = open_marks();

	set(a, "p/one", 1, true);
	set(b, "p/two words", 2, false);
	ck_assert_int_eq(marks_save(a), STATUS_OK);
	ck_assert_int_eq(marks_save(b), STATUS_OK);
	set(a, "p/three", 3, false);
	set(a, "p/one", 4, false);
	ck_assert_int_eq(marks_save(a), STATUS_OK);
	marks_free(a);
	marks_free(b);
	a = open_marks();
	ck_assert_uint_eq(marks_count(a), 3);
	ck_assert_uint_eq(marks_get(a, "p/one")->letters, 4);
	ck_assert(!marks_get(a, "p/one")->is_marked);
	ck_assert_uint_eq(marks_get(a, "p/two words")->letters, 2);
	marks_free(a);
}
END_TEST

START_TEST(lines_that_cannot_be_read_are_left_out)
{
	struct marks *m = open_marks();
	FILE *file;

	set(m, "p/good", 7, true);
	ck_assert_ptr_null(marks_get(m, "p/\033]0;x"));
	ck_assert_ptr_null(marks_get(m, ""));
	ck_assert_int_eq(marks_save(m), STATUS_OK);
	marks_free(m);
	file = fopen(path, "ae");
	fputs("nonsense\n1 2 3\n1 2 300 0 5 p/percent\n1 2 3 1 5 p/\033[31m\n0 9 3 1 5 p/cut",
		file);
	fclose(file);
	m = open_marks();
	ck_assert_uint_eq(marks_count(m), 2);
	ck_assert_uint_eq(marks_get(m, "p/good")->letters, 7);
	ck_assert_uint_eq(marks_get(m, "p/cut")->letters, 9);
	marks_free(m);
}
END_TEST

START_TEST(a_folder_that_cannot_be_written_is_said_and_nothing_is_lost)
{
	struct marks *m = open_marks();
	char command[512];

	set(m, "p/one", 1, true);
	ck_assert_int_eq(marks_save(m), STATUS_OK);
	set(m, "p/one", 2, true);
	/* A folder where the lock is to be. */
	snprintf(command, sizeof(command), "rm %s.lock && mkdir %s.lock", path, path);
	ck_assert_int_eq(system(command), 0);
	ck_assert_int_eq(marks_save(m), STATUS_IO);
	marks_free(m);
	m = open_marks();
	ck_assert_uint_eq(marks_get(m, "p/one")->letters, 1);
	marks_free(m);
}
END_TEST

START_TEST(out_of_memory_loses_no_mark)
{
	struct marks *m = open_marks();
	bool failed = true;

	set(m, "p/one", 1, true);
	ck_assert_int_eq(marks_save(m), STATUS_OK);
	marks_free(m);
	for (size_t n = 0; failed; n++) {
		enum status status;

		memory_fail_after(n);
		status = marks_open(&m, path);
		if (status == STATUS_OK) {
			struct mark *k = marks_get(m, "p/two");

			if (k)
				k->is_changed = k->is_marked = true;
			status = marks_save(m);
		}
		failed = memory_restore();
		ck_assert_int_eq(status == STATUS_OK || failed, 1);
		marks_free(m);
		m = open_marks();
		ck_assert_uint_eq(marks_get(m, "p/one")->letters, 1);
		marks_free(m);
	}
}
END_TEST

Suite *tui_page_suite(void)
{
	Suite *suite = suite_create("tui_page");
	TCase *screen = tcase_create("screen"), *file = tcase_create("marks");

	tcase_add_test(screen, the_place_in_a_page_is_kept_from_one_time_to_the_next);
	tcase_add_test(screen, bookmarks_are_listed_on_home_until_they_are_taken_away);
	tcase_add_test(screen, a_formula_is_copied_where_the_terminal_takes_it);
	tcase_add_test(screen, a_stale_claim_is_marked_with_what_was_written);
	tcase_add_test(screen, links_are_followed_by_a_click);
	tcase_add_checked_fixture(file, make_folder, remove_folder);
	tcase_add_test(file, two_programs_keep_each_others_marks);
	tcase_add_test(file, lines_that_cannot_be_read_are_left_out);
	tcase_add_test(file, a_folder_that_cannot_be_written_is_said_and_nothing_is_lost);
	tcase_add_test(file, out_of_memory_loses_no_mark);
	suite_add_tcase(suite, screen);
	suite_add_tcase(suite, file);
	return suite;
}
