/* What the log withstands: full disks, folders that take no writing, other
 * machines' files and lines. */
#include "store/interview_log.h"
#include "store/progress.h"
#include "support/full_disk.h"

#include <check.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOBODY = 65534 };

static const int64_t start_ms = 1767603600000, day_ms = 86400000;
static char folder[64];

static void make_folder(void)
{
	strcpy(folder, "/tmp/gradus-safe-XXXXXX");
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

static enum status try_open(struct progress **p, const char *name, char said[256])
{
	struct fsrs f = fsrs_defaults();
	struct buf message;
	enum status status;

	buf_init(&message);
	status = progress_open(p, file_of(name), &f, &message);
	snprintf(said, 256, "%s", message.data);
	buf_done(&message);
	return status;
}

static struct progress *open_ok(const char *name)
{
	struct progress *p;
	char said[256];

	ck_assert_msg(try_open(&p, name, said) == STATUS_OK, "%s", said);
	return p;
}

static struct review review_of(const char *item, enum rating rating, int64_t at_ms)
{
	return (struct review){.item = item,
		.at_ms = at_ms,
		.rating = rating,
		.is_right = rating != RATING_AGAIN,
		.took_ms = 1500};
}

static char *export_of(struct progress *p)
{
	struct buf out;

	buf_init(&out);
	ck_assert_int_eq(progress_export(p, PROGRESS_JSON_LINES, &out), STATUS_OK);
	return buf_take(&out);
}

static void expect_rebuilt(struct progress *p)
{
	size_t n_cards, n_differ;

	ck_assert_int_eq(progress_rebuild(p, &n_cards, &n_differ), STATUS_OK);
	ck_assert_uint_eq(n_differ, 0);
}

static size_t count_lines(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

/* ---- a full disk */

static bool is_said_full(const char *said)
{
	return strstr(said, "the disk is full") || strstr(said, "disk I/O error");
}

/* Adds answers until the disk is full; how many were acknowledged. */
static size_t fill(const char *name, long n_writes, size_t *n_refused)
{
	struct progress *p;
	char said[256];
	size_t n = 0;

	full_disk_after(n_writes);
	if (try_open(&p, name, said) != STATUS_OK) {
		ck_assert_msg(is_said_full(said), "%s", said);
		++*n_refused;
		full_disk_after(-1);
		return 0;
	}
	for (; n < 8; n++) {
		struct review r = review_of("p/a#b", RATING_GOOD, start_ms + (int64_t)n);

		if (progress_add(p, &r, NULL) == STATUS_OK)
			continue;
		ck_assert_msg(is_said_full(progress_error(p)), "%s", progress_error(p));
		++*n_refused;
		break;
	}
	progress_close(p);
	full_disk_after(-1);
	return n;
}

START_TEST(a_disk_that_becomes_full_at_any_write_loses_nothing)
{
	size_t n_refused = 0;

	for (long n_writes = 0; n_writes < 120; n_writes++) {
		size_t n = fill("p.db", n_writes, &n_refused);
		struct progress *p = open_ok("p.db");
		char *lines = export_of(p);

		/* One more may be there, which was written but not acknowledged. */
		ck_assert_uint_ge(count_lines(lines), n);
		ck_assert_uint_le(count_lines(lines), n + 1);
		expect_rebuilt(p);
		free(lines);
		progress_close(p);
		unlink(file_of("p.db"));
	}
	ck_assert_uint_gt(n_refused, 60);
}
END_TEST

/* In a process of its own, once the other end of the pipe `go` is closed. */
static pid_t open_in_child(const char *name, const int go[2])
{
	struct progress *p;
	char said[256], byte;
	pid_t pid = fork();

	if (pid)
		return pid;
	close(go[1]);
	if (read(go[0], &byte, 1) == 0 && try_open(&p, name, said) == STATUS_OK)
		_exit(0);
	fprintf(stderr, "%s\n", said);
	_exit(1);
}

/* SQLite itself does not wait for the lock where a new file's journal is chosen. */
START_TEST(a_file_that_another_program_is_making_is_waited_for)
{
	sqlite3 *other;
	int go[2], status;
	pid_t pid;

	make_folder();
	ck_assert_int_eq(pipe(go), 0);
	pid = open_in_child("new.db", go);
	ck_assert_int_eq(sqlite3_open(file_of("new.db"), &other), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	close(go[0]);
	close(go[1]);
	usleep(200000);
	ck_assert_int_eq(waitpid(pid, &status, WNOHANG), 0);
	ck_assert_int_eq(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
	sqlite3_close(other);
	remove_folder();
}
END_TEST

START_TEST(on_a_full_disk_what_is_there_can_be_read)
{
	struct fsrs f = fsrs_defaults();
	struct progress *p = open_ok("p.db");
	struct review r = review_of("p/a#b", RATING_GOOD, start_ms);
	struct buf message;
	char *lines, said[256];

	ck_assert_int_eq(progress_add(p, &r, NULL), STATUS_OK);
	progress_close(p);
	full_disk_after(0);
	if (try_open(&p, "p.db", said) == STATUS_OK)
		progress_close(p);
	else
		ck_assert_msg(is_said_full(said), "%s", said);
	buf_init(&message);
	ck_assert_int_eq(progress_open_reading(&p, file_of("p.db"), &f, &message), STATUS_OK);
	lines = export_of(p);
	ck_assert_uint_eq(count_lines(lines), 1);
	ck_assert_int_ne(progress_add(p, &r, NULL), STATUS_OK);
	free(lines);
	progress_close(p);
	buf_done(&message);
}
END_TEST

START_TEST(a_backup_that_finds_no_room_leaves_nothing)
{
	struct progress *p = open_ok("p.db");
	struct review r = review_of("p/a#b", RATING_GOOD, start_ms);

	ck_assert_int_eq(progress_add(p, &r, NULL), STATUS_OK);
	full_disk_after(3);
	ck_assert_int_eq(progress_backup(p, file_of("copy.db")), STATUS_IO);
	ck_assert_ptr_nonnull(strstr(progress_error(p), "full"));
	full_disk_after(-1);
	ck_assert_int_ne(access(file_of("copy.db"), F_OK), 0);
	ck_assert_int_eq(progress_backup(p, file_of("copy.db")), STATUS_OK);
	progress_close(p);
}
END_TEST

/* ---- a folder that takes no writing */

/* The superuser may write anywhere: become nobody, in this test's process. */
static void become_ordinary(void)
{
	if (geteuid())
		return;
	ck_assert_int_eq(chown(folder, NOBODY, NOBODY), 0);
	ck_assert_int_eq(setgid(NOBODY), 0);
	ck_assert_int_eq(setuid(NOBODY), 0);
}

START_TEST(a_read_only_folder_is_said_and_can_be_read)
{
	struct fsrs f = fsrs_defaults();
	struct review r = review_of("p/a#b", RATING_GOOD, start_ms);
	struct progress *p;
	struct buf message;
	char *lines, said[256];

	become_ordinary();
	p = open_ok("a b%?#.db");
	ck_assert_int_eq(progress_add(p, &r, NULL), STATUS_OK);
	progress_close(p);
	ck_assert_int_eq(chmod(file_of("a b%?#.db"), 0400), 0);
	ck_assert_int_eq(chmod(folder, 0500), 0);
	ck_assert_int_eq(try_open(&p, "a b%?#.db", said), STATUS_DENIED);
	ck_assert_ptr_nonnull(strstr(said, "make it and its folder writable"));
	ck_assert_ptr_null(p);
	buf_init(&message);
	progress_open_reading(&p, file_of("a b%?#.db"), &f, &message);
	ck_assert_str_eq(message.data, "");
	lines = export_of(p);
	ck_assert_uint_eq(count_lines(lines), 1);
	ck_assert_int_eq(progress_add(p, &r, NULL), STATUS_DENIED);
	ck_assert_ptr_nonnull(strstr(progress_error(p), "can't be written"));
	progress_close(p);
	ck_assert_int_eq(try_open(&p, "new.db", said), STATUS_DENIED);
	ck_assert_int_eq(
		progress_open_reading(&p, file_of("new.db"), &f, &message), STATUS_NOT_FOUND);
	ck_assert_int_eq(chmod(folder, 0700), 0);
	free(lines);
	buf_done(&message);
}
END_TEST

/* ---- lines */

static enum status import(struct progress *p, const char *text, struct progress_merged *merged)
{
	struct buf lines;
	enum status status;

	buf_init(&lines);
	buf_puts(&lines, text);
	status = progress_import(p, "file.jsonl", &lines, merged);
	buf_done(&lines);
	return status;
}

#define ID "00112233445566778899aabbccddeeff"
#define REVIEW \
	"{\"kind\":\"review\",\"id\":\"" ID "\",\"at_ms\":1767603600000,\"item\":\"p/a#b\"," \
	"\"rating\":3,\"right\":true,\"hints\":0,\"took_ms\":5}\n"

struct refused_line {
	const char *text, *said;
};

START_TEST(lines_that_are_wrong_are_refused_whole)
{
	static const struct refused_line cases[] = {
		{REVIEW "nonsense\n", "file.jsonl:2: not JSON"},
		{REVIEW "{}\n", "file.jsonl:2: no record"},
		{REVIEW "\n{\"kind\":\"wish\"}\n",
			"file.jsonl:3: an unknown kind of record 'wish'"},
		{REVIEW "{\"kind\":\"undo\",\"id\":\"" ID "\",\"at_ms\":1}\n",
			"file.jsonl:2: there is no valid 'review'"},
		{REVIEW "{\"kind\":\"undo\",\"id\":\"xx\",\"at_ms\":1,\"review\":\"" ID "\"}\n",
			"file.jsonl:2: there is no valid 'id'"},
		{"{\"kind\":\"undo\",\"id\":\"" ID "\",\"at_ms\":1,\"review\":\"" ID "\"}\n",
			"a record refers to one that is missing"},
		{"{\"kind\":\"review\",\"id\":\"" ID
		 "\",\"at_ms\":1,\"item\":\"p/a#b\",\"rating\":5,"
		 "\"right\":true,\"hints\":0,\"took_ms\":5}\n",
			"file.jsonl:1: a value is out of its range"},
		{"{\"kind\":\"review\",\"id\":\"" ID "\",\"at_ms\":1,\"item\":\"\",\"rating\":4,"
		 "\"right\":true,\"hints\":0,\"took_ms\":5}\n",
			"file.jsonl:1: there is no valid 'item'"},
	};
	struct progress *p = open_ok("p.db");
	struct progress_merged merged;
	char *lines;

	ck_assert_int_eq(import(p, cases[_i].text, &merged), STATUS_INVALID);
	ck_assert_msg(strstr(progress_error(p), cases[_i].said), "%s", progress_error(p));
	ck_assert_ptr_nonnull(strstr(progress_error(p), "nothing was imported"));
	lines = export_of(p);
	ck_assert_str_eq(lines, "");
	free(lines);
	expect_rebuilt(p);
	progress_close(p);
}
END_TEST

START_TEST(lines_are_imported_once_in_any_order)
{
	static const char undo[] = "{\"kind\":\"undo\",\"id\":\"ff112233445566778899aabbccddee00\","
				   "\"at_ms\":1767603600001,\"review\":\"" ID "\"}\n";
	struct progress *p = open_ok("p.db");
	struct progress_merged merged;
	struct fsrs_card card;
	char text[1024];

	snprintf(text, sizeof(text), "%s%s", undo, REVIEW);
	ck_assert_int_eq(import(p, REVIEW, &merged), STATUS_OK);
	ck_assert_uint_eq(merged.n_reviews, 1);
	ck_assert_int_eq(progress_card(p, "p/a#b", &card), STATUS_OK);
	ck_assert_int_eq(card.n_reviews, 1);
	ck_assert_int_eq(import(p, text, &merged), STATUS_OK);
	ck_assert_uint_eq(merged.n_reviews, 0);
	ck_assert_uint_eq(merged.n_undone, 1);
	ck_assert_int_eq(progress_card(p, "p/a#b", &card), STATUS_OK);
	ck_assert_int_eq(card.n_reviews, 0);
	progress_close(p);
	p = open_ok("q.db");
	ck_assert_int_eq(import(p, text, &merged), STATUS_OK);
	ck_assert_uint_eq(merged.n_reviews + merged.n_undone, 2);
	expect_rebuilt(p);
	progress_close(p);
}
END_TEST

/* ---- random histories */

static void sit_interview(struct progress *p, int64_t at_ms)
{
	static const struct interview_drawn drawn[2] = {
		{"p/a", "What is \"a\"?\n\xC3\xA9", "senior", "t\nu", 240},
		{"p/b", "What is b?", "beginner", "t", 120}};
	struct interview_start start = {
		.at_ms = at_ms, .level = "", .topic = "t", .seed = (uint64_t)-1};
	struct interview_event e = {.at_ms = at_ms + 1, .took_ms = rand() % 1000, .text = "said\n"};
	struct review r = review_of("p/a", (enum rating)(1 + rand() % 4), at_ms + 1);

	ck_assert_int_eq(interview_log_begin(p, &start, drawn, 2), STATUS_OK);
	e.kind = INTERVIEW_ANSWERED;
	ck_assert_int_eq(interview_log_add(p, start.id, &e, NULL), STATUS_OK);
	e.kind = INTERVIEW_POINTS;
	e.n = 4;
	e.n_made = rand() % 5;
	ck_assert_int_eq(interview_log_add(p, start.id, &e, &r), STATUS_OK);
}

static void live_a_while(struct progress *p[2])
{
	static const char *const items[] = {"p/a#1", "p/a#2", "p/b#1", "p/a"};

	for (int i = 0; i < 40; i++) {
		struct progress *q = p[rand() % 2];
		int64_t at_ms = start_ms + (rand() % 30) * (day_ms / 2);
		struct review r =
			review_of(items[rand() % 4], (enum rating)(1 + rand() % 4), at_ms);

		switch (rand() % 6) {
		case 0:
			sit_interview(q, at_ms);
			break;
		case 1:
			ck_assert_int_eq(progress_suspend(q, items[rand() % 4], rand() % 2, at_ms),
				STATUS_OK);
			break;
		case 2:
			ck_assert_int_eq(progress_add(q, &r, NULL), STATUS_OK);
			ck_assert_int_eq(progress_undo(q, r.id, at_ms), STATUS_OK);
			break;
		case 3:
			ck_assert_int_eq(progress_add(q, &r, NULL), STATUS_OK);
			r.rating = (enum rating)(1 + rand() % 4);
			ck_assert_int_eq(progress_replace(q, &r, at_ms, NULL), STATUS_OK);
			break;
		default:
			ck_assert_int_eq(progress_add(q, &r, NULL), STATUS_OK);
		}
	}
}

static void expect_same(struct progress *a, struct progress *b)
{
	struct progress_stats x, y;
	char *lines = export_of(a), *others = export_of(b);

	ck_assert_str_eq(lines, others);
	free(lines);
	free(others);
	ck_assert_int_eq(progress_stats(a, start_ms + 15 * day_ms, &x), STATUS_OK);
	ck_assert_int_eq(progress_stats(b, start_ms + 15 * day_ms, &y), STATUS_OK);
	ck_assert_mem_eq(&x, &y, sizeof(x));
	expect_rebuilt(a);
	expect_rebuilt(b);
}

START_TEST(merging_and_importing_are_idempotent_and_commutative)
{
	const char *const names[] = {"a.db", "b.db", "ab.db", "ba.db", "lines.db"};
	struct progress *p[5];
	struct progress_merged merged;
	char *lines, *others;

	srand((unsigned)_i);
	for (size_t i = 0; i < 5; i++)
		p[i] = open_ok(names[i]);
	live_a_while(p);
	expect_rebuilt(p[0]);
	expect_rebuilt(p[1]);
	for (int twice = 0; twice < 2; twice++) {
		ck_assert_int_eq(progress_merge(p[2], file_of("a.db"), &merged), STATUS_OK);
		ck_assert_int_eq(progress_merge(p[2], file_of("b.db"), &merged), STATUS_OK);
		ck_assert_int_eq(progress_merge(p[3], file_of("b.db"), &merged), STATUS_OK);
		ck_assert_int_eq(progress_merge(p[3], file_of("a.db"), &merged), STATUS_OK);
	}
	ck_assert_uint_eq(
		merged.n_reviews + merged.n_undone + merged.n_interviews + merged.n_suspensions, 0);
	expect_same(p[2], p[3]);
	lines = export_of(p[1]);
	others = export_of(p[0]);
	ck_assert_int_eq(import(p[4], lines, &merged), STATUS_OK);
	ck_assert_int_eq(import(p[4], others, &merged), STATUS_OK);
	ck_assert_int_eq(import(p[4], lines, &merged), STATUS_OK);
	ck_assert_uint_eq(merged.n_reviews, 0);
	expect_same(p[2], p[4]);
	free(lines);
	free(others);
	for (size_t i = 0; i < 5; i++)
		progress_close(p[i]);
}
END_TEST

/* ---- damaged lines */

START_TEST(lines_changed_anywhere_are_refused_or_sound)
{
	struct progress *p[2] = {open_ok("a.db"), open_ok("b.db")}, *q;
	struct progress_merged merged;
	size_t n, n_refused = 0;
	char *lines;

	srand(1);
	live_a_while(p);
	lines = export_of(p[0]);
	n = strlen(lines);
	ck_assert_uint_gt(n, 1000);
	q = open_ok("q.db");
	for (int i = 0; i < 400; i++) {
		size_t at = (size_t)rand() % n;
		char was = lines[at];
		enum status status;

		lines[at] = (char)(1 + rand() % 255);
		status = import(q, lines, &merged);
		ck_assert_msg(
			status == STATUS_OK || status == STATUS_INVALID, "%s", progress_error(q));
		n_refused += status != STATUS_OK;
		lines[at] = was;
	}
	ck_assert_uint_gt(n_refused, 100);
	expect_rebuilt(q);
	free(lines);
	progress_close(q);
	progress_close(p[0]);
	progress_close(p[1]);
}
END_TEST

/* ---- suspended items */

static bool count_name(void *context, const char *item)
{
	ck_assert_str_eq(item, "p/a#b");
	++*(int *)context;
	return true;
}

static bool count_card(void *context, const char *item, const struct fsrs_card *card)
{
	(void)item;
	(void)card;
	++*(int *)context;
	return true;
}

START_TEST(a_suspended_item_is_not_due_until_it_is_taken_up_again)
{
	struct progress *p = open_ok("p.db");
	struct review r = review_of("p/a#b", RATING_AGAIN, start_ms);
	int n_names, n_due;

	ck_assert_int_eq(progress_add(p, &r, NULL), STATUS_OK);
	/* All in one millisecond: the last counts. */
	for (int i = 0; i < 6; i++) {
		bool is_on = i % 2 == 0;

		ck_assert_int_eq(progress_suspend(p, "p/a#b", is_on, start_ms), STATUS_OK);
		n_names = n_due = 0;
		ck_assert_int_eq(progress_suspended(p, count_name, &n_names), STATUS_OK);
		ck_assert_int_eq(progress_due(p, start_ms + day_ms, count_card, &n_due), STATUS_OK);
		ck_assert_int_eq(n_names, is_on);
		ck_assert_int_eq(n_due, !is_on);
	}
	progress_close(p);
}
END_TEST

Suite *progress_safe_suite(void)
{
	Suite *s = suite_create("progress_safe");
	TCase *t = tcase_create("progress_safe");

	tcase_add_checked_fixture(t, make_folder, remove_folder);
	tcase_add_test(t, a_disk_that_becomes_full_at_any_write_loses_nothing);
	tcase_add_test(t, a_file_that_another_program_is_making_is_waited_for);
	tcase_add_test(t, on_a_full_disk_what_is_there_can_be_read);
	tcase_add_test(t, a_backup_that_finds_no_room_leaves_nothing);
	tcase_add_test(t, a_read_only_folder_is_said_and_can_be_read);
	tcase_add_loop_test(t, lines_that_are_wrong_are_refused_whole, 0, 8);
	tcase_add_test(t, lines_are_imported_once_in_any_order);
	tcase_add_loop_test(t, merging_and_importing_are_idempotent_and_commutative, 0, 12);
	tcase_add_test(t, lines_changed_anywhere_are_refused_or_sound);
	tcase_add_test(t, a_suspended_item_is_not_due_until_it_is_taken_up_again);
	suite_add_tcase(s, t);
	return s;
}
