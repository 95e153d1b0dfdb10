/*
 * A progress file of 100,000 items and a million reviews: what is due, an
 * answer, the statistics.
 * usage: store_bench FOLDER
 */
#include "learn/draw.h"
#include "store/progress.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { N_ITEMS = 100000, N_REVIEWS = 10, N_RUNS = 21 };

static const int64_t now_ms = INT64_C(1795651200000), minute_ms = 60000, day_ms = 86400000;

static double clock_ms(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* ---- the file */

/* Ten answers, each when it was due; a tenth of them forgotten. The times are
 * relative to the first; returns the last interval. */
static int64_t live(
	struct draw *d, const struct fsrs *fsrs, int64_t at[N_REVIEWS], int rating[N_REVIEWS])
{
	struct fsrs_card card = {0};
	int64_t t = 20000 * day_ms;

	for (int i = 0; i < N_REVIEWS; i++) {
		rating[i] = draw_unit(d) < 0.1 ? RATING_AGAIN : RATING_GOOD;
		at[i] = t;
		card = fsrs_review(fsrs, &card, (enum rating)rating[i], t, -1);
		t = card.due_ms + minute_ms;
	}
	return card.due_ms - card.last_ms;
}

static void write_reviews(sqlite3_stmt *s, struct draw *d, const struct fsrs *fsrs, int item)
{
	int64_t at[N_REVIEWS], interval;
	double part;
	int rating[N_REVIEWS];

	interval = live(d, fsrs, at, rating);
	/* Some are overdue by now: some days of learning left out. */
	part = draw_unit(d);
	interval = (int64_t)((part < 0.03 ? 1.2 : 0.6 * part) * (double)interval);
	for (int i = 0; i < N_REVIEWS; i++) {
		uint64_t id[2] = {draw_bits(d), draw_bits(d)};

		sqlite3_bind_blob(s, 1, id, sizeof(id), SQLITE_STATIC);
		sqlite3_bind_int(s, 2, item);
		sqlite3_bind_int64(s, 3, now_ms - interval - (at[N_REVIEWS - 1] - at[i]));
		sqlite3_bind_int(s, 4, rating[i]);
		sqlite3_bind_int(s, 5, rating[i] != RATING_AGAIN);
		sqlite3_step(s);
		sqlite3_reset(s);
	}
}

static bool write_log(const char *path, const struct fsrs *fsrs)
{
	struct draw d = draw_begin(1, "store");
	sqlite3_stmt *review = NULL;
	sqlite3 *db;
	bool done;

	sqlite3_open(path, &db);
	sqlite3_exec(db,
		"BEGIN; DELETE FROM scheduler;"
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000)"
		" INSERT INTO item SELECT i, format('pack/question-%05d#item-%d', i / 5, i % 5) "
		"FROM n",
		NULL, NULL, NULL);
	sqlite3_prepare_v2(db,
		"INSERT INTO review(id, item, at, rating, is_right, n_hints, took_ms)"
		" VALUES (?1, ?2, ?3, ?4, ?5, 0, 20000)",
		-1, &review, NULL);
	for (int i = 1; i <= N_ITEMS; i++)
		write_reviews(review, &d, fsrs, i);
	sqlite3_finalize(review);
	done = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
	sqlite3_close(db);
	return done;
}

/* ---- what is measured */

static bool count(void *context, const char *item, const struct fsrs_card *card)
{
	(void)item;
	(void)card;
	++*(size_t *)context;
	return true;
}

static bool count_day(void *context, const struct progress_day *day)
{
	*(size_t *)context += day->n;
	return true;
}

static bool list_due(struct progress *p, size_t *n)
{
	return progress_due(p, now_ms, count, n) == STATUS_OK;
}

static bool list_cards(struct progress *p, size_t *n)
{
	return progress_cards(p, count, n) == STATUS_OK;
}

static bool answer(struct progress *p, size_t *n)
{
	static int next;
	char item[64];
	struct review r = {.item = item, .at_ms = now_ms, .rating = RATING_GOOD, .is_right = true};

	next += 7919;
	snprintf(item, sizeof(item), "pack/question-%05d#item-%d", next / 5, next % 5);
	++*n;
	return progress_add(p, &r, NULL) == STATUS_OK;
}

static bool take_back(struct progress *p, size_t *n)
{
	unsigned char id[PROGRESS_ID_BYTES];
	struct buf item;
	enum status status;

	buf_init(&item);
	status = progress_last(p, id, &item);
	if (status == STATUS_OK)
		status = progress_undo(p, id, now_ms);
	buf_done(&item);
	++*n;
	return status == STATUS_OK;
}

static bool count_all(struct progress *p, size_t *n)
{
	struct progress_stats stats;

	return progress_stats(p, now_ms, &stats) == STATUS_OK &&
	       progress_days(p, 0, count_day, n) == STATUS_OK;
}

static double median(double took[N_RUNS])
{
	qsort(took, N_RUNS, sizeof(*took), compare);
	return took[N_RUNS / 2];
}

/* Also the processor's time: what is left of it is the disk, and others. */
static bool measure(struct progress *p, const char *what, const char *budget,
	bool (*run)(struct progress *, size_t *))
{
	double took[N_RUNS], busy[N_RUNS];
	size_t n = 0;

	for (size_t i = 0; i < N_RUNS; i++) {
		took[i] = -clock_ms(CLOCK_MONOTONIC);
		busy[i] = -clock_ms(CLOCK_PROCESS_CPUTIME_ID);
		n = 0;
		if (!run(p, &n)) {
			fprintf(stderr, "store_bench: %s: %s\n", what, progress_error(p));
			return false;
		}
		busy[i] += clock_ms(CLOCK_PROCESS_CPUTIME_ID);
		took[i] += clock_ms(CLOCK_MONOTONIC);
	}
	printf("%-52s %11.1f ms   %s (%zu; processor %.1f ms)\n", what, median(took), budget, n,
		median(busy));
	return true;
}

static struct progress *open_file(const char *path, const struct fsrs *fsrs)
{
	struct progress *p;
	struct buf message;

	buf_init(&message);
	if (progress_open(&p, path, fsrs, &message) != STATUS_OK)
		fprintf(stderr, "store_bench: %s\n", message.data);
	buf_done(&message);
	return p;
}

static bool measure_all(struct progress *p)
{
	return measure(p, "due list of 100,000 items, a million reviews", "<= 50 ms", list_due) &&
	       measure(p, "  every card", "", list_cards) &&
	       measure(p, "  an answer, on the disk", "<= 5 ms", answer) &&
	       measure(p, "  an answer taken back", "", take_back) &&
	       measure(p, "  statistics", "<= 200 ms", count_all);
}

int main(int argc, char **argv)
{
	struct fsrs fsrs = fsrs_defaults();
	struct progress *p;
	char path[4096];
	double begin;
	bool done;

	if (argc != 2) {
		fprintf(stderr, "usage: store_bench FOLDER\n");
		return 2;
	}
	snprintf(path, sizeof(path), "%s/store.db", argv[1]);
	unlink(path);
	p = open_file(path, &fsrs);
	progress_close(p);
	if (!p || !write_log(path, &fsrs))
		return 1;
	begin = clock_ms(CLOCK_MONOTONIC);
	p = open_file(path, &fsrs);
	if (!p)
		return 1;
	printf("%-52s %11.1f ms\n", "cards of a million reviews derived",
		clock_ms(CLOCK_MONOTONIC) - begin);
	done = measure_all(p);
	progress_close(p);
	begin = clock_ms(CLOCK_MONOTONIC);
	p = open_file(path, &fsrs);
	printf("%-52s %11.1f ms\n", "  opening the file", clock_ms(CLOCK_MONOTONIC) - begin);
	progress_close(p);
	unlink(path);
	return done && p ? 0 : 1;
}
