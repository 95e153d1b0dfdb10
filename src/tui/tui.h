/* The screens, opened. */
#ifndef GRADUS_TUI_TUI_H
#define GRADUS_TUI_TUI_H

#include "cli/cli.h"

#include <stdbool.h>

/* Opens the screens on the terminal until the reader leaves; the terminal is
 * as before then. False if it can't be used, which has been said. */
bool tui_run(struct cli *cli);

#endif
