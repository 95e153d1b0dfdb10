/* The demos on overfitting and cross-entropy as they are shipped, against scikit-learn,
 * SciPy and PyTorch (oracles/fit.py), and with all their checks at the corners. */
#include "support/lab.h"

#include <check.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The value `name` (or NULL) of a run; counts in *n_checks its checks, all of which hold. */
static double run(const char *demo, const char *arguments, const char *name, int *n_checks)
{
	char command[512], line[1024], found[64], kind[16];
	double value = NAN, got, want, within;
	FILE *out;

	ck_assert_int_lt(snprintf(command, sizeof command,
				 "build/demos/cost-functions/%s --records %s", demo, arguments),
		(int)sizeof command);
	out = popen(command, "r");
	ck_assert_ptr_nonnull(out);
	*n_checks = 0;
	while (fgets(line, sizeof line, out)) {
		if (sscanf(line, "value\t%63[^\t]\t%lf", found, &got) == 2 && name &&
			strcmp(found, name) == 0)
			value = got;
		if (sscanf(line, "check\t%63s\t%15s\t%lf\t%lf\t%lf", found, kind, &got, &want,
			    &within) != 5)
			continue;
		*n_checks += 1;
		ck_assert_msg(
			strcmp(kind, "at_most") == 0 ? got <= want : fabs(got - want) <= within,
			"%s %s: check %s fails: %g %s %g", demo, arguments, found, got, kind, want);
	}
	ck_assert_msg(pclose(out) == 0, "%s ends badly", command);
	return value;
}

static int compare(const char *demo, double tolerance)
{
	struct oracle o = oracle_read("fit.csv");
	int n = 0, checks;

	for (size_t r = 1; r < o.n_rows; r++) {
		const char *arguments = oracle_text(&o, r, 1), *name = oracle_text(&o, r, 2);
		double want = oracle_number(&o, r, 3), got;

		if (strcmp(oracle_text(&o, r, 0), demo) != 0)
			continue;
		got = run(demo, arguments, name, &checks);
		ck_assert_msg(fabs(got - want) <= tolerance * fabs(want),
			"%s %s: %s is %.12g, not %.12g", demo, arguments, name, got, want);
		n++;
	}
	oracle_free(&o);
	return n;
}

START_TEST(overfitting_demo_agrees_with_scikit_learn_and_scipy)
{
	/* Leaving out an end point at degree 15 loses most: 1 - h is 1e-6. */
	ck_assert_int_eq(compare("014-overfitting", 1e-7), 5 * 5 + 2);
}
END_TEST

START_TEST(cross_entropy_demo_agrees_with_pytorch)
{
	ck_assert_int_eq(compare("017-cross-entropy", 1e-11), 4 * 16 - 2);
}
END_TEST

START_TEST(overfitting_demo_holds_its_checks_in_every_corner)
{
	static const char *const degree[] = {"1", "15"}, *const points[] = {"18", "200"},
				 *const noise[] = {"0", "1"},
				 *const curve[] = {"sine", "line", "none"},
				 *const seed[] = {"1", "500", "1000"};

	for (int i = 0; i < 72; i++) {
		char arguments[128];
		int n;

		snprintf(arguments, sizeof arguments,
			"degree=%s points=%s noise=%s curve=%s seed=%s", degree[i % 2],
			points[i / 2 % 2], noise[i / 4 % 2], curve[i / 8 % 3], seed[i / 24]);
		run("014-overfitting", arguments, NULL, &n);
		ck_assert_int_eq(n, 6);
	}
}
END_TEST

START_TEST(cross_entropy_demo_holds_its_checks_in_every_corner)
{
	static const char *const classes[] = {"2", "1000"}, *const share[] = {"0.05", "0.99"},
				 *const z[] = {"-15", "0", "15"}, *const start[] = {"-12", "-0.5"},
				 *const eta[] = {"0.05", "1"};
	int n;

	for (int i = 0; i < 48; i++) {
		char arguments[128];

		snprintf(arguments, sizeof arguments, "classes=%s share=%s z=%s start=%s eta=%s",
			classes[i % 2], share[i / 2 % 2], z[i / 4 % 3], start[i / 12 % 2],
			eta[i / 24]);
		run("017-cross-entropy", arguments, NULL, &n);
		ck_assert_int_eq(n, 13);
	}
	run("017-cross-entropy", "classes=100000 share=0.05 z=15", NULL, &n);
	ck_assert_int_eq(n, 13);
}
END_TEST

Suite *demo_fit_suite(void)
{
	Suite *s = suite_create("demo_fit");
	TCase *t = tcase_create("demos");

	tcase_set_timeout(t, 120);
	tcase_add_test(t, overfitting_demo_agrees_with_scikit_learn_and_scipy);
	tcase_add_test(t, cross_entropy_demo_agrees_with_pytorch);
	tcase_add_test(t, overfitting_demo_holds_its_checks_in_every_corner);
	tcase_add_test(t, cross_entropy_demo_holds_its_checks_in_every_corner);
	suite_add_tcase(s, t);
	return s;
}
