/* What is asked next, and what an answer is worth. */
#include "learn/session.h"

#include <check.h>

static const int64_t day_ms = 86400000, now_ms = 1767603600000;

static struct candidate due(size_t page, enum card_state state, double recall, int64_t late_ms)
{
	return (struct candidate){.page = page,
		.card = {.state = state,
			.last_ms = now_ms - 9 * day_ms,
			.due_ms = now_ms - late_ms},
		.recall = recall};
}

START_TEST(steps_come_first_then_the_best_remembered_then_new_items)
{
	const struct candidate c[] = {{.page = 0}, due(1, CARD_REVIEW, 0.5, day_ms),
		due(2, CARD_REVIEW, 0.8, day_ms), due(3, CARD_LEARNING, 0.9, 1),
		due(4, CARD_REVIEW, 0.95, -1), due(5, CARD_RELEARNING, 0.9, 5)};
	const struct session_limits limits = {.count = 10, .n_new = 10, .now_ms = now_ms};
	static const size_t expected[] = {5, 3, 2, 1, 0};
	size_t picked[6];

	ck_assert_uint_eq(session_review(c, 6, &limits, picked), 5);
	ck_assert_mem_eq(picked, expected, sizeof(expected));
}
END_TEST

START_TEST(siblings_and_the_limit_of_new_items_are_heeded)
{
	struct candidate c[] = {
		{.page = 0}, {.page = 0}, {.page = 1}, {.page = 2}, {.page = 3}, {.page = 3}};
	struct session_limits limits = {.count = 10, .n_new = 2, .now_ms = now_ms};
	size_t picked[6];

	ck_assert_uint_eq(session_review(c, 6, &limits, picked), 2);
	ck_assert_uint_eq(picked[0], 0);
	ck_assert_uint_eq(picked[1], 2);
	limits.n_new = 10;
	/* An item of page 3 was asked today: its sibling waits. */
	c[5] = due(3, CARD_REVIEW, 0.99, -day_ms);
	c[5].card.last_ms = now_ms;
	ck_assert_uint_eq(session_review(c, 6, &limits, picked), 3);
	limits.count = 1;
	ck_assert_uint_eq(session_review(c, 6, &limits, picked), 1);
	ck_assert_uint_eq(session_review(c, 0, &limits, picked), 0);
}
END_TEST

START_TEST(a_grade_follows_from_correctness_hints_and_time)
{
	ck_assert_int_eq(session_grade(ITEM_SINGLE, false, false, 0, 1000), RATING_AGAIN);
	ck_assert_int_eq(session_grade(ITEM_SINGLE, false, true, 1, 1000), RATING_HARD);
	ck_assert_int_eq(session_grade(ITEM_SINGLE, false, true, 0, 4999), RATING_EASY);
	ck_assert_int_eq(session_grade(ITEM_SINGLE, true, true, 0, 4999), RATING_GOOD);
	ck_assert_int_eq(session_grade(ITEM_SINGLE, false, true, 0, 5000), RATING_GOOD);
	ck_assert_int_eq(session_grade(ITEM_SINGLE, false, true, 0, 80000), RATING_GOOD);
	ck_assert_int_eq(session_grade(ITEM_SINGLE, false, true, 0, 80001), RATING_HARD);
	ck_assert_int_eq(session_grade(ITEM_NUMERIC, false, true, 0, 80001), RATING_GOOD);
}
END_TEST

Suite *session_suite(void)
{
	Suite *s = suite_create("session");
	TCase *t = tcase_create("session");

	tcase_add_test(t, steps_come_first_then_the_best_remembered_then_new_items);
	tcase_add_test(t, siblings_and_the_limit_of_new_items_are_heeded);
	tcase_add_test(t, a_grade_follows_from_correctness_hints_and_time);
	suite_add_tcase(s, t);
	return s;
}
