/* Runs that are asked for an outline: all but the points of plots. */
#include "support/demo_world.h"

#include "verify/live.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

/* Says what it was asked for, and keeps to it. */
static const char obedient_demo[] =
	"#include <stdio.h>\n"
	"#include <string.h>\n"
	"int main(int argc, char **argv)\n"
	"{\n"
	"	int whole = strcmp(argv[1], \"--outline\") != 0;\n"
	"	printf(\"gradus-demo\\t1%s\\n\", whole ? \"\" : \"\\toutline\");\n"
	"	puts(\"plot\\ta\\tx\\ty\\tlinear\\tlinear\\nseries\\tline\\ts\\t1\");\n"
	"	if (whole)\n"
	"		puts(\"p\\t1\\t2\");\n"
	"	puts(\"end\");\n"
	"}\n";

static size_t n_points(const struct job *job)
{
	const struct demo_result *r = job_result(job);

	ck_assert_msg(r->complete, "%s", r->n_errors ? r->errors[0] : "");
	return result_plot(r, "a")->series[0].n;
}

START_TEST(an_order_for_an_outline_gets_no_points)
{
	struct demo_order order = {0};
	struct demo_world w;
	struct job *job;
	char *path;

	demo_world_open(&w);
	path = demo_world_write(&w, "packs/p/001-demo.c", obedient_demo, strlen(obedient_demo));
	order.source = path;
	for (int outline = 0; outline < 2; outline++) {
		order.outline = outline;
		ck_assert_int_eq(job_run(&job, w.runner, &order), STATUS_OK);
		ck_assert_uint_eq(n_points(job), outline ? 0 : 1);
		job_free(job);
	}
	free(path);
	demo_world_close(&w);
}
END_TEST

START_TEST(runs_that_are_kept_are_never_outlines)
{
	static const char *const arguments[] = {"x=1"};
	struct live_setting setting = {0};
	struct demo_world w;
	char *path;

	demo_world_open(&w);
	path = demo_world_write(&w, "packs/p/001-demo.c", obedient_demo, strlen(obedient_demo));
	setting.source = path;
	setting.arguments = arguments;
	for (int kept = 0; kept < 2; kept++) {
		const struct live_options options = {.outline = true, .keep_output = kept};
		struct live *live;
		size_t at[2];

		ck_assert_int_eq(live_new(&live, w.runner, &options), STATUS_OK);
		for (size_t i = 0; i < 2; i++) {
			setting.n_arguments = i;
			ck_assert_int_eq(live_want(live, &setting, &at[i]), STATUS_OK);
		}
		ck_assert_int_eq(live_finish(live, NULL, NULL), STATUS_OK);
		/* At the defaults they are compared byte by byte. */
		ck_assert_uint_eq(n_points(live_job(live, at[0])), 1);
		ck_assert_uint_eq(n_points(live_job(live, at[1])), kept ? 1 : 0);
		live_free(live);
	}
	free(path);
	demo_world_close(&w);
}
END_TEST

Suite *outline_suite(void)
{
	Suite *s = suite_create("outline");
	TCase *t = tcase_create("outline");

	tcase_set_timeout(t, 30);
	tcase_add_test(t, an_order_for_an_outline_gets_no_points);
	tcase_add_test(t, runs_that_are_kept_are_never_outlines);
	suite_add_tcase(s, t);
	return s;
}
