/*
 * A folder of its own in which demos are compiled and run: an empty pack, an
 * empty lab, an empty cache. Tests of demos need nothing of the source tree.
 */
#ifndef TESTS_SUPPORT_DEMO_WORLD_H
#define TESTS_SUPPORT_DEMO_WORLD_H

#include "base/paths.h"
#include "demo/runner.h"

#include <stddef.h>

struct demo_world {
	char root[64];
	struct paths paths;
	struct runner *runner;
};

/* Fails the test where the machine has no sandbox. */
void demo_world_open(struct demo_world *w);

/* Removes the folder. */
void demo_world_close(struct demo_world *w);

/* Writes a file below the root, its folder too; returns its path, which the
 * caller frees. */
char *demo_world_write(struct demo_world *w, const char *name, const char *text, size_t n);

/* Writes `text` as a demo's source and runs it to its end. */
struct job *demo_world_run(
	struct demo_world *w, const char *text, const struct demo_limits *limits);

/* Descriptors that this process has open. */
size_t count_descriptors(void);

/* Processes below this one, zombies too. */
size_t count_children(void);

/* Processes that work in this world's folders, a compiler's children that lost
 * their parent among them. Waits a little for killed ones to go. */
size_t count_workers(const struct demo_world *w);

/* Files and folders below `path`, not counting itself. */
size_t count_files(const char *path);

/* The one error of a job that failed; fails the test if there is another number. */
const char *only_error(const struct job *job);

#endif
