/* The source's screen and the reader's copy: edited, compiled, compared, reverted. */
#include "base/theme.h"
#include "support/emulator.h"
#include "support/memory.h"
#include "tui/edit_text.h"
#include "tui/line_diff.h"
#include "tui/source_lines.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define KEY_DOWN "\033OB"
#define KEY_RIGHT "\033OC"
#define KEY_HOME "\033OH"
#define KEY_END "\033OF"
#define KEY_DELETE "\033[3~"
#define CTRL_S "\023"
#define CTRL_U "\025"
#define ESCAPE "\033"
#define LEAVE_ALTERNATE_SCREEN "\033[?1049l"

/* The page of tests/data/packs/screens, with an editor that is a command line
 * (NULL: none); `keep` goes on with the data of the time before. */
static void open_page(struct emulator *e, const char *editor, bool keep)
{
	static const char *data;
	const char *more[] = {data = keep ? data : emulator_make_data("screens"), editor, NULL};

	emulator_open(e, 100, 40, more);
	emulator_expect(e, "Questions");
	emulator_do(e, "/slow sum", "What is a slow sum?");
	emulator_do(e, "\r", "Short answer");
}

static void close_page(struct emulator *e)
{
	ck_assert_int_eq(emulator_close(e), 0);
	emulator_forget_data();
}

/* Below the data folder. */
static bool exists(const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", emulator_data_folder(), name);
	return access(path, F_OK) == 0;
}

#define ORIGINAL "gradus/packs/screens/901-slow-sum.c"
#define COPY "gradus/edits/screens/slow-sum.c"
#define OFF_BY_ONE "EDITOR=sed -i 's/total += i + 1/total += i + 2/'"

static bool is_as_shipped(const char *name)
{
	char command[512];

	snprintf(command, sizeof(command), "cmp -s %s/%s tests/data/packs/screens/901-slow-sum.c",
		emulator_data_folder(), name);
	return system(command) == 0;
}

START_TEST(a_copy_is_edited_and_run_and_the_pack_stays)
{
	struct emulator e;

	open_page(&e, OFF_BY_ONE, false);
	emulator_do(&e, "d", "total   55 ");
	ck_assert_ptr_null(strstr(e.received.data, LEAVE_ALTERNATE_SCREEN));
	emulator_do(&e, "e", "total   65 ");
	/* The editor had the terminal. */
	ck_assert_ptr_nonnull(strstr(e.received.data, LEAVE_ALTERNATE_SCREEN));
	emulator_expect(&e, "your edited copy");
	emulator_expect(&e, "1 of 1 checks fail");
	emulator_do(&e, "u", "total   55 ");
	emulator_expect_gone(&e, "your edited copy");
	emulator_do(&e, "u", "total   65 ");
	ck_assert(is_as_shipped(ORIGINAL));
	ck_assert(exists(COPY));
	ck_assert(!is_as_shipped(COPY));
	/* What the page claims is of the pack's program. */
	emulator_do(&e, "q", "Its total is 55");
	emulator_expect_gone(&e, "65");
	close_page(&e);
}
END_TEST

START_TEST(a_copy_is_there_the_next_time)
{
	struct emulator e;

	open_page(&e, OFF_BY_ONE, false);
	emulator_do(&e, "s", "the original");
	emulator_do(&e, "e", "your edited copy \xC2\xB7 runs, 0 of 1 checks hold");
	ck_assert_int_eq(emulator_close(&e), 0);
	open_page(&e, OFF_BY_ONE, true);
	emulator_do(&e, "d", "your edited copy");
	emulator_expect(&e, "total   65 ");
	close_page(&e);
}
END_TEST

START_TEST(visual_comes_before_editor_and_may_fail)
{
	const char *data = emulator_make_data("screens");
	const char *more[] = {data, "VISUAL=exit 3;", OFF_BY_ONE, NULL};
	struct emulator e;

	emulator_open(&e, 100, 40, more);
	emulator_do(&e, "/slow sum", "What is a slow sum?");
	emulator_do(&e, "\rs", "the original");
	emulator_do(&e, "e", "exit 3; ended with status 3.");
	close_page(&e);
}
END_TEST

START_TEST(what_was_moved_stays_moved_in_another_source)
{
	struct emulator e;

	open_page(&e, OFF_BY_ONE, false);
	emulator_do(&e, "d", "total   55 ");
	emulator_do(&e, "20\r", "total   210 ");
	emulator_do(&e, "e", "total   230 ");
	emulator_expect(&e, "terms          20 ");
	close_page(&e);
}
END_TEST

START_TEST(compile_errors_stand_below_their_lines)
{
	struct emulator e;
	int row;

	open_page(&e, "EDITOR=sed -i 's/total = 0, x = 0;/total = 0, x = oops;/'", false);
	emulator_do(&e, "s", "the original");
	emulator_do(&e, "e", "your edited copy \xC2\xB7 1 error");
	emulator_expect(&e, "\xE2\x96\xB2 ");
	row = emulator_row_of(&e, "x = oops;");
	ck_assert_int_gt(row, 0);
	ck_assert_int_eq(emulator_row_of(&e, "\xE2\x96\xB2 'oops' undeclared"), row + 1);
	emulator_do(&e, "g}", "oops");
	/* The demo says so, too, with the line. */
	emulator_do(&e, "qd", "doesn't compile: line 19");
	close_page(&e);
}
END_TEST

START_TEST(the_difference_is_shown_and_reverted_on_demand)
{
	struct emulator e;

	open_page(&e, OFF_BY_ONE, false);
	emulator_do(&e, "s", "the original");
	emulator_do(&e, "c", "You have no edited copy");
	emulator_do(&e, "R", "There is nothing to revert.");
	emulator_do(&e, "e", "your edited copy");
	emulator_do(&e, "c", "1 change");
	emulator_expect(&e, "-         total += i + 1;");
	emulator_expect(&e, "+         total += i + 2;");
	emulator_expect_gone(&e, "demo_open"); /* far from the change */
	emulator_do(&e, "R", "throw your copy away");
	emulator_do(&e, "n", "? help");
	ck_assert(exists(COPY));
	emulator_do(&e, "Ry", "Your copy is gone; this is the original.");
	ck_assert(!exists(COPY));
	emulator_expect(&e, "the original");
	close_page(&e);
}
END_TEST

START_TEST(without_an_editor_there_is_one_of_our_own)
{
	struct emulator e;

	open_page(&e, NULL, false);
	emulator_do(&e, "s", "the original");
	emulator_do(&e, "e", "ctrl-s save");
	emulator_do(&e,
		"// by me?q"
		"\r",
		"// by me?q");
	emulator_expect(&e, "changed");
	emulator_do(&e, KEY_DOWN KEY_END "x", "line 3");
	emulator_expect(&e, "lab/demo.h\"x");
	emulator_type(&e, ESCAPE);
	emulator_expect(&e, "throw my changes away");
	emulator_do(&e, "n", "ctrl-s save");
	emulator_do(&e, CTRL_U, "lab/demo.h\"");
	emulator_do(&e, CTRL_S, "runs, 1 of 1 checks hold");
	emulator_expect(&e, "// by me?q");
	emulator_do(&e, "c", "+ // by me?q");
	emulator_do(&e, "e" KEY_DELETE KEY_DELETE, "changed");
	emulator_do(&e, ESCAPE "y", "your copy against");
	emulator_expect(&e, "+ // by me?q");
	close_page(&e);
}
END_TEST

START_TEST(what_was_not_saved_at_a_signal_is_not_lost)
{
	struct emulator e;

	open_page(&e, NULL, false);
	emulator_do(&e, "s", "the original");
	emulator_do(&e, "e", "ctrl-s save");
	emulator_do(&e, "// precious", "// precious");
	kill(e.pid, SIGHUP);
	ck_assert_int_eq(emulator_wait_for_end(&e), 0);
	emulator_close(&e);
	open_page(&e, NULL, true);
	emulator_do(&e, "s", "your edited copy");
	emulator_expect_gone(&e, "precious");
	emulator_do(&e, "e", "This is what you had not saved last time.");
	emulator_expect(&e, "// precious");
	emulator_do(&e, CTRL_S, "your edited copy");
	emulator_expect(&e, "// precious");
	close_page(&e);
}
END_TEST

/* ---- the text that is edited */

static void type(struct edit_text *t, const char *s)
{
	for (; *s; s++)
		ck_assert(edit_text_insert(t, s, 1));
}

START_TEST(text_is_changed_and_every_change_is_taken_back)
{
	struct edit_text t;
	size_t line, col;

	edit_text_init(&t);
	type(&t, "one two\n\tthree\n");
	edit_text_go_to(&t, 1);
	edit_text_move(&t, 2);
	edit_text_cursor(&t, &line, &col);
	ck_assert_uint_eq(line, 1);
	ck_assert_uint_eq(col, 5); /* a tab is four cells */
	type(&t, "X");
	ck_assert(edit_text_delete(&t, true));
	ck_assert(edit_text_delete(&t, false));
	ck_assert_str_eq(t.text.data, "one two\n\ttree\n");
	while (edit_text_undo(&t))
		;
	ck_assert_str_eq(t.text.data, "");
	ck_assert_uint_eq(t.at, 0);
	edit_text_done(&t);
}
END_TEST

START_TEST(up_and_down_keep_the_column_past_short_lines)
{
	struct edit_text t;
	size_t line, col;

	edit_text_init(&t);
	type(&t, "a long line\nb\nanother line\n");
	edit_text_go_to(&t, 0);
	edit_text_move(&t, 7);
	edit_text_move_lines(&t, 1);
	edit_text_cursor(&t, &line, &col);
	ck_assert_uint_eq(col, 1);
	edit_text_move_lines(&t, 1);
	edit_text_cursor(&t, &line, &col);
	ck_assert_uint_eq(line, 2);
	ck_assert_uint_eq(col, 7);
	edit_text_move_lines(&t, 100);
	ck_assert_uint_eq(t.at, t.text.n);
	edit_text_done(&t);
}
END_TEST

static unsigned next_random(unsigned *state)
{
	*state = *state * 1664525U + 1013904223U;
	return *state >> 16;
}

/* Anything, with letters of one to four bytes and broken ones. */
START_TEST(any_edits_are_undone_to_the_letter)
{
	static const char *const pieces[] = {"a", " ", "\n", "\t", "\xC3\xA4", "\xE2\x96\xB2",
		"\xF0\x9F\x98\x80", "\xFF", "\x80"};
	unsigned state = 7;

	for (int round = 0; round < 50; round++) {
		struct edit_text t;

		edit_text_init(&t);
		for (int i = 0; i < 200; i++) {
			const char *piece = pieces[next_random(&state) % 9];

			switch (next_random(&state) % 6) {
			case 0:
				edit_text_delete(&t, true);
				break;
			case 1:
				edit_text_delete(&t, false);
				break;
			case 2:
				edit_text_move(&t, (int)(next_random(&state) % 9) - 4);
				break;
			case 3:
				edit_text_move_lines(&t, (long)(next_random(&state) % 5) - 2);
				break;
			default:
				ck_assert(edit_text_insert(&t, piece, strlen(piece)));
			}
			ck_assert_uint_le(t.at, t.text.n);
		}
		while (edit_text_undo(&t))
			ck_assert_uint_le(t.at, t.text.n);
		ck_assert_uint_eq(t.text.n, 0);
		edit_text_done(&t);
	}
}
END_TEST

/* ---- what differs */

/* Does the list turn one text into the other? Returns the lines that stay. */
static size_t replay(const char *a, const char *b)
{
	struct line_diff d;
	size_t i = 0, j = 0, same = 0;

	ck_assert_int_eq(line_diff(&d, a, strlen(a), b, strlen(b)), STATUS_OK);
	for (size_t k = 0; k < d.n; k++) {
		const struct diff_line *l = &d.lines[k];

		ck_assert_uint_eq(l->before, i);
		ck_assert_uint_eq(l->after, j);
		if (l->kind == DIFF_SAME) /* lines of one letter and a newline */
			ck_assert_int_eq(a[2 * i], b[2 * j]);
		same += l->kind == DIFF_SAME;
		i += l->kind != DIFF_NEW;
		j += l->kind != DIFF_GONE;
	}
	ck_assert_uint_eq(i, strlen(a) / 2);
	ck_assert_uint_eq(j, strlen(b) / 2);
	ck_assert_uint_eq(d.n_gone, i - same);
	ck_assert_uint_eq(d.n_new, j - same);
	line_diff_done(&d);
	return same;
}

/* The most lines in common, by trying all: the reference. */
static size_t most_common(const char *a, const char *b)
{
	size_t with, without_a, without_b;

	if (!*a || !*b)
		return 0;
	if (*a == *b) {
		with = 1 + most_common(a + 2, b + 2);
		return with;
	}
	without_a = most_common(a + 2, b);
	without_b = most_common(a, b + 2);
	return without_a > without_b ? without_a : without_b;
}

START_TEST(a_difference_is_right_and_as_small_as_can_be)
{
	unsigned state = 3;

	for (int round = 0; round < 300; round++) {
		char texts[2][24] = {"", ""};

		for (int side = 0; side < 2; side++)
			for (unsigned n = next_random(&state) % 9; n > 0; n--)
				strcat(texts[side], (const char *[]){"a\n", "b\n",
							    "c\n"}[next_random(&state) % 3]);
		ck_assert_uint_eq(replay(texts[0], texts[1]), most_common(texts[0], texts[1]));
	}
}
END_TEST

START_TEST(a_last_line_without_its_newline_differs)
{
	struct line_diff d;

	ck_assert_int_eq(line_diff(&d, "a\nb\n", 4, "a\nb", 3), STATUS_OK);
	ck_assert_uint_eq(d.n_gone, 1);
	ck_assert_uint_eq(d.n_new, 1);
	line_diff_done(&d);
	ck_assert_int_eq(line_diff(&d, "", 0, "", 0), STATUS_OK);
	ck_assert_uint_eq(d.n, 0);
	line_diff_done(&d);
}
END_TEST

/* The n-th allocation fails, for every n. */
/* `source` as lines of `cols` cells, without their ends. */
static void expect_lines(const char *source, int cols, const char *expected)
{
	const struct output_style plain = {0};
	struct source_spots spots = {0};
	struct buf text, shown;
	struct lines lines;

	buf_init(&text);
	buf_init(&shown);
	lines_init(&lines);
	buf_puts(&text, source);
	ck_assert_int_eq(source_lines_all(&lines, &spots, &text, NULL, cols), STATUS_OK);
	lines_write(&shown, &lines, &plain);
	ck_assert_str_eq(shown.data, expected);
	source_spots_done(&spots);
	lines_done(&lines);
	buf_done(&shown);
	buf_done(&text);
}

START_TEST(long_lines_go_on_with_whole_words_right_of_where_they_began)
{
	expect_lines("int f\n\tint n;", 40, "    1 int f\n    2     int n;\n");
	expect_lines("a\n  return first + second(third) * fourth;", 24,
		"    1 a\n    2   return first +\n          second(third)\n          * fourth;\n");
	expect_lines("/* one two three four five */", 20,
		"    1 /* one two\n        three four\n        five */\n");
	/* A word that fits in no line is cut; one without any room is, too. */
	expect_lines("x = abcdefghijklmnopqrstuvwxyz;", 20,
		"    1 x = abcdefghij\n        klmnopqrstuv\n        wxyz;\n");
	expect_lines("abc def", 8, "    1 ab\n      c\n      de\n      f\n");
	expect_lines("abc", 6, "    1\n");
}
END_TEST

START_TEST(out_of_memory_is_a_status_and_loses_nothing)
{
	struct edit_text t;
	struct line_diff d;
	bool failed = true;

	for (size_t n = 0; failed; n++) {
		enum status status;

		memory_fail_after(n);
		status = line_diff(&d, "a\nb\nc\n", 6, "a\nc\nd\n", 6);
		failed = memory_restore();
		ck_assert_int_eq(status, failed ? STATUS_NO_MEMORY : STATUS_OK);
		ck_assert_uint_eq(d.n_new, !failed);
		line_diff_done(&d);
	}
	failed = true;
	for (size_t n = 0; failed; n++) {
		bool inserted, deleted;

		edit_text_init(&t);
		ck_assert(edit_text_insert(&t, "one\n", 4));
		memory_fail_after(n);
		inserted = edit_text_insert(&t, "two\n", 4);
		deleted = edit_text_delete(&t, true);
		failed = memory_restore();
		ck_assert_uint_eq(t.text.n, 4U + (inserted ? 4U : 0U) - deleted);
		ck_assert_int_eq(strncmp(t.text.data, "one", 3), 0);
		edit_text_done(&t);
	}
}
END_TEST

Suite *tui_source_suite(void)
{
	Suite *suite = suite_create("tui_source");
	TCase *screen = tcase_create("screen"), *parts = tcase_create("parts");

	tcase_add_test(screen, a_copy_is_edited_and_run_and_the_pack_stays);
	tcase_add_test(screen, a_copy_is_there_the_next_time);
	tcase_add_test(screen, visual_comes_before_editor_and_may_fail);
	tcase_add_test(screen, what_was_moved_stays_moved_in_another_source);
	tcase_add_test(screen, compile_errors_stand_below_their_lines);
	tcase_add_test(screen, the_difference_is_shown_and_reverted_on_demand);
	tcase_add_test(screen, without_an_editor_there_is_one_of_our_own);
	tcase_add_test(screen, what_was_not_saved_at_a_signal_is_not_lost);
	tcase_add_test(parts, text_is_changed_and_every_change_is_taken_back);
	tcase_add_test(parts, up_and_down_keep_the_column_past_short_lines);
	tcase_add_test(parts, any_edits_are_undone_to_the_letter);
	tcase_add_test(parts, a_difference_is_right_and_as_small_as_can_be);
	tcase_add_test(parts, a_last_line_without_its_newline_differs);
	tcase_add_test(parts, long_lines_go_on_with_whole_words_right_of_where_they_began);
	tcase_add_test(parts, out_of_memory_is_a_status_and_loses_nothing);
	suite_add_tcase(suite, screen);
	suite_add_tcase(suite, parts);
	return suite;
}
