/*
 * What an interview came to, from the log alone: coverage by question, point
 * and topic, time, comparison with those before, what to study, and what is
 * scheduled.
 */
#ifndef GRADUS_STUDY_INTERVIEW_REPORT_H
#define GRADUS_STUDY_INTERVIEW_REPORT_H

#include "base/buf.h"
#include "base/status.h"
#include "store/progress.h"

#include <stddef.h>
#include <stdint.h>

/* Appends the report of the nth interview, 1 the last one begun, as markdown
 * that needs nothing but itself. STATUS_NOT_FOUND if there are fewer. */
enum status interview_report_write(
	struct buf *markdown, struct progress *progress, size_t nth, int64_t now_ms);

/* Appends a table of all interviews, the last one first; a sentence if there
 * are none. */
enum status interview_report_list(struct buf *markdown, struct progress *progress);

#endif
