/* The demo of attention dynamics, run as a program, against PyTorch:
 * tests/oracles/attention.py. */
#include "support/lab.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* The value `name` of the demo run with `arguments`; all its checks must hold
 * and it must end well. */
static double demo_says(const char *arguments, const char *name)
{
	char command[512], line[1024], found[64], relation[16];
	double value = NAN, number, want, tolerance;

	ck_assert_int_lt(snprintf(command, sizeof(command),
				 "build/demos/cost-functions/029-attention-dynamics --records %s",
				 arguments),
		(int)sizeof(command));
	FILE *out = popen(command, "r");
	ck_assert_ptr_nonnull(out);
	while (fgets(line, sizeof(line), out)) {
		if (sscanf(line, "value\t%63[^\t]\t%lf", found, &number) == 2 &&
			strcmp(found, name) == 0)
			value = number;
		else if (sscanf(line, "check\t%63[^\t]\t%15[^\t]\t%lf\t%lf\t%lf", found, relation,
				 &number, &want, &tolerance) == 5)
			ck_assert_msg(strcmp(relation, "equal") == 0
					      ? fabs(number - want) <= tolerance
					      : number >= want,
				"the check %s fails at %s", found, arguments);
	}
	ck_assert_msg(pclose(out) == 0, "%s ends badly", command);
	ck_assert_msg(isfinite(value), "%s says no %s", command, name);
	return value;
}

START_TEST(attention_demo_gives_what_pytorch_gives)
{
	struct oracle o = oracle_read("attention.csv");

	ck_assert_uint_eq(o.n_rows, 1 + 5 * 7);
	for (size_t r = 1; r < o.n_rows; r++) {
		const char *arguments = oracle_text(&o, r, 0), *name = oracle_text(&o, r, 1);
		double want = oracle_number(&o, r, 2), got = demo_says(arguments, name);

		/* Sums are taken in another order, and training grows the
		 * difference some thousandfold. */
		ck_assert_msg(fabs(got - want) <= 1e-9 * fmax(1, fabs(want)),
			"%s of `%s` is %.12g, PyTorch's %.12g", name, arguments, got, want);
	}
	oracle_free(&o);
}
END_TEST

/* Of every seed the head begins at the saddle, waits and drops. */
START_TEST(attention_demo_drops_at_every_seed)
{
	char arguments[32];

	for (int seed = 1; seed <= 20; seed++) {
		ck_assert_int_gt(snprintf(arguments, sizeof(arguments), "seed=%d", seed), 0);
		double drop = demo_says(arguments, "drop");

		ck_assert_double_ge(drop, 210);
		ck_assert_double_le(drop, 250);
		ck_assert_double_eq(demo_says(arguments, "found"), 6);
	}
}
END_TEST

START_TEST(attention_demo_holds_at_its_corners)
{
	static const char *const cases[] = {"eta=10 start=10 steps=5000",
		"eta=10 start=10 method=adam steps=5000 seed=1000",
		"eta=10 start=1e-5 method=adam_qk_norm warmup=400",
		"eta=0.01 start=1e-5 steps=50 warmup=400", "eta=10 start=0.01"};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		demo_says(cases[i], "loss");
}
END_TEST

Suite *demo_attention_suite(void)
{
	Suite *s = suite_create("demo_attention");
	TCase *c = tcase_create("attention");

	tcase_set_timeout(c, 60);
	tcase_add_test(c, attention_demo_gives_what_pytorch_gives);
	tcase_add_test(c, attention_demo_drops_at_every_seed);
	tcase_add_test(c, attention_demo_holds_at_its_corners);
	suite_add_tcase(s, c);
	return s;
}
