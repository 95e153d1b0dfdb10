#include "lab/precision.h"

#include <check.h>
#include <math.h>

/* The positive number that these bits stand for, by IEEE 754. */
static double from_bits(long bits, struct precision p)
{
	long hidden = 1L << (p.digits - 1), field = bits / hidden, fraction = bits % hidden;
	int exponent = p.lowest - (p.digits - 1);

	return field == 0 ? ldexp((double)fraction, exponent)
			  : ldexp((double)(hidden + fraction), exponent + (int)field - 1);
}

/* Of every number of the format (one in 9973 of fp32), the middle between it and the next, and
 * what lies just below and above that, on to infinity: how many are rounded wrongly. */
static int wrong_neighbors(struct precision p)
{
	long n = (p.highest - p.lowest + 2L) << (p.digits - 1);
	int wrong = 0;

	for (long bits = n - 1; bits >= 0; bits -= n > 100000 ? 9973 : 1) {
		double low = from_bits(bits, p), next = from_bits(bits + 1, p);
		double middle = (low + next) / 2, high = bits + 1 == n ? INFINITY : next;

		wrong += precision_round(low, p) != low;
		wrong += precision_round(-middle, p) != -(bits % 2 == 0 ? low : high);
		wrong += precision_round(nextafter(middle, 0), p) != low;
		wrong += precision_round(nextafter(middle, INFINITY), p) != high;
	}
	return wrong;
}

START_TEST(precision_round_finds_the_nearest_of_the_numbers_that_bits_stand_for)
{
	ck_assert_int_eq(wrong_neighbors(precision_fp8), 0);
	ck_assert_int_eq(wrong_neighbors(precision_fp16), 0);
	ck_assert_int_eq(wrong_neighbors(precision_bf16), 0);
	ck_assert_int_eq(wrong_neighbors(precision_fp32), 0);
}
END_TEST

START_TEST(precision_round_to_fp32_is_the_processors_conversion)
{
	double x = 1;
	int wrong = 0;

	for (int i = 0; i < 10000; i++) {
		x = fmod(x * 1.6180339887498949, 1) + 1;
		double scaled = ldexp(x, i % 290 - 160);
		wrong += precision_round(scaled, precision_fp32) != (float)scaled;
		wrong += precision_round(-scaled, precision_fp32) != (float)-scaled;
	}
	ck_assert_int_eq(wrong, 0);
}
END_TEST

START_TEST(precision_round_keeps_what_is_no_finite_number)
{
	ck_assert_double_eq(precision_round(INFINITY, precision_fp16), INFINITY);
	ck_assert_double_eq(precision_round(-INFINITY, precision_fp16), -INFINITY);
	ck_assert_double_eq(precision_round(0, precision_fp16), 0);
}
END_TEST

START_TEST(precision_limits_are_the_first_that_stay_and_the_first_that_overflow)
{
	static const struct {
		const struct precision *p;
		double zero_at, largest, inf_at, after_one;
	} row[] = {
		{&precision_fp8, 0x1p-17, 57344, 61440, 1.25},
		{&precision_fp16, 0x1p-25, 65504, 65520, 1.0009765625},
		{&precision_bf16, 0x1p-134, 0x1.fep127, 0x1.ffp127, 1.0078125},
		{&precision_fp32, 0x1p-150, 0x1.fffffep127, 0x1.ffffffp127, 0x1.000002p0},
	};

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct precision p = *row[i].p;

		ck_assert_double_eq(precision_zero_at(p), row[i].zero_at);
		ck_assert_double_eq(precision_round(row[i].zero_at, p), 0);
		ck_assert_double_eq(
			precision_round(nextafter(row[i].zero_at, 1), p), 2 * row[i].zero_at);
		ck_assert_double_eq(precision_inf_at(p), row[i].inf_at);
		ck_assert_double_eq(precision_round(row[i].inf_at, p), INFINITY);
		ck_assert_double_eq(
			precision_round(nextafter(row[i].inf_at, 0), p), row[i].largest);
		ck_assert_double_eq(precision_round(row[i].after_one, p), row[i].after_one);
		ck_assert_double_eq(precision_round((3 + row[i].after_one) / 4, p), 1);
	}
}
END_TEST

Suite *lab_precision_suite(void)
{
	Suite *s = suite_create("lab_precision");
	TCase *t = tcase_create("precision");

	tcase_add_test(t, precision_round_finds_the_nearest_of_the_numbers_that_bits_stand_for);
	tcase_add_test(t, precision_round_to_fp32_is_the_processors_conversion);
	tcase_add_test(t, precision_round_keeps_what_is_no_finite_number);
	tcase_add_test(t, precision_limits_are_the_first_that_stay_and_the_first_that_overflow);
	suite_add_tcase(s, t);
	return s;
}
