/* A review and a quiz as a screen drives them. */
#include "study/sitting.h"

#include "study/settings.h"
#include "support/study_world.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct study_world w;
static struct sitting *s;

static void open_world(void)
{
	study_world_open(&w);
	s = NULL;
}

static void close_world(void)
{
	sitting_free(s);
	study_world_close(&w);
}

static void sit(bool is_review, size_t count, int64_t now_ms)
{
	const struct sitting_wish wish = {
		.is_review = is_review, .count = count, .new_a_day = SETTINGS_NEW_A_DAY, .seed = 7};

	sitting_free(s);
	ck_assert_int_eq(sitting_new(&s, w.deck, w.progress, w.live, &wish, now_ms), STATUS_OK);
}

static const char *next(int64_t now_ms)
{
	enum status status = sitting_next(s, now_ms);

	if (status == STATUS_NOT_FOUND)
		return NULL;
	ck_assert_int_eq(status, STATUS_OK);
	return asking_card(sitting_asking(s))->name;
}

static void answer(bool is_right, int64_t now_ms)
{
	study_answer(&w, sitting_asking(s), is_right);
	ck_assert_int_eq(sitting_save(s, 30000, now_ms), STATUS_OK);
}

static struct fsrs_card card_of(const char *name)
{
	struct fsrs_card card;

	ck_assert_int_eq(progress_card(w.progress, name, &card), STATUS_OK);
	return card;
}

static void expect_rebuilt(void)
{
	size_t n_cards, n_differ;

	ck_assert_int_eq(progress_rebuild(w.progress, &n_cards, &n_differ), STATUS_OK);
	ck_assert_uint_eq(n_differ, 0);
}

START_TEST(a_review_of_nothing_known_asks_one_new_card_of_each_page)
{
	static const char *const names[] = {
		"powers/square#value", "powers/cube#odd", "powers/root#odd", "lesson:first#lesson"};

	sit(true, 100, STUDY_START_MS);
	for (size_t i = 0; i < 4; i++) {
		ck_assert_str_eq(next(STUDY_START_MS), names[i]);
		ck_assert_int_eq(sitting_card(s)->state, CARD_NEW);
		answer(true, STUDY_START_MS);
		ck_assert_int_eq(sitting_answer(s)->rating, RATING_GOOD);
	}
	ck_assert_ptr_null(next(STUDY_START_MS));
	ck_assert_ptr_null(sitting_asking(s));
	ck_assert_uint_eq(sitting_counts(s, STUDY_START_MS).n_answered, 4);
	/* On the same day their siblings stay buried; on the next they come. */
	sit(true, 100, STUDY_START_MS + 60000);
	ck_assert_ptr_null(next(STUDY_START_MS + 60000));
	sit(true, 100, STUDY_START_MS + STUDY_DAY_MS);
	ck_assert_str_eq(next(STUDY_START_MS + STUDY_DAY_MS), "powers/square#value");
}
END_TEST

START_TEST(what_is_saved_is_on_the_disk_before_the_next_card)
{
	sit(false, 5, STUDY_START_MS);
	for (int i = 0; i < 5; i++) {
		char name[64];

		strcpy(name, next(STUDY_START_MS + i));
		answer(i % 2, STUDY_START_MS + i);
		study_world_reopen(&w);
		ck_assert_int_eq(card_of(name).n_reviews, 1);
		/* The sitting borrows the file that was closed. */
		sit(false, 16, STUDY_START_MS);
		for (int j = 0; j <= i; j++) {
			next(STUDY_START_MS);
			sitting_skip(s);
		}
	}
}
END_TEST

START_TEST(an_answer_is_saved_once_and_only_with_a_verdict)
{
	sit(false, 2, STUDY_START_MS);
	next(STUDY_START_MS);
	ck_assert_int_eq(sitting_save(s, 1, STUDY_START_MS), STATUS_INVALID);
	answer(true, STUDY_START_MS);
	ck_assert_int_eq(sitting_save(s, 1, STUDY_START_MS), STATUS_INVALID);
	ck_assert_uint_eq(sitting_counts(s, STUDY_START_MS).n_answered, 1);
}
END_TEST

START_TEST(a_step_that_is_over_comes_again_with_other_numbers)
{
	char first[200];

	sit(true, 100, STUDY_START_MS);
	next(STUDY_START_MS);
	strcpy(first, asking_prompt(sitting_asking(s)));
	answer(false, STUDY_START_MS);
	ck_assert_str_eq(next(STUDY_START_MS + 30000), "powers/cube#odd");
	answer(true, STUDY_START_MS + 30000);
	ck_assert_uint_eq(sitting_counts(s, STUDY_START_MS + 40000).n_later, 2);
	ck_assert_int_eq(sitting_counts(s, STUDY_START_MS + 40000).next_ms, STUDY_START_MS + 60000);
	ck_assert_str_eq(next(STUDY_START_MS + 60000), "powers/square#value");
	ck_assert_str_ne(first, asking_prompt(sitting_asking(s)));
	answer(true, STUDY_START_MS + 60000);
	ck_assert_str_eq(next(STUDY_START_MS + 60001), "powers/root#odd");
}
END_TEST

START_TEST(a_preview_is_what_the_grade_then_gives)
{
	for (int rating = RATING_AGAIN; rating <= RATING_EASY; rating++) {
		struct fsrs_card cards[SITTING_N_GRADES];

		sit(false, 16, STUDY_START_MS);
		next(STUDY_START_MS);
		ck_assert_int_eq(sitting_preview(s, STUDY_START_MS, cards), STATUS_OK);
		answer(true, STUDY_START_MS);
		ck_assert_int_eq(sitting_answer(s)->card.due_ms, cards[RATING_GOOD - 1].due_ms);
		ck_assert_int_eq(sitting_preview(s, STUDY_START_MS + 9999, cards), STATUS_OK);
		ck_assert_int_eq(
			sitting_grade(s, (enum rating)rating, STUDY_START_MS + 5000), STATUS_OK);
		ck_assert_int_eq(sitting_answer(s)->card.due_ms, cards[rating - 1].due_ms);
		ck_assert_int_eq(sitting_answer(s)->rating, rating);
		ck_assert_int_eq(sitting_answer(s)->is_right, rating != RATING_AGAIN);
		ck_assert_int_eq(card_of(asking_card(sitting_asking(s))->name).n_reviews, 1);
		expect_rebuilt();
		ck_assert_int_eq(sitting_undo(s, STUDY_START_MS, NULL), STATUS_OK);
	}
}
END_TEST

START_TEST(there_is_a_way_past_an_answer_refused)
{
	struct progress_stats stats;

	sit(false, 1, STUDY_START_MS);
	next(STUDY_START_MS);
	answer(false, STUDY_START_MS);
	ck_assert_int_eq(sitting_grade(s, RATING_GOOD, STUDY_START_MS), STATUS_OK);
	ck_assert_int_eq(sitting_grade(s, RATING_GOOD, STUDY_START_MS), STATUS_OK);
	ck_assert_uint_eq(sitting_counts(s, STUDY_START_MS).n_right, 1);
	ck_assert_int_eq(progress_stats(w.progress, STUDY_START_MS, &stats), STATUS_OK);
	ck_assert_uint_eq(stats.n_reviews, 1);
	ck_assert_uint_eq(stats.n_right, 1);
	ck_assert_uint_eq(stats.n_undone, 1);
}
END_TEST

START_TEST(any_number_of_answers_is_taken_back_and_asked_again_in_turn)
{
	char names[6][64], prompts[6][200];
	const char *name;

	sit(false, 6, STUDY_START_MS);
	for (int i = 0; i < 6; i++) {
		strcpy(names[i], next(STUDY_START_MS + i));
		strcpy(prompts[i], asking_prompt(sitting_asking(s)));
		if (i < 5)
			answer(i % 2, STUDY_START_MS + i);
	}
	for (int i = 4; i >= 0; i--) {
		ck_assert_int_eq(sitting_undo(s, STUDY_START_MS + 10, &name), STATUS_OK);
		ck_assert_str_eq(name, names[i]);
		ck_assert_int_eq(card_of(names[i]).state, CARD_NEW);
	}
	ck_assert_int_eq(sitting_undo(s, STUDY_START_MS + 10, &name), STATUS_NOT_FOUND);
	expect_rebuilt();
	for (int i = 0; i < 6; i++) {
		ck_assert_str_eq(next(STUDY_START_MS + 20 + i), names[i]);
		ck_assert_str_eq(asking_prompt(sitting_asking(s)), prompts[i]);
		answer(true, STUDY_START_MS + 20 + i);
	}
	ck_assert_ptr_null(next(STUDY_START_MS + 30));
	ck_assert_uint_eq(sitting_counts(s, STUDY_START_MS + 30).n_right, 6);
}
END_TEST

START_TEST(answers_of_earlier_sittings_are_taken_back_too)
{
	char first[64];
	const char *name;

	sit(false, 2, STUDY_START_MS);
	strcpy(first, next(STUDY_START_MS));
	answer(true, STUDY_START_MS);
	sit(true, 100, STUDY_START_MS + 1000);
	next(STUDY_START_MS + 1000);
	ck_assert_int_eq(sitting_undo(s, STUDY_START_MS + 1000, &name), STATUS_OK);
	ck_assert_str_eq(name, first);
	ck_assert_str_eq(next(STUDY_START_MS + 2000), first);
	ck_assert_int_eq(sitting_card(s)->state, CARD_NEW);
}
END_TEST

START_TEST(the_limit_of_new_cards_counts_those_of_the_day)
{
	struct sitting_wish wish = {.is_review = true, .count = 100, .new_a_day = 3};

	ck_assert_int_eq(
		sitting_new(&s, w.deck, w.progress, w.live, &wish, STUDY_START_MS), STATUS_OK);
	next(STUDY_START_MS);
	answer(true, STUDY_START_MS);
	next(STUDY_START_MS);
	answer(true, STUDY_START_MS);
	sitting_free(s);
	ck_assert_int_eq(sitting_new(&s, w.deck, w.progress, w.live, &wish, STUDY_START_MS + 1000),
		STATUS_OK);
	ck_assert_uint_eq(sitting_counts(s, STUDY_START_MS + 1000).n_planned, 1);
}
END_TEST

START_TEST(a_suspended_card_is_not_reviewed_and_its_sibling_is)
{
	sit(true, 100, STUDY_START_MS);
	ck_assert_str_eq(next(STUDY_START_MS), "powers/square#value");
	ck_assert_int_eq(sitting_suspend(s, STUDY_START_MS), STATUS_OK);
	ck_assert_ptr_null(sitting_asking(s));
	ck_assert_str_eq(next(STUDY_START_MS), "powers/cube#odd");
	answer(false, STUDY_START_MS);
	ck_assert_int_eq(sitting_suspend(s, STUDY_START_MS), STATUS_OK);
	/* Nor does its learning step bring it again. */
	ck_assert_str_eq(next(STUDY_START_MS + 600000), "powers/root#odd");
	sit(true, 100, STUDY_START_MS + STUDY_DAY_MS);
	ck_assert_str_eq(next(STUDY_START_MS + STUDY_DAY_MS), "powers/square#one");
	ck_assert_int_eq(progress_suspend(w.progress, "powers/square#value", false,
				 STUDY_START_MS + STUDY_DAY_MS),
		STATUS_OK);
	sit(true, 100, STUDY_START_MS + STUDY_DAY_MS);
	ck_assert_str_eq(next(STUDY_START_MS + STUDY_DAY_MS), "powers/square#value");
}
END_TEST

/* Puts `with` in the place of each `part` of a page of the copied pack. */
static void edit_page(const char *page, const char *part, const char *with)
{
	char command[256];

	snprintf(command, sizeof(command), "sed -i 's/%s/%s/g' '%s/packs/powers/%s'", part, with,
		w.folder, page);
	ck_assert_int_eq(system(command), 0);
}

START_TEST(editing_a_page_keeps_what_was_learnt)
{
	struct fsrs_card before;

	study_world_close(&w);
	study_world_open_copy(&w);
	sit(true, 1, STUDY_START_MS);
	ck_assert_str_eq(next(STUDY_START_MS), "powers/square#value");
	answer(true, STUDY_START_MS);
	before = card_of("powers/square#value");
	sitting_free(s);
	s = NULL;
	edit_page("001-square.md", "what is the square", "which square has it");
	edit_page("001-square.md", "multiply", "take it twice");
	study_world_reload(&w);
	sit(true, 100, STUDY_START_MS + STUDY_DAY_MS);
	ck_assert_str_eq(next(STUDY_START_MS + STUDY_DAY_MS), "powers/square#value");
	ck_assert_ptr_nonnull(strstr(asking_prompt(sitting_asking(s)), "which square has it"));
	ck_assert_mem_eq(sitting_card(s), &before, sizeof(before));
	/* An item that is gone keeps its history, and is not asked. */
	sitting_free(s);
	s = NULL;
	edit_page("001-square.md", "id: value", "id: new-name");
	study_world_reload(&w);
	sit(true, 100, STUDY_START_MS + STUDY_DAY_MS);
	ck_assert_str_eq(next(STUDY_START_MS + STUDY_DAY_MS), "powers/square#new-name");
	ck_assert_int_eq(sitting_card(s)->state, CARD_NEW);
	ck_assert_int_eq(card_of("powers/square#value").n_reviews, 1);
}
END_TEST

Suite *sitting_suite(void)
{
	Suite *suite = suite_create("sitting");
	TCase *t = tcase_create("sitting");

	tcase_add_checked_fixture(t, open_world, close_world);
	tcase_add_test(t, a_review_of_nothing_known_asks_one_new_card_of_each_page);
	tcase_add_test(t, what_is_saved_is_on_the_disk_before_the_next_card);
	tcase_add_test(t, an_answer_is_saved_once_and_only_with_a_verdict);
	tcase_add_test(t, a_step_that_is_over_comes_again_with_other_numbers);
	tcase_add_test(t, a_preview_is_what_the_grade_then_gives);
	tcase_add_test(t, there_is_a_way_past_an_answer_refused);
	tcase_add_test(t, any_number_of_answers_is_taken_back_and_asked_again_in_turn);
	tcase_add_test(t, answers_of_earlier_sittings_are_taken_back_too);
	tcase_add_test(t, the_limit_of_new_cards_counts_those_of_the_day);
	tcase_add_test(t, a_suspended_card_is_not_reviewed_and_its_sibling_is);
	tcase_add_test(t, editing_a_page_keeps_what_was_learnt);
	suite_add_tcase(suite, t);
	return suite;
}
