/*
 * Folders of markdown to packs, lessons, questions. Opening reads pack.yaml
 * and the names of the files; pages are read by document.h. Errors of the
 * author's go to `struct diags`, and what could be read is there nevertheless.
 */
#ifndef GRADUS_PACK_PACK_H
#define GRADUS_PACK_PACK_H

#include "base/diag.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

struct position {
	int line, col; /* from 1, in the file; columns count bytes; line 0: nowhere */
};

enum level { LEVEL_BEGINNER, LEVEL_INTERMEDIATE, LEVEL_SENIOR, LEVEL_NONE };

const char *level_name(enum level level);     /* "beginner"...; "" for LEVEL_NONE */
enum level level_from_name(const char *name); /* LEVEL_NONE if it is none */

/* One question of the list in pack.yaml. */
struct question {
	int number;
	enum level level;
	const char *slug;
	const char *title;
	const char *asked; /* our question, where the title is only a number; else NULL */
	const char *path;  /* of the page; NULL: planned, not yet written */
	const char *demo;  /* of the C source beside it; NULL if there is none */
	int line, col;     /* in pack.yaml */
};

struct pack {
	const char *name; /* unique; the folder's name */
	const char *title, *description, *authors, *licence, *version;
	const char *folder;
	struct question *questions; /* in the order of pack.yaml */
	size_t n_questions;
	struct arena *memory; /* private: owns all of the above */
};

/* Opens the pack in `folder`. With `cache_folder` (may be NULL) a copy of the
 * index is kept there and used as long as pack.yaml and the folder's list of
 * files are unchanged. What is wrong in pack.yaml, pages that it does not
 * list, two with one number or slug, goes to `diags`. STATUS_IO if there is no
 * pack.yaml to read. On failure *pack is empty. pack_done frees. */
enum status pack_open(
	struct pack *pack, const char *folder, const char *cache_folder, struct diags *diags);
void pack_done(struct pack *pack);

/* A question by slug or number ("3", "003"); NULL if there is none. */
const struct question *pack_find(const struct pack *pack, const char *name);

/* Front matter of a page. Strings live in the caller's arena. */
struct front_matter {
	const char *title, *alias, *reviewed; /* NULL where there is none */
	enum level level;
	const char **topics;
	size_t n_topics;
	const char **see;
	size_t n_see;
	struct position title_at, alias_at, level_at, topics_at, reviewed_at, see_at;
	size_t body;   /* bytes of the file before the body */
	int body_line; /* line number of the body's first line */
};

struct arena;

/* Parses the front matter of text[0..n), the contents of `file`. Everything
 * wrong in it goes to `diags` with its line and column; which keys a page must
 * have is document.h's business. STATUS_INVALID if there is none or it is no
 * YAML mapping (then `body` is still set). */
enum status front_matter_parse(struct front_matter *front, struct arena *arena, const char *file,
	const char *text, size_t n, struct diags *diags);

/* Reports where the front matter of a question's page disagrees with what
 * pack.yaml says: title (and alias, where pack.yaml has `asked`) and level. */
void question_check_front(const struct question *question, const char *file,
	const struct front_matter *front, struct diags *diags);

/* The course: NN-slug.md files of one folder, by number. */
struct lesson {
	int number;
	const char *slug, *path;
	const char *title; /* front matter's, else the body's first line if that is a heading */
	const char **see;  /* the pages that its front matter names */
	size_t n_see;
};

struct lessons {
	struct lesson *items;
	size_t n;
	struct arena *memory; /* private: owns all of the above */
};

/* Reads every lesson's front matter; what is wrong (two with one number or slug, no
 * title, front matter) goes to `diags`. STATUS_IO if the folder cannot be
 * read; then *lessons is empty. lessons_done frees. */
enum status lessons_open(struct lessons *lessons, const char *folder, struct diags *diags);
void lessons_done(struct lessons *lessons);

/* A lesson by slug or number; NULL if there is none. */
const struct lesson *lessons_find(const struct lessons *lessons, const char *name);

#endif
