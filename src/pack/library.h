/*
 * All there is to read: the shipped packs, the user's packs, the lessons, and
 * what a reader's name for a page means. Owns the packs.
 */
#ifndef GRADUS_PACK_LIBRARY_H
#define GRADUS_PACK_LIBRARY_H

#include "base/diag.h"
#include "base/paths.h"
#include "base/status.h"
#include "pack/document.h"
#include "pack/pack.h"

#include <stdbool.h>
#include <stddef.h>

struct library {
	struct pack **packs;
	size_t n_packs, cap_packs;
	struct lessons lessons;
	struct arena *arena;
	char *cache; /* folder for pack indices; NULL: none */
};

/* Opens the packs below paths->questions and paths->packs and the lessons.
 * What is wrong in them goes to `diags`; a pack that can't be opened at all is
 * left out, with a diagnostic. On failure *library is empty. */
enum status library_open(struct library *library, const struct paths *paths, struct diags *diags);
void library_done(struct library *library);

/* Opens one more pack, by its folder; the same folder gives the same pack. */
enum status library_add(
	struct library *library, const char *folder, struct diags *diags, const struct pack **pack);

/* A page and where it belongs. Lives as long as the library. */
struct page_ref {
	enum document_kind kind;
	const struct pack *pack;         /* NULL for lessons and loose files */
	const struct question *question; /* NULL for lessons and loose files */
	const char *name;                /* slug, or the path of a loose file */
	const char *title;               /* "" for loose files */
	const char *path;                /* NULL: planned, not yet written */
	const char *demo;                /* its C source; NULL if it has none */
};

/* What `name` means: a slug, a number, pack/slug, pack/number, a lesson's slug
 * (questions come first; "lesson:slug" is exact), or the path of a .md or .c
 * file. `near`, if not NULL, is the pack to look in first. A path's pack is
 * opened if it is not yet there. False if there is no such page. */
bool library_find(
	struct library *library, const struct pack *near, const char *name, struct page_ref *ref);

/* Is `path` a markdown file that belongs to no pack and is no lesson? Then its
 * page_ref is in *ref (borrowing `path`), and no library need be opened. */
bool library_is_loose(const struct paths *paths, const char *path, struct page_ref *ref);

/* The page of a question or a lesson. */
struct page_ref library_question(const struct pack *pack, const struct question *question);
struct page_ref library_lesson(const struct lesson *lesson);

/* Names of the pages that are spelled most like `name`, best first; returns
 * how many, at most `max`. */
size_t library_nearest(
	const struct library *library, const char *name, const char **names, size_t max);

#endif
