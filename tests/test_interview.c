/* Mock interviews: drawn, sat, paused, killed, told. */
#include "study/interview.h"

#include "study/interview_report.h"
#include "study/mastery.h"
#include "support/study_world.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct study_world w;
static struct interview *iv;

static void open_world(void)
{
	study_world_open(&w);
	iv = NULL;
}

static void close_world(void)
{
	interview_free(iv);
	study_world_close(&w);
}

static void begin(size_t count, bool is_weak, uint64_t seed, int64_t now_ms)
{
	const struct interview_wish wish = {
		.level = "", .topic = "", .count = count, .is_weak = is_weak, .seed = seed};

	interview_free(iv);
	ck_assert_int_eq(
		interview_begin(&iv, w.deck, w.progress, w.live, &wish, now_ms), STATUS_OK);
}

/* As after a crash: nothing but the file is left. */
static void resume(int64_t now_ms)
{
	interview_free(iv);
	iv = NULL;
	study_world_reopen(&w);
	ck_assert_int_eq(interview_resume(&iv, w.deck, w.progress, w.live, now_ms), STATUS_OK);
}

static const char *name_now(void)
{
	return asking_card(interview_asking(iv))->name;
}

static void lock(int64_t took_ms, int64_t now_ms)
{
	ck_assert_int_eq(interview_phase(iv), INTERVIEW_ASKING);
	ck_assert_int_eq(interview_lock(iv, "what I said", took_ms, now_ms), STATUS_OK);
}

/* Of four points the first n_made. */
static void tick(int n_made, int64_t now_ms)
{
	bool made[4];

	ck_assert_int_eq(interview_phase(iv), INTERVIEW_TICKING);
	for (int i = 0; i < 4; i++)
		made[i] = i < n_made;
	ck_assert_int_eq(interview_tick(iv, made, now_ms), STATUS_OK);
}

static void follow(enum follow_up_end end, int64_t now_ms)
{
	ck_assert_int_eq(interview_phase(iv), INTERVIEW_FOLLOWING);
	ck_assert_int_eq(interview_follow(iv, end, now_ms), STATUS_OK);
}

/* One question whole, its three follow-ups passed. */
static void answer(int n_made, int64_t now_ms)
{
	lock(90000, now_ms);
	tick(n_made, now_ms);
	for (int i = 0; i < 3; i++)
		follow(FOLLOW_UP_PASSED, now_ms);
}

static char *report(size_t nth, int64_t now_ms)
{
	struct buf text;

	buf_init(&text);
	ck_assert_int_eq(interview_report_write(&text, w.progress, nth, now_ms), STATUS_OK);
	return buf_take(&text);
}

static void expect_report(size_t nth, int64_t now_ms, const char *part)
{
	char *text = report(nth, now_ms);

	ck_assert_msg(strstr(text, part), "no '%s' in\n%s", part, text);
	free(text);
}

START_TEST(questions_are_drawn_by_the_seed_without_repeats)
{
	char first[3][64];
	bool differs = false;

	for (uint64_t seed = 1; seed < 9; seed++) {
		begin(100, false, seed, STUDY_START_MS);
		ck_assert_uint_eq(interview_n(iv), 3);
		for (size_t i = 0; i < 3; i++) {
			ck_assert_uint_eq(interview_place(iv), i);
			differs = differs || (seed > 1 && strcmp(first[i], name_now()) != 0);
			if (seed == 1)
				strcpy(first[i], name_now());
			for (size_t j = 0; seed == 1 && j < i; j++)
				ck_assert_str_ne(first[i], first[j]);
			answer(2, STUDY_START_MS);
		}
		ck_assert_int_eq(interview_phase(iv), INTERVIEW_OVER);
		ck_assert_ptr_null(interview_asking(iv));
		/* Each counts alike again: all three were asked. */
	}
	ck_assert(differs);
	begin(100, false, 1, STUDY_START_MS);
	ck_assert_str_eq(first[0], name_now());
}
END_TEST

START_TEST(the_suggested_time_is_of_the_level_or_as_wished)
{
	struct interview_wish wish = {.level = "", .topic = "", .count = 3, .suggested_s = 42};

	begin(3, false, 1, STUDY_START_MS);
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(interview_suggested_s(iv),
			strcmp(name_now(), "powers/square") == 0 ? 120 : 240);
		answer(4, STUDY_START_MS);
	}
	interview_free(iv);
	ck_assert_int_eq(
		interview_begin(&iv, w.deck, w.progress, w.live, &wish, STUDY_START_MS), STATUS_OK);
	ck_assert_int_eq(interview_suggested_s(iv), 42);
}
END_TEST

START_TEST(weak_topics_come_first_when_asked)
{
	/* curves: square and cube; roots: root. */
	begin(3, false, 1, STUDY_START_MS);
	for (int i = 0; i < 3; i++)
		answer(strcmp(name_now(), "powers/root") == 0 ? 0 : 4, STUDY_START_MS);
	for (uint64_t seed = 1; seed < 9; seed++) {
		begin(1, true, seed, STUDY_START_MS + 1000 * (int64_t)seed);
		ck_assert_str_eq(name_now(), "powers/root");
	}
}
END_TEST

START_TEST(what_was_asked_before_comes_last)
{
	char names[4][64];

	for (int i = 0; i < 4; i++) {
		begin(1, false, 1, STUDY_START_MS + i);
		strcpy(names[i], name_now());
		answer(4, STUDY_START_MS + i);
		for (int j = 0; j < i; j++)
			ck_assert_int_eq(strcmp(names[i], names[j]) == 0, i == 3 && j == 0);
	}
}
END_TEST

/* After each step everything but the file is lost. */
START_TEST(a_crash_after_any_step_loses_nothing)
{
	char names[3][64];
	size_t place, n, n_done;
	int64_t at_ms, now = STUDY_START_MS;
	const struct follow_up *f;

	begin(3, false, 5, now);
	for (int i = 0; i < 3; i++) {
		strcpy(names[i], name_now());
		resume(++now);
		ck_assert_str_eq(name_now(), names[i]);
		ck_assert_int_eq(interview_phase(iv), INTERVIEW_ASKING);
		lock(60000 + i, ++now);
		resume(++now);
		ck_assert_int_eq(interview_phase(iv), INTERVIEW_TICKING);
		ck_assert_int_eq(interview_used_ms(iv), 60000 + i);
		tick(i + 1, ++now);
		for (size_t k = 0; k < 3; k++) {
			resume(++now);
			ck_assert_str_eq(name_now(), names[i]);
			f = interview_follow_up(iv, &place, &n);
			ck_assert_uint_eq(place, k);
			ck_assert_uint_eq(n, 3);
			ck_assert_ptr_nonnull(strstr(f->question, k == 0   ? "Why"
								  : k == 1 ? "When"
									   : "How"));
			ck_assert(interview_is_open(w.progress, &at_ms, &n_done, &n));
			ck_assert_uint_eq(n_done, (size_t)i + 1);
			ck_assert_int_eq(at_ms, STUDY_START_MS);
			follow(k ? FOLLOW_UP_MISSED : FOLLOW_UP_HAD, ++now);
		}
	}
	ck_assert_int_eq(interview_phase(iv), INTERVIEW_OVER);
	ck_assert(!interview_is_open(w.progress, &at_ms, &n_done, &n));
	interview_free(iv);
	ck_assert_int_eq(
		interview_resume(&iv, w.deck, w.progress, w.live, ++now), STATUS_NOT_FOUND);
	ck_assert_ptr_null(iv);
	expect_report(1, now,
		"**50 %** of the key points (6 of 12), 33 % of the follow-ups (3 of 9); 3:00 used "
		"of 10:00 suggested.");
}
END_TEST

START_TEST(a_question_that_is_gone_is_passed_over)
{
	char command[160], first[64], name[64];

	study_world_close(&w);
	study_world_open_copy(&w);
	begin(3, false, 1, STUDY_START_MS);
	strcpy(first, name_now());
	lock(1000, STUDY_START_MS);
	interview_free(iv);
	iv = NULL;
	snprintf(name, sizeof(name), "%s", strchr(first, '/') + 1);
	snprintf(command, sizeof(command), "rm '%s'/packs/powers/*%s.*", w.folder, name);
	ck_assert_int_eq(system(command), 0);
	study_world_reload(&w);
	resume(STUDY_START_MS + 1);
	ck_assert_uint_eq(interview_place(iv), 1);
	ck_assert_str_ne(name_now(), first);
	answer(4, STUDY_START_MS + 1);
	answer(4, STUDY_START_MS + 1);
	ck_assert_int_eq(interview_phase(iv), INTERVIEW_OVER);
	expect_report(1, STUDY_START_MS + 1, "2 of 3 questions answered.");
}
END_TEST

static bool take_score(
	void *context, const struct interview_start *start, const struct interview_score *score)
{
	(void)start;
	*(struct interview_score *)context = *score;
	return false;
}

/* Both machines went on with it; then their files are merged. */
START_TEST(what_two_machines_answered_counts_once)
{
	const struct fsrs fsrs = fsrs_defaults();
	struct progress_merged merged;
	struct interview_score score;
	struct interview *theirs;
	struct progress *other;
	struct buf message;
	char path[96];
	bool made[4] = {true, true, true, true};

	buf_init(&message);
	snprintf(path, sizeof(path), "%s/other.db", w.folder);
	begin(1, false, 1, STUDY_START_MS);
	ck_assert_int_eq(progress_backup(w.progress, path), STATUS_OK);
	ck_assert_int_eq(progress_open(&other, path, &fsrs, &message), STATUS_OK);
	ck_assert_int_eq(
		interview_resume(&theirs, w.deck, other, w.live, STUDY_START_MS + 1), STATUS_OK);
	/* Theirs comes first. */
	ck_assert_int_eq(interview_lock(theirs, "", 5000, STUDY_START_MS + 2), STATUS_OK);
	ck_assert_int_eq(interview_tick(theirs, made, STUDY_START_MS + 3), STATUS_OK);
	interview_free(theirs);
	progress_close(other);
	lock(7000, STUDY_START_MS + 4);
	tick(1, STUDY_START_MS + 5);
	ck_assert_int_eq(progress_merge(w.progress, path, &merged), STATUS_OK);
	ck_assert_int_eq(interview_log_each(w.progress, take_score, &score), STATUS_OK);
	ck_assert_uint_eq(score.n_answered, 1);
	ck_assert_uint_eq(score.n_points, 4);
	ck_assert_uint_eq(score.n_made, 4);
	ck_assert_int_eq(score.took_ms, 5000);
	buf_done(&message);
}
END_TEST

START_TEST(a_pause_keeps_the_time_used)
{
	begin(1, false, 1, STUDY_START_MS);
	ck_assert_int_eq(interview_used_ms(iv), 0);
	ck_assert_int_eq(interview_pause(iv, 30000, STUDY_START_MS + 1), STATUS_OK);
	ck_assert_int_eq(interview_pause(iv, 45000, STUDY_START_MS + 2), STATUS_OK);
	resume(STUDY_START_MS + STUDY_DAY_MS);
	ck_assert_int_eq(interview_used_ms(iv), 45000);
	lock(50000, STUDY_START_MS + STUDY_DAY_MS);
	ck_assert_int_eq(interview_pause(iv, 1, STUDY_START_MS), STATUS_INVALID);
}
END_TEST

START_TEST(steps_out_of_turn_are_refused)
{
	bool made[4] = {false};

	begin(1, false, 1, STUDY_START_MS);
	ck_assert_int_eq(interview_tick(iv, made, STUDY_START_MS), STATUS_INVALID);
	ck_assert_int_eq(interview_follow(iv, FOLLOW_UP_HAD, STUDY_START_MS), STATUS_INVALID);
	lock(1, STUDY_START_MS);
	ck_assert_int_eq(interview_lock(iv, "", 1, STUDY_START_MS), STATUS_INVALID);
	ck_assert_int_eq(interview_finish(iv, STUDY_START_MS), STATUS_OK);
	ck_assert_int_eq(interview_phase(iv), INTERVIEW_OVER);
	ck_assert_int_eq(interview_finish(iv, STUDY_START_MS), STATUS_INVALID);
}
END_TEST

START_TEST(a_deck_without_questions_gives_no_interview)
{
	const struct deck_filter none = {
		.level = LEVEL_NONE, .kinds = DECK_RECALL, .topic = "nothing"};
	const struct interview_wish wish = {.level = "", .topic = "nothing", .count = 5};
	struct deck *deck;

	ck_assert_int_eq(deck_open(&deck, &w.library, &none), STATUS_OK);
	ck_assert_int_eq(interview_begin(&iv, deck, w.progress, w.live, &wish, STUDY_START_MS),
		STATUS_NOT_FOUND);
	deck_free(deck);
}
END_TEST

START_TEST(points_grade_and_schedule_the_recall_card)
{
	static const enum rating by_made[] = {
		RATING_AGAIN, RATING_AGAIN, RATING_HARD, RATING_HARD, RATING_GOOD};
	struct fsrs_card card, wanted[PROGRESS_N_RATINGS];
	const struct fsrs_card none = {0};

	for (int n_made = 0; n_made <= 4; n_made++) {
		char name[64];
		size_t n_cards, n_differ;

		begin(1, false, 1, STUDY_START_MS);
		strcpy(name, name_now());
		answer(n_made, STUDY_START_MS);
		progress_preview(w.progress, name, &none, STUDY_START_MS, wanted);
		ck_assert_int_eq(progress_card(w.progress, name, &card), STATUS_OK);
		ck_assert_int_eq(card.due_ms, wanted[by_made[n_made] - 1].due_ms);
		ck_assert_int_eq(card.n_reviews, 1);
		ck_assert_int_eq(progress_rebuild(w.progress, &n_cards, &n_differ), STATUS_OK);
		ck_assert_uint_eq(n_differ, 0);
		interview_free(iv);
		iv = NULL;
		study_world_close(&w);
		study_world_open(&w);
	}
}
END_TEST

START_TEST(a_report_tells_points_topics_time_and_what_is_next)
{
	static const char *const parts[] = {
		"# Mock interview of 2026-01-05 09:00\n",
		"2 of 3 questions answered",
		"3:00 used of",
		"- [x] First point of ",
		"- [ ] Fourth point of ",
		", over time",
		"Not answered.",
		"## What to study",
		"](question:powers/",
		"## What is scheduled",
		"| again | in 1 min |",
	};
	struct interview_wish wish = {
		.level = "senior", .topic = "", .count = 3, .suggested_s = 60, .seed = 2};
	char *text;

	ck_assert_int_eq(
		interview_begin(&iv, w.deck, w.progress, w.live, &wish, STUDY_START_MS), STATUS_OK);
	answer(1, STUDY_START_MS);
	lock(90000, STUDY_START_MS);
	tick(4, STUDY_START_MS);
	follow(FOLLOW_UP_MISSED, STUDY_START_MS);
	ck_assert_int_eq(interview_finish(iv, STUDY_START_MS), STATUS_OK);
	text = report(1, STUDY_START_MS);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		ck_assert_msg(strstr(text, parts[i]), "no '%s' in\n%s", parts[i], text);
	free(text);
}
END_TEST

START_TEST(a_report_without_an_answer_says_nothing_of_points)
{
	char *text;

	begin(2, false, 1, STUDY_START_MS);
	lock(1000, STUDY_START_MS);
	ck_assert_int_eq(interview_finish(iv, STUDY_START_MS), STATUS_OK);
	text = report(1, STUDY_START_MS);
	ck_assert_ptr_nonnull(strstr(text, "0:01 used of"));
	ck_assert_ptr_nonnull(strstr(text, "not compared"));
	ck_assert_ptr_null(strstr(text, "points"));
	ck_assert_ptr_null(strstr(text, "follow-ups"));
	ck_assert_ptr_null(strstr(text, "## What"));
	free(text);
}
END_TEST

START_TEST(reports_are_kept_and_compared)
{
	struct buf list;
	char *before, *after;

	begin(3, false, 1, STUDY_START_MS);
	for (int i = 0; i < 3; i++)
		answer(1, STUDY_START_MS);
	before = report(1, STUDY_START_MS + STUDY_DAY_MS);
	begin(3, false, 2, STUDY_START_MS + STUDY_DAY_MS);
	for (int i = 0; i < 3; i++)
		answer(3, STUDY_START_MS + STUDY_DAY_MS);
	expect_report(1, STUDY_START_MS + STUDY_DAY_MS, "## Beside the ones before");
	expect_report(1, STUDY_START_MS + STUDY_DAY_MS, "| roots | 3/4 | 75 % | 25 % |");
	expect_report(
		1, STUDY_START_MS + STUDY_DAY_MS, "| 2026-01-05 09:00 | all | all | 3/3 | 25 % |");
	/* What is scheduled is that of today; all above it is as it was. */
	after = report(2, STUDY_START_MS + STUDY_DAY_MS);
	*strstr(before, "## What is scheduled") = '\0';
	*strstr(after, "## What is scheduled") = '\0';
	ck_assert_str_eq(before, after);
	free(before);
	free(after);
	buf_init(&list);
	ck_assert_int_eq(
		interview_report_write(&list, w.progress, 3, STUDY_START_MS), STATUS_NOT_FOUND);
	ck_assert_int_eq(interview_report_list(&list, w.progress), STATUS_OK);
	ck_assert_ptr_nonnull(strstr(list.data, "| 3/3 | 75 % |"));
	ck_assert_ptr_nonnull(strstr(list.data, "| 3/3 | 25 % |"));
	buf_done(&list);
}
END_TEST

START_TEST(mastery_is_of_cards_and_strength_of_what_there_is)
{
	struct mastery m;

	ck_assert_int_eq(mastery_init(&m, w.deck, w.progress, STUDY_START_MS), STATUS_OK);
	ck_assert_uint_eq(m.n_topics, 3);
	ck_assert_str_eq(m.topics[0].name, "curves");
	ck_assert_uint_eq(m.topics[0].n_pages, 2);
	ck_assert_uint_eq(m.levels[LEVEL_SENIOR].n_pages, 2);
	ck_assert_double_eq(m.topics[0].mastery, 0);
	ck_assert_double_eq(m.topics[0].strength, 0.5);
	mastery_done(&m);
	begin(3, false, 1, STUDY_START_MS);
	for (int i = 0; i < 3; i++)
		answer(strcmp(name_now(), "powers/root") == 0 ? 4 : 0, STUDY_START_MS);
	ck_assert_int_eq(mastery_init(&m, w.deck, w.progress, STUDY_START_MS), STATUS_OK);
	ck_assert_str_eq(m.topics[2].name, "roots");
	/* One of four cards, remembered just now; it and the interview count. */
	ck_assert_double_eq_tol(m.topics[2].mastery, 0.25, 1e-6);
	ck_assert_double_eq_tol(m.topics[2].strength, 2.5 / 3, 1e-6);
	ck_assert_double_eq_tol(m.topics[0].strength, 2.5 / 5, 1e-6);
	ck_assert_uint_eq(m.levels[LEVEL_SENIOR].n_started, 2);
	mastery_done(&m);
}
END_TEST

Suite *interview_suite(void)
{
	Suite *s = suite_create("interview");
	TCase *t = tcase_create("interview");

	tcase_add_checked_fixture(t, open_world, close_world);
	tcase_add_test(t, questions_are_drawn_by_the_seed_without_repeats);
	tcase_add_test(t, the_suggested_time_is_of_the_level_or_as_wished);
	tcase_add_test(t, weak_topics_come_first_when_asked);
	tcase_add_test(t, what_was_asked_before_comes_last);
	tcase_add_test(t, a_crash_after_any_step_loses_nothing);
	tcase_add_test(t, a_question_that_is_gone_is_passed_over);
	tcase_add_test(t, what_two_machines_answered_counts_once);
	tcase_add_test(t, a_pause_keeps_the_time_used);
	tcase_add_test(t, steps_out_of_turn_are_refused);
	tcase_add_test(t, a_deck_without_questions_gives_no_interview);
	tcase_add_test(t, points_grade_and_schedule_the_recall_card);
	tcase_add_test(t, a_report_tells_points_topics_time_and_what_is_next);
	tcase_add_test(t, a_report_without_an_answer_says_nothing_of_points);
	tcase_add_test(t, reports_are_kept_and_compared);
	tcase_add_test(t, mastery_is_of_cards_and_strength_of_what_there_is);
	suite_add_tcase(s, t);
	return s;
}
