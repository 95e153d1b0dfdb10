/* The demo of direct preference optimization, run as a program, against SciPy
 * and PyTorch (oracles/dpo.py), and at its corners. */
#include "support/demo.h"

#include <check.h>
#include <stdio.h>

static const char dpo[] = "042-direct-preference-optimization";

START_TEST(dpo_demo_gives_what_scipy_and_pytorch_give)
{
	/* A search without gradients finds where it is flat to √ε. */
	demo_agrees(dpo, "dpo.csv", 1e-7, 30);
}
END_TEST

START_TEST(dpo_demo_holds_its_checks_in_every_corner)
{
	static const char *const beta[] = {"0.05", "5"}, *const spread[] = {"0", "3"},
				 *const first[] = {"0.01", "0.98"},
				 *const agree[] = {"0.5", "0.5001", "0.9999", "1"},
				 *const steps[] = {"10", "100000"}, *const alike[] = {"0.05", "1"};

	for (int i = 0; i < 64; i++) {
		char arguments[128];

		snprintf(arguments, sizeof(arguments),
			"beta=%s spread=%s first=%s agree=%s steps=%s alike=%s", beta[i % 2],
			spread[i / 2 % 2], first[i / 4 % 2], agree[i / 8 % 4], steps[i / 32],
			alike[i / 2 % 2]);
		demo_says(dpo, arguments, "best");
	}
}
END_TEST

Suite *demo_alignment_suite(void)
{
	Suite *s = suite_create("demo_alignment");
	TCase *t = tcase_create("demos");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, dpo_demo_gives_what_scipy_and_pytorch_give);
	tcase_add_test(t, dpo_demo_holds_its_checks_in_every_corner);
	suite_add_tcase(s, t);
	return s;
}
