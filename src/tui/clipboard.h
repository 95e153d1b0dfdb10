/* Private to terminal.c: the clipboard of the terminal, by its own sequence. */
#ifndef GRADUS_TUI_CLIPBOARD_H
#define GRADUS_TUI_CLIPBOARD_H

#include "base/status.h"

#include <stddef.h>

/* As terminal_copy. */
enum status clipboard_send(const char *text, size_t n);

#endif
