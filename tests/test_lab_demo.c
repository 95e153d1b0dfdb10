#include "lab/demo_impl.h"
#include "support/lab.h"

#include <check.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const by_hand[MAX_ARGS] = {NULL};
static const char *const records[MAX_ARGS] = {"--records", NULL};

/* Everything that a demo can say. */
static int say_everything(int argc, char **argv)
{
	static const double x[] = {1, 2, 4}, y[] = {0.1, -NAN, -INFINITY}, y2[] = {1, 2, INFINITY};
	static const double z[] = {1, 2, 3, 4, 5, 6.5}, samples[] = {0, 0.4, 1, 1.9, 2, 7, NAN};
	const struct demo_grid grid = {3, 2, 0, 1, -1, 1};
	struct demo *d = demo_open(argc, argv, "All of\tit");
	int depth = demo_int(d, "depth", 20, 2, 100, "hidden layers");
	double eta = demo_log(d, "eta", 0.1, 1e-3, 1, "learning rate [1/s]");
	double shift = demo_real(d, "shift", 0, -1, 1, "");
	int act = demo_choice(d, "act", "sigmoid|tanh|relu", "activation");
	struct demo_plot *p;
	struct demo_table *t;

	demo_progress(d, 0.5);
	demo_value(d, "twice", 2 * depth, "twice the depth");
	demo_text(d, "first", "b\033\nmi", "the first");
	demo_check(d, "twice", eta, 0.1, 1e-9, "by hand");
	demo_check_at_most(d, "small", act, 1,
		"by\x7f"
		"eye");
	demo_check_at_least(d, "large", shift, 0, "");
	p = demo_plot(d, "norms", "layer", "norm", DEMO_LOG_Y | DEMO_SYMLOG_X);
	demo_plot_title(p, "Norms by layer");
	demo_range_x(p, -1, 1);
	demo_range_y(p, 1e-3, 1);
	demo_line(p, "a line", x, y, 3);
	demo_points(p, "points", x, x, 1);
	demo_steps(p, "steps", x, x, 1);
	demo_bars(p, "bars", x, x, 1);
	demo_reference(p, "bound", x, x, 1);
	demo_band(p, "band", x, y, y2, 3);
	demo_histogram(p, "counts", samples, 7, 0, 2, 2);
	demo_heat(p, "heat", z, grid);
	demo_contour(p, "contour", z, grid);
	t = demo_table(d, "path", "λ|R²", "The path");
	demo_row(t, (double[]){0.1, NAN});
	demo_named_row(t, "it's", (double[]){-2});
	return demo_close(d);
}

START_TEST(records_are_these_bytes)
{
	struct caught c = catch_program(
		say_everything, (const char *const[MAX_ARGS]){"--records", "act=relu", "depth=7"});

	ck_assert_str_eq(c.out,
		"gradus-demo\t1\n"
		"title\tAll of it\n"
		"param\tint\tdepth\t7\t20\t2\t100\tlinear\t\thidden layers\n"
		"param\treal\teta\t0.10000000000000001\t0.10000000000000001\t0.001\t1"
		"\tlog\t1/s\tlearning rate\n"
		"param\treal\tshift\t0\t0\t-1\t1\tlinear\t\t\n"
		"param\tchoice\tact\trelu\tsigmoid\tsigmoid|tanh|relu\tactivation\n"
		"progress\t0.5\n"
		"value\ttwice\t14\ttwice the depth\n"
		"text\tfirst\tb  mi\tthe first\n"
		"check\ttwice\tequal\t0.10000000000000001\t0.10000000000000001"
		"\t1.0000000000000001e-09\tby hand\n"
		"check\tsmall\tat_most\t2\t1\t0\tby eye\n"
		"check\tlarge\tat_least\t0\t0\t0\t\n"
		"plot\tnorms\tlayer\tnorm\tsymlog\tlog\n"
		"caption\tNorms by layer\n"
		"range\tx\t-1\t1\n"
		"range\ty\t0.001\t1\n"
		"series\tline\ta line\t3\n"
		"p\t1\t0.10000000000000001\n"
		"p\t2\tnan\n"
		"p\t4\t-inf\n"
		"series\tpoints\tpoints\t1\np\t1\t1\n"
		"series\tstep\tsteps\t1\np\t1\t1\n"
		"series\tbars\tbars\t1\np\t1\t1\n"
		"series\treference\tbound\t1\np\t1\t1\n"
		"series\tband\tband\t3\n"
		"p\t1\t0.10000000000000001\t1\n"
		"p\t2\tnan\t2\n"
		"p\t4\t-inf\tinf\n"
		"series\thistogram\tcounts\t3\np\t0\t2\np\t1\t3\np\t2\t0\n"
		"grid\theat\theat\t3\t2\t0\t1\t-1\t1\nz\t1\t2\t3\nz\t4\t5\t6.5\n"
		"grid\tcontour\tcontour\t3\t2\t0\t1\t-1\t1\nz\t1\t2\t3\nz\t4\t5\t6.5\n"
		"table\tpath\tThe path\tλ\tR²\n"
		"row\t0.10000000000000001\tnan\n"
		"row\t'it's\t-2\n"
		"end\n");
	/* A check that fails is in the records; the run itself went well. */
	ck_assert_int_eq(c.exit_status, 0);
	free(c.out);
}
END_TEST

/* Is the line at `s` one that an outline leaves out? */
static bool is_point(const char *s)
{
	return !strncmp(s, "p\t", 2) || !strncmp(s, "z\t", 2);
}

START_TEST(an_outline_is_the_records_without_points)
{
	struct caught all = catch_program(say_everything, records);
	struct caught c = catch_program(say_everything, (const char *const[MAX_ARGS]){"--outline"});
	static const char head[] = "gradus-demo\t1", mark[] = "\toutline";
	const char *at = c.out + strlen(head) + strlen(mark), *next;

	ck_assert_mem_eq(c.out, "gradus-demo\t1\toutline\n", strlen(head) + strlen(mark) + 1);
	for (const char *s = all.out + strlen(head); *s; s = next) {
		next = s + strcspn(s + 1, "\n") + 1;
		if (is_point(s + 1))
			continue;
		ck_assert_mem_eq(at, s, (size_t)(next - s));
		at += next - s;
		if (!next[1])
			break;
	}
	ck_assert_str_eq(at, "\n");
	ck_assert_int_eq(c.exit_status, 0);
	free(all.out);
	free(c.out);
}
END_TEST

static int promise_too_much(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Too much");
	double x[10] = {0};

	demo_line(demo_plot(d, "p", "x", "y", 0), "l", x, x, (size_t)1 << 40);
	return demo_close(d);
}

START_TEST(points_that_are_not_there_crash_an_outline_too)
{
	struct caught c =
		catch_program(promise_too_much, (const char *const[MAX_ARGS]){"--outline"});

	ck_assert_int_ne(c.exit_status, 0);
	free(c.out);
}
END_TEST

START_TEST(by_hand_the_report_is_these_lines)
{
	struct caught c = catch_program(say_everything, by_hand);

	ck_assert_str_eq(c.out,
		"All of it\n"
		"\n"
		"Parameters (name=value)\n"
		"  depth  20       2..100             hidden layers\n"
		"  eta    0.1      0.001..1 log       learning rate [1/s]\n"
		"  shift  0        -1..1\n"
		"  act    sigmoid  sigmoid|tanh|relu  activation\n"
		"\n"
		"Values\n"
		"  twice  40     twice the depth\n"
		"  first  b  mi  the first\n"
		"\n"
		"Checks\n"
		"  ✓  twice  0.1 = 0.1 ± 1e-09  by hand\n"
		"  ✓  small  0 ≤ 1              by eye\n"
		"  ✓  large  0 ≥ 0\n"
		"\n"
		"Plots (`gradus run try` draws them)\n"
		"  norms: Norms by layer; x 0..4, y -1..3; a line (line), points (points), "
		"steps (step), bars (bars), bound (reference), band (band), counts (histogram), "
		"heat (heat), contour (contour)\n"
		"\n"
		"path: The path\n"
		"  λ     R²\n"
		"  0.1\n"
		"  it's  -2\n");
	ck_assert_int_eq(c.exit_status, 0);
	free(c.out);
}
END_TEST

START_TEST(by_hand_a_failed_check_fails_the_program)
{
	struct caught c = catch_program(say_everything, (const char *const[MAX_ARGS]){"act=relu"});

	ck_assert_ptr_nonnull(strstr(c.out, "  ✗  small  2 ≤ 1"));
	ck_assert_int_eq(c.exit_status, 1);
	free(c.out);
}
END_TEST

START_TEST(help_lists_the_parameters_and_runs_nothing)
{
	static const char *const words[] = {"help", "--help", "-h"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct caught c =
			catch_program(say_everything, (const char *const[MAX_ARGS]){words[i]});

		ck_assert_ptr_nonnull(strstr(c.out, "depth  20       2..100"));
		ck_assert_ptr_null(strstr(c.out, "Values"));
		ck_assert_int_eq(c.exit_status, 0);
		free(c.out);
	}
}
END_TEST

#define LIST "parameters: depth, eta, shift, act"

static const struct {
	const char *arg, *message;
} refusals[] = {
	{"depth=200", "depth=200 is out of range: 2..100 (hidden layers)"},
	{"depth=1", "depth=1 is out of range: 2..100 (hidden layers)"},
	{"depth=99999999999999999999",
		"depth=99999999999999999999 is out of range: 2..100 (hidden layers)"},
	{"depth=2.5", "depth=2.5 is not a whole number: 2..100 (hidden layers)"},
	{"depth=3x", "depth=3x is not a whole number: 2..100 (hidden layers)"},
	{"depth=", "depth= is not a whole number: 2..100 (hidden layers)"},
	{"depth=1e1", "depth=1e1 is not a whole number: 2..100 (hidden layers)"},
	{"eta=nan", "eta=nan is not a number: 0.001..1 1/s (learning rate)"},
	{"eta=0x1", "eta=0x1 is not a number: 0.001..1 1/s (learning rate)"},
	{"eta= 0.1", "eta= 0.1 is not a number: 0.001..1 1/s (learning rate)"},
	{"eta=inf", "eta=inf is not a number: 0.001..1 1/s (learning rate)"},
	{"eta=0.1.1", "eta=0.1.1 is not a number: 0.001..1 1/s (learning rate)"},
	{"eta=1e999", "eta=1e999 is out of range: 0.001..1 1/s (learning rate)"},
	{"shift=-1.01", "shift=-1.01 is out of range: -1..1"},
	{"act=rel", "act=rel is none of sigmoid|tanh|relu (activation)"},
	{"act=relu|tanh", "act=relu|tanh is none of sigmoid|tanh|relu (activation)"},
	{"act=", "act= is none of sigmoid|tanh|relu (activation)"},
	{"dpeth=3", "there is no parameter 'dpeth'; did you mean 'depth'? (" LIST ")"},
	{"Depth=3", "there is no parameter 'Depth'; did you mean 'depth'? (" LIST ")"},
	{"colour=3", "there is no parameter 'colour' (" LIST ")"},
	{"depth", "'depth' is not name=value; " LIST},
	{"=3", "'=3' is not name=value; " LIST},
	{"\033[31m=3", "there is no parameter ' [31m' (" LIST ")"},
};

START_TEST(a_wrong_parameter_is_refused_in_both_forms)
{
	const char *arg = refusals[_i].arg, *message = refusals[_i].message;
	struct caught c =
		catch_program(say_everything, (const char *const[MAX_ARGS]){"--records", arg});
	char want[512];

	snprintf(want, sizeof(want), "\nrefused\t%s\nend\n", message);
	ck_assert_msg(c.n > strlen(want) && strcmp(c.out + c.n - strlen(want), want) == 0, "%s: %s",
		arg, c.out);
	ck_assert_ptr_null(strstr(c.out, "\nvalue\t"));
	ck_assert_int_eq(c.exit_status, 2);
	free(c.out);

	c = catch_program(say_everything, (const char *const[MAX_ARGS]){arg});
	snprintf(want, sizeof(want), "try: %s\n\nAll of it\n", message);
	ck_assert_msg(strncmp(c.out, want, strlen(want)) == 0, "%s: %s", arg, c.out);
	ck_assert_int_eq(c.exit_status, 2);
	free(c.out);
}
END_TEST

START_TEST(all_refusals_of_a_run_are_said_together)
{
	struct caught c =
		catch_program(say_everything, (const char *const[MAX_ARGS]){"--records", "depth=1",
						      "depth=5", "act=x", "eta=2", "more=1"});

	ck_assert_ptr_nonnull(strstr(c.out, "refused\tdepth is given twice\n"));
	ck_assert_ptr_nonnull(strstr(c.out, "refused\tact=x is none of"));
	ck_assert_ptr_nonnull(strstr(c.out, "refused\teta=2 is out of range"));
	ck_assert_ptr_nonnull(strstr(c.out, "refused\tthere is no parameter 'more'"));
	ck_assert_int_eq(c.exit_status, 2);
	free(c.out);
}
END_TEST

/* ---- mistakes of a demo's programmer: one function for all, chosen by name */

static void make_mistake(struct demo *d, const char *mistake)
{
	static const double ok[] = {1, 2, 3, 4}, wrong[] = {1, INFINITY, 3, 4};
	const struct demo_grid grid = {2, 2, 0, 1, 0, 1}, empty = {0, 2, 0, 1, 0, 1};
	struct demo_plot *p;
	struct demo_table *t;

#define MISTAKE(name) else if (strcmp(mistake, name) == 0)
	if (strcmp(mistake, "default") == 0)
		demo_int(d, "n", 5, 6, 9, "");
	MISTAKE("log default") demo_log(d, "n", 0.5, 0, 9, "");
	MISTAKE("option") demo_choice(d, "c", "a||b", "");
	MISTAKE("option twice") demo_choice(d, "c", "a|b|a", "");
	MISTAKE("name") demo_value(d, "Bad-name", 1, "");
	MISTAKE("empty name") demo_value(d, "", 1, "");
	MISTAKE("long name")
	demo_value(d, "a1234567890123456789012345678901234567890", 1, "");
	MISTAKE("nan value") demo_value(d, "v", NAN, "");
	MISTAKE("inf check") demo_check(d, "c", INFINITY, 1, 1, "");
	MISTAKE("nan want") demo_check(d, "c", 1, NAN, 1, "");
	MISTAKE("tolerance") demo_check(d, "c", 1, 1, -1, "");
	MISTAKE("nan limit") demo_check_at_most(d, "c", 1, NAN, "");
	MISTAKE("overflow") demo_alloc(d, SIZE_MAX / 4, 8);
	MISTAKE("memory") demo_alloc(d, (size_t)1 << 60, 1);
	else
	{
		demo_value(d, "v", 1, "");
		p = demo_plot(d, "p", "x", "y", DEMO_LOG_X);
		if (strcmp(mistake, "late parameter") == 0)
			demo_int(d, "n", 5, 1, 9, "");
		MISTAKE("twice") demo_value(d, "v", 1, "");
		MISTAKE("twice over kinds") demo_plot(d, "v", "x", "y", 0);
		MISTAKE("series twice")
		{
			demo_line(p, "a", ok, ok, 4);
			demo_points(p, "a", ok, ok, 4);
		}
		MISTAKE("range") demo_range_y(p, 2, 2);
		MISTAKE("log range") demo_range_x(p, 0, 2);
		MISTAKE("grid") demo_heat(p, "h", ok, empty);
		MISTAKE("grid point") demo_contour(p, "h", wrong, grid);
		MISTAKE("bins") demo_histogram(p, "h", ok, 4, 1, 1, 3);
		t = demo_table(d, "t", "a|b", "");
		if (strcmp(mistake, "cell") == 0)
			demo_row(t, wrong);
		MISTAKE("closed plot") demo_line(p, "l", ok, ok, 4);
		demo_plot(d, "q", "x", "y", 0);
		if (strcmp(mistake, "closed table") == 0)
			demo_row(t, ok);
	}
#undef MISTAKE
}

static int mistaken(int argc, char **argv)
{
	const char *mistake = argv[--argc];
	struct demo *d = demo_open(argc, argv, "Wrong");

	make_mistake(d, mistake);
	return demo_close(d);
}

static const struct {
	const char *mistake, *message;
} mistakes[] = {
	{"default", "the default of parameter 'n' is out of its range"},
	{"log default", "parameter 'n' is logarithmic, but may be 0 or less"},
	{"option", "an option of 'a||b' is empty"},
	{"option twice", "the option 'a' is given twice"},
	{"series twice", "the series 'a' is given twice"},
	{"name", "'Bad-name' is no name: [a-z][a-z0-9_]*, at most 40 letters"},
	{"empty name", "'' is no name: [a-z][a-z0-9_]*, at most 40 letters"},
	{"long name", "'a1234567890123456789012345678901234567890' is no name: "
		      "[a-z][a-z0-9_]*, at most 40 letters"},
	{"nan value", "value 'v' is not finite"},
	{"inf check", "check 'c' is not finite"},
	{"nan want", "what is wanted by check 'c' is not finite"},
	{"tolerance", "the tolerance of check 'c' is not 0 or more"},
	{"nan limit", "what is wanted by check 'c' is not finite"},
	{"overflow", "out of memory: 4611686018427387903 times 8 bytes"},
#ifndef __SANITIZE_ADDRESS__ /* whose calloc ends the program instead */
	{"memory", "out of memory: 1152921504606846976 times 1 bytes"},
#endif
	{"late parameter", "parameter 'n' is asked for after the first result"},
	{"twice", "the name 'v' is given twice"},
	{"twice over kinds", "the name 'v' is given twice"},
	{"range", "the y range of plot 'p' is empty or not finite"},
	{"log range", "the x range of plot 'p' is logarithmic, but starts at 0 or less"},
	{"grid", "the grid of 'h' is empty"},
	{"grid point", "a point of grid 'h' is not finite"},
	{"bins", "histogram 'h' has no bins"},
	{"cell", "a cell of table 't' is infinite"},
	{"closed plot", "'p' is added to after another plot or table was opened"},
	{"closed table", "'t' is added to after another plot or table was opened"},
};

START_TEST(a_demo_that_breaks_the_contract_fails_by_name)
{
	const char *mistake = mistakes[_i].mistake;
	struct caught c =
		catch_program(mistaken, (const char *const[MAX_ARGS]){"--records", mistake});
	char want[256];

	snprintf(want, sizeof(want), "\nerror\t%s\nend\n", mistakes[_i].message);
	ck_assert_msg(c.n > strlen(want) && strcmp(c.out + c.n - strlen(want), want) == 0, "%s: %s",
		mistake, c.out);
	ck_assert_int_eq(c.exit_status, 1);
	free(c.out);

	c = catch_program(mistaken, (const char *const[MAX_ARGS]){mistake});
	snprintf(want, sizeof(want), "\nFailed: %s\n", mistakes[_i].message);
	ck_assert_msg(c.n > strlen(want) && strcmp(c.out + c.n - strlen(want), want) == 0, "%s: %s",
		mistake, c.out);
	ck_assert_int_eq(c.exit_status, 1);
	free(c.out);
}
END_TEST

static int report_progress(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Long");

	for (int i = 0; i <= 100000; i++)
		demo_progress(d, i / 100000.0);
	demo_progress(d, NAN);
	demo_progress(d, 7);
	return demo_close(d);
}

START_TEST(progress_is_said_at_most_once_a_percent)
{
	struct caught c = catch_program(report_progress, records);
	size_t n = 0;

	for (const char *s = c.out; (s = strstr(s, "progress\t")); s++)
		n++;
	ck_assert_uint_eq(n, 101);
	ck_assert_ptr_nonnull(strstr(c.out, "progress\t1\nend\n"));
	free(c.out);
}
END_TEST

enum { MANY = 50000 };

static double odd_number(size_t i)
{
	return ldexp(1.0 + 1.0 / (double)(i + 3), (int)(i % 2000) - 1000);
}

static int draw_many(int argc, char **argv)
{
	struct demo *d = demo_open(argc, argv, "Many");
	double *x = demo_vector(d, MANY), *y = demo_vector(d, MANY);

	for (size_t i = 0; i < MANY; i++) {
		x[i] = (double)i;
		y[i] = odd_number(i);
	}
	demo_line(demo_plot(d, "p", "x", "y", 0), "l", x, y, MANY);
	return demo_close(d);
}

START_TEST(numbers_come_back_as_they_were)
{
	struct caught c = catch_program(draw_many, records);
	const char *at = strstr(c.out, "\np\t");

	ck_assert_ptr_nonnull(at);
	for (size_t i = 0; i < MANY; i++) {
		char *end;

		ck_assert_mem_eq(at, "\np\t", 3);
		ck_assert_double_eq(strtod(at + 3, &end), (double)i);
		ck_assert_double_eq(strtod(end, &end), odd_number(i));
		at = end;
	}
	ck_assert_str_eq(at, "\nend\n");
	ck_assert_int_eq(c.exit_status, 0);
	free(c.out);
}
END_TEST

static void must_be_written_as_by_printf(double x)
{
	char bytes[64], wanted[64];
	struct demo_out out = {.bytes = bytes, .cap = sizeof(bytes), .fd = -1};

	demo_out_number(&out, x);
	bytes[out.n] = '\0';
	snprintf(wanted, sizeof(wanted), "%.17g", x);
	ck_assert_str_eq(bytes, wanted);
}

START_TEST(numbers_are_written_as_printf_writes_them)
{
	static const double numbers[] = {0, -0.0, 1, -1, 9, 10, -10, 99, 100, 1234567890,
		999999999999999, -999999999999999, 1e15, 1e16, 12345678901234568.0, 1e17, -1e300,
		0.5, -2.5, 1e-5, 0.1, INFINITY, -INFINITY, 123456789012345.5, DBL_MIN, DBL_TRUE_MIN,
		DBL_MAX};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		must_be_written_as_by_printf(numbers[i]);
}
END_TEST

/* Where the number of digits, the notation or the way of computing changes. */
START_TEST(neighbors_of_powers_are_written_as_printf_writes_them)
{
	for (int power = -320; power <= 308; power++) {
		double ten = pow(10, power), two = ldexp(1, power);

		must_be_written_as_by_printf(ten);
		must_be_written_as_by_printf(-nextafter(ten, 0));
		must_be_written_as_by_printf(nextafter(ten, INFINITY));
		must_be_written_as_by_printf(-two);
		must_be_written_as_by_printf(nextafter(two, 0));
		must_be_written_as_by_printf(nextafter(two, INFINITY));
	}
}
END_TEST

/* n / 2^17 has 18 digits from 1 on, the last a 5: half way between two of 17. */
START_TEST(numbers_half_way_between_are_written_as_printf_writes_them)
{
	for (long n = (1 << 17) + 1; n < 10 * (1 << 17); n += 2)
		must_be_written_as_by_printf((double)n / (1 << 17));
}
END_TEST

START_TEST(numbers_of_any_bits_are_written_as_printf_writes_them)
{
	uint64_t state = 1;

	for (int i = 0; i < 400000; i++) {
		uint64_t bits;
		double x;

		state = state * 6364136223846793005U + 1442695040888963407U;
		bits = state ^ state >> 29;
		if (i % 4) /* else exponents hardly ever are those of usual numbers */
			bits = (bits & 0x800fffffffffffff) | (960 + bits % 125) << 52;
		memcpy(&x, &bits, sizeof(x));
		if (!isnan(x))
			must_be_written_as_by_printf(x);
	}
}
END_TEST

Suite *lab_demo_suite(void)
{
	Suite *s = suite_create("lab_demo");
	TCase *t = tcase_create("demo");

	tcase_add_test(t, records_are_these_bytes);
	tcase_add_test(t, an_outline_is_the_records_without_points);
	tcase_add_test(t, points_that_are_not_there_crash_an_outline_too);
	tcase_add_test(t, by_hand_the_report_is_these_lines);
	tcase_add_test(t, by_hand_a_failed_check_fails_the_program);
	tcase_add_test(t, help_lists_the_parameters_and_runs_nothing);
	tcase_add_loop_test(t, a_wrong_parameter_is_refused_in_both_forms, 0,
		(int)(sizeof(refusals) / sizeof(refusals[0])));
	tcase_add_test(t, all_refusals_of_a_run_are_said_together);
	tcase_add_loop_test(t, a_demo_that_breaks_the_contract_fails_by_name, 0,
		(int)(sizeof(mistakes) / sizeof(mistakes[0])));
	tcase_add_test(t, progress_is_said_at_most_once_a_percent);
	tcase_add_test(t, numbers_come_back_as_they_were);
	tcase_add_test(t, numbers_are_written_as_printf_writes_them);
	tcase_add_test(t, neighbors_of_powers_are_written_as_printf_writes_them);
	tcase_add_test(t, numbers_half_way_between_are_written_as_printf_writes_them);
	tcase_add_test(t, numbers_of_any_bits_are_written_as_printf_writes_them);
	suite_add_tcase(s, t);
	return s;
}
