/* The log of answers: what it keeps, refuses, unites. */
#include "store/progress.h"
#include "store/progress_impl.h"

#include <check.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const int64_t start_ms = 1767603600000, day_ms = 86400000;
static char folder[64];

static void make_folder(void)
{
	strcpy(folder, "/tmp/gradus-progress-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void remove_folder(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	ck_assert_int_eq(system(command), 0);
}

static const char *file_of(const char *name)
{
	static char paths[4][128];
	static int next;
	char *path = paths[next++ % 4];

	snprintf(path, sizeof(paths[0]), "%s/%s", folder, name);
	return path;
}

static struct progress *open_ok(const char *name)
{
	struct fsrs f = fsrs_defaults();
	struct progress *p;
	struct buf message;

	buf_init(&message);
	progress_open(&p, file_of(name), &f, &message);
	ck_assert_str_eq(message.data, "");
	buf_done(&message);
	return p;
}

static struct review add(struct progress *p, const char *item, enum rating rating, int64_t at_ms)
{
	struct review r = {.item = item,
		.at_ms = at_ms,
		.rating = rating,
		.is_right = rating != RATING_AGAIN,
		.took_ms = 1500};

	ck_assert_int_eq(progress_add(p, &r, NULL), STATUS_OK);
	return r;
}

static char *export_of(struct progress *p, enum progress_format format)
{
	struct buf out;

	buf_init(&out);
	ck_assert_int_eq(progress_export(p, format, &out), STATUS_OK);
	return buf_take(&out);
}

static void expect_rebuilt(struct progress *p, size_t n_items)
{
	size_t n_cards, n_differ;

	ck_assert_int_eq(progress_rebuild(p, &n_cards, &n_differ), STATUS_OK);
	ck_assert_uint_eq(n_cards, n_items);
	ck_assert_uint_eq(n_differ, 0);
}

START_TEST(a_card_follows_from_its_reviews_and_survives_closing)
{
	struct progress *p = open_ok("p.db");
	struct fsrs_card card;

	add(p, "pack/q#a", RATING_GOOD, start_ms);
	add(p, "pack/q#a", RATING_GOOD, start_ms + day_ms);
	progress_close(p);
	p = open_ok("p.db");
	ck_assert_int_eq(progress_card(p, "pack/q#a", &card), STATUS_OK);
	ck_assert_double_eq_tol(card.stability, 7.31530068, 1e-8); /* fsrs-vectors.csv */
	ck_assert_int_eq(card.n_reviews, 2);
	ck_assert_int_eq(progress_card(p, "pack/q#none", &card), STATUS_OK);
	ck_assert_int_eq(card.state, CARD_NEW);
	expect_rebuilt(p, 1);
	progress_close(p);
}
END_TEST

START_TEST(undo_takes_the_card_back_and_keeps_the_log)
{
	struct progress *p = open_ok("p.db");
	struct review second, first = add(p, "a", RATING_GOOD, start_ms);
	struct fsrs_card before, after;
	unsigned char id[PROGRESS_ID_BYTES];
	struct buf item;
	char *log;

	ck_assert_int_eq(progress_card(p, "a", &before), STATUS_OK);
	second = add(p, "a", RATING_AGAIN, start_ms + day_ms);
	buf_init(&item);
	ck_assert_int_eq(progress_last(p, id, &item), STATUS_OK);
	ck_assert_mem_eq(id, second.id, sizeof(id));
	ck_assert_int_eq(progress_undo(p, id, start_ms + day_ms), STATUS_OK);
	ck_assert_int_eq(progress_undo(p, id, start_ms + day_ms), STATUS_OK);
	ck_assert_int_eq(progress_card(p, "a", &after), STATUS_OK);
	ck_assert_double_eq(before.stability, after.stability);
	ck_assert_int_eq(before.due_ms, after.due_ms);
	expect_rebuilt(p, 1);
	ck_assert_int_eq(progress_undo(p, first.id, start_ms + day_ms), STATUS_OK);
	ck_assert_int_eq(progress_last(p, id, &item), STATUS_NOT_FOUND);
	expect_rebuilt(p, 0);
	log = export_of(p, PROGRESS_JSON_LINES);
	ck_assert_ptr_nonnull(strstr(log, "\"kind\":\"review\""));
	ck_assert_ptr_nonnull(strstr(log, "\"kind\":\"undo\""));
	free(log);
	memset(id, 0, sizeof(id));
	ck_assert_int_eq(progress_undo(p, id, start_ms), STATUS_NOT_FOUND);
	buf_done(&item);
	progress_close(p);
}
END_TEST

START_TEST(a_review_out_of_order_gives_the_same_card_as_in_order)
{
	struct progress *p = open_ok("p.db");

	add(p, "a", RATING_GOOD, start_ms + 3 * day_ms);
	add(p, "a", RATING_HARD, start_ms);
	add(p, "a", RATING_EASY, start_ms + day_ms);
	add(p, "a", RATING_AGAIN, start_ms + day_ms);
	expect_rebuilt(p, 1);
	progress_close(p);
}
END_TEST

START_TEST(rebuild_finds_and_mends_a_card_that_was_changed)
{
	struct progress *p = open_ok("p.db");
	size_t n_cards, n_differ;
	sqlite3 *db;

	add(p, "a", RATING_GOOD, start_ms);
	add(p, "b", RATING_GOOD, start_ms);
	ck_assert_int_eq(sqlite3_open(file_of("p.db"), &db), SQLITE_OK);
	ck_assert_int_eq(
		sqlite3_exec(db, "UPDATE card SET stability = 99 WHERE item = 1", NULL, NULL, NULL),
		SQLITE_OK);
	/* The log itself takes no change. */
	ck_assert_int_ne(
		sqlite3_exec(db, "UPDATE review SET rating = 1", NULL, NULL, NULL), SQLITE_OK);
	ck_assert_int_ne(sqlite3_exec(db, "DELETE FROM review", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	ck_assert_int_eq(progress_rebuild(p, &n_cards, &n_differ), STATUS_OK);
	ck_assert_uint_eq(n_differ, 1);
	expect_rebuilt(p, 2);
	progress_close(p);
}
END_TEST

START_TEST(merging_is_idempotent_and_commutative)
{
	static const char *const items[] = {"p/a#1", "p/a#2", "p/b#1", "p/c#1"};

	for (unsigned seed = 0; seed < 12; seed++) {
		const char *names[] = {"a.db", "b.db", "a2.db", "b2.db"};
		struct progress *p[4];
		struct progress_merged m;
		char *x, *y;

		srand(seed);
		for (int i = 0; i < 4; i++)
			p[i] = open_ok(names[i]);
		for (int i = 0; i < 40; i++) {
			struct progress *q = p[rand() % 2];
			struct review r = add(q, items[rand() % 4], (enum rating)(1 + rand() % 4),
				start_ms + (rand() % 30) * (day_ms / 2));

			if (rand() % 5 == 0)
				ck_assert_int_eq(progress_undo(q, r.id, r.at_ms), STATUS_OK);
		}
		/* a2 = b then a, b2 = a then b, each twice */
		for (int i = 0; i < 4; i++) {
			const char *first = i % 2 ? "b.db" : "a.db";
			const char *second = i % 2 ? "a.db" : "b.db";

			ck_assert_int_eq(progress_merge(p[2], file_of(second), &m), STATUS_OK);
			ck_assert_int_eq(progress_merge(p[3], file_of(first), &m), STATUS_OK);
		}
		ck_assert_uint_eq(m.n_reviews + m.n_undone, 0);
		x = export_of(p[2], PROGRESS_CSV);
		y = export_of(p[3], PROGRESS_CSV);
		ck_assert_str_eq(x, y);
		free(x);
		free(y);
		for (int i = 0; i < 4; i++) {
			struct fsrs_card c, d;

			ck_assert_int_eq(progress_card(p[2], items[i], &c), STATUS_OK);
			ck_assert_int_eq(progress_card(p[3], items[i], &d), STATUS_OK);
			ck_assert_double_eq(c.stability, d.stability);
			ck_assert_int_eq(c.due_ms, d.due_ms);
		}
		for (int i = 0; i < 4; i++) {
			progress_close(p[i]);
			unlink(file_of(names[i]));
		}
	}
}
END_TEST

static void expect_refused(const char *name, enum status expected, const char *said)
{
	struct fsrs f = fsrs_defaults();
	struct buf before, after, message;
	struct progress *p;

	buf_init(&before);
	buf_init(&after);
	buf_init(&message);
	ck_assert_int_eq(buf_read_file(&before, file_of(name), 1 << 24), STATUS_OK);
	ck_assert_int_eq(progress_open(&p, file_of(name), &f, &message), expected);
	ck_assert_ptr_null(p);
	ck_assert_msg(strstr(message.data, said), "%s", message.data);
	ck_assert_int_eq(buf_read_file(&after, file_of(name), 1 << 24), STATUS_OK);
	ck_assert_uint_eq(before.n, after.n);
	ck_assert_mem_eq(before.data, after.data, before.n);
	buf_done(&before);
	buf_done(&after);
	buf_done(&message);
}

static void change(const char *name, const char *sql)
{
	sqlite3 *db;

	ck_assert_int_eq(sqlite3_open(file_of(name), &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

START_TEST(what_is_newer_foreign_or_damaged_is_refused_and_left_alone)
{
	struct progress *p = open_ok("p.db");
	FILE *f;

	for (int i = 0; i < 200; i++) {
		char item[16];

		snprintf(item, sizeof(item), "p/q#%d", i);
		add(p, item, RATING_GOOD, start_ms + i);
	}
	progress_close(p);
	change("p.db", "PRAGMA user_version = 99");
	expect_refused("p.db", STATUS_UNSUPPORTED, "newer gradus");
	change("p.db", "PRAGMA user_version = 2");
	change("other.db", "CREATE TABLE t(x)");
	expect_refused("other.db", STATUS_INVALID, "another program");
	f = fopen(file_of("text.db"), "w");
	fputs("this is no database, but somebody's notes, of over a hundred bytes in all, so"
	      " that there is a header to be read\n",
		f);
	fclose(f);
	expect_refused("text.db", STATUS_INVALID, "damaged");
	f = fopen(file_of("p.db"), "r+");
	ck_assert_int_eq(fseek(f, 3 * 4096, SEEK_SET), 0);
	for (int i = 0; i < 4 * 4096; i++)
		fputc(0xA5, f);
	fclose(f);
	expect_refused("p.db", STATUS_INVALID, ".recover");
}
END_TEST

/* tests/data/progress-1.sql is what a program of schema 1 wrote. */
START_TEST(a_file_of_schema_1_is_brought_up)
{
	struct progress_stats stats;
	struct progress *p;
	struct buf sql;
	struct progress_merged merged;
	char *lines;

	buf_init(&sql);
	ck_assert_int_eq(buf_read_file(&sql, "tests/data/progress-1.sql", 1 << 20), STATUS_OK);
	change("old.db", sql.data);
	change("older.db", sql.data);
	buf_done(&sql);
	p = open_ok("new.db");
	ck_assert_int_eq(progress_merge(p, file_of("older.db"), &merged), STATUS_OK);
	ck_assert_uint_eq(merged.n_reviews, 8);
	ck_assert_uint_eq(merged.n_undone, 3);
	expect_rebuilt(p, 5);
	progress_close(p);
	p = open_ok("old.db");
	expect_rebuilt(p, 5);
	ck_assert_int_eq(progress_stats(p, INT64_C(1795670604548), &stats), STATUS_OK);
	ck_assert_uint_eq(stats.n_reviews, 5);
	ck_assert_uint_eq(stats.n_right, 1);
	ck_assert_uint_eq(stats.n_undone, 3);
	lines = export_of(p, PROGRESS_CSV);
	ck_assert_ptr_nonnull(
		strstr(lines, "985c2b58ef77119d8c03ec1c4bca60bc,review,1795670604548,"));
	free(lines);
	add(p, "a", RATING_GOOD, start_ms);
	progress_close(p);
	p = open_ok("old.db");
	expect_rebuilt(p, 6);
	progress_close(p);
}
END_TEST

/* A program killed while it made the file leaves a journal that only a writer
 * can roll back. */
START_TEST(a_file_whose_making_was_killed_is_opened)
{
	const char *path = file_of("killed.db");
	struct progress *p;
	pid_t pid = fork();

	if (!pid) {
		sqlite3 *db;

		sqlite3_open(path, &db);
		sqlite3_exec(db,
			"PRAGMA cache_size = 1; BEGIN; CREATE TABLE t(x);"
			"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 999)"
			" INSERT INTO t SELECT randomblob(500) FROM n",
			NULL, NULL, NULL);
		_exit(0);
	}
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
	ck_assert_int_eq(access(file_of("killed.db-journal"), F_OK), 0);
	p = open_ok("killed.db");
	add(p, "pack/a#b", RATING_GOOD, start_ms);
	progress_close(p);
}
END_TEST

START_TEST(statistics_count_what_is_not_taken_back)
{
	struct progress *p = open_ok("p.db");
	struct progress_stats st;
	struct review r;
	size_t n;

	for (int i = 0; i < 4; i++)
		add(p, "a", RATING_GOOD, start_ms + i * day_ms);
	r = add(p, "b", RATING_AGAIN, start_ms + 3 * day_ms);
	ck_assert_int_eq(progress_stats(p, start_ms + 4 * day_ms, &st), STATUS_OK);
	ck_assert_uint_eq(st.n_reviews, 5);
	ck_assert_uint_eq(st.n_right, 4);
	ck_assert_int_eq(st.streak_days, 4);
	ck_assert_uint_eq(st.n_today, 0);
	ck_assert_uint_eq(st.n_recall, 2); /* the third and fourth of a: before, it was learnt */
	ck_assert_double_eq(st.recall, 1);
	ck_assert_double_gt(st.predicted, 0.9);
	ck_assert_uint_eq(st.n_due, 1);
	ck_assert_uint_eq(st.forecast[0], 1);
	ck_assert_int_eq(progress_undo(p, r.id, r.at_ms), STATUS_OK);
	ck_assert_int_eq(progress_stats(p, start_ms + 5 * day_ms, &st), STATUS_OK);
	ck_assert_uint_eq(st.n_reviews, 4);
	ck_assert_uint_eq(st.n_undone, 1);
	ck_assert_uint_eq(st.n_due, 0);
	ck_assert_int_eq(st.streak_days, 0);
	ck_assert_int_eq(progress_n_new_since(p, start_ms, &n), STATUS_OK);
	ck_assert_uint_eq(n, 1);
	progress_close(p);
}
END_TEST

START_TEST(a_backup_is_a_whole_file_and_overwrites_nothing)
{
	struct progress *p = open_ok("p.db"), *q;
	char *x, *y;

	add(p, "a", RATING_GOOD, start_ms);
	ck_assert_int_eq(progress_backup(p, file_of("copy.db")), STATUS_OK);
	ck_assert_int_eq(progress_backup(p, file_of("copy.db")), STATUS_DENIED);
	q = open_ok("copy.db");
	x = export_of(p, PROGRESS_JSON_LINES);
	y = export_of(q, PROGRESS_JSON_LINES);
	ck_assert_str_eq(x, y);
	free(x);
	free(y);
	progress_close(p);
	progress_close(q);
}
END_TEST

START_TEST(new_parameters_make_the_cards_anew)
{
	struct fsrs f = fsrs_defaults();
	struct progress *p = open_ok("p.db");
	struct fsrs_card before, after;
	struct buf message;

	for (int i = 0; i < 3; i++)
		add(p, "a", RATING_GOOD, start_ms + i * day_ms);
	ck_assert_int_eq(progress_card(p, "a", &before), STATUS_OK);
	progress_close(p);
	buf_init(&message);
	f.retention = 0.8;
	ck_assert_int_eq(progress_open(&p, file_of("p.db"), &f, &message), STATUS_OK);
	ck_assert_int_eq(progress_card(p, "a", &after), STATUS_OK);
	ck_assert_int_gt(after.interval, before.interval);
	buf_done(&message);
	progress_close(p);
}
END_TEST

struct told {
	size_t n_times, n_done, n;
};

static void note(void *context, size_t n_done, size_t n)
{
	struct told *told = context;

	ck_assert_uint_gt(n_done, told->n_done);
	*told = (struct told){told->n_times + 1, n_done, n};
}

static void expect_told(const struct told *told)
{
	ck_assert_uint_eq(told->n_times, 3);
	ck_assert_uint_eq(told->n_done, 2002);
	ck_assert_uint_eq(told->n, 2002);
}

START_TEST(who_waits_for_new_cards_is_told_how_far_they_are)
{
	struct fsrs f = fsrs_defaults();
	struct progress *p = open_ok("p.db");
	struct told told = {0}, again = {0};
	struct buf message;
	struct review r;

	ck_assert_int_eq(progress_begin(p), STATUS_OK);
	for (int i = 0; i < 2003; i++) {
		r = (struct review){.item = i % 2 ? "a" : "b",
			.at_ms = start_ms + i * 1000,
			.rating = RATING_GOOD};
		ck_assert_int_eq(progress_add_within(p, &r, NULL), STATUS_OK);
	}
	ck_assert_int_eq(progress_end(p, STATUS_OK), STATUS_OK);
	ck_assert_int_eq(progress_undo(p, r.id, start_ms), STATUS_OK);
	progress_close(p);
	buf_init(&message);
	f.retention = 0.8;
	ck_assert_int_eq(progress_open_watched(&p, file_of("p.db"), &f,
				 &(struct progress_watch){note, &told}, &message),
		STATUS_OK);
	expect_told(&told);
	progress_watch(p, &(struct progress_watch){note, &again});
	expect_rebuilt(p, 2);
	expect_told(&again);
	expect_told(&told);
	buf_done(&message);
	progress_close(p);
}
END_TEST

Suite *progress_suite(void)
{
	Suite *s = suite_create("progress");
	TCase *t = tcase_create("progress");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, make_folder, remove_folder);
	tcase_add_test(t, a_card_follows_from_its_reviews_and_survives_closing);
	tcase_add_test(t, undo_takes_the_card_back_and_keeps_the_log);
	tcase_add_test(t, a_review_out_of_order_gives_the_same_card_as_in_order);
	tcase_add_test(t, rebuild_finds_and_mends_a_card_that_was_changed);
	tcase_add_test(t, merging_is_idempotent_and_commutative);
	tcase_add_test(t, what_is_newer_foreign_or_damaged_is_refused_and_left_alone);
	tcase_add_test(t, a_file_of_schema_1_is_brought_up);
	tcase_add_test(t, a_file_whose_making_was_killed_is_opened);
	tcase_add_test(t, statistics_count_what_is_not_taken_back);
	tcase_add_test(t, a_backup_is_a_whole_file_and_overwrites_nothing);
	tcase_add_test(t, new_parameters_make_the_cards_anew);
	tcase_add_test(t, who_waits_for_new_cards_is_told_how_far_they_are);
	suite_add_tcase(s, t);
	return s;
}
