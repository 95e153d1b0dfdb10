/*
 * What screens may ask of the program around them: open a screen, go back, say
 * something in the status line, remember a place. Owns the screens.
 */
#ifndef GRADUS_TUI_APP_H
#define GRADUS_TUI_APP_H

#include "base/status.h"
#include "cli/cli.h"
#include "demo/runner.h"
#include "store/marks.h"
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

/* Where pages were left, and which are marked; never NULL. app_save_marks says
 * what goes wrong. */
struct marks *app_marks(struct app *app);
void app_save_marks(struct app *app);

/* Copies text, made safe, to the clipboard of the terminal, where that can be
 * asked for it. STATUS_LIMIT if it is too long, STATUS_UNSUPPORTED where the
 * terminal can't. */
enum status app_copy(struct app *app, const char *text);

#endif
