/* Numbers as people write them, tolerances to their edge, choices, draws. */
#include "learn/answer.h"
#include "learn/draw.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

START_TEST(numbers_are_read_as_people_write_them)
{
	static const struct {
		const char *text;
		double value;
	} rows[] = {
		{"0.5", 0.5},
		{" 12 ", 12},
		{".25", 0.25},
		{"3.", 3},
		{"+7", 7},
		{"-0.5", -0.5},
		{"\xE2\x88\x92"
		 "0.5",
			-0.5}, /* U+2212 */
		{"\xE2\x88\x92 3", -3},
		{"1e-3", 1e-3},
		{"1E+3", 1000},
		{"1/3", 1.0 / 3},
		{"-1 / 4", -0.25},
		{"1e-3/2", 5e-4},
		{"5 %", 0.05},
		{"5%", 0.05},
		{"2.5e1 %", 0.25},
		{"2.3\xC3\x97"
		 "10\xE2\x81\xBB\xE2\x81\xB7",
			2.3e-7}, /* 2.3×10⁻⁷ */
		{"2.3 \xC3\x97 10\xE2\x81\xBB\xC2\xB9\xC2\xB2", 2.3e-12},
		{"2.3*10^-7", 2.3e-7},
		{"2.3 x 10^7", 2.3e7},
		{"10^-3", 1e-3},
		{"10\xE2\x81\xB4", 1e4},
		{"\xE2\x89\x88 3", 3},
		{"= 4", 4},
		{"5\xC2\xA0%", 0.05}, /* no-break space */
		{"10", 10},
		{"1e-320", 1e-320},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char hint[ANSWER_HINT_BYTES];
		double value;

		ck_assert_msg(answer_read_number(rows[i].text, &value, hint), "%s: %s",
			rows[i].text, hint);
		ck_assert_msg(value == rows[i].value, "%s: %.17g", rows[i].text, value);
	}
}
END_TEST

START_TEST(what_is_no_number_is_refused_with_what_to_write)
{
	static const struct {
		const char *text, *hint;
	} rows[] = {
		{"0,001", "write 0.001"},
		{"-2,5", "write -2.5"},
		{"1,000", "write 1.000 or 1000"},
		{"1,234,567", "write 1234567"},
		{"1,234.5", "write 1234.5"},
		{"", "no number"},
		{"   ", "no number"},
		{"inf", "'inf' is no part"},
		{"nan", "'nan' is no part"},
		{"0x10", "'x10' is no part"},
		{"three", "'three'"},
		{"3 apples", "'apples'"},
		{"1/0", "division by zero"},
		{"1/", "no number"},
		{"1e999", "too large"},
		{"--3", "'--3'"},
		{"1e", "'e' is no part"},
		{"5 % %", "'%' is no part"},
		{"2\xC2\xB2", "'^2' is no part"},
		{"\xC2\xBD", "no number"},
		{"\xFF", "no number"},
		{"123456789012345678901234567890123456789012345678901234567890123456789",
			"no number"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char hint[ANSWER_HINT_BYTES];
		double value = 1;

		ck_assert_msg(!answer_read_number(rows[i].text, &value, hint), "%s: %g",
			rows[i].text, value);
		ck_assert_msg(strstr(hint, rows[i].hint), "%s: %s", rows[i].text, hint);
		ck_assert_double_eq(value, 0);
	}
}
END_TEST

/* Whatever way a number is written, it is the double nearest to it. */
START_TEST(every_way_of_writing_reads_the_same_double)
{
	static const char *const formats[] = {"%.*se%d",
		"%.*s\xC3\x97"
		"10^%d",
		"%.*s*10^%d", "= %.*s \xC2\xB7 10^%d", "%.*sE%d", "  %.*s x 10 ^ %d  "};

	srand(1);
	for (int i = 0; i < 2000; i++) {
		double x = (rand() - RAND_MAX / 2) * pow(10, rand() % 60 - 30), read;
		char plain[64], written[96], hint[ANSWER_HINT_BYTES];
		char *e;

		snprintf(plain, sizeof(plain), "%.17e", x);
		e = strchr(plain, 'e');
		snprintf(written, sizeof(written), formats[i % 6], (int)(e - plain), plain,
			atoi(e + 1));
		ck_assert_msg(answer_read_number(written, &read, hint), "%s: %s", written, hint);
		ck_assert_msg(read == x, "%s: %.17g is not %.17g", written, read, x);
	}
}
END_TEST

START_TEST(the_edge_of_a_tolerance_belongs_to_it)
{
	static const struct {
		double given, key, tolerance;
		bool is_relative, right;
	} rows[] = {
		{1.1, 1, 0.1, true, true},
		{0.9, 1, 0.1, true, true},
		{1.1000000001, 1, 0.1, true, false},
		{0.8999999999, 1, 0.1, true, false},
		{-1.1, -1, 0.1, true, true},
		{1, -1, 0.1, true, false},
		{0.31, 0.3, 0.01, false, true},
		{0.29, 0.3, 0.01, false, true},
		{0.3100001, 0.3, 0.01, false, false},
		{2.4e-8, 2e-8, 0.2, true, true},
		{2.41e-8, 2e-8, 0.2, true, false},
		{0.33, 1.0 / 3, 0.01, true, true}, /* a hundredth off, to the digit */
		{0.3299999, 1.0 / 3, 0.01, true, false},
		{0, 0, 0.2, true, true},
		{1e-300, 0, 0.2, true, false},
		{5, 5, 0, false, true},
		{5.0001, 5, 0, false, false},
		{NAN, 1, 0.1, true, false},
		{1, NAN, 0.1, true, false},
		{INFINITY, INFINITY, 0.1, true, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(answer_number_right(rows[i].given, rows[i].key, rows[i].tolerance,
				      rows[i].is_relative) == rows[i].right,
			"row %zu: %.17g for %g", i, rows[i].given, rows[i].key);
}
END_TEST

START_TEST(a_wrong_number_is_known_by_the_nearest_name)
{
	static const double wrong[] = {10, 10.5, 2};

	ck_assert_int_eq(answer_diagnose(10.4, wrong, 3, 0.1, true), 1);
	ck_assert_int_eq(answer_diagnose(9.9, wrong, 3, 0.1, true), 0);
	ck_assert_int_eq(answer_diagnose(2.2, wrong, 3, 0.1, true), 2);
	ck_assert_int_eq(answer_diagnose(5, wrong, 3, 0.1, true), ANSWER_NO_DIAGNOSIS);
	ck_assert_int_eq(answer_diagnose(5, wrong, 0, 0.1, true), ANSWER_NO_DIAGNOSIS);
}
END_TEST

START_TEST(options_are_read_by_letter_and_by_number)
{
	static const struct {
		const char *text;
		size_t n_choices, n, picked[4];
	} rows[] = {{"b", 4, 1, {1}}, {"B)", 4, 1, {1}}, {"a c", 4, 2, {0, 2}},
		{"c,a", 4, 2, {2, 0}}, {"dba", 4, 3, {3, 1, 0}}, {"1 3", 4, 2, {0, 2}},
		{"13", 4, 2, {0, 2}}, {"12", 12, 1, {11}}, {" 2. ", 4, 1, {1}}};
	static const char *const refused[] = {"", "e", "0", "5", "a a", "b?", "\xC3\xA4"};
	size_t picked[ANSWER_MAX_CHOICES], n;
	char hint[ANSWER_HINT_BYTES];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ck_assert_msg(
			answer_read_choices(rows[i].text, rows[i].n_choices, picked, &n, hint),
			"%s: %s", rows[i].text, hint);
		ck_assert_uint_eq(n, rows[i].n);
		for (size_t j = 0; j < n; j++)
			ck_assert_uint_eq(picked[j], rows[i].picked[j]);
	}
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		ck_assert_msg(
			!answer_read_choices(refused[i], 4, picked, &n, hint), "%s", refused[i]);
		ck_assert_ptr_nonnull(strstr(hint, i == 4 ? "twice" : "a to d"));
	}
}
END_TEST

START_TEST(choices_are_right_when_all_of_them_are)
{
	struct choice choices[4] = {{.is_right = true}, {0}, {.is_right = true}, {0}};
	struct quiz_item item = {.kind = ITEM_MULTIPLE, .choices = choices, .n_choices = 4};
	static const size_t both[] = {2, 0}, one[] = {0}, more[] = {0, 2, 3}, other[] = {0, 1};
	static const size_t in_order[] = {0, 1, 2, 3}, turned[] = {0, 2, 1, 3};

	ck_assert_int_eq(answer_choices_right(&item, both, 2), true);
	ck_assert_int_eq(answer_choices_right(&item, one, 1), false);
	ck_assert_int_eq(answer_choices_right(&item, more, 3), false);
	ck_assert_int_eq(answer_choices_right(&item, other, 2), false);
	item.kind = ITEM_ORDER;
	ck_assert_int_eq(answer_choices_right(&item, in_order, 4), true);
	ck_assert_int_eq(answer_choices_right(&item, in_order, 3), false);
	ck_assert_int_eq(answer_choices_right(&item, turned, 4), false);
}
END_TEST

START_TEST(drawn_values_stay_in_range_and_reach_its_ends)
{
	static const struct drawn_param params[] = {
		{.name = "depth", .from = 4, .to = 30, .is_integer = true},
		{.name = "units", .from = 1, .to = 1000, .is_integer = true, .is_log = true},
		{.name = "beta", .from = 0.91, .to = 0.98},
		{.name = "lambda", .from = 0.5, .to = 8},
		{.name = "rate", .from = 1e-4, .to = 0.5, .is_log = true},
		{.name = "shift", .from = -3, .to = 3, .is_integer = true},
	};

	for (size_t i = 0; i < sizeof(params) / sizeof(params[0]); i++) {
		const struct drawn_param *p = &params[i];
		double least = INFINITY, most = -INFINITY, span = p->to - p->from;
		struct draw d = draw_begin(1, p->name);

		for (int j = 0; j < 20000; j++) {
			char text[DRAW_TEXT_BYTES];
			double x;

			draw_param(&d, p, text);
			x = strtod(text, NULL);
			ck_assert_msg(x >= p->from && x <= p->to, "%s=%s", p->name, text);
			ck_assert_msg(!p->is_integer || x == floor(x), "%s=%s", p->name, text);
			ck_assert_msg(strlen(text) <= 7, "%s=%s", p->name, text);
			least = fmin(least, x);
			most = fmax(most, x);
		}
		ck_assert_double_le(least, p->from + 0.01 * span);
		ck_assert_double_ge(most, p->to - 0.03 * span);
	}
}
END_TEST

START_TEST(each_value_of_a_range_comes_equally_often)
{
	static const struct drawn_param p = {.name = "n", .from = 1, .to = 5, .is_integer = true};
	struct draw d = draw_begin(7, "n");
	int count[6] = {0};

	for (int i = 0; i < 50000; i++) {
		char text[DRAW_TEXT_BYTES];

		draw_param(&d, &p, text);
		count[text[0] - '0']++;
	}
	for (int i = 1; i <= 5; i++) /* 10000 expected, standard deviation 89 */
		ck_assert_int_lt(abs(count[i] - 10000), 450);
}
END_TEST

START_TEST(a_shuffle_has_each_place_once_and_follows_its_seed)
{
	int count[24] = {0};

	for (uint64_t seed = 0; seed < 24000; seed++) {
		struct draw d = draw_begin(seed, "item"), again = draw_begin(seed, "item");
		size_t order[4], same[4];

		draw_order(&d, order, 4);
		draw_order(&again, same, 4);
		ck_assert_mem_eq(order, same, sizeof(order));
		ck_assert_uint_eq(
			(1U << order[0]) | (1U << order[1]) | (1U << order[2]) | (1U << order[3]),
			15);
		/* The number of the permutation: its factorial digits. */
		count[order[0] * 6 + (order[1] - (order[1] > order[0])) * 2 +
			(order[2] > order[3])]++;
	}
	for (int i = 0; i < 24; i++) /* 1000 expected, standard deviation 31 */
		ck_assert_int_lt(abs(count[i] - 1000), 160);
}
END_TEST

START_TEST(a_prompt_shows_what_was_drawn)
{
	struct drawn_param params[] = {{.name = "depth"}, {.name = "k"}};
	struct quiz_item item = {.params = params,
		.n_params = 2,
		.prompt = "A [net](url) of [12](param:depth?from=4&to=30) layers, "
			  "k = [3](param:k?from=1&to=9)."};
	char values[2][DRAW_TEXT_BYTES] = {"17", "5"};
	struct buf out;

	buf_init(&out);
	draw_prompt(&out, &item, values);
	ck_assert_str_eq(out.data, "A [net](url) of 17 layers, k = 5.");
	buf_done(&out);
}
END_TEST

Suite *answer_suite(void)
{
	Suite *s = suite_create("answer");
	TCase *t = tcase_create("answer");

	tcase_add_test(t, numbers_are_read_as_people_write_them);
	tcase_add_test(t, what_is_no_number_is_refused_with_what_to_write);
	tcase_add_test(t, every_way_of_writing_reads_the_same_double);
	tcase_add_test(t, the_edge_of_a_tolerance_belongs_to_it);
	tcase_add_test(t, a_wrong_number_is_known_by_the_nearest_name);
	tcase_add_test(t, options_are_read_by_letter_and_by_number);
	tcase_add_test(t, choices_are_right_when_all_of_them_are);
	tcase_add_test(t, drawn_values_stay_in_range_and_reach_its_ends);
	tcase_add_test(t, each_value_of_a_range_comes_equally_often);
	tcase_add_test(t, a_shuffle_has_each_place_once_and_follows_its_seed);
	tcase_add_test(t, a_prompt_shows_what_was_drawn);
	suite_add_tcase(s, t);
	return s;
}
