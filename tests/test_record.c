#include "demo/record.h"

#include "base/buf.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "gradus-demo\t1\n"

/* One of everything. */
static const char whole[] =
	HEAD "title\tGradient norm by layer\n"
	     "param\tint\tdepth\t20\t10\t2\t100\tlinear\tlayers\thidden layers\n"
	     "param\treal\teta\t0.10000000000000001\t0.01\t0.001\t1\tlog\t\tstep\n"
	     "param\tchoice\tact\ttanh\tsigmoid\tsigmoid|tanh|relu\tactivation\n"
	     "progress\t0.5\n"
	     "value\tshrink\t-1.2e-13\tnorm over norm\n"
	     "text\tfirst\tbmi\tfirst variable\n"
	     "check\tsame\tequal\t1\t1.5\t0.5\tclosed form\n"
	     "check\tsmall\tat_most\t3\t2\t0\tbound\n"
	     "check\tlarge\tat_least\t3\t2\t0\tbound\n"
	     "plot\tby_layer\tlayer\tnorm [1]\tlinear\tlog\n"
	     "caption\tThe norm falls\n"
	     "range\tx\t0\t20\n"
	     "series\tline\tsigmoid\t3\np\t0\t1\np\t1\tnan\np\t2\tinf\n"
	     "series\tband\tspread\t1\np\t0\t1\t2\n"
	     "series\tpoints\tnone\t0\n"
	     "plot\tloss\tw0\tw1\tsymlog\tlinear\n"
	     "grid\theat\tsurface\t3\t2\t-1\t1\t0\t5\nz\t1\t2\t3\nz\t4\tnan\t6\n"
	     "table\tpath\tA table\tstep\tloss\n"
	     "row\t'first\t0.5\nrow\t2\tnan\n"
	     "progress\t1\n"
	     "end\n";

static struct record_parser *parse(const char *text, size_t n)
{
	struct record_parser *p = record_parser_new();

	ck_assert_ptr_nonnull(p);
	record_feed(p, text, n);
	record_end(p);
	return p;
}

START_TEST(every_record_is_read)
{
	struct record_parser *p = parse(whole, strlen(whole));
	const struct demo_result *r = record_result(p);
	const struct demo_param *act = result_param(r, "act"), *eta = result_param(r, "eta");

	ck_assert_msg(r->complete, "%s", r->n_errors ? r->errors[0] : "");
	ck_assert_str_eq(r->title, "Gradient norm by layer");
	ck_assert_uint_eq(r->n_params, 3);
	ck_assert_str_eq(r->params[0].unit, "layers");
	ck_assert_str_eq(r->params[0].label, "hidden layers");
	ck_assert_double_eq(r->params[0].value, 20);
	ck_assert_double_eq(r->params[0].fallback, 10);
	ck_assert_double_eq(r->params[0].max, 100);
	ck_assert_double_eq(eta->value, 0.1);
	ck_assert(eta->is_log && !r->params[0].is_log);
	ck_assert_uint_eq(act->n_options, 3);
	ck_assert_str_eq(act->options[(int)act->value], "tanh");
	ck_assert_str_eq(act->options[(int)act->fallback], "sigmoid");
	ck_assert_double_eq(act->max, 2);
	ck_assert_double_eq(result_value(r, "shrink")->number, -1.2e-13);
	ck_assert_str_eq(result_value(r, "first")->text, "bmi");
	ck_assert_ptr_null(result_value(r, "none"));
	ck_assert_double_eq(r->progress, 1);
	record_parser_free(p);
}
END_TEST

START_TEST(checks_are_judged_here)
{
	static const bool pass[] = {true, false, true};
	struct record_parser *p = parse(whole, strlen(whole));
	const struct demo_result *r = record_result(p);

	ck_assert_uint_eq(r->n_checks, 3);
	for (size_t i = 0; i < 3; i++)
		ck_assert_int_eq(r->checks[i].pass, pass[i]);
	ck_assert_str_eq(r->checks[0].method, "closed form");
	ck_assert(!result_checks_pass(r));
	record_parser_free(p);
}
END_TEST

START_TEST(plots_and_tables_are_read)
{
	struct record_parser *p = parse(whole, strlen(whole));
	const struct demo_result *r = record_result(p);
	const struct plot *by_layer = result_plot(r, "by_layer"), *loss = result_plot(r, "loss");
	const struct table *path = result_table(r, "path");
	const struct plot_series *s;

	ck_assert_str_eq(by_layer->title, "The norm falls");
	ck_assert_int_eq(by_layer->y.scale, PLOT_LOG);
	ck_assert(by_layer->x.fixed && !by_layer->y.fixed);
	ck_assert_double_eq(by_layer->x.hi, 20);
	ck_assert_uint_eq(by_layer->n_series, 3);
	s = &by_layer->series[0];
	ck_assert_int_eq(s->kind, PLOT_LINE);
	ck_assert_uint_eq(s->n, 3);
	ck_assert(isnan(s->y[1]) && isinf(s->y[2]));
	ck_assert_double_eq(by_layer->series[1].y2[0], 2);
	ck_assert_uint_eq(by_layer->series[2].n, 0);
	ck_assert_str_eq(loss->title, "");
	s = &loss->series[0];
	ck_assert_int_eq(s->kind, PLOT_HEAT);
	ck_assert_uint_eq(s->nx, 3);
	ck_assert_uint_eq(s->ny, 2);
	ck_assert_double_eq(s->z[5], 6);
	ck_assert_double_eq(s->y1, 5);
	ck_assert_uint_eq(path->n_rows, 2);
	ck_assert_str_eq(path->columns[1], "loss");
	ck_assert_str_eq(path->cells[0].text, "first");
	ck_assert_double_eq(path->cells[1].number, 0.5);
	ck_assert(path->cells[3].is_number && isnan(path->cells[3].number));
	record_parser_free(p);
}
END_TEST

START_TEST(bytes_may_be_cut_anywhere)
{
	for (size_t cut = 0; cut <= strlen(whole); cut++) {
		struct record_parser *p = record_parser_new();

		record_feed(p, whole, cut);
		record_feed(p, whole + cut, strlen(whole) - cut);
		record_end(p);
		ck_assert(record_result(p)->complete);
		ck_assert_uint_eq(record_result(p)->n_plots, 2);
		record_parser_free(p);
	}
}
END_TEST

START_TEST(every_truncation_is_an_error)
{
	for (size_t n = 0; n < strlen(whole); n++) {
		struct record_parser *p = parse(whole, n);

		ck_assert_uint_eq(record_result(p)->n_errors, 1);
		ck_assert(!record_result(p)->complete);
		record_parser_free(p);
	}
}
END_TEST

/* The same without what an outline leaves out. */
static const char outline[] = "gradus-demo\t1\toutline\n"
			      "plot\tby_layer\tlayer\tnorm\tlinear\tlog\n"
			      "series\tline\tsigmoid\t3\n"
			      "series\tband\tspread\t1\n"
			      "plot\tloss\tw0\tw1\tlinear\tlinear\n"
			      "grid\theat\tsurface\t3\t2\t-1\t1\t0\t5\n"
			      "table\tpath\tA table\tstep\n"
			      "row\t0.5\n"
			      "value\tshrink\t2\t\n"
			      "end\n";

static struct record_parser *parse_outline(const char *text)
{
	struct record_parser *p = record_parser_new();

	ck_assert_ptr_nonnull(p);
	record_allow_outline(p);
	record_feed(p, text, strlen(text));
	record_end(p);
	return p;
}

START_TEST(an_outline_has_everything_but_points)
{
	struct record_parser *p = parse_outline(outline);
	const struct demo_result *r = record_result(p);

	ck_assert_msg(r->complete, "%s", r->n_errors ? r->errors[0] : "");
	ck_assert_uint_eq(r->n_plots, 2);
	ck_assert_uint_eq(r->plots[0].n_series, 2);
	ck_assert_str_eq(r->plots[0].series[1].name, "spread");
	ck_assert_uint_eq(r->plots[0].series[0].n, 0);
	ck_assert_uint_eq(r->plots[1].series[0].nx, 0);
	ck_assert_ptr_null(r->plots[1].series[0].z);
	ck_assert_uint_eq(r->tables[0].n_rows, 1);
	ck_assert_double_eq(result_value(r, "shrink")->number, 2);
	record_parser_free(p);
}
END_TEST

START_TEST(who_may_write_an_outline_may_write_all)
{
	struct record_parser *p = parse_outline(whole);

	ck_assert(record_result(p)->complete);
	ck_assert_uint_eq(record_result(p)->plots[0].series[0].n, 3);
	record_parser_free(p);
}
END_TEST

START_TEST(an_outline_that_nobody_asked_for_is_malformed)
{
	struct record_parser *p = parse(outline, strlen(outline));

	ck_assert_uint_eq(record_result(p)->n_errors, 1);
	ck_assert_str_eq(record_result(p)->errors[0],
		"line 1 of its output: it doesn't begin with the record 'gradus-demo 1'; "
		"does it call demo_open?");
	record_parser_free(p);
}
END_TEST

#define OUTLINE_PLOT "gradus-demo\t1\toutline\nplot\ta\tx\ty\tlinear\tlinear\n"

/* Points that don't come count as if they did. */
static const struct {
	const char *text, *error;
} bad_outlines[] = {
	{"gradus-demo\t1\toutlines\n",
		"line 1 of its output: it doesn't begin with the record 'gradus-demo 1'; "
		"does it call demo_open?"},
	{OUTLINE_PLOT "series\tline\ts\t1\np\t1\t2\n", "line 4 of its output: unknown record 'p'"},
	{OUTLINE_PLOT "grid\theat\tg\t1\t1\t0\t1\t0\t1\nz\t1\n",
		"line 4 of its output: unknown record 'z'"},
	{OUTLINE_PLOT "grid\theat\tg\t0\t2\t0\t1\t0\t1\n",
		"line 3 of its output: the grid 'g' is empty"},
	{OUTLINE_PLOT "series\tline\ts\t9\nseries\tline\ts\t9\n",
		"line 4 of its output: a second series is called 's'"},
	{OUTLINE_PLOT "series\tline\ts\t600000\nseries\tline\tr\t600000\n",
		"line 4 of its output: more than 2000000 numbers in points, grids and tables"},
	{OUTLINE_PLOT "grid\theat\tg\t2000\t2000\t0\t1\t0\t1\n",
		"line 3 of its output: more than 2000000 numbers in points, grids and tables"},
};

START_TEST(an_outline_is_read_as_strictly)
{
	struct record_parser *p = parse_outline(bad_outlines[_i].text);

	ck_assert_uint_eq(record_result(p)->n_errors, 1);
	ck_assert_str_eq(record_result(p)->errors[0], bad_outlines[_i].error);
	record_parser_free(p);
}
END_TEST

#define NAME_HINT " is not a name (a letter a-z, then up to 39 of a-z, 0-9 and _)"
#define PLOT "plot\ta\tx\ty\tlinear\tlinear\n"
#define NAME_OF_41 "abcdefghijabcdefghijabcdefghijabcdefghija"

static const struct {
	const char *text, *error;
} malformed[] = {
	{"", "line 1 of its output: it wrote nothing; does it call demo_open and demo_close?"},
	{"hello\n", "line 1 of its output: it doesn't begin with the record 'gradus-demo 1'; "
		    "does it call demo_open?"},
	{"gradus-demo\t2\n",
		"line 1 of its output: it doesn't begin with the record 'gradus-demo 1'; "
		"does it call demo_open?"},
	{HEAD, "line 2 of its output: the closing record is missing; does it call demo_close?"},
	{HEAD "end", "line 2 of its output: cut off"},
	{HEAD "end\nend\n", "line 3 of its output: something after the closing record"},
	{HEAD "end\n\n", "line 3 of its output: something after the closing record"},
	{HEAD "end\t\n", "line 2 of its output: a end record with too many fields"},
	{HEAD "hello\t1\n", "line 2 of its output: unknown record 'hello'"},
	{HEAD "\n", "line 2 of its output: unknown record ''"},
	{HEAD "title\n", "line 2 of its output: a title record with too few fields"},
	{HEAD "title\ta\ntitle\tb\n", "line 3 of its output: a second title"},
	{HEAD "value\tx\t1\n", "line 2 of its output: a value record with too few fields"},
	{HEAD "value\tx\t1\tl\t\n", "line 2 of its output: a value record with too many fields"},
	{HEAD "value\tX\t1\tl\n", "line 2 of its output: 'X'" NAME_HINT},
	{HEAD "value\t\t1\tl\n", "line 2 of its output: ''" NAME_HINT},
	{HEAD "value\t_a\t1\tl\n", "line 2 of its output: '_a'" NAME_HINT},
	{HEAD "value\t" NAME_OF_41 "\t1\tl\n",
		"line 2 of its output: 'abcdefghijabcdefghijabcdefghijabcdefghij'" NAME_HINT},
	{HEAD "value\tx\tnan\tl\n", "line 2 of its output: x is nan, not a finite number"},
	{HEAD "value\tx\t1e999\tl\n", "line 2 of its output: x is 1e999, not a finite number"},
	{HEAD "value\tx\t0x10\tl\n", "line 2 of its output: '0x10' is not a number"},
	{HEAD "value\tx\t1,5\tl\n", "line 2 of its output: '1,5' is not a number"},
	{HEAD "value\tx\t 1\tl\n", "line 2 of its output: ' 1' is not a number"},
	{HEAD "value\tx\t+1\tl\n", "line 2 of its output: '+1' is not a number"},
	{HEAD "value\tx\t1e\tl\n", "line 2 of its output: '1e' is not a number"},
	{HEAD "value\tx\t.\tl\n", "line 2 of its output: '.' is not a number"},
	{HEAD "value\tx\t\tl\n", "line 2 of its output: '' is not a number"},
	{HEAD "value\tx\t1\tl\ntext\tx\ta\tl\n",
		"line 3 of its output: a second value is called 'x'"},
	{HEAD "check\tc\tequal\t1\t1\t-1\tm\n",
		"line 2 of its output: the tolerance of c is negative"},
	{HEAD "check\tc\tabout\t1\t1\t1\tm\n", "line 2 of its output: unknown word 'about'"},
	{HEAD "check\tc\tequal\t1\tinf\t1\tm\n",
		"line 2 of its output: c is inf, not a finite number"},
	{HEAD "check\tc\tequal\t1\t1\t1\tm\ncheck\tc\tequal\t1\t1\t1\tm\n",
		"line 3 of its output: a second check is called 'c'"},
	{HEAD "param\tint\tn\t1\t1\t2\t3\tlinear\t\tl\n",
		"line 2 of its output: n is out of its own range"},
	{HEAD "param\tint\tn\t1.5\t1\t1\t3\tlinear\t\tl\n",
		"line 2 of its output: n is not a linear parameter of whole numbers"},
	{HEAD "param\treal\tn\t1\t1\t0\t3\tlog\t\tl\n",
		"line 2 of its output: the logarithmic parameter n may be 0 or less"},
	{HEAD "param\treal\tn\t1\t1\t0\t3\n", "line 2 of its output: a parameter has 7 fields"},
	{HEAD "param\tchoice\tn\tc\ta\ta|b\tl\n",
		"line 2 of its output: 'c' is none of the options of n"},
	{HEAD "param\tchoice\tn\ta\ta\ta|b|a\tl\n",
		"line 2 of its output: a second option is called 'a'"},
	{HEAD "param\tchoice\tn\ta\ta\ta||b\tl\n", "line 2 of its output: an option of n is empty"},
	{HEAD "caption\tc\n", "line 2 of its output: a caption without a plot before it"},
	{HEAD "series\tline\ts\t0\n", "line 2 of its output: a series without a plot before it"},
	{HEAD PLOT PLOT, "line 3 of its output: a second plot or table is called 'a'"},
	{HEAD PLOT "table\ta\tt\tc\n",
		"line 3 of its output: a second plot or table is called 'a'"},
	{HEAD PLOT "table\tb\tt\tc\nrange\tx\t0\t1\n",
		"line 4 of its output: a range without a plot before it"},
	{HEAD PLOT "range\tx\t1\t1\n", "line 3 of its output: the range of a is empty"},
	{HEAD "plot\ta\tx\ty\tlog\tlog\nrange\tx\t0\t1\n",
		"line 3 of its output: the logarithmic range of a begins at 0 or less"},
	{HEAD PLOT "series\tline\ts\t2\np\t1\t2\nend\n",
		"line 5 of its output: 1 of the 2 points of 's' are missing"},
	{HEAD PLOT "series\tline\ts\t1\np\t1\t2\np\t1\t2\n",
		"line 5 of its output: unknown record 'p'"},
	{HEAD PLOT "series\tline\ts\t1\np\t1\n",
		"line 4 of its output: a point of 's' without its 2 numbers"},
	{HEAD PLOT "series\tline\ts\t1\np\t1\t2\t3\n",
		"line 4 of its output: a point of 's' with more than its 2 numbers"},
	{HEAD PLOT "series\tline\ts\t1.5\n",
		"line 3 of its output: the count 1.5 is not a whole number up to 2000000"},
	{HEAD PLOT "series\tline\ts\t-1\n",
		"line 3 of its output: the count -1 is not a whole number up to 2000000"},
	{HEAD PLOT "series\tline\ts\t1000001\n",
		"line 3 of its output: more than 2000000 numbers in points, grids and tables"},
	{HEAD PLOT "series\tline\ts\t0\nseries\tline\ts\t0\n",
		"line 4 of its output: a second series is called 's'"},
	{HEAD PLOT "grid\theat\tg\t0\t2\t0\t1\t0\t1\n",
		"line 3 of its output: the grid 'g' is empty"},
	{HEAD PLOT "grid\theat\tg\t2\t2\t0\t1\t0\t1\nz\t1\t2\t3\n",
		"line 4 of its output: a row of 'g' without its 2 numbers"},
	{HEAD PLOT "grid\theat\tg\t2\t2\t0\t1\t0\t1\nz\t1\n",
		"line 4 of its output: a row of 'g' without its 2 numbers"},
	{HEAD PLOT "grid\theat\tg\t2000\t2000\t0\t1\t0\t1\n",
		"line 3 of its output: more than 2000000 numbers in points, grids and tables"},
	{HEAD "row\t1\n", "line 2 of its output: a row without a table before it"},
	{HEAD "table\ta\tt\tc\nrow\t1\t2\n",
		"line 3 of its output: a row of 2 cells in a table of 1 columns"},
	{HEAD "table\ta\tt\tc\nrow\tinf\n", "line 3 of its output: a cell is infinite"},
	{HEAD "table\ta\tt\tc\nrow\ttext\n", "line 3 of its output: 'text' is not a number"},
	{HEAD "progress\t1.5\n", "line 2 of its output: the progress 1.5 is not in 0..1"},
	{HEAD "refused\tdepth=0\nend\n", "depth=0"},
	{HEAD "error\tit diverged\n", "it diverged"},
};

START_TEST(a_malformed_record_is_one_error_with_its_line)
{
	struct record_parser *p = parse(malformed[_i].text, strlen(malformed[_i].text));
	const struct demo_result *r = record_result(p);

	ck_assert_uint_eq(r->n_errors, 1);
	ck_assert_str_eq(r->errors[0], malformed[_i].error);
	ck_assert(!r->complete);
	ck_assert_int_eq(r->refused, strstr(malformed[_i].text, "\nrefused") != NULL);
	record_parser_free(p);
}
END_TEST

START_TEST(a_zero_byte_is_malformed)
{
	static const char text[] = HEAD "title\ta\0b\nend\n";
	struct record_parser *p = parse(text, sizeof(text) - 1);

	ck_assert_str_eq(record_result(p)->errors[0], "line 2 of its output: a zero byte");
	record_parser_free(p);
}
END_TEST

START_TEST(several_refusals_are_all_kept)
{
	static const char text[] = HEAD "refused\ta\nrefused\tb\nend\n";
	struct record_parser *p = parse(text, strlen(text));

	ck_assert_uint_eq(record_result(p)->n_errors, 2);
	ck_assert(record_result(p)->refused);
	record_parser_free(p);
}
END_TEST

/* One record more than may be, its number in its name; and what it is called. */
static const struct {
	const char *before, *format, *error;
	size_t limit;
} floods[] = {
	{HEAD, "value\tv%zu\t1\tl\n", "more than 1000 values", 1000},
	{HEAD, "check\tv%zu\tequal\t1\t1\t0\tm\n", "more than 1000 checks", 1000},
	{HEAD, "param\tint\tv%zu\t1\t1\t1\t1\tlinear\t\t\n", "more than 64 parameters", 64},
	{HEAD, "plot\tv%zu\tx\ty\tlinear\tlinear\n", "more than 64 plots", 64},
	{HEAD PLOT, "series\tline\tv%zu\t0\n", "more than 64 series in a plot", 64},
	{HEAD, "table\tv%zu\tt\tc\n", "more than 64 tables", 64},
	{HEAD, "refused\tv%zu\n", "more than 100 errors", 100},
};

START_TEST(no_list_grows_without_end)
{
	struct record_parser *p = record_parser_new();
	const struct demo_result *r = record_result(p);
	char line[100];

	record_feed(p, floods[_i].before, strlen(floods[_i].before));
	for (size_t i = 0; i < floods[_i].limit; i++) {
		int n = snprintf(line, sizeof(line), floods[_i].format, i);

		record_feed(p, line, (size_t)n);
		ck_assert(!record_is_broken(p));
	}
	snprintf(line, sizeof(line), floods[_i].format, floods[_i].limit);
	record_feed(p, line, strlen(line));
	ck_assert(record_is_broken(p));
	ck_assert_ptr_nonnull(strstr(r->errors[r->n_errors - 1], floods[_i].error));
	record_parser_free(p);
}
END_TEST

START_TEST(text_is_kept_as_it_is)
{
	static const char text[] = HEAD "title\t\033[31m\xFF\nend\n";
	struct record_parser *p = parse(text, strlen(text));

	ck_assert(record_result(p)->complete);
	ck_assert_str_eq(record_result(p)->title, "\033[31m\xFF");
	record_parser_free(p);
}
END_TEST

START_TEST(the_runner_can_add_an_error_before_the_end)
{
	struct record_parser *p = record_parser_new();

	record_feed(p, whole, strlen(whole));
	record_error(p, "stopped after %d s", 10);
	record_end(p);
	ck_assert_uint_eq(record_result(p)->n_errors, 1);
	ck_assert_str_eq(record_result(p)->errors[0], "stopped after 10 s");
	ck_assert(!record_result(p)->complete);
	record_parser_free(p);
}
END_TEST

Suite *record_suite(void)
{
	Suite *s = suite_create("record");
	TCase *t = tcase_create("record");

	tcase_add_test(t, every_record_is_read);
	tcase_add_test(t, checks_are_judged_here);
	tcase_add_test(t, plots_and_tables_are_read);
	tcase_add_test(t, bytes_may_be_cut_anywhere);
	tcase_add_test(t, every_truncation_is_an_error);
	tcase_add_test(t, an_outline_has_everything_but_points);
	tcase_add_test(t, who_may_write_an_outline_may_write_all);
	tcase_add_test(t, an_outline_that_nobody_asked_for_is_malformed);
	tcase_add_loop_test(t, an_outline_is_read_as_strictly, 0,
		(int)(sizeof(bad_outlines) / sizeof(bad_outlines[0])));
	tcase_add_loop_test(t, a_malformed_record_is_one_error_with_its_line, 0,
		(int)(sizeof(malformed) / sizeof(malformed[0])));
	tcase_add_test(t, a_zero_byte_is_malformed);
	tcase_add_test(t, several_refusals_are_all_kept);
	tcase_add_loop_test(
		t, no_list_grows_without_end, 0, (int)(sizeof(floods) / sizeof(floods[0])));
	tcase_add_test(t, text_is_kept_as_it_is);
	tcase_add_test(t, the_runner_can_add_an_error_before_the_end);
	suite_add_tcase(s, t);
	return s;
}
