/* The commands as a reader types them. */
#include "base/text.h"
#include "support/command.h"

#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void expect(const char *words, int exit_status, const char *out, const char *err)
{
	struct command_result r = command_line(words);

	ck_assert_msg(r.exit_status == exit_status, "gradus %s: exit %d, expected %d\n%s%s", words,
		r.exit_status, exit_status, r.out, r.err);
	ck_assert_msg(!out || strstr(r.out, out), "gradus %s: no '%s' in\n%s", words, out, r.out);
	ck_assert_msg(!err || strstr(r.err, err), "gradus %s: no '%s' in\n%s", words, err, r.err);
	command_free(&r);
}

START_TEST(without_a_terminal_gradus_prints_an_overview)
{
	struct command_result r = command_run(NULL, NULL);

	ck_assert_int_eq(r.exit_status, 0);
	ck_assert_ptr_nonnull(strstr(r.out, "53 questions"));
	ck_assert_str_eq(r.err, "");
	command_free(&r);
}
END_TEST

START_TEST(wrong_usage_exits_2_and_says_what_is_right)
{
	static const struct {
		const char *words, *err;
	} rows[] = {
		{"lisst", "did you mean 'list'?"},
		{"show", "show needs one page"},
		{"show adamm", "the nearest: adam"},
		{"show vanishing", "vanishing-gradient"},
		{"show adam --width 5", "--width is a number of cells from 10 to 1000"},
		{"show adam --section Nothing", "there are: Short answer, Explanation"},
		{"list --level expert", "beginner, intermediate or senior"},
		{"list --color red", "auto, always or never"},
		{"run", "needs the name of a demo"},
		{"run vanishing-gradient depth=1000", "depth=1000 is out of range: 2..100"},
		{"run vanishing-gradient depth=x", "depth"},
		{"run vanishing-gradient deep=3", "depth"},
		{"run vanishing-gradient init=best", "xavier"},
		{"search", "search needs words"},
		{"search xyzzyplugh", "nothing found"},
		{"search a --count 0", "from 1 to 100"},
		{"check nothing-of-that-name", "there is no page"},
		{"check -j 0", "-j is a number"},
		{"check src", "expected a folder with a pack.yaml"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect(rows[i].words, 2, NULL, rows[i].err);
}
END_TEST

/* A pack of the reader's own, whose last question has no page. */
START_TEST(planned_question_is_listed_but_neither_shown_nor_run)
{
	static const struct {
		const char *args[4];
		int exit_status;
		const char *says;
	} rows[] = {
		{{"show", "fourth"}, 2, "is planned: its answer is not yet written"},
		{{"run", "fourth"}, 2, "has no demo: it is planned"},
		{{"list", "--pack", "powers"}, 0, "4 \xC2\xB7 fourth "},
	};
	char home[] = "/tmp/gradus-cli-XXXXXX", data_home[64], folder[64], packs[80];
	char *here = realpath("tests/data/study/packs", NULL);
	const char *const more[] = {data_home, NULL};

	ck_assert_ptr_nonnull(mkdtemp(home));
	ck_assert_ptr_nonnull(here);
	snprintf(data_home, sizeof(data_home), "XDG_DATA_HOME=%s", home);
	snprintf(folder, sizeof(folder), "%s/gradus", home);
	snprintf(packs, sizeof(packs), "%s/packs", folder);
	ck_assert_int_eq(mkdir(folder, 0700), 0);
	ck_assert_int_eq(symlink(here, packs), 0);
	free(here);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct command_result r = command_run(rows[i].args, more);

		ck_assert_int_eq(r.exit_status, rows[i].exit_status);
		ck_assert_msg(strstr(rows[i].exit_status ? r.err : r.out, rows[i].says),
			"no '%s' in\n%s%s", rows[i].says, r.out, r.err);
		command_free(&r);
	}
	ck_assert_int_eq(unlink(packs), 0);
	snprintf(packs, sizeof(packs), "rm -rf '%s'", home);
	ck_assert_int_eq(system(packs), 0);
}
END_TEST

START_TEST(every_command_has_help)
{
	expect("--help", 0, "usage: gradus", NULL);
	expect("--version", 0, "gradus 0.1.0", NULL);
	expect("list --help", 0, "usage: gradus list", NULL);
	expect("show -h", 0, "usage: gradus show", NULL);
	expect("run --help", 0, "NAME=VALUE", NULL);
	expect("search --help", 0, "--count", NULL);
	expect("help check", 0, "--corners", NULL);
}
END_TEST

START_TEST(list_filters_and_has_every_question)
{
	struct command_result r = command_line("list --json");
	json_t *all = json_loads(r.out, 0, NULL);
	size_t written = 0;

	ck_assert_uint_eq(json_array_size(all), 81);
	for (size_t i = 0; i < 81; i++)
		written += json_is_true(json_object_get(json_array_get(all, i), "written"));
	ck_assert_uint_ge(written, 4);
	ck_assert_str_eq(
		json_string_value(json_object_get(json_array_get(all, 74), "slug")), "adam");
	json_decref(all);
	command_free(&r);
	expect("list --level senior", 0, "information-geometry", NULL);
	expect("list --topic optimizers", 0, "adam", NULL);
	expect("list --topic nothing", 2, NULL, "no question matches");
}
END_TEST

START_TEST(show_prints_a_page_with_its_live_numbers)
{
	expect("show adam", 0, "Short answer", NULL);
	expect("show 075 --section Key", 0, "Key points", NULL);
	expect("show questions/cost-functions/075-adam.md", 0, "Explanation", NULL);
	expect("show question:adam", 0, "Explanation", NULL);
	expect("show cost-functions/adam", 0, "Explanation", NULL);
	expect("show README.md", 0, "gradus", NULL);
}
END_TEST

START_TEST(show_wraps_a_long_title_below_itself)
{
	expect("show direct-preference-optimization --width 80", 0,
		" 42 \xC2\xB7 What is Direct Preference Optimization (DPO) and how does it "
		"simplify\n"
		"      RLHF?  ",
		NULL);
	expect("show direct-preference-optimization --width 40", 0, "simplify RLHF?\n senior",
		NULL);
}
END_TEST

START_TEST(show_keeps_the_answers_of_the_quiz_to_itself)
{
	struct command_result r = command_line("show adam");

	ck_assert_ptr_nonnull(strstr(r.out, "Quiz"));
	ck_assert_ptr_null(strstr(r.out, "[x]"));
	ck_assert_ptr_null(strstr(r.out, "\xE2\x98\x91"));
	command_free(&r);
}
END_TEST

START_TEST(show_ends_with_the_command_that_asks_the_quiz)
{
	expect("show adam --width 80", 0, "items: gradus quiz --page adam\n", NULL);
	expect("show questions/cost-functions/075-adam.md", 0, "gradus quiz --page adam\n", NULL);
	/* A lesson has a question's slug; a slug may be too long for the line. */
	expect("show lesson:gradient-descent", 0, "gradus quiz --page lesson:gradient-descent\n",
		NULL);
	expect("show stochastic-gradient-descent --width 40", 0, "gradus quiz --page 10\n", NULL);
}
END_TEST

START_TEST(run_as_json_has_values_checks_and_plots)
{
	struct command_result r = command_line("run vanishing-gradient depth=5 --json");
	json_t *all = json_loads(r.out, 0, NULL);
	json_t *check = json_array_get(json_object_get(all, "checks"), 0);
	json_t *plot = json_array_get(json_object_get(all, "plots"), 0);

	ck_assert_int_eq(r.exit_status, 0);
	ck_assert_int_eq(
		json_integer_value(json_object_get(json_object_get(all, "params"), "depth")), 5);
	ck_assert(json_real_value(json_object_get(json_object_get(all, "values"), "shrink")) > 0);
	ck_assert(json_is_true(json_object_get(check, "pass")));
	ck_assert_uint_gt(json_array_size(json_object_get(plot, "series")), 0);
	json_decref(all);
	command_free(&r);
	expect("run adam --source", 0, "#include \"lab/demo.h\"", NULL);
}
END_TEST

static void assert_fits(const char *slug, int width)
{
	char words[80];
	struct command_result r;

	snprintf(words, sizeof(words), "run %s --width %d", slug, width);
	r = command_line(words);
	ck_assert_int_eq(r.exit_status, 0);
	for (const char *at = r.out; *at; at += strcspn(at, "\n") + 1) {
		size_t n = strcspn(at, "\n");

		ck_assert_msg(text_cells(at, n) <= (size_t)width, "gradus %s: wider: %.*s", words,
			(int)n, at);
	}
	command_free(&r);
}

/* Long ranges, long texts, long comparisons, tables of six columns. */
START_TEST(run_fits_the_width)
{
	static const char *const slugs[] = {
		"l1-regularization", "attention-dynamics", "feature-scaling", "cost-function"};
	static const int widths[] = {36, 40, 60, 80};

	for (size_t i = 0; i < sizeof(slugs) / sizeof(slugs[0]); i++)
		for (size_t k = 0; k < sizeof(widths) / sizeof(widths[0]); k++)
			assert_fits(slugs[i], widths[k]);
	expect("run l1-regularization --width 40", 0,
		"   lambda             100\n"
		"     penalty \xCE\xBB (1 to 1000, log scale)\n",
		NULL);
	expect("run l1-regularization --width 40", 0,
		"   order\n     bmi s5 bp s3 sex s6 s1 s4 s2 age\n     -s3 s3\n     who enters",
		NULL);
	expect("run l1-regularization --width 60", 0,
		"   lambda             100   1 to 1000, log scale\n"
		"     penalty \xCE\xBB\n",
		NULL);
	expect("run l1-regularization --width 80", 0,
		"   lambda             100   1 to 1000, log scale  penalty \xCE\xBB\n", NULL);
}
END_TEST

START_TEST(search_ranks_pages_and_shows_the_line)
{
	expect("search adam bias correction", 0, "Adam optimizer", NULL);
	expect("search vanishing", 0, "vanishing-gradient", NULL);
	/* A slug finds its own page first. */
	expect("search attention-dynamics --count 1", 0, " 29 ", NULL);
	expect("search diffusion-models --count 1", 0, " 37 ", NULL);
}
END_TEST

/* Bytes that no output may hold: C0 but the newline, DEL, C1 as UTF-8. */
static const char *first_unsafe(const char *s)
{
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if ((c < 0x20 && c != '\n') || c == 0x7F)
			return s;
		if (c == 0xC2 && (unsigned char)s[1] >= 0x80 && (unsigned char)s[1] < 0xA0)
			return s;
		if (c == 0xE2 && (unsigned char)s[1] == 0x80 && (unsigned char)s[2] == 0xAE)
			return s;
	}
	return NULL;
}

START_TEST(nothing_hostile_reaches_the_output)
{
	static const char *const lines[] = {"show tests/data/pages/hostile.md",
		"show tests/data/pages/hostile.md --plain",
		"show tests/data/pages/hostile.md --width 20", "check tests/data/pages/hostile.md",
		"show no\033[31m\302\233such", "search \033[31m", "run \033]0;x\007"};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct command_result r = command_line(lines[i]);

		ck_assert_msg(!first_unsafe(r.out), "%s: %s", lines[i], r.out);
		ck_assert_msg(!first_unsafe(r.err), "%s: %s", lines[i], r.err);
		command_free(&r);
	}
}
END_TEST

START_TEST(color_follows_the_reader_and_the_terminal)
{
	static const char *const args[] = {"show", "adam", "--color", "always", NULL};
	static const char *const none[] = {"NO_COLOR=1", NULL};
	static const char *const true_color[] = {"COLORTERM=truecolor", NULL};
	struct command_result r = command_run(args, NULL);

	ck_assert_ptr_nonnull(strstr(r.out, "\033[0;1;38;5;"));
	command_free(&r);
	r = command_run(args, none);
	ck_assert_ptr_null(strstr(r.out, ";38;"));
	ck_assert_ptr_nonnull(strstr(r.out, "\033[0;1m"));
	command_free(&r);
	r = command_run(args, true_color);
	ck_assert_ptr_nonnull(strstr(r.out, ";38;2;"));
	command_free(&r);
	r = command_line("show adam");
	ck_assert_ptr_null(strchr(r.out, '\033'));
	command_free(&r);
}
END_TEST

START_TEST(another_locale_gets_ascii)
{
	static const char *const args[] = {"show", "adam", NULL};
	static const char *const c_locale[] = {"LC_ALL=C", NULL};
	struct command_result r = command_run(args, c_locale);

	ck_assert_int_eq(r.exit_status, 0);
	for (const char *s = r.out; *s; s++)
		ck_assert_msg((unsigned char)*s < 0x80, "%.40s", s);
	command_free(&r);
}
END_TEST

START_TEST(a_bad_pack_makes_check_exit_1)
{
	expect("check tests/data/packs/wrong", 1, "43 errors",
		"001-parabola.md:11:40: error: '9.1' is written, but square is 9");
	expect("check tests/data/packs/wrong --json", 1, "\"column\":40", NULL);
}
END_TEST

Suite *cli_suite(void)
{
	Suite *s = suite_create("cli");
	TCase *t = tcase_create("cli");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, without_a_terminal_gradus_prints_an_overview);
	tcase_add_test(t, wrong_usage_exits_2_and_says_what_is_right);
	tcase_add_test(t, planned_question_is_listed_but_neither_shown_nor_run);
	tcase_add_test(t, every_command_has_help);
	tcase_add_test(t, list_filters_and_has_every_question);
	tcase_add_test(t, show_prints_a_page_with_its_live_numbers);
	tcase_add_test(t, show_wraps_a_long_title_below_itself);
	tcase_add_test(t, show_keeps_the_answers_of_the_quiz_to_itself);
	tcase_add_test(t, show_ends_with_the_command_that_asks_the_quiz);
	tcase_add_test(t, run_as_json_has_values_checks_and_plots);
	tcase_add_test(t, run_fits_the_width);
	tcase_add_test(t, search_ranks_pages_and_shows_the_line);
	tcase_add_test(t, nothing_hostile_reaches_the_output);
	tcase_add_test(t, color_follows_the_reader_and_the_terminal);
	tcase_add_test(t, another_locale_gets_ascii);
	tcase_add_test(t, a_bad_pack_makes_check_exit_1);
	suite_add_tcase(s, t);
	return s;
}
