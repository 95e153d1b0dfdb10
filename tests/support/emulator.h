/*
 * The real program under a pseudo-terminal, its screen kept by a terminal
 * emulator: keys in, screen out, the world pinned.
 */
#ifndef SUPPORT_EMULATOR_H
#define SUPPORT_EMULATOR_H

#include "base/buf.h"

#include <stdbool.h>
#include <sys/types.h>
#include <termios.h>

struct emulator {
	pid_t pid;
	int fd; /* the terminal's other side */
	int rows, cols;
	struct VTerm *vterm;
	struct VTermScreen *screen;
	struct buf received; /* every byte that the program wrote */
	struct buf text;     /* see emulator_text */
	bool has_ended;
	char data[64];        /* its user's data, removed at the end */
	struct termios modes; /* of the terminal before the program came */
};

/* Starts the program under test (GRADUS, else build/gradus) with HOME, an empty
 * XDG_DATA_HOME of its own, GRADUS_ROOT=., LC_ALL=C.UTF-8, TERM=xterm-256color
 * and `more` ("NAME=VALUE", up to a NULL; may be NULL; later ones win). */
void emulator_open(struct emulator *e, int cols, int rows, const char *const *more);

/* Makes the emulators of this test run GRADUS itself, with sanitizers where it
 * has some; else it is the ordinary program, which answers in time. */
void emulator_use_sanitized(void);

/* "XDG_DATA_HOME=..." of a new folder that holds a pack of tests/data/packs
 * (NULL: none); emulator_forget_data removes it. Valid until then. */
const char *emulator_make_data(const char *pack);
void emulator_forget_data(void);

/* The folder of emulator_make_data. */
const char *emulator_data_folder(void);

/* Ends the program, if it is still there; its exit status, -1 for a signal. */
int emulator_close(struct emulator *e);

/* Waits for the program's end of its own accord; the status. */
int emulator_wait_for_end(struct emulator *e);

/* Types bytes. */
void emulator_type(struct emulator *e, const char *bytes);
void emulator_resize(struct emulator *e, int cols, int rows);

/* Reads until nothing has come for `quiet_ms`. False if the program has ended. */
bool emulator_settle(struct emulator *e, int quiet_ms);

/* Waits until the screen has the words, or no longer has them; fails the test
 * after ten seconds. */
void emulator_expect(struct emulator *e, const char *words);
void emulator_expect_gone(struct emulator *e, const char *words);

/* Types, then expects. */
void emulator_do(struct emulator *e, const char *keys, const char *words);

/* Presses the mouse where the words are; fails the test if they aren't. */
void emulator_click(struct emulator *e, const char *words);

/* Is the terminal as the program found it? Fails the test if not: modes,
 * cursor, mouse, screen. */
void emulator_expect_restored(struct emulator *e);

/* Fails the test if the program sent a sequence that curses has no use for: a
 * title, a question, a reset, a string; or what turns text around. Clipboard
 * texts are let through. */
void emulator_expect_tame(const struct emulator *e);

/* Processes below the program; the first one of them, 0 if there is none. */
pid_t emulator_child(const struct emulator *e);
size_t emulator_count_children(const struct emulator *e);

/* The screen as lines of UTF-8; valid until the next call. */
const char *emulator_text(struct emulator *e);

/* The row, from 0, that has the words; -1 if there is none. */
int emulator_row_of(struct emulator *e, const char *words);

#endif
