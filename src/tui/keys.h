/*
 * What a reader does, told apart from how a terminal says it: characters are
 * their code points, everything else is named here.
 */
#ifndef GRADUS_TUI_KEYS_H
#define GRADUS_TUI_KEYS_H

#include <stdbool.h>
#include <stdint.h>

enum key {
	KEY_NONE = 0,
	PRESS_TAB = '\t',
	PRESS_ENTER = '\r',
	PRESS_ESCAPE = 27,
	PRESS_UP = 0x110000, /* beyond Unicode */
	PRESS_DOWN,
	PRESS_LEFT,
	PRESS_RIGHT,
	PRESS_FAR_LEFT, /* with shift */
	PRESS_FAR_RIGHT,
	PRESS_PAGE_UP,
	PRESS_PAGE_DOWN,
	PRESS_HOME,
	PRESS_END,
	PRESS_BACK_TAB,
	PRESS_BACKSPACE,
	PRESS_DELETE,
	PRESS_WHEEL_UP,
	PRESS_WHEEL_DOWN,
	PRESS_CLICK,
	PRESS_RESIZE
};

struct event {
	int key;      /* enum key, or a code point */
	int row, col; /* PRESS_CLICK: cells from 0 */
};

#endif
