/*
 * The demos on L2 and L1 regularization as they are shipped, against scikit-learn
 * at settings that are not their defaults (oracles/diabetes_paths.py).
 */
#include <check.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct row {
	char demo[64], arguments[128], name[64];
	double want;
};

/* The file has 12 digits and condition numbers are below 1e6. */
static const double tolerance = 1e-6;

static FILE *open_oracle(void)
{
	FILE *csv = fopen("tests/oracles/diabetes_paths.csv", "r");
	char names[128];

	ck_assert_ptr_nonnull(csv);
	ck_assert_ptr_nonnull(fgets(names, sizeof names, csv));
	ck_assert_str_eq(names, "demo,arguments,name,value\n");
	return csv;
}

static bool next_row(FILE *csv, struct row *row)
{
	int n = fscanf(csv, "%63[^,],%127[^,],%63[^,],%lf\n", row->demo, row->arguments, row->name,
		&row->want);

	ck_assert(n == 4 || n == EOF);
	return n == 4;
}

/* The records of a run of the demo; closed by pclose. */
static FILE *run(const char *demo, const char *arguments)
{
	char command[320];
	FILE *out;

	snprintf(command, sizeof command, "build/demos/cost-functions/%s --records %s", demo,
		arguments);
	out = popen(command, "r");
	ck_assert_ptr_nonnull(out);
	return out;
}

/* The value of that name in a run; NaN if it has none. */
static double value_of(const struct row *row)
{
	FILE *out = run(row->demo, row->arguments);
	char line[1024], wanted[80];
	double value = NAN;

	snprintf(wanted, sizeof wanted, "value\t%s\t", row->name);
	while (fgets(line, sizeof line, out))
		if (strncmp(line, wanted, strlen(wanted)) == 0)
			value = strtod(line + strlen(wanted), NULL);
	ck_assert_int_eq(pclose(out), 0);
	return value;
}

static int compare(const char *demo)
{
	FILE *csv = open_oracle();
	struct row row;
	int n = 0;

	while (next_row(csv, &row)) {
		double got;

		if (strcmp(row.demo, demo) != 0)
			continue;
		got = value_of(&row);
		ck_assert_msg(fabs(got - row.want) <= tolerance * fmax(1, fabs(row.want)),
			"%s %s: %s is %.12g, want %.12g", row.demo, row.arguments, row.name, got,
			row.want);
		n++;
	}
	fclose(csv);
	return n;
}

START_TEST(ridge_demo_agrees_with_scikit_learn)
{
	ck_assert_int_eq(compare("001-l2-regularization"), 7 * 16);
}
END_TEST

START_TEST(lasso_demo_agrees_with_scikit_learn)
{
	ck_assert_int_eq(compare("002-l1-regularization"), 6 * 13 + 4 + 3 * 3);
}
END_TEST

/* Every check of a run; returns how many there were, all of which held. */
static int count_checks(const char *demo, const char *arguments)
{
	FILE *out = run(demo, arguments);
	char line[1024];
	int n = 0;

	while (fgets(line, sizeof line, out)) {
		char name[64], kind[16];
		double got, want, within;

		if (sscanf(line, "check\t%63s\t%15s\t%lf\t%lf\t%lf", name, kind, &got, &want,
			    &within) != 5)
			continue;
		n++;
		ck_assert_msg(
			strcmp(kind, "at_most") == 0 ? got <= want : fabs(got - want) <= within,
			"%s %s: check %s fails: %g %s %g", demo, arguments, name, got, kind, want);
	}
	ck_assert_int_eq(pclose(out), 0);
	return n;
}

START_TEST(ridge_demo_holds_its_checks_in_every_corner)
{
	static const char *const lambda[] = {"0.001", "1000"}, *const patients[] = {"20", "442"},
				 *const scaling[] = {"unit", "standard", "raw"},
				 *const steps[] = {"1", "10000"};

	for (int i = 0; i < 24; i++) {
		char arguments[128];

		snprintf(arguments, sizeof arguments, "lambda=%s patients=%s scaling=%s steps=%s",
			lambda[i % 2], patients[i / 2 % 2], scaling[i / 4 % 3], steps[i / 12]);
		ck_assert_int_eq(count_checks("001-l2-regularization", arguments), 3);
	}
}
END_TEST

START_TEST(lasso_demo_holds_its_checks_in_every_corner)
{
	static const char *const lambda[] = {"1", "1000"}, *const ratio[] = {"0.05", "0.9999", "1"},
				 *const target[] = {"0", "0.5", "1"}, *const eta[] = {"0.01", "1"},
				 *const steps[] = {"60", "20000"};

	for (int i = 0; i < 72; i++) {
		char arguments[128];

		snprintf(arguments, sizeof arguments,
			"lambda=%s l1_ratio=%s target=%s eta=%s steps=%s", lambda[i % 2],
			ratio[i / 2 % 3], target[i / 6 % 3], eta[i / 18 % 2], steps[i / 36]);
		ck_assert_int_eq(count_checks("002-l1-regularization", arguments), 8);
	}
}
END_TEST

Suite *demo_regularization_suite(void)
{
	Suite *s = suite_create("demo_regularization");
	TCase *t = tcase_create("demos");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, ridge_demo_agrees_with_scikit_learn);
	tcase_add_test(t, lasso_demo_agrees_with_scikit_learn);
	tcase_add_test(t, ridge_demo_holds_its_checks_in_every_corner);
	tcase_add_test(t, lasso_demo_holds_its_checks_in_every_corner);
	suite_add_tcase(s, t);
	return s;
}
