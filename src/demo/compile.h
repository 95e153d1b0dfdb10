/*
 * From a demo's source to its executable: the bundled one, one of the cache,
 * or a new one by the machine's `cc`. Owns the cache folder. Shows nothing.
 */
#ifndef GRADUS_DEMO_COMPILE_H
#define GRADUS_DEMO_COMPILE_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/paths.h"
#include "base/status.h"
#include "demo/process.h"

#include <stdbool.h>
#include <stddef.h>

struct compiler;

/* Borrows `paths`. Reads nothing yet. */
enum status compiler_new(struct compiler **compiler, const struct paths *paths);
void compiler_free(struct compiler *c);

/* One compilation; its process is driven by the caller. */
struct compilation {
	struct process process; /* `out` and `err` are the caller's to read */
	char *folder;           /* of its own in the cache; NULL: none */
	char *file;             /* the name that the compiler knows the source by */
	char *target;           /* where the executable goes */
};

void compilation_init(struct compilation *c);

/*
 * Gets the executable of `source` open in *program (the caller closes it), or
 * starts a compilation and leaves *program -1. On failure `why` gets a line.
 */
enum status compilation_start(struct compilation *c, struct compiler *compiler, const char *source,
	int time_limit_ms, int *program, struct buf *why);

/* After the process has ended well: keeps the executable, opens it. */
enum status compilation_finish(
	struct compilation *c, struct compiler *compiler, int *program, struct buf *why);

/* Kills what runs and removes its folder. */
void compilation_done(struct compilation *c);

/*
 * The errors in what the compiler wrote; those in `file` become errors of
 * `source` with line and column, others have no line. At least one, if there
 * was any text. (compile_errors.c)
 */
void compile_errors_read(
	struct diags *errors, const char *messages, const char *file, const char *source);

#endif
