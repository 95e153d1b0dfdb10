/* The schema of progress.db, as the steps that lead to it. */
#include "store/progress_impl.h"

/* A table that is append-only. */
#define KEPT(table) \
	"CREATE TRIGGER " table "_is_kept BEFORE DELETE ON " table \
	" BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;" \
	"CREATE TRIGGER " table "_is_fixed BEFORE UPDATE ON " table \
	" BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;"

/* What brings a file from one schema to the next, in order. Never changed once
 * released: a new one is added. */
const char *const progress_migrations[PROGRESS_SCHEMA] = {
	"CREATE TABLE item("
	" id INTEGER PRIMARY KEY,"
	" name TEXT NOT NULL UNIQUE CHECK(length(CAST(name AS BLOB)) BETWEEN 1 AND 400)) STRICT;"
	"CREATE TABLE review("
	" number INTEGER PRIMARY KEY,"
	" id BLOB NOT NULL UNIQUE CHECK(length(id) = 16),"
	" item INTEGER NOT NULL REFERENCES item,"
	" at INTEGER NOT NULL CHECK(at BETWEEN 0 AND 253402300799999)," /* to the year 9999 */
	" rating INTEGER NOT NULL CHECK(rating BETWEEN 1 AND 4),"
	" is_right INTEGER NOT NULL CHECK(is_right IN (0, 1)),"
	" n_hints INTEGER NOT NULL CHECK(n_hints BETWEEN 0 AND 1000),"
	" took_ms INTEGER NOT NULL CHECK(took_ms >= 0)) STRICT;"
	"CREATE INDEX review_item ON review(item, at, id);"
	"CREATE INDEX review_at ON review(at, id);"
	"CREATE TABLE undo("
	" id BLOB PRIMARY KEY CHECK(length(id) = 16),"
	" review BLOB NOT NULL REFERENCES review(id),"
	" at INTEGER NOT NULL CHECK(at BETWEEN 0 AND 253402300799999)) STRICT;"
	"CREATE INDEX undo_review ON undo(review);"
	"CREATE TRIGGER review_is_kept BEFORE DELETE ON review"
	" BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;"
	"CREATE TRIGGER review_is_fixed BEFORE UPDATE ON review"
	" BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;"
	"CREATE TRIGGER undo_is_kept BEFORE DELETE ON undo"
	" BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;"
	"CREATE TRIGGER undo_is_fixed BEFORE UPDATE ON undo"
	" BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;"
	/* Derived from here. */
	"CREATE TABLE card("
	" item INTEGER PRIMARY KEY REFERENCES item,"
	" state INTEGER NOT NULL, step INTEGER NOT NULL, stability REAL NOT NULL,"
	" difficulty REAL NOT NULL, interval INTEGER NOT NULL, lapses INTEGER NOT NULL,"
	" n_reviews INTEGER NOT NULL, last INTEGER NOT NULL, due INTEGER NOT NULL,"
	" first INTEGER NOT NULL, n_recall INTEGER NOT NULL, n_recalled INTEGER NOT NULL,"
	" predicted REAL NOT NULL) STRICT;"
	"CREATE INDEX card_due ON card(due);"
	"CREATE INDEX card_first ON card(first);"
	"CREATE TABLE day(day INTEGER PRIMARY KEY, n INTEGER NOT NULL, n_right INTEGER NOT NULL)"
	" STRICT;"
	"CREATE TABLE scheduler(parameters BLOB NOT NULL) STRICT;",

	/* 2: interviews, suspended cards, remembering by day. */
	"CREATE TABLE interview("
	" id BLOB PRIMARY KEY CHECK(length(id) = 16),"
	" at INTEGER NOT NULL CHECK(at BETWEEN 0 AND 253402300799999),"
	" level TEXT NOT NULL, topic TEXT NOT NULL," /* "": all */
	" is_weak INTEGER NOT NULL CHECK(is_weak IN (0, 1)),"
	" seed INTEGER NOT NULL) STRICT;"
	"CREATE INDEX interview_at ON interview(at, id);"
	/* What was drawn, as it was called then. */
	"CREATE TABLE interview_question("
	" interview BLOB NOT NULL REFERENCES interview,"
	" place INTEGER NOT NULL CHECK(place BETWEEN 0 AND 999),"
	" name TEXT NOT NULL CHECK(length(CAST(name AS BLOB)) BETWEEN 1 AND 400),"
	" title TEXT NOT NULL, level TEXT NOT NULL,"
	" topics TEXT NOT NULL," /* a line each */
	" suggested_s INTEGER NOT NULL CHECK(suggested_s BETWEEN 1 AND 86400),"
	" PRIMARY KEY(interview, place)) STRICT;"
	"CREATE TABLE interview_event("
	" id BLOB PRIMARY KEY CHECK(length(id) = 16),"
	" interview BLOB NOT NULL REFERENCES interview,"
	" kind INTEGER NOT NULL CHECK(kind BETWEEN 1 AND 5)," /* enum interview_event_kind */
	" place INTEGER NOT NULL CHECK(place BETWEEN 0 AND 999),"
	" part INTEGER NOT NULL CHECK(part BETWEEN 0 AND 999),"
	" at INTEGER NOT NULL CHECK(at BETWEEN 0 AND 253402300799999),"
	" took_ms INTEGER NOT NULL CHECK(took_ms >= 0),"
	" n INTEGER NOT NULL CHECK(n BETWEEN 0 AND 999),"
	" n_made INTEGER NOT NULL CHECK(n_made BETWEEN 0 AND n),"
	" text TEXT NOT NULL) STRICT;"
	"CREATE INDEX interview_event_of ON interview_event(interview, place, kind, part, at, id);"
	/* The last one of an item, by time, tells whether it is asked. */
	"CREATE TABLE suspension("
	" id BLOB PRIMARY KEY CHECK(length(id) = 16),"
	" item INTEGER NOT NULL REFERENCES item,"
	" at INTEGER NOT NULL CHECK(at BETWEEN 0 AND 253402300799999),"
	" is_on INTEGER NOT NULL CHECK(is_on IN (0, 1))) STRICT;"
	"CREATE INDEX suspension_item ON suspension(item, at, id);"
	"CREATE VIEW suspended AS SELECT item FROM suspension s WHERE is_on AND NOT EXISTS"
	" (SELECT 1 FROM suspension l WHERE l.item = s.item AND (l.at, l.id) > (s.at, s.id));" KEPT(
		"interview") KEPT("interview_question") KEPT("interview_event") KEPT("suspension")
	/* Derived from here: billionths, since sums of integers have no order. */
	"DROP TABLE day;"
	"CREATE TABLE day(day INTEGER PRIMARY KEY, n INTEGER NOT NULL, n_right INTEGER NOT NULL,"
	" n_recall INTEGER NOT NULL, n_recalled INTEGER NOT NULL, predicted INTEGER NOT NULL)"
	" STRICT;"
	"ALTER TABLE card DROP COLUMN n_recall;"
	"ALTER TABLE card DROP COLUMN n_recalled;"
	"ALTER TABLE card DROP COLUMN predicted;"
	"DELETE FROM scheduler;", /* so that all is derived anew */
};
