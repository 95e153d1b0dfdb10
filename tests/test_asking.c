/* One asking: what is drawn, shown, computed, and what an answer is worth. */
#include "support/study_world.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct study_world w;
static char hint[ANSWER_HINT_BYTES];

static void open_world(void)
{
	study_world_open(&w);
}

static void close_world(void)
{
	study_world_close(&w);
}

static struct asking *ask(const char *name, uint64_t seed)
{
	struct asking *a;

	ck_assert_int_eq(asking_new(&a, study_card(&w, name), &w.library, w.live, seed), STATUS_OK);
	return a;
}

static double drawn_x(const struct asking *a)
{
	return strtod(strstr(asking_prompt(a), "x = ") + 4, NULL);
}

START_TEST(every_item_and_every_question_is_a_card)
{
	static const char *const names[] = {"powers/square#value", "powers/square#one",
		"powers/square#many", "powers/square#order", "powers/square", "powers/cube#odd",
		"powers/cube#again", "powers/cube#which", "powers/cube", "powers/root#odd",
		"powers/root#again", "powers/root#which", "powers/root", "lesson:first#lesson",
		"lesson:first#what", "lesson:first#number"};

	ck_assert_uint_eq(deck_n(w.deck), sizeof(names) / sizeof(names[0]));
	for (size_t i = 0; i < deck_n(w.deck); i++) {
		ck_assert_str_eq(deck_card(w.deck, i)->name, names[i]);
		ck_assert_int_eq(deck_find(w.deck, names[i]), (long)i);
	}
	ck_assert_int_eq(deck_find(w.deck, "powers/square#"), DECK_NONE);
	ck_assert_uint_eq(
		study_card(&w, "powers/square#one")->page, study_card(&w, "powers/square")->page);
	ck_assert_uint_ne(
		study_card(&w, "powers/cube")->page, study_card(&w, "powers/square")->page);
}
END_TEST

struct filter_case {
	struct deck_filter filter;
	size_t n;
	const char *first;
};

START_TEST(a_deck_is_filtered)
{
	static const struct filter_case cases[] = {
		{{.level = LEVEL_NONE, .kinds = DECK_QUIZ}, 13, "powers/square#value"},
		{{.level = LEVEL_NONE, .kinds = DECK_RECALL}, 3, "powers/square"},
		{{.level = LEVEL_SENIOR, .kinds = DECK_ALL}, 8, "powers/cube#odd"},
		{{.level = LEVEL_NONE, .kinds = DECK_ALL, .topic = "Curves"}, 9,
			"powers/square#value"},
		{{.level = LEVEL_NONE, .kinds = DECK_ALL, .page = "powers/root"}, 4,
			"powers/root#odd"},
		{{.level = LEVEL_NONE, .kinds = DECK_ALL, .page = "lesson:first"}, 3,
			"lesson:first#lesson"},
	};
	const struct filter_case *c = &cases[_i];
	struct deck *deck;

	ck_assert_int_eq(deck_open(&deck, &w.library, &c->filter), STATUS_OK);
	ck_assert_uint_eq(deck_n(deck), c->n);
	ck_assert_str_eq(deck_card(deck, 0)->name, c->first);
	deck_free(deck);
}
END_TEST

START_TEST(a_number_waits_for_its_demo_and_is_judged_at_what_was_drawn)
{
	for (uint64_t seed = 1; seed < 5; seed++) {
		struct asking *a = ask("powers/square#value", seed);
		double x = drawn_x(a);
		char text[32];

		ck_assert(asking_is_drawn(a));
		if (seed == 1) {
			ck_assert_int_eq(asking_state(a, NULL), ASKING_PENDING);
			ck_assert(!asking_answer(a, "16", hint));
			ck_assert_ptr_nonnull(strstr(hint, "not computed"));
			ck_assert_ptr_null(asking_verdict(a));
		}
		study_compute(&w);
		ck_assert_int_eq(asking_state(a, NULL), ASKING_READY);
		snprintf(text, sizeof(text), "%.17g", 1.1 * x * x);
		ck_assert(asking_answer(a, text, hint));
		ck_assert(asking_verdict(a)->is_right);
		ck_assert_double_eq(asking_verdict(a)->key, x * x);
		snprintf(text, sizeof(text), "%.17g", 1.1001 * x * x);
		ck_assert(asking_answer(a, text, hint));
		ck_assert(!asking_verdict(a)->is_right);
		asking_free(a);
	}
}
END_TEST

START_TEST(a_wrong_number_with_a_name_is_diagnosed)
{
	struct asking *a = ask("powers/square#value", 2);
	double x = drawn_x(a);
	char text[32];

	study_compute(&w);
	snprintf(text, sizeof(text), "%g", 2 * x);
	ck_assert(asking_answer(a, text, hint));
	ck_assert(!asking_verdict(a)->is_right);
	ck_assert_ptr_nonnull(strstr(asking_verdict(a)->diagnosis, "You doubled it"));
	ck_assert_ptr_nonnull(strstr(asking_verdict(a)->explanation, "You doubled it"));
	ck_assert(asking_answer(a, "-1", hint));
	ck_assert_ptr_null(asking_verdict(a)->diagnosis);
	asking_free(a);
}
END_TEST

/* What is written for the sample is shown for what was drawn; what does not
 * depend on it stays, and still tells when it is stale. */
START_TEST(numbers_of_an_explanation_are_those_of_what_was_drawn)
{
	struct asking *a = ask("powers/square#value", 1);
	struct live_item item = {0};
	double x;

	for (uint64_t seed = 2; drawn_x(a) == 4; seed++) {
		asking_free(a);
		a = ask("powers/square#value", seed);
	}
	x = drawn_x(a);
	asking_live(a, "square?x=4", "16.0", &item);
	ck_assert_int_eq(item.state, LIVE_PENDING);
	study_compute(&w);
	item = (struct live_item){0};
	asking_live(a, "square?x=4", "16.0", &item);
	ck_assert_int_eq(item.state, LIVE_COMPUTED);
	ck_assert_double_eq(strtod(item.now, NULL), x * x);
	item = (struct live_item){0};
	asking_live(a, "square", "9", &item);
	ck_assert_int_eq(item.state, LIVE_VERIFIED);
	ck_assert_ptr_null(item.now);
	item = (struct live_item){0};
	asking_live(a, "square", "10", &item);
	ck_assert_int_eq(item.state, LIVE_STALE);
	asking_free(a);
}
END_TEST

START_TEST(options_are_shuffled_by_the_seed_and_judged_as_shown)
{
	unsigned orders = 0;

	for (uint64_t seed = 0; seed < 40; seed++) {
		struct asking *a = ask("powers/square#one", seed);
		struct asking *same = ask("powers/square#one", seed);

		ck_assert_uint_eq(asking_n_options(a), 3);
		for (size_t i = 0; i < 3; i++) {
			char letter[2] = {(char)('a' + i), '\0'};
			bool is_two = strcmp(asking_option(a, i).text, "Two") == 0;

			ck_assert_str_eq(asking_option(a, i).text, asking_option(same, i).text);
			ck_assert(asking_answer(a, letter, hint));
			ck_assert_int_eq(asking_verdict(a)->is_right, is_two);
			ck_assert(asking_option(a, i).is_picked);
			ck_assert(!asking_option(a, (i + 1) % 3).is_picked);
			orders |= is_two ? 1U << i : 0;
		}
		asking_free(a);
		asking_free(same);
	}
	ck_assert_uint_eq(orders, 7);
}
END_TEST

START_TEST(the_explanation_is_of_what_was_chosen_and_of_what_is_right)
{
	struct asking *a = ask("powers/square#one", 1);
	const char *text;

	study_answer(&w, a, false);
	text = asking_verdict(a)->explanation;
	ck_assert_ptr_nonnull(strstr(text, "Wrong, you chose"));
	ck_assert_ptr_nonnull(strstr(text, "Two is even."));
	ck_assert_int_ne(
		strstr(text, "One is odd.") != NULL, strstr(text, "Three is odd.") != NULL);
	asking_free(a);
}
END_TEST

START_TEST(every_kind_can_be_answered_right_and_wrong)
{
	for (size_t i = 0; i < deck_n(w.deck); i++) {
		struct asking *a = ask(deck_card(w.deck, i)->name, i);

		study_answer(&w, a, false);
		ck_assert_int_eq(asking_grade(a, true, 1000), RATING_AGAIN);
		study_answer(&w, a, true);
		ck_assert_int_eq(asking_grade(a, true, 30000), RATING_GOOD);
		asking_free(a);
	}
}
END_TEST

START_TEST(what_is_no_answer_is_refused_and_changes_nothing)
{
	struct asking *a = ask("powers/square#one", 1), *order = ask("powers/square#order", 1);
	const size_t twice[] = {1, 1}, none[] = {9};

	ck_assert(!asking_answer(a, "ab", hint));
	ck_assert_str_eq(hint, "write one letter");
	ck_assert(!asking_answer(a, "0.5", hint));
	ck_assert(!asking_pick(a, twice, 2, hint));
	ck_assert(!asking_pick(a, none, 1, hint));
	ck_assert(!asking_pick(a, none, 0, hint));
	ck_assert_ptr_null(asking_verdict(a));
	ck_assert(!asking_answer(order, "abc", hint));
	ck_assert_ptr_nonnull(strstr(hint, "all 4 letters"));
	asking_free(a);
	asking_free(order);
}
END_TEST

START_TEST(hints_come_one_by_one_and_cost)
{
	struct asking *a = ask("powers/square#value", 1);

	ck_assert_uint_eq(asking_n_hints(a), 2);
	ck_assert_ptr_nonnull(strstr(asking_hint(a), "multiply"));
	ck_assert_ptr_nonnull(strstr(asking_hint(a), "itself"));
	ck_assert_ptr_null(asking_hint(a));
	ck_assert_uint_eq(asking_n_hints_given(a), 2);
	study_answer(&w, a, true);
	ck_assert_int_eq(asking_grade(a, true, 1000), RATING_HARD);
	asking_free(a);
}
END_TEST

START_TEST(a_recall_card_is_revealed_and_its_points_are_ticked)
{
	static const enum rating grades[] = {
		RATING_AGAIN, RATING_AGAIN, RATING_HARD, RATING_HARD, RATING_GOOD};
	static const char *const letters[] = {"-", "d", "ac", "a b c", "abcd"};
	struct asking *a = ask("powers/square", 1);

	ck_assert_str_eq(asking_prompt(a), "What is x\\*x?");
	ck_assert(!asking_answer(a, "a", hint));
	ck_assert_str_eq(hint, "answer first, then compare");
	ck_assert_ptr_nonnull(strstr(asking_reveal(a), "At three it is [9.0](live:square)."));
	ck_assert_ptr_null(strstr(asking_reveal(a), "Short answer"));
	ck_assert_ptr_null(strstr(asking_reveal(a), "Explanation"));
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
		ck_assert_msg(asking_answer(a, letters[i], hint), "%s: %s", letters[i], hint);
		ck_assert_uint_eq(asking_verdict(a)->n_made, i);
		ck_assert_uint_eq(asking_verdict(a)->n_points, 4);
		ck_assert_int_eq(asking_grade(a, false, 1), grades[i]);
	}
	ck_assert(asking_answer(a, "ac", hint));
	ck_assert_ptr_nonnull(strstr(asking_verdict(a)->explanation, "Second point"));
	ck_assert_ptr_null(strstr(asking_verdict(a)->explanation, "First point"));
	asking_free(a);
}
END_TEST

START_TEST(the_demo_opens_at_what_was_drawn)
{
	struct asking *a = ask("powers/cube#again", 3), *plain = ask("powers/square#one", 3);
	const char *const *arguments;
	struct page_ref ref;
	char wanted[32];
	size_t n;

	ck_assert(asking_demo(a, &ref, &arguments, &n));
	ck_assert_str_eq(ref.name, "square");
	ck_assert_uint_eq(n, 1);
	snprintf(wanted, sizeof(wanted), "x=%g", drawn_x(a));
	ck_assert_str_eq(arguments[0], wanted);
	ck_assert(asking_demo(plain, &ref, &arguments, &n));
	ck_assert_uint_eq(n, 0);
	asking_free(a);
	a = ask("lesson:first#what", 1);
	ck_assert(!asking_demo(a, &ref, &arguments, &n));
	asking_free(plain);
	asking_free(a);
}
END_TEST

Suite *asking_suite(void)
{
	Suite *s = suite_create("asking");
	TCase *t = tcase_create("asking");

	tcase_add_checked_fixture(t, open_world, close_world);
	tcase_add_test(t, every_item_and_every_question_is_a_card);
	tcase_add_loop_test(t, a_deck_is_filtered, 0, 6);
	tcase_add_test(t, a_number_waits_for_its_demo_and_is_judged_at_what_was_drawn);
	tcase_add_test(t, a_wrong_number_with_a_name_is_diagnosed);
	tcase_add_test(t, numbers_of_an_explanation_are_those_of_what_was_drawn);
	tcase_add_test(t, options_are_shuffled_by_the_seed_and_judged_as_shown);
	tcase_add_test(t, the_explanation_is_of_what_was_chosen_and_of_what_is_right);
	tcase_add_test(t, every_kind_can_be_answered_right_and_wrong);
	tcase_add_test(t, what_is_no_answer_is_refused_and_changes_nothing);
	tcase_add_test(t, hints_come_one_by_one_and_cost);
	tcase_add_test(t, a_recall_card_is_revealed_and_its_points_are_ticked);
	tcase_add_test(t, the_demo_opens_at_what_was_drawn);
	suite_add_tcase(s, t);
	return s;
}
