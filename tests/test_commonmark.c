/*
 * The 652 examples of the CommonMark specification 0.30 (CC BY-SA 4.0, John
 * MacFarlane): each is laid out safely at any width, and none of its words is
 * lost. That they are parsed right is cmark's business.
 */
#include "support/page_text.h"

#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const int widths[] = {10, 20, 40, 80};

enum { N_WIDTHS = sizeof(widths) / sizeof(widths[0]), N_EXAMPLES = 652 };

START_TEST(commonmark_examples_are_laid_out_without_losing_a_word)
{
	json_t *examples = json_load_file("tests/data/commonmark-0.30.json", 0, NULL), *example;
	size_t i;

	ck_assert_ptr_nonnull(examples);
	ck_assert_uint_eq(json_array_size(examples), N_EXAMPLES);
	json_array_foreach(examples, i, example)
	{
		const char *markdown = json_string_value(json_object_get(example, "markdown"));
		char what[64];

		snprintf(what, sizeof(what), "example %d, width %d",
			(int)json_integer_value(json_object_get(example, "example")), widths[_i]);
		page_assert_words(markdown, strlen(markdown), widths[_i], what);
	}
	json_decref(examples);
}
END_TEST

START_TEST(commonmark_examples_are_read_aloud_safely)
{
	json_t *examples = json_load_file("tests/data/commonmark-0.30.json", 0, NULL), *example;
	struct page_options options = {.width = 60, .spoken = true};
	size_t i;

	ck_assert_ptr_nonnull(examples);
	json_array_foreach(examples, i, example)
	{
		const char *markdown = json_string_value(json_object_get(example, "markdown"));

		free(page_text(markdown, strlen(markdown), &options));
	}
	json_decref(examples);
}
END_TEST

Suite *commonmark_suite(void)
{
	Suite *s = suite_create("commonmark");
	TCase *t = tcase_create("commonmark");

	tcase_add_loop_test(t, commonmark_examples_are_laid_out_without_losing_a_word, 0, N_WIDTHS);
	tcase_add_test(t, commonmark_examples_are_read_aloud_safely);
	suite_add_tcase(s, t);
	return s;
}
