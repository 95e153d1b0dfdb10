#include "support/fsrs_vectors.h"

#include "learn/fsrs.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { N_FIELDS = 16, MAX_LINE = 1024 };

enum field {
	SEQ,
	MODE,
	RETENTION,
	REVIEW,
	RATING,
	REVIEW_TIME,
	GAP_MINUTES,
	ELAPSED_DAYS,
	RETRIEVABILITY,
	STABILITY,
	DIFFICULTY,
	STATE,
	STEP,
	INTERVAL_DAYS,
	DUE,
	LAPSES
};

static size_t split(char *line, char *fields[N_FIELDS])
{
	size_t n = 0;

	line[strcspn(line, "\r\n")] = '\0';
	while (line && n < N_FIELDS)
		fields[n++] = strsep(&line, ",");
	return line ? 0 : n;
}

static int read_time(const char *s, int64_t *ms)
{
	struct tm tm = {0};
	const char *rest = strptime(s, "%Y-%m-%dT%H:%M:%S", &tm);

	if (!rest || rest[0] != '.')
		return 0;
	*ms = (int64_t)timegm(&tm) * 1000 + strtol(rest + 1, NULL, 10);
	return 1;
}

static void write_time(char out[32], int64_t ms)
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm tm;
	char date[24];

	gmtime_r(&seconds, &tm);
	strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(out, 32, "%s.%03dZ", date, (int)(ms % 1000));
}

static struct fsrs mode_of(const char *const fields[N_FIELDS])
{
	struct fsrs f = fsrs_defaults();

	f.retention = strtod(fields[RETENTION], NULL);
	f.is_long_term = strcmp(fields[MODE], "longterm") == 0;
	if (strcmp(fields[MODE], "steps") != 0)
		f.learning.n = f.relearning.n = 0;
	return f;
}

/* Ours, in the form of the columns from elapsed_days on. */
static void write_row(char out[MAX_LINE], const struct fsrs *f, const struct fsrs_card *was,
	const struct fsrs_card *card)
{
	char due[32], recall[32] = "";
	int elapsed = 0;

	if (was->state != CARD_NEW) {
		elapsed = fsrs_elapsed_days(was->last_ms, card->last_ms);
		snprintf(
			recall, sizeof(recall), "%.8f", fsrs_retrievability(f, was, card->last_ms));
	}
	write_time(due, card->due_ms);
	snprintf(out, MAX_LINE, "%d,%s,%.8f,%.8f,%s,%d,%d,%s,%d", elapsed, recall, card->stability,
		card->difficulty, card_state_name(card->state), card->step, card->interval, due,
		card->lapses);
}

int fsrs_replay(FILE *in, FILE *out, int *n)
{
	char line[MAX_LINE], copy[MAX_LINE], got[MAX_LINE];
	struct fsrs_card card = {0};
	int n_wrong = 0;

	*n = 0;
	if (!fgets(line, sizeof(line), in))
		return -1;
	while (fgets(line, sizeof(line), in)) {
		char *fields[N_FIELDS];
		struct fsrs_card was;
		enum rating rating;
		struct fsrs f;
		int64_t now;

		strcpy(copy, line);
		copy[strcspn(copy, "\r\n")] = '\0';
		if (split(line, fields) != N_FIELDS || !read_time(fields[REVIEW_TIME], &now) ||
			!(rating = rating_from_name(fields[RATING]))) {
			fprintf(out, "not a row: %s\n", copy);
			return -1;
		}
		if (strcmp(fields[REVIEW], "1") == 0)
			card = (struct fsrs_card){0};
		was = card;
		f = mode_of((const char *const *)fields);
		card = fsrs_review(&f, &was, rating, now, -1);
		write_row(got, &f, &was, &card);
		++*n;
		if (strcmp(copy + (fields[ELAPSED_DAYS] - line), got) == 0)
			continue;
		fprintf(out, "want %s\n got %.*s%s\n", copy, (int)(fields[ELAPSED_DAYS] - line),
			copy, got);
		n_wrong++;
	}
	return n_wrong;
}
