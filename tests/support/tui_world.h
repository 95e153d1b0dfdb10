/* A home for screens where nobody has answered yet, with the pack of
 * tests/data/study among the user's. */
#ifndef SUPPORT_TUI_WORLD_H
#define SUPPORT_TUI_WORLD_H

/* Fixtures, before and after each test. */
void tui_world_make(void);
void tui_world_remove(void);

/* "NAME=VALUE" for emulator_open and command_run, up to a NULL. */
extern const char *const *const tui_world;

#endif
