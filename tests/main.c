/*
 * Runs every suite: each tests/test_NAME.c defines `Suite *NAME_suite(void)`.
 * CK_RUN_SUITE and CK_RUN_CASE choose some.
 */
#include <check.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#define SUITE(name) Suite *name##_suite(void);
#include "suites.inc"
#undef SUITE

int main(void)
{
	static Suite *(*const suites[])(void) = {
#define SUITE(name) name##_suite,
#include "suites.inc"
#undef SUITE
	};
	SRunner *runner = srunner_create(NULL);
	int failed;

	if (!setlocale(LC_ALL, "C.UTF-8"))
		return EXIT_FAILURE;
	for (size_t i = 0; i < sizeof(suites) / sizeof(suites[0]); i++)
		srunner_add_suite(runner, suites[i]());
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
