#include "base/arena.h"
#include "verify/claim.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static bool holds(const char *written, double value)
{
	const struct claim c = claim_parse(written);
	const struct demo_value v = {.name = "x", .number = value};

	return claim_holds(&c, written, &v);
}

START_TEST(claims_are_read_as_people_write_numbers)
{
	static const struct {
		const char *written;
		enum claim_kind kind;
		double number, unit;
	} rows[] = {
		{"0.25", CLAIM_EQUAL, 0.25, 0.01},
		{"20", CLAIM_EQUAL, 20, 1},
		{"20 layers", CLAIM_EQUAL, 20, 1},
		{"1.2e-13", CLAIM_EQUAL, 1.2e-13, 1e-14},
		{"-3.5", CLAIM_EQUAL, -3.5, 0.1},
		{"\xE2\x88\x92"
		 "3.5",
			CLAIM_EQUAL, -3.5, 0.1},
		{"1.2×10⁻¹³", CLAIM_EQUAL, 1.2e-13, 1e-14},
		{"1.2 × 10^-13", CLAIM_EQUAL, 1.2e-13, 1e-14},
		{"12 %", CLAIM_EQUAL, 0.12, 0.01},
		{"12.5%", CLAIM_EQUAL, 0.125, 0.001},
		{"1,234,567", CLAIM_EQUAL, 1234567, 1},
		{"< 1e-6", CLAIM_LESS, 1e-6, 1e-6},
		{"less than 3", CLAIM_LESS, 3, 1},
		{"more than 10 times", CLAIM_MORE, 10, 1},
		{"about 3", CLAIM_ABOUT, 3, 1},
		{"About 3", CLAIM_ABOUT, 3, 1},
		{"at least 0.5", CLAIM_AT_LEAST, 0.5, 0.1},
		{"≤ 3", CLAIM_AT_MOST, 3, 1},
		{">= 3", CLAIM_AT_LEAST, 3, 1},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct claim c = claim_parse(rows[i].written);

		ck_assert_int_eq(c.kind, rows[i].kind);
		ck_assert_double_eq_tol(c.number, rows[i].number, 1e-15 * 2e6);
		ck_assert_double_eq_tol(c.unit / rows[i].unit, 1, 1e-12);
	}
}
END_TEST

START_TEST(what_is_no_number_is_text)
{
	static const char *const rows[] = {
		"bmi", "", "overfit", "3x", "e5", ".", "-", "s5 first", "1.2.3", "about", "<"};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_int_eq(claim_parse(rows[i]).kind, CLAIM_TEXT);
}
END_TEST

START_TEST(a_claim_holds_to_the_digits_written)
{
	static const struct {
		const char *written;
		double value;
		bool holds;
	} rows[] = {
		{"0.25", 0.2549, true},
		{"0.25", 0.2551, false},
		{"0.25", 0.2450001, true},
		{"0.25", 0.2449, false},
		{"0.13", 0.125, true},
		{"0.12", 0.125, true},
		{"1.2e-13", 1.24e-13, true},
		{"1.2e-13", 1.26e-13, false},
		{"20", 20.4, true},
		{"20", 20.6, false},
		{"12 %", 0.1249, true},
		{"12 %", 12, false},
		{"-3.5", 3.5, false},
		{"about 3", 3.14, true},
		{"about 3", 3.16, false},
		{"about -3", -3.14, true},
		{"< 1e-6", 9e-7, true},
		{"< 1e-6", 1e-6, false},
		{"more than 10", 10.001, true},
		{"more than 10", 10, false},
		{"at most 10", 10, true},
		{"at least 10", 9.99, false},
		{"0.25", 0.0 / 0.0, false},
		{"< 3", 0.0 / 0.0, false},
		{"bmi", 1, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(holds(rows[i].written, rows[i].value) == rows[i].holds, "%s for %g",
			rows[i].written, rows[i].value);
}
END_TEST

START_TEST(texts_are_compared_letter_by_letter)
{
	const struct demo_value v = {.name = "first", .is_text = true, .text = "bmi"};
	const struct claim same = claim_parse("bmi"), other = claim_parse("BMI");

	ck_assert(claim_holds(&same, "bmi", &v));
	ck_assert(!claim_holds(&other, "BMI", &v));
}
END_TEST

START_TEST(a_live_value_is_shown_as_the_claim_would_write_it)
{
	static const struct {
		const char *written;
		double value;
		const char *shown;
	} rows[] = {
		{"0.25", 0.3149, "0.31"},
		{"1.2e-13", 3.456e-9, "3.5e-09"},
		{"12 %", 0.345, "34 %"},
		{"20", 31.4, "31"},
		{"0.25", 1e-9, "1e-09"},
		{"< 1e-6", 0.123456, "0.1235"},
		{"0.25", 1e300, "1e+300"},
	};
	struct buf b;

	buf_init(&b);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct claim c = claim_parse(rows[i].written);
		const struct demo_value v = {.name = "x", .number = rows[i].value};

		buf_clear(&b);
		claim_format(&b, &c, &v);
		ck_assert_str_eq(b.data, rows[i].shown);
	}
	buf_done(&b);
}
END_TEST

START_TEST(a_target_comes_apart)
{
	struct arena *a = arena_new();
	struct target t;

	ck_assert(target_parse(&t, a, "max_slope"));
	ck_assert_ptr_null(t.demo);
	ck_assert_str_eq(t.name, "max_slope");
	ck_assert_uint_eq(t.n_arguments, 0);
	ck_assert(target_parse(&t, a, "vanishing-gradient/shrink?init=he&depth=20&note=a%20b"));
	ck_assert_str_eq(t.demo, "vanishing-gradient");
	ck_assert_str_eq(t.name, "shrink");
	ck_assert_uint_eq(t.n_arguments, 3);
	ck_assert_str_eq(t.arguments[0], "depth=20");
	ck_assert_str_eq(t.arguments[1], "init=he");
	ck_assert_str_eq(t.arguments[2], "note=a b");
	ck_assert(target_parse(&t, a, "pack/slug/name"));
	ck_assert_str_eq(t.demo, "pack/slug");
	ck_assert_str_eq(t.name, "name");
	arena_free(a);
}
END_TEST

START_TEST(malformed_targets_are_refused)
{
	static const char *const rows[] = {
		"x?depth", "x?=3", "x?a=1&", "x?a=%4", "x?a=%zz", "x?a=%00", "/x"};
	struct arena *a = arena_new();
	struct target t;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(!target_parse(&t, a, rows[i]), "%s", rows[i]);
	arena_free(a);
}
END_TEST

Suite *claim_suite(void)
{
	Suite *s = suite_create("claim");
	TCase *t = tcase_create("claim");

	tcase_add_test(t, claims_are_read_as_people_write_numbers);
	tcase_add_test(t, what_is_no_number_is_text);
	tcase_add_test(t, a_claim_holds_to_the_digits_written);
	tcase_add_test(t, texts_are_compared_letter_by_letter);
	tcase_add_test(t, a_live_value_is_shown_as_the_claim_would_write_it);
	tcase_add_test(t, a_target_comes_apart);
	tcase_add_test(t, malformed_targets_are_refused);
	suite_add_tcase(s, t);
	return s;
}
