/* The schedule against the reference's sequences, and what they do not show. */
#include "learn/fsrs.h"
#include "support/fsrs_vectors.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const int64_t start_ms = 1767603600000; /* 2026-01-05T09:00:00Z */
static const int64_t day_ms = 86400000;

START_TEST(every_row_of_the_reference_comes_out_to_8_decimals)
{
	FILE *in = fopen("tests/data/fsrs-vectors.csv", "r");
	int n;

	ck_assert_ptr_nonnull(in);
	ck_assert_int_eq(fsrs_replay(in, stdout, &n), 0);
	ck_assert_int_eq(n, 414);
	fclose(in);
}
END_TEST

START_TEST(the_replay_finds_one_digit_that_differs)
{
	char text[] = "seq,...\n1,steps,0.9,1,3,2026-01-05T09:00:00.000Z,0,0,,2.30650000,"
		      "2.11810398,Learning,1,0,2026-01-05T09:10:00.000Z,0\n";
	char said[4096] = "";
	FILE *in = fmemopen(text, strlen(text), "r"), *out = fmemopen(said, sizeof(said), "w");
	int n;

	ck_assert_int_eq(fsrs_replay(in, out, &n), 1);
	fclose(in);
	fclose(out);
	ck_assert_ptr_nonnull(strstr(said, " got 1,steps,0.9,1,3"));
	ck_assert_ptr_nonnull(strstr(said, "2.11810397"));
}
END_TEST

/* A card learnt and reviewed `n` times with "good", each when due. */
static struct fsrs_card learnt(const struct fsrs *f, int n)
{
	struct fsrs_card card = {0};

	for (int64_t now = start_ms; n-- > 0; now = card.due_ms)
		card = fsrs_review(f, &card, RATING_GOOD, now, -1);
	return card;
}

START_TEST(recall_is_the_desired_retention_when_a_long_interval_ends)
{
	static const double retention[] = {0.8, 0.85, 0.9, 0.95};

	for (size_t i = 0; i < sizeof(retention) / sizeof(retention[0]); i++) {
		struct fsrs f = fsrs_defaults();
		struct fsrs_card card = {0};

		f.retention = retention[i];
		for (int n = 3; card.interval < 50; n++)
			card = learnt(&f, n);

		/* Half a day of rounding in over 50 days. */
		ck_assert_double_eq_tol(
			fsrs_retrievability(&f, &card, card.due_ms), retention[i], 1e-3);
	}
}
END_TEST

START_TEST(a_better_answer_never_comes_back_earlier)
{
	for (int mode = 0; mode < 3; mode++) {
		struct fsrs f = fsrs_defaults();

		f.is_long_term = mode == 2;
		if (mode)
			f.learning.n = f.relearning.n = 0;
		for (int n = 1; n < 8; n++) {
			struct fsrs_card card = learnt(&f, n);
			int64_t last = 0, now = card.due_ms - day_ms / 2;

			for (int g = RATING_AGAIN; g <= RATING_EASY; g++) {
				struct fsrs_card next =
					fsrs_review(&f, &card, (enum rating)g, now, -1);

				ck_assert_int_ge(next.due_ms, last);
				last = next.due_ms;
			}
		}
	}
}
END_TEST

START_TEST(no_interval_exceeds_the_longest)
{
	struct fsrs f = fsrs_defaults();

	f.max_interval = 30;
	for (int n = 1; n < 12; n++) {
		struct fsrs_card card = learnt(&f, n);

		for (double u = -1; u < 1; u += 0.0999) {
			struct fsrs_card next = fsrs_review(&f, &card, RATING_EASY, card.due_ms, u);

			ck_assert_int_le(next.interval, 30);
		}
	}
}
END_TEST

START_TEST(fuzz_spreads_an_interval_about_itself)
{
	struct fsrs f = fsrs_defaults();
	struct fsrs_card card = learnt(&f, 3);
	int plain = fsrs_review(&f, &card, RATING_GOOD, card.due_ms, -1).interval;
	int least = fsrs_review(&f, &card, RATING_GOOD, card.due_ms, 0).interval;
	int most = fsrs_review(&f, &card, RATING_GOOD, card.due_ms, 0.999999).interval;

	/* fsrs.md: 1 + 0.15 * 4.5 + 0.1 * 13 + 0.05 (i - 20) days to each side */
	double delta = 1 + 0.15 * 4.5 + 0.1 * 13 + 0.05 * (plain - 20);

	ck_assert_int_gt(plain, 20);
	ck_assert_int_eq(least, (int)floor(plain - delta + 0.5));
	ck_assert_int_eq(most, (int)floor(plain + delta + 0.5));
	/* Intervals of a day or two stay as they are. */
	card = learnt(&f, 1);
	card = fsrs_review(&f, &card, RATING_GOOD, card.due_ms, 0.99);
	ck_assert_int_le(card.interval, 2);
}
END_TEST

START_TEST(a_step_of_a_day_or_more_is_a_review)
{
	struct fsrs f = fsrs_defaults();
	struct fsrs_card card = {0};

	f.learning.minutes[0] = 2 * 1440;
	card = fsrs_review(&f, &card, RATING_AGAIN, start_ms, -1);
	ck_assert_int_eq(card.state, CARD_REVIEW);
	ck_assert_int_eq(card.interval, 2);
	ck_assert_int_eq(card.due_ms, start_ms + 2 * day_ms);
}
END_TEST

START_TEST(hard_on_a_lone_step_waits_half_as_long_again)
{
	struct fsrs f = fsrs_defaults();
	struct fsrs_card card = learnt(&f, 3);

	card = fsrs_review(&f, &card, RATING_AGAIN, card.due_ms, -1);
	ck_assert_int_eq(card.state, CARD_RELEARNING);
	ck_assert_int_eq(card.lapses, 1);
	card = fsrs_review(&f, &card, RATING_HARD, card.due_ms, -1);
	ck_assert_int_eq(card.due_ms - card.last_ms, 15 * 60000);
}
END_TEST

START_TEST(days_are_counted_by_date_in_utc)
{
	ck_assert_int_eq(fsrs_elapsed_days(day_ms - 1, day_ms), 1);
	ck_assert_int_eq(fsrs_elapsed_days(day_ms, 2 * day_ms - 1), 0);
	ck_assert_int_eq(fsrs_elapsed_days(-1, 0), 1);
	ck_assert_int_eq(fsrs_elapsed_days(5 * day_ms, day_ms), 0);
}
END_TEST

START_TEST(parameters_out_of_range_are_moved_into_it)
{
	struct fsrs f = fsrs_defaults();

	f.w[4] = 99;
	f.w[20] = NAN;
	f.retention = 7;
	f.max_interval = 1000000;
	fsrs_clamp(&f);
	ck_assert_double_eq(f.w[4], 10);
	ck_assert_double_eq(f.w[20], 0.1542);
	ck_assert_double_eq(f.retention, 1);
	ck_assert_int_eq(f.max_interval, 36500);
	ck_assert_int_eq(learnt(&f, 5).interval > 0, 1);
}
END_TEST

START_TEST(ratings_are_read_by_name_and_digit)
{
	ck_assert_int_eq(rating_from_name("good"), RATING_GOOD);
	ck_assert_int_eq(rating_from_name("4"), RATING_EASY);
	ck_assert_int_eq(rating_from_name("5"), 0);
	ck_assert_int_eq(rating_from_name(""), 0);
	ck_assert_str_eq(rating_name(RATING_HARD), "hard");
}
END_TEST

Suite *fsrs_suite(void)
{
	Suite *s = suite_create("fsrs");
	TCase *t = tcase_create("fsrs");

	tcase_add_test(t, every_row_of_the_reference_comes_out_to_8_decimals);
	tcase_add_test(t, the_replay_finds_one_digit_that_differs);
	tcase_add_test(t, recall_is_the_desired_retention_when_a_long_interval_ends);
	tcase_add_test(t, a_better_answer_never_comes_back_earlier);
	tcase_add_test(t, no_interval_exceeds_the_longest);
	tcase_add_test(t, fuzz_spreads_an_interval_about_itself);
	tcase_add_test(t, a_step_of_a_day_or_more_is_a_review);
	tcase_add_test(t, hard_on_a_lone_step_waits_half_as_long_again);
	tcase_add_test(t, days_are_counted_by_date_in_utc);
	tcase_add_test(t, parameters_out_of_range_are_moved_into_it);
	tcase_add_test(t, ratings_are_read_by_name_and_digit);
	suite_add_tcase(s, t);
	return s;
}
