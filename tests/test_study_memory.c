/* What learning does when memory runs out: each allocation fails in turn. */
#include "store/interview_log.h"
#include "study/interview.h"
#include "study/interview_report.h"
#include "study/mastery.h"
#include "study/settings.h"
#include "study/sitting.h"
#include "support/memory.h"
#include "support/study_world.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct study_world w;
static bool is_sound; /* check itself allocates, so trials only note it */

static void open_world(void)
{
	study_world_open(&w);
}

static void close_world(void)
{
	study_world_close(&w);
}

/* ---- what is tried: all of it, cleaned up again */

static enum status try_deck(void)
{
	const struct deck_filter all = {.level = LEVEL_NONE, .kinds = DECK_ALL};
	struct deck *deck;
	enum status status = deck_open(&deck, &w.library, &all);

	is_sound = is_sound && (deck == NULL) == (status != STATUS_OK);
	deck_free(deck);
	return status;
}

static enum status try_askings(void)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < deck_n(w.deck) && status == STATUS_OK; i++) {
		struct asking *a;
		char hint[ANSWER_HINT_BYTES];

		status = asking_new(&a, deck_card(w.deck, i), &w.library, w.live, 1);
		is_sound = is_sound && (a == NULL) == (status != STATUS_OK);
		if (a) {
			asking_reveal(a);
			if (!asking_answer(a, "a", hint) && strcmp(hint, "out of memory") == 0)
				status = STATUS_NO_MEMORY;
		}
		asking_free(a);
	}
	return status;
}

static enum status try_sitting(void)
{
	const struct sitting_wish wish = {.is_review = true, .count = 5, .new_a_day = 10};
	struct sitting *s;
	enum status status = sitting_new(&s, w.deck, w.progress, w.live, &wish, STUDY_START_MS);

	is_sound = is_sound && (s == NULL) == (status != STATUS_OK);
	if (status == STATUS_OK)
		status = sitting_next(s, STUDY_START_MS);
	if (status == STATUS_OK)
		status = sitting_undo(s, STUDY_START_MS, NULL);
	sitting_free(s);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status try_interview(void)
{
	const struct interview_wish wish = {.level = "", .topic = "", .count = 2};
	const bool made[4] = {true};
	struct interview *iv;
	enum status status =
		interview_begin(&iv, w.deck, w.progress, w.live, &wish, STUDY_START_MS);

	is_sound = is_sound && (iv == NULL) == (status != STATUS_OK);
	if (status == STATUS_OK)
		status = interview_lock(iv, "said", 1, STUDY_START_MS);
	if (status == STATUS_OK)
		status = interview_tick(iv, made, STUDY_START_MS);
	if (status == STATUS_OK)
		status = interview_follow(iv, FOLLOW_UP_HAD, STUDY_START_MS);
	interview_free(iv);
	if (status != STATUS_OK)
		return status;
	status = interview_resume(&iv, w.deck, w.progress, w.live, STUDY_START_MS);
	interview_free(iv);
	return status;
}

static enum status try_report(void)
{
	struct buf text;
	enum status status;

	buf_init(&text);
	status = interview_report_write(&text, w.progress, 1, STUDY_START_MS);
	if (status == STATUS_OK)
		status = interview_report_list(&text, w.progress);
	buf_done(&text);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status try_mastery(void)
{
	struct mastery m;
	enum status status = mastery_init(&m, w.deck, w.progress, STUDY_START_MS);

	mastery_done(&m);
	return status;
}

static enum status try_settings(void)
{
	struct settings s;
	struct diags diags;
	enum status status;
	char path[96];

	snprintf(path, sizeof(path), "%s/config.yaml", w.folder);
	diags_init(&diags);
	status = settings_read(&s, path, &diags);
	diags_done(&diags);
	return status;
}

static enum status try_merge(void)
{
	struct progress_merged merged;
	char path[96];

	snprintf(path, sizeof(path), "%s/other.db", w.folder);
	return progress_merge(w.progress, path, &merged);
}

static enum status try_export(void)
{
	struct buf out;
	enum status status;

	buf_init(&out);
	status = progress_export(w.progress, PROGRESS_JSON_LINES, &out);
	buf_done(&out);
	return status;
}

/* ---- the sweep */

struct trial {
	const char *name;
	enum status (*run)(void);
};

static const struct trial trials[] = {{"deck", try_deck}, {"askings", try_askings},
	{"sitting", try_sitting}, {"interview", try_interview}, {"report", try_report},
	{"mastery", try_mastery}, {"settings", try_settings}, {"merge", try_merge},
	{"export", try_export}};

enum { N_TRIALS = sizeof(trials) / sizeof(trials[0]) };

static void write_config(void)
{
	char path[96];
	FILE *f;

	snprintf(path, sizeof(path), "%s/config.yaml", w.folder);
	f = fopen(path, "we");
	fputs("retention: 0.8\nlearning-steps: [1, 2, 3]\n", f);
	fclose(f);
}

static enum status open_other(struct progress **p)
{
	const struct fsrs fsrs = fsrs_defaults();
	struct buf message;
	enum status status;
	char path[96];

	snprintf(path, sizeof(path), "%s/other.db", w.folder);
	buf_init(&message);
	status = progress_open(p, path, &fsrs, &message);
	buf_done(&message);
	return status;
}

/* A file that was made in spite of it, or was not, can be opened. */
START_TEST(memory_that_runs_out_while_a_file_is_made_spoils_nothing)
{
	bool has_failed = true;
	char path[96];
	size_t n = 0;

	snprintf(path, sizeof(path), "%s/other.db", w.folder);
	for (; has_failed; n++) {
		struct progress *p;
		enum status status;

		memory_fail_after(n);
		status = open_other(&p);
		has_failed = memory_restore();
		progress_close(p);
		ck_assert(status == STATUS_OK || has_failed);
		ck_assert_int_eq(open_other(&p), STATUS_OK);
		progress_close(p);
		unlink(path);
	}
	ck_assert_uint_gt(n, 3);
}
END_TEST

/* Whatever fails, the next attempt with memory enough succeeds, and the log is
 * sound. */
START_TEST(memory_that_runs_out_anywhere_is_a_status)
{
	const struct trial *trial = &trials[_i];
	size_t n_failed = 0, n_cards, n_differ;
	bool has_failed = true;

	struct review r = {.item = "powers/root", .at_ms = STUDY_START_MS, .rating = RATING_GOOD};
	struct progress *other;

	write_config();
	ck_assert_int_eq(open_other(&other), STATUS_OK);
	ck_assert_int_eq(progress_add(other, &r, NULL), STATUS_OK);
	progress_close(other);
	is_sound = true;
	ck_assert_int_eq(try_interview(), STATUS_OK);
	for (size_t n = 0; has_failed && n < 20000; n += 1 + n / 64) {
		enum status status;

		memory_fail_after(n);
		status = trial->run();
		has_failed = memory_restore();
		n_failed += has_failed;
		if (!has_failed)
			ck_assert_msg(
				status == STATUS_OK, "%s: %s", trial->name, status_text(status));
		ck_assert_msg(status == STATUS_OK || status == STATUS_NO_MEMORY, "%s at %zu: %s",
			trial->name, n, status_text(status));
	}
	ck_assert(is_sound);
	ck_assert_uint_gt(n_failed, 3);
	ck_assert_int_eq(trial->run(), STATUS_OK);
	ck_assert_int_eq(progress_rebuild(w.progress, &n_cards, &n_differ), STATUS_OK);
	ck_assert_uint_eq(n_differ, 0);
}
END_TEST

Suite *study_memory_suite(void)
{
	Suite *s = suite_create("study_memory");
	TCase *t = tcase_create("study_memory");

	tcase_set_timeout(t, 120);
	tcase_add_checked_fixture(t, open_world, close_world);
	tcase_add_test(t, memory_that_runs_out_while_a_file_is_made_spoils_nothing);
	tcase_add_loop_test(t, memory_that_runs_out_anywhere_is_a_status, 0, N_TRIALS);
	suite_add_tcase(s, t);
	return s;
}
