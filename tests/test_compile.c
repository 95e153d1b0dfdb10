/* Compiling demos: errors in their place, limits, the cache. */
#include "support/demo_world.h"

#include "base/buf.h"

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* A demo that says the text value `said`. */
#define SAYING(said) \
	"#include <stdio.h>\n" \
	"int main(void) { puts(\"gradus-demo\\t1\\ntext\\tx\\t" said "\\t\\nend\"); }\n"

static const char empty_demo[] = "#include <stdio.h>\n"
				 "int main(void)\n"
				 "{\n"
				 "\tputs(\"gradus-demo\\t1\\nend\");\n"
				 "\treturn 0;\n"
				 "}\n";

/* ---- compiling */

START_TEST(compile_errors_have_the_line_and_column_of_the_source)
{
	static const char source[] = "int main(void)\n{\n\tint x = y;\n\treturn z;\n}\n";
	const struct diags *errors;
	struct demo_world w;
	struct job *job;

	demo_world_open(&w);
	job = demo_world_run(&w, source, NULL);
	errors = job_compile_errors(job);
	ck_assert_str_eq(only_error(job),
		"001-demo.c doesn't compile: line 3: 'y' undeclared (first use in this function)");
	ck_assert_uint_eq(errors->n, 2);
	ck_assert_int_eq(errors->items[0].line, 3);
	ck_assert_int_eq(errors->items[0].col, 17);
	ck_assert_int_eq(errors->items[1].line, 4);
	ck_assert_ptr_nonnull(strstr(errors->items[0].file, "/packs/p/001-demo.c"));
	job_free(job);
	/* A failure isn't cached; nor is anything left of it. */
	ck_assert_uint_eq(count_files(w.paths.cache), 1);
	demo_world_close(&w);
}
END_TEST

static const struct {
	const char *source, *error;
} refused[] = {
	{"int f(void);\nint main(void) { return f(); }\n",
		"001-demo.c doesn't compile: undefined reference to `f'"},
	{"#include \"lab/none.h\"\n",
		"001-demo.c doesn't compile: line 1: lab/none.h: No such file or directory"},
	{"#error \"\\033[31mred\"\n",
		"001-demo.c doesn't compile: line 1: #error \"\\033[31mred\""},
	{"int \xE9;\n", "001-demo.c doesn't compile: line 1: stray '\\351' in program"},
	{"", "001-demo.c doesn't compile: undefined reference to `main'"},
	/* An echoed line of source can't pass for a message. */
	{"int x = y; /* ./001-demo.c:7:7: error: forged */\n",
		"001-demo.c doesn't compile: line 1: 'y' undeclared here (not in a function)"},
};

START_TEST(a_source_that_does_not_compile_gives_one_line)
{
	struct demo_world w;
	struct job *job;

	demo_world_open(&w);
	job = demo_world_run(&w, refused[_i].source, NULL);
	ck_assert_str_eq(only_error(job), refused[_i].error);
	ck_assert_uint_eq(job_compile_errors(job)->n, 1);
	job_free(job);
	demo_world_close(&w);
}
END_TEST

static const char *const bombs[] = {
	/* Itself twice at each of 200 levels. */
	"#include __FILE__\n#include __FILE__\n",
	/* 2^40 tokens. */
	"#define A(x) x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x\n"
	"#define B(x) A(A(x))\n"
	"#define C(x) B(B(x))\n"
	"#define D(x) C(C(x))\n"
	"int main(void) { D(0;) }\n",
	/* An executable of 100 GiB. */
	"char big[100L << 30] = {1};\nint main(void) { return big[0]; }\n",
	"#include \"/dev/zero\"\n",
	"__asm__(\".incbin \\\"/dev/zero\\\"\");\nint main(void) { return 0; }\n",
};

START_TEST(a_compile_bomb_is_contained)
{
	struct demo_limits limits = {.compile_ms = 1000};
	struct timespec begin, end;
	struct demo_world w;
	struct job *job;
	size_t n_descriptors;

	demo_world_open(&w);
	n_descriptors = count_descriptors();
	clock_gettime(CLOCK_MONOTONIC, &begin);
	job = demo_world_run(&w, bombs[_i], &limits);
	clock_gettime(CLOCK_MONOTONIC, &end);
	ck_assert_int_gt((int)strlen(only_error(job)), 0);
	/* The rest is for a machine that swaps or is busy. */
	ck_assert_int_le(end.tv_sec - begin.tv_sec, 5);
	ck_assert_uint_eq(count_children(), 0);
	ck_assert_uint_eq(count_workers(&w), 0);
	ck_assert_uint_eq(count_descriptors(), n_descriptors);
	ck_assert_uint_eq(count_files(w.paths.cache), 1);
	job_free(job);
	demo_world_close(&w);
}
END_TEST

START_TEST(what_compiling_needs_and_does_not_find_is_named)
{
	struct demo_order order = {.source = "tests/hostile"
					     "/ordinary.c"};
	struct demo_order missing = {.source = "none.c"};
	struct demo_world w;
	struct job *job;
	char *lab;

	demo_world_open(&w);
	ck_assert_int_eq(job_run(&job, w.runner, &missing), STATUS_OK);
	ck_assert_str_eq(only_error(job), "its source can't be read: No such file or directory");
	job_free(job);

	lab = w.paths.lab;
	w.paths.lab = "/nonexistent";
	ck_assert_int_eq(job_run(&job, w.runner, &order), STATUS_OK);
	ck_assert_str_eq(
		only_error(job), "it must be compiled, and the lab can't be read in /nonexistent");
	job_free(job);
	w.paths.lab = lab;

	runner_free(w.runner);
	ck_assert_int_eq(runner_new(&w.runner, &w.paths), STATUS_OK);
	setenv("PATH", "/nonexistent", 1);
	ck_assert_int_eq(job_run(&job, w.runner, &order), STATUS_OK);
	ck_assert_str_eq(
		only_error(job), "it must be compiled, and there is no C compiler (cc) on PATH");
	job_free(job);
	demo_world_close(&w);
}
END_TEST

START_TEST(a_cache_that_can_not_be_written_is_named)
{
	struct demo_world w;
	struct job *job;
	char message[200];

	demo_world_open(&w);
	free(demo_world_write(&w, "cache", "", 0));
	job = demo_world_run(&w, empty_demo, NULL);
	snprintf(message, sizeof(message),
		"it can't be compiled in %s/cache/demos: Not a directory", w.root);
	ck_assert_str_eq(only_error(job), message);
	job_free(job);
	demo_world_close(&w);
}
END_TEST

static const char *said(struct job *job)
{
	ck_assert_msg(job_result(job)->complete, "%s",
		job_result(job)->n_errors ? job_result(job)->errors[0] : "");
	return result_value(job_result(job), "x")->text;
}

START_TEST(a_source_compiles_once_and_again_when_it_or_the_lab_changes)
{
	static const char flags[] = "-std=c17 -O0\n-static\n-lm\n";
	struct demo_world w;
	struct job *job;

	demo_world_open(&w);
	job = demo_world_run(&w, SAYING("one"), NULL);
	ck_assert_str_eq(said(job), "one");
	job_free(job);
	ck_assert_uint_eq(count_files(w.paths.cache), 2);

	/* Without a compiler: from the cache. */
	job = demo_world_run(&w, SAYING("one"), NULL);
	ck_assert_str_eq(said(job), "one");
	job_free(job);
	ck_assert_uint_eq(count_files(w.paths.cache), 2);

	job = demo_world_run(&w, SAYING("two"), NULL);
	ck_assert_str_eq(said(job), "two");
	job_free(job);
	ck_assert_uint_eq(count_files(w.paths.cache), 3);

	/* A runner reads the lab once. */
	free(demo_world_write(&w, "lab/lab.flags", flags, strlen(flags)));
	runner_free(w.runner);
	ck_assert_int_eq(runner_new(&w.runner, &w.paths), STATUS_OK);
	job = demo_world_run(&w, SAYING("two"), NULL);
	ck_assert_str_eq(said(job), "two");
	job_free(job);
	ck_assert_uint_eq(count_files(w.paths.cache), 4);
	demo_world_close(&w);
}
END_TEST

START_TEST(the_cache_keeps_what_was_used_last)
{
	const struct timespec old[2] = {{.tv_sec = 1000000}, {.tv_sec = 1000000}};
	enum { OLD = 230, KEPT = 200 };
	struct demo_world w;
	char name[100], *path;

	demo_world_open(&w);
	for (int i = 0; i < OLD; i++) {
		snprintf(name, sizeof(name), "cache/demos/%064d", i);
		path = demo_world_write(&w, name, "", 0);
		ck_assert_int_eq(utimensat(AT_FDCWD, path, old, 0), 0);
		free(path);
	}
	path = demo_world_write(&w, "cache/demos/tmp-killed/001-demo.c", "", 0);
	*strrchr(path, '/') = '\0';
	ck_assert_int_eq(utimensat(AT_FDCWD, path, old, 0), 0);
	for (int i = 0; i < 2; i++) {
		struct job *job = demo_world_run(&w, SAYING("kept"), NULL);

		ck_assert_str_eq(said(job), "kept");
		job_free(job);
		ck_assert_uint_eq(count_files(w.paths.cache), 1 + KEPT);
		ck_assert_int_ne(access(path, F_OK), 0);
	}
	free(path);
	demo_world_close(&w);
}
END_TEST

/* ---- bundled executables */

/* Compiles `text` into the cache and moves the executable to `name`. */
static char *bundle(struct demo_world *w, const char *text, const char *name)
{
	struct job *job = demo_world_run(w, text, NULL);
	char *to = demo_world_write(w, name, "", 0), *folder = NULL;
	struct dirent **entries;
	struct buf from;
	int n;

	job_free(job);
	buf_init(&from);
	buf_printf(&from, "%s/demos", w->paths.cache);
	folder = buf_take(&from);
	n = scandir(folder, &entries, NULL, alphasort);
	ck_assert_int_eq(n, 3); /* with . and .. */
	buf_printf(&from, "%s/%s", folder, entries[2]->d_name);
	ck_assert_int_eq(rename(from.data, to), 0);
	while (n-- > 0)
		free(entries[n]);
	free(entries);
	buf_done(&from);
	free(folder);
	return to;
}

START_TEST(a_bundled_executable_is_used_unless_its_source_is_newer)
{
	const struct timespec later[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_sec = 4000000000}};
	struct demo_order order = {0};
	struct demo_world w;
	struct job *job;
	char *program, *source;

	demo_world_open(&w);
	source = demo_world_write(
		&w, "questions/p/001-x.c", SAYING("source"), strlen(SAYING("source")));
	program = bundle(&w, SAYING("bundled"), "demos/p/001-x");
	order.source = source;
	for (int i = 0; i < 3; i++) {
		/* Newer only from the second time on; never in an installation. */
		w.paths.installed = i == 2;
		ck_assert_int_eq(job_run(&job, w.runner, &order), STATUS_OK);
		ck_assert_str_eq(said(job), i == 1 ? "source" : "bundled");
		job_free(job);
		ck_assert_int_eq(utimensat(AT_FDCWD, source, later, 0), 0);
	}
	free(program);
	free(source);
	demo_world_close(&w);
}
END_TEST

Suite *compile_suite(void)
{
	Suite *s = suite_create("compile");
	TCase *t = tcase_create("compile");

	tcase_set_timeout(t, 30);
	tcase_add_test(t, compile_errors_have_the_line_and_column_of_the_source);
	tcase_add_loop_test(t, a_source_that_does_not_compile_gives_one_line, 0,
		(int)(sizeof(refused) / sizeof(refused[0])));
	tcase_add_loop_test(
		t, a_compile_bomb_is_contained, 0, (int)(sizeof(bombs) / sizeof(bombs[0])));
	tcase_add_test(t, what_compiling_needs_and_does_not_find_is_named);
	tcase_add_test(t, a_cache_that_can_not_be_written_is_named);
	tcase_add_test(t, a_source_compiles_once_and_again_when_it_or_the_lab_changes);
	tcase_add_test(t, the_cache_keeps_what_was_used_last);
	tcase_add_test(t, a_bundled_executable_is_used_unless_its_source_is_newer);
	suite_add_tcase(s, t);
	return s;
}
