/*
 * Mock interviews in the progress file: what was drawn, and what then happened,
 * append-only as the log of answers. What an interview's state is follows from
 * its events; two of one kind, place and part mean the first.
 */
#ifndef GRADUS_STORE_INTERVIEW_LOG_H
#define GRADUS_STORE_INTERVIEW_LOG_H

#include "base/status.h"
#include "store/progress.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { INTERVIEW_MAX_QUESTIONS = 200 };

struct interview_start {
	unsigned char id[PROGRESS_ID_BYTES]; /* set by interview_log_begin */
	int64_t at_ms;
	const char *level, *topic; /* as was asked for; "": all */
	bool is_weak;
	uint64_t seed;
};

/* As it was called when it was drawn: a report does not change with a page. */
struct interview_drawn {
	const char *name; /* of its recall card */
	const char *title, *level;
	const char *topics; /* a line each */
	int suggested_s;
};

enum interview_event_kind {
	INTERVIEW_CLOCK = 1, /* paused: took_ms is the time used up to now */
	INTERVIEW_ANSWERED,  /* took_ms in all; text is what was written */
	INTERVIEW_POINTS,    /* n, n_made; text: "+ point" or "- point", a line each */
	INTERVIEW_FOLLOW_UP, /* part: which; n 1, n_made 0 or 1; text likewise */
	INTERVIEW_ENDED      /* place 0 */
};

struct interview_event {
	enum interview_event_kind kind;
	int place; /* of the question, from 0 */
	int part;
	int64_t at_ms, took_ms;
	int n, n_made;
	const char *text;
};

/* Appends an interview and what is drawn for it; all or nothing. */
enum status interview_log_begin(struct progress *progress, struct interview_start *start,
	const struct interview_drawn *drawn, size_t n);

/* Appends an event, and with it, if not NULL, a review; both or none. */
enum status interview_log_add(struct progress *progress, const unsigned char id[PROGRESS_ID_BYTES],
	const struct interview_event *event, struct review *review);

/* What interviews add up to. */
struct interview_score {
	size_t n_questions, n_answered; /* answered: their points are ticked */
	size_t n_points, n_made;
	size_t n_follow_ups, n_had;
	int64_t took_ms;
	int64_t suggested_ms; /* of the answered ones */
	bool is_ended;
};

/* Calls `each` with the interviews, the newest first, until it returns false.
 * Texts are borrowed for the call. */
typedef bool interview_start_fn(
	void *context, const struct interview_start *start, const struct interview_score *score);
enum status interview_log_each(struct progress *progress, interview_start_fn *each, void *context);

/* The questions of one, in their order. */
typedef bool interview_drawn_fn(void *context, int place, const struct interview_drawn *drawn);
enum status interview_log_drawn(struct progress *progress,
	const unsigned char id[PROGRESS_ID_BYTES], interview_drawn_fn *each, void *context);

/* Its events that count, by place, kind and part. */
typedef bool interview_event_fn(void *context, const struct interview_event *event);
enum status interview_log_events(struct progress *progress,
	const unsigned char id[PROGRESS_ID_BYTES], interview_event_fn *each, void *context);

#endif
