/*
 * The terminal: the only part of the program that knows curses. Takes lines,
 * gives keys; sleeps; leaves the terminal as it was, also when it is asked to
 * go (SIGTERM, SIGHUP, SIGINT) or to stop for a while (Ctrl-Z).
 */
#ifndef GRADUS_TUI_TERMINAL_H
#define GRADUS_TUI_TERMINAL_H

#include "base/lines.h"
#include "base/status.h"
#include "base/theme.h"
#include "tui/keys.h"

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

struct terminal;

/* STATUS_UNSUPPORTED where TERM can't show screens. One at a time;
 * terminal_close restores what was there before. */
enum status terminal_open(struct terminal **terminal, const struct output_style *style);
void terminal_close(struct terminal *terminal);

void terminal_size(const struct terminal *terminal, int *rows, int *cols);

/* Shows the lines from the first row on; rows without a line are blank. */
void terminal_paint(struct terminal *terminal, const struct lines *lines);

/* Gives the terminal, as it was, to a program (found on PATH) and waits for its
 * end. Ctrl-Z stops both. STATUS_NOT_FOUND if it can't be started; *exit_status
 * is -1 where a signal ended it. */
enum status terminal_lend(struct terminal *terminal, char *const *argv, int *exit_status);

/* Asks the terminal to put text, which must be safe, on its clipboard (OSC 52,
 * by what terminfo says of it). STATUS_UNSUPPORTED where it has no such thing,
 * STATUS_LIMIT for more than a terminal surely takes. */
enum status terminal_copy(struct terminal *terminal, const char *text, size_t n);

/* Sleeps until a key, one of the descriptors, or the time. False when the
 * terminal is gone or the program was asked to end. fds[0] is the terminal's
 * and is set here. */
bool terminal_wait(struct terminal *terminal, struct pollfd *fds, size_t n, int timeout_ms);

/* The next key that has come; false if there is none. */
bool terminal_event(struct terminal *terminal, struct event *event);

#endif
