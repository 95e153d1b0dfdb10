/* The reader's settings, and what is said of mistakes in them. */
#include "study/settings.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[64];

static void make_path(void)
{
	int fd;

	strcpy(path, "/tmp/gradus-settings-XXXXXX");
	fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	close(fd);
}

static void remove_path(void)
{
	unlink(path);
}

static enum status read_settings(const char *text, struct settings *s, struct buf *said)
{
	FILE *f = fopen(path, "we");
	struct diags diags;
	enum status status;

	fputs(text, f);
	fclose(f);
	diags_init(&diags);
	status = settings_read(s, path, &diags);
	diags_sort(&diags);
	diags_write(&diags, said);
	diags_done(&diags);
	return status;
}

START_TEST(every_key_is_heeded)
{
	static const char text[] =
		"# mine\nretention: 0.85\nnew-per-day: 0\nmaximum-interval: 365\n"
		"background: light\nlearning-steps: [5, 30, 600]\nrelearning-steps: none\n"
		"weights: [.3, 1.2931, 2.3065, 8.2956, 6.4133, .8334, 3.0194, .001, 1.8722, .1666,"
		" .796, 1.4835, .0614, .2629, 1.6483, .6014, 1.8729, .5425, .0912, .0658, 0.2]\n";
	struct settings s;
	struct buf said;

	buf_init(&said);
	ck_assert_int_eq(read_settings(text, &s, &said), STATUS_OK);
	ck_assert_str_eq(said.data, "");
	ck_assert_double_eq(s.fsrs.retention, 0.85);
	ck_assert_uint_eq(s.new_a_day, 0);
	ck_assert_int_eq(s.background, SETTINGS_LIGHT);
	ck_assert_int_eq(s.fsrs.max_interval, 365);
	ck_assert_uint_eq(s.fsrs.learning.n, 3);
	ck_assert_int_eq(s.fsrs.learning.minutes[2], 600);
	ck_assert_uint_eq(s.fsrs.relearning.n, 0);
	ck_assert_double_eq(s.fsrs.w[0], 0.3);
	ck_assert_double_eq(s.fsrs.w[20], 0.2);
	buf_done(&said);
}
END_TEST

START_TEST(nothing_set_is_as_by_default)
{
	static const char *const texts[] = {"", "# nothing yet\n", "retention: 0.9\n"};
	const struct settings defaults = settings_defaults();

	for (size_t i = 0; i <= sizeof(texts) / sizeof(texts[0]); i++) {
		struct settings s;
		struct buf said;

		buf_init(&said);
		if (i == sizeof(texts) / sizeof(texts[0])) {
			struct diags diags;

			diags_init(&diags);
			ck_assert_int_eq(
				settings_read(&s, "/no/such/file.yaml", &diags), STATUS_OK);
			diags_done(&diags);
		} else {
			ck_assert_int_eq(read_settings(texts[i], &s, &said), STATUS_OK);
		}
		ck_assert_str_eq(said.data, "");
		ck_assert_uint_eq(s.new_a_day, defaults.new_a_day);
		ck_assert_mem_eq(s.fsrs.w, defaults.fsrs.w, sizeof(s.fsrs.w));
		buf_done(&said);
	}
}
END_TEST

START_TEST(all_mistakes_are_told_with_their_places)
{
	static const char text[] = "retention: 1.5\n"
				   "new-per-day: 2.5\n"
				   "maximum-interval: 0\n"
				   "learning-steps: [1, x]\n"
				   "relearning-steps: [1, 2, 3, 4, 5, 6, 7, 8, 9]\n"
				   "weights: [1, 2]\n"
				   "retention: 0.9\n"
				   "new-per-dey: 3\n"
				   "background: pink\n";
	static const char *const expected[] = {
		":1:12: error: retention: expected a number from 0.7 to 0.99, not '1.5'\n",
		":2:14: error: new-per-day: expected a whole number, not '2.5'\n",
		":3:19: error: maximum-interval: expected a number from 1 to 36500, not '0'\n",
		":4:17: error: learning-steps: expected minutes from 1 to 1439, or none, not 'x'\n",
		":5:19: error: relearning-steps: expected at most 8 steps, not 9\n",
		":6:10: error: weights: expected the 21 numbers of FSRS-6, not 2\n",
		":9:13: error: background: expected dark or light, not 'pink'\n",
		":7:1: error: 'retention' is given twice\n",
		":8:1: error: unknown key 'new-per-dey' of the settings; did you mean "
		"'new-per-day'?\n",
	};
	struct settings s;
	struct buf said;
	size_t n = 0;

	buf_init(&said);
	ck_assert_int_eq(read_settings(text, &s, &said), STATUS_INVALID);
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
		ck_assert_msg(
			strstr(said.data, expected[i]), "no '%s' in\n%s", expected[i], said.data);
	for (const char *at = said.data; (at = strchr(at, '\n')) != NULL; at++)
		n++;
	ck_assert_uint_eq(n, sizeof(expected) / sizeof(expected[0]));
	buf_done(&said);
}
END_TEST

START_TEST(what_is_no_mapping_is_refused)
{
	static const char *const texts[] = {"- 1\n", "retention: [0.9\n", "retention: {a: 1}\n",
		"weights: [.3, 1.2931, 2.3065, 8.2956, 6.4133, .8334, 3.0194, .001, 1.8722, .1666,"
		" .796, 1.4835, .0614, .2629, 1.6483, .6014, 1.8729, .5425, .0912, .0658, 0.05]\n",
		"retention: nan\n"};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct settings s;
		struct buf said;

		buf_init(&said);
		ck_assert_int_eq(read_settings(texts[i], &s, &said), STATUS_INVALID);
		ck_assert_ptr_nonnull(strstr(said.data, ": error: "));
		buf_done(&said);
	}
}
END_TEST

Suite *settings_suite(void)
{
	Suite *s = suite_create("settings");
	TCase *t = tcase_create("settings");

	tcase_add_checked_fixture(t, make_path, remove_path);
	tcase_add_test(t, every_key_is_heeded);
	tcase_add_test(t, nothing_set_is_as_by_default);
	tcase_add_test(t, all_mistakes_are_told_with_their_places);
	tcase_add_test(t, what_is_no_mapping_is_refused);
	suite_add_tcase(s, t);
	return s;
}
