/* `gradus new`: what it makes is right, and nothing is overwritten. */
#include "support/command.h"

#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64];

static void setup(void)
{
	strcpy(folder, "/tmp/gradus-new-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void teardown(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", folder);
	ck_assert_int_eq(system(command), 0);
}

/* "new WORDS" with the test's folder before each word that begins with a slash. */
static void expect(const char *words, int exit_status, const char *out, const char *err)
{
	const char *home[] = {NULL, NULL};
	const char *args[COMMAND_MAX_ARGS] = {NULL};
	char copy[512], paths[COMMAND_MAX_ARGS][128], home_is[128], *rest;
	struct command_result r;
	size_t n = 0;

	snprintf(copy, sizeof(copy), "%s", words);
	snprintf(home_is, sizeof(home_is), "HOME=%s", folder);
	home[0] = home_is;
	for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		snprintf(paths[n], sizeof(paths[n]), "%s%s", *word == '/' ? folder : "", word);
		for (char *s = paths[n]; *s; s++)
			*s = *s == '~' ? ' ' : *s;
		args[n] = paths[n];
		n++;
	}
	r = command_run(args, home);
	ck_assert_msg(r.exit_status == exit_status, "gradus %s: exit %d, expected %d\n%s%s", words,
		r.exit_status, exit_status, r.out, r.err);
	ck_assert_msg(!out || strstr(r.out, out), "gradus %s: no '%s' in\n%s", words, out, r.out);
	ck_assert_msg(!err || strstr(r.err, err), "gradus %s: no '%s' in\n%s", words, err, r.err);
	command_free(&r);
}

static FILE *open_file(const char *name, const char *mode)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, mode);
	ck_assert_ptr_nonnull(file);
	return file;
}

static void write_file(const char *name, const char *text)
{
	FILE *file = open_file(name, "w");

	ck_assert_int_ge(fputs(text, file), 0);
	ck_assert_int_eq(fclose(file), 0);
}

static bool exists(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return access(path, F_OK) == 0;
}

/* The caller frees. */
static char *read_file(const char *name)
{
	FILE *file = open_file(name, "r");
	char *text = calloc(1, 1 << 16);

	ck_assert_ptr_nonnull(text);
	ck_assert_uint_gt(fread(text, 1, (1 << 16) - 1, file), 0);
	fclose(file);
	return text;
}

static void assert_has(const char *name, const char *part)
{
	char *text = read_file(name);

	ck_assert_msg(strstr(text, part), "no '%s' in %s:\n%s", part, name, text);
	free(text);
}

START_TEST(a_new_pack_is_right)
{
	expect("new pack /my-pack", 0, "/my-pack/001-first-question.md\n", NULL);
	assert_has("my-pack/pack.yaml", "name: my-pack\ntitle: \"My pack\"\n");
	expect("check --corners /my-pack", 0, "1 page, 6 live numbers, 3 quiz items", NULL);
	expect("run /my-pack/001-first-question.c last=12", 0, "best       5  ", NULL);
	expect("show /my-pack/001-first-question.md", 0, "predicts the targets", NULL);
}
END_TEST

START_TEST(a_new_question_gets_the_next_number)
{
	expect("new pack /p --title A~\"good\"~\\pack:~[it]", 0, NULL, NULL);
	assert_has("p/pack.yaml", "title: \"A \\\"good\\\" \\\\pack: [it]\"\n");
	expect("new question huber-loss --pack /p --level senior", 0, "/p/002-huber-loss.c\n",
		NULL);
	expect("new question log-loss --pack /p --title It's~\"log\":~why?", 0, NULL, NULL);
	assert_has("p/pack.yaml",
		"  - {number: 2, slug: huber-loss, level: senior, title: \"What is huber loss?\"}\n"
		"  - {number: 3, slug: log-loss, level: beginner, title: \"It's \\\"log\\\": "
		"why?\"}\n");
	expect("check /p", 0, "3 pages, 18 live numbers", NULL);
}
END_TEST

START_TEST(a_planned_question_gets_its_page)
{
	expect("new pack /p", 0, NULL, NULL);
	write_file("p/pack.yaml",
		"name: p\ntitle: P\ndescription: d\nauthors: a\nlicence: l\nversion: v\n"
		"questions:\n"
		"  - {number: 1, slug: first-question, level: beginner, title: What is the first "
		"question?}\n"
		"  - {number: 70, slug: later, level: senior, title: Question 70, asked: What "
		"comes later?}");
	expect("new question later --pack /p", 0, "/p/070-later.md\n", NULL);
	assert_has("p/070-later.md",
		"title: \"What comes later?\"\nalias: \"Question 70\"\nlevel: senior\n");
	/* The list has no newline at its end. */
	expect("new question next --pack /p", 0, "/p/071-next.md\n", NULL);
	expect("check /p", 0, "3 pages", NULL);
}
END_TEST

START_TEST(nothing_is_overwritten)
{
	expect("new pack /p", 0, NULL, NULL);
	expect("new pack /p", 1, NULL, "p: File exists\n");
	expect("new question first-question --pack /p", 2, NULL, "is there already: ");
	write_file("p/002-other.c", "mine\n");
	expect("new question other --pack /p", 1, NULL, "002-other.c: File exists\n");
	assert_has("p/002-other.c", "mine\n");
	ck_assert(!exists("p/002-other.md"));
	expect("new question next --pack /p --title a~\ttab", 2, NULL, "no control characters");
	expect("new pack /Not_a-name", 2, NULL, "'Not_a-name' is no name: expected lower-case");
	expect("new question two--hyphens --pack /p", 2, NULL, "'two--hyphens' is no name");
	expect("new question lost --pack /nowhere", 2, NULL, "expected a folder with a pack.yaml");
	ck_assert(!exists("Not_a-name"));
}
END_TEST

START_TEST(a_list_that_does_not_end_the_file_is_left_alone)
{
	static const char list[] =
		"name: p\ntitle: P\nquestions:\n"
		"  - {number: 1, slug: first-question, level: beginner, title: What is the first "
		"question?}\ndescription: d\nauthors: a\nlicence: l\nversion: v\n";
	char *after;

	expect("new pack /p", 0, NULL, NULL);
	write_file("p/pack.yaml", list);
	expect("new question next --pack /p", 2, NULL, "the list of questions does not end");
	after = read_file("p/pack.yaml");
	ck_assert_str_eq(after, list);
	free(after);
	ck_assert(!exists("p/002-next.md") && !exists("p/002-next.c"));
	expect("check /p", 0, "1 page", NULL);
}
END_TEST

START_TEST(wrong_usage_is_told)
{
	expect("new", 2, NULL, "expected 'pack' or 'question'");
	expect("new lesson x", 2, NULL, "expected 'pack' or 'question'");
	expect("new pack", 2, NULL, "expected a name behind 'pack'");
	expect("new question a b", 2, NULL, "not also 'b'");
	expect("new question a --level expert", 2, NULL, "expert");
}
END_TEST

Suite *new_suite(void)
{
	Suite *s = suite_create("new");
	TCase *t = tcase_create("new");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_new_pack_is_right);
	tcase_add_test(t, a_new_question_gets_the_next_number);
	tcase_add_test(t, a_planned_question_gets_its_page);
	tcase_add_test(t, nothing_is_overwritten);
	tcase_add_test(t, a_list_that_does_not_end_the_file_is_left_alone);
	tcase_add_test(t, wrong_usage_is_told);
	suite_add_tcase(s, t);
	return s;
}
