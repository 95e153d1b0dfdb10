/* The demo of attention dynamics, run as a program, against PyTorch:
 * tests/oracles/attention.py. */
#include "support/demo.h"

#include <check.h>
#include <stdio.h>

static const char demo[] = "029-attention-dynamics";

START_TEST(attention_demo_gives_what_pytorch_gives)
{
	/* Sums are taken in another order, and training grows the difference some
	 * thousandfold. */
	demo_agrees(demo, "attention.csv", 1e-9, 35);
}
END_TEST

/* Of every seed the head begins at the saddle, waits and drops. */
START_TEST(attention_demo_drops_at_every_seed)
{
	char arguments[32];

	for (int seed = 1; seed <= 20; seed++) {
		ck_assert_int_gt(snprintf(arguments, sizeof(arguments), "seed=%d", seed), 0);
		double drop = demo_says(demo, arguments, "drop");

		ck_assert_double_ge(drop, 210);
		ck_assert_double_le(drop, 250);
		ck_assert_double_eq(demo_says(demo, arguments, "found"), 6);
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
		demo_says(demo, cases[i], "loss");
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
