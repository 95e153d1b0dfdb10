/*
 * What screens may ask of the program around them: open a screen, go back, say
 * something in the status line, remember a place. Owns the screens.
 */
#ifndef GRADUS_TUI_APP_H
#define GRADUS_TUI_APP_H

#include "base/status.h"
#include "cli/cli.h"
#include "demo/runner.h"
#include "tui/screen.h"

#include <stddef.h>

struct app;

const struct cli *app_cli(const struct app *app);
struct library *app_library(struct app *app);
struct runner *app_runner(struct app *app);
const struct paths *app_paths(struct app *app);

/* Puts a screen over the others and owns it from now on, also if that fails,
 * which is said. `status` other than STATUS_OK: self was not made, say so. */
void app_push(struct app *app, const struct screen_ops *ops, void *self, enum status status);

/* Takes the top screen away, once its operation has returned. */
void app_back(struct app *app);

/* Shows a message in the status line until the next key. */
void app_say(struct app *app, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Gives the terminal to another program until it ends; *exit_status is -1 where
 * it was ended by a signal. */
enum status app_lend_terminal(struct app *app, char *const *argv, int *exit_status);

/* A place in a text that holds whatever its layout: a heading, and how many
 * letters behind it. */
struct place {
	size_t heading; /* 0: before the first; else 1 + its index */
	size_t letters;
};

/* The place where a page was left, by its path; the caller may change it. NULL
 * when out of memory. Valid until the next call. */
struct place *app_place(struct app *app, const char *path);

#endif
