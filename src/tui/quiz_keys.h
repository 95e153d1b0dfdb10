/* Which keys matter in a quiz, phase by phase. */
#ifndef GRADUS_TUI_QUIZ_KEYS_H
#define GRADUS_TUI_QUIZ_KEYS_H

#include "tui/quiz_view.h"

/* All of them, for Help. */
extern const struct key_line quiz_keys_all[];

/* Those of the present phase. */
const struct key_line *quiz_keys_now(const struct quiz_view *view);

#endif
